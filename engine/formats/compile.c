/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/compile.h"

#include <stdlib.h>

#include "base/str.h"

static int same_name(ps_name_test a, ps_name_test b)
{
    return a.kind == b.kind && a.id == b.id;
}

int ps_tests_same(ps_tests a, ps_tests b)
{
    if (a.count != b.count) {
        return 0;
    }
    for (size_t i = 0; i < a.count; i++) {
        const ps_attr_test *x = &a.list[i];
        const ps_attr_test *y = &b.list[i];
        if (x->kind != y->kind || !same_name(x->name, y->name) ||
            x->value_count != y->value_count) {
            return 0;
        }
        for (size_t k = 0; k < x->value_count; k++) {
            if (!ps_str_equal(x->values[k], y->values[k])) {
                return 0;
            }
        }
    }
    return 1;
}

static ps_edge *find_edge(ps_path_node *node, const ps_step *step)
{
    ps_edge *edge = step->name.kind == PS_NAME_EXACT ? node->exact_list : node->edges;
    while (edge &&
           !(same_name(edge->name, step->name) && ps_tests_same(edge->tests, step->tests))) {
        edge = edge->next;
    }
    return edge;
}

static ps_path_node *add_edge(ps_arena *arena, ps_path_node *node, const ps_step *step)
{
    ps_edge *edge = ps_arena_alloc(arena, sizeof *edge);
    ps_path_node *to = ps_arena_alloc(arena, sizeof *to);
    if (!edge || !to) {
        return NULL;
    }
    edge->name = step->name;
    edge->tests = step->tests;
    edge->to = to;
    to->entered = step->tests;
    if (step->name.kind == PS_NAME_EXACT) {
        edge->next = node->exact_list;
        node->exact_list = edge;
        node->exact_count++;
    } else if (node->edge_last) {
        node->edge_last->next = edge;
        node->edge_last = edge;
    } else {
        node->edges = node->edge_last = edge;
    }
    return to;
}

ps_path_node *ps_node_reach(ps_arena *arena, ps_path_node *from, const ps_path *path)
{
    for (size_t i = 0; from && i < path->step_count; i++) {
        ps_edge *edge = find_edge(from, &path->steps[i]);
        from = edge ? edge->to : add_edge(arena, from, &path->steps[i]);
    }
    return from;
}

int ps_node_add_action(ps_arena *arena, ps_path_node *node, const ps_action *action)
{
    ps_action_link *link = ps_arena_alloc(arena, sizeof *link);
    if (!link) {
        return 0;
    }
    link->action = *action;
    link->action.is_direct = action->kind == PS_ACTION_FIELD && !action->map && !action->sap;
    /* A constant needs no text: it is given when the element begins, like an attribute. */
    int early = action->from_attr || action->constant.ptr;
    ps_action_link **first = early ? &node->attrs : &node->texts;
    ps_action_link **last = early ? &node->attr_last : &node->text_last;
    if (*last) {
        (*last)->next = link;
    } else {
        *first = link;
    }
    *last = link;
    return 1;
}

int ps_node_add_part(ps_arena *arena, ps_path_node *node, const ps_part_rule *part, ps_tests tests,
                     uint16_t rank)
{
    ps_part_link *link = ps_arena_alloc(arena, sizeof *link);
    if (!link) {
        return 0;
    }
    link->part = part;
    link->tests = tests;
    link->rank = rank;
    if (node->part_last) {
        node->part_last->next = link;
    } else {
        node->parts = link;
    }
    node->part_last = link;
    return 1;
}

static int by_name(const void *a, const void *b)
{
    const ps_edge *const *x = a;
    const ps_edge *const *y = b;
    return ((*x)->name.id > (*y)->name.id) - ((*x)->name.id < (*y)->name.id);
}

int ps_node_seal(ps_arena *arena, ps_path_node *node)
{
    if (node->exact || (!node->exact_count && !node->edges && !node->parts)) {
        return 1; /* done, or nothing below (rules that recur lead here again) */
    }
    node->exact = ps_arena_array(arena, node->exact_count + 1, sizeof *node->exact);
    node->exact_ids = ps_arena_array(arena, node->exact_count + 1, sizeof *node->exact_ids);
    if (!node->exact || !node->exact_ids) {
        return 0;
    }
    size_t n = node->exact_count;
    for (ps_edge *edge = node->exact_list; edge; edge = edge->next) {
        node->exact[--n] = edge; /* the list is backwards */
    }
    if (node->exact_count > 1) {
        qsort(node->exact, node->exact_count, sizeof(ps_edge *), by_name);
    }
    for (size_t i = 0; i < node->exact_count; i++) {
        node->exact_ids[i] = node->exact[i]->name.id;
        if (!ps_node_seal(arena, node->exact[i]->to)) {
            return 0;
        }
    }
    for (ps_edge *edge = node->edges; edge; edge = edge->next) {
        if (!ps_node_seal(arena, edge->to)) {
            return 0;
        }
    }
    for (ps_part_link *link = node->parts; link; link = link->next) {
        if (!ps_node_seal(arena, link->part->root)) {
            return 0;
        }
    }
    return 1;
}
