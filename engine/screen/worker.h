/* A worker: a process forked from the coordinator that parses and judges, one job after the other.
 *
 * Jobs (job.h) come as messages on a socket, results go as frames (wire.h) through a pipe, answers
 * to what it asks in frames come on a second socket. The worker opens nothing itself.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_WORKER_H
#define PS_SCREEN_WORKER_H

#include "procscreen/run.h"
#include "screen/packs.h"

/**
 * Work until there are no more jobs. Runs in the forked process; never returns to the coordinator's
 * code.
 * @return the process's exit status: 0, or 1 when results could not be sent or memory ran out.
 */
int ps_worker_main(const ps_packs *packs, const ps_run_options *options, const ps_limits *limits,
                   int jobs, int results, int answers);

#endif
