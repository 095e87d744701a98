/* Packs with mistakes: each is reported at its line, and all of them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"
#include "ps_visit.h"

/* One mistake. `xml` is what is put into a good pack, in line 20. */
typedef struct mistake {
    const char *xml;
    const char *message; /* part of it */
    const char *hint;    /* part of it */
} mistake;

#define ELEMENT(attrs, body)                                                                       \
    "<element id='x' severity='low' nature='practice'" attrs "><title lang='en'>X</title>"         \
    "<basis>Law</basis><duty lang='en'>duty of x</duty>"                                           \
    "<example lang='en' state='present'>The duty of x.</example>"                                  \
    "<example lang='en' state='missing'>None.</example>" body "</element>"
#define DUTY(pattern) ELEMENT("", "<duty lang='en'>" pattern "</duty>")
#define DOSSIER(attrs, body)                                                                       \
    "<dossier id='d' " attrs "><title lang='en'>T</title><title lang='zh'>T</title>" body          \
    "</dossier>"

static const mistake mistakes[] = {
    /* names and values */
    {"<elment/>", "the element \"elment\" may not stand in <policy>", "did you mean \"element\"?"},
    {"<duty lang='en'>x y</duty>", "may not stand in <policy>", ""},
    {ELEMENT(" severty='high'", ""), "unknown attribute \"severty\"", "\"severity\"?"},
    {ELEMENT("", "<defeat lang='en' kind='negaton' scope='whole'>no duty of x</defeat>"),
     "\"negaton\" is not a value of the attribute kind", "\"negation\"?"},
    {ELEMENT("", "<defeat lang='en' kind='negation' scope='page'>no duty of x</defeat>"),
     "\"page\" is not a value", "sentence|clause|whole"},
    {"<element id='y' severity='hihg' nature='practice'/>", "\"hihg\"", "\"high\"?"},
    {ELEMENT("", "<duty>some words</duty>"), "<duty> needs the attribute lang", ""},
    {ELEMENT("", "<duty lang='de'>einige worte</duty>"), "lang names a language", "<language"},
    {ELEMENT("", "<duty lang='en'></duty>"), "<duty> is empty", ""},
    {ELEMENT("", "text of its own"), "may not contain text", "comment"},
    {"<define name='a b'>x</define>", "name=\"a b\"", ""},
    {"<foreign xmlns='urn:other'/>", "may not stand in", ""},
    /* what the dossier asks and suggests */
    {ELEMENT("", "<wording lang='de'>Klausel</wording>"), "\"de\" is not a value", "\"en\"?"},
    {DOSSIER("section='facter'", ""), "\"facter\" is not a value", "\"factor\"?"},
    {DOSSIER("section='factor' shows='items nothing'", ""), "no \"nothing\" to show", "items"},
    {DOSSIER("section='factor' elements='nothing'", ""), "an element that does not exist: nothing",
     ""},
    {DOSSIER("section='factor' days='3'", ""), "a step has its working days", ""},
    {DOSSIER("section='step'", ""), "a step has its working days", ""},
    {DOSSIER("section='factor'", "<text lang='en'>T</text>"), "in both languages", "<text>"},
    {DOSSIER("section='factor'", "<basis>Bible 3</basis>"), "cites nothing", "<source>"},
    {DOSSIER("section='factor'", "") DOSSIER("section='paper'", ""), "\"d\" is already defined",
     "another id"},
    /* days */
    {ELEMENT(" from='2026-02-31'", ""), "from=\"2026-02-31\"", ""},
    {ELEMENT(" from='26-01-01'", ""), "a day that exists", ""},
    {ELEMENT(" from='2026-01-02' to='2026-01-01'", ""), "from is after to", "last day"},
    /* numbers */
    {"<enough text='note' characters='-1'/>", "characters=\"-1\"", ""},
    {"<enough text='note' characters='1,000'/>", "characters=\"1,000\"", ""},
    {"<enough characters='10'/>", "one of the attributes record and text", ""},
    {"<language id='fr' gap='0' words='yes'>le</language>", "1 to 400", ""},
    {ELEMENT("", "<carveout lang='en' within='ten'>that one</carveout>"), "within=\"ten\"", ""},
    /* expressions */
    {DUTY("keep (it"), "pattern x/duty-2", ">>>"},
    {DUTY("keep it)"), "pattern x/duty-2", ">>>"},
    {DUTY("keep [it"), "pattern x/duty-2", ">>>"},
    {DUTY("keep \\p{Nope} it"), "pattern x/duty-2", ">>>"},
    {DUTY("(keep|it)?"), "matches the empty string", ""},
    {DUTY("(keep|)"), "matches the empty string", ""},
    {DUTY("(a+)+ keep"), "explodes", "gap"},
    {DUTY("((keep)*it)*x"), "explodes", "gap"},
    {DUTY("keep .* it"), "no bound", "gap"},
    {DUTY("keep .+ it"), "no bound", "gap"},
    {DUTY("keep {nobody} it"), "no <define> named \"nobody\"", "<define"},
    {DUTY("keep { it"), "a { without use", "\\{"},
    {DUTY("keep \\C it"), "pattern x/duty-2", ""},
    {DUTY("duty of x"), "is the same as x/duty-1", "take one"},
    {"<define name='loop'>a {loop}</define>" DUTY("keep {loop} it"), "in a circle", "itself"},
    {"<define name='one'>{two}</define><define name='two'>{one}</define>" DUTY("keep {one} it"),
     "in a circle", ""},
    /* whole elements */
    {"<element id='secret' severity='low' nature='practice'/>",
     "\"secret\" is already defined in "
     "test.xml line",
     "another id"},
    {"<define name='supplier' lang='en'>seller</define>", "\"supplier\" is already defined", ""},
    {"<element id='y' severity='low' nature='practice'><title lang='en'>Y</title><duty "
     "lang='en'>duty "
     "of y</duty><example lang='en' state='present'>The duty of y.</example><example lang='en' "
     "state='missing'>None.</example></element>",
     "<element> has no basis", "<basis"},
    {ELEMENT("", "<basis>Nothing art. 3</basis>"), "cites nothing", "<source>"},
    {"<element id='y' severity='low' nature='practice'><title lang='en'>Y</title><basis>Law</basis>"
     "<duty lang='en'>duty of y</duty></element>",
     "element y has no example that is present", "<example"},
    {"<element id='y' severity='low' nature='practice'><title lang='en'>Y</title><basis>Law</basis>"
     "<duty lang='en'>duty of y</duty><example lang='en' state='present'>The duty of "
     "y.</example></element>",
     "no example that is not present", ""},
    {"<element id='y' severity='low' nature='practice'><title lang='zh'>Y</title><basis>Law</basis>"
     "<duty lang='en'>duty of y</duty></element>",
     "no English title", ""},
    {"<element id='y' severity='low' nature='practice'><title lang='en'>Y</title><basis>Law</basis>"
     "<example lang='en' state='present'>y</example><example lang='en' "
     "state='missing'>z</example></element>",
     "no pattern that finds it", "<duty>"},
    {"<extend element='nobody'><duty lang='en'>some words</duty></extend>",
     "an element that does not exist", ""},
    /* rules and exposures */
    {"<rule id='r' identified='high' likely='high' unknown='high' not='info'><basis>Law</basis>"
     "<message>What {who} did.</message><next>Do.</next></rule>",
     "no placeholder {who}", "supplier"},
    {"<rule id='r' identified='high' likely='high' unknown='high' not='info'><basis>Law</basis>"
     "<message>What {item did.</message><next>Do.</next></rule>",
     "no placeholder", ""},
    {"<rule id='r' identified='high' likely='high' unknown='high' not='info'><basis>Law</basis>"
     "<message>What.</message></rule>",
     "needs a <message> and a <next>", ""},
    {"<rule id='r' identified='high' likely='high' unknown='high' not='info'><basis>Law</basis>"
     "<message lang='zh'>何事。</message><next>Do.</next></rule>",
     "needs a <message> and a <next>", ""},
    {"<rule id='r' identified='high' likely='high' unknown='high' not='info'><basis>Law</basis>"
     "<message>What.</message><message lang='zh'>{who}何事。</message><next>Do.</next></rule>",
     "no placeholder {who}", "supplier"},
    {"<rule id='r' identified='high' likely='high' unknown='high' not='info'><basis>Law</basis>"
     "<message>What {item} is.</message><message lang='zh'>{item}及{line}。</message>"
     "<next>Do.</next></rule>",
     "{line} stands in the Chinese text and not in the English one", "English"},
    {"<rule id='r' identified='high' likely='high' unknown='high' not='info'><basis>Law</basis>"
     "<message>What.</message><next>Do.</next><next lang='fr'>Faire.</next></rule>",
     "not a value of the attribute lang", "en"},
    {"<exposure id='e' rule='nobody' by='amount' min='1' max='2' basis='Law'>f</exposure>",
     "a rule that does not exist", ""},
    {"<exposure id='e' rule='r' by='money' min='1' max='2' basis='Law'>f</exposure>",
     "needs a currency", ""},
    {"<exposure id='e' rule='r' by='money' min='3' max='2' currency='CNY' basis='Law'>f</exposure>",
     "min is more than max", ""},
    {"<exposure id='e' rule='r' by='money' min='-3' max='2' currency='CNY' "
     "basis='Law'>f</exposure>",
     "min=\"-3\"", ""},
    {"<exposure id='e' rule='r' by='mony' min='1' max='2' basis='Law'>f</exposure>", "\"mony\"",
     "\"money\"?"},
};

static int mentions(const problems *found, const mistake *m)
{
    for (size_t i = 0; i < found->count && i < PS_COUNT(found->list); i++) {
        const ps_error *e = &found->list[i];
        if (strstr(e->message, m->message) && strstr(e->hint, m->hint) && e->line > 1 &&
            strcmp(e->source, "test.xml") == 0 && e->code == PS_E_PACK) {
            return 1;
        }
    }
    return 0;
}

Test(load, each_mistake_is_reported_at_its_place_with_a_hint)
{
    static problems found;
    static char xml[16384];
    for (size_t i = 0; i < PS_COUNT(mistakes); i++) {
        ps_policy *policy = NULL;
        (void)snprintf(xml, sizeof xml, "%s%s\n%s%s", PACK_HEAD, PACK_SECRET, mistakes[i].xml,
                       PACK_END);
        ps_status status = load_text(xml, &policy, &found);
        cr_expect_eq(status, PS_FATAL, "loaded: %s", mistakes[i].xml);
        cr_expect_null(policy);
        cr_expect(mentions(&found, &mistakes[i]), "%s: wanted \"%s\" (%s), got \"%s\" (%s)",
                  mistakes[i].xml, mistakes[i].message, mistakes[i].hint, found.list[0].message,
                  found.list[0].hint);
    }
}

Test(load, all_mistakes_are_reported_at_once)
{
    static problems found;
    static char xml[16384];
    ps_policy *policy = NULL;
    (void)snprintf(xml, sizeof xml, "%s%s%s%s%s%s", PACK_HEAD, PACK_SECRET,
                   "<elment/>\n<elment/>\n", DUTY("keep (it"), "<enough characters='1'/>\n",
                   PACK_END);
    cr_expect_eq(load_text(xml, &policy, &found), PS_FATAL);
    cr_expect_eq(found.count, 4);
}

Test(load, what_is_not_a_policy_is_refused)
{
    static problems found;
    ps_policy *policy = NULL;
    cr_expect_eq(load_text("<catalog/>", &policy, &found), PS_FATAL);
    cr_expect(strstr(found.list[0].message, "is not a policy pack"));
    cr_expect_eq(load_text("<policy/>", &policy, &found), PS_FATAL, "no namespace");
    cr_expect_eq(load_text("<policy xmlns='urn:procscreen:policy:1' id='a' version='1' title='t'/>",
                           &policy, &found),
                 PS_FATAL);
    cr_expect(strstr(found.list[0].message, "has no elements"));
    cr_expect_eq(load_text("<policy", &policy, &found), PS_FATAL);
    cr_expect_eq(found.count, 2, "what is not XML, and that nothing is left");
    cr_expect_eq(load_text("", &policy, &found), PS_FATAL);
    ps_error error = {0};
    cr_expect_eq(ps_policy_load(NULL, 0, NULL, NULL, NULL, &policy, &error), PS_FATAL);
    cr_expect_eq(error.code, PS_E_PACK);
}

Test(load, document_types_and_entities_are_refused)
{
    static problems found;
    ps_policy *policy = NULL;
    cr_expect_eq(load_text("<!DOCTYPE policy [<!ENTITY a \"b\">]><policy "
                           "xmlns='urn:procscreen:policy:1' id='a' version='1' title='&a;'/>",
                           &policy, &found),
                 PS_FATAL);
}

Test(load, slow_patterns_and_unused_definitions_are_warnings)
{
    static problems found;
    static char xml[16384];
    ps_policy *policy = NULL;
    (void)snprintf(xml, sizeof xml, "%s%s%s%s", PACK_HEAD, PACK_SECRET,
                   "<define name='idle'>word</define>" DUTY("[a-z]{3} [0-9]{4}"), PACK_END);
    cr_assert_eq(load_text(xml, &policy, &found), PS_WARN);
    int slow = 0;
    int idle = 0;
    for (size_t i = 0; i < found.count; i++) {
        slow |= strstr(found.list[i].message, "x/duty-2 is slow") != NULL;
        idle |= strstr(found.list[i].message, "\"idle\" is not used") != NULL;
    }
    cr_expect(slow);
    cr_expect(idle);
    judged j = judge_contract(policy, "The goods are abc 1234 of the kind.");
    cr_expect_eq(element_of(&j, "x")->state, PS_STATE_PRESENT, "slow, and still tried");
    judged_done(&j);
    ps_policy_free(policy);
}

Test(load, several_files_make_one_policy)
{
    ps_pack_file files[] = {
        {"a.xml", PS_STR(PACK)},
        {"b.xml",
         PS_STR("<policy xmlns='urn:procscreen:policy:1' id='more' version='2' title='More'>\n"
                "<extend element='secret'><duty lang='en'>{supplier} … hush</duty>\n"
                "<example lang='en' state='present'>The vendor is to hush.</example></extend>\n"
                "</policy>")}};
    ps_policy *policy = NULL;
    static problems found;
    ps_error error = {0};
    ps_xml_init();
    cr_assert_eq(ps_policy_load(files, 2, NULL, note_problem, &found, &policy, &error), PS_OK, "%s",
                 found.list[0].message);
    expect_secret(policy, "The Vendor will of course hush.", PS_STATE_PRESENT);
    ps_pack_info info;
    cr_assert_eq(ps_policy_at(policy, 1, &info), PS_OK);
    ps_test_str(info.id, "more", "id");
    ps_test_str(info.path, "b.xml", "path");
    cr_expect_eq(info.examples, 1);
    cr_expect_eq(ps_policy_at(policy, 2, &info), PS_END);
    size_t passed = 0;
    size_t failed = 0;
    cr_expect_eq(ps_policy_test(policy, NULL, NULL, &passed, &failed, &error), PS_OK);
    cr_expect_eq(passed, 3);
    cr_expect_eq(failed, 0);
    ps_policy_free(policy);
}

Test(load, the_order_of_files_does_not_matter)
{
    ps_pack_file files[] = {
        {"a.xml",
         PS_STR("<policy xmlns='urn:procscreen:policy:1' id='more' version='2' title='More'>\n"
                "<language id='de' gap='120' words='yes'>der die und ist nicht zu</language>\n"
                "<extend element='secret'><duty lang='en'>{supplier} … hush</duty>\n"
                "<duty lang='de'>geheim zu halten</duty></extend>\n"
                "<element id='y' severity='low' nature='practice'><title lang='en'>Y</title>\n"
                "<basis>Law art. 1</basis><duty lang='en'>{supplier} … of y</duty>\n"
                "<example lang='en' state='present'>The vendor is of y.</example>\n"
                "<example lang='de' state='missing'>Nichts.</example></element></policy>")},
        {"b.xml", PS_STR(PACK)}};
    static const char german[] = "Die Unterlagen sind von der Partei und den Leuten geheim zu "
                                 "halten, die in der Partei zu Hause und zu Werke sind.";
    ps_policy *policy = NULL;
    static problems found;
    ps_error error = {0};
    ps_xml_init();
    cr_assert_eq(ps_policy_load(files, 2, NULL, note_problem, &found, &policy, &error), PS_OK, "%s",
                 found.list[0].message);
    expect_secret(policy, "The Vendor will of course hush.", PS_STATE_PRESENT);
    judged j = judge_contract(policy, german);
    cr_expect_eq(element_of(&j, "secret")->state, PS_STATE_PRESENT);
    /* An element without duties in the language of the text is never missing. */
    cr_expect_eq(element_of(&j, "y")->state, PS_STATE_NOT_EVALUABLE);
    judged_done(&j);
    ps_pack_info info;
    cr_assert_eq(ps_policy_at(policy, 0, &info), PS_OK);
    cr_expect_eq(info.entries, 1);
    ps_policy_free(policy);
}

Test(load, two_packs_of_one_id_are_refused)
{
    ps_pack_file files[] = {{"a.xml", PS_STR(PACK)}, {"b.xml", PS_STR(PACK)}};
    ps_policy *policy = NULL;
    ps_error error = {0};
    ps_xml_init();
    cr_expect_eq(ps_policy_load(files, 2, NULL, NULL, NULL, &policy, &error), PS_FATAL);
    cr_expect_eq(error.code, PS_E_PACK);
}

static void take_failure(void *user, const ps_example_result *result)
{
    if (!result->passed) {
        *(ps_example_result *)user = *result;
    }
}

Test(load, an_example_that_fails_is_told_with_its_line)
{
    static char xml[16384];
    (void)snprintf(xml, sizeof xml, "%s%s\n%s%s", PACK_HEAD, PACK_SECRET,
                   ELEMENT("", "\n<example lang='en' state='present'>Nothing here.</example>"),
                   PACK_END);
    ps_policy *policy = load_good(xml);
    ps_example_result failure = {.passed = 1};
    size_t passed = 0;
    size_t failed = 0;
    ps_error error = {0};
    cr_expect_eq(ps_policy_test(policy, take_failure, &failure, &passed, &failed, &error),
                 PS_FAILED);
    cr_expect_eq(failed, 1);
    ps_test_str(failure.entry, "x", "entry");
    ps_test_str(failure.expected, "present", "expected");
    ps_test_str(failure.got, "missing", "got");
    cr_expect_gt(failure.line, 20);
    ps_policy_free(policy);
}

Test(load, everything_in_the_packs_is_told_as_written_and_as_matched)
{
    static const char *const written[] = {
        "[pack t: Test]",
        "[element secret: Secrecy]",
        "basis (from 2026-01-01): Law art. 38",
        "defeat (lang en, kind negation, scope whole, id secret/defeat-1): no duty of secrecy",
        "[common common: ]",
        NULL};
    static const char *const meaning[] = {
        "defeat (lang en, kind negation, scope whole): no duty of secrecy", NULL};
    const ps_pack_visitor *const visitors[] = {&ps_visit_written, &ps_visit_meaning};
    const char *const *const wanted[] = {written, meaning};
    ps_policy *policy = load_good(PACK);
    for (size_t i = 0; i < PS_COUNT(visitors); i++) {
        ps_error error = {0};
        ps_buffer told;
        ps_buffer_init(&told, 0);
        PS_TEST_STATUS(ps_policy_visit(policy, visitors[i], &told, &error), PS_OK, error);
        for (size_t k = 0; wanted[i][k]; k++) {
            cr_expect(ps_visit_told(&told, wanted[i][k]), "%s in\n%.*s", wanted[i][k],
                      PS_FMT(ps_buffer_str(&told)));
        }
        ps_buffer_done(&told);
    }
    ps_policy_free(policy);
}
