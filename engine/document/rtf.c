/* Text of RTF: a walk over groups and control words, with a stack of a fixed height.
 *
 * Pictures, tables of styles, field codes and everything in a group that only newer readers should
 * know ({\*\…}) is left out; notes and headers are paragraphs behind the one that they stand in, so
 * that no sentence is cut by them. SPDX-License-Identifier: Apache-2.0 */
#include "document/rtf.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "document/aside.h"
#include "document/reading.h"
#include "text/utf8.h"
#include "xml/charset.h"

enum {
    DEPTH = 256,  /* groups, the highest value of the limit; writers stay below 20 */
    FONTS = 1024, /* numbers of fonts; Word counts in a few hundreds */
    WORD = 32,    /* letters of a control word, by the specification */
    PENDING = 512,
    NO_FONT = UINT16_MAX
};

typedef struct group {
    uint16_t font;
    uint16_t fallback; /* characters that stand for one \u */
    unsigned char skip;
    unsigned char hidden;
    unsigned char deleted;
    unsigned char fonts; /* inside the table of fonts */
    unsigned char aside; /* begins a text beside the text */
    unsigned char star;  /* \* was read: unknown words skip the group */
    unsigned char in_aside;
} group;

typedef struct rtf {
    ps_reading *reading;
    ps_str bytes;
    size_t at;
    group stack[DEPTH + 1];
    size_t depth;                   /* open groups; stack[depth] is the innermost one's state */
    const ps_charset *fonts[FONTS]; /* NULL: the document's */
    const ps_charset *charset;      /* the document's */
    const ps_charset *pending_charset;
    char pending[PENDING]; /* bytes of text not decoded yet: a character may be in two pieces */
    size_t pending_len;
    size_t bad;         /* bytes that are no characters */
    size_t ignore;      /* characters that stand for a \u that was read */
    uint32_t surrogate; /* the first half of a pair */
    int hid;
    size_t font; /* the one that is described in the table */
    ps_aside aside;
} rtf;

static void free_rtf(rtf *r)
{
    ps_aside_done(&r->aside);
    free(r);
}
PS_DEFINE_CLEANUP(rtf *, free_rtf)

static group *state(rtf *r)
{
    return &r->stack[r->depth];
}

static ps_prose *prose_of(rtf *r)
{
    return ps_aside_prose(&r->aside);
}

static const ps_charset *charset_of(rtf *r)
{
    uint16_t font = state(r)->font;
    return font < FONTS && r->fonts[font] ? r->fonts[font] : r->charset;
}

static int is_shown(rtf *r)
{
    const group *g = state(r);
    if (g->skip || g->fonts || g->deleted) {
        return 0;
    }
    if (g->hidden) {
        r->hid = 1;
        return 0;
    }
    return 1;
}

/* Decode what is pending. Not `last`: bytes that may be the front of a character stay. */
static void flush(rtf *r, int last)
{
    size_t at = 0;
    while (at < r->pending_len) {
        char text[PENDING * 3];
        ps_str rest = {r->pending + at, r->pending_len - at};
        size_t taken = 0;
        ps_decode_end end;
        if (r->pending_charset->kind == PS_CHARSET_UTF8) {
            taken = ps_utf8_span(rest, 0, &end);
            ps_prose_add(prose_of(r), ps_str_slice(rest, 0, taken));
        } else {
            size_t given;
            end = ps_charset_decode(r->pending_charset, rest, text, sizeof text, &taken, &given);
            ps_prose_add(prose_of(r), (ps_str){text, given});
        }
        at += taken;
        if (end == PS_DECODE_PARTIAL && !last) {
            break;
        }
        if (at < r->pending_len && taken == 0) {
            ps_prose_add_char(prose_of(r), 0xFFFD);
            r->bad++;
            at++;
        }
    }
    r->pending_len -= at;
    for (size_t i = 0; i < r->pending_len; i++) {
        r->pending[i] = r->pending[at + i];
    }
}

static void add_byte(rtf *r, char byte)
{
    if (r->ignore) {
        r->ignore--;
        return;
    }
    if (!is_shown(r)) {
        return;
    }
    const ps_charset *charset = charset_of(r);
    if (charset != r->pending_charset || r->pending_len == PENDING) {
        flush(r, charset != r->pending_charset);
        r->pending_charset = charset;
    }
    if (byte) {
        r->pending[r->pending_len++] = byte;
    }
}

static void add_char(rtf *r, uint32_t codepoint)
{
    flush(r, 1);
    if (is_shown(r)) {
        ps_prose_add_char(prose_of(r), codepoint);
    }
}

/* \u counts in 16 bits with a sign. */
static void add_unicode(rtf *r, int64_t parameter)
{
    uint32_t unit = (uint32_t)(parameter & 0xFFFF);
    r->ignore = state(r)->fallback;
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        r->surrogate = unit;
        return;
    }
    if (unit >= 0xDC00 && unit <= 0xDFFF) {
        unit = r->surrogate ? 0x10000 + ((r->surrogate - 0xD800) << 10) + (unit - 0xDC00) : 0xFFFD;
    }
    r->surrogate = 0;
    /* Fonts of symbols stand at U+F000; all that they are used for is a bullet. */
    add_char(r, unit >= 0xF020 && unit <= 0xF0FF ? 0x2022 : unit);
}

/* A text beside the text begins where the innermost group began. */
static void open_aside(rtf *r)
{
    if (!state(r)->skip && !state(r)->aside) {
        state(r)->aside = 1;
        ps_aside_open(&r->aside);
    }
}

static void act_on_breaks(rtf *r, ps_rtf_action action)
{
    flush(r, 1);
    if (!is_shown(r)) {
        return;
    }
    if (action == PS_RTF_BLANK) {
        ps_prose_blank(prose_of(r));
    } else if (action == PS_RTF_LINE) {
        ps_prose_line(prose_of(r));
    } else if (action == PS_RTF_ROW) {
        ps_prose_row(prose_of(r));
    } else {
        ps_aside_paragraph(&r->aside);
    }
}

static void set_font_charset(rtf *r, const char *label)
{
    if (state(r)->fonts && r->font < FONTS && label) {
        r->fonts[r->font] = ps_charset_find(ps_str_from(label));
    }
}

static void set_font(rtf *r, int64_t number)
{
    if (state(r)->fonts) {
        r->font = number < 0 ? FONTS : (size_t)number;
    } else {
        state(r)->font = number >= 0 && number < FONTS ? (uint16_t)number : NO_FONT;
    }
}

static void act(rtf *r, ps_str word, int has_parameter, int64_t parameter)
{
    uint32_t value;
    ps_rtf_action action = ps_rtf_action_of(word, &value);
    group *g = state(r);
    const char *label;
    int is_on = !has_parameter || parameter != 0;
    if (g->star && action != PS_RTF_LET_IN && action != PS_RTF_FONTS && action != PS_RTF_ASIDE) {
        g->skip = 1;
    }
    g->star = 0;
    switch (action) {
    case PS_RTF_NOTHING:
    case PS_RTF_LET_IN:
        break;
    case PS_RTF_CHARACTER:
        add_char(r, value);
        break;
    case PS_RTF_BLANK:
    case PS_RTF_LINE:
    case PS_RTF_ROW:
    case PS_RTF_PARAGRAPH:
        act_on_breaks(r, action);
        break;
    case PS_RTF_SKIP:
        g->skip = 1;
        break;
    case PS_RTF_ASIDE:
        flush(r, 1);
        open_aside(r);
        break;
    case PS_RTF_FONTS:
        g->fonts = 1;
        break;
    case PS_RTF_FONT:
        set_font(r, has_parameter ? parameter : 0);
        break;
    case PS_RTF_CHARSET:
        set_font_charset(r, ps_rtf_charset_label((uint32_t)parameter));
        break;
    case PS_RTF_FONT_PAGE:
        set_font_charset(r, ps_rtf_codepage_label((uint32_t)parameter));
        break;
    case PS_RTF_CODEPAGE:
        label = ps_rtf_codepage_label((uint32_t)parameter);
        r->charset = label ? ps_charset_find(ps_str_from(label)) : r->charset;
        break;
    case PS_RTF_PLAIN:
        g->hidden = 0;
        g->deleted = 0;
        break;
    case PS_RTF_HIDDEN:
        flush(r, 1);
        g->hidden = (unsigned char)is_on;
        break;
    case PS_RTF_DELETED:
        flush(r, 1);
        g->deleted = (unsigned char)is_on;
        break;
    case PS_RTF_UNICODE:
        add_unicode(r, parameter);
        break;
    case PS_RTF_FALLBACK:
        g->fallback = parameter >= 0 && parameter < 100 ? (uint16_t)parameter : 1;
        break;
    case PS_RTF_BINARY:
        if (parameter > 0) {
            size_t left = r->bytes.len - r->at;
            r->at += (uint64_t)parameter < left ? (size_t)parameter : left;
        }
        break;
    }
}

static int hex_of(char c)
{
    c = ps_lower(c);
    return ps_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static char peek(const rtf *r, size_t ahead)
{
    return r->bytes.len - r->at > ahead ? r->bytes.ptr[r->at + ahead] : 0;
}

/* Behind the backslash: a letter begins a word, with a number behind it and one blank that belongs
 * to it. */
static void read_word(rtf *r)
{
    size_t start = r->at;
    while (ps_is_alpha(peek(r, 0))) {
        r->at++;
    }
    ps_str word = ps_str_slice(r->bytes, start, r->at);
    int negative = peek(r, 0) == '-' && ps_is_digit(peek(r, 1));
    r->at += (size_t)negative;
    int64_t number = 0;
    int has_number = 0;
    for (; ps_is_digit(peek(r, 0)); r->at++) {
        has_number = 1;
        number = number > INT32_MAX ? number : number * 10 + (peek(r, 0) - '0');
    }
    r->at += peek(r, 0) == ' ';
    int is_unicode = ps_str_is(word, "u");
    if (r->ignore && !is_unicode && word.len <= WORD) {
        r->ignore--; /* a word counts as one character */
        if (!ps_str_is(word, "bin")) {
            return;
        }
    }
    if (word.len <= WORD) {
        act(r, word, has_number, negative ? -number : number);
    }
}

static void read_symbol(rtf *r)
{
    char c = r->bytes.ptr[r->at++];
    if (c == '\'') {
        int high = hex_of(peek(r, 0));
        int low = hex_of(peek(r, 1));
        if (high >= 0 && low >= 0) {
            r->at += 2;
            add_byte(r, (char)(high << 4 | low));
        }
    } else if (c == '\\' || c == '{' || c == '}') {
        add_byte(r, c);
    } else if (c == '~') {
        add_byte(r, ' ');
    } else if (c == '_') {
        add_byte(r, '-');
    } else if (c == '*') {
        state(r)->star = 1;
    } else if (c == '\n' || c == '\r') {
        act_on_breaks(r, PS_RTF_PARAGRAPH);
    } else if (c == '\t') {
        act_on_breaks(r, PS_RTF_BLANK);
    }
}

static void close_group(rtf *r)
{
    flush(r, 1);
    if (state(r)->aside) {
        ps_aside_close(&r->aside);
    }
    r->depth--;
    r->ignore = 0;
}

/* @return PS_END behind the last group. */
static ps_status step(rtf *r, ps_error *reterr)
{
    char c = r->bytes.ptr[r->at++];
    switch (c) {
    case '{':
        flush(r, 1);
        if (r->depth >= r->reading->limits->depth || r->depth >= DEPTH) {
            return ps_error_limit(reterr, PS_FAILED, "depth",
                                  "RTF groups nested more than %zu deep", r->depth);
        }
        r->stack[r->depth + 1] = r->stack[r->depth];
        r->depth++;
        state(r)->star = 0;
        state(r)->aside = 0;
        r->ignore = 0;
        break;
    case '}':
        close_group(r);
        return r->depth == 0 ? PS_END : PS_OK;
    case '\\':
        if (r->at < r->bytes.len) {
            if (ps_is_alpha(peek(r, 0))) {
                read_word(r);
            } else {
                read_symbol(r);
            }
        }
        break;
    case '\n':
    case '\r':
        break;
    case '\t':
        add_byte(r, ' ');
        break;
    default:
        add_byte(r, c);
        break;
    }
    return PS_OK;
}

static ps_status finish(rtf *r, int whole, ps_error *reterr)
{
    if (!whole) {
        return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_DAMAGED,
                            "the RTF ends before its last group");
    }
    ps_aside_paragraph(&r->aside);
    if (r->hid) {
        ps_reading_note(r->reading, "hidden text was left out");
    }
    if (r->bad) {
        ps_error error;
        PS_IGNORE(ps_error_set(&error, PS_WARN, PS_E_ATTACHMENT_DAMAGED,
                               "%zu bytes are no characters of their code page", r->bad));
        ps_reading_lose(r->reading, &error);
    }
    return PS_OK;
}

ps_status ps_read_rtf(ps_reading *reading, ps_str bytes, ps_error *reterr)
{
    ps_status status = PS_OK;
    PS_CLEANUP(free_rtfp) rtf *r = calloc(1, sizeof *r);
    if (!r) {
        return ps_error_memory(reterr);
    }
    r->reading = reading;
    r->bytes = bytes;
    r->charset = ps_charset_find(PS_STR("windows-1252"));
    r->pending_charset = r->charset;
    r->stack[0] = (group){.font = NO_FONT, .fallback = 1};
    ps_aside_init(&r->aside, &reading->prose);
    while (status == PS_OK && r->at < bytes.len && !reading->prose.full) {
        status = step(r, reterr);
    }
    if (status == PS_OK || status == PS_END) {
        int whole = status == PS_END || reading->prose.full;
        status = finish(r, whole, reterr);
    }
    return status;
}
