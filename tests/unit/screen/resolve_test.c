/* Contracts and the records that refer to them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ps_test.h"
#include "screen/resolve.h"

#include <stdio.h>

typedef struct world {
    ps_resolver *resolver;
    ps_wire_reader *reader;
    ps_arena arena;
} world;

static world open_world_with(ps_limits limits)
{
    world w;
    ps_error err = {0};
    PS_TEST_STATUS(ps_resolver_new(&limits, &w.resolver, &err), PS_OK, err);
    PS_TEST_STATUS(ps_wire_reader_new(&w.reader, &err), PS_OK, err);
    ps_arena_init(&w.arena, 0);
    return w;
}

static world open_world(uint64_t contracts)
{
    ps_limits limits = ps_limits_default();
    limits.contracts = contracts;
    return open_world_with(limits);
}

static void close_world(world *w)
{
    ps_resolver_free(w->resolver);
    ps_wire_reader_free(w->reader);
    ps_arena_done(&w->arena);
}

static ps_screened record(uint64_t seq, ps_record_kind kind, const char *id,
                          ps_element_outcome *elements)
{
    return (ps_screened){.seq = seq,
                         .kind = kind,
                         .id = ps_str_from(id),
                         .line = 5,
                         .source = PS_STR("a.xml"),
                         .elements = elements,
                         .element_count = 2};
}

static void elements(ps_element_outcome out[2], ps_state first, ps_state second)
{
    out[0] =
        (ps_element_outcome){.element = PS_STR("confidentiality"), .state = first, .required = 1};
    out[1] = (ps_element_outcome){
        .element = PS_STR("technical-support"), .state = second, .required = 1};
}

static ps_status add_contract(world *w, uint64_t seq, const char *id, ps_state first,
                              ps_state second, ps_party_view supplier, ps_error *err)
{
    ps_element_outcome e[2];
    elements(e, first, second);
    ps_screened contract = record(seq, PS_KIND_CONTRACT, id, e);
    contract.supplier = supplier;
    return ps_resolver_add(w->resolver, &contract, err);
}

static ps_status join(world *w, const char *contract, int last_call, ps_element_outcome e[2],
                      ps_party_view supplier)
{
    ps_error err = {0};
    static ps_str refs[1];
    refs[0] = ps_str_from(contract);
    ps_screened order = record(100, PS_KIND_ORDER, "PO-1", e);
    order.contracts = refs;
    order.contract_count = 1;
    order.supplier = supplier;
    return ps_resolver_join(w->resolver, last_call, &order, e, &w->arena, &err);
}

static const ps_party_view nobody = {0};

Test(resolve, a_clause_of_the_contract_counts_for_the_order)
{
    world w = open_world(10);
    ps_error err = {0};
    ps_element_outcome e[2];
    PS_TEST_STATUS(add_contract(&w, 1, "C-1", PS_STATE_PRESENT, PS_STATE_MISSING, nobody, &err),
                   PS_OK, err);
    elements(e, PS_STATE_MISSING, PS_STATE_MISSING);
    cr_assert_eq(join(&w, " c-1 ", 0, e, nobody), PS_OK);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT);
    ps_test_str(e[0].source, "C-1 (a.xml:5)", "where it comes from");
    cr_expect_eq(e[1].state, PS_STATE_MISSING);
    ps_test_str(e[1].source, "C-1 (a.xml:5)", "where it is missing");
    close_world(&w);
}

Test(resolve, what_the_order_itself_says_stays)
{
    world w = open_world(10);
    ps_error err = {0};
    ps_element_outcome e[2];
    PS_TEST_STATUS(add_contract(&w, 1, "C-1", PS_STATE_MISSING, PS_STATE_PRESENT, nobody, &err),
                   PS_OK, err);
    elements(e, PS_STATE_PRESENT, PS_STATE_DEFEATED);
    cr_assert_eq(join(&w, "C-1", 0, e, nobody), PS_OK);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT);
    cr_expect_eq(e[1].state, PS_STATE_DEFEATED);
    close_world(&w);
}

Test(resolve, an_unknown_contract_is_waited_for_and_then_not_available)
{
    world w = open_world(10);
    ps_element_outcome e[2];
    elements(e, PS_STATE_MISSING, PS_STATE_PRESENT);
    cr_assert_eq(join(&w, "C-9", 0, e, nobody), PS_END);
    cr_expect_eq(e[0].state, PS_STATE_MISSING, "waiting changes nothing");
    cr_assert_eq(join(&w, "C-9", 1, e, nobody), PS_OK);
    cr_expect_eq(e[0].state, PS_STATE_NOT_EVALUABLE);
    cr_expect(ps_str_starts(e[0].reason, PS_STR("contract-not-available")), "%.*s",
              PS_FMT(e[0].reason));
    cr_expect_eq(e[1].state, PS_STATE_PRESENT);
    close_world(&w);
}

Test(resolve, the_best_of_several_contracts_of_one_id_wins)
{
    world w = open_world(10);
    ps_error err = {0};
    ps_element_outcome e[2];
    PS_TEST_STATUS(add_contract(&w, 1, "C-1", PS_STATE_MISSING, PS_STATE_MISSING, nobody, &err),
                   PS_OK, err);
    PS_TEST_STATUS(add_contract(&w, 2, "C-1", PS_STATE_PRESENT, PS_STATE_DEFEATED, nobody, &err),
                   PS_OK, err);
    elements(e, PS_STATE_MISSING, PS_STATE_MISSING);
    cr_assert_eq(join(&w, "C-1", 0, e, nobody), PS_OK);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT);
    cr_expect_eq(e[1].state, PS_STATE_DEFEATED);
    close_world(&w);
}

Test(resolve, another_suppliers_contract_of_the_same_number_is_not_taken)
{
    world w = open_world(10);
    ps_error err = {0};
    ps_element_outcome e[2];
    ps_party_view a = {.scheme = PS_STR("USCC"), .check = PS_CHECK_VALID, .key = PS_STR("USCC:A")};
    ps_party_view b = {.scheme = PS_STR("USCC"), .check = PS_CHECK_VALID, .key = PS_STR("USCC:B")};
    PS_TEST_STATUS(add_contract(&w, 1, "1", PS_STATE_PRESENT, PS_STATE_PRESENT, a, &err), PS_OK,
                   err);
    elements(e, PS_STATE_MISSING, PS_STATE_MISSING);
    cr_assert_eq(join(&w, "1", 1, e, b), PS_OK);
    cr_expect_eq(e[0].state, PS_STATE_NOT_EVALUABLE);
    elements(e, PS_STATE_MISSING, PS_STATE_MISSING);
    cr_assert_eq(join(&w, "1", 1, e, nobody), PS_OK);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT, "an unknown supplier may be the same");
    close_world(&w);
}

Test(resolve, one_contract_too_many_is_said)
{
    world w = open_world(1);
    ps_error err = {0};
    PS_TEST_STATUS(add_contract(&w, 1, "A", PS_STATE_PRESENT, PS_STATE_PRESENT, nobody, &err),
                   PS_OK, err);
    PS_TEST_STATUS(add_contract(&w, 2, "B", PS_STATE_PRESENT, PS_STATE_PRESENT, nobody, &err),
                   PS_WARN, err);
    cr_expect_str_eq(err.cause, "limit:contracts");
    close_world(&w);
}

Test(resolve, too_many_contracts_of_one_id_leave_a_missing_element_open)
{
    ps_limits limits = ps_limits_default();
    limits.contract_versions = 2;
    world w = open_world_with(limits);
    ps_error err = {0};
    ps_element_outcome e[2];
    for (uint64_t seq = 1; seq <= 3; seq++) {
        PS_TEST_STATUS(add_contract(&w, seq, "C-1", seq == 3 ? PS_STATE_PRESENT : PS_STATE_MISSING,
                                    seq == 1 ? PS_STATE_PRESENT : PS_STATE_MISSING, nobody, &err),
                       PS_OK, err);
        elements(e, PS_STATE_MISSING, PS_STATE_MISSING);
        cr_assert_eq(join(&w, "C-1", 0, e, nobody), PS_OK);
        cr_expect_eq(e[1].state, seq < 3 ? PS_STATE_PRESENT : PS_STATE_NOT_EVALUABLE);
    }
    cr_expect_eq(e[0].state, PS_STATE_PRESENT, "what was read counts");
    cr_expect(ps_str_starts(e[1].reason, PS_STR("limit:contract-versions: ")), "%.*s",
              PS_FMT(e[1].reason));
    close_world(&w);
}

Test(resolve, too_many_references_leave_a_missing_element_open)
{
    ps_limits limits = ps_limits_default();
    limits.references = 1;
    world w = open_world_with(limits);
    ps_error err = {0};
    ps_element_outcome e[2];
    PS_TEST_STATUS(add_contract(&w, 1, "C-1", PS_STATE_PRESENT, PS_STATE_MISSING, nobody, &err),
                   PS_OK, err);
    elements(e, PS_STATE_MISSING, PS_STATE_MISSING);
    const ps_str refs[] = {PS_STR("C-1"), PS_STR("C-2")};
    ps_screened order = record(100, PS_KIND_ORDER, "PO-1", e);
    order.contracts = refs;
    order.contract_count = PS_COUNT(refs);
    cr_assert_eq(ps_resolver_join(w.resolver, 0, &order, e, &w.arena, &err), PS_OK,
                 "the second one is not waited for");
    cr_expect_eq(e[0].state, PS_STATE_PRESENT);
    cr_expect_eq(e[1].state, PS_STATE_NOT_EVALUABLE);
    cr_expect(ps_str_starts(e[1].reason, PS_STR("limit:references: ")), "%.*s",
              PS_FMT(e[1].reason));
    close_world(&w);
}

static ps_status note_order(void *user, const ps_kept *kept, ps_error *reterr)
{
    ps_buffer *order = user;
    (void)reterr;
    ps_buffer_add_uint(order, kept->seq);
    ps_buffer_add_char(order, ' ');
    cr_expect_eq(kept->frame.len, 1000 + kept->seq % 7);
    return PS_OK;
}

Test(resolve, waiting_records_come_back_in_their_order_also_from_the_disk)
{
    world w = open_world(10);
    ps_error err = {0};
    char bytes[2000];
    memset(bytes, 'x', sizeof bytes);
    ps_buffer want;
    ps_buffer_init(&want, 0);
    for (uint64_t seq = 1; seq <= 1500; seq++) {
        ps_kept kept = {seq, PS_STR("dir/file.xml"), w.reader, {bytes, 1000 + seq % 7}};
        PS_TEST_STATUS(ps_resolver_wait(w.resolver, &kept, &err), PS_OK, err);
        ps_buffer_add_uint(&want, seq);
        ps_buffer_add_char(&want, ' ');
    }
    ps_buffer got;
    ps_buffer_init(&got, 0);
    PS_TEST_STATUS(ps_resolver_release(w.resolver, note_order, &got, &err), PS_OK, err);
    cr_expect(ps_str_equal(ps_buffer_str(&got), ps_buffer_str(&want)));
    ps_buffer_done(&got);
    ps_buffer_done(&want);
    close_world(&w);
}

Test(resolve, thousands_of_contracts_are_found_again)
{
    world w = open_world(100000);
    ps_error err = {0};
    char id[32];
    for (unsigned i = 0; i < 3000; i++) {
        (void)snprintf(id, sizeof id, "C-%u", i);
        ps_state state = i % 2 ? PS_STATE_PRESENT : PS_STATE_MISSING;
        PS_TEST_STATUS(add_contract(&w, i + 1, id, state, state, nobody, &err), PS_OK, err);
    }
    for (unsigned i = 0; i < 3000; i += 13) {
        ps_element_outcome e[2];
        (void)snprintf(id, sizeof id, "C-%u", i);
        elements(e, PS_STATE_MISSING, PS_STATE_MISSING);
        cr_assert_eq(join(&w, id, 0, e, nobody), PS_OK);
        cr_expect_eq(e[0].state, i % 2 ? PS_STATE_PRESENT : PS_STATE_MISSING, "%s", id);
    }
    close_world(&w);
}
