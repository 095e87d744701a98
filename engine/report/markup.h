/* XML as it is written: attributes and texts, escaped.
 *
 * What XML 1.0 has no way to write (controls other than tab and line ends, U+FFFE, U+FFFF) and
 * bytes that are not UTF-8 become U+FFFD, counted by the output. Controls that it has, and blanks
 * that a parser would normalise, are written as references. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_MARKUP_H
#define PS_REPORT_MARKUP_H

#include "report/output.h"

/** Text between tags. */
void ps_markup_text(ps_output *out, ps_str text);
/** " name="value""; `name` is ours. */
void ps_markup_attr(ps_output *out, const char *name, ps_str value);
/** The same, nothing when the value is empty. */
void ps_markup_optional(ps_output *out, const char *name, ps_str value);
/** A word of ours. */
void ps_markup_word(ps_output *out, const char *name, const char *value);
void ps_markup_uint(ps_output *out, const char *name, uint64_t value);
/** Nothing for 0. */
void ps_markup_count(ps_output *out, const char *name, uint64_t value);
void ps_markup_decimal(ps_output *out, const char *name, ps_decimal value);
/** Nothing for PS_NO_DAY. */
void ps_markup_day(ps_output *out, const char *name, ps_day day);
/** "<name>text</name>", nothing when the text is empty. */
void ps_markup_element(ps_output *out, const char *name, ps_str text);

#endif
