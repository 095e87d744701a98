/* Literals that a text must contain to be matched by an expression, told from its syntax.
 *
 * The expression is read once. For each part either all the texts that it can match are known (at
 * most a few: a literal, an alternation of literals, a small class) or not. Known neighbours are
 * multiplied into longer literals; where something unknown interrupts, what was gathered is a
 * candidate, and the strongest candidate is kept. What is not understood ends the search without a
 * result, which is always right. Assertions match nothing themselves and are passed over.
 *
 * The text is folded, so that (?i) changes nothing.
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/required.h"

#include <string.h>

#include "base/str.h"
#include "text/fold.h"
#include "text/fold_table.h"
#include "text/literals.h"
#include "text/utf8.h"

enum {
    CLASS_MAX = 8,  /* characters of a class that are told apart */
    REPEAT_MAX = 8, /* repetitions that are written out */
    DEPTH_MAX = 60, /* of groups */
    SCRATCH_MAX = 8 * 1024 * 1024
};

/* A part of the expression. */
typedef struct part {
    int exact; /* `all` holds every text that it can match; the empty one too */
    ps_literals all;
    ps_literals best; /* of these one is in every match; count 0: not known */
} part;

typedef struct reader {
    ps_str in;
    size_t at;
    ps_arena *arena;
    int depth;
    int lost; /* something is not understood */
} reader;

static const ps_literals empty_text = {1, {{"", 0}}};

static char peek(const reader *r, size_t ahead)
{
    return r->at + ahead < r->in.len ? r->in.ptr[r->at + ahead] : '\0';
}

static void skip_through(reader *r, char end)
{
    while (r->at < r->in.len && r->in.ptr[r->at] != end) {
        r->at++;
    }
    r->at++;
    r->lost |= r->at > r->in.len;
}

static part unknown(void)
{
    return (part){.exact = 0};
}

static part nothing(void)
{
    return (part){.exact = 1, .all = empty_text};
}

static part read_alternatives(reader *r);

/* Whether a folded text may have the character. */
static int is_folded(uint32_t codepoint)
{
    return codepoint == ' ' ||
           (codepoint < 0x110000 && ps_fold_kind(ps_fold_entry(codepoint)) == PS_FOLD_SAME);
}

/* A character; what cannot be in a folded text is not relied on. */
static part known(reader *r, uint32_t codepoint)
{
    char bytes[4];
    if (!is_folded(codepoint)) {
        return unknown();
    }
    ps_str text = ps_arena_str(r->arena, (ps_str){bytes, ps_utf8_encode(codepoint, bytes)});
    r->lost |= !text.ptr;
    return (part){.exact = 1, .all = {1, {text}}};
}

static int is_punctuation(char c)
{
    return c > ' ' && c < 0x7F && !ps_is_alpha(c) && !ps_is_digit(c);
}

/* \g and \k, and others with a bracket of some kind. */
static part skip_argument(reader *r)
{
    switch (peek(r, 0)) {
    case '{':
        skip_through(r, '}');
        break;
    case '<':
        skip_through(r, '>');
        break;
    case '\'':
        r->at++;
        skip_through(r, '\'');
        break;
    default:
        while (ps_is_digit(peek(r, 0)) || peek(r, 0) == '-' || peek(r, 0) == '+') {
            r->at++;
        }
        break;
    }
    return unknown();
}

static part read_hexadecimal(reader *r)
{
    uint32_t codepoint = 0;
    int braces = peek(r, 0) == '{';
    r->at += braces ? 1 : 0;
    for (int digits = 0; braces || digits < 2; digits++) {
        char c = ps_lower(peek(r, 0));
        uint32_t digit = ps_is_digit(c) ? (uint32_t)(c - '0') : (uint32_t)(c - 'a') + 10;
        if (!ps_is_digit(c) && !(c >= 'a' && c <= 'f')) {
            break;
        }
        codepoint = codepoint < 0x110000 ? codepoint * 16 + digit : codepoint;
        r->at++;
    }
    if (braces) {
        if (peek(r, 0) != '}') {
            r->lost = 1;
        }
        r->at++;
    }
    return known(r, codepoint);
}

static part read_escape(reader *r)
{
    char c = peek(r, 1);
    uint32_t codepoint;
    if (is_punctuation(c) || c == ' ' || (unsigned char)c >= 0x80) {
        r->at++;
        r->at += ps_utf8_next(r->in, r->at, &codepoint);
        return known(r, codepoint);
    }
    r->at += 2;
    if (c && strchr("bBAzZGK", c)) {
        return nothing();
    }
    if (c && strchr("dDsSwWhHvVRXtnrfea", c)) {
        return unknown();
    }
    switch (c) {
    case 'x':
        return read_hexadecimal(r);
    case 'c':
        r->at++;
        return unknown();
    case 'p':
    case 'P':
        if (peek(r, 0) != '{') {
            r->at++;
            return unknown();
        }
        return skip_argument(r);
    case 'N':
    case 'o':
        return peek(r, 0) == '{' ? skip_argument(r) : unknown();
    case 'g':
    case 'k':
        return skip_argument(r);
    default:
        while (ps_is_digit(peek(r, 0))) {
            r->at++;
        }
        r->lost |= !ps_is_digit(c);
        return unknown();
    }
}

/* The next member of a class. @return 0 when the class is not a short list of characters. */
static int read_member(reader *r, uint32_t *ret_codepoint)
{
    if (peek(r, 0) == '[' || r->at >= r->in.len) {
        return 0;
    }
    if (peek(r, 0) == '\\') {
        if (!is_punctuation(peek(r, 1))) {
            return 0;
        }
        r->at++;
    }
    r->at += ps_utf8_next(r->in, r->at, ret_codepoint);
    return 1;
}

/* Go behind the class that begins here. */
static void skip_class(reader *r)
{
    r->at += peek(r, 1) == '^' ? 2 : 1;
    if (peek(r, 0) == ']') {
        r->at++;
    }
    while (r->at < r->in.len && peek(r, 0) != ']') {
        if (peek(r, 0) == '\\') {
            r->lost |= peek(r, 1) == 'Q';
            r->at += 2;
        } else if (peek(r, 0) == '[' && strchr(":.=", peek(r, 1)) && peek(r, 1)) {
            char kind = peek(r, 1);
            r->at += 2;
            while (r->at < r->in.len && !(peek(r, 0) == kind && peek(r, 1) == ']')) {
                if (!ps_is_alpha(peek(r, 0)) && peek(r, 0) != '^') {
                    r->lost = 1; /* no POSIX class after all */
                    return;
                }
                r->at++;
            }
            r->at += 2;
        } else {
            r->at++;
        }
    }
    r->at++;
    r->lost |= r->at > r->in.len;
}

static part read_class(reader *r)
{
    reader ahead = *r;
    part p = {.exact = 1};
    skip_class(r);
    ahead.at++;
    if (peek(&ahead, 0) == '^' || r->lost) {
        return unknown();
    }
    for (int first = 1; peek(&ahead, 0) != ']' || first; first = 0) {
        uint32_t low;
        uint32_t high;
        if (!read_member(&ahead, &low)) {
            return unknown();
        }
        high = low;
        if (peek(&ahead, 0) == '-' && peek(&ahead, 1) != ']') {
            ahead.at++;
            if (!read_member(&ahead, &high) || high < low) {
                return unknown();
            }
        }
        if (high - low >= CLASS_MAX) {
            return unknown();
        }
        for (uint32_t c = low; c <= high; c++) {
            part one = known(r, c);
            if (!one.exact || !ps_literals_add_all(&p.all, &one.all) || p.all.count > CLASS_MAX) {
                return unknown();
            }
        }
    }
    return p.all.count ? p : unknown();
}

/* The alternatives of a group, from `skip` bytes on, and its end. */
static part read_content(reader *r, size_t skip)
{
    r->at += skip;
    part p = read_alternatives(r);
    r->lost |= peek(r, 0) != ')';
    r->at++;
    return p;
}

/* An assertion matches no text. */
static part read_assertion(reader *r, size_t skip)
{
    (void)read_content(r, skip);
    return nothing();
}

static part read_named(reader *r, char end)
{
    skip_through(r, end);
    return read_content(r, 0);
}

/* A call of another group, or a reference back. */
static part skip_call(reader *r)
{
    skip_through(r, ')');
    return unknown();
}

/* "(?" and letters: options for the rest of the group around, or for a group of their own. */
static part read_options(reader *r)
{
    r->at += 2;
    while (ps_is_alpha(peek(r, 0)) || peek(r, 0) == '-' || peek(r, 0) == '^') {
        /* x changes how the rest is written; others only how it matches. */
        r->lost |= !strchr("imsnUJ-^", peek(r, 0));
        r->at++;
    }
    if (peek(r, 0) == ')') {
        r->at++;
        return nothing();
    }
    r->lost |= peek(r, 0) != ':';
    return read_content(r, 1);
}

static part read_group(reader *r)
{
    char kind = peek(r, 2);
    char next = peek(r, 3);
    if (peek(r, 1) != '?') {
        r->lost |= peek(r, 1) == '*';
        return read_content(r, 1);
    }
    switch (kind) {
    case ':':
    case '>':
    case '|':
        return read_content(r, 3);
    case '=':
    case '!':
    case '*':
        return read_assertion(r, 3);
    case '<':
        if (next == '=' || next == '!' || next == '*') {
            return read_assertion(r, 4);
        }
        return read_named(r, '>');
    case '\'':
        r->at += 3;
        return read_named(r, '\'');
    case 'P':
        return next == '<' ? read_named(r, '>') : skip_call(r);
    case 'R':
    case '&':
    case '+':
        return skip_call(r);
    case '#':
    case 'C':
    case '(':
        r->lost = 1;
        return unknown();
    default:
        return ps_is_digit(kind) || (kind == '-' && ps_is_digit(next)) ? skip_call(r)
                                                                       : read_options(r);
    }
}

/* Characters up to the next that has a meaning; the last of several is left for a quantifier behind
 * it. */
static part read_literal(reader *r)
{
    size_t start = r->at;
    size_t last = start;
    uint32_t codepoint;
    while (r->at < r->in.len && !strchr("\\^$.[|()?*+{", peek(r, 0))) {
        size_t size = ps_utf8_next(r->in, r->at, &codepoint);
        if (!is_folded(codepoint)) {
            break;
        }
        last = r->at;
        r->at += size;
    }
    if (r->at == start) {
        r->at += ps_utf8_next(r->in, r->at, &codepoint);
        return known(r, codepoint);
    }
    if (last > start && strchr("?*+{", peek(r, 0)) && r->at < r->in.len) {
        r->at = last;
    }
    return (part){.exact = 1, .all = {1, {ps_str_slice(r->in, start, r->at)}}};
}

static part read_atom(reader *r)
{
    switch (peek(r, 0)) {
    case '(': {
        part p = unknown();
        if (++r->depth > DEPTH_MAX) {
            r->lost = 1;
        } else {
            p = read_group(r);
        }
        r->depth--;
        return p;
    }
    case '[':
        return read_class(r);
    case '\\':
        return read_escape(r);
    case '^':
    case '$':
        r->at++;
        return nothing();
    case '.':
        r->at++;
        return unknown();
    default:
        return read_literal(r);
    }
}

typedef struct repeat {
    size_t least;
    size_t most; /* SIZE_MAX: any */
} repeat;

static size_t read_number(reader *r)
{
    size_t number = 0;
    while (ps_is_digit(peek(r, 0))) {
        number = number < 100000 ? number * 10 + (size_t)(peek(r, 0) - '0') : number;
        r->at++;
    }
    return number;
}

/* {n}, {n,}, {n,m}; what else begins with a brace is a literal, except that newer versions of PCRE2
 * also read {,m} and blanks: then nothing is told. @return whether it was one. */
static int read_braces(reader *r, repeat *ret)
{
    reader ahead = *r;
    ahead.at++;
    if (peek(&ahead, 0) == ',' || peek(&ahead, 0) == ' ') {
        r->lost = 1;
    }
    if (!ps_is_digit(peek(&ahead, 0))) {
        return 0;
    }
    ret->least = ret->most = read_number(&ahead);
    r->lost |= peek(&ahead, 0) == ' ';
    if (peek(&ahead, 0) == ',') {
        ahead.at++;
        r->lost |= peek(&ahead, 0) == ' ';
        ret->most = ps_is_digit(peek(&ahead, 0)) ? read_number(&ahead) : SIZE_MAX;
        r->lost |= peek(&ahead, 0) == ' ';
    }
    if (peek(&ahead, 0) != '}') {
        return 0;
    }
    r->at = ahead.at + 1;
    return 1;
}

static int read_quantifier(reader *r, repeat *ret)
{
    switch (peek(r, 0)) {
    case '*':
        *ret = (repeat){0, SIZE_MAX};
        break;
    case '+':
        *ret = (repeat){1, SIZE_MAX};
        break;
    case '?':
        *ret = (repeat){0, 1};
        break;
    case '{':
        if (!read_braces(r, ret)) {
            return 0;
        }
        r->at--;
        break;
    default:
        return 0;
    }
    r->at++;
    if (peek(r, 0) == '+' || peek(r, 0) == '?') {
        r->at++; /* possessive, lazy */
    }
    return 1;
}

/* A sequence as far as it was read. */
typedef struct sequence {
    int exact;
    ps_literals run; /* what the known parts since the last unknown one make */
    ps_literals best;
} sequence;

/* The run ends here, and the next begins with `start`. */
static void end_run(sequence *s, const ps_literals *start)
{
    ps_literals_offer(&s->best, &s->run);
    s->run = *start;
    s->exact = 0;
}

static void append_known(reader *r, sequence *s, const ps_literals *all)
{
    ps_literals longer;
    if (ps_literals_multiply(r->arena, &s->run, all, &longer)) {
        s->run = longer;
    } else {
        end_run(s, all);
    }
}

static void append_part(reader *r, sequence *s, part *p, repeat times)
{
    if (times.least == 0) {
        if (times.most == 1 && p->exact && ps_literals_add(&p->all, empty_text.item[0])) {
            append_known(r, s, &p->all);
        } else {
            end_run(s, &empty_text);
        }
        return;
    }
    if (!p->exact) {
        ps_literals_offer(&s->best, &p->best);
        end_run(s, &empty_text);
        return;
    }
    append_known(r, s, &p->all);
    if (times.least == times.most && times.least <= REPEAT_MAX) {
        for (size_t i = 1; i < times.least; i++) {
            append_known(r, s, &p->all);
        }
    } else {
        /* The last repetition is what the next part follows. */
        end_run(s, &p->all);
    }
}

static part read_sequence(reader *r)
{
    sequence s = {.exact = 1, .run = empty_text};
    while (r->at < r->in.len && !r->lost && peek(r, 0) != '|' && peek(r, 0) != ')') {
        part p = read_atom(r);
        repeat times = {1, 1};
        repeat more;
        while (!r->lost && read_quantifier(r, &more)) {
            int once = times.least == 1 && times.most == 1;
            times = once ? more : (repeat){times.least && more.least, SIZE_MAX};
        }
        append_part(r, &s, &p, times);
    }
    part p = {.exact = s.exact, .all = s.run, .best = s.best};
    ps_literals_offer(&p.best, &s.run);
    return p;
}

static part read_alternatives(reader *r)
{
    part p = read_sequence(r);
    while (peek(r, 0) == '|' && !r->lost) {
        r->at++;
        part other = read_sequence(r);
        p.exact = p.exact && other.exact && ps_literals_add_all(&p.all, &other.all);
        if (p.best.count == 0 || other.best.count == 0 ||
            !ps_literals_add_all(&p.best, &other.best)) {
            p.best.count = 0;
        }
    }
    return p;
}

size_t ps_required_literals(ps_str pattern, ps_arena *arena, const ps_str **ret_literals)
{
    ps_arena scratch;
    ps_arena_init(&scratch, SCRATCH_MAX);
    reader r = {.in = pattern, .arena = &scratch};
    part p = read_alternatives(&r);
    size_t count = r.lost || r.at != pattern.len ? 0 : p.best.count;
    ps_str *literals = count ? ps_arena_array(arena, count, sizeof *literals) : NULL;
    for (size_t i = 0; i < count && literals; i++) {
        literals[i] = ps_arena_str(arena, p.best.item[i]);
        if (!literals[i].ptr) {
            literals = NULL;
        }
    }
    ps_arena_done(&scratch);
    *ret_literals = literals;
    return literals ? count : 0;
}
