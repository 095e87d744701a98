/* The walk over the trees of a record's rules: what is remembered leads where the trees do.
 * SPDX-License-Identifier: Apache-2.0 */
#include "formats/walk.h"

#include "formats/compile.h"
#include "ps_test.h"

enum { NAMES_MOST = 20000 }; /* more than are remembered */

static ps_arena arena;
static ps_walk walk;
static ps_path_node root;

static ps_path_node *reach(ps_path_node *from, ps_name_kind kind, uint32_t id)
{
    static const ps_attr_test test = {.kind = PS_TEST_PRESENT};
    ps_path path = {.step_count = 1};
    path.steps[0].name = (ps_name_test){kind, id};
    path.steps[0].tests = (ps_tests){&test, kind == PS_NAME_ANY_SPACE};
    return ps_node_reach(&arena, from, &path);
}

static void setup(void)
{
    ps_error err = {0};
    ps_arena_init(&arena, 0);
    root = (ps_path_node){.edges = NULL};
    PS_TEST_STATUS(ps_walk_init(&walk, &err), PS_OK, err);
}

static void teardown(void)
{
    ps_walk_done(&walk);
    ps_arena_done(&arena);
}

TestSuite(walk, .init = setup, .fini = teardown);

static const ps_transition *go(uint32_t state, const ps_place *place, uint32_t name)
{
    ps_name_ids ids = {name, name};
    const ps_transition *found = ps_walk_on(&walk, state, ps_walk_name(ids));
    return found ? found : ps_walk_find(&walk, state, place, 1, ids);
}

Test(walk, what_was_met_once_leads_to_the_same)
{
    ps_path_node *one = reach(&root, PS_NAME_EXACT, 1);
    ps_path_node *any = reach(&root, PS_NAME_ANY, 0);
    cr_assert(ps_node_seal(&arena, &root));
    ps_place place = {&root, 0};
    uint32_t state = ps_walk_state(&walk, &place, 1);
    cr_assert_geq(state, PS_STATE_FIRST);
    for (int again = 0; again < 2; again++) {
        const ps_transition *moves = go(state, &place, 1);
        cr_assert_eq(moves->count, 2);
        cr_expect_eq(moves->moves[0].node, one);
        cr_expect_eq(moves->moves[1].node, any);
        ps_place both[] = {{one, 7}, {any, 8}};
        cr_expect_eq(moves->to, ps_walk_state(&walk, both, 2));
        moves = go(state, &place, 2);
        cr_assert_eq(moves->count, 1);
        cr_expect_eq(moves->moves[0].node, any);
        cr_expect_eq(walk.transition_count, 2);
    }
    ps_place nowhere = {any, 0};
    state = ps_walk_state(&walk, &nowhere, 1);
    cr_expect_eq(go(state, &nowhere, 1)->to, PS_STATE_NOWHERE);
}

Test(walk, with_conditions_the_state_is_that_of_the_places_reached)
{
    ps_path_node *maybe = reach(&root, PS_NAME_ANY_SPACE, 3);
    cr_assert(ps_node_seal(&arena, &root));
    ps_place place = {&root, 0};
    uint32_t state = ps_walk_state(&walk, &place, 1);
    for (int again = 0; again < 2; again++) {
        const ps_transition *moves = go(state, &place, 3);
        cr_assert_eq(moves->count, 1);
        cr_expect_eq(moves->moves[0].node, maybe);
        cr_expect_eq(moves->moves[0].tests.count, 1);
        cr_expect_eq(moves->to, PS_STATE_UNKNOWN);
    }
}

Test(walk, beyond_its_bounds_all_is_worked_out_anew)
{
    ps_path_node *any = reach(&root, PS_NAME_ANY, 0);
    ps_path_node *last = reach(&root, PS_NAME_EXACT, NAMES_MOST);
    cr_assert(ps_node_seal(&arena, &root));
    ps_place place = {&root, 0};
    uint32_t state = ps_walk_state(&walk, &place, 1);
    for (uint32_t name = 1; name <= NAMES_MOST; name++) {
        const ps_transition *moves = go(state, &place, name);
        cr_assert_eq(moves->count, name == NAMES_MOST ? 2 : 1);
        cr_assert_eq(moves->moves[moves->count - 1].node, any);
    }
    cr_expect_lt(walk.transition_count, NAMES_MOST);
    cr_expect_eq(go(state, &place, NAMES_MOST)->moves[0].node, last);

    ps_walk_settle(&walk);
    cr_expect_eq(walk.transition_count, 0);
    state = ps_walk_state(&walk, &place, 1);
    cr_expect_eq(go(state, &place, NAMES_MOST)->moves[0].node, last);
    cr_expect_eq(walk.transition_count, 1);
}
