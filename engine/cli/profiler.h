/* What --profile and --profile-json ask for.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_PROFILER_H
#define PS_CLI_PROFILER_H

#include <procscreen/profiler.h>

#include "args.h"
#include "outputs.h"
#include "precious.h"

/** Begins zeroed. */
typedef struct ps_profiling {
    const ps_args *args;
    ps_profiler *profiler; /* NULL: not asked for */
    ps_target *target;     /* for JSON; NULL: not asked for */
} ps_profiling;

/** Measure from now on, if that is asked for. @return 0, or the exit code after saying what is
 * wrong. */
int ps_profiling_begin(ps_profiling *profiling, const ps_args *args);
/** See that the file can be written. @return as above. */
int ps_profiling_open(ps_profiling *profiling, const ps_precious_list *precious,
                      const ps_outputs *outputs);
/** Tell what was measured. @return PS_EXIT_OK, or the exit code after saying what is wrong. */
int ps_profiling_tell(ps_profiling *profiling, const ps_packs *packs);
void ps_profiling_done(ps_profiling *profiling);

#endif
