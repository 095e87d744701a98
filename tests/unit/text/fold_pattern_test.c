/* SPDX-License-Identifier: Apache-2.0 */
#include "text/fold.h"

#include "ps_test.h"
#include "text/regex.h"

TestSuite(fold_pattern, .timeout = 100);

static const struct row {
    const char *in;
    const char *want;
} rows[] = {
    {"", ""},
    {"Supplier SHALL", "supplier shall"},
    {"保密義務", "保密义务"},
    {"服務 器", "服务器"},
    {"H3C 交換機 S", "h3c交换机s"},
    {"a  b\tc", "a b c"},
    {"a +b", "a +b"},
    {"\\D\\S\\W\\B\\bX\\d", "\\D\\S\\W\\B\\bx\\d"},
    {"\\p{Han}\\P{Lu}\\pL\\PN", "\\p{Han}\\P{Lu}\\pL\\PN"},
    {"\\x{4EA4}\\xAF\\N{U+4E2D}", "\\x{4EA4}\\xaf\\N{U+4E2D}"},
    {"\\QA.B（\\E+C", "a\\.b\\(+c"},
    {"\\E", ""},
    {"（一）", "\\(一\\)"},
    {"甲．乙？", "甲\\.乙\\?"},
    {"…", "\\.\\.\\."},
    {"…+", "(?:\\.\\.\\.)+"},
    {"ß?", "(?:ss)?"},
    {"ガ*", "(?:カ\u3099)*"},
    {"，{1,3}", ",{1,3}"},
    {"{A}", "{a}"},
    {"\\，", ","},
    {"\\Ａ", "a"},
    {"e\u0301+", "e+"},
    {"(\u200b+)", "((?:)+)"},
    {"(?<Name>Ab)(?P<X>C)(?'Y'D)", "(?<Name>ab)(?P<X>c)(?'Y'd)"},
    {"(?&Name)(?P>X)(?P=X)\\k<Name>\\k{Name}\\g{Name}\\k'Y'\\g'Y'",
     "(?&Name)(?P>X)(?P=X)\\k<Name>\\k{Name}\\g{Name}\\k'Y'\\g'Y'"},
    {"(?i)A(?-i:B)(?=C)(?!D)(?<=E)(?<!F)(?>G)(?|H)(?#I)",
     "(?i)a(?-i:b)(?=c)(?!d)(?<=e)(?<!f)(?>g)(?|h)(?#I)"},
    {"(?R)(?1)(?-1)(?+1)A", "(?R)(?1)(?-1)(?+1)a"},
    {"(?(<Name>)A|B)(?(?=C)D)(?(1)E)", "(?(<Name>)a|b)(?(?=c)d)(?(1)e)"},
    {"(*ACCEPT)A(*pla:B)", "(*ACCEPT)a(*pla:b)"},
    {"[ABC]", "[abc]"},
    {"[A-Z]", "[A-Za-z]"},
    {"[^A-C0-9]", "[^A-Ca-c0-9]"},
    {"[Ａ-Ｃ]", "[Ａ-Ｃa-c]"},
    {"[!-~]", "[!-~]"},
    {"[９-ａ]", "[９-ａ9-@a-z\\[-a]"},
    {"[，。]", "[,。]"},
    {"[（）［］－]", "[()\\[\\]\\-]"},
    {"[]A]", "[\\]a]"},
    {"[^]A]", "[^\\]a]"},
    {"[a\\-Z\\]\\d]", "[a\\-z\\]\\d]"},
    {"[[:alpha:]A]", "[[:alpha:]a]"},
    {"[\\x{4E00}-\\x{9FA5}]", "[\\x{4E00}-\\x{9FA5}]"},
    {"[一-龥]", "[一-龥]"},
    {"[A\\QB]\\E]", "[ab\\]]"},
    {"[\u200b]x", "(?!)x"},
    {"[^\u200b]x", "(?s:.)x"},
    {"[　\\t]", "[ \\t]"},
    {"[…]", "[...]"},
    {"[A-\\d]", "[A-\\d]"},
    {"[-A]", "[\\-a]"},
    {"[A-]", "[a\\-]"},
    /* Not valid; it stays so. */
    {"[A", "[a"},
    {"(?<A", "(?<A"},
    {"A\\", "a\\"},
    {"\\x{4E", "\\x{4E"},
};

Test(fold_pattern, literals_are_folded_and_syntax_stays)
{
    ps_arena arena;
    ps_arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ps_str folded;
        ps_error err;
        PS_TEST_STATUS(ps_fold_pattern(&arena, ps_str_from(rows[i].in), &folded, &err), PS_OK, err);
        cr_expect(ps_str_is(folded, rows[i].want), "\"%s\" -> \"%.*s\", want \"%s\"", rows[i].in,
                  PS_FMT(folded), rows[i].want);
    }
    ps_arena_done(&arena);
}

Test(fold_pattern, the_x_option_is_refused)
{
    static const char *const with_x[] = {"(?x) a", "(?ix:a)", "a(?xx)"};
    ps_arena arena;
    ps_arena_init(&arena, 0);
    ps_str folded;
    ps_error err;
    for (size_t i = 0; i < sizeof with_x / sizeof *with_x; i++) {
        PS_TEST_STATUS(ps_fold_pattern(&arena, ps_str_from(with_x[i]), &folded, &err), PS_FAILED,
                       err);
        cr_expect_eq(err.code, PS_E_REGEX);
        cr_expect_gt(err.column, 2);
    }
    PS_TEST_STATUS(ps_fold_pattern(&arena, PS_STR("(?-x)a"), &folded, &err), PS_OK, err);
    ps_arena_done(&arena);
}

/* A character as a pattern matches itself as a text. */
Test(fold_pattern, every_character_matches_itself)
{
    ps_arena arena;
    ps_error err;
    PS_CLEANUP(ps_regex_scratch_freep) ps_regex_scratch *scratch = NULL;
    ps_limits limits = ps_limits_default();
    ps_arena_init(&arena, 0);
    PS_TEST_STATUS(ps_regex_scratch_new(&limits, &scratch, &err), PS_OK, err);
    for (uint32_t c = 0x80; c < 0x20000; c += c < 0x3000 || c > 0xF900 ? 1 : 7) {
        char bytes[4];
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        size_t size = 0;
        if (c < 0x800) {
            bytes[size++] = (char)(0xC0 | c >> 6);
        } else if (c < 0x10000) {
            bytes[size++] = (char)(0xE0 | c >> 12);
            bytes[size++] = (char)(0x80 | (c >> 6 & 0x3F));
        } else {
            bytes[size++] = (char)(0xF0 | c >> 18);
            bytes[size++] = (char)(0x80 | (c >> 12 & 0x3F));
            bytes[size++] = (char)(0x80 | (c >> 6 & 0x3F));
        }
        bytes[size++] = (char)(0x80 | (c & 0x3F));
        ps_str parts[] = {PS_STR("x"), {bytes, size}, PS_STR("y")};
        ps_str source = ps_arena_concat(&arena, parts, 3);
        ps_folded text;
        ps_str pattern;
        PS_TEST_STATUS(ps_fold(&arena, source, PS_FOLD_TEXT, &text, &err), PS_OK, err);
        PS_TEST_STATUS(ps_fold_pattern(&arena, source, &pattern, &err), PS_OK, err);
        ps_regex *regex = NULL;
        PS_TEST_STATUS(ps_regex_new(pattern, &arena, &regex, &err), PS_OK, err);
        ps_span span;
        cr_expect_eq(ps_regex_find(regex, scratch, text.text, 0, &span, &err), PS_OK,
                     "U+%04X: /%.*s/ on \"%.*s\"", (unsigned)c, PS_FMT(pattern), PS_FMT(text.text));
        ps_arena_reset(&arena);
    }
    ps_arena_done(&arena);
}
