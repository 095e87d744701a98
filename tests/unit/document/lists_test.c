/* SPDX-License-Identifier: Apache-2.0 */
#include "document/lists.h"

#include "base/cleanup.h"
#include "ps_test.h"

Test(lists, numbers_are_printed_in_their_style)
{
    static const struct {
        ps_number_style style;
        uint32_t value;
        const char *want;
    } rows[] = {
        {PS_NUMBER_DECIMAL, 12, "12"},
        {PS_NUMBER_DECIMAL_ZERO, 7, "07"},
        {PS_NUMBER_DECIMAL_ZERO, 12, "12"},
        {PS_NUMBER_LOWER_LETTER, 1, "a"},
        {PS_NUMBER_UPPER_LETTER, 28, "BB"},
        {PS_NUMBER_LOWER_LETTER, 0, "0"},
        {PS_NUMBER_LOWER_LETTER, UINT32_MAX, "4294967295"},
        {PS_NUMBER_LOWER_ROMAN, 1994, "mcmxciv"},
        {PS_NUMBER_UPPER_ROMAN, 4000, "4000"},
        {PS_NUMBER_CHINESE, 8, "\u516B"},
        {PS_NUMBER_CHINESE, 10, "\u5341"},
        {PS_NUMBER_CHINESE, 12, "\u5341\u4E8C"},
        {PS_NUMBER_CHINESE, 20, "\u4E8C\u5341"},
        {PS_NUMBER_CHINESE, 105, "\u4E00\u767E\u96F6\u4E94"},
        {PS_NUMBER_CHINESE, 110, "\u4E00\u767E\u4E00\u5341"},
        {PS_NUMBER_CHINESE, 1001, "\u4E00\u5343\u96F6\u4E00"},
        {PS_NUMBER_CHINESE_LEGAL, 3, "\u53C1"},
        {PS_NUMBER_CHINESE_DIGITS, 10, "\u4E00\u3007"},
        {PS_NUMBER_CHINESE_DIGITS, UINT32_MAX, NULL},
        {PS_NUMBER_STEMS, 2, "\u4E59"},
        {PS_NUMBER_STEMS, 11, "11"},
        {PS_NUMBER_CIRCLED, 3, "\u2462"},
        {PS_NUMBER_BULLET, 3, "\u2022"},
        {PS_NUMBER_NONE, 3, ""},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_buffer out;
        ps_buffer_init(&out, 0);
        ps_number_add(&out, rows[i].style, rows[i].value);
        cr_expect(!rows[i].want || ps_str_is(ps_buffer_str(&out), rows[i].want), "row %zu: %.*s", i,
                  PS_FMT(ps_buffer_str(&out)));
        ps_buffer_done(&out);
    }
}

static void expect_label(const ps_list *list, unsigned level, const char *want)
{
    ps_buffer out;
    ps_buffer_init(&out, 0);
    ps_list_label(list, level, &out);
    ps_test_str(ps_buffer_str(&out), want, "label");
    ps_buffer_done(&out);
}

Test(lists, levels_count_and_begin_anew_below_another)
{
    static ps_lists lists;
    ps_arena arena;
    ps_arena_init(&arena, 0);
    ps_lists_init(&lists, &arena);
    ps_list *list = ps_lists_add(&lists, PS_STR("7"));
    cr_assert(list && ps_lists_find(&lists, PS_STR("7")) == list);
    cr_expect_null(ps_lists_find(&lists, PS_STR("")));
    list->level[0].pattern = PS_STR("\u7B2C%1\u6761");
    list->level[0].style = PS_NUMBER_CHINESE;
    list->level[1].pattern = PS_STR("%1.%2");
    list->level[1].all_decimal = 1;
    list->level[2].pattern = PS_STR("(%3)%");
    list->level[2].style = PS_NUMBER_LOWER_LETTER;
    list->level[2].start = 3;
    ps_list_step(list, 0);
    expect_label(list, 0, "\u7B2C\u4E00\u6761");
    ps_list_step(list, 1);
    ps_list_step(list, 1);
    expect_label(list, 1, "1.2");
    ps_list_step(list, 2);
    expect_label(list, 2, "(c)%");
    ps_list_step(list, 0);
    expect_label(list, 0, "\u7B2C\u4E8C\u6761");
    ps_list_step(list, 1);
    expect_label(list, 1, "2.1");
    ps_list_restart(list, 1, 8);
    ps_list_step(list, 1);
    expect_label(list, 1, "2.8");
    ps_list_step(list, 99);
    expect_label(list, 99, "");
    ps_list_reset(list);
    ps_list_step(list, 0);
    expect_label(list, 0, "\u7B2C\u4E00\u6761");
    ps_lists_done(&lists);
    ps_arena_done(&arena);
}
