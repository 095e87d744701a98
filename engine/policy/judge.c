/* Deciding, element by element, from the places that were found. The rules are those of
 * policies/README.md, "How an element is judged", in the same order.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "policy/judging.h"
#include "policy/recall.h"

struct ps_policy_scratch {
    ps_limits limits;
    ps_regex_scratch *regex;
    ps_scanner *scanner;
    ps_profiler *profiler; /* NULL: none */
    ps_arena arena;        /* of one record */
    ps_buffer subject;
    ps_recall recall;
};

ps_status ps_policy_scratch_new(const ps_policy *policy, const ps_limits *limits,
                                ps_policy_scratch **ret_scratch, ps_error *reterr)
{
    PS_CLEANUP(ps_policy_scratch_freep) ps_policy_scratch *scratch = calloc(1, sizeof *scratch);
    if (!scratch) {
        return ps_error_memory(reterr);
    }
    scratch->limits = *limits;
    ps_arena_init(&scratch->arena, 0);
    ps_buffer_init(&scratch->subject, 0);
    ps_status status = ps_regex_scratch_new(limits, &scratch->regex, reterr);
    if (status == PS_OK) {
        status = ps_scanner_new(policy->terms, &scratch->scanner, reterr);
    }
    if (status == PS_OK) {
        status = ps_recall_init(&scratch->recall, reterr);
    }
    if (status != PS_OK) {
        return status;
    }
    *ret_scratch = PS_TAKE(scratch);
    return PS_OK;
}

void ps_policy_scratch_free(ps_policy_scratch *scratch)
{
    if (scratch) {
        ps_regex_scratch_free(scratch->regex);
        ps_scanner_free(scratch->scanner);
        ps_arena_done(&scratch->arena);
        ps_buffer_done(&scratch->subject);
        ps_recall_done(&scratch->recall);
        free(scratch);
    }
}

void ps_policy_scratch_profiler(ps_policy_scratch *scratch, ps_profiler *profiler)
{
    scratch->profiler = profiler;
}

/* Evidence while it is gathered: places beyond the limit are counted. */
typedef struct gathering {
    ps_judging *j;
    ps_element_outcome *outcome;
    ps_evidence *list;
    size_t room;
    ps_status status;
} gathering;

static void gather(gathering *g, const ps_match *match, const char *role)
{
    ps_element_outcome *outcome = g->outcome;
    if (outcome->evidence_count == g->j->m.limits->evidence) {
        outcome->evidence_left_out++;
        return;
    }
    if (outcome->evidence_count == g->room) {
        size_t room = g->room ? g->room * 2 : 4;
        ps_evidence *larger = ps_arena_array(g->j->arena, room, sizeof *larger);
        if (!larger) {
            g->status = ps_error_memory(g->j->reterr);
            return;
        }
        if (g->list) {
            memcpy(larger, g->list, outcome->evidence_count * sizeof *larger);
        }
        g->list = larger;
        g->room = room;
        outcome->evidence = larger;
    }
    ps_evidence *slot = &g->list[outcome->evidence_count];
    ps_status status =
        match ? ps_evidence_quote(g->j, match, role, slot) : ps_evidence_roles(g->j, slot);
    if (status == PS_OK) {
        outcome->evidence_count++;
    } else if (status != PS_END) {
        g->status = status;
    }
}

/* What was found for one element. */
typedef struct findings {
    const ps_match *negation; /* of the whole */
    const ps_match *duty;     /* the first that stands */
    const ps_match *reference;
    const ps_match *defeat;
    const ps_match *weak;
    const ps_match *bare; /* a heading without a body */
    int bodied;           /* a heading with one */
} findings;

/* Whether a duty is one here: some are only under a heading of the element. */
static int is_duty(const ps_judging *j, uint32_t element, const ps_match *match)
{
    return !ps_pattern_of(j, match)->under_heading || ps_under_heading(j, element, match->unit);
}

static void look_at_duty(ps_judging *j, uint32_t element, const ps_match *match, findings *f)
{
    if (!is_duty(j, element, match)) {
        return;
    }
    const ps_match *defeat = ps_defeat_of_duty(j, element, match);
    if (!defeat) {
        f->duty = f->duty ? f->duty : match;
    } else if (ps_pattern_of(j, defeat)->use == PS_USE_DEFEAT) {
        f->defeat = f->defeat ? f->defeat : defeat;
    }
}

static void look_at_heading(ps_judging *j, uint32_t element, const ps_match *match, findings *f)
{
    const ps_match *defeat = ps_defeat_of_heading(j, element, match);
    if (defeat) {
        f->defeat = f->defeat ? f->defeat : defeat;
    }
    const ps_clause *clause = &j->m.segments.clauses[j->m.segments.units[match->unit].clause];
    f->bodied |= clause->has_body;
    if (!clause->has_body && !ps_pattern_of(j, match)->never_bare) {
        f->bare = f->bare ? f->bare : match;
    }
}

static findings look(ps_judging *j, uint32_t element)
{
    findings f = {0};
    for (const ps_match *match = ps_first_match(j, element); match;
         match = ps_next_match(j, match)) {
        const ps_clause_pattern *pattern = ps_pattern_of(j, match);
        switch (pattern->use) {
        case PS_USE_DUTY:
            look_at_duty(j, element, match, &f);
            break;
        case PS_USE_DEFEAT:
            if (pattern->reach == PS_REACH_WHOLE) {
                f.negation = f.negation ? f.negation : match;
            } else {
                f.defeat = f.defeat ? f.defeat : match;
            }
            break;
        case PS_USE_WEAK:
            f.weak = f.weak ? f.weak : match;
            break;
        case PS_USE_REFERENCE:
            f.reference = f.reference || ps_is_decoyed(j, element, match) ? f.reference : match;
            break;
        case PS_USE_HEADING:
            look_at_heading(j, element, match, &f);
            break;
        case PS_USE_DECOY:
        case PS_USE_CARVEOUT:
        case PS_USE_NEAR:
        case PS_USE_PARTY:
        case PS_USE_COUNT:
            break;
        }
    }
    /* A table of contents has headings without bodies. */
    f.bare = f.bodied ? NULL : f.bare;
    return f;
}

/* The first common <reference>: the terms stand in another document. */
static const ps_match *common_reference(const ps_judging *j)
{
    const ps_match *match = ps_first_match(j, j->m.policy->element_count);
    while (match && ps_pattern_of(j, match)->use != PS_USE_REFERENCE) {
        match = ps_next_match(j, match);
    }
    return match;
}

static void conclude(ps_element_outcome *outcome, ps_state state, ps_str reason)
{
    outcome->state = state;
    outcome->reason = reason;
}

static ps_status conclude_trouble(ps_judging *j, ps_str cause, ps_element_outcome *outcome)
{
    ps_str parts[] = {cause, PS_STR(": it could not be decided within the limits")};
    outcome->state = PS_STATE_NOT_EVALUABLE;
    outcome->reason = ps_arena_concat(j->arena, parts, 2);
    return outcome->reason.ptr ? PS_OK : ps_error_memory(j->reterr);
}

/* Whether the sentence of the match is quoted for this element for the first time. */
static int is_new_sentence(ps_judging *j, uint32_t element, const ps_match *match)
{
    uint32_t sentence = match->unit;
    while (j->m.segments.units[sentence].is_part) {
        sentence--;
    }
    int is_new = j->quoted[sentence] != element + 1;
    j->quoted[sentence] = element + 1;
    return is_new;
}

static ps_status conclude_present(ps_judging *j, uint32_t element, ps_element_outcome *outcome,
                                  gathering *g)
{
    for (const ps_match *match = ps_first_match(j, element); match && g->status == PS_OK;
         match = ps_next_match(j, match)) {
        if (ps_pattern_of(j, match)->use != PS_USE_DUTY || !is_duty(j, element, match)) {
            continue;
        }
        if (!ps_defeat_of_duty(j, element, match)) {
            if (j->explain || is_new_sentence(j, element, match)) {
                gather(g, match, "duty");
            }
        } else if (j->explain) {
            gather(g, match, "duty-defeated");
        }
    }
    conclude(outcome, PS_STATE_PRESENT,
             j->m.roles.swapped ? PS_STR("the supplier, who is Party A here, is obliged")
                                : PS_STR("the supplier is obliged"));
    return g->status;
}

static ps_status conclude_defeated(ps_judging *j, const ps_match *match, ps_defeat defeat,
                                   ps_element_outcome *outcome, gathering *g)
{
    const ps_clause_pattern *pattern = ps_pattern_of(j, match);
    gather(g, match, "defeat");
    if (g->status == PS_OK && outcome->evidence_count) {
        outcome->nearest = g->list[outcome->evidence_count - 1];
    }
    outcome->lacks = pattern->use == PS_USE_DEFEAT && pattern->lacks.len
                         ? pattern->lacks
                         : ps_str_from(ps_defeat_lacks(defeat));
    outcome->defeat = ps_str_from(ps_defeat_name(defeat));
    conclude(outcome, PS_STATE_DEFEATED, ps_str_from(ps_defeat_why(defeat)));
    return g->status;
}

static ps_status conclude_missing(ps_judging *j, uint32_t element, const findings *f,
                                  ps_element_outcome *outcome, gathering *g)
{
    if (!j->languages_known) {
        j->languages = ps_texts_languages(&j->m);
        j->languages_known = 1;
    }
    if (!(j->languages & j->m.policy->elements[element].languages)) {
        conclude(outcome, PS_STATE_NOT_EVALUABLE,
                 PS_STR("language-not-covered: the element has no patterns for the language of "
                        "the text"));
        return PS_OK;
    }
    ps_status status = PS_OK;
    if (f->weak) {
        status = ps_evidence_quote(j, f->weak, "weak", &outcome->nearest);
        outcome->lacks = ps_pattern_of(j, f->weak)->lacks;
        if (j->explain) {
            gather(g, f->weak, "weak");
        }
    } else {
        status = ps_nearest_find(j, element, outcome);
    }
    conclude(outcome, PS_STATE_MISSING,
             outcome->nearest.quote.len
                 ? PS_STR("no sentence obliges the supplier; the nearest passage is quoted")
                 : PS_STR("no sentence obliges the supplier, and none comes near"));
    return status != PS_OK ? status : g->status;
}

/* policies/README.md, "How an element is judged": the first rule that fits decides. */
static ps_status decide(ps_judging *j, uint32_t element, ps_element_outcome *outcome,
                        const ps_policy_texts *texts)
{
    const ps_element_matches *matches = &j->m.elements[element];
    gathering g = {.j = j, .outcome = outcome, .status = PS_OK};
    if (!j->m.bytes) {
        conclude(outcome, PS_STATE_NOT_EVALUABLE,
                 PS_STR("no-contract-text: the record has no text"));
        return PS_OK;
    }
    if (!ps_headings_mark(j, element)) {
        return ps_error_memory(j->reterr);
    }
    findings f = look(j, element);
    if (j->explain && j->m.roles.source > PS_PARTY_CONVENTION) {
        gather(&g, NULL, "party");
    }
    if (matches->trouble.len && matches->trouble_in_defeat) {
        return conclude_trouble(j, matches->trouble, outcome);
    }
    if (f.negation) {
        return conclude_defeated(j, f.negation, ps_pattern_of(j, f.negation)->defeat, outcome, &g);
    }
    if (f.duty) {
        return conclude_present(j, element, outcome, &g);
    }
    if (matches->trouble.len) {
        return conclude_trouble(j, matches->trouble, outcome);
    }
    if (f.reference) {
        gather(&g, f.reference, "reference");
        conclude(outcome, PS_STATE_NOT_EVALUABLE,
                 PS_STR("referenced-not-supplied: the text points to a document that is not here"));
        return g.status;
    }
    if (f.defeat) {
        return conclude_defeated(j, f.defeat, ps_pattern_of(j, f.defeat)->defeat, outcome, &g);
    }
    if (f.bare) {
        return conclude_defeated(j, f.bare, PS_DEFEAT_HEADING_ONLY, outcome, &g);
    }
    if (texts->refers_to_agreement) {
        conclude(
            outcome, PS_STATE_NOT_EVALUABLE,
            PS_STR("referenced-not-supplied: the terms stand in an agreement that is not here"));
        return PS_OK;
    }
    if (!j->enough) {
        conclude(outcome, PS_STATE_NOT_EVALUABLE,
                 PS_STR("no-contract-text: there are notes, and no text of a contract"));
        return PS_OK;
    }
    return conclude_missing(j, element, &f, outcome, &g);
}

/* The articles in force, "; " between them. */
static ps_status tell_basis(ps_judging *j, const ps_policy_element *element, ps_str *ret_basis)
{
    ps_buffer out;
    ps_buffer_init(&out, 0);
    for (size_t i = 0; i < element->basis_count; i++) {
        const ps_dated *basis = &element->bases[i];
        if (ps_in_force(basis->from, basis->to, j->day)) {
            ps_buffer_add_text(&out, out.len ? "; " : "");
            ps_buffer_add_str(&out, basis->text);
        }
    }
    *ret_basis = out.failed ? PS_NO_STR : ps_arena_str(j->arena, ps_buffer_str(&out));
    ps_buffer_done(&out);
    return ret_basis->ptr ? PS_OK : ps_error_memory(j->reterr);
}

static ps_status tell_texts(ps_judging *j, const ps_record *record, ps_policy_texts *ret)
{
    *ret = (ps_policy_texts){.bytes = j->m.bytes, .enough = j->enough};
    const ps_match *reference = common_reference(j);
    if (!reference || ps_texts_stand_alone(&j->m, record)) {
        return PS_OK;
    }
    ret->refers_to_agreement = 1;
    return ps_evidence_quote(j, reference, "reference", &ret->referred);
}

static ps_status judge_all(ps_judging *j, ps_element_outcome *outcomes,
                           const ps_policy_texts *texts)
{
    const ps_policy *policy = j->m.policy;
    size_t used = 0;
    for (uint32_t i = 0; i < policy->element_count; i++) {
        const ps_policy_element *element = &policy->elements[i];
        if (!j->m.elements[i].active) {
            continue;
        }
        ps_element_outcome *outcome = &outcomes[used++];
        *outcome = (ps_element_outcome){.element = element->id,
                                        .severity = element->severity,
                                        .severity_if_filed =
                                            element->has_filed ? element->filed : element->severity,
                                        .nature = element->nature,
                                        .title = element->title};
        ps_status status = tell_basis(j, element, &outcome->basis);
        if (status == PS_OK) {
            status = decide(j, i, outcome, texts);
        }
        if (status != PS_OK) {
            return status;
        }
    }
    return PS_OK;
}

ps_status ps_policy_judge(const ps_policy *policy, ps_policy_scratch *scratch,
                          const ps_record *record, ps_day day, int explain, ps_arena *arena,
                          ps_element_outcome **ret_elements, size_t *ret_count,
                          ps_policy_texts *ret_texts, ps_error *reterr)
{
    ps_arena_reset(&scratch->arena);
    if (!explain) {
        ps_stage before = ps_profiler_enter(scratch->profiler, PS_STAGE_RECALL);
        ps_status known = ps_recall_find(&scratch->recall, policy, record, day, &scratch->arena,
                                         arena, ret_elements, ret_count, ret_texts, reterr);
        ps_profiler_leave(scratch->profiler, before);
        ps_profiler_found(scratch->profiler, PS_STAGE_RECALL, known == PS_OK);
        if (known != PS_END) {
            return known;
        }
    }
    ps_judging j = {.m = {.policy = policy,
                          .limits = &scratch->limits,
                          .regex = scratch->regex,
                          .scanner = scratch->scanner,
                          .profiler = scratch->profiler,
                          .arena = &scratch->arena,
                          .subject = &scratch->subject,
                          .deadline = ps_clock_thread_ns() + scratch->limits.record_ms * 1000000U,
                          .reterr = reterr},
                    .arena = arena,
                    .day = day,
                    .explain = explain,
                    .reterr = reterr};
    size_t count = ps_policy_element_count(policy, day);
    ps_element_outcome *outcomes = ps_arena_array(arena, count + 1, sizeof *outcomes);
    j.m.elements = ps_arena_array(&scratch->arena, policy->element_count + 1, sizeof *j.m.elements);
    if (!outcomes || !j.m.elements) {
        return ps_error_memory(reterr);
    }
    for (size_t i = 0; i < policy->element_count; i++) {
        const ps_policy_element *element = &policy->elements[i];
        j.m.elements[i].active = day == PS_NO_DAY || ps_in_force(element->from, element->to, day);
    }
    ps_status status = ps_matching_run(&j.m, record);
    if (status != PS_OK) {
        return status;
    }
    if (!ps_defeats_index(&j)) {
        return ps_error_memory(reterr);
    }
    j.enough = ps_texts_enough(&j.m, record);
    ps_policy_texts texts;
    status = tell_texts(&j, record, &texts);
    if (status == PS_OK) {
        status = judge_all(&j, outcomes, &texts);
    }
    if (status != PS_OK) {
        return status;
    }
    if (!explain) {
        ps_recall_keep(&scratch->recall, &j, record, outcomes, count, &texts);
    }
    *ret_elements = outcomes;
    *ret_count = count;
    *ret_texts = texts;
    return PS_OK;
}
