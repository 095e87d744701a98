/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json.h"

#include "sample.h"

/* The value that `put` writes, as text. */
typedef void (*put_fn)(ps_output *out, const void *value);

static void expect_json(put_fn put, const void *value, const char *want, const char *where)
{
    sample_sink sink = {.room = 0};
    ps_output out;
    ps_error err = {0};
    ps_buffer_init(&sink.bytes, 0);
    PS_TEST_STATUS(ps_output_init(&out, sample_write, &sink, &err), PS_OK, err);
    put(&out, value);
    ps_output_flush(&out);
    ps_test_str(ps_buffer_str(&sink.bytes), want, where);
    ps_output_done(&out);
    ps_buffer_done(&sink.bytes);
}

static void put_string(ps_output *out, const void *value)
{
    ps_json_string(out, *(const ps_str *)value);
}

static void put_uint(ps_output *out, const void *value)
{
    ps_json_uint(out, *(const uint64_t *)value);
}

static void put_decimal(ps_output *out, const void *value)
{
    ps_json_decimal(out, *(const ps_decimal *)value);
}

static void put_day(ps_output *out, const void *value)
{
    ps_json_day(out, *(const ps_day *)value);
}

static const struct {
    ps_str in;
    const char *want;
} strings[] = {
    {PS_STR_INIT(""), "\"\""},
    {{NULL, 0}, "\"\""},
    {PS_STR_INIT("plain text, longer than eight bytes"), "\"plain text, longer than eight bytes\""},
    {PS_STR_INIT("a \"quote\" and a \\"), "\"a \\\"quote\\\" and a \\\\\""},
    {PS_STR_INIT("\n\r\t"), "\"\\n\\r\\t\""},
    {PS_STR_INIT("\0\x01\x1f"), "\"\\u0000\\u0001\\u001f\""},
    {PS_STR_INIT("\x1b]0;pwn\x07"), "\"\\u001b]0;pwn\\u0007\""},
    {PS_STR_INIT("1234567\x7f"
                 "89"),
     "\"1234567\\u007f89\""},
    {PS_STR_INIT("\xc2\x80\xc2\x9f\xc2\xa0"), "\"\\u0080\\u009f\xc2\xa0\""},
    {PS_STR_INIT("a\xe2\x80\xa8"
                 "b\xe2\x80\xa9"
                 "c\xe2\x80\xaa"),
     "\"a\\u2028b\\u2029c\xe2\x80\xaa\""},
    {PS_STR_INIT("核心路由器 NE40E"), "\"核心路由器 NE40E\""},
    {PS_STR_INIT("\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf"), "\"\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf\""},
    /* Not UTF-8: a lone tail, an overlong form, a surrogate, above the last plane, cut off. */
    {PS_STR_INIT("a\x80z"), "\"a\xef\xbf\xbdz\""},
    {PS_STR_INIT("\xc0\xaf"), "\"\xef\xbf\xbd\xef\xbf\xbd\""},
    {PS_STR_INIT("\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
    {PS_STR_INIT("\xf4\x90\x80\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
    {PS_STR_INIT("12345678\xe6\xa0"), "\"12345678\xef\xbf\xbd\xef\xbf\xbd\""},
    {PS_STR_INIT("\xff"), "\"\xef\xbf\xbd\""},
};

Test(json, strings_are_valid_utf8_without_controls)
{
    for (size_t i = 0; i < PS_COUNT(strings); i++) {
        expect_json(put_string, &strings[i].in, strings[i].want, strings[i].want);
    }
}

/* A text of `size` letters with `c` among them. */
static void expect_byte(unsigned c, size_t at, size_t size)
{
    char in[50];
    char want[100] = "\"";
    char piece[8];
    memset(in, 'x', size);
    in[at] = (char)c;
    memset(want + 1, 'x', at);
    if (c == '"' || c == '\\') {
        (void)snprintf(piece, sizeof piece, "\\%c", (char)c);
    } else if (c == '\n' || c == '\r' || c == '\t') {
        (void)snprintf(piece, sizeof piece, "\\%c", c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
    } else if (c < 0x20 || c == 0x7F) {
        (void)snprintf(piece, sizeof piece, "\\u%04x", c);
    } else {
        (void)snprintf(piece, sizeof piece, "%c", (char)c);
    }
    size_t len = strlen(piece);
    memcpy(want + 1 + at, piece, len);
    memset(want + 1 + at + len, 'x', size - at - 1);
    want[len + size] = '"';
    want[len + size + 1] = '\0';
    ps_str text = {in, size};
    expect_json(put_string, &text, want, want);
}

Test(json, every_byte_is_seen_at_every_place_of_a_word)
{
    static const size_t sizes[] = {1, 7, 8, 13, 16, 20, 50};
    for (unsigned c = 0; c < 0x80; c++) {
        for (size_t i = 0; i < PS_COUNT(sizes); i++) {
            for (size_t at = 0; at < sizes[i]; at++) {
                expect_byte(c, at, sizes[i]);
            }
        }
    }
}

/* Wherever in the buffer a text begins, and however long it is. */
Test(json, texts_that_do_not_fit_into_the_buffer_are_whole)
{
    enum { LONG = 10000 };
    static char letters[LONG];
    memset(letters, 'x', sizeof letters);
    for (size_t left = 0; left < 40; left++) {
        for (size_t size = 10; size <= LONG; size = size < 30 ? size + 1 : size * 9) {
            sample_sink sink = {.room = 0};
            ps_output out;
            ps_error err = {0};
            static char filled[PS_OUTPUT_ROOM];
            ps_buffer_init(&sink.bytes, 0);
            PS_TEST_STATUS(ps_output_init(&out, sample_write, &sink, &err), PS_OK, err);
            ps_output_add(&out, filled, sizeof filled - left);
            ps_json_string(&out, (ps_str){letters, size});
            ps_output_flush(&out);
            ps_str got = ps_buffer_str(&sink.bytes);
            cr_assert_eq(got.len, sizeof filled - left + size + 2);
            const char *at = got.ptr + sizeof filled - left;
            cr_assert(at[0] == '"' && at[size + 1] == '"' && !memcmp(at + 1, letters, size));
            ps_output_done(&out);
            ps_buffer_done(&sink.bytes);
        }
    }
}

Test(json, counts_above_2_to_the_53_are_strings)
{
    static const struct {
        uint64_t in;
        const char *want;
    } rows[] = {{0, "0"},
                {9007199254740992U, "9007199254740992"},
                {9007199254740993U, "\"9007199254740993\""},
                {UINT64_MAX, "\"18446744073709551615\""}};
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        expect_json(put_uint, &rows[i].in, rows[i].want, rows[i].want);
    }
}

Test(json, amounts_are_strings_and_keep_their_digits)
{
    static const struct {
        ps_decimal in;
        const char *want;
    } rows[] = {{{120050, 2}, "\"1200.50\""}, {{-5, 1}, "\"-0.5\""}, {{7, 0}, "\"7\""}};
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        expect_json(put_decimal, &rows[i].in, rows[i].want, rows[i].want);
    }
}

Test(json, days_are_dates_or_null)
{
    ps_day day = ps_date_parse_iso(PS_STR("2026-03-05"));
    ps_day none = PS_NO_DAY;
    expect_json(put_day, &day, "\"2026-03-05\"", "a day");
    expect_json(put_day, &none, "null", "no day");
}

Test(json, replaced_bytes_are_counted)
{
    sample_sink sink = {.room = 0};
    ps_output out;
    ps_error err = {0};
    ps_buffer_init(&sink.bytes, 0);
    PS_TEST_STATUS(ps_output_init(&out, sample_write, &sink, &err), PS_OK, err);
    ps_json_string(&out, PS_STR("a\xff"
                                "b\xfe"));
    cr_expect(out.replaced == 2, "replaced %llu", (unsigned long long)out.replaced);
    ps_output_done(&out);
    ps_buffer_done(&sink.bytes);
}

/* Strings are looked at many bytes at a time: one odd byte at every place of every length. */
Test(json, an_odd_byte_is_seen_wherever_it_stands)
{
    enum { LONGEST = 45 };
    static const struct {
        char odd;
        const char *want;
    } odds[] = {{'"', "\\\""}, {'\\', "\\\\"}, {'\n', "\\n"}, {0x1F, "\\u001f"}, {0x7F, "\\u007f"}};
    for (size_t len = 1; len <= LONGEST; len++) {
        for (size_t at = 0; at < len; at++) {
            char text[LONGEST];
            char want[2 * LONGEST + 10];
            size_t i = (len + at) % PS_COUNT(odds);
            memset(text, 'a', len);
            text[at] = odds[i].odd;
            (void)snprintf(want, sizeof want, "\"%.*s%s%.*s\"", (int)at,
                           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", odds[i].want,
                           (int)(len - at - 1), "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
            ps_str given = {text, len};
            expect_json(put_string, &given, want, "odd byte");
        }
    }
}
