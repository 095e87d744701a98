/* A comparison for a person at a terminal: "+" is new, "-" is gone, "~" has changed.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "report/diff.h"
#include "report/text.h"

enum { FACT = 4, DETAIL = 4, VALUE = 14 };

static const char signs[][3] = {
    [PS_CHANGE_ADDED] = "+ ", [PS_CHANGE_REMOVED] = "- ", [PS_CHANGE_CHANGED] = "~ "};

static void heading(ps_lines *lines, const char *text)
{
    ps_lines_say(lines, text);
    ps_lines_end(lines, 0, 0);
}

static void begin(ps_diff *diff)
{
    heading(&diff->lines, diff->thing_count ? "Packs" : "The packs mean the same.");
}

/* What is said of a fact beside its text. */
static void add_attrs(ps_lines *lines, ps_str attrs)
{
    if (attrs.len) {
        ps_lines_say(lines, " (");
        ps_lines_add(lines, attrs);
        ps_lines_say(lines, ")");
    }
}

/* Of "strength weak, lang en" what the other does not say. */
static void add_differing(ps_lines *lines, ps_str attrs, ps_str other)
{
    ps_str rest = attrs;
    ps_str one;
    int some = 0;
    while (ps_str_next(&rest, ',', &one)) {
        ps_str others = other;
        ps_str same;
        int there = 0;
        one = ps_str_trim(one);
        while (!there && ps_str_next(&others, ',', &same)) {
            there = ps_str_equal(ps_str_trim(same), one);
        }
        if (!there) {
            ps_lines_say(lines, some ? ", " : "");
            ps_lines_add(lines, one);
            some = 1;
        }
    }
    ps_lines_say(lines, some ? "" : "(nothing)");
}

static void fact(ps_lines *lines, const ps_fact_change *one)
{
    int gone = one->change == PS_CHANGE_REMOVED;
    ps_lines_say(lines, signs[one->change]);
    ps_lines_add(lines, one->name);
    if (one->change != PS_CHANGE_CHANGED) {
        ps_str text = gone ? one->old_text : one->new_text;
        ps_lines_say(lines, text.len ? ": " : "");
        ps_lines_add(lines, text);
        add_attrs(lines, gone ? one->old_attrs : one->new_attrs);
    } else if (ps_str_equal(one->old_text, one->new_text)) {
        ps_lines_say(lines, one->new_text.len ? ": " : "");
        ps_lines_add(lines, one->new_text);
        ps_lines_say(lines, ": ");
        add_differing(lines, one->old_attrs, one->new_attrs);
        ps_lines_say(lines, " -> ");
        add_differing(lines, one->new_attrs, one->old_attrs);
    } else {
        add_attrs(lines, one->new_attrs);
        ps_lines_say(lines, ": ");
        ps_lines_add(lines, one->old_text.len ? one->old_text : PS_STR("(nothing)"));
        ps_lines_say(lines, " -> ");
        ps_lines_add(lines, one->new_text.len ? one->new_text : PS_STR("(nothing)"));
    }
    ps_lines_end(lines, FACT, FACT + 2);
}

static void thing(ps_diff *diff, const ps_thing_change *one)
{
    ps_lines *lines = &diff->lines;
    int pack = ps_str_is(one->kind, "pack");
    ps_lines_say(lines, signs[one->change]);
    ps_lines_say(lines, ps_pack_kind_name(one->pack_kind));
    ps_lines_say(lines, " ");
    if (!pack) {
        ps_lines_add(lines, one->kind);
        ps_lines_say(lines, " ");
    }
    ps_lines_add_name(lines, one->id);
    if (one->title.len) {
        ps_lines_say(lines, ": ");
        ps_lines_add(lines, one->title);
    }
    ps_lines_end(lines, 0, 2);
    for (size_t i = 0; i < one->fact_count; i++) {
        /* The title of what is new or gone stands in front already. */
        if (one->change == PS_CHANGE_CHANGED || !ps_str_is(one->facts[i].name, "title")) {
            fact(lines, &one->facts[i]);
        }
    }
}

static void things_end(ps_diff *diff)
{
    if (diff->options->input_count) {
        ps_lines_blank(&diff->lines);
        heading(&diff->lines, "Findings");
    }
}

static void state(ps_lines *lines, const ps_found_state *one)
{
    ps_lines_say(lines, ps_severity_name(one->severity));
    if (one->confidence != PS_CONFIDENCE_NONE) {
        ps_lines_say(lines, ", ");
        ps_lines_say(lines, ps_confidence_name(one->confidence));
    }
    if (one->category.len) {
        ps_lines_say(lines, ", ");
        ps_lines_add(lines, one->category);
    }
    if (one->state.len) {
        ps_lines_say(lines, ", ");
        ps_lines_add(lines, one->state);
    }
}

static void found_head(ps_lines *lines, const ps_found_change *one)
{
    ps_lines_say(lines, signs[one->change]);
    switch (one->kind) {
    case PS_FOUND_FINDING:
        ps_lines_add(lines, one->rule);
        if (one->element.len) {
            ps_lines_say(lines, " ");
            ps_lines_add(lines, one->element);
        }
        ps_lines_say(lines, ": ");
        if (one->change != PS_CHANGE_ADDED) {
            state(lines, &one->old_state);
        }
        ps_lines_say(lines, one->change == PS_CHANGE_CHANGED ? " -> " : "");
        if (one->change != PS_CHANGE_REMOVED) {
            state(lines, &one->new_state);
        }
        break;
    case PS_FOUND_NOT_EVALUABLE:
        ps_lines_say(lines, one->change == PS_CHANGE_REMOVED
                                ? "a record that could not be judged can be now"
                                : "a record can no longer be judged");
        break;
    case PS_FOUND_REJECTED:
        ps_lines_say(lines, one->change == PS_CHANGE_REMOVED ? "what could not be read can be now"
                                                             : "this can no longer be read");
        break;
    }
    ps_lines_end(lines, 0, 2);
}

static void found(ps_diff *diff, const ps_found_change *one)
{
    ps_lines *lines = &diff->lines;
    found_head(lines, one);
    if (one->record.len || one->name.len) {
        ps_lines_add_name(lines, one->record);
        if (one->name.len || one->item.len) {
            ps_lines_say(lines, one->record.len ? " " : "");
            ps_text_line(lines, one->item);
            ps_lines_add(lines, ps_str_cut(one->name, 200));
        }
        ps_lines_end_labelled(lines, DETAIL, "record", VALUE);
    }
    if (one->amount_known) {
        ps_lines_add_decimal(lines, one->amount);
        ps_lines_say(lines, " ");
        ps_lines_add(lines, one->currency);
        ps_lines_end_labelled(lines, DETAIL, "value", VALUE);
    }
    if (one->supplier.len) {
        ps_lines_add(lines, one->supplier);
        ps_lines_end_labelled(lines, DETAIL, "supplier", VALUE);
    }
    if (one->reason.len) {
        ps_lines_add(lines, one->reason);
        ps_lines_end_labelled(lines, DETAIL, "why", VALUE);
    }
    ps_lines_add_name(lines, one->source);
    if (one->line) {
        ps_lines_sayf(lines, ":%llu", (unsigned long long)one->line);
    }
    ps_lines_end_labelled(lines, DETAIL, "where", VALUE);
}

static void found_end(ps_diff *diff)
{
    (void)diff;
}

static void sum(ps_diff *diff, const ps_found_sum *one)
{
    ps_lines *lines = &diff->lines;
    int some = 0;
    if (diff->group != (int)one->group) {
        ps_lines_blank(lines);
        ps_lines_sayf(lines, "By %s", ps_diff_group(one->group));
        ps_lines_end(lines, 0, 0);
        diff->group = (int)one->group;
    }
    ps_lines_add(lines, one->key);
    ps_lines_say(lines, ": ");
    for (unsigned i = 0; i < PS_COUNT(one->count); i++) {
        if (!one->count[i]) {
            continue;
        }
        static const char *const verbs[] = {[PS_CHANGE_ADDED] = " new",
                                            [PS_CHANGE_REMOVED] = " gone",
                                            [PS_CHANGE_CHANGED] = " changed"};
        ps_lines_say(lines, some ? "; " : "");
        ps_lines_add_count(lines, one->count[i]);
        ps_lines_say(lines, verbs[i]);
        if (one->currency.len) {
            ps_lines_say(lines, ", ");
            ps_lines_add_decimal(lines, one->amount[i]);
            ps_lines_say(lines, " ");
            ps_lines_add(lines, one->currency);
        }
        some = 1;
    }
    ps_lines_say(lines, one->currency.len ? "" : " (no amount)");
    ps_lines_say(lines, one->overflow ? " (not all: the sum is too large)" : "");
    ps_lines_end(lines, 2, 4);
}

/* "120 -> 118 findings" */
static void pair(ps_lines *lines, const uint64_t counts[2], const char *what)
{
    ps_lines_add_count(lines, counts[0]);
    if (counts[0] != counts[1]) {
        ps_lines_say(lines, " -> ");
        ps_lines_add_count(lines, counts[1]);
    }
    ps_lines_say(lines, " ");
    ps_lines_say(lines, what);
    ps_lines_end(lines, 2, 4);
}

static void end(ps_diff *diff, const ps_found_totals *totals)
{
    ps_lines *lines = &diff->lines;
    if (!totals) {
        return;
    }
    if (!totals->added && !totals->removed && !totals->changed) {
        ps_lines_say(lines, "The same is found under both.");
        ps_lines_end(lines, 2, 2);
    }
    ps_lines_blank(lines);
    heading(lines, "In all, under the old packs -> under the new");
    pair(lines, totals->findings, "findings");
    pair(lines, totals->items_hit, "items to look at");
    pair(lines, totals->items_not_evaluable, "items not decided");
    pair(lines, totals->elements_not_evaluable, "clauses not decided");
    pair(lines, totals->records, "records screened");
    pair(lines, totals->rejected, "records and documents rejected");
    ps_lines_add_count(lines, totals->added);
    ps_lines_say(lines, " new, ");
    ps_lines_add_count(lines, totals->removed);
    ps_lines_say(lines, " gone, ");
    ps_lines_add_count(lines, totals->changed);
    ps_lines_say(lines, " changed");
    ps_lines_end(lines, 2, 4);
}

const ps_diff_writer ps_diff_text = {.name = "text",
                                     .begin = begin,
                                     .thing = thing,
                                     .things_end = things_end,
                                     .found = found,
                                     .found_end = found_end,
                                     .sum = sum,
                                     .end = end};
