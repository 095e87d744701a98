/* Figures for people: with thousands separators.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_FIGURES_H
#define PS_REPORT_FIGURES_H

#include "base/buffer.h"
#include "procscreen/record.h"

/** "1,234,567" */
void ps_figure_count(ps_buffer *out, uint64_t value);
/** "-1,234.50": the digits behind the point as they are. */
void ps_figure_decimal(ps_buffer *out, ps_decimal value);

#endif
