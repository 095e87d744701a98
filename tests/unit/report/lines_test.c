/* SPDX-License-Identifier: Apache-2.0 */
#include "report/lines.h"

#include "base/utf8.h"
#include "sample.h"

typedef struct page {
    sample_sink sink;
    ps_output out;
    ps_lines lines;
} page;

static void begin(page *p, size_t columns, int colour)
{
    ps_error err = {0};
    *p = (page){0};
    ps_buffer_init(&p->sink.bytes, 0);
    PS_TEST_STATUS(ps_output_init(&p->out, sample_write, &p->sink, &err), PS_OK, err);
    ps_lines_init(&p->lines, &p->out, columns, colour);
}

/* Compares what was written, and releases the page. */
static void expect_page(page *p, const char *want)
{
    ps_output_flush(&p->out);
    ps_test_str(ps_buffer_str(&p->sink.bytes), want, want);
    ps_lines_done(&p->lines);
    ps_output_done(&p->out);
    ps_buffer_done(&p->sink.bytes);
}

Test(lines, words_wrap_with_a_hanging_indent)
{
    page p;
    begin(&p, 40, 0);
    ps_lines_add(&p.lines, PS_STR("one two three four five six seven eight nine ten eleven"));
    ps_lines_end(&p.lines, 2, 6);
    expect_page(&p, "  one two three four five six seven\n"
                    "      eight nine ten eleven\n");
}

Test(lines, cjk_text_wraps_anywhere_but_before_a_closing_mark)
{
    page p;
    begin(&p, 40, 0);
    ps_lines_add(&p.lines,
                 PS_STR("乙方应对在履行本合同过程中知悉的甲方商业，秘密和技术秘密承担保密义务"));
    ps_lines_end(&p.lines, 0, 2);
    expect_page(&p, "乙方应对在履行本合同过程中知悉的甲方商\n"
                    "  业，秘密和技术秘密承担保密义务\n");
}

Test(lines, a_label_stands_in_front_of_the_first_line)
{
    page p;
    begin(&p, 40, 0);
    ps_lines_add(&p.lines, PS_STR("file the declaration before the order goes out"));
    ps_lines_end_labelled(&p.lines, 2, "next", 10);
    expect_page(&p, "  next    file the declaration before\n"
                    "          the order goes out\n");
}

Test(lines, an_amount_stands_at_the_right_end)
{
    page p;
    begin(&p, 40, 0);
    ps_lines_add(&p.lines, PS_STR("办公桌"));
    ps_lines_end_right(&p.lines, 2, 4, PS_STR("1,200.50 CNY"));
    ps_lines_add(&p.lines, PS_STR("a name that is too long for the amount beside it"));
    ps_lines_end_right(&p.lines, 2, 4, PS_STR("1,200.50 CNY"));
    expect_page(&p, "  办公桌                    1,200.50 CNY\n"
                    "  a name that is too long for the amount\n"
                    "    beside it\n"
                    "                            1,200.50 CNY\n");
}

Test(lines, a_word_longer_than_the_line_is_parted)
{
    page p;
    begin(&p, 40, 0);
    ps_lines_add(&p.lines,
                 PS_STR("a 012345678901234567890123456789012345678901234567890123456789 z"));
    ps_lines_end(&p.lines, 0, 0);
    expect_page(&p, "a\n0123456789012345678901234567890123456789\n01234567890123456789 z\n");
}

Test(lines, colours_are_written_only_when_asked_for)
{
    page p;
    begin(&p, 40, 0);
    ps_lines_style(&p.lines, PS_STYLE_RED);
    ps_lines_say(&p.lines, "HIGH");
    ps_lines_style(&p.lines, PS_STYLE_PLAIN);
    ps_lines_end(&p.lines, 0, 0);
    expect_page(&p, "HIGH\n");
    begin(&p, 40, 1);
    ps_lines_style(&p.lines, PS_STYLE_RED);
    ps_lines_say(&p.lines, "HIGH");
    ps_lines_style(&p.lines, PS_STYLE_PLAIN);
    ps_lines_end(&p.lines, 0, 0);
    expect_page(&p, "\033[1;31mHIGH\033[0m\n");
}

Test(lines, counts_and_amounts_have_thousands_separators)
{
    page p;
    begin(&p, 60, 0);
    ps_lines_add_count(&p.lines, 999);
    ps_lines_say(&p.lines, " ");
    ps_lines_add_count(&p.lines, 4000);
    ps_lines_say(&p.lines, " ");
    ps_lines_add_decimal(&p.lines, (ps_decimal){320000000, 2});
    ps_lines_say(&p.lines, " ");
    ps_lines_add_decimal(&p.lines, (ps_decimal){-123456, 0});
    ps_lines_say(&p.lines, " ");
    ps_lines_add_decimal(&p.lines, (ps_decimal){5, 1});
    ps_lines_end(&p.lines, 0, 0);
    expect_page(&p, "999 4,000 3,200,000.00 -123,456 0.5\n");
}

/* No line is wider than it may be, and none ends in a blank, whatever the text. */
Test(lines, the_width_is_kept_for_any_text)
{
    static const char *const parts[] = {"router", " ",        "核心",    "，",   "（",    "）",
                                        "a-b/c",  "\xcc\x81", "\x1b[2J", "\xff", "1,200", "  ",
                                        "\n",     "。",       "\"",      "한"};
    uint32_t seed = 7;
    for (size_t columns = 40; columns < 90; columns += 7) {
        page p;
        begin(&p, columns, 0);
        for (size_t round = 0; round < 200; round++) {
            for (size_t i = 0; i < 40; i++) {
                seed = seed * 1664525U + 1013904223U;
                ps_lines_add(&p.lines, ps_str_from(parts[seed >> 16 & 15]));
                ps_lines_say(&p.lines, seed >> 8 & 1 ? " " : "");
            }
            ps_lines_end(&p.lines, round % 5, round % 20);
        }
        ps_output_flush(&p.out);
        ps_str text = ps_buffer_str(&p.sink.bytes);
        ps_str line;
        while (ps_str_next(&text, '\n', &line)) {
            cr_assert(ps_printable_width(line) <= columns, "%zu columns: %.*s", columns,
                      PS_FMT(line));
            cr_assert(line.len == 0 || ps_str_trim(line).len == 0 || line.ptr[line.len - 1] != ' ',
                      "ends in a blank: %.*s|", PS_FMT(line));
        }
        ps_lines_done(&p.lines);
        ps_output_done(&p.out);
        ps_buffer_done(&p.sink.bytes);
    }
}
