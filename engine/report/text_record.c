/* A record that needs a look: its findings, the most severe first, those of one rule with the same
 * next step together, so that the law and the next step stand once below them.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/decimal.h"
#include "base/str.h"
#include "report/subject.h"
#include "report/text.h"
#include "report/text_clause.h"

/* Most places that are quoted for one item; the other formats have all of them. */
enum { PLACES_SHOWN = 4 };

/* Findings are looked up in the order in which they came, then sorted. */
typedef struct entry {
    const ps_finding *finding;
    const ps_item_outcome *item;
    const ps_element_outcome *element;
} entry;

/* The source line to look at. */
static uint64_t line_of(const ps_screened *screened, const entry *e)
{
    if (e->item && e->item->line) {
        return e->item->line;
    }
    if (e->element && e->element->nearest.line && e->element->source.len == 0) {
        return e->element->nearest.line;
    }
    return screened->line;
}

/* Severe first, lines before clauses before the whole record, then as they came. */
static int compare_entries(const void *a, const void *b)
{
    const ps_finding *x = ((const entry *)a)->finding;
    const ps_finding *y = ((const entry *)b)->finding;
    if (x->severity != y->severity) {
        return x->severity > y->severity ? -1 : 1;
    }
    int x_rank = x->item_number ? 0 : x->element.ptr ? 1 : 2;
    int y_rank = y->item_number ? 0 : y->element.ptr ? 1 : 2;
    if (x_rank != y_rank) {
        return x_rank - y_rank;
    }
    int c = ps_str_compare(x->rule, y->rule);
    return c ? c : (x > y) - (x < y);
}

static int same_basis(const ps_finding *x, const ps_finding *y)
{
    if (x->basis_count != y->basis_count) {
        return 0;
    }
    for (size_t i = 0; i < x->basis_count; i++) {
        if (!ps_str_equal(x->basis[i], y->basis[i])) {
            return 0;
        }
    }
    return 1;
}

/* Findings of one rule with the same next step are told together. Clauses have each their own law.
 */
static int same_group(const entry *a, const entry *b)
{
    const ps_finding *x = a->finding;
    const ps_finding *y = b->finding;
    return x->severity == y->severity && ps_str_equal(x->rule, y->rule) &&
           ps_str_equal(x->next, y->next) && !a->item == !b->item && !a->element == !b->element &&
           (a->element ? a->element->state == b->element->state : same_basis(x, y));
}

/* Whether a place with the same words was named before. */
static int was_said(const ps_evidence *evidence, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (ps_str_equal(evidence[i].quote, evidence[at].quote)) {
            return 1;
        }
    }
    return 0;
}

static void say_evidence(ps_lines *lines, const ps_item_outcome *item)
{
    size_t said = 0;
    uint64_t more = item->evidence_left_out;
    for (size_t i = 0; i < item->evidence_count; i++) {
        if (said == PLACES_SHOWN) {
            more += item->evidence_count - i;
            break;
        }
        if (!was_said(item->evidence, i)) {
            ps_lines_say(lines, said++ ? ", " : ": ");
            ps_text_evidence(lines, &item->evidence[i]);
        }
    }
    if (more) {
        ps_lines_say(lines, " and ");
        ps_text_plural(lines, more, "more place", "more places");
    }
}

static void print_item(ps_lines *lines, const ps_screened *screened, const ps_item_outcome *item)
{
    ps_text_verdict(lines, item);
    say_evidence(lines, item);
    ps_lines_end_labelled(lines, PS_TEXT_BODY, "why", PS_TEXT_VALUE);
    if (item->manufacturer.len) {
        ps_lines_add(lines, item->manufacturer);
        ps_lines_end_labelled(lines, PS_TEXT_BODY, "maker", PS_TEXT_VALUE);
    }
    ps_text_place(lines, screened->source, item->line ? item->line : screened->line);
    ps_lines_end_labelled(lines, PS_TEXT_BODY, "where", PS_TEXT_VALUE);
    if (item->today && !ps_str_equal(item->today->category, item->category)) {
        ps_text_today(lines, item->today);
        ps_lines_end_labelled(lines, PS_TEXT_BODY, "today", PS_TEXT_VALUE);
    }
}

static void print_title(ps_lines *lines, const entry *e, ps_buffer *room)
{
    ps_str amount = PS_STR("");
    ps_text_severity(lines, e->finding->severity);
    ps_lines_pad(lines, PS_TEXT_BODY - PS_TEXT_BLOCK);
    if (e->item) {
        ps_text_line(lines, e->finding->item);
        ps_text_item_name(lines, e->item);
        amount = ps_text_amount(e->item, room);
    } else if (e->element) {
        ps_lines_say(lines, "clause ");
        ps_lines_say(lines, ps_state_name(e->element->state));
        ps_lines_say(lines, ": ");
        ps_clause_name(lines, e->element);
    } else {
        ps_lines_add(lines, e->finding->message);
    }
    ps_lines_end_right(lines, PS_TEXT_BLOCK, PS_TEXT_BODY, amount);
}

/* How it was estimated is said once, at the end of the report. */
static void print_cost(ps_text_report *text, const ps_exposure *exposure)
{
    ps_lines *lines = &text->lines;
    if (!exposure->known) {
        return;
    }
    ps_text_range(lines, exposure);
    ps_lines_say(lines, exposure->contingent ? " if identified" : "");
    if (exposure->formula.len) {
        unsigned number = ps_notes_formula(&text->notes, exposure->formula);
        if (number) {
            ps_lines_sayf(lines, " (%u)", number);
        } else {
            ps_lines_say(lines, "; ");
            ps_lines_add(lines, exposure->formula);
        }
    }
    ps_lines_end_labelled(lines, PS_TEXT_BODY, "cost", PS_TEXT_VALUE);
}

static void print_message(ps_lines *lines, const ps_finding *finding)
{
    if (finding->message.len) {
        ps_lines_add(lines, finding->message);
        ps_lines_end(lines, PS_TEXT_BODY, PS_TEXT_BODY);
    }
}

static void print_law(ps_lines *lines, const ps_finding *finding)
{
    if (finding->basis_count) {
        for (size_t i = 0; i < finding->basis_count; i++) {
            ps_lines_say(lines, i ? "; " : "");
            ps_lines_add(lines, finding->basis[i]);
        }
        ps_lines_end_labelled(lines, PS_TEXT_BODY, "law", PS_TEXT_VALUE);
    }
    if (finding->has_today) {
        const ps_finding_today *today = &finding->today;
        for (size_t i = 0; i < today->basis_count; i++) {
            ps_lines_say(lines, i ? "; " : "");
            ps_lines_add(lines, today->basis[i]);
        }
        ps_lines_end_labelled(lines, PS_TEXT_BODY, "today", PS_TEXT_VALUE);
    }
}

static void print_next(ps_lines *lines, const ps_finding *finding)
{
    if (finding->next.len) {
        ps_lines_add(lines, finding->next);
        ps_lines_end_labelled(lines, PS_TEXT_BODY, "next", PS_TEXT_VALUE);
    }
}

/* The message explains the rule: once is enough for a group of lines. */
static void print_item_group(ps_text_report *text, const ps_screened *screened, const entry *group,
                             size_t count, ps_buffer *room)
{
    ps_lines *lines = &text->lines;
    for (size_t i = 0; i < count; i++) {
        print_title(lines, &group[i], room);
        if (i == 0) {
            print_message(lines, group[i].finding);
        }
        print_item(lines, screened, group[i].item);
        print_cost(text, &group[i].finding->exposure);
    }
    print_law(lines, group[0].finding);
    print_next(lines, group[0].finding);
}

/* Several clauses that failed alike: a list, and once what holds for all. Not keeping an agreement
 * is one violation, however many clauses it lacks: so the cost is told once, the largest. */
static void print_clause_group(ps_text_report *text, const ps_screened *screened,
                               const entry *group, size_t count)
{
    ps_lines *lines = &text->lines;
    const ps_exposure *largest = NULL;
    ps_text_severity(lines, group[0].finding->severity);
    ps_lines_pad(lines, PS_TEXT_BODY - PS_TEXT_BLOCK);
    ps_text_plural(lines, count, "clause ", "clauses ");
    ps_lines_say(lines, ps_state_name(group[0].element->state));
    ps_lines_end(lines, PS_TEXT_BLOCK, PS_TEXT_BODY);
    for (size_t i = 0; i < count; i++) {
        const ps_exposure *exposure = &group[i].finding->exposure;
        ps_clause_row(lines, group[i].element, group[i].finding->basis,
                      group[i].finding->basis_count);
        if (exposure->known && (!largest || ps_decimal_compare(exposure->max, largest->max) > 0)) {
            largest = exposure;
        }
    }
    ps_clause_place(lines, screened, group[0].element);
    if (largest) {
        print_cost(text, largest);
    }
    print_next(lines, group[0].finding);
}

static void print_single(ps_text_report *text, const ps_screened *screened, const entry *e,
                         ps_buffer *room)
{
    ps_lines *lines = &text->lines;
    print_title(lines, e, room);
    if (e->element) {
        print_message(lines, e->finding);
        ps_clause_details(lines, e->element, e->finding->message);
        ps_clause_place(lines, screened, e->element);
    }
    print_cost(text, &e->finding->exposure);
    print_law(lines, e->finding);
    print_next(lines, e->finding);
}

static void print_group(ps_text_report *text, const ps_screened *screened, const entry *group,
                        size_t count, ps_buffer *room)
{
    if (group[0].item) {
        print_item_group(text, screened, group, count, room);
    } else if (group[0].element && count > 1) {
        print_clause_group(text, screened, group, count);
    } else {
        for (size_t i = 0; i < count; i++) {
            print_single(text, screened, &group[i], room);
        }
    }
}

static int has_finding(const ps_element_outcome *element, const entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (entries[i].element == element) {
            return 1;
        }
    }
    return 0;
}

/* Clauses that failed and have no finding of their own, e.g. because its rule was not in force. */
static void print_other_clauses(ps_lines *lines, const ps_screened *screened, const entry *entries,
                                size_t count)
{
    for (size_t i = 0; i < screened->element_count; i++) {
        const ps_element_outcome *element = &screened->elements[i];
        if (ps_clause_failed(element) && !has_finding(element, entries, count)) {
            ps_lines_say(lines, "clause ");
            ps_lines_say(lines, ps_state_name(element->state));
            ps_lines_say(lines, ": ");
            ps_clause_name(lines, element);
            ps_lines_end(lines, PS_TEXT_BODY, PS_TEXT_BODY);
            ps_clause_details(lines, element, PS_NO_STR);
            ps_clause_place(lines, screened, element);
        }
    }
}

/* Items in a category that no rule made a finding of. */
static void print_hits(ps_lines *lines, const ps_screened *screened, ps_buffer *room)
{
    for (size_t i = 0; i < screened->item_count; i++) {
        const ps_item_outcome *item = &screened->items[i];
        if (item->outcome == PS_OUTCOME_HIT) {
            ps_text_line(lines, item->line_id.text);
            ps_text_item_name(lines, item);
            ps_lines_end_right(lines, PS_TEXT_BODY, PS_TEXT_BODY, ps_text_amount(item, room));
            print_item(lines, screened, item);
        }
    }
}

static void print_undecided(ps_lines *lines, const ps_screened *screened)
{
    ps_undecided u = ps_undecided_of(screened);
    if (u.items) {
        ps_text_plural(lines, u.items, "line", "lines");
        ps_lines_say(lines, ": ");
        ps_lines_add(lines, u.item_reason);
        ps_lines_end_labelled(lines, PS_TEXT_BLOCK, "undecided", PS_TEXT_PARTY);
    }
    if (u.elements) {
        ps_text_plural(lines, u.elements, "clause", "clauses");
        ps_lines_say(lines, ": ");
        ps_lines_add(lines, u.element_reason);
        ps_lines_end_labelled(lines, PS_TEXT_BLOCK, "undecided", PS_TEXT_PARTY);
    }
    if (screened->suspicious_count) {
        for (size_t i = 0; i < screened->suspicious_count && i < PLACES_SHOWN; i++) {
            ps_lines_say(lines, i ? ", " : "");
            ps_text_evidence(lines, &screened->suspicious[i]);
        }
        ps_lines_end_labelled(lines, PS_TEXT_BLOCK, "disguised", PS_TEXT_PARTY);
    }
    ps_text_not_understood(lines, screened, PLACES_SHOWN);
}

void ps_text_record(ps_text_report *text, const ps_screened *screened, const ps_finding *findings,
                    size_t count)
{
    ps_lines *lines = &text->lines;
    ps_buffer room;
    ps_arena_reset(&text->arena);
    entry *entries = ps_arena_array(&text->arena, count + 1, sizeof *entries);
    if (!entries) {
        text->out_of_memory = 1;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        entries[i] = (entry){&findings[i], ps_subject_item(screened, &findings[i]),
                             ps_subject_element(screened, &findings[i])};
        ps_notes_finding(&text->notes, screened, &findings[i], entries[i].item,
                         line_of(screened, &entries[i]));
    }
    qsort(entries, count, sizeof *entries, compare_entries);
    ps_buffer_init(&room, 0);
    ps_lines_blank(lines);
    ps_text_record_head(lines, screened);
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && same_group(&entries[i], &entries[end])) {
            end++;
        }
        print_group(text, screened, &entries[i], end - i, &room);
        i = end;
    }
    if (count == 0) {
        print_hits(lines, screened, &room);
    }
    print_other_clauses(lines, screened, entries, count);
    print_undecided(lines, screened);
    text->out_of_memory |= room.failed;
    ps_buffer_done(&room);
}
