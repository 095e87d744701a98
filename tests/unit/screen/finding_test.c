/* When findings are made, how severe, in which words. The policy pack is replaced by a fake with
 * known rules. SPDX-License-Identifier: Apache-2.0 */
#include "ps_test.h"
#include "screen/finding.h"

#include "screen/exposure.h"

static const ps_str articles[] = {PS_STR_INIT("CIIR art. 19")};
static ps_policy_exposure formulas[2];
static size_t formula_count;

ps_status ps_policy_rule_find(const ps_policy *policy, ps_str id, ps_day day, ps_arena *arena,
                              ps_policy_rule *ret_rule, ps_error *reterr)
{
    (void)policy;
    (void)day;
    (void)arena;
    (void)reterr;
    if (ps_str_is(id, "item-not-described")) {
        return PS_END; /* a rule that the pack does not have */
    }
    *ret_rule = (ps_policy_rule){
        .id = id,
        .severity = {PS_SEVERITY_MEDIUM, PS_SEVERITY_HIGH, PS_SEVERITY_MEDIUM, PS_SEVERITY_INFO},
        .basis = articles,
        .basis_count = 1,
        .message = PS_STR("{line}: {item} is {category} ({confidence}) of {supplier}, {amount} "
                          "{currency}, {element}"),
        .next = PS_STR("ask {buyer} about {contract} of {date}; {nonsense} {")};
    return PS_OK;
}

ps_status ps_policy_exposure_at(const ps_policy *policy, ps_str rule, ps_day day, size_t index,
                                ps_policy_exposure *ret_exposure)
{
    (void)policy;
    (void)rule;
    (void)day;
    if (index >= formula_count) {
        return PS_END;
    }
    *ret_exposure = formulas[index];
    return PS_OK;
}

typedef struct made {
    ps_finder finder;
    ps_arena arena;
    ps_finding *list;
    size_t count;
} made;

static made make(const ps_screened *screened, int new_supplier)
{
    made m;
    ps_error err = {0};
    ps_finder_init(&m.finder, NULL, PS_NO_DAY);
    ps_arena_init(&m.arena, 0);
    PS_TEST_STATUS(
        ps_finder_make(&m.finder, screened, new_supplier, &m.arena, &m.list, &m.count, &err), PS_OK,
        err);
    return m;
}

static void drop(made *m)
{
    ps_finder_done(&m->finder);
    ps_arena_done(&m->arena);
}

static ps_item_outcome hit(ps_confidence confidence)
{
    return (ps_item_outcome){.line_id = {PS_STR("10"), 1},
                             .name = PS_STR("Core router"),
                             .outcome = PS_OUTCOME_HIT,
                             .category = PS_STR("core-network-equipment"),
                             .confidence = confidence,
                             .amount = {.value = {320000000, 2}, .known = 1},
                             .currency = PS_STR("CNY"),
                             .delivery = {.day = PS_NO_DAY},
                             .digest = 1};
}

static ps_screened order(const ps_item_outcome *items, size_t count)
{
    static const ps_str contracts[] = {PS_STR_INIT("C-1")};
    return (ps_screened){.seq = 7,
                         .kind = PS_KIND_ORDER,
                         .id = PS_STR("PO-1"),
                         .date = 19853, /* 2024-05-10 */
                         .buyer = {.name = PS_STR("Grid")},
                         .supplier = {.name = PS_STR("Acme"), .key = PS_STR("k")},
                         .contracts = contracts,
                         .contract_count = 1,
                         .items = items,
                         .item_count = count};
}

static size_t count_rule(const made *m, const char *rule)
{
    size_t n = 0;
    for (size_t i = 0; i < m->count; i++) {
        n += ps_str_is(m->list[i].rule, rule);
    }
    return n;
}

Test(finding, a_hit_asks_for_a_review_in_the_packs_words)
{
    ps_item_outcome item = hit(PS_CONFIDENCE_DEFINITE);
    ps_screened s = order(&item, 1);
    made m = make(&s, 0);
    cr_assert_eq(m.count, 1);
    ps_test_str(m.list[0].message,
                "10: Core router is core network equipment (definite) of Acme, 3200000.00 CNY, ",
                "message");
    ps_test_str(m.list[0].next, "ask Grid about C-1 of 2024-05-10; {nonsense} {", "next");
    cr_expect_eq(m.list[0].record, 7);
    cr_expect_eq(m.list[0].severity, PS_SEVERITY_MEDIUM);
    drop(&m);
}

Test(finding, severity_goes_by_the_operators_status_and_the_confidence)
{
    ps_item_outcome item = hit(PS_CONFIDENCE_PROBABLE);
    ps_screened s = order(&item, 1);
    s.buyer_status = PS_CII_IDENTIFIED;
    made m = make(&s, 0);
    cr_expect_eq(m.list[0].severity, PS_SEVERITY_HIGH);
    drop(&m);
    item.confidence = PS_CONFIDENCE_POSSIBLE;
    m = make(&s, 0);
    cr_expect_eq(m.list[0].severity, PS_SEVERITY_MEDIUM);
    drop(&m);
    s.buyer_status = PS_CII_NOT;
    m = make(&s, 0);
    cr_expect_eq(m.list[0].severity, PS_SEVERITY_INFO);
    drop(&m);
}

Test(finding, an_element_is_no_more_severe_than_itself_and_its_articles_are_given)
{
    ps_item_outcome item = hit(PS_CONFIDENCE_DEFINITE);
    ps_element_outcome elements[] = {
        {.element = PS_STR("audit-right"),
         .title = PS_STR("Audit right"),
         .state = PS_STATE_MISSING,
         .required = 1,
         .severity = PS_SEVERITY_LOW,
         .nature = PS_STR("practice"),
         .basis = PS_STR("CIIR art. 20; CSL art. 38")},
        {.element = PS_STR("supervision"), .state = PS_STATE_PRESENT, .required = 1}};
    ps_screened s = order(&item, 1);
    s.elements = elements;
    s.element_count = 2;
    made m = make(&s, 0);
    cr_assert_eq(m.count, 2);
    cr_expect_eq(m.list[1].severity, PS_SEVERITY_LOW);
    cr_assert_eq(m.list[1].basis_count, 2);
    ps_test_str(m.list[1].basis[1], "CSL art. 38", "second article");
    cr_expect_eq(m.list[1].exposure.known, 0, "a practice costs nothing by law");
    drop(&m);
}

Test(finding, what_else_is_wrong_with_a_purchase)
{
    ps_item_outcome item = hit(PS_CONFIDENCE_DEFINITE);
    item.delivery.day = 19853 + 97;
    ps_screened s = order(&item, 1);
    s.contract_count = 0;
    s.supplier.check = PS_CHECK_INVALID;
    static const ps_evidence bidi = {.field = PS_STR_INIT("name")};
    s.suspicious = &bidi;
    s.suspicious_count = 1;
    made m = make(&s, 1);
    cr_expect_eq(count_rule(&m, "contract-not-referenced"), 1);
    cr_expect_eq(count_rule(&m, "delivery-before-review"), 1, "70 working days are 98 days");
    cr_expect_eq(count_rule(&m, "suspicious-text"), 1);
    cr_expect_eq(count_rule(&m, "supplier-id-invalid"), 1);
    drop(&m);
    item.delivery.day = 19853 + 98;
    m = make(&s, 0);
    cr_expect_eq(count_rule(&m, "delivery-before-review"), 0);
    cr_expect_eq(count_rule(&m, "supplier-id-invalid"), 0, "said once per supplier");
    drop(&m);
}

Test(finding, nothing_is_found_where_nothing_was_hit)
{
    ps_item_outcome item = {.outcome = PS_OUTCOME_CLEAR, .delivery = {.day = PS_NO_DAY}};
    ps_screened s = order(&item, 1);
    s.contract_count = 0;
    made m = make(&s, 0);
    cr_expect_eq(m.count, 0);
    drop(&m);
}

Test(finding, the_fingerprint_changes_with_the_content_and_with_nothing_else)
{
    ps_item_outcome item = hit(PS_CONFIDENCE_DEFINITE);
    ps_screened s = order(&item, 1);
    made first = make(&s, 0);
    s.seq = 99;
    s.source = PS_STR("elsewhere.xml");
    s.line = 1234;
    made again = make(&s, 0);
    cr_expect_str_eq(first.list[0].fingerprint, again.list[0].fingerprint);
    cr_expect_eq(strlen(first.list[0].fingerprint), 64);
    item.digest = 2;
    made changed = make(&s, 0);
    cr_expect_str_neq(first.list[0].fingerprint, changed.list[0].fingerprint);
    drop(&first);
    drop(&again);
    drop(&changed);
}

static ps_exposure exposure_of(ps_number amount)
{
    return ps_exposure_of_rule(NULL, PS_STR("review-required"), 0, &amount, PS_STR("CNY"));
}

Test(finding, alternatives_are_not_added)
{
    formulas[0] = (ps_policy_exposure){
        .by_amount = 1, .min = {1, 0}, .max = {10, 0}, .formula = PS_STR("CIIR 41")};
    formulas[1] = (ps_policy_exposure){
        .by_amount = 1, .min = {1, 0}, .max = {10, 0}, .formula = PS_STR("CSL 67")};
    formula_count = 2;
    ps_exposure e = exposure_of((ps_number){.value = {3200000, 0}, .known = 1});
    cr_expect_eq(e.known, 1);
    cr_expect_eq(e.min.digits, 3200000);
    cr_expect_eq(e.max.digits, 32000000);
    ps_test_str(e.formula, "CIIR 41", "the first of equals");
    formula_count = 0;
}

Test(finding, an_unknown_or_negative_amount_gives_no_figure)
{
    formulas[0] = (ps_policy_exposure){
        .by_amount = 1, .min = {1, 0}, .max = {10, 0}, .formula = PS_STR("CIIR 41")};
    formula_count = 1;
    cr_expect_eq(exposure_of((ps_number){.known = 0}).known, 0);
    cr_expect_eq(exposure_of((ps_number){.value = {-5, 0}, .known = 1}).known, 0);
    cr_expect_eq(exposure_of((ps_number){.value = {INT64_MAX, 0}, .known = 1}).known, 0,
                 "ten times that does not fit");
    ps_test_str(exposure_of((ps_number){.known = 0}).formula, "CIIR 41",
                "but says how it would be computed");
    formula_count = 0;
}
