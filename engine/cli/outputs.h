/* All reports of a run at once: opened before anything is read, written side by side, finished
 * together. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_OUTPUTS_H
#define PS_CLI_OUTPUTS_H

#include <procscreen/report.h>
#include <procscreen/run.h>

#include "args.h"
#include "target.h"

typedef struct ps_outputs ps_outputs;

/** The run that is reported on. */
typedef struct ps_outputs_run {
    const ps_packs *packs; /**< for what they say and call things; where no origin is told, the
                              run is made with them. May be NULL where one is */
    const ps_run_origin *origin; /**< of a kept run; NULL: it is made now */
    ps_day as_of;
    ps_day today;
    const ps_limits *limits;
    const ps_decisions *decisions; /**< NULL: none */
} ps_outputs_run;

/** Whether --output asks for a report that says what packs say, and names things as they do. */
int ps_outputs_quote_packs(const ps_args *args);
/** Open what --output asks for. @return 0, or the exit code after saying what is wrong. */
int ps_outputs_new(const ps_args *args, const ps_outputs_run *run, const ps_precious *precious,
                   size_t precious_count, ps_outputs **ret_outputs);
/** Drops what was not finished. NULL is allowed. */
void ps_outputs_free(ps_outputs *outputs);

void ps_outputs_screened(ps_outputs *outputs, const ps_screened *screened,
                         const ps_finding *findings, size_t count);
/** The same of some records at once: each report on a thread of its own. */
void ps_outputs_screened_together(ps_outputs *outputs, const ps_run_record *records, size_t count);
void ps_outputs_rejected(ps_outputs *outputs, const ps_rejected *rejected);
void ps_outputs_supplier(ps_outputs *outputs, const ps_supplier *supplier);
void ps_outputs_summary(ps_outputs *outputs, const ps_summary *summary);

/** Whether one of them goes there. */
int ps_outputs_have(const ps_outputs *outputs, const ps_target *target);
/** Whether there is nothing left to write to. */
int ps_outputs_all_failed(const ps_outputs *outputs);
/** Whether text goes to standard output, so that a person reads it there. */
int ps_outputs_talk(const ps_outputs *outputs);
/** Whether a report goes to a terminal, where a line of progress would stand in its way. */
int ps_outputs_on_terminal(const ps_outputs *outputs);
/** Let the files appear. @return PS_EXIT_OK, PS_EXIT_OUTPUT or PS_EXIT_INTERNAL. */
int ps_outputs_finish(ps_outputs *outputs);

#endif
