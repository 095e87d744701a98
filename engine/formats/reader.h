/* Reading profiles: what is shared by the modules that do it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_READER_H
#define PS_FORMATS_READER_H

#include "base/buffer.h"
#include "formats/model.h"
#include "formats/path.h"
#include "xml/tree.h"

/** A part that was read: the same element used again (through `use`) is the same rule. */
typedef struct ps_read_part {
    const ps_node *node; /* NULL: free */
    ps_scope owner;
    ps_part_rule *part;
} ps_read_part;

enum { PS_READ_PARTS = 2048 }; /* a power of two; more are read anew */

/** A path that was parsed: rules that are used by several parts are read once for each. */
typedef struct ps_read_path {
    const char *text; /* where it stands in the tree; NULL: free */
    size_t len;
    const ps_path *path; /* ps_path_size() bytes of it */
} ps_read_path;

enum { PS_READ_PATHS = 1024 }; /* a power of two; of two for one place, the later is kept */

typedef struct ps_profile_reader {
    ps_profiles *profiles;
    ps_arena *arena; /* of the profiles */
    const char *path;
    ps_problem_fn problem;
    void *user;
    ps_error *reterr; /* gets the first error */
    int failed;
    int strict; /* look for what is allowed and cannot be meant, too */
    int no_memory;
    /* the profile being read */
    ps_profile *profile;
    const ps_node *root;
    const ps_map *maps;
    size_t map_count;
    uint16_t rank;    /* of the last rule of the part */
    unsigned depth;   /* of parts and used rules */
    uint64_t *fields; /* of the part or record being read: bits of fields that are filled */
    ps_read_part parts[PS_READ_PARTS];
    size_t part_count;
    ps_read_path paths[PS_READ_PATHS];
    ps_arena *scratch; /* of the tree and of the paths */
    ps_buffer used;    /* <rules> of the profile that some <use> names, as pointers */
    ps_buffer known;   /* for each local name: bits of profiles (uint64_t[PS_PROFILES_MOST / 64]) */
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
/** Parse a path of the node's. 0 when it is none; that was reported. */
int ps_reader_path(ps_profile_reader *reader, const ps_node *node, ps_str text, ps_path *ret);

/** Constants gathered while a part is read. */
enum { PS_DEFAULTS_MOST = 64 };
typedef struct ps_read_defaults {
    ps_default list[PS_DEFAULTS_MOST];
    size_t count;
} ps_read_defaults;

/** Report attributes that are not in the NULL-terminated list. */
void ps_reader_attrs(ps_profile_reader *reader, const ps_node *node, const char *const *known);
/** The field of that name, or PS_FIELD_COUNT after reporting it. */
ps_field ps_reader_find_field(ps_profile_reader *reader, const ps_node *node, ps_scope owner,
                              ps_str name);
/** A field in its short form: an attribute of the part's element. */
void ps_reader_short(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part,
                     ps_field field, ps_str value, ps_read_defaults *defaults);
/** A <field> element. */
void ps_reader_field(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part,
                     ps_scope owner, ps_read_defaults *defaults);

/** Read everything inside a part's element (and its attributes, except the reserved ones) into the
 * part's rule. `owner` is the scope that fields belong to: the part's own, for a group that of the
 * part around it. */
void ps_reader_part_content(ps_profile_reader *reader, const ps_node *node,
                            const char *const *reserved, ps_part_rule *part, ps_scope owner,
                            ps_str place);
/** Report what is allowed and cannot be meant: the same rule twice, a map that nobody uses. */
void ps_reader_scrutinise(ps_profile_reader *reader, const ps_node *root);
/** Read `when` of a part. */
void ps_reader_when(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part);

#endif
