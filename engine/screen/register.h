/* The register of suppliers: who a record is from, and what a run says of each.
 *
 * Rows are merged by identifier while records come, and by name at the end, when it is known
 * whether a name is that of one supplier only. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_REGISTER_H
#define PS_SCREEN_REGISTER_H

#include "base/arena.h"
#include "base/index.h"
#include "procscreen/limits.h"
#include "procscreen/outcome.h"
#include "screen/exposure.h"

/** When a supplier was audited and is to be audited next; PS_NO_DAY: not known, not due. */
typedef struct ps_audit_days {
    ps_day last;
    ps_day due;
} ps_audit_days;

/** What is said of a supplier once in a run; bits. */
enum { PS_TOLD_ID = 1, PS_TOLD_AUDIT = 2 };

typedef struct ps_register_row ps_register_row;

typedef struct ps_register {
    ps_arena arena;
    ps_arena shown; /* what one row shows while it is told */
    uint64_t most;
    ps_register_row **rows; /* in the order of the index, then worst first */
    size_t room;
    ps_index index; /* of rows, by what they are merged by */
    ps_register_row *others;
    ps_str *categories; /* names of what the rows count */
    size_t category_count;
    ps_str *elements;
    size_t element_count;
    uint64_t contracts;      /* kept in all rows */
    uint64_t contracts_each; /* most kept in one */
} ps_register;

PS_CHECKED ps_status ps_register_init(ps_register *reg, const ps_limits *limits, ps_error *reterr);
/** Accepts a zeroed struct. */
void ps_register_done(ps_register *reg);

/** The row of a supplier, made when it is new. @return PS_OK; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_register_meet(ps_register *reg, const ps_party_view *supplier,
                                      ps_register_row **ret_row, ps_error *reterr);
/** Where it is noted what was said of the supplier. */
unsigned *ps_register_told(ps_register_row *row);
/** Count a concluded record in the row of its supplier. */
PS_CHECKED ps_status ps_register_add(ps_register *reg, ps_register_row *row,
                                     const ps_screened *screened, const ps_finding *findings,
                                     size_t count, ps_audit_days audit, ps_error *reterr);

/**
 * Merge by name, rate, and tell the rows that have a record, worst first.
 *
 * @param today      Audits due before it are overdue; PS_NO_DAY: none is.
 * @param supplier   NULL: only count. The row is valid during the call.
 * @param ret_count  How many rows there are.
 */
PS_CHECKED ps_status ps_register_tell(ps_register *reg, ps_day today,
                                      void (*supplier)(void *user, const ps_supplier *supplier),
                                      void *user, uint64_t *ret_count, ps_error *reterr);

/** Review exposures are added up: each purchase is an act of its own. */
int ps_is_review(const ps_finding *finding);

#endif
