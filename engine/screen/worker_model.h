/* A worker as the files share it that make it up: worker.c takes jobs and tells results,
 * worker_stretch.c reads stretches. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_WORKER_MODEL_H
#define PS_SCREEN_WORKER_MODEL_H

#include "input/container.h"
#include "input/file_input.h"
#include "screen/contract_texts.h"
#include "screen/job.h"
#include "screen/judge.h"
#include "screen/wire.h"
#include "screen/worker.h"

typedef struct ps_worker {
    const ps_limits *limits;
    ps_profiler *profiler; /* NULL: none */
    ps_extract *extract;
    ps_judge judge;
    ps_wire_writer *wire;
    ps_buffer out;
    ps_buffer record_frame; /* waits for the contracts that go in front of it */
    ps_contract_texts contracts;
    int has_contracts; /* there is a folder of contracts */
    int jobs;
    int results;
    int answers;
    int failed; /* results could not be sent, or nobody answers: stop */
    uint64_t job_number;
    /* the current job */
    const ps_job *job;
    int fd;
    ps_file_input file; /* when it is not a stretch */
    uint64_t record;    /* number of the next thing to report of the job, from 0 */
    uint64_t last_beat;
    /* the current job, if it is a stretch */
    ps_stretch stretch;
    ps_reach reach;
    uint64_t at;         /* offset of what is read next, but for the prefix */
    uint64_t prefix;     /* bytes of it that were read, with the blank behind it */
    int headed;          /* it is known to be one of several, or may become one */
    int joined;          /* it goes on as one with the stretches before */
    uint64_t started_ns; /* processor time at its beginning */
    /* the document of the job */
    const ps_document *document; /* NULL: it is rejected unread, or the rest of one is read */
    const char *name;
    uint64_t number; /* from 1 */
    uint64_t told;   /* number of the one that the coordinator takes frames to be about */
    ps_error *reterr;
} ps_worker;

/** Send what there is. */
void ps_worker_flush(ps_worker *w);
/** Say that the worker is alive, when it is time to. */
void ps_worker_beat(ps_worker *w);
/** Send what there is and wait for the answer; without one the worker has failed. *ret_fd is for
 * the caller to close. @return 0: there is none. */
int ps_worker_await(ps_worker *w, ps_message_type type, ps_message *ret_message, int *ret_fd);

/** The job is a stretch. */
void ps_worker_begin_stretch(ps_worker *w);
/** For ps_read_fn, with the worker as `io`: the bytes of the prefix, then those of the stretch and,
 * as far as it takes, those behind it. */
long ps_worker_read_stretch(void *io, char *buffer, size_t size);
/** The stretch was read: tell if it ended where the next one begins. */
void ps_worker_end_stretch(ps_worker *w);

#endif
