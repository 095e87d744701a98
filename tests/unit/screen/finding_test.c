/* When findings are made, how severe, in which words. The policy pack is replaced by a fake with
 * known rules. SPDX-License-Identifier: Apache-2.0 */
#include "ps_test.h"
#include "screen/finding.h"

#include "screen/exposure.h"

static const ps_str articles[] = {PS_STR_INIT("CIIR art. 19")};
static const ps_str articles_of_2026[] = {PS_STR_INIT("CIIR art. 19"), PS_STR_INIT("CSL art. 37")};
static const ps_str element_articles[] = {PS_STR_INIT("CIIR art. 20"), PS_STR_INIT("CSL art. 36")};
static const ps_str element_articles_of_2026[] = {PS_STR_INIT("CIIR art. 20"),
                                                  PS_STR_INIT("CSL art. 38")};
static ps_policy_exposure formulas[2];
static size_t formula_count;
static const ps_packs packs;

enum { DAY_2024_05_10 = 19853, DAY_2026_01_01 = 20454, DAY_2026_11_25 = 20782 };

ps_status ps_policy_rule_find(const ps_policy *policy, ps_str id, ps_day day, ps_arena *arena,
                              ps_policy_rule *ret_rule, ps_error *reterr)
{
    (void)policy;
    (void)arena;
    (void)reterr;
    if (ps_str_is(id, "item-not-described")) {
        return PS_END; /* a rule that the pack does not have */
    }
    int critical = ps_str_is(id, "critical-equipment");
    *ret_rule = (ps_policy_rule){
        .id = id,
        .severity = {critical ? PS_SEVERITY_HIGH : PS_SEVERITY_MEDIUM, PS_SEVERITY_HIGH,
                     PS_SEVERITY_MEDIUM, PS_SEVERITY_INFO},
        .element =
            ps_str_is(id, "effective-before-review") ? PS_STR("effective-after-review") : PS_NO_STR,
        .months = ps_str_is(id, "audit-due") ? 12 : 0,
        .basis = day >= DAY_2026_01_01 ? articles_of_2026 : articles,
        .basis_count = day >= DAY_2026_01_01 ? 2 : 1,
        .message = PS_STR("{line}: {item} is {category} ({confidence}) of {supplier}, {amount} "
                          "{currency}, {element}"),
        .next = PS_STR("ask {buyer} about {contract} of {date}; {nonsense} {")};
    return PS_OK;
}

void ps_policy_rule_days(const ps_policy *policy, ps_day day, ps_day *ret_from, ps_day *ret_to)
{
    (void)policy;
    *ret_from = day >= DAY_2026_01_01 ? DAY_2026_01_01 : PS_NO_DAY;
    *ret_to = day >= DAY_2026_01_01 ? INT32_MAX : DAY_2026_01_01 - 1;
}

ps_status ps_policy_element_basis(const ps_policy *policy, ps_str id, ps_day day, ps_arena *arena,
                                  const ps_str **ret_basis, size_t *ret_count, ps_error *reterr)
{
    (void)policy;
    (void)id;
    (void)arena;
    (void)reterr;
    *ret_basis = day >= DAY_2026_01_01 ? element_articles_of_2026 : element_articles;
    *ret_count = 2;
    return PS_OK;
}

ps_str ps_catalog_title(const ps_catalog *catalog, ps_str id)
{
    (void)catalog;
    return ps_str_is(id, "watch-acme") ? PS_STR("Acme failed the review") : PS_NO_STR;
}

ps_status ps_policy_exposure_at(const ps_policy *policy, ps_str rule, ps_day day, int continuing,
                                size_t index, ps_policy_exposure *ret_exposure)
{
    (void)continuing;
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

static made make_with(const ps_screened *screened, const ps_finding_context *context, ps_day today)
{
    made m;
    ps_error err = {0};
    PS_TEST_STATUS(ps_finder_init(&m.finder, &packs, PS_NO_DAY, today, &err), PS_OK, err);
    ps_arena_init(&m.arena, 0);
    PS_TEST_STATUS(ps_finder_make(&m.finder, screened, context, &m.arena, &m.list, &m.count, &err),
                   PS_OK, err);
    return m;
}

static made make(const ps_screened *screened, int new_supplier)
{
    ps_finding_context context = {.new_supplier = new_supplier, .audit_due = PS_NO_DAY};
    return make_with(screened, &context, PS_NO_DAY);
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
                             .digest = PS_STR("1")};
}

static ps_screened order(const ps_item_outcome *items, size_t count)
{
    static const ps_str contracts[] = {PS_STR_INIT("C-1")};
    return (ps_screened){.seq = 7,
                         .kind = PS_KIND_ORDER,
                         .id = PS_STR("PO-1"),
                         .date = DAY_2024_05_10,
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
         .nature = PS_STR("practice")},
        {.element = PS_STR("supervision"), .state = PS_STATE_PRESENT, .required = 1}};
    ps_screened s = order(&item, 1);
    s.elements = elements;
    s.element_count = 2;
    made m = make(&s, 0);
    cr_assert_eq(m.count, 2);
    cr_expect_eq(m.list[1].severity, PS_SEVERITY_LOW);
    cr_assert_eq(m.list[1].basis_count, 2);
    ps_test_str(m.list[1].basis[1], "CSL art. 36", "second article");
    cr_expect_eq(m.list[1].exposure.known, 0, "a practice costs nothing by law");
    drop(&m);
}

Test(finding, what_else_is_wrong_with_a_purchase)
{
    ps_item_outcome item = hit(PS_CONFIDENCE_DEFINITE);
    item.delivery.day = DAY_2024_05_10 + 97;
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
    item.delivery.day = DAY_2024_05_10 + 98;
    m = make(&s, 0);
    cr_expect_eq(count_rule(&m, "delivery-before-review"), 0);
    cr_expect_eq(count_rule(&m, "supplier-id-invalid"), 0, "said once per supplier");
    drop(&m);
}

Test(finding, the_law_of_today_is_told_where_it_differs)
{
    static const ps_finding_context context = {.audit_due = PS_NO_DAY};
    ps_item_outcome item = hit(PS_CONFIDENCE_DEFINITE);
    ps_element_outcome element = {.element = PS_STR("confidentiality"),
                                  .state = PS_STATE_MISSING,
                                  .required = 1,
                                  .severity = PS_SEVERITY_HIGH,
                                  .nature = PS_STR("statutory")};
    ps_screened s = order(&item, 1);
    s.elements = &element;
    s.element_count = 1;
    made m = make_with(&s, &context, DAY_2026_11_25);
    cr_assert_eq(m.count, 2);
    cr_assert(m.list[0].has_today);
    cr_expect_eq(m.list[0].basis_count, 1);
    cr_assert_eq(m.list[0].today.basis_count, 2);
    ps_test_str(m.list[0].today.basis[1], "CSL art. 37", "of today");
    cr_assert(m.list[1].has_today);
    ps_test_str(m.list[1].basis[1], "CSL art. 36", "of the record's date");
    ps_test_str(m.list[1].today.basis[1], "CSL art. 38", "of today");
    drop(&m);
    m = make_with(&s, &context, DAY_2024_05_10 + 1);
    cr_expect_not(m.list[0].has_today, "the same law");
    drop(&m);
    m = make_with(&s, &context, PS_NO_DAY);
    cr_expect_not(m.list[0].has_today, "not asked for");
    drop(&m);
}

Test(finding, what_the_list_of_today_holds_is_told_of_old_purchases)
{
    static const ps_finding_context context = {.audit_due = PS_NO_DAY};
    static const ps_item_today today = {.outcome = PS_OUTCOME_HIT,
                                        .category = PS_STR_INIT("core-network-equipment"),
                                        .confidence = PS_CONFIDENCE_DEFINITE};
    ps_item_outcome item = hit(PS_CONFIDENCE_DEFINITE);
    item.outcome = PS_OUTCOME_NOT_EVALUABLE;
    item.reason = PS_STR("before-mcr: …");
    item.today = &today;
    ps_screened s = order(&item, 1);
    made m = make_with(&s, &context, DAY_2026_11_25);
    cr_expect_eq(count_rule(&m, "listed-today"), 1);
    cr_expect_eq(count_rule(&m, "review-required"), 0);
    drop(&m);
}

Test(finding, a_filing_decides_which_rule_speaks_and_how_much_the_promises_weigh)
{
    static const struct {
        ps_filing_result result;
        const char *rule;
    } cases[] = {{PS_FILING_PENDING, "review-pending"},
                 {PS_FILING_NOT_NEEDED, "review-passed"},
                 {PS_FILING_PASSED, "review-passed"},
                 {PS_FILING_FAILED, "review-failed"}};
    ps_item_outcome item = hit(PS_CONFIDENCE_DEFINITE);
    ps_element_outcome element = {.element = PS_STR("no-illegal-control"),
                                  .state = PS_STATE_MISSING,
                                  .required = 1,
                                  .severity = PS_SEVERITY_LOW,
                                  .severity_if_filed = PS_SEVERITY_MEDIUM,
                                  .nature = PS_STR("statutory-if-filed")};
    ps_screened s = order(&item, 1);
    s.elements = &element;
    s.element_count = 1;
    made unfiled = make(&s, 0);
    cr_expect_eq(unfiled.list[1].severity, PS_SEVERITY_LOW);
    drop(&unfiled);
    for (size_t i = 0; i < PS_COUNT(cases); i++) {
        ps_filing filing = {cases[i].result, DAY_2024_05_10, PS_NO_DAY};
        ps_finding_context context = {.filing = &filing, .audit_due = PS_NO_DAY};
        made m = make_with(&s, &context, PS_NO_DAY);
        cr_assert_eq(m.count, 2);
        cr_expect_eq(count_rule(&m, cases[i].rule), 1, "%s", cases[i].rule);
        cr_expect_eq(m.list[1].severity, PS_SEVERITY_MEDIUM);
        drop(&m);
    }
}

Test(finding, a_listed_product_raises_the_severity_and_makes_no_finding)
{
    static const ps_evidence listed = {.role = PS_STR_INIT("critical"),
                                       .entry = PS_STR_INIT("critical-firewall")};
    ps_item_outcome item = hit(PS_CONFIDENCE_DEFINITE);
    item.evidence = &listed;
    item.evidence_count = 1;
    ps_screened s = order(&item, 1);
    made m = make(&s, 0);
    cr_assert_eq(m.count, 1);
    cr_expect_eq(m.list[0].severity, PS_SEVERITY_HIGH);
    cr_expect_eq(m.list[0].basis_count, 2, "its articles are cited too");
    drop(&m);
}

Test(finding, a_watched_maker_and_a_watched_seller_are_told_once_each)
{
    static const ps_evidence watched[] = {
        {.role = PS_STR_INIT("watch"), .entry = PS_STR_INIT("watch-acme")},
        {.role = PS_STR_INIT("watch"), .entry = PS_STR_INIT("watch-acme")},
        {.role = PS_STR_INIT("watch"), .entry = PS_STR_INIT("watch-other")}};
    ps_item_outcome item = {.outcome = PS_OUTCOME_CLEAR,
                            .evidence = watched,
                            .evidence_count = PS_COUNT(watched),
                            .delivery = {.day = PS_NO_DAY}};
    ps_screened s = order(&item, 1);
    s.watched = watched;
    s.watched_count = 1;
    made m = make(&s, 0);
    cr_expect_eq(count_rule(&m, "vendor-watch"), 3);
    cr_expect_eq(m.list[0].item_number, 1);
    cr_expect_eq(m.list[2].item_number, 0, "the seller is of the whole record");
    drop(&m);
}

Test(finding, a_contract_that_does_not_wait_for_the_review_has_a_rule_of_its_own)
{
    ps_item_outcome item = hit(PS_CONFIDENCE_DEFINITE);
    ps_element_outcome element = {.element = PS_STR("effective-after-review"),
                                  .state = PS_STATE_MISSING,
                                  .required = 1,
                                  .severity = PS_SEVERITY_LOW,
                                  .nature = PS_STR("practice")};
    ps_screened s = order(&item, 1);
    s.elements = &element;
    s.element_count = 1;
    made m = make(&s, 0);
    cr_expect_eq(count_rule(&m, "element-missing"), 1, "an order is not the contract");
    drop(&m);
    s.kind = PS_KIND_CONTRACT;
    m = make(&s, 0);
    cr_expect_eq(count_rule(&m, "effective-before-review"), 1);
    cr_expect_eq(count_rule(&m, "element-missing"), 0);
    drop(&m);
    s.kind = PS_KIND_ORDER;
    element.source = PS_STR("C-1 (c.xml:1)");
    m = make(&s, 0);
    cr_expect_eq(count_rule(&m, "effective-before-review"), 1, "its contract was read");
    drop(&m);
    ps_filing filing = {PS_FILING_PASSED, DAY_2024_05_10, PS_NO_DAY};
    ps_finding_context context = {.filing = &filing, .audit_due = PS_NO_DAY};
    m = make_with(&s, &context, PS_NO_DAY);
    cr_expect_eq(m.count, 1, "passed: nothing to wait for");
    drop(&m);
}

Test(finding, an_audit_is_due_a_year_after_the_last_one_or_after_the_purchase)
{
    ps_finder finder;
    ps_error err = {0};
    ps_item_outcome item = hit(PS_CONFIDENCE_DEFINITE);
    ps_screened s = order(&item, 1);
    PS_TEST_STATUS(ps_finder_init(&finder, &packs, PS_NO_DAY, DAY_2026_11_25, &err), PS_OK, err);
    cr_expect_eq(ps_finder_audit_due(&finder, &s, PS_NO_DAY), DAY_2024_05_10 + 365);
    cr_expect_eq(ps_finder_audit_due(&finder, &s, DAY_2026_01_01), DAY_2026_01_01 + 365);
    item.outcome = PS_OUTCOME_CLEAR;
    cr_expect_eq(ps_finder_audit_due(&finder, &s, DAY_2026_01_01), PS_NO_DAY);
    ps_finder_done(&finder);
    ps_finding_context context = {.audit_overdue = 1, .audit_due = DAY_2026_01_01};
    made m = make_with(&s, &context, DAY_2026_11_25);
    cr_expect_eq(count_rule(&m, "audit-due"), 1);
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
    item.digest = PS_STR("2");
    made changed = make(&s, 0);
    cr_expect_str_neq(first.list[0].fingerprint, changed.list[0].fingerprint);
    drop(&first);
    drop(&again);
    drop(&changed);
}

static ps_exposure exposure_of(ps_number amount)
{
    return ps_exposure_of_rule(NULL, PS_STR("review-required"), 0, 0, &amount, PS_STR("CNY"));
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
