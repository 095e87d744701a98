/* The evidence model of catalogs/README.md, rule by rule.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/cleanup.h"
#include "fixture.h"

static fixture f;

static void setup(void)
{
    fixture_load(&f, FIXTURE_ENTRIES);
}

static void teardown(void)
{
    fixture_free(&f);
}

TestSuite(judge, .init = setup, .fini = teardown);

#define EXPECT(...)                                                                                \
    do {                                                                                           \
        static const fixture_row rows_[] = {__VA_ARGS__};                                          \
        fixture_expect(&f, rows_, PS_COUNT(rows_));                                                \
    } while (0)

Test(judge, a_word_is_worth_its_strength)
{
    EXPECT({"core router", "definite net"}, {"Router, 2 pcs", "probable net"},
           {"RTR type 5", "clear"}, {"routers", "probable net"}, {"office chair", "clear"},
           {"核心路由器两台", "definite net"}, {"routerless", "clear"});
}

Test(judge, a_companion_raises_a_weak_word_to_medium_and_no_further)
{
    EXPECT({"RTR with LTE", "probable net"}, {"RTR LTE backbone", "probable net"});
}

Test(judge, the_longer_word_wins_whatever_its_entry)
{
    EXPECT({"时间同步服务器", "definite comm"}, {"wood router", "clear"}, {"路由器支架", "clear"});
}

Test(judge, a_decoy_blocks_what_it_covers_and_nothing_else)
{
    EXPECT({"router bit and router", "probable net"}, {"wood router, rack server", "definite srv"});
}

Test(judge, a_word_elsewhere_can_say_that_something_else_is_meant)
{
    EXPECT({"router, 1/2 inch collet", "clear"}, {"core router, collet", "definite net"});
}

Test(judge, negated_goods_are_dropped)
{
    EXPECT({"机柜，不含服务器", "clear"}, {"rack, excluding server", "clear"},
           {"除路由器外的设备", "clear"}, {"除路由器", "probable net"},
           {"用于服务器的路由器", "probable net"}, {"compatible with Acme router", "clear"},
           {"server (not included)", "clear"}, {"服务器除外", "clear"},
           {"without server; router", "probable net"}, {"excluding server. Router", "probable net"},
           {"price excluding VAT, router", "probable net"}, {"不含税 服务器", "probable srv"});
}

Test(judge, modifiers_move_a_word_by_one_tier)
{
    EXPECT({"core router power supply", "probable net"}, {"router power supply", "clear"},
           {"router with power supply", "probable net"}, {"路由器配件", "clear"},
           {"路由器，含电源", "probable net"}, {"bracket for core router", "probable net"},
           {"core router for scrap", "probable net"}, {"backbone router", "definite net"},
           {"backbone router power supply", "probable net"}, {"RTR backbone", "possible net"});
}

Test(judge, a_line_of_a_million_is_raised)
{
    ps_item_text one = {PS_STR("name"), {PS_STR("router"), 1}};
    ps_item item = {.texts = &one, .text_count = 1};
    item.quantity = (ps_number){.value = {4, 0}, .known = 1};
    item.price = (ps_number){.value = {25000000, 2}, .known = 1};
    ps_item_outcome got = fixture_judge_item(&f, &item, "2026-01-01", 0);
    cr_expect_str_eq(fixture_word(&got), "definite net");
    cr_expect(got.amount.known);
    cr_expect_eq(ps_decimal_compare(got.amount.value, (ps_decimal){1000000, 0}), 0);
    item.currency.text = PS_STR("USD");
    got = fixture_judge_item(&f, &item, "2026-01-01", 0);
    cr_expect_str_eq(fixture_word(&got), "probable net");
    item.currency.text = PS_NO_STR;
    item.price_base = (ps_number){.value = {100, 0}, .known = 1};
    got = fixture_judge_item(&f, &item, "2026-01-01", 0);
    cr_expect_str_eq(fixture_word(&got), "probable net");
    cr_expect_eq(ps_decimal_compare(got.amount.value, (ps_decimal){10000, 0}), 0);
}

Test(judge, a_second_kind_adds_one_point)
{
    EXPECT({"Acme router", "definite net"}, {"Acme RTR", "possible net"},
           {"Zenith router", "probable net"}, {"*计算机网络设备*路由器", "definite net"},
           {"*计算机网络设备*箱子", "possible net"}, {"计算机网络设备箱子", "clear"});
}

Test(judge, model_numbers_need_their_shape_a_digit_and_mostly_their_maker)
{
    EXPECT({"QQR1234", "definite net"}, {"QQR123", "clear"}, {"qqr 1234", "clear"},
           {"RQ-500", "clear"}, {"Acme RQ-500", "probable net"}, {"Acme RQ500X", "probable net"},
           {"AXR-9", "probable net"}, {"Acme AXR9", "definite net"}, {"AXR bolts", "clear"},
           {"Zenith AXR-90", "possible srv"}, {"XAXR-9", "clear"});
}

Test(judge, an_unknown_model_number_is_what_its_maker_mostly_makes)
{
    EXPECT({"Acme TX-9000", "probable net"}, {"Acme", "clear"}, {"Acme catalogue", "clear"},
           {"Zenith TX-9000", "possible srv"}, {"Acme TX-9000 for scrap", "possible net"},
           {"Zenith TX-9000 for scrap", "clear"}, {"Acme 48 ports", "clear"},
           {"Acme 881", "probable net"}, {"Acme 10", "clear"}, {"Acme T1", "clear"},
           {"Acme T10", "probable net"});
}

Test(judge, patterns_span_words)
{
    EXPECT({"server, two Xeon", "definite srv"}, {"server Xeonic", "probable srv"},
           {"server, not to be used without special cooling, Xeon", "probable srv"});
}

static ps_item_outcome judge_code(const char *text, const char *scheme, const char *value,
                                  const char *day)
{
    ps_item_text one = {PS_STR("name"), {ps_str_from(text), 1}};
    ps_code code = {.scheme = ps_str_from(scheme), .value = {ps_str_from(value), 3}};
    ps_item item = {.texts = &one, .text_count = *text != '\0', .codes = &code, .code_count = 1};
    return fixture_judge_item(&f, &item, day, 0);
}

Test(judge, codes_alone_and_with_text)
{
    static const struct {
        const char *text, *scheme, *value, *day, *want;
    } rows[] = {
        {"lot 1", "UNSPSC", "43222609", "2026-01-01", "probable net"},
        {"lot 1", "TST", "43222609", "2026-01-01", "probable net"},
        {"lot 1", "UNSPSC", "4322260900", "2026-01-01", "probable net"},
        {"", "UNSPSC", "43222609", "2026-01-01", "probable net"},
        {"", "UNSPSC", "10000000", "2026-01-01", "not-evaluable"},
        {"lot 1", "UNSPSC", "43222699", "2026-01-01", "possible net"},
        {"lot 1", "UNSPSC", "43229999", "2026-01-01", "clear"},
        {"RTR", "UNSPSC", "43229999", "2026-01-01", "possible net"},
        {"RTR", "UNSPSC", "43222699", "2026-01-01", "probable net"},
        {"RTR", "UNSPSC", "43222609", "2026-01-01", "definite net"},
        {"router", "UNSPSC", "43229999", "2026-01-01", "definite net"},
        {"wood router", "UNSPSC", "43222609", "2026-01-01", "possible net"},
        {"不含路由器", "UNSPSC", "43222609", "2026-01-01", "possible net"},
        {"router", "UNSPSC", "27110000", "2026-01-01", "possible net"},
        {"core router", "UNSPSC", "27110000", "2026-01-01", "probable net"},
        {"lot 1", "HS", "8517.62.00", "2022-06-01", "probable net"},
        {"router", "HS", "851762", "2021-06-01", "possible net"},
        {"lot 1", "XYZ", "43222609", "2026-01-01", "clear"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_item_outcome got = judge_code(rows[i].text, rows[i].scheme, rows[i].value, rows[i].day);
        cr_expect_str_eq(fixture_word(&got), rows[i].want, "row %zu \"%s\" %s %s: got %s (%.*s)", i,
                         rows[i].text, rows[i].scheme, rows[i].value, fixture_word(&got),
                         PS_FMT(got.reason));
    }
}

Test(judge, contradictions_are_said)
{
    ps_item_outcome got = judge_code("wood router", "UNSPSC", "43222609", "2026-01-01");
    cr_expect_neq(ps_str_find(got.reason, PS_STR("contradicts")), SIZE_MAX, "%.*s",
                  PS_FMT(got.reason));
    cr_assert(fixture_has(&got, "decoy"));
    ps_test_str(fixture_evidence(&got, "decoy").quote, "wood router", "the decoy");
    got = judge_code("rack server", "UNSPSC", "43222609", "2026-01-01");
    cr_expect_str_eq(fixture_word(&got), "definite srv");
    cr_expect_neq(ps_str_find(got.reason, PS_STR("contradicts")), SIZE_MAX, "%.*s",
                  PS_FMT(got.reason));
    cr_assert_eq(got.other_count, 1);
    ps_test_str(got.others[0].category, "net", "the code's category");
    got = judge_code("router", "UNSPSC", "27110000", "2026-01-01");
    cr_expect_neq(ps_str_find(got.reason, PS_STR("something else")), SIZE_MAX);
}

Test(judge, the_stronger_category_leads_and_the_others_are_listed)
{
    ps_item_outcome got = fixture_judge(&f, "rack server and router");
    ps_test_str(got.category, "srv", "leading");
    cr_assert_eq(got.other_count, 1);
    ps_test_str(got.others[0].category, "net", "other");
    cr_expect_eq(got.others[0].confidence, PS_CONFIDENCE_PROBABLE);
    got = fixture_judge(&f, "交换机");
    ps_test_str(got.category, "net", "the first that the entry names");
    cr_assert_eq(got.other_count, 1);
    ps_test_str(got.others[0].category, "comm", "the second that the entry names");
    got = fixture_judge(&f, "router server");
    ps_test_str(got.category, "srv", "the head of a compound");
}

Test(judge, a_capped_category_is_never_more_than_possible)
{
    EXPECT({"programmable controller", "possible other"},
           {"programmable controller, router", "probable net"});
}

Test(judge, glyphs_may_decide)
{
    EXPECT({"交換器 2台", "probable net"}, {"交换器 2台", "clear"});
}

Test(judge, disguises_do_not_hide_a_term)
{
    EXPECT({"core rou\xE2\x80\x8B"
            "ter",
            "definite net"},
           {"core rou\xC2\xAD"
            "ter",
            "definite net"},
           {"ｃｏｒｅ　ｒｏｕｔｅｒ", "definite net"}, {"core rou\nter", "definite net"},
           {"core rou\tter", "definite net"},
           {"core rou\xC2\xA0"
            "ter",
            "definite net"},
           {"CoRe_RoUtEr", "definite net"}, {"core-router", "definite net"},
           {"co\xCC\x81"
            "re router",
            "definite net"},
           {"核 心 路 由 器", "definite net"}, {"核心\n路由器", "definite net"},
           {"\xE2\x81\xA6"
            "core router\xE2\x81\xA9",
            "definite net"});
}

Test(judge, nothing_to_judge_is_not_clear)
{
    EXPECT({"", "not-evaluable"}, {"  ", "not-evaluable"}, {"12345", "not-evaluable"},
           {"--", "not-evaluable"}, {"See annex", "not-evaluable"}, {"见附件", "not-evaluable"},
           {"see annex for chairs", "clear"});
    ps_item item = {.line = 7};
    ps_item_outcome got = fixture_judge_item(&f, &item, "2026-01-01", 0);
    cr_expect_eq(got.outcome, PS_OUTCOME_NOT_EVALUABLE);
    cr_expect(ps_str_starts(got.reason, PS_STR("no-description")));
    cr_expect_eq(got.line, 7);
}

Test(judge, the_day_decides_the_law)
{
    static const struct {
        const char *text, *day, *want, *basis, *reason;
    } rows[] = {
        {"core router", "2020-06-01", "definite net", "MCR 2020 art. 20", ""},
        {"core router", "2022-02-14", "definite net", "MCR 2020 art. 20", ""},
        {"core router", "2022-02-15", "definite net", "MCR 2021 art. 21", ""},
        {"core router", "2020-05-31", "not-evaluable", "", "before-mcr: there was no list"},
        {"core router", NULL, "not-evaluable", "", "no-date"},
        {"chair", "2019-01-01", "clear", "", ""},
        {"chair", NULL, "clear", "", ""},
        {"base station", "2022-02-14", "possible other", "MCR 2020 art. 20", ""},
        {"base station", "2022-02-15", "definite comm", "MCR 2021 art. 21", ""},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_item_text one = {PS_STR("name"), {ps_str_from(rows[i].text), 1}};
        ps_item item = {.texts = &one, .text_count = 1};
        ps_item_outcome got = fixture_judge_item(&f, &item, rows[i].day, 0);
        cr_expect_str_eq(fixture_word(&got), rows[i].want, "row %zu: %s", i, fixture_word(&got));
        cr_expect(ps_str_starts(got.reason, ps_str_from(rows[i].reason)), "row %zu: %.*s", i,
                  PS_FMT(got.reason));
        ps_test_str(got.basis, rows[i].basis, rows[i].text);
    }
    ps_item_outcome got = fixture_judge(&f, "chair");
    cr_expect_null(got.category.ptr);
}

Test(judge, scale_is_met_not_met_or_unknown)
{
    static const struct {
        const char *text, *want;
        ps_scale scale;
    } rows[] = {
        {"core router", "definite net", PS_SCALE_MET},
        {"router", "probable net", PS_SCALE_UNKNOWN},
        {"router 48 ports", "probable net", PS_SCALE_MET},
        {"router 8 ports", "possible net", PS_SCALE_NOT_MET},
        {"router 8x10GbE", "probable net", PS_SCALE_MET},
        {"路由器 万兆", "probable net", PS_SCALE_MET},
        {"路由器 8口", "possible net", PS_SCALE_NOT_MET},
        {"rack server 2*32C", "definite srv", PS_SCALE_UNKNOWN},
        {"rack server 4*32C", "definite srv", PS_SCALE_MET},
        {"rack server 16x64G", "definite srv", PS_SCALE_MET},
        {"rack server 双路", "definite srv", PS_SCALE_UNKNOWN},
        {"base station", "definite comm", PS_SCALE_NONE},
        {"router, home use", "possible net", PS_SCALE_NOT_MET},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_item_outcome got = fixture_judge(&f, rows[i].text);
        cr_expect_str_eq(fixture_word(&got), rows[i].want, "%s: %s", rows[i].text,
                         fixture_word(&got));
        cr_expect_eq(got.scale, rows[i].scale, "%s: scale %d", rows[i].text, (int)got.scale);
    }
}

Test(judge, properties_maker_and_model_are_read_together)
{
    ps_item_text one = {PS_STR("name"), {PS_STR("路由器"), 1}};
    ps_property ports = {.name = {PS_STR("端口数"), 4}, .value = {PS_STR("48"), 5}};
    ps_item item = {.texts = &one, .text_count = 1, .properties = &ports, .property_count = 1};
    ps_item_outcome got = fixture_judge_item(&f, &item, "2026-01-01", 0);
    cr_expect_eq(got.scale, PS_SCALE_MET);
    ps_evidence scale = fixture_evidence(&got, "scale");
    cr_assert(scale.role.len > 0);
    ps_test_str(scale.field, "property 端口数", "field");
    ps_test_str(scale.quote, "48", "quote");
    cr_expect_eq(scale.start, 0);
    cr_expect_eq(scale.end, 2);
    cr_expect_eq(scale.line, 5);

    ps_item bare = {.manufacturer = {PS_STR("Acme"), 2}, .model = {PS_STR("RQ-500"), 3}};
    got = fixture_judge_item(&f, &bare, "2026-01-01", 0);
    cr_expect_str_eq(fixture_word(&got), "probable net");
    ps_evidence model = fixture_evidence(&got, "model");
    cr_assert(model.role.len > 0);
    ps_test_str(model.field, "model", "field");
    ps_test_str(model.quote, "RQ-500", "quote");
    cr_expect_eq(model.line, 3);
    ps_test_str(got.manufacturer, "Acme", "manufacturer");
}

Test(judge, evidence_points_into_the_original_text)
{
    const char *text = "Lot 7:\nＣｏｒｅ  Ｒｏｕｔｅｒ, maintenance";
    ps_item_text one = {PS_STR("note"), {ps_str_from(text), 10}};
    ps_item item = {.texts = &one, .text_count = 1};
    ps_item_outcome got = fixture_judge_item(&f, &item, "2026-01-01", 0);
    ps_evidence term = fixture_evidence(&got, "term");
    cr_assert(term.role.len > 0);
    ps_test_str(term.field, "note", "field");
    ps_test_str(term.entry, "router", "entry");
    cr_expect_eq(term.start, 7);
    cr_expect_eq(term.end, 39);
    cr_expect_eq(term.line, 11);
    ps_test_str(term.quote, "Ｃｏｒｅ  Ｒｏｕｔｅｒ", "quote");
    cr_assert(fixture_has(&got, "service"));
    cr_expect_str_eq(fixture_word(&got), "definite net", "a service keeps the product's category");
}

Test(judge, explain_tells_what_did_not_count)
{
    ps_item_text one = {PS_STR("name"),
                        {PS_STR("时间同步服务器, wood router, excluding server, RTR"), 1}};
    ps_item item = {.texts = &one, .text_count = 1};
    ps_item_outcome plain = fixture_judge_item(&f, &item, "2026-01-01", 0);
    ps_item_outcome got = fixture_judge_item(&f, &item, "2026-01-01", 1);
    static const char *const roles[] = {"shadowed", "decoy", "negated", "weak"};
    for (size_t i = 0; i < PS_COUNT(roles); i++) {
        cr_expect(fixture_has(&got, roles[i]), "%s", roles[i]);
        cr_expect_not(fixture_has(&plain, roles[i]), "%s", roles[i]);
    }
    cr_expect_neq(ps_str_find(got.reason, PS_STR("Steps: ")), SIZE_MAX);
    cr_expect_neq(ps_str_find(got.reason, PS_STR("\"server\" is excluded by \"excluding\"")),
                  SIZE_MAX, "%.*s", PS_FMT(got.reason));
    cr_expect_eq(plain.outcome, got.outcome);
}

Test(judge, evidence_beyond_the_limit_is_counted)
{
    ps_buffer text;
    ps_buffer_init(&text, 0);
    for (int i = 0; i < 50; i++) {
        ps_buffer_add_text(&text, "router; ");
    }
    ps_item_text one = {PS_STR("name"), {ps_buffer_str(&text), 1}};
    ps_item item = {.texts = &one, .text_count = 1};
    ps_item_outcome got = fixture_judge_item(&f, &item, "2026-01-01", 0);
    cr_expect_eq(got.evidence_count, 20);
    cr_expect_eq(got.evidence_left_out, 30);
    ps_buffer_done(&text);
}

Test(judge, too_many_matches_are_not_evaluable)
{
    ps_limits limits = ps_limits_default();
    ps_error err = {0};
    limits.matches = 10;
    ps_catalog_scratch *scratch = NULL;
    PS_TEST_STATUS(ps_catalog_scratch_new(f.catalog, &limits, &scratch, &err), PS_OK, err);
    ps_item_text one = {PS_STR("name"),
                        {PS_STR("router router router router router router router router router "
                                "router router router"),
                         1}};
    ps_item item = {.texts = &one, .text_count = 1};
    ps_item_outcome got;
    PS_TEST_STATUS(ps_catalog_judge(scratch, &item, PS_STR("CNY"), 20000, 0, &f.arena, &got, &err),
                   PS_OK, err);
    cr_expect_eq(got.outcome, PS_OUTCOME_NOT_EVALUABLE);
    cr_expect(ps_str_starts(got.reason, PS_STR("limit:matches")), "%.*s", PS_FMT(got.reason));
    ps_catalog_scratch_free(scratch);
}

Test(judge, a_regex_limit_is_not_evaluable)
{
    fixture own;
    fixture_load(&own, ENTRY("slow", "net", "<pattern strength='strong'>zeta(?:a+)+c</pattern>"));
    ps_item_outcome got =
        fixture_judge(&own, "zetaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab c");
    cr_expect_eq(got.outcome, PS_OUTCOME_NOT_EVALUABLE);
    cr_expect(ps_str_starts(got.reason, PS_STR("limit:regex")), "%.*s", PS_FMT(got.reason));
    fixture_free(&own);
}

Test(judge, the_department_tells_about_the_item_but_does_not_name_it)
{
    ps_item_text one = {PS_STR("name"), {PS_STR("chair"), 1}};
    ps_item item = {.texts = &one, .text_count = 1};
    item.department = (ps_value){PS_STR("server and router group"), 2};
    ps_item_outcome got = fixture_judge_item(&f, &item, "2026-01-01", 0);
    cr_expect_str_eq(fixture_word(&got), "clear");
}

Test(judge, critical_products_and_watched_makers_are_evidence_only)
{
    ps_item_outcome got = fixture_judge(&f, "router 128 ports");
    cr_assert(fixture_has(&got, "critical"));
    ps_test_str(fixture_evidence(&got, "critical").entry, "big-router", "entry");
    got = fixture_judge(&f, "router 48 ports");
    cr_expect_not(fixture_has(&got, "critical"));
    got = fixture_judge(&f, "Acme chairs");
    cr_expect_str_eq(fixture_word(&got), "clear");
    cr_expect(fixture_has(&got, "watch"));
    ps_item_text one = {PS_STR("name"), {PS_STR("Acme router"), 1}};
    ps_item item = {.texts = &one, .text_count = 1};
    got = fixture_judge_item(&f, &item, "2023-12-31", 0);
    cr_expect_not(fixture_has(&got, "watch"));

    const ps_evidence *list = NULL;
    size_t count = 0;
    ps_error err = {0};
    ps_value seller = {PS_STR("Acme Trading Co."), 9};
    ps_day day = ps_date_parse_iso(PS_STR("2024-06-01"));
    PS_TEST_STATUS(
        ps_catalog_watch(f.catalog, f.scratch, &seller, day, &f.arena, &list, &count, &err), PS_OK,
        err);
    cr_assert_eq(count, 1);
    ps_test_str(list[0].entry, "watch-acme", "watch");
    ps_test_str(list[0].field, "supplier", "field");
    ps_test_str(ps_catalog_title(f.catalog, list[0].entry), "w", "title");
    seller.text = PS_STR("Other Co.");
    PS_TEST_STATUS(
        ps_catalog_watch(f.catalog, f.scratch, &seller, day, &f.arena, &list, &count, &err), PS_OK,
        err);
    cr_expect_eq(count, 0);
}

Test(judge, the_same_item_gets_the_same_outcome_again)
{
    ps_item_outcome first = fixture_judge(&f, "Acme core router 48 ports, excluding server");
    fixture_judge(&f, "wood router, rack server");
    ps_item_outcome again = fixture_judge(&f, "Acme core router 48 ports, excluding server");
    cr_expect(ps_str_equal(first.reason, again.reason));
    cr_expect_eq(first.evidence_count, again.evidence_count);
}
