/* Contracts and the records that wait for them, in any order of arrival, in memory and on disk.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ps_contracts.h"

#include <stdio.h>

Test(resolve, only_what_contracts_may_still_settle_waits)
{
    static const struct {
        doc record;
        ps_status status;
    } cases[] = {
        {ORDER_UNDER("C-1"), PS_END},
        {{.id = "PO", .kind = PS_KIND_ORDER, .says = "MM"}, PS_OK},
        {{.id = "PO", .kind = PS_KIND_ORDER, .says = "PD", .refs = {{"contract", "C-1"}}}, PS_OK},
        {{.id = "PO", .kind = PS_KIND_ORDER, .says = "PM", .refs = {{"quotation", "Q"}}}, PS_END},
        {CONTRACT(.id = "C-9", .says = "PM"), PS_END}, /* an amendment may come */
        {CONTRACT(.id = "C-9", .says = "PP"), PS_OK},
        {CONTRACT(.id = "", .says = "MM"), PS_OK},
    };
    world w = open_world();
    const doc contract = CONTRACT(.id = "C-1", .says = "PP");
    add(&w, &contract, 1);
    for (size_t i = 0; i < PS_COUNT(cases); i++) {
        built b;
        ps_error err = {0};
        build(&b, &cases[i].record, 100);
        PS_TEST_STATUS(ps_resolver_join(w.resolver, 0, &b.screened, b.elements, &w.arena, &err),
                       cases[i].status, err);
        cr_expect_null(b.elements[0].source.ptr, "case %zu: waiting changes nothing", i);
        cr_expect_null(b.elements[1].source.ptr, "case %zu: waiting changes nothing", i);
    }
    close_world(&w);
}

/* All that a reader sees of an outcome. */
static void print_outcome(ps_buffer *out, const ps_element_outcome e[2])
{
    for (size_t i = 0; i < 2; i++) {
        ps_str parts[] = {e[i].source, e[i].through, e[i].reason, e[i].defeat};
        ps_buffer_add_uint(out, e[i].state);
        for (size_t k = 0; k < PS_COUNT(parts); k++) {
            ps_buffer_add_char(out, '|');
            ps_buffer_add_str(out, parts[k]);
        }
        ps_buffer_add_char(out, '\n');
    }
}

static const doc family[] = {
    CONTRACT(.id = "F-1", .says = "PM", .refs = {{"framework", "F-0"}}, .line = 1),
    CONTRACT(.id = "C-1", .says = "PM", .refs = {{"framework", "F-1"}}, .line = 2, .date = 100),
    CONTRACT(.id = "c-1 ", .says = "PM", .refs = {{"contract", "C-2"}}, .line = 3, .date = 100),
    CONTRACT(.id = "A-1", .says = "NM", .refs = {{"amends", "C-1"}, {"contract", "X-1"}}, .line = 4,
             .date = 200),
    CONTRACT(.id = "A-2", .takes_back = 1, .says = "PM",
             .refs = {{"amends", "C-1"}, {"contract", "X-2"}}, .line = 5, .date = 300),
    CONTRACT(.id = "A-3", .says = "PP", .refs = {{"amends", "C-1"}}, .line = 6, .date = 300,
             .supplier = {.name = PS_STR_INIT("B"), .key = PS_STR_INIT("name:b")}),
};
enum { FAMILY = PS_COUNT(family) };

/* What an order and each contract come to when the family comes in this order. */
static void outcome_of(const size_t order[FAMILY], ps_limits limits, ps_buffer *out)
{
    world w = open_world_with(limits);
    static const doc orders[] = {ORDER_UNDER("C-1"), ORDER_UNDER("A-2"), ORDER_UNDER("F-1")};
    for (size_t i = 0; i < FAMILY; i++) {
        add(&w, &family[order[i]], i + 1);
    }
    for (size_t i = 0; i < PS_COUNT(orders); i++) {
        doc one = orders[i];
        one.supplier = named("A", "name:a");
        print_outcome(out, judge(&w, &one, 100));
    }
    for (size_t i = 0; i < FAMILY; i++) {
        for (size_t k = 0; k < FAMILY; k++) {
            if (order[k] == i) {
                print_outcome(out, judge(&w, &family[i], k + 1));
            }
        }
    }
    close_world(&w);
}

/* Heap's algorithm, one step at a time. */
static int next_order(size_t order[FAMILY], size_t counts[FAMILY])
{
    for (size_t i = 1; i < FAMILY; i++) {
        if (counts[i] < i) {
            size_t with = i % 2 ? counts[i] : 0;
            size_t kept = order[with];
            order[with] = order[i];
            order[i] = kept;
            counts[i]++;
            return 1;
        }
        counts[i] = 0;
    }
    return 0;
}

Test(resolve, the_order_of_arrival_changes_nothing_nor_does_the_file)
{
    size_t order[FAMILY];
    size_t counts[FAMILY] = {0};
    ps_limits in_memory = ps_limits_default();
    ps_buffer want;
    ps_buffer got;
    ps_buffer_init(&want, 0);
    ps_buffer_init(&got, 0);
    for (size_t i = 0; i < FAMILY; i++) {
        order[i] = i;
    }
    outcome_of(order, in_memory, &want);
    cr_expect_neq(ps_str_find(ps_buffer_str(&want), PS_STR("contract C-1, amended by A-2")),
                  SIZE_MAX, "%.*s", PS_FMT(ps_buffer_str(&want)));
    unsigned tried = 0;
    do {
        ps_limits limits = in_memory;
        limits.contracts = tried % 8 ? UINT64_MAX : 1 + tried % 3; /* into the file now and then */
        ps_buffer_clear(&got);
        outcome_of(order, limits, &got);
        cr_assert(ps_str_equal(ps_buffer_str(&got), ps_buffer_str(&want)),
                  "order %u:\n%.*s\nnot\n%.*s", tried, PS_FMT(ps_buffer_str(&got)),
                  PS_FMT(ps_buffer_str(&want)));
        tried++;
    } while (next_order(order, counts));
    cr_expect_eq(tried, 720);
    ps_buffer_done(&want);
    ps_buffer_done(&got);
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
    world w = open_world();
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

static void find_thousands_again(uint64_t in_memory)
{
    ps_limits limits = ps_limits_default();
    limits.contracts = in_memory;
    world w = open_world_with(limits);
    char id[32];
    for (unsigned i = 0; i < 3000; i++) {
        (void)snprintf(id, sizeof id, "C-%u", i);
        const doc contract = CONTRACT(.id = id, .says = i % 2 ? "PP" : "MM");
        add(&w, &contract, i + 1);
    }
    for (unsigned i = 0; i < 3000; i += 13) {
        (void)snprintf(id, sizeof id, "C-%u", i);
        const doc order = ORDER_UNDER(id);
        cr_expect_eq(judge(&w, &order, 5000)[0].state, i % 2 ? PS_STATE_PRESENT : PS_STATE_MISSING,
                     "%s", id);
    }
    const doc late = CONTRACT(.id = "C-late", .says = "PP");
    add(&w, &late, 4000);
    const doc order = ORDER_UNDER("C-late");
    cr_expect_eq(judge(&w, &order, 5000)[0].state, PS_STATE_PRESENT, "also after a question");
    close_world(&w);
}

Test(resolve, thousands_of_contracts_are_found_again)
{
    find_thousands_again(UINT64_MAX);
}

Test(resolve, thousands_of_contracts_are_found_again_in_the_file)
{
    find_thousands_again(1);
    find_thousands_again(2999);
}
