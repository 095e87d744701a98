/* The passage that comes nearest to an element that is not there, and what it lacks.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "base/str.h"
#include "policy/judging.h"

enum { CANDIDATES = 300, PARTS = 32 };

/* Which parts of the element the unit holds, one bit each. */
static uint32_t parts_in(ps_judging *j, const ps_policy_element *element, uint32_t unit)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < element->pattern_count; i++) {
        const ps_clause_pattern *pattern = &j->m.policy->patterns[element->first_pattern + i];
        if (pattern->use == PS_USE_NEAR && pattern->part < PARTS &&
            ps_matching_try(&j->m, pattern, unit)) {
            found |= 1U << pattern->part;
        }
    }
    return found;
}

static unsigned count_bits(uint32_t bits)
{
    return (unsigned)__builtin_popcount(bits);
}

/* "a duty not to disclose; the supplier as the one who is bound" */
static ps_status tell_lacks(ps_judging *j, const ps_policy_element *element, uint32_t found,
                            ps_str *ret_lacks)
{
    ps_str parts[2 * PARTS];
    size_t count = 0;
    for (uint32_t i = 0; i < element->pattern_count; i++) {
        const ps_clause_pattern *pattern = &j->m.policy->patterns[element->first_pattern + i];
        if (pattern->use == PS_USE_NEAR && pattern->part < PARTS &&
            !(found & 1U << pattern->part)) {
            if (count) {
                parts[count++] = PS_STR("; ");
            }
            parts[count++] = pattern->lacks;
        }
    }
    if (count == 0) {
        *ret_lacks = PS_STR("a sentence that joins these words to an obligation of the supplier");
        return PS_OK;
    }
    *ret_lacks = ps_arena_concat(j->arena, parts, count);
    return ret_lacks->ptr ? PS_OK : ps_error_memory(j->reterr);
}

ps_status ps_nearest_find(ps_judging *j, uint32_t index, ps_element_outcome *outcome)
{
    const ps_policy_element *element = &j->m.policy->elements[index];
    uint32_t best = PS_NO_UNIT;
    uint32_t best_parts = 0;
    ps_str entry = PS_NO_STR;
    size_t tried = 0;
    for (uint32_t i = 0; i < j->m.candidate_count && tried < CANDIDATES; i++) {
        const ps_candidate *candidate = &j->m.candidates[i];
        const ps_clause_pattern *pattern = &j->m.policy->patterns[candidate->pattern];
        if (pattern->element != index) {
            continue;
        }
        tried++;
        uint32_t parts = parts_in(j, element, candidate->unit);
        if ((parts & 1U) && count_bits(parts) > count_bits(best_parts)) {
            best = candidate->unit;
            best_parts = parts;
            entry = pattern->id;
        }
    }
    if (best == PS_NO_UNIT || j->m.status != PS_OK) {
        return j->m.status;
    }
    ps_status status = ps_evidence_unit(j, best, entry, "near", &outcome->nearest);
    return status == PS_OK ? tell_lacks(j, element, best_parts, &outcome->lacks) : status;
}
