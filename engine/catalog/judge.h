/* What the parts of judging share: the scratch, and the choice of the category.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CATALOG_JUDGE_H
#define PS_CATALOG_JUDGE_H

#include "catalog/recall.h"
#include "catalog/weigh.h"

struct ps_catalog_scratch {
    ps_limits limits;
    ps_survey scan;
    ps_weigher weigher;
    ps_buffer reason;
    ps_buffer evidence; /* ps_evidence */
    ps_buffer others;   /* ps_category_match */
    ps_item_recall recall;
};

/** How an item came out, before it is written down. Categories are indices. */
typedef struct ps_verdict {
    uint16_t leading;  /* the category as the words say; PS_CAT_NONE_INDEX: nothing matched */
    uint16_t reported; /* the category as reported, which may stand in for the leading one */
    uint8_t points;
    ps_scale scale;
    const ps_cat_version *version; /* in force; NULL when there is none on that day */
    uint32_t scale_field;          /* what decided the scale; UINT32_MAX: nothing */
    uint32_t scale_start;
    uint32_t scale_end;
    const ps_cat_threshold *scale_threshold;
} ps_verdict;

/** The version of the category that is in force; NULL when there is none. */
const ps_cat_version *ps_verdict_version(const ps_catalog *catalog, uint16_t category, ps_day day);
/** Whether the scale word of a category is met, by thresholds and words of the pack. */
void ps_verdict_scale(const ps_catalog_scratch *scratch, uint16_t category, ps_verdict *verdict);
/** Whether all thresholds of a critical product hold for the item. */
int ps_verdict_critical(const ps_survey *scan, uint16_t critical);
/** Entry that a hit belongs to; PS_CAT_NONE_INDEX for kinds that belong to none. */
uint16_t ps_hit_entry(const ps_catalog *catalog, const ps_hit *hit);

/** Write evidence, further categories and reason into `outcome`. @return PS_OK or PS_FATAL. */
PS_CHECKED ps_status ps_verdict_write(ps_catalog_scratch *scratch, const ps_verdict *verdict,
                                      int explain, ps_arena *arena, ps_item_outcome *outcome,
                                      ps_error *reterr);
/** The sentence that tells why. `name` is for not-evaluable, else NULL. */
PS_CHECKED ps_status ps_verdict_reason(ps_catalog_scratch *scratch, const ps_verdict *verdict,
                                       const char *name, int explain, ps_arena *arena,
                                       ps_str *ret_reason, ps_error *reterr);

/** SHA-256, in hex, of what the item says. @return PS_OK or PS_FATAL. */
PS_CHECKED ps_status ps_verdict_digest(ps_arena *arena, const ps_item *item, ps_str *ret,
                                       ps_error *reterr);

#endif
