/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memo.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"

/* A question is looked for in REACH slots from its own on, so that no input can make it long. */
enum { SLOTS = 8192, REACH = 8 };

ps_status ps_memo_init(ps_memo *memo, size_t bytes, int eager, ps_error *reterr)
{
    *memo =
        (ps_memo){.slots = calloc(SLOTS, sizeof *memo->slots), .eager = eager, .place = SIZE_MAX};
    ps_arena_init(&memo->arena, bytes);
    return memo->slots ? PS_OK : ps_error_memory(reterr);
}

void ps_memo_done(ps_memo *memo)
{
    ps_arena_done(&memo->arena);
    free(memo->slots);
    memo->slots = NULL;
}

/* Where the question may go: where it was asked before, else where nothing is, else in place of one
 * that was asked once. */
static int is_better(const ps_memo *memo, size_t place)
{
    const ps_memo_slot *slot = &memo->slots[place];
    if (slot->entry) {
        return 0;
    }
    uint32_t before = memo->place == SIZE_MAX ? 0 : memo->slots[memo->place].mark;
    return memo->place == SIZE_MAX ||
           (before != memo->mark && (slot->mark == memo->mark || (before && !slot->mark)));
}

const void *ps_memo_find(ps_memo *memo, ps_str question)
{
    uint64_t hash = ps_str_hash(question);
    memo->question = question;
    memo->mark = (uint32_t)(hash >> 32) | 1;
    memo->place = SIZE_MAX;
    for (size_t i = 0; i < REACH; i++) {
        const ps_memo_slot *slot = &memo->slots[(size_t)(hash + i) % SLOTS];
        if (slot->mark == memo->mark && slot->entry && slot->length == question.len &&
            memcmp(slot->entry->question, question.ptr, question.len) == 0) {
            memo->found++;
            return slot->entry->answer;
        }
    }
    for (size_t i = 0; i < REACH; i++) {
        size_t place = (size_t)(hash + i) % SLOTS;
        memo->place = is_better(memo, place) ? place : memo->place;
    }
    return NULL;
}

ps_arena *ps_memo_room(ps_memo *memo)
{
    if (memo->place == SIZE_MAX) {
        return NULL;
    }
    ps_memo_slot *slot = &memo->slots[memo->place];
    int again = slot->mark == memo->mark;
    slot->mark = memo->mark;
    return again || memo->eager ? &memo->arena : NULL;
}

ps_str ps_memo_share(ps_memo *memo, ps_str text)
{
    ps_str *shared = &memo->shared[ps_str_hash(text) % PS_MEMO_SHARED];
    if (!shared->ptr || !ps_str_equal(*shared, text)) {
        *shared = ps_arena_str(&memo->arena, text);
    }
    return *shared;
}

void ps_memo_keep(ps_memo *memo, const void *answer)
{
    size_t length = memo->question.len;
    ps_memo_entry *entry =
        length <= UINT32_MAX ? ps_arena_bytes(&memo->arena, sizeof *entry + length) : NULL;
    if (entry) {
        entry->answer = answer;
        if (length) {
            memcpy(entry->question, memo->question.ptr, length);
        }
        memo->slots[memo->place].length = (uint32_t)length;
        memo->slots[memo->place].entry = entry;
        memo->kept++;
    }
    memo->place = SIZE_MAX;
}

void ps_memo_settle(ps_memo *memo)
{
    size_t limit = memo->arena.limit;
    if (memo->arena.used > limit - limit / 8 || memo->kept > SLOTS / 2) {
        ps_arena_reset(&memo->arena);
        memset(memo->slots, 0, SLOTS * sizeof *memo->slots);
        memset(memo->shared, 0, sizeof memo->shared);
        memo->kept = 0;
    }
}
