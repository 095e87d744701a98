/* JSON values, as other programs want them: always valid UTF-8, nothing that a terminal or a script
 * could take for a control, counts that a double cannot hold and all amounts as strings.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_JSON_H
#define PS_REPORT_JSON_H

#include "report/output.h"

/** A string. Escaped: quote, backslash, C0, DEL, C1, U+2028, U+2029; an invalid byte becomes
 * U+FFFD and is counted. An absent text is "". */
void ps_json_string(ps_output *out, ps_str text);
/** A string, or null when it is absent or empty. */
void ps_json_string_or_null(ps_output *out, ps_str text);
/** A string of a name that needs no escape. */
void ps_json_name(ps_output *out, const char *name);
/** A number, or a string above 2^53, where a double would lose digits. */
void ps_json_uint(ps_output *out, uint64_t value);
/** "123.45". */
void ps_json_decimal(ps_output *out, ps_decimal value);
/** "YYYY-MM-DD", or null. */
void ps_json_day(ps_output *out, ps_day day);

typedef struct ps_json_count {
    const char *key; /* with its quotes, comma in front and colon behind */
    uint64_t value;
} ps_json_count;

void ps_json_counts(ps_output *out, const ps_json_count *rows, size_t count);
/** An object with its formula; null when it is not known. */
void ps_json_exposure(ps_output *out, const ps_exposure *exposure);
/** An array of objects with min, max and currency. */
void ps_json_ranges(ps_output *out, const ps_exposure *ranges, size_t count);

#endif
