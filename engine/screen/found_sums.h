/* Counts and amounts of findings that come and go, by rule, category, supplier and currency.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_FOUND_SUMS_H
#define PS_SCREEN_FOUND_SUMS_H

#include "screen/finding_compare.h"

typedef struct ps_found_sums ps_found_sums;

/** @param limits  suppliers: so many keys are told apart, further ones are counted together. */
PS_CHECKED ps_status ps_found_sums_new(const ps_limits *limits, ps_found_sums **ret_sums,
                                       ps_error *reterr);
/** NULL is allowed. */
void ps_found_sums_free(ps_found_sums *sums);
/** @return PS_OK; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_found_sums_add(ps_found_sums *sums, const ps_found_change *change,
                                       ps_error *reterr);
/** By group, then key, then currency. */
void ps_found_sums_tell(ps_found_sums *sums, void (*tell)(void *user, const ps_found_sum *sum),
                        void *user);

#endif
