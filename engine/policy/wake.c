/* Which words wake a pattern: literals of which one is in every text that it matches.
 *
 * They are looked for between the gaps of the notation. What a definition gives is remembered, most
 * other pieces are plain alternatives that a short look tells about, and only the rest is given to
 * the search that understands whole expressions. Of the pieces the rarest wakes; words of the
 * others must be in the sentence too before the expression is tried.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"
#include "base/str.h"
#include "policy/notation.h"
#include "text/fold.h"
#include "text/required.h"

enum {
    ENOUGH = 6,        /* bytes: two Chinese characters; more is not better */
    GOOD = 4,          /* bytes: what the short look must give to be taken */
    DEPTH = 3,         /* of groups that it looks into */
    ALTERNATIVES = 48, /* of a piece that the short look takes on */
    ALSO = 24          /* words looked for one by one, before the expression is tried */
};

/* Literals of a piece of notation that stands between two gaps. */
typedef struct piece_literals {
    const ps_str *list;
    size_t count;
    size_t shortest; /* in bytes */
    int common;
} piece_literals;

static const piece_literals nothing = {NULL, 0, 0, 0};

static piece_literals measured(piece_literals found)
{
    found.shortest = found.count ? SIZE_MAX : 0;
    for (size_t i = 0; i < found.count; i++) {
        found.shortest = found.list[i].len < found.shortest ? found.list[i].len : found.shortest;
    }
    return found;
}

/* Behind the group that begins at `at`. */
static size_t skip_group(ps_str text, size_t at)
{
    int depth = 0;
    while (at < text.len) {
        size_t len = ps_token_length(text, at);
        depth += len == 1 && text.ptr[at] == '(';
        depth -= len == 1 && text.ptr[at] == ')';
        at += len;
        if (depth == 0) {
            break;
        }
    }
    return at;
}

static int is_plain(ps_str text, size_t at)
{
    unsigned char c = (unsigned char)text.ptr[at];
    return c >= 0x80 || ps_is_alpha((char)c) || ps_is_digit((char)c) || c == ' ' || c == ':' ||
           c == '/' || c == '-' || c == '\'' || c == ',' || c == ';' || c == '"' || c == '%';
}

/* The longest run of plain characters of the alternative that begins at *at; *at moves behind it.
 */
static ps_str longest_run(ps_str text, size_t *at)
{
    ps_str best = PS_STR("");
    size_t start = *at;
    size_t i = *at;
    for (;;) {
        int goes_on = i < text.len && is_plain(text, i);
        size_t end = i;
        if (goes_on) {
            uint32_t c;
            size_t quantifier;
            size_t next = i + ps_utf8_next(text, i, &c);
            if (ps_token_repeats(text, next, &quantifier) == 0) {
                i = next;
                continue;
            }
            /* What may be absent, or repeat, does not belong to the run. */
            i = next + quantifier;
        } else if (i < text.len && text.ptr[i] != '|') {
            size_t quantifier;
            i = text.ptr[i] == '(' ? skip_group(text, i) : i + ps_token_length(text, i);
            (void)ps_token_repeats(text, i, &quantifier);
            i += quantifier;
        }
        if (end - start > best.len) {
            best = ps_str_slice(text, start, end);
        }
        start = i;
        if (i >= text.len || (!goes_on && end == i)) {
            break;
        }
    }
    *at = i;
    return best;
}

/* Without the brackets around the whole piece. */
static ps_str unwrap(ps_str piece)
{
    int group = piece.len > 2 && piece.ptr[0] == '(' && piece.ptr[1] != '?' && piece.ptr[1] != '*';
    return group && skip_group(piece, 0) == piece.len ? ps_str_slice(piece, 1, piece.len - 1)
                                                      : piece;
}

/* One run for each alternative; nothing when one has no good run. */
static piece_literals plain_literals(ps_expansion *e, ps_str piece)
{
    ps_str runs[ALTERNATIVES];
    size_t count = 0;
    ps_str text = unwrap(piece);
    for (size_t at = 0;; at++) {
        ps_str run = longest_run(text, &at);
        if (run.len < GOOD || count == ALTERNATIVES) {
            return nothing;
        }
        runs[count++] = run;
        if (at >= text.len) {
            break;
        }
    }
    ps_str *list = ps_arena_array(&e->reader->policy->arena, count, sizeof *list);
    if (!list) {
        e->reader->out_of_memory = 1;
        return nothing;
    }
    memcpy(list, runs, count * sizeof *list);
    return (piece_literals){list, count, 0, 0};
}

static piece_literals deep_literals(ps_expansion *e, ps_str piece)
{
    piece_literals found = nothing;
    ps_buffer_clear(e->out);
    ps_expansion_add(e, piece);
    if (!e->failed && !e->out->failed) {
        found.count =
            ps_required_literals(ps_buffer_str(e->out), &e->reader->policy->arena, &found.list);
    }
    return found;
}

/* Whether `a` wakes less often for nothing than `b`. */
static int is_better(const piece_literals *a, const piece_literals *b)
{
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

static piece_literals literals_of(ps_expansion *e, ps_str piece, int depth);

static piece_literals define_literals(ps_expansion *e, ps_str name)
{
    ps_define *define = ps_expansion_find(e, name);
    if (!define) {
        return nothing; /* is reported when the pattern is expanded */
    }
    if (!define->literals_known) {
        ps_str text = ps_expansion_define(e, define);
        piece_literals known = plain_literals(e, text);
        if (!known.count) {
            known = deep_literals(e, text);
        }
        define->literals = known.list;
        define->literal_count = known.count;
        define->literals_known = 1;
    }
    return measured((piece_literals){define->literals, define->literal_count, 0, define->common});
}

/* Of several parts one behind the other, each of which must be there, the best. */
static piece_literals sequence_literals(ps_expansion *e, ps_str piece, int depth)
{
    piece_literals best = nothing;
    for (size_t i = 0; i < piece.len;) {
        int group = piece.ptr[i] == '(';
        size_t end = group ? skip_group(piece, i) : i + ps_token_length(piece, i);
        size_t quantifier;
        int optional = ps_token_repeats(piece, end, &quantifier) > 0 && piece.ptr[end] != '+';
        piece_literals found = nothing;
        if (piece.ptr[i] == '|') {
            return nothing; /* alternatives: none must be there */
        }
        if (!optional && group && i + 1 < end && piece.ptr[i + 1] != '?') {
            found = literals_of(e, ps_str_slice(piece, i, end), depth + 1);
        } else if (!optional && piece.ptr[i] == '{' && ps_token_name(piece, i)) {
            found = define_literals(e, ps_str_slice(piece, i + 1, end - 1));
        }
        if (is_better(&found, &best)) {
            best = found;
        }
        i = end + quantifier;
    }
    return best;
}

/* What a short look tells of a piece. */
static piece_literals literals_of(ps_expansion *e, ps_str piece, int depth)
{
    ps_str inside = unwrap(piece);
    if (inside.len > 2 && inside.ptr[0] == '{' && ps_token_name(inside, 0) == inside.len) {
        return define_literals(e, ps_str_slice(inside, 1, inside.len - 1));
    }
    piece_literals plain = measured(plain_literals(e, piece));
    if (depth >= DEPTH) {
        return plain;
    }
    piece_literals parts = sequence_literals(e, inside, depth);
    return is_better(&parts, &plain) ? parts : plain;
}

/* Length of the piece that begins at `at` and ends at a gap outside of all groups; *whole is set
 * when an alternative outside of all groups is seen: then no piece must be there. */
static size_t piece_length(ps_str text, size_t at, int *whole)
{
    int depth = 0;
    size_t i = at;
    while (i < text.len) {
        size_t len = ps_token_length(text, i);
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

/* What else must be there. Words that stand in most sentences tell nothing, and many take long to
 * look for. */
static void note_also(ps_clause_pattern *pattern, const piece_literals *found)
{
    if (found->count && found->count <= ALSO && !found->common &&
        pattern->also_count < PS_ALSO_MOST) {
        pattern->also[pattern->also_count++] = (ps_words){found->list, (uint32_t)found->count};
    }
}

/* The best of all pieces; the others are noted. */
static piece_literals best_piece(ps_expansion *e, ps_str text)
{
    piece_literals best = nothing;
    int whole = 0;
    for (size_t at = 0; at < text.len && !whole;) {
        size_t len = piece_length(text, at, &whole);
        piece_literals found = nothing;
        if (len && !whole) {
            found = literals_of(e, ps_str_slice(text, at, at + len), 0);
        }
        int better = is_better(&found, &best);
        note_also(e->pattern, better ? &best : &found);
        if (better) {
            best = found;
        }
        at += len + (at + len < text.len ? sizeof "{gap}" - 1 : 0);
    }
    if (whole) {
        e->pattern->also_count = 0;
        return literals_of(e, text, 0);
    }
    return best;
}

size_t ps_notation_literals(ps_reader *reader, ps_clause_pattern *pattern,
                            const ps_str **ret_literals)
{
    ps_buffer buffer;
    ps_buffer_init(&buffer, 0);
    ps_expansion e = ps_expansion_of(reader, pattern, &buffer);
    ps_str text = ps_expansion_pattern(&e);
    piece_literals best = best_piece(&e, text);
    if (best.shortest < GOOD || best.common) {
        piece_literals deep = measured(deep_literals(&e, text));
        if (is_better(&deep, &best)) {
            note_also(pattern, &best);
            best = deep;
        }
    }
    reader->out_of_memory |= buffer.failed;
    ps_buffer_done(&buffer);
    *ret_literals = best.list;
    return best.count;
}
