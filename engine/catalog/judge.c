/* Judging an item: scan, weigh, choose the category by date, write the outcome.
 * SPDX-License-Identifier: Apache-2.0 */
#include "catalog/judge.h"

#include <stdlib.h>

#include "base/decimal.h"
#include "base/error.h"

ps_status ps_catalog_scratch_new(const ps_catalog *catalog, const ps_limits *limits,
                                 ps_catalog_scratch **ret_scratch, ps_error *reterr)
{
    PS_CLEANUP(ps_catalog_scratch_freep) ps_catalog_scratch *scratch = calloc(1, sizeof *scratch);
    if (!scratch) {
        return ps_error_memory(reterr);
    }
    scratch->limits = *limits;
    ps_buffer_init(&scratch->reason, 0);
    ps_buffer_init(&scratch->evidence, 0);
    ps_buffer_init(&scratch->others, 0);
    ps_status status = ps_survey_init(&scratch->scan, catalog, &scratch->limits, reterr);
    if (status == PS_OK) {
        status = ps_weigher_init(&scratch->weigher, &scratch->scan, reterr);
    }
    if (status == PS_OK) {
        status = ps_item_recall_init(&scratch->recall, catalog, reterr);
    }
    if (status == PS_OK) {
        *ret_scratch = PS_TAKE(scratch);
    }
    return status;
}

void ps_catalog_scratch_free(ps_catalog_scratch *scratch)
{
    if (scratch) {
        ps_item_recall_done(&scratch->recall);
        ps_weigher_done(&scratch->weigher);
        ps_survey_done(&scratch->scan);
        ps_buffer_done(&scratch->reason);
        ps_buffer_done(&scratch->evidence);
        ps_buffer_done(&scratch->others);
        free(scratch);
    }
}

void ps_catalog_scratch_profiler(ps_catalog_scratch *scratch, ps_profiler *profiler)
{
    scratch->scan.profiler = profiler;
}

const ps_cat_version *ps_verdict_version(const ps_catalog *catalog, uint16_t category, ps_day day)
{
    for (uint32_t i = 0; i < catalog->versions.count; i++) {
        const ps_cat_version *version = PS_CAT_AT(catalog->versions, ps_cat_version, i);
        if (version->category == category && version->from <= day && day <= version->to) {
            return version;
        }
    }
    return NULL;
}

uint16_t ps_hit_entry(const ps_catalog *catalog, const ps_hit *hit)
{
    if (hit->kind == PS_CAT_MODEL) {
        return PS_CAT_AT(catalog->models, ps_cat_model, hit->owner)->entry;
    }
    if (hit->kind == PS_CAT_PATTERN) {
        return PS_CAT_AT(catalog->patterns, ps_cat_pattern, hit->owner)->entry;
    }
    if (hit->kind == PS_CAT_CLASS_NAME) {
        return PS_CAT_AT(catalog->codes, ps_cat_code, hit->owner)->entry;
    }
    int of_entry = hit->kind == PS_CAT_TERM || hit->kind == PS_CAT_DECOY ||
                   hit->kind == PS_CAT_WITH || hit->kind == PS_CAT_UNLESS;
    return of_entry ? hit->owner : PS_CAT_NONE_INDEX;
}

/* The hit that a category rests on; UINT32_MAX when it rests on a code or on a maker alone. */
static uint32_t best_hit(const ps_sum *sum)
{
    return sum->text >= sum->model ? sum->text_hit : sum->model_hit;
}

/* The place of the category among those that the hit's entry names. */
static unsigned rank(const ps_survey *scan, const ps_hit *hit, uint16_t category)
{
    const ps_cat_entry *entry =
        PS_CAT_AT(scan->catalog->entries, ps_cat_entry, ps_hit_entry(scan->catalog, hit));
    unsigned place = 0;
    while (place < entry->category_count && entry->categories[place] != category) {
        place++;
    }
    return place;
}

/* Of two categories with equal points, whether the second leads: the one that the entry names
 * first; in a compound ("server software") the one whose word comes last, because that is the head
 * in both languages; else the one with the longer word. */
static int leads(const ps_catalog_scratch *scratch, uint16_t first, uint16_t second)
{
    const ps_survey *scan = &scratch->scan;
    uint32_t first_hit = best_hit(&scratch->weigher.sums[first]);
    uint32_t second_hit = best_hit(&scratch->weigher.sums[second]);
    if (first_hit == UINT32_MAX || second_hit == UINT32_MAX) {
        return first_hit == UINT32_MAX && second_hit != UINT32_MAX;
    }
    const ps_hit *a = &PS_SURVEY_HITS(scan)[first_hit];
    const ps_hit *b = &PS_SURVEY_HITS(scan)[second_hit];
    if (first_hit == second_hit) {
        return rank(scan, b, second) < rank(scan, a, first);
    }
    if (a->field == b->field && b->start <= a->end + 1 && a->start <= b->end + 1) {
        return b->end > a->end;
    }
    return b->end - b->start > a->end - a->start;
}

/* The stronger leads. */
static uint16_t choose(const ps_catalog_scratch *scratch)
{
    const ps_catalog *catalog = scratch->scan.catalog;
    const ps_sum *sums = scratch->weigher.sums;
    uint16_t best = PS_CAT_NONE_INDEX;
    unsigned most = 0;
    for (uint16_t i = 0; i < catalog->categories.count; i++) {
        unsigned ceiling = PS_CAT_AT(catalog->categories, ps_cat_category, i)->ceiling;
        unsigned points = sums[i].points < ceiling ? sums[i].points : ceiling;
        if (points < PS_POINTS_POSSIBLE || points < most) {
            continue;
        }
        if (points > most || leads(scratch, best, i)) {
            best = i;
            most = points;
        }
    }
    return best;
}

static ps_confidence confidence_of(unsigned points)
{
    return points >= PS_POINTS_DEFINITE   ? PS_CONFIDENCE_DEFINITE
           : points >= PS_POINTS_PROBABLE ? PS_CONFIDENCE_PROBABLE
           : points >= PS_POINTS_POSSIBLE ? PS_CONFIDENCE_POSSIBLE
                                          : PS_CONFIDENCE_NONE;
}

/* The line's amount, else quantity * price / base; unknown where that is not exact enough. */
static ps_number line_amount(const ps_item *item)
{
    enum { CENTS = 2 };
    ps_number amount = item->amount;
    ps_decimal value;
    if (amount.known || !item->quantity.known || !item->price.known ||
        !ps_decimal_multiply(item->quantity.value, item->price.value, &value)) {
        return amount;
    }
    amount = (ps_number){.source = item->price.source, .value = value, .known = 1};
    if (item->price_base.known) {
        amount.known = ps_decimal_divide(value, item->price_base.value, CENTS, &amount.value);
    } else if (item->price_base.source.text.len) {
        amount.known = 0;
    }
    return amount;
}

static void copy_item(const ps_item *item, ps_str currency, ps_item_outcome *outcome)
{
    *outcome =
        (ps_item_outcome){.line_id = item->line_id,
                          .name = item->name.text,
                          .line = item->line,
                          .outcome = PS_OUTCOME_CLEAR,
                          .amount = line_amount(item),
                          .currency = item->currency.text.len ? item->currency.text : currency,
                          .manufacturer = item->manufacturer.text,
                          .delivery = item->delivery};
    if (!outcome->name.len) {
        enum { NAME_MAX = 120 };
        outcome->name =
            item->text_count ? ps_str_cut(item->texts[0].value.text, NAME_MAX) : PS_STR("");
    }
    if (!outcome->manufacturer.len) {
        outcome->manufacturer = item->brand.text;
    }
}

/* By the law of the day: the category itself, or the one that stands in for it while it was not
 * yet in force. */
static void apply_date(const ps_catalog *catalog, ps_day day, ps_verdict *verdict)
{
    const ps_cat_category *category =
        PS_CAT_AT(catalog->categories, ps_cat_category, verdict->leading);
    verdict->reported = verdict->leading;
    verdict->version = ps_verdict_version(catalog, verdict->leading, day);
    if (!verdict->version && category->before != PS_CAT_NONE_INDEX && day < category->first) {
        verdict->reported = category->before;
        verdict->version = ps_verdict_version(catalog, category->before, day);
        unsigned ceiling =
            PS_CAT_AT(catalog->categories, ps_cat_category, category->before)->ceiling;
        verdict->points = (uint8_t)(verdict->points < ceiling ? verdict->points : ceiling);
    }
}

static ps_status not_evaluable(ps_catalog_scratch *scratch, const ps_verdict *verdict,
                               const char *name, int explain, ps_arena *arena,
                               ps_item_outcome *outcome, ps_error *reterr)
{
    outcome->outcome = PS_OUTCOME_NOT_EVALUABLE;
    return ps_verdict_reason(scratch, verdict, name, explain, arena, &outcome->reason, reterr);
}

static ps_status decide(ps_catalog_scratch *scratch, ps_day day, int explain, ps_arena *arena,
                        ps_item_outcome *outcome, ps_error *reterr)
{
    const ps_catalog *catalog = scratch->scan.catalog;
    ps_verdict verdict = {.leading = choose(scratch), .scale_field = UINT32_MAX};
    verdict.reported = verdict.leading;
    const char *name = NULL;
    if (verdict.leading != PS_CAT_NONE_INDEX) {
        const ps_cat_category *category =
            PS_CAT_AT(catalog->categories, ps_cat_category, verdict.leading);
        uint8_t points = scratch->weigher.sums[verdict.leading].points;
        verdict.points = points < category->ceiling ? points : category->ceiling;
        ps_verdict_scale(scratch, verdict.leading, &verdict);
        if (verdict.scale == PS_SCALE_NOT_MET && verdict.points > PS_POINTS_POSSIBLE) {
            verdict.points = PS_POINTS_POSSIBLE;
        }
        if (day == PS_NO_DAY) {
            name = "no-date";
        } else if (day < catalog->first_day) {
            name = "before-mcr";
        } else {
            apply_date(catalog, day, &verdict);
        }
        outcome->category = PS_CAT_AT(catalog->categories, ps_cat_category, verdict.reported)->id;
        outcome->confidence = confidence_of(verdict.points);
        outcome->scale = verdict.scale;
    }
    if (verdict.version) {
        outcome->outcome = PS_OUTCOME_HIT;
        outcome->basis = verdict.version->basis;
    } else if (!name) {
        outcome->category = PS_NO_STR;
        outcome->confidence = PS_CONFIDENCE_NONE;
        outcome->scale = PS_SCALE_NONE;
    }
    ps_status status = ps_verdict_write(scratch, &verdict, explain, arena, outcome, reterr);
    if (status == PS_OK && name) {
        return not_evaluable(scratch, &verdict, name, explain, arena, outcome, reterr);
    }
    if (status == PS_OK) {
        status =
            ps_verdict_reason(scratch, &verdict, NULL, explain, arena, &outcome->reason, reterr);
    }
    return status;
}

/* A limit of the regular expressions or of the scan: the item cannot be decided. */
static ps_status limit_reached(const char *cause, ps_arena *arena, ps_item_outcome *outcome,
                               ps_error *reterr)
{
    const ps_str parts[] = {ps_str_from(cause), PS_STR(": the item's texts could not be matched")};
    outcome->outcome = PS_OUTCOME_NOT_EVALUABLE;
    outcome->reason = ps_arena_concat(arena, parts, 2);
    return outcome->reason.ptr ? PS_WARN : ps_error_memory(reterr);
}

static void say_nothing_is_described(ps_item_outcome *outcome)
{
    outcome->outcome = PS_OUTCOME_NOT_EVALUABLE;
    outcome->reason = PS_STR("no-description: the item has no text that says what is bought");
}

/* PS_WARN: it was decided by a limit, and may be decided otherwise next time. */
static ps_status judge_anew(ps_catalog_scratch *scratch, int explain, ps_arena *arena,
                            ps_item_outcome *outcome, ps_error *reterr)
{
    ps_weigher *weigher = &scratch->weigher;
    const ps_item *item = weigher->item;
    ps_status status = ps_survey_texts(&scratch->scan, item, reterr);
    if (status != PS_OK) {
        return status;
    }
    if (scratch->scan.limit) {
        return limit_reached("limit:matches", arena, outcome, reterr);
    }
    int has_code = item->code_count > 0 && ps_weigh_has_code(weigher);
    if (!scratch->scan.candidate && !has_code && !explain) {
        if (ps_survey_says_nothing(&scratch->scan)) {
            say_nothing_is_described(outcome);
        } else {
            outcome->reason = PS_STR("its texts hold no word of the catalog");
        }
        return PS_OK;
    }
    ps_error error;
    status = ps_survey_resolve(&scratch->scan, &error);
    if (status == PS_FAILED) {
        return limit_reached(error.cause, arena, outcome, reterr);
    }
    if (status == PS_OK) {
        status = ps_weigh(weigher, &error);
    }
    if (status != PS_OK) {
        if (reterr) {
            *reterr = error;
        }
        return status;
    }
    status = decide(scratch, weigher->day, explain, arena, outcome, reterr);
    if (status == PS_OK && outcome->outcome == PS_OUTCOME_CLEAR &&
        ps_survey_says_nothing(&scratch->scan)) {
        say_nothing_is_described(outcome);
    }
    return status;
}

ps_status ps_catalog_judge(ps_catalog_scratch *scratch, const ps_item *item, ps_str currency,
                           ps_day day, int explain, ps_arena *arena, ps_item_outcome *ret_outcome,
                           ps_error *reterr)
{
    ps_weigher *weigher = &scratch->weigher;
    copy_item(item, currency, ret_outcome);
    weigher->item = item;
    weigher->amount = ret_outcome->amount;
    weigher->currency = ret_outcome->currency;
    weigher->day = day;
    if (!explain) {
        ps_stage before = ps_profiler_enter(scratch->scan.profiler, PS_STAGE_RECALL);
        ps_status known =
            ps_item_recall_find(&scratch->recall, weigher, arena, ret_outcome, reterr);
        ps_profiler_leave(scratch->scan.profiler, before);
        ps_profiler_found(scratch->scan.profiler, PS_STAGE_RECALL, known == PS_OK);
        if (known != PS_END) {
            return known;
        }
    }
    ps_status status = judge_anew(scratch, explain, arena, ret_outcome, reterr);
    if (status == PS_WARN) {
        return PS_OK;
    }
    if (status == PS_OK && ret_outcome->evidence_count) {
        status = ps_verdict_digest(arena, item, &ret_outcome->digest, reterr);
    }
    if (status == PS_OK && !explain) {
        ps_item_recall_keep(&scratch->recall, item, ret_outcome);
    }
    return status;
}

void ps_catalog_settle(ps_catalog_scratch *scratch)
{
    ps_memo_settle(&scratch->recall.memo);
}
