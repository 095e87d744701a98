/* The two languages in which a comparison of packs is written.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_DIFF_H
#define PS_REPORT_DIFF_H

#include "procscreen/diff.h"
#include "report/lines.h"
#include "report/output.h"
#include "screen/finding_compare.h"

/** A comparison being written. */
typedef struct ps_diff {
    ps_output out;
    ps_lines lines; /* text */
    const ps_packs *packs[2];
    const ps_diff_options *options;
    size_t thing_count;
    int listed; /* json: something stands in the list at hand */
    int group;  /* text: of the sum before; -1: none */
    ps_error *reterr;
} ps_diff;

/** One language. The parts come in this order; those of findings only when inputs were given. */
typedef struct ps_diff_writer {
    const char *name;
    void (*begin)(ps_diff *diff);
    void (*thing)(ps_diff *diff, const ps_thing_change *thing);
    void (*things_end)(ps_diff *diff);
    void (*found)(ps_diff *diff, const ps_found_change *found);
    void (*found_end)(ps_diff *diff);
    void (*sum)(ps_diff *diff, const ps_found_sum *sum);
    void (*end)(ps_diff *diff, const ps_found_totals *totals); /* NULL: no inputs */
} ps_diff_writer;

extern const ps_diff_writer ps_diff_text;
extern const ps_diff_writer ps_diff_json;

/** "finding", "not-evaluable", "rejected". */
const char *ps_diff_found_kind(ps_found_kind kind);
/** "rule", "category", "supplier", "currency". */
const char *ps_diff_group(ps_found_group group);

#endif
