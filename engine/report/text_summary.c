/* The last page of the text report: what to do first, and counts that add up.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "report/text.h"

enum { LABEL = 2, VALUE = 17, UNMAPPED_SHOWN = 5 };

static void print_heading(ps_lines *lines, const char *text)
{
    ps_lines_blank(lines);
    ps_lines_style(lines, PS_STYLE_BOLD);
    ps_lines_say(lines, text);
    ps_lines_style(lines, PS_STYLE_PLAIN);
    ps_lines_end(lines, 0, 0);
}

/* One sum: "4,000 read = 3,999 screened + 1 rejected". */
typedef struct part {
    uint64_t count;
    const char *name;
} part;

static void print_sum(ps_lines *lines, const char *label, uint64_t total, const char *name,
                      const part *parts, size_t count)
{
    ps_lines_add_count(lines, total);
    ps_lines_say(lines, " ");
    ps_lines_say(lines, name);
    for (size_t i = 0; i < count; i++) {
        ps_lines_say(lines, i ? " + " : " = ");
        ps_lines_add_count(lines, parts[i].count);
        ps_lines_say(lines, " ");
        ps_lines_say(lines, parts[i].name);
    }
    ps_lines_end_labelled(lines, LABEL, label, VALUE);
}

static void print_tally(ps_lines *lines, const char *label, uint64_t total, const char *name,
                        const char *hit, const char *clear, const ps_tally *tally)
{
    const part parts[] = {
        {tally->hit, hit},
        {tally->clear, clear},
        {tally->not_evaluable, "not decided"},
        {tally->waived, "waived"},
    };
    print_sum(lines, label, total, name, parts, PS_COUNT(parts));
}

static void print_counts(ps_lines *lines, const ps_summary *s)
{
    const part files[] = {{s->files_ok, "read"}, {s->files_failed, "with errors"}};
    const part records[] = {{s->records_screened, "screened"}, {s->records_rejected, "rejected"}};
    const part findings[] = {
        {s->findings_by_severity[PS_SEVERITY_HIGH], "high"},
        {s->findings_by_severity[PS_SEVERITY_MEDIUM], "medium"},
        {s->findings_by_severity[PS_SEVERITY_LOW], "low"},
        {s->findings_by_severity[PS_SEVERITY_INFO], "info"},
    };
    print_sum(lines, "files", s->files_given, "given", files, PS_COUNT(files));
    print_sum(lines, "records", s->records_read, "read", records, PS_COUNT(records));
    print_tally(lines, "", s->records_screened, "screened", "to look at", "clear", &s->records);
    print_tally(lines, "lines", s->items_read, "read", "in a category", "clear", &s->items);
    print_tally(lines, "clauses", s->elements_required, "required", "missing or defeated",
                "present", &s->elements);
    print_sum(lines, "findings", s->findings, "made", findings, PS_COUNT(findings));
    if (s->documents_rejected) {
        ps_text_plural(lines, s->documents_rejected, "document", "documents");
        ps_lines_say(lines, " not read, or not to the end; ");
        ps_lines_add_count(lines, s->unscreened_after);
        ps_lines_say(lines, " records seen behind the place where reading ended");
        ps_lines_end_labelled(lines, LABEL, "rejected", VALUE);
    }
}

static void print_exposure(ps_lines *lines, const ps_summary *s)
{
    for (size_t i = 0; i < s->review_exposure_count; i++) {
        const ps_exposure *exposure = &s->review_exposure[i];
        if (exposure->known) {
            ps_text_range(lines, exposure);
            ps_lines_say(lines, ", all review findings together");
            ps_lines_end_labelled(lines, LABEL, "exposure", VALUE);
        }
    }
}

static void print_agreement(ps_lines *lines, const ps_summary *s)
{
    if (s->agreement_exposure.known) {
        ps_text_range(lines, &s->agreement_exposure);
        ps_lines_say(lines, ", one missing agreement, however many of the ");
        ps_text_plural(lines, s->agreement_records, "record lacks", "records lack");
        ps_lines_say(lines, " it");
        ps_lines_end_labelled(lines, LABEL, "exposure", VALUE);
    }
}

static void print_unmapped(ps_lines *lines, const ps_summary *s)
{
    if (s->unmapped_count == 0) {
        return;
    }
    ps_lines_say(lines, "text in ");
    for (size_t i = 0; i < s->unmapped_count && i < UNMAPPED_SHOWN; i++) {
        ps_lines_say(lines, i ? ", " : "");
        ps_lines_add_name(lines, s->unmapped[i].element);
        ps_lines_say(lines, " (");
        ps_lines_add_name(lines, s->unmapped[i].format);
        ps_lines_say(lines, ", ");
        ps_text_plural(lines, s->unmapped[i].count, "time)", "times)");
    }
    if (s->unmapped_count > UNMAPPED_SHOWN) {
        ps_lines_say(lines, " and ");
        ps_text_plural(lines, s->unmapped_count - UNMAPPED_SHOWN, "other element",
                       "other elements");
    }
    ps_lines_say(lines, "; see procscreen coverage");
    ps_lines_end_labelled(lines, LABEL, "not looked at", VALUE);
}

/* The sentence that a reader who reads one sentence reads. */
static void print_result(ps_lines *lines, const ps_summary *s)
{
    ps_lines_style(lines, PS_STYLE_BOLD);
    if (s->items.hit || s->elements.hit || s->findings) {
        ps_lines_add_count(lines, s->items.hit);
        ps_lines_say(lines, " of ");
        ps_text_plural(lines, s->items_read, "line", "lines");
        ps_lines_say(lines, s->items.hit == 1 ? " needs a look" : " need a look");
        ps_lines_say(lines, "; ");
        ps_lines_add_count(lines, s->elements.hit);
        ps_lines_say(lines, " of ");
        ps_text_plural(lines, s->elements_required, "required clause", "required clauses");
        ps_lines_say(lines, s->elements.hit == 1 ? " is" : " are");
        ps_lines_say(lines, " missing or defeated.");
    } else if (s->records_screened == 0) {
        ps_lines_say(lines, "Nothing was screened.");
    } else if (s->items.not_evaluable || s->elements.not_evaluable || s->records.not_evaluable) {
        ps_lines_say(lines, "Nothing was found in what could be decided; not all of it could.");
    } else {
        ps_lines_say(lines, "Nothing needs a look.");
    }
    if (s->records_rejected || s->documents_rejected) {
        ps_lines_say(lines, " Part of the input was not read.");
    }
    ps_lines_style(lines, PS_STYLE_PLAIN);
    ps_lines_end(lines, 0, 0);
}

void ps_text_summary(ps_text_report *text, const ps_summary *summary)
{
    ps_lines *lines = &text->lines;
    if (text->suppliers_left_out) {
        ps_lines_say(lines, "and ");
        ps_text_plural(lines, text->suppliers_left_out, "more supplier", "more suppliers");
        ps_lines_end(lines, PS_TEXT_BLOCK, PS_TEXT_BODY);
    }
    ps_lines_blank(lines);
    ps_lines_rule(lines, '=');
    print_result(lines, summary);
    if (text->notes.top_count) {
        print_heading(lines, "First things to do");
        ps_notes_print_top(&text->notes, lines);
    }
    if (text->notes.reason_count) {
        print_heading(lines, "Not decided, and why");
        ps_notes_print_undecided(&text->notes, lines);
    }
    if (text->notes.formula_count) {
        print_heading(lines, "How the costs were estimated; they are no advice");
        ps_notes_print_formulas(&text->notes, lines);
    }
    print_heading(lines, "What was screened");
    print_counts(lines, summary);
    print_exposure(lines, summary);
    print_agreement(lines, summary);
    print_unmapped(lines, summary);
    if (!summary->reconciles) {
        ps_lines_style(lines, PS_STYLE_RED);
        ps_lines_say(lines, "These counts do not add up: a fault in procscreen. Do not rely on "
                            "this run.");
        ps_lines_style(lines, PS_STYLE_PLAIN);
        ps_lines_end(lines, 0, 0);
    }
}
