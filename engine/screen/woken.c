/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/woken.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/str.h"
#include "screen/packs.h"

/* Of two that took equally long, the one that stands first, so that the order is always the same.
 */
static int slower_first(const void *a, const void *b)
{
    const ps_woken *left = a;
    const ps_woken *right = b;
    if (left->count->ns != right->count->ns) {
        return left->count->ns > right->count->ns ? -1 : 1;
    }
    int by_path = ps_str_compare(left->place.path, right->place.path);
    if (by_path || left->place.line == right->place.line) {
        return by_path;
    }
    return left->place.line < right->place.line ? -1 : 1;
}

ps_status ps_woken_list(const ps_profiler *profiler, const ps_packs *packs, ps_arena *arena,
                        ps_woken **ret_list, size_t *ret_count, ps_error *reterr)
{
    size_t all = 0;
    size_t count = 0;
    for (int kind = 0; packs && kind < PS_PATTERN_KINDS; kind++) {
        all += ps_profiler_pattern_count(profiler, kind);
    }
    ps_woken *list = ps_arena_array(arena, all + 1, sizeof *list);
    if (!list) {
        return ps_error_memory(reterr);
    }
    for (int kind = 0; all && kind < PS_PATTERN_KINDS; kind++) {
        for (size_t i = 0; i < ps_profiler_pattern_count(profiler, kind); i++) {
            const ps_pattern_count *one = ps_profiler_pattern(profiler, kind, i);
            if (one->woken) {
                list[count++] =
                    (ps_woken){kind == PS_PATTERN_CATALOG ? ps_catalog_pattern_at(packs->catalog, i)
                                                          : ps_policy_pattern_at(packs->policy, i),
                               one};
            }
        }
    }
    if (count) {
        qsort(list, count, sizeof *list, slower_first);
    }
    *ret_list = list;
    *ret_count = count;
    return PS_OK;
}
