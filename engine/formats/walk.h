/* Where elements lead in the trees of a record's rules, worked out once and remembered.
 *
 * An open element is at a list of nodes, its state. What an element does follows from its name and
 * from the state of the element around it alone, but for conditions on its attributes: it is a list
 * of moves. So the trees are walked as an automaton that is built while documents are read: what
 * was met once costs one lookup, however many nodes there are. What does not fit into the tables,
 * which are bounded, is worked out anew each time.
 *
 * Threads: belongs to one. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_WALK_H
#define PS_FORMATS_WALK_H

#include "base/arena.h"
#include "base/buffer.h"
#include "formats/model.h"

/** A node that an element is at, and the part that the node's rules fill. */
typedef struct ps_place {
    const ps_path_node *node;
    uint32_t part; /* index of the open part */
} ps_place;

/** Parts that begin at one element, inside each other, at the most. */
enum { PS_NESTING_MOST = 64 };

/** One node that an element leads to. */
typedef struct ps_move {
    const ps_path_node *node;
    const ps_part_link *link; /* the part that begins there, inside that of the last move with one
                                 nesting less; NULL: the part is that of place `from` */
    ps_tests tests;           /* where they do not hold, the moves nested in this one are off too */
    const ps_action
        *reads;    /* all that the node says: gather the text for this; NULL: it does not */
    uint32_t from; /* among the places of the element around */
    uint8_t nesting;
    uint8_t is_plain; /* no part begins, there are no conditions */
    uint8_t says;     /* the node has actions on the element itself, other than `reads` */
    uint8_t owns;     /* the element's text is set apart */
} ps_move;

enum {
    PS_STATE_UNKNOWN, /* it is not kept, or is to be asked for with ps_walk_state() */
    PS_STATE_NOWHERE, /* no rule asks for what is inside */
    PS_STATE_FIRST
};

/** What an element does: a list of moves in their order. Valid until the next is asked for. */
typedef struct ps_transition {
    uint32_t state; /* of the element around; 0: a free slot */
    uint32_t name;
    const ps_move *moves;
    uint32_t count;
    uint32_t to; /* state of the element */
} ps_transition;

typedef struct ps_walk {
    ps_transition *transitions; /* a hash table */
    size_t transition_count;
    unsigned transition_bits; /* it has two to the power of this slots */
    ps_arena arena;           /* of their moves */
    ps_buffer moves;          /* of ps_move: what was worked out last */
    ps_transition last;       /* the same, when it is not kept */
    ps_buffer states;         /* of their own kind */
    ps_buffer nodes;          /* of const ps_path_node *: those of all states */
    uint32_t *state_slots;    /* a hash table of states */
    int full;                 /* something did not fit */
    int failed;
} ps_walk;

PS_CHECKED ps_status ps_walk_init(ps_walk *walk, ps_error *reterr);
/** Accepts a zeroed struct. */
void ps_walk_done(ps_walk *walk);

/** A record begins: no state that was given is used any more. */
void ps_walk_settle(ps_walk *walk);
/** What an element with this name does inside one that is at these places, which are the state: as
 * remembered, or worked out and kept if there is room. */
const ps_transition *ps_walk_find(ps_walk *walk, uint32_t state, const ps_place *around,
                                  size_t count, ps_name_ids ids);
/** The state that is these places. */
uint32_t ps_walk_state(ps_walk *walk, const ps_place *places, size_t count);
/** Not 0 when there was no memory for moves: a list that was given is cut. */
static inline int ps_walk_failed(const ps_walk *walk)
{
    return walk->failed;
}

/** The number of a name by which transitions go: names of one number lead to the same. */
static inline uint32_t ps_walk_name(ps_name_ids ids)
{
    return ids.exact ? ids.exact : ids.local | 0x80000000U;
}
static inline size_t ps_walk_slot(const ps_walk *walk, uint32_t state, uint32_t name)
{
    uint64_t key = (uint64_t)state << 32 | name;
    return (size_t)(key * 0x9E3779B97F4A7C15U >> (64 - walk->transition_bits));
}
/** What an element with this name does inside one in this state; NULL: ask ps_walk_find(). */
static inline const ps_transition *ps_walk_on(const ps_walk *walk, uint32_t state, uint32_t name)
{
    const ps_transition *t = &walk->transitions[ps_walk_slot(walk, state, name)];
    return t->state == state && t->name == name && state ? t : NULL;
}

#endif
