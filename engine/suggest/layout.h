/* Which element of a sample is one record, which one an item, and what each path in it is.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SUGGEST_LAYOUT_H
#define PS_SUGGEST_LAYOUT_H

#include "base/arena.h"
#include "suggest/meaning.h"

typedef enum ps_place {
    PS_PLACE_RECORD,
    PS_PLACE_BUYER,
    PS_PLACE_SUPPLIER,
    PS_PLACE_EITHER, /* a party whose own value says which it is */
    PS_PLACE_ITEM,
    PS_PLACE_PROPERTY, /* value of a name and value pair of an item */
    PS_PLACE_UNREAD
} ps_place;

/** What was decided about one path that has a text. */
typedef struct ps_choice {
    const ps_sample *leaf;
    const ps_sample *base; /* the element of the part that it belongs to */
    ps_place place;
    ps_guess guess;
    const ps_sample *name;           /* of a PROPERTY: where its name is; NULL: the path's own */
    const struct ps_choice *instead; /* the better one of the same field; then it is not read */
} ps_choice;

typedef struct ps_layout {
    const ps_sample *record; /* NULL: nothing could be one */
    int score;
    const ps_sample *second; /* the next best; NULL: none */
    int second_score;
    uint64_t kinds;         /* what the record is called */
    int kind_is_told;       /* by a name; else "order" is an assumption */
    const ps_sample *item;  /* NULL: none; the record itself: each has one item */
    const ps_sample *group; /* attribute that tells the items apart in rows; NULL: none */
    int item_score;
    ps_choice *choices; /* in the order of the document */
    size_t count;
} ps_layout;

/** How well an element is one record, and what was found for it. */
typedef struct ps_candidate {
    const ps_sample *element;
    int score;
    uint64_t kinds;
    int kind_is_told;
    const ps_sample *item;
    int item_score;
} ps_candidate;

/** Weigh all elements of a sample. @return the best in *ret_best and the next in *ret_second, their
 * `element` NULL when there is none. */
void ps_candidates_find(const ps_sample *top, ps_candidate *ret_best, ps_candidate *ret_second);

/** Decide. @param arena  Holds the choices. @return PS_OK or PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_layout_find(ps_arena *arena, const ps_sample *top, ps_layout *ret_layout,
                                    ps_error *reterr);

/** The party that an element or the name of a leaf speaks of: BUYER or SUPPLIER, else RECORD. */
ps_place ps_layout_party(const ps_sample *sample);
/** The element, attribute or text inside a party that says which one it is ("role"), by its values;
 * NULL when there is none. */
const ps_sample *ps_layout_role(const ps_sample *party);

/** Of rows of fields, the attribute that says which belong to one item: <field row="1" name="qty"
 * value="3"/>; NULL when there is none. */
const ps_sample *ps_layout_group(const ps_sample *item);

/** "order", "contract" …: the kind of a record that is called so. */
const char *ps_layout_kind(uint64_t kinds);

#endif
