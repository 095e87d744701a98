/* From what the scan saw to hits that know whether they count.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "catalog/survey.h"

/* Kinds of words that hide the shorter words inside them. */
#define COVERING                                                                                   \
    (PS_CAT_BIT(PS_CAT_TERM) | PS_CAT_BIT(PS_CAT_DECOY) | PS_CAT_BIT(PS_CAT_CLASS_NAME) |          \
     PS_CAT_BIT(PS_CAT_MODEL) | PS_CAT_BIT(PS_CAT_PATTERN))
/* Kinds that any covering word hides; the others only a decoy or a class name does. */
#define HIDDEN_BY_ALL                                                                              \
    (PS_CAT_BIT(PS_CAT_TERM) | PS_CAT_BIT(PS_CAT_DECOY) | PS_CAT_BIT(PS_CAT_MODEL) |               \
     PS_CAT_BIT(PS_CAT_PATTERN))

static void add_hit(ps_survey *scan, const ps_cat_use *use, uint32_t field, size_t start,
                    size_t end)
{
    ps_hit hit = {.field = field,
                  .start = (uint32_t)start,
                  .end = (uint32_t)end,
                  .by = UINT32_MAX,
                  .owner = use->owner,
                  .kind = use->kind,
                  .strength = use->strength};
    ps_buffer_add(&scan->hits, (const char *)&hit, sizeof hit);
}

static ps_status find_pattern(ps_survey *scan, uint32_t index, ps_str text, size_t from,
                              ps_span *ret_match, ps_error *reterr)
{
    const ps_cat_pattern *pattern = PS_CAT_AT(scan->catalog->patterns, ps_cat_pattern, index);
    if (!scan->profiler) {
        return ps_regex_find(pattern->regex, scan->regex, text, from, ret_match, reterr);
    }
    ps_stage before = ps_profiler_enter_pattern(scan->profiler);
    ps_status status = ps_regex_find(pattern->regex, scan->regex, text, from, ret_match, reterr);
    ps_profiler_leave_pattern(scan->profiler, before, PS_PATTERN_CATALOG, index, from == 0,
                              status == PS_OK);
    return status;
}

/* All matches of a woken expression in that field, once. */
static ps_status add_pattern(ps_survey *scan, const ps_cat_use *use, uint32_t field,
                             ps_error *reterr)
{
    enum { MATCHES_MAX = 32 };
    ps_str text = PS_SURVEY_FIELDS(scan)[field].folded.text;
    size_t from = 0;
    if (scan->pattern_fields[use->owner] == field + 1) {
        return PS_OK;
    }
    scan->pattern_fields[use->owner] = field + 1;
    for (size_t i = 0; i < MATCHES_MAX && from < text.len; i++) {
        ps_span match;
        ps_status status = find_pattern(scan, use->owner, text, from, &match, reterr);
        if (status != PS_OK) {
            return status == PS_END ? PS_OK : status;
        }
        add_hit(scan, use, field, match.start, match.end);
        from = match.end > from ? match.end : from + 1;
    }
    return PS_OK;
}

static int between_asterisks(ps_str text, size_t start, size_t end)
{
    start -= start > 0 && text.ptr[start - 1] == ' ';
    end += end < text.len && text.ptr[end] == ' ';
    return start > 0 && text.ptr[start - 1] == '*' && end < text.len && text.ptr[end] == '*';
}

/* A model number has a digit; what matches a shape without one is a word that looks similar. */
static int has_digit(ps_str text, size_t start, size_t end)
{
    while (start < end && !ps_is_digit(text.ptr[start])) {
        start++;
    }
    return start < end;
}

/* "交換器" is a network switch, "交换器" a heat exchanger: whether the source has the pack's
 * glyphs. */
static int is_as_written(const ps_survey *scan, const ps_cat_use *use, uint32_t field, size_t start,
                         size_t end)
{
    ps_survey_place place = ps_survey_where(scan, field, (uint32_t)start, (uint32_t)end);
    return ps_str_find(use->node->text, place.quote) != SIZE_MAX;
}

static ps_status add_use(ps_survey *scan, const ps_cat_use *use, const ps_survey_raw *raw,
                         size_t start, ps_error *reterr)
{
    ps_str text = PS_SURVEY_FIELDS(scan)[raw->field].folded.text;
    size_t end = raw->end;
    if (use->kind == PS_CAT_PATTERN) {
        return add_pattern(scan, use, raw->field, reterr);
    }
    if (use->kind == PS_CAT_MODEL) {
        const ps_cat_model *model = PS_CAT_AT(scan->catalog->models, ps_cat_model, use->owner);
        if (ps_shape_matches(model->tail, text, end, &end) && has_digit(text, start, end)) {
            add_hit(scan, use, raw->field, start, end);
        }
    } else if (raw->whole &&
               (!use->as_written || is_as_written(scan, use, raw->field, start, end)) &&
               (use->kind != PS_CAT_CLASS_NAME || between_asterisks(text, start, end))) {
        add_hit(scan, use, raw->field, start, end);
    }
    return PS_OK;
}

static ps_status resolve_raw(ps_survey *scan, ps_error *reterr)
{
    const ps_survey_raw *raw = (const void *)scan->raw.ptr;
    const ps_cat_use *uses = scan->catalog->uses.items;
    for (size_t i = 0; i < scan->raw.len / sizeof *raw; i++) {
        const ps_cat_text *text = PS_CAT_AT(scan->catalog->texts, ps_cat_text, raw[i].pattern);
        size_t start = raw[i].end - text->text.len;
        for (uint32_t k = 0; k < text->uses; k++) {
            ps_status status = add_use(scan, &uses[text->first + k], &raw[i], start, reterr);
            if (status != PS_OK) {
                return status;
            }
        }
    }
    return scan->hits.failed ? ps_error_memory(reterr) : PS_OK;
}

/* By field, then start, the longer first; a decoy before a term of the same place, then by kind and
 * owner so that the order does not depend on how qsort() treats equals. */
static int compare_hits(const void *a, const void *b)
{
    const ps_hit *left = a;
    const ps_hit *right = b;
    if (left->field != right->field) {
        return left->field < right->field ? -1 : 1;
    }
    if (left->start != right->start) {
        return left->start < right->start ? -1 : 1;
    }
    if (left->end != right->end) {
        return left->end > right->end ? -1 : 1;
    }
    if (left->kind != right->kind) {
        return left->kind < right->kind ? -1 : 1;
    }
    return (left->owner > right->owner) - (left->owner < right->owner);
}

static int covers(const ps_hit *outer, const ps_hit *inner)
{
    return outer->start <= inner->start && outer->end >= inner->end &&
           outer->end - outer->start > inner->end - inner->start;
}

/* Let longer words win. Hits are sorted, so the covering hit that reaches farthest so far decides.
 */
static void shadow(ps_survey *scan)
{
    ps_hit *hits = PS_SURVEY_HITS(scan);
    uint32_t count = PS_SURVEY_HIT_COUNT(scan);
    uint32_t any = UINT32_MAX;   /* covering hit that reaches farthest in this field */
    uint32_t decoy = UINT32_MAX; /* the same among decoys and class names that count */
    for (uint32_t i = 0; i < count; i++) {
        ps_hit *hit = &hits[i];
        if (i == 0 || hit->field != hits[i - 1].field) {
            any = UINT32_MAX;
            decoy = UINT32_MAX;
        }
        int hidden = (HIDDEN_BY_ALL & PS_CAT_BIT(hit->kind)) != 0;
        uint32_t by = hidden ? any : decoy;
        if (by != UINT32_MAX && covers(&hits[by], hit)) {
            hit->by = by;
            hit->verdict = hits[by].kind == PS_CAT_DECOY ? PS_HIT_DECOYED : PS_HIT_SHADOWED;
        }
        if (!(COVERING & PS_CAT_BIT(hit->kind))) {
            continue;
        }
        if (any == UINT32_MAX || hit->end > hits[any].end) {
            any = i;
        }
        if ((hit->kind == PS_CAT_DECOY || hit->kind == PS_CAT_CLASS_NAME) &&
            hit->verdict == PS_HIT_COUNTS && (decoy == UINT32_MAX || hit->end > hits[decoy].end)) {
            decoy = i;
        }
    }
}

typedef struct measure_user {
    ps_survey *scan;
    uint32_t field;
} measure_user;

static int add_measure(void *user, const ps_measure *measure)
{
    measure_user *field = user;
    ps_survey_measure one = {*measure, field->field};
    ps_buffer_add(&field->scan->measures, (const char *)&one, sizeof one);
    return PS_SURVEY_MEASURE_COUNT(field->scan) >= field->scan->limits->matches;
}

/* Numbers with units of every field; labels and words that are amounts come from the scan. */
static ps_status read_measures(ps_survey *scan, ps_error *reterr)
{
    const ps_hit *hits = PS_SURVEY_HITS(scan);
    uint32_t count = PS_SURVEY_HIT_COUNT(scan);
    uint32_t next = 0;
    for (uint32_t field = 0; field < PS_SURVEY_FIELD_COUNT(scan); field++) {
        measure_user user = {scan, field};
        ps_buffer_clear(&scan->labels);
        for (; next < count && hits[next].field == field; next++) {
            const ps_hit *hit = &hits[next];
            if (hit->verdict == PS_HIT_COUNTS && hit->kind == PS_CAT_LABEL) {
                ps_measure_label label = {hit->owner, hit->end};
                ps_buffer_add(&scan->labels, (const char *)&label, sizeof label);
            } else if (hit->verdict == PS_HIT_COUNTS && hit->kind == PS_CAT_AMOUNT) {
                const ps_cat_amount_word *word =
                    PS_CAT_AT(scan->catalog->amounts, ps_cat_amount_word, hit->owner);
                ps_measure measure = {word->quantity, word->value, hit->start, hit->end};
                PS_IGNORE(add_measure(&user, &measure));
            }
        }
        ps_measures_find(scan->catalog, PS_SURVEY_FIELDS(scan)[field].folded.text,
                         (const void *)scan->labels.ptr,
                         scan->labels.len / sizeof(ps_measure_label), add_measure, &user);
    }
    return scan->measures.failed || scan->labels.failed ? ps_error_memory(reterr) : PS_OK;
}

ps_status ps_survey_resolve(ps_survey *scan, ps_error *reterr)
{
    ps_buffer_clear(&scan->hits);
    ps_buffer_clear(&scan->measures);
    if (scan->pattern_fields) {
        memset(scan->pattern_fields, 0,
               scan->catalog->patterns.count * sizeof *scan->pattern_fields);
    }
    ps_status status = resolve_raw(scan, reterr);
    if (status != PS_OK) {
        return status;
    }
    if (PS_SURVEY_HIT_COUNT(scan)) {
        qsort(scan->hits.ptr, PS_SURVEY_HIT_COUNT(scan), sizeof(ps_hit), compare_hits);
    }
    shadow(scan);
    ps_survey_negate(scan);
    return read_measures(scan, reterr);
}
