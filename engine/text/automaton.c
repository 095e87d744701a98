/* SPDX-License-Identifier: Apache-2.0 */
#include "text/automaton.h"

#include <string.h>

#include "base/error.h"

enum {
    PLACES_MAX = 20000,
    EDGES_MAX = 1000000,
    COPIES = 2 /* of what is repeated with a bound: enough to see that it overlaps itself */
};

/* A part of the expression as the automaton sees it. */
typedef struct piece {
    int empty; /* matches the empty text */
    ps_places first;
    ps_places last;
} piece;

static void *grow(ps_automaton *a, void *items, uint32_t count, uint32_t *room, size_t size)
{
    if (count < *room) {
        return items;
    }
    uint32_t more = *room ? *room * 2 : 16;
    void *larger = ps_arena_array(a->arena, more, size);
    if (!larger) {
        a->no_memory = 1;
        return NULL;
    }
    if (count) {
        memcpy(larger, items, count * size);
    }
    *room = more;
    return larger;
}

static void add_place(ps_automaton *a, ps_places *places, uint32_t place)
{
    uint32_t *list = grow(a, places->list, places->count, &places->room, sizeof *list);
    if (list) {
        places->list = list;
        places->list[places->count++] = place;
    }
}

static void add_places(ps_automaton *a, ps_places *places, const ps_places *more)
{
    for (uint32_t i = 0; i < more->count && !a->no_memory; i++) {
        add_place(a, places, more->list[i]);
    }
}

static void add_edge(ps_automaton *a, uint32_t from, uint32_t to)
{
    a->too_large |= a->edge_count >= EDGES_MAX;
    ps_place_edge *edges =
        a->too_large ? NULL : grow(a, a->edges, a->edge_count, &a->edge_room, sizeof *edges);
    if (edges) {
        a->edges = edges;
        a->edges[a->edge_count] = (ps_place_edge){to, a->places[from].edges, 0};
        a->places[from].edges = a->edge_count++;
    }
}

/* Every end of the one is followed by every beginning of the other. */
static void connect(ps_automaton *a, const ps_places *from, const ps_places *to)
{
    for (uint32_t i = 0; i < from->count; i++) {
        for (uint32_t k = 0; k < to->count && !a->too_large && !a->no_memory; k++) {
            add_edge(a, from->list[i], to->list[k]);
        }
    }
}

/* The ends of a loop are followed by its beginnings. It may be so already by a loop inside: then
 * there are two ways. */
static void connect_loop(ps_automaton *a, const piece *loop)
{
    uint32_t *known = ps_arena_array(a->arena, (size_t)a->count + 1, sizeof *known);
    a->no_memory |= !known;
    for (uint32_t i = 0; i < loop->last.count && known; i++) {
        uint32_t from = loop->last.list[i];
        uint32_t edges = a->places[from].edges;
        for (uint32_t e = edges; e != PS_AUTOMATON_NONE; e = a->edges[e].next) {
            known[a->edges[e].to] = e + 1;
        }
        for (uint32_t k = 0; k < loop->first.count && !a->too_large && !a->no_memory; k++) {
            uint32_t edge = known[loop->first.list[k]];
            if (edge) {
                a->edges[edge - 1].twice = 1;
            } else {
                add_edge(a, from, loop->first.list[k]);
            }
        }
        for (uint32_t e = edges; e != PS_AUTOMATON_NONE; e = a->edges[e].next) {
            known[a->edges[e].to] = 0;
        }
    }
}

static piece build(ps_automaton *a, const ps_syntax *node, const ps_syntax *loop);

static piece build_set(ps_automaton *a, const ps_syntax *node, const ps_syntax *loop)
{
    piece p = {.empty = 0};
    a->too_large |= a->count >= PLACES_MAX;
    ps_char_place *places =
        a->too_large ? NULL : grow(a, a->places, a->count, &a->room, sizeof *places);
    if (places) {
        a->places = places;
        a->places[a->count] =
            (ps_char_place){.set = node, .loop = loop, .edges = PS_AUTOMATON_NONE};
        add_place(a, &p.first, a->count);
        add_place(a, &p.last, a->count);
        a->count++;
    }
    return p;
}

static void append(ps_automaton *a, piece *all, const piece *next)
{
    connect(a, &all->last, &next->first);
    if (all->empty) {
        add_places(a, &all->first, &next->first);
    }
    ps_places last = next->last;
    if (next->empty) {
        add_places(a, &last, &all->last);
    }
    all->last = last;
    all->empty = all->empty && next->empty;
}

static piece build_sequence(ps_automaton *a, const ps_syntax *node, const ps_syntax *loop)
{
    piece all = {.empty = 1};
    for (const ps_syntax *child = node->first; child; child = child->next) {
        piece next = build(a, child, loop);
        append(a, &all, &next);
    }
    return all;
}

static piece build_choice(ps_automaton *a, const ps_syntax *node, const ps_syntax *loop)
{
    piece all = {.empty = 0};
    for (const ps_syntax *child = node->first; child; child = child->next) {
        piece one = build(a, child, loop);
        add_places(a, &all.first, &one.first);
        add_places(a, &all.last, &one.last);
        all.empty |= one.empty;
    }
    return all;
}

static piece build_repeat(ps_automaton *a, const ps_syntax *node, const ps_syntax *loop)
{
    piece all = {.empty = 1};
    int endless = node->most == PS_SYNTAX_ANY_TIMES && !node->possessive;
    const ps_syntax *around = endless && !loop ? node : loop;
    uint32_t least = node->least < COPIES ? node->least : COPIES;
    uint32_t further = node->most > node->least ? node->most - node->least : 0;
    for (uint32_t i = 0; i < least && !a->too_large; i++) {
        piece next = build(a, node->first, around);
        if (endless && i + 1 == least) {
            connect_loop(a, &next);
        }
        append(a, &all, &next);
    }
    if (endless && least == 0) {
        all = build(a, node->first, around);
        connect_loop(a, &all);
        all.empty = 1;
    } else if (!endless) {
        /* One inside the other: the second only behind the first, so that there is one way. */
        piece rest = {.empty = 1};
        uint32_t most = node->possessive ? 1 : COPIES; /* it shares nothing with itself */
        further = further < most ? further : most;
        for (uint32_t i = 0; i < further && !a->too_large; i++) {
            piece next = build(a, node->first, around);
            append(a, &next, &rest);
            next.empty = 1;
            rest = next;
        }
        append(a, &all, &rest);
    }
    return all;
}

static piece build(ps_automaton *a, const ps_syntax *node, const ps_syntax *loop)
{
    switch (node->kind) {
    case PS_SYNTAX_SET:
        return build_set(a, node, loop);
    case PS_SYNTAX_SEQUENCE:
        return build_sequence(a, node, loop);
    case PS_SYNTAX_CHOICE:
        return build_choice(a, node, loop);
    case PS_SYNTAX_REPEAT:
        return build_repeat(a, node, loop);
    case PS_SYNTAX_EMPTY:
    case PS_SYNTAX_ASSERTION:
        break;
    }
    return (piece){.empty = 1};
}

/* One place on the way of the search for knots. */
typedef struct step {
    uint32_t place;
    uint32_t edge; /* the next to go */
} step;

typedef struct knotting {
    uint32_t *number; /* in the order of meeting, from 1 */
    uint32_t *lowest;
    uint32_t *open; /* places whose knot is not complete */
    uint32_t open_count;
    step *way;
    uint32_t depth;
    uint32_t met;
} knotting;

static void enter(ps_automaton *a, knotting *k, uint32_t place)
{
    k->number[place] = k->lowest[place] = ++k->met;
    k->open[k->open_count++] = place;
    k->way[k->depth++] = (step){place, a->places[place].edges};
}

static void close_knot(ps_automaton *a, knotting *k, uint32_t root)
{
    uint32_t place;
    uint32_t size = 0;
    do {
        place = k->open[--k->open_count];
        a->places[place].knot = a->knots;
        size++;
    } while (place != root);
    for (uint32_t e = a->places[root].edges; e != PS_AUTOMATON_NONE; e = a->edges[e].next) {
        a->places[root].looped |= a->edges[e].to == root;
    }
    for (uint32_t i = 0; size > 1 && i < size; i++) {
        a->places[k->open[k->open_count + i]].looped = 1;
    }
    a->knots++;
}

/* Tarjan's search for places that lead to each other, without recursion. */
static void find_knots(ps_automaton *a, knotting *k, uint32_t root)
{
    enter(a, k, root);
    while (k->depth) {
        step *top = &k->way[k->depth - 1];
        uint32_t place = top->place;
        if (top->edge != PS_AUTOMATON_NONE) {
            uint32_t to = a->edges[top->edge].to;
            top->edge = a->edges[top->edge].next;
            if (!k->number[to]) {
                enter(a, k, to);
            } else if (a->places[to].knot == PS_AUTOMATON_NONE &&
                       k->number[to] < k->lowest[place]) {
                k->lowest[place] = k->number[to];
            }
            continue;
        }
        k->depth--;
        if (k->depth && k->lowest[place] < k->lowest[k->way[k->depth - 1].place]) {
            k->lowest[k->way[k->depth - 1].place] = k->lowest[place];
        }
        if (k->lowest[place] == k->number[place]) {
            close_knot(a, k, place);
        }
    }
}

ps_status ps_automaton_make(ps_automaton *a, ps_arena *arena, const ps_syntax *root,
                            ps_error *reterr)
{
    *a = (ps_automaton){.arena = arena};
    piece whole = build(a, root, NULL);
    a->first = whole.first;
    if (a->too_large) {
        return PS_END;
    }
    size_t room = (size_t)a->count + 1;
    knotting k = {.number = ps_arena_array(arena, room, sizeof *k.number),
                  .lowest = ps_arena_array(arena, room, sizeof *k.lowest),
                  .open = ps_arena_array(arena, room, sizeof *k.open),
                  .way = ps_arena_array(arena, room, sizeof *k.way)};
    if (a->no_memory || !k.number || !k.lowest || !k.open || !k.way) {
        return ps_error_memory(reterr);
    }
    for (uint32_t i = 0; i < a->count; i++) {
        a->places[i].knot = PS_AUTOMATON_NONE;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        if (!k.number[i]) {
            find_knots(a, &k, i);
        }
    }
    return PS_OK;
}
