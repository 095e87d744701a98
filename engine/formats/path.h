/* The paths, names and conditions of the profile language, parsed.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_PATH_H
#define PS_FORMATS_PATH_H

#include "formats/model.h"
#include "xml/tree.h"

typedef struct ps_step {
    ps_name_test name;
    ps_tests tests;
    ps_str text; /* as written */
} ps_step;

enum { PS_STEPS_MOST = 32 };

typedef struct ps_path {
    ps_tests self; /* conditions on "." */
    size_t step_count;
    int has_attr;
    ps_name_test attr;
    ps_step steps[PS_STEPS_MOST]; /* last: a copy takes those that there are */
} ps_path;

/** Bytes of a path that count. */
static inline size_t ps_path_size(const ps_path *path)
{
    return offsetof(ps_path, steps) + path->step_count * sizeof path->steps[0];
}

/** What parsing needs: prefixes come from the node's declarations; names go into the vocabulary. */
typedef struct ps_path_context {
    ps_arena *arena;
    ps_vocabulary *vocabulary;
    const ps_node *node;
    /* Called with the number of each local name, to note that the profile knows it. */
    void (*name)(void *user, uint32_t local);
    void *user;
} ps_path_context;

/**
 * Parse a path.
 * @return PS_OK; PS_FAILED with PS_E_PACK, the message says what is wrong in it; PS_FATAL with
 * PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_path_parse(const ps_path_context *context, ps_str text, ps_path *ret_path,
                                   ps_error *reterr);
/** Parse "@name". */
PS_CHECKED ps_status ps_path_parse_attr(const ps_path_context *context, ps_str text,
                                        ps_name_test *ret_name, ps_error *reterr);
/** "a|b" into a list; a whole value in single quotes is taken as it stands between them. */
PS_CHECKED ps_status ps_path_alternatives(ps_arena *arena, ps_str text, const ps_str **ret_values,
                                          size_t *ret_count, ps_error *reterr);

#endif
