/* The pool as the files share it that make it up: pool.c takes frames and moves files on,
 * pool_dispatch.c hands files out, pool_split.c reads large ones in stretches.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_POOL_MODEL_H
#define PS_SCREEN_POOL_MODEL_H

#include "screen/pool.h"
#include "screen/pool_file.h"
#include "screen/pool_worker.h"

struct ps_pool {
    const ps_packs *packs;
    const ps_run_options *options;
    const ps_limits *limits;
    ps_pool_worker *workers;
    size_t worker_count;
    ps_pool_file *first; /* the first unfinished file, or stretch of one */
    ps_pool_file *last;
    size_t file_count;
    size_t most_files; /* taken in advance */
    size_t held;       /* bytes in all segments */
    ps_split *stream;  /* that is being read into a ring; NULL: none */
    uint64_t bytes_done;
    int no_more; /* next() said so */
    unsigned deaths;
    ps_arena scratch;
    ps_wire_reader **readers; /* one per worker's life */
    size_t reader_count;
    const ps_pool_events *events;
    void *user;
    ps_error *reterr;
};

/** Hand out files as long as a worker can take one. @return PS_OK or PS_FATAL. */
PS_CHECKED ps_status ps_pool_dispatch(ps_pool *pool);
/** How many files may be taken in advance of the first unfinished one. */
size_t ps_pool_most_files(const ps_pool *pool);
/** Add a file behind another; NULL: behind all. */
void ps_pool_insert(ps_pool *pool, ps_pool_file *before, ps_pool_file *file);
/** Take the file behind `before` out of the pool; what its worker still sends of it is dropped. */
void ps_pool_drop_next(ps_pool *pool, ps_pool_file *before);

#endif
