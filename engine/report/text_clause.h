/* Clauses that failed, for the text report. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_TEXT_CLAUSE_H
#define PS_REPORT_TEXT_CLAUSE_H

#include "report/lines.h"

/** Missing or defeated, and required. */
int ps_clause_failed(const ps_element_outcome *element);
/** "confidentiality - Duty of the supplier to keep secrets". */
void ps_clause_name(ps_lines *lines, const ps_element_outcome *element);
/** Why it failed and what comes nearest, in labelled paragraphs. `message`: what was said before;
 * what stands in it is not said again. */
void ps_clause_details(ps_lines *lines, const ps_element_outcome *element, ps_str message);
/** The same in one short paragraph of a list. */
void ps_clause_row(ps_lines *lines, const ps_element_outcome *element, const ps_str *basis,
                   size_t basis_count);
/** Where the clause was looked for: the contract, or a line of the record. */
void ps_clause_place(ps_lines *lines, const ps_screened *screened,
                     const ps_element_outcome *element);

#endif
