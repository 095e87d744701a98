/* What the tests of the policy stage share: packs from strings, and one text judged by one of them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_POLICY_FIXTURE_H
#define PS_POLICY_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/error.h"
#include "base/file.h"
#include "policy/policy.h"
#include "ps_test.h"
#include "xml/document.h"

#define PACK_HEAD                                                                                         \
    "<policy xmlns='urn:procscreen:policy:1' id='t' version='1' title='Test'>\n"                          \
    "<source id='Law' title='A law'/>\n"                                                                  \
    "<language id='en' gap='120' words='yes'>the of and to shall is a may in for</language>\n"            \
    "<language id='zh' gap='40' words='no' script='han'/>\n"                                              \
    "<enough record='contract' characters='1'/><enough text='clause' characters='40'/>\n"                 \
    "<enough text='any' characters='300'/><standalone characters='2000'/>\n"                              \
    "<define name='supplier' lang='en'>suppliers?|vendor|party b</define>\n"                              \
    "<define name='supplier' lang='zh'>乙方|供应商</define>\n"                                       \
    "<define name='each' lang='en'>each party|neither party</define>\n"                                   \
    "<define name='each' lang='zh'>双方</define>\n"                                                     \
    "<party role='supplier' rank='defined' "                                                              \
    "lang='zh'>(?'label'甲方|乙方)\\((供应商|服务方)</party>\n"                                 \
    "<party role='buyer' rank='defined' lang='zh'>(?'label'甲方|乙方)\\((采购人|买方)</party>\n" \
    "<party role='buyer' rank='clue' lang='zh'>(?'label'甲方|乙方)应付款</party>\n"                \
    "<party role='supplier' rank='defined' lang='en'>(?'label'party [ab]) \\(the "                        \
    "supplier</party>\n"

#define PACK_SECRET                                                                                        \
    "<element id='secret' severity='high' nature='statutory'>\n"                                           \
    "<title lang='en'>Secrecy</title><title lang='zh'>保密</title>\n"                                    \
    "<basis from='2017-06-01' to='2025-12-31'>Law art. 36</basis>\n"                                       \
    "<basis from='2026-01-01'>Law art. 38</basis><basis from='2021-09-01'>Law art. 20</basis>\n"           \
    "<heading lang='en'>secrecy|confidentiality</heading><heading lang='zh'>保密</heading>\n"            \
    "<near lacks='a word for a secret'>secret|保密</near>\n"                                             \
    "<near lacks='a verb of duty'>shall|应</near>\n"                                                      \
    "<near lacks='the supplier'>supplier|乙方</near>\n"                                                  \
    "<duty lang='en'>({supplier}|{each}) … shall … keep … secret</duty>\n"                           \
    "<duty lang='en'>shall … keep … secret</duty>\n"                                                   \
    "<duty lang='en'>shall not disclose</duty>\n"                                                          \
    "<duty lang='zh'>({supplier}|{each}) … 应 … 保密</duty><duty lang='zh'>应 … 保密</duty>\n" \
    "<weak lang='en' lacks='a duty of its own'>law of secrecy</weak>\n"                                    \
    "<carveout lang='en' within='40'>that|which</carveout>\n"                                              \
    "<defeat kind='negation' scope='whole' lang='en'>no duty of secrecy</defeat>\n"                        \
    "<defeat kind='option' scope='sentence' lang='en'>may agree … keep … secret</defeat>\n"            \
    "<defeat kind='blank' scope='sentence' lang='en'>secrecy: _{2,}</defeat>\n"                            \
    "<defeat kind='one-sided' scope='sentence' lang='en'>buyer shall … (not disclose|keep … "          \
    "secret)</defeat>\n"                                                                                   \
    "<defeat kind='one-sided' scope='sentence' lang='zh'>甲方应 … 保密</defeat>\n"                  \
    "<defeat kind='not-applicable' scope='clause' lang='en'>this clause is deleted</defeat>\n"             \
    "<defeat kind='filing-legend' scope='sentence' lang='en'>secret treatment "                            \
    "requested</defeat>\n"                                                                                 \
    "<reference lang='en'>secrecy agreement dated</reference>\n"                                           \
    "<example lang='en' state='present'>The Supplier shall keep it secret.</example>\n"                    \
    "<example lang='en' state='missing'>The Supplier delivers.</example>\n"                                \
    "</element>\n"

#define PACK_COMMON                                                                                \
    "<common><reference lang='en'>framework agreement … governs</reference></common>\n"
#define PACK_END "</policy>"
#define PACK PACK_HEAD PACK_SECRET PACK_COMMON PACK_END

/** Problems that loading reported. */
typedef struct problems {
    size_t count;
    ps_status worst;
    ps_error list[64];
} problems;

static inline void note_problem(void *user, ps_status severity, const ps_error *error)
{
    problems *p = user;
    if (p->count < PS_COUNT(p->list)) {
        p->list[p->count] = *error;
    }
    p->count++;
    p->worst = severity == PS_FATAL ? PS_FATAL : p->worst;
}

static inline ps_status load_text(const char *xml, ps_policy **ret, problems *found)
{
    ps_pack_file file = {"test.xml", ps_str_from(xml)};
    ps_error error = {0};
    ps_xml_init();
    memset(found, 0, sizeof *found);
    return ps_policy_load(&file, 1, NULL, note_problem, found, ret, &error);
}

static inline ps_policy *load_good(const char *xml)
{
    ps_policy *policy = NULL;
    problems *found = calloc(1, sizeof *found);
    ps_status status = load_text(xml, &policy, found);
    cr_assert(status == PS_OK || status == PS_WARN, "line %d: %s", (int)found->list[0].line,
              found->list[0].message);
    free(found);
    return policy;
}

/** The policy that is shipped. */
static inline ps_policy *load_shipped(void)
{
    static char bytes[1 << 20];
    char path[1024];
    const char *root = getenv("PS_SOURCE_ROOT");
    (void)snprintf(path, sizeof path, "%s/policies/cii.xml", root ? root : ".");
    FILE *f = fopen(path, "rb");
    cr_assert(f, "%s", path);
    size_t size = fread(bytes, 1, sizeof bytes, f);
    (void)fclose(f);
    ps_pack_file file = {path, {bytes, size}};
    ps_policy *policy = NULL;
    problems *found = calloc(1, sizeof *found);
    ps_error error = {0};
    ps_xml_init();
    ps_status status = ps_policy_load(&file, 1, NULL, note_problem, found, &policy, &error);
    cr_assert_eq(status, PS_OK, "line %d: %s", (int)found->list[0].line, found->list[0].message);
    free(found);
    return policy;
}

/** What judging one record gave. */
typedef struct judged {
    ps_element_outcome *elements;
    size_t count;
    ps_policy_texts texts;
    ps_policy_scratch *scratch;
    ps_arena arena;
} judged;

static inline judged judge_record(const ps_policy *policy, const ps_record *record, ps_day day,
                                  const ps_limits *limits, int explain)
{
    judged j = {.count = 0};
    ps_error error = {0};
    ps_limits defaults = ps_limits_default();
    ps_arena_init(&j.arena, 0);
    PS_TEST_STATUS(ps_policy_scratch_new(policy, limits ? limits : &defaults, &j.scratch, &error),
                   PS_OK, error);
    PS_TEST_STATUS(ps_policy_judge(policy, j.scratch, record, day, explain, &j.arena, &j.elements,
                                   &j.count, &j.texts, &error),
                   PS_OK, error);
    return j;
}

static inline judged judge_text(const ps_policy *policy, const char *text, ps_record_kind kind,
                                ps_text_kind text_kind)
{
    ps_text one = {.kind = text_kind, .field = PS_STR("text"), .text = {ps_str_from(text), 10}};
    ps_record record = {.kind = kind,
                        .buyer = {.name = {PS_STR("买家有限公司"), 1}},
                        .supplier = {.name = {PS_STR("卖家有限公司"), 1}},
                        .texts = &one,
                        .text_count = 1};
    return judge_record(policy, &record, PS_NO_DAY, NULL, 1);
}

static inline judged judge_contract(const ps_policy *policy, const char *text)
{
    return judge_text(policy, text, PS_KIND_CONTRACT, PS_TEXT_CLAUSE);
}

/** Of that id; an empty one (state NOT_REQUIRED) when there is none. */
static inline const ps_element_outcome *element_of(const judged *j, const char *id)
{
    static const ps_element_outcome none = {.state = PS_STATE_NOT_REQUIRED};
    for (size_t i = 0; i < j->count; i++) {
        if (ps_str_is(j->elements[i].element, id)) {
            return &j->elements[i];
        }
    }
    return &none;
}

static inline void judged_done(judged *j)
{
    ps_policy_scratch_free(j->scratch);
    ps_arena_done(&j->arena);
}

/** Judge `text` as a contract and compare the state of element "secret". */
static inline void expect_secret(const ps_policy *policy, const char *text, ps_state want)
{
    judged j = judge_contract(policy, text);
    const ps_element_outcome *e = element_of(&j, "secret");
    cr_expect(e->state == want, "\"%s\": got %s (%.*s), want %s", text, ps_state_name(e->state),
              PS_FMT(e->reason), ps_state_name(want));
    judged_done(&j);
}

#endif
