/* Whether "core", "high-performance", "large-capacity", "large" is met: thresholds and words of the
 * pack against the measures and words of the item.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "catalog/judge.h"

/* The largest measure of that quantity; NULL when there is none. */
static const ps_survey_measure *largest(const ps_survey *scan, uint16_t quantity)
{
    const ps_survey_measure *best = NULL;
    for (uint32_t i = 0; i < PS_SURVEY_MEASURE_COUNT(scan); i++) {
        const ps_survey_measure *one = &PS_SURVEY_MEASURES(scan)[i];
        if (one->measure.quantity == quantity &&
            (!best || ps_decimal_compare(one->measure.value, best->measure.value) > 0)) {
            best = one;
        }
    }
    return best;
}

static const ps_hit *scale_word(const ps_survey *scan, uint16_t threshold)
{
    for (uint32_t i = 0; i < PS_SURVEY_HIT_COUNT(scan); i++) {
        const ps_hit *hit = &PS_SURVEY_HITS(scan)[i];
        if (hit->kind == PS_CAT_SCALE && hit->owner == threshold && hit->verdict == PS_HIT_COUNTS) {
            return hit;
        }
    }
    return NULL;
}

/* Whether one rule holds; what it holds by goes into the verdict. */
static int holds(const ps_survey *scan, uint16_t index, ps_verdict *verdict)
{
    const ps_cat_threshold *threshold =
        PS_CAT_AT(scan->catalog->thresholds, ps_cat_threshold, index);
    if (threshold->quantity == PS_CAT_NONE_INDEX) {
        const ps_hit *hit = scale_word(scan, index);
        if (hit) {
            verdict->scale_field = hit->field;
            verdict->scale_start = hit->start;
            verdict->scale_end = hit->end;
        }
        return hit != NULL;
    }
    const ps_survey_measure *measure = largest(scan, threshold->quantity);
    if (!measure || !ps_measure_holds(threshold, measure->measure.value)) {
        return 0;
    }
    verdict->scale_field = measure->field;
    verdict->scale_start = measure->measure.start;
    verdict->scale_end = measure->measure.end;
    return 1;
}

void ps_verdict_scale(const ps_catalog_scratch *scratch, uint16_t category, ps_verdict *verdict)
{
    const ps_survey *scan = &scratch->scan;
    const ps_cat_list *thresholds = &scan->catalog->thresholds;
    if (!PS_CAT_AT(scan->catalog->categories, ps_cat_category, category)->has_scale) {
        verdict->scale = PS_SCALE_NONE;
        return;
    }
    verdict->scale = PS_SCALE_UNKNOWN;
    for (int met = 1; met >= 0; met--) {
        for (uint16_t i = 0; i < thresholds->count; i++) {
            const ps_cat_threshold *threshold = PS_CAT_AT(*thresholds, ps_cat_threshold, i);
            if (threshold->category == category && threshold->met == met &&
                holds(scan, i, verdict)) {
                verdict->scale = met ? PS_SCALE_MET : PS_SCALE_NOT_MET;
                verdict->scale_threshold = threshold;
                return;
            }
        }
    }
}

int ps_verdict_critical(const ps_survey *scan, uint16_t critical)
{
    const ps_cat_list *thresholds = &scan->catalog->thresholds;
    for (uint16_t i = 0; i < thresholds->count; i++) {
        const ps_cat_threshold *threshold = PS_CAT_AT(*thresholds, ps_cat_threshold, i);
        if (threshold->critical != critical) {
            continue;
        }
        const ps_survey_measure *measure = largest(scan, threshold->quantity);
        if (!measure || !ps_measure_holds(threshold, measure->measure.value)) {
            return 0;
        }
    }
    return 1;
}
