/* SPDX-License-Identifier: Apache-2.0 */
#include "report/printable.h"

#include "sample.h"

static void expect_printable(ps_str in, ps_blanks blanks, const char *want)
{
    ps_buffer out;
    ps_buffer_init(&out, 0);
    ps_printable_add(&out, in, blanks);
    ps_test_str(ps_buffer_str(&out), want, want);
    ps_buffer_done(&out);
}

Test(printable, controls_become_escapes)
{
    expect_printable(PS_STR("\x1b[31m\x07\x08"), PS_BLANKS_KEEP, "\\x1b[31m\\x07\\x08");
    expect_printable(PS_STR("a\nb\r\tc\0d\x7f"), PS_BLANKS_KEEP, "a\\nb\\r\\tc\\x00d\\x7f");
    expect_printable(PS_STR("\xc2\x9b"
                            "31m\xc2\x85"),
                     PS_BLANKS_KEEP, "\\x9b31m\\x85");
}

Test(printable, what_cannot_be_seen_or_turns_the_text_becomes_an_escape)
{
    expect_printable(PS_STR("\xe2\x80\xae"
                            "evil\xe2\x81\xa6"),
                     PS_BLANKS_KEEP, "\\u202eevil\\u2066");
    expect_printable(PS_STR("Hua\xe2\x80\x8bwei\xc2\xad\xef\xbb\xbf"), PS_BLANKS_KEEP,
                     "Hua\\u200bwei\\xad\\ufeff");
    expect_printable(PS_STR("\xe2\x80\xa8\xe2\x80\xa9"), PS_BLANKS_KEEP, "\\u2028\\u2029");
    expect_printable(PS_STR("\xf3\xa0\x81\x81"), PS_BLANKS_KEEP, "\\U000e0041");
    expect_printable(PS_STR("x\xef\xb8\x8f\xe3\x85\xa4"), PS_BLANKS_KEEP, "x\\ufe0f\\u3164");
    expect_printable(PS_STR("\xef\xbf\xbf"), PS_BLANKS_KEEP, "\\uffff");
}

Test(printable, bytes_that_are_not_utf8_are_shown_as_bytes)
{
    expect_printable(PS_STR("a\xff\xc0\xaf"
                            "b"),
                     PS_BLANKS_KEEP, "a\\xff\\xc0\\xafb");
}

Test(printable, prose_has_one_blank_for_many)
{
    expect_printable(PS_STR("a \t\r\n  b"), PS_BLANKS_COLLAPSE, "a b");
    expect_printable(PS_STR("a\x0b"
                            "b"),
                     PS_BLANKS_COLLAPSE, "a\\x0bb");
}

Test(printable, ordinary_text_is_left_alone)
{
    expect_printable(PS_STR("核心路由器 é ñ €1 Ｗ \xf0\x9f\x98\x80"), PS_BLANKS_KEEP,
                     "核心路由器 é ñ €1 Ｗ \xf0\x9f\x98\x80");
}

Test(printable, widths_are_those_of_a_terminal)
{
    cr_expect(ps_printable_width(PS_STR("abc")) == 3);
    cr_expect(ps_printable_width(PS_STR("核心")) == 4);
    cr_expect(ps_printable_width(PS_STR("Ｗ（")) == 4);
    cr_expect(ps_printable_width(PS_STR("e\xcc\x81")) == 1); /* a combining accent */
    cr_expect(ps_printable_width(PS_STR("한국")) == 4);
    cr_expect(ps_printable_width(PS_STR("")) == 0);
}

Test(printable, the_public_form_says_how_long_the_whole_is)
{
    char small[8];
    cr_expect(ps_text_printable(PS_STR("ab\ncd\x1b"), small, sizeof small) == 10);
    cr_expect_str_eq(small, "ab\\ncd\\");
    cr_expect(ps_text_printable(PS_STR("核心路由"), small, sizeof small) == 12);
    cr_expect_str_eq(small, "核心"); /* not cut inside a character */
    cr_expect(ps_text_printable(PS_STR("abc"), NULL, 0) == 3);
}
