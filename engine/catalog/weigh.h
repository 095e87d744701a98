/* The second half of judging an item: what the hits are worth for each category.
 *
 * Points: a weak word 1, "possible" 2, a medium word 3, a strong word 4. The strongest signal
 * counts, and one more when a signal of another kind agrees (catalogs/README.md).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CATALOG_WEIGH_H
#define PS_CATALOG_WEIGH_H

#include "catalog/survey.h"

enum { PS_POINTS_WEAK = 1, PS_POINTS_POSSIBLE = 2, PS_POINTS_PROBABLE = 3, PS_POINTS_DEFINITE = 4 };

/** What speaks for one category. Hits are indices; UINT32_MAX: none. */
typedef struct ps_sum {
    uint8_t text; /* points of the strongest word, 0: none */
    uint8_t model;
    uint8_t code;
    uint8_t points;       /* all together */
    uint8_t contradicted; /* by a decoy over the word that the code stands for, or a decoy's code */
    uint16_t code_entry;
    uint32_t item_code; /* index in item->codes; UINT32_MAX: a class name in the text */
    uint32_t text_hit;
    uint32_t model_hit;
    uint32_t class_hit;
    uint32_t maker_hit;
    uint32_t blocked; /* a word of this category that does not count */
} ps_sum;

/** A model number of a maker that no entry knows. */
typedef struct ps_lead {
    uint16_t maker; /* or none */
    uint32_t field;
    uint32_t start;
    uint32_t end;
    uint8_t tier;
} ps_lead;

typedef struct ps_weigher {
    ps_survey *scan;
    const ps_item *item;
    ps_number amount; /* of the line */
    ps_str currency;
    ps_day day;
    uint32_t *with_hits;   /* per entry: a companion; UINT32_MAX: none */
    uint32_t *unless_hits; /* per entry */
    uint32_t *maker_hits;  /* per maker */
    ps_sum *sums;          /* per category */
    ps_lead lead;
    uint32_t decoy_code; /* an item's code that says it is something else */
    uint32_t service;    /* a hit */
    int maker_named;     /* a maker of products is named */
    int8_t item_step;    /* by modifiers that stand anywhere, the line's amount included */
    uint32_t item_modifier;
} ps_weigher;

PS_CHECKED ps_status ps_weigher_init(ps_weigher *weigher, ps_survey *scan, ps_error *reterr);
void ps_weigher_done(ps_weigher *weigher);

/** Weigh the resolved hits and the codes. @return PS_OK; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_weigh(ps_weigher *weigher, ps_error *reterr);
/** Codes only: part of ps_weigh(), in a file of its own. */
PS_CHECKED ps_status ps_weigh_codes(ps_weigher *weigher, ps_error *reterr);
/** Whether any code of the item can lead to a hit; what an item without a candidate word is asked.
 */
int ps_weigh_has_code(ps_weigher *weigher);

/** Whether the line's amount is one that a modifier of the catalog calls large. */
int ps_weigh_amount_is_large(const ps_weigher *weigher);

/** Points of a tier. */
uint8_t ps_points_of(uint8_t tier);

#endif
