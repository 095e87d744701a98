/* The three kinds of packs know nothing of each other, so they are read side by side.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_PACK_JOBS_H
#define PS_SCREEN_PACK_JOBS_H

#include <pthread.h>

#include "base/buffer.h"
#include "screen/packs.h"

typedef struct ps_pack_job {
    ps_pack_kind kind;
    const ps_pack_file *files;
    size_t count;
    const ps_room *room; /* for what is compiled; NULL: none. A check needs none */
    int strict;          /* a check for those who write packs */
    ps_packs *packs;     /* gets what was compiled, in the field of this kind */
    ps_status status;
    ps_error error;
    ps_buffer problems; /* of ps_pack_problem, in the order in which they were found */
    pthread_t thread;
    int in_thread;
} ps_pack_job;

typedef struct ps_pack_problem {
    ps_status severity;
    ps_error error;
} ps_pack_problem;

/** Begin to compile in a thread of its own, if one is to be had. What the job points to stays as it
 * is until it is finished. */
void ps_pack_job_start(ps_pack_job *job);
/** Wait for the job, or do it now when it was not started. Its result, status and problems are
 * there; ps_pack_job_done() gives the problems back. */
void ps_pack_job_finish(ps_pack_job *job);
void ps_pack_job_done(ps_pack_job *job);

#endif
