/* The workers of a run, seen from the coordinator: files go out to them, frames come back in the
 * files' order.
 *
 * A worker that dies, hangs or talks nonsense costs the record that it was on: what it reported is
 * kept, its file goes to a new worker that skips what was reported and goes carefully; if that one
 * dies too, it is known on which record, and the third rejects it unjudged. A file that cannot be
 * read twice (a pipe) is given up instead.
 *
 * Memory is bounded: only the first unfinished file's frames are handed on as they come; those of
 * files behind it are held up to a limit, at which their workers have to wait.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_POOL_H
#define PS_SCREEN_POOL_H

#include "input/walk.h"
#include "procscreen/run.h"
#include "screen/job.h"
#include "screen/packs.h"
#include "screen/wire.h"

typedef struct ps_pool_events {
    /** The next file to screen; as ps_walk_next(). */
    ps_status (*next)(void *user, ps_walk_file *ret_file, ps_error *reterr);
    /** SCREENED, REJECTED, WARNING, MEMBER and CONTRACT, in file order. `reader` lives as long as
     * the pool.
     *  @return PS_FAILED: the frame is no good, give the file up; PS_FATAL: stop the run. */
    ps_status (*frame)(void *user, const char *name, ps_wire_reader *reader, ps_str frame,
                       ps_error *reterr);
    /** A worker asks for a file while it works on the input of that name: fill in the answer, whose
     *  type is set. @param certain  0: it may turn out that the input has no such record; if it
     *  has, the same is asked once more. @param ret_fd  -1; closed by the pool once it is sent. */
    void (*ask)(void *user, const char *name, const ps_frame *ask, int certain,
                ps_answer *ret_answer, int *ret_fd);
    /** Elements that nobody reads, of a file; comes in file order. */
    ps_status (*unmapped)(void *user, const ps_unmapped *row, ps_error *reterr);
    /** A file, or the rest of it, could not be read; comes in file order. */
    void (*failed)(void *user, const char *name, const ps_error *error);
    /** The file is finished, with or without failures. */
    void (*done)(void *user, const char *name, uint64_t bytes);
    /** A few times a second. @return not 0 to stop. */
    int (*tick)(void *user, uint64_t bytes);
} ps_pool_events;

typedef struct ps_pool ps_pool;

PS_CHECKED ps_status ps_pool_new(const ps_packs *packs, const ps_run_options *options,
                                 const ps_limits *limits, unsigned workers, ps_pool **ret_pool,
                                 ps_error *reterr);
/** Ends workers that still run. */
void ps_pool_free(ps_pool *pool);
PS_DEFINE_CLEANUP(ps_pool *, ps_pool_free)

/** Screen all files that `next` gives. @return PS_OK; PS_END when a tick stopped it; PS_FATAL. */
PS_CHECKED ps_status ps_pool_run(ps_pool *pool, const ps_pool_events *events, void *user,
                                 ps_error *reterr);

#endif
