/* Items that stand in an item (substitutes, sub-lines, components) were judged each by itself, so
 * that no word of one excuses another. Here they become one item with its variants.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_VARIANTS_H
#define PS_SCREEN_VARIANTS_H

#include "base/arena.h"
#include "procscreen/limits.h"
#include "procscreen/outcome.h"

/**
 * Fold the outcomes of inner items into those of the outermost ones.
 *
 * The outcome is that of the strongest; its reason names the variant. Categories and evidence of
 * the others are kept beside it, the field of the evidence saying where it stands. The amount is
 * the line's own; where the line has none, the sum of its parts, never that of an alternative.
 *
 * @param items      One outcome for each item of the record; afterwards those that are left.
 * @param ret_count  How many are left.
 * @return PS_OK; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_variants_fold(const ps_record *record, const ps_limits *limits,
                                      ps_arena *arena, ps_item_outcome *items, size_t *ret_count,
                                      ps_error *reterr);

#endif
