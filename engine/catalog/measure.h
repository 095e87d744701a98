/* Amounts with units in texts: "48x100GbE", "12.8 Tbps", "2*32C 512G", "ports: 48".
 *
 * Numbers are exact decimals. A unit may belong to several quantities ("g" is a port's speed and a
 * memory's size): all readings are given out, and a threshold looks only at its own quantity.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CATALOG_MEASURE_H
#define PS_CATALOG_MEASURE_H

#include "catalog/model.h"

typedef struct ps_measure {
    uint16_t quantity;
    ps_decimal value; /* in the quantity's base unit */
    uint32_t start;   /* range of the folded text, its label not included */
    uint32_t end;
} ps_measure;

/** A word such as "ports:" that says what the number behind it counts. */
typedef struct ps_measure_label {
    uint16_t quantity;
    uint32_t end; /* offset behind the label */
} ps_measure_label;

/** @return not 0 to stop. */
typedef int (*ps_measure_fn)(void *user, const ps_measure *measure);

/** Find all amounts in a folded text.
 *  @param labels  In order of their ends. */
void ps_measures_find(const ps_catalog *catalog, ps_str text, const ps_measure_label *labels,
                      size_t label_count, ps_measure_fn found, void *user);

/** Read a folded text that is one amount of that quantity and nothing else. */
int ps_measure_exact(const ps_catalog *catalog, ps_str text, uint16_t quantity, ps_decimal *ret);

/** Whether a measure reaches a threshold. */
int ps_measure_holds(const ps_cat_threshold *threshold, ps_decimal value);

#endif
