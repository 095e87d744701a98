/* A JSON value as text: one member or element a block, "name: value".
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "record/plain.h"

typedef struct reader {
    ps_str text;
    size_t at;
    ps_plain_out *out;
    uint64_t depth; /* left */
    int deep;
} reader;

static int value(reader *r);

static void skip_white(reader *r)
{
    while (r->at < r->text.len && ps_is_space(r->text.ptr[r->at])) {
        if (r->text.ptr[r->at] == '\n') {
            ps_plain_byte(r->out, '\n');
        }
        r->at++;
    }
}

static int take(reader *r, char c)
{
    if (r->at < r->text.len && r->text.ptr[r->at] == c) {
        r->at++;
        return 1;
    }
    return 0;
}

static int hex4(const reader *r, size_t at, uint32_t *ret)
{
    uint32_t code = 0;
    if (at + 4 > r->text.len) {
        return 0;
    }
    for (size_t i = at; i < at + 4; i++) {
        char c = ps_lower(r->text.ptr[i]);
        if (!ps_is_digit(c) && (c < 'a' || c > 'f')) {
            return 0;
        }
        code = code * 16 + (uint32_t)(ps_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    *ret = code;
    return 1;
}

/* \uXXXX, with a second one where the first is half a character. The place is behind the 'u'. */
static int unicode(reader *r)
{
    uint32_t code;
    uint32_t low;
    if (!hex4(r, r->at, &code)) {
        return 0;
    }
    r->at += 4;
    if (code >= 0xD800 && code < 0xDC00 && r->at + 2 <= r->text.len && r->text.ptr[r->at] == '\\' &&
        r->text.ptr[r->at + 1] == 'u' && hex4(r, r->at + 2, &low) && low >= 0xDC00 &&
        low < 0xE000) {
        r->at += 6;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    ps_plain_code(r->out, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
    return 1;
}

static int escape(reader *r)
{
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/  \n\n ";
    if (r->at >= r->text.len) {
        return 0;
    }
    char c = r->text.ptr[r->at++];
    if (c == 'u') {
        return unicode(r);
    }
    const char *known = c ? strchr(from, c) : NULL;
    if (!known) {
        return 0;
    }
    ps_plain_code(r->out, (uint32_t)to[known - from]);
    return 1;
}

/* The place is behind the opening quote. */
static int string(reader *r)
{
    while (r->at < r->text.len) {
        char c = r->text.ptr[r->at++];
        if (c == '"') {
            return 1;
        }
        if (c == '\\') {
            if (!escape(r)) {
                return 0;
            }
        } else if ((unsigned char)c < ' ' && c != '\n' && c != '\t') {
            return 0; /* line ends and tabs are not allowed either, and are written all the same */
        } else {
            ps_plain_byte(r->out, c);
        }
    }
    return 0;
}

/* A number, true, false or null. */
static int bare(reader *r)
{
    size_t start = r->at;
    while (r->at < r->text.len) {
        char c = r->text.ptr[r->at];
        if (!ps_is_digit(c) && !ps_is_alpha(c) && c != '+' && c != '-' && c != '.') {
            break;
        }
        r->at++;
    }
    ps_str word = ps_str_slice(r->text, start, r->at);
    if (!word.len || (ps_is_alpha(word.ptr[0]) && !ps_str_is(word, "true") &&
                      !ps_str_is(word, "false") && !ps_str_is(word, "null"))) {
        return 0;
    }
    for (size_t i = 0; i < word.len && !ps_str_is(word, "null"); i++) {
        ps_plain_byte(r->out, word.ptr[i]);
    }
    return 1;
}

/* "name": value. A name without a value says nothing. */
static int member(reader *r)
{
    if (!take(r, '"')) {
        return 0;
    }
    size_t before = r->out->len;
    if (!string(r)) {
        return 0;
    }
    if (r->out->len > before) {
        ps_plain_byte(r->out, ':');
        ps_plain_byte(r->out, ' ');
    }
    skip_white(r);
    if (!take(r, ':')) {
        return 0;
    }
    skip_white(r);
    return value(r);
}

static int list(reader *r, char end, int (*element)(reader *r))
{
    if (r->depth == 0) {
        r->deep = 1;
        return 0;
    }
    r->depth--;
    skip_white(r);
    if (!take(r, end)) {
        do {
            ps_plain_break(r->out, PS_PLAIN_BLOCK);
            skip_white(r);
            if (!element(r)) {
                return 0;
            }
            skip_white(r);
        } while (take(r, ','));
        if (!take(r, end)) {
            return 0;
        }
    }
    ps_plain_break(r->out, PS_PLAIN_BLOCK);
    r->depth++;
    return 1;
}

static int value(reader *r)
{
    if (take(r, '{')) {
        return list(r, '}', member);
    }
    if (take(r, '[')) {
        return list(r, ']', value);
    }
    return take(r, '"') ? string(r) : bare(r);
}

int ps_json_text_read(ps_str text, uint64_t depth, ps_plain_out *out)
{
    reader r = {.text = text, .out = out, .depth = depth};
    int whole = value(&r) && r.at == text.len;
    return whole ? 1 : -r.deep;
}
