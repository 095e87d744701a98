/* SPDX-License-Identifier: Apache-2.0 */
#include "procscreen/limits.h"
#include "ps_test.h"

Test(limits, every_row_can_be_set_to_its_ends_and_no_further)
{
    ps_limits limits = ps_limits_default();
    ps_error err = {0};
    size_t rows = 0;
    for (const ps_limit_info *row; (row = ps_limit_at(rows)) != NULL; rows++) {
        cr_expect_leq(row->value, row->highest, "%s", row->name);
        PS_TEST_STATUS(ps_limits_set(&limits, row->name, 1, &err), PS_OK, err);
        PS_TEST_STATUS(ps_limits_set(&limits, row->name, row->highest, &err), PS_OK, err);
        cr_expect_eq(ps_limits_set(&limits, row->name, 0, &err), PS_FAILED, "%s", row->name);
        cr_expect_eq(ps_limits_set(&limits, row->name, row->highest + 1, &err), PS_FAILED, "%s",
                     row->name);
    }
    cr_expect_eq(rows * sizeof(uint64_t), sizeof limits);
    cr_expect_eq(limits.depth, ps_limit_at(6)->highest);
}

Test(limits, an_unknown_name_gets_the_nearest_one)
{
    ps_limits limits = ps_limits_default();
    ps_error err = {0};
    PS_TEST_STATUS(ps_limits_set(&limits, "field-byte", 10, &err), PS_FAILED, err);
    cr_expect_eq(err.code, PS_E_USAGE);
    cr_expect_not_null(strstr(err.hint, "field-bytes"), "%s", err.hint);
}
