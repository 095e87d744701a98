/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/finding_write.h"

#include "base/date.h"
#include "base/decimal.h"
#include "base/file.h"
#include "base/str.h"
#include "screen/exposure.h"

static const char *const rule_names[] = {
#define PS_X(symbol, name) [PS_RULE_##symbol] = name,
    PS_RULES(PS_X)
#undef PS_X
};

ps_str ps_rule_name(ps_rule_id rule)
{
    return ps_str_from(rule_names[rule]);
}

/* "core-network-equipment" as a reader says it. */
static void add_words(ps_buffer *out, ps_str id)
{
    for (size_t i = 0; i < id.len; i++) {
        ps_buffer_add_char(out, id.ptr[i] == '-' ? ' ' : id.ptr[i]);
    }
}

static void add_contracts(ps_buffer *out, const ps_screened *screened)
{
    enum { SHOWN = 3 };
    for (size_t i = 0; i < screened->contract_count && i < SHOWN; i++) {
        ps_buffer_add_text(out, i ? ", " : "");
        ps_buffer_add_str(out, ps_str_cut(screened->contracts[i], 100));
    }
    if (screened->contract_count > SHOWN) {
        ps_buffer_printf(out, " and %zu more", screened->contract_count - SHOWN);
    }
    if (screened->contract_count == 0) {
        ps_buffer_add_str(out, ps_str_cut(screened->id, 100));
    }
}

static void add_party(ps_buffer *out, const ps_party_view *party)
{
    ps_str name = party->name.len ? party->name : party->id.len ? party->id : PS_STR("(not named)");
    ps_buffer_add_str(out, ps_str_cut(name, 200));
}

static void add_day(ps_buffer *out, ps_day day)
{
    if (day == PS_NO_DAY) {
        ps_buffer_add_text(out, "(no date)");
    } else {
        ps_date_format(day, out);
    }
}

/* "filed on 2026-05-01, passed on 2026-07-20" */
static void add_filing(ps_buffer *out, const ps_filing *filing)
{
    static const char *const results[] = {[PS_FILING_PENDING] = "not decided yet",
                                          [PS_FILING_NOT_NEEDED] = "no review needed",
                                          [PS_FILING_PASSED] = "passed",
                                          [PS_FILING_FAILED] = "failed"};
    if (!filing) {
        return;
    }
    ps_buffer_add_text(out, "filed on ");
    add_day(out, filing->filed);
    ps_buffer_printf(out, ", %s", results[filing->result]);
    if (filing->decided != PS_NO_DAY) {
        ps_buffer_add_text(out, " on ");
        add_day(out, filing->decided);
    }
}

static void add_category(ps_buffer *out, const ps_making *m, const ps_item_outcome *item)
{
    ps_str category = item ? item->category : PS_NO_STR;
    category = item && item->today && !category.len ? item->today->category : category;
    ps_str title = ps_catalog_title(m->finder->packs->catalog, category);
    if (title.ptr) {
        ps_buffer_add_str(out, title);
    } else {
        add_words(out, category);
    }
}

static void add_amount(ps_buffer *out, const ps_item_outcome *item)
{
    if (item && item->amount.known) {
        ps_decimal_format(item->amount.value, 2, out);
    } else {
        ps_buffer_add_text(out, "(unknown)");
    }
}

static void add_entry(ps_buffer *out, const ps_making *m, ps_str entry)
{
    ps_str title = ps_catalog_title(m->finder->packs->catalog, entry);
    ps_buffer_add_str(out, title.ptr ? title : entry);
}

static void add_placeholder(ps_buffer *out, ps_placeholder placeholder, const ps_making *m,
                            const ps_subject *subject)
{
    const ps_screened *s = m->screened;
    const ps_item_outcome *item = subject->item;
    const ps_element_outcome *element = subject->element;
    switch (placeholder) {
    case PS_PLACEHOLDER_ITEM:
        ps_buffer_add_str(out, item ? ps_str_cut(item->name, 120) : PS_STR("the items"));
        break;
    case PS_PLACEHOLDER_LINE:
        ps_buffer_add_str(out, item && item->line_id.text.len ? item->line_id.text : PS_STR("-"));
        break;
    case PS_PLACEHOLDER_CATEGORY:
        add_category(out, m, item);
        break;
    case PS_PLACEHOLDER_CONFIDENCE:
        ps_buffer_add_text(out, ps_confidence_name(item ? item->confidence : PS_CONFIDENCE_NONE));
        break;
    case PS_PLACEHOLDER_SUPPLIER:
        add_party(out, &s->supplier);
        break;
    case PS_PLACEHOLDER_SUPPLIER_ID:
        ps_buffer_add_str(out, s->supplier.id);
        break;
    case PS_PLACEHOLDER_BUYER:
        add_party(out, &s->buyer);
        break;
    case PS_PLACEHOLDER_ELEMENT:
        ps_buffer_add_str(out, element ? (element->title.len ? element->title : element->element)
                                       : PS_NO_STR);
        break;
    case PS_PLACEHOLDER_CONTRACT:
        add_contracts(out, s);
        break;
    case PS_PLACEHOLDER_DATE:
        add_day(out, s->date);
        break;
    case PS_PLACEHOLDER_AMOUNT:
        add_amount(out, item);
        break;
    case PS_PLACEHOLDER_CURRENCY:
        ps_buffer_add_str(out, item ? item->currency : s->currency);
        break;
    case PS_PLACEHOLDER_STATUS:
        ps_buffer_add_text(out, ps_cii_status_name(s->buyer_status));
        break;
    case PS_PLACEHOLDER_REASON:
        ps_buffer_add_str(out, element ? element->reason : item ? item->reason : s->reason);
        break;
    case PS_PLACEHOLDER_ENTRY:
        add_entry(out, m, subject->entry);
        break;
    case PS_PLACEHOLDER_FILED:
        add_filing(out, m->context->filing);
        break;
    case PS_PLACEHOLDER_DUE:
        add_day(out, m->context->audit_due);
        break;
    case PS_PLACEHOLDER_NONE:
        break;
    }
}

/* Fill in a pack's sentence, behind what stands in `before`. */
static ps_str fill(ps_making *m, ps_str before, const ps_sentence *sentence,
                   const ps_subject *subject)
{
    ps_buffer *out = &m->finder->words;
    ps_buffer_clear(out);
    ps_buffer_add_str(out, before);
    ps_buffer_add_text(out, before.len ? " " : "");
    for (size_t i = 0; i < sentence->count; i++) {
        ps_buffer_add_str(out, sentence->parts[i].words);
        add_placeholder(out, sentence->parts[i].placeholder, m, subject);
    }
    ps_str filled = out->failed ? PS_NO_STR : ps_arena_str(m->arena, ps_buffer_str(out));
    m->no_memory |= !filled.ptr;
    return filled;
}

/* The same finding on the same content has the same fingerprint every night: no file names, no
 * running numbers. */
static void make_fingerprint(const ps_making *m, ps_rule_id rule, const ps_subject *subject,
                             ps_finding *finding)
{
    const ps_screened *s = m->screened;
    const ps_item_outcome *item = subject->item;
    const ps_element_outcome *element = subject->element;
    ps_str mark = PS_STR("\x1f");
    ps_str parts[] = {ps_str_from(rule_names[rule]),
                      mark,
                      s->format,
                      mark,
                      s->id,
                      mark,
                      s->supplier.key,
                      mark,
                      item ? item->line_id.text : PS_NO_STR,
                      mark,
                      item ? item->digest : PS_NO_STR,
                      mark,
                      item ? item->category : PS_NO_STR,
                      mark,
                      element ? element->element : PS_NO_STR,
                      mark,
                      element ? ps_str_from(ps_state_name(element->state)) : PS_NO_STR,
                      mark,
                      subject->entry};
    ps_sha256(parts, PS_COUNT(parts), finding->fingerprint);
}

/* The law of today beside that of a past day. */
static void begin_today(const ps_making *m, ps_rule_id rule, ps_finding *finding)
{
    const ps_rules *now = m->finder->now;
    finding->has_today = m->finder->today != PS_NO_DAY && m->screened->date != PS_NO_DAY &&
                         m->screened->date < m->finder->today && now->in_force[rule];
    if (finding->has_today) {
        finding->today = (ps_finding_today){.basis = now->list[rule].basis,
                                            .basis_count = now->list[rule].basis_count};
    }
}

ps_finding *ps_making_add(ps_making *m, ps_rule_id rule, const ps_subject *subject)
{
    const ps_policy_rule *data = &m->finder->then->list[rule];
    if (!m->finder->then->in_force[rule]) {
        return NULL;
    }
    const ps_item_outcome *item = subject->item;
    const ps_element_outcome *element = subject->element;
    ps_finding *finding = &m->list[m->count++];
    *finding = (ps_finding){.rule = ps_str_from(rule_names[rule]),
                            .record = m->screened->seq,
                            .item = item ? item->line_id.text : PS_NO_STR,
                            .item_number = item ? (size_t)(item - m->screened->items) + 1 : 0,
                            .element = element ? element->element : PS_NO_STR,
                            .severity = data->severity[m->screened->buyer_status],
                            .confidence = item ? item->confidence : PS_CONFIDENCE_NONE,
                            .basis = data->basis,
                            .basis_count = data->basis_count,
                            .message = fill(m, PS_NO_STR, &m->finder->then->message[rule], subject),
                            .next = fill(m, PS_NO_STR, &m->finder->then->next_step[rule], subject)};
    begin_today(m, rule, finding);
    make_fingerprint(m, rule, subject, finding);
    return finding;
}

/* Both lists, one behind the other. */
static const ps_str *join(ps_making *m, const ps_str *a, size_t a_count, const ps_str *b,
                          size_t b_count)
{
    ps_str *list = ps_arena_array(m->arena, a_count + b_count + 1, sizeof *list);
    if (!list) {
        m->no_memory = 1;
        return NULL;
    }
    for (size_t i = 0; i < a_count; i++) {
        list[i] = a[i];
    }
    for (size_t i = 0; i < b_count; i++) {
        list[a_count + i] = b[i];
    }
    return list;
}

static void add_basis(ps_making *m, const ps_policy_rule *rule, const ps_str **basis, size_t *count)
{
    const ps_str *list = join(m, *basis, *count, rule->basis, rule->basis_count);
    if (list) {
        *basis = list;
        *count += rule->basis_count;
    }
}

void ps_making_raise(ps_making *m, ps_rule_id rule, const ps_subject *subject, ps_finding *finding)
{
    const ps_policy_rule *data = &m->finder->then->list[rule];
    if (!m->finder->then->in_force[rule]) {
        return;
    }
    if (data->severity[m->screened->buyer_status] > finding->severity) {
        finding->severity = data->severity[m->screened->buyer_status];
    }
    finding->message = fill(m, finding->message, &m->finder->then->message[rule], subject);
    finding->next = fill(m, finding->next, &m->finder->then->next_step[rule], subject);
    add_basis(m, data, &finding->basis, &finding->basis_count);
    if (finding->has_today && m->finder->now->in_force[rule]) {
        add_basis(m, &m->finder->now->list[rule], &finding->today.basis,
                  &finding->today.basis_count);
    }
}

void ps_making_element_basis(ps_making *m, const ps_element_outcome *element, ps_finding *finding)
{
    const ps_policy *policy = m->finder->packs->policy;
    const ps_str *basis;
    size_t count;
    ps_error error;
    if (ps_policy_element_basis(policy, element->element, m->finder->day, m->arena, &basis, &count,
                                &error) != PS_OK) {
        m->no_memory = 1;
        return;
    }
    if (count) {
        finding->basis = basis;
        finding->basis_count = count;
    }
    if (!finding->has_today) {
        return;
    }
    if (ps_policy_element_basis(policy, element->element, m->finder->today, m->arena, &basis,
                                &count, &error) != PS_OK) {
        m->no_memory = 1;
    } else if (count) {
        finding->today.basis = basis;
        finding->today.basis_count = count;
    }
}

void ps_making_exposure(ps_making *m, ps_rule_id rule, const ps_item_outcome *item,
                        ps_finding *finding)
{
    static const ps_number no_amount = {.known = 0};
    const ps_number *amount = item ? &item->amount : &no_amount;
    ps_str currency = item ? item->currency : PS_NO_STR;
    const ps_policy *policy = m->finder->packs->policy;
    int contingent = m->screened->buyer_status != PS_CII_IDENTIFIED;
    finding->exposure =
        ps_exposure_of_rule(policy, ps_rule_name(rule), m->finder->day, 0, amount, currency);
    finding->exposure.contingent = contingent;
    if (finding->has_today) {
        finding->today.exposure =
            ps_exposure_of_rule(policy, ps_rule_name(rule), m->finder->today, 1, amount, currency);
        finding->today.exposure.contingent = contingent;
    }
}

/* Where the act does not go on, the law of today has no amount of its own. */
static int same_exposure(const ps_exposure *today, const ps_exposure *then)
{
    return !today->known || (then->known && ps_decimal_compare(today->min, then->min) == 0 &&
                             ps_decimal_compare(today->max, then->max) == 0);
}

void ps_making_settle_today(ps_finding *finding)
{
    const ps_finding_today *today = &finding->today;
    if (!finding->has_today || today->basis_count != finding->basis_count ||
        !same_exposure(&today->exposure, &finding->exposure)) {
        return;
    }
    for (size_t i = 0; i < today->basis_count; i++) {
        if (!ps_str_equal(today->basis[i], finding->basis[i])) {
            return;
        }
    }
    finding->has_today = 0;
}
