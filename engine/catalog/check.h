/* A hard look at a catalog, for those who write it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CATALOG_CHECK_H
#define PS_CATALOG_CHECK_H

#include "catalog/reader.h"

/** A word, model shape or expression, folded. */
typedef struct ps_check_word {
    ps_str text;
    const ps_node *node;
    const ps_node *owner; /* the entry, maker … around it */
    uint32_t order;       /* of reading */
    uint16_t file;
} ps_check_word;

typedef struct ps_check {
    ps_cat_reader *reader;
    ps_arena arena;
    ps_cat_reader folder; /* folds wordings; faults of theirs were reported while loading */
    ps_cat_list words;    /* ps_check_word */
} ps_check;

/** Twice, never, always. The words are in the order of reading, before and after. */
void ps_check_words(ps_check *check);
/** What the examples of an entry, watch or critical product name, and whether there are enough. */
void ps_check_examples(ps_check *check, uint16_t file, const ps_node *thing);

#endif
