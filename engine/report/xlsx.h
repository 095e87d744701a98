/* The sheets of the workbook report. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_XLSX_H
#define PS_REPORT_XLSX_H

#include "report/workbook.h"
#include "report/writer.h"

typedef struct xlsx_document {
    ps_workbook book;
    ps_sheet summary;
    ps_sheet items;
    ps_sheet contracts;
    ps_sheet suppliers;
    ps_sheet undecided;
    ps_sheet rejected;
    ps_sheet packs;
    ps_buffer joined; /* a list on its way into one cell */
} xlsx_document;

/** What came of the run, and how to read and fill in the other sheets. */
void ps_xlsx_summary(ps_report *report, const ps_summary *summary);

#endif
