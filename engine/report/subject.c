/* SPDX-License-Identifier: Apache-2.0 */
#include "report/subject.h"

#include "base/str.h"

const ps_item_outcome *ps_subjects_item(ps_subjects *subjects, const ps_finding *finding)
{
    const ps_screened *screened = subjects->screened;
    const ps_finding *last = subjects->last;
    /* A line without an id is still a line: only findings on one carry a confidence. */
    if (!finding->item.ptr && finding->confidence == PS_CONFIDENCE_NONE) {
        return NULL;
    }
    size_t from = subjects->at;
    if (last && ps_str_equal(last->rule, finding->rule) &&
        ps_str_equal(last->item, finding->item)) {
        from++; /* another item of the same name */
    }
    for (size_t i = 0; i < screened->item_count; i++) {
        size_t at = (from + i) % screened->item_count;
        if (ps_str_equal(screened->items[at].line_id.text, finding->item)) {
            subjects->last = finding;
            subjects->at = at;
            return &screened->items[at];
        }
    }
    return NULL;
}

const ps_element_outcome *ps_subjects_element(const ps_subjects *subjects,
                                              const ps_finding *finding)
{
    const ps_screened *screened = subjects->screened;
    for (size_t i = 0; finding->element.ptr && i < screened->element_count; i++) {
        if (ps_str_equal(screened->elements[i].element, finding->element)) {
            return &screened->elements[i];
        }
    }
    return NULL;
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
