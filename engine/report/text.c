/* The report for a person at a terminal. Records that need a look are written as they come, with
 * why, where, what it could cost and what to do next; clear ones are only counted. What to do first
 * and the counts stand at the end, where the reader's eyes are when the run is over.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/text.h"

#include "base/str.h"
#include "procscreen/version.h"
#include "report/pack_group.h"
#include "report/supplier_text.h"
#include "report/writer.h"

enum { SUPPLIERS_LISTED = 10 };

static void say_packs(ps_lines *lines, const ps_run_origin *origin, ps_pack_kind kind,
                      const char *many)
{
    ps_pack_group group;
    ps_pack_group_init(&group, origin, kind);
    if (group.count) {
        ps_lines_say(lines, "; ");
        if (group.count == 1) {
            ps_lines_say(lines, ps_pack_kind_name(kind));
            ps_lines_say(lines, " ");
            ps_lines_add_name(lines, ps_buffer_str(&group.id));
        } else {
            ps_text_plural(lines, group.count, many, many);
        }
        ps_lines_say(lines, " ");
        ps_lines_add_name(lines, ps_buffer_str(&group.version));
    }
    ps_pack_group_done(&group);
}

static void text_begin(ps_report *report)
{
    ps_text_report *text = report->priv;
    ps_lines *lines = &text->lines;
    ps_lines_init(lines, &report->out, report->options.columns, report->options.colour);
    ps_arena_init(&text->arena, 0);
    if (report->options.explain) {
        return;
    }
    ps_lines_say(lines, "procscreen ");
    ps_lines_say(lines, ps_version());
    say_packs(lines, &report->origin, PS_PACK_CATALOG, "catalogs");
    say_packs(lines, &report->origin, PS_PACK_POLICY, "policies");
    ps_lines_say(lines, "; judged by the law ");
    if (report->options.as_of == PS_NO_DAY) {
        ps_lines_say(lines, "of each record's date");
    } else {
        ps_lines_say(lines, "of ");
        ps_text_day(lines, report->options.as_of);
    }
    ps_lines_end(lines, 0, 2);
    ps_lines_rule(lines, '=');
}

static void text_screened(ps_report *report, const ps_screened *screened,
                          const ps_finding *findings, size_t count)
{
    ps_text_report *text = report->priv;
    if (report->options.explain) {
        ps_text_explain(&text->lines, screened);
        return;
    }
    if (count || screened->outcome == PS_OUTCOME_HIT) {
        ps_text_record(text, screened, findings, count);
    }
    ps_notes_undecided(&text->notes, screened);
    report->no_memory |= text->out_of_memory;
}

/* What became of the records before and behind the place where reading ended. */
static void print_neighbours(ps_lines *lines, const ps_rejected *rejected)
{
    uint64_t before = rejected->screened_before;
    uint64_t after = rejected->unscreened_after;
    if (rejected->seq || (!before && !after)) {
        return;
    }
    if (before) {
        ps_text_plural(lines, before, "record", "records");
        ps_lines_say(lines, before == 1 ? " before this place was screened"
                                        : " before this place were screened");
    }
    if (after) {
        ps_lines_say(lines, before ? "; " : "");
        ps_text_plural(lines, after, "record", "records");
        ps_lines_say(lines, after == 1 ? " behind it was not" : " behind it were not");
        ps_lines_say(lines, before ? "" : " screened");
    }
    ps_lines_end(lines, PS_TEXT_BODY, PS_TEXT_BODY);
}

static void text_rejected(ps_report *report, const ps_rejected *rejected)
{
    ps_text_report *text = report->priv;
    ps_lines *lines = &text->lines;
    const ps_error *error = rejected->error;
    ps_lines_blank(lines);
    ps_lines_style(lines, PS_STYLE_RED);
    ps_lines_say(lines, "NOT READ");
    ps_lines_style(lines, PS_STYLE_PLAIN);
    ps_lines_say(lines, rejected->seq || !rejected->screened_before ? "  " : "  the rest of ");
    ps_text_place(lines, rejected->source, error->line);
    if (error->line) {
        ps_lines_sayf(lines, ":%llu", (unsigned long long)error->column);
    }
    if (error->record_id[0]) {
        ps_lines_say(lines, ", ");
        ps_lines_add_name(lines, ps_str_from(error->record_id));
    }
    ps_lines_end(lines, 0, PS_TEXT_BODY);
    ps_lines_add(lines, ps_str_from(error->message));
    ps_lines_say(lines, " (");
    ps_lines_add(lines, ps_str_from(error->cause));
    ps_lines_say(lines, ")");
    ps_lines_end(lines, PS_TEXT_BODY, PS_TEXT_BODY);
    print_neighbours(lines, rejected);
    if (error->hint[0]) {
        ps_lines_add(lines, ps_str_from(error->hint));
        ps_lines_end_labelled(lines, PS_TEXT_BODY, "next", PS_TEXT_VALUE);
    }
}

static void text_supplier(ps_report *report, const ps_supplier *supplier)
{
    ps_text_report *text = report->priv;
    ps_lines *lines = &text->lines;
    if (supplier->findings == 0 || report->options.explain) {
        return;
    }
    if (text->suppliers_listed == SUPPLIERS_LISTED) {
        text->suppliers_left_out++;
        return;
    }
    if (text->suppliers_listed++ == 0) {
        ps_lines_blank(lines);
        ps_lines_rule(lines, '=');
        ps_lines_style(lines, PS_STYLE_BOLD);
        ps_lines_say(lines, "Suppliers with findings, the worst first");
        ps_lines_style(lines, PS_STYLE_PLAIN);
        ps_lines_end(lines, 0, 0);
    }
    ps_text_severity(lines, supplier->worst);
    ps_lines_pad(lines, 8);
    ps_text_party(lines, &supplier->party);
    ps_lines_say(lines, ": ");
    ps_text_plural(lines, supplier->findings, "finding", "findings");
    ps_lines_say(lines, " in ");
    ps_text_plural(lines, supplier->records, "record", "records");
    ps_lines_say(lines, ", ");
    ps_lines_add_count(lines, supplier->item_hits);
    ps_lines_say(lines, " of ");
    ps_text_plural(lines, supplier->items, "line", "lines");
    for (size_t i = 0; i < supplier->amount_count; i++) {
        if (supplier->amounts[i].known) {
            ps_lines_say(lines, ", ");
            ps_lines_add_decimal(lines, supplier->amounts[i].max);
            ps_lines_say(lines, " ");
            ps_lines_add_name(lines, supplier->amounts[i].currency);
        }
    }
    if (supplier->audit_due != PS_NO_DAY) {
        ps_lines_say(lines, "; audit due ");
        ps_text_day(lines, supplier->audit_due);
    }
    ps_lines_sayf(lines, "; rating %s, ", supplier->rating.level ? supplier->rating.level : "none");
    ps_buffer rating;
    ps_buffer_init(&rating, 0);
    ps_supplier_add_rating(&rating, NULL, &supplier->rating);
    report->no_memory |= rating.failed;
    ps_lines_add(lines, ps_buffer_str(&rating));
    ps_buffer_done(&rating);
    ps_lines_end(lines, PS_TEXT_BLOCK, PS_TEXT_BODY);
}

static void text_summary(ps_report *report, const ps_summary *summary)
{
    if (!report->options.explain) {
        ps_text_summary(report->priv, summary);
    }
}

static void text_done(ps_report *report)
{
    ps_text_report *text = report->priv;
    ps_lines_done(&text->lines);
    ps_arena_done(&text->arena);
}

const ps_writer ps_writer_text = {
    .name = "text",
    .about = "for a person at a terminal: what to look at first, why, where, what next",
    .priv_size = sizeof(ps_text_report),
    .begin = text_begin,
    .screened = text_screened,
    .rejected = text_rejected,
    .supplier = text_supplier,
    .summary = text_summary,
    .done = text_done,
};
