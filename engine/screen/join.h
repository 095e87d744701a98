/* What the contracts that a record stands under say of its elements.
 *
 * From near to far: the amendments of the record itself (distance 0), the contracts that it refers
 * to, those that they refer to, and so on; quotations last. A contract, its versions and all that
 * amend it are one family and judged together: the best of what they say counts, unless a member
 * that is not older says that the obligation does not exist any more. What is nearer wins.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_JOIN_H
#define PS_SCREEN_JOIN_H

#include "screen/contract_store.h"

/**
 * Join the contracts kept in `store` into a record's elements; see ps_resolver_join().
 *
 * @param elements  As screened->elements; changed.
 * @param arena     For what is taken over from the contracts.
 * @return PS_OK or PS_FATAL. The outcome does not depend on the order in which contracts came, but
 * where one of the limits is reached.
 */
PS_CHECKED ps_status ps_join(ps_contract_store *store, const ps_limits *limits,
                             const ps_screened *screened, ps_element_outcome *elements,
                             ps_arena *arena, ps_error *reterr);

/** Whether its own text settles the element: the record need not contain it, does, or takes it
 * away. */
int ps_join_is_settled(const ps_element_outcome *element);

#endif
