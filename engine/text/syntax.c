/* Reads a regular expression into a tree.
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/syntax.h"

#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "text/code_set.h"
#include "text/fold.h"

enum { DEPTH_MAX = 100, LAST_CODE_POINT = 0x10FFFF };

typedef struct reader {
    ps_str in;
    size_t at;
    ps_arena *arena;
    int depth;
    int lost; /* something is not understood */
    int no_memory;
    ps_syntax spare; /* never looked at: without memory there is no tree */
} reader;

static char peek(const reader *r, size_t ahead)
{
    return r->at + ahead < r->in.len ? r->in.ptr[r->at + ahead] : '\0';
}

static ps_syntax *make(reader *r, ps_syntax_kind kind, size_t start)
{
    ps_syntax *node = ps_arena_alloc(r->arena, sizeof *node);
    if (!node) {
        r->no_memory = 1;
        return &r->spare;
    }
    node->kind = kind;
    node->start = start;
    node->end = r->at;
    return node;
}

static ps_syntax *make_set(reader *r, size_t start, ps_code_set *set)
{
    ps_syntax *node = make(r, PS_SYNTAX_SET, start);
    ps_code_set_settle(set);
    r->no_memory |= set->failed;
    node->ranges = set->list;
    node->range_count = set->count;
    return node;
}

static ps_syntax *make_named(reader *r, size_t start, const ps_named_set *named, int negated)
{
    ps_code_set set = {0};
    ps_code_set_add_all(r->arena, &set, named, negated);
    return make_set(r, start, &set);
}

static ps_syntax *make_one(reader *r, size_t start, uint32_t codepoint)
{
    ps_code_set set = {0};
    ps_code_set_add(r->arena, &set, codepoint, codepoint);
    return make_set(r, start, &set);
}

/* The set that a shorthand such as \d or \D stands for; NULL when the letter is none. */
static const ps_named_set *shorthand(char c)
{
    return c && strchr("dDwWsShHvV", c) ? ps_code_set_of_letter(ps_lower(c)) : NULL;
}

/* \p{…}, \P{…}, \pL. */
static void add_property(reader *r, ps_code_set *set)
{
    int negated = peek(r, 1) == 'P';
    r->at += 2;
    ps_str name = ps_str_slice(r->in, r->at, r->at + (r->at < r->in.len));
    if (peek(r, 0) == '{') {
        size_t end = ps_str_find(ps_str_slice(r->in, r->at, r->in.len), PS_STR("}"));
        if (end == SIZE_MAX) {
            r->lost = 1;
            return;
        }
        name = ps_str_slice(r->in, r->at + 1, r->at + end);
        r->at += end;
    }
    r->at++;
    if (name.len && name.ptr[0] == '^') {
        negated = !negated;
        name = ps_str_slice(name, 1, name.len);
    }
    const ps_named_set *named = ps_code_set_of_property(name);
    /* Of those that are not known nothing is left out, negated or not. */
    ps_code_set_add_all(r->arena, set, named, negated && named->name[0]);
}

static uint32_t read_hexadecimal(reader *r)
{
    uint32_t codepoint = 0;
    int braces = peek(r, 0) == '{';
    r->at += braces ? 1 : 0;
    for (int count = 0; braces || count < 2; count++) {
        char c = ps_lower(peek(r, 0));
        if (!ps_is_digit(c) && !(c >= 'a' && c <= 'f')) {
            break;
        }
        uint32_t digit = ps_is_digit(c) ? (uint32_t)(c - '0') : (uint32_t)(c - 'a') + 10;
        codepoint = codepoint <= LAST_CODE_POINT ? codepoint * 16 + digit : codepoint;
        r->at++;
    }
    r->lost |= (braces && peek(r, 0) != '}') || codepoint > LAST_CODE_POINT;
    r->at += braces ? 1 : 0;
    return codepoint;
}

/* An escape that stands for one character; 0 when it is none. */
static int read_escaped(reader *r, uint32_t *ret)
{
    static const struct {
        char letter, means;
    } controls[] = {{'t', '\t'}, {'n', '\n'}, {'r', '\r'}, {'f', '\f'}, {'e', 0x1B}, {'a', 0x07}};
    char c = peek(r, 1);
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++) {
        if (controls[i].letter == c) {
            *ret = (uint32_t)controls[i].means;
            r->at += 2;
            return 1;
        }
    }
    if (c == 'x') {
        r->at += 2;
        *ret = read_hexadecimal(r);
        return 1;
    }
    if (!c || ps_is_alpha(c) || ps_is_digit(c)) {
        return 0;
    }
    r->at++;
    r->at += ps_utf8_next(r->in, r->at, ret);
    return 1;
}

static ps_syntax *read_escape(reader *r)
{
    size_t start = r->at;
    uint32_t codepoint;
    char c = peek(r, 1);
    const ps_named_set *named = shorthand(c);
    if (named) {
        r->at += 2;
        return make_named(r, start, named, c < 'a');
    }
    if (c == 'p' || c == 'P') {
        ps_code_set set = {0};
        add_property(r, &set);
        return make_set(r, start, &set);
    }
    if (c && strchr("bBAzZGK", c)) {
        r->at += 2;
        return make(r, PS_SYNTAX_EMPTY, start);
    }
    if (c == 'N' || c == 'R' || c == 'X') {
        r->at += 2;
        r->lost |= peek(r, 0) == '{';
        return make_named(r, start, ps_code_set_of_letter(c == 'R' ? 'R' : '.'), 0);
    }
    if (!read_escaped(r, &codepoint)) {
        r->lost = 1;
        return make(r, PS_SYNTAX_EMPTY, start);
    }
    return make_one(r, start, codepoint);
}

/* "[:alpha:]" in a class. */
static void add_posix(reader *r, ps_code_set *set)
{
    size_t end = ps_str_find(ps_str_slice(r->in, r->at, r->in.len), PS_STR(":]"));
    if (end == SIZE_MAX) {
        r->lost = 1;
        return;
    }
    ps_str name = ps_str_slice(r->in, r->at + 2, r->at + end);
    int negated = name.len && name.ptr[0] == '^';
    const ps_named_set *named = ps_code_set_of_posix(ps_str_slice(name, negated ? 1 : 0, name.len));
    r->at += end + 2;
    if (named) {
        ps_code_set_add_all(r->arena, set, named, negated);
    } else {
        r->lost = 1;
    }
}

/* One character of a class; 0 when a whole set was added instead. */
static int read_member(reader *r, ps_code_set *set, uint32_t *ret)
{
    char c = peek(r, 1);
    const ps_named_set *named = shorthand(c);
    if (peek(r, 0) == '[' && c == ':') {
        add_posix(r, set);
        return 0;
    }
    if (peek(r, 0) != '\\') {
        r->at += ps_utf8_next(r->in, r->at, ret);
        return 1;
    }
    if (named) {
        ps_code_set_add_all(r->arena, set, named, c < 'a');
        r->at += 2;
        return 0;
    }
    if (c == 'p' || c == 'P') {
        add_property(r, set);
        return 0;
    }
    if (c == 'b') {
        *ret = '\b';
        r->at += 2;
        return 1;
    }
    if (!read_escaped(r, ret)) {
        r->lost = 1;
        r->at += 2;
        return 0;
    }
    return 1;
}

static ps_syntax *read_class(reader *r)
{
    size_t start = r->at;
    ps_code_set set = {0};
    int negated = peek(r, 1) == '^';
    r->at += negated ? 2 : 1;
    for (int first = 1; (peek(r, 0) != ']' || first) && !r->lost; first = 0) {
        uint32_t low;
        uint32_t high;
        if (r->at >= r->in.len) {
            r->lost = 1;
            break;
        }
        if (!read_member(r, &set, &low)) {
            continue;
        }
        high = low;
        if (peek(r, 0) == '-' && peek(r, 1) != ']' && r->at + 1 < r->in.len) {
            r->at++;
            if (!read_member(r, &set, &high)) {
                ps_code_set_add(r->arena, &set, '-', '-');
                high = low;
            }
        }
        r->lost |= high < low;
        ps_code_set_add(r->arena, &set, low, high);
    }
    r->at++;
    if (negated) {
        ps_code_set_invert(r->arena, &set);
    }
    return make_set(r, start, &set);
}

static ps_syntax *read_choice(reader *r);

/* What stands in a group, up to and with its end. */
static ps_syntax *read_inside(reader *r, size_t skip)
{
    r->at += skip;
    ps_syntax *inside = read_choice(r);
    r->lost |= peek(r, 0) != ')';
    r->at++;
    return inside;
}

static ps_syntax *read_assertion(reader *r, size_t start, size_t skip)
{
    ps_syntax *inside = read_inside(r, skip);
    ps_syntax *node = make(r, PS_SYNTAX_ASSERTION, start);
    node->first = inside;
    return node;
}

static ps_syntax *read_named(reader *r, char end)
{
    const char *found = memchr(r->in.ptr + r->at, end, r->in.len - r->at);
    r->lost |= !found;
    return found ? read_inside(r, (size_t)(found - (r->in.ptr + r->at)) + 1)
                 : make(r, PS_SYNTAX_EMPTY, r->at);
}

/* "(?i)" changes nothing in folded text; "(?x)" changes how the rest is written. */
static ps_syntax *read_options(reader *r, size_t start)
{
    r->at += 2;
    while (ps_is_alpha(peek(r, 0)) || peek(r, 0) == '-' || peek(r, 0) == '^') {
        r->lost |= !strchr("imsnUJ-^", peek(r, 0));
        r->at++;
    }
    if (peek(r, 0) == ')') {
        r->at++;
        return make(r, PS_SYNTAX_EMPTY, start);
    }
    r->lost |= peek(r, 0) != ':';
    return r->lost ? make(r, PS_SYNTAX_EMPTY, start) : read_inside(r, 1);
}

static ps_syntax *read_group(reader *r)
{
    size_t start = r->at;
    char kind = peek(r, 2);
    char next = peek(r, 3);
    if (peek(r, 1) == '*') {
        r->lost = 1;
        return make(r, PS_SYNTAX_EMPTY, start);
    }
    if (peek(r, 1) != '?') {
        return read_inside(r, 1);
    }
    if (kind == ':' || kind == '>' || kind == '|') {
        return read_inside(r, 3);
    }
    if (kind == '=' || kind == '!') {
        return read_assertion(r, start, 3);
    }
    if (kind == '<' && (next == '=' || next == '!')) {
        return read_assertion(r, start, 4);
    }
    if (kind == '\'' || kind == '<' || (kind == 'P' && next == '<')) {
        r->at += kind == 'P' ? 4 : 3;
        return read_named(r, kind == '\'' ? '\'' : '>');
    }
    if (ps_is_alpha(kind) && kind != 'P' && kind != 'R' && kind != 'C') {
        return read_options(r, start);
    }
    r->lost = 1;
    return make(r, PS_SYNTAX_EMPTY, start);
}

static ps_syntax *read_atom(reader *r)
{
    size_t start = r->at;
    ps_syntax *node;
    uint32_t codepoint;
    switch (peek(r, 0)) {
    case '(':
        if (++r->depth > DEPTH_MAX) {
            r->lost = 1;
            node = make(r, PS_SYNTAX_EMPTY, start);
        } else {
            node = read_group(r);
        }
        r->depth--;
        return node;
    case '[':
        return read_class(r);
    case '\\':
        return read_escape(r);
    case '^':
    case '$':
        r->at++;
        return make(r, PS_SYNTAX_EMPTY, start);
    case '.':
        r->at++;
        return make_named(r, start, ps_code_set_of_letter('.'), 0);
    default:
        r->at += ps_utf8_next(r->in, r->at, &codepoint);
        return make_one(r, start, codepoint);
    }
}

static uint32_t read_number(reader *r)
{
    uint32_t number = 0;
    while (ps_is_digit(peek(r, 0))) {
        number = number < 100000 ? number * 10 + (uint32_t)(peek(r, 0) - '0') : number;
        r->at++;
    }
    return number;
}

/* 0 when no quantifier stands here. */
static int read_quantifier(reader *r, uint32_t *least, uint32_t *most)
{
    size_t start = r->at;
    switch (peek(r, 0)) {
    case '*':
        *least = 0;
        *most = PS_SYNTAX_ANY_TIMES;
        break;
    case '+':
        *least = 1;
        *most = PS_SYNTAX_ANY_TIMES;
        break;
    case '?':
        *least = 0;
        *most = 1;
        break;
    case '{':
        r->at++;
        if (!ps_is_digit(peek(r, 0))) {
            r->at = start;
            return 0;
        }
        *least = *most = read_number(r);
        if (peek(r, 0) == ',') {
            r->at++;
            *most = ps_is_digit(peek(r, 0)) ? read_number(r) : PS_SYNTAX_ANY_TIMES;
        }
        if (peek(r, 0) != '}') {
            r->at = start;
            return 0;
        }
        break;
    default:
        return 0;
    }
    r->at++;
    return 1;
}

static ps_syntax *read_repeated(reader *r)
{
    size_t start = r->at;
    ps_syntax *node = read_atom(r);
    uint32_t least;
    uint32_t most;
    while (!r->lost && read_quantifier(r, &least, &most)) {
        int possessive = peek(r, 0) == '+';
        r->at += possessive || peek(r, 0) == '?';
        ps_syntax *repeat = make(r, PS_SYNTAX_REPEAT, start);
        repeat->least = least;
        repeat->most = most;
        repeat->possessive = possessive;
        repeat->first = node;
        node = repeat;
    }
    return node;
}

static ps_syntax *read_sequence(reader *r)
{
    size_t start = r->at;
    ps_syntax *first = NULL;
    ps_syntax **last = &first;
    while (r->at < r->in.len && !r->lost && !r->no_memory && peek(r, 0) != '|' &&
           peek(r, 0) != ')') {
        *last = read_repeated(r);
        last = &(*last)->next;
    }
    ps_syntax *node = make(r, first ? PS_SYNTAX_SEQUENCE : PS_SYNTAX_EMPTY, start);
    node->first = first;
    return node;
}

static ps_syntax *read_choice(reader *r)
{
    size_t start = r->at;
    ps_syntax *first = read_sequence(r);
    ps_syntax **last = &first->next;
    if (peek(r, 0) != '|' || r->lost) {
        return first;
    }
    while (peek(r, 0) == '|' && r->at < r->in.len && !r->lost && !r->no_memory) {
        r->at++;
        *last = read_sequence(r);
        last = &(*last)->next;
    }
    ps_syntax *node = make(r, PS_SYNTAX_CHOICE, start);
    node->first = first;
    return node;
}

ps_status ps_syntax_read(ps_arena *arena, ps_str pattern, const ps_syntax **ret_root,
                         ps_error *reterr)
{
    reader r = {.in = pattern, .arena = arena};
    if (ps_str_find(pattern, PS_STR("\\Q")) != SIZE_MAX) {
        return PS_END;
    }
    const ps_syntax *root = read_choice(&r);
    if (r.no_memory) {
        return ps_error_memory(reterr);
    }
    if (r.lost || r.at != pattern.len) {
        return PS_END;
    }
    *ret_root = root;
    return PS_OK;
}
