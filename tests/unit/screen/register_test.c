/* Who is one supplier and who is not, and what the register says of each.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/buffer.h"
#include "ps_test.h"
#include "screen/rating.h"
#include "screen/rollup.h"

static ps_rollup *new_rollup(void)
{
    ps_rollup *rollup = NULL;
    ps_error err = {0};
    ps_limits limits = ps_limits_default();
    limits.supplier_contracts = 7;
    PS_TEST_STATUS(ps_rollup_new(&limits, &rollup, &err), PS_OK, err);
    return rollup;
}

static void add(ps_rollup *rollup, ps_screened *screened, const char *key, const char *name,
                const ps_finding *findings, size_t count)
{
    ps_error err = {0};
    unsigned *told;
    ps_audit_days audit = {PS_NO_DAY, PS_NO_DAY};
    screened->supplier =
        (ps_party_view){.key = ps_str_from(key), .name = ps_str_from(name), .id = ps_str_from(key)};
    ps_rollup_summary(rollup)->records_read++;
    PS_TEST_STATUS(ps_rollup_meet(rollup, &screened->supplier, &told, &err), PS_OK, err);
    PS_TEST_STATUS(ps_rollup_add(rollup, screened, findings, count, audit, &err), PS_OK, err);
}

static void add_plain(ps_rollup *rollup, const char *key, const char *name)
{
    ps_screened screened = {.outcome = PS_OUTCOME_CLEAR};
    add(rollup, &screened, key, name, NULL, 0);
}

/* "KEY=RECORDS(ALIAS|ALIAS) …" */
static void note(void *user, const ps_supplier *supplier)
{
    ps_buffer *out = user;
    ps_buffer_add_str(out, supplier->party.key);
    ps_buffer_printf(out, "=%llu", (unsigned long long)supplier->records);
    for (size_t i = 0; i < supplier->alias_count; i++) {
        ps_buffer_add_text(out, i ? "|" : "(");
        ps_buffer_add_str(out, supplier->aliases[i]);
    }
    ps_buffer_add_text(out, supplier->alias_count ? ") " : " ");
}

static void expect_rows(ps_rollup *rollup, const char *want)
{
    ps_buffer got;
    ps_error err = {0};
    ps_buffer_init(&got, 0);
    PS_TEST_STATUS(ps_rollup_finish(rollup, PS_NO_DAY, note, &got, &err), PS_OK, err);
    ps_test_str(ps_buffer_str(&got), want, "rows");
    cr_expect(ps_rollup_summary(rollup)->reconciles);
    ps_buffer_done(&got);
    ps_rollup_free(rollup);
}

Test(register, an_organisation_code_is_that_of_the_uscc_that_contains_it)
{
    ps_rollup *rollup = new_rollup();
    add_plain(rollup, "USCC:91440300192203821W", "A Ltd.");
    add_plain(rollup, "ORG:192203821", "A Ltd.");
    add_plain(rollup, "ORG:71526726X", "B Ltd.");
    add_plain(rollup, "USCC:9111000071526726X8", "B Limited");
    expect_rows(rollup, "USCC:9111000071526726X8=2(B Limited) USCC:91440300192203821W=2 ");
}

Test(register, different_identifiers_are_never_one_supplier)
{
    ps_rollup *rollup = new_rollup();
    add_plain(rollup, "USCC:91440300192203821W", "A Ltd.");
    add_plain(rollup, "USCC:92440300192203821X", "A Ltd.");
    add_plain(rollup, "ubl-2/account:7", "A Ltd.");
    add_plain(rollup, "cxml/account:7", "A Ltd.");
    expect_rows(rollup, "USCC:91440300192203821W=1 USCC:92440300192203821X=1 "
                        "cxml/account:7=1 ubl-2/account:7=1 ");
}

Test(register, a_name_alone_is_that_of_the_one_supplier_that_has_it)
{
    ps_rollup *rollup = new_rollup();
    add_plain(rollup, "name:a ltd.", "a LTD.");
    add_plain(rollup, "USCC:91440300192203821W", "A Ltd.");
    add_plain(rollup, "name:b ltd.", "B Ltd.");
    add_plain(rollup, "LEI:1", "C Ltd.");
    add_plain(rollup, "LEI:2", "C Ltd.");
    add_plain(rollup, "name:c ltd.", "C Ltd.");
    add_plain(rollup, "", "");
    expect_rows(rollup, "=1 LEI:1=1 LEI:2=1 USCC:91440300192203821W=2(a LTD.) name:b ltd.=1 "
                        "name:c ltd.=1 ");
}

static ps_item_outcome hit(const char *category, int64_t cents, const char *currency)
{
    return (ps_item_outcome){.outcome = PS_OUTCOME_HIT,
                             .category = ps_str_from(category),
                             .amount = {.value = {cents, 2}, .known = 1},
                             .currency = ps_str_from(currency)};
}

static void check_whole(void *user, const ps_supplier *supplier)
{
    ++*(int *)user;
    cr_assert_eq(supplier->category_count, 2);
    ps_test_str(supplier->categories[0].category, "software", "most frequent first");
    cr_expect_eq(supplier->categories[0].items, 2);
    cr_assert_eq(supplier->purchase_count, 2);
    cr_expect_eq(supplier->purchases[0].max.digits, 300 + 50);
    cr_expect_eq(supplier->amounts[0].max.digits, 300);
    cr_assert_eq(supplier->contract_count, 2);
    ps_test_str(supplier->contracts[0].id, "C-1", "contract");
    cr_expect_eq(supplier->contracts[0].seen, 1);
    cr_expect_eq(supplier->contracts[0].named, 1);
    cr_assert_eq(supplier->contracts[0].element_count, 2, "the audit right is not required");
    ps_test_str(supplier->contracts[0].elements[1].element, "supervision", "element");
    cr_expect_eq(supplier->contracts[0].elements[1].state, PS_STATE_MISSING);
    cr_expect_eq(supplier->contracts[1].seen, 0);
    cr_expect_eq(supplier->contracts[1].element_count, 0);
    cr_assert_eq(supplier->review_exposure_count, 1);
    cr_expect_eq(supplier->review_exposure[0].max.digits, 2000, "each purchase is an act");
    cr_expect_eq(supplier->agreement_exposure.max.digits, 70, "the agreement is one");
    cr_expect_eq(supplier->rating.points, 40 + 6 + 2);
}

Test(register, a_row_has_categories_sums_contracts_and_exposure)
{
    ps_item_outcome items[] = {hit("network", 100, "CNY"), hit("software", 200, "CNY"),
                               hit("software", 7, "EUR"), hit("", 50, "CNY")};
    items[3].outcome = PS_OUTCOME_CLEAR;
    ps_element_outcome elements[] = {
        {.element = PS_STR("confidentiality"), .state = PS_STATE_PRESENT, .required = 1},
        {.element = PS_STR("supervision"), .state = PS_STATE_MISSING, .required = 1},
        {.element = PS_STR("audit-right"), .state = PS_STATE_NOT_REQUIRED}};
    ps_str names[] = {PS_STR("C-1"), PS_STR("C-2")};
    ps_screened order = {.outcome = PS_OUTCOME_HIT,
                         .kind = PS_KIND_ORDER,
                         .items = items,
                         .item_count = 4,
                         .contracts = names,
                         .contract_count = 2};
    ps_screened contract = {.outcome = PS_OUTCOME_HIT,
                            .kind = PS_KIND_CONTRACT,
                            .id = PS_STR("C-1"),
                            .elements = elements,
                            .element_count = 3};
    ps_finding review = {.rule = PS_STR("review-required"),
                         .severity = PS_SEVERITY_HIGH,
                         .exposure = {.known = 1, .max = {1000, 0}, .currency = PS_STR("CNY")}};
    ps_finding findings[] = {review, review};
    ps_finding missing[] = {{.element = PS_STR("a"),
                             .exposure = {.known = 1, .max = {50, 0}, .currency = PS_STR("CNY")}},
                            {.element = PS_STR("b"),
                             .exposure = {.known = 1, .max = {70, 0}, .currency = PS_STR("CNY")}}};
    ps_rollup *rollup = new_rollup();
    ps_error err = {0};
    int rows = 0;
    add(rollup, &contract, "LEI:1", "A", missing, 2);
    add(rollup, &order, "LEI:1", "A", findings, 2);
    PS_TEST_STATUS(ps_rollup_finish(rollup, PS_NO_DAY, check_whole, &rows, &err), PS_OK, err);
    cr_expect_eq(rows, 1);
    ps_rollup_free(rollup);
}

static void check_left_out(void *user, const ps_supplier *supplier)
{
    ++*(int *)user;
    cr_expect_eq(supplier->contract_count, 7);
    cr_expect_eq(supplier->contracts_left_out, 53);
    cr_expect_eq(supplier->alias_count, 8);
}

Test(register, contracts_and_names_beyond_what_is_kept_are_counted)
{
    ps_rollup *rollup = new_rollup();
    ps_error err = {0};
    int rows = 0;
    for (unsigned i = 0; i < 60; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "C-%u", i);
        ps_str name = ps_str_from(id);
        ps_screened order = {.outcome = PS_OUTCOME_CLEAR, .contracts = &name, .contract_count = 1};
        add(rollup, &order, "LEI:1", id, NULL, 0);
    }
    PS_TEST_STATUS(ps_rollup_finish(rollup, PS_NO_DAY, check_left_out, &rows, &err), PS_OK, err);
    cr_expect_eq(rows, 1);
    ps_rollup_free(rollup);
}

Test(register, the_rating_adds_up)
{
    static const struct {
        ps_supplier supplier;
        unsigned points;
        const char *level;
    } rows[] = {
        {{.audit_due = PS_NO_DAY}, 0, "none"},
        {{.findings = 1, .worst = PS_SEVERITY_LOW, .audit_due = PS_NO_DAY}, 5, "low"},
        {{.findings = 1, .worst = PS_SEVERITY_MEDIUM, .item_hits = 5, .audit_due = 100},
         30,
         "medium"},
        {{.findings = 1, .worst = PS_SEVERITY_MEDIUM, .item_hits = 5, .audit_due = 99},
         40,
         "medium"},
        {{.findings = 9,
          .worst = PS_SEVERITY_HIGH,
          .item_hits = 1000,
          .elements_failed = UINT64_MAX,
          .not_evaluable = 1000,
          .audit_due = 1},
         100,
         "high"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_rating rating = ps_rating_of(&rows[i].supplier, 100);
        cr_expect_eq(rating.points, rows[i].points, "row %zu: %u", i, rating.points);
        cr_expect_str_eq(rating.level, rows[i].level);
        cr_expect_eq(rating.points, rating.worst + rating.hits + rating.elements +
                                        rating.undecided + rating.audit);
    }
    cr_expect_eq(ps_rating_of(&rows[3].supplier, PS_NO_DAY).audit, 0);
}
