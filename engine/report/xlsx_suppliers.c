/* The sheet of suppliers. SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "report/supplier_text.h"
#include "report/xlsx.h"

typedef enum supplier_column {
    SUPPLIER_NAME,
    SUPPLIER_ID,
    SUPPLIER_RATING,
    SUPPLIER_WORST,
    SUPPLIER_POINTS,
    SUPPLIER_FINDINGS,
    SUPPLIER_HITS,
    SUPPLIER_FAILED,
    SUPPLIER_UNDECIDED,
    SUPPLIER_AMOUNT,
    SUPPLIER_EXPOSURE_MIN,
    SUPPLIER_EXPOSURE_MAX,
    SUPPLIER_CURRENCY,
    SUPPLIER_CATEGORIES,
    SUPPLIER_AUDIT_DUE,
    SUPPLIER_LAST_AUDIT,
    SUPPLIER_CONTRACTS,
    SUPPLIER_ARITHMETIC,
    SUPPLIER_PURCHASES,
    SUPPLIER_AGREEMENT,
    SUPPLIER_RECORDS,
    SUPPLIER_ITEMS,
    SUPPLIER_SCHEME,
    SUPPLIER_ALIASES,
    SUPPLIER_COLUMNS
} supplier_column;

static const ps_column supplier_columns[SUPPLIER_COLUMNS] = {
    [SUPPLIER_NAME] = {PS_BOOK_SUPPLIER, 36, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [SUPPLIER_ID] = {PS_BOOK_IDENTIFIER, 21, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [SUPPLIER_RATING] = {PS_BOOK_RATING, 8, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [SUPPLIER_WORST] = {PS_BOOK_WORST_FINDING, 9, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [SUPPLIER_POINTS] = {PS_BOOK_POINTS, 7, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [SUPPLIER_FINDINGS] = {PS_BOOK_FINDINGS, 9, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [SUPPLIER_HITS] = {PS_BOOK_ITEMS_HIT, 9, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [SUPPLIER_FAILED] = {PS_BOOK_ELEMENTS_MISSING, 10, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [SUPPLIER_UNDECIDED] = {PS_BOOK_NOT_EVALUABLE, 10, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [SUPPLIER_AMOUNT] = {PS_BOOK_AMOUNT_OF_HITS, 18, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [SUPPLIER_EXPOSURE_MIN] = {PS_BOOK_REVIEW_EXPOSURE_FROM, 18, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [SUPPLIER_EXPOSURE_MAX] = {PS_BOOK_REVIEW_EXPOSURE_TO, 18, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [SUPPLIER_CURRENCY] = {PS_BOOK_CURRENCY, 9, PS_LOOK_UNIT, PS_COLUMN_OURS},
    [SUPPLIER_CATEGORIES] = {PS_BOOK_HITS_BY_CATEGORY, 36, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [SUPPLIER_AUDIT_DUE] = {PS_BOOK_AUDIT_DUE, 11, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [SUPPLIER_LAST_AUDIT] = {PS_BOOK_LAST_AUDIT, 11, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [SUPPLIER_CONTRACTS] = {PS_BOOK_CONTRACTS_AND_THEIR_ELEMENTS, 60, PS_LOOK_PROSE,
                            PS_COLUMN_OURS},
    [SUPPLIER_ARITHMETIC] = {PS_BOOK_HOW_THE_POINTS_ADD_UP, 44, PS_LOOK_PROSE, PS_COLUMN_OURS},
    [SUPPLIER_PURCHASES] = {PS_BOOK_ALL_PURCHASES, 18, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [SUPPLIER_AGREEMENT] = {PS_BOOK_AGREEMENT_EXPOSURE, 26, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [SUPPLIER_RECORDS] = {PS_BOOK_RECORDS, 9, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [SUPPLIER_ITEMS] = {PS_BOOK_ITEMS, 9, PS_LOOK_TEXT, PS_COLUMN_OURS},
    [SUPPLIER_SCHEME] = {PS_BOOK_SCHEME, 10, PS_LOOK_UNIT, PS_COLUMN_OURS},
    [SUPPLIER_ALIASES] = {PS_BOOK_ALSO_NAMED, 36, PS_LOOK_PROSE, PS_COLUMN_OURS},
};

void ps_xlsx_add_suppliers(ps_xlsx_document *document)
{
    ps_workbook_add(&document->book, &document->suppliers, PS_BOOK_SHEET_SUPPLIERS,
                    supplier_columns, SUPPLIER_COLUMNS, SUPPLIER_AUDIT_DUE + 1);
}

/* What was put into the document's buffer, which is empty again then. */
static void put_collected(ps_xlsx_document *document, ps_sheet *sheet, size_t column)
{
    ps_sheet_text(sheet, column, ps_buffer_str(&document->joined));
    ps_buffer_clear(&document->joined);
}

static void put_supplier_texts(ps_xlsx_document *document, const ps_supplier *supplier)
{
    ps_sheet *sheet = &document->suppliers;
    ps_buffer *text = &document->joined;
    ps_buffer_clear(text);
    ps_supplier_add_categories(text, &document->phrases, supplier);
    put_collected(document, sheet, SUPPLIER_CATEGORIES);
    ps_supplier_add_contracts(text, &document->phrases, supplier);
    put_collected(document, sheet, SUPPLIER_CONTRACTS);
    ps_supplier_add_rating(text, &document->phrases, &supplier->rating);
    put_collected(document, sheet, SUPPLIER_ARITHMETIC);
    if (supplier->agreement_exposure.known) {
        ps_supplier_add_ranges(text, &document->phrases, &supplier->agreement_exposure, 1);
        put_collected(document, sheet, SUPPLIER_AGREEMENT);
    }
    ps_xlsx_joined(document, sheet, SUPPLIER_ALIASES, supplier->aliases, supplier->alias_count);
}

static void put_supplier(ps_sheet *sheet, const ps_supplier *supplier)
{
    const ps_rating *rating = &supplier->rating;
    ps_sheet_text(sheet, SUPPLIER_SCHEME, supplier->party.scheme);
    if (rating->level) { /* its words are those of severities */
        ps_xlsx_name(sheet, SUPPLIER_RATING, "severity", rating->level,
                     rating->level[0] == 'h' ? PS_LOOK_ALARM : PS_LOOK_STRONG);
    } else {
        ps_sheet_word(sheet, SUPPLIER_RATING, PS_BOOK_NO_RATING, PS_LOOK_STRONG);
    }
    ps_sheet_uint(sheet, SUPPLIER_POINTS, rating->points, PS_LOOK_COUNT);
    if (supplier->findings) {
        ps_xlsx_severity(sheet, SUPPLIER_WORST, supplier->worst);
    }
    ps_sheet_uint(sheet, SUPPLIER_RECORDS, supplier->records, PS_LOOK_COUNT);
    ps_sheet_uint(sheet, SUPPLIER_ITEMS, supplier->items, PS_LOOK_COUNT);
    ps_sheet_uint(sheet, SUPPLIER_HITS, supplier->item_hits, PS_LOOK_COUNT);
    ps_sheet_uint(sheet, SUPPLIER_FAILED, supplier->elements_failed, PS_LOOK_COUNT);
    ps_sheet_uint(sheet, SUPPLIER_UNDECIDED, supplier->not_evaluable, PS_LOOK_COUNT);
    ps_sheet_uint(sheet, SUPPLIER_FINDINGS, supplier->findings, PS_LOOK_COUNT);
    ps_sheet_day(sheet, SUPPLIER_LAST_AUDIT, supplier->last_audit);
    ps_sheet_day(sheet, SUPPLIER_AUDIT_DUE, supplier->audit_due);
}

/* The sum in that currency; NULL when there is none. */
static const ps_exposure *sum_in(const ps_exposure *sums, size_t count, ps_str currency)
{
    for (size_t i = 0; i < count; i++) {
        if (ps_str_equal(sums[i].currency, currency)) {
            return &sums[i];
        }
    }
    return NULL;
}

/* The cells of one currency. Amounts of hits and exposures go by amounts of lines, so purchases
 * have all currencies that the others have, but for exposures that a law fixes in its own. */
static void put_currency(ps_sheet *sheet, const ps_supplier *supplier, ps_str currency)
{
    const ps_exposure *bought = sum_in(supplier->purchases, supplier->purchase_count, currency);
    const ps_exposure *hits = sum_in(supplier->amounts, supplier->amount_count, currency);
    const ps_exposure *review =
        sum_in(supplier->review_exposure, supplier->review_exposure_count, currency);
    if (bought) {
        ps_sheet_decimal(sheet, SUPPLIER_PURCHASES, bought->max);
    }
    if (hits) {
        ps_sheet_decimal(sheet, SUPPLIER_AMOUNT, hits->max);
    }
    if (review) {
        ps_xlsx_exposure(sheet, SUPPLIER_EXPOSURE_MIN, review);
    }
    ps_sheet_text(sheet, SUPPLIER_CURRENCY, currency);
}

/* The next currency after `number` of them in the three lists, each once. @return 0 at the end. */
static int next_currency(const ps_supplier *supplier, size_t *number, ps_str *ret)
{
    const struct {
        const ps_exposure *list;
        size_t count;
    } lists[] = {{supplier->amounts, supplier->amount_count},
                 {supplier->review_exposure, supplier->review_exposure_count},
                 {supplier->purchases, supplier->purchase_count}};
    size_t at = 0;
    for (size_t l = 0; l < PS_COUNT(lists); l++) {
        for (size_t i = 0; i < lists[l].count; i++, at++) {
            int told = at < *number;
            for (size_t before = 0; before < l && !told; before++) {
                told = sum_in(lists[before].list, lists[before].count, lists[l].list[i].currency) !=
                       NULL;
            }
            if (!told) {
                *number = at + 1;
                *ret = lists[l].list[i].currency;
                return 1;
            }
        }
    }
    return 0;
}

/* One row, and one more for each further currency: amounts of two are never added. */
void ps_xlsx_supplier(ps_report *report, const ps_supplier *supplier)
{
    ps_xlsx_document *document = report->priv;
    ps_sheet *sheet = &document->suppliers;
    ps_str currency = PS_NO_STR;
    size_t number = 0;
    int more = next_currency(supplier, &number, &currency);
    for (int first = 1; first || more; first = 0) {
        if (ps_sheet_row(sheet)) {
            ps_sheet_text(sheet, SUPPLIER_NAME, supplier->party.name);
            ps_sheet_text(sheet, SUPPLIER_ID, supplier->party.id);
            if (first) {
                put_supplier(sheet, supplier);
                put_supplier_texts(document, supplier);
            }
            if (more) {
                put_currency(sheet, supplier, currency);
            }
        }
        more = more && next_currency(supplier, &number, &currency);
    }
    ps_xlsx_end_event(report);
}
