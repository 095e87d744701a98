/* Suppliers, money and counts that add up.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "ps_test.h"
#include "screen/rollup.h"

static ps_number amount(int64_t cents)
{
    return (ps_number){.value = {cents, 2}, .known = 1};
}

static void add(ps_rollup *rollup, const char *supplier, ps_item_outcome *items, size_t count,
                ps_finding *findings, size_t finding_count)
{
    ps_error err = {0};
    unsigned *told;
    ps_audit_days audit = {PS_NO_DAY, PS_NO_DAY};
    ps_screened s = {.supplier = {.name = ps_str_from(supplier), .key = ps_str_from(supplier)},
                     .items = items,
                     .item_count = count,
                     .outcome = count ? items[0].outcome : PS_OUTCOME_NOT_EVALUABLE};
    ps_rollup_summary(rollup)->records_read++;
    PS_TEST_STATUS(ps_rollup_meet(rollup, &s.supplier, &told, &err), PS_OK, err);
    PS_TEST_STATUS(ps_rollup_add(rollup, &s, findings, finding_count, audit, &err), PS_OK, err);
}

typedef struct seen {
    ps_buffer names;
    size_t amounts;
    int64_t first_sum;
} seen;

static void note(void *user, const ps_supplier *supplier)
{
    seen *s = user;
    ps_buffer_add_str(&s->names, supplier->party.name);
    ps_buffer_add_char(&s->names, ' ');
    if (supplier->amount_count) {
        s->amounts = supplier->amount_count;
        s->first_sum = supplier->amounts[0].max.digits;
    }
}

Test(rollup, suppliers_come_worst_first_and_currencies_are_kept_apart)
{
    ps_rollup *rollup;
    ps_error err = {0};
    ps_limits limits = ps_limits_default();
    PS_TEST_STATUS(ps_rollup_new(&limits, &rollup, &err), PS_OK, err);
    ps_item_outcome clear = {.outcome = PS_OUTCOME_CLEAR};
    ps_item_outcome hits[] = {
        {.outcome = PS_OUTCOME_HIT, .amount = amount(1000), .currency = PS_STR("CNY")},
        {.outcome = PS_OUTCOME_HIT, .amount = amount(234), .currency = PS_STR("CNY")},
        {.outcome = PS_OUTCOME_HIT, .amount = amount(1), .currency = PS_STR("EUR")}};
    ps_finding high = {
        .rule = PS_STR("review-required"),
        .severity = PS_SEVERITY_HIGH,
        .exposure = {.known = 1, .min = {1000, 2}, .max = {10000, 2}, .currency = PS_STR("CNY")}};
    ps_finding agreement = {
        .rule = PS_STR("element-missing"),
        .element = PS_STR("confidentiality"),
        .record = 1,
        .severity = PS_SEVERITY_LOW,
        .exposure = {.known = 1, .max = {100000, 0}, .currency = PS_STR("CNY")}};
    add(rollup, "good", &clear, 1, NULL, 0);
    add(rollup, "bad", hits, 3, &high, 1);
    add(rollup, "bad", hits, 1, &high, 1);
    add(rollup, "middling", &clear, 1, &agreement, 1);
    agreement.record = 2;
    add(rollup, "middling", &clear, 1, &agreement, 1);
    seen s = {.amounts = 0};
    ps_buffer_init(&s.names, 0);
    PS_TEST_STATUS(ps_rollup_finish(rollup, PS_NO_DAY, note, &s, &err), PS_OK, err);
    ps_test_str(ps_buffer_str(&s.names), "bad middling good ", "order");
    cr_expect_eq(s.amounts, 2);
    cr_expect_eq(s.first_sum, 2234);
    const ps_summary *sum = ps_rollup_summary(rollup);
    cr_expect_eq(sum->reconciles, 1);
    cr_expect_eq(sum->items.hit, 4);
    cr_expect_eq(sum->records.hit, 2);
    cr_expect_eq(sum->findings_by_severity[PS_SEVERITY_HIGH], 2);
    cr_assert_eq(sum->review_exposure_count, 1, "the agreement's range is not added");
    cr_expect_eq(sum->review_exposure[0].max.digits, 20000);
    cr_expect_eq(sum->agreement_records, 2);
    cr_expect_eq(sum->agreement_exposure.max.digits, 100000, "one violation, however many records");
    ps_buffer_done(&s.names);
    ps_rollup_free(rollup);
}

Test(rollup, a_record_that_was_read_and_not_counted_does_not_reconcile)
{
    ps_rollup *rollup;
    ps_error err = {0};
    ps_limits limits = ps_limits_default();
    PS_TEST_STATUS(ps_rollup_new(&limits, &rollup, &err), PS_OK, err);
    ps_rollup_summary(rollup)->records_read = 1;
    PS_TEST_STATUS(ps_rollup_finish(rollup, PS_NO_DAY, NULL, NULL, &err), PS_OK, err);
    cr_expect_eq(ps_rollup_summary(rollup)->reconciles, 0);
    ps_rollup_free(rollup);
}

Test(rollup, suppliers_beyond_the_limit_are_counted_together)
{
    ps_rollup *rollup;
    ps_error err = {0};
    ps_limits limits = ps_limits_default();
    limits.suppliers = 2;
    PS_TEST_STATUS(ps_rollup_new(&limits, &rollup, &err), PS_OK, err);
    const char *const names[] = {"a", "b", "c", "d"};
    ps_item_outcome clear = {.outcome = PS_OUTCOME_CLEAR};
    for (size_t i = 0; i < 4; i++) {
        add(rollup, names[i], &clear, 1, NULL, 0);
    }
    seen s = {.amounts = 0};
    ps_buffer_init(&s.names, 0);
    PS_TEST_STATUS(ps_rollup_finish(rollup, PS_NO_DAY, note, &s, &err), PS_OK, err);
    ps_test_str(ps_buffer_str(&s.names), "a b (all further suppliers) ", "rows");
    cr_expect_eq(ps_rollup_summary(rollup)->reconciles, 1);
    ps_buffer_done(&s.names);
    ps_rollup_free(rollup);
}
