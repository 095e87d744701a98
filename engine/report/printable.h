/* Text as it may be shown on a terminal or in a log: what moves the cursor, turns the reading
 * direction or cannot be seen is shown as an escape, and the width of the rest is known.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_PRINTABLE_H
#define PS_REPORT_PRINTABLE_H

#include "base/buffer.h"

typedef enum ps_width {
    PS_WIDTH_ONE,
    PS_WIDTH_ZERO, /* a combining mark */
    PS_WIDTH_WIDE, /* two columns: CJK and full-width forms */
    PS_WIDTH_ESCAPED
} ps_width;

ps_width ps_width_of(uint32_t code_point);

typedef enum ps_blanks {
    PS_BLANKS_KEEP,    /* line ends and tabs are escaped like other controls: names, ids, paths */
    PS_BLANKS_COLLAPSE /* runs of blanks, tabs and line ends become one blank: prose */
} ps_blanks;

/**
 * Append `text`: \n and \t as such or as blanks, other controls \x1b, invisible and bidi characters
 * \u202e or \U000e0041, bytes that are not UTF-8 \xff.
 */
void ps_printable_add(ps_buffer *out, ps_str text, ps_blanks blanks);

/** Columns that text takes which ps_printable_add() made. */
size_t ps_printable_width(ps_str text);

#endif
