/* What a quote marks is the match: the same words as at the match's place in the source.
 * SPDX-License-Identifier: Apache-2.0 */
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

TestSuite(mark, .init = setup, .fini = teardown);

static const ps_evidence *first_duty(const ps_element_outcome *element)
{
    for (size_t i = 0; i < element->evidence_count; i++) {
        if (ps_str_is(element->evidence[i].role, "duty")) {
            return &element->evidence[i];
        }
    }
    return NULL;
}

static void expect_mark(const char *text, const char *want)
{
    judged j = judge_contract(policy, text);
    const ps_evidence *e = first_duty(element_of(&j, "secret"));
    cr_assert(e, "\"%s\": no duty was found", text);
    ps_str source = ps_str_slice(ps_str_from(text), e->start, e->end);
    cr_assert(e->mark.end <= e->quote.len);
    ps_str marked =
        e->mark.end > e->mark.start ? ps_str_slice(e->quote, e->mark.start, e->mark.end) : e->quote;
    cr_expect(ps_str_is(marked, want), "\"%s\": marked \"%.*s\" of \"%.*s\"", text, PS_FMT(marked),
              PS_FMT(e->quote));
    cr_expect(ps_str_starts(source, marked) || ps_str_starts(marked, source),
              "\"%.*s\" is not the source's \"%.*s\"", PS_FMT(marked), PS_FMT(source));
    judged_done(&j);
}

Test(mark, a_part_of_a_sentence)
{
    expect_mark("In any case the Supplier shall keep it secret, as agreed.",
                "Supplier shall keep it secret");
    expect_mark("此外，乙方应严格保密，不得外传。", "乙方应严格保密");
}

Test(mark, a_long_sentence_is_cut_around_the_match)
{
    char text[1200];
    (void)snprintf(text, sizeof text, "For %0400d the Supplier shall keep it secret in %0400d.", 1,
                   2);
    expect_mark(text, "Supplier shall keep it secret");
}

Test(mark, an_item_of_a_list_quotes_its_stem_first)
{
    judged j = judge_contract(policy, "The Supplier shall:\n(a) deliver the goods;\n"
                                      "(b) keep all of it secret for ever.\n");
    const ps_evidence *e = first_duty(element_of(&j, "secret"));
    cr_assert(e, "no duty was found");
    cr_assert(e->mark.end <= e->quote.len);
    ps_str marked = ps_str_slice(e->quote, e->mark.start, e->mark.end);
    cr_expect(ps_str_ends(marked, PS_STR("keep all of it secret")), "marked \"%.*s\" of \"%.*s\"",
              PS_FMT(marked), PS_FMT(e->quote));
    judged_done(&j);
}
