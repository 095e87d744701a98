/* SPDX-License-Identifier: Apache-2.0 */
#include "report/subject.h"

#include "base/str.h"
#include "report/rank.h"

const ps_item_outcome *ps_subject_item(const ps_screened *screened, const ps_finding *finding)
{
    size_t number = finding->item_number;
    return number && number <= screened->item_count ? &screened->items[number - 1] : NULL;
}

const ps_element_outcome *ps_subject_element(const ps_screened *screened, const ps_finding *finding)
{
    for (size_t i = 0; finding->element.ptr && i < screened->element_count; i++) {
        if (ps_str_equal(screened->elements[i].element, finding->element)) {
            return &screened->elements[i];
        }
    }
    return NULL;
}

uint64_t ps_subject_line(const ps_item_outcome *item)
{
    int seen = item->outcome != PS_OUTCOME_CLEAR || item->evidence_count || item->today;
    return seen ? item->line : 0;
}

/* Whether the evidence is a place in the item's name that can be marked there. */
static int is_in_name(const ps_item_outcome *item, const ps_evidence *evidence, size_t from)
{
    return ps_str_is(evidence->field, "name") && evidence->start >= from &&
           evidence->start < evidence->end && evidence->end <= item->name.len &&
           ps_str_equal(ps_str_slice(item->name, evidence->start, evidence->end), evidence->quote);
}

const ps_evidence *ps_subject_mark(const ps_item_outcome *item, size_t from)
{
    const ps_evidence *next = NULL;
    for (size_t i = 0; i < item->evidence_count; i++) {
        const ps_evidence *evidence = &item->evidence[i];
        if (is_in_name(item, evidence, from) &&
            (!next || evidence->start < next->start ||
             (evidence->start == next->start && evidence->end > next->end))) {
            next = evidence;
        }
    }
    return next;
}

ps_undecided ps_undecided_of(const ps_screened *screened)
{
    ps_undecided undecided = {0};
    for (size_t i = 0; i < screened->item_count; i++) {
        const ps_item_outcome *item = &screened->items[i];
        if (item->outcome == PS_OUTCOME_NOT_EVALUABLE && undecided.items++ == 0) {
            undecided.item_reason = item->reason;
        }
    }
    for (size_t i = 0; i < screened->element_count; i++) {
        const ps_element_outcome *element = &screened->elements[i];
        if (element->required && element->state == PS_STATE_NOT_EVALUABLE &&
            undecided.elements++ == 0) {
            undecided.element_reason = element->reason;
        }
    }
    return undecided;
}

size_t ps_subject_undecided(const ps_screened *screened, size_t at, ps_buffer *ret_names)
{
    const ps_element_outcome *first = &screened->elements[at];
    size_t count = 0;
    ps_buffer_clear(ret_names);
    for (size_t i = 0; i < screened->element_count; i++) {
        const ps_element_outcome *element = &screened->elements[i];
        if (!element->required || element->state != PS_STATE_NOT_EVALUABLE ||
            !ps_str_equal(element->reason, first->reason)) {
            if (i == at) {
                return 0;
            }
            continue;
        }
        if (i < at) {
            return 0;
        }
        ps_buffer_add_text(ret_names, count++ ? " " : "");
        ps_buffer_add_str(ret_names, element->element);
    }
    return count;
}

const ps_finding *ps_subject_worst(const ps_finding *const *findings, size_t count)
{
    const ps_finding *worst = count ? findings[0] : NULL;
    for (size_t i = 1; i < count; i++) {
        ps_rank rank = ps_rank_of(findings[i]);
        ps_rank least = ps_rank_of(worst);
        if (ps_rank_before(&rank, &least)) {
            worst = findings[i];
        }
    }
    return worst;
}

ps_states ps_subject_states(const ps_screened *screened)
{
    ps_states states = {{0}};
    for (size_t i = 0; i < screened->element_count; i++) {
        if (screened->elements[i].required) {
            states.of[screened->elements[i].state]++;
        }
    }
    return states;
}
