/* One record judged by what stands in it: its items by the catalog, its texts by the policy, and
 * what follows for the record. What other records add (contracts) comes later, in resolve.h.
 *
 * Threads: a ps_judge belongs to one; the packs are shared.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_JUDGE_H
#define PS_SCREEN_JUDGE_H

#include "base/arena.h"
#include "procscreen/outcome.h"
#include "screen/attachments.h"
#include "screen/packs.h"

typedef struct ps_judge {
    const ps_packs *packs;
    const ps_limits *limits;
    ps_day as_of; /* PS_NO_DAY: by the record's date */
    ps_day today; /* then: also by the law of this day; PS_NO_DAY: not */
    int explain;
    ps_catalog_scratch *catalog;
    ps_policy_scratch *policy;
    ps_attachments attachments;
    ps_profiler *profiler; /* NULL: none */
    ps_arena arena;        /* of the record being judged */
    uint64_t same; /* not 0: records with this number have the same elements, but for whether they
                      are required, how severe they are, and the lines of the source */
} ps_judge;

/** @param limits  Kept, must outlive it.
 *  @param today   See ps_screen_options; not looked at when `as_of` is a day. */
PS_CHECKED ps_status ps_judge_init(ps_judge *judge, const ps_packs *packs, const ps_limits *limits,
                                   ps_day as_of, ps_day today, int explain, ps_error *reterr);
/** Measure what follows. */
void ps_judge_profiler(ps_judge *judge, ps_profiler *profiler);
/** Accepts a zeroed struct. */
void ps_judge_done(ps_judge *judge);

/**
 * Judge one record.
 *
 * @param ret_screened  Views into the record and the judge's arena, valid until the next call. seq
 * and source are left to the caller. Elements carry their state whether required or not; see
 * `required`.
 * @return PS_OK; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_judge_record(ps_judge *judge, const ps_record *record,
                                     ps_screened *ret_screened, ps_error *reterr);

/**
 * Turn what was judged into outcomes: elements that are not required become NOT_REQUIRED, and the
 * record's outcome is the worst of its parts. Done after contracts were joined.
 */
void ps_judge_conclude(ps_screened *screened, ps_element_outcome *elements);

#endif
