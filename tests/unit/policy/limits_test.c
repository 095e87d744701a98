/* Limits are never taken for "missing".
 * SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"

#define ELEMENT(id, patterns)                                                                      \
    "<element id='" id "' severity='low' nature='practice'><title lang='en'>X</title>"             \
    "<basis>Law</basis>" patterns "<example lang='en' state='present'>x</example>"                 \
    "<example lang='en' state='missing'>y</example></element>"

/* A hostile expression that is bounded, and a text for it. */
#define HOSTILE "(a|ab|b){1,30}(a|ab|b){1,30}(a|ab|b){1,30}c9 word"

static const char hostile_text[] =
    "The word abababababababababababababababababababababababababababababababababababababababab c9 "
    "word "
    "is for the test of the limit.";

static judged judge_limited(const ps_policy *policy, const char *text, const ps_limits *limits)
{
    ps_text one = {.text = {ps_str_from(text), 1}};
    ps_record record = {.kind = PS_KIND_CONTRACT, .texts = &one, .text_count = 1};
    return judge_record(policy, &record, PS_NO_DAY, limits, 0);
}

Test(limits, a_duty_that_takes_too_many_steps_is_not_evaluable)
{
    ps_policy *policy =
        load_good(PACK_HEAD ELEMENT("x", "<duty lang='en'>" HOSTILE "</duty>")
                      ELEMENT("y", "<duty lang='en'>is for the test</duty>") PACK_END);
    ps_limits limits = ps_limits_default();
    limits.regex_steps = 1000;
    judged j = judge_limited(policy, hostile_text, &limits);
    cr_expect_eq(element_of(&j, "x")->state, PS_STATE_NOT_EVALUABLE);
    cr_expect(ps_str_starts(element_of(&j, "x")->reason, PS_STR("limit:regex-steps:")));
    cr_expect_eq(element_of(&j, "y")->state, PS_STATE_PRESENT, "other elements are judged");
    judged_done(&j);
    ps_policy_free(policy);
}

Test(limits, a_duty_found_elsewhere_stands)
{
    ps_policy *policy =
        load_good(PACK_HEAD ELEMENT("x", "<duty lang='en'>" HOSTILE "</duty>"
                                         "<duty lang='en'>is for the test</duty>") PACK_END);
    ps_limits limits = ps_limits_default();
    limits.regex_steps = 1000;
    judged j = judge_limited(policy, hostile_text, &limits);
    cr_expect_eq(element_of(&j, "x")->state, PS_STATE_PRESENT);
    judged_done(&j);
    ps_policy_free(policy);
}

Test(limits, a_defeat_that_could_not_be_decided_leaves_nothing_present)
{
    ps_policy *policy = load_good(
        PACK_HEAD ELEMENT("x", "<duty lang='en'>is for the test</duty><defeat lang='en' "
                               "kind='negation' scope='whole'>" HOSTILE "</defeat>") PACK_END);
    ps_limits limits = ps_limits_default();
    limits.regex_steps = 1000;
    judged j = judge_limited(policy, hostile_text, &limits);
    cr_expect_eq(element_of(&j, "x")->state, PS_STATE_NOT_EVALUABLE);
    judged_done(&j);
    ps_policy_free(policy);
}

Test(limits, processor_time_leaves_all_elements_not_evaluable)
{
    ps_policy *policy = load_good(PACK);
    ps_limits limits = ps_limits_default();
    limits.record_ms = 0;
    judged j = judge_limited(policy, "The Supplier shall keep it secret.", &limits);
    cr_expect_eq(j.elements[0].state, PS_STATE_NOT_EVALUABLE);
    cr_expect(ps_str_starts(j.elements[0].reason, PS_STR("limit:record-ms:")));
    judged_done(&j);
    ps_policy_free(policy);
}

Test(limits, clauses_looked_for_by_number_are_few)
{
    ps_policy *policy = load_good(
        PACK_HEAD ELEMENT("x", "<duty lang='en'>is for the test</duty><defeat lang='en' "
                               "kind='not-applicable' scope='clause'>section (?'clause'\\d) is "
                               "void</defeat>") PACK_END);
    char text[3000] = "It is for the test.";
    for (int i = 0; i < 64; i++) {
        (void)strcat(text, " Section 7 is void.");
    }
    judged j = judge_limited(policy, text, NULL);
    cr_expect_eq(element_of(&j, "x")->state, PS_STATE_PRESENT);
    judged_done(&j);
    (void)strcat(text, " Section 7 is void.");
    j = judge_limited(policy, text, NULL);
    cr_expect_eq(element_of(&j, "x")->state, PS_STATE_NOT_EVALUABLE);
    judged_done(&j);
    ps_policy_free(policy);
}

Test(limits, more_matches_than_are_kept_are_said)
{
    ps_policy *policy = load_good(PACK);
    size_t size = 1200 * sizeof "The Supplier shall keep it secret. ";
    char *text = calloc(1, size + 1);
    cr_assert(text);
    for (size_t i = 0; i < 1200; i++) {
        memcpy(text + i * 35, "The Supplier shall keep it secret. ", 35);
    }
    ps_limits limits = ps_limits_default();
    limits.evidence = 1;
    judged j = judge_limited(policy, text, &limits);
    cr_expect_eq(j.elements[0].state, PS_STATE_NOT_EVALUABLE);
    cr_expect(ps_str_starts(j.elements[0].reason, PS_STR("limit:evidence:")));
    judged_done(&j);
    limits.evidence = 20;
    j = judge_limited(policy, text, &limits);
    cr_expect_eq(j.elements[0].state, PS_STATE_PRESENT);
    cr_expect_eq(j.elements[0].evidence_count, 20);
    cr_expect_eq(j.elements[0].evidence_left_out, 1180);
    judged_done(&j);
    free(text);
    ps_policy_free(policy);
}

Test(limits, a_long_contract_takes_well_under_the_time_of_a_record, .timeout = 60)
{
    ps_policy *policy = load_shipped();
    static const char *const parts[] = {
        "The Supplier shall deliver the goods to the site of the Buyer in good order. ",
        "Confidential information of a party is information that is marked so. ",
        "乙方应按照合同约定的时间和地点交付货物，甲方应按照约定付款。",
        "The Buyer may inspect the goods on arrival and shall pay within thirty days. ",
    };
    enum { SIZE = 500 * 1024 };
    char *text = calloc(1, SIZE + 200);
    cr_assert(text);
    size_t len = 0;
    for (size_t i = 0; len < SIZE; i++) {
        const char *part = parts[i % PS_COUNT(parts)];
        memcpy(text + len, part, strlen(part));
        len += strlen(part);
    }
    judged j = judge_limited(policy, text, NULL);
    for (size_t i = 0; i < j.count; i++) {
        cr_expect(!ps_str_starts(j.elements[i].reason, PS_STR("limit:")), "%.*s: %.*s",
                  PS_FMT(j.elements[i].element), PS_FMT(j.elements[i].reason));
    }
    judged_done(&j);
    free(text);
    ps_policy_free(policy);
}
