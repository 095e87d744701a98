/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json.h"

#include "base/str.h"
#include "base/utf8.h"

/* Stands for itself in a JSON string. */
static int is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

/* GCC's and Clang's own vectors: one instruction an operation where the processor has them. */
typedef signed char bytes_8 __attribute__((vector_size(8)));
typedef signed char bytes_16 __attribute__((vector_size(16)));
typedef uint64_t words_2 __attribute__((vector_size(16)));

/* Which of the bytes are not plain, all bits of each. As signed numbers those above 0x7E are below
 * zero, and so below 0x20. */
#define ODD(bytes) (((bytes) < 0x20) | ((bytes) == '"') | ((bytes) == '\\') | ((bytes) == 0x7F))

/* Which of so many bytes are not plain. */
static words_2 odd_of_16(const void *p)
{
    bytes_16 bytes;
    memcpy(&bytes, p, sizeof bytes);
    return (words_2)ODD(bytes);
}

static uint64_t odd_of_8(const void *p)
{
    bytes_8 bytes;
    memcpy(&bytes, p, sizeof bytes);
    return (uint64_t)ODD(bytes);
}

/* How many bytes stand in front of the first that is not plain. */
static size_t plain_front(uint64_t odd)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return odd ? (size_t)__builtin_ctzll(odd) / 8 : sizeof odd;
#else
    return odd ? (size_t)__builtin_clzll(odd) / 8 : sizeof odd;
#endif
}

/* How many bytes from `at` on are plain. */
static size_t plain_length(const unsigned char *p, size_t at, size_t len)
{
    size_t i = at;
    for (; len - i >= sizeof(bytes_16); i += sizeof(bytes_16)) {
        words_2 odd = odd_of_16(p + i);
        if (odd[0]) {
            return i - at + plain_front(odd[0]);
        }
        if (odd[1]) {
            return i - at + sizeof(bytes_8) + plain_front(odd[1]);
        }
    }
    if (len - i >= sizeof(bytes_8)) {
        size_t front = plain_front(odd_of_8(p + i));
        i += front;
        if (front < sizeof(bytes_8)) {
            return i - at;
        }
    }
    while (i < len && is_plain(p[i])) {
        i++;
    }
    return i - at;
}

/* C1 controls, and the line ends that JavaScript once took for the end of a statement. */
static int is_escaped_sequence(const unsigned char *p)
{
    return (p[0] == 0xC2 && p[1] < 0xA0) ||
           (p[0] == 0xE2 && p[1] == 0x80 && (p[2] == 0xA8 || p[2] == 0xA9));
}

/* Length of the part in front that can be copied as it is. */
static size_t clean_length(const unsigned char *p, size_t len)
{
    size_t i = 0;
    while (i < len) {
        if (p[i] < 0x80) {
            i += plain_length(p, i, len);
            if (i < len && p[i] < 0x80) {
                return i;
            }
            continue;
        }
        size_t length = ps_utf8_length(p + i, len - i);
        if (length == 0 || is_escaped_sequence(p + i)) {
            return i;
        }
        i += length;
    }
    return i;
}

static void put_escape(ps_output *out, uint32_t code)
{
    static const char hex[] = "0123456789abcdef";
    char text[6] = {
        '\\', 'u', hex[code >> 12 & 15], hex[code >> 8 & 15], hex[code >> 4 & 15], hex[code & 15]};
    ps_output_add(out, text, sizeof text);
}

/* The one character at `p` that cannot be copied. @return its length in bytes. */
static size_t put_special(ps_output *out, const unsigned char *p, size_t left)
{
    switch (p[0]) {
    case '"':
        PS_PUT(out, "\\\"");
        return 1;
    case '\\':
        PS_PUT(out, "\\\\");
        return 1;
    case '\n':
        PS_PUT(out, "\\n");
        return 1;
    case '\r':
        PS_PUT(out, "\\r");
        return 1;
    case '\t':
        PS_PUT(out, "\\t");
        return 1;
    default:
        break;
    }
    size_t length = ps_utf8_length(p, left);
    if (length == 0) {
        ps_output_replacement(out);
        return 1;
    }
    put_escape(out, ps_utf8_code_point(p, length));
    return length;
}

static words_2 copy_16(char *to, const char *from)
{
    memcpy(to, from, sizeof(bytes_16));
    return odd_of_16(from);
}

static uint64_t copy_8(char *to, const char *from)
{
    memcpy(to, from, sizeof(bytes_8));
    return odd_of_8(from);
}

/* Copies a text and looks at it in one go. @return 0 when it is not plain: the copy is of no use.
 */
static int copy_plain(char *to, const char *from, size_t len)
{
    if (len < sizeof(bytes_8)) {
        int plain = 1;
        for (size_t i = 0; i < len; i++) {
            to[i] = from[i];
            plain &= is_plain((unsigned char)from[i]);
        }
        return plain;
    }
    if (len < sizeof(bytes_16)) { /* as below, in one step */
        size_t last = len - sizeof(bytes_8);
        return (copy_8(to, from) | copy_8(to + last, from + last)) == 0;
    }
    size_t last = len - sizeof(bytes_16); /* some of these are copied twice */
    words_2 odd = copy_16(to + last, from + last);
    for (size_t i = 0; i < last; i += sizeof(bytes_16)) {
        odd |= copy_16(to + i, from + i);
    }
    return (odd[0] | odd[1]) == 0;
}

/* A text that has to be looked into: clean stretches, and what stands between them. */
__attribute__((noinline)) static void put_mixed(ps_output *out, ps_str text)
{
    const unsigned char *p = (const unsigned char *)text.ptr;
    size_t at = 0;
    PS_PUT(out, "\"");
    while (at < text.len) {
        size_t clean = clean_length(p + at, text.len - at);
        ps_output_add(out, text.ptr + at, clean);
        at += clean;
        if (at < text.len) {
            at += put_special(out, p + at, text.len - at);
        }
    }
    PS_PUT(out, "\"");
}

void ps_json_string(ps_output *out, ps_str text)
{
    enum { QUOTES = 2, SHORT = 4096 }; /* nearly all texts are plain and short */
    if (text.len <= SHORT && text.len + QUOTES <= PS_OUTPUT_ROOM - out->used) {
        char *to = out->bytes + out->used;
        if (copy_plain(to + 1, text.ptr, text.len)) {
            to[0] = '"';
            to[text.len + 1] = '"';
            out->used += text.len + QUOTES;
            return;
        }
    }
    put_mixed(out, text);
}

void ps_json_string_or_null(ps_output *out, ps_str text)
{
    if (text.len) {
        ps_json_string(out, text);
    } else {
        PS_PUT(out, "null");
    }
}

void ps_json_name(ps_output *out, const char *name)
{
    PS_PUT(out, "\"");
    ps_output_text(out, name);
    PS_PUT(out, "\"");
}

void ps_json_uint(ps_output *out, uint64_t value)
{
    static const uint64_t exact = (uint64_t)1 << 53;
    if (value > exact) {
        PS_PUT(out, "\"");
        ps_output_uint(out, value);
        PS_PUT(out, "\"");
    } else {
        ps_output_uint(out, value);
    }
}

void ps_json_decimal(ps_output *out, ps_decimal value)
{
    PS_PUT(out, "\"");
    ps_output_decimal(out, value);
    PS_PUT(out, "\"");
}

void ps_json_day(ps_output *out, ps_day day)
{
    if (day == PS_NO_DAY) {
        PS_PUT(out, "null");
        return;
    }
    PS_PUT(out, "\"");
    ps_output_day(out, day);
    PS_PUT(out, "\"");
}

void ps_json_counts(ps_output *out, const ps_json_count *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ps_output_text(out, rows[i].key);
        ps_json_uint(out, rows[i].value);
    }
}
