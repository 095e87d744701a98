/* The policy that is shipped.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"

static void report(void *user, const ps_example_result *result)
{
    (void)user;
    cr_expect(result->passed, "%.*s, line %d: wanted %.*s, got %.*s: %.*s", PS_FMT(result->entry),
              (int)result->line, PS_FMT(result->expected), PS_FMT(result->got),
              PS_FMT(result->text));
}

Test(pack, every_example_comes_out_as_it_says)
{
    ps_policy *policy = load_shipped();
    size_t passed = 0;
    size_t failed = 0;
    ps_error error = {0};
    PS_TEST_STATUS(ps_policy_test(policy, report, NULL, &passed, &failed, &error), PS_OK, error);
    cr_expect_geq(passed, 150);
    cr_expect_eq(failed, 0);
    ps_policy_free(policy);
}

Test(pack, the_elements_of_the_design_are_there_on_their_days)
{
    static const struct {
        const char *id;
        const char *since;
    } rows[] = {
        {"confidentiality", "2017-06-01"},
        {"security-duty", "2017-06-01"},
        {"technical-support", "2017-06-01"},
        {"breach-liability", "2021-09-01"},
        {"supervision", "2021-09-01"},
        {"review-cooperation", "2020-06-01"},
        {"no-illegal-data-acquisition", "2020-06-01"},
        {"no-illegal-control", "2020-06-01"},
        {"no-unjustified-interruption", "2020-06-01"},
        {"audit-right", "2017-06-01"},
        {"data-localisation", "2017-06-01"},
        {"subcontracting", "2017-06-01"},
        {"return-or-destruction", "2017-06-01"},
        {"survival", "2017-06-01"},
        {"incident-notice", "2017-06-01"},
        {"effective-after-review", "2020-06-01"},
        {"no-data-access", "2025-01-01"},
        {"certified-product", "2017-06-01"},
    };
    ps_policy *policy = load_shipped();
    cr_expect_eq(ps_policy_element_count(policy, PS_NO_DAY), PS_COUNT(rows));
    cr_expect_eq(ps_policy_element_count(policy, ps_date_parse_iso(PS_STR("2017-05-31"))), 0);
    ps_text one = {.text = {PS_STR("The goods are for the use of the Buyer."), 1}};
    ps_record record = {.kind = PS_KIND_CONTRACT, .texts = &one, .text_count = 1};
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_day since = ps_date_parse_iso(ps_str_from(rows[i].since));
        judged before = judge_record(policy, &record, since - 1, NULL, 0);
        judged after = judge_record(policy, &record, since, NULL, 0);
        cr_expect_eq(element_of(&before, rows[i].id)->state, PS_STATE_NOT_REQUIRED, "%s",
                     rows[i].id);
        const ps_element_outcome *e = element_of(&after, rows[i].id);
        cr_expect_eq(e->state, PS_STATE_MISSING, "%s", rows[i].id);
        cr_expect(e->basis.len > 0, "%s", rows[i].id);
        judged_done(&before);
        judged_done(&after);
    }
    ps_policy_free(policy);
}

Test(pack, loading_gives_no_warning)
{
    ps_policy *policy = load_shipped(); /* asserts PS_OK */
    ps_pack_info info;
    cr_assert_eq(ps_policy_at(policy, 0, &info), PS_OK);
    ps_test_str(info.id, "cii", "id");
    cr_expect_geq(info.entries, 36);
    ps_policy_free(policy);
}

/* Words that stand in every sentence must not wake anything: then matching costs a scan. */
Test(pack, an_ordinary_note_wakes_nothing)
{
    ps_policy *policy = load_shipped();
    judged j =
        judge_text(policy, "Bitte an Tor 3 melden. Lieferung frei Haus, Zahlung 30 Tage netto.",
                   PS_KIND_ORDER, PS_TEXT_NOTE);
    for (size_t i = 0; i < j.count; i++) {
        cr_expect_eq(j.elements[i].state, PS_STATE_NOT_EVALUABLE);
    }
    judged_done(&j);
    ps_policy_free(policy);
}
