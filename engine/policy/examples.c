/* Running the examples that elements carry; the clauses that they suggest are examples of what is
 * present.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "policy/model.h"

/* The state of one element for a contract that is made of this text alone. */
static ps_status judge_example(const ps_policy *policy, ps_policy_scratch *scratch,
                               const ps_policy_element *element, const ps_example *example,
                               ps_arena *arena, ps_state *ret_state, ps_error *reterr)
{
    ps_text text = {
        .kind = PS_TEXT_CLAUSE, .field = PS_STR("example"), .text = {example->text, example->line}};
    ps_record record = {
        .kind = PS_KIND_CONTRACT, .date = {.day = PS_NO_DAY}, .texts = &text, .text_count = 1};
    ps_element_outcome *outcomes;
    size_t count;
    ps_policy_texts texts;
    ps_status status = ps_policy_judge(policy, scratch, &record, PS_NO_DAY, 0, arena, &outcomes,
                                       &count, &texts, reterr);
    for (size_t i = 0; status == PS_OK && i < count; i++) {
        if (ps_str_equal(outcomes[i].element, element->id)) {
            *ret_state = outcomes[i].state;
        }
    }
    return status;
}

typedef struct testing {
    const ps_policy *policy;
    ps_policy_scratch *scratch;
    ps_arena arena; /* of one example */
    ps_example_fn example;
    void *user;
    size_t *passed;
    size_t *failed;
} testing;

static ps_status test_one(testing *t, const ps_policy_element *element, const ps_example *wanted,
                          ps_error *reterr)
{
    ps_state got = PS_STATE_NOT_REQUIRED;
    ps_status status =
        judge_example(t->policy, t->scratch, element, wanted, &t->arena, &got, reterr);
    if (status != PS_OK) {
        return status;
    }
    ps_example_result result = {.pack = t->policy->packs[wanted->file].info.id,
                                .entry = element->id,
                                .text = wanted->text,
                                .expected = ps_str_from(ps_state_name(wanted->state)),
                                .got = ps_str_from(ps_state_name(got)),
                                .line = wanted->line,
                                .passed = got == wanted->state};
    *(result.passed ? t->passed : t->failed) += 1;
    if (t->example) {
        t->example(t->user, &result);
    }
    ps_arena_reset(&t->arena);
    return PS_OK;
}

static ps_status test_element(testing *t, const ps_policy_element *element, ps_error *reterr)
{
    ps_status status = PS_OK;
    for (size_t i = 0; status == PS_OK && i < element->example_count; i++) {
        status = test_one(t, element, &element->examples[i], reterr);
    }
    for (size_t i = 0; status == PS_OK && i < element->wording_count; i++) {
        const ps_wording *wording = &element->wordings[i];
        ps_example wanted = {.state = PS_STATE_PRESENT,
                             .lang = wording->lang,
                             .text = wording->text,
                             .file = wording->file,
                             .line = wording->line};
        status = test_one(t, element, &wanted, reterr);
    }
    return status;
}

ps_status ps_policy_test(const ps_policy *policy, ps_example_fn example, void *user, size_t *passed,
                         size_t *failed, ps_error *reterr)
{
    PS_CLEANUP(ps_policy_scratch_freep) ps_policy_scratch *scratch = NULL;
    ps_limits limits = ps_limits_default();
    ps_status status = ps_policy_scratch_new(policy, &limits, &scratch, reterr);
    testing t = {.policy = policy,
                 .scratch = scratch,
                 .example = example,
                 .user = user,
                 .passed = passed,
                 .failed = failed};
    ps_arena_init(&t.arena, 0);
    for (size_t e = 0; status == PS_OK && e < policy->element_count; e++) {
        status = test_element(&t, &policy->elements[e], reterr);
    }
    ps_arena_done(&t.arena);
    return status != PS_OK ? status : *failed ? PS_FAILED : PS_OK;
}
