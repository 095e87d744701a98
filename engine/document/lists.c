/* SPDX-License-Identifier: Apache-2.0 */
#include "document/lists.h"

#include "base/str.h"

void ps_lists_init(ps_lists *lists, ps_arena *arena)
{
    *lists = (ps_lists){.arena = arena};
    ps_index_init(&lists->index);
}

void ps_lists_done(ps_lists *lists)
{
    ps_index_done(&lists->index);
}

ps_list *ps_lists_add(ps_lists *lists, ps_str key)
{
    if (lists->count == PS_LISTS_MOST) {
        lists->dropped = 1;
        return NULL;
    }
    ps_list *list = ps_arena_alloc(lists->arena, sizeof *list);
    ps_str copy = ps_arena_str(lists->arena, key);
    if (!list || !copy.ptr || !ps_index_add(&lists->index, ps_index_hash(&lists->index, key))) {
        lists->failed = 1;
        return NULL;
    }
    list->key = copy;
    for (size_t i = 0; i < PS_LIST_LEVELS; i++) {
        list->level[i] = (ps_list_level){.start = 1, .style = PS_NUMBER_DECIMAL};
    }
    lists->items[lists->count++] = list;
    return list;
}

ps_list *ps_lists_find(const ps_lists *lists, ps_str key)
{
    if (!lists->count || !key.len) {
        return NULL;
    }
    uint32_t at = ps_index_first(&lists->index, ps_index_hash(&lists->index, key));
    for (; at; at = ps_index_next(&lists->index, at - 1)) {
        if (ps_str_equal(lists->items[at - 1]->key, key)) {
            return lists->items[at - 1];
        }
    }
    return NULL;
}

void ps_list_step(ps_list *list, unsigned level)
{
    if (level >= PS_LIST_LEVELS) {
        return;
    }
    if (!list->counted[level]) {
        list->count[level] = list->level[level].start;
        list->counted[level] = 1;
    } else {
        list->count[level]++;
    }
    for (unsigned i = level + 1; i < PS_LIST_LEVELS; i++) {
        list->counted[i] = 0;
    }
}

void ps_list_restart(ps_list *list, unsigned level, uint32_t number)
{
    if (level < PS_LIST_LEVELS) {
        list->count[level] = number - 1; /* 0 wraps, and the step wraps it back */
        list->counted[level] = 1;
    }
}

void ps_list_reset(ps_list *list)
{
    for (unsigned i = 0; i < PS_LIST_LEVELS; i++) {
        list->counted[i] = 0;
    }
}

void ps_list_label(const ps_list *list, unsigned level, ps_buffer *out)
{
    if (level >= PS_LIST_LEVELS) {
        return;
    }
    const ps_list_level *shown = &list->level[level];
    if (shown->style == PS_NUMBER_BULLET) {
        ps_number_add(out, PS_NUMBER_BULLET, 0);
        return;
    }
    for (size_t i = 0; i < shown->pattern.len; i++) {
        char c = shown->pattern.ptr[i];
        char next = i + 1 < shown->pattern.len ? shown->pattern.ptr[i + 1] : 0;
        if (c != '%' || !(next >= '1' && next <= '9')) {
            ps_buffer_add_char(out, c);
            continue;
        }
        unsigned other = (unsigned)(next - '1');
        const ps_list_level *of = &list->level[other];
        int decimal = other != level && shown->all_decimal;
        ps_number_add(out, decimal ? PS_NUMBER_DECIMAL : of->style,
                      list->counted[other] ? list->count[other] : of->start);
        i++;
    }
}
