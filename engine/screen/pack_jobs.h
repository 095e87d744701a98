/* The three kinds of packs know nothing of each other, so they are read side by side.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_PACK_JOBS_H
#define PS_SCREEN_PACK_JOBS_H

#include "base/buffer.h"
#include "screen/packs.h"

typedef struct ps_pack_job {
    ps_pack_kind kind;
    const ps_pack_file *files;
    size_t count;
    ps_packs *packs;    /* gets what was compiled, in the field of this kind */
    char (*hashes)[65]; /* of the caller; for each file, its SHA-256 */
    ps_status status;
    ps_error error;
    ps_buffer problems; /* of ps_pack_problem, in the order in which they were found */
} ps_pack_job;

typedef struct ps_pack_problem {
    ps_status severity;
    ps_error error;
} ps_pack_problem;

/** Compile the packs of all jobs, each in a thread of its own as far as threads are to be had. The
 * caller gives back `problems`. On return no thread is left. */
void ps_pack_jobs_run(ps_pack_job *jobs, size_t count);

#endif
