/* Reading a record back; json_record.c writes it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"
#include "base/str.h"
#include "report/kept_objects.h"

void ps_kept_party(ps_kept_line *line, const ps_kept_value *object, ps_party_view *ret)
{
    ret->name = ps_kept_text(line, object, "name");
    ret->id = ps_kept_text(line, object, "id");
    ret->scheme = ps_kept_text(line, object, "scheme");
    ret->check = ps_kept_check(line, object, "check");
    ret->key = ps_kept_text(line, object, "key");
}

/* The marked part as bytes of the quote; one that does not lie in it is no mark. */
static ps_span read_mark(ps_kept_line *line, const ps_kept_value *object, ps_str quote)
{
    const ps_kept_value *v;
    size_t count;
    uint64_t ends[2] = {0, 0};
    if (!ps_kept_list(line, object, "mark", PS_KEPT_NUMBER, 1, &v, &count)) {
        return (ps_span){0, 0};
    }
    for (size_t i = 0; i < 2 && v; i++, v = v->next) {
        if (!ps_str_to_uint(v->text, quote.len, &ends[i])) {
            count = 0;
        }
    }
    if (count != 2 || ends[0] >= ends[1]) {
        ps_kept_wrong(line, "\"mark\" is not a part of the text");
    }
    return (ps_span){ends[0], ends[1]};
}

static ps_evidence read_evidence(ps_kept_line *line, const ps_kept_value *object)
{
    ps_evidence evidence = {.field = ps_kept_text(line, object, "field"),
                            .quote = ps_kept_text(line, object, "text"),
                            .entry = ps_kept_text(line, object, "entry"),
                            .role = ps_kept_text(line, object, "role"),
                            .start = ps_kept_count(line, object, "start"),
                            .end = ps_kept_count(line, object, "end"),
                            .line = ps_kept_count(line, object, "line"),
                            .place = ps_kept_text(line, object, "place")};
    evidence.mark = read_mark(line, object, evidence.quote);
    return evidence;
}

static const ps_evidence *read_places(ps_kept_line *line, const ps_kept_value *object,
                                      const char *key, size_t *ret_count)
{
    const ps_kept_value *v;
    ps_evidence *places =
        ps_kept_list(line, object, key, PS_KEPT_OBJECT, sizeof *places, &v, ret_count);
    for (size_t i = 0; i < *ret_count; i++, v = v->next) {
        places[i] = read_evidence(line, v);
    }
    return places;
}

static const ps_category_match *read_others(ps_kept_line *line, const ps_kept_value *object,
                                            size_t *ret_count)
{
    const ps_kept_value *v;
    ps_category_match *others =
        ps_kept_list(line, object, "others", PS_KEPT_OBJECT, sizeof *others, &v, ret_count);
    for (size_t i = 0; i < *ret_count; i++, v = v->next) {
        others[i] = (ps_category_match){ps_kept_text(line, v, "category"),
                                        ps_kept_confidence(line, v, "confidence")};
    }
    return others;
}

static const ps_item_today *read_today(ps_kept_line *line, const ps_kept_value *object)
{
    const ps_kept_value *today = ps_kept_object(line, object, "today");
    ps_item_today *ret = today ? ps_arena_alloc(line->arena, sizeof *ret) : NULL;
    if (today && !ret) {
        ps_kept_wrong(line, "out of memory");
    }
    if (ret) {
        *ret = (ps_item_today){.outcome = ps_kept_outcome(line, today, "outcome"),
                               .category = ps_kept_text(line, today, "category"),
                               .confidence = ps_kept_confidence(line, today, "confidence"),
                               .basis = ps_kept_text(line, today, "basis")};
    }
    return ret;
}

static void read_item(ps_kept_line *line, const ps_kept_value *object, ps_str currency,
                      ps_item_outcome *ret)
{
    ret->line_id.text = ps_kept_text(line, object, "line");
    ret->name = ps_kept_text(line, object, "name");
    ret->outcome = ps_kept_outcome(line, object, "outcome");
    ret->category = ps_kept_text(line, object, "category");
    ret->confidence = ps_kept_confidence(line, object, "confidence");
    ret->scale = ps_kept_scale(line, object, "scale");
    ret->amount.known = ps_kept_decimal(line, object, "amount", &ret->amount.value);
    ret->amount.source.text = ps_kept_text(line, object, "amount_source");
    ret->evidence = read_places(line, object, "evidence", &ret->evidence_count);
    ret->evidence_left_out = ps_kept_count(line, object, "evidence_left_out");
    ret->reason = ps_kept_text(line, object, "reason");
    ret->currency = ps_kept_text(line, object, "currency");
    if (!ret->currency.ptr) {
        ret->currency = currency; /* told only where it is another one than the record's */
    }
    ret->others = read_others(line, object, &ret->other_count);
    ret->basis = ps_kept_text(line, object, "basis");
    ret->manufacturer = ps_kept_text(line, object, "manufacturer");
    ret->today = read_today(line, object);
    ret->delivery.day = ps_kept_day(line, object, "delivery");
    ret->line = ps_kept_count(line, object, "source_line");
}

static void read_element(ps_kept_line *line, const ps_kept_value *object, ps_element_outcome *ret)
{
    const ps_kept_value *nearest = ps_kept_object(line, object, "nearest");
    ret->element = ps_kept_text(line, object, "element");
    ret->state = ps_kept_state(line, object, "state");
    ret->required = ret->state != PS_STATE_NOT_REQUIRED;
    ret->evidence = read_places(line, object, "evidence", &ret->evidence_count);
    ret->evidence_left_out = ps_kept_count(line, object, "evidence_left_out");
    if (nearest) {
        ret->nearest = read_evidence(line, nearest);
        ret->lacks = ps_kept_text(line, nearest, "lacks");
    }
    ret->reason = ps_kept_text(line, object, "reason");
    ret->source = ps_kept_text(line, object, "contract");
    ret->through = ps_kept_text(line, object, "through");
    ret->severity = ps_kept_worst(line, object, "severity");
    ret->basis = ps_kept_text(line, object, "basis");
    ret->defeat = ps_kept_text(line, object, "defeat");
    ret->nature = ps_kept_text(line, object, "nature");
    ret->title = ps_kept_text(line, object, "title");
}

static void read_items(ps_kept_line *line, const ps_kept_value *object, ps_screened *ret)
{
    const ps_kept_value *v;
    ps_item_outcome *items =
        ps_kept_list(line, object, "items", PS_KEPT_OBJECT, sizeof *items, &v, &ret->item_count);
    for (size_t i = 0; i < ret->item_count; i++, v = v->next) {
        read_item(line, v, ret->currency, &items[i]);
    }
    ret->items = items;
}

static void read_elements(ps_kept_line *line, const ps_kept_value *object, ps_screened *ret)
{
    const ps_kept_value *v;
    ps_element_outcome *elements = ps_kept_list(line, object, "elements", PS_KEPT_OBJECT,
                                                sizeof *elements, &v, &ret->element_count);
    for (size_t i = 0; i < ret->element_count; i++, v = v->next) {
        read_element(line, v, &elements[i]);
    }
    ret->elements = elements;
}

static void read_attachments(ps_kept_line *line, const ps_kept_value *object, ps_screened *ret)
{
    const ps_kept_value *v;
    ps_attached *list = ps_kept_list(line, object, "attachments", PS_KEPT_OBJECT, sizeof *list, &v,
                                     &ret->attachment_count);
    for (size_t i = 0; i < ret->attachment_count; i++, v = v->next) {
        list[i] = (ps_attached){.name = ps_kept_text(line, v, "name"),
                                .line = ps_kept_count(line, v, "line"),
                                .role = ps_kept_role(line, v, "role"),
                                .state = ps_kept_attached(line, v, "state"),
                                .kind = ps_kept_text(line, v, "kind"),
                                .contract = ps_kept_text(line, v, "contract"),
                                .reason = ps_kept_text(line, v, "reason")};
    }
    ret->attachments = list;
}

void ps_kept_record(ps_kept_line *line, const ps_kept_value *object, ps_screened *ret)
{
    const ps_kept_value *buyer = ps_kept_object(line, object, "buyer");
    *ret = (ps_screened){.source = ps_kept_text(line, object, "source"),
                         .line = ps_kept_count(line, object, "line"),
                         .seq = ps_kept_count(line, object, "seq"),
                         .format = ps_kept_text(line, object, "format"),
                         .kind = ps_kept_record_kind(line, object, "kind"),
                         .id = ps_kept_text(line, object, "id"),
                         .date = ps_kept_day(line, object, "date"),
                         .currency = ps_kept_text(line, object, "currency"),
                         .outcome = ps_kept_outcome(line, object, "outcome"),
                         .reason = ps_kept_text(line, object, "reason"),
                         .offset = ps_kept_count(line, object, "offset"),
                         .waited = ps_kept_flag(line, object, "waited"),
                         .text_bytes = ps_kept_count(line, object, "text_bytes")};
    ps_kept_party(line, buyer, &ret->buyer);
    ret->buyer_status = ps_kept_status(line, buyer, "status");
    ps_kept_party(line, ps_kept_object(line, object, "supplier"), &ret->supplier);
    ret->contracts = ps_kept_texts(line, object, "contracts", &ret->contract_count);
    ret->quotations = ps_kept_texts(line, object, "quotations", &ret->quotation_count);
    read_attachments(line, object, ret);
    read_items(line, object, ret);
    read_elements(line, object, ret);
    ret->total.known = ps_kept_decimal(line, object, "total", &ret->total.value);
    ret->suspicious = read_places(line, object, "suspicious", &ret->suspicious_count);
    ret->not_understood = read_places(line, object, "not_understood", &ret->not_understood_count);
    ret->not_understood_left_out = ps_kept_count(line, object, "not_understood_left_out");
    ret->watched = read_places(line, object, "watched", &ret->watched_count);
}
