/* What a check of a catalog says beyond what loading refuses: words that stand there twice, never
 * count, or match nothing.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/cleanup.h"
#include "fixture.h"

enum { SEEN_MAX = 16 };

/* What stands in line 1, in front of what a test adds. */
#define ROUTER                                                                                     \
    ENTRY("router", "net",                                                                         \
          "<term strength='medium'>router</term>"                                                  \
          "<model maker='acme' strength='weak'>RQ-###*</model>")

typedef struct seen {
    ps_error errors[SEEN_MAX];
    ps_status severities[SEEN_MAX];
    size_t count;
} seen;

static void collect(void *user, ps_status severity, const ps_error *error)
{
    seen *all = user;
    if (all->count < SEEN_MAX) {
        all->severities[all->count] = severity;
        all->errors[all->count] = *error;
    }
    all->count++;
}

static ps_status check(const char *extra, seen *all)
{
    ps_buffer text;
    ps_catalog *catalog = NULL;
    ps_error err = {0};
    char lines[2048];
    all->count = 0;
    ps_xml_init();
    (void)snprintf(lines, sizeof lines, "\n%s", extra);
    fixture_text(&text, ROUTER, lines);
    ps_pack_file file = {"test.xml", ps_buffer_str(&text)};
    ps_status status = ps_catalog_check(&file, 1, collect, all, &catalog, &err);
    ps_catalog_free(catalog);
    ps_buffer_done(&text);
    return status;
}

#define E(body) ENTRY("bad", "net", "<term strength='medium'>zeta</term>" body)
#define PATTERN(text) E("<pattern strength='weak'>" text "</pattern>")
#define EXAMPLE(attrs) E("<example match='no' " attrs ">q</example>")

static const struct {
    const char *text;
    ps_status severity;
    const char *want;
} rows[] = {
    /* the same word twice: nothing changes by it, so it is no error within an entry */
    {E("<term strength='medium'>Zeta</term>"), PS_WARN,
     "<term>: \"zeta\" is there twice: here and in line 2 (bad)"},
    {E("<term strength='medium'>beta|(a|b)eta|beta</term>"), PS_WARN,
     "\"beta\" is there twice in this element"},
    {E("<term strength='medium'>網關|网关</term>"), PS_WARN, "\"网关\" is there twice"},
    {E("<term strength='medium'>omega box|omega-boxes</term>"), PS_WARN,
     "\"omega boxes\" is there twice: as \"omega box\""},
    {E("<decoy>zeta one</decoy><decoy>zeta-one</decoy>"), PS_WARN, "<decoy>: \"zeta one\""},
    {E("<model strength='weak'>ZQ-1##|zq 1##</model>"), PS_WARN, "<model>: \"zq 1##\""},
    {E("<model maker='acme' strength='weak'>RQ-###*</model>"), PS_FAILED,
     "\"rq ###*\" is there twice: here and in line 1 (router)"},
    {PATTERN("zeta[0-9]") ENTRY("worse", "net", "<pattern strength='weak'>ZETA[0-9]</pattern>"),
     PS_FAILED, "<pattern>: \"zeta[0-9]\" is there twice: here and in line 2 (bad)"},
    /* what never counts */
    {E("<unless>zeta</unless>"), PS_FAILED,
     "<term>: \"zeta\" never counts: \"zeta\" in it is a word of <unless>, line 2"},
    {E("<term strength='weak'>zeta box</term><unless>box</unless>"), PS_FAILED,
     "\"zeta box\" never counts"},
    {E("<with>zeta</with>"), PS_WARN, "<with>: \"zeta\" never counts"},
    {E("<term strength='medium'>see annex</term>"), PS_FAILED, "also said to say nothing"},
    {E("<model strength='weak'>ZZ-@@</model>"), PS_FAILED,
     "<model>: \"zz @@\" can never match: it has no digit"},
    {E("<model strength='weak'>ZZ##*x</model>"), PS_FAILED, "* takes the rest of the word"},
    {E("<term strength='weak' glyphs='as-written'>(大|小)交換器</term>"), PS_FAILED,
     "a wording with (a|b) can never match"},
    /* expressions */
    {PATTERN("zeta-box"), PS_FAILED, "it can never match: \"-\" stands in no folded text"},
    {PATTERN("zeta (?:one|\\x41)"), PS_FAILED, "a part of it can never match: \"\\x41\""},
    {PATTERN("zeta\\p{Lu}"), PS_FAILED, "it can never match"},
    {PATTERN("核心\\s+网络"), PS_FAILED, "it can never match"},
    {PATTERN("zeta(?:[a-z]|\\w)*!"), PS_FAILED, "\"(?:[a-z]|\\w)*\" backtracks without bound"},
    {PATTERN("zeta \\w*\\w*!"), PS_WARN,
     "\"\\w*\\w*\" takes time that grows with the power 2 of the text's length"},
    {PATTERN("zeta (a)\\1"), PS_WARN, "cannot be told"},
    /* examples */
    {EXAMPLE("category='nett'"), PS_FAILED, "category=\"nett\" names no category"},
    {E("<example match='yes' category='srv'>q</example>"), PS_FAILED, "no category of the entry"},
    {EXAMPLE("confidence='sure'"), PS_FAILED, "confidence=\"sure\" is none of its values"},
    {EXAMPLE("scale='big'"), PS_FAILED, "scale=\"big\""},
    {EXAMPLE("code='UNSPC:43222609'"), PS_FAILED, "names no code scheme"},
    {EXAMPLE("code='43222609'"), PS_FAILED, "has no scheme"},
    {EXAMPLE("date='2026-02-31'"), PS_FAILED, "is not a day"},
    {EXAMPLE("amount='many' currency='CNY'"), PS_FAILED, "is not a number"},
    {EXAMPLE("amount='1'"), PS_FAILED, "stands without the other"},
    {EXAMPLE("property='ports'"), PS_FAILED, "has no \"=\""},
    {E("<example match='no'/>"), PS_FAILED, "describes nothing"},
    {E("<example match='no'>x</example>"), PS_FAILED, "is the same as that in line 2"},
    {"<watch id='w' title='t' from='2020-01-01' source='s' confidence='found'>Wxyz</watch>",
     PS_FAILED, "it needs an example that matches"},
    /* nothing wrong */
    {E("<term strength='strong'>zeta array</term><unless>array</unless>"), PS_OK, NULL},
    {E("<model strength='weak'>ZZ-##|ZZ*</model>"), PS_OK, NULL},
    {E("<example match='yes' category='net' code='TST:1234'>zeta</example>"), PS_OK, NULL},
    {ENTRY("bad", "comm",
           "<term strength='medium'>zeta</term><example match='yes' "
           "category='other' date='2021-01-01'>zeta</example>"),
     PS_OK, NULL},
};

Test(check, what_cannot_be_meant_is_told_with_place_and_entry)
{
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        static seen all;
        ps_status status = check(rows[i].text, &all);
        int found = !rows[i].want && all.count == 0;
        for (size_t k = 0; rows[i].want && k < all.count && k < SEEN_MAX; k++) {
            const ps_error *one = &all.errors[k];
            found |= strstr(one->message, rows[i].want) && all.severities[k] == rows[i].severity &&
                     one->line == 2 && one->column > 0 && one->record_id[0] && one->hint[0] &&
                     strcmp(one->source, "test.xml") == 0;
        }
        cr_expect(found, "%s: want \"%s\", got %zu: %s (%s)", rows[i].text,
                  rows[i].want ? rows[i].want : "nothing", all.count,
                  all.count ? all.errors[0].message : "", all.count ? all.errors[0].record_id : "");
        cr_expect_eq(status, rows[i].severity == PS_FAILED ? PS_FATAL : rows[i].severity, "%s: %d",
                     rows[i].text, (int)status);
    }
}

Test(check, loading_does_not_look_so_hard)
{
    ps_buffer text;
    ps_catalog *catalog = NULL;
    ps_error err = {0};
    ps_xml_init();
    fixture_text(&text, ROUTER E("<unless>zeta</unless>"), "");
    ps_pack_file file = {"test.xml", ps_buffer_str(&text)};
    PS_TEST_STATUS(ps_catalog_load(&file, 1, NULL, NULL, NULL, &catalog, &err), PS_OK, err);
    ps_catalog_free(catalog);
    ps_buffer_done(&text);
}
