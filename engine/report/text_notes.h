/* What the text report remembers of a run for its last page, in bounded memory: the findings to
 * look at first, and why things could not be decided.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_TEXT_NOTES_H
#define PS_REPORT_TEXT_NOTES_H

#include "report/lines.h"
#include "report/rank.h"

enum { PS_TOP_FINDINGS = 10, PS_TOP_REASONS = 16, PS_REASON_EXAMPLES = 3, PS_NOTED_FORMULAS = 9 };

typedef struct ps_top_finding {
    ps_rank rank;
    char title[200];
    char detail[300];
} ps_top_finding;

typedef struct ps_reason_row {
    char name[64];
    uint64_t items;
    uint64_t elements;
    uint64_t records;
    uint64_t last_record; /* the one that was counted last */
    char examples[PS_REASON_EXAMPLES][64];
} ps_reason_row;

typedef struct ps_text_notes {
    ps_top_finding top[PS_TOP_FINDINGS]; /* the first to look at comes first */
    size_t top_count;
    ps_reason_row reasons[PS_TOP_REASONS]; /* the last one takes all that found no room */
    size_t reason_count;
    char formulas[PS_NOTED_FORMULAS][512]; /* how costs were estimated: said once, at the end */
    size_t formula_count;
} ps_text_notes;

/** Keep the finding if it is among the first. `item` NULL: it is not about one. `line`: where to
 * look in the source. */
void ps_notes_finding(ps_text_notes *notes, const ps_screened *screened, const ps_finding *finding,
                      const ps_item_outcome *item, uint64_t line);
/** Count what could not be decided in the record. */
void ps_notes_undecided(ps_text_notes *notes, const ps_screened *screened);

/** The number of a formula among those told at the end, from 1; 0 when it found no room there and
 * must be said where it is used. */
unsigned ps_notes_formula(ps_text_notes *notes, ps_str formula);

void ps_notes_print_top(const ps_text_notes *notes, ps_lines *lines);
void ps_notes_print_undecided(const ps_text_notes *notes, ps_lines *lines);
void ps_notes_print_formulas(const ps_text_notes *notes, ps_lines *lines);

/** "HIGH", "MEDIUM" … in the colour of the severity, then plain again. */
void ps_text_severity(ps_lines *lines, ps_severity severity);
/** The name that a reason begins with: "no-description" of "no-description: the line has …". */
ps_str ps_reason_name(ps_str reason);

#endif
