/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"

static ps_policy *policy;

static void setup(void)
{
    policy = load_good(PACK);
}

static void teardown(void)
{
    ps_policy_free(policy);
}

TestSuite(party, .init = setup, .fini = teardown);

Test(party, party_a_buys_when_nothing_says_otherwise)
{
    expect_secret(policy, "甲方应对图纸保密。", PS_STATE_DEFEATED);
    expect_secret(policy, "乙方应对图纸保密。", PS_STATE_PRESENT);
}

Test(party, a_definition_turns_the_roles)
{
    expect_secret(policy, "甲方（服务方）：某公司\n乙方：某局\n甲方应对图纸保密。",
                  PS_STATE_PRESENT);
    expect_secret(policy, "甲方（服务方）：某公司\n乙方：某局\n乙方应对图纸保密。",
                  PS_STATE_DEFEATED);
    expect_secret(policy, "乙方（买方）：某局。甲方应对图纸保密。", PS_STATE_PRESENT);
    expect_secret(policy, "甲方（买方）：某局。甲方应对图纸保密。", PS_STATE_DEFEATED);
    expect_secret(policy, "Party A (the Supplier) shall act. Party A shall keep it secret.",
                  PS_STATE_PRESENT);
}

Test(party, the_earliest_definition_counts)
{
    expect_secret(policy, "甲方（采购人）与乙方（供应商）。甲方（供应商）。甲方应对图纸保密。",
                  PS_STATE_DEFEATED);
}

Test(party, the_records_names_tell_the_roles)
{
    expect_secret(policy, "甲方：卖家有限公司\n乙方：买家有限公司\n甲方应对图纸保密。",
                  PS_STATE_PRESENT);
    expect_secret(policy, "甲方：买家有限公司\n乙方：卖家有限公司\n甲方应对图纸保密。",
                  PS_STATE_DEFEATED);
    expect_secret(policy, "买家有限公司在场。甲方应对图纸保密。", PS_STATE_DEFEATED);
}

Test(party, a_definition_beats_a_name_and_a_name_beats_a_clue)
{
    expect_secret(policy, "甲方（买方）：卖家有限公司。甲方应对图纸保密。", PS_STATE_DEFEATED);
    expect_secret(policy, "甲方：买家有限公司。乙方应付款。甲方应对图纸保密。", PS_STATE_DEFEATED);
    expect_secret(policy, "乙方应付款。甲方应对图纸保密。", PS_STATE_PRESENT);
}

Test(party, roles_hold_for_all_texts_of_the_record)
{
    ps_text texts[] = {{.text = {PS_STR("甲方（服务方）：某公司。"), 1}},
                       {.text = {PS_STR("甲方应对图纸保密。"), 2}}};
    ps_record record = {.kind = PS_KIND_CONTRACT, .texts = texts, .text_count = 2};
    judged j = judge_record(policy, &record, PS_NO_DAY, NULL, 1);
    const ps_element_outcome *e = element_of(&j, "secret");
    cr_assert_eq(e->state, PS_STATE_PRESENT);
    cr_assert(e->evidence_count >= 2);
    ps_test_str(e->evidence[0].role, "party", "what told the roles is shown when asked");
    ps_test_str(e->evidence[0].quote, "甲方（服务方", "quote");
    cr_expect_eq(e->evidence[1].line, 2);
    ps_test_str(e->evidence[1].quote, "甲方应对图纸保密。", "as written, not as exchanged");
    judged_done(&j);
}
