/* Answers to workers that cannot go on by themselves.
 * SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "screen/split_model.h"

/* In one file; with more its bytes are not what they seem, and guessing is of no use. */
enum { MOST_MISSES = 4 };

ps_reach ps_pool_split_reach(const ps_pool_file *file)
{
    ps_reach reach = file->job.reach;
    const ps_split *split = file->split;
    reach.available = split->filled;
    reach.final = split->final;
    reach.error = split->error;
    reach.proven = file->proven;
    return reach;
}

static void answer(ps_pool_file *file, const ps_reach_answer *given, int fd)
{
    file->asking = 0;
    file->worker->last_seen = ps_clock_ms();
    (void)ps_reach_answer_send(file->worker->answers, given,
                               fd); /* if it is dead, its pipe tells */
}

void ps_split_answer_reach(ps_pool_file *file)
{
    answer(file, &(ps_reach_answer){.type = PS_MESSAGE_REACH, .reach = ps_pool_split_reach(file)},
           -1);
}

void ps_pool_split_cancel(ps_pool_file *file)
{
    answer(file,
           &(ps_reach_answer){.type = PS_MESSAGE_REACH,
                              .reach = {.cancelled = 1, .end = PS_STRETCH_NO_END}},
           -1);
}

/* The stretch could not stop at its end: it goes on to that of the next one that may be a place,
 * behind offset `at`. */
static ps_status miss(ps_pool *pool, ps_pool_file *file, uint64_t at, int hopeless)
{
    ps_split *split = file->split;
    hopeless |= ++split->misses > MOST_MISSES;
    while (file->job.reach.end != PS_STRETCH_NO_END && (hopeless || file->job.reach.end <= at)) {
        ps_pool_file *next = ps_split_next(file);
        file->job.reach.end = next ? next->job.reach.end : PS_STRETCH_NO_END;
        file->job.reach.end_line = next ? next->job.reach.end_line : 0;
        if (next == split->tail) {
            split->tail = file;
        }
        if (next) {
            ps_pool_drop_next(pool, file);
        }
        int found = 0;
        split->cutting &= !hopeless;
        ps_status status = split->tail == file ? ps_split_cut(pool, split, &found) : PS_OK;
        if (status != PS_OK) {
            return status;
        }
    }
    return PS_OK;
}

/* What was met in the stretches in front, in memory that goes to the worker. */
static ps_status answer_met(ps_pool *pool, ps_pool_file *file)
{
    ps_reach_answer given = {.type = PS_MESSAGE_REACH, .reach = ps_pool_split_reach(file)};
    int fd = ps_split_met_export(&file->split->met, &given.names, &given.unread);
    if (fd < 0) {
        return ps_error_memory(pool->reterr);
    }
    answer(file, &given, fd);
    (void)close(fd);
    return PS_OK;
}

ps_status ps_split_try_answer(ps_pool *pool, ps_pool_file *file)
{
    ps_split *split = file->split;
    const ps_stretch_ask *ask = &file->ask;
    ps_status status = PS_OK;
    if (ask->kind == PS_STRETCH_ASK_DATA ? split->filled <= ask->at && !split->final
                                         : !file->proven) {
        return PS_OK;
    }
    switch (ask->kind) {
    case PS_STRETCH_ASK_DATA:
    case PS_STRETCH_ASK_AHEAD:
        break;
    case PS_STRETCH_ASK_MISSED:
    case PS_STRETCH_ASK_HOPELESS:
        status = miss(pool, file, ask->at, ask->kind == PS_STRETCH_ASK_HOPELESS);
        break;
    case PS_STRETCH_ASK_CROWDED:
        ps_split_drop_rest(pool, file);
        split->cutting = 0;
        file->job.reach.end = PS_STRETCH_NO_END;
        return answer_met(pool, file);
    }
    if (status == PS_OK) {
        ps_split_answer_reach(file);
    }
    return status;
}

ps_status ps_pool_split_ask(ps_pool *pool, ps_pool_file *file, const ps_stretch_ask *ask)
{
    file->ask = *ask;
    file->asking = 1;
    if (!file->dropped && file->released && ask->kind == PS_STRETCH_ASK_DATA) {
        file->released_at = ask->at;
    }
    if (file->dropped) {
        ps_pool_split_cancel(file);
        return PS_OK;
    }
    return file->split ? ps_split_try_answer(pool, file) : PS_FAILED;
}
