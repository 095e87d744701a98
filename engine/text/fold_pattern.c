/* Folding a regular expression: its literal characters are folded as texts are, its syntax is
 * copied. Nothing is judged here; what is not valid stays so and PCRE2 says it.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "text/fold.h"
#include "text/fold_table.h"
#include "text/utf8.h"

enum {
    /* Characters of a class's range that are looked at for a folded form outside of it. */
    RANGE_MAX = 1024,
    FOLDED_MAX = 256
};

typedef struct pattern {
    ps_str in;
    size_t at;
    ps_buffer *out;
    ps_arena *arena;
    uint32_t last;   /* entry of the literal just written; 0 when it was syntax */
    size_t extended; /* where the x option was set, from 1 */
} pattern;

/* What has a meaning outside of a class, and in one. */
static const char literal_special[] = "\\^$.[|()?*+{}";
static const char class_special[] = "\\]^-[";

/* What one character folds to. */
typedef struct letters {
    char bytes[FOLDED_MAX];
    size_t len;
    size_t count;
    uint32_t last; /* entry of the last */
} letters;

static void add_letter(letters *l, uint32_t codepoint)
{
    l->len += ps_utf8_encode(codepoint, l->bytes + l->len);
    l->last = ps_fold_entry(codepoint);
    l->count++;
}

static letters fold_letter(pattern *p, uint32_t codepoint)
{
    letters l = {.len = 0};
    char bytes[4];
    ps_folded folded;
    uint32_t entry = ps_fold_entry(codepoint);
    switch (ps_fold_kind(entry)) {
    case PS_FOLD_SAME:
        add_letter(&l, codepoint);
        break;
    case PS_FOLD_ONE:
        add_letter(&l, entry & PS_FOLD_PAYLOAD);
        break;
    case PS_FOLD_SPACE:
        add_letter(&l, ' ');
        break;
    case PS_FOLD_DROP:
        break;
    default:
        if (ps_fold(p->arena, (ps_str){bytes, ps_utf8_encode(codepoint, bytes)}, PS_FOLD_TEXT,
                    &folded, NULL) != PS_OK ||
            folded.text.len > FOLDED_MAX) {
            p->out->failed = 1;
            break;
        }
        for (size_t at = 0; at < folded.text.len;) {
            at += ps_utf8_next(folded.text, at, &codepoint);
            add_letter(&l, codepoint);
        }
        break;
    }
    return l;
}

static size_t left(const pattern *p)
{
    return p->in.len - p->at;
}

/* The byte `ahead` of the next; NUL past the end. */
static char peek(const pattern *p, size_t ahead)
{
    return left(p) > ahead ? p->in.ptr[p->at + ahead] : '\0';
}

static void copy(pattern *p, size_t size)
{
    size = size < left(p) ? size : left(p);
    ps_buffer_add(p->out, p->in.ptr + p->at, size);
    p->at += size;
    p->last = 0;
}

/* Up to and including the next `end`; all when there is none. */
static void copy_through(pattern *p, char end)
{
    const char *found = memchr(p->in.ptr + p->at, end, left(p));
    copy(p, found ? (size_t)(found - (p->in.ptr + p->at)) + 1 : left(p));
}

/* Whether a quantifier comes next. */
static int at_quantifier(const pattern *p)
{
    char c = peek(p, 0);
    if (c != '{') {
        return c == '*' || c == '+' || c == '?';
    }
    size_t ahead = 1;
    while (ps_is_digit(peek(p, ahead)) || peek(p, ahead) == ',' || peek(p, ahead) == ' ') {
        ahead++;
    }
    return ahead > 1 && peek(p, ahead) == '}';
}

static void write_escaped(pattern *p, const letters *l, const char *special)
{
    for (size_t i = 0; i < l->len; i++) {
        if (strchr(special, l->bytes[i])) {
            ps_buffer_add_char(p->out, '\\');
        }
        ps_buffer_add_char(p->out, l->bytes[i]);
    }
}

/* A literal character outside of a class. */
static void write_literal(pattern *p, uint32_t codepoint)
{
    letters l = fold_letter(p, codepoint);
    if (l.count == 0) {
        /* Like a combining mark: a quantifier behind it goes to what is in front of it. */
        if (at_quantifier(p) && !p->last) {
            ps_buffer_add_text(p->out, "(?:)");
        }
        return;
    }
    int group = l.count > 1 && at_quantifier(p);
    if (group) {
        ps_buffer_add_text(p->out, "(?:");
    }
    write_escaped(p, &l, literal_special);
    if (group) {
        ps_buffer_add_char(p->out, ')');
    }
    p->last = l.last;
}

/* White space goes where folding a text would leave a blank. */
static void fold_blanks(pattern *p)
{
    uint32_t codepoint = ' ';
    size_t size = 0;
    do {
        p->at += size;
        if (!left(p)) {
            break;
        }
        size = ps_utf8_next(p->in, p->at, &codepoint);
    } while (ps_fold_kind(ps_fold_entry(codepoint)) == PS_FOLD_SPACE);
    letters next = {.len = 0};
    if (left(p) && codepoint >= 0x80) {
        next = fold_letter(p, codepoint);
    }
    uint32_t first = 0;
    if (next.len) {
        (void)ps_utf8_next((ps_str){next.bytes, next.len}, 0, &first);
    }
    if (!at_quantifier(p) && ((p->last | ps_fold_entry(first)) & PS_FOLD_IS_CJK)) {
        return;
    }
    ps_buffer_add_char(p->out, ' ');
    p->last = ps_fold_entry(' ');
}

static void fold_quoted(pattern *p, const char *special)
{
    p->at += 2;
    while (left(p) && !(peek(p, 0) == '\\' && peek(p, 1) == 'E')) {
        uint32_t codepoint;
        p->at += ps_utf8_next(p->in, p->at, &codepoint);
        letters l = fold_letter(p, codepoint);
        write_escaped(p, &l, special);
        p->last = l.last;
    }
    p->at += left(p) ? 2 : 0;
}

/* A backslash and what belongs to it. */
static void fold_escape(pattern *p)
{
    char c = peek(p, 1);
    char bracket = peek(p, 2);
    if ((unsigned char)c >= 0x80) {
        p->at++; /* it only makes the character a literal, which it is */
        return;
    }
    switch (c) {
    case 'Q':
        fold_quoted(p, literal_special);
        return;
    case 'E':
        p->at += 2;
        return;
    case 'c':
        copy(p, 3);
        return;
    case 'p':
    case 'P':
    case 'x':
    case 'o':
    case 'N':
    case 'g':
    case 'k':
        if (bracket == '{') {
            copy_through(p, '}');
        } else if (bracket == '<' && (c == 'g' || c == 'k')) {
            copy_through(p, '>');
        } else if (bracket == '\'' && (c == 'g' || c == 'k')) {
            copy(p, 3);
            copy_through(p, '\'');
        } else {
            copy(p, c == 'p' || c == 'P' ? 3 : 2);
        }
        return;
    default:
        copy(p, 2);
        return;
    }
}

static void fold_options(pattern *p)
{
    size_t ahead = 2;
    int off = 0;
    for (; ps_is_alpha(peek(p, ahead)) || peek(p, ahead) == '-' || peek(p, ahead) == '^'; ahead++) {
        off |= peek(p, ahead) == '-';
        if (peek(p, ahead) == 'x' && !off && !p->extended) {
            p->extended = p->at + ahead + 1;
        }
    }
    copy(p, ahead);
}

/* An opening parenthesis and what says which kind of group it is. */
static void fold_group(pattern *p)
{
    char kind = peek(p, 2);
    char next = peek(p, 3);
    if (peek(p, 1) == '*') {
        const char *end = memchr(p->in.ptr + p->at, ')', left(p));
        const char *name_end = memchr(p->in.ptr + p->at, ':', left(p));
        copy_through(p, kind >= 'a' && kind <= 'z' && name_end && (!end || name_end < end) ? ':'
                                                                                           : ')');
        return;
    }
    if (peek(p, 1) != '?') {
        copy(p, 1);
        return;
    }
    switch (kind) {
    case '#':
    case '&':
    case 'C':
    case 'R':
    case '+':
        copy_through(p, ')');
        return;
    case '<':
        if (next == '=' || next == '!' || next == '*') {
            copy(p, 4);
        } else {
            copy_through(p, '>');
        }
        return;
    case '\'':
        copy(p, 3);
        copy_through(p, '\'');
        return;
    case 'P':
        copy_through(p, next == '<' ? '>' : ')');
        return;
    case '(':
        if (next == '?' || next == '*') {
            copy(p, 2); /* the condition is a group like others */
        } else {
            copy_through(p, ')');
        }
        return;
    case '=':
    case '!':
    case '>':
    case '|':
    case ':':
    case '*':
        copy(p, 3);
        return;
    default:
        if (ps_is_digit(kind) || (kind == '-' && ps_is_digit(next))) {
            copy_through(p, ')');
        } else {
            fold_options(p);
        }
        return;
    }
}

static void write_code(pattern *p, uint32_t codepoint)
{
    letters l = {.len = 0};
    add_letter(&l, codepoint);
    write_escaped(p, &l, class_special);
}

static void write_code_range(pattern *p, uint32_t low, uint32_t high)
{
    if (low <= high) {
        write_code(p, low);
        if (low < high) {
            ps_buffer_add_char(p->out, '-');
            write_code(p, high);
        }
    }
}

/* The characters of a range as they are, and the folded forms of them that are outside of it. Of a
 * long range, which is one of a whole script, nothing is outside that matters. */
static void write_range(pattern *p, uint32_t low, uint32_t high)
{
    uint32_t first = 1; /* of the folded forms that follow each other; none yet */
    uint32_t last = 0;
    write_code(p, low);
    ps_buffer_add_char(p->out, '-');
    write_code(p, high);
    for (uint32_t c = low; c <= high && (low < 0x80 ? c < 0x80 : high - low < RANGE_MAX); c++) {
        letters l = fold_letter(p, c);
        uint32_t folded;
        if (l.count != 1) {
            continue;
        }
        (void)ps_utf8_next((ps_str){l.bytes, l.len}, 0, &folded);
        if (folded >= low && folded <= high) {
            continue;
        }
        if (first <= last && folded == last + 1) {
            last = folded;
            continue;
        }
        write_code_range(p, first, last);
        first = last = folded;
    }
    write_code_range(p, first, last);
}

/* One thing of a class. `lone`: it ends a range that an escape began. */
static void fold_class_item(pattern *p, int lone)
{
    uint32_t low;
    uint32_t high;
    size_t size = ps_utf8_next(p->in, p->at, &low);
    if (lone) {
        copy(p, size);
        return;
    }
    p->at += size;
    if (peek(p, 0) != '-' || peek(p, 1) == ']' || peek(p, 1) == '\0') {
        letters l = fold_letter(p, low);
        write_escaped(p, &l, class_special);
        return;
    }
    if (peek(p, 1) == '\\' || peek(p, 1) == '[') {
        p->at -= size;
        copy(p, size + 1);
        return;
    }
    p->at++;
    p->at += ps_utf8_next(p->in, p->at, &high);
    write_range(p, low, high);
}

static void fold_class(pattern *p)
{
    size_t start = p->out->len;
    int negated = peek(p, 1) == '^';
    copy(p, negated ? 2 : 1);
    size_t first = p->out->len;
    int escaped = 0; /* the thing before was an escape, which may begin a range */
    if (peek(p, 0) == ']') {
        ps_buffer_add_text(p->out, "\\");
        copy(p, 1);
    }
    while (left(p) && peek(p, 0) != ']') {
        if (peek(p, 0) == '[' && (peek(p, 1) == ':' || peek(p, 1) == '.' || peek(p, 1) == '=')) {
            copy_through(p, ']');
            escaped = 0;
        } else if (peek(p, 0) == '\\' && peek(p, 1) != 'Q' && (unsigned char)peek(p, 1) < 0x80) {
            fold_escape(p);
            escaped = 1;
        } else if (peek(p, 0) == '\\' && peek(p, 1) == 'Q') {
            fold_quoted(p, class_special);
            escaped = 0;
        } else if (peek(p, 0) == '\\') {
            p->at++; /* in front of a character that is a literal anyway */
        } else if (escaped && peek(p, 0) == '-' && peek(p, 1) != ']') {
            copy(p, 1);
            if (left(p) && peek(p, 0) != '\\') {
                fold_class_item(p, 1);
            }
            escaped = 0;
        } else {
            fold_class_item(p, 0);
            escaped = 0;
        }
    }
    if (p->out->len == first && left(p) && !p->out->failed) {
        p->out->len = start;
        ps_buffer_add_text(p->out, negated ? "(?s:.)" : "(?!)");
        p->at++;
    } else {
        copy(p, 1);
    }
    p->last = 0;
}

static void fold_next(pattern *p)
{
    char c = peek(p, 0);
    uint32_t codepoint;
    switch (c) {
    case '\\':
        fold_escape(p);
        return;
    case '[':
        fold_class(p);
        return;
    case '(':
        fold_group(p);
        return;
    default:
        break;
    }
    size_t size = ps_utf8_next(p->in, p->at, &codepoint);
    if (ps_fold_kind(ps_fold_entry(codepoint)) == PS_FOLD_SPACE) {
        fold_blanks(p);
    } else if (codepoint >= 0x80 || ps_is_alpha(c)) {
        p->at += size;
        write_literal(p, codepoint);
    } else {
        copy(p, 1);
    }
}

ps_status ps_fold_pattern(ps_arena *arena, ps_str source, ps_str *ret_pattern, ps_error *reterr)
{
    PS_CLEANUP(ps_buffer_done) ps_buffer out;
    ps_buffer_init(&out, 0);
    pattern p = {.in = source, .out = &out, .arena = arena};
    while (left(&p)) {
        fold_next(&p);
    }
    if (p.extended) {
        ps_status status = ps_error_set(
            reterr, PS_FAILED, PS_E_REGEX,
            "the x option at byte %zu of the pattern: blanks are part of the text", p.extended);
        ps_error_at(reterr, 0, p.extended);
        return status;
    }
    ps_str copied = ps_arena_str(arena, ps_buffer_str(&out));
    if (out.failed || !copied.ptr) {
        return ps_error_memory(reterr);
    }
    *ret_pattern = copied;
    return PS_OK;
}
