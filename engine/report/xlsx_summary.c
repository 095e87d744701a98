/* The first sheet of the workbook: what happened, the counts, and how to fill the others in.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "report/xlsx.h"

/* The columns of the page. */
enum { LABEL, FIRST, SECOND, THIRD, FOURTH };

static void put_heading(ps_sheet *sheet, const char *text)
{
    (void)ps_sheet_row(sheet);
    if (ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, text, PS_LOOK_STRONG);
    }
}

static void put_note(ps_sheet *sheet, const char *text)
{
    if (ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, text, PS_LOOK_TEXT);
    }
}

static void put_count(ps_sheet *sheet, const char *label, uint64_t value)
{
    if (ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, label, PS_LOOK_TEXT);
        ps_sheet_uint(sheet, FIRST, value, PS_LOOK_COUNT);
    }
}

/* A count that should be 0. */
static void put_trouble(ps_sheet *sheet, const char *label, uint64_t value)
{
    if (ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, label, value ? PS_LOOK_ALARM : PS_LOOK_TEXT);
        ps_sheet_uint(sheet, FIRST, value, PS_LOOK_COUNT);
    }
}

static void put_day(ps_sheet *sheet, const char *label, ps_day day, const char *absent)
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

static void put_tally(ps_sheet *sheet, const char *label, const ps_tally *tally)
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
    put_heading(sheet, "Outcomes");
    if (ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, "", PS_LOOK_HEAD);
        ps_sheet_word(sheet, FIRST, "Hit", PS_LOOK_HEAD_RIGHT);
        ps_sheet_word(sheet, SECOND, "Clear", PS_LOOK_HEAD_RIGHT);
        ps_sheet_word(sheet, THIRD, "Not evaluable", PS_LOOK_HEAD_RIGHT);
        ps_sheet_word(sheet, FOURTH, "Waived", PS_LOOK_HEAD_RIGHT);
    }
    put_tally(sheet, "Records screened", &summary->records);
    put_tally(sheet, "Items", &summary->items);
    put_tally(sheet, "Contract elements required", &summary->elements);
}

static void put_range(ps_sheet *sheet, const char *label, const ps_exposure *exposure)
{
    if (ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, label, PS_LOOK_TEXT);
        if (exposure->known) {
            ps_sheet_decimal(sheet, FIRST, exposure->min);
            ps_sheet_decimal(sheet, SECOND, exposure->max);
        } else {
            ps_sheet_word(sheet, FIRST, "not known", PS_LOOK_TEXT);
        }
        ps_sheet_text(sheet, THIRD, exposure->currency);
    }
}

static void put_exposure(ps_sheet *sheet, const ps_summary *summary)
{
    if (!summary->review_exposure_count && !summary->agreement_exposure.known) {
        return;
    }
    put_heading(sheet, "Exposure, if an authority imposed it");
    if (ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, "", PS_LOOK_HEAD);
        ps_sheet_word(sheet, FIRST, "From", PS_LOOK_HEAD_RIGHT);
        ps_sheet_word(sheet, SECOND, "To", PS_LOOK_HEAD_RIGHT);
        ps_sheet_word(sheet, THIRD, "Currency", PS_LOOK_HEAD);
    }
    for (size_t i = 0; i < summary->review_exposure_count; i++) {
        put_range(sheet, "Purchases without review, added up", &summary->review_exposure[i]);
    }
    if (summary->agreement_exposure.known) {
        put_range(sheet, "Missing agreement, one violation", &summary->agreement_exposure);
    }
}

static void put_how_to(ps_sheet *sheet)
{
    put_heading(sheet, "The other sheets");
    put_note(sheet,
             "Items: one row for each finding about a line item. Contracts: one row for each "
             "other finding.");
    put_note(sheet, "Suppliers: one row each. Not evaluable and Rejected: what nobody has judged; "
                    "none of it is clear.");
    put_note(sheet, "Clear items and elements are counted above and listed in the ndjson, json and "
                    "xml reports.");
    put_heading(sheet, "Filling it in");
    put_note(sheet, "Decision: confirmed (act on it), false-positive (it is not so), accepted (the "
                    "risk is borne until the expiry),");
    put_note(sheet, "done (it has been put right), later. Write a reason, an owner, and the day on "
                    "which the decision ends.");
    put_note(sheet, "Leave the column Fingerprint as it is: by it a row is found again when the "
                    "workbook comes back.");
    put_heading(sheet, "Cells");
    put_note(sheet,
             "A text that a spreadsheet could take for a formula has an apostrophe in front. "
             "Controls and characters");
    put_note(sheet,
             "that cannot be seen are shown as escapes such as \\x1b. An amount of more than "
             "15 digits is a text.");
}

static void put_head(ps_report *report, ps_sheet *sheet, const ps_summary *summary)
{
    if (ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, "Procurement screening", PS_LOOK_TITLE);
    }
    if (ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, "procscreen", PS_LOOK_TEXT);
        ps_sheet_text(sheet, FIRST, report->origin.version);
    }
    put_day(sheet, "Judged by the law of", report->options.as_of, "each record's date");
    put_day(sheet, "Today", report->options.today, "not told");
    if (!summary->reconciles && ps_sheet_row(sheet)) {
        ps_sheet_word(sheet, LABEL, "The counts do not add up: do not rely on this run.",
                      PS_LOOK_ALARM);
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
        put_trouble(&document->summary, "Rows for which Excel has no place", rows);
        ps_report_warn(report, "use ndjson, json, csv or xml beside it",
                       "the workbook lacks %llu rows: Excel takes %lu rows a sheet",
                       (unsigned long long)rows, (unsigned long)document->book.rows_most);
    }
    if (document->book.cut) {
        put_trouble(&document->summary, "Texts cut, too long for a cell", document->book.cut);
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
    put_heading(sheet, "What was read");
    put_count(sheet, "Files", summary->files_given);
    put_count(sheet, "Records", summary->records_read);
    put_count(sheet, "Records screened", summary->records_screened);
    put_trouble(sheet, "Records rejected", summary->records_rejected);
    put_trouble(sheet, "Documents rejected", summary->documents_rejected);
    put_trouble(sheet, "Not screened behind an error", summary->unscreened_after);
    put_left_out(report, document);
    put_outcomes(sheet, summary);
    put_heading(sheet, "Findings");
    put_trouble(sheet, "High", summary->findings_by_severity[PS_SEVERITY_HIGH]);
    put_count(sheet, "Medium", summary->findings_by_severity[PS_SEVERITY_MEDIUM]);
    put_count(sheet, "Low", summary->findings_by_severity[PS_SEVERITY_LOW]);
    put_count(sheet, "Information", summary->findings_by_severity[PS_SEVERITY_INFO]);
    put_exposure(sheet, summary);
    put_how_to(sheet);
}
