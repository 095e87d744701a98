/* What an order, a contract, its amendments and the agreements above them come to.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ps_contracts.h"

#include <stdio.h>

static const doc order_c1 = ORDER_UNDER("C-1");

/* One contract and an order under it. */
static const ps_element_outcome *join_one(world *w, const doc *contract, const doc *order)
{
    *w = open_world();
    add(w, contract, 1);
    return judge(w, order, 100);
}

Test(join, a_clause_of_the_contract_counts_for_the_order)
{
    world w;
    const doc contract = CONTRACT(.id = "C-1", .says = "PM");
    const ps_element_outcome *e = join_one(&w, &contract, &order_c1);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT);
    ps_test_str(e[0].source, "C-1 (a.xml:5)", "where it comes from");
    ps_test_str(e[0].through, "contract C-1", "how it was found");
    cr_expect_eq(e[1].state, PS_STATE_MISSING);
    ps_test_str(e[1].source, "C-1 (a.xml:5)", "where it is missing");
    close_world(&w);
}

Test(join, ids_are_compared_as_people_write_them)
{
    static const char *const same[] = {" ht-2026-001 ", "HT－２０２６－００１", "HT-2026-\u200b001",
                                       "HT-2026- 001"};
    static const char *const other[] = {"HT-2026-1", "HT-2026-0011", "HT2026001"};
    world w = open_world();
    const doc contract = CONTRACT(.id = "HT-2026-001", .says = "PP");
    add(&w, &contract, 1);
    for (size_t i = 0; i < PS_COUNT(same); i++) {
        const doc order = ORDER_UNDER(same[i]);
        cr_expect_eq(judge(&w, &order, 100)[0].state, PS_STATE_PRESENT, "%s", same[i]);
    }
    for (size_t i = 0; i < PS_COUNT(other); i++) {
        const doc order = ORDER_UNDER(other[i]);
        cr_expect_eq(judge(&w, &order, 100)[0].state, PS_STATE_NOT_EVALUABLE, "%s", other[i]);
    }
    close_world(&w);
}

Test(join, a_contract_goes_by_the_id_of_its_message_too)
{
    world w = open_world();
    const doc contract = CONTRACT(.id = "C-1", .message_id = "m1@x", .says = "PM");
    const doc later = CONTRACT(.id = "C-1", .message_id = "m2@x", .says = "MM");
    const doc amendment = CONTRACT(.id = "A-1", .says = "MP", .refs = {{"amends", "C-1"}});
    const doc order = ORDER_UNDER("M1@x");
    const doc other = ORDER_UNDER("m3@x");
    add(&w, &contract, 1);
    const ps_element_outcome *e = judge(&w, &order, 100);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT);
    ps_test_str(e[0].source, "C-1 (a.xml:5)", "it is told by its own id");
    cr_expect_eq(e[1].state, PS_STATE_MISSING);
    add(&w, &later, 2);
    add(&w, &amendment, 3);
    e = judge(&w, &order, 100);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT, "versions by their own id");
    cr_expect_eq(e[1].state, PS_STATE_PRESENT, "amendments by the own id");
    cr_expect_eq(judge(&w, &order_c1, 100)[1].state, PS_STATE_PRESENT);
    cr_expect_eq(judge(&w, &other, 100)[0].state, PS_STATE_NOT_EVALUABLE);
    close_world(&w);
}

Test(join, a_quotation_goes_by_the_id_of_its_message_too)
{
    world w = open_world();
    const doc quotation = {
        .id = "Q-1", .message_id = "q1@x", .says = "PM", .kind = PS_KIND_QUOTATION};
    const doc order = {
        .id = "PO-1", .says = "MM", .kind = PS_KIND_ORDER, .refs = {{"quotation", "q1@x"}}};
    add(&w, &quotation, 1);
    cr_expect_eq(judge(&w, &order, 100)[0].state, PS_STATE_PRESENT);
    close_world(&w);
}

Test(join, what_the_order_itself_says_stays)
{
    world w = open_world();
    const doc contract = CONTRACT(.id = "C-1", .says = "MP");
    const doc order = {
        .id = "PO-1", .says = "PD", .kind = PS_KIND_ORDER, .refs = {{"contract", "C-1"}}};
    add(&w, &contract, 1);
    const ps_element_outcome *e = judge(&w, &order, 100);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT);
    cr_expect_eq(e[1].state, PS_STATE_DEFEATED);
    cr_expect_null(e[1].source.ptr);
    close_world(&w);
}

Test(join, a_contract_that_does_not_come_is_not_available)
{
    world w = open_world();
    const doc order = {
        .id = "PO-1", .says = "MP", .kind = PS_KIND_ORDER, .refs = {{"contract", "C-9"}}};
    const ps_element_outcome *e = judge(&w, &order, 100);
    cr_expect_eq(e[0].state, PS_STATE_NOT_EVALUABLE);
    ps_test_str(e[0].reason, "contract-not-available: contract C-9 is not among the records", "");
    cr_expect_eq(e[1].state, PS_STATE_PRESENT);
    close_world(&w);
}

Test(join, a_contract_that_is_attached_need_not_come)
{
    const ps_attached attached = {.name = PS_STR("c.docx"),
                                  .role = PS_ATTACHMENT_CONTRACT,
                                  .state = PS_ATTACHED_READ,
                                  .contract = PS_STR(" c-1")};
    const doc order = {.id = "PO-1",
                       .says = "PM",
                       .kind = PS_KIND_ORDER,
                       .refs = {{"contract", "C-1"}},
                       .attached = &attached};
    world w = open_world();
    const ps_element_outcome *e = judge(&w, &order, 100);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT);
    cr_expect_eq(e[1].state, PS_STATE_MISSING, "it was read: what is not there is missing");
    close_world(&w);
}

Test(join, an_attached_contract_that_was_not_read_may_come_among_the_records)
{
    const ps_attached attached = {.name = PS_STR("c.pdf"),
                                  .role = PS_ATTACHMENT_CONTRACT,
                                  .state = PS_ATTACHED_NOT_READ,
                                  .contract = PS_STR("C-1"),
                                  .reason = PS_STR("scan")};
    const doc order = {.id = "PO-1",
                       .says = "?M",
                       .kind = PS_KIND_ORDER,
                       .refs = {{"contract", "C-1"}},
                       .attached = &attached};
    const doc contract = CONTRACT(.id = "C-1", .says = "PM");
    world w = open_world();
    const ps_element_outcome *e = judge(&w, &order, 100);
    cr_expect_eq(e[1].state, PS_STATE_NOT_EVALUABLE);
    ps_test_str(e[1].reason, "scan", "why it was not read says more");
    add(&w, &contract, 1);
    e = judge(&w, &order, 100);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT);
    close_world(&w);
}

Test(join, the_best_of_several_contracts_of_one_id_wins)
{
    world w = open_world();
    const doc first = CONTRACT(.id = "C-1", .says = "MM");
    const doc second = CONTRACT(.id = "C-1", .says = "PD");
    add(&w, &first, 1);
    add(&w, &second, 2);
    const ps_element_outcome *e = judge(&w, &order_c1, 100);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT);
    cr_expect_eq(e[1].state, PS_STATE_DEFEATED);
    close_world(&w);
}

static ps_party_view checked(const char *key)
{
    return (ps_party_view){
        .scheme = PS_STR("USCC"), .check = PS_CHECK_VALID, .key = ps_str_from(key)};
}

Test(join, another_suppliers_contract_of_the_same_number_is_not_taken)
{
    const struct {
        ps_party_view contract;
        ps_party_view order;
        int same;
    } cases[] = {
        {checked("USCC:A"), checked("USCC:A"), 1},
        {checked("USCC:A"), checked("USCC:B"), 0},
        {checked("USCC:A"), {.name = PS_NO_STR}, 1}, /* an unknown supplier may be the same */
        {checked("USCC:A"), named("A Ltd.", "name:a ltd"), 1},
        {named("A Ltd.", "name:a ltd"), named("B Ltd.", "name:b ltd"), 0},
        {named("A Ltd.", "sap-idoc/vendor:17"), named("A Ltd.", "sap-idoc/vendor:18"), 1},
        {named("A Ltd.", "sap-idoc/vendor:17"), named("B Ltd.", "sap-idoc/vendor:18"), 0},
        {named("A Ltd.", "sap-idoc/vendor:17"), named("B Ltd.", "ubl-2/GLN:17"), 1},
        {named("", "sap-idoc/vendor:17"), named("B Ltd.", "sap-idoc/vendor:18"), 1},
    };
    for (size_t i = 0; i < PS_COUNT(cases); i++) {
        world w;
        const doc contract = CONTRACT(.id = "1", .says = "PP", .supplier = cases[i].contract);
        doc order = ORDER_UNDER("1");
        order.supplier = cases[i].order;
        const ps_element_outcome *e = join_one(&w, &contract, &order);
        cr_expect_eq(e[0].state, cases[i].same ? PS_STATE_PRESENT : PS_STATE_NOT_EVALUABLE,
                     "case %zu", i);
        if (!cases[i].same) {
            ps_test_str(e[0].reason,
                        "contract-not-available: contract 1 is among the records only with "
                        "another supplier",
                        "why");
        }
        close_world(&w);
    }
}

/* A framework agreement, a contract under it, an amendment of that, and an order. */
static const doc framework = CONTRACT(.id = "F-1", .says = "PM", .line = 1);
static const doc call_off =
    CONTRACT(.id = "C-1", .says = "MM", .refs = {{"framework", "F-1"}}, .line = 2, .date = 100);
static const doc amendment =
    CONTRACT(.id = "A-1", .says = "MP", .refs = {{"amends", "C-1"}}, .line = 3, .date = 200);

Test(join, a_chain_is_followed_and_amendments_add_up)
{
    world w = open_world();
    add(&w, &framework, 1);
    add(&w, &call_off, 2);
    add(&w, &amendment, 3);
    const ps_element_outcome *e = judge(&w, &order_c1, 100);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT);
    ps_test_str(e[0].source, "F-1 (a.xml:1)", "");
    ps_test_str(e[0].through, "contract C-1, then framework agreement F-1", "");
    cr_expect_eq(e[1].state, PS_STATE_PRESENT);
    ps_test_str(e[1].source, "A-1 (a.xml:3)", "");
    ps_test_str(e[1].through, "contract C-1, amended by A-1", "");
    e = judge(&w, &call_off, 2);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT, "the contract itself stands under the framework");
    ps_test_str(e[1].through, "amended by A-1", "and gets its amendment");
    e = judge(&w, &amendment, 3);
    ps_test_str(e[0].through, "contract C-1, then framework agreement F-1",
                "so does the amendment");
    e = judge(&w, &framework, 1);
    cr_expect_eq(e[1].state, PS_STATE_MISSING, "what stands under it gives it nothing");
    const doc order = ORDER_UNDER("A-1");
    e = judge(&w, &order, 100);
    ps_test_str(e[0].through,
                "contract A-1, which amends contract C-1, then framework agreement F-1",
                "an order may name the amendment");
    close_world(&w);
}

Test(join, a_call_off_does_not_amend_what_it_refers_to)
{
    world w = open_world();
    const doc master = CONTRACT(.id = "M", .says = "MM");
    const doc other = CONTRACT(.id = "C-1", .says = "PP", .refs = {{"contract", "M"}});
    add(&w, &master, 1);
    add(&w, &other, 2);
    const doc order = ORDER_UNDER("M");
    cr_expect_eq(judge(&w, &order, 100)[0].state, PS_STATE_MISSING);
    close_world(&w);
}

Test(join, an_amendment_may_revoke_a_clause)
{
    static const struct {
        const char *main_says;
        ps_day main_date;
        const char *amendment_says;
        ps_day amendment_date;
        ps_state state;
        const char *why;
    } cases[] = {
        {"PM", 100, "NM", 200, PS_STATE_DEFEATED, "revoked"},
        {"PM", 200, "NM", 200, PS_STATE_DEFEATED, "revoked on the same day"},
        {"PM", 0, "NM", 200, PS_STATE_DEFEATED, "who knows which is older"},
        {"PM", 300, "NM", 200, PS_STATE_PRESENT, "given again later"},
        {"PM", 100, "DM", 200, PS_STATE_PRESENT, "a blank revokes nothing"},
        {"PM", 100, "?M", 200, PS_STATE_PRESENT, "nor does what cannot be read"},
        {"NM", 100, "PM", 200, PS_STATE_PRESENT, "the amendment gives it"},
        {"MM", 100, "NM", 200, PS_STATE_DEFEATED, "never given"},
        {"?M", 100, "MM", 200, PS_STATE_NOT_EVALUABLE, "it may stand in what cannot be read"},
    };
    for (size_t i = 0; i < PS_COUNT(cases); i++) {
        world w = open_world();
        const doc first =
            CONTRACT(.id = "C-1", .says = cases[i].main_says, .date = cases[i].main_date);
        const doc second = CONTRACT(.id = "A-1", .says = cases[i].amendment_says,
                                    .refs = {{"amends", "C-1"}}, .date = cases[i].amendment_date);
        add(&w, &first, 1);
        add(&w, &second, 2);
        cr_expect_eq(judge(&w, &order_c1, 100)[0].state, cases[i].state, "%s", cases[i].why);
        close_world(&w);
    }
}

Test(join, an_amendment_that_deletes_who_knows_what_leaves_it_open)
{
    static const struct {
        const char *main_says;
        ps_day main_date;
        const char *amendment_says;
        ps_state state;
        const char *why;
    } cases[] = {
        {"PM", 100, "MM", PS_STATE_NOT_EVALUABLE, "it may be what was deleted"},
        {"PM", 300, "MM", PS_STATE_PRESENT, "given again later"},
        {"PM", 100, "PM", PS_STATE_PRESENT, "given in its place"},
        {"PM", 100, "NM", PS_STATE_DEFEATED, "it says so"},
        {"PM", 100, "MN", PS_STATE_PRESENT, "what it deletes is known, and is another"},
        {"MM", 100, "MM", PS_STATE_MISSING, "there was nothing to delete"},
    };
    for (size_t i = 0; i < PS_COUNT(cases); i++) {
        world w = open_world();
        const doc first =
            CONTRACT(.id = "C-1", .says = cases[i].main_says, .date = cases[i].main_date);
        const doc second = CONTRACT(.id = "A-1", .says = cases[i].amendment_says,
                                    .refs = {{"amends", "C-1"}}, .date = 200, .takes_back = 1);
        add(&w, &first, 1);
        add(&w, &second, 2);
        const ps_element_outcome *e = judge(&w, &order_c1, 100);
        cr_expect_eq(e[0].state, cases[i].state, "%s", cases[i].why);
        if (i == 0) {
            cr_expect_eq(judge(&w, &second, 2)[0].state, PS_STATE_NOT_EVALUABLE,
                         "nor is it known what is left beside the amendment itself");
            cr_expect(ps_str_starts(e[0].reason, PS_STR("amendment-unclear: ")));
            ps_test_str(e[0].source, "A-1 (a.xml:5)", "which amendment");
        }
        close_world(&w);
    }
}

Test(join, what_is_nearer_wins)
{
    world w = open_world();
    const doc near = CONTRACT(.id = "C-1", .says = "DM", .refs = {{"framework", "F-1"}});
    const doc far = CONTRACT(.id = "F-1", .says = "PD", .refs = {{"framework", "F-2"}});
    const doc farthest = CONTRACT(.id = "F-2", .says = "PP");
    add(&w, &near, 1);
    add(&w, &far, 2);
    add(&w, &farthest, 3);
    const ps_element_outcome *e = judge(&w, &order_c1, 100);
    cr_expect_eq(e[0].state, PS_STATE_DEFEATED);
    ps_test_str(e[0].source, "C-1 (a.xml:5)", "");
    cr_expect_eq(e[1].state, PS_STATE_DEFEATED);
    ps_test_str(e[1].source, "F-1 (a.xml:5)", "");
    close_world(&w);
}

Test(join, what_nobody_could_read_may_say_anything)
{
    static const struct {
        const char *order;
        const char *near;
        const char *far;
        ps_state state;
        const char *source;
    } cases[] = {
        {"?M", "MM", "MM", PS_STATE_NOT_EVALUABLE, ""},
        {"?M", "DM", "MM", PS_STATE_NOT_EVALUABLE, ""},
        {"?M", "PM", "MM", PS_STATE_PRESENT, "C-1 (a.xml:5)"},
        {"MM", "?M", "MM", PS_STATE_NOT_EVALUABLE, "C-1 (a.xml:5)"},
        {"MM", "?M", "DM", PS_STATE_NOT_EVALUABLE, "C-1 (a.xml:5)"},
        {"MM", "?M", "PM", PS_STATE_PRESENT, "F-1 (a.xml:5)"},
        {"0M", "MM", "MM", PS_STATE_MISSING, "C-1 (a.xml:5)"}, /* an order has none of its own */
        {"0M", "0M", "MM", PS_STATE_NOT_EVALUABLE, "C-1 (a.xml:5)"},
        {"0M", "0M", "DM", PS_STATE_NOT_EVALUABLE, "C-1 (a.xml:5)"},
        {"MM", "MM", "?M", PS_STATE_NOT_EVALUABLE, "F-1 (a.xml:5)"},
    };
    for (size_t i = 0; i < PS_COUNT(cases); i++) {
        world w = open_world();
        const doc near =
            CONTRACT(.id = "C-1", .says = cases[i].near, .refs = {{"framework", "F-1"}});
        const doc far = CONTRACT(.id = "F-1", .says = cases[i].far);
        doc order = ORDER_UNDER("C-1");
        order.says = cases[i].order;
        add(&w, &near, 1);
        add(&w, &far, 2);
        const ps_element_outcome *e = judge(&w, &order, 100);
        cr_expect_eq(e[0].state, cases[i].state, "case %zu", i);
        ps_test_str(e[0].source, cases[i].source, "where");
        close_world(&w);
    }
}

Test(join, a_contract_misses_in_its_own_text_what_others_miss_too)
{
    world w = open_world();
    add(&w, &call_off, 1);
    add(&w, &framework, 2);
    const ps_element_outcome *e = judge(&w, &call_off, 1);
    cr_expect_eq(e[1].state, PS_STATE_MISSING);
    cr_expect_null(e[1].source.ptr);
    e = judge(&w, &order_c1, 100);
    ps_test_str(e[1].source, "C-1 (a.xml:2)", "nor is it the amendment or the framework's fault");
    close_world(&w);
}

Test(join, a_contract_without_a_text_is_not_known_by_what_others_lack)
{
    world w = open_world();
    const doc main_contract = CONTRACT(.id = "C-1", .says = "00");
    const doc second = CONTRACT(.id = "A-1", .says = "MP", .refs = {{"amends", "C-1"}});
    add(&w, &main_contract, 1);
    add(&w, &second, 2);
    const ps_element_outcome *e = judge(&w, &main_contract, 1);
    cr_expect_eq(e[0].state, PS_STATE_NOT_EVALUABLE);
    cr_expect_null(e[0].source.ptr);
    cr_expect_eq(e[1].state, PS_STATE_PRESENT);
    e = judge(&w, &second, 2);
    cr_expect_eq(e[0].state, PS_STATE_NOT_EVALUABLE, "it may stand in the contract");
    ps_test_str(e[0].source, "C-1 (a.xml:5)", "whose text is not here");
    close_world(&w);
}

Test(join, a_link_that_is_not_there_leaves_open_what_it_might_say)
{
    world w = open_world();
    const doc contract = CONTRACT(.id = "C-1", .says = "PM", .refs = {{"framework", "F-1"}});
    add(&w, &contract, 1);
    const ps_element_outcome *e = judge(&w, &order_c1, 100);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT);
    cr_expect_eq(e[1].state, PS_STATE_NOT_EVALUABLE);
    ps_test_str(e[1].reason,
                "contract-not-available: framework agreement F-1, which contract C-1 refers to, "
                "is not among the records",
                "");
    close_world(&w);
}

Test(join, a_quotation_counts_and_is_not_missed)
{
    world w = open_world();
    const doc quotation = {.id = "Q-1", .kind = PS_KIND_QUOTATION, .says = "PM"};
    const doc contract = CONTRACT(.id = "C-1", .says = "DM");
    const doc namesake = CONTRACT(.id = "Q-2", .says = "PP");
    add(&w, &quotation, 1);
    add(&w, &contract, 2);
    add(&w, &namesake, 3);
    const doc with = {
        .id = "PO-1", .kind = PS_KIND_ORDER, .says = "MM", .refs = {{"quotation", "Q-1"}}};
    const ps_element_outcome *e = judge(&w, &with, 100);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT);
    ps_test_str(e[0].through, "quotation Q-1", "");
    cr_expect_eq(e[1].state, PS_STATE_MISSING);
    const doc without = {
        .id = "PO-2", .kind = PS_KIND_ORDER, .says = "MM", .refs = {{"quotation", "Q-2"}}};
    cr_expect_eq(judge(&w, &without, 101)[0].state, PS_STATE_MISSING, "a contract is not it");
    const doc both = {.id = "PO-3",
                      .kind = PS_KIND_ORDER,
                      .says = "MM",
                      .refs = {{"quotation", "Q-1"}, {"contract", "C-1"}}};
    cr_expect_eq(judge(&w, &both, 102)[0].state, PS_STATE_DEFEATED, "the contract comes first");
    close_world(&w);
}

Test(join, circles_end)
{
    world w = open_world();
    const doc a = CONTRACT(.id = "A", .says = "MM", .refs = {{"framework", "B"}, {"amends", "C"}});
    const doc b = CONTRACT(.id = "B", .says = "MM", .refs = {{"framework", "A"}, {"amends", "B"}});
    const doc c = CONTRACT(.id = "C", .says = "PM", .refs = {{"amends", "A"}, {"contract", "C"}});
    add(&w, &a, 1);
    add(&w, &b, 2);
    add(&w, &c, 3);
    const doc order = ORDER_UNDER("B");
    const ps_element_outcome *e = judge(&w, &order, 100);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT);
    cr_expect_eq(e[1].state, PS_STATE_MISSING);
    cr_expect_eq(judge(&w, &a, 1)[0].state, PS_STATE_PRESENT);
    cr_expect_eq(judge(&w, &b, 2)[1].state, PS_STATE_MISSING);
    const doc self = CONTRACT(.id = "S", .says = "MM", .refs = {{"contract", "S"}});
    add(&w, &self, 4);
    cr_expect_eq(judge(&w, &self, 4)[0].state, PS_STATE_MISSING, "it is not its own contract");
    close_world(&w);
}

Test(join, a_chain_that_is_too_long_leaves_open_what_is_missing)
{
    ps_limits limits = ps_limits_default();
    limits.contract_depth = 2;
    world w = open_world_with(limits);
    const doc chain[] = {CONTRACT(.id = "1", .says = "MM", .refs = {{"framework", "2"}}),
                         CONTRACT(.id = "2", .says = "PM", .refs = {{"framework", "3"}}),
                         CONTRACT(.id = "3", .says = "PP")};
    for (size_t i = 0; i < PS_COUNT(chain); i++) {
        add(&w, &chain[i], i + 1);
    }
    const doc order = ORDER_UNDER("1");
    const ps_element_outcome *e = judge(&w, &order, 100);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT, "what was read counts");
    cr_expect_eq(e[1].state, PS_STATE_NOT_EVALUABLE);
    cr_expect(ps_str_starts(e[1].reason, PS_STR("limit:contract-depth: ")), "%.*s",
              PS_FMT(e[1].reason));
    const doc nearer = ORDER_UNDER("2");
    cr_expect_eq(judge(&w, &nearer, 101)[1].state, PS_STATE_PRESENT, "as long as allowed");
    close_world(&w);
}

Test(join, too_many_contracts_of_one_id_leave_a_missing_element_open)
{
    ps_limits limits = ps_limits_default();
    limits.contract_versions = 2;
    world w = open_world_with(limits);
    const ps_element_outcome *e = NULL;
    for (uint64_t seq = 1; seq <= 3; seq++) {
        const doc version = CONTRACT(.id = "C-1", .says = seq == 1 ? "MP" : seq == 3 ? "PM" : "MM");
        add(&w, &version, seq);
        e = judge(&w, &order_c1, 100);
        cr_expect_eq(e[1].state, seq < 3 ? PS_STATE_PRESENT : PS_STATE_NOT_EVALUABLE);
    }
    cr_expect_eq(e[0].state, PS_STATE_PRESENT, "what was read counts");
    cr_expect(ps_str_starts(e[1].reason, PS_STR("limit:contract-versions: ")), "%.*s",
              PS_FMT(e[1].reason));
    close_world(&w);
}

Test(join, too_many_references_leave_a_missing_element_open)
{
    ps_limits limits = ps_limits_default();
    limits.references = 1;
    world w = open_world_with(limits);
    const doc contract = CONTRACT(.id = "C-1", .says = "PM");
    const doc second = CONTRACT(.id = "C-2", .says = "PP");
    add(&w, &contract, 1);
    add(&w, &second, 2);
    const doc order = {.id = "PO-1",
                       .says = "MM",
                       .kind = PS_KIND_ORDER,
                       .refs = {{"contract", "C-1"}, {"contract", "C-2"}}};
    const ps_element_outcome *e = judge(&w, &order, 100);
    cr_expect_eq(e[0].state, PS_STATE_PRESENT);
    cr_expect_eq(e[1].state, PS_STATE_NOT_EVALUABLE);
    cr_expect(ps_str_starts(e[1].reason, PS_STR("limit:references: ")), "%.*s",
              PS_FMT(e[1].reason));
    close_world(&w);
}

Test(join, contracts_that_all_refer_to_all_cost_no_more_than_the_limit)
{
    ps_limits limits = ps_limits_default();
    limits.references = 50;
    world w = open_world_with(limits);
    char ids[REFS + 120][16];
    for (unsigned i = 0; i < PS_COUNT(ids); i++) {
        (void)snprintf(ids[i], sizeof ids[i], "C-%u", i);
    }
    for (unsigned i = 0; i + REFS < PS_COUNT(ids); i++) {
        const doc contract = CONTRACT(.id = ids[i], .says = "MM",
                                      .refs = {{"amends", ids[i + 1]},
                                               {"framework", ids[i + 2]},
                                               {"amends", ids[i + 3]}});
        add(&w, &contract, i + 1);
    }
    const doc order = ORDER_UNDER("C-0");
    const ps_element_outcome *e = judge(&w, &order, 1000);
    cr_expect_eq(e[0].state, PS_STATE_NOT_EVALUABLE);
    cr_expect(ps_str_starts(e[0].reason, PS_STR("limit:references: ")), "%.*s",
              PS_FMT(e[0].reason));
    cr_expect_lt(w.arena.used, 1000000, "%zu", w.arena.used);
    close_world(&w);
}
