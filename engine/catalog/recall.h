/* Items that were judged before: purchase orders of one house repeat the same few thousand. What is
 * recalled equals byte for byte what judging again would say; only the source lines are moved to
 * where the item stands now.
 *
 * Threads: belongs to one. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CATALOG_RECALL_H
#define PS_CATALOG_RECALL_H

#include "base/memo.h"
#include "catalog/weigh.h"

enum {
    PS_ITEM_KEY_MAX = 16 * 1024,       /* items with more text do not recur */
    PS_ITEM_RECALL_BYTES = 4096 * 1024 /* of all that is kept */
};

typedef struct ps_item_recall {
    ps_memo memo;
    ps_buffer key;
    ps_buffer
        turns; /* of ps_day: days on which something in the catalog comes into force or ends */
} ps_item_recall;

PS_CHECKED ps_status ps_item_recall_init(ps_item_recall *recall, const ps_catalog *catalog,
                                         ps_error *reterr);
/** Accepts a zeroed struct. */
void ps_item_recall_done(ps_item_recall *recall);

/**
 * Whether the weigher's item was judged before.
 *
 * @param outcome  What is copied from the item stands there already; the rest is filled in, with
 * places in `arena` and texts that are valid until ps_memo_settle().
 * @return PS_OK; PS_END: it must be judged; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_item_recall_find(ps_item_recall *recall, ps_weigher *weigher,
                                         ps_arena *arena, ps_item_outcome *outcome,
                                         ps_error *reterr);

/** Keep what was just judged, after ps_item_recall_find() said PS_END of it. */
void ps_item_recall_keep(ps_item_recall *recall, const ps_item *item,
                         const ps_item_outcome *outcome);

#endif
