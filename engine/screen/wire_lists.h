/* Lists of elements that are numbered. Records of one house carry the same terms, or none: the
 * texts are judged once (policy/recall.h), and what is said of their elements then differs in
 * nothing but what the record makes of it, which is its rating, and the lines of the source.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_WIRE_LISTS_H
#define PS_SCREEN_WIRE_LISTS_H

#include "procscreen/outcome.h"
#include "screen/wire_dictionary.h"

/** A list that has come. */
typedef struct ps_wire_list {
    uint64_t same;   /* see ps_judge; 0: the slot is free */
    uint32_t number; /* from 1; 0: it was not told yet */
    int refused;     /* it does not fit */
} ps_wire_list;

typedef struct ps_wire_lists {
    ps_wire_list slots[PS_WIRE_LISTS * 2]; /* open addressing */
    size_t count;
    uint32_t told;
    size_t bytes; /* of those that were told, in the reader */
} ps_wire_lists;

/** The list of that identity, made when it is new; NULL: it has none, or there are too many. */
ps_wire_list *ps_wire_lists_find(ps_wire_lists *lists, uint64_t same);

/** How many bytes of a reader a list takes that has so many in its frame; SIZE_MAX: too many. Both
 * sides count them, and neither goes beyond PS_WIRE_LISTS_BYTES. */
size_t ps_wire_list_bytes(const ps_element_outcome *elements, size_t count, size_t frame);
/** The line of the first place, from which those of all are counted; 0: there is none. */
uint64_t ps_wire_list_line(const ps_element_outcome *elements, size_t count);

/** An element's rating, as a byte. */
unsigned char ps_wire_rating(const ps_element_outcome *element);
/** @return 0: it is no rating. */
int ps_wire_rate(ps_element_outcome *element, unsigned char rating);

#endif
