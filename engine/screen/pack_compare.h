/* What differs between two sets of packs, in what they mean.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_PACK_COMPARE_H
#define PS_SCREEN_PACK_COMPARE_H

#include "base/arena.h"
#include "procscreen/pack.h"

typedef enum ps_change { PS_CHANGE_ADDED, PS_CHANGE_REMOVED, PS_CHANGE_CHANGED } ps_change;

/** "added", "removed", "changed". */
const char *ps_change_name(ps_change change);

/** A statement that is new, gone, or says something else. */
typedef struct ps_fact_change {
    ps_change change;
    ps_str name;
    ps_str old_text;  /**< absent when added */
    ps_str new_text;  /**< absent when removed; the same as old_text where the attributes changed */
    ps_str old_attrs; /**< "strength weak, lang en"; may be empty */
    ps_str new_attrs;
} ps_fact_change;

/** A thing that is new, gone or changed, with what of it is. */
typedef struct ps_thing_change {
    ps_change change;
    ps_pack_kind pack_kind;
    ps_str kind;
    ps_str id;
    ps_str title; /**< the new one, unless it is gone */
    const ps_fact_change *facts;
    size_t fact_count;
} ps_thing_change;

/**
 * Compare, entry by entry and word by word; the order of files and of what is in them, and how
 * words are written, do not matter.
 *
 * @param ret_changes  In `arena`, by kind and id; *ret_count 0 when the packs mean the same.
 * @return PS_OK; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_packs_compare(const ps_packs *old_packs, const ps_packs *new_packs,
                                      ps_arena *arena, const ps_thing_change **ret_changes,
                                      size_t *ret_count, ps_error *reterr);

#endif
