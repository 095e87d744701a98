/* SPDX-License-Identifier: Apache-2.0 */
#include "ps_test.h"
#include "record/builder.h"

Test(names, every_scope_is_found_by_its_name)
{
    for (unsigned i = 0; i < PS_SCOPE_COUNT; i++) {
        cr_expect_eq(ps_scope_find(ps_str_from(ps_scope_name((ps_scope)i))), i);
    }
    cr_expect_eq(ps_scope_find(PS_STR("line")), PS_SCOPE_COUNT);
    cr_expect_eq(ps_scope_find(PS_STR("")), PS_SCOPE_COUNT);
}

Test(names, every_field_is_found_in_its_own_scope_only)
{
    for (unsigned i = 0; i < PS_FIELD_COUNT; i++) {
        ps_str name = ps_str_from(ps_field_name((ps_field)i));
        cr_expect_eq(ps_field_find(ps_field_scope((ps_field)i), name), i, "field %u", i);
    }
    cr_expect_eq(ps_field_find(PS_SCOPE_ITEM, PS_STR("heading")), PS_FIELD_COUNT);
    cr_expect_eq(ps_field_find(PS_SCOPE_GROUP, PS_STR("name")), PS_FIELD_COUNT);
}

Test(names, kinds_go_both_ways)
{
    ps_record_kind kind = PS_KIND_OTHER;
    cr_expect(ps_record_kind_find(PS_STR("notice"), &kind));
    cr_expect_eq(kind, PS_KIND_NOTICE);
    cr_expect_str_eq(ps_record_kind_name(PS_KIND_CATALOGUE), "catalogue");
    cr_expect_not(ps_record_kind_find(PS_STR("Order"), &kind));
    cr_expect_eq(kind, PS_KIND_NOTICE, "untouched when there is no such kind");
    ps_text_kind text = PS_TEXT_NOTE;
    cr_expect(ps_text_kind_find(PS_STR("remark"), &text));
    cr_expect_eq(text, PS_TEXT_REMARK);
    cr_expect_not(ps_text_kind_find(PS_STR("clauses"), &text));
}

Test(names, only_kinds_have_fixed_values)
{
    size_t with = 0;
    for (unsigned i = 0; i < PS_FIELD_COUNT; i++) {
        with += ps_field_values((ps_field)i) != NULL;
    }
    cr_expect_eq(with, 3);
    cr_expect_str_eq(ps_field_values(PS_FIELD_REFERENCE_KIND)[1], "framework");
}
