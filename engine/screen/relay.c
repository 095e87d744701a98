/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/relay.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/thread.h"

/* BATCHES: one is filled while the other is read; both, of usual records, fit into the cache of a
 * processor. BATCH_BYTES: a batch with so many is full. LONG_BYTES: nothing is made beside a batch
 * with so many, which has a very long record: one of those fits into memory, two may not. */
enum { BATCHES = 2, BATCH_BYTES = 1024 * 1024, LONG_BYTES = 4 * 1024 * 1024 };

struct ps_relay {
    ps_relay_make_fn make;
    ps_relay_take_fn take;
    void *user;
    int alone;
    /* of the maker */
    ps_status made_status;
    ps_error made_error;
    int refused; /* nobody takes any more */
    /* of the taker */
    ps_status taken_status;
    ps_error taken_error;
    ps_batch batches[BATCHES];
    pthread_mutex_t lock;   /* of what follows */
    pthread_cond_t changed; /* each side waits only when the other does not */
    size_t made;            /* batches */
    size_t taken;
    int ended; /* all is made */
    int stopped;
};

static ps_batch *batch_at(ps_relay *relay, size_t number)
{
    return &relay->batches[number % BATCHES];
}

static ps_status take(ps_relay *relay, size_t number)
{
    if (relay->taken_status == PS_OK) {
        relay->taken_status =
            relay->take(relay->user, batch_at(relay, number), &relay->taken_error);
    }
    return relay->taken_status;
}

/* The batch is full: the next one, when it has been taken. */
static void pass_on(ps_relay *relay)
{
    size_t ahead = batch_at(relay, relay->made)->arena.used < LONG_BYTES ? BATCHES - 1 : 0;
    (void)pthread_mutex_lock(&relay->lock);
    relay->made++;
    (void)pthread_cond_signal(&relay->changed);
    if (relay->alone) {
        relay->stopped = take(relay, relay->taken++) != PS_OK;
    }
    while (relay->made - relay->taken > ahead && !relay->stopped) {
        (void)pthread_cond_wait(&relay->changed, &relay->lock);
    }
    relay->refused = relay->stopped;
    (void)pthread_mutex_unlock(&relay->lock);
    ps_batch *next = batch_at(relay, relay->made);
    if (!relay->refused) { /* else the other side may still read it */
        ps_arena_reset(&next->arena);
        next->count = 0;
    }
}

ps_batch *ps_relay_batch(ps_relay *relay)
{
    const ps_batch *batch = batch_at(relay, relay->made);
    if (!relay->refused && (batch->count == PS_BATCH_RECORDS || batch->arena.used >= BATCH_BYTES)) {
        pass_on(relay);
    }
    return relay->refused ? NULL : batch_at(relay, relay->made);
}

static void make_all(ps_relay *relay)
{
    relay->made_status = relay->make(relay->user, relay, &relay->made_error);
    if (!relay->refused && batch_at(relay, relay->made)->count) {
        pass_on(relay);
    }
    (void)pthread_mutex_lock(&relay->lock);
    relay->ended = 1;
    (void)pthread_cond_signal(&relay->changed);
    (void)pthread_mutex_unlock(&relay->lock);
}

static void *make_in_thread(void *relay)
{
    make_all(relay);
    return NULL;
}

/* @return 0 when there is nothing more to take. */
static int wait_for_batch(ps_relay *relay)
{
    (void)pthread_mutex_lock(&relay->lock);
    while (relay->made == relay->taken && !relay->ended) {
        (void)pthread_cond_wait(&relay->changed, &relay->lock);
    }
    int more = relay->made != relay->taken;
    (void)pthread_mutex_unlock(&relay->lock);
    return more;
}

static void take_all(ps_relay *relay)
{
    while (wait_for_batch(relay)) {
        int stop = take(relay, relay->taken) != PS_OK;
        (void)pthread_mutex_lock(&relay->lock);
        relay->taken++;
        relay->stopped = stop;
        (void)pthread_cond_signal(&relay->changed);
        (void)pthread_mutex_unlock(&relay->lock);
    }
}

static ps_relay *ps_relay_new(void)
{
    ps_relay *relay = calloc(1, sizeof *relay);
    if (relay) {
        (void)pthread_mutex_init(&relay->lock, NULL);
        (void)pthread_cond_init(&relay->changed, NULL);
        for (size_t i = 0; i < BATCHES; i++) {
            ps_arena_init(&relay->batches[i].arena, 0);
            ps_arena_keep(&relay->batches[i].arena, BATCH_BYTES);
        }
    }
    return relay;
}

static void ps_relay_free(ps_relay *relay)
{
    for (size_t i = 0; i < BATCHES; i++) {
        ps_arena_done(&relay->batches[i].arena);
    }
    (void)pthread_cond_destroy(&relay->changed);
    (void)pthread_mutex_destroy(&relay->lock);
    free(relay);
}

ps_status ps_relay_run(ps_relay_make_fn make, ps_relay_take_fn take_fn, void *user, int alone,
                       ps_error *reterr)
{
    pthread_t thread;
    ps_relay *relay = ps_relay_new();
    if (!relay) {
        return ps_error_memory(reterr);
    }
    relay->make = make;
    relay->take = take_fn;
    relay->user = user;
    relay->alone = alone;
    if (!alone && ps_thread_start(&thread, make_in_thread, relay)) {
        take_all(relay);
        (void)pthread_join(thread, NULL);
    } else {
        relay->alone = 1;
        make_all(relay);
    }
    int by_taker = relay->taken_status != PS_OK;
    ps_status status = by_taker ? relay->taken_status : relay->made_status;
    if (status == PS_FATAL && reterr) {
        *reterr = by_taker ? relay->taken_error : relay->made_error;
    }
    ps_relay_free(relay);
    return status;
}
