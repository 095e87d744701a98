/* A record with everything that was seen in it, also what did not count, for a person who asks why
 * something was or was not found. SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/str.h"
#include "report/text.h"

enum { INDENT = 4, VALUE = 13 };

/* "line 45, name[5..16]: "NE40E-X8A", model of entry router-core" */
static void print_place(ps_lines *lines, const ps_evidence *evidence)
{
    ps_lines_add_name(lines, evidence->role.len ? evidence->role : PS_STR("seen"));
    ps_lines_say(lines, " ");
    ps_text_evidence(lines, evidence);
    if (evidence->entry.len) {
        ps_lines_say(lines, ", entry ");
        ps_lines_add_name(lines, evidence->entry);
    }
    ps_lines_sayf(lines, ", bytes %llu to %llu", (unsigned long long)evidence->start,
                  (unsigned long long)evidence->end);
    if (evidence->line) {
        ps_lines_sayf(lines, ", line %llu", (unsigned long long)evidence->line);
    }
}

static void print_places(ps_lines *lines, const ps_evidence *evidence, size_t count, uint64_t more)
{
    for (size_t i = 0; i < count; i++) {
        print_place(lines, &evidence[i]);
        ps_lines_end_labelled(lines, INDENT, "-", INDENT + 2);
    }
    if (more) {
        ps_text_plural(lines, more, "further place", "further places");
        ps_lines_say(lines, " left out (--limit evidence=N keeps more)");
        ps_lines_end_labelled(lines, INDENT, "-", INDENT + 2);
    }
}

/* Steps are numbered, one a line. */
static void print_steps(ps_lines *lines, ps_str steps)
{
    unsigned number = 0;
    while (steps.len) {
        size_t end = ps_str_find(steps, PS_STR("; "));
        ps_str step = ps_str_trim(ps_str_slice(steps, 0, end == SIZE_MAX ? steps.len : end));
        steps = end == SIZE_MAX ? PS_NO_STR : ps_str_slice(steps, end + 2, steps.len);
        if (step.len) {
            char label[16];
            (void)snprintf(label, sizeof label, "%u.", ++number);
            ps_lines_add(lines, step);
            ps_lines_end_labelled(lines, VALUE, label, VALUE + 4);
        }
    }
}

static void print_reason(ps_lines *lines, ps_str reason, ps_str basis)
{
    enum { MARK = 8 }; /* bytes of " Steps: " */
    size_t steps = ps_str_find(reason, PS_STR(" Steps: "));
    if (reason.len) {
        ps_lines_add(lines, steps == SIZE_MAX ? reason : ps_str_slice(reason, 0, steps));
        ps_lines_end_labelled(lines, INDENT, "why", VALUE);
    }
    if (steps != SIZE_MAX) {
        print_steps(lines, ps_str_slice(reason, steps + MARK, reason.len));
    }
    if (basis.len) {
        ps_lines_add(lines, basis);
        ps_lines_end_labelled(lines, INDENT, "law", VALUE);
    }
}

static void explain_item(ps_lines *lines, const ps_item_outcome *item, ps_buffer *room)
{
    ps_lines_blank(lines);
    ps_text_line(lines, item->line_id.text);
    ps_text_item_name(lines, item);
    ps_lines_end_right(lines, PS_TEXT_BLOCK, INDENT, ps_text_amount(item, room));
    ps_lines_style(lines, PS_STYLE_BOLD);
    ps_lines_say(lines, ps_outcome_name(item->outcome));
    ps_lines_style(lines, PS_STYLE_PLAIN);
    if (item->category.len) {
        ps_lines_say(lines, ": ");
        ps_text_verdict(lines, item);
    }
    ps_lines_end(lines, INDENT, INDENT);
    print_reason(lines, item->reason, item->basis);
    if (item->today) {
        ps_text_today(lines, item->today);
        ps_lines_end_labelled(lines, INDENT, "today", VALUE);
    }
    print_places(lines, item->evidence, item->evidence_count, item->evidence_left_out);
    if (item->evidence_count == 0 && item->outcome == PS_OUTCOME_CLEAR) {
        ps_lines_say(lines, "nothing in its texts, codes or properties is in the catalog");
        ps_lines_end_labelled(lines, INDENT, "-", INDENT + 2);
    }
}

static void explain_element(ps_lines *lines, const ps_element_outcome *element)
{
    ps_lines_blank(lines);
    ps_lines_say(lines, "clause ");
    ps_lines_add_name(lines, element->element);
    if (element->title.len) {
        ps_lines_say(lines, " - ");
        ps_lines_add(lines, element->title);
    }
    ps_lines_say(lines, ": ");
    ps_lines_style(lines, PS_STYLE_BOLD);
    ps_lines_say(lines, ps_state_name(element->state));
    ps_lines_style(lines, PS_STYLE_PLAIN);
    if (!element->required && element->state != PS_STATE_NOT_REQUIRED) {
        ps_lines_say(lines, " (this record need not contain it)");
    }
    ps_lines_end(lines, PS_TEXT_BLOCK, INDENT);
    print_reason(lines, element->reason, element->basis);
    if (element->source.len) {
        ps_lines_add_name(lines, element->source);
        ps_lines_end_labelled(lines, INDENT, "contract", VALUE);
    }
    print_places(lines, element->evidence, element->evidence_count, element->evidence_left_out);
    if (element->nearest.quote.ptr) {
        ps_text_evidence(lines, &element->nearest);
        if (element->nearest.line) {
            ps_lines_sayf(lines, ", line %llu", (unsigned long long)element->nearest.line);
        }
        if (element->lacks.len) {
            ps_lines_say(lines, "; it lacks ");
            ps_lines_add(lines, element->lacks);
        }
        ps_lines_end_labelled(lines, INDENT, "nearest", VALUE);
    }
}

void ps_text_explain(ps_lines *lines, const ps_screened *screened)
{
    ps_buffer room;
    ps_buffer_init(&room, 0);
    ps_text_record_head(lines, screened);
    ps_lines_say(lines, ps_outcome_name(screened->outcome));
    if (screened->reason.len) {
        ps_lines_say(lines, ": ");
        ps_lines_add(lines, screened->reason);
    }
    ps_lines_end_labelled(lines, PS_TEXT_BLOCK, "outcome", PS_TEXT_PARTY);
    for (size_t i = 0; i < screened->item_count; i++) {
        explain_item(lines, &screened->items[i], &room);
    }
    for (size_t i = 0; i < screened->element_count; i++) {
        explain_element(lines, &screened->elements[i]);
    }
    print_places(lines, screened->suspicious, screened->suspicious_count, 0);
    print_places(lines, screened->watched, screened->watched_count, 0);
    ps_text_not_understood(lines, screened, screened->not_understood_count);
    lines->text.failed |= room.failed;
    ps_buffer_done(&room);
}
