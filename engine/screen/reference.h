/* What a record says of other documents: the contracts it is under, the quotation it answers, the
 * contract that it amends. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_REFERENCE_H
#define PS_SCREEN_REFERENCE_H

#include "base/arena.h"
#include "procscreen/limits.h"
#include "procscreen/outcome.h"

/**
 * What ids of contracts are compared by: without regard to case, width, hidden characters and
 * blanks. Zeros in front count: "001" and "1" are two contracts.
 * @param id  May be empty, then so is the key. @return PS_OK; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_reference_key(ps_arena *arena, ps_str id, ps_str *ret_key,
                                      ps_error *reterr);

/**
 * The references of a record and of its items to contracts and quotations, each id once; one more
 * than limits->references, so that whoever joins them sees that there were too many.
 *
 * A contract that calls itself a supplementary agreement amends the contracts that it refers to,
 * whatever its format calls the reference.
 *
 * @param screened  Gets contracts, contract_kinds, contract_count, quotations, quotation_count,
 * takes_back.
 */
PS_CHECKED ps_status ps_references_collect(const ps_record *record, const ps_limits *limits,
                                           ps_arena *arena, ps_screened *screened,
                                           ps_error *reterr);

/** Whether a kind of reference is that of an amendment to the contract that it amends. */
int ps_reference_amends(ps_str kind);

#endif
