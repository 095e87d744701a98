/* The packs of one kind under one name, version and hash: what a report says it was made with.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_PACK_GROUP_H
#define PS_REPORT_PACK_GROUP_H

#include "base/buffer.h"
#include "procscreen/report.h"

typedef struct ps_pack_group {
    size_t count;
    ps_buffer id;      /* of all files, "+" between them; "formats" for profiles */
    ps_buffer version; /* likewise, each once; of profiles the highest */
    char sha256[65];   /* of the one file; of several, and of profiles, of the list "id version
                          sha256" a line */
} ps_pack_group;

/** Release the result with ps_pack_group_done(). */
void ps_pack_group_init(ps_pack_group *group, const ps_run_origin *origin, ps_pack_kind kind);
void ps_pack_group_done(ps_pack_group *group);

#endif
