/* The notation of patterns, and that what wakes a pattern is in every text that it matches.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"
#include "policy/model.h"
#include "policy/reader.h"
#include "text/fold.h"

/* A pack whose element "x" has this duty. */
static ps_policy *load_duty(const char *lang, const char *pattern)
{
    static char xml[8192];
    (void)snprintf(xml, sizeof xml,
                   "%s<define name='flat'>keep|hold</define><define name='deep'>{flat} it</define>"
                   "<element id='x' severity='low' nature='practice'><title lang='en'>X</title>"
                   "<basis>Law</basis><duty lang='%s'>%s</duty>"
                   "<example lang='en' state='present'>x</example>"
                   "<example lang='en' state='missing'>y</example></element>%s",
                   PACK_HEAD, lang, pattern, PACK_END);
    return load_good(xml);
}

Test(notation, what_patterns_match)
{
    static const struct {
        const char *lang;
        const char *pattern;
        const char *text;
        int found;
    } rows[] = {
        {"en", "keep … secret", "They keep it quite secret.", 1},
        {"en", "keep…secret", "They keep secret what is.", 1},
        {"en", "keep … secret", "They keep it. It is secret.", 0},
        {"en", "keep … secret", "They keepsake a secret.", 0},
        {"en", "keep … secret", "They keep secretaries.", 0},
        {"en", "keep … … secret", "They keep a secret.", 1},
        {"en", "keep\\w* … secret", "They keepsake a secret.", 1},
        {"en", "KEEP It", "They keep it.", 1},
        {"en", "{flat} … secret", "They hold a secret.", 1},
        {"en", "{deep} secret", "They hold it secret.", 1},
        {"en", "ke{2}p a", "They keep a secret.", 1},
        {"en", "use [:] it", "They use : it.", 1},
        {"en", "(keep|hold) (it )?secret", "They hold secret.", 1},
        {"zh", "应 … 保密", "乙方应对其所知保密。", 1},
        {"zh", "應 … 保密", "乙方应对其所知保密。", 1},
        {"zh", "应 … 保密", "乙方應對其所知保 密。", 1},
        {"zh", "应 … 保密", "乙方应交货。丙方保密。", 0},
        {"zh", "保密（义务|责任）", "其保密责任。", 0},
        {"zh", "保密(义务|责任)", "其保密责任。", 1},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_policy *policy = load_duty(rows[i].lang, rows[i].pattern);
        judged j = judge_contract(policy, rows[i].text);
        int found = element_of(&j, "x")->state == PS_STATE_PRESENT;
        cr_expect_eq(found, rows[i].found, "\"%s\" in \"%s\"", rows[i].pattern, rows[i].text);
        judged_done(&j);
        ps_policy_free(policy);
    }
}

Test(notation, a_repetition_without_bound_inside_another_is_seen)
{
    static const struct {
        const char *regex;
        int danger;
    } rows[] = {
        {"(?:a+)+b", 1}, {"(?:(?:a|b)*c)*d", 1}, {"(?:a{2,})*b", 1},  {".*a", 1},
        {"a.+b", 1},     {"(?:a+b)c+", 0},       {"(?:a{1,5})+b", 0}, {"a.{0,40}?b", 0},
        {"(?:ab)+c", 0}, {"[.*]+a", 0},          {"\\(a+\\)+b", 0},   {"(?!a+)b", 0},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        cr_expect_eq(ps_notation_danger(ps_str_from(rows[i].regex)) != NULL, rows[i].danger, "%s",
                     rows[i].regex);
    }
}

typedef struct woken {
    const ps_policy *policy;
    unsigned char *patterns;
} woken;

static int note_woken(void *user, uint32_t term, size_t end)
{
    woken *w = user;
    (void)end;
    const ps_wake *wake = &w->policy->wakes[term];
    for (uint32_t i = 0; i < wake->count; i++) {
        w->patterns[w->policy->wake[wake->first + i]] = 1;
    }
    return 0;
}

/* Patterns that only follow where another one has led need not be woken. */
static int follows(const ps_clause_pattern *pattern)
{
    return pattern->use == PS_USE_CARVEOUT || pattern->use == PS_USE_PARTY ||
           (pattern->use == PS_USE_NEAR && pattern->part > 0);
}

static int has_all(const ps_clause_pattern *pattern, ps_str text)
{
    for (uint32_t i = 0; i < pattern->also_count; i++) {
        uint32_t k = 0;
        while (k < pattern->also[i].count &&
               ps_str_find(text, pattern->also[i].list[k]) == SIZE_MAX) {
            k++;
        }
        if (k == pattern->also[i].count) {
            return 0;
        }
    }
    return 1;
}

static size_t expect_woken(const ps_policy *policy, ps_regex_scratch *scratch, ps_str source)
{
    ps_arena arena;
    ps_folded folded;
    ps_error error = {0};
    ps_arena_init(&arena, 0);
    PS_TEST_STATUS(ps_fold(&arena, source, PS_FOLD_TEXT, &folded, &error), PS_OK, error);
    woken w = {policy, ps_arena_alloc(&arena, policy->pattern_count)};
    cr_assert(w.patterns);
    ps_terms_scan(policy->terms, folded.text, note_woken, &w);
    for (uint32_t i = 0; i < policy->sleepless_count; i++) {
        w.patterns[policy->sleepless[i]] = 1;
    }
    size_t matches = 0;
    for (uint32_t i = 0; i < policy->pattern_count; i++) {
        const ps_clause_pattern *pattern = &policy->patterns[i];
        ps_span match;
        if (!follows(pattern) &&
            ps_regex_find(pattern->regex, scratch, folded.text, 0, &match, &error) == PS_OK) {
            matches++;
            cr_expect(w.patterns[i], "%.*s matches and sleeps: %.*s", PS_FMT(pattern->id),
                      PS_FMT(source));
            cr_expect(has_all(pattern, folded.text), "%.*s matches without its words: %.*s",
                      PS_FMT(pattern->id), PS_FMT(source));
        }
    }
    ps_arena_done(&arena);
    return matches;
}

Test(notation, what_matches_is_woken)
{
    ps_policy *policy = load_shipped();
    ps_regex_scratch *scratch = NULL;
    ps_limits limits = ps_limits_default();
    ps_error error = {0};
    PS_TEST_STATUS(ps_regex_scratch_new(&limits, &scratch, &error), PS_OK, error);
    size_t matches = 0;
    for (size_t e = 0; e < policy->element_count; e++) {
        for (size_t i = 0; i < policy->elements[e].example_count; i++) {
            matches += expect_woken(policy, scratch, policy->elements[e].examples[i].text);
        }
    }
    cr_expect_geq(matches, 400);
    size_t with_more = 0;
    for (uint32_t i = 0; i < policy->pattern_count; i++) {
        with_more += policy->patterns[i].also_count > 0;
    }
    cr_expect_geq(with_more, policy->pattern_count / 4);
    ps_regex_scratch_free(scratch);
    ps_policy_free(policy);
}
