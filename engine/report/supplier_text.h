/* The lists of a supplier as one text each: for the cells of tables, and for people.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_SUPPLIER_TEXT_H
#define PS_REPORT_SUPPLIER_TEXT_H

#include "base/buffer.h"
#include "procscreen/outcome.h"
#include "report/phrase_book.h"

/* Each appends, in the language of `phrases`; NULL: in English. In that categories and elements go
 * by their ids, in other languages by what the packs call them. */

/** "core-network-equipment 3; cloud-computing-services 1" */
void ps_supplier_add_categories(ps_buffer *out, const ps_phrases *phrases,
                                const ps_supplier *supplier);
/** "3200000.00 CNY; 5.00 EUR": the upper ends of sums. */
void ps_supplier_add_sums(ps_buffer *out, const ps_exposure *sums, size_t count);
/** "3200000.00 to 32000000.00 CNY" */
void ps_supplier_add_ranges(ps_buffer *out, const ps_phrases *phrases, const ps_exposure *ranges,
                            size_t count);
/** "FC-14: 5 of 7 elements present, missing audit-right supervision; C-2: not among the records" */
void ps_supplier_add_contracts(ps_buffer *out, const ps_phrases *phrases,
                               const ps_supplier *supplier);
/** "40 worst finding + 6 items hit + 10 elements missing = 56 of 100" */
void ps_supplier_add_rating(ps_buffer *out, const ps_phrases *phrases, const ps_rating *rating);

#endif
