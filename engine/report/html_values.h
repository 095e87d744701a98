/* The values that rows are lists of. 0 stands for what is absent.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_HTML_VALUES_H
#define PS_REPORT_HTML_VALUES_H

#include "procscreen/outcome.h"
#include "report/html_rows.h"

void ps_row_begin(ps_html_row *row);
void ps_row_end(ps_html_row *row);
/** Begin what is shown only when the row is opened. */
void ps_row_details(ps_html_row *row);
void ps_row_list(ps_html_row *row);
void ps_row_list_end(ps_html_row *row);

/** Before a value that is written otherwise. */
void ps_row_next(ps_html_row *row);
void ps_row_null(ps_html_row *row);
void ps_row_text(ps_html_row *row, ps_str text);
/** A text that other rows are likely to have too. */
void ps_row_shared(ps_html_row *row, ps_str text);
void ps_row_name(ps_html_row *row, const char *name);
void ps_row_texts(ps_html_row *row, const ps_str *texts, size_t count);
void ps_row_count(ps_html_row *row, uint64_t count);
void ps_row_day(ps_html_row *row, ps_day day);
void ps_row_decimal(ps_html_row *row, int known, ps_decimal value);
/** Four values: min, max, currency, whether it is only for an identified operator. */
void ps_row_range(ps_html_row *row, const ps_exposure *exposure);

/** What the engine or a pack says, in the page's language; a list of it in English where it is not
 * known in that. */
void ps_row_said(ps_html_row *row, ps_said kind, ps_str text);
/** A sentence that names what it is about, so that no other row has it. */
void ps_row_own_said(ps_html_row *row, ps_str text);
/** One that names an item: two values, up to the end of the name, and what follows, which it may
 * share with what is said of other items. */
void ps_row_said_of(ps_html_row *row, ps_str text, ps_str name);
/** What is shown as it is where it is not known: names, citations. */
void ps_row_told(ps_html_row *row, ps_said kind, ps_str text);
void ps_row_laws(ps_html_row *row, const ps_str *citations, size_t count);

#endif
