/* SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "fixture.h"

static ps_day day(const char *text)
{
    return ps_date_parse_iso(ps_str_from(text));
}

static ps_policy *policy;
static ps_arena arena;

static void setup(void)
{
    ps_arena_init(&arena, 0);
    policy = load_shipped();
}

static void teardown(void)
{
    ps_policy_free(policy);
    ps_arena_done(&arena);
}

TestSuite(rules, .init = setup, .fini = teardown);

/* The articles of a rule on a day, "; " between them. */
static void expect_basis(const char *rule, const char *on, const char *want)
{
    ps_policy_rule found;
    ps_error error = {0};
    PS_TEST_STATUS(ps_policy_rule_find(policy, ps_str_from(rule), day(on), &arena, &found, &error),
                   PS_OK, error);
    ps_buffer text;
    ps_buffer_init(&text, 0);
    for (size_t i = 0; i < found.basis_count; i++) {
        ps_buffer_add_text(&text, i ? "; " : "");
        ps_buffer_add_str(&text, found.basis[i]);
    }
    ps_test_str(ps_buffer_str(&text), want, on);
    ps_buffer_done(&text);
}

Test(rules, articles_follow_the_regimes)
{
    expect_basis("review-required", "2020-06-01", "MCR 2020 art. 5; CSL art. 35");
    expect_basis("review-required", "2022-02-14", "MCR 2020 art. 5; CIIR art. 19; CSL art. 35");
    expect_basis("review-required", "2022-02-15", "MCR 2021 art. 5; CIIR art. 19; CSL art. 35");
    expect_basis("review-required", "2026-01-01", "MCR 2021 art. 5; CIIR art. 19; CSL art. 37");
    expect_basis("element-missing", "2025-12-31", "CSL art. 36; CIIR art. 20");
    expect_basis("element-missing", "2026-01-01", "CSL art. 38; CIIR art. 20");
    expect_basis("delivery-before-review", "2021-01-01", "MCR 2020 arts. 8, 10, 11");
}

Test(rules, a_rule_is_not_in_force_before_its_law)
{
    ps_policy_rule found;
    ps_error error = {0};
    cr_expect_eq(ps_policy_rule_find(policy, PS_STR("review-required"), day("2020-05-31"), &arena,
                                     &found, &error),
                 PS_END);
    cr_expect_eq(ps_policy_rule_find(policy, PS_STR("nobody"), PS_NO_DAY, &arena, &found, &error),
                 PS_END);
    cr_expect_eq(
        ps_policy_rule_find(policy, PS_STR("review-required"), PS_NO_DAY, &arena, &found, &error),
        PS_OK, "no day: the law that has no end");
    cr_expect_eq(found.basis_count, 3);
}

/* What is in force of the rules on a day, as one text. */
static void add_rules(ps_buffer *out, ps_day on)
{
    static const char *const ids[] = {"review-required", "element-missing", "review-pending",
                                      "delivery-before-review", "critical-equipment"};
    for (size_t i = 0; i < PS_COUNT(ids); i++) {
        ps_policy_rule found;
        ps_error error = {0};
        int known =
            ps_policy_rule_find(policy, ps_str_from(ids[i]), on, &arena, &found, &error) == PS_OK;
        ps_buffer_add_text(out, known ? "+" : "-");
        for (size_t k = 0; known && k < found.basis_count; k++) {
            ps_buffer_add_str(out, found.basis[k]);
        }
    }
}

Test(rules, they_stay_the_same_on_the_days_around)
{
    ps_day from;
    ps_day to = day("2016-12-31");
    int periods = 0;
    while (to < day("2027-01-01")) {
        ps_day first = to + 1; /* the law turned between the two */
        ps_buffer before;
        ps_buffer_init(&before, 0);
        add_rules(&before, first);
        ps_policy_rule_days(policy, first, &from, &to);
        cr_assert(periods == 0 || from == first, "%d, not %d", (int)from, (int)first);
        cr_assert_geq(to, first);
        for (ps_day on = first; on <= to && on < day("2028-01-01"); on += 10) {
            ps_buffer now;
            ps_day same_from;
            ps_day same_to;
            ps_buffer_init(&now, 0);
            ps_arena_reset(&arena);
            add_rules(&now, on);
            cr_assert(ps_str_equal(ps_buffer_str(&now), ps_buffer_str(&before)));
            ps_policy_rule_days(policy, on, &same_from, &same_to);
            cr_assert(same_from == from && same_to == to);
            ps_buffer_done(&now);
        }
        ps_buffer_done(&before);
        periods++;
    }
    cr_expect_gt(periods, 3);
    ps_policy_rule_days(policy, PS_NO_DAY, &from, &to);
    cr_expect(from == PS_NO_DAY && to == PS_NO_DAY, "no day is none of them");
}

Test(rules, severity_is_by_operator_status)
{
    ps_policy_rule found;
    ps_error error = {0};
    PS_TEST_STATUS(
        ps_policy_rule_find(policy, PS_STR("review-required"), PS_NO_DAY, &arena, &found, &error),
        PS_OK, error);
    cr_expect_eq(found.severity[PS_CII_IDENTIFIED], PS_SEVERITY_HIGH);
    cr_expect_eq(found.severity[PS_CII_UNKNOWN], PS_SEVERITY_MEDIUM);
    cr_expect_eq(found.severity[PS_CII_NOT], PS_SEVERITY_INFO);
    cr_expect_neq(ps_str_find(found.message, PS_STR("{item}")), SIZE_MAX);
    cr_expect(found.next.len > 0);
}

static size_t count_exposures(const char *rule, const char *on, ps_policy_exposure *last)
{
    size_t count = 0;
    while (ps_policy_exposure_at(policy, ps_str_from(rule), day(on), 0, count, last) == PS_OK) {
        count++;
    }
    return count;
}

Test(rules, review_exposure_is_one_to_ten_times_under_each_law)
{
    ps_policy_exposure last;
    cr_expect_eq(count_exposures("review-required", "2017-05-31", &last), 0);
    cr_expect_eq(count_exposures("review-required", "2020-06-01", &last), 1);
    ps_test_str(last.basis, "CSL art. 65", "before CIIR");
    cr_expect_eq(count_exposures("review-required", "2024-05-10", &last), 2);
    cr_expect_eq(count_exposures("review-required", "2026-06-01", &last), 2);
    ps_test_str(last.basis, "CSL art. 67", "renumbered");
    cr_expect(last.by_amount);
    cr_expect_eq(last.min.digits, 1);
    cr_expect_eq(last.max.digits, 10);
    cr_expect_eq(last.currency.len, 0);
}

Test(rules, the_first_stage_of_a_missing_agreement_costs_nothing_before_2026)
{
    ps_policy_exposure last;
    cr_expect_eq(count_exposures("element-missing", "2025-12-31", &last), 1);
    cr_expect_eq(last.max.digits, 0);
    cr_expect_eq(count_exposures("element-missing", "2026-01-01", &last), 1,
                 "what needs refusal or harm is not counted");
    cr_expect_eq(last.min.digits, 0);
    cr_expect_eq(last.max.digits, 100000);
    ps_test_str(last.currency, "CNY", "currency");
}
