/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/verdict.h"

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "screen/contract_store.h"

int ps_voice_rank(const ps_voice *voice)
{
    if (!voice->contract) {
        return 0;
    }
    switch (voice->says->state) {
    case PS_STATE_PRESENT:
        return 4;
    case PS_STATE_DEFEATED:
        return 3;
    case PS_STATE_NOT_EVALUABLE:
        return 2;
    case PS_STATE_MISSING:
        return 1;
    case PS_STATE_NOT_REQUIRED:
        return 0;
    }
    return 0;
}

/* Which of two that are as good is named: of what is missing the one with a passage that comes
 * near, then the contract before what amends it; then the later one. Never by the order in which
 * they came. <0: `a`. */
static int compare_equals(const ps_voice *a, const ps_voice *b)
{
    if (a->says->state == PS_STATE_MISSING) {
        int near = (b->says->nearest.quote.len > 0) - (a->says->nearest.quote.len > 0);
        if (near || a->amends != b->amends) {
            return near ? near : a->amends - b->amends;
        }
    }
    return ps_contract_compare(a->contract, b->contract);
}

static void keep_better(ps_voice *kept, const ps_voice *voice)
{
    int by_rank = ps_voice_rank(voice) - ps_voice_rank(kept);
    if (by_rank > 0 || (by_rank == 0 && kept->contract && compare_equals(voice, kept) < 0)) {
        *kept = *voice;
    }
}

/* "The obligation does not exist": a blank, an option or a heading only fails to make one. */
static int revokes(const ps_element_outcome *says)
{
    return says->state == PS_STATE_DEFEATED &&
           (ps_str_is(says->defeat, "negation") || ps_str_is(says->defeat, "not-applicable"));
}

/* An amendment that deletes clauses, of which none is known to be about an element of ours. */
static int is_unclear(const ps_screened *contract)
{
    for (size_t i = 0; contract->takes_back && i < contract->element_count; i++) {
        if (revokes(&contract->elements[i])) {
            return 0;
        }
    }
    return contract->takes_back;
}

/* Add, of an amendment, that the element may be among what it deleted. */
static ps_status doubt(ps_verdict *verdict, const ps_voice *voice, ps_arena *arena,
                       ps_error *reterr)
{
    if (!is_unclear(voice->contract)) {
        return PS_OK;
    }
    ps_element_outcome *says = ps_arena_alloc(arena, sizeof *says);
    if (!says) {
        return ps_error_memory(reterr);
    }
    *says = (ps_element_outcome){
        .element = voice->says->element,
        .state = PS_STATE_NOT_EVALUABLE,
        .basis = voice->says->basis,
        .nature = voice->says->nature,
        .title = voice->says->title,
        .reason = PS_STR("amendment-unclear: it deletes clauses and does not say what they are "
                         "about")};
    ps_voice doubtful = *voice;
    doubtful.says = says;
    keep_better(&verdict->unclear, &doubtful);
    return PS_OK;
}

ps_status ps_verdict_hear(ps_verdict *verdict, const ps_voice *voice, ps_arena *arena,
                          ps_error *reterr)
{
    int present = voice->says->state == PS_STATE_PRESENT;
    keep_better(present                ? &verdict->present
                : revokes(voice->says) ? &verdict->revoked
                                       : &verdict->other,
                voice);
    return present ? PS_OK : doubt(verdict, voice, arena, reterr);
}

/* Whether a contract is known to be younger than another one. */
static int is_younger(const ps_voice *voice, const ps_voice *than)
{
    ps_day day = voice->contract->date;
    ps_day than_day = than->contract->date;
    return day != PS_NO_DAY && than_day != PS_NO_DAY && day > than_day;
}

/* What takes an element back counts unless what gives it is known to be younger. */
ps_voice ps_verdict_conclude(const ps_verdict *verdict)
{
    const ps_voice *const takers[] = {&verdict->revoked, &verdict->unclear};
    if (verdict->present.contract) {
        for (size_t i = 0; i < PS_COUNT(takers); i++) {
            if (takers[i]->contract && !is_younger(&verdict->present, takers[i])) {
                return *takers[i];
            }
        }
        return verdict->present;
    }
    ps_voice best = verdict->revoked;
    if (verdict->other.contract) {
        keep_better(&best, &verdict->other);
    }
    return best;
}
