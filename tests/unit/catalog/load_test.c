/* Mistakes of pack authors: all are reported, each with its place and what to do.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/cleanup.h"
#include "fixture.h"
#include "ps_visit.h"

enum { SEEN_MAX = 32 };

typedef struct seen {
    ps_error errors[SEEN_MAX];
    size_t count;
} seen;

static void collect(void *user, ps_status severity, const ps_error *error)
{
    seen *all = user;
    cr_expect_eq(severity, PS_FAILED);
    if (all->count < SEEN_MAX) {
        all->errors[all->count] = *error;
    }
    all->count++;
}

static ps_status load_files(const ps_pack_file *files, size_t count, seen *all, ps_error *err)
{
    ps_catalog *catalog = NULL;
    all->count = 0;
    ps_xml_init();
    ps_status status = ps_catalog_load(files, count, NULL, collect, all, &catalog, err);
    if (status == PS_OK) {
        ps_catalog_free(catalog);
    }
    return status;
}

static ps_status load_with(const char *extra, seen *all, ps_error *err)
{
    ps_buffer text;
    ps_buffer lines;
    ps_buffer_init(&lines, 0);
    ps_buffer_add_char(&lines, '\n');
    ps_buffer_add_text(&lines, extra);
    ps_buffer_add_char(&lines, '\0');
    fixture_text(&text, FIXTURE_ENTRIES, lines.ptr);
    ps_buffer_done(&lines);
    ps_pack_file file = {"test.xml", ps_buffer_str(&text)};
    ps_status status = load_files(&file, 1, all, err);
    ps_buffer_done(&text);
    return status;
}

#define E(body) ENTRY("bad", "net", body)
#define T "<term strength='medium'>zeta</term>"

/* Each is put on line 2 of a good pack. `want` is part of the message, `hint` of the hint. */
static const struct {
    const char *text, *want, *hint;
} mistakes[] = {
    {"<entri/>", "unknown element <entri>", "<entry>"},
    {E("<termm strength='weak'>zeta</termm>"), "unknown element <termm> in entry", "<term>"},
    {E("<term strenght='weak'>zeta</term>"), "unknown attribute \"strenght\"", "\"strength\""},
    {E("<term>zeta</term>"), "attribute \"strength\" is missing", ""},
    {E("<term strength='stong'>zeta</term>"), "unknown value of \"strength\": \"stong\"",
     "\"strong\""},
    {E("<term strength='decoy'>zeta</term>"), "\"decoy\"", "weak medium strong"},
    {E("<term strength='medium'/>"), "<term> is empty", ""},
    {E("<term strength='medium'>a</term>"), "\"a\" folds to one character", ""},
    {E("<term strength='medium'>云</term>"), "folds to one character", ""},
    {E("<term strength='medium'>&#x200B;</term>"), "is empty", ""},
    {E("<term strength='medium'>zeta|</term>"), "is empty", ""},
    {E("<term strength='strong'>wxyz</term>"), "the abbreviation \"wxyz\" may not be strong",
     "<with>"},
    {E("<term strength='medium'>zetas?</term>"), "looks like an expression", "<pattern>"},
    {E("<term strength='medium'>(zeta</term>"), "a bracket has no partner", ""},
    {E("<term strength='medium'>(aa|b)(c|d)(e|f)(g|h)(i|j)(k|l)(m|n)(o|p)(q|r)(s|t)(u|v)</term>"),
     "more than 2000 wordings", ""},
    {E("<term strength='strong' confidence='recall-low'>zeta function</term>"),
     "low confidence may not be strong", "verify"},
    {E("<term strength='medium'>router</term>"),
     "\"router\" is a term twice: here and at test.xml:1", ""},
    {E("<term strength='medium'>Ｒｏｕｔｅｒ</term>"), "\"router\" is a term twice", ""},
    {E("<term strength='medium'>wood-router</term>"), "can never match: it is also a decoy",
     "longer"},
    {E(T "<decoy>core router</decoy>"), "can never match", ""},
    {E("<pattern strength='weak'>zeta(</pattern>"), "<pattern>: ", "at byte"},
    {E("<pattern strength='weak'>zeta[b-a]</pattern>"), "<pattern>: ", "at byte"},
    {E("<pattern strength='weak'>\\p{Nope}zeta</pattern>"), "<pattern>: ", "at byte"},
    {E("<pattern strength='weak'>.*</pattern>"), "<pattern>: ", ""},
    {E("<pattern strength='weak'>[a-z]+\\d</pattern>"), "would have to be tried on every text", ""},
    {E("<model strength='weak'>#12</model>"), "begins with a wildcard", ""},
    {E("<model strength='weak'>ZZ-?12</model>"), "looks like an expression", ""},
    {E("<model strength='weak' maker='acne'>ZZ-12</model>"), "there is no maker \"acne\"", "acme"},
    {E("<code scheme='UNSPC' value='1234' strength='weak'/>"), "there is no code scheme", "UNSPSC"},
    {E("<code scheme='UNSPSC' strength='weak'/>"), "exactly one of", ""},
    {E("<code scheme='UNSPSC' value='12' prefix='34' strength='weak'/>"), "exactly one of", ""},
    {E("<code scheme='UNSPSC' value='-' strength='weak'/>"), "too short", ""},
    {E("<code scheme='UNSPSC' value='43222609' strength='weak'/>"), "is there twice", ""},
    {E("<code scheme='HS' value='12' strength='strong' confidence='recall-low'/>"),
     "may not be strong", ""},
    {E("<code scheme='HS' value='12' strength='weak' from='2022-02-31'/>"), "is not a date",
     "YYYY"},
    {E("<code scheme='HS' value='12' strength='weak' from='22-02-01'/>"), "is not a date", ""},
    {E("<code scheme='HS' value='12' strength='weak' from='2022-02-02' to='2021-01-01'/>"),
     "from is after to", ""},
    {E("<code scheme='CLASS-NAME' strength='weak'>计算机网络设备</code>"), "twice", ""},
    {ENTRY("bad", "nett", T), "there is no category \"nett\"", "\"net\""},
    {ENTRY("router", "net", T), "the id \"router\" is there twice: here and at test.xml:1", ""},
    {ENTRY("acme", "net", T), "the id \"acme\" is there twice", ""},
    {"<entry id='bad' category='net' title='t' confidence='judgement'>" T FIXTURE_YES_NO "</entry>",
     "attribute \"source\" is missing", "comes from"},
    {"<entry id='bad' category='net' title='t' confidence='judgement' source=' '>" T FIXTURE_YES_NO
     "</entry>",
     "attribute \"source\" is missing", ""},
    {"<entry id='bad' category='net' title='t' confidence='sure' source='s'>" T FIXTURE_YES_NO
     "</entry>",
     "unknown value of \"confidence\"", ""},
    {"<entry id='bad' category='net' title='t' confidence='judgement' source='s'>" T
     "<example match='yes'>zeta</example></entry>",
     "needs an example that matches and one that must not", "<example match=\"no\">"},
    {ENTRY("bad", "net", ""), "has nothing that could match", ""},
    {"<entry id='bad' category='net' title='t' confidence='judgement' source='s' "
     "with-quantity='port'>" T FIXTURE_YES_NO "</entry>",
     "there is no quantity \"port\"", "ports"},
    {"<maker id='m' makes='nat'>Mmm</maker>", "there is no category \"nat\"", ""},
    {"<modifier id='m' direction='left' source='s'>mmm</modifier>", "unknown value", "down up"},
    {"<modifier id='m' direction='up' place='near' source='s'>mmm</modifier>",
     "unknown place \"near\"", ""},
    {"<modifier id='m' direction='up' source='s'/>", "needs either words, or amount", ""},
    {"<modifier id='m' direction='up' amount='1,000' currency='CNY' source='s'/>",
     "is not a number above 0", "without separators"},
    {"<modifier id='m' direction='up' amount='0' currency='CNY' source='s'/>",
     "is not a number above 0", ""},
    {"<modifier id='m' direction='up' categories='net' source='s'>mmm</modifier>",
     "only one that stands near", ""},
    {"<modifier id='m' direction='up' reach='far' source='s'>mmm</modifier>",
     "is not a whole number", ""},
    {"<negation id='n' side='left' source='s'>nnn</negation>", "unknown value", ""},
    {"<category id='c' title='c'/>", "is never in force", "<version"},
    {"<category id='c' title='c'><version from='2020-01-01' instrument='law' article='1'/>"
     "</category>",
     "there is no instrument \"law\"", "law2"},
    {"<category id='c' title='c'><version from='2020-01-01' instrument='law20' article='1'/>"
     "<met quantity='ports' at-least='3'/></category>",
     "has no scale word", ""},
    {"<category id='c' title='c' scale='c'><version from='2020-01-01' instrument='law20' "
     "article='1'/><met quantity='ports' at-least='3 Gbps'/></category>",
     "is not an amount of ports", ""},
    {"<category id='c' title='c' scale='c'><version from='2020-01-01' instrument='law20' "
     "article='1'/><met quantity='ports'/></category>",
     "at-least and at-most", ""},
    {"<critical id='c' entry='rooter' title='t' from='2020-01-01' source='s' confidence='found'/>",
     "there is no entry \"rooter\"", "router"},
    {"<watch id='w' title='t' source='s' confidence='found'>Wxyz</watch>",
     "attribute \"from\" is missing", ""},
    {"<decoy>zeta</decoy>", "attribute \"source\" is missing", ""},
    {"<quantity id='q' base='b'><unit factor='-1'>qq</unit></quantity>", "is not a number above 0",
     ""},
    {"<quantity id='q' base='b' times='twice'/>", "there is no quantity", ""},
    {"stray text", "may not have text", "<note>"},
    {"<unlisted source='s'>again</unlisted>", "<unlisted> is there twice", ""},
};

Test(load, every_mistake_is_named_with_its_line_and_a_hint)
{
    for (size_t i = 0; i < PS_COUNT(mistakes); i++) {
        seen all;
        ps_error err = {0};
        ps_status status = load_with(mistakes[i].text, &all, &err);
        cr_expect_eq(status, PS_FATAL, "%s", mistakes[i].text);
        cr_expect_eq(err.code, PS_E_PACK, "%s: %s", mistakes[i].text, err.message);
        int found = 0;
        for (size_t k = 0; k < all.count && k < SEEN_MAX; k++) {
            const ps_error *one = &all.errors[k];
            found |= strstr(one->message, mistakes[i].want) != NULL &&
                     strstr(one->hint, mistakes[i].hint) != NULL &&
                     strcmp(one->source, "test.xml") == 0 && one->line > 0;
        }
        cr_expect(found, "%s: want \"%s\" (%s), got %zu: %s (%s)", mistakes[i].text,
                  mistakes[i].want, mistakes[i].hint, all.count,
                  all.count ? all.errors[0].message : "", all.count ? all.errors[0].hint : "");
    }
}

Test(load, all_mistakes_are_reported_at_once)
{
    seen all;
    ps_error err = {0};
    cr_expect_eq(
        load_with(E("<term strength='medium'>b</term>\n<termm/>\n"
                    "<term strength='medium'>router</term>") "\n<maker id='mm'>Mmm</maker><maker "
                                                             "id='mm'>Nnn</maker>",
                  &all, &err),
        PS_FATAL);
    cr_assert_eq(all.count, 4);
    cr_expect_eq(all.errors[0].line, 2);
    cr_expect_eq(all.errors[1].line, 3);
    cr_expect(all.errors[0].column > 0);
    cr_expect_str_eq(err.message, all.errors[0].message);
}

Test(load, a_good_pack_loads_and_tells_about_itself)
{
    fixture f;
    ps_pack_info info = {0};
    fixture_load(&f, FIXTURE_ENTRIES);
    cr_assert_eq(ps_catalog_at(f.catalog, 0, &info), PS_OK);
    ps_test_str(info.id, "test", "id");
    ps_test_str(info.version, "1", "version");
    cr_expect_eq(info.kind, PS_PACK_CATALOG);
    cr_expect_eq(info.entries, 7);
    cr_expect_eq(info.examples, 14);
    cr_expect_eq(ps_catalog_at(f.catalog, 1, &info), PS_END);
    fixture_free(&f);
}

Test(load, an_empty_catalog_is_refused)
{
    static const char empty[] = "<catalog xmlns='urn:procscreen:catalog:1' id='e' version='1' "
                                "title='t'/>";
    seen all;
    ps_error err = {0};
    ps_pack_file file = {"empty.xml", ps_str_from(empty)};
    cr_expect_eq(load_files(&file, 1, &all, &err), PS_FATAL);
    cr_expect(strstr(err.message, "the catalog is empty") != NULL, "%s", err.message);
    cr_expect_eq(load_files(&file, 0, &all, &err), PS_FATAL);
}

Test(load, what_is_no_catalog_is_refused_with_its_place)
{
    static const struct {
        const char *text, *want;
        ps_error_code code;
    } rows[] = {
        {"<catalog><x></catalog>", "", PS_E_ILL_FORMED},
        {"<catalog id='e' version='1' title='t'/>", "unknown element <catalog>", PS_E_PACK},
        {"<profile xmlns='urn:procscreen:profile:1' id='e'/>", "unknown element <profile>",
         PS_E_PACK},
        {"<!DOCTYPE catalog [<!ENTITY a 'b'>]><catalog/>", "", PS_E_DTD},
        {"\xEF\xBB\xBF<catalog/>", "unknown element <catalog>", PS_E_PACK},
        {"not xml", "", PS_E_NONE},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        seen all;
        ps_error err = {0};
        ps_pack_file file = {"bad.xml", ps_str_from(rows[i].text)};
        cr_expect_eq(load_files(&file, 1, &all, &err), PS_FATAL, "%s", rows[i].text);
        cr_expect(all.count > 0, "%s", rows[i].text);
        cr_expect(strstr(err.message, rows[i].want) != NULL, "%s: %s", rows[i].text, err.message);
        cr_expect(rows[i].code == PS_E_NONE || err.code == rows[i].code, "%s: %s", rows[i].text,
                  err.cause);
        cr_expect_str_eq(err.source, "bad.xml");
    }
}

Test(load, several_files_are_one_catalog)
{
    static const char second[] =
        "<catalog xmlns='urn:procscreen:catalog:1' id='second' version='2' title='t'>" ENTRY(
            "hub", "net", "<term strength='medium'>zeta hub</term>") "</catalog>";
    static const char clash[] =
        "<catalog xmlns='urn:procscreen:catalog:1' id='second' version='2' title='t'>\n" ENTRY(
            "router", "net", "<term strength='medium'>core router</term>") "</catalog>";
    ps_buffer first;
    seen all;
    fixture_text(&first, FIXTURE_ENTRIES, "");
    ps_error err = {0};
    ps_pack_file files[] = {{"second.xml", ps_str_from(second)},
                            {"first.xml", ps_buffer_str(&first)}};
    PS_TEST_STATUS(load_files(files, 2, &all, &err), PS_OK, err);
    files[0] = (ps_pack_file){"clash.xml", ps_str_from(clash)};
    cr_expect_eq(load_files(files, 2, &all, &err), PS_FATAL);
    int both = 0;
    for (size_t i = 0; i < all.count; i++) {
        both += (strstr(all.errors[i].message, "clash.xml:2") != NULL &&
                 strcmp(all.errors[i].source, "first.xml") == 0) ||
                (strstr(all.errors[i].message, "first.xml:1") != NULL &&
                 strcmp(all.errors[i].source, "clash.xml") == 0);
    }
    cr_expect_eq(both, 2, "%d of %zu", both, all.count);
    ps_buffer_done(&first);
}

static void expect_told(const ps_catalog *catalog, const ps_pack_visitor *visitor,
                        const char *const *lines)
{
    ps_error err = {0};
    ps_buffer told;
    ps_buffer_init(&told, 0);
    PS_TEST_STATUS(ps_catalog_visit(catalog, visitor, &told, &err), PS_OK, err);
    for (; *lines; lines++) {
        cr_expect(ps_visit_told(&told, *lines), "%s in\n%.*s", *lines,
                  PS_FMT(ps_buffer_str(&told)));
    }
    ps_buffer_done(&told);
}

Test(load, everything_in_the_files_is_told_as_written_and_as_matched)
{
    static const char *const written[] = {"[pack test: Test]",
                                          "version: 1",
                                          "[entry router: router things]",
                                          "category: net",
                                          "law (from 2022-02-15): MCR 2021 art. 21",
                                          "term (strength strong): 核心路由器|core router",
                                          "model (maker acme, strength weak): RQ-###*",
                                          "code (scheme UNSPSC, value 43222609, strength strong): ",
                                          "words: Acme|爱克米",
                                          NULL};
    static const char *const meaning[] = {"term (strength strong): 核心路由器",
                                          "term (strength strong): core router",
                                          "model (maker acme, strength weak): rq ###*",
                                          "code (strength strong): UNSPSC 43222609",
                                          "words: acme",
                                          "words: 爱克米",
                                          NULL};
    fixture f;
    fixture_load(&f, FIXTURE_ENTRIES);
    expect_told(f.catalog, &ps_visit_written, written);
    expect_told(f.catalog, &ps_visit_meaning, meaning);
    fixture_free(&f);
}

static void count_failed(void *user, const ps_example_result *result)
{
    *(size_t *)user += result->passed == 0;
    cr_expect_gt(result->line, 0);
}

Test(load, examples_that_do_not_hold_are_counted)
{
    fixture f;
    ps_error err = {0};
    size_t passed = 0;
    size_t failed = 0;
    size_t seen_failed = 0;
    fixture_load(
        &f, "<entry id='e' category='net' title='e' confidence='judgement' source='s'>"
            "<term strength='medium'>router</term><code scheme='UNSPSC' value='43222609' "
            "strength='strong'/>"
            "<example match='yes'>router</example><example match='no'>chair</example>"
            "<example match='yes' confidence='probable' scale='met' property='端口数=48'>router"
            "</example><example match='yes' code='UNSPSC:43222609'>lot</example>"
            "<example match='no' date='2020-01-01'>router</example>"
            "<example match='yes' confidence='definite' maker='Acme'>router</example>"
            "<example match='yes' confidence='definite' amount='2000000' currency='CNY'>router"
            "</example>"
            "<example match='yes'>chair</example><example match='no'>router</example>"
            "<example match='yes' confidence='definite'>router</example></entry>");
    cr_expect_eq(ps_catalog_test(f.catalog, count_failed, &seen_failed, &passed, &failed, &err),
                 PS_FAILED);
    cr_expect_eq(passed, 7);
    cr_expect_eq(failed, 3);
    cr_expect_eq(seen_failed, 3);
    fixture_free(&f);
}
