/* SPDX-License-Identifier: Apache-2.0 */
#include "report/markup.h"

#include "base/str.h"
#include "base/utf8.h"

enum { BETWEEN_TAGS, IN_ATTRIBUTE };

static void put_reference(ps_output *out, uint32_t code)
{
    static const char hex[] = "0123456789ABCDEF";
    PS_PUT(out, "&#x");
    if (code >= 16) {
        ps_output_char(out, hex[code >> 4 & 15]);
    }
    ps_output_char(out, hex[code & 15]);
    PS_PUT(out, ";");
}

/* Stands for itself everywhere. */
static int is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7F && c != '<' && c != '>' && c != '&' && c != '"';
}

static size_t plain_length(const unsigned char *p, size_t len)
{
    size_t i = 0;
    while (i < len && is_plain(p[i])) {
        i++;
    }
    return i;
}

static void put_ascii(ps_output *out, unsigned char c, int where)
{
    switch (c) {
    case '<':
        PS_PUT(out, "&lt;");
        break;
    case '>':
        PS_PUT(out, "&gt;"); /* "]]>" must not stand in a text */
        break;
    case '&':
        PS_PUT(out, "&amp;");
        break;
    case '"':
        ps_output_text(out, where == IN_ATTRIBUTE ? "&quot;" : "\"");
        break;
    case '\t':
    case '\n':
        if (where == BETWEEN_TAGS) {
            ps_output_char(out, (char)c);
        } else {
            put_reference(out, c);
        }
        break;
    case '\r':
    case 0x7F:
        put_reference(out, c);
        break;
    default:
        ps_output_replacement(out);
        break;
    }
}

/* The one character at `p` that is not plain. @return its length in bytes. */
static size_t put_special(ps_output *out, const unsigned char *p, size_t left, int where)
{
    if (p[0] < 0x80) {
        put_ascii(out, p[0], where);
        return 1;
    }
    size_t length = ps_utf8_length(p, left);
    uint32_t code = length ? ps_utf8_code_point(p, length) : 0;
    if (length == 0 || code == 0xFFFE || code == 0xFFFF) {
        ps_output_replacement(out);
        return length ? length : 1;
    }
    if (code < 0xA0) {
        put_reference(out, code);
    } else {
        ps_output_add(out, (const char *)p, length);
    }
    return length;
}

static void put(ps_output *out, ps_str text, int where)
{
    const unsigned char *p = (const unsigned char *)text.ptr;
    for (size_t at = 0; at < text.len;) {
        size_t plain = plain_length(p + at, text.len - at);
        ps_output_add(out, text.ptr + at, plain);
        at += plain;
        if (at < text.len) {
            at += put_special(out, p + at, text.len - at, where);
        }
    }
}

void ps_markup_text(ps_output *out, ps_str text)
{
    put(out, text, BETWEEN_TAGS);
}

static void begin_attr(ps_output *out, const char *name)
{
    PS_PUT(out, " ");
    ps_output_text(out, name);
    PS_PUT(out, "=\"");
}

void ps_markup_attr(ps_output *out, const char *name, ps_str value)
{
    begin_attr(out, name);
    put(out, value, IN_ATTRIBUTE);
    PS_PUT(out, "\"");
}

void ps_markup_optional(ps_output *out, const char *name, ps_str value)
{
    if (value.len) {
        ps_markup_attr(out, name, value);
    }
}

void ps_markup_word(ps_output *out, const char *name, const char *value)
{
    begin_attr(out, name);
    ps_output_text(out, value);
    PS_PUT(out, "\"");
}

void ps_markup_uint(ps_output *out, const char *name, uint64_t value)
{
    begin_attr(out, name);
    ps_output_uint(out, value);
    PS_PUT(out, "\"");
}

void ps_markup_count(ps_output *out, const char *name, uint64_t value)
{
    if (value) {
        ps_markup_uint(out, name, value);
    }
}

void ps_markup_decimal(ps_output *out, const char *name, ps_decimal value)
{
    begin_attr(out, name);
    ps_output_decimal(out, value);
    PS_PUT(out, "\"");
}

void ps_markup_day(ps_output *out, const char *name, ps_day day)
{
    if (day != PS_NO_DAY) {
        begin_attr(out, name);
        ps_output_day(out, day);
        PS_PUT(out, "\"");
    }
}

void ps_markup_element(ps_output *out, const char *name, ps_str text)
{
    if (text.len) {
        PS_PUT(out, "<");
        ps_output_text(out, name);
        PS_PUT(out, ">");
        ps_markup_text(out, text);
        PS_PUT(out, "</");
        ps_output_text(out, name);
        PS_PUT(out, ">");
    }
}
