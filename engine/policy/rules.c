/* What findings say and what a breach could cost: reading the rules and exposures of a pack, and
 * giving those in force on a day.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/str.h"
#include "policy/reader.h"

/* Placeholders are filled in by the screen stage, which knows these. */
static void check_placeholders(ps_reader *reader, const ps_node *node, ps_str text)
{
    static const char known[] = " item line category confidence supplier supplier-id buyer element "
                                "contract date amount currency status reason entry filed due ";
    size_t open;
    while ((open = ps_str_find(text, PS_STR("{"))) != SIZE_MAX) {
        text = ps_str_slice(text, open + 1, text.len);
        size_t close = ps_str_find(text, PS_STR("}"));
        ps_str name = ps_str_slice(text, 0, close == SIZE_MAX ? text.len : close);
        char word[64];
        int len = snprintf(word, sizeof word, " %.*s ", PS_FMT(ps_str_cut(name, 40)));
        if (close == SIZE_MAX ||
            ps_str_find(ps_str_from(known), (ps_str){word, (size_t)len}) == SIZE_MAX) {
            ps_reader_report(reader, PS_FATAL, reader->file, node->line, node->column,
                             "item, line, category, confidence, supplier, supplier-id, buyer, "
                             "element, contract, date, amount, currency, status, reason, entry, "
                             "filed, due",
                             "there is no placeholder {%.*s}", PS_FMT(name));
        }
    }
}

/* The English text of the children of that name, which is what findings say. Those in Chinese are
 * what reports in that language show for it (report/phrases.h), and checked here. */
static ps_str read_said(ps_reader *reader, const ps_node *node, const char *name)
{
    ps_str said = PS_NO_STR;
    for (const ps_node *c = ps_node_child(node, name); c; c = ps_node_next(c, name)) {
        ps_str text = ps_read_text(reader, c);
        check_placeholders(reader, c, text);
        if (!said.len && !ps_str_is(ps_node_attr_value(c, "lang"), "zh")) {
            said = text;
        }
    }
    return said;
}

void ps_read_rule(ps_reader *reader, const ps_node *node)
{
    ps_str id = ps_read_attr(reader, node, "id");
    const ps_rule_data *rules = reader->rules.items;
    if (!id.len) {
        return;
    }
    for (size_t i = 0; i < reader->rules.count; i++) {
        if (ps_str_equal(rules[i].id, id)) {
            ps_report_twice(reader, node, id, rules[i].file, rules[i].line);
            return;
        }
    }
    ps_rule_data *rule = ps_list_add(reader, &reader->rules);
    if (!rule) {
        return;
    }
    *rule = (ps_rule_data){
        .id = id,
        .element = ps_read_attr(reader, node, "element"),
        .months = ps_read_uint(node, "months"),
        .from = ps_read_date(node, "from"),
        .to = ps_read_date(node, "to"),
        .file = reader->file,
        .line = node->line,
    };
    rule->severity[PS_CII_UNKNOWN] = ps_read_severity(node, "unknown");
    rule->severity[PS_CII_IDENTIFIED] = ps_read_severity(node, "identified");
    rule->severity[PS_CII_LIKELY] = ps_read_severity(node, "likely");
    rule->severity[PS_CII_NOT] = ps_read_severity(node, "not");
    ps_read_bases(reader, node, &rule->bases, &rule->basis_count);
    rule->message = read_said(reader, node, "message");
    rule->next = read_said(reader, node, "next");
    if (!rule->message.len || !rule->next.len) {
        ps_report_node(reader, node, "<rule> needs a <message> and a <next>",
                       "say what was found, and what to do about it");
    }
}

/* What each person responsible could have to pay. */
static void read_persons(ps_reader *reader, const ps_node *node, ps_policy_exposure *value)
{
    static const char *const names[] = {"person-min", "person-max", "person-currency"};
    size_t given = 0;
    for (size_t i = 0; i < PS_COUNT(names); i++) {
        given += ps_node_attr_value(node, names[i]).ptr != NULL;
    }
    if (given == 0) {
        return;
    }
    if (given < PS_COUNT(names)) {
        ps_report_node(reader, node,
                       "<exposure>: person-min, person-max and person-currency go together",
                       "person-min=\"10000\" person-max=\"100000\" person-currency=\"CNY\"");
        return;
    }
    value->has_person =
        ps_decimal_parse(ps_node_attr_value(node, names[0]), '.', &value->person_min) &&
        ps_decimal_parse(ps_node_attr_value(node, names[1]), '.', &value->person_max);
    value->person_currency = ps_read_attr(reader, node, names[2]);
    if (value->has_person && ps_decimal_compare(value->person_min, value->person_max) > 0) {
        ps_report_node(reader, node, "<exposure>: person-min is more than person-max", "");
    }
}

void ps_read_exposure(ps_reader *reader, const ps_node *node)
{
    ps_exposure_data *exposure = ps_list_add(reader, &reader->exposures);
    if (!exposure) {
        return;
    }
    *exposure = (ps_exposure_data){
        .id = ps_read_attr(reader, node, "id"),
        .rule = ps_read_attr(reader, node, "rule"),
        .from = ps_read_date(node, "from"),
        .to = ps_read_date(node, "to"),
        .condition = ps_read_attr(reader, node, "condition"),
        .continuing = ps_str_is(ps_node_attr_value(node, "continuing"), "yes"),
        .value = {.by_amount = ps_str_is(ps_node_attr_value(node, "by"), "amount"),
                  .currency = ps_read_attr(reader, node, "currency"),
                  .basis = ps_read_attr(reader, node, "basis"),
                  .formula = ps_read_text(reader, node)},
        .file = reader->file,
        .line = node->line,
    };
    read_persons(reader, node, &exposure->value);
    if (!ps_decimal_parse(ps_node_attr_value(node, "min"), '.', &exposure->value.min) ||
        !ps_decimal_parse(ps_node_attr_value(node, "max"), '.', &exposure->value.max)) {
        return;
    }
    if (ps_decimal_compare(exposure->value.min, exposure->value.max) > 0) {
        ps_report_node(reader, node, "<exposure>: min is more than max", "");
    }
    if (exposure->value.by_amount == (exposure->value.currency.len > 0)) {
        ps_report_node(reader, node,
                       "<exposure>: by=\"money\" needs a currency, by=\"amount\" has none",
                       "currency=\"CNY\"");
    }
    ps_read_citation(reader, node, exposure->value.basis);
}

ps_status ps_policy_rule_find(const ps_policy *policy, ps_str id, ps_day day, ps_arena *arena,
                              ps_policy_rule *ret_rule, ps_error *reterr)
{
    for (size_t i = 0; i < policy->rule_count; i++) {
        const ps_rule_data *rule = &policy->rules[i];
        if (!ps_str_equal(rule->id, id)) {
            continue;
        }
        if (!ps_in_force(rule->from, rule->to, day)) {
            return PS_END;
        }
        ps_str *basis = ps_arena_array(arena, rule->basis_count + 1, sizeof *basis);
        if (!basis) {
            return ps_error_memory(reterr);
        }
        size_t used = 0;
        for (size_t k = 0; k < rule->basis_count; k++) {
            if (ps_in_force(rule->bases[k].from, rule->bases[k].to, day)) {
                basis[used++] = rule->bases[k].text;
            }
        }
        *ret_rule = (ps_policy_rule){.id = rule->id,
                                     .element = rule->element,
                                     .months = (unsigned)rule->months,
                                     .basis = basis,
                                     .basis_count = used,
                                     .message = rule->message,
                                     .next = rule->next};
        memcpy(ret_rule->severity, rule->severity, sizeof rule->severity);
        return PS_OK;
    }
    return PS_END;
}

/* Days on the same side of both ends as `day`. */
static void narrow(ps_day from, ps_day to, ps_day day, ps_day *ret_from, ps_day *ret_to)
{
    if (from != PS_NO_DAY && from <= day) {
        *ret_from = from > *ret_from ? from : *ret_from;
    } else if (from != PS_NO_DAY) {
        *ret_to = from - 1 < *ret_to ? from - 1 : *ret_to;
    }
    if (to != PS_NO_DAY && day <= to) {
        *ret_to = to < *ret_to ? to : *ret_to;
    } else if (to != PS_NO_DAY) {
        *ret_from = to + 1 > *ret_from ? to + 1 : *ret_from;
    }
}

void ps_policy_rule_days(const ps_policy *policy, ps_day day, ps_day *ret_from, ps_day *ret_to)
{
    *ret_from = day == PS_NO_DAY ? day : PS_NO_DAY + 1;
    *ret_to = day == PS_NO_DAY ? day : INT32_MAX;
    for (size_t i = 0; day != PS_NO_DAY && i < policy->rule_count; i++) {
        const ps_rule_data *rule = &policy->rules[i];
        narrow(rule->from, rule->to, day, ret_from, ret_to);
        for (size_t k = 0; k < rule->basis_count; k++) {
            narrow(rule->bases[k].from, rule->bases[k].to, day, ret_from, ret_to);
        }
    }
}

static int buys(const ps_item_outcome *item, ps_str what)
{
    if (ps_str_equal(item->category, what)) {
        return 1;
    }
    for (size_t i = 0; i < item->other_count; i++) {
        if (ps_str_equal(item->others[i].category, what)) {
            return 1;
        }
    }
    for (size_t i = 0; i < item->evidence_count; i++) {
        if (ps_str_equal(item->evidence[i].role, what)) {
            return 1;
        }
    }
    return 0;
}

static const ps_policy_element *find_element(const ps_policy *policy, ps_str id)
{
    for (size_t i = 0; i < policy->element_count; i++) {
        if (ps_str_equal(policy->elements[i].id, id)) {
            return &policy->elements[i];
        }
    }
    return NULL;
}

int ps_policy_has_element(const ps_policy *policy, ps_str id)
{
    return find_element(policy, id) != NULL;
}

static ps_severity severity_of(const ps_policy_element *element, const ps_item_outcome *items,
                               size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ps_str rest = items[i].outcome == PS_OUTCOME_CLEAR ? PS_NO_STR : element->buys;
        ps_str what;
        while (ps_str_next_word(&rest, &what)) {
            if (buys(&items[i], what)) {
                return element->severity;
            }
        }
    }
    return element->otherwise;
}

void ps_policy_rate(const ps_policy *policy, ps_element_outcome *outcomes, size_t count,
                    const ps_item_outcome *items, size_t item_count)
{
    size_t at = 0; /* they come in the order of the policy */
    for (size_t i = 0; i < count; i++) {
        size_t left = policy->element_count;
        while (left && !ps_str_equal(policy->elements[at].id, outcomes[i].element)) {
            at = at + 1 < policy->element_count ? at + 1 : 0;
            left--;
        }
        /* An element may be meant for anything; or nobody knows what is bought. */
        if (left && policy->elements[at].buys.len && item_count) {
            outcomes[i].severity = severity_of(&policy->elements[at], items, item_count);
        }
    }
}

ps_status ps_policy_element_basis(const ps_policy *policy, ps_str id, ps_day day, ps_arena *arena,
                                  const ps_str **ret_basis, size_t *ret_count, ps_error *reterr)
{
    const ps_policy_element *element = find_element(policy, id);
    size_t count = element ? element->basis_count : 0;
    ps_str *basis = ps_arena_array(arena, count + 1, sizeof *basis);
    if (!basis) {
        return ps_error_memory(reterr);
    }
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (ps_in_force(element->bases[i].from, element->bases[i].to, day)) {
            basis[used++] = element->bases[i].text;
        }
    }
    *ret_basis = basis;
    *ret_count = used;
    return PS_OK;
}

ps_status ps_policy_exposure_at(const ps_policy *policy, ps_str rule, ps_day day, int continuing,
                                size_t index, ps_policy_exposure *ret_exposure)
{
    for (size_t i = 0; i < policy->exposure_count; i++) {
        const ps_exposure_data *exposure = &policy->exposures[i];
        if (ps_str_equal(exposure->rule, rule) && !exposure->condition.len &&
            (!continuing || exposure->continuing) &&
            ps_in_force(exposure->from, exposure->to, day) && index-- == 0) {
            *ret_exposure = exposure->value;
            return PS_OK;
        }
    }
    return PS_END;
}
