/* A worker: a process forked from the coordinator that parses and judges, one job after the other.
 *
 * A job is an open descriptor with a name. Jobs come as messages on a socket, results go as frames
 * (wire.h) through a pipe. The worker opens nothing itself. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_WORKER_H
#define PS_SCREEN_WORKER_H

#include "procscreen/run.h"
#include "screen/packs.h"

/** One input to screen. What was reported before number `skip` was so by a worker that died:
 * records and rejections, of records and of documents, counted from 0 through all documents of the
 * input. */
typedef struct ps_job {
    uint64_t skip;
    int careful;     /* send each record at once, so that a death tells which record it was */
    int poisoned;    /* record number `skip` killed a careful worker: reject it unjudged */
    char name[4096]; /* as shown; terminated */
} ps_job;

/** @return 0, or errno. */
int ps_job_send(int socket, const ps_job *job, int fd);
/** @return 1, 0 when there are no more jobs, or -1 with errno. *ret_fd is open for reading. */
int ps_job_receive(int socket, ps_job *ret_job, int *ret_fd);

/**
 * Work until there are no more jobs. Runs in the forked process; never returns to the coordinator's
 * code.
 * @return the process's exit status: 0, or 1 when results could not be sent or memory ran out.
 */
int ps_worker_main(const ps_packs *packs, const ps_run_options *options, const ps_limits *limits,
                   int jobs, int results);

#endif
