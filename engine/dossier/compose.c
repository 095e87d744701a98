/* The pieces that the dossier's sections are made of.
 * SPDX-License-Identifier: Apache-2.0 */
#include "dossier/compose.h"

#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"

ps_str ps_compose_word(const ps_dossier *d, ps_word word)
{
    return ps_word_in(d->lang, word);
}

void ps_compose_section(ps_dossier *d, ps_word word)
{
    ps_buffer_clear(&d->line);
    ps_buffer_printf(&d->line, d->lang == PS_LANG_ZH ? "%u．" : "%u. ", ++d->section);
    ps_buffer_add_str(&d->line, ps_compose_word(d, word));
    ps_paper_heading(&d->paper, 2, ps_buffer_str(&d->line));
    ps_buffer_clear(&d->line);
}

void ps_compose_text(ps_dossier *d, ps_paper_style style, ps_str text)
{
    ps_paper_add(&d->paper, style, d->lang, text);
}

void ps_compose_said(ps_dossier *d, ps_paper_style style, ps_str text)
{
    ps_buffer_clear(&d->said);
    int known = ps_phrase_add(&d->said, &d->phrases, PS_SAID_SENTENCE, text);
    ps_paper_add(&d->paper, style, known ? d->lang : PS_LANG_EN,
                 known ? ps_buffer_str(&d->said) : text);
    d->paper.failed |= d->said.failed;
}

void ps_compose_add(ps_dossier *d, ps_said kind, ps_str text)
{
    if (!ps_phrase_add(&d->line, &d->phrases, kind, text)) {
        ps_buffer_add_str(&d->line, text);
    }
}

const char *ps_compose_between(const ps_dossier *d)
{
    return d->lang == PS_LANG_ZH ? "；" : "; ";
}

const char *ps_compose_colon(const ps_dossier *d)
{
    return d->lang == PS_LANG_ZH ? "：" : ": ";
}

void ps_compose_say(ps_dossier *d, ps_paper_style style)
{
    ps_compose_text(d, style, ps_buffer_str(&d->line));
    d->paper.failed |= d->line.failed;
    ps_buffer_clear(&d->line);
}

void ps_compose_fields(ps_dossier *d)
{
    static const unsigned char widths[] = {28, 72};
    ps_paper_table(&d->paper, widths, 2);
}

void ps_compose_label(ps_dossier *d, ps_word word)
{
    ps_paper_row(&d->paper, 0);
    ps_paper_cell(&d->paper);
    ps_compose_text(d, PS_PAPER_STRONG, ps_compose_word(d, word));
    ps_paper_cell(&d->paper);
}

void ps_compose_field(ps_dossier *d, ps_word word, ps_str value)
{
    ps_compose_label(d, word);
    ps_compose_text(d, value.len ? PS_PAPER_PLAIN : PS_PAPER_BLANK, value);
}

void ps_compose_known(ps_dossier *d, ps_word word, ps_str value)
{
    if (value.len) {
        ps_compose_field(d, word, value);
    }
}

void ps_compose_header(ps_dossier *d, const ps_word *words, size_t count)
{
    ps_paper_row(&d->paper, 1);
    for (size_t i = 0; i < count; i++) {
        ps_paper_cell(&d->paper);
        ps_compose_text(d, PS_PAPER_STRONG, ps_compose_word(d, words[i]));
    }
}

void ps_compose_cell(ps_dossier *d, ps_str text)
{
    ps_paper_cell(&d->paper);
    ps_compose_text(d, PS_PAPER_PLAIN, text);
}

void ps_compose_blanks(ps_dossier *d, unsigned count)
{
    while (count-- > 0) {
        ps_compose_text(d, PS_PAPER_BLANK, PS_NO_STR);
    }
}

void ps_compose_and_more(ps_dossier *d, uint64_t count)
{
    ps_buffer_add_str(&d->line, ps_compose_word(d, PS_WORD_AND_MORE));
    ps_buffer_printf(&d->line, " %llu", (unsigned long long)count);
    ps_compose_say(d, PS_PAPER_NOTE);
}

/* Digits in front of the point in groups of three. */
static void add_grouped(ps_buffer *out, ps_decimal value)
{
    enum { GROUP = 3 };
    ps_buffer plain;
    ps_buffer_init(&plain, 0);
    ps_decimal_format(value, 2, &plain);
    ps_str text = ps_buffer_str(&plain);
    size_t first = text.len && text.ptr[0] == '-';
    size_t point = ps_str_find(text, PS_STR("."));
    point = point == SIZE_MAX ? text.len : point;
    for (size_t i = 0; i < text.len; i++) {
        if (i > first && i < point && (point - i) % GROUP == 0) {
            ps_buffer_add_char(out, ',');
        }
        ps_buffer_add_char(out, text.ptr[i]);
    }
    out->failed |= plain.failed;
    ps_buffer_done(&plain);
}

/* On one line with its amount. */
static void add_currency(ps_dossier *d, ps_str currency)
{
    if (currency.len) {
        ps_buffer_add_text(&d->line, "\xc2\xa0");
        ps_compose_add(d, PS_SAID_MONEY, currency);
    }
}

void ps_compose_money(ps_dossier *d, ps_decimal value, ps_str currency)
{
    add_grouped(&d->line, value);
    add_currency(d, currency);
}

void ps_compose_range(ps_dossier *d, ps_decimal min, ps_decimal max, ps_str currency)
{
    add_grouped(&d->line, min);
    if (ps_decimal_compare(min, max) != 0) {
        ps_buffer_add_text(&d->line, "–");
        ps_compose_say(d, PS_PAPER_PLAIN);
        add_grouped(&d->line, max);
    }
    add_currency(d, currency);
}

void ps_compose_day(ps_dossier *d, ps_day day)
{
    char iso[16];
    ps_buffer text = {.ptr = iso, .room = sizeof iso, .limit = sizeof iso};
    if (day != PS_NO_DAY) {
        ps_date_format(day, &text);
        ps_compose_add(d, PS_SAID_DATE, ps_buffer_str(&text));
    }
}

void ps_compose_item(ps_dossier *d, const ps_item_outcome *item)
{
    ps_buffer_add_str(&d->line, ps_compose_word(d, PS_WORD_LINE));
    ps_buffer_add_char(&d->line, ' ');
    ps_buffer_add_str(&d->line, item->line_id.text.len ? item->line_id.text : PS_STR("?"));
    if (item->name.len) {
        ps_buffer_add_text(&d->line, ps_compose_colon(d));
        ps_buffer_add_str(&d->line, item->name);
    }
}

ps_str ps_compose_title(const ps_dossier *d, const ps_doc_thing *thing)
{
    return d->lang == PS_LANG_ZH && thing->is.title_zh.len ? thing->is.title_zh : thing->is.title;
}

ps_str ps_compose_category(const ps_dossier *d, ps_str category)
{
    const ps_doc_thing *thing = ps_doc_find(&d->law, "category", category);
    ps_str title = thing ? ps_compose_title(d, thing) : PS_NO_STR;
    return title.len ? title : category;
}

int ps_compose_is_hit(const ps_item_outcome *item)
{
    return item->outcome == PS_OUTCOME_HIT || item->outcome == PS_OUTCOME_WAIVED;
}

const ps_dossier_item *ps_compose_more(const ps_dossier *d, const ps_item_outcome *item)
{
    static const ps_dossier_item nothing;
    size_t index = (size_t)(item - d->screened->items);
    return d->item_count == d->screened->item_count ? &d->items[index] : &nothing;
}

const ps_element_outcome *ps_compose_element(const ps_dossier *d, ps_str id)
{
    for (size_t i = 0; i < d->screened->element_count; i++) {
        if (ps_str_equal(d->screened->elements[i].element, id)) {
            return &d->screened->elements[i];
        }
    }
    return NULL;
}

ps_str ps_compose_part_text(const ps_dossier *d, const ps_doc_thing *part)
{
    for (size_t i = 0; i < part->fact_count; i++) {
        const ps_pack_fact *fact = &part->facts[i];
        if (ps_str_is(fact->name, "text") &&
            ps_str_is(ps_doc_attr(fact, "lang"), d->lang == PS_LANG_ZH ? "zh" : "en")) {
            return fact->text;
        }
    }
    return PS_NO_STR;
}

int ps_compose_in_force(ps_str from, ps_str to, ps_day day)
{
    return day == PS_NO_DAY ? !to.len
                            : (!from.len || ps_date_parse_iso(from) <= day) &&
                                  (!to.len || day <= ps_date_parse_iso(to));
}

const ps_doc_thing *ps_compose_part(const ps_dossier *d, const char *section, ps_day day,
                                    const ps_doc_thing *after)
{
    size_t i = after ? (size_t)(after - d->law.things) + 1 : 0;
    for (; i < d->law.count; i++) {
        const ps_doc_thing *part = &d->law.things[i];
        if (ps_str_is(part->is.kind, "dossier") &&
            ps_str_is(ps_doc_fact_text(part, "section"), section) &&
            ps_compose_in_force(ps_doc_fact_text(part, "from"), ps_doc_fact_text(part, "to"),
                                day)) {
            return part;
        }
    }
    return NULL;
}

void ps_compose_basis(ps_dossier *d, const ps_doc_thing *part, ps_day day)
{
    int some = 0;
    for (size_t i = 0; i < part->fact_count; i++) {
        const ps_pack_fact *fact = &part->facts[i];
        if (ps_str_is(fact->name, "basis") &&
            ps_compose_in_force(ps_doc_attr(fact, "from"), ps_doc_attr(fact, "to"), day)) {
            ps_buffer_add_text(&d->line, some ? ps_compose_between(d) : "");
            ps_compose_add(d, PS_SAID_LAW, fact->text);
            some = 1;
        }
    }
}
