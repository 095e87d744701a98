/* The key is everything that a judgement depends on: every text and code of the item, how far its
 * values stand behind its first line, what is in force on the day, and whether the amount is one
 * that the catalog calls large. Part numbers differ from line to line and mostly say nothing: of
 * one in which nothing was seen the key has no more than that.
 * SPDX-License-Identifier: Apache-2.0 */
#include "catalog/recall.h"

#include "base/error.h"

static void add_turn(ps_buffer *turns, ps_day day)
{
    const ps_day *have = (const void *)turns->ptr;
    for (size_t i = 0; i < turns->len / sizeof day; i++) {
        if (have[i] == day) {
            return;
        }
    }
    ps_buffer_add(turns, (const char *)&day, sizeof day);
}

static void add_turns(ps_buffer *turns, ps_day from, ps_day to)
{
    add_turn(turns, from);
    if (to < INT32_MAX) {
        add_turn(turns, to + 1);
    }
}

/* How many entries of the catalog have dates of their own is for its authors to say; different
 * dates are few. */
static void find_turns(ps_buffer *turns, const ps_catalog *catalog)
{
    add_turn(turns, catalog->first_day);
    for (uint32_t i = 0; i < catalog->categories.count; i++) {
        add_turn(turns, PS_CAT_AT(catalog->categories, ps_cat_category, i)->first);
    }
    for (uint32_t i = 0; i < catalog->versions.count; i++) {
        const ps_cat_version *version = PS_CAT_AT(catalog->versions, ps_cat_version, i);
        add_turns(turns, version->from, version->to);
    }
    for (uint32_t i = 0; i < catalog->codes.count; i++) {
        const ps_cat_code *code = PS_CAT_AT(catalog->codes, ps_cat_code, i);
        add_turns(turns, code->from, code->to);
    }
    for (uint32_t i = 0; i < catalog->watches.count; i++) {
        const ps_cat_watch *watch = PS_CAT_AT(catalog->watches, ps_cat_watch, i);
        add_turns(turns, watch->from, watch->to);
    }
    for (uint32_t i = 0; i < catalog->criticals.count; i++) {
        const ps_cat_critical *critical = PS_CAT_AT(catalog->criticals, ps_cat_critical, i);
        add_turns(turns, critical->from, critical->to);
    }
}

ps_status ps_item_recall_init(ps_item_recall *recall, const ps_catalog *catalog, ps_error *reterr)
{
    *recall = (ps_item_recall){.memo = {.kept = 0}};
    ps_buffer_init(&recall->key, PS_ITEM_KEY_MAX);
    ps_buffer_init(&recall->turns, 0);
    find_turns(&recall->turns, catalog);
    return recall->turns.failed ? ps_error_memory(reterr)
                                : ps_memo_init(&recall->memo, PS_ITEM_RECALL_BYTES, 0, reterr);
}

void ps_item_recall_done(ps_item_recall *recall)
{
    ps_memo_done(&recall->memo);
    ps_buffer_done(&recall->key);
    ps_buffer_done(&recall->turns);
}

/* The same number for all days on which the same things are in force. */
static uint32_t period(const ps_item_recall *recall, ps_day day)
{
    const ps_day *turns = (const void *)recall->turns.ptr;
    uint32_t passed = 0;
    for (size_t i = 0; i < recall->turns.len / sizeof day; i++) {
        passed += turns[i] <= day;
    }
    return day == PS_NO_DAY ? UINT32_MAX : passed;
}

static void add_text(ps_buffer *key, ps_str text)
{
    ps_buffer_add_number(key, text.len);
    ps_buffer_add_str(key, text);
}

static void add_value(ps_buffer *key, const ps_value *value, const ps_item *item)
{
    add_text(key, value->text);
    if (value->text.len) {
        ps_buffer_add_number(key, value->line - item->line);
    }
}

static ps_status add_parts(ps_item_recall *recall, ps_weigher *weigher, ps_error *reterr)
{
    const ps_item *item = weigher->item;
    for (size_t i = 0; i < item->part_count; i++) {
        const ps_ident *part = &item->parts[i];
        int letters;
        int silent;
        ps_status status =
            ps_survey_is_silent(weigher->scan, &part->value, &silent, &letters, reterr);
        if (status != PS_OK) {
            return status;
        }
        ps_buffer_add_number(&recall->key, (uint64_t)(silent << 1 | letters));
        if (!silent) {
            add_text(&recall->key, part->scheme.text);
            add_value(&recall->key, &part->value, item);
        }
    }
    return PS_OK;
}

static ps_status make_key(ps_item_recall *recall, ps_weigher *weigher, ps_error *reterr)
{
    ps_buffer *key = &recall->key;
    const ps_item *item = weigher->item;
    const uint64_t head[] = {period(recall, weigher->day),
                             (uint64_t)ps_weigh_amount_is_large(weigher),
                             item->text_count,
                             item->part_count,
                             item->code_count,
                             item->property_count};
    ps_buffer_clear(key);
    for (size_t i = 0; i < PS_COUNT(head); i++) {
        ps_buffer_add_number(key, head[i]);
    }
    for (size_t i = 0; i < item->text_count; i++) {
        add_text(key, item->texts[i].field);
        add_value(key, &item->texts[i].value, item);
    }
    if (item->text_count == 0) {
        add_value(key, &item->name, item);
    }
    for (size_t i = 0; i < item->code_count; i++) {
        const ps_code *code = &item->codes[i];
        add_text(key, code->scheme);
        add_text(key, code->scheme_source.text);
        add_value(key, &code->value, item);
        add_value(key, &code->title, item);
    }
    for (size_t i = 0; i < item->property_count; i++) {
        const ps_property *property = &item->properties[i];
        add_value(key, &property->name, item);
        add_value(key, &property->value, item);
        add_value(key, &property->unit, item);
    }
    const ps_value *others[] = {&item->manufacturer, &item->brand, &item->model, &item->department};
    for (size_t i = 0; i < PS_COUNT(others); i++) {
        add_value(key, others[i], item);
    }
    return key->failed ? PS_OK : add_parts(recall, weigher, reterr);
}

static const ps_evidence *copy_evidence(const ps_evidence *from, size_t count, uint64_t moved,
                                        ps_arena *arena)
{
    ps_evidence *to = ps_arena_array(arena, count, sizeof *to);
    for (size_t i = 0; to && i < count; i++) {
        to[i] = from[i];
        to[i].line += moved;
    }
    return to;
}

/* What is kept of an outcome: all but what is copied from the item. */
typedef struct answer {
    const ps_evidence *evidence; /* with lines that count from the item's */
    size_t evidence_count;
    size_t evidence_left_out;
    ps_str reason;
    ps_str category;
    ps_str basis;
    ps_str digest;
    const ps_category_match *others;
    size_t other_count;
    ps_outcome outcome;
    ps_confidence confidence;
    ps_scale scale;
} answer;

ps_status ps_item_recall_find(ps_item_recall *recall, ps_weigher *weigher, ps_arena *arena,
                              ps_item_outcome *outcome, ps_error *reterr)
{
    ps_status status = make_key(recall, weigher, reterr);
    if (status != PS_OK || recall->key.failed) {
        ps_memo_skip(&recall->memo);
        return status == PS_OK ? PS_END : status;
    }
    const answer *known = ps_memo_find(&recall->memo, ps_buffer_str(&recall->key));
    if (!known) {
        return PS_END;
    }
    outcome->outcome = known->outcome;
    outcome->category = known->category;
    outcome->confidence = known->confidence;
    outcome->scale = known->scale;
    outcome->others = known->others;
    outcome->other_count = known->other_count;
    outcome->evidence_count = known->evidence_count;
    outcome->evidence_left_out = known->evidence_left_out;
    outcome->digest = known->digest;
    outcome->basis = known->basis;
    outcome->reason = known->reason;
    if (known->evidence_count) {
        outcome->evidence =
            copy_evidence(known->evidence, known->evidence_count, weigher->item->line, arena);
        return outcome->evidence ? PS_OK : ps_error_memory(reterr);
    }
    return PS_OK;
}

/* 0: no room. */
static int own(ps_memo *memo, ps_str *text)
{
    if (text->ptr) {
        *text = ps_memo_share(memo, *text);
        return text->ptr != NULL;
    }
    return 1;
}

/* Ids of the catalog live longer than any item. */
static int own_evidence(ps_memo *memo, const ps_item *item, answer *kept)
{
    ps_evidence *list = ps_arena_array(&memo->arena, kept->evidence_count + 1, sizeof *list);
    for (size_t i = 0; list && i < kept->evidence_count; i++) {
        list[i] = kept->evidence[i];
        list[i].line -= item->line;
        if (!own(memo, &list[i].field) || !own(memo, &list[i].quote)) {
            return 0;
        }
    }
    kept->evidence = list;
    return list != NULL;
}

static int own_others(ps_arena *arena, answer *kept)
{
    ps_category_match *list = ps_arena_array(arena, kept->other_count + 1, sizeof *list);
    for (size_t i = 0; list && i < kept->other_count; i++) {
        list[i] = kept->others[i];
    }
    kept->others = list;
    return list != NULL;
}

void ps_item_recall_keep(ps_item_recall *recall, const ps_item *item,
                         const ps_item_outcome *outcome)
{
    ps_arena *arena = ps_memo_room(&recall->memo);
    answer *kept = arena ? ps_arena_alloc(arena, sizeof *kept) : NULL;
    if (!kept) {
        return;
    }
    *kept = (answer){.evidence = outcome->evidence,
                     .evidence_count = outcome->evidence_count,
                     .evidence_left_out = outcome->evidence_left_out,
                     .reason = outcome->reason,
                     .category = outcome->category,
                     .basis = outcome->basis,
                     .digest = outcome->digest,
                     .others = outcome->others,
                     .other_count = outcome->other_count,
                     .outcome = outcome->outcome,
                     .confidence = outcome->confidence,
                     .scale = outcome->scale};
    ps_memo *memo = &recall->memo;
    if (own_evidence(memo, item, kept) && own_others(arena, kept) && own(memo, &kept->reason) &&
        own(memo, &kept->digest)) {
        ps_memo_keep(memo, kept);
    }
}
