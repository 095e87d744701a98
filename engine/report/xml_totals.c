/* The elements behind the records: suppliers and the summary.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "report/xml.h"

typedef struct count_row {
    const char *name;
    uint64_t value;
} count_row;

static void put_counts(ps_output *out, const count_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ps_markup_uint(out, rows[i].name, rows[i].value);
    }
}

static void put_sums(ps_output *out, const char *name, const ps_exposure *sums, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        PS_PUT(out, "<");
        ps_output_text(out, name);
        if (sums[i].known) {
            ps_markup_decimal(out, "value", sums[i].max);
        }
        ps_markup_optional(out, "currency", sums[i].currency);
        PS_PUT(out, "/>");
    }
}

static void put_ranges(ps_output *out, const char *name, const ps_exposure *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ps_xml_exposure(out, name, &ranges[i]);
    }
}

static void put_contract(ps_output *out, const ps_supplier_contract *contract)
{
    PS_PUT(out, "<contract");
    ps_markup_attr(out, "id", contract->id);
    ps_markup_word(out, "seen", contract->seen ? "true" : "false");
    ps_markup_uint(out, "named", contract->named);
    PS_PUT(out, ">");
    for (size_t i = 0; i < contract->element_count; i++) {
        PS_PUT(out, "<element");
        ps_markup_attr(out, "name", contract->elements[i].element);
        ps_markup_word(out, "state", ps_state_name(contract->elements[i].state));
        PS_PUT(out, "/>");
    }
    PS_PUT(out, "</contract>");
}

static void put_rating(ps_output *out, const ps_rating *rating)
{
    const count_row points[] = {
        {"points", rating->points},     {"worst", rating->worst},         {"hits", rating->hits},
        {"elements", rating->elements}, {"undecided", rating->undecided}, {"audit", rating->audit},
    };
    PS_PUT(out, "<rating");
    ps_markup_word(out, "level", rating->level ? rating->level : "none");
    put_counts(out, points, PS_COUNT(points));
    PS_PUT(out, "/>");
}

static void put_supplier_attributes(ps_output *out, const ps_supplier *supplier)
{
    const count_row counts[] = {
        {"records", supplier->records},
        {"items", supplier->items},
        {"item-hits", supplier->item_hits},
        {"elements-failed", supplier->elements_failed},
        {"not-evaluable", supplier->not_evaluable},
        {"findings", supplier->findings},
    };
    ps_xml_party(out, &supplier->party);
    put_counts(out, counts, PS_COUNT(counts));
    if (supplier->findings) {
        ps_markup_word(out, "worst", ps_severity_name(supplier->worst));
    }
    ps_markup_day(out, "last-audit", supplier->last_audit);
    ps_markup_day(out, "audit-due", supplier->audit_due);
    ps_markup_count(out, "contracts-left-out", supplier->contracts_left_out);
}

void ps_xml_supplier(ps_output *out, const ps_supplier *supplier)
{
    PS_PUT(out, "<supplier");
    put_supplier_attributes(out, supplier);
    PS_PUT(out, ">");
    put_rating(out, &supplier->rating);
    for (size_t i = 0; i < supplier->alias_count; i++) {
        ps_markup_element(out, "alias", supplier->aliases[i]);
    }
    for (size_t i = 0; i < supplier->category_count; i++) {
        PS_PUT(out, "<category");
        ps_markup_attr(out, "name", supplier->categories[i].category);
        ps_markup_uint(out, "items", supplier->categories[i].items);
        PS_PUT(out, "/>");
    }
    put_sums(out, "amount", supplier->amounts, supplier->amount_count);
    put_sums(out, "purchases", supplier->purchases, supplier->purchase_count);
    for (size_t i = 0; i < supplier->contract_count; i++) {
        put_contract(out, &supplier->contracts[i]);
    }
    put_ranges(out, "review-exposure", supplier->review_exposure, supplier->review_exposure_count);
    ps_xml_exposure(out, "agreement-exposure", &supplier->agreement_exposure);
    PS_PUT(out, "</supplier>\n");
}

static void put_tally(ps_output *out, const char *name, const ps_tally *tally)
{
    const count_row counts[] = {
        {"hit", tally->hit},
        {"clear", tally->clear},
        {"not-evaluable", tally->not_evaluable},
        {"waived", tally->waived},
    };
    PS_PUT(out, "<");
    ps_output_text(out, name);
    put_counts(out, counts, PS_COUNT(counts));
    PS_PUT(out, "/>");
}

static void put_summary_attributes(ps_output *out, const ps_summary *summary)
{
    const count_row counts[] = {
        {"files-given", summary->files_given},
        {"files-ok", summary->files_ok},
        {"files-failed", summary->files_failed},
        {"bytes-read", summary->bytes_read},
        {"records-read", summary->records_read},
        {"records-screened", summary->records_screened},
        {"records-rejected", summary->records_rejected},
        {"documents-rejected", summary->documents_rejected},
        {"unscreened-after", summary->unscreened_after},
        {"items-read", summary->items_read},
        {"elements-required", summary->elements_required},
        {"elements-missing", summary->elements_missing},
        {"elements-defeated", summary->elements_defeated},
        {"findings", summary->findings},
        {"suppliers", summary->suppliers},
        {"agreement-records", summary->agreement_records},
    };
    put_counts(out, counts, PS_COUNT(counts));
    ps_markup_word(out, "reconciles", summary->reconciles ? "true" : "false");
}

static void put_written(ps_output *out, const ps_summary *summary, const ps_report_counts *counts)
{
    const count_row written[] = {
        {"records", counts->records},
        {"findings", counts->findings},
        {"rejected", counts->rejected},
        {"suppliers", counts->suppliers},
        {"replaced", summary->replaced + out->replaced},
    };
    PS_PUT(out, "<written");
    put_counts(out, written, PS_COUNT(written));
    PS_PUT(out, "/>");
}

void ps_xml_summary(ps_output *out, const ps_summary *summary, const ps_report_counts *counts)
{
    const count_row severities[] = {
        {"high", summary->findings_by_severity[PS_SEVERITY_HIGH]},
        {"medium", summary->findings_by_severity[PS_SEVERITY_MEDIUM]},
        {"low", summary->findings_by_severity[PS_SEVERITY_LOW]},
        {"info", summary->findings_by_severity[PS_SEVERITY_INFO]},
    };
    PS_PUT(out, "<summary");
    put_summary_attributes(out, summary);
    PS_PUT(out, ">");
    put_tally(out, "records", &summary->records);
    put_tally(out, "items", &summary->items);
    put_tally(out, "elements", &summary->elements);
    PS_PUT(out, "<findings");
    put_counts(out, severities, PS_COUNT(severities));
    PS_PUT(out, "/>");
    put_ranges(out, "review-exposure", summary->review_exposure, summary->review_exposure_count);
    ps_xml_exposure(out, "agreement-exposure", &summary->agreement_exposure);
    for (size_t i = 0; i < summary->unmapped_count; i++) {
        PS_PUT(out, "<unmapped");
        ps_markup_attr(out, "format", summary->unmapped[i].format);
        ps_markup_attr(out, "element", summary->unmapped[i].element);
        ps_markup_uint(out, "count", summary->unmapped[i].count);
        PS_PUT(out, "/>");
    }
    put_written(out, summary, counts);
    PS_PUT(out, "</summary>\n");
}
