/* Telling a person what a policy holds, and running the examples that its elements carry.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/str.h"
#include "policy/model.h"

static void add_range(ps_buffer *out, ps_day from, ps_day to)
{
    if (from != PS_NO_DAY) {
        ps_buffer_add_text(out, " from ");
        ps_date_format(from, out);
    }
    if (to != PS_NO_DAY) {
        ps_buffer_add_text(out, " to ");
        ps_date_format(to, out);
    }
}

static void add_line(ps_buffer *out, const char *label, ps_str text)
{
    if (text.len) {
        ps_buffer_printf(out, "  %s: ", label);
        ps_buffer_add_str(out, text);
        ps_buffer_add_char(out, '\n');
    }
}

static void add_bases(ps_buffer *out, const ps_dated *bases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ps_buffer_add_text(out, "  basis: ");
        ps_buffer_add_str(out, bases[i].text);
        add_range(out, bases[i].from, bases[i].to);
        ps_buffer_add_char(out, '\n');
    }
}

static const char *reach_name(ps_reach reach)
{
    switch (reach) {
    case PS_REACH_SENTENCE:
        return "sentence";
    case PS_REACH_CLAUSE:
        return "clause";
    case PS_REACH_WHOLE:
        return "whole";
    }
    return "";
}

static void add_pattern(ps_buffer *out, const ps_clause_pattern *pattern)
{
    ps_buffer_printf(out, "  %.*s", PS_FMT(pattern->id));
    if (pattern->lang.len) {
        ps_buffer_printf(out, " [%.*s]", PS_FMT(pattern->lang));
    }
    if (pattern->use == PS_USE_DEFEAT) {
        ps_buffer_printf(out, " (%s, %s)", ps_defeat_name(pattern->defeat),
                         reach_name(pattern->reach));
    }
    ps_buffer_add_text(out, ": ");
    ps_buffer_add_str(out, pattern->written);
    ps_buffer_add_char(out, '\n');
}

static void show_element(const ps_policy *policy, const ps_policy_element *element, ps_buffer *out)
{
    ps_buffer_printf(out, "element %.*s", PS_FMT(element->id));
    add_range(out, element->from, element->to);
    ps_buffer_add_char(out, '\n');
    add_line(out, "title", element->title);
    add_line(out, "title (zh)", element->title_zh);
    add_line(out, "nature", element->nature);
    ps_buffer_printf(out, "  severity if missing: %s", ps_severity_name(element->severity));
    if (element->has_filed) {
        ps_buffer_printf(out, "; %s if the purchase is filed for review",
                         ps_severity_name(element->filed));
    }
    if (element->buys.len) {
        ps_buffer_printf(out, "; for %.*s, else %s", PS_FMT(element->buys),
                         ps_severity_name(element->otherwise));
    }
    ps_buffer_add_char(out, '\n');
    add_line(out, "note", element->note);
    add_bases(out, element->bases, element->basis_count);
    for (uint32_t i = 0; i < element->pattern_count; i++) {
        add_pattern(out, &policy->patterns[element->first_pattern + i]);
    }
    for (size_t i = 0; i < element->example_count; i++) {
        ps_buffer_printf(out, "  example, %s: ", ps_state_name(element->examples[i].state));
        ps_buffer_add_str(out, element->examples[i].text);
        ps_buffer_add_char(out, '\n');
    }
}

static void add_money(ps_buffer *out, const ps_policy_exposure *value)
{
    ps_decimal_format(value->min, 0, out);
    ps_buffer_add_text(out, " to ");
    ps_decimal_format(value->max, 0, out);
    if (value->by_amount) {
        ps_buffer_add_text(out, " times the purchase amount");
    } else {
        ps_buffer_printf(out, " %.*s", PS_FMT(value->currency));
    }
    if (value->has_person) {
        ps_buffer_add_text(out, "; each person responsible ");
        ps_decimal_format(value->person_min, 0, out);
        ps_buffer_add_text(out, " to ");
        ps_decimal_format(value->person_max, 0, out);
        ps_buffer_printf(out, " %.*s", PS_FMT(value->person_currency));
    }
}

static void show_rule(const ps_policy *policy, const ps_rule_data *rule, ps_buffer *out)
{
    ps_buffer_printf(out, "rule %.*s", PS_FMT(rule->id));
    add_range(out, rule->from, rule->to);
    ps_buffer_add_char(out, '\n');
    for (unsigned i = 0; i < PS_COUNT(rule->severity); i++) {
        ps_buffer_printf(out, "  severity, operator %s: %s\n", ps_cii_status_name((ps_cii_status)i),
                         ps_severity_name(rule->severity[i]));
    }
    add_line(out, "instead of a missing", rule->element);
    if (rule->months) {
        ps_buffer_printf(out, "  due after %llu months\n", (unsigned long long)rule->months);
    }
    add_bases(out, rule->bases, rule->basis_count);
    add_line(out, "message", rule->message);
    add_line(out, "next", rule->next);
    for (size_t i = 0; i < policy->exposure_count; i++) {
        const ps_exposure_data *exposure = &policy->exposures[i];
        if (!ps_str_equal(exposure->rule, rule->id)) {
            continue;
        }
        ps_buffer_printf(out, "  exposure %.*s: ", PS_FMT(exposure->id));
        add_money(out, &exposure->value);
        ps_buffer_printf(out, ", %.*s", PS_FMT(exposure->value.basis));
        add_range(out, exposure->from, exposure->to);
        if (exposure->continuing) {
            ps_buffer_add_text(out, ", an act that goes on");
        }
        if (exposure->condition.len) {
            ps_buffer_printf(out, ", only if %.*s (not counted)", PS_FMT(exposure->condition));
        }
        ps_buffer_add_char(out, '\n');
        add_line(out, "  formula", exposure->value.formula);
    }
}

static void show_pack(const ps_policy *policy, uint32_t index, ps_buffer *out)
{
    const ps_pack_info *info = &policy->packs[index].info;
    ps_buffer_printf(out, "policy %.*s, version %.*s: ", PS_FMT(info->id), PS_FMT(info->version));
    ps_buffer_add_str(out, info->title);
    ps_buffer_printf(out, "\n  %zu entries, %zu examples, %.*s\n", info->entries, info->examples,
                     PS_FMT(info->path));
    for (size_t i = 0; i < policy->packs[index].source_count; i++) {
        add_line(out, "source", policy->packs[index].sources[i]);
    }
    for (size_t i = 0; i < policy->element_count; i++) {
        const ps_policy_element *element = &policy->elements[i];
        if (element->file == index) {
            ps_buffer_printf(out, "  element %.*s: ", PS_FMT(element->id));
            ps_buffer_add_str(out, element->title);
            ps_buffer_add_char(out, '\n');
        }
    }
    for (size_t i = 0; i < policy->rule_count; i++) {
        if (policy->rules[i].file == index) {
            ps_buffer_printf(out, "  rule %.*s\n", PS_FMT(policy->rules[i].id));
        }
    }
}

/* 1 when there was something of that id. */
static int describe(const ps_policy *policy, ps_str id, ps_buffer *out)
{
    for (uint32_t i = 0; i < policy->pack_count; i++) {
        if (ps_str_equal(policy->packs[i].info.id, id)) {
            show_pack(policy, i, out);
            return 1;
        }
    }
    for (size_t i = 0; i < policy->element_count; i++) {
        if (ps_str_equal(policy->elements[i].id, id)) {
            show_element(policy, &policy->elements[i], out);
            return 1;
        }
    }
    for (size_t i = 0; i < policy->rule_count; i++) {
        if (ps_str_equal(policy->rules[i].id, id)) {
            show_rule(policy, &policy->rules[i], out);
            return 1;
        }
    }
    return 0;
}

ps_status ps_policy_show(const ps_policy *policy, ps_str id, ps_text_fn text, void *user,
                         ps_error *reterr)
{
    ps_buffer out;
    ps_buffer_init(&out, 0);
    int found = describe(policy, id, &out);
    ps_status status = out.failed ? ps_error_memory(reterr) : found ? PS_OK : PS_END;
    if (status == PS_OK) {
        text(user, ps_buffer_str(&out));
    }
    ps_buffer_done(&out);
    return status;
}

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
