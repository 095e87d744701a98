/* The first sheet of the workbook: what happened, the counts, and how to fill the others in.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "report/xlsx.h"

/* The columns of the page. */
enum { LABEL, FIRST, SECOND, THIRD, FOURTH };

static void put_heading(ps_sheet *sheet, ps_book_word word)
{
    (void)ps_sheet_row(sheet);
    if (ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, word, PS_LOOK_STRONG);
    }
}

static void put_note(ps_sheet *sheet, ps_book_word word)
{
    if (ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, word, PS_LOOK_TEXT);
    }
}

static void put_count(ps_sheet *sheet, ps_book_word label, uint64_t value)
{
    if (ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, label, PS_LOOK_TEXT);
        ps_sheet_uint(sheet, FIRST, value, PS_LOOK_COUNT);
    }
}

/* A count that should be 0. */
static void put_trouble(ps_sheet *sheet, ps_book_word label, uint64_t value)
{
    if (ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, label, value ? PS_LOOK_ALARM : PS_LOOK_TEXT);
        ps_sheet_uint(sheet, FIRST, value, PS_LOOK_COUNT);
    }
}

static void put_day(ps_sheet *sheet, ps_book_word label, ps_day day, ps_book_word absent)
{
    if (ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, label, PS_LOOK_TEXT);
        if (day == PS_NO_DAY) {
            ps_sheet_word(sheet, FIRST, absent, PS_LOOK_TEXT);
        } else {
            ps_sheet_day(sheet, FIRST, day);
        }
    }
}

static void put_tally(ps_sheet *sheet, ps_book_word label, const ps_tally *tally)
{
    if (ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, label, PS_LOOK_TEXT);
        ps_sheet_uint(sheet, FIRST, tally->hit, PS_LOOK_COUNT);
        ps_sheet_uint(sheet, SECOND, tally->clear, PS_LOOK_COUNT);
        ps_sheet_uint(sheet, THIRD, tally->not_evaluable, PS_LOOK_COUNT);
        ps_sheet_uint(sheet, FOURTH, tally->waived, PS_LOOK_COUNT);
    }
}

static void put_outcomes(ps_sheet *sheet, const ps_summary *summary)
{
    put_heading(sheet, PS_BOOK_OUTCOMES);
    if (ps_sheet_row(sheet)) {
        ps_sheet_name(sheet, LABEL, PS_NO_STR, PS_LOOK_HEAD);
        ps_sheet_word(sheet, FIRST, PS_BOOK_HIT, PS_LOOK_HEAD_RIGHT);
        ps_sheet_word(sheet, SECOND, PS_BOOK_CLEAR, PS_LOOK_HEAD_RIGHT);
        ps_sheet_word(sheet, THIRD, PS_BOOK_NOT_EVALUABLE, PS_LOOK_HEAD_RIGHT);
        ps_sheet_word(sheet, FOURTH, PS_BOOK_WAIVED, PS_LOOK_HEAD_RIGHT);
    }
    put_tally(sheet, PS_BOOK_RECORDS_SCREENED, &summary->records);
    put_tally(sheet, PS_BOOK_ITEMS_SCREENED, &summary->items);
    put_tally(sheet, PS_BOOK_ELEMENTS_REQUIRED, &summary->elements);
}

static void put_range(ps_sheet *sheet, ps_book_word label, const ps_exposure *exposure)
{
    if (ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, label, PS_LOOK_TEXT);
        if (exposure->known) {
            ps_sheet_decimal(sheet, FIRST, exposure->min);
            ps_sheet_decimal(sheet, SECOND, exposure->max);
        } else {
            ps_sheet_word(sheet, FIRST, PS_BOOK_NOT_KNOWN, PS_LOOK_TEXT);
        }
        ps_sheet_text(sheet, THIRD, exposure->currency);
    }
}

static void put_exposure(ps_sheet *sheet, const ps_summary *summary)
{
    if (!summary->review_exposure_count && !summary->agreement_exposure.known) {
        return;
    }
    put_heading(sheet, PS_BOOK_EXPOSURE);
    if (ps_sheet_row(sheet)) {
        ps_sheet_name(sheet, LABEL, PS_NO_STR, PS_LOOK_HEAD);
        ps_sheet_word(sheet, FIRST, PS_BOOK_FROM, PS_LOOK_HEAD_RIGHT);
        ps_sheet_word(sheet, SECOND, PS_BOOK_TO, PS_LOOK_HEAD_RIGHT);
        ps_sheet_word(sheet, THIRD, PS_BOOK_CURRENCY, PS_LOOK_HEAD);
    }
    for (size_t i = 0; i < summary->review_exposure_count; i++) {
        put_range(sheet, PS_BOOK_PURCHASES_EXPOSURE, &summary->review_exposure[i]);
    }
    if (summary->agreement_exposure.known) {
        put_range(sheet, PS_BOOK_AGREEMENT_ONCE, &summary->agreement_exposure);
    }
}

static void put_how_to(ps_sheet *sheet)
{
    put_heading(sheet, PS_BOOK_OTHER_SHEETS);
    put_note(sheet, PS_BOOK_ABOUT_FINDINGS);
    put_note(sheet, PS_BOOK_ABOUT_OTHERS);
    put_note(sheet, PS_BOOK_ABOUT_CLEAR);
    put_heading(sheet, PS_BOOK_FILLING_IN);
    put_note(sheet, PS_BOOK_FILL_DECISION);
    put_note(sheet, PS_BOOK_FILL_REASON);
    put_note(sheet, PS_BOOK_FILL_FINGERPRINT);
    put_heading(sheet, PS_BOOK_CELLS);
    put_note(sheet, PS_BOOK_ABOUT_CELLS);
    put_note(sheet, PS_BOOK_ABOUT_ESCAPES);
}

static void put_head(ps_report *report, ps_sheet *sheet, const ps_summary *summary)
{
    if (ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, PS_BOOK_TITLE, PS_LOOK_TITLE);
    }
    if (ps_sheet_row(sheet)) {
        ps_sheet_name(sheet, LABEL, ps_str_from("procscreen"), PS_LOOK_TEXT);
        ps_sheet_text(sheet, FIRST, report->origin.version);
    }
    put_day(sheet, PS_BOOK_LAW_OF, report->options.as_of, PS_BOOK_EACH_DATE);
    put_day(sheet, PS_BOOK_TODAY, report->options.today, PS_BOOK_NOT_TOLD);
    if (!summary->reconciles && ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, PS_BOOK_FAULT, PS_LOOK_ALARM);
    }
}

/* What Excel has no place for, said on the first page and to whoever ran this. */
static void put_left_out(ps_report *report, ps_xlsx_document *document)
{
    uint64_t rows = 0;
    for (size_t i = 0; i < document->book.sheet_count; i++) {
        rows += document->book.sheets[i]->left_out;
    }
    if (rows) {
        put_trouble(&document->summary, PS_BOOK_ROWS_MISSING, rows);
        ps_report_warn(report, "use ndjson, json, csv or xml beside it",
                       "the workbook lacks %llu rows: Excel takes %lu rows a sheet",
                       (unsigned long long)rows, (unsigned long)document->book.rows_most);
    }
    if (document->book.cut) {
        put_trouble(&document->summary, PS_BOOK_TEXTS_CUT, document->book.cut);
        ps_report_warn(report, "use ndjson, json, csv or xml beside it",
                       "%llu texts of the workbook are cut: Excel takes 32767 characters a cell",
                       (unsigned long long)document->book.cut);
    }
}

void ps_xlsx_summary(ps_report *report, const ps_summary *summary)
{
    static const double widths[] = {36, 21, 21, 15, 12};
    ps_xlsx_document *document = report->priv;
    ps_sheet *sheet = &document->summary;
    ps_sheet_page(sheet, widths, PS_COUNT(widths));
    put_head(report, sheet, summary);
    put_heading(sheet, PS_BOOK_READ);
    put_count(sheet, PS_BOOK_FILES, summary->files_given);
    put_count(sheet, PS_BOOK_RECORDS_READ, summary->records_read);
    put_count(sheet, PS_BOOK_RECORDS_SCREENED, summary->records_screened);
    put_trouble(sheet, PS_BOOK_RECORDS_REJECTED, summary->records_rejected);
    put_trouble(sheet, PS_BOOK_DOCUMENTS_REJECTED, summary->documents_rejected);
    put_trouble(sheet, PS_BOOK_UNSCREENED, summary->unscreened_after);
    put_left_out(report, document);
    put_outcomes(sheet, summary);
    put_heading(sheet, PS_BOOK_FINDINGS_BY_SEVERITY);
    put_trouble(sheet, PS_BOOK_HIGH, summary->findings_by_severity[PS_SEVERITY_HIGH]);
    put_count(sheet, PS_BOOK_MEDIUM, summary->findings_by_severity[PS_SEVERITY_MEDIUM]);
    put_count(sheet, PS_BOOK_LOW, summary->findings_by_severity[PS_SEVERITY_LOW]);
    put_count(sheet, PS_BOOK_INFO, summary->findings_by_severity[PS_SEVERITY_INFO]);
    put_exposure(sheet, summary);
    if (document->decisions) {
        put_heading(sheet, PS_BOOK_CARRIED_OVER);
        put_count(sheet, PS_BOOK_DECISIONS_HERE, document->decided_count);
        put_trouble(sheet, PS_BOOK_DECISIONS_PAST, document->decided_past_count);
        put_count(sheet, PS_BOOK_DECISIONS_GONE, ps_xlsx_gone(document));
    }
    put_how_to(sheet);
}
