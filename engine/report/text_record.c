/* A record that needs a look: its findings, the most severe first, those of one rule with the same
 * next step together, so that the law and the next step stand once below them.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/str.h"
#include "report/subject.h"
#include "report/text.h"

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
    int x_rank = x->item.ptr ? 0 : x->element.ptr ? 1 : 2;
    int y_rank = y->item.ptr ? 0 : y->element.ptr ? 1 : 2;
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

static int same_group(const ps_finding *x, const ps_finding *y)
{
    return x->severity == y->severity && ps_str_equal(x->rule, y->rule) &&
           ps_str_equal(x->next, y->next) && same_basis(x, y);
}

static void say_evidence(ps_lines *lines, const ps_evidence *evidence, size_t count, uint64_t more)
{
    for (size_t i = 0; i < count && i < PLACES_SHOWN; i++) {
        ps_lines_say(lines, i ? ", " : ": ");
        ps_text_evidence(lines, &evidence[i]);
    }
    if (count > PLACES_SHOWN) {
        more += count - PLACES_SHOWN;
    }
    if (more) {
        ps_lines_say(lines, " and ");
        ps_text_plural(lines, more, "more place", "more places");
    }
}

static void print_item(ps_lines *lines, const ps_screened *screened, const ps_item_outcome *item)
{
    ps_text_verdict(lines, item);
    say_evidence(lines, item->evidence, item->evidence_count, item->evidence_left_out);
    ps_lines_end_labelled(lines, PS_TEXT_BODY, "why", PS_TEXT_VALUE);
    if (item->manufacturer.len) {
        ps_lines_add(lines, item->manufacturer);
        ps_lines_end_labelled(lines, PS_TEXT_BODY, "maker", PS_TEXT_VALUE);
    }
    ps_text_place(lines, screened->source, item->line ? item->line : screened->line);
    ps_lines_end_labelled(lines, PS_TEXT_BODY, "where", PS_TEXT_VALUE);
}

/* Why an element failed, what comes nearest to it, and where that stands. */
static void print_element(ps_lines *lines, const ps_screened *screened,
                          const ps_element_outcome *element)
{
    ps_lines_add(lines, element->reason.len ? element->reason : PS_STR("not found in the text"));
    say_evidence(lines, element->evidence, element->evidence_count, element->evidence_left_out);
    ps_lines_end_labelled(lines, PS_TEXT_BODY, "why", PS_TEXT_VALUE);
    if (element->nearest.quote.ptr) {
        ps_text_evidence(lines, &element->nearest);
        if (element->lacks.len) {
            ps_lines_say(lines, "; it lacks ");
            ps_lines_add(lines, element->lacks);
        }
        ps_lines_end_labelled(lines, PS_TEXT_BODY, "nearest", PS_TEXT_VALUE);
    }
    if (element->source.len) {
        ps_lines_say(lines, "contract ");
        ps_lines_add_name(lines, element->source);
    } else {
        ps_text_place(lines, screened->source,
                      element->nearest.line ? element->nearest.line : screened->line);
    }
    ps_lines_end_labelled(lines, PS_TEXT_BODY, "where", PS_TEXT_VALUE);
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
        ps_lines_add_name(lines, e->element->element);
        if (e->element->title.len) {
            ps_lines_say(lines, " - ");
            ps_lines_add(lines, e->element->title);
        }
    } else {
        ps_lines_add(lines, e->finding->message);
    }
    ps_lines_end_right(lines, PS_TEXT_BLOCK, PS_TEXT_BODY, amount);
}

/* `before` NULL: the first of its group. */
static void print_finding(ps_lines *lines, const ps_screened *screened, const entry *e,
                          const entry *before, ps_buffer *room)
{
    const ps_exposure *exposure = &e->finding->exposure;
    int said = before && ps_str_equal(before->finding->message, e->finding->message);
    print_title(lines, e, room);
    if ((e->item || e->element) && e->finding->message.len && !said) {
        ps_lines_add(lines, e->finding->message);
        ps_lines_end(lines, PS_TEXT_BODY, PS_TEXT_BODY);
    }
    if (e->item) {
        print_item(lines, screened, e->item);
    } else if (e->element) {
        print_element(lines, screened, e->element);
    }
    if (exposure->known) {
        ps_text_range(lines, exposure);
        if (exposure->formula.len) {
            ps_lines_say(lines, "; ");
            ps_lines_add(lines, exposure->formula);
        }
        ps_lines_end_labelled(lines, PS_TEXT_BODY, "cost", PS_TEXT_VALUE);
    }
}

static void print_group_end(ps_lines *lines, const ps_finding *finding)
{
    if (finding->basis_count) {
        for (size_t i = 0; i < finding->basis_count; i++) {
            ps_lines_say(lines, i ? "; " : "");
            ps_lines_add(lines, finding->basis[i]);
        }
        ps_lines_end_labelled(lines, PS_TEXT_BODY, "law", PS_TEXT_VALUE);
    }
    if (finding->next.len) {
        ps_lines_add(lines, finding->next);
        ps_lines_end_labelled(lines, PS_TEXT_BODY, "next", PS_TEXT_VALUE);
    }
}

static int is_failed(const ps_element_outcome *element)
{
    return element->required &&
           (element->state == PS_STATE_MISSING || element->state == PS_STATE_DEFEATED);
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

/* Clauses that failed and have no finding of their own: a finding on the whole record may speak of
 * them all. */
static void print_other_elements(ps_lines *lines, const ps_screened *screened, const entry *entries,
                                 size_t count)
{
    for (size_t i = 0; i < screened->element_count; i++) {
        const ps_element_outcome *element = &screened->elements[i];
        if (!is_failed(element) || has_finding(element, entries, count)) {
            continue;
        }
        ps_lines_say(lines, "clause ");
        ps_lines_say(lines, ps_state_name(element->state));
        ps_lines_say(lines, ": ");
        ps_lines_add_name(lines, element->element);
        ps_lines_end(lines, PS_TEXT_BODY, PS_TEXT_BODY);
        print_element(lines, screened, element);
    }
}

/* Items in a category that no rule made a finding of, e.g. because it was not in force. */
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
}

void ps_text_record(ps_text_report *text, const ps_screened *screened, const ps_finding *findings,
                    size_t count)
{
    ps_lines *lines = &text->lines;
    ps_subjects subjects = {.screened = screened};
    ps_buffer room;
    ps_arena_reset(&text->arena);
    entry *entries = ps_arena_array(&text->arena, count + 1, sizeof *entries);
    if (!entries) {
        text->out_of_memory = 1;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        entries[i] = (entry){&findings[i], ps_subjects_item(&subjects, &findings[i]),
                             ps_subjects_element(&subjects, &findings[i])};
        ps_notes_finding(&text->notes, screened, &findings[i], entries[i].item,
                         line_of(screened, &entries[i]));
    }
    qsort(entries, count, sizeof *entries, compare_entries);
    ps_buffer_init(&room, 0);
    ps_lines_blank(lines);
    ps_text_record_head(lines, screened);
    const entry *before = NULL;
    for (size_t i = 0; i < count; i++) {
        print_finding(lines, screened, &entries[i], before, &room);
        before = &entries[i];
        if (i + 1 == count || !same_group(entries[i].finding, entries[i + 1].finding)) {
            print_group_end(lines, entries[i].finding);
            before = NULL;
        }
    }
    if (count == 0) {
        print_hits(lines, screened, &room);
    }
    print_other_elements(lines, screened, entries, count);
    print_undecided(lines, screened);
    text->out_of_memory |= room.failed;
    ps_buffer_done(&room);
}
