/* The parts that the HTML report is made of.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/html.h"

#include "base/date.h"
#include "base/error.h"
#include "report/html_plain.h"
#include "report/html_policy.h"
#include "report/html_rows.h"
#include "report/html_stats.h"
#include "sample.h"
#include "stub_packs.h"

#include <stdlib.h>

/* Markup in one language, collected. */
typedef struct collected {
    sample_sink sink;
    ps_output out;
    ps_html html;
    ps_phrases phrases;
} collected;

static void begin(collected *c, ps_lang lang)
{
    ps_error err = {0};
    *c = (collected){.html = {.out = &c->out, .lang = lang, .phrases = &c->phrases}};
    cr_assert(ps_phrases_init(&c->phrases, lang, stub_packs()));
    ps_buffer_init(&c->sink.bytes, 0);
    ps_buffer_init(&c->html.scratch, 0);
    ps_buffer_init(&c->html.said, 0);
    PS_TEST_STATUS(ps_output_init(&c->out, sample_write, &c->sink, &err), PS_OK, err);
}

static ps_str text_of(collected *c)
{
    ps_output_flush(&c->out);
    return ps_buffer_str(&c->sink.bytes);
}

static void end(collected *c)
{
    ps_output_done(&c->out);
    ps_buffer_done(&c->sink.bytes);
    ps_buffer_done(&c->html.scratch);
    ps_buffer_done(&c->html.said);
    ps_phrases_done(&c->phrases);
}

static int has(ps_str text, const char *part)
{
    return ps_str_find(text, ps_str_from(part)) != SIZE_MAX;
}

#define EXPECT_TEXT(buffer, want)                                                                  \
    do {                                                                                           \
        cr_expect(ps_str_is(ps_buffer_str(buffer), want), "%.*s", PS_FMT(ps_buffer_str(buffer)));  \
        ps_buffer_clear(buffer);                                                                   \
    } while (0)

Test(html, text_is_escaped_and_printable)
{
    collected c;
    begin(&c, PS_LANG_EN);
    ps_html_text(&c.html, PS_STR("<a href=\"x\" id='y'>&\x1b\xe2\x80\xae\xff\n z"));
    cr_expect(ps_str_is(text_of(&c), "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;\\x1b\\u202e"
                                     "\\xff z"),
              "%.*s", PS_FMT(text_of(&c)));
    end(&c);
}

Test(html, words_take_their_parts_in_the_order_of_the_language)
{
    const ps_str parts[] = {PS_STR("A<"), PS_STR("{1}"), PS_STR("C")};
    collected c;
    begin(&c, PS_LANG_EN);
    ps_html_say(&c.html, PS_WORD_FIRST_ITEM, parts, 3);
    cr_expect(ps_str_is(text_of(&c), "A&lt;, line {1}: C"), "%.*s", PS_FMT(text_of(&c)));
    end(&c);
    begin(&c, PS_LANG_ZH);
    ps_html_say_counts(&c.html, PS_WORD_RESULT_HITS, (const uint64_t[]){1, 2000, 3, 4}, 4);
    cr_expect(has(text_of(&c), "2,000 行采购明细中有 1 行"), "%.*s", PS_FMT(text_of(&c)));
    end(&c);
}

Test(html, days_and_amounts_are_written_as_the_language_does)
{
    ps_exposure range = {
        .known = 1, .min = {0, 0}, .max = {100000050, 2}, .currency = PS_STR("CNY")};
    ps_buffer b;
    ps_day day = ps_date_parse_iso(PS_STR("2026-03-05"));
    ps_buffer_init(&b, 0);
    ps_html_add_day(&b, PS_LANG_EN, day);
    EXPECT_TEXT(&b, "5 Mar 2026");
    ps_html_add_day(&b, PS_LANG_ZH, day);
    EXPECT_TEXT(&b, "2026年3月5日");
    ps_html_add_amount(&b, PS_LANG_EN, (ps_decimal){-123456789, 2}, PS_STR("USD"));
    EXPECT_TEXT(&b, "USD\u00a0-1,234,567.89");
    ps_html_add_amount(&b, PS_LANG_ZH, (ps_decimal){999, 0}, PS_STR("HKD"));
    EXPECT_TEXT(&b, "999\u00a0港元");
    ps_html_add_amount(&b, PS_LANG_ZH, (ps_decimal){1000, 0}, PS_STR("<X>"));
    EXPECT_TEXT(&b, "1,000\u00a0<X>");
    ps_html_add_range(&b, PS_LANG_EN, &range);
    EXPECT_TEXT(&b, "CNY\u00a00 to 1,000,000.50");
    ps_html_add_range(&b, PS_LANG_ZH, &range);
    EXPECT_TEXT(&b, "0 至 1,000,000.50\u00a0元");
    range.min = range.max;
    ps_html_add_range(&b, PS_LANG_EN, &range);
    EXPECT_TEXT(&b, "CNY\u00a01,000,000.50");
    ps_buffer_done(&b);
}

Test(html, packs_name_categories_elements_and_laws_in_both_languages)
{
    static const char *const want[] = {
        [PS_LANG_EN] = "{\"category\":{\"core-network-equipment\":\"core network equipment\"},"
                       "\"element\":{\"escrow\":\"source code escrow\"},"
                       "\"law\":{\"GDPR\":[\"A regulation\",\"2018-05-25\",\"\"],"
                       "\"MCR 2021\":[\"Measures of 2021\",\"2022-02-15\",\"\"]}}",
        [PS_LANG_ZH] = "{\"category\":{\"core-network-equipment\":\"核心网络设备\"},"
                       "\"element\":{\"escrow\":\"源代码托管\"},"
                       "\"law\":{\"GDPR\":[\"A regulation\",\"2018-05-25\",\"\"],"
                       "\"《网络安全审查办法》（2021年）\":[\"\",\"2022-02-15\",\"\"]}}"};
    for (int lang = 0; lang < PS_LANG_COUNT; lang++) {
        collected c;
        begin(&c, (ps_lang)lang);
        ps_html_put_names(&c.out, &c.phrases);
        ps_test_str(text_of(&c), want[lang], "names");
        end(&c);
    }
    cr_expect(ps_str_is(ps_html_word_of("severity", "high", PS_LANG_ZH), "高"));
    cr_expect(ps_str_is(ps_html_word_of("severity", "odd", PS_LANG_EN), "odd"));
}

Test(html, the_policy_names_what_the_page_holds)
{
    ps_buffer b;
    ps_buffer_init(&b, 0);
    ps_html_add_policy(&b, PS_NO_STR, PS_STR("sha256-x"));
    EXPECT_TEXT(&b,
                "default-src 'none'; style-src 'sha256-x'; base-uri 'none'; form-action 'none'");
    ps_buffer_done(&b);
}

static void add_rows(ps_html_list *list, ps_severity severity, const char *row, int count)
{
    for (int i = 0; i < count; i++) {
        ps_output *out = ps_html_list_add(list, severity);
        if (out) {
            ps_output_text(out, row);
        }
    }
}

Test(html, a_list_keeps_the_most_severe_rows_and_counts_the_others)
{
    ps_html_list list;
    collected c;
    begin(&c, PS_LANG_EN);
    ps_html_list_init(&list, 3);
    add_rows(&list, PS_SEVERITY_LOW, "[\"low</script>\"]\n", 4);
    add_rows(&list, PS_SEVERITY_HIGH, "[\"high\"]\n", 1);
    add_rows(&list, PS_SEVERITY_MEDIUM, "[\"medium\"]\n", 1);
    ps_html_put_list(&list, &c.out);
    cr_expect(ps_str_is(text_of(&c), "[\"high\"]\n[\"medium\"]\n[\"low\\u003c/script>\"]\n"),
              "%.*s", PS_FMT(text_of(&c)));
    cr_expect(ps_html_list_left_out(&list) == 3);
    ps_html_list_done(&list);
    end(&c);
}

Test(html, a_list_that_does_not_fit_into_memory_is_whole)
{
    enum { ROWS = 60000 };
    ps_html_list list;
    collected c;
    begin(&c, PS_LANG_EN);
    ps_html_list_init(&list, ROWS);
    add_rows(&list, PS_SEVERITY_LOW, "[\"0123456789 0123456789 0123456789<\"]\n", ROWS);
    ps_html_put_list(&list, &c.out);
    cr_expect(text_of(&c).len ==
              (sizeof "[\"0123456789 0123456789 0123456789<\"]\n" - 1 + 5) * ROWS);
    ps_html_list_done(&list);
    end(&c);
}

/* What is not known in the page's language is a list of one. */
Test(html, rows_say_what_is_known_in_the_language)
{
    static const struct {
        ps_lang lang;
        const char *cause;
        const char *hint;
        const char *want;
    } rows[] = {
        {PS_LANG_EN, "ill-formed", "unpack it and screen the file",
         "[0,0,0,0,1,\"<m>\",2,0,0,0]\n[\n\"ill-formed\",\n\"unpack it and screen the file\"]"},
        {PS_LANG_ZH, "ill-formed", "unpack it and screen the file",
         "[0,0,0,0,1,[\"<m>\"],2,0,0,0]\n[\n\"XML 格式错误\",\n\"请解压后筛查其中的文件\"]"},
        {PS_LANG_ZH, "a-new-cause", "do what nobody has translated",
         "[0,0,0,0,1,[\"<m>\"],[2],0,0,0]\n[\n\"a-new-cause\",\n\"do what nobody has "
         "translated\"]"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_error error = {.message = "<m>"};
        ps_html_texts texts;
        collected c;
        begin(&c, rows[i].lang);
        ps_html_texts_init(&texts);
        ps_error_copy(error.cause, sizeof error.cause, ps_str_from(rows[i].cause));
        ps_error_copy(error.hint, sizeof error.hint, ps_str_from(rows[i].hint));
        ps_html_row row = {
            .out = &c.out, .texts = &texts, .phrases = &c.phrases, .said = &c.html.said};
        ps_html_rejected_row(&row, &(ps_rejected){.error = &error});
        ps_html_put_texts(&texts, &c.out);
        cr_expect(ps_str_is(text_of(&c), rows[i].want), "%.*s", PS_FMT(text_of(&c)));
        ps_html_texts_done(&texts);
        end(&c);
    }
}

static void supplier_row(ps_html_texts *texts, collected *c, const char *name)
{
    ps_html_row row = {
        .out = &c->out, .texts = texts, .phrases = &c->phrases, .said = &c->html.said};
    ps_supplier supplier = {
        .party = {.name = ps_str_from(name)}, .last_audit = PS_NO_DAY, .audit_due = PS_NO_DAY};
    ps_html_supplier_row(&row, &supplier);
}

Test(html, texts_that_come_again_are_numbers)
{
    ps_html_texts texts;
    collected c;
    begin(&c, PS_LANG_EN);
    ps_html_texts_init(&texts);
    supplier_row(&texts, &c, "A");
    supplier_row(&texts, &c, "B");
    supplier_row(&texts, &c, "A");
    supplier_row(&texts, &c, "");
    ps_html_put_texts(&texts, &c.out);
#define COUNTS ",0,0,2,0,0,0,0,0,0,[],0,0,2,0,[]]\t[[0,0,0,0,0],[],[],0,[],[],0]\n"
    cr_expect(ps_str_is(text_of(&c), "[-1,1" COUNTS "[-1,3" COUNTS "[-1,1" COUNTS "[-1,0" COUNTS
                                     "[\n\"A\",\n\"none\",\n\"B\"]"),
              "%.*s", PS_FMT(text_of(&c)));
    ps_html_texts_done(&texts);
    end(&c);
}

Test(html, only_the_highest_severity_stands_in_the_plain_list)
{
    ps_html_plain plain = {.seen = 0};
    collected c;
    ps_screened screened = sample_screened();
    begin(&c, PS_LANG_EN);
    for (size_t i = 0; i < PS_COUNT(sample_findings); i++) { /* medium, then high */
        cr_assert(ps_html_plain_add(&plain, &c.html, &screened, &sample_findings[i]));
    }
    cr_assert(ps_html_plain_add(&plain, &c.html, &screened, &sample_findings[0]));
    ps_html_put_plain(&plain, &c.html);
    cr_expect(has(text_of(&c), "High: 1 of 1 are listed here."), "%.*s", PS_FMT(text_of(&c)));
    cr_expect(has(text_of(&c), "<tr id=\"f-aa0000"));
    cr_expect(has(text_of(&c), "CNY\u00a03,200,000.00 to 32,000,000.00"));
    cr_expect(!has(text_of(&c), "does not bind the supplier"));
    ps_html_plain_done(&plain);
    end(&c);
}

/* Stats are too large for a test's stack. */
static ps_html_stats *new_stats(void)
{
    ps_html_stats *stats = calloc(1, sizeof *stats);
    cr_assert_not_null(stats);
    return stats;
}

static void count_days(ps_html_stats *stats, const char *const *days, size_t count)
{
    ps_screened screened = {.date = PS_NO_DAY};
    for (size_t i = 0; i < count; i++) {
        screened.date = ps_date_parse_iso(ps_str_from(days[i]));
        screened.outcome = i ? PS_OUTCOME_CLEAR : PS_OUTCOME_HIT;
        ps_stats_record(stats, &screened);
    }
}

Test(html, dates_are_drawn_by_day_month_year_or_decade)
{
    static const struct {
        const char *last;
        const char *label;
        const char *not_there;
    } rows[] = {
        {"2026-01-31", "2026-01-10: 0/0", "2026-02"},
        {"2026-03-31", "2026-02: 0/0", "2026-01-10"},
        {"2031-01-01", "2029: 0/0", "2029-"},
        {"2199-12-31", "209: 0/0", "2090"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        const char *const days[] = {"2026-01-01", rows[i].last};
        ps_html_stats *stats = new_stats();
        collected c;
        begin(&c, PS_LANG_EN);
        count_days(stats, days, 2);
        ps_html_charts(&c.html, stats);
        cr_expect(has(text_of(&c), rows[i].label), "%s: %.*s", rows[i].last, PS_FMT(text_of(&c)));
        cr_expect(!has(text_of(&c), rows[i].not_there), "%s", rows[i].last);
        free(stats);
        end(&c);
    }
}

Test(html, records_without_a_date_are_counted_apart)
{
    static const char *const days[] = {"2026-01-01"};
    ps_screened undated = {.date = PS_NO_DAY};
    ps_html_stats *stats = new_stats();
    collected c;
    begin(&c, PS_LANG_EN);
    count_days(stats, days, 1);
    ps_stats_record(stats, &undated);
    undated.date = INT32_MAX - 1;
    ps_stats_record(stats, &undated);
    undated.date = INT32_MIN + 1;
    ps_stats_record(stats, &undated);
    ps_html_charts(&c.html, stats);
    cr_expect(has(text_of(&c), "Records without a date: 3."));
    free(stats);
    end(&c);
}

Test(html, the_first_things_are_the_most_severe_then_the_surest_then_the_dearest)
{
    ps_screened screened = sample_screened();
    ps_html_stats *stats = new_stats();
    for (int i = 0; i < 20; i++) {
        ps_finding finding = sample_findings[1];
        const ps_finding *one = &finding;
        finding.severity = i == 7 ? PS_SEVERITY_HIGH : PS_SEVERITY_MEDIUM;
        finding.confidence = i == 3 ? PS_CONFIDENCE_DEFINITE : PS_CONFIDENCE_PROBABLE;
        finding.exposure.max = (ps_decimal){1000 + i, 0};
        ps_stats_findings(stats, &screened, &sample_items[0], &one, 1);
    }
    cr_assert(stats->item_count == PS_STATS_FIRST);
    const int64_t want[] = {1007, 1003, 1019, 1018, 1017};
    for (size_t i = 0; i < PS_COUNT(want); i++) {
        cr_expect(stats->items[i].rank.amount.digits == want[i], "%zu", i);
    }
    free(stats);
}

Test(html, tables_of_charts_are_bounded)
{
    ps_html_stats *stats = new_stats();
    for (int i = 0; i < 100; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "thing-%d", i);
        ps_item_outcome item = {.outcome = PS_OUTCOME_HIT,
                                .category = ps_str_from(name),
                                .confidence = PS_CONFIDENCE_POSSIBLE};
        ps_element_outcome element = {.element = ps_str_from(name), .required = 1};
        ps_screened screened = {.date = PS_NO_DAY,
                                .items = &item,
                                .item_count = 1,
                                .elements = &element,
                                .element_count = 1};
        ps_exposure amount = {.known = 1, .max = {i, 0}, .currency = ps_str_from(name)};
        ps_supplier supplier = {
            .party = {.name = ps_str_from(name)}, .amounts = &amount, .amount_count = 1};
        ps_stats_record(stats, &screened);
        ps_stats_add_supplier(stats, &supplier);
        amount.currency = PS_STR("thing-0");
        ps_stats_add_supplier(stats, &supplier);
    }
    cr_expect(stats->category_count == PS_STATS_CATEGORIES);
    cr_expect(stats->categories[PS_STATS_CATEGORIES - 1].of[PS_CONFIDENCE_POSSIBLE] ==
              100 - (PS_STATS_CATEGORIES - 1));
    cr_expect(stats->element_count == PS_STATS_ELEMENTS);
    cr_expect(stats->currency_count == PS_STATS_CURRENCIES);
    cr_expect(stats->suppliers_of_other_currencies == 100 - PS_STATS_CURRENCIES);
    cr_expect(stats->currencies[0].largest[0].amount.digits == 99);
    cr_expect(stats->currencies[0].suppliers == 101);
    free(stats);
}
