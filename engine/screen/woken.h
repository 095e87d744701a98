/* The patterns of the packs that a run woke, for its profile.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_WOKEN_H
#define PS_SCREEN_WOKEN_H

#include "base/arena.h"
#include "base/profiler.h"
#include "procscreen/pack.h"

typedef struct ps_woken {
    ps_pattern_place place;
    const ps_pattern_count *count;
} ps_woken;

/**
 * Those that were woken, the slowest first.
 *
 * @param packs     Those that the profile was made with; NULL: there are none.
 * @param ret_list  In the arena; views into the packs and the profile.
 * @return PS_OK; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_woken_list(const ps_profiler *profiler, const ps_packs *packs,
                                   ps_arena *arena, ps_woken **ret_list, size_t *ret_count,
                                   ps_error *reterr);

#endif
