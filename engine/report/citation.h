/* Citations of laws as Chinese statutes are cited. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_CITATION_H
#define PS_REPORT_CITATION_H

#include "report/phrase_book.h"

/** Append one citation of the form "CSL art. 24(1)" or "MCR 2021 arts. 5, 11 to 14 (note)" in
 * Chinese: 《网络安全法》第二十四条第一款. @return 0 when it is not of that form, or of a law
 * without a Chinese name; nothing is appended then. */
int ps_citation_add(ps_buffer *out, const ps_phrases *phrases, ps_str citation);

#endif
