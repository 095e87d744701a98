/* SPDX-License-Identifier: Apache-2.0 */
#include "text/backtrack.h"

#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "text/automaton.h"
#include "text/utf8.h"

enum {
    STATES_MAX = 2000000, /* of one search */
    WORK_MAX = 5000000,   /* steps of all searches in one expression */
    ROOM_PER_STEP = 64,   /* states of which making room for costs as much as a step */
    LOOPS_MAX = 64        /* that are compared with each other */
};

/* A search through pairs or triples of places that are left by the same character. */
typedef struct search {
    ps_automaton *a;
    ps_arena scratch;
    uint32_t *local; /* number of a place among those of its knot */
    uint64_t work;
    int gave_up;
    int no_memory;
    uint32_t *from;  /* of each state: the one before it, + 1; 0: not met */
    uint32_t *chars; /* that led there */
    uint32_t *queue;
    size_t met;
} search;

static int is_over(search *s)
{
    s->gave_up |= ++s->work > WORK_MAX;
    return s->gave_up;
}

static int begin(search *s, uint64_t states)
{
    ps_arena_reset(&s->scratch);
    s->work += states / ROOM_PER_STEP;
    if (states > STATES_MAX || s->work > WORK_MAX) {
        s->gave_up = 1;
        return 0;
    }
    s->from = ps_arena_array(&s->scratch, states, sizeof *s->from);
    s->chars = ps_arena_array(&s->scratch, states, sizeof *s->chars);
    s->queue = ps_arena_array(&s->scratch, states, sizeof *s->queue);
    s->met = 0;
    s->no_memory |= !s->from || !s->chars || !s->queue;
    return !s->no_memory;
}

static void meet(search *s, uint32_t state, uint32_t from, uint32_t character)
{
    if (!s->from[state]) {
        s->from[state] = from + 1;
        s->chars[state] = character;
        s->queue[s->met++] = state;
    }
}

/* The text that led to a state, without the state that began. */
static ps_str text_to(search *s, uint32_t state, ps_arena *arena)
{
    size_t count = 0;
    for (uint32_t at = state; s->from[at] != at + 1; at = s->from[at] - 1) {
        count++;
    }
    char *text = ps_arena_alloc(arena, 4 * count + 1);
    size_t end = 4 * count;
    if (!text) {
        s->no_memory = 1;
        return PS_STR("");
    }
    for (uint32_t at = state; s->from[at] != at + 1; at = s->from[at] - 1) {
        char bytes[4];
        size_t len = ps_utf8_encode(s->chars[at], bytes);
        end -= len;
        memcpy(text + end, bytes, len);
    }
    return (ps_str){text + end, 4 * count - end};
}

/* A shortest text that leads to the place and is taken by it. */
static ps_str prefix_of(search *s, uint32_t place, ps_arena *arena)
{
    ps_automaton *a = s->a;
    if (!begin(s, (uint64_t)a->count + 1)) {
        return PS_STR("");
    }
    uint32_t start = a->count;
    s->from[start] = start + 1;
    for (uint32_t i = 0; i < a->first.count; i++) {
        uint32_t to = a->first.list[i];
        meet(s, to, start, ps_syntax_common(a->places[to].set, a->places[to].set));
    }
    for (size_t i = 0; i < s->met && !s->from[place] && !is_over(s); i++) {
        for (uint32_t e = a->places[s->queue[i]].edges; e != PS_AUTOMATON_NONE;
             e = a->edges[e].next) {
            uint32_t to = a->edges[e].to;
            meet(s, to, s->queue[i], ps_syntax_common(a->places[to].set, a->places[to].set));
        }
    }
    return s->from[place] ? text_to(s, place, arena) : PS_STR("");
}

/* Whether a place of a knot comes back to itself in two ways by one text: then any place of the
 * knot does, and it is enough to try one. */
static int is_exponential(search *s, uint32_t place, uint32_t size, ps_arena *arena, ps_str *ret)
{
    ps_automaton *a = s->a;
    uint32_t knot = a->places[place].knot;
    uint32_t *member = NULL;
    if (!begin(s, 2 * (uint64_t)size * size)) {
        return 0;
    }
    member = ps_arena_array(&s->scratch, size, sizeof *member);
    if (!member) {
        s->no_memory = 1;
        return 0;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        if (a->places[i].knot == knot) {
            member[s->local[i]] = i;
        }
    }
    uint32_t home = s->local[place] * size + s->local[place];
    uint32_t start = home * 2;
    s->from[start] = start + 1;
    s->queue[s->met++] = start;
    for (size_t i = 0; i < s->met; i++) {
        uint32_t state = s->queue[i];
        uint32_t left = member[state / 2 / size];
        uint32_t right = member[state / 2 % size];
        for (uint32_t e = a->places[left].edges; e != PS_AUTOMATON_NONE; e = a->edges[e].next) {
            uint32_t l = a->edges[e].to;
            if (a->places[l].knot != knot) {
                continue;
            }
            for (uint32_t f = a->places[right].edges; f != PS_AUTOMATON_NONE;
                 f = a->edges[f].next) {
                uint32_t r = a->edges[f].to;
                if (is_over(s)) {
                    return 0;
                }
                uint32_t c = a->places[r].knot == knot
                                 ? ps_syntax_common(a->places[l].set, a->places[r].set)
                                 : 0;
                uint32_t parted = (state & 1) | (l != r) | (left == right && a->edges[e].twice);
                if (c) {
                    meet(s, 2 * (s->local[l] * size + s->local[r]) + (parted & 1), state, c);
                }
            }
        }
        if (s->from[home * 2 + 1]) {
            *ret = text_to(s, home * 2 + 1, arena);
            return 1;
        }
    }
    return 0;
}

/* Places that can be reached from a place, and that can reach another. */
static void mark_between(search *s, const unsigned char *from, const unsigned char *to,
                         uint32_t *numbers, uint32_t *ret_count)
{
    *ret_count = 0;
    for (uint32_t i = 0; i < s->a->count; i++) {
        numbers[i] = from[i] && to[i] ? (*ret_count)++ : PS_AUTOMATON_NONE;
    }
}

typedef struct loops {
    uint32_t place[LOOPS_MAX]; /* one of each */
    uint32_t size[LOOPS_MAX];
    uint32_t count;
    unsigned char *reaches[LOOPS_MAX]; /* by place: can be reached from the loop */
    unsigned char *reached[LOOPS_MAX]; /* by place: can reach the loop */
} loops;

/* A text that leads around `p`, from `p` to `q`, and around `q`. */
static int shares(search *s, uint32_t p, uint32_t q, const uint32_t *numbers, uint32_t between,
                  const uint32_t *members, uint32_t p_size, uint32_t q_size, ps_arena *arena,
                  ps_str *ret)
{
    ps_automaton *a = s->a;
    uint32_t p_knot = a->places[p].knot;
    uint32_t q_knot = a->places[q].knot;
    if (!begin(s, (uint64_t)between * p_size * q_size)) {
        return 0;
    }
    uint32_t start = (s->local[p] * between + numbers[p]) * q_size + s->local[q];
    uint32_t goal = (s->local[p] * between + numbers[q]) * q_size + s->local[q];
    s->from[start] = start + 1;
    s->queue[s->met++] = start;
    for (size_t i = 0; i < s->met && !s->from[goal]; i++) {
        uint32_t state = s->queue[i];
        uint32_t x = members[state / q_size / between];
        uint32_t y = members[p_size + state / q_size % between];
        uint32_t z = members[p_size + between + state % q_size];
        for (uint32_t e = a->places[x].edges; e != PS_AUTOMATON_NONE; e = a->edges[e].next) {
            uint32_t x2 = a->edges[e].to;
            if (a->places[x2].knot != p_knot) {
                continue;
            }
            for (uint32_t f = a->places[y].edges; f != PS_AUTOMATON_NONE; f = a->edges[f].next) {
                uint32_t y2 = a->edges[f].to;
                if (numbers[y2] == PS_AUTOMATON_NONE) {
                    continue;
                }
                for (uint32_t g = a->places[z].edges; g != PS_AUTOMATON_NONE;
                     g = a->edges[g].next) {
                    uint32_t z2 = a->edges[g].to;
                    if (is_over(s)) {
                        return 0;
                    }
                    uint32_t c = a->places[z2].knot == q_knot
                                     ? ps_syntax_common3(a->places[x2].set, a->places[y2].set,
                                                         a->places[z2].set)
                                     : 0;
                    if (c) {
                        meet(s, (s->local[x2] * between + numbers[y2]) * q_size + s->local[z2],
                             state, c);
                    }
                }
            }
        }
    }
    if (!s->from[goal]) {
        return 0;
    }
    *ret = text_to(s, goal, arena);
    return 1;
}

static void spread(search *s, uint32_t from, unsigned char *marks, int backwards)
{
    ps_automaton *a = s->a;
    int changed = 1;
    marks[from] = 1;
    /* Places are numbered in the order of the pattern: few rounds are needed. */
    while (changed && !is_over(s)) {
        changed = 0;
        for (uint32_t n = 0; n < a->count; n++) {
            uint32_t i = backwards ? a->count - 1 - n : n;
            for (uint32_t e = a->places[i].edges; e != PS_AUTOMATON_NONE; e = a->edges[e].next) {
                unsigned char *source = &marks[backwards ? a->edges[e].to : i];
                unsigned char *target = &marks[backwards ? i : a->edges[e].to];
                changed |= *source && !*target;
                *target |= *source;
            }
        }
    }
}

static void find_loops(search *s, ps_arena *arena, loops *all)
{
    ps_automaton *a = s->a;
    uint32_t *sizes = ps_arena_array(arena, (size_t)a->knots + 1, sizeof *sizes);
    s->local = ps_arena_array(arena, (size_t)a->count + 1, sizeof *s->local);
    if (!sizes || !s->local) {
        s->no_memory = 1;
        return;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        s->local[i] = sizes[a->places[i].knot]++;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        if (!a->places[i].looped || s->local[i] != 0) {
            continue;
        }
        if (all->count == LOOPS_MAX) {
            s->gave_up = 1;
            return;
        }
        all->place[all->count] = i;
        all->size[all->count++] = sizes[a->places[i].knot];
    }
}

/* Some pair of places of the two loops, the one before the other, that shares a text. */
static int loops_share(search *s, const loops *all, uint32_t one, uint32_t two, ps_arena *arena,
                       ps_str *ret)
{
    ps_automaton *a = s->a;
    ps_arena keep;
    uint32_t between = 0;
    int found = 0;
    ps_arena_init(&keep, 0);
    uint32_t *numbers = ps_arena_array(&keep, (size_t)a->count + 1, sizeof *numbers);
    uint32_t *members = ps_arena_array(
        &keep, (size_t)a->count + all->size[one] + all->size[two] + 1, sizeof *members);
    if (!numbers || !members) {
        s->no_memory = 1;
        ps_arena_done(&keep);
        return 0;
    }
    mark_between(s, all->reaches[one], all->reached[two], numbers, &between);
    uint32_t p_knot = a->places[all->place[one]].knot;
    uint32_t q_knot = a->places[all->place[two]].knot;
    for (uint32_t i = 0; i < a->count; i++) {
        if (a->places[i].knot == p_knot) {
            members[s->local[i]] = i;
        }
        if (numbers[i] != PS_AUTOMATON_NONE) {
            members[all->size[one] + numbers[i]] = i;
        }
        if (a->places[i].knot == q_knot) {
            members[all->size[one] + between + s->local[i]] = i;
        }
    }
    for (uint32_t i = 0; i < all->size[one] && !found; i++) {
        for (uint32_t k = 0; k < all->size[two] && !found && !s->gave_up && !s->no_memory; k++) {
            found = shares(s, members[i], members[all->size[one] + between + k], numbers, between,
                           members, all->size[one], all->size[two], arena, ret);
        }
    }
    ps_arena_done(&keep);
    return found;
}

/* The longest row of loops each of which shares a text with the next. */
static void find_polynomial(search *s, loops *all, ps_arena *arena, ps_backtrack *ret)
{
    ps_automaton *a = s->a;
    unsigned row[LOOPS_MAX] = {0};
    uint32_t start[LOOPS_MAX];
    for (uint32_t i = 0; i < all->count && !s->gave_up; i++) {
        all->reaches[i] = ps_arena_alloc(arena, (size_t)a->count + 1);
        all->reached[i] = ps_arena_alloc(arena, (size_t)a->count + 1);
        if (!all->reaches[i] || !all->reached[i]) {
            s->no_memory = 1;
            return;
        }
        spread(s, all->place[i], all->reaches[i], 0);
        spread(s, all->place[i], all->reached[i], 1);
    }
    /* In the order of the pattern a loop comes behind those that lead to it. */
    for (uint32_t i = 0; i < all->count && !s->gave_up && !s->no_memory; i++) {
        row[i] = row[i] ? row[i] : 1;
        start[i] = row[i] > 1 ? start[i] : i;
        for (uint32_t k = i + 1; k < all->count; k++) {
            ps_str pump;
            if (row[i] + 1 <= row[k] || !all->reaches[i][all->place[k]] ||
                !loops_share(s, all, i, k, arena, &pump)) {
                continue;
            }
            row[k] = row[i] + 1;
            start[k] = start[i];
            if (row[k] > ret->degree) {
                const ps_syntax *from = a->places[all->place[start[k]]].loop;
                const ps_syntax *to = a->places[all->place[k]].loop;
                ret->degree = row[k];
                ret->start = from->start;
                ret->end = to->end;
                ret->pump = pump;
                ret->prefix = prefix_of(s, all->place[start[k]], arena);
            }
        }
    }
}

static void analyse(search *s, ps_arena *arena, ps_backtrack *ret)
{
    loops all = {.count = 0};
    find_loops(s, arena, &all);
    ret->degree = ret->degree ? ret->degree : all.count > 0;
    for (uint32_t i = 0; i < all.count && !s->gave_up && !s->no_memory; i++) {
        ps_str pump;
        uint32_t place = all.place[i];
        if (is_exponential(s, place, all.size[i], arena, &pump)) {
            const ps_syntax *loop = s->a->places[place].loop;
            *ret = (ps_backtrack){.degree = PS_BACKTRACK_EXPONENTIAL,
                                  .start = loop->start,
                                  .end = loop->end,
                                  .pump = pump};
            ret->prefix = prefix_of(s, place, arena);
            return;
        }
    }
    if (all.count > 1 && ret->degree < PS_BACKTRACK_EXPONENTIAL) {
        find_polynomial(s, &all, arena, ret);
    }
}

static int has_endless(const ps_syntax *node)
{
    for (; node; node = node->next) {
        if ((node->kind == PS_SYNTAX_REPEAT && node->most == PS_SYNTAX_ANY_TIMES) ||
            has_endless(node->first)) {
            return 1;
        }
    }
    return 0;
}

/* What is looked for by an assertion is tried as an expression of its own. */
static ps_status find_in(const ps_syntax *node, ps_arena *arena, ps_backtrack *ret,
                         ps_error *reterr);

static ps_status find_in_assertions(const ps_syntax *node, ps_arena *arena, ps_backtrack *ret,
                                    ps_error *reterr)
{
    ps_status worst = PS_OK;
    for (const ps_syntax *child = node->first; child && worst != PS_FATAL; child = child->next) {
        ps_status status = find_in_assertions(child, arena, ret, reterr);
        if (status == PS_OK && child->kind == PS_SYNTAX_ASSERTION) {
            status = find_in(child->first, arena, ret, reterr);
        }
        worst = status == PS_OK ? worst : status;
    }
    return worst;
}

static ps_status find_in(const ps_syntax *node, ps_arena *arena, ps_backtrack *ret,
                         ps_error *reterr)
{
    ps_automaton automaton;
    ps_arena places;
    ps_backtrack found = {.degree = 0};
    ps_syntax alone = *node; /* without what stands beside it */
    alone.next = NULL;
    if (!has_endless(&alone)) {
        return PS_OK;
    }
    ps_arena_init(&places, 0);
    search s = {.a = &automaton};
    ps_arena_init(&s.scratch, 0);
    ps_status status = ps_automaton_make(&automaton, &places, &alone, reterr);
    if (status == PS_OK) {
        analyse(&s, arena, &found);
        status = s.no_memory ? ps_error_memory(reterr) : PS_OK;
    }
    if (status == PS_OK && found.degree > ret->degree) {
        *ret = found;
    }
    if (status == PS_OK && s.gave_up && found.degree < PS_BACKTRACK_EXPONENTIAL) {
        status = PS_END;
    }
    ps_arena_done(&s.scratch);
    ps_arena_done(&places);
    return status;
}

ps_status ps_backtrack_find(ps_str pattern, ps_arena *arena, ps_backtrack *ret, ps_error *reterr)
{
    const ps_syntax *root;
    ps_arena tree;
    ps_arena_init(&tree, 0);
    ps_backtrack found = {.degree = 0};
    ps_status status = ps_syntax_read(&tree, pattern, &root, reterr);
    if (status == PS_OK) {
        status = find_in(root, arena, &found, reterr);
    }
    if (status == PS_OK) {
        status = find_in_assertions(root, arena, &found, reterr);
    }
    if (status == PS_OK) {
        *ret = found;
    }
    ps_arena_done(&tree);
    return status;
}
