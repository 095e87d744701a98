/* Documents in all encodings, rightly and wrongly labelled.
 * SPDX-License-Identifier: Apache-2.0 */
#include <iconv.h>
#include <stdio.h>

#include "recorder.h"

static void setup(void)
{
    ps_xml_init();
}

TestSuite(document_encoding, .init = setup);

/* The same text in another encoding, by a library that is not ours. */
static ps_buffer convert(const char *text, const char *encoding)
{
    ps_buffer out;
    iconv_t converter = iconv_open(encoding, "UTF-8");
    cr_assert_neq((intptr_t)converter, -1, "%s", encoding);
    size_t left = strlen(text);
    size_t room = 4 * left + 16;
    ps_buffer_init(&out, 0);
    ps_buffer copy;
    ps_buffer_init(&copy, 0);
    ps_buffer_add_text(&copy, text);
    char *from = copy.ptr;
    char *to = ps_buffer_reserve(&out, room);
    cr_assert_eq(iconv(converter, &from, &left, &to, &room), 0, "%s: %s", encoding, text);
    out.len = (size_t)(to - out.ptr);
    iconv_close(converter);
    ps_buffer_done(&copy);
    return out;
}

/* B1 */
Test(document_encoding, every_accepted_encoding_gives_the_same_events)
{
    static const struct {
        const char *name;
        const char *text;
    } rows[] = {
        {"UTF-8", "Huawei \u4E2D\u5174 caf\u00E9 \u20AC \U0001F600"},
        {"UTF-16LE", "Huawei \u4E2D\u5174 caf\u00E9 \u20AC \U0001F600"},
        {"UTF-16BE", "Huawei \u4E2D\u5174 caf\u00E9 \u20AC \U0001F600"},
        {"GBK", "\u4E2D\u5174\u901A\u8BAF \u7F51\u7EDC"},
        {"GB2312", "\u4E2D\u5174\u901A\u8BAF \u7F51\u7EDC"},
        {"GB18030", "Huawei \u4E2D\u5174 caf\u00E9 \u20AC \U0001F600 \u3400"},
        {"Big5", "\u83EF\u70BA \u4E2D\u6587"},
        {"Shift_JIS", "\u65E5\u672C \uFF76\uFF80"},
        {"EUC-JP", "\u65E5\u672C \uFF76\uFF80"},
        {"EUC-KR", "\uD55C\uAE00"},
        {"KOI8-R", "\u0425\u0443\u0430"},
        {"ISO-8859-1", "caf\u00E9"},
        {"ISO-8859-2", "\u0141\u00F3d\u017A"},
        {"ISO-8859-15", "\u20AC caf\u00E9"},
        {"windows-1250", "\u0141\u00F3d\u017A"},
        {"windows-1251", "\u0425\u0443\u0430"},
        {"windows-1252", "\u20AC \u201Ccaf\u00E9\u201D"},
        {"US-ASCII", "Huawei"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        char text[400];
        char want[400];
        (void)snprintf(text, sizeof text,
                       "<?xml version=\"1.0\" encoding=\"%s\"?>\n<o a='%s'>%s</o>", rows[i].name,
                       rows[i].text, rows[i].text);
        (void)snprintf(want, sizeof want, "<o a=%s>%s</>", rows[i].text, rows[i].text);
        ps_buffer bytes = convert(text, rows[i].name);
        for (size_t j = 0; j < PS_COUNT(recorder_pieces); j++) {
            recorder r;
            ps_status status =
                recorder_run(&r, ps_buffer_str(&bytes), recorder_pieces[j], NULL, NULL);
            cr_expect_eq(status, PS_OK, "%s: %s", rows[i].name, r.error.message);
            cr_expect_eq(r.warnings, 0, "%s: %s", rows[i].name, r.warning.message);
            ps_test_str(ps_buffer_str(&r.log), want, rows[i].name);
            recorder_done(&r);
        }
        ps_buffer_done(&bytes);
    }
}

/* B2, B3 */
Test(document_encoding, labels_and_bytes_are_weighed)
{
    static const recorder_row rows[] = {
        {BYTES("<?xml version='1.0' encoding='UTF-7'?><o>+ADw-x/+AD4-</o>"), "encoding-not-allowed",
         0, 0, 1, 1},
        {BYTES("<?xml version='1.0' encoding='ISO-2022-JP'?><o><Order/></o>"),
         "encoding-not-allowed", 0, 1, 1, 1},
        {BYTES("\xFF\xFE\0\0<\0\0\0"), "encoding-not-allowed", 0, 0, 1, 1},
        {BYTES("<?xml version='1.0' encoding='UTF-16'?><o><Order/></o>"), "encoding-mismatch", 0, 1,
         1, 1},
        {BYTES("<?xml version='1.0' encoding='US-ASCII'?>\n<o>\xC3\xA9</o>"), "invalid-bytes", 0, 0,
         2, 4},
        {BYTES("\xEF\xBB\xBF<?xml version='1.0' encoding='ISO-8859-1'?><o>\xC3\xA9</o>"), "", 0, 0,
         0, 0},
    };
    recorder_check(rows, PS_COUNT(rows), NULL);
}

Test(document_encoding, a_mark_wins_against_the_declaration_with_a_warning)
{
    recorder r;
    PS_TEST_STATUS(
        recorder_run(&r, PS_STR("\xEF\xBB\xBF<?xml version='1.0' encoding='GBK'?><o>\xC3\xA9</o>"),
                     0, NULL, NULL),
        PS_OK, r.error);
    ps_test_str(ps_buffer_str(&r.log), "<o>\u00E9</>", "read as UTF-8");
    cr_expect_eq(r.warnings, 1);
    cr_expect_eq(r.warning.code, PS_E_ENCODING_MISMATCH);
    recorder_done(&r);
}

Test(document_encoding, the_caller_can_say_what_it_is)
{
    recorder r;
    ps_str text = PS_STR(HEAD "<o>M\xFCller \x80</o>");
    PS_TEST_STATUS(recorder_run(&r, text, 0, NULL, "windows-1252"), PS_OK, r.error);
    ps_test_str(ps_buffer_str(&r.log), "<o>M\u00FCller \u20AC</>", "as told");
    recorder_done(&r);
    cr_expect_eq(recorder_run(&r, text, 0, NULL, "UTF-7"), PS_FAILED);
    cr_expect_eq(r.error.code, PS_E_ENCODING);
    recorder_done(&r);
}

/* B4, B5, B6 */
Test(document_encoding, wrong_bytes_are_errors_with_a_place_and_never_guessed)
{
#define B5(bytes)                                                                                  \
    BYTES(HEAD ORDERS(ORDER("A", "x") "<Order><L>Hua" bytes "wei</L></Order>" ORDER("C", "y")))
    static const recorder_row rows[] = {
        {BYTES(HEAD AROUND(ORDER("B", "M\xFCller"))), "invalid-bytes", 1, 1, 4, 42},
        {BYTES(HEAD AROUND(ORDER("B", "\xBB\xAA\xCE\xAA"))), "invalid-bytes", 1, 1, 4, 41},
        {B5("\xC0\xBC"), "invalid-bytes", 1, 1, 4, 14},
        {B5("\xE0\x80\xBC"), "invalid-bytes", 1, 1, 4, 14},
        {B5("\xED\xA0\x80"), "invalid-bytes", 1, 1, 4, 14},
        {B5("\xF4\x90\x80\x80"), "invalid-bytes", 1, 1, 4, 14},
        {B5("\x80"), "invalid-bytes", 1, 1, 4, 14},
        {B5("\xF8\x88\x80\x80\x80"), "invalid-bytes", 1, 1, 4, 14},
        {B5("\0"), "invalid-bytes", 1, 1, 4, 14},
        {B5("\xEF\xBF\xBE"), "ill-formed", 1, 1, 4, 14},
        {B5("\x1b[31m"), "ill-formed", 1, 1, 4, 14},
        {BYTES(HEAD "<Orders>" ORDER("A", "x") "<Order>\xE4\xB8"), "invalid-bytes", 1, 0, 3, 8},
        {BYTES(HEAD "<Orders>" ORDER("A", "x") "\xFF\xFE<\0O\0r\0d\0e\0r\0>\0</Orders>"),
         "invalid-bytes", 1, 0, 3, 1},
        {BYTES(HEAD "<Orders><!-- \xFF --></Orders>"), "invalid-bytes", 0, 0, 2, 14},
        {BYTES(HEAD "<Orders><Order a=\"\xFF\"/></Orders>"), "invalid-bytes", 0, 1, 2, 19},
        {BYTES("<?xml version='1.0' encoding='GBK'?>\n<Orders>\n" ORDER("A",
                                                                        "x") "<Order>\xFF</Order>"),
         "invalid-bytes", 1, 0, 4, 8},
    };
    recorder_check(rows, PS_COUNT(rows), NULL);
}

Test(document_encoding, the_error_names_byte_offset_and_a_way_out)
{
    static const struct {
        ps_str text;
        uint64_t offset;
        const char *says;
        const char *hint;
    } rows[] = {
        {BYTES(HEAD "<o>M\xFCller</o>"), sizeof HEAD - 1 + 4, "0xFC",
         "--input-encoding windows-1252"},
        {BYTES(HEAD "<o>\xBB\xAA\xCE\xAA</o>"), sizeof HEAD - 1 + 3, "0xBB",
         "--input-encoding GB18030"},
        {BYTES("\xEF\xBB\xBF<o>M\xFCller</o>"), 7, "0xFC", "windows-1252"},
        {BYTES("<?xml version='1.0' encoding='GBK'?><o>\xB0\xA1\xFF</o>"), 41, "0xFF", ""},
        {BYTES("\xFF\xFE<\0o\0>\0a\0\0\xDC"), 10, "0x00 0xDC", ""},
        {BYTES("\xFE\xFF\0<\0o\0>\0a\0\0"), 10, "NUL", ""},
        {BYTES("\xFE\xFF\0<\0o\0>\0"), 8, "ends within", ""},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        for (size_t j = 0; j < PS_COUNT(recorder_pieces); j++) {
            recorder r;
            cr_expect_eq(recorder_run(&r, rows[i].text, recorder_pieces[j], NULL, NULL), PS_FAILED);
            cr_expect_eq(r.error.code, PS_E_BAD_BYTES, "row %zu: %s", i, r.error.message);
            cr_expect_eq(r.error.offset, rows[i].offset, "row %zu: %llu", i,
                         (unsigned long long)r.error.offset);
            cr_expect_not_null(strstr(r.error.message, rows[i].says), "row %zu: %s", i,
                               r.error.message);
            cr_expect_not_null(strstr(r.error.hint, rows[i].hint), "row %zu: %s", i, r.error.hint);
            recorder_done(&r);
        }
    }
}

/* B7 */
Test(document_encoding, windows_1252_called_latin_1_is_noticed_once)
{
    recorder r;
    ps_str text = PS_STR("<?xml version='1.0' encoding='ISO-8859-1'?><o>\x93q\x94 \x80</o>");
    PS_TEST_STATUS(recorder_run(&r, text, 1, NULL, NULL), PS_OK, r.error);
    cr_expect_eq(r.warnings, 1);
    cr_expect_not_null(strstr(r.warning.message, "c1-controls"), "%s", r.warning.message);
    cr_expect_eq(r.warning.offset, 46, "%llu", (unsigned long long)r.warning.offset);
    ps_test_str(ps_buffer_str(&r.log), "<o>\xC2\x93q\xC2\x94 \xC2\x80</>", "as labelled");
    recorder_done(&r);
    text = PS_STR("<?xml version='1.0' encoding='windows-1252'?><o>\x93q\x94 \x80</o>");
    PS_TEST_STATUS(recorder_run(&r, text, 0, NULL, NULL), PS_OK, r.error);
    cr_expect_eq(r.warnings, 0);
    recorder_done(&r);
}

/* Cut anywhere, a document in another encoding gives what is complete, and what is behind an error
 * in it is counted. */
Test(document_encoding, wide_and_double_byte_documents_are_cut_like_others)
{
    static const char *const encodings[] = {"UTF-16LE", "UTF-16BE", "GB18030", "Shift_JIS"};
    static const char text[] =
        "<Orders>" ORDER("A", "\u4E2D\u6587") ORDER("B", "\u4E2D") "</Orders>";
    for (size_t i = 0; i < PS_COUNT(encodings); i++) {
        char whole[sizeof text + 64];
        (void)snprintf(whole, sizeof whole, "<?xml version='1.0' encoding='%s'?>%s", encodings[i],
                       text);
        ps_buffer bytes = convert(whole, encodings[i]);
        ps_buffer mark = convert("</Order>", encodings[i]);
        for (size_t cut = 0; cut < bytes.len; cut++) {
            uint64_t complete = 0;
            ps_str rest = {bytes.ptr, cut};
            for (size_t at; (at = ps_str_find(rest, ps_buffer_str(&mark))) != SIZE_MAX;
                 complete++) {
                rest = ps_str_slice(rest, at + mark.len, rest.len);
            }
            recorder r;
            cr_expect_eq(recorder_run(&r, (ps_str){bytes.ptr, cut}, cut % 3, NULL, NULL),
                         PS_FAILED);
            cr_expect_eq(r.ends, complete, "%s cut at %zu: %llu", encodings[i], cut,
                         (unsigned long long)r.ends);
            recorder_done(&r);
        }
        ps_buffer_done(&mark);
        ps_buffer_done(&bytes);
    }
}

Test(document_encoding, records_behind_an_error_are_counted_in_wide_documents)
{
    static const char *const encodings[] = {"UTF-16LE", "UTF-16BE"};
    for (size_t i = 0; i < PS_COUNT(encodings); i++) {
        ps_buffer text;
        ps_buffer_init(&text, 0);
        ps_buffer_add_text(&text, "<Orders>" ORDER("A", "x") "<Order></x>");
        for (int j = 0; j < 5000; j++) {
            ps_buffer_add_text(&text, ORDER("C", "\u4E2D"));
        }
        ps_buffer_add_char(&text, '\0');
        ps_buffer bytes = convert(text.ptr, encodings[i]);
        for (size_t piece = 0; piece < 2; piece++) {
            recorder r;
            cr_expect_eq(recorder_run(&r, ps_buffer_str(&bytes), piece, NULL, NULL), PS_FAILED);
            cr_expect_eq(r.result.unscreened_after, 5000, "%s: %llu", encodings[i],
                         (unsigned long long)r.result.unscreened_after);
            cr_expect_eq(r.result.bytes, bytes.len);
            recorder_done(&r);
        }
        ps_buffer_done(&bytes);
        ps_buffer_done(&text);
    }
}
