/* SPDX-License-Identifier: Apache-2.0 */
#include "report/numbered.h"

#include <stdlib.h>

#include "base/str.h"

/* A text is in one of REACH slots, which lie in one line of the processor's cache: those that came
 * once fill them all before long, and each would be looked at. There are more than twice as many
 * slots as texts are kept, so that nearly every one finds its place. */
enum { SLOT_BITS = 17, SLOTS = 1 << SLOT_BITS, REACH = 16 };
_Static_assert(SLOTS > 2 * PS_NUMBERED_MOST && SLOTS % REACH == 0, "there are free slots");

void ps_numbered_init(ps_numbered *numbered, size_t bytes, size_t eager)
{
    *numbered = (ps_numbered){.eager = eager};
    ps_arena_init(&numbered->arena, bytes);
    ps_buffer_init(&numbered->list, 0);
}

void ps_numbered_done(ps_numbered *numbered)
{
    ps_arena_done(&numbered->arena);
    ps_buffer_done(&numbered->list);
    free(numbered->slots);
    *numbered = (ps_numbered){.count = 0};
}

static int is_at(const ps_numbered *numbered, uint32_t number, ps_str text, unsigned kind)
{
    const ps_numbered_text *kept = ps_numbered_at(numbered, number);
    return kept->kind == kind && ps_str_equal(kept->text, text);
}

/* @return its number; 0 when there is no room. */
static uint16_t keep(ps_numbered *numbered, ps_numbered_text fresh)
{
    if (numbered->count == PS_NUMBERED_MOST || fresh.text.len > PS_NUMBERED_TEXT_MOST ||
        !ps_buffer_reserve(&numbered->list, sizeof fresh)) {
        return 0;
    }
    fresh.text = ps_arena_str(&numbered->arena, fresh.text);
    if (!fresh.text.ptr) {
        return 0;
    }
    ps_buffer_add(&numbered->list, (const char *)&fresh, sizeof fresh);
    return (uint16_t)++numbered->count;
}

/* The slot of the text: where it is, else where it came before, else where nothing is, else in
 * place of one that came once. NULL when there is none. */
static ps_numbered_slot *find(const ps_numbered *numbered, size_t first, uint16_t mark, ps_str text,
                              unsigned kind)
{
    ps_numbered_slot *other = NULL;
    for (size_t i = 0; i < REACH; i++) {
        ps_numbered_slot *slot = &numbered->slots[first + i];
        if (slot->mark == mark && (!slot->number || is_at(numbered, slot->number, text, kind))) {
            return slot;
        }
        if (!slot->mark) {
            return slot;
        }
        if (!slot->number && !other) {
            other = slot;
        }
    }
    return other;
}

/* @return its number, 0 for none. */
static uint16_t look_up(ps_numbered *numbered, ps_str text, unsigned kind)
{
    /* Ids that differ in their last digit must not lie side by side: the upper bits are mixed best.
     */
    uint64_t hash = (ps_str_hash(text) + kind) * 0x9E3779B97F4A7C15U;
    uint16_t mark = (uint16_t)(hash >> 24) | 1;
    if (!numbered->slots) {
        numbered->slots = calloc(SLOTS, sizeof *numbered->slots);
    }
    ps_numbered_slot *slot =
        numbered->slots
            ? find(numbered, (size_t)(hash >> (64 - SLOT_BITS)) / REACH * REACH, mark, text, kind)
            : NULL;
    if (!slot) {
        return 0;
    }
    if (!slot->number && (slot->mark == mark || numbered->arena.used < numbered->eager)) {
        slot->number = keep(numbered, (ps_numbered_text){.text = text, .kind = kind});
    }
    slot->mark = mark;
    return slot->number;
}

uint32_t ps_numbered_of(ps_numbered *numbered, ps_str text, unsigned kind)
{
    /* What packs say stays where it is, so that most texts are those that were there before. */
    size_t where = ((uintptr_t)text.ptr ^ text.len << 3) / 2 % PS_NUMBERED_RECENT;
    uint16_t *recent = &numbered->recent[where];
    if (!*recent || !is_at(numbered, *recent, text, kind)) {
        *recent = look_up(numbered, text, kind);
    }
    return *recent;
}
