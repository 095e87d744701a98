/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/wire_lists.h"

#include "base/cleanup.h"

ps_wire_list *ps_wire_lists_find(ps_wire_lists *lists, uint64_t same)
{
    if (!same) {
        return NULL;
    }
    size_t at = (size_t)(same % PS_COUNT(lists->slots));
    while (lists->slots[at].same && lists->slots[at].same != same) {
        at = (at + 1) % PS_COUNT(lists->slots);
    }
    if (!lists->slots[at].same) {
        if (lists->count == PS_WIRE_LISTS) {
            return NULL;
        }
        lists->slots[at] = (ps_wire_list){.same = same};
        lists->count++;
    }
    return &lists->slots[at];
}

size_t ps_wire_list_bytes(const ps_element_outcome *elements, size_t count, size_t frame)
{
    enum { ROUNDED = 32 }; /* an array may take so much more than what is in it */
    size_t things = count;
    for (size_t i = 0; i < count; i++) {
        things += elements[i].evidence_count;
    }
    return things > PS_WIRE_LIST_LONGEST ? SIZE_MAX
                                         : frame + ROUNDED + things * (sizeof *elements + ROUNDED);
}

uint64_t ps_wire_list_line(const ps_element_outcome *elements, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (elements[i].evidence_count) {
            return elements[i].evidence[0].line;
        }
        if (elements[i].nearest.quote.ptr) {
            return elements[i].nearest.line;
        }
    }
    return 0;
}

_Static_assert(PS_SEVERITY_HIGH == 3, "a severity takes two bits");

unsigned char ps_wire_rating(const ps_element_outcome *element)
{
    return (unsigned char)((unsigned)element->severity | (unsigned)element->severity_if_filed << 2 |
                           (unsigned)(element->required != 0) << 4);
}

int ps_wire_rate(ps_element_outcome *element, unsigned char rating)
{
    element->severity = (ps_severity)(rating & 3);
    element->severity_if_filed = (ps_severity)(rating >> 2 & 3);
    element->required = rating >> 4 & 1;
    return rating >> 5 == 0;
}
