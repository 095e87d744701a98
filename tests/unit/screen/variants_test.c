/* Items in an item become one with its variants.
 * SPDX-License-Identifier: Apache-2.0 */
#include "screen/variants.h"

#include "base/cleanup.h"
#include "base/str.h"
#include "ps_test.h"

static ps_arena arena;
static ps_limits limits;
static ps_item items[6];
static ps_item_outcome outcomes[6];
static ps_evidence evidence[] = {{.field = PS_STR_INIT("name")}};
static size_t left;

static void setup(void)
{
    ps_arena_init(&arena, 0);
    limits = ps_limits_default();
}

static void teardown(void)
{
    ps_arena_done(&arena);
}

TestSuite(variants, .init = setup, .fini = teardown);

/* `category` NULL: clear. `cents` 0: no amount. */
static void put(size_t at, uint32_t outer, const char *line, const char *category,
                ps_confidence confidence, int64_t cents)
{
    items[at] = (ps_item){.line_id = {ps_str_from(line), 1}, .outer = outer};
    outcomes[at] = (ps_item_outcome){.line_id = items[at].line_id,
                                     .name = ps_str_from(line),
                                     .outcome = category ? PS_OUTCOME_HIT : PS_OUTCOME_CLEAR,
                                     .category = ps_str_from(category),
                                     .confidence = confidence,
                                     .amount = {.value = {cents, 2}, .known = cents != 0},
                                     .currency = PS_STR("CNY"),
                                     .delivery.day = PS_NO_DAY,
                                     .reason = PS_STR("why\nstep"),
                                     .evidence = evidence,
                                     .evidence_count = category ? 1 : 0,
                                     .digest = category ? PS_STR("aa") : PS_NO_STR};
}

static void fold(size_t count)
{
    ps_error err = {0};
    ps_record record = {.items = items, .item_count = count};
    PS_TEST_STATUS(ps_variants_fold(&record, &limits, &arena, outcomes, &left, &err), PS_OK, err);
}

Test(variants, items_side_by_side_stay)
{
    put(0, 0, "1", NULL, PS_CONFIDENCE_NONE, 100);
    put(1, 0, "2", "a", PS_CONFIDENCE_PROBABLE, 200);
    fold(2);
    cr_expect_eq(left, 2);
    ps_test_str(outcomes[1].reason, "why\nstep", "reason");
}

Test(variants, the_strongest_decides_and_the_others_are_kept)
{
    put(0, 0, "1", "a", PS_CONFIDENCE_POSSIBLE, 500);
    put(1, 1, "1.1", NULL, PS_CONFIDENCE_NONE, 100);
    put(2, 2, "1.1.1", "b", PS_CONFIDENCE_DEFINITE, 100);
    put(3, 1, "1s", "b", PS_CONFIDENCE_PROBABLE, 900);
    put(4, 0, "2", NULL, PS_CONFIDENCE_NONE, 700);
    fold(5);
    cr_expect_eq(left, 2);
    const ps_item_outcome *one = &outcomes[0];
    ps_test_str(one->line_id.text, "1", "line");
    ps_test_str(one->name, "1", "name");
    ps_test_str(one->category, "b", "category");
    cr_expect_eq(one->confidence, PS_CONFIDENCE_DEFINITE);
    cr_assert_eq(one->other_count, 1);
    ps_test_str(one->others[0].category, "a", "other");
    cr_assert_eq(one->evidence_count, 3);
    ps_test_str(one->evidence[0].field, "variant 1.1.1 name", "of the one that decides");
    ps_test_str(one->evidence[1].field, "name", "of the line");
    ps_test_str(one->evidence[2].field, "variant 1s name", "of the substitute");
    ps_test_str(one->reason, "why (in variant 1.1.1: 1.1.1)\nstep", "reason");
    cr_expect_eq(one->amount.value.digits, 500, "the line's own, once");
    cr_expect_eq(one->digest.len, 64);
    ps_test_str(outcomes[1].line_id.text, "2", "next line");
}

Test(variants, the_money_of_parts_is_added_that_of_alternatives_is_not)
{
    put(0, 0, "1", "a", PS_CONFIDENCE_DEFINITE, 0);
    put(1, 1, "1.1", NULL, PS_CONFIDENCE_NONE, 0);
    put(2, 2, "1.1.1", NULL, PS_CONFIDENCE_NONE, 10);
    put(3, 2, "1.1.2", NULL, PS_CONFIDENCE_NONE, 20);
    put(4, 1, "1.2", NULL, PS_CONFIDENCE_NONE, 300);
    put(5, 1, "1s", NULL, PS_CONFIDENCE_NONE, 7000);
    items[5].alternative = 1;
    fold(6);
    cr_expect(outcomes[0].amount.known);
    cr_expect_eq(outcomes[0].amount.value.digits, 330);
    ps_test_str(outcomes[0].currency, "CNY", "currency");
}

Test(variants, money_that_does_not_add_up_is_unknown)
{
    put(0, 0, "1", "a", PS_CONFIDENCE_DEFINITE, 0);
    put(1, 1, "1.1", NULL, PS_CONFIDENCE_NONE, 10);
    put(2, 1, "1.2", NULL, PS_CONFIDENCE_NONE, 0);
    fold(3);
    cr_expect_not(outcomes[0].amount.known, "a part without an amount");
    put(0, 0, "1", "a", PS_CONFIDENCE_DEFINITE, 0);
    put(1, 1, "1.1", NULL, PS_CONFIDENCE_NONE, 10);
    put(2, 1, "1.2", NULL, PS_CONFIDENCE_NONE, 10);
    outcomes[2].currency = PS_STR("USD");
    fold(3);
    cr_expect_not(outcomes[0].amount.known, "two currencies");
    put(0, 0, "1", "a", PS_CONFIDENCE_DEFINITE, 0);
    put(1, 1, "1.1", NULL, PS_CONFIDENCE_NONE, 10);
    items[0].amount.source = (ps_value){PS_STR("12?"), 1};
    fold(2);
    cr_expect_not(outcomes[0].amount.known, "the line's own is not understood");
}

Test(variants, a_line_without_words_is_described_by_its_variants)
{
    put(0, 0, "1", NULL, PS_CONFIDENCE_NONE, 0);
    outcomes[0].outcome = PS_OUTCOME_NOT_EVALUABLE;
    outcomes[0].reason = PS_STR("no-description: nothing");
    put(1, 1, "1.1", NULL, PS_CONFIDENCE_NONE, 0);
    fold(2);
    cr_expect_eq(outcomes[0].outcome, PS_OUTCOME_CLEAR);
    put(0, 0, "1", NULL, PS_CONFIDENCE_NONE, 0);
    put(1, 1, "1.1", NULL, PS_CONFIDENCE_NONE, 0);
    outcomes[1].outcome = PS_OUTCOME_NOT_EVALUABLE;
    outcomes[1].reason = PS_STR("limit:record-ms");
    fold(2);
    cr_expect_eq(outcomes[0].outcome, PS_OUTCOME_NOT_EVALUABLE);
}

Test(variants, evidence_has_a_limit)
{
    limits.evidence = 2;
    put(0, 0, "1", "a", PS_CONFIDENCE_DEFINITE, 0);
    put(1, 1, "1.1", "a", PS_CONFIDENCE_DEFINITE, 0);
    put(2, 1, "1.2", "a", PS_CONFIDENCE_DEFINITE, 0);
    fold(3);
    cr_expect_eq(outcomes[0].evidence_count, 2);
    cr_expect_eq(outcomes[0].evidence_left_out, 1);
}
