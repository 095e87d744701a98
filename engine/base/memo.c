/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memo.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"

/* A question is looked for in REACH slots from its own on, so that no input can make it long. */
enum { SLOTS = 8192, REACH = 8 };

ps_status ps_memo_init(ps_memo *memo, size_t bytes, ps_error *reterr)
{
    *memo = (ps_memo){.slots = calloc(SLOTS, sizeof(ps_memo_slot))};
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
static int is_better(const ps_memo_slot *slot, const ps_memo_slot *than, uint64_t hash)
{
    return !slot->question.ptr &&
           (!than || (than->hash != hash && (slot->hash == hash || (than->hash && !slot->hash))));
}

const void *ps_memo_find(ps_memo *memo, ps_str question)
{
    uint64_t hash = ps_str_hash(question) | 1;
    memo->hash = hash;
    memo->question = question;
    memo->slot = NULL;
    for (size_t i = 0; i < REACH; i++) {
        ps_memo_slot *slot = &memo->slots[((hash >> 1) + i) % SLOTS];
        if (slot->hash == hash && slot->question.ptr && ps_str_equal(slot->question, question)) {
            memo->found++;
            return slot->answer;
        }
        memo->slot = is_better(slot, memo->slot, hash) ? slot : memo->slot;
    }
    return NULL;
}

ps_arena *ps_memo_room(ps_memo *memo)
{
    if (!memo->slot) {
        return NULL;
    }
    int again = memo->slot->hash == memo->hash;
    memo->slot->hash = memo->hash;
    return again ? &memo->arena : NULL;
}

void ps_memo_keep(ps_memo *memo, const void *answer)
{
    ps_str question = ps_arena_str(&memo->arena, memo->question);
    if (question.ptr) {
        *memo->slot = (ps_memo_slot){memo->hash, question, answer};
        memo->kept++;
    }
    memo->slot = NULL;
}

void ps_memo_settle(ps_memo *memo)
{
    size_t limit = memo->arena.limit;
    if (memo->arena.used > limit - limit / 8 || memo->kept > SLOTS / 2) {
        ps_arena_reset(&memo->arena);
        memset(memo->slots, 0, SLOTS * sizeof *memo->slots);
        memo->kept = 0;
    }
}
