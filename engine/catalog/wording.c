/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/wording.h"

#include "base/str.h"

typedef struct expansion {
    ps_arena *arena;
    char *buffer; /* the wording so far; none is longer than the text that it is made from */
    ps_wording_fn wording;
    void *user;
    size_t count;
    int stopped;
} expansion;

/* Where the part that begins at `from` ends: at a '|' or a closing bracket of its own level, or at
 * the end of the text. */
static size_t part_end(ps_str text, size_t from)
{
    size_t depth = 0;
    size_t at = from;
    while (at < text.len) {
        char c = text.ptr[at];
        if (depth == 0 && (c == '|' || c == ')')) {
            break;
        }
        depth += c == '(';
        depth -= c == ')';
        at++;
    }
    return at;
}

static int brackets_pair(ps_str text)
{
    size_t open = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == ')' && open-- == 0) {
            return 0;
        }
        open += text.ptr[i] == '(';
    }
    return open == 0;
}

static ps_wording_fault give(expansion *expand, ps_str wording)
{
    wording = ps_str_trim(wording);
    if (++expand->count > PS_WORDINGS_MAX) {
        return PS_WORDING_MANY;
    }
    expand->stopped = expand->wording(expand->user, wording);
    return PS_WORDING_OK;
}

static void append(expansion *expand, size_t *len, ps_str part)
{
    if (part.len) {
        memcpy(expand->buffer + *len, part.ptr, part.len);
        *len += part.len;
    }
}

static ps_wording_fault expand_groups(expansion *expand, size_t len, ps_str text, unsigned depth);

/* One alternative and what follows its group. Only one that has groups itself has to be put
 * together first. */
static ps_wording_fault expand_alternative(expansion *expand, size_t len, ps_str one, ps_str rest,
                                           unsigned depth)
{
    if (one.len == 0 || memchr(one.ptr, '(', one.len) == NULL) {
        append(expand, &len, one);
        return expand_groups(expand, len, rest, depth);
    }
    const ps_str parts[] = {one, rest};
    ps_str text = ps_arena_concat(expand->arena, parts, 2);
    return text.ptr ? expand_groups(expand, len, text, depth) : PS_WORDING_MEMORY;
}

/* Spell out `text` behind the `len` bytes that stand in the buffer. The depth is the count of
 * groups; it is bounded, because groups of one alternative do not run into PS_WORDINGS_MAX. */
static ps_wording_fault expand_groups(expansion *expand, size_t len, ps_str text, unsigned depth)
{
    enum { GROUPS_MAX = 24 };
    const char *bracket = text.len ? memchr(text.ptr, '(', text.len) : NULL;
    if (!bracket) {
        append(expand, &len, text);
        return give(expand, (ps_str){expand->buffer, len});
    }
    if (depth == GROUPS_MAX) {
        return PS_WORDING_MANY;
    }
    size_t open = (size_t)(bracket - text.ptr);
    append(expand, &len, ps_str_slice(text, 0, open));
    size_t close = open + 1;
    while (text.ptr[close] != ')') {
        close = part_end(text, close);
        close += text.ptr[close] == '|';
    }
    ps_str rest = ps_str_slice(text, close + 1, text.len);
    for (size_t from = open + 1; from <= close && !expand->stopped;) {
        size_t end = part_end(text, from);
        ps_wording_fault fault =
            expand_alternative(expand, len, ps_str_slice(text, from, end), rest, depth + 1);
        if (fault != PS_WORDING_OK) {
            return fault;
        }
        from = end + 1;
    }
    return PS_WORDING_OK;
}

ps_wording_fault ps_wordings_each(ps_arena *arena, ps_str text, ps_wording_fn wording, void *user)
{
    expansion expand = {.arena = arena, .wording = wording, .user = user};
    if (!brackets_pair(text)) {
        return PS_WORDING_BRACKET;
    }
    expand.buffer = ps_arena_alloc(arena, text.len + 1);
    if (!expand.buffer) {
        return PS_WORDING_MEMORY;
    }
    size_t from = 0;
    while (from <= text.len && !expand.stopped) {
        size_t end = part_end(text, from);
        ps_wording_fault fault = expand_groups(&expand, 0, ps_str_slice(text, from, end), 0);
        if (fault != PS_WORDING_OK) {
            return fault;
        }
        from = end + 1;
    }
    return PS_WORDING_OK;
}
