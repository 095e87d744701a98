/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/judge.h"

#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "record/ident.h"
#include "screen/misread.h"
#include "screen/reference.h"
#include "screen/variants.h"
#include "text/fold.h"

ps_status ps_judge_init(ps_judge *judge, const ps_packs *packs, const ps_limits *limits,
                        ps_day as_of, ps_day today, int explain, ps_error *reterr)
{
    *judge = (ps_judge){.packs = packs,
                        .limits = limits,
                        .as_of = as_of,
                        .today = as_of == PS_NO_DAY ? today : PS_NO_DAY,
                        .explain = explain};
    ps_arena_init(&judge->arena, 0);
    ps_attachments_init(&judge->attachments, limits);
    ps_status status = ps_catalog_scratch_new(packs->catalog, limits, &judge->catalog, reterr);
    if (status == PS_OK) {
        status = ps_policy_scratch_new(packs->policy, limits, &judge->policy, reterr);
    }
    if (status != PS_OK) {
        ps_judge_done(judge);
    }
    return status;
}

void ps_judge_profiler(ps_judge *judge, ps_profiler *profiler)
{
    judge->profiler = profiler;
    ps_catalog_scratch_profiler(judge->catalog, profiler);
    ps_policy_scratch_profiler(judge->policy, profiler);
}

void ps_judge_done(ps_judge *judge)
{
    ps_catalog_scratch_free(judge->catalog);
    ps_policy_scratch_free(judge->policy);
    ps_attachments_done(&judge->attachments);
    ps_arena_done(&judge->arena);
    judge->catalog = NULL;
    judge->policy = NULL;
}

/* What a party is merged by across records (law.md 8.3): a checked identifier, else any identifier
 * together with the format that it comes from (an account number means nothing in another system),
 * else the folded name. */
static ps_status party_key(ps_arena *arena, const ps_party *party, const ps_ident *best,
                           ps_str format, ps_str *ret, ps_error *reterr)
{
    if (best && best->check != PS_CHECK_INVALID && best->check != PS_CHECK_NONE) {
        ps_str parts[] = {best->scheme.text, PS_STR(":"), best->normal};
        *ret = ps_arena_concat(arena, parts, PS_COUNT(parts));
    } else if (best) {
        ps_str parts[] = {format, PS_STR("/"), best->scheme.text, PS_STR(":"), best->normal};
        *ret = ps_arena_concat(arena, parts, PS_COUNT(parts));
    } else if (party->name.text.len) {
        ps_folded folded;
        ps_status status = ps_fold(arena, party->name.text, PS_FOLD_TERM, &folded, reterr);
        if (status != PS_OK) {
            return status;
        }
        ps_str parts[] = {PS_STR("name:"), folded.text};
        *ret = ps_arena_concat(arena, parts, PS_COUNT(parts));
    } else {
        *ret = PS_STR("");
    }
    return ret->ptr ? PS_OK : ps_error_memory(reterr);
}

static ps_status view_party(ps_arena *arena, const ps_party *party, ps_str format,
                            ps_party_view *ret, ps_error *reterr)
{
    const ps_ident *best = ps_party_best_ident(party);
    *ret = (ps_party_view){.name = party->name.text};
    if (best) {
        ret->id = best->value.text;
        ret->scheme = best->scheme.text;
        ret->check = best->check;
    }
    return party_key(arena, party, best, format, &ret->key, reterr);
}

/* What the law of today says of an item in which something was seen, where it says something else
 * than the law of the record's date. */
static ps_status judge_today(ps_judge *judge, const ps_record *record, const ps_item *item,
                             ps_day day, ps_item_outcome *outcome, ps_error *reterr)
{
    if (judge->today == PS_NO_DAY || day == PS_NO_DAY || day >= judge->today ||
        !outcome->category.len || ps_catalog_same_law(judge->packs->catalog, day, judge->today)) {
        return PS_OK;
    }
    ps_item_outcome later = {.outcome = PS_OUTCOME_CLEAR};
    ps_item_today *today = ps_arena_alloc(&judge->arena, sizeof *today);
    if (!today) {
        return ps_error_memory(reterr);
    }
    ps_status status = ps_catalog_judge(judge->catalog, item, record->currency.text, judge->today,
                                        0, &judge->arena, &later, reterr);
    if (status != PS_OK) {
        return PS_FATAL;
    }
    if (later.outcome != outcome->outcome || later.confidence != outcome->confidence ||
        !ps_str_equal(later.category, outcome->category) ||
        !ps_str_equal(later.basis, outcome->basis)) {
        *today = (ps_item_today){later.outcome, later.category, later.confidence, later.basis};
        outcome->today = today;
    }
    return PS_OK;
}

/* A hit stays a hit when the record may be incomplete; anything else cannot be said to be clear. */
static void damage_item(const char *damage, ps_item_outcome *item)
{
    if (item->outcome == PS_OUTCOME_CLEAR) {
        item->outcome = PS_OUTCOME_NOT_EVALUABLE;
        item->reason = ps_str_from(damage);
    }
}

static ps_status judge_items(ps_judge *judge, const ps_record *record, ps_day day,
                             ps_screened *screened, ps_error *reterr)
{
    ps_item_outcome *items = NULL;
    if (record->item_count) {
        items = ps_arena_bytes(&judge->arena, record->item_count * sizeof *items);
        if (!items) {
            return ps_error_memory(reterr);
        }
    }
    for (size_t i = 0; i < record->item_count; i++) {
        const ps_item *item = &record->items[i];
        ps_stage before = ps_profiler_enter(judge->profiler, PS_STAGE_WEIGH);
        ps_status status = ps_catalog_judge(judge->catalog, item, record->currency.text, day,
                                            judge->explain, &judge->arena, &items[i], reterr);
        if (status == PS_OK) {
            status = judge_today(judge, record, item, day, &items[i], reterr);
        }
        ps_profiler_leave(judge->profiler, before);
        if (status != PS_OK) {
            return PS_FATAL;
        }
        ps_profiler_found(judge->profiler, PS_STAGE_WEIGH, items[i].outcome == PS_OUTCOME_HIT);
        items[i].reason = ps_misread_reason(record, items[i].reason, &judge->arena);
        if (!items[i].reason.ptr) {
            return ps_error_memory(reterr);
        }
        if (record->damage) {
            damage_item(record->damage, &items[i]);
        }
    }
    screened->items = items;
    return ps_variants_fold(record, judge->limits, &judge->arena, items, &screened->item_count,
                            reterr);
}

/* Contracts and purchases must contain the elements; a catalogue or a notice is neither. */
static int elements_apply(ps_record_kind kind)
{
    switch (kind) {
    case PS_KIND_ORDER:
    case PS_KIND_CONTRACT:
    case PS_KIND_INVOICE:
    case PS_KIND_OTHER:
    case PS_KIND_QUOTATION:
        return 1;
    case PS_KIND_CATALOGUE:
    case PS_KIND_NOTICE:
        return 0;
    }
    return 0;
}

/* The agreement is owed for network products and services (CIIR art. 20): required where an item is
 * one, and in a contract that does not list what it is about. */
static int elements_required(const ps_record *record, const ps_screened *screened)
{
    if (!elements_apply(record->kind)) {
        return 0;
    }
    for (size_t i = 0; i < screened->item_count; i++) {
        if (screened->items[i].category.len && screened->items[i].outcome != PS_OUTCOME_CLEAR) {
            return 1;
        }
    }
    return record->kind == PS_KIND_CONTRACT && screened->item_count == 0;
}

/* Whether a text that nobody has read could settle it. */
static int is_open(const ps_element_outcome *element)
{
    return element->state == PS_STATE_MISSING ||
           (element->state == PS_STATE_NOT_EVALUABLE &&
            ps_str_starts(element->reason, PS_STR("no-contract-text")));
}

static ps_status judge_texts(ps_judge *judge, const ps_record *record, ps_day day,
                             ps_screened *screened, ps_error *reterr)
{
    /* What nobody asks for is not worked out: a purchase without a network product needs no
     * clauses, and only contracts and quotations are asked by other records. */
    int required = elements_required(record, screened);
    int asked = record->kind == PS_KIND_CONTRACT || record->kind == PS_KIND_QUOTATION;
    if (!required && !asked && !judge->explain) {
        return PS_OK;
    }
    ps_element_outcome *elements = NULL;
    size_t count = 0;
    ps_policy_texts texts = {0};
    ps_attached_texts attached;
    ps_stage before = ps_profiler_enter(judge->profiler, PS_STAGE_ATTACHMENTS);
    ps_status status =
        ps_attachments_read(&judge->attachments, record, screened->contracts,
                            screened->contract_count, &judge->arena, &attached, reterr);
    ps_profiler_leave(judge->profiler, before);
    if (status == PS_OK) {
        before = ps_profiler_enter(judge->profiler, PS_STAGE_CLAUSES);
        status = ps_policy_judge(judge->packs->policy, judge->policy, &attached.whole, day,
                                 judge->explain, &judge->arena, &elements, &count, &texts, reterr);
        ps_profiler_leave(judge->profiler, before);
    }
    if (status != PS_OK) {
        return PS_FATAL;
    }
    ps_policy_rate(judge->packs->policy, elements, count, screened->items, screened->item_count);
    for (size_t i = 0; i < count; i++) {
        ps_element_outcome *element = &elements[i];
        element->required = required;
        if (!is_open(element)) {
            continue;
        }
        ps_str reason = PS_NO_STR;
        if (record->damage) {
            reason = ps_str_from(record->damage);
        } else if (attached.unread.ptr) {
            reason = attached.unread;
        } else if (element->state == PS_STATE_MISSING && !texts.enough) {
            reason = PS_STR("no-contract-text: the record has no text that could hold the clause");
        }
        if (reason.ptr) {
            element->state = PS_STATE_NOT_EVALUABLE;
            element->reason = reason;
            element->nearest = (ps_evidence){.start = 0};
            element->lacks = PS_NO_STR;
        }
    }
    judge->same = record->damage || attached.unread.ptr ? 0 : texts.same;
    screened->elements = elements;
    screened->element_count = count;
    screened->text_bytes = texts.bytes;
    screened->attachments = attached.list;
    screened->attachment_count = attached.count;
    return PS_OK;
}

/* Disguised text in what people read: bidi controls in ids, names, descriptions and texts. */
typedef struct suspicion {
    ps_arena *arena;
    ps_evidence *list;
    size_t count;
    size_t most;
} suspicion;

/* Offset of the first bidi control (U+202A-202E, U+2066-2069), or SIZE_MAX. */
static size_t find_bidi(ps_str text)
{
    for (size_t i = 0; i + 3 <= text.len; i++) {
        const unsigned char *b = (const unsigned char *)text.ptr + i;
        if (b[0] == 0xE2 && ((b[1] == 0x80 && b[2] >= 0xAA && b[2] <= 0xAE) ||
                             (b[1] == 0x81 && b[2] >= 0xA6 && b[2] <= 0xA9))) {
            return i;
        }
    }
    return SIZE_MAX;
}

static int suspect(suspicion *s, ps_str field, ps_value value)
{
    if (!value.text.len || !memchr(value.text.ptr, 0xE2, value.text.len)) {
        return 1;
    }
    size_t at = find_bidi(value.text);
    if (at == SIZE_MAX || s->count == s->most) {
        return 1;
    }
    if (!s->list) {
        s->list = ps_arena_array(s->arena, s->most, sizeof *s->list);
        if (!s->list) {
            return 0;
        }
    }
    s->list[s->count++] = (ps_evidence){.field = field,
                                        .quote = ps_str_cut(value.text, 200),
                                        .entry = PS_STR("bidi"),
                                        .role = PS_STR("suspicious"),
                                        .start = at,
                                        .end = at + 3,
                                        .line = value.line};
    return 1;
}

static ps_status find_suspicious(ps_judge *judge, const ps_record *record, ps_screened *screened,
                                 ps_error *reterr)
{
    suspicion s = {.arena = &judge->arena, .most = judge->limits->evidence};
    int ok = suspect(&s, PS_STR("id"), record->id) &&
             suspect(&s, PS_STR("buyer"), record->buyer.name) &&
             suspect(&s, PS_STR("supplier"), record->supplier.name);
    for (size_t i = 0; ok && i < record->item_count; i++) {
        for (size_t k = 0; ok && k < record->items[i].text_count; k++) {
            ok = suspect(&s, record->items[i].texts[k].field, record->items[i].texts[k].value);
        }
    }
    for (size_t i = 0; ok && i < record->text_count; i++) {
        ok = suspect(&s, record->texts[i].field, record->texts[i].text);
    }
    screened->suspicious = s.list;
    screened->suspicious_count = s.count;
    return ok ? PS_OK : ps_error_memory(reterr);
}

static ps_status judge_record(ps_judge *judge, const ps_record *record, ps_screened *ret_screened,
                              ps_error *reterr)
{
    ps_arena_reset(&judge->arena);
    judge->same = 0;
    ps_catalog_settle(judge->catalog);
    ps_day day = judge->as_of != PS_NO_DAY ? judge->as_of : record->date.day;
    ps_screened screened = {.line = record->line,
                            .offset = record->offset,
                            .format = record->format,
                            .kind = record->kind,
                            .id = record->id.text,
                            .message_id = record->message_id.text,
                            .date = record->date.day,
                            .currency = record->currency.text,
                            .total = record->total};
    ps_status status =
        view_party(&judge->arena, &record->buyer, record->format, &screened.buyer, reterr);
    if (status == PS_OK) {
        status = view_party(&judge->arena, &record->supplier, record->format, &screened.supplier,
                            reterr);
    }
    if (status == PS_OK) {
        status = ps_references_collect(record, judge->limits, &judge->arena, &screened, reterr);
    }
    if (status == PS_OK) {
        status = judge_items(judge, record, day, &screened, reterr);
    }
    if (status == PS_OK) {
        status = judge_texts(judge, record, day, &screened, reterr);
    }
    if (status == PS_OK) {
        status = find_suspicious(judge, record, &screened, reterr);
    }
    if (status == PS_OK) {
        status = ps_misread_note(record, judge->limits, &judge->arena, &screened, reterr);
    }
    if (status == PS_OK) {
        status =
            ps_catalog_watch(judge->packs->catalog, judge->catalog, &record->supplier.name, day,
                             &judge->arena, &screened.watched, &screened.watched_count, reterr);
    }
    if (status != PS_OK) {
        return status;
    }
    if (record->damage) {
        screened.reason = ps_str_from(record->damage);
    }
    *ret_screened = screened;
    return PS_OK;
}

ps_status ps_judge_record(ps_judge *judge, const ps_record *record, ps_screened *ret_screened,
                          ps_error *reterr)
{
    ps_stage before = ps_profiler_enter(judge->profiler, PS_STAGE_JUDGE);
    ps_status status = judge_record(judge, record, ret_screened, reterr);
    ps_profiler_leave(judge->profiler, before);
    return status;
}

static ps_outcome worse(ps_outcome a, ps_outcome b)
{
    return a > b ? a : b;
}

static ps_outcome element_counts_as(ps_state state)
{
    switch (state) {
    case PS_STATE_MISSING:
    case PS_STATE_DEFEATED:
        return PS_OUTCOME_HIT;
    case PS_STATE_NOT_EVALUABLE:
        return PS_OUTCOME_NOT_EVALUABLE;
    case PS_STATE_PRESENT:
    case PS_STATE_NOT_REQUIRED:
        return PS_OUTCOME_CLEAR;
    }
    return PS_OUTCOME_NOT_EVALUABLE;
}

void ps_judge_conclude(ps_screened *screened, ps_element_outcome *elements)
{
    ps_outcome outcome = PS_OUTCOME_CLEAR;
    int anything = screened->item_count > 0;
    for (size_t i = 0; i < screened->item_count; i++) {
        outcome = worse(outcome, screened->items[i].outcome);
    }
    for (size_t i = 0; i < screened->element_count; i++) {
        if (!elements[i].required) {
            elements[i].state = PS_STATE_NOT_REQUIRED;
            continue;
        }
        anything = 1;
        outcome = worse(outcome, element_counts_as(elements[i].state));
    }
    if (!anything && outcome == PS_OUTCOME_CLEAR) {
        outcome = PS_OUTCOME_NOT_EVALUABLE;
        if (!screened->reason.len) {
            screened->reason = PS_STR("no-items: the record lists nothing that could be judged");
        }
    } else if (screened->reason.len) { /* damaged */
        outcome = worse(outcome, PS_OUTCOME_NOT_EVALUABLE);
    }
    screened->elements = elements;
    screened->outcome = outcome;
}
