/* Evidence: which words, codes, companions, modifiers a statement rests on, with their places in
 * the item's own texts.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "catalog/judge.h"

#define NO_HIT UINT32_MAX

typedef struct writer {
    ps_catalog_scratch *scratch;
    const ps_verdict *verdict;
    uint64_t left_out;
} writer;

static size_t evidence_count(const writer *out)
{
    return out->scratch->evidence.len / sizeof(ps_evidence);
}

static int same(const ps_evidence *a, const ps_evidence *b)
{
    return a->start == b->start && a->end == b->end && a->line == b->line &&
           ps_str_equal(a->field, b->field) && ps_str_equal(a->entry, b->entry) &&
           ps_str_equal(a->role, b->role);
}

static void add(writer *out, const ps_evidence *one)
{
    const ps_evidence *have = (const void *)out->scratch->evidence.ptr;
    for (size_t i = 0; i < evidence_count(out); i++) {
        if (same(&have[i], one)) {
            return;
        }
    }
    if (evidence_count(out) >= out->scratch->limits.evidence) {
        out->left_out++;
        return;
    }
    ps_buffer_add(&out->scratch->evidence, (const char *)one, sizeof *one);
}

static void add_place(writer *out, uint32_t field, uint32_t start, uint32_t end, ps_str entry,
                      const char *role)
{
    ps_survey_place place = ps_survey_where(&out->scratch->scan, field, start, end);
    ps_evidence one = {.field = place.field,
                       .quote = place.quote,
                       .entry = entry,
                       .role = ps_str_from(role),
                       .start = place.start,
                       .end = place.end,
                       .line = place.line};
    add(out, &one);
}

static ps_str entry_id(const ps_catalog *catalog, uint16_t entry)
{
    return entry == PS_CAT_NONE_INDEX ? PS_STR("")
                                      : PS_CAT_AT(catalog->entries, ps_cat_entry, entry)->id;
}

/* Id of what the hit belongs to. */
static ps_str hit_id(const ps_catalog *catalog, const ps_hit *hit)
{
    switch ((ps_cat_use_kind)hit->kind) {
    case PS_CAT_MAKER:
        return PS_CAT_AT(catalog->makers, ps_cat_maker, hit->owner)->id;
    case PS_CAT_MODIFIER:
        return PS_CAT_AT(catalog->modifiers, ps_cat_modifier, hit->owner)->id;
    case PS_CAT_NEGATION:
        return PS_CAT_AT(catalog->negations, ps_cat_negation, hit->owner)->id;
    case PS_CAT_WATCH:
        return PS_CAT_AT(catalog->watches, ps_cat_watch, hit->owner)->id;
    case PS_CAT_SERVICE:
    case PS_CAT_TERM:
    case PS_CAT_DECOY:
    case PS_CAT_CLASS_NAME:
    case PS_CAT_MODEL:
    case PS_CAT_PATTERN:
    case PS_CAT_WITH:
    case PS_CAT_UNLESS:
    case PS_CAT_SCALE:
    case PS_CAT_LABEL:
    case PS_CAT_AMOUNT:
    case PS_CAT_EMPTY:
    case PS_CAT_KINDS:
        break;
    }
    return entry_id(catalog, ps_hit_entry(catalog, hit));
}

static void add_hit(writer *out, uint32_t index, const char *role)
{
    if (index != NO_HIT && index < PS_SURVEY_HIT_COUNT(&out->scratch->scan)) {
        const ps_hit *hit = &PS_SURVEY_HITS(&out->scratch->scan)[index];
        add_place(out, hit->field, hit->start, hit->end, hit_id(out->scratch->scan.catalog, hit),
                  role);
    }
}

static int is_word(const ps_hit *hit)
{
    return hit->kind == PS_CAT_TERM || hit->kind == PS_CAT_PATTERN || hit->kind == PS_CAT_MODEL;
}

static int in_category(const ps_catalog *catalog, const ps_hit *hit, uint16_t category)
{
    uint16_t index = ps_hit_entry(catalog, hit);
    if (index == PS_CAT_NONE_INDEX) {
        return 0;
    }
    const ps_cat_entry *entry = PS_CAT_AT(catalog->entries, ps_cat_entry, index);
    for (uint8_t i = 0; i < entry->category_count; i++) {
        if (entry->categories[i] == category) {
            return 1;
        }
    }
    return 0;
}

/* A companion of the word's entry: another word, or a measure. */
static void add_companion(writer *out, uint16_t entry)
{
    const ps_survey *scan = &out->scratch->scan;
    uint32_t with = out->scratch->weigher.with_hits[entry];
    if (with == NO_HIT) {
        return;
    }
    if (with < PS_SURVEY_HIT_COUNT(scan)) {
        add_hit(out, with, "companion");
        return;
    }
    uint32_t measure = NO_HIT - 1 - with;
    if (measure < PS_SURVEY_MEASURE_COUNT(scan)) {
        const ps_survey_measure *one = &PS_SURVEY_MEASURES(scan)[measure];
        add_place(out, one->field, one->measure.start, one->measure.end,
                  entry_id(scan->catalog, entry), "companion");
    }
}

static void add_words(writer *out, uint16_t category)
{
    const ps_survey *scan = &out->scratch->scan;
    for (uint8_t tier = PS_CAT_STRONG; tier >= PS_CAT_WEAK; tier--) {
        for (uint32_t i = 0; i < PS_SURVEY_HIT_COUNT(scan); i++) {
            const ps_hit *hit = &PS_SURVEY_HITS(scan)[i];
            if (!is_word(hit) || hit->verdict != PS_HIT_COUNTS || hit->tier != tier ||
                !in_category(scan->catalog, hit, category)) {
                continue;
            }
            add_hit(out, i, hit->kind == PS_CAT_MODEL ? "model" : "term");
            if (hit->strength == PS_CAT_WEAK && hit->kind != PS_CAT_MODEL) {
                add_companion(out, hit->owner);
            }
            if (hit->by != NO_HIT) {
                add_hit(out, hit->by, "modifier");
            }
        }
    }
}

static void add_code(writer *out, const ps_sum *sum)
{
    const ps_weigher *weigher = &out->scratch->weigher;
    uint32_t index = sum->item_code;
    if (sum->class_hit != NO_HIT) {
        add_hit(out, sum->class_hit, "class-name");
        return;
    }
    const ps_code *code = &weigher->item->codes[index];
    const ps_str parts[] = {PS_STR("code "), code->scheme};
    ps_str field = ps_arena_concat(&out->scratch->scan.arena, parts, 2);
    ps_evidence one = {.field = field.ptr ? field : PS_STR("code"),
                       .quote = code->value.text,
                       .entry = entry_id(weigher->scan->catalog, sum->code_entry),
                       .role = PS_STR("code"),
                       .start = 0,
                       .end = code->value.text.len,
                       .line = code->value.line};
    add(out, &one);
}

static void add_category(writer *out, uint16_t category)
{
    const ps_weigher *weigher = &out->scratch->weigher;
    const ps_catalog *catalog = weigher->scan->catalog;
    const ps_sum *sum = &weigher->sums[category];
    const ps_lead *lead = &weigher->lead;
    add_words(out, category);
    if (lead->maker != PS_CAT_NONE_INDEX && lead->tier &&
        PS_CAT_AT(catalog->makers, ps_cat_maker, lead->maker)->lead == category) {
        add_hit(out, weigher->maker_hits[lead->maker], "maker");
        add_place(out, lead->field, lead->start, lead->end,
                  PS_CAT_AT(catalog->makers, ps_cat_maker, lead->maker)->id, "model");
    }
    if (sum->code) {
        add_code(out, sum);
    }
    add_hit(out, sum->maker_hit, "maker");
}

/* What contradicts a code. */
static void add_contradiction(writer *out, const ps_sum *sum)
{
    if (!sum->contradicted || sum->blocked == NO_HIT) {
        return;
    }
    const ps_hit *hit = &PS_SURVEY_HITS(&out->scratch->scan)[sum->blocked];
    if (hit->verdict == PS_HIT_NEGATED) {
        add_hit(out, sum->blocked, "negated");
    } else {
        add_hit(out, hit->by, "decoy");
    }
}

static void add_watches(writer *out)
{
    const ps_survey *scan = &out->scratch->scan;
    ps_day day = out->scratch->weigher.day;
    for (uint32_t i = 0; i < PS_SURVEY_HIT_COUNT(scan); i++) {
        const ps_hit *hit = &PS_SURVEY_HITS(scan)[i];
        if (hit->kind == PS_CAT_WATCH && hit->verdict == PS_HIT_COUNTS) {
            const ps_cat_watch *watch = PS_CAT_AT(scan->catalog->watches, ps_cat_watch, hit->owner);
            if (day != PS_NO_DAY && watch->from <= day && day <= watch->to) {
                add_hit(out, i, "watch");
            }
        }
    }
}

/* Products of the critical-equipment catalogue: severity only. */
static void add_criticals(writer *out)
{
    const ps_survey *scan = &out->scratch->scan;
    const ps_cat_list *criticals = &scan->catalog->criticals;
    ps_day day = out->scratch->weigher.day;
    for (uint16_t c = 0; c < criticals->count; c++) {
        const ps_cat_critical *critical = PS_CAT_AT(*criticals, ps_cat_critical, c);
        if (day == PS_NO_DAY || day < critical->from || day > critical->to) {
            continue;
        }
        for (uint32_t i = 0; i < PS_SURVEY_HIT_COUNT(scan); i++) {
            const ps_hit *hit = &PS_SURVEY_HITS(scan)[i];
            if (is_word(hit) && hit->verdict == PS_HIT_COUNTS && hit->tier >= PS_CAT_MEDIUM &&
                ps_hit_entry(scan->catalog, hit) == critical->entry &&
                ps_verdict_critical(scan, c)) {
                add_place(out, hit->field, hit->start, hit->end, critical->id, "critical");
                break;
            }
        }
    }
}

/* What was seen and did not count. */
static void add_unused(writer *out)
{
    static const char *const roles[] = {
        [PS_HIT_SHADOWED] = "shadowed", [PS_HIT_DECOYED] = "decoy",   [PS_HIT_NEGATED] = "negated",
        [PS_HIT_BLOCKED] = "decoy",     [PS_HIT_CONTEXT] = "context",
    };
    const ps_survey *scan = &out->scratch->scan;
    for (uint32_t i = 0; i < PS_SURVEY_HIT_COUNT(scan); i++) {
        const ps_hit *hit = &PS_SURVEY_HITS(scan)[i];
        if (!is_word(hit)) {
            continue;
        }
        if (hit->verdict == PS_HIT_COUNTS) {
            if (hit->tier <= PS_CAT_WEAK) {
                add_hit(out, i, "weak");
            }
        } else if (hit->verdict == PS_HIT_DECOYED || hit->verdict == PS_HIT_BLOCKED) {
            add_hit(out, hit->by, roles[hit->verdict]);
        } else {
            add_hit(out, i, roles[hit->verdict]);
        }
    }
}

/* Further categories, by the law of the day; the stronger first. */
static void find_others(writer *out)
{
    ps_catalog_scratch *scratch = out->scratch;
    const ps_catalog *catalog = scratch->scan.catalog;
    const ps_verdict *verdict = out->verdict;
    ps_day day = scratch->weigher.day;
    for (unsigned points = PS_POINTS_DEFINITE; points >= PS_POINTS_POSSIBLE; points--) {
        for (uint16_t i = 0; i < catalog->categories.count; i++) {
            const ps_cat_category *category = PS_CAT_AT(catalog->categories, ps_cat_category, i);
            unsigned have = scratch->weigher.sums[i].points;
            have = have < category->ceiling ? have : category->ceiling;
            if (have != points || i == verdict->leading || i == verdict->reported) {
                continue;
            }
            add_category(out, i);
            if (!ps_verdict_version(catalog, i, day)) {
                continue;
            }
            ps_category_match match = {category->id,
                                       points >= PS_POINTS_DEFINITE   ? PS_CONFIDENCE_DEFINITE
                                       : points == PS_POINTS_PROBABLE ? PS_CONFIDENCE_PROBABLE
                                                                      : PS_CONFIDENCE_POSSIBLE};
            ps_buffer_add(&scratch->others, (const char *)&match, sizeof match);
        }
    }
}

static const void *keep(ps_arena *arena, const ps_buffer *buffer)
{
    void *copy = ps_arena_alloc(arena, buffer->len + 1);
    if (copy && buffer->len) {
        memcpy(copy, buffer->ptr, buffer->len);
    }
    return copy;
}

/* Field names that were put together for this item live in the scan's arena: bring them over. */
static int keep_fields(ps_arena *arena, const ps_evidence *list, size_t count,
                       ps_evidence *ret_list)
{
    for (size_t i = 0; i < count; i++) {
        ret_list[i] = list[i];
        ret_list[i].field = ps_arena_str(arena, list[i].field);
        if (!ret_list[i].field.ptr) {
            return 0;
        }
    }
    return 1;
}

ps_status ps_verdict_write(ps_catalog_scratch *scratch, const ps_verdict *verdict, int explain,
                           ps_arena *arena, ps_item_outcome *outcome, ps_error *reterr)
{
    writer out = {scratch, verdict, 0};
    ps_buffer_clear(&scratch->evidence);
    ps_buffer_clear(&scratch->others);
    if (verdict->leading != PS_CAT_NONE_INDEX) {
        const ps_sum *sum = &scratch->weigher.sums[verdict->leading];
        add_category(&out, verdict->leading);
        add_contradiction(&out, sum);
        if (verdict->scale_field != UINT32_MAX) {
            add_place(&out, verdict->scale_field, verdict->scale_start, verdict->scale_end,
                      verdict->scale_threshold->id, "scale");
        }
        add_hit(&out, scratch->weigher.service, "service");
        find_others(&out);
        add_criticals(&out);
    }
    add_watches(&out);
    if (explain) {
        add_unused(&out);
    }
    size_t count = evidence_count(&out);
    ps_evidence *list = ps_arena_array(arena, count + 1, sizeof *list);
    outcome->others = keep(arena, &scratch->others);
    outcome->other_count = scratch->others.len / sizeof(ps_category_match);
    if (!list || !outcome->others || scratch->evidence.failed || scratch->others.failed ||
        !keep_fields(arena, (const void *)scratch->evidence.ptr, count, list)) {
        return ps_error_memory(reterr);
    }
    outcome->evidence = list;
    outcome->evidence_count = count;
    outcome->evidence_left_out = out.left_out;
    return PS_OK;
}

ps_status ps_catalog_watch(const ps_catalog *catalog, ps_catalog_scratch *scratch,
                           const ps_value *name, ps_day day, ps_arena *arena,
                           const ps_evidence **ret_list, size_t *ret_count, ps_error *reterr)
{
    const ps_item_text text = {PS_STR("supplier"), *name};
    const ps_item item = {.texts = &text, .text_count = 1};
    const ps_verdict verdict = {.leading = PS_CAT_NONE_INDEX};
    ps_item_outcome outcome = {0};
    *ret_count = 0;
    *ret_list = NULL;
    if (catalog->watches.count == 0) {
        return PS_OK;
    }
    scratch->weigher.item = &item;
    scratch->weigher.day = day;
    ps_status status = ps_survey_texts(&scratch->scan, &item, reterr);
    if (status != PS_OK || !scratch->scan.candidate) {
        return status;
    }
    status = ps_survey_resolve(&scratch->scan, reterr);
    if (status == PS_OK) {
        status = ps_verdict_write(scratch, &verdict, 0, arena, &outcome, reterr);
    }
    if (status == PS_OK) {
        *ret_list = outcome.evidence;
        *ret_count = outcome.evidence_count;
    }
    return status == PS_FAILED ? PS_OK : status;
}
