/* Where the time of a run goes: by stage of the work, and by pattern, for those who write packs.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_PROFILER_H
#define PROCSCREEN_PROFILER_H

#include "procscreen/common.h"
#include "procscreen/pack.h"
#include "procscreen/report.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is measured of one run. Belongs to one thread at a time. */
typedef struct ps_profiler ps_profiler;

/**
 * Begin to measure: from now on all time of this process is told. To be given to one
 * ps_run_execute() in its options.
 *
 * @param ret_profiler  Yours; free with ps_profiler_free(), after the run.
 * @return PS_OK; PS_FATAL with PS_E_MEMORY.
 */
PS_API PS_CHECKED ps_status ps_profiler_new(ps_profiler **ret_profiler, ps_error *reterr);
/** NULL is allowed. */
PS_API void ps_profiler_free(ps_profiler *profiler);

/**
 * Stop measuring, and write what was measured. May be called again, for another format.
 *
 * @param packs   Those of the run; NULL when it did not come to it: no pattern is told.
 * @param format  "text" (80 columns, the ten slowest patterns) or "json" (all patterns that were
 *                woken).
 * @return PS_OK; PS_FATAL with PS_E_USAGE (no such format), PS_E_WRITE or PS_E_MEMORY.
 */
PS_API PS_CHECKED ps_status ps_profiler_write(ps_profiler *profiler, const ps_packs *packs,
                                              const char *format, ps_write_fn write, void *io,
                                              ps_error *reterr);

#ifdef __cplusplus
}
#endif
#endif
