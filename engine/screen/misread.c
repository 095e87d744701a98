/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/misread.h"

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "record/currency.h"

enum { SHOWN = 60 }; /* bytes of a line's id or of a date in a sentence */

typedef struct noter {
    ps_arena *arena;
    const ps_limits *limits;
    const ps_item *item; /* NULL: of the record */
    ps_evidence *list;
    size_t count;
    uint64_t left_out;
    int no_memory;
} noter;

static void note(noter *n, ps_str field, ps_value value)
{
    if (n->count == n->limits->evidence) {
        n->left_out++;
        return;
    }
    if (!n->list) {
        n->list = ps_arena_array(n->arena, (size_t)n->limits->evidence, sizeof *n->list);
    }
    if (n->item) {
        ps_str line = ps_str_cut(n->item->line_id.text, SHOWN);
        ps_str parts[] = {PS_STR("line "), line, line.len ? PS_STR(" ") : PS_STR(""), field};
        field = ps_arena_concat(n->arena, parts, PS_COUNT(parts));
    }
    if (!n->list || !field.ptr) {
        n->no_memory = 1;
        return;
    }
    n->list[n->count++] =
        (ps_evidence){.field = field,
                      .quote = ps_str_cut(value.text, (size_t)n->limits->quote_bytes),
                      .role = PS_STR("not-understood"),
                      .end = value.text.len,
                      .line = value.line};
}

static void note_number(noter *n, const char *field, const ps_number *number)
{
    if (number->source.text.len && !number->known) {
        note(n, ps_str_from(field), number->source);
    }
}

static void note_date(noter *n, const char *field, const ps_date *date)
{
    if (date->source.text.len && date->day == PS_NO_DAY) {
        note(n, ps_str_from(field), date->source);
    }
}

static void note_currency(noter *n, ps_value currency)
{
    if (currency.text.len && !ps_currency_is_code(currency.text)) {
        note(n, PS_STR("currency"), currency);
    }
}

ps_status ps_misread_note(const ps_record *record, const ps_limits *limits, ps_arena *arena,
                          ps_screened *screened, ps_error *reterr)
{
    noter n = {.arena = arena, .limits = limits};
    note_date(&n, "date", &record->date);
    note_currency(&n, record->currency);
    note_number(&n, "total", &record->total);
    for (size_t i = 0; i < record->item_count; i++) {
        const ps_item *item = &record->items[i];
        n.item = item;
        note_number(&n, "quantity", &item->quantity);
        note_number(&n, "price", &item->price);
        note_number(&n, "price-base", &item->price_base);
        note_number(&n, "amount", &item->amount);
        note_date(&n, "delivery", &item->delivery);
        note_currency(&n, item->currency);
    }
    screened->not_understood = n.list;
    screened->not_understood_count = n.count;
    screened->not_understood_left_out = n.left_out;
    return n.no_memory ? ps_error_memory(reterr) : PS_OK;
}

ps_str ps_misread_reason(const ps_record *record, ps_str reason, ps_arena *arena)
{
    static const char name[] = "no-date:";
    if (!record->date.source.text.len || !ps_str_starts(reason, ps_str_from(name))) {
        return reason;
    }
    ps_str parts[] = {PS_STR("date-not-understood: \""),
                      ps_str_cut(record->date.source.text, SHOWN), PS_STR("\";"),
                      ps_str_slice(reason, strlen(name), reason.len)};
    return ps_arena_concat(arena, parts, PS_COUNT(parts));
}
