/* Problems of packs come out in the order of files and lines.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/error.h"
#include "ps_test.h"
#include "screen/pack_problems.h"

static char told[2000];

static void tell(void *user, ps_status severity, const ps_error *error)
{
    size_t used = strlen(told);
    (void)user;
    (void)snprintf(told + used, sizeof told - used, "%s%s:%d:%d ", severity == PS_WARN ? "w " : "",
                   error->source, (int)error->line, (int)error->column);
}

static void add(ps_kept_problems *all, ps_status severity, const char *source, int line, int column,
                int of_schema)
{
    ps_error error = {0};
    ps_error_source(&error, source);
    ps_error_at(&error, (uint64_t)line, (uint64_t)column);
    cr_assert(ps_kept_problems_add(all, severity, &error, of_schema));
}

Test(pack_problems, are_told_by_file_line_and_column)
{
    ps_kept_problems all = {0};
    told[0] = '\0';
    add(&all, PS_FAILED, "b", 2, 1, 0);
    add(&all, PS_FAILED, "b", 1, 7, 0);
    add(&all, PS_WARN, "a", 9, 0, 0);
    add(&all, PS_FAILED, "b", 1, 3, 0);
    ps_kept_problems_tell(&all, tell, NULL);
    cr_expect_str_eq(told, "w a:9:0 b:1:3 b:1:7 b:2:1 ");
    ps_kept_problems_done(&all);
}

Test(pack_problems, a_schema_is_heard_where_the_loader_found_nothing)
{
    ps_kept_problems all = {0};
    told[0] = '\0';
    add(&all, PS_FAILED, "a", 1, 0, 1);
    add(&all, PS_FAILED, "a", 2, 0, 0);
    add(&all, PS_FAILED, "b", 1, 0, 1);
    add(&all, PS_WARN, "b", 2, 0, 0);
    ps_kept_problems_tell(&all, tell, NULL);
    cr_expect_str_eq(told, "a:2:0 b:1:0 w b:2:0 ");
    ps_kept_problems_done(&all);
}

Test(pack_problems, there_is_an_end_to_what_is_kept)
{
    ps_kept_problems all = {0};
    ps_error error = {0};
    for (int i = 0; i < PS_KEPT_PROBLEMS_MOST; i++) {
        cr_assert(ps_kept_problems_add(&all, PS_FAILED, &error, 0));
    }
    cr_expect_not(ps_kept_problems_add(&all, PS_FAILED, &error, 0));
    ps_kept_problems_done(&all);
}
