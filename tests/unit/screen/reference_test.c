/* Which references of a record lead to contracts and quotations, and by what they are compared.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "ps_test.h"
#include "screen/reference.h"

#define REF(kind_, id_)                                                                            \
    {                                                                                              \
        .kind = PS_STR_INIT(kind_), .id = {.text = PS_STR_INIT(id_) }                              \
    }

static ps_screened collect(ps_arena *arena, const ps_record *record, uint64_t most)
{
    ps_limits limits = ps_limits_default();
    ps_screened s = {.seq = 0};
    ps_error err = {0};
    limits.references = most;
    PS_TEST_STATUS(ps_references_collect(record, &limits, arena, &s, &err), PS_OK, err);
    return s;
}

Test(reference, contracts_and_quotations_of_record_and_items_each_once)
{
    static const ps_reference of_record[] = {REF("order", "O-1"), REF("contract", "C-1"),
                                             REF("framework", "F-1"), REF("quotation", "Q-1"),
                                             REF("contract", "")};
    static const ps_reference of_item[] = {REF("contract", "C-1"), REF("contract", "C-2"),
                                           REF("quotation", "Q-1"), REF("project", "P-1")};
    const ps_item item = {.references = of_item, .reference_count = PS_COUNT(of_item)};
    const ps_record record = {.kind = PS_KIND_ORDER,
                              .references = of_record,
                              .reference_count = PS_COUNT(of_record),
                              .items = &item,
                              .item_count = 1};
    ps_arena arena;
    ps_arena_init(&arena, 0);
    ps_screened s = collect(&arena, &record, 1000);
    cr_assert_eq(s.contract_count, 3);
    ps_test_str(s.contracts[0], "C-1", "");
    ps_test_str(s.contracts[1], "F-1", "");
    ps_test_str(s.contracts[2], "C-2", "");
    ps_test_str(s.contract_kinds[1], "framework", "");
    cr_assert_eq(s.quotation_count, 1);
    s = collect(&arena, &record, 1);
    cr_expect_eq(s.contract_count, 2, "one more than the limit, so that it is seen");
    ps_arena_done(&arena);
}

Test(reference, a_supplementary_agreement_says_what_it_is)
{
    static const struct {
        ps_record_kind kind;
        const char *id;
        const char *heading;
        const char *text;
        const char *reference;
        const char *becomes;
    } cases[] = {
        {PS_KIND_CONTRACT, "A-1", "", "采购合同补充协议（一）\n甲方：…", "contract", "amends"},
        {PS_KIND_CONTRACT, "A-1", "", "採購合同補充協議", "contract", "amends"},
        {PS_KIND_CONTRACT, "HT-1补充协议2", "", "", "contract", "amends"},
        {PS_KIND_CONTRACT, "A-1", "AMENDMENT No. 2", "1. Term", "framework", "amends"},
        {PS_KIND_CONTRACT, "A-1", "", "  Supplemental Agreement to C-1", "contract", "amends"},
        {PS_KIND_CONTRACT, "A-1", "", "Framework Contract", "contract", "contract"},
        {PS_KIND_CONTRACT, "A-1", "", "Call-off contract", "framework", "framework"},
        {PS_KIND_CONTRACT, "A-1", "", "Call-off contract", "amends", "amends"},
        {PS_KIND_CONTRACT, "A-1", "",
         "This contract is made between the Buyer named below and the Supplier named below, and is "
         "under the general conditions of purchase of the Buyer. No amendment is valid unless "
         "in writing.",
         "contract", "contract"},
        {PS_KIND_ORDER, "A-1", "", "补充协议", "contract", "contract"},
    };
    ps_arena arena;
    ps_arena_init(&arena, 0);
    for (size_t i = 0; i < PS_COUNT(cases); i++) {
        const ps_reference reference = {.kind = ps_str_from(cases[i].reference),
                                        .id = {.text = PS_STR("C-1")}};
        const ps_text text = {.heading = {.text = ps_str_from(cases[i].heading)},
                              .text = {.text = ps_str_from(cases[i].text)}};
        const ps_record record = {.kind = cases[i].kind,
                                  .id = {.text = ps_str_from(cases[i].id)},
                                  .references = &reference,
                                  .reference_count = 1,
                                  .texts = &text,
                                  .text_count = 1};
        ps_screened s = collect(&arena, &record, 1000);
        cr_assert_eq(s.contract_count, 1);
        cr_expect(ps_str_is(s.contract_kinds[0], cases[i].becomes), "case %zu: %.*s", i,
                  PS_FMT(s.contract_kinds[0]));
    }
    ps_arena_done(&arena);
}

Test(reference, an_amendment_that_deletes_clauses)
{
    static const struct {
        const char *kind;
        const char *text;
        int takes_back;
    } cases[] = {
        {"amends", "补充协议。一、删除原合同第八条。", 1},
        {"amends", "補充協議。原合同第八條作廢。", 1},
        {"amends", "The price is changed. Clause 8 is deleted and replaced by: free.", 1},
        {"amends", "补充协议。第三条修改为：单价为100元。", 0},
        {"amends", "The order of 1 May is cancelled. Clause 3 reads: the price is 100.", 0},
        {"contract", "Clause 8 is deleted.", 0}, /* of a form: its own clause 8 */
    };
    ps_arena arena;
    ps_arena_init(&arena, 0);
    for (size_t i = 0; i < PS_COUNT(cases); i++) {
        const ps_reference reference = {.kind = ps_str_from(cases[i].kind),
                                        .id = {.text = PS_STR("C-1")}};
        const ps_text text = {.text = {.text = ps_str_from(cases[i].text)}};
        const ps_record record = {.kind = PS_KIND_CONTRACT,
                                  .references = &reference,
                                  .reference_count = 1,
                                  .texts = &text,
                                  .text_count = 1};
        ps_screened s = collect(&arena, &record, 1000);
        cr_expect_eq(s.takes_back, cases[i].takes_back, "%s", cases[i].text);
    }
    ps_arena_done(&arena);
}

Test(reference, keys)
{
    static const char *const pairs[][2] = {{"", ""},
                                           {"  HT-1 \n", "ht-1"},
                                           {"ＨＴ－１", "ht-1"},
                                           {"HT\u20111", "ht-1"},
                                           {"合 同 1", "合同1"},
                                           {"A/1_b.2", "a/1_b.2"},
                                           {"001", "001"}};
    ps_arena arena;
    ps_arena_init(&arena, 0);
    for (size_t i = 0; i < PS_COUNT(pairs); i++) {
        ps_str key;
        ps_error err = {0};
        PS_TEST_STATUS(ps_reference_key(&arena, ps_str_from(pairs[i][0]), &key, &err), PS_OK, err);
        ps_test_str(key, pairs[i][1], pairs[i][0]);
    }
    ps_arena_done(&arena);
}
