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
    *memo = (ps_memo){.marks = calloc(SLOTS, sizeof *memo->marks),
                      .slots = calloc(SLOTS, sizeof *memo->slots),
                      .eager = eager,
                      .place = SIZE_MAX};
    ps_arena_init(&memo->arena, bytes);
    return memo->marks && memo->slots ? PS_OK : ps_error_memory(reterr);
}

void ps_memo_done(ps_memo *memo)
{
    ps_arena_done(&memo->arena);
    free(memo->marks);
    free(memo->slots);
    memo->marks = NULL;
    memo->slots = NULL;
}

/* Where the question may go: where it was asked before, else where nothing is, else in place of one
 * that was asked once. */
static int is_better(const ps_memo *memo, size_t place)
{
    if (memo->slots[place].question.ptr) {
        return 0;
    }
    uint32_t before = memo->place == SIZE_MAX ? 0 : memo->marks[memo->place];
    return memo->place == SIZE_MAX || (before != memo->mark && (memo->marks[place] == memo->mark ||
                                                                (before && !memo->marks[place])));
}

const void *ps_memo_find(ps_memo *memo, ps_str question)
{
    uint64_t hash = ps_str_hash(question);
    memo->question = question;
    memo->mark = (uint32_t)(hash >> 32) | 1;
    memo->place = SIZE_MAX;
    for (size_t i = 0; i < REACH; i++) {
        size_t place = (size_t)(hash + i) % SLOTS;
        const ps_memo_slot *slot = &memo->slots[place];
        if (memo->marks[place] == memo->mark && slot->question.ptr &&
            ps_str_equal(slot->question, question)) {
            memo->found++;
            return slot->answer;
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
    int again = memo->marks[memo->place] == memo->mark;
    memo->marks[memo->place] = memo->mark;
    return again || memo->eager ? &memo->arena : NULL;
}

void ps_memo_keep(ps_memo *memo, const void *answer)
{
    ps_str question = ps_arena_str(&memo->arena, memo->question);
    if (question.ptr) {
        memo->slots[memo->place] = (ps_memo_slot){question, answer};
        memo->kept++;
    }
    memo->place = SIZE_MAX;
}

void ps_memo_settle(ps_memo *memo)
{
    size_t limit = memo->arena.limit;
    if (memo->arena.used > limit - limit / 8 || memo->kept > SLOTS / 2) {
        ps_arena_reset(&memo->arena);
        memset(memo->marks, 0, SLOTS * sizeof *memo->marks);
        memset(memo->slots, 0, SLOTS * sizeof *memo->slots);
        memo->kept = 0;
    }
}
