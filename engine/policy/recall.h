/* Judgements of sets of texts that came before: purchase orders of one house carry the same terms
 * thousands of times. What is recalled equals byte for byte what judging again would say; only the
 * source lines are moved to where the texts stand now.
 *
 * Bounded, see base/memo.h. Threads: belongs to one.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_POLICY_RECALL_H
#define PS_POLICY_RECALL_H

#include "base/buffer.h"
#include "base/memo.h"
#include "policy/judging.h"

enum {
    PS_RECALL_KEY_MAX = 64 * 1024,    /* longer sets of texts are contracts, which do not recur */
    PS_RECALL_BYTES = 6 * 1024 * 1024 /* of all that is kept */
};

typedef struct ps_recall {
    ps_memo memo;
    ps_buffer key;    /* of the record asked for last */
    uint64_t answers; /* that were ever kept */
} ps_recall;

PS_CHECKED ps_status ps_recall_init(ps_recall *recall, ps_error *reterr);
/** Accepts a zeroed struct. */
void ps_recall_done(ps_recall *recall);

/**
 * What was said of these texts before.
 *
 * @param scratch       For what is needed during the call.
 * @param arena         Of the results, whose texts stay in what is kept: they are valid until the
 * next call.
 * @return PS_OK; PS_END: nothing is known of them; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_recall_find(ps_recall *recall, const ps_policy *policy,
                                    const ps_record *record, ps_day day, ps_arena *scratch,
                                    ps_arena *arena, ps_element_outcome **ret_elements,
                                    size_t *ret_count, ps_policy_texts *ret_texts,
                                    ps_error *reterr);

/** Keep what was just judged, after ps_recall_find() said PS_END of it. What depends on more than
 * the texts, or is too large, is not kept. */
void ps_recall_keep(ps_recall *recall, const ps_judging *judging, const ps_record *record,
                    const ps_element_outcome *elements, size_t count, const ps_policy_texts *texts);

#endif
