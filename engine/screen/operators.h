/* Which buying legal entities are CII operators, and since when; what they filed for review; when
 * they audited their suppliers: an operators file. policies/README.md says what stands in it.
 *
 * Threads: one at a time (names are folded in the file's own arena).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_OPERATORS_H
#define PS_SCREEN_OPERATORS_H

#include "base/arena.h"
#include "policy/policy.h"
#include "procscreen/outcome.h"
#include "procscreen/run.h"

/** A buying legal entity of the file. */
typedef struct ps_operator ps_operator;

typedef enum ps_filing_result {
    PS_FILING_PENDING,
    PS_FILING_NOT_NEEDED,
    PS_FILING_PASSED,
    PS_FILING_FAILED
} ps_filing_result;

/** A purchase that was filed for cybersecurity review (MCR arts. 5 and 8). */
typedef struct ps_filing {
    ps_filing_result result;
    ps_day filed;
    ps_day decided; /**< PS_NO_DAY: not yet, or not known */
} ps_filing;

/**
 * The operator that a buyer is: by USCC, else by folded name; NULL when it is not listed.
 * @return PS_OK or PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_operators_find(ps_operators *operators, const ps_party_view *buyer,
                                       const ps_operator **ret_operator, ps_error *reterr);

/** Its status on a day; UNKNOWN for NULL or when it had none; PS_NO_DAY asks for the last one. */
ps_cii_status ps_operator_status(const ps_operator *op, ps_day day);

/** The filing that names the record or a contract that it refers to; the last one of the file.
 * NULL: none. */
const ps_filing *ps_operator_filing(const ps_operator *op, const ps_screened *screened);

/** Whether the operator keeps a list of its suppliers here. */
int ps_operator_keeps_suppliers(const ps_operator *op);

/** What an operator knows of a supplier. */
typedef struct ps_op_supplier ps_op_supplier;

/** The supplier of a record in the operator's list; NULL when it is not there.
 *  @return PS_OK or PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_operator_supplier(ps_operators *operators, const ps_operator *op,
                                          const ps_party_view *supplier,
                                          const ps_op_supplier **ret_supplier, ps_error *reterr);
/** When the operator last audited it; PS_NO_DAY: no audit is on file, or NULL. */
ps_day ps_op_supplier_last_audit(const ps_op_supplier *supplier);

/**
 * Credit what agreements of the file contain: a required element that is missing in the record's
 * texts, or that no text was there to judge by, is present when an agreement in force on `day` has
 * it (law.md 5.15: a register that says so is enough). Defeated ones stay defeated.
 *
 * @param arena  For the words that say where it stands.
 * @return PS_OK or PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_op_supplier_credit(const ps_operators *operators,
                                           const ps_op_supplier *supplier, ps_day day,
                                           ps_element_outcome *elements, size_t count,
                                           ps_arena *arena, ps_error *reterr);

/** Tell the elements that agreements name and no policy has. */
void ps_operators_check(const ps_operators *operators, const ps_policy *policy,
                        void (*unknown)(void *user, const ps_error *error), void *user);

#endif
