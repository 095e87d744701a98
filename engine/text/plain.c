/* Most expressions of a pack are never woken by the texts of a run, and compiling them all takes
 * longer than everything else about a small order. Their errors must be found when the pack is read
 * all the same. So here is the part of the language that can be told to be right by reading it:
 * characters, classes, groups without captures, looks ahead and behind, repetitions of what can be
 * repeated. What goes beyond it (named groups, options, properties …) is left to PCRE2.
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/plain.h"

#include "base/str.h"
#include "base/utf8.h"

enum {
    DEPTH_MAX = 64, /* PCRE2's own is 250 */
    TIMES_MAX = 1000,
    COPIES_MAX = 16,           /* of a group that repeats a number of times */
    SIZE_MAX_UNITS = 24 * 1024 /* of code; PCRE2 refuses 64 Ki units */
};

/* What a part of an expression is, as far as it matters. */
typedef struct part {
    size_t units; /* of code, rather too many than too few */
    int empty;    /* it can match the empty string */
} part;

typedef struct reading {
    const char *at;
    const char *end;
    unsigned depth;
    int fixed; /* within a look behind: everything has one length */
} reading;

static int next_is(const reading *r, char c)
{
    return r->at < r->end && *r->at == c;
}

static int take(reading *r, char c)
{
    int there = next_is(r, c);
    r->at += there;
    return there;
}

/* A character that stands for itself outside of classes; 0: it may have a meaning. */
static int is_literal(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == ' ' ||
           c == '\'' || c == '"' || c == ',' || c == ';' || c == ':' || c == '/' || c == '-' ||
           c == '_' || c == '%' || c == '&' || c == '=' || c == '!' || c == '<' || c == '>' ||
           c == '@' || c == '~' || c == '#';
}

/* A punctuation mark that may stand behind a backslash, for itself. */
static int is_mark(char c)
{
    return c > ' ' && c < 0x7F && !ps_is_alpha(c) && !ps_is_digit(c);
}

/* A character beyond ASCII. */
static int take_wide(reading *r, uint32_t *ret_codepoint)
{
    const unsigned char *at = (const unsigned char *)r->at;
    size_t length = ps_utf8_length(at, (size_t)(r->end - r->at));
    if (length < 2) {
        return 0;
    }
    *ret_codepoint = ps_utf8_code_point(at, length);
    r->at += length;
    return 1;
}

/* A character of a class that may begin or end a range. */
static int take_member(reading *r, uint32_t *ret_codepoint)
{
    if (r->at + 1 < r->end && r->at[0] == '\\' && is_mark(r->at[1])) {
        *ret_codepoint = (unsigned char)r->at[1];
        r->at += 2;
        return 1;
    }
    if (r->at < r->end &&
        (is_literal(*r->at) || *r->at == '.' || *r->at == '(' || *r->at == ')' || *r->at == '+' ||
         *r->at == '*' || *r->at == '?') &&
        *r->at != '-') {
        *ret_codepoint = (unsigned char)*r->at++;
        return 1;
    }
    return take_wide(r, ret_codepoint);
}

static int is_shorthand(char c)
{
    return c == 'd' || c == 'w' || c == 's' || c == 'D' || c == 'W' || c == 'S';
}

static int is_hyphen_range(const reading *r)
{
    return r->at + 1 < r->end && r->at[0] == '-' && r->at[1] != ']';
}

/* Behind the opening bracket. A hyphen stands for itself at either end only. */
static int read_class(reading *r, part *ret)
{
    size_t members = 0;
    const char *from = r->at;
    (void)take(r, '^');
    if (take(r, '-')) {
        members++;
        if (next_is(r, '-')) {
            return 0;
        }
    }
    for (; r->at < r->end && *r->at != ']'; members++) {
        uint32_t first;
        uint32_t last;
        if (r->at + 1 < r->end && r->at[0] == '\\' && is_shorthand(r->at[1])) {
            r->at += 2;
            if (is_hyphen_range(r)) {
                return 0;
            }
        } else if (members && *r->at == '-' && !is_hyphen_range(r)) {
            r->at++;
        } else if (!take_member(r, &first)) {
            return 0;
        } else if (is_hyphen_range(r)) {
            r->at++;
            if (!take_member(r, &last) || last < first || is_hyphen_range(r)) {
                return 0;
            }
        }
    }
    /* "[:x:]", "[.x.]" and "[=x=]" are refused outside of a class. */
    int posix = members > 1 && (*from == ':' || *from == '.' || *from == '=') && r->at[-1] == *from;
    *ret = (part){48 + 10 * members, 0};
    return members && !posix && take(r, ']');
}

static int read_alternatives(reading *r, part *ret);

/* Behind the opening bracket. *ret_repeats: whether a quantifier may follow. */
static int read_group(reading *r, part *ret, int *ret_repeats)
{
    if (!take(r, '?') || r->fixed || ++r->depth > DEPTH_MAX) {
        return 0;
    }
    r->fixed = take(r, '<');
    int looks = take(r, '=') || take(r, '!');
    if (looks ? 0 : r->fixed || !take(r, ':')) {
        return 0;
    }
    if (!read_alternatives(r, ret) || !take(r, ')') || (r->fixed && ret->empty)) {
        return 0;
    }
    r->depth--;
    r->fixed = 0;
    ret->units += 16;
    ret->empty |= looks;
    *ret_repeats = !looks;
    return 1;
}

/* One thing that can be repeated, or stands between characters (then *ret_repeats is 0). */
static int read_atom(reading *r, part *ret, int *ret_repeats)
{
    uint32_t codepoint;
    *ret_repeats = 1;
    *ret = (part){8, 0};
    if (is_literal(*r->at) || *r->at == '.') {
        r->at++;
        return 1;
    }
    if (take(r, '(')) {
        return read_group(r, ret, ret_repeats);
    }
    if (take(r, '[')) {
        return read_class(r, ret);
    }
    if (take(r, '^') || take(r, '$')) {
        *ret_repeats = 0;
        ret->empty = 1;
        return 1;
    }
    if (take(r, '\\')) {
        if (r->at == r->end) {
            return 0;
        }
        char c = *r->at++;
        *ret_repeats = c != 'b' && c != 'B';
        ret->empty = !*ret_repeats;
        return ret->empty || is_shorthand(c) || is_mark(c);
    }
    return take_wide(r, &codepoint);
}

static int take_number(reading *r, unsigned *ret)
{
    const char *from = r->at;
    *ret = 0;
    while (r->at < r->end && ps_is_digit(*r->at) && *ret <= TIMES_MAX) {
        *ret = *ret * 10 + (unsigned)(*r->at++ - '0');
    }
    return r->at > from && *ret <= TIMES_MAX;
}

/* A quantifier behind an atom, if there is one. */
static int read_times(reading *r, part *atom, int is_group)
{
    unsigned least = 1;
    unsigned most = 1;
    if (take(r, '?') || take(r, '*')) {
        least = 0;
    } else if (take(r, '+')) {
        least = 1;
    } else if (take(r, '{')) {
        if (!take_number(r, &least)) {
            return 0;
        }
        most = least;
        if (take(r, ',') && !next_is(r, '}') && !take_number(r, &most)) {
            return 0;
        }
        if (!take(r, '}') || most < least || most == 0) {
            return 0;
        }
    } else {
        return 1;
    }
    if (!take(r, '?')) {
        (void)take(r, '+');
    }
    if (r->fixed) {
        return 0;
    }
    if (is_group && most > COPIES_MAX) {
        return 0;
    }
    atom->empty |= least == 0;
    atom->units = atom->units * (is_group ? most + 1 : 2) + 16;
    return 1;
}

static int read_sequence(reading *r, part *ret)
{
    *ret = (part){8, 1};
    while (r->at < r->end && *r->at != '|' && *r->at != ')') {
        part atom;
        int repeats;
        int is_group = *r->at == '(';
        if (!read_atom(r, &atom, &repeats) || (repeats && !read_times(r, &atom, is_group))) {
            return 0;
        }
        ret->units += atom.units;
        ret->empty &= atom.empty;
        if (ret->units > SIZE_MAX_UNITS) {
            return 0;
        }
    }
    return 1;
}

static int read_alternatives(reading *r, part *ret)
{
    *ret = (part){0, 0};
    do {
        part one;
        if (!read_sequence(r, &one)) {
            return 0;
        }
        ret->units += one.units;
        ret->empty |= one.empty;
    } while (ret->units <= SIZE_MAX_UNITS && take(r, '|'));
    return ret->units <= SIZE_MAX_UNITS;
}

int ps_regex_is_plain(ps_str pattern)
{
    part whole;
    reading r = {pattern.ptr, pattern.ptr + pattern.len, 0, 0};
    return pattern.len > 0 && read_alternatives(&r, &whole) && r.at == r.end && !whole.empty;
}
