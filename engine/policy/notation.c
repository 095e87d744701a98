/* The notation of patterns: regular expressions with "…" for a gap and {name} for a definition (see
 * policies/README.md), turned into what PCRE2 understands; and a look for repetition that has no
 * bound.
 * SPDX-License-Identifier: Apache-2.0 */
#include "policy/notation.h"
#include "base/buffer.h"
#include "base/str.h"
#include "text/fold.h"

enum { GROUPS = 64 };

#define ELLIPSIS "\xE2\x80\xA6"

static void fail(ps_expansion *e, const char *hint, const char *message, ps_str about)
{
    e->failed = 1;
    ps_reader_report(e->reader, PS_FATAL, e->pattern->file, e->pattern->line, e->pattern->column,
                     hint, "pattern %.*s: %s \"%.*s\"", PS_FMT(e->pattern->id), message,
                     PS_FMT(about));
}

/* The definition for this language, else the one for any. */
ps_define *ps_expansion_find(ps_expansion *e, ps_str name)
{
    ps_define *defines = e->reader->defines.items;
    ps_str lang = e->pattern->lang;
    ps_define *found = NULL;
    for (size_t i = 0; i < e->reader->defines.count; i++) {
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

static int escaped(ps_str text, size_t at)
{
    size_t slashes = 0;
    while (slashes < at && text.ptr[at - slashes - 1] == '\\') {
        slashes++;
    }
    return slashes % 2;
}

static int starts_ellipsis(ps_str text, size_t at)
{
    return at < text.len && text.ptr[at] == ELLIPSIS[0] &&
           ps_str_starts(ps_str_slice(text, at, text.len), PS_STR(ELLIPSIS));
}

/* Length of the definition's name in braces at `at`; 0 for a repetition such as {2,5}, and when
 * there is no end. */
size_t ps_token_name(ps_str text, size_t at)
{
    size_t end = at + 1;
    while (end < text.len && (ps_is_alpha(text.ptr[end]) || ps_is_digit(text.ptr[end]) ||
                              text.ptr[end] == '-' || text.ptr[end] == '_')) {
        end++;
    }
    int repetition = at + 1 < text.len && ps_is_digit(text.ptr[at + 1]);
    return end < text.len && text.ptr[end] == '}' && end > at + 1 && !repetition ? end + 1 - at : 0;
}

/* Length of the token at `at`: an escape, a class, a name in braces, or one byte. */
size_t ps_token_length(ps_str text, size_t at)
{
    size_t name = text.ptr[at] == '{' ? ps_token_name(text, at) : 0;
    return text.ptr[at] == '\\'  ? escape_length(text, at)
           : text.ptr[at] == '[' ? class_length(text, at)
           : name                ? name
                                 : 1;
}

/* "…" becomes {gap}, without the blanks around it; where the language has no blanks between words
 * all go. */
static ps_str tidy(ps_reader *reader, ps_str text, int spaced)
{
    char *out = ps_arena_alloc(&reader->policy->arena, 2 * text.len + 1);
    if (!out) {
        reader->out_of_memory = 1;
        return PS_STR("");
    }
    ps_str gap = PS_STR("{gap}");
    size_t len = 0;
    int after_gap = 0;
    for (size_t i = 0; i < text.len;) {
        if (starts_ellipsis(text, i)) {
            memcpy(out + len, gap.ptr, after_gap ? 0 : gap.len);
            len += after_gap ? 0 : gap.len;
            i += sizeof ELLIPSIS - 1;
            after_gap = 1;
            continue;
        }
        int drop = text.ptr[i] == ' ' && !escaped(text, i) &&
                   (!spaced || after_gap || starts_ellipsis(text, i + 1));
        if (!drop) {
            out[len++] = text.ptr[i];
            after_gap = 0;
        }
        i++;
    }
    return (ps_str){out, len};
}

/* Printable ASCII without capitals is folded already, as most English patterns are. */
static int is_folded(ps_str piece)
{
    size_t i = 0;
    while (i < piece.len && piece.ptr[i] >= ' ' && piece.ptr[i] < 0x7F &&
           !(piece.ptr[i] >= 'A' && piece.ptr[i] <= 'Z')) {
        i++;
    }
    return i == piece.len;
}

static void fold_piece(ps_reader *reader, ps_str piece, ps_buffer *out)
{
    ps_str folded;
    ps_error error;
    if (is_folded(piece)) {
        ps_buffer_add_str(out, piece);
        return;
    }
    if (ps_fold_pattern(&reader->policy->arena, piece, &folded, &error) == PS_OK) {
        ps_buffer_add_str(out, folded);
    } else {
        reader->out_of_memory = 1;
    }
}

/* The text of a pattern or definition, tidied and folded; names in braces stay. */
static ps_str fold_notation(ps_reader *reader, ps_str written, int spaced)
{
    ps_str text = tidy(reader, written, spaced);
    ps_buffer out;
    ps_buffer_init(&out, 0);
    size_t from = 0;
    for (size_t i = 0; i < text.len;) {
        size_t len = ps_token_length(text, i);
        if (text.ptr[i] == '{' && len > 1) {
            fold_piece(reader, ps_str_slice(text, from, i), &out);
            ps_buffer_add_str(&out, ps_str_slice(text, i, i + len));
            from = i + len;
        }
        i += len;
    }
    fold_piece(reader, ps_str_slice(text, from, text.len), &out);
    ps_str folded = ps_arena_str(&reader->policy->arena, ps_buffer_str(&out));
    reader->out_of_memory |= out.failed || !folded.ptr;
    ps_buffer_done(&out);
    return folded;
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

static int is_spaced(const ps_language_def *language)
{
    return !language || language->boundaries;
}

ps_str ps_expansion_define(ps_expansion *e, ps_define *define)
{
    if (!define->folded.ptr) {
        const ps_language_def *language = find_language(e->reader, define->lang);
        define->folded = fold_notation(e->reader, define->text, is_spaced(language));
    }
    return define->folded;
}

/* Whether a pattern that goes on (or ended) with this character is at a word there. */
static int wordlike(char c)
{
    return ps_is_alpha(c) || ps_is_digit(c) || c == '(' || c == ')' || c == '{' || c == '}' ||
           c == '?' || c == '*' || c == '+';
}

static void add_boundary(ps_expansion *e, char neighbour)
{
    if (e->language && e->language->boundaries && wordlike(neighbour)) {
        ps_buffer_add_text(e->out, "\\b");
    }
}

static char char_in_front(ps_str text, size_t at)
{
    return at > 0 && !escaped(text, at - 1) ? text.ptr[at - 1] : '\\';
}

static void add_gap(ps_expansion *e, ps_str text, size_t at, size_t end)
{
    add_boundary(e, char_in_front(text, at));
    ps_buffer_printf(e->out, ".{0,%u}?", e->language ? e->language->gap : 120);
    add_boundary(e, end < text.len ? text.ptr[end] : '\\');
}

static void add_define(ps_expansion *e, ps_str name)
{
    ps_define *define = ps_expansion_find(e, name);
    if (!define) {
        fail(e, "declare it: <define name=\"…\">…</define>", "there is no <define> named", name);
    } else if (define->depth) {
        fail(e, "a definition may not use itself", "definitions in a circle at", name);
    } else {
        define->used = 1;
        define->depth = 1;
        ps_buffer_add_text(e->out, "(?:");
        ps_expansion_add(e, ps_expansion_define(e, define));
        ps_buffer_add_char(e->out, ')');
        define->depth = 0;
    }
}

static void add_braces(ps_expansion *e, ps_str text, size_t at, size_t len)
{
    ps_str token = ps_str_slice(text, at, at + len);
    if (ps_str_is(token, "{gap}")) {
        add_gap(e, text, at, at + len);
    } else if (len > 1) {
        add_define(e, ps_str_slice(token, 1, len - 1));
    } else {
        fail(e, "{name} is a definition, {2,5} a repetition, \\{ a brace", "a { without use in",
             text);
    }
}

void ps_expansion_add(ps_expansion *e, ps_str text)
{
    size_t from = 0; /* what stands here and behind is copied as it is */
    for (size_t i = 0; i < text.len && !e->failed;) {
        size_t len = ps_token_length(text, i);
        char next = i + 1 < text.len ? text.ptr[i + 1] : '\0';
        if (text.ptr[i] == '{' && !(len == 1 && ps_is_digit(next))) {
            ps_buffer_add_str(e->out, ps_str_slice(text, from, i));
            add_braces(e, text, i, len);
            from = i + len;
        } else if (text.ptr[i] == '(' && next != '?' && next != '*') {
            /* Groups that nobody asks for cost time. */
            ps_buffer_add_str(e->out, ps_str_slice(text, from, i));
            ps_buffer_add_text(e->out, "(?:");
            from = i + 1;
        }
        i += len;
    }
    ps_buffer_add_str(e->out, ps_str_slice(text, from, text.len));
}

ps_str ps_expansion_pattern(ps_expansion *e)
{
    ps_clause_pattern *pattern = e->pattern;
    if (!pattern->folded.ptr) {
        pattern->folded = fold_notation(e->reader, pattern->written, is_spaced(e->language));
    }
    return pattern->folded;
}

ps_expansion ps_expansion_of(ps_reader *reader, ps_clause_pattern *pattern, ps_buffer *out)
{
    return (ps_expansion){reader, pattern, find_language(reader, pattern->lang), out, 0};
}

int ps_notation_expand(ps_reader *reader, ps_clause_pattern *pattern, ps_buffer *out)
{
    ps_expansion e = ps_expansion_of(reader, pattern, out);
    ps_str text = ps_expansion_pattern(&e);
    if (!text.len) {
        return 0; /* was reported */
    }
    add_boundary(&e, text.ptr[0]);
    ps_buffer_add_text(out, "(?:");
    ps_expansion_add(&e, text);
    ps_buffer_add_char(out, ')');
    add_boundary(&e, char_in_front(text, text.len));
    return !e.failed;
}

/* How many times the item in front of `at` may repeat: 2 without bound, 1 bounded, 0 not at all;
 * the quantifier's length. */
int ps_token_repeats(ps_str regex, size_t at, size_t *ret_length)
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
        int repeats = ps_token_repeats(regex, i, &length);
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
