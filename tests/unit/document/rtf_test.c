/* RTF, one behaviour each.
 * SPDX-License-Identifier: Apache-2.0 */
#include "document/rtf.h"

#include "base/cleanup.h"
#include "document/document.h"
#include "ps_test.h"

Test(rtf, groups_and_words)
{
    static const struct {
        const char *rtf;
        const char *want;
    } rows[] = {
        {"{\\rtf1 a{\\b b}c}", "abc\n"},
        {"{\\rtf1 a\\par b\\line c\\tab d}", "a\n\nb\nc d\n"},
        {"{\\rtf1 a\r\nb\\\nc}", "ab\n\nc\n"},
        {"{\\rtf1 \\{x\\}\\\\\\~y\\_z}", "{x}\\ y-z\n"},
        {"{\\rtf1 {\\fonttbl{\\f0 Arial;}}{\\stylesheet s;}{\\info{\\title t}}x}", "x\n"},
        {"{\\rtf1 {\\*\\foo bar{\\b baz}}x}", "x\n"},
        {"{\\rtf1 {\\field{\\*\\fldinst HYPERLINK y}{\\fldrslt shown}}}", "shown\n"},
        {"{\\rtf1 {\\listtext 8.1\\tab}Duty}", "8.1 Duty\n"},
        {"{\\rtf1 a\\v b\\v0 c{\\deleted d}e\\v f\\plain g}", "aceg\n"},
        {"{\\rtf1 one{\\footnote note} two\\par three}", "one two\n\nnote\n\nthree\n"},
        {"{\\rtf1 one{\\*\\footnote note\\par more}\\par}", "one\n\nnote\n\nmore\n"},
        {"{\\rtf1 \\u8220?x\\u8221\\'94y}", "\u201Cx\u201Dy\n"},
        {"{\\rtf1 \\uc2\\u20057ab{\\uc0\\u20057 c}\\uc1\\u-10179?\\u-8704?}",
         "\u4E59\u4E59c\U0001F600\n"},
        {"{\\rtf1\\ansicpg936 \\'b1\\'a3\\'c3\\'dc}", "\u4FDD\u5BC6\n"},
        {"{\\rtf1{\\fonttbl{\\f3\\fcharset136 M;}}\\f3\\'ab\\'4f}", "\u4FDD\n"},
        {"{\\rtf1 \\bin4 {}{}x}", "x\n"},
        {"{\\rtf1 \\trowd a\\cell b\\cell\\row c\\cell d\\cell\\row}", "a b\nc d\n"},
        {"{\\rtf1 {\\shp{\\*\\shpinst{\\sp{\\sn n}{\\sv v}}{\\shptxt box}}{\\shprslt "
         "again}}t\\par}",
         "t\n\nbox\n"},
        {"{\\rtf1 x}\r\n", "x\n"},
    };
    ps_limits limits = ps_limits_default();
    ps_document_options options = {.limits = &limits};
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_buffer text;
        ps_document_kind kind;
        ps_error err = {0};
        ps_buffer_init(&text, 0);
        ps_status status = ps_document_read(ps_str_from(rows[i].rtf), &options, &text, &kind, &err);
        cr_expect_eq(status, PS_OK, "%s: %s", rows[i].rtf, err.message);
        ps_test_str(ps_buffer_str(&text), rows[i].want, rows[i].rtf);
        ps_buffer_done(&text);
    }
}

Test(rtf, what_ends_early_or_is_too_deep_is_told)
{
    static const struct {
        const char *rtf;
        const char *cause;
    } rows[] = {
        {"{\\rtf1 text", "attachment-damaged"},
        {"{\\rtf1 text {\\b x}", "attachment-damaged"},
        {"{\\rtf1 \\bin99 x}", "attachment-damaged"},
        {"{\\rtf1 {{{{x}}}}}", "limit:depth"},
        {"{\\rtf1 }", "attachment-unsupported"},
    };
    ps_limits limits = ps_limits_default();
    limits.depth = 4;
    ps_document_options options = {.limits = &limits, .name = "a.rtf"};
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_buffer text;
        ps_document_kind kind;
        ps_error err = {0};
        ps_buffer_init(&text, 0);
        cr_expect_eq(ps_document_read(ps_str_from(rows[i].rtf), &options, &text, &kind, &err),
                     PS_FAILED, "%s", rows[i].rtf);
        cr_expect_str_eq(err.cause, rows[i].cause, "%s: %s", rows[i].rtf, err.message);
        cr_expect_str_eq(err.source, "a.rtf");
        cr_expect_eq(text.len, 0, "%s", rows[i].rtf);
        ps_buffer_done(&text);
    }
}

Test(rtf, words_are_found_in_their_table)
{
    uint32_t value;
    cr_expect_eq(ps_rtf_action_of(PS_STR("ansicpg"), &value), PS_RTF_CODEPAGE);
    cr_expect_eq(ps_rtf_action_of(PS_STR("xe"), &value), PS_RTF_SKIP);
    cr_expect_eq(ps_rtf_action_of(PS_STR("f"), &value), PS_RTF_FONT);
    cr_expect_eq(ps_rtf_action_of(PS_STR("nonesttables"), &value), PS_RTF_SKIP);
    cr_expect_eq(ps_rtf_action_of(PS_STR("endash"), &value), PS_RTF_CHARACTER);
    cr_expect_eq(value, 0x2013);
    cr_expect_eq(ps_rtf_action_of(PS_STR("nonesuch"), &value), PS_RTF_NOTHING);
}
