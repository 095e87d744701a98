/* The document as pieces: what is added comes out in order, whatever the text holds.
 * SPDX-License-Identifier: Apache-2.0 */
#include "dossier/paper.h"

#include <criterion/criterion.h>

#include "base/cleanup.h"
#include "dossier/words.h"
#include "ps_test.h"

/* A walk written down: one letter a place, text in brackets. */
static void heading(void *user, const ps_paper_piece *piece)
{
    ps_buffer_printf(user, "h%u[%.*s]", piece->level, PS_FMT(piece->text));
}

static void paragraph(void *user, const ps_paper_piece *piece)
{
    ps_buffer_printf(user, "p[%.*s]", PS_FMT(piece->text));
}

static void table(void *user, const ps_paper_piece *piece)
{
    ps_buffer_printf(user, "T%u(", piece->columns);
}

static void row(void *user, int header)
{
    ps_buffer_add_text(user, header ? "R(" : "r(");
}

static void cell(void *user, unsigned column, int header)
{
    (void)header;
    ps_buffer_printf(user, "c%u(", column);
}

static void end(void *user, int header)
{
    (void)header;
    ps_buffer_add_char(user, ')');
}

static void table_end(void *user)
{
    ps_buffer_add_char(user, ')');
}

static const ps_paper_format written = {heading, paragraph, table, row, cell, end, end, table_end};
static const unsigned char halves[] = {50, 50};

Test(paper, places_are_closed_and_cells_are_never_empty)
{
    ps_paper paper;
    ps_buffer out;
    ps_paper_init(&paper, PS_LANG_EN, PS_NO_DAY);
    ps_buffer_init(&out, 0);
    ps_paper_heading(&paper, 1, PS_STR("Title"));
    ps_paper_table(&paper, halves, 2);
    ps_paper_row(&paper, 1);
    ps_paper_cell(&paper);
    ps_paper_add(&paper, PS_PAPER_STRONG, PS_LANG_EN, PS_STR("head"));
    ps_paper_cell(&paper);
    ps_paper_row(&paper, 0);
    ps_paper_cell(&paper);
    ps_paper_cell(&paper);
    ps_paper_add(&paper, PS_PAPER_PLAIN, PS_LANG_EN, PS_STR("a"));
    ps_paper_add(&paper, PS_PAPER_PLAIN, PS_LANG_EN, PS_STR("b"));
    ps_paper_table_end(&paper);
    ps_paper_heading(&paper, 9, PS_STR("Deep"));
    ps_paper_walk(&paper, &written, &out);
    ps_test_str(ps_buffer_str(&out),
                "h1[Title]T2(R(c0(p[head])c1(p[]))r(c0(p[])c1(p[a]p[b])))h3[Deep]", "walk");
    ps_test_str(paper.title, "Title", "title");
    cr_expect_not(paper.failed);
    ps_buffer_done(&out);
    ps_paper_done(&paper);
}

Test(paper, text_is_made_printable_once)
{
    static const struct {
        const char *given, *kept;
    } rows[] = {
        {"  a \n\t b  ", "a b"},
        {"a\xE2\x80\xA9"
         "b\xE2\x80\xA8"
         "c",
         "a b c"},
        {"\xE2\x80\xA9", ""},
        {"a\xE2\x80\xAE"
         "b",
         "a\\u202eb"},
        {"a\x01"
         "b\xFF"
         "c\xE2\x80",
         "a\\x01b\\xffc\\xe2\\x80"},
        /* neither may stand in XML */
        {"\xEF\xBF\xBE\xEF\xBF\xBF", "\\ufffe\\uffff"},
        {"<&>\"'", "<&>\"'"},
        {"", ""},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_paper paper;
        size_t count;
        ps_paper_init(&paper, PS_LANG_EN, PS_NO_DAY);
        ps_paper_add(&paper, PS_PAPER_PLAIN, PS_LANG_EN, ps_str_from(rows[i].given));
        const ps_paper_piece *pieces = ps_paper_pieces(&paper, &count);
        cr_assert_eq(count, 1);
        /* what is trimmed away is not parted either */
        ps_test_str(ps_str_trim(pieces[0].text), rows[i].kept, rows[i].given);
        ps_paper_done(&paper);
    }
}

Test(paper, long_text_is_cut_but_for_drafts)
{
    static char text[9999];
    ps_paper paper;
    size_t count;
    for (size_t i = 0; i < sizeof text; i += 3) {
        memcpy(text + i, "中", 3);
    }
    ps_str long_text = {text, sizeof text};
    ps_paper_init(&paper, PS_LANG_ZH, PS_NO_DAY);
    ps_paper_add(&paper, PS_PAPER_PLAIN, PS_LANG_ZH, long_text);
    ps_paper_add(&paper, PS_PAPER_DRAFT, PS_LANG_ZH, long_text);
    const ps_paper_piece *pieces = ps_paper_pieces(&paper, &count);
    cr_assert_eq(count, 2);
    cr_expect_lt(pieces[0].text.len, 4100);
    cr_expect(ps_str_ends(pieces[0].text, PS_STR("中 …")));
    cr_expect(ps_str_equal(pieces[1].text, long_text));
    ps_paper_done(&paper);
}

Test(paper, markup_of_the_input_is_escaped_in_html)
{
    ps_paper paper;
    ps_buffer out;
    ps_paper_init(&paper, PS_LANG_ZH, PS_NO_DAY);
    ps_buffer_init(&out, 0);
    ps_paper_heading(&paper, 1, PS_STR("</title><script>"));
    for (int style = 0; style < PS_PAPER_STYLE_COUNT; style++) {
        ps_paper_add(&paper, (ps_paper_style)style, PS_LANG_EN, PS_STR("\"><script>'&"));
    }
    ps_paper_html(&paper, &out);
    ps_str html = ps_buffer_str(&out);
    cr_expect_not(out.failed);
    cr_expect_eq(ps_str_find(html, PS_STR("<script")), SIZE_MAX);
    cr_expect_neq(ps_str_find(html, PS_STR("<title>&lt;/title&gt;&lt;script&gt;</title>")),
                  SIZE_MAX);
    cr_expect_neq(ps_str_find(html, PS_STR("<html lang=\"zh-CN\">")), SIZE_MAX);
    cr_expect_neq(ps_str_find(html, PS_STR("<p class=\"note\" lang=\"en\">&quot;&gt;&lt;script")),
                  SIZE_MAX);
    cr_expect_neq(ps_str_find(html, PS_STR("default-src 'none'; style-src 'sha256-")), SIZE_MAX);
    ps_buffer_done(&out);
    ps_paper_done(&paper);
}

Test(paper, every_word_is_there_in_both_languages)
{
    for (int word = 0; word < PS_WORD_COUNT; word++) {
        ps_str en = ps_word_in(PS_LANG_EN, (ps_word)word);
        ps_str zh = ps_word_in(PS_LANG_ZH, (ps_word)word);
        cr_expect(zh.len > 0, "word %d has no Chinese", word);
        cr_expect(en.len > 0, "word %d has no English", word);
        cr_expect(word == PS_WORD_DIGEST || !ps_str_equal(en, zh));
    }
    ps_test_str(ps_word_nature(PS_LANG_EN, PS_STR("of a later pack")), "of a later pack", "nature");
}
