/* SPDX-License-Identifier: Apache-2.0 */
#include "report/text_notes.h"

#include <stdio.h>

#include "base/error.h"
#include "base/str.h"
#include "procscreen/report.h"

void ps_text_severity(ps_lines *lines, ps_severity severity)
{
    static const struct {
        const char *word;
        ps_style style;
    } rows[] = {
        [PS_SEVERITY_INFO] = {"INFO", PS_STYLE_DIM},
        [PS_SEVERITY_LOW] = {"LOW", PS_STYLE_CYAN},
        [PS_SEVERITY_MEDIUM] = {"MEDIUM", PS_STYLE_YELLOW},
        [PS_SEVERITY_HIGH] = {"HIGH", PS_STYLE_RED},
    };
    ps_lines_style(lines, rows[severity].style);
    ps_lines_say(lines, rows[severity].word);
    ps_lines_style(lines, PS_STYLE_PLAIN);
}

/* Append what fits, made safe, cut between characters. */
static void append(char *field, size_t size, ps_str text)
{
    size_t used = strlen(field);
    if (used + 1 >= size) {
        return;
    }
    (void)ps_text_printable(text, field + used, size - used);
}

static void append_text(char *field, size_t size, const char *text)
{
    append(field, size, ps_str_from(text));
}

static void append_decimal(char *field, size_t size, ps_decimal value)
{
    ps_lines formatted;
    ps_lines_init(&formatted, NULL, 0, 0);
    ps_lines_add_decimal(&formatted, value);
    append(field, size, ps_buffer_str(&formatted.text));
    ps_lines_done(&formatted);
}

static void describe(ps_top_finding *top, const ps_screened *screened, const ps_finding *finding,
                     const ps_item_outcome *item, uint64_t line)
{
    char place[32] = "";
    ps_str id = screened->id.len ? screened->id : screened->source;
    append(top->title, sizeof top->title, ps_str_cut(id, 60));
    if (item) {
        append_text(top->title, sizeof top->title, " line ");
        append(top->title, sizeof top->title,
               finding->item.len ? ps_str_cut(finding->item, 20) : PS_STR("without a number"));
        append_text(top->title, sizeof top->title, ": ");
        append(top->title, sizeof top->title, ps_str_cut(item->name, 100));
    } else {
        append_text(top->title, sizeof top->title, ": ");
        ps_str message = ps_str_cut(finding->message, 110);
        append(top->title, sizeof top->title, message);
        append_text(top->title, sizeof top->title, message.len < finding->message.len ? " …" : "");
    }
    if (finding->exposure.known) {
        append_text(top->detail, sizeof top->detail, "up to ");
        append_decimal(top->detail, sizeof top->detail, finding->exposure.max);
        append_text(top->detail, sizeof top->detail, " ");
        append(top->detail, sizeof top->detail, ps_str_cut(finding->exposure.currency, 16));
        append_text(top->detail, sizeof top->detail, "; ");
    }
    (void)snprintf(place, sizeof place, ":%llu", (unsigned long long)line);
    append(top->detail, sizeof top->detail - sizeof place, screened->source);
    append_text(top->detail, sizeof top->detail, place);
}

void ps_notes_finding(ps_text_notes *notes, const ps_screened *screened, const ps_finding *finding,
                      const ps_item_outcome *item, uint64_t line)
{
    ps_top_finding fresh = {.rank = ps_rank_of(finding)};
    size_t at = notes->top_count;
    while (at > 0 && ps_rank_before(&fresh.rank, &notes->top[at - 1].rank)) {
        at--;
    }
    if (at == PS_TOP_FINDINGS) {
        return;
    }
    describe(&fresh, screened, finding, item, line);
    if (notes->top_count < PS_TOP_FINDINGS) {
        notes->top_count++;
    }
    memmove(&notes->top[at + 1], &notes->top[at], (notes->top_count - 1 - at) * sizeof *notes->top);
    notes->top[at] = fresh;
}

ps_str ps_reason_name(ps_str reason)
{
    ps_str word;
    if (!ps_str_next_word(&reason, &word)) {
        return PS_STR("not-given");
    }
    while (word.len > 1 && memchr(":;,.", word.ptr[word.len - 1], 4)) {
        word.len--;
    }
    return word;
}

static ps_reason_row *find_reason(ps_text_notes *notes, ps_str name)
{
    for (size_t i = 0; i < notes->reason_count; i++) {
        if (ps_str_is(name, notes->reasons[i].name)) {
            return &notes->reasons[i];
        }
    }
    if (notes->reason_count < PS_TOP_REASONS) {
        ps_reason_row *row = &notes->reasons[notes->reason_count++];
        int last = notes->reason_count == PS_TOP_REASONS;
        ps_error_copy(row->name, sizeof row->name, last ? PS_STR("other") : name);
        return row;
    }
    return &notes->reasons[PS_TOP_REASONS - 1];
}

static ps_reason_row *note_reason(ps_text_notes *notes, const ps_screened *screened, ps_str reason)
{
    ps_reason_row *row = find_reason(notes, ps_str_cut(ps_reason_name(reason), 63));
    if (row->last_record != screened->seq) {
        if (row->records < PS_REASON_EXAMPLES) {
            (void)ps_text_printable(screened->id.len ? screened->id : screened->source,
                                    row->examples[row->records], sizeof row->examples[0]);
        }
        row->last_record = screened->seq;
        row->records++;
    }
    return row;
}

void ps_notes_undecided(ps_text_notes *notes, const ps_screened *screened)
{
    int any = 0;
    for (size_t i = 0; i < screened->item_count; i++) {
        if (screened->items[i].outcome == PS_OUTCOME_NOT_EVALUABLE) {
            note_reason(notes, screened, screened->items[i].reason)->items++;
            any = 1;
        }
    }
    for (size_t i = 0; i < screened->element_count; i++) {
        const ps_element_outcome *element = &screened->elements[i];
        if (element->required && element->state == PS_STATE_NOT_EVALUABLE) {
            note_reason(notes, screened, element->reason)->elements++;
            any = 1;
        }
    }
    if (!any && screened->outcome == PS_OUTCOME_NOT_EVALUABLE) {
        (void)note_reason(notes, screened, screened->reason);
    }
}

unsigned ps_notes_formula(ps_text_notes *notes, ps_str formula)
{
    for (size_t i = 0; i < notes->formula_count; i++) {
        if (ps_str_is(formula, notes->formulas[i])) {
            return (unsigned)i + 1;
        }
    }
    if (notes->formula_count == PS_NOTED_FORMULAS || formula.len >= sizeof notes->formulas[0] ||
        memchr(formula.ptr, '\0', formula.len)) {
        return 0;
    }
    memcpy(notes->formulas[notes->formula_count], formula.ptr, formula.len);
    return (unsigned)++notes->formula_count;
}

void ps_notes_print_formulas(const ps_text_notes *notes, ps_lines *lines)
{
    for (size_t i = 0; i < notes->formula_count; i++) {
        ps_lines_sayf(lines, "(%zu) ", i + 1);
        ps_lines_add(lines, ps_str_from(notes->formulas[i]));
        ps_lines_end(lines, 2, 6);
    }
}

void ps_notes_print_top(const ps_text_notes *notes, ps_lines *lines)
{
    enum { NUMBER = 4, TEXT = 12 };
    for (size_t i = 0; i < notes->top_count; i++) {
        const ps_top_finding *top = &notes->top[i];
        ps_lines_sayf(lines, "%zu.", i + 1);
        ps_lines_pad(lines, NUMBER);
        ps_text_severity(lines, top->rank.severity);
        ps_lines_pad(lines, TEXT);
        ps_lines_add(lines, ps_str_from(top->title));
        ps_lines_end(lines, 1, TEXT + 1);
        ps_lines_add_name(lines, ps_str_from(top->detail));
        ps_lines_end(lines, TEXT + 1, TEXT + 1);
    }
}

void ps_notes_print_undecided(const ps_text_notes *notes, ps_lines *lines)
{
    enum { HANG = 14 };
    for (size_t i = 0; i < notes->reason_count; i++) {
        const ps_reason_row *row = &notes->reasons[i];
        ps_lines_add(lines, ps_str_from(row->name));
        ps_lines_say(lines, ": ");
        if (row->items) {
            ps_lines_add_count(lines, row->items);
            ps_lines_say(lines, row->items == 1 ? " line" : " lines");
            ps_lines_say(lines, row->elements ? " and " : " in ");
        }
        if (row->elements) {
            ps_lines_add_count(lines, row->elements);
            ps_lines_say(lines, row->elements == 1 ? " clause in " : " clauses in ");
        }
        ps_lines_add_count(lines, row->records);
        ps_lines_say(lines, row->records == 1 ? " record: " : " records, e.g. ");
        for (size_t k = 0; k < PS_REASON_EXAMPLES && k < row->records; k++) {
            ps_lines_say(lines, k ? ", " : "");
            ps_lines_add_name(lines, ps_str_from(row->examples[k]));
        }
        ps_lines_end(lines, 2, HANG);
    }
}
