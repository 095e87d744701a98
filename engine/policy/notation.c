/* The notation of patterns: regular expressions with "…" for a gap and {name} for a definition (see
 * policies/README.md), turned into what PCRE2 understands; and a look for repetition that has no
 * bound.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"
#include "base/str.h"
#include "policy/reader.h"
#include "text/fold.h"
#include "text/required.h"

enum { GROUPS = 64 };

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

static int escaped(ps_str text, size_t at)
{
    size_t slashes = 0;
    while (slashes < at && text.ptr[at - slashes - 1] == '\\') {
        slashes++;
    }
    return slashes % 2;
}

static int starts(ps_str text, size_t at, ps_str with)
{
    return at <= text.len && ps_str_starts(ps_str_slice(text, at, text.len), with);
}

/* Length of the definition's name in braces at `at`; 0 for a repetition such as {2,5}, and when
 * there is no end. */
static size_t name_length(ps_str text, size_t at)
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
static size_t token_length(ps_str text, size_t at)
{
    size_t name = text.ptr[at] == '{' ? name_length(text, at) : 0;
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
    for (size_t i = 0; i < text.len;) {
        int after_gap = ps_str_ends((ps_str){out, len}, gap);
        if (starts(text, i, PS_STR(ELLIPSIS))) {
            memcpy(out + len, gap.ptr, after_gap ? 0 : gap.len);
            len += after_gap ? 0 : gap.len;
            i += sizeof ELLIPSIS - 1;
            continue;
        }
        int drop = text.ptr[i] == ' ' && !escaped(text, i) &&
                   (!spaced || after_gap || starts(text, i + 1, PS_STR(ELLIPSIS)));
        if (!drop) {
            out[len++] = text.ptr[i];
        }
        i++;
    }
    return (ps_str){out, len};
}

static void fold_piece(ps_reader *reader, ps_str piece, ps_buffer *out)
{
    ps_str folded;
    ps_error error;
    if (!piece.len) {
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
        size_t len = token_length(text, i);
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

static ps_str folded_define(ps_reader *reader, ps_define *define)
{
    if (!define->folded.ptr) {
        define->folded = fold_notation(reader, define->text,
                                       is_spaced(find_language(reader, define->lang)));
    }
    return define->folded;
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

static char char_in_front(ps_str text, size_t at)
{
    return at > 0 && !escaped(text, at - 1) ? text.ptr[at - 1] : '\\';
}

static void add_gap(expansion *e, ps_str text, size_t at, size_t end)
{
    add_boundary(e, char_in_front(text, at));
    ps_buffer_printf(e->out, ".{0,%u}?", e->language ? e->language->gap : 120);
    add_boundary(e, end < text.len ? text.ptr[end] : '\\');
}

static void expand(expansion *e, ps_str text);

static void add_define(expansion *e, ps_str name)
{
    ps_define *define = find_define(e->reader, name, e->pattern->lang);
    if (!define) {
        fail(e, "declare it: <define name=\"…\">…</define>", "there is no <define> named", name);
    } else if (define->depth) {
        fail(e, "a definition may not use itself", "definitions in a circle at", name);
    } else {
        define->used = 1;
        define->depth = 1;
        ps_buffer_add_text(e->out, "(?:");
        expand(e, folded_define(e->reader, define));
        ps_buffer_add_char(e->out, ')');
        define->depth = 0;
    }
}

static void expand(expansion *e, ps_str text)
{
    for (size_t i = 0; i < text.len && !e->failed;) {
        size_t len = token_length(text, i);
        ps_str token = ps_str_slice(text, i, i + len);
        char next = i + 1 < text.len ? text.ptr[i + 1] : '\0';
        if (token.ptr[0] == '{' && ps_str_is(token, "{gap}")) {
            add_gap(e, text, i, i + len);
        } else if (token.ptr[0] == '{' && len > 1) {
            add_define(e, ps_str_slice(token, 1, len - 1));
        } else if (token.ptr[0] == '{' && !ps_is_digit(next)) {
            fail(e, "{name} is a definition, {2,5} a repetition, \\{ a brace", "a { without use in",
                 text);
        } else if (token.ptr[0] == '(' && next != '?' && next != '*') {
            ps_buffer_add_text(e->out, "(?:"); /* groups that nobody asks for cost time */
        } else {
            ps_buffer_add_str(e->out, token);
        }
        i += len;
    }
}

int ps_notation_expand(ps_reader *reader, const ps_clause_pattern *pattern, ps_buffer *out)
{
    expansion e = {reader, pattern, find_language(reader, pattern->lang), out, 0};
    ps_str text = fold_notation(reader, pattern->written, is_spaced(e.language));
    if (!text.len) {
        return 0; /* was reported */
    }
    add_boundary(&e, text.ptr[0]);
    ps_buffer_add_text(out, "(?:");
    expand(&e, text);
    ps_buffer_add_char(out, ')');
    add_boundary(&e, char_in_front(text, text.len));
    return !e.failed;
}

/* ---- literals ---- */

/* Literals of a piece of notation that stands between two gaps. */
typedef struct piece_literals {
    const ps_str *list;
    size_t count;
    size_t shortest; /* in bytes */
    int common;
} piece_literals;

static piece_literals expanded_literals(expansion *e, ps_str piece)
{
    piece_literals found = {NULL, 0, 0, 0};
    ps_buffer_clear(e->out);
    expand(e, piece);
    if (!e->failed && !e->out->failed) {
        found.count =
            ps_required_literals(ps_buffer_str(e->out), &e->reader->policy->arena, &found.list);
    }
    return found;
}

/* "{name}" or "({name})" alone: what is known of the definition. */
static ps_define *only_define(expansion *e, ps_str piece)
{
    if (piece.len > 2 && piece.ptr[0] == '(' && piece.ptr[piece.len - 1] == ')' &&
        piece.ptr[1] == '{') {
        piece = ps_str_slice(piece, 1, piece.len - 1);
    }
    return piece.len > 2 && piece.ptr[0] == '{' && name_length(piece, 0) == piece.len
               ? find_define(e->reader, ps_str_slice(piece, 1, piece.len - 1), e->pattern->lang)
               : NULL;
}

static piece_literals literals_of(expansion *e, ps_str piece)
{
    ps_define *define = only_define(e, piece);
    piece_literals found;
    if (!define) {
        found = expanded_literals(e, piece);
    } else {
        if (!define->literals_known) {
            piece_literals known = expanded_literals(e, folded_define(e->reader, define));
            define->literals = known.list;
            define->literal_count = known.count;
            define->literals_known = 1;
        }
        found = (piece_literals){define->literals, define->literal_count, 0, define->common};
    }
    found.shortest = found.count ? SIZE_MAX : 0;
    for (size_t i = 0; i < found.count; i++) {
        found.shortest = found.list[i].len < found.shortest ? found.list[i].len : found.shortest;
    }
    return found;
}

/* Whether `a` wakes less often for nothing than `b`. */
static int is_better(const piece_literals *a, const piece_literals *b)
{
    enum { ENOUGH = 6 }; /* bytes: two Chinese characters */
    if (!a->count || !b->count) {
        return a->count > 0;
    }
    if (a->common != b->common) {
        return b->common;
    }
    size_t x = a->shortest < ENOUGH ? a->shortest : ENOUGH;
    size_t y = b->shortest < ENOUGH ? b->shortest : ENOUGH;
    return x != y ? x > y : a->count < b->count;
}

/* Length of the piece that begins at `at` and ends at a gap outside of all groups; *whole is set
 * when an alternative outside of all groups is seen: then no piece must be there. */
static size_t piece_length(ps_str text, size_t at, int *whole)
{
    int depth = 0;
    size_t i = at;
    while (i < text.len) {
        size_t len = token_length(text, i);
        if (len == 1) {
            depth += text.ptr[i] == '(';
            depth -= text.ptr[i] == ')';
            *whole |= text.ptr[i] == '|' && depth == 0;
        } else if (depth == 0 && ps_str_is(ps_str_slice(text, i, i + len), "{gap}")) {
            break;
        }
        i += len;
    }
    return i - at;
}

size_t ps_notation_literals(ps_reader *reader, const ps_clause_pattern *pattern,
                            const ps_str **ret_literals)
{
    ps_buffer buffer;
    ps_buffer_init(&buffer, 0);
    expansion e = {reader, pattern, find_language(reader, pattern->lang), &buffer, 0};
    ps_str text = fold_notation(reader, pattern->written, is_spaced(e.language));
    piece_literals best = {NULL, 0, 0, 0};
    int whole = 0;
    for (size_t at = 0; at < text.len && !whole;) {
        size_t len = piece_length(text, at, &whole);
        piece_literals found = {NULL, 0, 0, 0};
        if (len && !whole) {
            found = literals_of(&e, ps_str_slice(text, at, at + len));
        }
        if (is_better(&found, &best)) {
            best = found;
        }
        at += len + (at + len < text.len ? sizeof "{gap}" - 1 : 0);
    }
    if (whole) {
        best = literals_of(&e, text);
    }
    reader->out_of_memory |= buffer.failed;
    ps_buffer_done(&buffer);
    *ret_literals = best.list;
    return best.count;
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
