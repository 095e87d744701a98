/* The supplier, the contract element by element, the clauses that are suggested for what it lacks,
 * and what all was judged with.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "dossier/compose.h"
#include "procscreen/version.h"

enum { QUOTE_MOST = 600 };

static void findings_of(ps_dossier *d, const char *rule, ps_paper_style style)
{
    for (size_t i = 0; i < d->finding_count; i++) {
        if (ps_str_is(d->findings[i].rule, rule)) {
            ps_compose_said(d, style, d->findings[i].message);
        }
    }
}

void ps_compose_supplier(ps_dossier *d)
{
    const ps_screened *s = d->screened;
    const ps_party_view *supplier = &s->supplier;
    ps_compose_section(d, PS_WORD_SECTION_SUPPLIER);
    ps_compose_fields(d);
    ps_compose_field(d, PS_WORD_NAME, supplier->name);
    ps_compose_known(d, PS_WORD_OTHER_NAMES, d->supplier.aliases);
    if (d->supplier.idents.len) {
        ps_compose_field(d, PS_WORD_IDENTIFIER, d->supplier.idents);
    } else {
        ps_compose_field(d, PS_WORD_IDENTIFIER, supplier->id);
    }
    if (supplier->id.len) {
        ps_compose_text(d, PS_PAPER_NOTE, ps_word_check(d->lang, supplier->check));
    }
    ps_compose_field(d, PS_WORD_COUNTRY, d->supplier.country);
    ps_compose_label(d, PS_WORD_WATCHED);
    for (size_t i = 0; i < s->watched_count; i++) {
        const ps_doc_thing *thing = ps_doc_find(&d->law, "watch", s->watched[i].entry);
        ps_compose_text(d, PS_PAPER_PLAIN,
                        thing ? ps_compose_title(d, thing) : s->watched[i].entry);
    }
    if (!s->watched_count) {
        ps_compose_text(d, PS_PAPER_NOTE, ps_compose_word(d, PS_WORD_NONE_KNOWN));
    }
    findings_of(d, "vendor-watch", PS_PAPER_NOTE);
    ps_compose_field(d, PS_WORD_OWNERSHIP, PS_NO_STR);
    ps_compose_label(d, PS_WORD_LAST_AUDIT);
    findings_of(d, "audit-due", PS_PAPER_NOTE);
    d->audit = ps_paper_next(&d->paper);
    ps_compose_blanks(d, 1);
    ps_paper_table_end(&d->paper);
}

static int wants_draft(const ps_element_outcome *element)
{
    return element->required &&
           (element->state == PS_STATE_MISSING || element->state == PS_STATE_DEFEATED ||
            element->state == PS_STATE_NOT_EVALUABLE);
}

static void quote(ps_dossier *d, const ps_evidence *evidence)
{
    ps_str text = ps_str_cut(evidence->quote, QUOTE_MOST);
    ps_buffer_printf(&d->line, "“%.*s%s”", PS_FMT(text),
                     text.len < evidence->quote.len ? " …" : "");
    if (evidence->line) {
        ps_buffer_printf(&d->line, " (%llu)", (unsigned long long)evidence->line);
    }
    ps_compose_say(d, PS_PAPER_QUOTE);
}

static void passage(ps_dossier *d, const ps_element_outcome *element)
{
    if (element->source.len) {
        ps_buffer_add_str(&d->line, ps_compose_word(d, PS_WORD_CONTRACT_SOURCE));
        ps_buffer_add_char(&d->line, ' ');
        ps_buffer_add_str(&d->line, element->source);
        ps_compose_say(d, PS_PAPER_NOTE);
    }
    if (element->state == PS_STATE_PRESENT || element->state == PS_STATE_DEFEATED) {
        for (size_t i = 0; i < element->evidence_count && i < 2; i++) {
            if (element->evidence[i].quote.len) {
                quote(d, &element->evidence[i]);
            }
        }
    }
    if (element->state != PS_STATE_PRESENT) {
        ps_compose_said(d, PS_PAPER_PLAIN, element->reason);
        int quoted = element->state == PS_STATE_DEFEATED && element->evidence_count &&
                     ps_str_equal(element->evidence[0].quote, element->nearest.quote);
        if (element->nearest.quote.len && !quoted) {
            ps_compose_text(d, PS_PAPER_NOTE, ps_compose_word(d, PS_WORD_NEAREST));
            quote(d, &element->nearest);
        }
        if (element->lacks.len) {
            ps_buffer_add_str(&d->line, ps_compose_word(d, PS_WORD_LACKS));
            ps_buffer_add_text(&d->line, d->lang == PS_LANG_ZH ? "：" : " ");
            ps_compose_add(d, PS_SAID_SENTENCE, element->lacks);
            ps_compose_say(d, PS_PAPER_PLAIN);
        }
    }
}

static void draft_name(ps_dossier *d, unsigned number)
{
    ps_buffer_printf(&d->line, "A.%u", number);
}

static void element_row(ps_dossier *d, const ps_element_outcome *element)
{
    const ps_doc_thing *thing = ps_doc_find(&d->law, "element", element->element);
    ps_paper_row(&d->paper, 0);
    ps_paper_cell(&d->paper);
    ps_compose_text(d, PS_PAPER_STRONG, thing ? ps_compose_title(d, thing) : element->title);
    ps_compose_add(d, PS_SAID_LAW, element->basis);
    ps_buffer_add_text(&d->line, element->basis.len ? " — " : "");
    ps_buffer_add_str(&d->line, ps_word_nature(d->lang, element->nature));
    ps_compose_say(d, PS_PAPER_NOTE);
    ps_paper_cell(&d->paper);
    ps_compose_text(d, PS_PAPER_PLAIN, ps_word_state(d->lang, element->state));
    ps_paper_cell(&d->paper);
    passage(d, element);
    if (wants_draft(element)) {
        ps_buffer_add_str(&d->line, ps_compose_word(d, PS_WORD_SEE_DRAFT));
        ps_buffer_add_char(&d->line, ' ');
        draft_name(d, ++d->drafts);
        ps_compose_say(d, PS_PAPER_NOTE);
    }
}

void ps_compose_contract(ps_dossier *d)
{
    static const unsigned char widths[] = {32, 16, 52};
    static const ps_word head[] = {PS_WORD_ELEMENT, PS_WORD_STATE, PS_WORD_PASSAGE};
    const ps_screened *s = d->screened;
    size_t required = 0;
    size_t judged = 0;
    for (size_t i = 0; i < s->element_count; i++) {
        required += s->elements[i].required != 0;
        judged += s->elements[i].required && s->elements[i].state != PS_STATE_NOT_EVALUABLE;
    }
    ps_compose_section(d, PS_WORD_SECTION_CONTRACT);
    findings_of(d, "contract-not-referenced", PS_PAPER_PLAIN);
    findings_of(d, "contract-not-available", PS_PAPER_PLAIN);
    if (required == 0) {
        ps_compose_text(d, PS_PAPER_PLAIN, ps_compose_word(d, PS_WORD_NO_ELEMENTS));
        return;
    }
    if (judged == 0) {
        ps_compose_text(d, PS_PAPER_STRONG, ps_compose_word(d, PS_WORD_NO_TEXT));
    }
    ps_paper_table(&d->paper, widths, PS_COUNT(widths));
    ps_compose_header(d, head, PS_COUNT(head));
    for (size_t i = 0; i < s->element_count; i++) {
        if (s->elements[i].required) {
            element_row(d, &s->elements[i]);
        }
    }
    ps_paper_table_end(&d->paper);
    if (d->drafts == 0) {
        ps_compose_text(d, PS_PAPER_PLAIN, ps_compose_word(d, PS_WORD_ALL_PRESENT));
    }
}

static void wordings(ps_dossier *d, const ps_doc_thing *thing, ps_lang lang)
{
    for (size_t i = 0; i < thing->fact_count; i++) {
        const ps_pack_fact *fact = &thing->facts[i];
        if (ps_str_is(fact->name, "wording") &&
            ps_str_is(ps_doc_attr(fact, "lang"), lang == PS_LANG_ZH ? "zh" : "en")) {
            ps_paper_add(&d->paper, PS_PAPER_DRAFT, lang, fact->text);
        }
    }
}

static void draft(ps_dossier *d, const ps_element_outcome *element, unsigned number)
{
    static const unsigned char widths[] = {50, 50};
    static const ps_word head[] = {PS_WORD_DRAFT_ZH, PS_WORD_DRAFT_EN};
    const ps_doc_thing *thing = ps_doc_find(&d->law, "element", element->element);
    draft_name(d, number);
    ps_buffer_add_char(&d->line, ' ');
    ps_buffer_add_str(&d->line, thing ? ps_compose_title(d, thing) : element->title);
    ps_paper_heading(&d->paper, 3, ps_buffer_str(&d->line));
    ps_buffer_clear(&d->line);
    if (!thing || !ps_doc_fact(thing, "wording")) {
        ps_compose_text(d, PS_PAPER_NOTE, ps_compose_word(d, PS_WORD_NO_DRAFT));
        return;
    }
    ps_paper_table(&d->paper, widths, PS_COUNT(widths));
    ps_compose_header(d, head, PS_COUNT(head));
    ps_paper_row(&d->paper, 0);
    ps_paper_cell(&d->paper);
    wordings(d, thing, PS_LANG_ZH);
    ps_paper_cell(&d->paper);
    wordings(d, thing, PS_LANG_EN);
    ps_paper_table_end(&d->paper);
}

void ps_compose_origin(ps_dossier *d)
{
    static const unsigned char widths[] = {10, 22, 13, 55};
    static const ps_word head[] = {PS_WORD_KIND, PS_WORD_PACK, PS_WORD_VERSION, PS_WORD_DIGEST};
    ps_pack_info info;
    ps_paper_heading(&d->paper, 2, ps_compose_word(d, PS_WORD_PACKS));
    ps_buffer_printf(&d->line, "procscreen %s", ps_version());
    ps_compose_say(d, PS_PAPER_NOTE);
    ps_paper_table(&d->paper, widths, PS_COUNT(widths));
    ps_compose_header(d, head, PS_COUNT(head));
    for (size_t i = 0; ps_packs_at(d->packs, i, &info) == PS_OK; i++) {
        if (info.kind != PS_PACK_PROFILE || ps_str_equal(info.id, d->screened->format)) {
            ps_paper_row(&d->paper, 0);
            ps_compose_cell(d, ps_str_from(ps_pack_kind_name(info.kind)));
            ps_compose_cell(d, info.id);
            ps_compose_cell(d, info.version);
            ps_paper_cell(&d->paper);
            ps_compose_text(d, PS_PAPER_NOTE, ps_str_from(info.sha256));
        }
    }
    ps_paper_table_end(&d->paper);
}

void ps_compose_annex(ps_dossier *d)
{
    unsigned number = 0;
    if (d->drafts == 0) {
        return;
    }
    ps_paper_heading(&d->paper, 2, ps_compose_word(d, PS_WORD_ANNEX));
    for (const ps_doc_thing *part = ps_compose_part(d, "annex", d->day, NULL); part;
         part = ps_compose_part(d, "annex", d->day, part)) {
        ps_compose_text(d, PS_PAPER_STRONG, ps_compose_part_text(d, part));
    }
    for (size_t i = 0; i < d->screened->element_count; i++) {
        if (wants_draft(&d->screened->elements[i])) {
            draft(d, &d->screened->elements[i], ++number);
        }
    }
}
