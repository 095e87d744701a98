/* From outcomes to findings: what someone must act on, by which law, at what cost, and what to do.
 *
 * Which findings there are, how severe, by which article and in which words is data of the policy
 * pack; when one is made is decided here. Review (CIIR art. 19) and agreement (art. 20) are two
 * duties and two findings. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_FINDING_H
#define PS_SCREEN_FINDING_H

#include "base/arena.h"
#include "base/buffer.h"
#include "procscreen/outcome.h"
#include "screen/operators.h"
#include "screen/packs.h"
#include "screen/sentence.h"

/** The rules that findings are made by; ids as in the policy pack. */
#define PS_RULES(X)                                                                                \
    X(REVIEW_REQUIRED, "review-required")                                                          \
    X(REVIEW_PENDING, "review-pending")                                                            \
    X(REVIEW_PASSED, "review-passed")                                                              \
    X(REVIEW_FAILED, "review-failed")                                                              \
    X(LISTED_TODAY, "listed-today")                                                                \
    X(CRITICAL_EQUIPMENT, "critical-equipment")                                                    \
    X(VENDOR_WATCH, "vendor-watch")                                                                \
    X(ELEMENT_MISSING, "element-missing")                                                          \
    X(ELEMENT_DEFEATED, "element-defeated")                                                        \
    X(EFFECTIVE_BEFORE_REVIEW, "effective-before-review")                                          \
    X(CONTRACT_NOT_REFERENCED, "contract-not-referenced")                                          \
    X(CONTRACT_NOT_AVAILABLE, "contract-not-available")                                            \
    X(DELIVERY_BEFORE_REVIEW, "delivery-before-review")                                            \
    X(AUDIT_DUE, "audit-due")                                                                      \
    X(SUSPICIOUS_TEXT, "suspicious-text")                                                          \
    X(SUPPLIER_ID_INVALID, "supplier-id-invalid")                                                  \
    X(ITEM_NOT_DESCRIBED, "item-not-described")

typedef enum ps_rule_id {
#define PS_X(symbol, name) PS_RULE_##symbol,
    PS_RULES(PS_X)
#undef PS_X
        PS_RULE_COUNT
} ps_rule_id;

/** The rules as they are in force on one day, and on others around it. */
typedef struct ps_rules {
    ps_day from;
    ps_day to;
    ps_policy_rule list[PS_RULE_COUNT];
    ps_sentence message[PS_RULE_COUNT];
    ps_sentence next_step[PS_RULE_COUNT];
    int in_force[PS_RULE_COUNT];
    struct ps_rules *next;
} ps_rules;

/** Makes findings; keeps the rules of all periods that it met, which the policy's dates bound. One
 * per run. */
typedef struct ps_finder {
    const ps_packs *packs;
    ps_day as_of;
    ps_day today; /* PS_NO_DAY: the law of today is not asked for */
    ps_day day;   /* that the record is judged by */
    const ps_rules *then;
    const ps_rules *now; /* of today */
    ps_rules *met;
    ps_arena arena;
    ps_buffer words; /* of a sentence that is being written */
} ps_finder;

/** What is known of a record beside itself. */
typedef struct ps_finding_context {
    int new_supplier;        /**< what is wrong with its identifier is said once a run */
    const ps_filing *filing; /**< NULL: the purchase is not known to be filed for review */
    int audit_overdue;       /**< to be said here */
    ps_day audit_due;
} ps_finding_context;

/** @param packs  Kept. `today` is not looked at when `as_of` is a day.
 *  @return PS_OK or PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_finder_init(ps_finder *finder, const ps_packs *packs, ps_day as_of,
                                    ps_day today, ps_error *reterr);
/** Accepts a zeroed struct. */
void ps_finder_done(ps_finder *finder);

/**
 * When the supplier of a record is to be audited next: so many months after the last audit, or
 * after the purchase; the policy says how many (CIIR art. 20 names no interval).
 *
 * @param last  PS_NO_DAY: no audit is on file.
 * @return PS_NO_DAY when nothing calls for an audit: no network product, no date, no such rule.
 */
ps_day ps_finder_audit_due(ps_finder *finder, const ps_screened *screened, ps_day last);

/**
 * The findings of one concluded record, in the order items, elements, record.
 *
 * @param ret_findings  Array in `arena`; valid as long as that, the record and the finder.
 * @return PS_OK or PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_finder_make(ps_finder *finder, const ps_screened *screened,
                                    const ps_finding_context *context, ps_arena *arena,
                                    ps_finding **ret_findings, size_t *ret_count, ps_error *reterr);

#endif
