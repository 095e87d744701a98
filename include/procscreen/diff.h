/* Comparing two sets of packs: what changed in them, and what that changes in what is found.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_DIFF_H
#define PROCSCREEN_DIFF_H

#include "procscreen/common.h"
#include "procscreen/pack.h"
#include "procscreen/report.h"
#include "procscreen/run.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_diff_options {
    uint32_t size;
    const char *const *inputs; /**< records to screen under both, as for ps_run_execute(); "-" must
                                  be a file that can be read twice */
    size_t input_count;        /**< 0: the packs alone are compared */
    const ps_run_options *run; /**< how they are screened; NULL: the defaults */
    unsigned columns;          /**< text: width; 0: 80 */
    ps_problem_fn problem;     /**< warnings and rejections of the run under the new packs */
    void *user;
} ps_diff_options;
#define PS_DIFF_OPTIONS_INIT                                                                       \
    {                                                                                              \
        sizeof(ps_diff_options), NULL, 0, NULL, 0, NULL, NULL                                      \
    }

typedef struct ps_diff_result {
    uint64_t things;   /**< entries, elements, rules … that are new, gone or changed */
    uint64_t findings; /**< findings, and records not judged or read, that come, go or change */
    int incomplete;    /**< some input could not be read, or there was none */
} ps_diff_result;

/**
 * Compare two sets of packs and write what differs.
 *
 * Packs are compared by what they mean: word by word, pattern by pattern, whatever file it stands
 * in. Findings are told apart by rule, format, record, supplier, line (its number, else its place
 * in the record) and element, so that one whose category changes is one change.
 *
 * @param format  "text" or "json".
 * @param write   Gets the bytes, in large pieces.
 * @return PS_OK, differences or not; PS_FATAL with PS_E_USAGE (no such format), PS_E_WRITE,
 * PS_E_MEMORY, PS_E_LIMIT ("limit:diff-findings"), or what ps_run_execute() fails with.
 * Threads: as ps_run_execute().
 */
PS_API PS_CHECKED ps_status ps_diff_write(const ps_packs *old_packs, const ps_packs *new_packs,
                                          const char *format, const ps_diff_options *options,
                                          ps_write_fn write, void *io, ps_diff_result *ret_result,
                                          ps_error *reterr);

#ifdef __cplusplus
}
#endif
#endif
