/* Records that are concluded on one thread while another tells of those before them.
 *
 * They go over in batches, of which there are few: memory is bounded by the records, not by how far
 * one thread is ahead of the other. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_RELAY_H
#define PS_SCREEN_RELAY_H

#include "base/arena.h"
#include "screen/wire.h"

enum { PS_BATCH_RECORDS = 32 };

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

/** Makes all records. @return PS_OK; PS_END when there was no batch to be had; PS_FATAL. */
typedef ps_status (*ps_relay_make_fn)(void *user, ps_relay *relay, ps_error *reterr);
/** Takes a batch; valid during the call. @return PS_OK; PS_END or PS_FATAL to stop. */
typedef ps_status (*ps_relay_take_fn)(void *user, const ps_batch *batch, ps_error *reterr);

/**
 * Run `make` on a thread of its own and `take`, for each batch in order, on the caller's.
 *
 * @param alone  Not 0: one after the other on the caller's thread, as it is too when no thread can
 *               be started.
 * @return What stopped it, which is what `take` returned other than PS_OK, or `make`; PS_FATAL with
 * PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_relay_run(ps_relay_make_fn make, ps_relay_take_fn take, void *user,
                                  int alone, ps_error *reterr);

/** For `make`: the batch that has room for one more record. NULL: stop, nobody takes any more. */
ps_batch *ps_relay_batch(ps_relay *relay);

#endif
