/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/finding.h"

#include "base/date.h"
#include "base/error.h"
#include "base/str.h"
#include "screen/finding_write.h"

/* The review takes 10 + 30 + 15 + 15 working days when nothing is special (law.md: MCR 2021 arts. 9
 * to 12). */
enum { REVIEW_WORKING_DAYS = 70 };

/* Statements about a record as a whole, apart from those about its supplier's watch entries. */
enum { OF_RECORD_MOST = 7 };

static ps_status read_sentences(ps_finder *finder, ps_rules *rules, size_t rule, ps_error *reterr)
{
    const ps_policy_rule *data = &rules->list[rule];
    ps_status status =
        ps_sentence_read(data->message, &finder->arena, &rules->message[rule], reterr);
    return status == PS_OK
               ? ps_sentence_read(data->next, &finder->arena, &rules->next_step[rule], reterr)
               : status;
}

static ps_status find_rules(ps_finder *finder, ps_day day, const ps_rules **ret, ps_error *reterr)
{
    for (const ps_rules *met = finder->met; met; met = met->next) {
        if (met->from <= day && day <= met->to) {
            *ret = met;
            return PS_OK;
        }
    }
    const ps_policy *policy = finder->packs->policy;
    ps_rules *rules = ps_arena_alloc(&finder->arena, sizeof *rules);
    if (!rules) {
        return ps_error_memory(reterr);
    }
    for (size_t i = 0; i < PS_RULE_COUNT; i++) {
        ps_status status = ps_policy_rule_find(policy, ps_rule_name((ps_rule_id)i), day,
                                               &finder->arena, &rules->list[i], reterr);
        if (status == PS_OK) {
            rules->in_force[i] = 1;
            status = read_sentences(finder, rules, i, reterr);
        }
        if (status != PS_OK && status != PS_END) {
            return status;
        }
    }
    ps_policy_rule_days(policy, day, &rules->from, &rules->to);
    rules->next = finder->met;
    finder->met = rules;
    *ret = rules;
    return PS_OK;
}

ps_status ps_finder_init(ps_finder *finder, const ps_packs *packs, ps_day as_of, ps_day today,
                         ps_error *reterr)
{
    *finder = (ps_finder){
        .packs = packs, .as_of = as_of, .today = as_of == PS_NO_DAY ? today : PS_NO_DAY};
    ps_arena_init(&finder->arena, 0);
    ps_buffer_init(&finder->words, 0);
    return finder->today == PS_NO_DAY ? PS_OK
                                      : find_rules(finder, finder->today, &finder->now, reterr);
}

void ps_finder_done(ps_finder *finder)
{
    ps_arena_done(&finder->arena);
    ps_buffer_done(&finder->words);
}

static ps_severity lower(ps_severity severity)
{
    return severity > PS_SEVERITY_LOW ? (ps_severity)(severity - 1) : severity;
}

static int is_purchase(const ps_screened *screened)
{
    return screened->kind == PS_KIND_ORDER || screened->kind == PS_KIND_INVOICE;
}

static int has_hit(const ps_screened *screened)
{
    for (size_t i = 0; i < screened->item_count; i++) {
        if (screened->items[i].outcome == PS_OUTCOME_HIT) {
            return 1;
        }
    }
    return 0;
}

/* The rule for a hit: has the purchase been filed, and what came of it? */
static ps_rule_id review_rule(const ps_filing *filing)
{
    if (!filing) {
        return PS_RULE_REVIEW_REQUIRED;
    }
    switch (filing->result) {
    case PS_FILING_PENDING:
        return PS_RULE_REVIEW_PENDING;
    case PS_FILING_NOT_NEEDED:
    case PS_FILING_PASSED:
        return PS_RULE_REVIEW_PASSED;
    case PS_FILING_FAILED:
        return PS_RULE_REVIEW_FAILED;
    }
    return PS_RULE_REVIEW_REQUIRED;
}

/* The first entry of that role among an item's evidence; absent when there is none. */
static ps_str entry_of(const ps_item_outcome *item, const char *role)
{
    for (size_t i = 0; i < item->evidence_count; i++) {
        if (ps_str_is(item->evidence[i].role, role)) {
            return item->evidence[i].entry;
        }
    }
    return PS_NO_STR;
}

static void hit_finding(ps_making *m, const ps_item_outcome *item)
{
    ps_rule_id rule = review_rule(m->context->filing);
    ps_subject subject = {.item = item};
    ps_finding *finding = ps_making_add(m, rule, &subject);
    if (!finding) {
        return;
    }
    subject.entry = entry_of(item, "critical");
    if (rule != PS_RULE_REVIEW_PASSED) {
        ps_making_exposure(m, PS_RULE_REVIEW_REQUIRED, item, finding);
        if (subject.entry.len) {
            ps_making_raise(m, PS_RULE_CRITICAL_EQUIPMENT, &subject, finding);
        }
    }
    if (item->confidence == PS_CONFIDENCE_POSSIBLE) {
        finding->severity = lower(finding->severity);
    }
}

/* Not in the list on the day of the record, and in it today: who still uses it is under today's
 * law.
 */
static void today_finding(ps_making *m, const ps_item_outcome *item)
{
    const ps_item_today *today = item->today;
    if (!today || today->outcome != PS_OUTCOME_HIT || m->finder->today == PS_NO_DAY) {
        return;
    }
    ps_finding *finding = ps_making_add(m, PS_RULE_LISTED_TODAY, &(ps_subject){.item = item});
    if (!finding) {
        return;
    }
    finding->confidence = today->confidence;
    /* The statement is about today's law as a whole. */
    const ps_policy_rule *now = &m->finder->now->list[PS_RULE_LISTED_TODAY];
    finding->basis = now->basis;
    finding->basis_count = now->basis_count;
    ps_making_exposure(m, PS_RULE_REVIEW_REQUIRED, item, finding);
    if (finding->has_today) {
        finding->exposure = finding->today.exposure;
        finding->has_today = 0;
    }
    if (today->confidence == PS_CONFIDENCE_POSSIBLE) {
        finding->severity = lower(finding->severity);
    }
}

/* One finding for each watch entry among the places. */
static void watch_findings(ps_making *m, const ps_item_outcome *item, const ps_evidence *places,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int said = !ps_str_is(places[i].role, "watch");
        for (size_t k = 0; k < i && !said; k++) {
            said = ps_str_is(places[k].role, "watch") &&
                   ps_str_equal(places[k].entry, places[i].entry);
        }
        if (!said) {
            ps_subject subject = {.item = item, .entry = places[i].entry};
            (void)ps_making_add(m, PS_RULE_VENDOR_WATCH, &subject);
        }
    }
}

static void item_findings(ps_making *m)
{
    for (size_t i = 0; i < m->screened->item_count; i++) {
        const ps_item_outcome *item = &m->screened->items[i];
        if (item->outcome == PS_OUTCOME_HIT) {
            hit_finding(m, item);
        } else {
            today_finding(m, item);
        }
        watch_findings(m, item, item->evidence, item->evidence_count);
    }
}

/* The rule that says that an element is missing or defeated; PS_RULE_COUNT: none need say it. That
 * a contract does not wait for the review has a rule of its own where it buys what is in the list,
 * and is of no matter when the review was passed. */
static ps_rule_id element_rule(const ps_making *m, const ps_element_outcome *element)
{
    const ps_rules *rules = m->finder->then;
    ps_rule_id usual =
        element->state == PS_STATE_MISSING ? PS_RULE_ELEMENT_MISSING : PS_RULE_ELEMENT_DEFEATED;
    if (!rules->in_force[PS_RULE_EFFECTIVE_BEFORE_REVIEW] ||
        !ps_str_equal(rules->list[PS_RULE_EFFECTIVE_BEFORE_REVIEW].element, element->element)) {
        return usual;
    }
    if (review_rule(m->context->filing) == PS_RULE_REVIEW_PASSED) {
        return PS_RULE_COUNT;
    }
    int contract = m->screened->kind == PS_KIND_CONTRACT || element->source.ptr;
    return contract && has_hit(m->screened) ? PS_RULE_EFFECTIVE_BEFORE_REVIEW : usual;
}

static void element_findings(ps_making *m)
{
    for (size_t i = 0; i < m->screened->element_count; i++) {
        const ps_element_outcome *element = &m->screened->elements[i];
        if (element->state != PS_STATE_MISSING && element->state != PS_STATE_DEFEATED) {
            continue;
        }
        ps_rule_id rule = element_rule(m, element);
        ps_finding *finding = rule == PS_RULE_COUNT
                                  ? NULL
                                  : ps_making_add(m, rule, &(ps_subject){.element = element});
        if (!finding) {
            continue;
        }
        ps_making_element_basis(m, element, finding);
        /* The rule says how much the operator's status lets of the element's severity. MCR art. 6
         * binds the supplier of a purchase that is filed. */
        ps_severity most = m->context->filing ? element->severity_if_filed : element->severity;
        if (rule != PS_RULE_EFFECTIVE_BEFORE_REVIEW && most < finding->severity) {
            finding->severity = most;
        }
        if (ps_str_is(element->nature, "statutory")) {
            ps_making_exposure(m, PS_RULE_ELEMENT_MISSING, NULL, finding);
        }
    }
}

static int starts_with_name(ps_str reason, const char *name)
{
    return ps_str_starts(reason, ps_str_from(name));
}

/* A hit that is delivered before an ordinary review could be over. */
static const ps_item_outcome *delivered_early(const ps_screened *s)
{
    if (s->date == PS_NO_DAY || s->kind != PS_KIND_ORDER) {
        return NULL;
    }
    for (size_t i = 0; i < s->item_count; i++) {
        const ps_item_outcome *item = &s->items[i];
        if (item->outcome == PS_OUTCOME_HIT && item->delivery.day != PS_NO_DAY &&
            item->delivery.day < ps_date_add_working_days(s->date, REVIEW_WORKING_DAYS)) {
            return item;
        }
    }
    return NULL;
}

/* By its id, or by its text. */
static int names_contract(const ps_screened *s)
{
    for (size_t i = 0; i < s->attachment_count; i++) {
        if (s->attachments[i].role == PS_ATTACHMENT_CONTRACT) {
            return 1;
        }
    }
    return s->contract_count > 0;
}

static void record_findings(ps_making *m)
{
    const ps_screened *s = m->screened;
    const ps_finding_context *context = m->context;
    static const ps_subject of_record = {.item = NULL};
    int undescribed = 0;
    for (size_t i = 0; i < s->item_count; i++) {
        undescribed |= s->items[i].outcome == PS_OUTCOME_NOT_EVALUABLE &&
                       starts_with_name(s->items[i].reason, "no-description");
    }
    int unavailable = 0;
    for (size_t i = 0; i < s->element_count; i++) {
        unavailable |= s->elements[i].state == PS_STATE_NOT_EVALUABLE &&
                       starts_with_name(s->elements[i].reason, "contract-not-available");
    }
    ps_subject early = {.item = delivered_early(s)};
    int passed = review_rule(context->filing) == PS_RULE_REVIEW_PASSED;
    int bad_id = s->supplier.check == PS_CHECK_INVALID || s->supplier.check == PS_CHECK_REPAIRED;
    const struct {
        int holds;
        ps_rule_id rule;
        const ps_subject *subject;
    } found[] = {
        {has_hit(s) && is_purchase(s) && !names_contract(s), PS_RULE_CONTRACT_NOT_REFERENCED,
         &of_record},
        {unavailable, PS_RULE_CONTRACT_NOT_AVAILABLE, &of_record},
        {early.item && !passed, PS_RULE_DELIVERY_BEFORE_REVIEW, &early},
        {context->audit_overdue, PS_RULE_AUDIT_DUE, &of_record},
        {s->suspicious_count > 0, PS_RULE_SUSPICIOUS_TEXT, &of_record},
        {context->new_supplier && bad_id, PS_RULE_SUPPLIER_ID_INVALID, &of_record},
        {undescribed, PS_RULE_ITEM_NOT_DESCRIBED, &of_record},
    };
    _Static_assert(PS_COUNT(found) == OF_RECORD_MOST, "room is made for them");
    for (size_t i = 0; i < PS_COUNT(found); i++) {
        if (found[i].holds) {
            (void)ps_making_add(m, found[i].rule, found[i].subject);
        }
    }
    watch_findings(m, NULL, s->watched, s->watched_count);
}

ps_day ps_finder_audit_due(ps_finder *finder, const ps_screened *screened, ps_day last)
{
    const ps_rules *rules = finder->now;
    ps_day from = last != PS_NO_DAY ? last : screened->date;
    if (finder->today == PS_NO_DAY || from == PS_NO_DAY || !rules->in_force[PS_RULE_AUDIT_DUE] ||
        rules->list[PS_RULE_AUDIT_DUE].months == 0 || !has_hit(screened)) {
        return PS_NO_DAY;
    }
    return ps_date_add_months(from, rules->list[PS_RULE_AUDIT_DUE].months);
}

/* The most findings that a record can have. */
static size_t count_most(const ps_screened *screened)
{
    size_t most = OF_RECORD_MOST + screened->watched_count;
    for (size_t i = 0; i < screened->item_count; i++) {
        const ps_item_outcome *item = &screened->items[i];
        most += item->outcome == PS_OUTCOME_HIT || item->today;
        for (size_t k = 0; k < item->evidence_count; k++) {
            most += ps_str_is(item->evidence[k].role, "watch");
        }
    }
    for (size_t i = 0; i < screened->element_count; i++) {
        most += screened->elements[i].state == PS_STATE_MISSING ||
                screened->elements[i].state == PS_STATE_DEFEATED;
    }
    return most;
}

ps_status ps_finder_make(ps_finder *finder, const ps_screened *screened,
                         const ps_finding_context *context, ps_arena *arena,
                         ps_finding **ret_findings, size_t *ret_count, ps_error *reterr)
{
    ps_day day = finder->as_of != PS_NO_DAY ? finder->as_of : screened->date;
    ps_status status = find_rules(finder, day, &finder->then, reterr);
    if (status != PS_OK) {
        return status;
    }
    finder->day = day;
    ps_making m = {.finder = finder, .screened = screened, .context = context, .arena = arena};
    m.list = ps_arena_bytes(arena, count_most(screened) * sizeof *m.list);
    if (!m.list) {
        return ps_error_memory(reterr);
    }
    item_findings(&m);
    element_findings(&m);
    record_findings(&m);
    if (m.no_memory) {
        return ps_error_memory(reterr);
    }
    for (size_t i = 0; i < m.count; i++) {
        ps_making_settle_today(&m.list[i]);
    }
    *ret_findings = m.list;
    *ret_count = m.count;
    return PS_OK;
}
