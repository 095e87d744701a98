/* The coordinator of a run as the files share it that make it up: run.c takes what workers send,
 * run_waiting.c concludes what waited to the end. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_RUN_MODEL_H
#define PS_SCREEN_RUN_MODEL_H

#include "input/walk.h"
#include "procscreen/run.h"
#include "screen/beside.h"
#include "screen/contracts_told.h"
#include "screen/file_finder.h"
#include "screen/finding.h"
#include "screen/relay.h"
#include "screen/resolve.h"
#include "screen/rollup.h"

typedef struct ps_run {
    const ps_packs *packs;
    const ps_run_options *options;
    ps_limits limits;
    const ps_run_sink *sink;
    void *user;
    ps_walk *walk;
    ps_resolver *resolver;
    ps_rollup *rollup;
    ps_file_finder files;
    ps_beside beside;
    ps_contracts_told contracts_told;
    ps_finder finder;
    ps_arena arena; /* of the record being concluded */
    ps_summary *sum;
    uint64_t seq;
    uint64_t total_bytes; /* of regular files seen so far */
    /* The document of a container that frames are about; empty: the file. */
    ps_buffer member;
    uint64_t member_number;
    uint64_t screened_in_document;
    int file_failed;
    int imperfect; /* something was rejected or not evaluable */
    uint64_t next_tick;
} ps_run;

/** Everything is known of the record: conclude it, make its findings, count it. */
PS_CHECKED ps_status ps_run_conclude(ps_run *r, ps_relayed *record, ps_arena *arena,
                                     ps_error *reterr);
void ps_run_tell(const ps_run *r, const ps_relayed *record);
/** @return not 0 when the caller wants no more. */
int ps_run_tick(const ps_run *r, uint64_t bytes);
/** No contract can come any more: conclude and tell what waited.
 * @param alone  Not 0: on this thread. @return PS_OK; PS_END when the caller wanted no more;
 * PS_FATAL. */
PS_CHECKED ps_status ps_run_release(ps_run *r, int alone, ps_error *reterr);

#endif
