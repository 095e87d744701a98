/* One worker process as the coordinator holds it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_POOL_WORKER_H
#define PS_SCREEN_POOL_WORKER_H

#include <sys/types.h>

#include "base/buffer.h"
#include "screen/wire.h"
#include "screen/worker.h"

/* Jobs that a worker may have at once, so that it need not wait for the next: two, and more while
 * they are small. */
enum { PS_WORKER_JOBS = 32, PS_WORKER_BIG_JOBS = 2, PS_WORKER_SMALL_BYTES = 512 * 1024 };

typedef struct ps_pool_worker {
    pid_t pid;   /* 0: not running */
    int jobs;    /* socket to it */
    int results; /* pipe from it */
    int answers; /* socket to it: what it asked for */
    ps_buffer in;
    ps_wire_reader *reader;                     /* owned by the pool's list of readers */
    struct ps_pool_file *files[PS_WORKER_JOBS]; /* in the order sent; [0] is being worked on */
    size_t file_count;
    size_t sent;        /* of them; the others are sent in one message */
    uint64_t last_seen; /* milliseconds */
} ps_pool_worker;

/** Fork one. The child never returns. @return PS_OK or PS_FATAL with PS_E_OPEN. */
PS_CHECKED ps_status ps_pool_worker_start(ps_pool_worker *worker, const ps_packs *packs,
                                          const ps_run_options *options, const ps_limits *limits,
                                          ps_wire_reader *reader, ps_error *reterr);
/** Kill it if it still runs, reap it, close its ends. *ret_status as waitpid(2) gives it. Files
 * stay listed. */
void ps_pool_worker_end(ps_pool_worker *worker, int kill_it, int *ret_status);

#endif
