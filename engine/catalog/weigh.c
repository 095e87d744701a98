/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/weigh.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/decimal.h"
#include "base/error.h"

#define NO_HIT UINT32_MAX

uint8_t ps_points_of(uint8_t tier)
{
    static const uint8_t points[] = {0, PS_POINTS_WEAK, PS_POINTS_PROBABLE, PS_POINTS_DEFINITE};
    return points[tier];
}

static uint32_t *indices(uint32_t count)
{
    return malloc((count + 1) * sizeof(uint32_t));
}

ps_status ps_weigher_init(ps_weigher *weigher, ps_survey *scan, ps_error *reterr)
{
    const ps_catalog *catalog = scan->catalog;
    *weigher = (ps_weigher){.scan = scan};
    weigher->with_hits = indices(catalog->entries.count);
    weigher->unless_hits = indices(catalog->entries.count);
    weigher->maker_hits = indices(catalog->makers.count);
    weigher->sums = malloc((catalog->categories.count + 1) * sizeof *weigher->sums);
    if (!weigher->with_hits || !weigher->unless_hits || !weigher->maker_hits || !weigher->sums) {
        return ps_error_memory(reterr);
    }
    return PS_OK;
}

void ps_weigher_done(ps_weigher *weigher)
{
    free(weigher->with_hits);
    free(weigher->unless_hits);
    free(weigher->maker_hits);
    free(weigher->sums);
}

/* A companion inside the very word that it would raise says nothing. */
static int inside_own_term(const ps_hit *hits, uint32_t index)
{
    enum { TERM_LONGEST = 256 };
    const ps_hit *with = &hits[index];
    for (uint32_t k = index; k > 0; k--) {
        const ps_hit *hit = &hits[k - 1];
        if (hit->field != with->field || hit->start + TERM_LONGEST < with->start) {
            break;
        }
        if (hit->kind == PS_CAT_TERM && hit->owner == with->owner && hit->end >= with->end) {
            return 1;
        }
    }
    return 0;
}

static void note(uint32_t *slot, uint32_t hit)
{
    *slot = *slot == NO_HIT ? hit : *slot;
}

static void see_modifier(ps_weigher *weigher, uint32_t index, int *up, int *down)
{
    const ps_hit *hit = &PS_SURVEY_HITS(weigher->scan)[index];
    const ps_cat_modifier *modifier =
        PS_CAT_AT(weigher->scan->catalog->modifiers, ps_cat_modifier, hit->owner);
    if (modifier->place & PS_CAT_PLACE_ANY) {
        *(modifier->step > 0 ? up : down) = 1;
        note(&weigher->item_modifier, index);
    }
}

int ps_weigh_amount_is_large(const ps_weigher *weigher)
{
    const ps_cat_list *modifiers = &weigher->scan->catalog->modifiers;
    for (uint32_t i = 0; i < modifiers->count; i++) {
        const ps_cat_modifier *modifier = PS_CAT_AT(*modifiers, ps_cat_modifier, i);
        if (modifier->amount_known && modifier->step > 0 && weigher->amount.known &&
            ps_str_equal_ascii_case(modifier->currency, weigher->currency) &&
            ps_decimal_compare(weigher->amount.value, modifier->amount) >= 0) {
            return 1;
        }
    }
    return 0;
}

/* What the item's words say about each other, before any word is weighed. */
static void collect(ps_weigher *weigher)
{
    const ps_survey *scan = weigher->scan;
    const ps_catalog *catalog = scan->catalog;
    const ps_hit *hits = PS_SURVEY_HITS(scan);
    int up = 0;
    int down = 0;
    for (uint32_t i = 0; i < PS_SURVEY_HIT_COUNT(scan); i++) {
        if (hits[i].verdict != PS_HIT_COUNTS) {
            continue;
        }
        switch ((ps_cat_use_kind)hits[i].kind) {
        case PS_CAT_WITH:
            if (!inside_own_term(hits, i)) {
                note(&weigher->with_hits[hits[i].owner], i);
            }
            break;
        case PS_CAT_UNLESS:
            note(&weigher->unless_hits[hits[i].owner], i);
            break;
        case PS_CAT_MAKER:
            note(&weigher->maker_hits[hits[i].owner], i);
            weigher->maker_named |=
                PS_CAT_AT(catalog->makers, ps_cat_maker, hits[i].owner)->lead != PS_CAT_NONE_INDEX;
            break;
        case PS_CAT_SERVICE:
            note(&weigher->service, i);
            break;
        case PS_CAT_MODIFIER:
            see_modifier(weigher, i, &up, &down);
            break;
        case PS_CAT_TERM:
        case PS_CAT_DECOY:
        case PS_CAT_CLASS_NAME:
        case PS_CAT_MODEL:
        case PS_CAT_PATTERN:
        case PS_CAT_WATCH:
        case PS_CAT_NEGATION:
        case PS_CAT_SCALE:
        case PS_CAT_LABEL:
        case PS_CAT_AMOUNT:
        case PS_CAT_EMPTY:
        case PS_CAT_KINDS:
            break;
        }
    }
    for (uint32_t i = 0; i < PS_SURVEY_MEASURE_COUNT(scan); i++) {
        uint16_t quantity = PS_SURVEY_MEASURES(scan)[i].measure.quantity;
        for (uint32_t e = 0; e < catalog->entries.count; e++) {
            if (PS_CAT_AT(catalog->entries, ps_cat_entry, e)->with_quantity == quantity &&
                weigher->with_hits[e] == NO_HIT) {
                weigher->with_hits[e] = NO_HIT - 1 - i;
            }
        }
    }
    up |= ps_weigh_amount_is_large(weigher);
    weigher->item_step = (int8_t)(up - down);
}

/* Whether only text that belongs to one phrase stands between a modifier and the word. */
static int stands_near(const ps_cat_modifier *modifier, ps_str text, size_t from, size_t to)
{
    if (to < from || to - from > modifier->reach) {
        return 0;
    }
    for (size_t at = from; at < to;) {
        uint32_t c;
        ps_str stops = modifier->stop;
        ps_str stop;
        while (ps_str_next(&stops, '|', &stop)) {
            if (ps_str_starts(ps_str_slice(text, at, to), stop)) {
                return 0;
            }
        }
        at += ps_utf8_next(text, at, &c);
        if (c == ';' || c == 0x3002 || c == '*') {
            return 0;
        }
    }
    return 1;
}

/* The step by modifiers right before or behind the word. */
static int near_step(const ps_survey *scan, uint32_t index, uint16_t category, uint32_t *by)
{
    enum { WINDOW = 320 };
    const ps_hit *hits = PS_SURVEY_HITS(scan);
    const ps_hit *word = &hits[index];
    ps_str text = PS_SURVEY_FIELDS(scan)[word->field].folded.text;
    uint32_t first = index;
    int up = 0;
    int down = 0;
    while (first > 0 && hits[first - 1].field == word->field &&
           hits[first - 1].start + WINDOW > word->start) {
        first--;
    }
    for (uint32_t k = first; k < PS_SURVEY_HIT_COUNT(scan) && hits[k].field == word->field &&
                             hits[k].start < word->end + WINDOW;
         k++) {
        if (hits[k].kind != PS_CAT_MODIFIER || hits[k].verdict != PS_HIT_COUNTS) {
            continue;
        }
        const ps_cat_modifier *modifier =
            PS_CAT_AT(scan->catalog->modifiers, ps_cat_modifier, hits[k].owner);
        if (modifier->only && (category >= 32 || !(modifier->only >> category & 1))) {
            continue;
        }
        int before = (modifier->place & PS_CAT_PLACE_BEFORE) &&
                     stands_near(modifier, text, hits[k].end, word->start);
        int after = (modifier->place & PS_CAT_PLACE_AFTER) &&
                    stands_near(modifier, text, word->end, hits[k].start);
        if (before || after) {
            *(modifier->step > 0 ? &up : &down) = 1;
            *by = k;
        }
    }
    return up - down;
}

/* A model number that looks like one of this maker while another maker is named is only weak.
 *
 * The tier of one word that counts: companions, then modifiers. An abbreviation never gets
 * stronger than medium, and a weak word that only a modifier speaks for is not more than possible.
 */
static void weigh_hit(ps_weigher *weigher, uint32_t index, uint16_t entry, uint16_t maker)
{
    ps_hit *hit = &PS_SURVEY_HITS(weigher->scan)[index];
    int weak = hit->strength == PS_CAT_WEAK;
    if (weigher->unless_hits[entry] != NO_HIT && hit->strength <= PS_CAT_MEDIUM &&
        (hit->kind != PS_CAT_MODEL || weak)) {
        hit->verdict = PS_HIT_BLOCKED;
        hit->by = weigher->unless_hits[entry];
        return;
    }
    const ps_cat_entry *of = PS_CAT_AT(weigher->scan->catalog->entries, ps_cat_entry, entry);
    int tier = hit->strength;
    if (maker != PS_CAT_NONE_INDEX) {
        int named = weigher->maker_hits[maker] != NO_HIT;
        weak = weak || (!named && weigher->maker_named);
        tier = !weak ? tier : named ? PS_CAT_MEDIUM : PS_CAT_WEAK;
    } else if (weak) {
        tier += weigher->with_hits[entry] != NO_HIT;
    }
    int step = near_step(weigher->scan, index, of->categories[0], &hit->by);
    if (step == 0 && weigher->item_step != 0) {
        step = weigher->item_step;
        hit->by = weigher->item_modifier;
    } else {
        step += weigher->item_step;
    }
    if (step > 0 && tier <= PS_CAT_WEAK) {
        hit->seconded = 1;
        step = 0;
    }
    tier += step > 0 ? 1 : step < 0 ? -1 : 0;
    int most = weak ? PS_CAT_MEDIUM : PS_CAT_STRONG;
    hit->tier = (uint8_t)(tier < 0 ? 0 : tier > most ? most : tier);
}

static uint32_t length_of(const ps_hit *hit)
{
    return hit->end - hit->start;
}

/* Keep the strongest hit of a kind; of equals the longest, then the first. */
static void keep_best(const ps_survey *scan, uint32_t index, uint8_t *points, uint32_t *best)
{
    const ps_hit *hits = PS_SURVEY_HITS(scan);
    uint8_t worth = hits[index].seconded ? PS_POINTS_POSSIBLE : ps_points_of(hits[index].tier);
    if (worth > *points ||
        (worth == *points && worth > 0 &&
         (*best == NO_HIT || length_of(&hits[index]) > length_of(&hits[*best])))) {
        *points = worth;
        *best = index;
    }
}

static void add_to_sums(ps_weigher *weigher, uint32_t index, uint16_t entry)
{
    const ps_survey *scan = weigher->scan;
    const ps_hit *hit = &PS_SURVEY_HITS(scan)[index];
    const ps_cat_entry *of = PS_CAT_AT(scan->catalog->entries, ps_cat_entry, entry);
    for (uint8_t i = 0; i < of->category_count; i++) {
        ps_sum *sum = &weigher->sums[of->categories[i]];
        if (hit->verdict != PS_HIT_COUNTS) {
            if (hit->verdict != PS_HIT_SHADOWED) {
                note(&sum->blocked, index);
            }
        } else if (hit->kind == PS_CAT_MODEL) {
            keep_best(scan, index, &sum->model, &sum->model_hit);
        } else {
            keep_best(scan, index, &sum->text, &sum->text_hit);
        }
    }
}

static void weigh_words(ps_weigher *weigher)
{
    const ps_survey *scan = weigher->scan;
    const ps_catalog *catalog = scan->catalog;
    for (uint32_t i = 0; i < PS_SURVEY_HIT_COUNT(scan); i++) {
        ps_hit *hit = &PS_SURVEY_HITS(scan)[i];
        uint16_t entry = hit->owner;
        uint16_t maker = PS_CAT_NONE_INDEX;
        if (hit->kind == PS_CAT_MODEL) {
            const ps_cat_model *model = PS_CAT_AT(catalog->models, ps_cat_model, hit->owner);
            entry = model->entry;
            maker = model->maker;
        } else if (hit->kind == PS_CAT_PATTERN) {
            entry = PS_CAT_AT(catalog->patterns, ps_cat_pattern, hit->owner)->entry;
        } else if (hit->kind != PS_CAT_TERM) {
            continue;
        }
        if (PS_SURVEY_FIELDS(scan)[hit->field].context && hit->verdict == PS_HIT_COUNTS) {
            hit->verdict = PS_HIT_CONTEXT;
            continue;
        }
        if (hit->verdict == PS_HIT_COUNTS) {
            weigh_hit(weigher, i, entry, maker);
        }
        add_to_sums(weigher, i, entry);
    }
}

static void weigh_makers(ps_weigher *weigher)
{
    const ps_catalog *catalog = weigher->scan->catalog;
    for (uint32_t i = 0; i < catalog->makers.count; i++) {
        const ps_cat_maker *maker = PS_CAT_AT(catalog->makers, ps_cat_maker, i);
        for (uint8_t k = 0; weigher->maker_hits[i] != NO_HIT && k < maker->make_count; k++) {
            note(&weigher->sums[maker->makes[k]].maker_hit, weigher->maker_hits[i]);
        }
    }
}

/* The next word of a folded text; 0 at its end. */
static int next_word(ps_str text, size_t *at, size_t *start)
{
    uint32_t c = ' ';
    size_t len = 0;
    while (*at < text.len && (len = ps_utf8_next(text, *at, &c), !ps_is_word_char(c))) {
        *at += len;
    }
    *start = *at;
    while (*at < text.len && (len = ps_utf8_next(text, *at, &c), ps_is_word_char(c))) {
        *at += len;
    }
    return *at > *start;
}

/* Two digits are enough beside a letter or a hyphen (TX-90); a bare number needs three: there is a
 * Cisco 881, but "HP 10" is a count or a size. */
static int looks_like_model(const ps_folded *field, size_t start, size_t end)
{
    ps_str word = ps_str_slice(field->text, start, end);
    size_t digits = 0;
    size_t letters = 0;
    for (size_t i = 0; i < word.len; i++) {
        digits += ps_is_digit(word.ptr[i]);
        letters += ps_is_alpha(word.ptr[i]);
    }
    if (letters) {
        return digits >= 2 || (digits >= 1 && word.len >= 3);
    }
    size_t from = ps_folded_source(field, (ps_span){start, end}).start;
    return digits >= 3 || (digits == 2 && from > 0 && field->source.ptr[from - 1] == '-');
}

static int is_measure(const ps_survey *scan, uint32_t field, size_t start)
{
    for (uint32_t i = 0; i < PS_SURVEY_MEASURE_COUNT(scan); i++) {
        const ps_survey_measure *one = &PS_SURVEY_MEASURES(scan)[i];
        if (one->field == field && one->measure.start <= start && start < one->measure.end) {
            return 1;
        }
    }
    return 0;
}

/* Something that looks like a model number within the next words after the maker's name. */
static int find_lead(ps_weigher *weigher, const ps_hit *name)
{
    enum { WORDS = 4 };
    const ps_survey *scan = weigher->scan;
    const ps_folded *field = &PS_SURVEY_FIELDS(scan)[name->field].folded;
    ps_str text = field->text;
    size_t at = name->end;
    size_t start;
    for (int i = 0; i < WORDS && next_word(text, &at, &start); i++) {
        if (looks_like_model(field, start, at) && !is_measure(scan, name->field, start)) {
            weigher->lead.field = name->field;
            weigher->lead.start = name->end;
            while (text.ptr[weigher->lead.start] == ' ') {
                weigher->lead.start++;
            }
            weigher->lead.end = (uint32_t)at;
            return 1;
        }
    }
    return 0;
}

/* A maker and a model number that no entry knows: what the maker mostly makes. Not asked when a
 * known word or model spoke. */
static void weigh_lead(ps_weigher *weigher)
{
    const ps_survey *scan = weigher->scan;
    const ps_catalog *catalog = scan->catalog;
    for (uint32_t i = 0; i < catalog->categories.count; i++) {
        if (weigher->sums[i].text > PS_POINTS_WEAK || weigher->sums[i].model > PS_POINTS_WEAK) {
            return;
        }
    }
    for (uint32_t i = 0; i < catalog->makers.count; i++) {
        const ps_cat_maker *maker = PS_CAT_AT(catalog->makers, ps_cat_maker, i);
        uint32_t hit = weigher->maker_hits[i];
        if (hit == NO_HIT || maker->lead == PS_CAT_NONE_INDEX ||
            !find_lead(weigher, &PS_SURVEY_HITS(scan)[hit])) {
            continue;
        }
        uint32_t by = NO_HIT;
        int step = near_step(scan, hit, maker->lead, &by) + weigher->item_step;
        int tier = maker->lead_strength + (step < 0 ? -1 : step > 0);
        weigher->lead.maker = (uint16_t)i;
        weigher->lead.tier = (uint8_t)(tier < 0 ? 0 : tier > PS_CAT_MEDIUM ? PS_CAT_MEDIUM : tier);
        ps_sum *sum = &weigher->sums[maker->lead];
        uint8_t points = weigher->lead.tier == PS_CAT_WEAK ? PS_POINTS_POSSIBLE
                                                           : ps_points_of(weigher->lead.tier);
        if (points > sum->model) {
            sum->model = points;
            sum->model_hit = NO_HIT;
            sum->maker_hit = NO_HIT; /* it is in the lead already */
        }
        return;
    }
}

/* The strongest signal, and one more when another kind agrees. A maker that made a weak model
 * number count has been used up by that. */
static void add_up(const ps_weigher *weigher, ps_sum *sum)
{
    const ps_hit *hits = PS_SURVEY_HITS(weigher->scan);
    unsigned best = sum->text > sum->model ? sum->text : sum->model;
    best = sum->code > best ? sum->code : best;
    unsigned kinds = (sum->text > 0) + (sum->model > 0) + (sum->code > 0);
    int maker_used =
        sum->model > 0 && sum->model_hit != NO_HIT && hits[sum->model_hit].strength == PS_CAT_WEAK;
    kinds += best > 0 && sum->maker_hit != NO_HIT && !maker_used;
    sum->points = (uint8_t)(kinds > 1 && best < PS_POINTS_DEFINITE ? best + 1 : best);
    if (sum->code && !sum->text && !sum->model && sum->blocked != NO_HIT) {
        sum->contradicted = 1;
        sum->points = sum->points > PS_POINTS_POSSIBLE ? PS_POINTS_POSSIBLE : sum->points;
    }
    if (weigher->decoy_code != NO_HIT && sum->points && !sum->code) {
        sum->contradicted = 1;
        sum->points--;
    }
}

ps_status ps_weigh(ps_weigher *weigher, ps_error *reterr)
{
    const ps_catalog *catalog = weigher->scan->catalog;
    memset(weigher->with_hits, 0xff, catalog->entries.count * sizeof(uint32_t));
    memset(weigher->unless_hits, 0xff, catalog->entries.count * sizeof(uint32_t));
    memset(weigher->maker_hits, 0xff, catalog->makers.count * sizeof(uint32_t));
    for (uint32_t i = 0; i < catalog->categories.count; i++) {
        weigher->sums[i] = (ps_sum){.item_code = NO_HIT,
                                    .text_hit = NO_HIT,
                                    .model_hit = NO_HIT,
                                    .class_hit = NO_HIT,
                                    .maker_hit = NO_HIT,
                                    .blocked = NO_HIT};
    }
    weigher->lead = (ps_lead){.maker = PS_CAT_NONE_INDEX};
    weigher->decoy_code = NO_HIT;
    weigher->service = NO_HIT;
    weigher->maker_named = 0;
    weigher->item_modifier = NO_HIT;
    collect(weigher);
    weigh_words(weigher);
    weigh_makers(weigher);
    weigh_lead(weigher);
    ps_status status = ps_weigh_codes(weigher, reterr);
    for (uint32_t i = 0; status == PS_OK && i < catalog->categories.count; i++) {
        add_up(weigher, &weigher->sums[i]);
    }
    return status;
}
