/* What the item's classification codes, and the class name in its text, are worth.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "catalog/code.h"
#include "catalog/weigh.h"

/* A code that stands alone is worth one less than a word of that strength: many buyers code
 * carelessly. */
static uint8_t code_points(uint8_t strength)
{
    return strength; /* strong 3, medium 2, weak 1 */
}

static void add_code(ps_weigher *weigher, const ps_cat_code *code, uint32_t item_code,
                     uint32_t class_hit)
{
    const ps_cat_entry *entry =
        PS_CAT_AT(weigher->scan->catalog->entries, ps_cat_entry, code->entry);
    if (code->strength == PS_CAT_NOTHING) {
        weigher->decoy_code = item_code == UINT32_MAX ? UINT32_MAX - 1 : item_code;
        return;
    }
    for (uint8_t i = 0; i < entry->category_count; i++) {
        ps_sum *sum = &weigher->sums[entry->categories[i]];
        if (code_points(code->strength) > sum->code) {
            sum->code = code_points(code->strength);
            sum->code_entry = code->entry;
            sum->item_code = item_code;
            sum->class_hit = class_hit;
        }
    }
}

typedef int (*code_fn)(ps_weigher *weigher, const ps_cat_code *code, uint32_t item_code);

/* Calls `found` for every code of the catalog that a code of the item stands for. */
static ps_status each_code(ps_weigher *weigher, code_fn found, ps_error *reterr)
{
    const ps_catalog *catalog = weigher->scan->catalog;
    for (size_t i = 0; i < weigher->item->code_count; i++) {
        const ps_code *code = &weigher->item->codes[i];
        uint16_t scheme = ps_code_scheme_of(catalog, code->scheme);
        if (scheme == PS_CAT_NONE_INDEX && code->scheme_source.text.len) {
            scheme = ps_code_scheme_of(catalog, code->scheme_source.text);
        }
        if (scheme == PS_CAT_NONE_INDEX) {
            continue;
        }
        ps_str normal =
            ps_code_normal(&weigher->scan->arena,
                           PS_CAT_AT(catalog->schemes, ps_cat_scheme, scheme), code->value.text);
        if (!normal.ptr) {
            return ps_error_memory(reterr);
        }
        const ps_cat_code *first;
        size_t count = ps_code_find(catalog, scheme, normal, weigher->day, &first);
        for (size_t k = 0; k < count; k++) {
            if (ps_code_in_force(&first[k], weigher->day) &&
                (first[k].prefix || first[k].value.len == normal.len) &&
                found(weigher, &first[k], (uint32_t)i)) {
                return PS_END;
            }
        }
    }
    return PS_OK;
}

static int count_code(ps_weigher *weigher, const ps_cat_code *code, uint32_t item_code)
{
    add_code(weigher, code, item_code, UINT32_MAX);
    return 0;
}

ps_status ps_weigh_codes(ps_weigher *weigher, ps_error *reterr)
{
    const ps_survey *scan = weigher->scan;
    const ps_hit *hits = PS_SURVEY_HITS(scan);
    for (uint32_t i = 0; i < PS_SURVEY_HIT_COUNT(scan); i++) {
        if (hits[i].kind == PS_CAT_CLASS_NAME && hits[i].verdict == PS_HIT_COUNTS) {
            add_code(weigher, PS_CAT_AT(scan->catalog->codes, ps_cat_code, hits[i].owner),
                     UINT32_MAX, i);
        }
    }
    return each_code(weigher, count_code, reterr);
}

static int is_signal(ps_weigher *weigher, const ps_cat_code *code, uint32_t item_code)
{
    (void)weigher;
    (void)item_code;
    return code->strength > PS_CAT_WEAK;
}

int ps_weigh_has_code(ps_weigher *weigher)
{
    /* out of memory: go on as if there were one, the weighing will say so */
    return each_code(weigher, is_signal, NULL) != PS_OK;
}
