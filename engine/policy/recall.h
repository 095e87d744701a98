/* Judgements of sets of texts that came before: purchase orders of one house carry the same terms
 * thousands of times. What is recalled equals byte for byte what judging again would say; only the
 * source lines are moved to where the texts stand now.
 *
 * Bounded: so many entries, so many bytes; what falls out is judged again. Threads: belongs to one.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_POLICY_RECALL_H
#define PS_POLICY_RECALL_H

#include "base/buffer.h"
#include "policy/judging.h"

enum {
    PS_RECALL_WAYS = 4, /* entries that a key may be in */
    PS_RECALL_ENTRIES = 512,
    PS_RECALL_KEY_MAX = 64 * 1024,   /* longer sets of texts are contracts, which do not recur */
    PS_RECALL_ENTRY_MAX = 256 * 1024 /* bytes of an entry */
};
#define PS_RECALL_BUDGET ((size_t)6 * 1024 * 1024) /* bytes of all; then all are dropped */

typedef struct ps_recalled {
    uint64_t hash;
    ps_arena arena;
    ps_str key;    /* ptr NULL: the entry is free */
    ps_str named;  /* folded texts in which the parties' names must not occur; ptr NULL: any may */
    uint64_t line; /* that the entry's lines count from */
    const ps_element_outcome *elements;
    size_t count;
    ps_policy_texts texts;
} ps_recalled;

typedef struct ps_recall {
    ps_recalled *entries;
    ps_buffer key; /* of the record asked for last */
    uint64_t hash;
    size_t used;
    unsigned turn; /* which of the ways gives way next */
    uint64_t found;
} ps_recall;

PS_CHECKED ps_status ps_recall_init(ps_recall *recall, ps_error *reterr);
/** Accepts a zeroed struct. */
void ps_recall_done(ps_recall *recall);

/**
 * What was said of these texts before.
 *
 * @param scratch       For what is needed during the call.
 * @param arena         Of the results, whose texts stay in the entry: they are valid until the next
 * call of ps_recall_keep().
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
