/* Loading profiles: every mistake is reported with its place, all of them at once.
 * SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>

#include "base/error.h"
#include "ps_visit.h"
#include "reading.h"
#include "xml/tree.h"

TestSuite(profiles, .init = setup, .fini = teardown, .timeout = 60);

/* A wrong profile and what must be said of it. */
static const struct {
    const char *profile;
    const char *said;
} wrong[] = {
    {"<profile", "p0:1:"},
    {"", "p0:"},
    {"<catalog xmlns='urn:procscreen:profile:1'/>", "not <catalog>"},
    {"<profile id='t' version='1' title='T'/>", "not <profile>"},
    {"<profile xmlns='urn:procscreen:profile:1' version='1' title='T'><source>s</source>"
     "<record match='A' kind='order'/></profile>",
     "needs id"},
    {"<profile xmlns='urn:procscreen:profile:1' id='t' title='T'><source>s</source>"
     "<record match='A' kind='order'/></profile>",
     "needs version"},
    {"<profile xmlns='urn:procscreen:profile:1' id='t' version='1'><source>s</source>"
     "<record match='A' kind='order'/></profile>",
     "needs title"},
    {"<profile xmlns='urn:procscreen:profile:1' id='t' version='1' title='T'>"
     "<record match='A' kind='order'/></profile>",
     "<source>"},
    {"<profile xmlns='urn:procscreen:profile:1' id='t' version='1' title='T' vesrion='2'>"
     "<source>s</source><record match='A' kind='order'/></profile>",
     "\"vesrion\""},
    {"<profile xmlns='urn:procscreen:profile:1' id='t' version='1' title='T' decimal=';'>"
     "<source>s</source><record match='A' kind='order'/></profile>",
     "decimal is"},
    {"<profile xmlns='urn:procscreen:profile:1' id='t' version='1' title='T' strict='true'>"
     "<source>s</source><record match='A' kind='order'/></profile>",
     "strict is"},
    {PROFILE(""), "at least one <record>"},
    {PROFILE("<recrod match='A'/><record match='A' kind='order'/>"), "did you mean \"record\""},
    {PROFILE("<x:record xmlns:x='urn:x' match='A' kind='order'/><record match='B' kind='order'/>"),
     "namespace"},
    {PROFILE("<record kind='order'/>"), "needs match"},
    {PROFILE("<record match='A'/>"), "kind"},
    {PROFILE("<record match='A' kind='ordr'/>"), "did you mean \"order\""},
    {PROFILE("<record match='*' kind='order'/>"), "every element"},
    {PROFILE("<record match='A/B/C' kind='order'/>"), "parent/name"},
    {PROFILE("<record match='A/@b' kind='order'/>"), "match"},
    {PROFILE("<record match='A' kind='order'/><record match='A' kind='invoice'/>"),
     "takes the same elements"},
    {PROFILE("<record match=\"A[@x='1']\" kind='order'/><record match=\"A[@x='1']\" "
             "kind='invoice'/>"),
     "takes the same elements"},
    {PROFILE("<envelope/><record match='A' kind='order'/>"), "empty path"},
    {PROFILE("<envelope match='A' kind='x'/><record match='A' kind='order'/>"), "\"kind\""},
    {ORDER("<filed name='x' path='A'/>"), "did you mean \"field\""},
    {ORDER("<field path='A'/>"), "field \"\""},
    {ORDER("<field name='dat' path='A'/>"), "did you mean \"date\""},
    {ORDER("<field name='date'/>"), "neither path nor value"},
    {ORDER("<field name='date' path='A' pth='B'/>"), "did you mean \"path\""},
    {ORDER("<field name='date' path=''/>"), "empty path"},
    {ORDER("<field name='date' path='/A'/>"), "path \"/A\""},
    {ORDER("<field name='date' path='A//B'/>"), "\"//\""},
    {ORDER("<field name='date' path='../A'/>"), "upwards"},
    {ORDER("<field name='date' path='A/'/>"), "\"/\" at the end"},
    {ORDER("<field name='date' path='A/@b/C'/>"), "not the end"},
    {ORDER("<field name='date' path='A B'/>"), "path \"A B\""},
    {ORDER("<field name='date' path='q:A'/>"), "prefix of \"q:A\" is not declared"},
    {ORDER("<field name='date' path='A[@b'/>"), "not closed"},
    {ORDER("<field name='date' path='A[b]'/>"), "not on an attribute"},
    {ORDER("<field name='date' path='A[@b=c]'/>"), "without quotes"},
    {ORDER("<field name='date' path=\"A[@b~'c']\"/>"), "condition"},
    {ORDER("<field name='date' path='A/.'/>"), "beginning"},
    {ORDER("<field name='date' path='A' map='m'/>"), "no map \"m\""},
    {ORDER("<field name='date' path='A' join='blank'/>"), "not one of space"},
    {ORDER("<item path='L'><field name='name' path='A' join='sapscript'/></item>"),
     "format column"},
    {ORDER("<item path='L'><field name='name' path='A' join='sapscript' format='B/C'/></item>"),
     "one element"},
    {ORDER("<item path='L'><field name='name' path='A' format='B'/></item>"), "format"},
    {ORDER("<item path='L'><field name='name' path='A' join='line' prefer='@a: b'/></item>"),
     "do not go together"},
    {ORDER("<item path='L'><field name='name' path='A' prefer='lang'/></item>"), "prefer is not"},
    {ORDER("<item path='L'><field name='name' path='A' prefer='lang: en'/></item>"), "attribute"},
    {ORDER("<item nam='A' path='L'/>"), "did you mean \"name\""},
    {ORDER("<item name='A'/>"), "without a path"},
    {ORDER("<item path='@a'/>"), "ends at an element"},
    {ORDER("<code path='A' value='.'/>"), "cannot hold a code"},
    {ORDER("<buyer path='A'><item path='B'/></buyer>"), "cannot hold a item"},
    {ORDER("<record path='A'/>"), "<record>"},
    {ORDER("<text path='A' text='.' kind=\"'nots'\"/>"), "did you mean \"note\""},
    {ORDER("<text path='A' text='.' kind=\"'\"/>"), "\"'\""},
    {ORDER("<reference path='A' id='.' kind=\"'agreement'\"/>"), "\"agreement\" is not a kind"},
    {ORDER("<item path='L' group='row'/>"), "attribute"},
    {ORDER("<item path='.' group='@row'/>"), "group"},
    {ORDER("<text path='L' recurse='L' text='.'/>"), "recurse is for items"},
    {ORDER("<item path='L' recurse='@x'/>"), "recurse"},
    {ORDER("<item path='L' when=''/>"), "when"},
    {ORDER("<item path='L' when='A = '/>"), "when"},
    {ORDER("<item path='L' when='A and '/>"), "when"},
    {ORDER("<item path='L' when='not(A'/>"), "not(A"},
    {ORDER("<use/>"), "rules"},
    {ORDER("<use rules='x'/>"), "no rules \"x\""},
    {PROFILE("<rules id='a'><use rules='a'/></rules><record match='A' kind='order'>"
             "<use rules='a'/></record>"),
     "nested deeper"},
    {PROFILE("<rules/><record match='A' kind='order'/>"), "needs id"},
    {PROFILE("<rules id='a'/><rules id='a'/><record match='A' kind='order'><use rules='a'/>"
             "</record>"),
     "two"},
    {PROFILE("<rules id='a'/><record match='A' kind='order'/>"), "nowhere"},
    {PROFILE("<map/><record match='A' kind='order'/>"), "needs id"},
    {PROFILE("<map id='a'/><map id='a'/><record match='A' kind='order'/>"), "two"},
    {PROFILE("<map id='a'><entri/></map><record match='A' kind='order'/>"), "<entri>"},
    {PROFILE("<map id='a'><entry from='1' to='x' too='y'/></map><record match='A' kind='order'/>"),
     "did you mean \"to\""},
    {PROFILE("<map id='a'><entry from='1'/></map><record match='A' kind='order'/>"), "needs to"},
    {PROFILE("<map id='a'><entry from='1' to='x'/><entry from='1' to='y'/></map>"
             "<record match='A' kind='order'/>"),
     "\"1\""},
    {PROFILE("<map id='a'><entry from='1' to='ordr'/></map><record match='A' kind='order'>"
             "<field name='kind' path='K' map='a'/></record>"),
     "\"ordr\" is not a kind"},
};

Test(profiles, every_mistake_is_reported)
{
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *const list[] = {wrong[i].profile, NULL};
        ps_status status = load_all(list);
        cr_expect_eq(status, PS_FATAL, "row %zu: %s", i, wrong[i].profile);
        ps_str said = ps_buffer_str(&r.problems);
        cr_expect_neq(ps_str_find(said, ps_str_from(wrong[i].said)), SIZE_MAX,
                      "row %zu: %s\nsaid: %.*s", i, wrong[i].profile, PS_FMT(said));
        cr_expect_leq(r.problem_count, 2, "row %zu: %.*s", i, PS_FMT(said));
    }
}

Test(profiles, all_errors_of_all_files_with_their_lines)
{
    static const char *const list[] = {
        "<profile xmlns='urn:procscreen:profile:1' id='a' version='1' title='T'>\n"
        "<source>s</source>\n<record match='A' kind='ordr'>\n<field name='dat' path='A'/>\n"
        "<item path='q:L'/>\n</record></profile>",
        "<profile xmlns='urn:procscreen:profile:1' id='b' version='1' title='T'>\n"
        "<source>s</source><record match='A' kind='order'>\n<itm path='L'/></record></profile>",
        NULL};
    cr_expect_eq(load_all(list), PS_FATAL);
    ps_str said = ps_buffer_str(&r.problems);
    static const char *const places[] = {"p0:3:", "p0:4:", "p0:5:", "p1:3:"};
    for (size_t i = 0; i < 4; i++) {
        cr_expect_neq(ps_str_find(said, ps_str_from(places[i])), SIZE_MAX, "%s in %.*s", places[i],
                      PS_FMT(said));
    }
    cr_expect_eq(r.problem_count, 4, "%.*s", PS_FMT(said));
}

Test(profiles, a_rule_used_twice_is_reported_once)
{
    static const char *const list[] = {
        PROFILE("<rules id='r'><field name='nam' path='N'/></rules><record match='A' kind='order'>"
                "<buyer path='B'><use rules='r'/></buyer><supplier path='S'><use rules='r'/>"
                "</supplier></record>"),
        NULL};
    cr_expect_eq(load_all(list), PS_FATAL);
    cr_expect_leq(r.problem_count, 2, "once for each kind of part: %.*s",
                  PS_FMT(ps_buffer_str(&r.problems)));
}

Test(profiles, two_profiles_may_not_have_one_id)
{
    static const char *const list[] = {ORDER(""), ORDER("<field name='date' path='D'/>"), NULL};
    cr_expect_eq(load_all(list), PS_FATAL);
    cr_expect_neq(ps_str_find(ps_buffer_str(&r.problems), PS_STR("two profiles \"t\"")), SIZE_MAX);
}

Test(profiles, records_of_two_profiles_may_not_match_the_same)
{
    static const char *const list[] = {
        ORDER(""),
        "<profile xmlns='urn:procscreen:profile:1' id='u' version='1' title='U'><source>s</source>"
        "<record match='Order' kind='order'/></profile>",
        NULL};
    cr_expect_eq(load_all(list), PS_FATAL);
    cr_expect_neq(ps_str_find(ps_buffer_str(&r.problems), PS_STR("profile \"t\"")), SIZE_MAX);
}

Test(profiles, no_profile_at_all_is_allowed_and_reads_nothing)
{
    static const char *const list[] = {NULL};
    cr_assert_eq(load_all(list), PS_OK);
    read_doc("<Orders><Order>x</Order></Orders>");
    cr_expect_eq(r.rejected, 1);
}

typedef struct checked {
    char said[512];
    unsigned long long line;
} checked;

static void note_checked(void *user, ps_status severity, const ps_error *error)
{
    checked *c = user;
    (void)severity;
    ps_error_copy(c->said, sizeof c->said, ps_str_from(error->message));
    c->line = (unsigned long long)error->line;
    cr_expect_str_eq(error->record_id, "t");
}

Test(profiles, a_check_tells_of_rules_that_are_there_twice_and_of_idle_maps)
{
    static const struct {
        const char *profile, *said;
    } rows[] = {
        {ORDER("<field name='date' path='A'/>\n<field name='date' path='A'/>"),
         "<field> is the same as that in line 1"},
        {PROFILE(
             "\n<map id='m'><entry from='1' to='order'/></map><record match='A' kind='order'/>"),
         "<map> \"m\" is used nowhere"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ps_pack_file file = {"p", ps_str_from(rows[i].profile)};
        ps_profiles *profiles = NULL;
        ps_error err = {0};
        checked c = {.line = 0};
        cr_expect_eq(ps_profiles_check(&file, 1, note_checked, &c, &profiles, &err), PS_FATAL);
        cr_expect_str_eq(c.said, rows[i].said);
        cr_expect_eq(c.line, 2);
        PS_TEST_STATUS(ps_profiles_load(&file, 1, NULL, NULL, NULL, &profiles, &err), PS_OK, err);
        ps_profiles_free(profiles);
    }
}

Test(profiles, facts_and_description)
{
    ps_pack_info info = {0};
    ps_error err = {0};
    load(PROFILE("<record match='A' kind='order' id='@id'><item path='L' name='N'/></record>"
                 "<record match='B' kind='notice'/>"));
    PS_TEST_STATUS(ps_profiles_at(r.profiles, 0, &info), PS_OK, err);
    ps_test_str(info.id, "t", "id");
    ps_test_str(info.version, "1", "version");
    ps_test_str(info.title, "T", "title");
    cr_expect_eq(info.entries, 2);
    cr_expect_eq(ps_profiles_at(r.profiles, 1, &info), PS_END);
    ps_buffer told;
    ps_buffer_init(&told, 0);
    PS_TEST_STATUS(ps_profiles_visit(r.profiles, &ps_visit_written, &told, &err), PS_OK, err);
    static const char *const lines[] = {"[pack t: T]", "source: test", "record (kind order): A",
                                        "record (kind notice): B",
                                        "fields (of A, part item): name"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        cr_expect(ps_visit_told(&told, lines[i]), "%s in\n%.*s", lines[i],
                  PS_FMT(ps_buffer_str(&told)));
    }
    ps_buffer_done(&told);
}

Test(profiles, cut_anywhere_a_profile_is_wrong_but_harms_nothing)
{
    static const char profile[] =
        PROFILE("<rules id='r'><ident path='I' value='.'/></rules><map id='m'><entry from='1' "
                "to='order'/></map><record match=\"q/*:A[@b='c|d']\" kind='order' when='X = 1|2'>"
                "<field name='kind' path='K' map='m'/><buyer path='B' name='@n'><use rules='r'/>"
                "</buyer><item path='L' recurse='L' group='@r'/></record>");
    for (size_t len = 0; len < sizeof profile - 1; len++) {
        ps_pack_file file = {"cut", {profile, len}};
        ps_profiles *none = NULL;
        ps_error err = {0};
        ps_status status = ps_profiles_load(&file, 1, NULL, NULL, NULL, &none, &err);
        cr_expect_eq(status, PS_FATAL, "cut at %zu", len);
        ps_profiles_free(none);
    }
}

static void count_violation(void *user, ps_status severity, const ps_error *error)
{
    (void)severity;
    ++*(size_t *)user;
    cr_log_error("%s:%llu: %s", error->source, (unsigned long long)error->line, error->message);
}

/* Check a file's bytes against the schema of the language. */
static size_t validate(ps_str bytes, const char *name)
{
    char path[500];
    ps_buffer schema;
    ps_error err = {0};
    size_t violations = 0;
    ps_buffer_init(&schema, 0);
    (void)snprintf(path, sizeof path, "%s/catalogs/formats/profile.rng", getenv("PS_SOURCE_ROOT"));
    PS_TEST_STATUS(ps_file_read(path, 1 << 20, &schema, &err), PS_OK, err);
    ps_status status = ps_tree_validate(bytes, name, ps_buffer_str(&schema), "profile.rng",
                                        count_violation, &violations, &err);
    cr_expect_eq(status, violations ? PS_FAILED : PS_OK, "%s: %s", name, err.message);
    ps_buffer_done(&schema);
    return violations;
}

Test(profiles, every_shipped_profile_is_valid_and_all_load_together)
{
    static ps_buffer bytes[200];
    static char paths[200][800];
    static ps_pack_file files[200];
    size_t count = 0;
    char folder[500];
    ps_error err = {0};
    (void)snprintf(folder, sizeof folder, "%s/catalogs/formats", getenv("PS_SOURCE_ROOT"));
    DIR *dir = opendir(folder);
    cr_assert_not_null(dir);
    for (const struct dirent *entry; count < 200 && (entry = readdir(dir));) {
        if (!ps_str_ends(ps_str_from(entry->d_name), PS_STR(".xml"))) {
            continue;
        }
        (void)snprintf(paths[count], sizeof paths[count], "%s/%s", folder, entry->d_name);
        ps_buffer_init(&bytes[count], 0);
        PS_TEST_STATUS(ps_file_read(paths[count], 1 << 24, &bytes[count], &err), PS_OK, err);
        cr_expect_eq(validate(ps_buffer_str(&bytes[count]), entry->d_name), 0, "%s", entry->d_name);
        files[count] = (ps_pack_file){paths[count], ps_buffer_str(&bytes[count])};
        count++;
    }
    closedir(dir);
    cr_expect_gt(count, 5);
    ps_status status = ps_profiles_load(files, count, NULL, note_problem, NULL, &r.profiles, &err);
    cr_expect_eq(status, PS_OK, "%.*s", PS_FMT(ps_buffer_str(&r.problems)));
    for (size_t i = 0; i < count; i++) {
        ps_buffer_done(&bytes[i]);
    }
}

Test(profiles, the_schema_refuses_what_is_not_in_the_language)
{
    static const char *const bad[] = {
        PROFILE(""),
        PROFILE("<recrod match='A' kind='order'/>"),
        PROFILE("<record match='A' kind='ordr'/>"),
        PROFILE("<record kind='order'/>"),
        ORDER("<field name='dat' path='A'/>"),
        ORDER("<item nam='A' path='L'/>"),
        /* many attributes and one mistake: must not try all combinations */
        ORDER("<item path='L' line='a' parent='a' name='a' description='a' note='a' keyword='a' "
              "specification='a' manufacturer='a' brand='a' model='a' quantity='a' unit='a' "
              "price='a' amount='a' currency='a' delivery='a' country='a' departmnt='a'/>"),
        ORDER("<item name='A'/>"),
        ORDER("<code path='A' value='.'/>"),
        ORDER("<buyer path='A'><item path='B'/></buyer>"),
        ORDER("<field name='date' path='A' join='blank'/>"),
        PROFILE("<map id='a'><entry from='1'/></map><record match='A' kind='order'/>"),
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        size_t violations = 0;
        char path[500];
        ps_buffer schema;
        ps_error err = {0};
        ps_buffer_init(&schema, 0);
        (void)snprintf(path, sizeof path, "%s/catalogs/formats/profile.rng",
                       getenv("PS_SOURCE_ROOT"));
        PS_TEST_STATUS(ps_file_read(path, 1 << 20, &schema, &err), PS_OK, err);
        cr_expect_eq(ps_tree_validate(ps_str_from(bad[i]), "bad", ps_buffer_str(&schema),
                                      "profile.rng", NULL, &violations, &err),
                     PS_FAILED, "row %zu: %s", i, bad[i]);
        ps_buffer_done(&schema);
    }
}
