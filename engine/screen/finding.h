/* From outcomes to findings: what someone must act on, by which law, at what cost, and what to do.
 *
 * Which findings there are, how severe, by which article and in which words is data of the policy
 * pack; when one is made is decided here. Review (CIIR art. 19) and agreement (art. 20) are two
 * duties and two findings. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_FINDING_H
#define PS_SCREEN_FINDING_H

#include "base/arena.h"
#include "policy/policy.h"
#include "procscreen/outcome.h"

/** The rules that findings are made by; ids as in the policy pack. */
#define PS_RULES(X)                                                                                \
    X(REVIEW_REQUIRED, "review-required")                                                          \
    X(ELEMENT_MISSING, "element-missing")                                                          \
    X(ELEMENT_DEFEATED, "element-defeated")                                                        \
    X(CONTRACT_NOT_REFERENCED, "contract-not-referenced")                                          \
    X(CONTRACT_NOT_AVAILABLE, "contract-not-available")                                            \
    X(DELIVERY_BEFORE_REVIEW, "delivery-before-review")                                            \
    X(SUSPICIOUS_TEXT, "suspicious-text")                                                          \
    X(SUPPLIER_ID_INVALID, "supplier-id-invalid")                                                  \
    X(ITEM_NOT_DESCRIBED, "item-not-described")

typedef enum ps_rule_id {
#define PS_X(symbol, name) PS_RULE_##symbol,
    PS_RULES(PS_X)
#undef PS_X
        PS_RULE_COUNT
} ps_rule_id;

/** Makes findings; remembers the rules of the last day it was asked about. One per run. */
typedef struct ps_finder {
    const ps_policy *policy;
    ps_day as_of;
    ps_day day; /* of the rules below */
    int loaded;
    ps_policy_rule rules[PS_RULE_COUNT];
    int in_force[PS_RULE_COUNT];
    ps_arena rule_arena;
} ps_finder;

void ps_finder_init(ps_finder *finder, const ps_policy *policy, ps_day as_of);
void ps_finder_done(ps_finder *finder);

/**
 * The findings of one concluded record, in the order items, elements, record.
 *
 * @param new_supplier  Not 0: the supplier was not seen before in this run; what is wrong with its
 * identifier is said once.
 * @param ret_findings  Array in `arena`.
 * @return PS_OK or PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_finder_make(ps_finder *finder, const ps_screened *screened,
                                    int new_supplier, ps_arena *arena, ps_finding **ret_findings,
                                    size_t *ret_count, ps_error *reterr);

#endif
