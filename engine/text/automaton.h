/* The automaton of an expression's characters (after Glushkov): a place for each character that the
 * expression names, and which place may follow which. No steps without a character, so that two
 * ways through it are two ways for a matcher.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEXT_AUTOMATON_H
#define PS_TEXT_AUTOMATON_H

#include "text/syntax.h"

#define PS_AUTOMATON_NONE UINT32_MAX

typedef struct ps_places {
    uint32_t *list;
    uint32_t count;
    uint32_t room;
} ps_places;

typedef struct ps_place_edge {
    uint32_t to;
    uint32_t next; /* of the same place; PS_AUTOMATON_NONE: the last */
    int twice;     /* a loop and one inside it lead here */
} ps_place_edge;

typedef struct ps_char_place {
    const ps_syntax *set;
    const ps_syntax *loop; /* the outermost repetition without bound around it; NULL: none */
    uint32_t edges;        /* first of its edges; PS_AUTOMATON_NONE: none */
    uint32_t knot; /* places that lead to each other have the same; later ones have the lower */
    int looped;    /* it leads back to itself */
} ps_char_place;

typedef struct ps_automaton {
    ps_arena *arena;
    ps_char_place *places;
    uint32_t count;
    uint32_t room;
    ps_place_edge *edges;
    uint32_t edge_count;
    uint32_t edge_room;
    ps_places first; /* where a match may begin */
    uint32_t knots;
    int too_large;
    int no_memory;
} ps_automaton;

/** @return PS_OK; PS_END when it is too large; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_automaton_make(ps_automaton *automaton, ps_arena *arena,
                                       const ps_syntax *root, ps_error *reterr);

#endif
