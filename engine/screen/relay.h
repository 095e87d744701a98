/* Records that go through three hands, each a thread: one reads them, one concludes them, one tells
 * of them.
 *
 * They go over in batches, of which there are few: memory is bounded by the records, not by how far
 * one thread is ahead of the others. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_RELAY_H
#define PS_SCREEN_RELAY_H

#include "base/arena.h"
#include "screen/wire.h"

enum { PS_BATCH_RECORDS = 96 };

/** A record with its findings. */
typedef struct ps_relayed {
    ps_frame *frame;
    const ps_finding *findings;
    size_t count;
} ps_relayed;

typedef struct ps_batch {
    ps_arena arena; /* of all that the records consist of */
    ps_relayed list[PS_BATCH_RECORDS];
    size_t count;
} ps_batch;

typedef struct ps_relay ps_relay;

/** What is done with the records, each in their order. */
typedef struct ps_relay_hands {
    /** Makes all records. @return PS_OK; PS_END when there was no batch to be had; PS_FATAL. */
    ps_status (*make)(void *user, ps_relay *relay, ps_error *reterr);
    /** Works on a batch. @return PS_OK; PS_FATAL, with `count` cut to what it was done with. */
    ps_status (*conclude)(void *user, ps_batch *batch, ps_error *reterr);
    /** Takes a batch; valid during the call. @return PS_OK; PS_END or PS_FATAL to stop. */
    ps_status (*take)(void *user, const ps_batch *batch, ps_error *reterr);
} ps_relay_hands;

/**
 * Run `make` and `conclude` on threads of their own and `take`, for each batch, on the caller's.
 *
 * @param alone  Not 0: one after the other on the caller's thread, as it is too when no threads can
 *               be started.
 * @return What stopped it: what is not PS_OK of `take`, else of `conclude`, else of `make`;
 * PS_FATAL with PS_E_MEMORY. What was concluded before an error is taken before it is told.
 */
PS_CHECKED ps_status ps_relay_run(const ps_relay_hands *hands, void *user, int alone,
                                  ps_error *reterr);

/** For `make`: the batch that has room for one more record. NULL: stop, nobody takes any more. */
ps_batch *ps_relay_batch(ps_relay *relay);

#endif
