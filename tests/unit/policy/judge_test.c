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

TestSuite(judge, .init = setup, .fini = teardown);

Test(judge, a_duty_of_the_supplier_is_present)
{
    expect_secret(policy, "The Supplier shall keep it secret.", PS_STATE_PRESENT);
    expect_secret(policy, "乙方应严格保密。", PS_STATE_PRESENT);
    expect_secret(policy, "Each party shall keep what it learns secret.", PS_STATE_PRESENT);
    expect_secret(policy, "雙方應對所獲資訊保密。", PS_STATE_PRESENT);
}

Test(judge, a_gap_does_not_cross_the_end_of_a_sentence)
{
    expect_secret(policy, "The Supplier shall deliver. The Buyer can keep it secret.",
                  PS_STATE_MISSING);
    expect_secret(policy, "乙方应交货。甲方保密。", PS_STATE_MISSING);
}

Test(judge, a_gap_has_a_length)
{
    char text[400];
    (void)snprintf(text, sizeof text, "The Supplier shall %0100d keep it secret.", 1);
    expect_secret(policy, text, PS_STATE_PRESENT);
    (void)snprintf(text, sizeof text, "The Supplier shall %0130d keep it secret.", 1);
    expect_secret(policy, text, PS_STATE_MISSING);
}

Test(judge, words_are_whole_in_english)
{
    expect_secret(policy, "The Supplier marshall keepers of the secretary.", PS_STATE_MISSING);
}

Test(judge, a_heading_is_never_enough)
{
    expect_secret(policy, "1. Secrecy\nThe goods are delivered on Monday.\n", PS_STATE_MISSING);
    expect_secret(policy, "1. Supplier's Duty to Keep a Secret\n2. Price\nThe price is fixed.\n",
                  PS_STATE_MISSING);
}

Test(judge, a_heading_without_a_body_is_defeated)
{
    expect_secret(policy, "14. Secrecy\n15. Price\nThe price is fixed.\n", PS_STATE_DEFEATED);
    expect_secret(policy, "第八条 保密义务\n____\n第九条 价格\n价格固定。\n", PS_STATE_DEFEATED);
    expect_secret(policy, "14. Secrecy\n14.1 The goods are new.\n15. Price\nIt is fixed.\n",
                  PS_STATE_MISSING);
    expect_secret(policy,
                  "Contents\n14. Secrecy\n\n14. Secrecy\nThe Supplier shall keep it secret.\n",
                  PS_STATE_PRESENT);
}

Test(judge, a_negation_of_the_whole_defeats_whatever_else_is_said)
{
    expect_secret(policy,
                  "The Supplier shall keep it secret. There is no duty of secrecy between them.",
                  PS_STATE_DEFEATED);
}

Test(judge, a_carve_out_is_not_a_negation)
{
    expect_secret(policy,
                  "The Supplier shall keep it secret. There is no duty of secrecy for information "
                  "that is public.",
                  PS_STATE_PRESENT);
    expect_secret(
        policy,
        "The Supplier shall keep it secret. There is no duty of secrecy, as both sides have "
        "agreed at length in a meeting, that ends it.",
        PS_STATE_DEFEATED);
}

Test(judge, an_option_is_not_a_duty)
{
    expect_secret(policy, "The parties may agree that the Supplier shall keep it secret.",
                  PS_STATE_DEFEATED);
    expect_secret(policy,
                  "The parties may agree to keep it secret. The Supplier shall keep it secret.",
                  PS_STATE_PRESENT);
}

Test(judge, a_blank_a_legend_and_a_deleted_clause_defeat)
{
    expect_secret(policy, "The goods are new. Secrecy: ______", PS_STATE_DEFEATED);
    expect_secret(policy, "SECRET TREATMENT REQUESTED", PS_STATE_DEFEATED);
    expect_secret(policy,
                  "4. Secrecy\nThe Supplier shall keep it secret. This clause is deleted.\n",
                  PS_STATE_DEFEATED);
    expect_secret(policy,
                  "4. Secrecy\n4.1 The Supplier shall keep it secret.\n5. Price\nThis clause is "
                  "deleted.\n",
                  PS_STATE_PRESENT);
    expect_secret(policy,
                  "4. Secrecy\nThis clause is deleted.\n4.1 The Supplier shall keep it secret.\n",
                  PS_STATE_DEFEATED);
}

Test(judge, a_duty_of_the_buyer_alone_is_one_sided)
{
    expect_secret(policy, "The Buyer shall keep the prices secret.", PS_STATE_DEFEATED);
    expect_secret(policy, "The Buyer shall keep it secret and shall not disclose it.",
                  PS_STATE_DEFEATED);
    expect_secret(policy, "甲方应对乙方的价格保密。", PS_STATE_DEFEATED);
    expect_secret(policy, "乙方提供的价格，甲方应保密。", PS_STATE_DEFEATED);
}

Test(judge, the_suppliers_duty_beside_the_buyers_stands)
{
    expect_secret(policy, "The Buyer shall keep it secret, and the Supplier shall keep it secret.",
                  PS_STATE_PRESENT);
    expect_secret(policy, "The Buyer shall keep it secret, and the Supplier shall not disclose it.",
                  PS_STATE_PRESENT);
    expect_secret(policy, "甲方应对价格保密，乙方应对图纸保密。", PS_STATE_PRESENT);
}

Test(judge, items_of_a_list_have_the_words_that_lead_in)
{
    expect_secret(policy, "The Supplier shall:\n(a) deliver;\n(b) keep all of it secret.\n",
                  PS_STATE_PRESENT);
    expect_secret(policy, "The Buyer shall:\n(a) pay;\n(b) keep all of it secret.\n",
                  PS_STATE_DEFEATED);
    expect_secret(policy, "乙方应：（1）按期交货；（2）严格保密。", PS_STATE_PRESENT);
    char text[700];
    (void)snprintf(text, sizeof text,
                   "The Supplier shall (a) %0150d, (b) %0150d, and (c) keep all of it secret.", 1,
                   2);
    expect_secret(policy, text, PS_STATE_PRESENT);
}

/* A pack with what PACK has not: a decoy, a duty under headings only, a heading that is never bare.
 */
static ps_policy *load_more(void)
{
    return load_good(
        PACK_HEAD "<element id='secret' severity='low' nature='practice'><title lang='en'>S</title>"
                  "<basis>Law</basis><heading lang='en'>secrecy</heading>"
                  "<heading lang='en' bare='no'>survival</heading>"
                  "<duty lang='en'>liable for … damage</duty>"
                  "<duty lang='en' under='heading'>this lasts</duty>"
                  "<decoy lang='en'>not … liable for … damage</decoy>"
                  "<decoy lang='en'>supersedes … secrecy agreement</decoy>"
                  "<reference lang='en'>secrecy agreement</reference>"
                  "<defeat lang='en' kind='not-applicable' scope='clause'>section "
                  "(?'clause'[0-9.]{1,8}) is deleted</defeat>"
                  "<example lang='en' state='present'>The Supplier is liable for damage.</example>"
                  "<example lang='en' state='missing'>None.</example></element>" PACK_END);
}

Test(judge, a_decoy_takes_a_duty_away_and_says_nothing)
{
    ps_policy *more = load_more();
    expect_secret(more, "The Supplier is liable for any damage.", PS_STATE_PRESENT);
    expect_secret(more, "The Supplier is not liable for any damage.", PS_STATE_MISSING);
    expect_secret(more, "The secrecy agreement governs.", PS_STATE_NOT_EVALUABLE);
    expect_secret(more, "This supersedes the secrecy agreement of May.", PS_STATE_MISSING);
    ps_policy_free(more);
}

Test(judge, a_clause_may_be_struck_out_by_its_number)
{
    static const struct {
        const char *end;
        ps_state want;
    } rows[] = {
        {"Section 3 is deleted.", PS_STATE_DEFEATED},
        {"Section 3.1 is deleted.", PS_STATE_DEFEATED},
        {"Section 3.2 is deleted.", PS_STATE_PRESENT},
        {"Section 5 is deleted.", PS_STATE_PRESENT}, /* its own */
        {"Section 33 is deleted.", PS_STATE_PRESENT},
    };
    ps_policy *more = load_more();
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        char text[200];
        (void)snprintf(text, sizeof text,
                       "3. Loss\n3.1 The Supplier is liable for any damage.\n3.2 It pays.\n"
                       "4. Term\nOne year.\n5. Special\n%s\n",
                       rows[i].end);
        expect_secret(more, text, rows[i].want);
    }
    /* The general terms may be another text of the record. */
    ps_text texts[] = {
        {.text = {PS_STR("Section 3 is deleted."), 1}},
        {.text = {PS_STR("Article 2 Price\nFive.\nArticle 3 Loss\nLiable for damage."), 2}}};
    ps_record record = {.kind = PS_KIND_CONTRACT, .texts = texts, .text_count = 2};
    judged j = judge_record(more, &record, PS_NO_DAY, NULL, 0);
    cr_expect_eq(element_of(&j, "secret")->state, PS_STATE_DEFEATED);
    judged_done(&j);
    ps_policy_free(more);
}

Test(judge, some_duties_count_only_under_a_heading)
{
    ps_policy *more = load_more();
    expect_secret(more, "3. Secrecy\n3.1 All of this lasts for a year.\n", PS_STATE_PRESENT);
    expect_secret(more, "3. Secrecy\nOf a kind.\n4. Term\nAll of this lasts for a year.\n",
                  PS_STATE_MISSING);
    ps_policy_free(more);
}

Test(judge, some_headings_say_nothing_when_bare)
{
    ps_policy *more = load_more();
    expect_secret(more, "3. Secrecy\n4. Term\nIt is a year.\n", PS_STATE_DEFEATED);
    expect_secret(more, "3. Survival\n4. Term\nIt is a year.\n", PS_STATE_MISSING);
    ps_policy_free(more);
}

Test(judge, a_table_of_contents_is_not_a_bare_heading)
{
    expect_secret(policy,
                  "3. Secrecy\n4. Term\n\n3. Secrecy\nThe goods are secret.\n4. Term\nOne year.\n",
                  PS_STATE_MISSING);
}

Test(judge, what_points_elsewhere_is_not_evaluable)
{
    judged j = judge_contract(policy, "The secrecy agreement dated 1 May applies.");
    const ps_element_outcome *e = element_of(&j, "secret");
    cr_assert_eq(e->state, PS_STATE_NOT_EVALUABLE);
    cr_expect(ps_str_starts(e->reason, PS_STR("referenced-not-supplied:")));
    cr_assert_eq(e->evidence_count, 1);
    ps_test_str(e->evidence[0].role, "reference", "role");
    judged_done(&j);
}

Test(judge, a_framework_agreement_may_hold_what_a_short_record_lacks)
{
    judged j =
        judge_text(policy,
                   "Framework agreement 17 governs this order. The goods are new and shall be "
                   "sent to the main store of the works.",
                   PS_KIND_ORDER, PS_TEXT_CLAUSE);
    cr_expect_eq(element_of(&j, "secret")->state, PS_STATE_NOT_EVALUABLE);
    cr_expect(j.texts.refers_to_agreement);
    ps_test_str(j.texts.referred.role, "reference", "role");
    judged_done(&j);
}

Test(judge, a_contract_long_enough_speaks_for_itself)
{
    char text[4000] = "Framework agreement 17 governs the prices. ";
    size_t len = strlen(text);
    while (len < 2500) {
        len += (size_t)snprintf(text + len, sizeof text - len, "The goods are new and of use. ");
    }
    expect_secret(policy, text, PS_STATE_MISSING);
}

Test(judge, no_text_and_short_notes_are_not_evaluable)
{
    ps_record record = {.kind = PS_KIND_ORDER};
    judged j = judge_record(policy, &record, PS_NO_DAY, NULL, 0);
    cr_assert_eq(j.count, 1);
    cr_expect_eq(j.elements[0].state, PS_STATE_NOT_EVALUABLE);
    cr_expect(ps_str_starts(j.elements[0].reason, PS_STR("no-contract-text:")));
    cr_expect_eq(j.texts.bytes, 0);
    cr_expect_not(j.texts.enough);
    judged_done(&j);
    j = judge_text(policy, "Please ring the bell.", PS_KIND_ORDER, PS_TEXT_NOTE);
    cr_expect_eq(j.elements[0].state, PS_STATE_NOT_EVALUABLE);
    cr_expect(ps_str_starts(j.elements[0].reason, PS_STR("no-contract-text:")));
    cr_expect_eq(j.texts.bytes, 21);
    judged_done(&j);
    j = judge_text(policy, "The Supplier shall keep it secret.", PS_KIND_ORDER, PS_TEXT_NOTE);
    cr_expect_eq(j.elements[0].state, PS_STATE_PRESENT, "a note may hold the duty");
    judged_done(&j);
    j = judge_text(policy, "Please ring the bell.", PS_KIND_CONTRACT, PS_TEXT_NOTE);
    cr_expect_eq(j.elements[0].state, PS_STATE_MISSING);
    cr_expect(j.texts.enough);
    judged_done(&j);
}

Test(judge, a_language_without_patterns_is_not_evaluable)
{
    judged j =
        judge_contract(policy, "Der Lieferant hat alle Unterlagen des Bestellers vertraulich zu "
                               "behandeln und darf sie Dritten nicht zeigen.");
    cr_assert_eq(j.elements[0].state, PS_STATE_NOT_EVALUABLE);
    cr_expect(ps_str_starts(j.elements[0].reason, PS_STR("language-not-covered:")));
    judged_done(&j);
}

Test(judge, evidence_quotes_the_sentence_at_its_place)
{
    judged j =
        judge_contract(policy, "1. Price\nIt is  FIXED.\n2. Secrecy\nThe  Supplier shall KEEP "
                               "it\nsecret. End of the text.\n");
    const ps_element_outcome *e = element_of(&j, "secret");
    cr_assert_eq(e->state, PS_STATE_PRESENT);
    cr_assert(e->evidence_count >= 1);
    ps_test_str(e->evidence[0].quote, "The  Supplier shall KEEP it\nsecret.", "quote");
    ps_test_str(e->evidence[0].entry, "secret/duty-1", "entry");
    ps_test_str(e->evidence[0].field, "text", "field");
    cr_expect_eq(e->evidence[0].line, 13, "the fourth line of a text that begins in line 10");
    cr_expect_eq(e->evidence[0].start, 39);
    cr_expect_eq(e->evidence[0].end, 68);
    judged_done(&j);
}

Test(judge, an_item_of_a_list_is_quoted_with_the_words_that_lead_in)
{
    judged j = judge_contract(policy, "The Supplier shall:\n(a) deliver;\n(b) keep it secret.\n");
    const ps_element_outcome *e = element_of(&j, "secret");
    cr_assert(e->evidence_count >= 1);
    ps_test_str(e->evidence[0].quote, "The Supplier shall: … (b) keep it secret.", "quote");
    judged_done(&j);
}

Test(judge, long_quotes_are_cut_around_the_match)
{
    char text[1200];
    (void)snprintf(text, sizeof text,
                   "The price is %0500d and the Supplier shall keep it secret %0400d.", 1, 2);
    judged j = judge_contract(policy, text);
    const ps_element_outcome *e = element_of(&j, "secret");
    cr_assert_eq(e->state, PS_STATE_PRESENT);
    cr_expect_leq(e->evidence[0].quote.len, 300);
    cr_expect_neq(ps_str_find(e->evidence[0].quote, PS_STR("keep it secret")), SIZE_MAX);
    judged_done(&j);
}

Test(judge, places_beyond_the_limit_are_counted)
{
    char text[3000] = "";
    for (int i = 0; i < 7; i++) {
        (void)snprintf(text + strlen(text), 60, "The Supplier shall keep %d secret. ", i);
    }
    ps_limits limits = ps_limits_default();
    limits.evidence = 3;
    ps_text one = {.text = {ps_str_from(text), 1}};
    ps_record record = {.kind = PS_KIND_CONTRACT, .texts = &one, .text_count = 1};
    judged j = judge_record(policy, &record, PS_NO_DAY, &limits, 0);
    cr_expect_eq(j.elements[0].evidence_count, 3);
    cr_expect_eq(j.elements[0].evidence_left_out, 4);
    judged_done(&j);
}

Test(judge, a_missing_element_shows_the_nearest_passage_and_what_it_lacks)
{
    judged j =
        judge_contract(policy, "The goods are new. The supplier likes a secret. A secret is good.");
    const ps_element_outcome *e = element_of(&j, "secret");
    cr_assert_eq(e->state, PS_STATE_MISSING);
    ps_test_str(e->nearest.quote, "The supplier likes a secret.", "most parts");
    ps_test_str(e->lacks, "a verb of duty", "lacks");
    judged_done(&j);
    j = judge_contract(policy, "The parties obey the law of secrecy. The supplier likes a secret.");
    e = element_of(&j, "secret");
    cr_assert_eq(e->state, PS_STATE_MISSING);
    ps_test_str(e->nearest.quote, "The parties obey the law of secrecy.", "weak is nearer");
    ps_test_str(e->lacks, "a duty of its own", "lacks");
    judged_done(&j);
    j = judge_contract(policy, "The goods are new.");
    e = element_of(&j, "secret");
    cr_assert_eq(e->state, PS_STATE_MISSING);
    cr_expect_null(e->nearest.quote.ptr);
    judged_done(&j);
}

Test(judge, a_defeated_element_shows_the_passage)
{
    judged j = judge_contract(policy, "The Buyer shall keep the prices secret.");
    const ps_element_outcome *e = element_of(&j, "secret");
    cr_assert_eq(e->state, PS_STATE_DEFEATED);
    ps_test_str(e->nearest.quote, "The Buyer shall keep the prices secret.", "nearest");
    ps_test_str(e->nearest.role, "defeat", "role");
    ps_test_str(e->lacks, "an obligation of the supplier: it binds only the buyer", "lacks");
    judged_done(&j);
}

Test(judge, a_title_kept_apart_belongs_to_its_body)
{
    ps_text texts[] = {{.kind = PS_TEXT_CLAUSE,
                        .heading = {PS_STR("Secrecy"), 4},
                        .text = {PS_STR("This clause is deleted."), 5}},
                       {.kind = PS_TEXT_CLAUSE,
                        .heading = {PS_STR("Price"), 6},
                        .text = {PS_STR("The price is fixed for the term."), 7}}};
    ps_record record = {.kind = PS_KIND_CONTRACT, .texts = texts, .text_count = 2};
    judged j = judge_record(policy, &record, PS_NO_DAY, NULL, 0);
    cr_expect_eq(j.elements[0].state, PS_STATE_DEFEATED);
    judged_done(&j);
    texts[0].text.text = PS_STR("");
    j = judge_record(policy, &record, PS_NO_DAY, NULL, 0);
    cr_expect_eq(j.elements[0].state, PS_STATE_DEFEATED, "a title without a body");
    judged_done(&j);
    texts[0].text.text = PS_STR("The Supplier shall keep it secret.");
    j = judge_record(policy, &record, PS_NO_DAY, NULL, 0);
    cr_expect_eq(j.elements[0].state, PS_STATE_PRESENT);
    cr_expect_eq(j.elements[0].evidence[0].line, 5);
    judged_done(&j);
}

Test(judge, disguised_text_is_read)
{
    expect_secret(policy,
                  "The Sup\xE2\x80\x8Bplier SHALL k\xC2\xAD"
                  "eep it ｓｅｃｒｅｔ.",
                  PS_STATE_PRESENT);
    expect_secret(policy, "乙方應當嚴格保 密。", PS_STATE_PRESENT);
}

Test(judge, articles_are_those_of_the_day)
{
    ps_text one = {.text = {PS_STR("The goods are new."), 1}};
    ps_record record = {.kind = PS_KIND_CONTRACT, .texts = &one, .text_count = 1};
    static const struct {
        const char *day;
        const char *basis;
    } rows[] = {
        {"2017-05-31", ""},
        {"2017-06-01", "Law art. 36"},
        {"2025-12-31", "Law art. 36; Law art. 20"},
        {"2026-01-01", "Law art. 38; Law art. 20"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        judged j =
            judge_record(policy, &record, ps_date_parse_iso(ps_str_from(rows[i].day)), NULL, 0);
        ps_test_str(j.elements[0].basis, rows[i].basis, rows[i].day);
        judged_done(&j);
    }
    judged j = judge_record(policy, &record, PS_NO_DAY, NULL, 0);
    ps_test_str(j.elements[0].basis, "Law art. 38; Law art. 20", "no day: what has no end");
    judged_done(&j);
}

/* An attached text in an order. */
static judged judge_attached(const char *text, ps_attachment_role role, ps_text_kind kind)
{
    ps_text one = {.kind = kind,
                   .field = PS_STR("attachment c.docx"),
                   .text = {ps_str_from(text), 10},
                   .role = role};
    ps_record record = {.kind = PS_KIND_ORDER, .texts = &one, .text_count = 1};
    return judge_record(policy, &record, PS_NO_DAY, NULL, 1);
}

Test(judge, a_place_in_an_attachment_is_its_clause_and_paragraph_or_line)
{
    static const struct {
        const char *text;
        const char *place;
    } rows[] = {
        {"Title\n\n8. Duties\n\n8.2 The Supplier shall keep it secret.\n",
         "clause 8.2, paragraph 3"},
        {"Title\n\nThe Supplier shall keep it secret.\n", "paragraph 2"},
        {"Title\n第八条 乙方应严格保密。\nmore\nand more\nand more\n", "clause 第八条, line 2"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        judged j = judge_attached(rows[i].text, PS_ATTACHMENT_CONTRACT, PS_TEXT_CLAUSE);
        const ps_element_outcome *secret = element_of(&j, "secret");
        cr_assert_eq(secret->state, PS_STATE_PRESENT, "%s", rows[i].text);
        const ps_evidence *duty = &secret->evidence[secret->evidence_count - 1];
        ps_test_str(duty->place, rows[i].place, rows[i].text);
        cr_expect_eq(duty->line, 10, "the attachment's own");
        judged_done(&j);
    }
    judged j = judge_contract(policy, "Title\n\n8.2 The Supplier shall keep it secret.\n");
    const ps_element_outcome *secret = element_of(&j, "secret");
    cr_expect_null(secret->evidence[0].place.ptr, "in the record itself the line tells");
    cr_expect_eq(secret->evidence[0].line, 12);
    judged_done(&j);
}

Test(judge, nothing_is_missing_for_not_being_in_a_price_list)
{
    static char text[4000];
    memset(text, 0, sizeof text);
    for (size_t i = 0; i < 60; i++) {
        strcat(text, "The goods are delivered on Monday and paid for. ");
    }
    judged j = judge_attached(text, PS_ATTACHMENT_OTHER, PS_TEXT_NOTE);
    cr_expect_eq(element_of(&j, "secret")->state, PS_STATE_NOT_EVALUABLE);
    judged_done(&j);
    j = judge_attached(text, PS_ATTACHMENT_CONTRACT, PS_TEXT_CLAUSE);
    cr_expect_eq(element_of(&j, "secret")->state, PS_STATE_MISSING);
    judged_done(&j);
}
