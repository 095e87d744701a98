/* What a check of a policy says beyond what loading refuses.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"

/* A definition that nobody uses: there is a warning in any case. */
#define IDLE "<define name='idle' lang='en'>u</define>"
/* What the fixture's element lacks for a check. */
#define EXAMPLES                                                                                   \
    "<extend element='secret'><example lang='zh' state='present'>乙方应保密。</example>"     \
    "<example lang='zh' state='missing'>乙方供货。</example></extend>"
#define BODY                                                                                       \
    "<title lang='en'>X</title><basis>Law</basis><duty lang='en'>duty of x</duty>"                 \
    "<example lang='en' state='present'>The duty of x.</example>"                                  \
    "<example lang='en' state='missing'>None.</example>"
#define ELEMENT(body) "<element id='x' severity='low' nature='practice'>" BODY body "</element>"
#define RULE(attrs, bases)                                                                         \
    "<rule id='r' identified='high' likely='high' unknown='low' not='info' " attrs ">" bases       \
    "<message>m</message><next>n</next></rule>"

static const struct {
    const char *xml;
    ps_status severity;
    const char *want; /* NULL: nothing */
} rows[] = {
    /* twice */
    {ELEMENT("<duty lang='en'>keep x|duty of X</duty>"), PS_FATAL,
     "pattern x/duty-2: \"duty of x\" is there twice: here and in x/duty-1 at test.xml:"},
    {ELEMENT("<duty lang='zh'>保密義務|保密义务</duty><example lang='zh' "
             "state='present'>保密义务</example><example lang='zh' state='missing'>无</example>"),
     PS_FATAL, "its alternative \"保密义务\" is there twice"},
    {ELEMENT("<heading lang='en'>of x|of x</heading>"), PS_FATAL, "\"of x\" is there twice"},
    /* never counts */
    {ELEMENT("<decoy lang='en'>duty of x</decoy>"), PS_FATAL,
     "pattern x/duty-1: \"duty of x\" can never count: x/decoy-1"},
    {ELEMENT("<defeat lang='en' kind='negation' scope='sentence'>no one|duty of x</defeat>"),
     PS_FATAL, "can never count: x/defeat-1"},
    {"<common><defeat lang='en' kind='option' scope='sentence'>duty of x</defeat></common>" ELEMENT(
         ""),
     PS_FATAL, "can never count: common/defeat-1"},
    {ELEMENT("<duty lang='en' under='heading'>keep x</duty>"), PS_FATAL,
     "x/duty-2 can never count: the element has no <heading>"},
    {ELEMENT("<duty lang='en'>keep \\x41 x</duty>"), PS_FATAL,
     "it can never match: \"\\x41\" stands in no folded text"},
    {ELEMENT("<duty lang='en'>keep [ ]{2,} x</duty>"), PS_FATAL, "it can never match"},
    /* time */
    {ELEMENT("<duty lang='en'>keep (a|ab|b)*c</duty>"), PS_FATAL,
     "\"(?:a|ab|b)*\" backtracks without bound"},
    {ELEMENT("<duty lang='en'>keep \\w*x?\\w*y?\\w*!</duty>"), PS_WARN,
     "the power 3 of the text's length; measured: a text of 3000 bytes reaches the limit"},
    /* what is left out */
    {ELEMENT("<duty lang='zh'>保密</duty>"), PS_FATAL, "no example in the language zh is present"},
    {"<element id='x' severity='low' nature='practice'><title lang='en'>X</title>"
     "<basis from='2020-01-01' to='2020-12-31'>Law</basis><basis from='2021-02-01'>Law</basis>"
     "<duty lang='en'>duty of x</duty>"
     "<example lang='en' state='present'>The duty of x.</example>"
     "<example lang='en' state='missing'>None.</example></element>",
     PS_FATAL, "element x cites nothing that is in force on 2021-01-01"},
    {RULE("from='2020-01-01'", "<basis from='2021-01-01'>Law</basis>"), PS_FATAL,
     "rule r cites nothing that is in force on 2020-01-01"},
    {RULE("", "<basis>Law</basis>") "<exposure id='e' rule='r' by='amount' min='1' max='2' "
                                    "basis='Law'>f</exposure>"
                                    "<exposure id='e' rule='r' by='amount' min='1' max='3' "
                                    "basis='Law'>f</exposure>",
     PS_FATAL, "the exposure \"e\" is there twice"},
    {"<extend element='x'><wording lang='en'>The duty of x.</wording></extend>" ELEMENT(""),
     PS_FATAL, "the wording is not there in the language zh"},
    /* nothing wrong */
    {"<extend element='x'><wording lang='en'>The duty of x.</wording>"
     "<wording lang='zh'>duty of x</wording></extend>" ELEMENT(""),
     PS_OK, NULL},
    {ELEMENT("<duty lang='en'>keep x</duty><weak lang='en' lacks='l'>keep x</weak>"), PS_OK, NULL},
    {ELEMENT("<defeat lang='en' kind='one-sided' scope='sentence'>duty of x</defeat>"), PS_OK,
     NULL},
    {ELEMENT("<duty lang='en'>keep \\w* \\w*!</duty>"), PS_OK, NULL},
    {RULE("from='2020-01-01' to='2020-12-31'",
          "<basis from='2019-01-01' to='2020-06-30'>Law</basis>"
          "<basis from='2020-07-01' to='2020-12-31'>Law</basis>"),
     PS_OK, NULL},
};

Test(check, what_cannot_be_meant_is_told_with_place_and_entry)
{
    static problems found;
    static char xml[16384];
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_policy *policy = NULL;
        ps_error error = {0};
        ps_xml_init();
        memset(&found, 0, sizeof found);
        (void)snprintf(xml, sizeof xml, "%s%s\n%s%s", PACK_HEAD IDLE, PACK_SECRET, rows[i].xml,
                       EXAMPLES PACK_END);
        ps_pack_file file = {"test.xml", ps_str_from(xml)};
        ps_status status = ps_policy_check(&file, 1, note_problem, &found, &policy, &error);
        int seen = 0;
        for (size_t k = 0; k < found.count && k < PS_COUNT(found.list); k++) {
            const ps_error *e = &found.list[k];
            seen |= rows[i].want && strstr(e->message, rows[i].want) && e->line > 20 &&
                    e->record_id[0] && e->hint[0];
        }
        cr_expect_eq(seen, rows[i].want != NULL, "%s: want \"%s\", got %zu: %s", rows[i].xml,
                     rows[i].want ? rows[i].want : "nothing", found.count, found.list[0].message);
        cr_expect_eq(status, rows[i].severity == PS_FATAL ? PS_FATAL : PS_WARN, "%s: %d: %s",
                     rows[i].xml, (int)status, found.list[0].message);
        ps_policy_free(policy);
    }
}
