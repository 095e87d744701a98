/* What a run adds up to: suppliers and the summary.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_ROLLUP_H
#define PS_SCREEN_ROLLUP_H

#include "base/arena.h"
#include "base/cleanup.h"
#include "procscreen/limits.h"
#include "procscreen/outcome.h"
#include "screen/register.h"

typedef struct ps_rollup ps_rollup;

PS_CHECKED ps_status ps_rollup_new(const ps_limits *limits, ps_rollup **ret_rollup,
                                   ps_error *reterr);
void ps_rollup_free(ps_rollup *rollup);
PS_DEFINE_CLEANUP(ps_rollup *, ps_rollup_free)

/** The counts; the owner of the run adds files and bytes, the rollup the rest. */
ps_summary *ps_rollup_summary(ps_rollup *rollup);

/** Note the supplier. *ret_told: where it is noted what was said of it; valid until the next call.
 */
PS_CHECKED ps_status ps_rollup_meet(ps_rollup *rollup, const ps_party_view *supplier,
                                    unsigned **ret_told, ps_error *reterr);

/** Count a concluded record; ps_rollup_meet() was called last for its supplier. */
PS_CHECKED ps_status ps_rollup_add(ps_rollup *rollup, const ps_screened *screened,
                                   const ps_finding *findings, size_t count, ps_audit_days audit,
                                   ps_error *reterr);
PS_CHECKED ps_status ps_rollup_unmapped(ps_rollup *rollup, const ps_unmapped *row,
                                        ps_error *reterr);

/**
 * Tell the suppliers, worst first; then fill in the summary and check that it adds up.
 *
 * @param today  See ps_register_tell().
 * @return PS_OK; PS_FATAL with PS_E_MEMORY, with the summary filled in all the same.
 */
PS_CHECKED ps_status ps_rollup_finish(ps_rollup *rollup, ps_day today,
                                      void (*supplier)(void *user, const ps_supplier *supplier),
                                      void *user, ps_error *reterr);

#endif
