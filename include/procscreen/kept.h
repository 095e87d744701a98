/* A run that was kept as NDJSON, read back: every report can be made from it once more.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_KEPT_H
#define PROCSCREEN_KEPT_H

#include "procscreen/common.h"
#include "procscreen/limits.h"
#include "procscreen/report.h"
#include "procscreen/run.h"
#include "procscreen/screener.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a kept run tells, in the order in which it was written. */
typedef struct ps_kept_sink {
    /** First: what the run was made with, and the days whose law it tells. The origin is valid
     * until the reading ends. Not 0 stops the reading. */
    int (*begin)(void *user, const ps_run_origin *origin, ps_day as_of, ps_day today);
    ps_run_sink events; /**< `warning` is not called; the total of `progress` is 0 */
} ps_kept_sink;

/**
 * Read a run that the report format "ndjson" wrote. One record with its findings is held in memory
 * at a time.
 *
 * Everything is checked as far as a report depends on it; fields that this version does not know
 * are passed over. What was told before an error is not a whole run: drop what was made of it.
 * What no report tells is not kept: of a record `contract_kinds` and `takes_back` are absent, of an
 * element `severity_if_filed`, of an item `digest`.
 *
 * @param name    Shown in errors; a terminated path or "-".
 * @param limits  NULL: the defaults.
 * @return PS_OK when the run is whole; PS_END when the sink stopped it; PS_FATAL with PS_E_READ,
 *         PS_E_LIMIT, PS_E_MEMORY, or PS_E_ILL_FORMED for what is no such run, damaged or cut off,
 * with line and column. Threads: any.
 */
PS_API PS_CHECKED ps_status ps_kept_read(ps_read_fn read, void *io, const char *name,
                                         const ps_limits *limits, const ps_kept_sink *sink,
                                         void *user, ps_error *reterr);

#ifdef __cplusplus
}
#endif
#endif
