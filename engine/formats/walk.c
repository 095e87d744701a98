/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/walk.h"

#include <stdlib.h>

#include "base/error.h"

/* Bounds of what is remembered. The profiles of all formats together have some thousand nodes; only
 * documents that are written for it come near. */
enum {
    FIRST_BITS = 9,
    TRANSITIONS_MOST = 16384, /* a quarter of the slots at the most */
    STATES_MOST = 4096,
    STATE_SLOTS = 2 * STATES_MOST,
    NODES_MOST = 65536,
    MOVES_BYTES = 4 << 20
};

typedef struct node_list {
    uint32_t first; /* of its nodes */
    uint32_t count;
    uint64_t hash;
} node_list;

ps_status ps_walk_init(ps_walk *walk, ps_error *reterr)
{
    *walk = (ps_walk){.transition_bits = FIRST_BITS};
    ps_buffer_init(&walk->moves, 0);
    ps_arena_init(&walk->arena, MOVES_BYTES);
    ps_buffer_init(&walk->states, STATES_MOST * sizeof(node_list));
    ps_buffer_init(&walk->nodes, NODES_MOST * sizeof(const ps_path_node *));
    walk->transitions = calloc((size_t)1 << FIRST_BITS, sizeof *walk->transitions);
    walk->state_slots = calloc(STATE_SLOTS, sizeof *walk->state_slots);
    if (!walk->transitions || !walk->state_slots) {
        ps_walk_done(walk);
        return ps_error_memory(reterr);
    }
    return PS_OK;
}

void ps_walk_done(ps_walk *walk)
{
    free(walk->transitions);
    free(walk->state_slots);
    ps_buffer_done(&walk->moves);
    ps_arena_done(&walk->arena);
    ps_buffer_done(&walk->states);
    ps_buffer_done(&walk->nodes);
    *walk = (ps_walk){.transitions = NULL};
}

/* ---- states ---- */

static uint64_t hash_places(const ps_place *places, size_t count)
{
    uint64_t hash = count;
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ (uint64_t)(uintptr_t)places[i].node) * 0x9E3779B97F4A7C15U;
        hash ^= hash >> 29;
    }
    return hash;
}

static int is_state(const ps_walk *walk, const node_list *s, const ps_place *places, size_t count)
{
    const ps_path_node *const *nodes =
        (const ps_path_node *const *)(void *)walk->nodes.ptr + s->first;
    for (size_t i = 0; i < count; i++) {
        if (nodes[i] != places[i].node) {
            return 0;
        }
    }
    return 1;
}

static uint32_t add_state(ps_walk *walk, uint64_t hash, const ps_place *places, size_t count)
{
    node_list *s = (node_list *)(void *)ps_buffer_reserve(&walk->states, sizeof *s);
    char *nodes = ps_buffer_reserve(&walk->nodes, count * sizeof places->node);
    if (!s || !nodes) {
        walk->full = 1;
        return PS_STATE_UNKNOWN;
    }
    *s = (node_list){(uint32_t)(walk->nodes.len / sizeof places->node), (uint32_t)count, hash};
    for (size_t i = 0; i < count; i++) {
        memcpy(nodes + i * sizeof places->node, &places[i].node, sizeof places->node);
    }
    walk->nodes.len += count * sizeof places->node;
    walk->states.len += sizeof *s;
    return (uint32_t)(walk->states.len / sizeof *s) - 1 + PS_STATE_FIRST;
}

uint32_t ps_walk_state(ps_walk *walk, const ps_place *places, size_t count)
{
    if (!count) {
        return PS_STATE_NOWHERE;
    }
    uint64_t hash = hash_places(places, count);
    size_t at = (size_t)hash & (STATE_SLOTS - 1);
    for (; walk->state_slots[at]; at = (at + 1) & (STATE_SLOTS - 1)) {
        const node_list *s =
            (const node_list *)(void *)walk->states.ptr + (walk->state_slots[at] - PS_STATE_FIRST);
        if (s->hash == hash && s->count == count && is_state(walk, s, places, count)) {
            return walk->state_slots[at];
        }
    }
    walk->state_slots[at] = add_state(walk, hash, places, count);
    return walk->state_slots[at];
}

/* ---- moves ---- */

/* The action, where all that there is to do at a node is to gather its text for one. */
static const ps_action *only_action(const ps_path_node *node)
{
    const ps_action_link *link = node->texts;
    if (node->attrs || !link || link->next) {
        return NULL;
    }
    const ps_action *action = &link->action;
    return action->tests.count || action->has_prefer || action->count_only ? NULL : action;
}

static void add_move(ps_walk *walk, ps_move move)
{
    const ps_path_node *node = move.node;
    move.is_plain = !move.link && !move.tests.count;
    move.reads = only_action(node);
    move.says = !move.reads && (node->attrs || node->texts);
    move.owns = node->texts || node->parts;
    ps_buffer_add(&walk->moves, (const char *)&move, sizeof move);
    if (move.nesting == PS_NESTING_MOST) {
        return;
    }
    for (const ps_part_link *link = node->parts; link; link = link->next) {
        add_move(walk, (ps_move){.node = link->part->root,
                                 .link = link,
                                 .tests = link->tests,
                                 .nesting = (uint8_t)(move.nesting + 1)});
    }
}

static void add_edge(ps_walk *walk, const ps_edge *edge, size_t from)
{
    add_move(walk, (ps_move){.node = edge->to, .tests = edge->tests, .from = (uint32_t)from});
}

static void add_edges(ps_walk *walk, const ps_path_node *node, size_t from, ps_name_ids ids)
{
    if (ids.exact && node->exact_count) {
        size_t low = 0;
        for (size_t left = node->exact_count; left > 1; left -= left / 2) {
            low += node->exact_ids[low + left / 2 - 1] < ids.exact ? left / 2 : 0;
        }
        low += node->exact_ids[low] < ids.exact;
        for (; low < node->exact_count && node->exact_ids[low] == ids.exact; low++) {
            add_edge(walk, node->exact[low], from);
        }
    }
    for (const ps_edge *edge = node->edges; edge; edge = edge->next) {
        if (ps_name_matches(edge->name, ids)) {
            add_edge(walk, edge, from);
        }
    }
}

/* The state that moves lead to, when no condition has a say in it. */
static uint32_t state_behind(ps_walk *walk, const ps_move *moves, size_t count)
{
    enum { MOST = 64 };
    ps_place places[MOST];
    for (size_t i = 0; i < count; i++) {
        if (i == MOST || moves[i].tests.count) {
            return PS_STATE_UNKNOWN;
        }
        places[i] = (ps_place){moves[i].node, 0};
    }
    return ps_walk_state(walk, places, count);
}

static int is_full(const ps_walk *walk)
{
    return walk->full || walk->transition_count >= TRANSITIONS_MOST;
}

static void forget(ps_walk *walk)
{
    memset(walk->transitions, 0, ((size_t)1 << walk->transition_bits) * sizeof *walk->transitions);
    memset(walk->state_slots, 0, STATE_SLOTS * sizeof *walk->state_slots);
    walk->transition_count = 0;
    walk->full = 0;
    ps_arena_reset(&walk->arena);
    ps_buffer_clear(&walk->states);
    ps_buffer_clear(&walk->nodes);
}

void ps_walk_settle(ps_walk *walk)
{
    if (is_full(walk)) {
        forget(walk);
    }
}

/* ---- transitions ---- */

/* The slot of the transition, or the free one that it would have. */
static ps_transition *probe(const ps_walk *walk, uint32_t state, uint32_t name)
{
    size_t mask = ((size_t)1 << walk->transition_bits) - 1;
    size_t at = ps_walk_slot(walk, state, name);
    while (walk->transitions[at].state &&
           (walk->transitions[at].state != state || walk->transitions[at].name != name)) {
        at = (at + 1) & mask;
    }
    return &walk->transitions[at];
}

/* Room for one more; 0 when there is none. */
static int make_room(ps_walk *walk)
{
    size_t room = (size_t)1 << walk->transition_bits;
    if (is_full(walk)) {
        return 0;
    }
    if (walk->transition_count < room / 4) {
        return 1;
    }
    ps_transition *old = walk->transitions;
    ps_transition *grown = calloc(room * 2, sizeof *grown);
    if (!grown) {
        return 0;
    }
    walk->transitions = grown;
    walk->transition_bits++;
    for (size_t i = 0; i < room; i++) {
        if (old[i].state) {
            *probe(walk, old[i].state, old[i].name) = old[i];
        }
    }
    free(old);
    return 1;
}

const ps_transition *ps_walk_find(ps_walk *walk, uint32_t state, const ps_place *around,
                                  size_t count, ps_name_ids ids)
{
    uint32_t name = ps_walk_name(ids);
    ps_transition *known = state ? probe(walk, state, name) : NULL;
    if (known && known->state) {
        return known;
    }
    ps_buffer_clear(&walk->moves);
    for (size_t i = 0; i < count; i++) {
        add_edges(walk, around[i].node, i, ids);
    }
    const ps_move *moves = (const ps_move *)(void *)walk->moves.ptr;
    size_t found = walk->moves.len / sizeof *moves;
    walk->failed |= walk->moves.failed;
    walk->last =
        (ps_transition){state, name, moves, (uint32_t)found, state_behind(walk, moves, found)};
    if (!state || walk->moves.failed || !make_room(walk)) {
        return &walk->last;
    }
    ps_move *kept = ps_arena_bytes(&walk->arena, walk->moves.len);
    if (!kept) {
        walk->full = 1;
        return &walk->last;
    }
    if (found) {
        memcpy(kept, moves, walk->moves.len);
    }
    known = probe(walk, state, name);
    *known = walk->last;
    known->moves = kept;
    walk->transition_count++;
    return known;
}
