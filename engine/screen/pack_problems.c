/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/pack_problems.h"

#include <stdlib.h>
#include <string.h>

int ps_kept_problems_add(ps_kept_problems *problems, ps_status severity, const ps_error *error,
                         int of_schema)
{
    if (problems->count == PS_KEPT_PROBLEMS_MOST) {
        return 0;
    }
    if (problems->count == problems->room) {
        size_t room = problems->room ? problems->room * 2 : 16;
        ps_kept_problem *list = realloc(problems->list, room * sizeof *list);
        if (!list) {
            return 0;
        }
        problems->list = list;
        problems->room = room;
    }
    problems->list[problems->count] =
        (ps_kept_problem){*error, severity, of_schema, problems->count};
    problems->count++;
    return 1;
}

static int compare(const void *a, const void *b)
{
    const ps_kept_problem *x = a;
    const ps_kept_problem *y = b;
    int order = strcmp(x->error.source, y->error.source);
    if (order == 0) {
        order = (x->error.line > y->error.line) - (x->error.line < y->error.line);
    }
    if (order == 0) {
        order = (x->error.column > y->error.column) - (x->error.column < y->error.column);
    }
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

static int is_error(const ps_kept_problem *problem)
{
    return problem->severity != PS_WARN && !problem->of_schema;
}

void ps_kept_problems_tell(ps_kept_problems *problems, ps_problem_fn problem, void *user)
{
    ps_kept_problem *list = problems->list;
    if (!problem || !problems->count) {
        return;
    }
    qsort(list, problems->count, sizeof *list, compare);
    for (size_t from = 0; from < problems->count;) {
        size_t to = from;
        int own = 0;
        while (to < problems->count &&
               strcmp(list[to].error.source, list[from].error.source) == 0) {
            own |= is_error(&list[to++]);
        }
        for (size_t i = from; i < to; i++) {
            if (!own || !list[i].of_schema) {
                problem(user, list[i].severity, &list[i].error);
            }
        }
        from = to;
    }
    problems->count = 0;
}

void ps_kept_problems_done(ps_kept_problems *problems)
{
    free(problems->list);
    *problems = (ps_kept_problems){0};
}
