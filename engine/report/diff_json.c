/* A comparison for programs: one JSON object, its lists streamed.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "report/diff.h"
#include "report/json.h"

static void packs_of(ps_diff *diff, const ps_packs *packs)
{
    ps_output *out = &diff->out;
    ps_pack_info info;
    PS_PUT(out, "[");
    for (size_t i = 0; ps_packs_at(packs, i, &info) == PS_OK; i++) {
        ps_output_text(out, i ? ",\n{\"kind\":" : "\n{\"kind\":");
        ps_json_name(out, ps_pack_kind_name(info.kind));
        PS_PUT(out, ",\"id\":");
        ps_json_string(out, info.id);
        PS_PUT(out, ",\"version\":");
        ps_json_string(out, info.version);
        PS_PUT(out, ",\"sha256\":");
        ps_json_name(out, info.sha256);
        PS_PUT(out, "}");
    }
    PS_PUT(out, "]");
}

static void begin(ps_diff *diff)
{
    ps_output *out = &diff->out;
    PS_PUT(out, "{\"type\":\"pack-diff\",\"schema\":1,\n\"old\":");
    packs_of(diff, diff->packs[0]);
    PS_PUT(out, ",\n\"new\":");
    packs_of(diff, diff->packs[1]);
    PS_PUT(out, ",\n\"packs\":[");
}

static void next_in_list(ps_diff *diff)
{
    ps_output_text(&diff->out, diff->listed ? ",\n" : "\n");
    diff->listed = 1;
}

static void thing(ps_diff *diff, const ps_thing_change *one)
{
    ps_output *out = &diff->out;
    next_in_list(diff);
    PS_PUT(out, "{\"change\":");
    ps_json_name(out, ps_change_name(one->change));
    PS_PUT(out, ",\"pack_kind\":");
    ps_json_name(out, ps_pack_kind_name(one->pack_kind));
    PS_PUT(out, ",\"kind\":");
    ps_json_string(out, one->kind);
    PS_PUT(out, ",\"id\":");
    ps_json_string(out, one->id);
    PS_PUT(out, ",\"title\":");
    ps_json_string(out, one->title);
    PS_PUT(out, ",\"facts\":[");
    for (size_t i = 0; i < one->fact_count; i++) {
        const ps_fact_change *fact = &one->facts[i];
        ps_output_text(out, i ? ",\n {\"change\":" : "\n {\"change\":");
        ps_json_name(out, ps_change_name(fact->change));
        PS_PUT(out, ",\"name\":");
        ps_json_string(out, fact->name);
        if (fact->change != PS_CHANGE_ADDED) {
            PS_PUT(out, ",\"old\":{\"text\":");
            ps_json_string(out, fact->old_text);
            PS_PUT(out, ",\"attributes\":");
            ps_json_string(out, fact->old_attrs);
            PS_PUT(out, "}");
        }
        if (fact->change != PS_CHANGE_REMOVED) {
            PS_PUT(out, ",\"new\":{\"text\":");
            ps_json_string(out, fact->new_text);
            PS_PUT(out, ",\"attributes\":");
            ps_json_string(out, fact->new_attrs);
            PS_PUT(out, "}");
        }
        PS_PUT(out, "}");
    }
    PS_PUT(out, "]}");
}

static void things_end(ps_diff *diff)
{
    diff->listed = 0;
    PS_PUT(&diff->out, "]");
    if (diff->options->input_count) {
        PS_PUT(&diff->out, ",\n\"findings\":[");
    }
}

static void state(ps_output *out, const ps_found_state *one)
{
    PS_PUT(out, "{\"severity\":");
    ps_json_name(out, ps_severity_name(one->severity));
    PS_PUT(out, ",\"confidence\":");
    if (one->confidence == PS_CONFIDENCE_NONE) {
        PS_PUT(out, "null");
    } else {
        ps_json_name(out, ps_confidence_name(one->confidence));
    }
    PS_PUT(out, ",\"category\":");
    ps_json_string_or_null(out, one->category);
    PS_PUT(out, ",\"state\":");
    ps_json_string_or_null(out, one->state);
    PS_PUT(out, "}");
}

static void found(ps_diff *diff, const ps_found_change *one)
{
    ps_output *out = &diff->out;
    const struct {
        const char *name;
        ps_str text;
    } texts[] = {{",\"rule\":", one->rule},         {",\"element\":", one->element},
                 {",\"source\":", one->source},     {",\"record\":", one->record},
                 {",\"item\":", one->item},         {",\"name\":", one->name},
                 {",\"supplier\":", one->supplier}, {",\"currency\":", one->currency},
                 {",\"reason\":", one->reason}};
    next_in_list(diff);
    PS_PUT(out, "{\"change\":");
    ps_json_name(out, ps_change_name(one->change));
    PS_PUT(out, ",\"what\":");
    ps_json_name(out, ps_diff_found_kind(one->kind));
    for (size_t i = 0; i < PS_COUNT(texts); i++) {
        ps_output_text(out, texts[i].name);
        ps_json_string_or_null(out, texts[i].text);
    }
    PS_PUT(out, ",\"item_number\":");
    if (one->item_number) {
        ps_json_uint(out, one->item_number);
    } else {
        PS_PUT(out, "null");
    }
    PS_PUT(out, ",\"line\":");
    ps_json_uint(out, one->line);
    PS_PUT(out, ",\"amount\":");
    if (one->amount_known) {
        ps_json_decimal(out, one->amount);
    } else {
        PS_PUT(out, "null");
    }
    PS_PUT(out, ",\"old\":");
    if (one->change == PS_CHANGE_ADDED) {
        PS_PUT(out, "null");
    } else {
        state(out, &one->old_state);
    }
    PS_PUT(out, ",\"new\":");
    if (one->change == PS_CHANGE_REMOVED) {
        PS_PUT(out, "null");
    } else {
        state(out, &one->new_state);
    }
    PS_PUT(out, "}");
}

static void found_end(ps_diff *diff)
{
    diff->listed = 0;
    PS_PUT(&diff->out, "],\n\"sums\":[");
}

static void sum(ps_diff *diff, const ps_found_sum *one)
{
    ps_output *out = &diff->out;
    next_in_list(diff);
    PS_PUT(out, "{\"by\":");
    ps_json_name(out, ps_diff_group(one->group));
    PS_PUT(out, ",\"key\":");
    ps_json_string(out, one->key);
    PS_PUT(out, ",\"currency\":");
    ps_json_string_or_null(out, one->currency);
    for (unsigned i = 0; i < PS_COUNT(one->count); i++) {
        ps_output_char(out, ',');
        ps_json_name(out, ps_change_name((ps_change)i));
        PS_PUT(out, ":{\"count\":");
        ps_json_uint(out, one->count[i]);
        PS_PUT(out, ",\"amount\":");
        if (one->currency.len && !one->overflow) {
            ps_json_decimal(out, one->amount[i]);
        } else {
            PS_PUT(out, "null");
        }
        PS_PUT(out, "}");
    }
    PS_PUT(out, "}");
}

static void pair(ps_output *out, const char *name, const uint64_t counts[2])
{
    ps_json_name(out, name);
    PS_PUT(out, ":[");
    ps_json_uint(out, counts[0]);
    PS_PUT(out, ",");
    ps_json_uint(out, counts[1]);
    PS_PUT(out, "],");
}

static void end(ps_diff *diff, const ps_found_totals *totals)
{
    ps_output *out = &diff->out;
    if (totals) {
        PS_PUT(out, "],\n\"totals\":{");
        pair(out, "findings", totals->findings);
        pair(out, "items_hit", totals->items_hit);
        pair(out, "items_not_evaluable", totals->items_not_evaluable);
        pair(out, "elements_not_evaluable", totals->elements_not_evaluable);
        pair(out, "records_screened", totals->records);
        pair(out, "rejected", totals->rejected);
        PS_PUT(out, "\"added\":");
        ps_json_uint(out, totals->added);
        PS_PUT(out, ",\"removed\":");
        ps_json_uint(out, totals->removed);
        PS_PUT(out, ",\"changed\":");
        ps_json_uint(out, totals->changed);
        PS_PUT(out, "}");
    }
    PS_PUT(out, "}\n");
}

const ps_diff_writer ps_diff_json = {.name = "json",
                                     .begin = begin,
                                     .thing = thing,
                                     .things_end = things_end,
                                     .found = found,
                                     .found_end = found_end,
                                     .sum = sum,
                                     .end = end};
