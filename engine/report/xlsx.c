/* A workbook for those who decide: a row for each finding on an item and on a contract, with places
 * for the decision, beside sheets of suppliers, of what could not be decided or read, and of the
 * packs. Clear items and elements are counted in the summary sheet.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/xlsx.h"

#include <errno.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "report/subject.h"

/* The places that a person fills in, and what the row is known by when it comes back. */
#define REVIEW_COLUMNS(prefix)                                                                     \
    [prefix##_DECISION] = {"Decision", 15, PS_LOOK_REVIEW, PS_COLUMN_DECISION},                    \
    [prefix##_REASON] = {"Reason", 26, PS_LOOK_REVIEW, PS_COLUMN_REVIEW},                          \
    [prefix##_OWNER] = {"Owner", 14, PS_LOOK_REVIEW, PS_COLUMN_REVIEW},                            \
    [prefix##_EXPIRY] = {"Expiry", 12, PS_LOOK_REVIEW_DAY, PS_COLUMN_EXPIRY},                      \
    [prefix##_FINGERPRINT] = {"Fingerprint", 12, PS_LOOK_QUIET, PS_COLUMN_OURS}

typedef enum item_column {
    ITEM_SEVERITY,
    ITEM_RECORD,
    ITEM_LINE,
    ITEM_NAME,
    ITEM_CATEGORY,
    ITEM_CONFIDENCE,
    ITEM_SCALE,
    ITEM_AMOUNT,
    ITEM_CURRENCY,
    ITEM_SUPPLIER,
    ITEM_DATE,
    ITEM_EVIDENCE,
    ITEM_DECISION,
    ITEM_REASON,
    ITEM_OWNER,
    ITEM_EXPIRY,
    ITEM_BUYER,
    ITEM_MESSAGE,
    ITEM_NEXT,
    ITEM_LAW,
    ITEM_EXPOSURE_MIN,
    ITEM_EXPOSURE_MAX,
    ITEM_EXPOSURE_CURRENCY,
    ITEM_TODAY_LAW,
    ITEM_TODAY_MIN,
    ITEM_TODAY_MAX,
    ITEM_PLACE,
    ITEM_FINGERPRINT,
    ITEM_COLUMNS
} item_column;

static const ps_column item_columns[ITEM_COLUMNS] = {
    [ITEM_SEVERITY] = {"Severity", 9, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_RECORD] = {"Record", 17, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_LINE] = {"Line", 7, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_NAME] = {"Item", 34, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [ITEM_CATEGORY] = {"Category", 24, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [ITEM_CONFIDENCE] = {"Confidence", 11, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_SCALE] = {"Scale", 9, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_AMOUNT] = {"Amount", 16, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_CURRENCY] = {"Currency", 9, PS_LOOK_UNIT, PS_COLUMN_OURS},
    [ITEM_SUPPLIER] = {"Supplier", 27, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [ITEM_DATE] = {"Date", 11, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_EVIDENCE] = {"What was seen", 36, PS_LOOK_PROSE, PS_COLUMN_OURS},
    REVIEW_COLUMNS(ITEM),
    [ITEM_BUYER] = {"Buyer", 30, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_MESSAGE] = {"Finding", 60, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_NEXT] = {"What to do next", 60, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_LAW] = {"Law", 30, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_EXPOSURE_MIN] = {"Exposure from", 17, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_EXPOSURE_MAX] = {"Exposure to", 18, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_EXPOSURE_CURRENCY] = {"Its currency, if another", 10, PS_LOOK_UNIT, PS_COLUMN_OURS},
    [ITEM_TODAY_LAW] = {"Law of today", 24, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_TODAY_MIN] = {"Exposure today from", 17, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_TODAY_MAX] = {"Exposure today to", 18, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_PLACE] = {"Where", 38, PS_LOOK_TEXT, PS_COLUMN_OURS},
};

typedef enum contract_column {
    CONTRACT_SEVERITY,
    CONTRACT_RECORD,
    CONTRACT_KIND,
    CONTRACT_REFERENCES,
    CONTRACT_SUPPLIER,
    CONTRACT_DATE,
    CONTRACT_RULE,
    CONTRACT_ELEMENT,
    CONTRACT_STATE,
    CONTRACT_NEAREST,
    CONTRACT_LACKS,
    CONTRACT_DECISION,
    CONTRACT_REASON,
    CONTRACT_OWNER,
    CONTRACT_EXPIRY,
    CONTRACT_BUYER,
    CONTRACT_MESSAGE,
    CONTRACT_NEXT,
    CONTRACT_LAW,
    CONTRACT_EXPOSURE_MIN,
    CONTRACT_EXPOSURE_MAX,
    CONTRACT_EXPOSURE_CURRENCY,
    CONTRACT_PLACE,
    CONTRACT_FINGERPRINT,
    CONTRACT_COLUMNS
} contract_column;

static const ps_column contract_columns[CONTRACT_COLUMNS] = {
    [CONTRACT_SEVERITY] = {"Severity", 9, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_RECORD] = {"Record", 17, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_KIND] = {"Kind", 9, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_REFERENCES] = {"Contracts named", 18, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [CONTRACT_SUPPLIER] = {"Supplier", 27, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [CONTRACT_DATE] = {"Date", 11, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_RULE] = {"Rule", 23, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_ELEMENT] = {"Element", 24, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_STATE] = {"State", 10, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_NEAREST] = {"Nearest passage", 50, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [CONTRACT_LACKS] = {"What it lacks", 30, PS_LOOK_PROSE, PS_COLUMN_OURS},
    REVIEW_COLUMNS(CONTRACT),
    [CONTRACT_BUYER] = {"Buyer", 30, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_MESSAGE] = {"Finding", 60, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_NEXT] = {"What to do next", 60, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_LAW] = {"Law", 30, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_EXPOSURE_MIN] = {"Exposure from", 17, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_EXPOSURE_MAX] = {"Exposure to", 18, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_EXPOSURE_CURRENCY] = {"Exposure currency", 10, PS_LOOK_UNIT, PS_COLUMN_OURS},
    [CONTRACT_PLACE] = {"Where", 38, PS_LOOK_TEXT, PS_COLUMN_OURS},
};

typedef enum undecided_column {
    UNDECIDED_RECORD,
    UNDECIDED_WHAT,
    UNDECIDED_LINE,
    UNDECIDED_NAME,
    UNDECIDED_REASON,
    UNDECIDED_SUPPLIER,
    UNDECIDED_DATE,
    UNDECIDED_PLACE,
    UNDECIDED_COLUMNS
} undecided_column;

static const ps_column undecided_columns[UNDECIDED_COLUMNS] = {
    [UNDECIDED_RECORD] = {"Record", 17, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [UNDECIDED_WHAT] = {"What", 10, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [UNDECIDED_LINE] = {"Line", 7, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [UNDECIDED_NAME] = {"Item or elements", 50, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [UNDECIDED_REASON] = {"Why", 60, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [UNDECIDED_SUPPLIER] = {"Supplier", 27, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [UNDECIDED_DATE] = {"Date", 11, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [UNDECIDED_PLACE] = {"Where", 38, PS_LOOK_TEXT, PS_COLUMN_OURS},
};

typedef enum rejected_column {
    REJECTED_SOURCE,
    REJECTED_LINE,
    REJECTED_COLUMN,
    REJECTED_RECORD,
    REJECTED_RECORD_ID,
    REJECTED_CAUSE,
    REJECTED_MESSAGE,
    REJECTED_NEXT,
    REJECTED_BEFORE,
    REJECTED_AFTER,
    REJECTED_COLUMNS
} rejected_column;

static const ps_column rejected_columns[REJECTED_COLUMNS] = {
    [REJECTED_SOURCE] = {"File", 40, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [REJECTED_LINE] = {"Line", 8, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [REJECTED_COLUMN] = {"Column", 8, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [REJECTED_RECORD] = {"Number", 8, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [REJECTED_RECORD_ID] = {"Record", 17, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [REJECTED_CAUSE] = {"Cause", 22, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [REJECTED_MESSAGE] = {"Why", 60, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [REJECTED_NEXT] = {"What to do next", 40, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [REJECTED_BEFORE] = {"Screened before", 10, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [REJECTED_AFTER] = {"Not screened after", 10, PS_LOOK_TEXT, PS_COLUMN_OURS},
};

static const ps_column pack_columns[] = {
    {"Kind", 10, PS_LOOK_TEXT, PS_COLUMN_OURS},
    {"Id", 26, PS_LOOK_TEXT, PS_COLUMN_OURS},
    {"Version", 14, PS_LOOK_TEXT, PS_COLUMN_OURS},
    {"SHA-256", 68, PS_LOOK_TEXT, PS_COLUMN_OURS},
};

static void list_packs(ps_xlsx_document *document, const ps_run_origin *origin)
{
    ps_sheet *sheet = &document->packs;
    for (size_t i = 0; i < origin->pack_count; i++) {
        const ps_pack_info *pack = &origin->packs[i];
        if (ps_sheet_row(sheet)) {
            ps_sheet_word(sheet, 0, ps_pack_kind_name(pack->kind), PS_LOOK_TEXT);
            ps_sheet_text(sheet, 1, pack->id);
            ps_sheet_text(sheet, 2, pack->version);
            ps_sheet_word(sheet, 3, pack->sha256, PS_LOOK_TEXT);
        }
    }
}

void ps_xlsx_end_event(ps_report *report)
{
    ps_xlsx_document *document = report->priv;
    report->no_memory |= document->book.no_memory | document->joined.failed;
    if (document->book.failed) {
        ps_output_fail_waiting(&report->out, document->book.failed);
    }
}

static void xlsx_begin(ps_report *report)
{
    ps_xlsx_document *d = report->priv;
    ps_workbook *book = &d->book;
    ps_buffer_init(&d->joined, 0);
    if (!ps_workbook_init(book, report->options.sheet_rows, report->options.today)) {
        if (book->fd < 0) {
            ps_output_fail_waiting(&report->out, errno);
        }
        ps_xlsx_end_event(report);
        return;
    }
    ps_workbook_add(book, &d->summary, "Summary", NULL, 0, 0);
    ps_workbook_add(book, &d->items, "Items", item_columns, ITEM_COLUMNS, ITEM_EXPIRY + 1);
    ps_workbook_add(book, &d->contracts, "Contracts", contract_columns, CONTRACT_COLUMNS,
                    CONTRACT_EXPIRY + 1);
    ps_xlsx_add_suppliers(d);
    ps_workbook_add(book, &d->undecided, "Not evaluable", undecided_columns, UNDECIDED_COLUMNS,
                    UNDECIDED_COLUMNS);
    ps_workbook_add(book, &d->rejected, "Rejected", rejected_columns, REJECTED_COLUMNS,
                    REJECTED_COLUMNS);
    ps_workbook_add(book, &d->packs, "Packs", pack_columns, PS_COUNT(pack_columns),
                    PS_COUNT(pack_columns));
    list_packs(d, &report->origin);
    ps_xlsx_end_event(report);
}

void ps_xlsx_severity(ps_sheet *sheet, size_t column, ps_severity severity)
{
    ps_sheet_word(sheet, column, ps_severity_name(severity),
                  severity == PS_SEVERITY_HIGH     ? PS_LOOK_ALARM
                  : severity == PS_SEVERITY_MEDIUM ? PS_LOOK_STRONG
                                                   : PS_LOOK_TEXT);
}

void ps_xlsx_joined(ps_xlsx_document *document, ps_sheet *sheet, size_t column, const ps_str *texts,
                    size_t count)
{
    ps_buffer_clear(&document->joined);
    for (size_t i = 0; i < count; i++) {
        ps_buffer_add_text(&document->joined, i ? "; " : "");
        ps_buffer_add_str(&document->joined, texts[i]);
    }
    ps_sheet_text(sheet, column, ps_buffer_str(&document->joined));
}

/* "name: Core router; code UNSPSC: 43222609" */
static void put_evidence(ps_xlsx_document *document, ps_sheet *sheet, size_t column,
                         const ps_evidence *evidence, size_t count)
{
    ps_buffer *joined = &document->joined;
    ps_buffer_clear(joined);
    for (size_t i = 0; i < count; i++) {
        ps_buffer_add_text(joined, i ? "; " : "");
        ps_buffer_add_str(joined, evidence[i].field);
        ps_buffer_add_text(joined, ": ");
        ps_buffer_add_str(joined, evidence[i].quote);
    }
    ps_sheet_text(sheet, column, ps_buffer_str(joined));
}

void ps_xlsx_exposure(ps_sheet *sheet, size_t column, const ps_exposure *exposure)
{
    if (exposure->known) {
        ps_sheet_decimal(sheet, column, exposure->min);
        ps_sheet_decimal(sheet, column + 1, exposure->max);
    }
}

/* "orders/po-0117.xml:44" */
static void put_place(ps_xlsx_document *document, ps_sheet *sheet, size_t column, ps_str source,
                      uint64_t line)
{
    ps_buffer_clear(&document->joined);
    ps_buffer_add_str(&document->joined, source);
    ps_buffer_add_char(&document->joined, ':');
    ps_buffer_add_uint(&document->joined, line);
    ps_sheet_text(sheet, column, ps_buffer_str(&document->joined));
}

static void put_item_finding(ps_xlsx_document *document, const ps_screened *screened,
                             const ps_finding *finding, const ps_item_outcome *item)
{
    ps_sheet *sheet = &document->items;
    if (!ps_sheet_row(sheet)) {
        return;
    }
    ps_xlsx_severity(sheet, ITEM_SEVERITY, finding->severity);
    ps_sheet_text(sheet, ITEM_RECORD, screened->id);
    ps_sheet_text(sheet, ITEM_LINE, finding->item);
    ps_sheet_text(sheet, ITEM_NAME, item->name);
    ps_sheet_text(sheet, ITEM_CATEGORY, item->category);
    if (item->confidence != PS_CONFIDENCE_NONE) {
        ps_sheet_word(sheet, ITEM_CONFIDENCE, ps_confidence_name(item->confidence), PS_LOOK_TEXT);
    }
    if (item->scale != PS_SCALE_NONE) {
        ps_sheet_word(sheet, ITEM_SCALE, ps_scale_name(item->scale), PS_LOOK_TEXT);
    }
    if (item->amount.known) {
        ps_sheet_decimal(sheet, ITEM_AMOUNT, item->amount.value);
        ps_sheet_text(sheet, ITEM_CURRENCY, item->currency);
    }
    ps_sheet_text(sheet, ITEM_SUPPLIER, screened->supplier.name);
    ps_sheet_text(sheet, ITEM_BUYER, screened->buyer.name);
    ps_sheet_day(sheet, ITEM_DATE, screened->date);
    put_evidence(document, sheet, ITEM_EVIDENCE, item->evidence, item->evidence_count);
    ps_sheet_text(sheet, ITEM_MESSAGE, finding->message);
    ps_sheet_text(sheet, ITEM_NEXT, finding->next);
    ps_xlsx_joined(document, sheet, ITEM_LAW, finding->basis, finding->basis_count);
    ps_xlsx_exposure(sheet, ITEM_EXPOSURE_MIN, &finding->exposure);
    if (finding->exposure.known && !ps_str_equal(finding->exposure.currency, item->currency)) {
        ps_sheet_text(sheet, ITEM_EXPOSURE_CURRENCY, finding->exposure.currency);
    }
    if (finding->has_today) {
        ps_xlsx_joined(document, sheet, ITEM_TODAY_LAW, finding->today.basis,
                       finding->today.basis_count);
        ps_xlsx_exposure(sheet, ITEM_TODAY_MIN, &finding->today.exposure);
    }
    put_place(document, sheet, ITEM_PLACE, screened->source,
              item->line ? item->line : screened->line);
    ps_sheet_word(sheet, ITEM_FINGERPRINT, finding->fingerprint, PS_LOOK_QUIET);
}

static void put_contract_finding(ps_xlsx_document *document, const ps_screened *screened,
                                 const ps_finding *finding)
{
    ps_sheet *sheet = &document->contracts;
    const ps_element_outcome *element = ps_subject_element(screened, finding);
    if (!ps_sheet_row(sheet)) {
        return;
    }
    ps_xlsx_severity(sheet, CONTRACT_SEVERITY, finding->severity);
    ps_sheet_text(sheet, CONTRACT_RECORD, screened->id);
    ps_sheet_word(sheet, CONTRACT_KIND, ps_record_kind_name(screened->kind), PS_LOOK_TEXT);
    ps_xlsx_joined(document, sheet, CONTRACT_REFERENCES, screened->contracts,
                   screened->contract_count);
    ps_sheet_text(sheet, CONTRACT_SUPPLIER, screened->supplier.name);
    ps_sheet_text(sheet, CONTRACT_BUYER, screened->buyer.name);
    ps_sheet_day(sheet, CONTRACT_DATE, screened->date);
    ps_sheet_text(sheet, CONTRACT_RULE, finding->rule);
    ps_sheet_text(sheet, CONTRACT_ELEMENT, finding->element);
    if (element) {
        ps_sheet_word(sheet, CONTRACT_STATE, ps_state_name(element->state), PS_LOOK_TEXT);
        if (element->nearest.quote.ptr) {
            ps_sheet_text(sheet, CONTRACT_NEAREST, element->nearest.quote);
        }
        ps_sheet_text(sheet, CONTRACT_LACKS, element->lacks);
    }
    ps_sheet_text(sheet, CONTRACT_MESSAGE, finding->message);
    ps_sheet_text(sheet, CONTRACT_NEXT, finding->next);
    ps_xlsx_joined(document, sheet, CONTRACT_LAW, finding->basis, finding->basis_count);
    ps_xlsx_exposure(sheet, CONTRACT_EXPOSURE_MIN, &finding->exposure);
    ps_sheet_text(sheet, CONTRACT_EXPOSURE_CURRENCY, finding->exposure.currency);
    put_place(document, sheet, CONTRACT_PLACE, screened->source, screened->line);
    ps_sheet_word(sheet, CONTRACT_FINGERPRINT, finding->fingerprint, PS_LOOK_QUIET);
}

/* A row of what could not be decided, but for the cells that say what it is. */
static int begin_undecided(ps_xlsx_document *document, const ps_screened *screened,
                           const char *what, ps_str reason, uint64_t line)
{
    ps_sheet *sheet = &document->undecided;
    if (!ps_sheet_row(sheet)) {
        return 0;
    }
    ps_sheet_text(sheet, UNDECIDED_RECORD, screened->id);
    ps_sheet_word(sheet, UNDECIDED_WHAT, what, PS_LOOK_TEXT);
    ps_sheet_text(sheet, UNDECIDED_REASON, reason);
    ps_sheet_text(sheet, UNDECIDED_SUPPLIER, screened->supplier.name);
    ps_sheet_day(sheet, UNDECIDED_DATE, screened->date);
    put_place(document, sheet, UNDECIDED_PLACE, screened->source, line ? line : screened->line);
    return 1;
}

static void put_undecided_items(ps_xlsx_document *document, const ps_screened *screened)
{
    for (size_t i = 0; i < screened->item_count; i++) {
        const ps_item_outcome *item = &screened->items[i];
        if (item->outcome == PS_OUTCOME_NOT_EVALUABLE &&
            begin_undecided(document, screened, "item", item->reason, item->line)) {
            ps_sheet_text(&document->undecided, UNDECIDED_LINE, item->line_id.text);
            ps_sheet_text(&document->undecided, UNDECIDED_NAME, item->name);
        }
    }
}

static int is_undecided(const ps_element_outcome *element)
{
    return element->required && element->state == PS_STATE_NOT_EVALUABLE;
}

/* The undecided elements from `first` on that have its reason: their names, or how many they are
 * where a contract that is not there leaves nearly all of them open. */
static void put_elements(ps_xlsx_document *document, const ps_screened *screened, size_t first)
{
    enum { NAMED_MOST = 6 };
    const ps_element_outcome *elements = screened->elements;
    ps_buffer *joined = &document->joined;
    size_t required = 0;
    size_t named = 0;
    ps_buffer_clear(joined);
    for (size_t i = 0; i < screened->element_count; i++) {
        required += elements[i].required != 0;
        if (i >= first && is_undecided(&elements[i]) &&
            ps_str_equal(elements[i].reason, elements[first].reason)) {
            ps_buffer_add_text(joined, named++ ? ", " : "");
            ps_buffer_add_str(joined, elements[i].element);
        }
    }
    if (named > NAMED_MOST) {
        ps_buffer_clear(joined);
        ps_buffer_printf(joined, "%zu of the %zu elements that are required", named, required);
    }
    ps_sheet_text(&document->undecided, UNDECIDED_NAME, ps_buffer_str(joined));
}

/* Elements of one reason in one row: a contract that is not there leaves all of them open. */
static void put_undecided_elements(ps_xlsx_document *document, const ps_screened *screened)
{
    for (size_t i = 0; i < screened->element_count; i++) {
        const ps_element_outcome *element = &screened->elements[i];
        int told = !is_undecided(element);
        for (size_t k = 0; k < i && !told; k++) {
            told = is_undecided(&screened->elements[k]) &&
                   ps_str_equal(screened->elements[k].reason, element->reason);
        }
        if (!told && begin_undecided(document, screened, "elements", element->reason, 0)) {
            put_elements(document, screened, i);
        }
    }
}

static void xlsx_screened(ps_report *report, const ps_screened *screened,
                          const ps_finding *findings, size_t count)
{
    ps_xlsx_document *document = report->priv;
    for (size_t i = 0; i < count; i++) {
        const ps_item_outcome *item = ps_subject_item(screened, &findings[i]);
        if (item) {
            put_item_finding(document, screened, &findings[i], item);
        } else {
            put_contract_finding(document, screened, &findings[i]);
        }
    }
    if (screened->reason.len) {
        (void)begin_undecided(document, screened, "record", screened->reason, 0);
    }
    put_undecided_items(document, screened);
    put_undecided_elements(document, screened);
    ps_xlsx_end_event(report);
}

static void xlsx_rejected(ps_report *report, const ps_rejected *rejected)
{
    ps_xlsx_document *document = report->priv;
    ps_sheet *sheet = &document->rejected;
    const ps_error *error = rejected->error;
    if (ps_sheet_row(sheet)) {
        ps_sheet_text(sheet, REJECTED_SOURCE, rejected->source);
        if (error->line) {
            ps_sheet_uint(sheet, REJECTED_LINE, error->line, PS_LOOK_NUMBER);
            ps_sheet_uint(sheet, REJECTED_COLUMN, error->column, PS_LOOK_NUMBER);
        }
        if (rejected->seq) {
            ps_sheet_uint(sheet, REJECTED_RECORD, rejected->seq, PS_LOOK_NUMBER);
        }
        ps_sheet_text(sheet, REJECTED_RECORD_ID, ps_str_from(error->record_id));
        ps_sheet_text(sheet, REJECTED_CAUSE, ps_str_from(error->cause));
        ps_sheet_text(sheet, REJECTED_MESSAGE, ps_str_from(error->message));
        ps_sheet_text(sheet, REJECTED_NEXT, ps_str_from(error->hint));
        ps_sheet_uint(sheet, REJECTED_BEFORE, rejected->screened_before, PS_LOOK_COUNT);
        ps_sheet_uint(sheet, REJECTED_AFTER, rejected->unscreened_after, PS_LOOK_COUNT);
    }
    ps_xlsx_end_event(report);
}

static void xlsx_summary(ps_report *report, const ps_summary *summary)
{
    ps_xlsx_document *document = report->priv;
    ps_xlsx_summary(report, summary);
    ps_workbook_close(&document->book, &report->out);
    ps_xlsx_end_event(report);
}

static void xlsx_done(ps_report *report)
{
    ps_xlsx_document *document = report->priv;
    ps_workbook_done(&document->book);
    ps_buffer_done(&document->joined);
}

const ps_writer ps_writer_xlsx = {
    .name = "xlsx",
    .about = "a workbook to filter and to fill in: findings, suppliers, what is open",
    .priv_size = sizeof(ps_xlsx_document),
    .begin = xlsx_begin,
    .screened = xlsx_screened,
    .rejected = xlsx_rejected,
    .supplier = ps_xlsx_supplier,
    .summary = xlsx_summary,
    .done = xlsx_done,
};
