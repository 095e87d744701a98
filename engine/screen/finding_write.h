/* One finding written: its words, articles, exposure and fingerprint.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_FINDING_WRITE_H
#define PS_SCREEN_FINDING_WRITE_H

#include "screen/finding.h"

/** One record's findings being made. */
typedef struct ps_making {
    ps_finder *finder;
    const ps_screened *screened;
    const ps_finding_context *context;
    ps_arena *arena;
    ps_finding *list;
    size_t count;
    int no_memory;
} ps_making;

/** What a finding is about, beside its record. */
typedef struct ps_subject {
    const ps_item_outcome *item;
    const ps_element_outcome *element;
    ps_str entry; /**< a pack entry: a watch, a listed product; absent: none */
} ps_subject;

/** The name of a rule in packs and outputs. */
ps_str ps_rule_name(ps_rule_id rule);

/** Add a finding by `rule` at m->list[m->count]; NULL when the rule is not in force. */
ps_finding *ps_making_add(ps_making *m, ps_rule_id rule, const ps_subject *subject);

/** Add what the rule says to a finding that another rule made: it is at least as severe as this
 * rule is, and cites its articles too. */
void ps_making_raise(ps_making *m, ps_rule_id rule, const ps_subject *subject, ps_finding *finding);

/** The element's own articles say more than the rule's. */
void ps_making_element_basis(ps_making *m, const ps_element_outcome *element, ps_finding *finding);

/** What the finding could cost by the exposures of `rule`, then and today. */
void ps_making_exposure(ps_making *m, ps_rule_id rule, const ps_item_outcome *item,
                        ps_finding *finding);

/** Drop what the law of today says where it says the same. Called last. */
void ps_making_settle_today(ps_finding *finding);

#endif
