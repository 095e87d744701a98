/* CSV for spreadsheets (RFC 4180, UTF-8, CRLF): one row a finding, one a rejection, one for each
 * record of which something could not be decided, so that a short table never looks like a clean
 * night, and one a supplier.
 *
 * A spreadsheet takes a cell that begins with = + - @ or a control for a formula. Such a text cell
 * gets an apostrophe in front, and so does one that begins with an apostrophe: to have the text
 * back, drop one apostrophe. Numbers are written as they are. NUL is dropped.
 * SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/utf8.h"
#include "report/formula.h"
#include "report/subject.h"
#include "report/supplier_text.h"
#include "report/writer.h"

typedef enum csv_column {
    CSV_TYPE,
    CSV_SEVERITY,
    CSV_RULE,
    CSV_CAUSE,
    CSV_SOURCE,
    CSV_SOURCE_LINE,
    CSV_RECORD,
    CSV_RECORD_ID,
    CSV_KIND,
    CSV_DATE,
    CSV_BUYER,
    CSV_BUYER_ID,
    CSV_BUYER_STATUS,
    CSV_SUPPLIER,
    CSV_SUPPLIER_ID,
    CSV_ITEM,
    CSV_ITEM_NAME,
    CSV_CATEGORY,
    CSV_CONFIDENCE,
    CSV_SCALE,
    CSV_ELEMENT,
    CSV_STATE,
    CSV_AMOUNT,
    CSV_CURRENCY,
    CSV_EXPOSURE_MIN,
    CSV_EXPOSURE_MAX,
    CSV_EXPOSURE_CURRENCY,
    CSV_BASIS,
    CSV_EVIDENCE,
    CSV_MESSAGE,
    CSV_NEXT,
    CSV_FINGERPRINT,
    CSV_TODAY_BASIS,
    CSV_TODAY_MIN,
    CSV_TODAY_MAX,
    CSV_RECORDS,
    CSV_ITEMS,
    CSV_ITEM_HITS,
    CSV_ELEMENTS_FAILED,
    CSV_NOT_EVALUABLE,
    CSV_FINDINGS,
    CSV_CATEGORIES,
    CSV_AMOUNTS,
    CSV_PURCHASES,
    CSV_CONTRACTS,
    CSV_REVIEW_EXPOSURE,
    CSV_RATING,
    CSV_RATING_POINTS,
    CSV_LAST_AUDIT,
    CSV_AUDIT_DUE,
    CSV_COLUMNS
} csv_column;

static const char *const titles[CSV_COLUMNS] = {
    [CSV_TYPE] = "type",
    [CSV_SEVERITY] = "severity",
    [CSV_RULE] = "rule",
    [CSV_CAUSE] = "cause",
    [CSV_SOURCE] = "source",
    [CSV_SOURCE_LINE] = "source_line",
    [CSV_RECORD] = "record",
    [CSV_RECORD_ID] = "record_id",
    [CSV_KIND] = "kind",
    [CSV_DATE] = "date",
    [CSV_BUYER] = "buyer",
    [CSV_BUYER_ID] = "buyer_id",
    [CSV_BUYER_STATUS] = "buyer_status",
    [CSV_SUPPLIER] = "supplier",
    [CSV_SUPPLIER_ID] = "supplier_id",
    [CSV_ITEM] = "item",
    [CSV_ITEM_NAME] = "item_name",
    [CSV_CATEGORY] = "category",
    [CSV_CONFIDENCE] = "confidence",
    [CSV_SCALE] = "scale",
    [CSV_ELEMENT] = "element",
    [CSV_STATE] = "state",
    [CSV_AMOUNT] = "amount",
    [CSV_CURRENCY] = "currency",
    [CSV_EXPOSURE_MIN] = "exposure_min",
    [CSV_EXPOSURE_MAX] = "exposure_max",
    [CSV_EXPOSURE_CURRENCY] = "exposure_currency",
    [CSV_BASIS] = "basis",
    [CSV_EVIDENCE] = "evidence",
    [CSV_MESSAGE] = "message",
    [CSV_NEXT] = "next",
    [CSV_FINGERPRINT] = "fingerprint",
    [CSV_TODAY_BASIS] = "today_basis",
    [CSV_TODAY_MIN] = "today_exposure_min",
    [CSV_TODAY_MAX] = "today_exposure_max",
    [CSV_RECORDS] = "records",
    [CSV_ITEMS] = "items",
    [CSV_ITEM_HITS] = "item_hits",
    [CSV_ELEMENTS_FAILED] = "elements_failed",
    [CSV_NOT_EVALUABLE] = "not_evaluable",
    [CSV_FINDINGS] = "findings",
    [CSV_CATEGORIES] = "categories",
    [CSV_AMOUNTS] = "amounts",
    [CSV_PURCHASES] = "purchases",
    [CSV_CONTRACTS] = "contracts",
    [CSV_REVIEW_EXPOSURE] = "review_exposure",
    [CSV_RATING] = "rating",
    [CSV_RATING_POINTS] = "rating_points",
    [CSV_LAST_AUDIT] = "last_audit",
    [CSV_AUDIT_DUE] = "audit_due",
};

/* A cell on its way: where it is in its row, and whether it was opened. */
typedef struct csv_row {
    ps_report *report;
    int next; /* column that comes next */
} csv_row;

static int needs_quotes(ps_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (memchr("\",;\t\r\n", text.ptr[i], 6)) {
            return 1;
        }
    }
    return text.len > 0 && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' ');
}

static void put_inside(ps_output *out, ps_str text)
{
    const unsigned char *p = (const unsigned char *)text.ptr;
    for (size_t i = 0; i < text.len;) {
        size_t length = ps_utf8_length(p + i, text.len - i);
        if (length == 0) {
            ps_output_replacement(out);
            i++;
            continue;
        }
        if (p[i] == '"') {
            PS_PUT(out, "\"");
        }
        if (p[i] != '\0') {
            ps_output_add(out, text.ptr + i, length);
        }
        i += length;
    }
}

/* Empty cells up to the column. Columns are given in their order. */
static void go_to(csv_row *row, csv_column column)
{
    assert(row->next <= (int)column + 1);
    for (; row->next <= (int)column; row->next++) {
        if (row->next) {
            PS_PUT(&row->report->out, ",");
        }
    }
}

static void put_cell(csv_row *row, csv_column column, ps_str text)
{
    ps_output *out = &row->report->out;
    go_to(row, column);
    int formula = !row->report->options.csv_raw && ps_looks_like_formula(text);
    int quotes = formula || needs_quotes(text);
    if (quotes) {
        PS_PUT(out, "\"");
    }
    if (formula) {
        PS_PUT(out, "'");
    }
    put_inside(out, text);
    if (quotes) {
        PS_PUT(out, "\"");
    }
}

static void put_name(csv_row *row, csv_column column, const char *name)
{
    go_to(row, column);
    ps_output_text(&row->report->out, name);
}

static void put_uint(csv_row *row, csv_column column, uint64_t value)
{
    go_to(row, column);
    if (value) {
        ps_output_uint(&row->report->out, value);
    }
}

/* A true number: never protected, also when it is negative. */
static void put_decimal(csv_row *row, csv_column column, int known, ps_decimal value)
{
    go_to(row, column);
    if (known) {
        ps_output_decimal(&row->report->out, value);
    }
}

static void end_row(csv_row *row)
{
    go_to(row, CSV_COLUMNS - 1);
    PS_PUT(&row->report->out, "\r\n");
}

static void csv_begin(ps_report *report)
{
    csv_row row = {report, 0};
    ps_buffer_init(report->priv, 0);
    if (report->options.csv_bom) {
        PS_PUT(&report->out, "\xef\xbb\xbf");
    }
    for (int i = 0; i < CSV_COLUMNS; i++) {
        put_name(&row, (csv_column)i, titles[i]);
    }
    end_row(&row);
}

static void put_record_cells(csv_row *row, const ps_screened *screened, uint64_t line)
{
    put_cell(row, CSV_SOURCE, screened->source);
    put_uint(row, CSV_SOURCE_LINE, line);
    put_uint(row, CSV_RECORD, screened->seq);
    put_cell(row, CSV_RECORD_ID, screened->id);
    put_name(row, CSV_KIND, ps_record_kind_name(screened->kind));
    go_to(row, CSV_DATE);
    if (screened->date != PS_NO_DAY) {
        ps_output_day(&row->report->out, screened->date);
    }
    put_cell(row, CSV_BUYER, screened->buyer.name);
    put_cell(row, CSV_BUYER_ID, screened->buyer.id);
    put_name(row, CSV_BUYER_STATUS, ps_cii_status_name(screened->buyer_status));
    put_cell(row, CSV_SUPPLIER, screened->supplier.name);
    put_cell(row, CSV_SUPPLIER_ID, screened->supplier.id);
}

static void put_joined(csv_row *row, csv_column column, const ps_str *texts, size_t count)
{
    ps_buffer *joined = row->report->priv;
    ps_buffer_clear(joined);
    for (size_t i = 0; i < count; i++) {
        if (i) {
            ps_buffer_add_text(joined, "; ");
        }
        ps_buffer_add_str(joined, texts[i]);
    }
    row->report->no_memory |= joined->failed;
    put_cell(row, column, ps_buffer_str(joined));
}

/* "name: Core router; code UNSPSC: 43222609" */
static void put_evidence(csv_row *row, const ps_evidence *evidence, size_t count)
{
    ps_buffer *joined = row->report->priv;
    ps_buffer_clear(joined);
    for (size_t i = 0; i < count; i++) {
        if (i) {
            ps_buffer_add_text(joined, "; ");
        }
        ps_buffer_add_str(joined, evidence[i].field);
        ps_buffer_add_text(joined, ": ");
        ps_buffer_add_str(joined, evidence[i].quote);
    }
    row->report->no_memory |= joined->failed;
    put_cell(row, CSV_EVIDENCE, ps_buffer_str(joined));
}

static void put_item_cells(csv_row *row, const ps_finding *finding, const ps_item_outcome *item)
{
    put_cell(row, CSV_ITEM, finding->item);
    if (item) {
        put_cell(row, CSV_ITEM_NAME, item->name);
        put_cell(row, CSV_CATEGORY, item->category);
        if (item->confidence != PS_CONFIDENCE_NONE) {
            put_name(row, CSV_CONFIDENCE, ps_confidence_name(item->confidence));
        }
        if (item->scale != PS_SCALE_NONE) {
            put_name(row, CSV_SCALE, ps_scale_name(item->scale));
        }
    }
}

static void put_finding(ps_report *report, const ps_screened *screened, const ps_finding *finding)
{
    csv_row row = {report, 0};
    const ps_item_outcome *item = ps_subject_item(screened, finding);
    const ps_element_outcome *element = ps_subject_element(screened, finding);
    put_name(&row, CSV_TYPE, "finding");
    put_name(&row, CSV_SEVERITY, ps_severity_name(finding->severity));
    put_cell(&row, CSV_RULE, finding->rule);
    put_record_cells(&row, screened, item && item->line ? item->line : screened->line);
    put_item_cells(&row, finding, item);
    put_cell(&row, CSV_ELEMENT, finding->element);
    if (element) {
        put_name(&row, CSV_STATE, ps_state_name(element->state));
    }
    if (item) {
        put_decimal(&row, CSV_AMOUNT, item->amount.known, item->amount.value);
        put_cell(&row, CSV_CURRENCY, item->currency);
    }
    if (finding->exposure.known) {
        put_decimal(&row, CSV_EXPOSURE_MIN, 1, finding->exposure.min);
        put_decimal(&row, CSV_EXPOSURE_MAX, 1, finding->exposure.max);
        put_cell(&row, CSV_EXPOSURE_CURRENCY, finding->exposure.currency);
    }
    put_joined(&row, CSV_BASIS, finding->basis, finding->basis_count);
    if (item) {
        put_evidence(&row, item->evidence, item->evidence_count);
    } else if (element && element->nearest.quote.ptr) {
        put_evidence(&row, &element->nearest, 1);
    }
    put_cell(&row, CSV_MESSAGE, finding->message);
    put_cell(&row, CSV_NEXT, finding->next);
    put_name(&row, CSV_FINGERPRINT, finding->fingerprint);
    if (finding->has_today) {
        const ps_exposure *exposure = &finding->today.exposure;
        put_joined(&row, CSV_TODAY_BASIS, finding->today.basis, finding->today.basis_count);
        put_decimal(&row, CSV_TODAY_MIN, exposure->known, exposure->min);
        put_decimal(&row, CSV_TODAY_MAX, exposure->known, exposure->max);
    }
    end_row(&row);
}

static void put_undecided(ps_report *report, const ps_screened *screened)
{
    csv_row row = {report, 0};
    ps_buffer *message = report->priv;
    ps_undecided u = ps_undecided_of(screened);
    if (screened->outcome != PS_OUTCOME_NOT_EVALUABLE && u.items == 0 && u.elements == 0) {
        return;
    }
    put_name(&row, CSV_TYPE, "not-evaluable");
    put_cell(&row, CSV_CAUSE,
             screened->reason.len ? screened->reason
             : u.item_reason.len  ? u.item_reason
                                  : u.element_reason);
    put_record_cells(&row, screened, screened->line);
    ps_buffer_clear(message);
    ps_buffer_printf(message, "%llu items and %llu elements could not be decided",
                     (unsigned long long)u.items, (unsigned long long)u.elements);
    report->no_memory |= message->failed;
    put_cell(&row, CSV_MESSAGE, ps_buffer_str(message));
    end_row(&row);
}

static void csv_screened(ps_report *report, const ps_screened *screened, const ps_finding *findings,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        put_finding(report, screened, &findings[i]);
    }
    put_undecided(report, screened);
}

static void csv_rejected(ps_report *report, const ps_rejected *rejected)
{
    const ps_error *error = rejected->error;
    csv_row row = {report, 0};
    put_name(&row, CSV_TYPE, "rejected");
    put_cell(&row, CSV_CAUSE, ps_str_from(error->cause));
    put_cell(&row, CSV_SOURCE, rejected->source);
    put_uint(&row, CSV_SOURCE_LINE, error->line);
    put_uint(&row, CSV_RECORD, rejected->seq);
    put_cell(&row, CSV_RECORD_ID, ps_str_from(error->record_id));
    put_cell(&row, CSV_MESSAGE, ps_str_from(error->message));
    put_cell(&row, CSV_NEXT, ps_str_from(error->hint));
    end_row(&row);
}

static void put_day(csv_row *row, csv_column column, ps_day day)
{
    go_to(row, column);
    if (day != PS_NO_DAY) {
        ps_output_day(&row->report->out, day);
    }
}

/* What was put into the report's buffer, which is empty again then. */
static void put_collected(csv_row *row, csv_column column)
{
    ps_buffer *collected = row->report->priv;
    row->report->no_memory |= collected->failed;
    put_cell(row, column, ps_buffer_str(collected));
    ps_buffer_clear(collected);
}

static void put_supplier_counts(csv_row *row, const ps_supplier *supplier)
{
    const uint64_t counts[] = {supplier->records,       supplier->items,
                               supplier->item_hits,     supplier->elements_failed,
                               supplier->not_evaluable, supplier->findings};
    for (size_t i = 0; i < PS_COUNT(counts); i++) {
        go_to(row, (csv_column)(CSV_RECORDS + i));
        ps_output_uint(&row->report->out, counts[i]);
    }
}

static void csv_supplier(ps_report *report, const ps_supplier *supplier)
{
    csv_row row = {report, 0};
    ps_buffer *text = report->priv;
    ps_buffer_clear(text);
    put_name(&row, CSV_TYPE, "supplier");
    if (supplier->findings) {
        put_name(&row, CSV_SEVERITY, ps_severity_name(supplier->worst));
    }
    put_cell(&row, CSV_SUPPLIER, supplier->party.name);
    put_cell(&row, CSV_SUPPLIER_ID, supplier->party.id);
    ps_supplier_add_rating(text, NULL, &supplier->rating);
    put_collected(&row, CSV_MESSAGE);
    put_supplier_counts(&row, supplier);
    ps_supplier_add_categories(text, NULL, supplier);
    put_collected(&row, CSV_CATEGORIES);
    ps_supplier_add_sums(text, supplier->amounts, supplier->amount_count);
    put_collected(&row, CSV_AMOUNTS);
    ps_supplier_add_sums(text, supplier->purchases, supplier->purchase_count);
    put_collected(&row, CSV_PURCHASES);
    ps_supplier_add_contracts(text, NULL, supplier);
    put_collected(&row, CSV_CONTRACTS);
    ps_supplier_add_ranges(text, NULL, supplier->review_exposure, supplier->review_exposure_count);
    put_collected(&row, CSV_REVIEW_EXPOSURE);
    put_name(&row, CSV_RATING, supplier->rating.level ? supplier->rating.level : "none");
    put_uint(&row, CSV_RATING_POINTS, supplier->rating.points);
    put_day(&row, CSV_LAST_AUDIT, supplier->last_audit);
    put_day(&row, CSV_AUDIT_DUE, supplier->audit_due);
    end_row(&row);
}

/* A table has no place for sums; its rows are complete when the command ended with 0, 1 or 3. */
static void csv_summary(ps_report *report, const ps_summary *summary)
{
    (void)report;
    (void)summary;
}

static void csv_done(ps_report *report)
{
    ps_buffer_done(report->priv);
}

const ps_writer ps_writer_csv = {
    .name = "csv",
    .about =
        "one row a finding, formula-safe; what is rejected or open and suppliers have rows too",
    .priv_size = sizeof(ps_buffer),
    .begin = csv_begin,
    .screened = csv_screened,
    .rejected = csv_rejected,
    .supplier = csv_supplier,
    .summary = csv_summary,
    .done = csv_done,
};
