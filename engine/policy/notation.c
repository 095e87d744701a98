/* The notation of patterns: regular expressions with "…" for a gap and {name} for a definition (see
 * policies/README.md), turned into what PCRE2 understands; and a look for repetition that has no
 * bound.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"
#include "base/str.h"
#include "policy/reader.h"
#include "text/fold.h"

enum { DEPTH = 8, GROUPS = 64 };

#define ELLIPSIS "\xE2\x80\xA6"

typedef struct expansion {
    ps_reader *reader;
    const ps_clause_pattern *pattern;
    const ps_language_def *language;
    ps_buffer *out;
    int failed;
} expansion;

static void fail(expansion *e, const char *hint, const char *message, ps_str about)
{
    e->failed = 1;
    ps_reader_report(e->reader, PS_FATAL, e->pattern->file, e->pattern->line, 0, hint,
                     "pattern %.*s: %s \"%.*s\"", PS_FMT(e->pattern->id), message, PS_FMT(about));
}

/* The definition for this language, else the one for any. */
static ps_define *find_define(ps_reader *reader, ps_str name, ps_str lang)
{
    ps_define *defines = reader->defines.items;
    ps_define *found = NULL;
    for (size_t i = 0; i < reader->defines.count; i++) {
        if (ps_str_equal(defines[i].name, name) &&
            (ps_str_equal(defines[i].lang, lang) || (!found && !defines[i].lang.len))) {
            found = &defines[i];
        }
    }
    return found;
}

/* Length of the character class that begins at `at`. */
static size_t class_length(ps_str text, size_t at)
{
    size_t i = at + 1;
    if (i < text.len && text.ptr[i] == '^') {
        i++;
    }
    if (i < text.len && text.ptr[i] == ']') {
        i++;
    }
    while (i < text.len && text.ptr[i] != ']') {
        if (text.ptr[i] == '\\') {
            i++;
        } else if (text.ptr[i] == '[' && i + 1 < text.len && text.ptr[i + 1] == ':') {
            size_t end = ps_str_find(ps_str_slice(text, i, text.len), PS_STR(":]"));
            i += end == SIZE_MAX ? 0 : end + 1;
        }
        i++;
    }
    return i < text.len ? i + 1 - at : text.len - at;
}

/* Length of the escape that begins at `at`: \d, \p{Han}, \x{4e2d}, \( … */
static size_t escape_length(ps_str text, size_t at)
{
    if (at + 1 >= text.len) {
        return 1;
    }
    if (at + 2 < text.len && text.ptr[at + 2] == '{' && ps_is_alpha(text.ptr[at + 1])) {
        size_t end = ps_str_find(ps_str_slice(text, at, text.len), PS_STR("}"));
        if (end != SIZE_MAX) {
            return end + 1;
        }
    }
    uint32_t codepoint;
    return 1 + ps_utf8_next(text, at + 1, &codepoint);
}

static int starts_ellipsis(ps_str text, size_t at)
{
    return ps_str_starts(ps_str_slice(text, at, text.len), PS_STR(ELLIPSIS));
}

/* Whether a pattern that goes on (or ended) with this character is at a word there. */
static int wordlike(char c)
{
    return ps_is_alpha(c) || ps_is_digit(c) || c == '(' || c == ')' || c == '{' || c == '}' ||
           c == '?' || c == '*' || c == '+';
}

static void add_boundary(expansion *e, char neighbour)
{
    if (e->language && e->language->boundaries && wordlike(neighbour)) {
        ps_buffer_add_text(e->out, "\\b");
    }
}

static int escaped(ps_str text, size_t at)
{
    size_t slashes = 0;
    while (slashes < at && text.ptr[at - slashes - 1] == '\\') {
        slashes++;
    }
    return slashes % 2;
}

/* The gap at `at`; gives the offset behind it. */
static size_t add_gap(expansion *e, ps_str text, size_t at)
{
    char before = at > 0 && !escaped(text, at - 1) ? text.ptr[at - 1] : '\\';
    while (at < text.len && starts_ellipsis(text, at)) {
        at += sizeof ELLIPSIS - 1;
    }
    add_boundary(e, before);
    ps_buffer_printf(e->out, ".{0,%u}?", e->language ? e->language->gap : 120);
    add_boundary(e, at < text.len ? text.ptr[at] : '\\');
    return at;
}

static void expand(expansion *e, ps_str text, unsigned depth);

static size_t add_braces(expansion *e, ps_str text, size_t at, unsigned depth)
{
    size_t end = ps_str_find(ps_str_slice(text, at, text.len), PS_STR("}"));
    if (end == SIZE_MAX) {
        fail(e, "{name} is a definition, {2,5} a repetition, \\{ a brace", "no } behind", text);
        return text.len;
    }
    end += at;
    ps_str inside = ps_str_slice(text, at + 1, end);
    if (inside.len && (ps_is_digit(inside.ptr[0]) || inside.ptr[0] == ',')) {
        ps_buffer_add_str(e->out, ps_str_slice(text, at, end + 1));
        return end + 1;
    }
    ps_define *define = find_define(e->reader, inside, e->pattern->lang);
    if (!define) {
        fail(e, "declare it: <define name=\"…\">…</define>", "there is no <define> named", inside);
    } else if (depth == DEPTH) {
        fail(e, "a definition may not use itself", "definitions too deep at", inside);
    } else {
        define->used = 1;
        ps_buffer_add_text(e->out, "(?:");
        expand(e, define->text, depth + 1);
        ps_buffer_add_char(e->out, ')');
    }
    return end + 1;
}

/* Without the blanks around gaps, and without any where the language has none between words. */
static ps_str tidy(expansion *e, ps_str text)
{
    char *out = ps_arena_alloc(&e->reader->policy->arena, text.len + 1);
    if (!out) {
        e->reader->out_of_memory = 1;
        return PS_STR("");
    }
    int spaced = !e->language || e->language->boundaries;
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        int drop = text.ptr[i] == ' ' && !escaped(text, i) &&
                   (!spaced || starts_ellipsis(text, i + 1) ||
                    ps_str_ends((ps_str){out, len}, PS_STR(ELLIPSIS)));
        if (!drop) {
            out[len++] = text.ptr[i];
        }
    }
    return (ps_str){out, len};
}

static void expand(expansion *e, ps_str text, unsigned depth)
{
    text = tidy(e, text);
    for (size_t i = 0; i < text.len && !e->failed;) {
        size_t len = 1;
        if (text.ptr[i] == '\\') {
            len = escape_length(text, i);
        } else if (text.ptr[i] == '[') {
            len = class_length(text, i);
        } else if (text.ptr[i] == '{') {
            i = add_braces(e, text, i, depth);
            continue;
        } else if (starts_ellipsis(text, i)) {
            i = add_gap(e, text, i);
            continue;
        }
        ps_buffer_add_str(e->out, ps_str_slice(text, i, i + len));
        i += len;
    }
}

static const ps_language_def *find_language(ps_reader *reader, ps_str id)
{
    const ps_language_def *languages = reader->languages.items;
    for (size_t i = 0; i < reader->languages.count; i++) {
        if (ps_str_equal(languages[i].shown.id, id)) {
            return &languages[i];
        }
    }
    return NULL;
}

int ps_notation_expand(ps_reader *reader, const ps_clause_pattern *pattern, ps_buffer *out)
{
    expansion e = {reader, pattern, find_language(reader, pattern->lang), out, 0};
    ps_str text = pattern->written;
    if (!text.len) {
        return 0; /* was reported */
    }
    add_boundary(&e, text.ptr[0]);
    ps_buffer_add_text(out, "(?:");
    expand(&e, text, 0);
    ps_buffer_add_char(out, ')');
    add_boundary(&e, escaped(text, text.len - 1) ? '\\' : text.ptr[text.len - 1]);
    return !e.failed;
}

/* How many times the item in front of `at` may repeat: 2 without bound, 1 bounded, 0 not at all;
 * the quantifier's length. */
static int read_quantifier(ps_str regex, size_t at, size_t *ret_length)
{
    *ret_length = 1;
    if (at < regex.len && (regex.ptr[at] == '*' || regex.ptr[at] == '+')) {
        return 2;
    }
    if (at < regex.len && regex.ptr[at] == '?') {
        return 1;
    }
    if (at + 1 < regex.len && regex.ptr[at] == '{' && ps_is_digit(regex.ptr[at + 1])) {
        size_t end = at + 1;
        while (end < regex.len && regex.ptr[end] != '}') {
            end++;
        }
        *ret_length = end + 1 - at;
        return end < regex.len && regex.ptr[end - 1] == ',' ? 2 : 1;
    }
    *ret_length = 0;
    return 0;
}

const char *ps_notation_danger(ps_str regex)
{
    int open[GROUPS] = {0}; /* whether the group so far holds an unbounded repetition */
    size_t depth = 0;
    for (size_t i = 0; i < regex.len;) {
        int inside = 0;
        int dot = regex.ptr[i] == '.';
        size_t len = 1;
        if (regex.ptr[i] == '\\') {
            len = escape_length(regex, i);
        } else if (regex.ptr[i] == '[') {
            len = class_length(regex, i);
        } else if (regex.ptr[i] == '(') {
            if (++depth >= GROUPS) {
                return "groups are nested too deep";
            }
            open[depth] = 0;
            i++;
            /* "(?" begins a kind of group, not a repetition. */
            i += i < regex.len && regex.ptr[i] == '?' ? 1 : 0;
            continue;
        } else if (regex.ptr[i] == ')' && depth > 0) {
            inside = open[depth--];
        }
        i += len;
        size_t length;
        int repeats = read_quantifier(regex, i, &length);
        if (repeats == 2 && inside) {
            return "a repetition without bound inside another one: the time to match it explodes";
        }
        if (repeats == 2 && dot) {
            return "\".*\" and \".+\" have no bound";
        }
        open[depth] |= inside || repeats == 2;
        i += length;
    }
    return NULL;
}
