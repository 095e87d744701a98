/* What a person must judge: the questions that the record leaves open, the factors of the review;
 * then exposure, clock, papers and the conclusion to sign.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/date.h"
#include "base/str.h"
#include "dossier/compose.h"
#include "report/subject.h"

enum { SHOWN_MOST = 20, REASON_LINES = 2 };

/* ---- what the data say beside a question */

static void show_items(ps_dossier *d, const ps_item_outcome *item)
{
    ps_compose_item(d, item);
    ps_buffer_add_text(&d->line, " — ");
    ps_buffer_add_str(&d->line, ps_compose_category(d, item->category));
    ps_buffer_add_text(&d->line, ", ");
    ps_buffer_add_str(&d->line, ps_word_confidence(d->lang, item->confidence));
}

static void show_scale(ps_dossier *d, const ps_item_outcome *item)
{
    if (item->scale != PS_SCALE_NONE) {
        ps_compose_item(d, item);
        ps_buffer_add_text(&d->line, " — ");
        ps_buffer_add_str(&d->line, ps_compose_word(d, PS_WORD_SCALE));
        ps_buffer_add_text(&d->line, ps_compose_colon(d));
        ps_buffer_add_str(&d->line, ps_word_scale(d->lang, item->scale));
    }
}

static void show_makers(ps_dossier *d, const ps_item_outcome *item)
{
    const ps_dossier_item *more = ps_compose_more(d, item);
    const struct {
        ps_word word;
        ps_str value;
    } rows[] = {{PS_WORD_MAKER, item->manufacturer},
                {PS_WORD_BRAND, more->brand},
                {PS_WORD_MODEL, more->model},
                {PS_WORD_ORIGIN, more->country}};
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        if (!rows[i].value.len) {
            continue;
        }
        if (d->line.len) {
            ps_buffer_add_text(&d->line, ps_compose_between(d));
        } else {
            ps_compose_item(d, item);
            ps_buffer_add_text(&d->line, " — ");
        }
        ps_buffer_add_str(&d->line, ps_compose_word(d, rows[i].word));
        ps_buffer_add_char(&d->line, ' ');
        ps_buffer_add_str(&d->line, rows[i].value);
    }
}

static void show_delivery(ps_dossier *d, const ps_item_outcome *item)
{
    if (item->delivery.day != PS_NO_DAY) {
        ps_compose_item(d, item);
        ps_buffer_add_text(&d->line, " — ");
        ps_buffer_add_str(&d->line, ps_compose_word(d, PS_WORD_DELIVERY));
        ps_buffer_add_char(&d->line, ' ');
        ps_compose_day(d, item->delivery.day);
    }
}

/* Both shows give back how many paragraphs they added. */

static size_t show_each_item(ps_dossier *d, void (*show)(ps_dossier *, const ps_item_outcome *))
{
    size_t said = 0;
    size_t left = 0;
    for (size_t i = 0; i < d->screened->item_count; i++) {
        if (ps_compose_is_hit(&d->screened->items[i])) {
            show(d, &d->screened->items[i]);
            if (d->line.len && said < SHOWN_MOST) {
                ps_compose_say(d, PS_PAPER_PLAIN);
                said++;
            } else {
                left += d->line.len > 0;
                ps_buffer_clear(&d->line);
            }
        }
    }
    if (left) {
        ps_compose_and_more(d, left);
    }
    return said;
}

/* @param rule  NULL: all findings but those about clauses, whose state is told elsewhere. */
static size_t show_findings(ps_dossier *d, const char *rule)
{
    size_t said = 0;
    for (size_t i = 0; i < d->finding_count && said < SHOWN_MOST; i++) {
        const ps_finding *finding = &d->findings[i];
        if (rule ? ps_str_is(finding->rule, rule) : !finding->element.len) {
            ps_compose_said(d, PS_PAPER_PLAIN, finding->message);
            said++;
        }
    }
    return said;
}

static size_t show_supplier(ps_dossier *d)
{
    const ps_party_view *supplier = &d->screened->supplier;
    const ps_str values[] = {supplier->name, supplier->id, d->supplier.country};
    for (size_t i = 0; i < PS_COUNT(values); i++) {
        if (values[i].len) {
            ps_buffer_add_text(&d->line, d->line.len ? ", " : "");
            ps_buffer_add_str(&d->line, values[i]);
        }
    }
    if (!d->line.len) {
        return 0;
    }
    ps_compose_say(d, PS_PAPER_PLAIN);
    return 1;
}

static size_t show_identifier(ps_dossier *d)
{
    const ps_party_view *supplier = &d->screened->supplier;
    if (!supplier->id.len) {
        return 0;
    }
    ps_buffer_add_str(&d->line, supplier->scheme);
    ps_buffer_add_text(&d->line, supplier->scheme.len ? " " : "");
    ps_buffer_add_str(&d->line, supplier->id);
    ps_buffer_add_text(&d->line, " — ");
    ps_buffer_add_str(&d->line, ps_word_check(d->lang, supplier->check));
    ps_compose_say(d, PS_PAPER_PLAIN);
    return 1;
}

static size_t show_contracts(ps_dossier *d)
{
    for (size_t i = 0; i < d->screened->contract_count; i++) {
        ps_compose_text(d, PS_PAPER_PLAIN, d->screened->contracts[i]);
    }
    return d->screened->contract_count;
}

/* The names are those that policy/dossier.c allows. */
static size_t show(ps_dossier *d, ps_str what)
{
    static const struct {
        const char *name;
        void (*item)(ps_dossier *, const ps_item_outcome *);
        size_t (*record)(ps_dossier *);
        const char *rule;
    } table[] = {
        {"items", show_items, NULL, NULL},
        {"scale", show_scale, NULL, NULL},
        {"makers", show_makers, NULL, NULL},
        {"delivery", show_delivery, NULL, NULL},
        {"supplier", NULL, show_supplier, NULL},
        {"identifiers", NULL, show_identifier, NULL},
        {"contracts", NULL, show_contracts, NULL},
        {"watch", NULL, NULL, "vendor-watch"},
        {"critical", NULL, NULL, "critical-equipment"},
        {"findings", NULL, NULL, NULL},
    };
    for (size_t i = 0; i < PS_COUNT(table); i++) {
        if (ps_str_is(what, table[i].name)) {
            return table[i].item     ? show_each_item(d, table[i].item)
                   : table[i].record ? table[i].record(d)
                                     : show_findings(d, table[i].rule);
        }
    }
    return 0;
}

static size_t show_element(ps_dossier *d, ps_str id)
{
    const ps_element_outcome *element = ps_compose_element(d, id);
    const ps_doc_thing *thing = ps_doc_find(&d->law, "element", id);
    if (!element || element->state == PS_STATE_NOT_REQUIRED) {
        return 0;
    }
    ps_buffer_add_str(&d->line, thing ? ps_compose_title(d, thing) : element->title);
    ps_buffer_add_text(&d->line, ps_compose_colon(d));
    ps_buffer_add_str(&d->line, ps_word_state(d->lang, element->state));
    ps_compose_say(d, PS_PAPER_PLAIN);
    return 1;
}

static void what_the_data_say(ps_dossier *d, const ps_doc_thing *part)
{
    ps_str shows = ps_doc_fact_text(part, "shows");
    ps_str elements = ps_doc_fact_text(part, "elements");
    ps_str word;
    size_t said = 0;
    ps_compose_label(d, PS_WORD_DATA_SAY);
    while (ps_str_next_word(&shows, &word)) {
        said += show(d, word);
    }
    while (ps_str_next_word(&elements, &word)) {
        said += show_element(d, word);
    }
    if (said == 0) {
        ps_compose_text(d, PS_PAPER_NOTE, ps_compose_word(d, PS_WORD_DATA_SILENT));
    }
}

/* ---- the sections */

static void begin_part(ps_dossier *d, const ps_doc_thing *part, unsigned number)
{
    ps_buffer_printf(&d->line, d->lang == PS_LANG_ZH ? "（%u）" : "(%u) ", number);
    ps_buffer_add_str(&d->line, ps_compose_title(d, part));
    ps_paper_heading(&d->paper, 3, ps_buffer_str(&d->line));
    ps_buffer_clear(&d->line);
    ps_compose_fields(d);
    ps_compose_field(d, PS_WORD_ASKED, ps_compose_part_text(d, part));
    ps_compose_basis(d, part, d->day);
    ps_compose_known(d, PS_WORD_BASIS, ps_buffer_str(&d->line));
    ps_buffer_clear(&d->line);
    what_the_data_say(d, part);
    ps_compose_label(d, PS_WORD_ANSWER);
}

void ps_compose_questions(ps_dossier *d)
{
    unsigned number = 0;
    ps_compose_section(d, PS_WORD_SECTION_QUESTIONS);
    for (const ps_doc_thing *part = ps_compose_part(d, "question", d->day, NULL); part;
         part = ps_compose_part(d, "question", d->day, part)) {
        begin_part(d, part, ++number);
        ps_compose_blanks(d, REASON_LINES);
        ps_paper_table_end(&d->paper);
    }
}

void ps_compose_factors(ps_dossier *d)
{
    static const ps_word answers[] = {PS_WORD_YES, PS_WORD_NO, PS_WORD_NOT_KNOWN};
    unsigned number = 0;
    ps_compose_section(d, PS_WORD_SECTION_FACTORS);
    for (const ps_doc_thing *part = ps_compose_part(d, "factor", d->day, NULL); part;
         part = ps_compose_part(d, "factor", d->day, part)) {
        begin_part(d, part, ++number);
        for (size_t i = 0; i < PS_COUNT(answers); i++) {
            ps_compose_text(d, PS_PAPER_CHOICE, ps_compose_word(d, answers[i]));
        }
        ps_compose_label(d, PS_WORD_REASON);
        ps_compose_blanks(d, REASON_LINES);
        ps_paper_table_end(&d->paper);
    }
}

static void exposure_row(ps_dossier *d, const ps_finding *finding, const ps_exposure *exposure,
                         int today)
{
    const ps_item_outcome *item = ps_subject_item(d->screened, finding);
    ps_paper_row(&d->paper, 0);
    ps_paper_cell(&d->paper);
    if (item) {
        ps_compose_item(d, item);
    } else {
        ps_buffer_add_str(&d->line, ps_compose_word(d, PS_WORD_AGREEMENT));
    }
    ps_compose_say(d, PS_PAPER_PLAIN);
    ps_compose_add(d, PS_SAID_RULE, finding->rule);
    ps_compose_say(d, PS_PAPER_NOTE);
    if (today) {
        ps_compose_text(d, PS_PAPER_NOTE, ps_compose_word(d, PS_WORD_LAW_TODAY));
    }
    ps_paper_cell(&d->paper);
    if (exposure->known) {
        ps_compose_range(d, exposure->min, exposure->max, exposure->currency);
    } else {
        ps_buffer_add_str(&d->line, ps_compose_word(d, PS_WORD_UNKNOWN_AMOUNT));
    }
    ps_compose_say(d, PS_PAPER_PLAIN);
    ps_paper_cell(&d->paper);
    if (exposure->has_person) {
        ps_compose_range(d, exposure->person_min, exposure->person_max, exposure->person_currency);
    }
    ps_compose_say(d, PS_PAPER_PLAIN);
    ps_paper_cell(&d->paper);
    ps_compose_said(d, PS_PAPER_PLAIN, exposure->formula);
    if (exposure->contingent) {
        ps_compose_text(d, PS_PAPER_NOTE, ps_compose_word(d, PS_WORD_CONTINGENT));
    }
}

/* What a rule could cost under a condition, which no finding counts. */
static void conditional(ps_dossier *d, const ps_doc_thing *rule)
{
    ps_day day = d->today != PS_NO_DAY ? d->today : d->day;
    for (size_t i = 0; i < rule->fact_count; i++) {
        const ps_pack_fact *fact = &rule->facts[i];
        ps_str condition = ps_doc_attr(fact, "condition");
        if (ps_str_is(fact->name, "exposure") && condition.len &&
            ps_compose_in_force(ps_doc_attr(fact, "from"), ps_doc_attr(fact, "to"), day)) {
            int chinese = d->lang == PS_LANG_ZH;
            ps_compose_add(d, PS_SAID_RULE, rule->is.id);
            ps_buffer_add_text(&d->line, chinese ? "。" : ". ");
            ps_buffer_add_str(&d->line, ps_compose_word(d, PS_WORD_ONLY_IF));
            ps_buffer_add_text(&d->line, chinese ? "" : " ");
            ps_compose_add(d, PS_SAID_SENTENCE, condition);
            ps_buffer_add_text(&d->line, ps_compose_colon(d));
            ps_compose_add(d, PS_SAID_SENTENCE, fact->text);
            ps_buffer_add_text(&d->line, chinese ? "（" : " (");
            ps_compose_add(d, PS_SAID_LAW, ps_doc_attr(fact, "basis"));
            ps_buffer_add_text(&d->line, chinese ? "）" : ")");
            ps_compose_say(d, PS_PAPER_NOTE);
        }
    }
}

static int has_cost(const ps_dossier *d, ps_str rule)
{
    for (size_t i = 0; i < d->finding_count; i++) {
        const ps_exposure *exposure = &d->findings[i].exposure;
        if (ps_str_equal(d->findings[i].rule, rule) && (exposure->known || exposure->formula.len)) {
            return 1;
        }
    }
    return 0;
}

/* A missing agreement is one violation: told once, however many of its elements are missing. */
static int is_told(const ps_dossier *d, size_t index)
{
    const ps_finding *finding = &d->findings[index];
    for (size_t i = 0; finding->element.len && i < index; i++) {
        if (d->findings[i].element.len &&
            ps_str_equal(d->findings[i].exposure.formula, finding->exposure.formula)) {
            return 1;
        }
    }
    return 0;
}

static int has_exposure(const ps_dossier *d, size_t index, const ps_exposure *exposure)
{
    return (exposure->known || exposure->formula.len) && !is_told(d, index);
}

void ps_compose_exposure(ps_dossier *d)
{
    static const unsigned char widths[] = {18, 24, 18, 40};
    static const ps_word head[] = {PS_WORD_FINDING, PS_WORD_RANGE, PS_WORD_PER_PERSON,
                                   PS_WORD_FORMULA};
    size_t rows = 0;
    for (size_t i = 0; i < d->finding_count; i++) {
        rows += has_exposure(d, i, &d->findings[i].exposure) ||
                has_exposure(d, i, &d->findings[i].today.exposure);
    }
    ps_compose_section(d, PS_WORD_SECTION_EXPOSURE);
    if (rows == 0) {
        ps_compose_text(d, PS_PAPER_PLAIN, ps_compose_word(d, PS_WORD_NO_EXPOSURE));
        return;
    }
    ps_paper_table(&d->paper, widths, PS_COUNT(widths));
    ps_compose_header(d, head, PS_COUNT(head));
    for (size_t i = 0; i < d->finding_count; i++) {
        const ps_finding *finding = &d->findings[i];
        if (has_exposure(d, i, &finding->exposure)) {
            exposure_row(d, finding, &finding->exposure, 0);
        }
        if (finding->has_today && has_exposure(d, i, &finding->today.exposure)) {
            exposure_row(d, finding, &finding->today.exposure, 1);
        }
    }
    ps_paper_table_end(&d->paper);
    ps_compose_text(d, PS_PAPER_NOTE, ps_compose_word(d, PS_WORD_EXPOSURE_NOTE));
    for (size_t i = 0; i < d->law.count; i++) {
        const ps_doc_thing *rule = &d->law.things[i];
        if (ps_str_is(rule->is.kind, "rule") && has_cost(d, rule->is.id)) {
            conditional(d, rule);
        }
    }
}

/* What is filed now is dealt with by the law of today. */
static ps_day filing_day(const ps_dossier *d)
{
    return d->today != PS_NO_DAY ? d->today : d->day;
}

void ps_compose_clock(ps_dossier *d)
{
    static const unsigned char widths[] = {46, 14, 18, 22};
    static const ps_word head[] = {PS_WORD_STEP, PS_WORD_WORKING_DAYS, PS_WORD_BASIS,
                                   PS_WORD_AT_THE_LATEST};
    uint64_t sum = 0;
    ps_day day = filing_day(d);
    ps_compose_section(d, PS_WORD_SECTION_CLOCK);
    ps_paper_table(&d->paper, widths, PS_COUNT(widths));
    ps_compose_header(d, head, PS_COUNT(head));
    for (const ps_doc_thing *step = ps_compose_part(d, "step", day, NULL); step;
         step = ps_compose_part(d, "step", day, step)) {
        uint64_t days = 0;
        ps_str text = ps_doc_fact_text(step, "days");
        sum += ps_str_to_uint(text, 10000, &days) ? days : 0;
        ps_paper_row(&d->paper, 0);
        ps_compose_cell(d, ps_compose_title(d, step));
        ps_compose_cell(d, text);
        ps_paper_cell(&d->paper);
        ps_compose_basis(d, step, day);
        ps_compose_say(d, PS_PAPER_NOTE);
        ps_paper_cell(&d->paper);
        if (d->today != PS_NO_DAY && sum <= 10000) {
            ps_compose_day(d, ps_date_add_working_days(d->today, (unsigned)sum));
        }
        ps_compose_say(d, d->line.len ? PS_PAPER_PLAIN : PS_PAPER_BLANK);
    }
    ps_paper_table_end(&d->paper);
    ps_compose_text(d, PS_PAPER_NOTE, ps_compose_word(d, PS_WORD_CLOCK_NOTE));
    (void)show_findings(d, "delivery-before-review");
}

void ps_compose_papers(ps_dossier *d)
{
    ps_day day = filing_day(d);
    ps_compose_section(d, PS_WORD_SECTION_PAPERS);
    for (const ps_doc_thing *paper = ps_compose_part(d, "paper", day, NULL); paper;
         paper = ps_compose_part(d, "paper", day, paper)) {
        ps_str shows = ps_doc_fact_text(paper, "shows");
        ps_str word;
        ps_buffer_add_str(&d->line, ps_compose_title(d, paper));
        ps_buffer_add_text(&d->line, d->lang == PS_LANG_ZH ? "（" : " (");
        ps_compose_basis(d, paper, day);
        ps_buffer_add_text(&d->line, d->lang == PS_LANG_ZH ? "）" : ")");
        ps_compose_say(d, PS_PAPER_CHOICE);
        while (ps_str_next_word(&shows, &word)) {
            (void)show(d, word);
        }
    }
}

void ps_compose_conclusion(ps_dossier *d)
{
    static const ps_word who[] = {PS_WORD_SIGN_JUDGED, PS_WORD_SIGN_COUNSEL, PS_WORD_SIGN_APPROVED};
    static const unsigned char widths[] = {34, 26, 22, 18};
    ps_compose_section(d, PS_WORD_SECTION_CONCLUSION);
    ps_compose_text(d, PS_PAPER_STRONG, ps_compose_word(d, PS_WORD_CONCLUDED));
    for (const ps_doc_thing *part = ps_compose_part(d, "conclusion", d->day, NULL); part;
         part = ps_compose_part(d, "conclusion", d->day, part)) {
        ps_compose_text(d, PS_PAPER_CHOICE, ps_compose_title(d, part));
    }
    ps_compose_text(d, PS_PAPER_BLANK, ps_compose_word(d, PS_WORD_REASON));
    ps_compose_blanks(d, REASON_LINES);
    ps_paper_table(&d->paper, widths, PS_COUNT(widths));
    ps_paper_row(&d->paper, 1);
    ps_compose_cell(d, PS_NO_STR);
    ps_compose_cell(d, ps_compose_word(d, PS_WORD_NAME));
    ps_compose_cell(d, ps_compose_word(d, PS_WORD_SIGN_LINE));
    ps_compose_cell(d, ps_compose_word(d, PS_WORD_SIGN_DATE));
    for (size_t i = 0; i < PS_COUNT(who); i++) {
        ps_paper_row(&d->paper, 0);
        ps_compose_cell(d, ps_compose_word(d, who[i]));
        for (size_t k = 1; k < PS_COUNT(widths); k++) {
            ps_paper_cell(&d->paper);
            ps_compose_blanks(d, 1);
        }
    }
    ps_paper_table_end(&d->paper);
    ps_compose_text(d, PS_PAPER_BLANK, ps_compose_word(d, PS_WORD_NEXT_CHECK));
}
