/* A workbook for those who decide: a row for each finding on an item and on a contract, with places
 * for the decision, beside sheets of suppliers, of what could not be decided or read, and of the
 * packs. Clear items and elements are counted in the summary sheet.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/xlsx.h"

#include <errno.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "report/html.h"
#include "report/subject.h"

/* The places that a person fills in, and what the row is known by when it comes back. */
#define REVIEW_COLUMNS(prefix)                                                                     \
    [prefix##_DECISION] = {PS_BOOK_DECISION, 15, PS_LOOK_REVIEW, PS_COLUMN_DECISION},              \
    [prefix##_REASON] = {PS_BOOK_REASON, 26, PS_LOOK_REVIEW, PS_COLUMN_REVIEW},                    \
    [prefix##_OWNER] = {PS_BOOK_OWNER, 14, PS_LOOK_REVIEW, PS_COLUMN_REVIEW},                      \
    [prefix##_EXPIRY] = {PS_BOOK_EXPIRY, 12, PS_LOOK_REVIEW_DAY, PS_COLUMN_EXPIRY},                \
    [prefix##_FINGERPRINT] = {PS_BOOK_FINGERPRINT, 12, PS_LOOK_QUIET, PS_COLUMN_OURS}

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
    [ITEM_SEVERITY] = {PS_BOOK_SEVERITY, 9, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_RECORD] = {PS_BOOK_RECORD, 17, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_LINE] = {PS_BOOK_LINE, 7, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_NAME] = {PS_BOOK_ITEM, 34, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [ITEM_CATEGORY] = {PS_BOOK_CATEGORY, 24, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [ITEM_CONFIDENCE] = {PS_BOOK_CONFIDENCE, 11, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_SCALE] = {PS_BOOK_SCALE, 9, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_AMOUNT] = {PS_BOOK_AMOUNT, 16, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_CURRENCY] = {PS_BOOK_CURRENCY, 9, PS_LOOK_UNIT, PS_COLUMN_OURS},
    [ITEM_SUPPLIER] = {PS_BOOK_SUPPLIER, 27, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [ITEM_DATE] = {PS_BOOK_DATE, 11, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_EVIDENCE] = {PS_BOOK_WHAT_WAS_SEEN, 36, PS_LOOK_PROSE, PS_COLUMN_OURS},
    REVIEW_COLUMNS(ITEM),
    [ITEM_BUYER] = {PS_BOOK_BUYER, 30, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_MESSAGE] = {PS_BOOK_FINDING, 60, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_NEXT] = {PS_BOOK_WHAT_TO_DO_NEXT, 60, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_LAW] = {PS_BOOK_LAW, 30, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_EXPOSURE_MIN] = {PS_BOOK_EXPOSURE_FROM, 17, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_EXPOSURE_MAX] = {PS_BOOK_EXPOSURE_TO, 18, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_EXPOSURE_CURRENCY] = {PS_BOOK_ITS_CURRENCY_IF_ANOTHER, 10, PS_LOOK_UNIT, PS_COLUMN_OURS},
    [ITEM_TODAY_LAW] = {PS_BOOK_LAW_OF_TODAY, 24, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_TODAY_MIN] = {PS_BOOK_EXPOSURE_TODAY_FROM, 17, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_TODAY_MAX] = {PS_BOOK_EXPOSURE_TODAY_TO, 18, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [ITEM_PLACE] = {PS_BOOK_WHERE, 38, PS_LOOK_TEXT, PS_COLUMN_OURS},
};

typedef enum contract_column {
    CONTRACT_SEVERITY,
    CONTRACT_RECORD,
    CONTRACT_KIND,
    CONTRACT_REFERENCES,
    CONTRACT_QUOTATIONS,
    CONTRACT_SUPPLIER,
    CONTRACT_DATE,
    CONTRACT_RULE,
    CONTRACT_ELEMENT,
    CONTRACT_STATE,
    CONTRACT_SOURCE,
    CONTRACT_THROUGH,
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
    [CONTRACT_SEVERITY] = {PS_BOOK_SEVERITY, 9, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_RECORD] = {PS_BOOK_RECORD, 17, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_KIND] = {PS_BOOK_KIND, 9, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_REFERENCES] = {PS_BOOK_CONTRACTS_NAMED, 18, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [CONTRACT_QUOTATIONS] = {PS_BOOK_QUOTATIONS_NAMED, 14, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [CONTRACT_SUPPLIER] = {PS_BOOK_SUPPLIER, 27, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [CONTRACT_DATE] = {PS_BOOK_DATE, 11, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_RULE] = {PS_BOOK_RULE, 23, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [CONTRACT_ELEMENT] = {PS_BOOK_ELEMENT, 24, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [CONTRACT_STATE] = {PS_BOOK_STATE, 10, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_SOURCE] = {PS_BOOK_CONTRACT_READ, 24, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [CONTRACT_THROUGH] = {PS_BOOK_FOUND_THROUGH, 22, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [CONTRACT_NEAREST] = {PS_BOOK_NEAREST_PASSAGE, 50, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [CONTRACT_LACKS] = {PS_BOOK_WHAT_IT_LACKS, 30, PS_LOOK_PROSE, PS_COLUMN_OURS},
    REVIEW_COLUMNS(CONTRACT),
    [CONTRACT_BUYER] = {PS_BOOK_BUYER, 30, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_MESSAGE] = {PS_BOOK_FINDING, 60, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_NEXT] = {PS_BOOK_WHAT_TO_DO_NEXT, 60, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_LAW] = {PS_BOOK_LAW, 30, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_EXPOSURE_MIN] = {PS_BOOK_EXPOSURE_FROM, 17, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_EXPOSURE_MAX] = {PS_BOOK_EXPOSURE_TO, 18, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [CONTRACT_EXPOSURE_CURRENCY] = {PS_BOOK_EXPOSURE_CURRENCY, 10, PS_LOOK_UNIT, PS_COLUMN_OURS},
    [CONTRACT_PLACE] = {PS_BOOK_WHERE, 38, PS_LOOK_TEXT, PS_COLUMN_OURS},
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
    [UNDECIDED_RECORD] = {PS_BOOK_RECORD, 17, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [UNDECIDED_WHAT] = {PS_BOOK_WHAT, 10, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [UNDECIDED_LINE] = {PS_BOOK_LINE, 7, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [UNDECIDED_NAME] = {PS_BOOK_ITEM_OR_ELEMENTS, 50, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [UNDECIDED_REASON] = {PS_BOOK_WHY, 60, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [UNDECIDED_SUPPLIER] = {PS_BOOK_SUPPLIER, 27, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [UNDECIDED_DATE] = {PS_BOOK_DATE, 11, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [UNDECIDED_PLACE] = {PS_BOOK_WHERE, 38, PS_LOOK_TEXT, PS_COLUMN_OURS},
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
    [REJECTED_SOURCE] = {PS_BOOK_FILE, 40, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [REJECTED_LINE] = {PS_BOOK_LINE, 8, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [REJECTED_COLUMN] = {PS_BOOK_COLUMN, 8, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [REJECTED_RECORD] = {PS_BOOK_NUMBER, 8, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [REJECTED_RECORD_ID] = {PS_BOOK_RECORD, 17, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [REJECTED_CAUSE] = {PS_BOOK_CAUSE, 22, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [REJECTED_MESSAGE] = {PS_BOOK_WHY, 60, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [REJECTED_NEXT] = {PS_BOOK_WHAT_TO_DO_NEXT, 40, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [REJECTED_BEFORE] = {PS_BOOK_SCREENED_BEFORE, 10, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [REJECTED_AFTER] = {PS_BOOK_NOT_SCREENED_AFTER, 10, PS_LOOK_TEXT, PS_COLUMN_OURS},
};

static const ps_column pack_columns[] = {
    {PS_BOOK_KIND, 10, PS_LOOK_TEXT, PS_COLUMN_OURS},
    {PS_BOOK_ID, 26, PS_LOOK_TEXT, PS_COLUMN_OURS},
    {PS_BOOK_VERSION, 14, PS_LOOK_TEXT, PS_COLUMN_OURS},
    {PS_BOOK_SHA_256, 68, PS_LOOK_TEXT, PS_COLUMN_OURS},
};

static void list_packs(ps_xlsx_document *document, const ps_run_origin *origin)
{
    static const ps_book_word kinds[] = {[PS_PACK_CATALOG] = PS_BOOK_CATALOG,
                                         [PS_PACK_POLICY] = PS_BOOK_POLICY,
                                         [PS_PACK_PROFILE] = PS_BOOK_PROFILE};
    ps_sheet *sheet = &document->packs;
    for (size_t i = 0; i < origin->pack_count; i++) {
        const ps_pack_info *pack = &origin->packs[i];
        if (ps_sheet_row(sheet)) {
            ps_sheet_word(sheet, 0, kinds[pack->kind], PS_LOOK_TEXT);
            ps_sheet_text(sheet, 1, pack->id);
            ps_sheet_text(sheet, 2, pack->version);
            ps_sheet_name(sheet, 3, ps_str_from(pack->sha256), PS_LOOK_TEXT);
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
    ps_lang lang = ps_report_lang(report);
    if (!ps_workbook_init(book, lang, report->options.sheet_rows, report->options.today)) {
        if (book->fd < 0) {
            ps_output_fail_waiting(&report->out, errno);
        }
        ps_xlsx_end_event(report);
        return;
    }
    ps_xlsx_said_init(d, lang, report->loaded);
    ps_xlsx_decisions_init(d, report);
    ps_workbook_add(book, &d->summary, PS_BOOK_SHEET_SUMMARY, NULL, 0, 0);
    ps_workbook_add(book, &d->items, PS_BOOK_SHEET_ITEMS, item_columns, ITEM_COLUMNS,
                    ITEM_EXPIRY + 1);
    ps_workbook_add(book, &d->contracts, PS_BOOK_SHEET_CONTRACTS, contract_columns,
                    CONTRACT_COLUMNS, CONTRACT_EXPIRY + 1);
    ps_xlsx_add_suppliers(d);
    ps_workbook_add(book, &d->undecided, PS_BOOK_SHEET_UNDECIDED, undecided_columns,
                    UNDECIDED_COLUMNS, UNDECIDED_COLUMNS);
    ps_workbook_add(book, &d->rejected, PS_BOOK_SHEET_REJECTED, rejected_columns, REJECTED_COLUMNS,
                    REJECTED_COLUMNS);
    ps_workbook_add(book, &d->packs, PS_BOOK_SHEET_PACKS, pack_columns, PS_COUNT(pack_columns),
                    PS_COUNT(pack_columns));
    list_packs(d, &report->origin);
    ps_xlsx_end_event(report);
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
    ps_sheet_own_text(sheet, column, ps_buffer_str(&document->joined));
}

static void put_item_finding(ps_xlsx_document *document, const ps_screened *screened,
                             const ps_finding *finding, const ps_item_outcome *item)
{
    ps_sheet *sheet = &document->items;
    if (!ps_sheet_row(sheet)) {
        return;
    }
    ps_xlsx_severity(sheet, ITEM_SEVERITY, finding->severity);
    ps_sheet_own_text(sheet, ITEM_RECORD, screened->id);
    ps_sheet_text(sheet, ITEM_LINE, finding->item);
    ps_sheet_text(sheet, ITEM_NAME, item->name);
    ps_sheet_text(sheet, ITEM_CATEGORY,
                  ps_xlsx_pack_name(document, PS_PACK_TEXT_CATEGORY, item->category));
    if (item->confidence != PS_CONFIDENCE_NONE) {
        ps_xlsx_name(sheet, ITEM_CONFIDENCE, "confidence", ps_confidence_name(item->confidence),
                     PS_LOOK_TEXT);
    }
    if (item->scale != PS_SCALE_NONE) {
        ps_xlsx_name(sheet, ITEM_SCALE, "scale", ps_scale_name(item->scale), PS_LOOK_TEXT);
    }
    if (item->amount.known) {
        ps_sheet_decimal(sheet, ITEM_AMOUNT, item->amount.value);
        ps_sheet_text(sheet, ITEM_CURRENCY, item->currency);
    }
    ps_sheet_text(sheet, ITEM_SUPPLIER, screened->supplier.name);
    ps_sheet_text(sheet, ITEM_BUYER, screened->buyer.name);
    ps_sheet_day(sheet, ITEM_DATE, screened->date);
    ps_xlsx_evidence(document, sheet, ITEM_EVIDENCE, item->evidence, item->evidence_count);
    ps_xlsx_said(document, sheet, ITEM_MESSAGE, PS_SAID_SENTENCE, finding->message);
    ps_xlsx_said(document, sheet, ITEM_NEXT, PS_SAID_SENTENCE, finding->next);
    ps_xlsx_laws(document, sheet, ITEM_LAW, finding->basis, finding->basis_count);
    ps_xlsx_exposure(sheet, ITEM_EXPOSURE_MIN, &finding->exposure);
    if (finding->exposure.known && !ps_str_equal(finding->exposure.currency, item->currency)) {
        ps_sheet_text(sheet, ITEM_EXPOSURE_CURRENCY, finding->exposure.currency);
    }
    if (finding->has_today) {
        ps_xlsx_laws(document, sheet, ITEM_TODAY_LAW, finding->today.basis,
                     finding->today.basis_count);
        ps_xlsx_exposure(sheet, ITEM_TODAY_MIN, &finding->today.exposure);
    }
    put_place(document, sheet, ITEM_PLACE, screened->source,
              item->line ? item->line : screened->line);
    ps_xlsx_put_decision(document, sheet, ITEM_DECISION);
    ps_sheet_own_text(sheet, ITEM_FINGERPRINT, ps_str_from(finding->fingerprint));
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
    ps_sheet_own_text(sheet, CONTRACT_RECORD, screened->id);
    ps_xlsx_name(sheet, CONTRACT_KIND, "kind", ps_record_kind_name(screened->kind), PS_LOOK_TEXT);
    ps_xlsx_joined(document, sheet, CONTRACT_REFERENCES, screened->contracts,
                   screened->contract_count);
    ps_xlsx_joined(document, sheet, CONTRACT_QUOTATIONS, screened->quotations,
                   screened->quotation_count);
    ps_sheet_text(sheet, CONTRACT_SUPPLIER, screened->supplier.name);
    ps_sheet_text(sheet, CONTRACT_BUYER, screened->buyer.name);
    ps_sheet_day(sheet, CONTRACT_DATE, screened->date);
    ps_xlsx_said(document, sheet, CONTRACT_RULE, PS_SAID_RULE, finding->rule);
    ps_sheet_text(sheet, CONTRACT_ELEMENT,
                  ps_xlsx_pack_name(document, PS_PACK_TEXT_ELEMENT, finding->element));
    if (element) {
        ps_xlsx_name(sheet, CONTRACT_STATE, "state", ps_state_name(element->state), PS_LOOK_TEXT);
        ps_sheet_text(sheet, CONTRACT_SOURCE, element->source);
        ps_xlsx_said(document, sheet, CONTRACT_THROUGH, PS_SAID_THROUGH, element->through);
        if (element->nearest.quote.ptr) {
            ps_sheet_text(sheet, CONTRACT_NEAREST, element->nearest.quote);
        }
        ps_xlsx_said(document, sheet, CONTRACT_LACKS, PS_SAID_SENTENCE, element->lacks);
    }
    ps_xlsx_said(document, sheet, CONTRACT_MESSAGE, PS_SAID_SENTENCE, finding->message);
    ps_xlsx_said(document, sheet, CONTRACT_NEXT, PS_SAID_SENTENCE, finding->next);
    ps_xlsx_laws(document, sheet, CONTRACT_LAW, finding->basis, finding->basis_count);
    ps_xlsx_exposure(sheet, CONTRACT_EXPOSURE_MIN, &finding->exposure);
    ps_sheet_text(sheet, CONTRACT_EXPOSURE_CURRENCY, finding->exposure.currency);
    put_place(document, sheet, CONTRACT_PLACE, screened->source, screened->line);
    ps_xlsx_put_decision(document, sheet, CONTRACT_DECISION);
    ps_sheet_own_text(sheet, CONTRACT_FINGERPRINT, ps_str_from(finding->fingerprint));
}

/* A row of what could not be decided, but for the cells that say what it is. */
static int begin_undecided(ps_xlsx_document *document, const ps_screened *screened,
                           ps_book_word what, ps_str reason, uint64_t line)
{
    ps_sheet *sheet = &document->undecided;
    if (!ps_sheet_row(sheet)) {
        return 0;
    }
    ps_sheet_own_text(sheet, UNDECIDED_RECORD, screened->id);
    ps_sheet_word(sheet, UNDECIDED_WHAT, what, PS_LOOK_TEXT);
    ps_xlsx_said(document, sheet, UNDECIDED_REASON, PS_SAID_SENTENCE, reason);
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
            begin_undecided(document, screened, PS_BOOK_ITEM_WHAT, item->reason, item->line)) {
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
            ps_buffer_add_text(
                joined, named++ ? ps_book_word_text(PS_BOOK_ELEMENT_NEXT, document->lang) : "");
            ps_buffer_add_str(
                joined, ps_xlsx_pack_name(document, PS_PACK_TEXT_ELEMENT, elements[i].element));
        }
    }
    if (named > NAMED_MOST) {
        ps_buffer_clear(joined);
        ps_book_add_counts(joined, PS_BOOK_NAMED_ELEMENTS, document->book.lang, named, required);
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
        if (!told &&
            begin_undecided(document, screened, PS_BOOK_ELEMENTS_WHAT, element->reason, 0)) {
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
        ps_xlsx_look_up(document, &findings[i]);
        if (item) {
            put_item_finding(document, screened, &findings[i], item);
        } else {
            put_contract_finding(document, screened, &findings[i]);
        }
    }
    if (screened->reason.len) {
        (void)begin_undecided(document, screened, PS_BOOK_RECORD_WHAT, screened->reason, 0);
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
        ps_xlsx_said(document, sheet, REJECTED_CAUSE, PS_SAID_CAUSE, ps_str_from(error->cause));
        ps_xlsx_said(document, sheet, REJECTED_MESSAGE, PS_SAID_SENTENCE,
                     ps_str_from(error->message));
        ps_xlsx_said(document, sheet, REJECTED_NEXT, PS_SAID_SENTENCE, ps_str_from(error->hint));
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
    ps_xlsx_said_done(document);
    ps_xlsx_decisions_done(document);
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
