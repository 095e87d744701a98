/* Reading one large file, or a stream, in stretches (formats/profiles.h) with several workers.
 *
 * To the pool a stretch is what a file is: a unit that one worker reads, whose frames wait for
 * their turn. The first begins with the document. When its worker has met the first record, places
 * are guessed at which the others may begin (cut.h). A stretch is proven when the one in front of
 * it is, and has come to its end in the right state; only then its frames may be told. Where the
 * proof fails, the stretch behind is dropped, and the one in front goes on through it.
 *
 * A stream that can be read only once goes through a ring (ring.h), from which workers read.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_POOL_SPLIT_H
#define PS_SCREEN_POOL_SPLIT_H

#include "screen/pool_model.h"

/** Whether the new file may be read in stretches; then it becomes the first of them. @return PS_OK
 * or PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_pool_split_open(ps_pool *pool, ps_pool_file *file);
void ps_split_free(ps_split *split);

/** Whether the stretch can be given to a worker; where it ends is looked for. Files that are read
 * as a whole always can. */
PS_CHECKED ps_status ps_pool_split_prepare(ps_pool *pool, ps_pool_file *file, int *ret_ready);
/** How far the stretch can be read now. */
ps_reach ps_pool_split_reach(const ps_pool_file *file);

/* What a worker says of its stretch. @return PS_OK; PS_FAILED: it makes no sense; PS_FATAL. */
PS_CHECKED ps_status ps_pool_split_head(ps_pool *pool, ps_pool_file *file,
                                        const ps_record_place *first);
PS_CHECKED ps_status ps_pool_split_ask(ps_pool *pool, ps_pool_file *file,
                                       const ps_stretch_ask *ask);
PS_CHECKED ps_status ps_pool_split_stopped(ps_pool *pool, ps_pool_file *file,
                                           const ps_stopped *stopped);
PS_CHECKED ps_status ps_pool_split_unmapped(ps_pool *pool, ps_pool_file *file,
                                            const ps_unmapped *row);

/** The stretch is finished or given up: prove or drop those behind it. @return PS_OK or PS_FATAL.
 */
PS_CHECKED ps_status ps_pool_split_settle(ps_pool *pool, ps_pool_file *file);
/** A proven stretch was told and is not the last: count it. */
void ps_pool_split_count(ps_pool_file *file);
/** Bytes and records of the stretches that were counted; 0 for a whole file. */
uint64_t ps_pool_split_bytes(const ps_pool_file *file);
uint64_t ps_pool_split_reported(const ps_pool_file *file);
/** The file is finished: tell of the elements that nobody reads, over all its stretches. @return
 * PS_OK or what the event returned. */
PS_CHECKED ps_status ps_pool_split_tell(ps_pool *pool, const ps_split *split);

/** Answer a stretch that was dropped. */
void ps_pool_split_cancel(ps_pool_file *file);
/** See to it that the first unfinished stretch is not kept waiting by workers that wait for it. */
PS_CHECKED ps_status ps_pool_split_unblock(ps_pool *pool);

/** The descriptor to wait for, or -1 when nothing can be taken from the stream now. */
int ps_pool_split_stream(ps_pool *pool);
/** Take from the stream what there is. */
PS_CHECKED ps_status ps_pool_split_pull(ps_pool *pool);

#endif
