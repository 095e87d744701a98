/* Running the examples that elements carry.
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

ps_status ps_policy_test(const ps_policy *policy, ps_example_fn example, void *user, size_t *passed,
                         size_t *failed, ps_error *reterr)
{
    PS_CLEANUP(ps_policy_scratch_freep) ps_policy_scratch *scratch = NULL;
    ps_limits limits = ps_limits_default();
    ps_status status = ps_policy_scratch_new(&limits, &scratch, reterr);
    ps_arena arena;
    ps_arena_init(&arena, 0);
    for (size_t e = 0; status == PS_OK && e < policy->element_count; e++) {
        const ps_policy_element *element = &policy->elements[e];
        for (size_t i = 0; status == PS_OK && i < element->example_count; i++) {
            const ps_example *wanted = &element->examples[i];
            ps_state got = PS_STATE_NOT_REQUIRED;
            status = judge_example(policy, scratch, element, wanted, &arena, &got, reterr);
            if (status != PS_OK) {
                break;
            }
            ps_example_result result = {.pack = policy->packs[wanted->file].info.id,
                                        .entry = element->id,
                                        .text = wanted->text,
                                        .expected = ps_str_from(ps_state_name(wanted->state)),
                                        .got = ps_str_from(ps_state_name(got)),
                                        .line = wanted->line,
                                        .passed = got == wanted->state};
            *(result.passed ? passed : failed) += 1;
            if (example) {
                example(user, &result);
            }
            ps_arena_reset(&arena);
        }
    }
    ps_arena_done(&arena);
    return status != PS_OK ? status : *failed ? PS_FAILED : PS_OK;
}
