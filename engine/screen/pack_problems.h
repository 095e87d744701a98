/* Problems of packs, kept until all are known and then told in the order of files and lines.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_PACK_PROBLEMS_H
#define PS_SCREEN_PACK_PROBLEMS_H

#include "procscreen/common.h"

/** Most that are kept; further ones are told at once. */
enum { PS_KEPT_PROBLEMS_MOST = 5000 };

typedef struct ps_kept_problem {
    ps_error error;
    ps_status severity;
    int of_schema;
    size_t order; /* of coming */
} ps_kept_problem;

typedef struct ps_kept_problems {
    ps_kept_problem *list;
    size_t count;
    size_t room;
} ps_kept_problems;

/** Keep one. 0 when there is no room: tell it at once. */
int ps_kept_problems_add(ps_kept_problems *problems, ps_status severity, const ps_error *error,
                         int of_schema);
/**
 * Tell them by file, line and column. What the schema says of a file in which the loader found
 * errors itself is left out: it is the same in fewer words.
 */
void ps_kept_problems_tell(ps_kept_problems *problems, ps_problem_fn problem, void *user);
/** Accepts a zeroed struct. */
void ps_kept_problems_done(ps_kept_problems *problems);

#endif
