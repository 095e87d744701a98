/* SPDX-License-Identifier: Apache-2.0 */
#include "report/subject.h"

#include "base/str.h"

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
