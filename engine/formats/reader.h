/* Reading profiles: what is shared by the modules that do it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_READER_H
#define PS_FORMATS_READER_H

#include "base/buffer.h"
#include "formats/model.h"
#include "formats/path.h"
#include "xml/tree.h"

typedef struct ps_profile_reader {
    ps_profiles *profiles;
    ps_arena *arena; /* of the profiles */
    const char *path;
    ps_problem_fn problem;
    void *user;
    ps_error *reterr; /* gets the first error */
    int failed;
    int no_memory;
    /* the profile being read */
    ps_profile *profile;
    const ps_node *root;
    const ps_map *maps;
    size_t map_count;
    uint16_t rank;   /* of the next action of the record */
    unsigned depth;  /* of parts and used rules */
    ps_buffer known; /* for each local name: bits of profiles (uint64_t[PS_PROFILES_MOST / 64]) */
} ps_profile_reader;

/** Report one error of the pack at a node; `hint` may be NULL. */
__attribute__((format(printf, 4, 5))) void ps_reader_error(ps_profile_reader *reader,
                                                           const ps_node *node, const char *hint,
                                                           const char *format, ...);
/** Report what parsing a path said. Notes out of memory. */
void ps_reader_take(ps_profile_reader *reader, const ps_node *node, ps_status status,
                    const ps_error *error);
/** "did you mean …" for the name nearest to `given` of a NULL-terminated list; into `hint`. */
void ps_reader_nearest(ps_str given, const char *const *known, char *hint, size_t size);
ps_path_context ps_reader_paths(ps_profile_reader *reader, const ps_node *node);

/** Read everything inside a part's element (and its attributes, except the reserved ones) into the
 * part's rule. `owner` is the scope that fields belong to: the part's own, for a group that of the
 * part around it. */
void ps_reader_part_content(ps_profile_reader *reader, const ps_node *node,
                            const char *const *reserved, ps_part_rule *part, ps_scope owner,
                            ps_str place);
/** Read `when` of a part. */
void ps_reader_when(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part);

#endif
