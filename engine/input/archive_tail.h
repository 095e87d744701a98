/* The last bytes of a ZIP archive that is read as it comes, and how many members they speak of.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_INPUT_ARCHIVE_TAIL_H
#define PS_INPUT_ARCHIVE_TAIL_H

#include "base/buffer.h"

typedef struct ps_archive_tail {
    ps_buffer bytes;
} ps_archive_tail;

void ps_archive_tail_init(ps_archive_tail *tail);
void ps_archive_tail_done(ps_archive_tail *tail);
/** The next bytes of the archive. */
void ps_archive_tail_add(ps_archive_tail *tail, ps_str bytes);
/** The number of members by the record that ends the directory. @return 0: there is none. */
int ps_archive_tail_count(const ps_archive_tail *tail, uint64_t *ret_members);

#endif
