/* SPDX-License-Identifier: Apache-2.0 */
#include "report/text_clause.h"

#include "base/str.h"
#include "report/text.h"

/* Longest quote in a list; the single finding shows all of it. */
enum { ROW_QUOTE = 160 };

int ps_clause_failed(const ps_element_outcome *element)
{
    return element->required &&
           (element->state == PS_STATE_MISSING || element->state == PS_STATE_DEFEATED);
}

void ps_clause_name(ps_lines *lines, const ps_element_outcome *element)
{
    ps_lines_add_name(lines, element->element);
    if (element->title.len) {
        ps_lines_say(lines, " - ");
        ps_lines_add(lines, element->title);
    }
}

/* What defeated it, else what comes nearest to it. */
static const ps_evidence *passage_of(const ps_element_outcome *element)
{
    if (element->state == PS_STATE_DEFEATED && element->evidence_count) {
        return &element->evidence[0];
    }
    return element->nearest.quote.ptr ? &element->nearest : NULL;
}

void ps_clause_details(ps_lines *lines, const ps_element_outcome *element, ps_str message)
{
    const ps_evidence *passage = passage_of(element);
    if (element->reason.len && ps_str_find(message, element->reason) == SIZE_MAX) {
        ps_lines_add(lines, element->reason);
        ps_lines_end_labelled(lines, PS_TEXT_BODY, "why", PS_TEXT_VALUE);
    }
    if (passage) {
        ps_text_evidence(lines, passage);
        if (passage == &element->nearest && element->lacks.len) {
            ps_lines_say(lines, "; it lacks ");
            ps_lines_add(lines, element->lacks);
        }
        ps_lines_end_labelled(lines, PS_TEXT_BODY,
                              passage == &element->nearest ? "nearest" : "passage", PS_TEXT_VALUE);
    }
}

void ps_clause_row(ps_lines *lines, const ps_element_outcome *element, const ps_str *basis,
                   size_t basis_count)
{
    const ps_evidence *passage = passage_of(element);
    ps_clause_name(lines, element);
    for (size_t i = 0; i < basis_count; i++) {
        ps_lines_say(lines, i ? "; " : " (");
        ps_lines_add(lines, basis[i]);
    }
    ps_lines_say(lines, basis_count ? ")" : "");
    if (passage && passage != &element->nearest) {
        ps_lines_say(lines, "; ");
        ps_lines_add(lines, element->reason);
        ps_lines_say(lines, ": ");
        ps_text_quote(lines, passage, ROW_QUOTE);
    } else if (passage) {
        ps_lines_say(lines, "; nearest: ");
        ps_text_quote(lines, passage, ROW_QUOTE);
        if (element->lacks.len) {
            ps_lines_say(lines, ", which lacks ");
            ps_lines_add(lines, element->lacks);
        }
    }
    ps_lines_end_labelled(lines, PS_TEXT_BODY, "-", PS_TEXT_BODY + 2);
}

/* Whether the contract is another one than the record names. */
static int is_indirect(ps_str through)
{
    return ps_str_starts(through, PS_STR("amended")) ||
           ps_str_find(through, PS_STR(", ")) != SIZE_MAX;
}

void ps_clause_place(ps_lines *lines, const ps_screened *screened,
                     const ps_element_outcome *element)
{
    const ps_evidence *passage = passage_of(element);
    if (element->source.len) {
        int quoted = ps_str_starts(element->through, PS_STR("quotation"));
        ps_lines_say(lines, quoted ? "quotation " : "contract ");
        ps_lines_add_name(lines, element->source);
        if (is_indirect(element->through)) {
            ps_lines_say(lines, "; ");
            ps_lines_add(lines, element->through);
        }
    } else {
        ps_text_place(lines, screened->source,
                      passage && passage->line ? passage->line : screened->line);
    }
    ps_lines_end_labelled(lines, PS_TEXT_BODY, "where", PS_TEXT_VALUE);
}
