/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/charset.h"

#include <string.h>

#include "base/cleanup.h"
#include "ps_test.h"

Test(charset, labels_are_found_whatever_their_case)
{
    static const char *const accepted[] = {
        "utf-8",       "UTF-16",     "utf-16le",     "UTF-16BE",     "us-ascii",
        "GBK",         "gb2312",     "GB18030",      "Big5",         "Shift_JIS",
        "EUC-JP",      "euc-kr",     "koi8-r",       "iso-8859-1",   "ISO-8859-15",
        "ISO-8859-16", "iso-8859-9", "windows-1250", "Windows-1252", "windows-1258"};
    static const char *const refused[] = {"UTF-7",
                                          "utf-32",
                                          "UCS-4",
                                          "ISO-2022-JP",
                                          "ISO-2022-CN",
                                          "HZ",
                                          "IBM037",
                                          "ASCII//IGNORE",
                                          "UTF-8//TRANSLIT",
                                          "X-NOPE",
                                          "ISO-8859-12",
                                          "windows-1259",
                                          "",
                                          "UTF-8\xEF\xBB\xBF"};
    for (size_t i = 0; i < PS_COUNT(accepted); i++) {
        cr_expect_not_null(ps_charset_find(ps_str_from(accepted[i])), "%s", accepted[i]);
    }
    for (size_t i = 0; i < PS_COUNT(refused); i++) {
        cr_expect_null(ps_charset_find(ps_str_from(refused[i])), "%s", refused[i]);
    }
}

typedef struct decoded {
    char text[128];
    size_t len;
    size_t taken;
    ps_decode_end end;
} decoded;

static decoded decode(const char *label, ps_str bytes)
{
    decoded out = {0};
    const ps_charset *charset = ps_charset_find(ps_str_from(label));
    cr_assert_not_null(charset, "%s", label);
    out.end = ps_charset_decode(charset, bytes, out.text, sizeof out.text, &out.taken, &out.len);
    return out;
}

Test(charset, characters_of_every_encoding_are_decoded)
{
    static const struct {
        const char *label;
        const char *bytes;
        const char *want;
    } rows[] = {
        {"GBK", "a\xD6\xD0\xCE\xC4", "a\u4E2D\u6587"},
        {"GB2312", "\xBB\xAA\xCE\xAA", "\u534E\u4E3A"},
        {"GB2312", "\x81\x40\xFE\x4F", "\u4E02\uFA29"}, /* of GBK, not of GB2312 proper */
        {"GBK", "\x80", "\u20AC"},
        {"GB18030", "\xA2\xE3", "\u20AC"},
        {"GB18030", "\x81\x30\x81\x30", "\xC2\x80"},
        {"GB18030", "\x84\x31\xA4\x39", "\uFFFF"},
        {"GB18030", "\x90\x30\x81\x30", "\U00010000"},
        {"GB18030", "\xE3\x32\x9A\x35", "\U0010FFFF"},
        {"Big5", "\xA4\xA4\xA4\xE5", "\u4E2D\u6587"},
        {"Big5", "\xA3\xE1", "\u20AC"},
        {"Shift_JIS", "\x93\xFA\x96\x7B\xB1\x87\x40", "\u65E5\u672C\uFF71\u2460"},
        {"Shift_JIS", "\x5C", "\\"},
        {"EUC-JP", "\xC6\xFC\xCB\xDC\x8E\xB1\xAD\xA1", "\u65E5\u672C\uFF71\u2460"},
        {"EUC-JP", "\x8F\xB0\xA1", "\u4E02"},
        {"EUC-KR", "\xC7\xD1\xB1\xDB\x81\x41", "\uD55C\uAE00\uAC02"},
        {"KOI8-R", "\xF0\xCF", "\u041F\u043E"},
        {"ISO-8859-1", "\xE9\x80", "\u00E9\xC2\x80"},
        {"ISO-8859-15", "\xA4", "\u20AC"},
        {"ISO-8859-5", "\xBF", "\u041F"},
        {"windows-1252", "\x80\x93\xFC", "\u20AC\u201C\u00FC"},
        {"windows-1251", "\xCF", "\u041F"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        decoded got = decode(rows[i].label, ps_str_from(rows[i].bytes));
        cr_expect_eq(got.end, PS_DECODE_ALL, "row %zu", i);
        cr_expect_eq(got.taken, strlen(rows[i].bytes), "row %zu", i);
        ps_test_str((ps_str){got.text, got.len}, rows[i].want, rows[i].label);
    }
}

Test(charset, wrong_bytes_are_found_where_they_stand)
{
    static const struct {
        const char *label;
        ps_str bytes;
        ps_decode_end end;
        size_t taken;
    } rows[] = {
        {"GBK", {"ab\xFF", 3}, PS_DECODE_BAD, 2},
        {"GBK", {"\xD6\xD0\xD6 ", 4}, PS_DECODE_BAD, 2},
        {"GBK", {"\xD6\xD0\xD6", 3}, PS_DECODE_PARTIAL, 2},
        {"GBK", {"\xD6\x7F", 2}, PS_DECODE_BAD, 0},
        {"GB18030", {"\x81\x30", 2}, PS_DECODE_PARTIAL, 0},
        {"GB18030", {"\x81\x30\x81", 3}, PS_DECODE_PARTIAL, 0},
        {"GB18030", {"\x81\x30\x20", 3}, PS_DECODE_BAD, 0},
        {"GB18030", {"\x81\x30\x81\x40", 4}, PS_DECODE_BAD, 0},
        {"GB18030", {"\xE3\x32\x9A\x36", 4}, PS_DECODE_BAD, 0},
        {"GB18030", {"\x84\x31\xA5\x30", 4}, PS_DECODE_BAD, 0},
        {"Big5", {"\x80", 1}, PS_DECODE_BAD, 0},
        {"Big5", {"x\xA4<", 3}, PS_DECODE_BAD, 1},
        {"Shift_JIS", {"\xA0", 1}, PS_DECODE_BAD, 0},
        {"Shift_JIS", {"\x81", 1}, PS_DECODE_PARTIAL, 0},
        {"EUC-JP", {"\x8E\x41", 2}, PS_DECODE_BAD, 0},
        {"EUC-JP", {"\x8F\x41", 2}, PS_DECODE_BAD, 0},
        {"EUC-JP", {"\x8F\xB0", 2}, PS_DECODE_PARTIAL, 0},
        {"EUC-JP", {"\x80", 1}, PS_DECODE_BAD, 0},
        {"EUC-KR", {"\xC7", 1}, PS_DECODE_PARTIAL, 0},
        {"EUC-KR", {"\xC7<", 2}, PS_DECODE_BAD, 0},
        {"windows-1252", {"a\x81", 2}, PS_DECODE_BAD, 1},
        {"ISO-8859-1", {"a\0b", 3}, PS_DECODE_BAD, 1},
        {"UTF-16LE", {"a\0\0\0", 4}, PS_DECODE_BAD, 2},
        {"UTF-16LE", {"a\0b", 3}, PS_DECODE_PARTIAL, 2},
        {"UTF-16LE", {"\x3D\xD8", 2}, PS_DECODE_PARTIAL, 0},
        {"UTF-16LE", {"\x3D\xD8\x3D\xD8", 4}, PS_DECODE_BAD, 0},
        {"UTF-16BE", {"\xDC\x00\x00\x61", 4}, PS_DECODE_BAD, 0},
        {"UTF-16BE", {"\xD8\x3D\xDE\x00", 4}, PS_DECODE_ALL, 4},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        decoded got = decode(rows[i].label, rows[i].bytes);
        cr_expect_eq(got.end, rows[i].end, "row %zu: %d", i, (int)got.end);
        cr_expect_eq(got.taken, rows[i].taken, "row %zu: %zu", i, got.taken);
    }
}

Test(charset, a_full_output_stops_between_characters)
{
    char out[5];
    size_t taken;
    size_t given;
    const ps_charset *gbk = ps_charset_find(PS_STR("GBK"));
    ps_decode_end end =
        ps_charset_decode(gbk, PS_STR("\xD6\xD0\xCE\xC4"), out, sizeof out, &taken, &given);
    cr_expect_eq(end, PS_DECODE_FULL);
    cr_expect_eq(taken, 2);
    cr_expect_eq(given, 3);
}

Test(charset, whatever_is_decoded_is_valid_utf8)
{
    static const char *const labels[] = {"GB18030",    "Big5",        "Shift_JIS", "EUC-JP",
                                         "EUC-KR",     "UTF-16LE",    "UTF-16BE",  "KOI8-R",
                                         "ISO-8859-6", "windows-1255"};
    for (size_t i = 0; i < PS_COUNT(labels); i++) {
        size_t characters = 0;
        for (unsigned pair = 0; pair < 0x10000; pair++) {
            const char bytes[4] = {(char)(pair >> 8), (char)pair, (char)(pair >> 8), (char)0xA1};
            decoded got = decode(labels[i], (ps_str){bytes, sizeof bytes});
            ps_decode_end end;
            size_t valid = ps_utf8_span((ps_str){got.text, got.len}, 0, &end);
            cr_assert_eq(valid, got.len, "%s %04X", labels[i], pair);
            characters += got.taken > 0;
        }
        cr_expect_gt(characters, 20000, "%s", labels[i]);
    }
}

static const struct {
    ps_str bytes;
    ps_decode_end end;
    size_t valid;
} utf8_rows[] = {
    {{"a\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80", 10}, PS_DECODE_ALL, 10},
    {{"a\0b", 3}, PS_DECODE_BAD, 1},
    {{"\xC0\xBC", 2}, PS_DECODE_BAD, 0},
    {{"\xC1\x80", 2}, PS_DECODE_BAD, 0},
    {{"\xE0\x80\xBC", 3}, PS_DECODE_BAD, 0},
    {{"\xE0\x80", 2}, PS_DECODE_BAD, 0},
    {{"\xE0\xA0", 2}, PS_DECODE_PARTIAL, 0},
    {{"\xE0", 1}, PS_DECODE_PARTIAL, 0},
    {{"\xED\xA0\x80", 3}, PS_DECODE_BAD, 0},
    {{"\xED\xA0", 2}, PS_DECODE_BAD, 0},
    {{"\xED\x9F", 2}, PS_DECODE_PARTIAL, 0},
    {{"\xF0\x8F\xBF\xBF", 4}, PS_DECODE_BAD, 0},
    {{"\xF0\x8F", 2}, PS_DECODE_BAD, 0},
    {{"\xF0", 1}, PS_DECODE_PARTIAL, 0},
    {{"\xF0\x90\x80", 3}, PS_DECODE_PARTIAL, 0},
    {{"\xF4\x90\x80\x80", 4}, PS_DECODE_BAD, 0},
    {{"\xF4\x90", 2}, PS_DECODE_BAD, 0},
    {{"\xF4\x8F\xBF\xBF", 4}, PS_DECODE_ALL, 4},
    {{"\xF8\x88\x80\x80\x80", 5}, PS_DECODE_BAD, 0},
    {{"\x80", 1}, PS_DECODE_BAD, 0},
    {{"ab\xFF", 3}, PS_DECODE_BAD, 2},
    {{"\xE4\xB8<", 3}, PS_DECODE_BAD, 0},
    {{"\xC3\xA9\xC3", 3}, PS_DECODE_PARTIAL, 2},
};

/* Behind every length of ASCII text, so that each lane of the fast paths is hit. */
Test(charset, utf8_is_checked_strictly_at_every_offset)
{
    char text[400];
    for (size_t i = 0; i < PS_COUNT(utf8_rows); i++) {
        for (size_t before = 0; before < 300; before++) {
            ps_decode_end end;
            size_t len = utf8_rows[i].bytes.len;
            memset(text, 'x', sizeof text);
            memcpy(text + before, utf8_rows[i].bytes.ptr, len);
            size_t valid = ps_utf8_span((ps_str){text, before + len}, 0, &end);
            cr_assert_eq(valid, before + utf8_rows[i].valid, "row %zu behind %zu", i, before);
            cr_assert_eq(end, utf8_rows[i].end, "row %zu behind %zu", i, before);
        }
    }
}

Test(charset, ascii_has_no_high_bytes)
{
    ps_decode_end end;
    cr_expect_eq(ps_utf8_span(PS_STR("abc\xC3\xA9"), 1, &end), 3);
    cr_expect_eq(end, PS_DECODE_BAD);
    cr_expect_eq(ps_utf8_span(PS_STR("abc"), 1, &end), 3);
    cr_expect_eq(end, PS_DECODE_ALL);
}
