/* The first sections: what is bought by whom, what of it matches the list, what was found.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "dossier/compose.h"

enum { EVIDENCE_MOST = 8 };

static void add_pair(ps_buffer *out, ps_str first, const char *before, ps_str second,
                     const char *behind)
{
    ps_buffer_add_str(out, first);
    if (second.len) {
        ps_buffer_add_text(out, before);
        ps_buffer_add_str(out, second);
        ps_buffer_add_text(out, behind);
    }
}

static void party(ps_dossier *d, ps_word label, const ps_party_view *view)
{
    add_pair(&d->line, view->name, " (", view->id, ")");
    if (d->line.len == 0) {
        ps_buffer_add_str(&d->line, view->id);
    }
    ps_compose_label(d, label);
    ps_compose_say(d, d->line.len ? PS_PAPER_PLAIN : PS_PAPER_BLANK);
}

/* Dates, numbers and currencies that were not guessed. */
static void not_understood(ps_dossier *d)
{
    if (d->screened->not_understood_count == 0) {
        return;
    }
    ps_compose_label(d, PS_WORD_NOT_UNDERSTOOD);
    for (size_t i = 0; i < d->screened->not_understood_count; i++) {
        const ps_evidence *e = &d->screened->not_understood[i];
        ps_compose_add(d, PS_SAID_FIELD, e->field);
        ps_buffer_add_text(&d->line, ps_compose_colon(d));
        ps_buffer_printf(&d->line, "“%.*s” (%llu)", PS_FMT(ps_str_cut(e->quote, 200)),
                         (unsigned long long)e->line);
        ps_compose_say(d, PS_PAPER_PLAIN);
    }
    if (d->screened->not_understood_left_out) {
        ps_compose_and_more(d, d->screened->not_understood_left_out);
    }
}

void ps_compose_purchase(ps_dossier *d)
{
    const ps_screened *s = d->screened;
    ps_compose_section(d, PS_WORD_SECTION_PURCHASE);
    ps_compose_fields(d);
    add_pair(&d->line, ps_word_kind(d->lang, s->kind), " ", s->id, "");
    ps_compose_label(d, PS_WORD_RECORD);
    ps_compose_say(d, PS_PAPER_PLAIN);
    ps_compose_day(d, s->date);
    ps_compose_label(d, PS_WORD_RECORD_DATE);
    ps_compose_say(d, d->line.len ? PS_PAPER_PLAIN : PS_PAPER_BLANK);
    party(d, PS_WORD_BUYER, &s->buyer);
    ps_compose_field(d, PS_WORD_CII_STATUS, ps_word_status(d->lang, s->buyer_status));
    party(d, PS_WORD_SECTION_SUPPLIER, &s->supplier);
    for (size_t i = 0; i < s->contract_count; i++) {
        ps_buffer_add_text(&d->line, i ? ps_compose_between(d) : "");
        ps_buffer_add_str(&d->line, s->contracts[i]);
    }
    ps_compose_label(d, PS_WORD_CONTRACTS);
    ps_compose_say(d, s->contract_count ? PS_PAPER_PLAIN : PS_PAPER_BLANK);
    if (s->total.known) {
        ps_compose_money(d, s->total.value, s->currency);
    }
    ps_compose_label(d, PS_WORD_TOTAL);
    ps_compose_say(d, d->line.len ? PS_PAPER_PLAIN : PS_PAPER_BLANK);
    ps_compose_day(d, d->day);
    ps_compose_label(d, PS_WORD_LAW_DAY);
    ps_compose_say(d, d->line.len ? PS_PAPER_PLAIN : PS_PAPER_BLANK);
    ps_compose_day(d, d->today);
    ps_compose_label(d, PS_WORD_WRITTEN_ON);
    ps_compose_say(d, d->line.len ? PS_PAPER_PLAIN : PS_PAPER_BLANK);
    ps_compose_label(d, PS_WORD_SOURCE);
    ps_buffer_add_str(&d->line, s->source);
    ps_buffer_printf(&d->line, ":%llu, ", (unsigned long long)s->line);
    ps_buffer_add_str(&d->line, s->format);
    ps_compose_say(d, PS_PAPER_NOTE);
    not_understood(d);
    ps_paper_table_end(&d->paper);
}

static void evidence(ps_dossier *d, const ps_item_outcome *item)
{
    ps_compose_label(d, PS_WORD_EVIDENCE);
    ps_compose_said(d, PS_PAPER_PLAIN, item->reason);
    for (size_t i = 0; i < item->evidence_count && i < EVIDENCE_MOST; i++) {
        const ps_evidence *e = &item->evidence[i];
        ps_buffer_printf(&d->line, "“%.*s” — ", PS_FMT(ps_str_cut(e->quote, 200)));
        ps_buffer_add_str(&d->line, ps_compose_word(d, PS_WORD_FIELD));
        ps_buffer_add_char(&d->line, ' ');
        ps_compose_add(d, PS_SAID_FIELD, e->field);
        add_pair(&d->line, PS_NO_STR, ps_compose_between(d), e->entry, "");
        ps_compose_say(d, PS_PAPER_QUOTE);
    }
    size_t rest = item->evidence_count -
                  (item->evidence_count < EVIDENCE_MOST ? item->evidence_count : EVIDENCE_MOST);
    if (rest || item->evidence_left_out) {
        ps_compose_and_more(d, rest + item->evidence_left_out);
    }
}

static void categories(ps_dossier *d, const ps_item_outcome *item)
{
    ps_compose_label(d, PS_WORD_CATEGORY);
    ps_compose_text(d, PS_PAPER_PLAIN, ps_compose_category(d, item->category));
    ps_compose_field(d, PS_WORD_CONFIDENCE, ps_word_confidence(d->lang, item->confidence));
    ps_compose_field(d, PS_WORD_SCALE, ps_word_scale(d->lang, item->scale));
    for (size_t i = 0; i < item->other_count; i++) {
        ps_buffer_add_text(&d->line, i ? ps_compose_between(d) : "");
        add_pair(&d->line, ps_compose_category(d, item->others[i].category), " (",
                 ps_word_confidence(d->lang, item->others[i].confidence), ")");
    }
    if (item->other_count) {
        ps_compose_label(d, PS_WORD_FURTHER);
        ps_compose_say(d, PS_PAPER_PLAIN);
    }
    if (item->basis.len) {
        ps_compose_add(d, PS_SAID_LAW, item->basis);
        ps_compose_label(d, PS_WORD_BASIS);
        ps_compose_say(d, PS_PAPER_PLAIN);
    }
    if (item->today) {
        ps_compose_label(d, PS_WORD_LAW_TODAY);
        if (item->today->category.len) {
            ps_buffer_add_str(&d->line, ps_compose_category(d, item->today->category));
            ps_buffer_add_text(&d->line, " (");
            ps_compose_add(d, PS_SAID_LAW, item->today->basis);
            ps_buffer_add_text(&d->line, ")");
        } else {
            ps_buffer_add_text(&d->line, "—");
        }
        ps_compose_say(d, PS_PAPER_PLAIN);
    }
}

static void one_item(ps_dossier *d, const ps_item_outcome *item)
{
    const ps_dossier_item *more = ps_compose_more(d, item);
    ps_compose_item(d, item);
    ps_paper_heading(&d->paper, 3, ps_buffer_str(&d->line));
    ps_buffer_clear(&d->line);
    ps_compose_fields(d);
    ps_compose_known(d, PS_WORD_DESCRIPTION, more->description);
    ps_compose_field(d, PS_WORD_MAKER, item->manufacturer);
    ps_compose_known(d, PS_WORD_BRAND, more->brand);
    ps_compose_field(d, PS_WORD_MODEL, more->model);
    ps_compose_known(d, PS_WORD_PART_NUMBERS, more->parts);
    ps_compose_known(d, PS_WORD_CODES, more->codes);
    ps_compose_field(d, PS_WORD_ORIGIN, more->country);
    ps_compose_field(d, PS_WORD_QUANTITY, more->quantity);
    ps_compose_known(d, PS_WORD_PRICE, more->price);
    if (item->amount.known) {
        ps_compose_money(d, item->amount.value, item->currency);
    }
    ps_compose_label(d, PS_WORD_AMOUNT);
    ps_compose_say(d, item->amount.known ? PS_PAPER_PLAIN : PS_PAPER_BLANK);
    ps_compose_day(d, item->delivery.day);
    ps_compose_label(d, PS_WORD_DELIVERY);
    ps_compose_say(d, item->delivery.day != PS_NO_DAY ? PS_PAPER_PLAIN : PS_PAPER_BLANK);
    categories(d, item);
    evidence(d, item);
    ps_paper_table_end(&d->paper);
}

static void overview(ps_dossier *d)
{
    static const unsigned char widths[] = {8, 31, 28, 14, 19};
    static const ps_word head[] = {PS_WORD_LINE, PS_WORD_ITEM, PS_WORD_CATEGORY, PS_WORD_CONFIDENCE,
                                   PS_WORD_AMOUNT};
    ps_paper_table(&d->paper, widths, PS_COUNT(widths));
    ps_compose_header(d, head, PS_COUNT(head));
    for (size_t i = 0; i < d->screened->item_count; i++) {
        const ps_item_outcome *item = &d->screened->items[i];
        if (!ps_compose_is_hit(item)) {
            continue;
        }
        ps_paper_row(&d->paper, 0);
        ps_compose_cell(d, item->line_id.text);
        ps_compose_cell(d, item->name);
        ps_compose_cell(d, ps_compose_category(d, item->category));
        ps_compose_cell(d, ps_word_confidence(d->lang, item->confidence));
        if (item->amount.known) {
            ps_compose_money(d, item->amount.value, item->currency);
        }
        ps_paper_cell(&d->paper);
        ps_compose_say(d, PS_PAPER_PLAIN);
    }
    ps_paper_table_end(&d->paper);
}

/* Nothing that could not be judged may look as if it had been. */
static void not_evaluable(ps_dossier *d)
{
    int some = 0;
    for (size_t i = 0; i < d->screened->item_count; i++) {
        const ps_item_outcome *item = &d->screened->items[i];
        if (item->outcome == PS_OUTCOME_NOT_EVALUABLE) {
            if (!some) {
                ps_paper_heading(&d->paper, 3, ps_compose_word(d, PS_WORD_NOT_EVALUABLE_LINES));
                some = 1;
            }
            ps_compose_item(d, item);
            ps_buffer_add_text(&d->line, " — ");
            ps_compose_add(d, PS_SAID_SENTENCE, item->reason);
            ps_compose_say(d, PS_PAPER_CHOICE);
        }
    }
}

void ps_compose_items(ps_dossier *d)
{
    uint64_t clear = 0;
    size_t hits = 0;
    for (size_t i = 0; i < d->screened->item_count; i++) {
        clear += d->screened->items[i].outcome == PS_OUTCOME_CLEAR;
        hits += ps_compose_is_hit(&d->screened->items[i]) != 0;
    }
    ps_compose_section(d, PS_WORD_SECTION_ITEMS);
    if (hits) {
        overview(d);
    } else {
        ps_compose_text(d, PS_PAPER_PLAIN, ps_compose_word(d, PS_WORD_NO_HIT));
    }
    ps_buffer_add_str(&d->line, ps_compose_word(d, PS_WORD_CLEAR_LINES));
    ps_buffer_printf(&d->line, " %llu", (unsigned long long)clear);
    ps_compose_say(d, PS_PAPER_NOTE);
    for (size_t i = 0; i < d->screened->item_count; i++) {
        if (ps_compose_is_hit(&d->screened->items[i])) {
            one_item(d, &d->screened->items[i]);
        }
    }
    not_evaluable(d);
}

void ps_compose_findings(ps_dossier *d)
{
    static const unsigned char widths[] = {46, 14, 40};
    static const ps_word head[] = {PS_WORD_FINDING, PS_WORD_SEVERITY, PS_WORD_NEXT};
    size_t rows = 0;
    for (size_t i = 0; i < d->finding_count; i++) {
        rows += !d->findings[i].element.len;
    }
    ps_compose_section(d, PS_WORD_SECTION_FOUND);
    if (rows == 0) {
        ps_compose_text(d, PS_PAPER_PLAIN, ps_compose_word(d, PS_WORD_NO_FINDING));
        return;
    }
    ps_paper_table(&d->paper, widths, PS_COUNT(widths));
    ps_compose_header(d, head, PS_COUNT(head));
    for (size_t i = 0; i < d->finding_count; i++) {
        const ps_finding *finding = &d->findings[i];
        if (finding->element.len) {
            continue; /* told with the contract */
        }
        ps_paper_row(&d->paper, 0);
        ps_paper_cell(&d->paper);
        ps_compose_said(d, PS_PAPER_PLAIN, finding->message);
        for (size_t k = 0; k < finding->basis_count; k++) {
            ps_buffer_add_text(&d->line, k ? ps_compose_between(d) : "");
            ps_compose_add(d, PS_SAID_LAW, finding->basis[k]);
        }
        ps_compose_say(d, PS_PAPER_NOTE);
        ps_compose_cell(d, ps_word_severity(d->lang, finding->severity));
        ps_paper_cell(&d->paper);
        ps_compose_said(d, PS_PAPER_PLAIN, finding->next);
    }
    ps_paper_table_end(&d->paper);
}
