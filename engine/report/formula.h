/* What a spreadsheet takes for a formula when it reads a text: the reason for an apostrophe in
 * front of a cell. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_FORMULA_H
#define PS_REPORT_FORMULA_H

#include "procscreen/common.h"

/** Whether the text begins with = + - @ in ASCII or full width, with a control, or with an
 * apostrophe, which has to be told from the one that is put in front. */
int ps_looks_like_formula(ps_str text);

#endif
