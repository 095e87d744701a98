/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/segment.h"

#include "base/buffer.h"
#include "base/cleanup.h"
#include "ps_test.h"

/* The units of a text, one a line: "#" heading, "+" part of a sentence, "~" skipped, "stem > " in
 * front; then the folded words. */
static void cut(const char *text, ps_buffer *out)
{
    ps_arena arena;
    ps_arena_init(&arena, 0);
    ps_folded folded;
    ps_error error = {0};
    PS_TEST_STATUS(ps_fold(&arena, ps_str_from(text), PS_FOLD_TEXT, &folded, &error), PS_OK, error);
    ps_segments s = {0};
    cr_assert(ps_segment_text(&s, &arena, &folded, 0, PS_NO_CLAUSE));
    for (uint32_t i = 0; i < s.unit_count; i++) {
        const ps_unit *unit = &s.units[i];
        ps_buffer_add_text(out, unit->is_heading ? "# "
                                : unit->skipped  ? "~ "
                                : unit->is_part  ? "+ "
                                                 : "");
        if (unit->stem != PS_NO_UNIT) {
            const ps_unit *stem = &s.units[unit->stem];
            ps_buffer_add_str(out, ps_str_slice(folded.text, stem->folded.start, stem->folded.end));
            ps_buffer_add_text(out, " > ");
        }
        ps_buffer_add_str(out, ps_str_slice(folded.text, unit->folded.start, unit->folded.end));
        ps_buffer_add_char(out, '\n');
    }
    ps_arena_done(&arena);
}

static void expect_units(const char *text, const char *want)
{
    ps_buffer out;
    ps_buffer_init(&out, 0);
    cut(text, &out);
    cr_expect(ps_str_is(ps_buffer_str(&out), want), "of \"%s\"\ngot:\n%.*swant:\n%s", text,
              PS_FMT(ps_buffer_str(&out)), want);
    ps_buffer_done(&out);
}

Test(segment, sentences_end_at_full_stops)
{
    expect_units("One is here. Two is there! Is three?",
                 "one is here.\ntwo is there!\nis three?\n");
    expect_units("甲方付款。乙方交货！丙方？", "甲方付款。\n乙方交货!\n丙方?\n");
    expect_units("He said \"never.\" She left.", "he said \"never.\"\nshe left.\n");
}

Test(segment, a_full_stop_within_is_none)
{
    expect_units("No. 5 of ACME Inc. and J. Doe pays 3.5 e.g. at Sec. 4.2 to us.",
                 "no. 5 of acme inc. and j. doe pays 3.5 e.g. at sec. 4.2 to us.\n");
    expect_units("See www.acme.com for it.", "see www.acme.com for it.\n");
    expect_units("It ends. but small letters go on.", "it ends. but small letters go on.\n");
}

Test(segment, a_wrapped_line_goes_on)
{
    expect_units("The Supplier shall in the course of all its work\nkeep the matter to itself.",
                 "the supplier shall in the course of all its work keep the matter to itself.\n");
    expect_units("The Supplier shall in the course of the work for the\nBuyer keep it.",
                 "the supplier shall in the course of the work for the buyer keep it.\n");
}

Test(segment, a_paragraph_ends_a_sentence)
{
    expect_units("One line of text without an end\n\nAnother Paragraph is here",
                 "one line of text without an end\nanother paragraph is here\n");
    expect_units("It goes on over a page\n\nand ends here.",
                 "it goes on over a page and ends here.\n");
}

Test(segment, numbered_clauses_have_headings)
{
    expect_units("8. Confidentiality\nThe Supplier keeps it.\n9. Term\nOne year.",
                 "# confidentiality\nthe supplier keeps it.\n# term\none year.\n");
    expect_units("8. Confidentiality. The Supplier keeps it.",
                 "# confidentiality\n8. confidentiality. the supplier keeps it.\n");
    expect_units("8.1 The Supplier keeps it. 8.2 The Buyer pays it.",
                 "8.1 the supplier keeps it.\n8.2 the buyer pays it.\n");
    expect_units("Article 5 Secrecy\nIt is kept.", "# secrecy\nit is kept.\n");
    expect_units("第八条 保密义务\n乙方应保密。", "# 保密义务\n乙方应保密。\n");
    expect_units("第八条 保密义务 乙方应保密。", "# 保密义务\n第八条保密义务乙方应保密。\n");
    expect_units("一、保密条款：无", "# 保密条款\n一、保密条款:无\n");
}

Test(segment, a_title_line_is_a_heading_and_a_statement_is_none)
{
    expect_units("CONFIDENTIALITY\nThe Supplier keeps it.",
                 "# confidentiality\nthe supplier keeps it.\n");
    expect_units("Supplier shall keep it\nThe Buyer pays.",
                 "supplier shall keep it\nthe buyer pays.\n");
    expect_units("乙方应严格保密\n甲方付款。", "乙方应严格保密\n甲方付款。\n");
    expect_units("供应商的保密义务\n甲方付款。", "# 供应商的保密义务\n甲方付款。\n");
}

Test(segment, numbers_that_are_none)
{
    expect_units("It is due in\n30 days from then.", "it is due in 30 days from then.\n");
    expect_units("The share is\n3.5% of it.", "the share is 3.5% of it.\n");
    expect_units("It began on\n2020.1.1 and ended.", "it began on 2020.1.1 and ended.\n");
}

Test(segment, list_items_have_a_stem)
{
    expect_units(
        "The Supplier shall:\n(a) pay; and\n(b) keep it.\nThen it ends.",
        "the supplier shall:\nthe supplier shall: > (a) pay; and\nthe supplier shall: > (b) "
        "keep it.\nthen it ends.\n");
    expect_units("乙方应：1.交货；2.保密。", "乙方应:\n乙方应: > 1.交货;\n乙方应: > 2.保密。\n");
    expect_units("It shall:\n- pay\n- keep it\n",
                 "it shall:\nit shall: > - pay\nit shall: > - keep it\n");
}

Test(segment, items_may_begin_with_small_letters_behind_numbers)
{
    expect_units("It shall:\n8.1.1 keep it;\n8.1.2 leave.",
                 "it shall:\nit shall: > 8.1.1 keep it;\nit shall: > 8.1.2 leave.\n");
    expect_units("It shall:\n1. keep it;\n2. leave.",
                 "it shall:\nit shall: > 1. keep it;\nit shall: > 2. leave.\n");
    expect_units("It shall not\n2.1.1 sell it,\n2.1.2 lend it.",
                 "it shall not\nit shall not > 2.1.1 sell it,\nit shall not > 2.1.2 lend it.\n");
    expect_units("The share is about\n5.5 per cent of it.",
                 "the share is about 5.5 per cent of it.\n");
}

Test(segment, clause_numbers_in_figures)
{
    unsigned figures[PS_FIGURES];
    cr_assert_eq(ps_clause_figures(PS_STR("Section 8.12 "), figures), 2);
    cr_expect(figures[0] == 8 && figures[1] == 12);
    cr_assert_eq(ps_clause_figures(PS_STR("第二十一条"), figures), 1);
    cr_expect_eq(figures[0], 21);
    cr_expect_eq(ps_clause_figures(PS_STR("(a)"), figures), 0);
    cr_expect_eq(ps_clause_figures(PS_STR("1.2.3.4.5.6.7.8"), figures), PS_FIGURES);
}

Test(segment, lists_within_lists)
{
    expect_units(
        "A shall:\n(a) do:\n(i) one;\n(ii) two;\n(b) rest.",
        "a shall:\na shall: > (a) do:\n(a) do: > (i) one;\n(a) do: > (ii) two;\na shall: > "
        "(b) rest.\n");
}

Test(segment, items_within_a_sentence_are_added)
{
    const char *text =
        "The Supplier shall in all of its work for the Buyer (a) deliver the goods in time "
        "to the store, (b) keep the plans of the Buyer, and (c) leave.";
    expect_units(
        text,
        "the supplier shall in all of its work for the buyer (a) deliver the goods in time to "
        "the store, (b) keep the plans of the buyer, and (c) leave.\n"
        "~ the supplier shall in all of its work for the buyer\n"
        "+ the supplier shall in all of its work for the buyer > (a) deliver the goods in "
        "time to the store,\n"
        "+ the supplier shall in all of its work for the buyer > (b) keep the plans of the "
        "buyer, and\n"
        "+ the supplier shall in all of its work for the buyer > (c) leave.\n");
}

Test(segment, a_cross_reference_is_no_list)
{
    const char *text =
        "The Supplier keeps what Section 5(a) and Section 5(b) of the contract of the third "
        "of May say about all of the matters of the Buyer.";
    ps_buffer out;
    ps_buffer_init(&out, 0);
    cut(text, &out);
    cr_expect_eq(ps_str_find(ps_buffer_str(&out), PS_STR(" > ")), SIZE_MAX);
    ps_buffer_done(&out);
}

/* A run of text without any end. */
static char *endless(size_t size)
{
    static char text[20001];
    for (size_t i = 0; i < size; i += 5) {
        memcpy(text + i, "word ", 5);
    }
    text[size] = '\0';
    return text;
}

Test(segment, long_sentences_are_cut_into_overlapping_pieces)
{
    ps_arena arena;
    ps_arena_init(&arena, 0);
    ps_folded folded;
    ps_error error = {0};
    PS_TEST_STATUS(ps_fold(&arena, ps_str_from(endless(20000)), PS_FOLD_TEXT, &folded, &error),
                   PS_OK, error);
    ps_segments s = {0};
    cr_assert(ps_segment_text(&s, &arena, &folded, 0, PS_NO_CLAUSE));
    cr_assert_gt(s.unit_count, 5);
    cr_expect(s.units[0].skipped);
    size_t covered = 0;
    for (uint32_t i = 1; i < s.unit_count; i++) {
        cr_expect(s.units[i].is_part);
        cr_expect_leq(s.units[i].folded.start, covered, "no byte is left out");
        cr_expect_leq(s.units[i].folded.end - s.units[i].folded.start, 3100);
        covered = s.units[i].folded.end;
    }
    cr_expect_eq(covered, s.units[0].folded.end);
    cr_expect_eq(ps_segment_find(&s, 0, 10000), 0);
    ps_arena_done(&arena);
}

Test(segment, every_word_is_in_a_sentence)
{
    static const char *const texts[] = {
        "Intro text\n1. Head\nBody one; body two: (a) x; (b) y.\n2) Odd\n\n\nEnd",
        "第一条 总则\n（一）甲；（二）乙：1.丙；2.丁。\n第二条\n戊\n",
        "A. B. C. 1. 2. 3. (a) (b) :;.,\n\n\n- x\n* y",
        "：；。，\n（）\n第条\n一、\n1.",
    };
    for (size_t t = 0; t < PS_COUNT(texts); t++) {
        ps_arena arena;
        ps_arena_init(&arena, 0);
        ps_folded folded;
        ps_error error = {0};
        PS_TEST_STATUS(ps_fold(&arena, ps_str_from(texts[t]), PS_FOLD_TEXT, &folded, &error), PS_OK,
                       error);
        ps_segments s = {0};
        cr_assert(ps_segment_text(&s, &arena, &folded, 0, PS_NO_CLAUSE));
        for (size_t i = 0; i < folded.text.len; i++) {
            char c = folded.text.ptr[i];
            if ((c >= 'a' && c <= 'z') || (c & 0x80)) {
                int inside = 0;
                for (uint32_t u = 0; u < s.unit_count; u++) {
                    inside |= s.units[u].folded.start <= i && i < s.units[u].folded.end;
                }
                /* A numbering in front of a heading is in none. */
                cr_expect(inside || s.unit_count == 0 || !ps_is_alpha(c), "text %zu byte %zu", t,
                          i);
            }
        }
        ps_arena_done(&arena);
    }
}

Test(segment, clauses_know_what_they_stand_under_and_whether_they_have_a_body)
{
    ps_arena arena;
    ps_arena_init(&arena, 0);
    ps_folded folded;
    ps_error error = {0};
    PS_TEST_STATUS(ps_fold(&arena, PS_STR("8. Secrecy\n8.1 It is kept.\n9. Term\n10. Price\nFive."),
                           PS_FOLD_TEXT, &folded, &error),
                   PS_OK, error);
    ps_segments s = {0};
    cr_assert(ps_segment_text(&s, &arena, &folded, 0, PS_NO_CLAUSE));
    cr_assert_eq(s.clause_count, 5, "%u", s.clause_count);
    cr_expect_eq(s.clauses[2].parent, 1);
    cr_expect(s.clauses[1].has_body);
    cr_expect(s.clauses[1].has_heading);
    cr_expect_not(s.clauses[3].has_body);
    cr_expect(s.clauses[4].has_body);
    ps_arena_done(&arena);
}

Test(segment, markers)
{
    static const struct {
        const char *text;
        ps_marker_kind kind;
        unsigned value;
    } rows[] = {
        {"第八条 x", PS_MARKER_CHAPTER, 8},
        {"第二十一条", PS_MARKER_CHAPTER, 21},
        {"第3章", PS_MARKER_CHAPTER, 3},
        {"第三方", PS_MARKER_NONE, 0},
        {"8. Term", PS_MARKER_NUMBER, 8},
        {"8.12 Term", PS_MARKER_NUMBER, 12},
        {"８．保密", PS_MARKER_NUMBER, 8},
        {"十二、保密", PS_MARKER_NUMBER, 12},
        {"(a) x", PS_MARKER_PAREN, 1},
        {"（三）x", PS_MARKER_PAREN, 3},
        {"③x", PS_MARKER_PAREN, 3},
        {"2) x", PS_MARKER_PAREN, 2},
        {"- x", PS_MARKER_BULLET, 0},
        {"-x", PS_MARKER_NONE, 0},
        {"Section 4.2 Term", PS_MARKER_CHAPTER, 4},
        {"§ 3 Term", PS_MARKER_CHAPTER, 3},
        {"§3 Term", PS_MARKER_CHAPTER, 3},
        {"§ 3 applies", PS_MARKER_NONE, 0},
        {"Section 4.2 shall", PS_MARKER_NONE, 0},
        {"30 days", PS_MARKER_NONE, 0},
        {"2020.1.1 x", PS_MARKER_NONE, 0},
        {"3.5% of", PS_MARKER_NONE, 0},
        {"(see) x", PS_MARKER_NONE, 0},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_marker m = ps_marker_read(ps_str_from(rows[i].text), 0, 1);
        cr_expect_eq(m.kind, rows[i].kind, "%s: kind %d", rows[i].text, (int)m.kind);
        cr_expect(m.kind == PS_MARKER_NONE || m.kind == PS_MARKER_BULLET ||
                      m.value == rows[i].value,
                  "%s: value %u", rows[i].text, m.value);
    }
}
