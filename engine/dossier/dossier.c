/* The public door of the dossier: keeps what it needs of the record, composes the document, hands
 * it out in a format. SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/str.h"
#include "dossier/compose.h"

enum { DESCRIPTION_MOST = 1000, LIST_MOST = 1000 };

static const struct {
    const char *name;
    void (*write)(const ps_paper *paper, ps_buffer *out);
} formats[] = {{"html", ps_paper_html}, {"docx", ps_paper_docx}, {"odt", ps_paper_odt}};

const char *ps_dossier_format_at(size_t index)
{
    return index < PS_COUNT(formats) ? formats[index].name : NULL;
}

ps_status ps_dossier_new(const ps_packs *packs, const ps_dossier_options *options,
                         ps_dossier **ret_dossier, ps_error *reterr)
{
    ps_dossier_options given = PS_DOSSIER_OPTIONS_INIT;
    if (!packs || !ret_dossier || (options && options->size > sizeof *options)) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_dossier_new: packs and ret_dossier are needed, and options of this "
                            "library's size");
    }
    if (options) {
        memcpy(&given, options, options->size);
    }
    ps_str lang = given.lang ? ps_str_from(given.lang) : PS_STR("en");
    if (!ps_str_is(lang, "en") && !ps_str_is(lang, "zh")) {
        PS_IGNORE(ps_error_set(reterr, PS_FATAL, PS_E_USAGE,
                               "there is no dossier in the language \"%.*s\"", PS_FMT(lang)));
        ps_error_hint(reterr, "en or zh");
        return PS_FATAL;
    }
    ps_dossier *d = calloc(1, sizeof *d);
    if (!d) {
        return ps_error_memory(reterr);
    }
    d->packs = packs;
    d->lang = ps_str_is(lang, "zh") ? PS_LANG_ZH : PS_LANG_EN;
    d->as_of = given.as_of;
    d->today = given.today;
    d->most_items = given.limits ? given.limits->dossier_items : ps_limits_default().dossier_items;
    ps_arena_init(&d->arena, 0);
    ps_paper_init(&d->paper, d->lang, d->today);
    ps_buffer_init(&d->line, 0);
    ps_buffer_init(&d->said, 0);
    if (!ps_phrases_init(&d->phrases, d->lang, packs)) {
        ps_dossier_free(d);
        return ps_error_memory(reterr);
    }
    if (ps_doc_gather(&d->law, packs, reterr) != PS_OK) {
        ps_dossier_free(d);
        return PS_FATAL;
    }
    *ret_dossier = d;
    return PS_OK;
}

void ps_dossier_free(ps_dossier *d)
{
    if (d) {
        ps_doc_done(&d->law);
        ps_phrases_done(&d->phrases);
        ps_paper_done(&d->paper);
        ps_buffer_done(&d->line);
        ps_buffer_done(&d->said);
        ps_arena_done(&d->arena);
        free(d);
    }
}

/* ---- what is kept of the record */

typedef struct keeping {
    ps_dossier *dossier;
    ps_buffer text; /* the value that is being made */
    int no_memory;
} keeping;

static ps_str keep(keeping *k, ps_str text, size_t most)
{
    if (!text.len) {
        return PS_NO_STR;
    }
    ps_str cut = ps_str_cut(text, most);
    const ps_str parts[] = {cut, cut.len < text.len ? PS_STR(" …") : PS_NO_STR};
    ps_str copy = ps_arena_concat(&k->dossier->arena, parts, PS_COUNT(parts));
    k->no_memory |= !copy.ptr;
    return copy;
}

/* One more of a list in `text`: "label value". */
static void join(keeping *k, ps_str label, ps_str value)
{
    if (value.len) {
        ps_buffer_add_text(&k->text, k->text.len ? "; " : "");
        ps_buffer_add_str(&k->text, label);
        ps_buffer_add_text(&k->text, label.len ? " " : "");
        ps_buffer_add_str(&k->text, value);
    }
}

static ps_str joined(keeping *k)
{
    ps_str text = keep(k, ps_buffer_str(&k->text), LIST_MOST);
    k->no_memory |= k->text.failed;
    ps_buffer_clear(&k->text);
    return text;
}

static ps_str keep_idents(keeping *k, const ps_ident *idents, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        join(k, idents[i].scheme.text, idents[i].value.text);
    }
    return joined(k);
}

static ps_str keep_number(keeping *k, const ps_number *number, ps_str unit)
{
    if (number->source.text.len) {
        ps_buffer_add_str(&k->text, number->source.text);
    } else if (number->known) {
        ps_decimal_format(number->value, 0, &k->text);
    }
    if (k->text.len && unit.len) {
        ps_buffer_add_char(&k->text, ' ');
        ps_buffer_add_str(&k->text, unit);
    }
    return joined(k);
}

static void keep_item(keeping *k, const ps_item *item, ps_dossier_item *ret)
{
    for (size_t i = 0; i < item->text_count; i++) {
        if (!ps_str_is(item->texts[i].field, "name")) {
            join(k, PS_NO_STR, item->texts[i].value.text);
        }
    }
    ret->description = keep(k, ps_buffer_str(&k->text), DESCRIPTION_MOST);
    ps_buffer_clear(&k->text);
    ret->brand = keep(k, item->brand.text, LIST_MOST);
    ret->model = keep(k, item->model.text, LIST_MOST);
    ret->parts = keep_idents(k, item->parts, item->part_count);
    for (size_t i = 0; i < item->code_count; i++) {
        const ps_code *code = &item->codes[i];
        join(k, code->scheme.len ? code->scheme : code->scheme_source.text, code->value.text);
    }
    ret->codes = joined(k);
    ret->quantity = keep_number(k, &item->quantity, item->unit.text);
    ret->price = keep_number(k, &item->price, item->currency.text);
    ret->country = keep(k, item->country.text, LIST_MOST);
}

static void keep_supplier(keeping *k, const ps_party *party)
{
    for (size_t i = 0; i < party->alias_count; i++) {
        join(k, PS_NO_STR, party->aliases[i].text);
    }
    k->dossier->supplier = (ps_dossier_party){
        .aliases = joined(k),
        .idents = keep_idents(k, party->idents, party->ident_count),
        .country = keep(k, party->country.text, LIST_MOST),
    };
}

ps_status ps_dossier_record(ps_dossier *d, const ps_record *record, ps_error *reterr)
{
    if (!d || !record || d->composed) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "a dossier takes a record before it is composed");
    }
    keeping k = {.dossier = d};
    ps_buffer_init(&k.text, 0);
    ps_arena_reset(&d->arena);
    d->items = ps_arena_array(&d->arena, record->item_count + 1, sizeof *d->items);
    d->item_count = d->items ? record->item_count : 0;
    for (size_t i = 0; i < d->item_count; i++) {
        keep_item(&k, &record->items[i], &d->items[i]);
    }
    keep_supplier(&k, &record->supplier);
    ps_buffer_done(&k.text);
    return k.no_memory || !d->items ? ps_error_memory(reterr) : PS_OK;
}

/* ---- the document */

static void compose_intro(ps_dossier *d)
{
    ps_paper_heading(&d->paper, 1, ps_compose_word(d, PS_WORD_TITLE));
    for (const ps_doc_thing *part = ps_compose_part(d, "intro", d->day, NULL); part;
         part = ps_compose_part(d, "intro", d->day, part)) {
        ps_compose_text(d, PS_PAPER_NOTE, ps_compose_part_text(d, part));
    }
}

/* The lines that the document tells of one by one. */
static uint64_t told_items(const ps_screened *screened)
{
    uint64_t told = 0;
    for (size_t i = 0; i < screened->item_count; i++) {
        told += screened->items[i].outcome != PS_OUTCOME_CLEAR;
    }
    return told;
}

ps_status ps_dossier_screened(ps_dossier *d, const ps_screened *screened,
                              const ps_finding *findings, size_t count, ps_error *reterr)
{
    static void (*const sections[])(ps_dossier *) = {
        compose_intro,        ps_compose_purchase, ps_compose_items,    ps_compose_findings,
        ps_compose_questions, ps_compose_factors,  ps_compose_supplier, ps_compose_contract,
        ps_compose_exposure,  ps_compose_clock,    ps_compose_papers,   ps_compose_conclusion,
        ps_compose_annex,     ps_compose_origin,
    };
    if (!d || !screened || (!findings && count) || d->composed) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "a dossier is composed once, of what was screened");
    }
    if (told_items(screened) > d->most_items) {
        return ps_error_limit(reterr, PS_FATAL, "dossier-items",
                              "%llu lines of the record match the list or could not be judged, "
                              "more than a dossier tells of",
                              (unsigned long long)told_items(screened));
    }
    d->composed = 1;
    d->screened = screened;
    d->findings = findings;
    d->finding_count = count;
    d->day = d->as_of != PS_NO_DAY         ? d->as_of
             : screened->date != PS_NO_DAY ? screened->date
                                           : d->today;
    for (size_t i = 0; i < PS_COUNT(sections); i++) {
        sections[i](d);
    }
    d->supplier_key = ps_arena_str(&d->arena, screened->supplier.key);
    d->paper.failed |= screened->supplier.key.len && !d->supplier_key.ptr;
    d->screened = NULL;
    d->findings = NULL;
    return d->paper.failed ? ps_error_memory(reterr) : PS_OK;
}

ps_status ps_dossier_supplier(ps_dossier *d, const ps_supplier *supplier, ps_error *reterr)
{
    if (!d || !supplier || !d->composed) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "a dossier is told of suppliers after it was composed");
    }
    if (supplier->last_audit == PS_NO_DAY || !d->supplier_key.len ||
        !ps_str_equal(supplier->party.key, d->supplier_key)) {
        return PS_OK;
    }
    ps_buffer_clear(&d->line);
    ps_compose_day(d, supplier->last_audit);
    ps_paper_replace(&d->paper, d->audit, PS_PAPER_PLAIN, ps_buffer_str(&d->line));
    return d->paper.failed || d->line.failed ? ps_error_memory(reterr) : PS_OK;
}

ps_status ps_dossier_write(const ps_dossier *d, const char *format, ps_write_fn write, void *io,
                           ps_error *reterr)
{
    size_t i = 0;
    while (i < PS_COUNT(formats) && !ps_str_is(ps_str_from(format), formats[i].name)) {
        i++;
    }
    if (i == PS_COUNT(formats)) {
        return ps_error_set(reterr, PS_FATAL, PS_E_USAGE, "there is no dossier format \"%s\"",
                            format ? format : "");
    }
    if (!d || !write || !d->composed) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "a dossier is written after it was composed");
    }
    ps_buffer out;
    ps_buffer_init(&out, 0);
    formats[i].write(&d->paper, &out);
    ps_status status = PS_OK;
    if (out.failed) {
        status = ps_error_memory(reterr);
    } else if (write(io, out.ptr, out.len) != 0) {
        status = ps_error_set(reterr, PS_FATAL, PS_E_WRITE, "cannot write the dossier: %s",
                              strerror(errno ? errno : EIO));
    }
    ps_buffer_done(&out);
    return status;
}
