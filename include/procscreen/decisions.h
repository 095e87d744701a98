/* What people decided on findings, in a workbook that was filled in.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_DECISIONS_H
#define PROCSCREEN_DECISIONS_H

#include "procscreen/common.h"
#include "procscreen/limits.h"
#include "procscreen/record.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ps_decision_kind {
    PS_DECISION_NONE, /**< only a reason, an owner or an expiry was filled in */
    PS_DECISION_CONFIRMED,
    PS_DECISION_FALSE_POSITIVE,
    PS_DECISION_ACCEPTED,
    PS_DECISION_DONE,
    PS_DECISION_LATER
} ps_decision_kind;

/** "confirmed", "false-positive" …; "none". Threads: any. */
PS_API const char *ps_decision_name(ps_decision_kind kind);

/** Views are valid as long as the decisions. */
typedef struct ps_decision {
    ps_decision_kind kind;
    ps_str reason;
    ps_str owner;
    ps_day expiry; /**< the last day on which it holds; PS_NO_DAY: not given */
} ps_decision;

/** Whether it ended before `today`; never where one of the days is not known. Threads: any. */
PS_API int ps_decision_is_past(const ps_decision *decision, ps_day today);

/** Immutable after loading; may be shared by any number of threads and reports. */
typedef struct ps_decisions ps_decisions;

/**
 * Read the decisions of a workbook that this library wrote (xlsx) and that Excel, LibreOffice or
 * another program has saved since: the columns for the reviewer on the sheets of items and of
 * contracts, in either language.
 *
 * @param limits         NULL for the defaults.
 * @param problem        Told of each thing that is wrong, with sheet and cell; may be NULL.
 * @param ret_decisions  Yours; free with ps_decisions_free().
 * @param reterr         The first error; may be NULL.
 * @return PS_OK; PS_FATAL with PS_E_OPEN, PS_E_READ, PS_E_CONFIG (no workbook, no such sheet or
 * column, what is no decision, no day, no fingerprint), PS_E_LIMIT or PS_E_MEMORY, and then nothing
 * is loaded. Threads: any, after packs were loaded in the main thread.
 */
PS_API PS_CHECKED ps_status ps_decisions_load(const char *path, const ps_limits *limits,
                                              ps_problem_fn problem, void *user,
                                              ps_decisions **ret_decisions, ps_error *reterr);
/** NULL is allowed. No report may use them any more. */
PS_API void ps_decisions_free(ps_decisions *decisions);

/** How many there are: one for each finding. NULL: 0. */
PS_API size_t ps_decisions_count(const ps_decisions *decisions);
/**
 * The decision on the finding with that fingerprint.
 *
 * @param ret_index  Its number, below ps_decisions_count(); may be NULL.
 * @return NULL when there is none, or `decisions` is NULL. Threads: any.
 */
PS_API const ps_decision *ps_decisions_find(const ps_decisions *decisions, const char *fingerprint,
                                            size_t *ret_index);

#ifdef __cplusplus
}
#endif
#endif
