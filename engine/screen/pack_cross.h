/* What packs of one kind say of another kind or of the program: only here both are known. A check
 * for those who write packs. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_PACK_CROSS_H
#define PS_SCREEN_PACK_CROSS_H

#include "base/pack_file.h"
#include "catalog/catalog.h"

/**
 * Check the policy files: an error for each rule that the program never asks for, a warning for
 * each kind of purchase in `for` that `catalog` does not know (a catalog of one trade may lack it).
 *
 * @param policies  Files that are no XML are passed over: their stage reports them.
 * @param catalog   NULL when it has errors itself: `for` is not checked.
 * @return PS_OK; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_pack_cross_check(const ps_pack_file *policies, size_t count,
                                         const ps_catalog *catalog, ps_problem_fn problem,
                                         void *user, ps_error *reterr);

#endif
