/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/relay.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/thread.h"

/* BATCHES: one for each hand; all of them, of usual records, fit into the cache of a processor.
 * BATCH_BYTES: a batch with so many is full. LONG_BYTES: nothing is made beside a batch with so
 * many, which has a very long record: one of those fits into memory, two may not. */
enum { BATCHES = 3, BATCH_BYTES = 1024 * 1024, LONG_BYTES = 4 * 1024 * 1024 };

/* How one of the hands ended. */
typedef struct end {
    ps_status status;
    ps_error error;
} end;

struct ps_relay {
    const ps_relay_hands *hands;
    void *user;
    int alone;
    int refused; /* the maker's: nobody takes any more */
    end maker;
    end concluder;
    end taker;
    ps_batch batches[BATCHES];
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    size_t made; /* batches */
    size_t concluded;
    size_t taken;
    int all_made;
    int all_concluded;
    int stopped;
};

static ps_batch *batch_at(ps_relay *relay, size_t number)
{
    return &relay->batches[number % BATCHES];
}

static void lock(ps_relay *relay)
{
    (void)pthread_mutex_lock(&relay->lock);
}

static void unlock(ps_relay *relay)
{
    (void)pthread_mutex_unlock(&relay->lock);
}

static void wait_for_change(ps_relay *relay)
{
    (void)pthread_cond_wait(&relay->changed, &relay->lock);
}

static void tell_change(ps_relay *relay)
{
    (void)pthread_cond_broadcast(&relay->changed);
}

static int conclude(ps_relay *relay, size_t number)
{
    end *of = &relay->concluder;
    of->status = relay->hands->conclude(relay->user, batch_at(relay, number), &of->error);
    return of->status == PS_OK;
}

static int take(ps_relay *relay, size_t number)
{
    end *of = &relay->taker;
    of->status = relay->hands->take(relay->user, batch_at(relay, number), &of->error);
    return of->status == PS_OK;
}

/* The batch is full: the next one, when it has been taken. */
static void pass_on(ps_relay *relay)
{
    size_t ahead = batch_at(relay, relay->made)->arena.used < LONG_BYTES ? BATCHES - 1 : 0;
    lock(relay);
    if (relay->alone) {
        int goes_on = conclude(relay, relay->made);
        relay->stopped = !take(relay, relay->made) || !goes_on;
        relay->concluded++;
        relay->taken++;
    }
    relay->made++;
    tell_change(relay);
    while (relay->made - relay->taken > ahead && !relay->stopped) {
        wait_for_change(relay);
    }
    relay->refused = relay->stopped;
    unlock(relay);
    ps_batch *next = batch_at(relay, relay->made);
    if (!relay->refused) { /* else others may still read it */
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

static void *make_all(void *user)
{
    ps_relay *relay = user;
    relay->maker.status = relay->hands->make(relay->user, relay, &relay->maker.error);
    if (!relay->refused && batch_at(relay, relay->made)->count) {
        pass_on(relay);
    }
    lock(relay);
    relay->all_made = 1;
    tell_change(relay);
    unlock(relay);
    return NULL;
}

static void *conclude_all(void *user)
{
    ps_relay *relay = user;
    int goes_on = 1;
    lock(relay);
    while (goes_on) {
        while (relay->made == relay->concluded && !relay->all_made && !relay->stopped) {
            wait_for_change(relay);
        }
        if (relay->made == relay->concluded || relay->stopped) {
            break;
        }
        unlock(relay);
        goes_on = conclude(relay, relay->concluded);
        lock(relay);
        relay->concluded++;
        tell_change(relay);
    }
    relay->stopped |= !goes_on;
    relay->all_concluded = 1;
    tell_change(relay);
    unlock(relay);
    return NULL;
}

static void take_all(ps_relay *relay)
{
    int goes_on = 1;
    lock(relay);
    while (goes_on) {
        while (relay->concluded == relay->taken && !relay->all_concluded) {
            wait_for_change(relay);
        }
        if (relay->concluded == relay->taken) {
            break;
        }
        unlock(relay);
        goes_on = take(relay, relay->taken);
        lock(relay);
        relay->taken++;
        relay->stopped |= !goes_on;
        tell_change(relay);
    }
    unlock(relay);
}

/* @return 0 when there are not as many threads to be had; then nothing was made. */
static int run_in_threads(ps_relay *relay)
{
    pthread_t concluder;
    pthread_t maker;
    if (!ps_thread_start(&concluder, conclude_all, relay)) {
        return 0;
    }
    int made = ps_thread_start(&maker, make_all, relay);
    if (made) {
        take_all(relay);
        (void)pthread_join(maker, NULL);
    } else {
        lock(relay);
        relay->all_made = 1;
        tell_change(relay);
        unlock(relay);
    }
    (void)pthread_join(concluder, NULL);
    return made;
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

/* What stopped it. */
static const end *end_of(const ps_relay *relay)
{
    if (relay->taker.status != PS_OK) {
        return &relay->taker;
    }
    return relay->concluder.status != PS_OK ? &relay->concluder : &relay->maker;
}

ps_status ps_relay_run(const ps_relay_hands *hands, void *user, int alone, ps_error *reterr)
{
    ps_relay *relay = ps_relay_new();
    if (!relay) {
        return ps_error_memory(reterr);
    }
    relay->hands = hands;
    relay->user = user;
    if (alone || !run_in_threads(relay)) {
        relay->alone = 1;
        (void)make_all(relay);
    }
    ps_status status = end_of(relay)->status;
    if (status == PS_FATAL && reterr) {
        *reterr = end_of(relay)->error;
    }
    ps_relay_free(relay);
    return status;
}
