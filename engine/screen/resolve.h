/* Orders and the contracts that they refer to, whichever comes first.
 *
 * Contracts and quotations of the run are kept (contract_store.h). A record with elements that they
 * may settle waits in a second spool until the end: only then is it known which contracts, versions
 * and amendments there are. Memory: that of the contracts' index, nothing per waiting record.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_RESOLVE_H
#define PS_SCREEN_RESOLVE_H

#include "base/cleanup.h"
#include "procscreen/limits.h"
#include "screen/wire.h"

typedef struct ps_resolver ps_resolver;

PS_CHECKED ps_status ps_resolver_new(const ps_limits *limits, ps_resolver **ret_resolver,
                                     ps_error *reterr);
void ps_resolver_free(ps_resolver *resolver);
/** Contracts come from a folder of contracts too: so say the reasons. */
void ps_resolver_with_folder(ps_resolver *resolver);
PS_DEFINE_CLEANUP(ps_resolver *, ps_resolver_free)

/** A frame with where it came from, to be decoded again later. */
typedef struct ps_kept {
    uint64_t seq;
    ps_str source;
    ps_wire_reader *reader; /* must outlive the resolver */
    ps_str frame;
} ps_kept;

/** Whether other records of the run may say something of this one's elements. */
int ps_depends_on_others(const ps_screened *screened, const ps_element_outcome *elements);

/** Remember a contract or a quotation; other records are none. @return PS_OK or PS_FATAL. */
PS_CHECKED ps_status ps_resolver_add(ps_resolver *resolver, const ps_screened *screened,
                                     ps_error *reterr);

/**
 * Join what the contracts that a record refers to say into its elements (join.h).
 *
 * What its own text says (present, defeated) stays. A reference that leads nowhere makes a missing
 * element not evaluable: "contract-not-available"; so do more references, more contracts of one id
 * or a longer chain than the limits allow: "limit:references", "limit:contract-versions",
 * "limit:contract-depth".
 *
 * @param last_call  0: a record that contracts may still say something of gives PS_END (nothing was
 * changed; keep it with ps_resolver_wait()); 1: no contract comes any more.
 * @param elements   The record's, as screened->elements; changed.
 * @param arena      For what is taken over from the contracts.
 * @return PS_OK, PS_END or PS_FATAL.
 */
PS_CHECKED ps_status ps_resolver_join(ps_resolver *resolver, int last_call,
                                      const ps_screened *screened, ps_element_outcome *elements,
                                      ps_arena *arena, ps_error *reterr);

/** Keep a record until ps_resolver_release(). */
PS_CHECKED ps_status ps_resolver_wait(ps_resolver *resolver, const ps_kept *kept, ps_error *reterr);

/** Hand out all waiting records in the order in which they came. `kept` is valid during the call.
 *  @return PS_OK, or what `released` returned other than PS_OK. */
PS_CHECKED ps_status ps_resolver_release(ps_resolver *resolver,
                                         ps_status (*released)(void *user, const ps_kept *kept,
                                                               ps_error *reterr),
                                         void *user, ps_error *reterr);

#endif
