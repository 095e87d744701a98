/* What a run adds up to: suppliers and the summary.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_ROLLUP_H
#define PS_SCREEN_ROLLUP_H

#include "base/arena.h"
#include "base/cleanup.h"
#include "procscreen/limits.h"
#include "procscreen/outcome.h"

typedef struct ps_rollup ps_rollup;

PS_CHECKED ps_status ps_rollup_new(const ps_limits *limits, ps_rollup **ret_rollup,
                                   ps_error *reterr);
void ps_rollup_free(ps_rollup *rollup);
PS_DEFINE_CLEANUP(ps_rollup *, ps_rollup_free)

/** The counts; the owner of the run adds files and bytes, the rollup the rest. */
ps_summary *ps_rollup_summary(ps_rollup *rollup);

/** What is said of a supplier once in a run; bits. */
enum { PS_TOLD_ID = 1, PS_TOLD_AUDIT = 2 };

/** Note the supplier. *ret_told: where it is noted what was said of it; valid until the next call.
 */
PS_CHECKED ps_status ps_rollup_meet(ps_rollup *rollup, const ps_party_view *supplier,
                                    unsigned **ret_told, ps_error *reterr);

/** When a supplier was audited and is to be audited next; PS_NO_DAY: not known, not due. */
typedef struct ps_audit_days {
    ps_day last;
    ps_day due;
} ps_audit_days;
/** Count a concluded record; ps_rollup_meet() was called for its supplier. */
PS_CHECKED ps_status ps_rollup_add(ps_rollup *rollup, const ps_screened *screened,
                                   const ps_finding *findings, size_t count, ps_audit_days audit,
                                   ps_error *reterr);
PS_CHECKED ps_status ps_rollup_unmapped(ps_rollup *rollup, const ps_unmapped *row,
                                        ps_error *reterr);

/** Suppliers with anything to say, worst first; then fill in the summary and check that it adds up.
 */
void ps_rollup_finish(ps_rollup *rollup, void (*supplier)(void *user, const ps_supplier *supplier),
                      void *user);

#endif
