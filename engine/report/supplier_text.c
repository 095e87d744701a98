/* SPDX-License-Identifier: Apache-2.0 */
#include "report/supplier_text.h"

#include "base/cleanup.h"
#include "base/decimal.h"
#include "base/str.h"
#include "report/html.h"
#include "report/workbook_words.h"

static ps_lang lang_of(const ps_phrases *phrases)
{
    return phrases ? phrases->lang : PS_LANG_EN;
}

static void add_word(ps_buffer *out, const ps_phrases *phrases, ps_book_word word)
{
    ps_buffer_add_text(out, ps_book_word_text(word, lang_of(phrases)));
}

static void add_counts(ps_buffer *out, const ps_phrases *phrases, ps_book_word word, uint64_t first,
                       uint64_t second)
{
    ps_book_add_counts(out, word, lang_of(phrases), first, second);
}

static void add_separator(ps_buffer *out, const ps_phrases *phrases, size_t before)
{
    if (before) {
        add_word(out, phrases, PS_BOOK_SEMICOLON);
    }
}

static void add_name(ps_buffer *out, const ps_phrases *phrases, ps_pack_text_kind kind, ps_str id)
{
    ps_buffer_add_str(out,
                      lang_of(phrases) == PS_LANG_EN ? id : ps_phrases_name(phrases, kind, id));
}

void ps_supplier_add_categories(ps_buffer *out, const ps_phrases *phrases,
                                const ps_supplier *supplier)
{
    for (size_t i = 0; i < supplier->category_count; i++) {
        add_separator(out, phrases, i);
        add_name(out, phrases, PS_PACK_TEXT_CATEGORY, supplier->categories[i].category);
        ps_buffer_add_char(out, ' ');
        ps_buffer_add_uint(out, supplier->categories[i].items);
    }
}

static void add_currency(ps_buffer *out, ps_str currency)
{
    ps_buffer_add_text(out, currency.len ? " " : "");
    ps_buffer_add_str(out, currency);
}

void ps_supplier_add_sums(ps_buffer *out, const ps_exposure *sums, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ps_buffer_add_text(out, i ? "; " : "");
        ps_decimal_format(sums[i].max, 0, out);
        add_currency(out, sums[i].currency);
    }
}

void ps_supplier_add_ranges(ps_buffer *out, const ps_phrases *phrases, const ps_exposure *ranges,
                            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add_separator(out, phrases, i);
        ps_decimal_format(ranges[i].min, 0, out);
        add_word(out, phrases, PS_BOOK_RANGE);
        ps_decimal_format(ranges[i].max, 0, out);
        add_currency(out, ranges[i].currency);
    }
}

/* ", missing audit-right supervision" */
static void add_elements(ps_buffer *out, const ps_phrases *phrases,
                         const ps_supplier_contract *contract, ps_state state)
{
    size_t count = 0;
    for (size_t i = 0; i < contract->element_count; i++) {
        if (contract->elements[i].state != state) {
            continue;
        }
        if (count++ == 0) {
            const char *name = ps_state_name(state);
            add_word(out, phrases, PS_BOOK_COMMA);
            ps_buffer_add_str(out, lang_of(phrases) == PS_LANG_EN
                                       ? ps_str_from(name)
                                       : ps_html_word_of("state", name, lang_of(phrases)));
            add_word(out, phrases, PS_BOOK_ELEMENTS_BEGIN);
        } else {
            add_word(out, phrases, PS_BOOK_ELEMENTS_BETWEEN);
        }
        add_name(out, phrases, PS_PACK_TEXT_ELEMENT, contract->elements[i].element);
    }
    if (count) {
        add_word(out, phrases, PS_BOOK_ELEMENTS_END);
    }
}

static void add_contract(ps_buffer *out, const ps_phrases *phrases,
                         const ps_supplier_contract *contract)
{
    uint64_t present = 0;
    ps_buffer_add_str(out, contract->id);
    if (!contract->seen) {
        add_word(out, phrases, PS_BOOK_CONTRACT_ABSENT);
        return;
    }
    for (size_t i = 0; i < contract->element_count; i++) {
        present += contract->elements[i].state == PS_STATE_PRESENT;
    }
    add_counts(out, phrases, PS_BOOK_CONTRACT_PRESENT, present, contract->element_count);
    add_elements(out, phrases, contract, PS_STATE_MISSING);
    add_elements(out, phrases, contract, PS_STATE_DEFEATED);
    add_elements(out, phrases, contract, PS_STATE_NOT_EVALUABLE);
}

void ps_supplier_add_contracts(ps_buffer *out, const ps_phrases *phrases,
                               const ps_supplier *supplier)
{
    for (size_t i = 0; i < supplier->contract_count; i++) {
        add_separator(out, phrases, i);
        add_contract(out, phrases, &supplier->contracts[i]);
    }
    if (supplier->contracts_left_out) {
        add_separator(out, phrases, supplier->contract_count);
        add_counts(out, phrases, PS_BOOK_FURTHER_CONTRACTS, supplier->contracts_left_out, 0);
    }
}

void ps_supplier_add_rating(ps_buffer *out, const ps_phrases *phrases, const ps_rating *rating)
{
    const struct {
        unsigned points;
        ps_book_word of;
    } parts[] = {{rating->worst, PS_BOOK_POINTS_WORST},
                 {rating->hits, PS_BOOK_POINTS_HITS},
                 {rating->elements, PS_BOOK_POINTS_ELEMENTS},
                 {rating->undecided, PS_BOOK_POINTS_UNDECIDED},
                 {rating->audit, PS_BOOK_POINTS_AUDIT}};
    const char *between = "";
    for (size_t i = 0; i < PS_COUNT(parts); i++) {
        if (parts[i].points) {
            ps_buffer_add_text(out, between);
            add_counts(out, phrases, parts[i].of, parts[i].points, 0);
            between = " + ";
        }
    }
    ps_buffer_add_text(out, between[0] ? " = " : "");
    add_counts(out, phrases, PS_BOOK_POINTS_OF, rating->points, 0);
}
