/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/wording.h"

#include "base/str.h"

typedef struct expansion {
    ps_arena *arena;
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

/* Replace the first group of `text` by each of its alternatives, until no group is left. The depth
 * is the count of groups, which the length of an element's text bounds through PS_WORDINGS_MAX only
 * where groups have two alternatives or more, so it is bounded here too. */
static ps_wording_fault expand_groups(expansion *expand, ps_str text, unsigned depth)
{
    enum { GROUPS_MAX = 24 };
    size_t open = ps_str_find(text, PS_STR("("));
    if (open == SIZE_MAX) {
        return give(expand, text);
    }
    if (depth == GROUPS_MAX) {
        return PS_WORDING_MANY;
    }
    size_t close = open + 1;
    while (text.ptr[close] != ')') {
        close = part_end(text, close);
        close += text.ptr[close] == '|';
    }
    size_t from = open + 1;
    while (from <= close && !expand->stopped) {
        size_t end = part_end(text, from);
        const ps_str parts[] = {ps_str_slice(text, 0, open), ps_str_slice(text, from, end),
                                ps_str_slice(text, close + 1, text.len)};
        ps_str one = ps_arena_concat(expand->arena, parts, 3);
        if (!one.ptr) {
            return PS_WORDING_MEMORY;
        }
        ps_wording_fault fault = expand_groups(expand, one, depth + 1);
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
    size_t from = 0;
    while (from <= text.len && !expand.stopped) {
        size_t end = part_end(text, from);
        ps_wording_fault fault = expand_groups(&expand, ps_str_slice(text, from, end), 0);
        if (fault != PS_WORDING_OK) {
            return fault;
        }
        from = end + 1;
    }
    return PS_WORDING_OK;
}
