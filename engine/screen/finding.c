/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/finding.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/file.h"
#include "base/str.h"
#include "screen/exposure.h"

/* The review takes 10 + 30 + 15 + 15 working days when nothing is special (law.md: MCR 2021 arts. 9
 * to 12). */
enum { REVIEW_WORKING_DAYS = 70 };

static const char *const rule_names[] = {
#define PS_X(symbol, name) [PS_RULE_##symbol] = name,
    PS_RULES(PS_X)
#undef PS_X
};

/* One record's findings being made. */
typedef struct making {
    ps_finder *finder;
    const ps_screened *screened;
    ps_arena *arena;
    ps_finding *list;
    size_t count;
    ps_error *reterr;
} making;

void ps_finder_init(ps_finder *finder, const ps_policy *policy, ps_day as_of)
{
    *finder = (ps_finder){.policy = policy, .as_of = as_of};
    ps_arena_init(&finder->rule_arena, 0);
}

void ps_finder_done(ps_finder *finder)
{
    ps_arena_done(&finder->rule_arena);
}

static ps_status load_rules(ps_finder *finder, ps_day day, ps_error *reterr)
{
    if (finder->loaded && finder->day == day) {
        return PS_OK;
    }
    ps_arena_reset(&finder->rule_arena);
    for (size_t i = 0; i < PS_RULE_COUNT; i++) {
        ps_status status = ps_policy_rule_find(finder->policy, ps_str_from(rule_names[i]), day,
                                               &finder->rule_arena, &finder->rules[i], reterr);
        if (status != PS_OK && status != PS_END) {
            return status;
        }
        finder->in_force[i] = status == PS_OK;
    }
    finder->day = day;
    finder->loaded = 1;
    return PS_OK;
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
}

static void add_party(ps_buffer *out, const ps_party_view *party)
{
    ps_str name = party->name.len ? party->name : party->id.len ? party->id : PS_STR("(not named)");
    ps_buffer_add_str(out, ps_str_cut(name, 200));
}

/* 0 when there is no such placeholder. */
static int add_placeholder(ps_buffer *out, ps_str name, const making *m,
                           const ps_item_outcome *item, const ps_element_outcome *element)
{
    const ps_screened *s = m->screened;
    if (ps_str_is(name, "item")) {
        ps_buffer_add_str(out, item ? ps_str_cut(item->name, 120) : PS_STR("the items"));
    } else if (ps_str_is(name, "line")) {
        ps_buffer_add_str(out, item && item->line_id.text.len ? item->line_id.text : PS_STR("-"));
    } else if (ps_str_is(name, "category")) {
        add_words(out, item ? item->category : PS_NO_STR);
    } else if (ps_str_is(name, "confidence")) {
        ps_buffer_add_text(out, ps_confidence_name(item ? item->confidence : PS_CONFIDENCE_NONE));
    } else if (ps_str_is(name, "supplier")) {
        add_party(out, &s->supplier);
    } else if (ps_str_is(name, "supplier-id")) {
        ps_buffer_add_str(out, s->supplier.id);
    } else if (ps_str_is(name, "buyer")) {
        add_party(out, &s->buyer);
    } else if (ps_str_is(name, "element")) {
        ps_buffer_add_str(out, element ? (element->title.len ? element->title : element->element)
                                       : PS_NO_STR);
    } else if (ps_str_is(name, "contract")) {
        add_contracts(out, s);
    } else if (ps_str_is(name, "date")) {
        if (s->date == PS_NO_DAY) {
            ps_buffer_add_text(out, "(no date)");
        } else {
            ps_date_format(s->date, out);
        }
    } else if (ps_str_is(name, "amount")) {
        if (item && item->amount.known) {
            ps_decimal_format(item->amount.value, 2, out);
        } else {
            ps_buffer_add_text(out, "(unknown)");
        }
    } else if (ps_str_is(name, "currency")) {
        ps_buffer_add_str(out, item ? item->currency : s->currency);
    } else if (ps_str_is(name, "status")) {
        ps_buffer_add_text(out, ps_cii_status_name(s->buyer_status));
    } else if (ps_str_is(name, "reason")) {
        ps_buffer_add_str(out, element ? element->reason : item ? item->reason : s->reason);
    } else {
        return 0;
    }
    return 1;
}

/* Fill the placeholders of a pack's sentence. */
static ps_str fill(const making *m, ps_str text, const ps_item_outcome *item,
                   const ps_element_outcome *element)
{
    ps_buffer out;
    ps_buffer_init(&out, 0);
    while (text.len) {
        size_t open = ps_str_find(text, PS_STR("{"));
        if (open == SIZE_MAX) {
            ps_buffer_add_str(&out, text);
            break;
        }
        ps_buffer_add(&out, text.ptr, open);
        size_t close = ps_str_find(ps_str_slice(text, open, text.len), PS_STR("}"));
        if (close == SIZE_MAX ||
            !add_placeholder(&out, ps_str_slice(text, open + 1, open + close), m, item, element)) {
            ps_buffer_add_char(&out, '{');
            text = ps_str_slice(text, open + 1, text.len);
        } else {
            text = ps_str_slice(text, open + close + 1, text.len);
        }
    }
    ps_str filled = out.failed ? PS_NO_STR : ps_arena_str(m->arena, ps_buffer_str(&out));
    ps_buffer_done(&out);
    return filled;
}

/* The same finding on the same content has the same fingerprint every night: no file names, no
 * running numbers. */
static void make_fingerprint(const making *m, ps_rule_id rule, const ps_item_outcome *item,
                             const ps_element_outcome *element, ps_finding *finding)
{
    const ps_screened *s = m->screened;
    char digest[17] = "";
    if (item) {
        (void)snprintf(digest, sizeof digest, "%016" PRIx64, item->digest);
    }
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
                      ps_str_from(digest),
                      mark,
                      item ? item->category : PS_NO_STR,
                      mark,
                      element ? element->element : PS_NO_STR,
                      mark,
                      element ? ps_str_from(ps_state_name(element->state)) : PS_NO_STR};
    ps_sha256(parts, PS_COUNT(parts), finding->fingerprint);
}

static ps_severity lower(ps_severity severity)
{
    return severity > PS_SEVERITY_LOW ? (ps_severity)(severity - 1) : severity;
}

/* NULL when the rule is not in force or there is no memory (then *failed is set). */
static ps_finding *add(making *m, ps_rule_id rule, const ps_item_outcome *item,
                       const ps_element_outcome *element)
{
    const ps_policy_rule *data = &m->finder->rules[rule];
    if (!m->finder->in_force[rule]) {
        return NULL;
    }
    ps_finding *finding = &m->list[m->count++];
    *finding = (ps_finding){.rule = ps_str_from(rule_names[rule]),
                            .record = m->screened->seq,
                            .item = item ? item->line_id.text : PS_NO_STR,
                            .element = element ? element->element : PS_NO_STR,
                            .severity = data->severity[m->screened->buyer_status],
                            .confidence = item ? item->confidence : PS_CONFIDENCE_NONE,
                            .basis = data->basis,
                            .basis_count = data->basis_count,
                            .message = fill(m, data->message, item, element),
                            .next = fill(m, data->next, item, element)};
    make_fingerprint(m, rule, item, element, finding);
    return finding;
}

/* The element's own articles say more than the rule's. */
static ps_status take_basis(making *m, ps_str basis, ps_finding *finding)
{
    if (!basis.len) {
        return PS_OK;
    }
    size_t count = 1;
    for (size_t i = 0; i + 1 < basis.len; i++) {
        count += basis.ptr[i] == ';' && basis.ptr[i + 1] == ' ';
    }
    ps_str *list = ps_arena_array(m->arena, count, sizeof *list);
    if (!list) {
        return ps_error_memory(m->reterr);
    }
    size_t n = 0;
    ps_str part;
    while (n < count && ps_str_next(&basis, ';', &part)) {
        list[n++] = ps_str_trim(part);
    }
    finding->basis = list;
    finding->basis_count = n;
    return PS_OK;
}

static void item_findings(making *m, ps_day day)
{
    for (size_t i = 0; i < m->screened->item_count; i++) {
        const ps_item_outcome *item = &m->screened->items[i];
        if (item->outcome != PS_OUTCOME_HIT) {
            continue;
        }
        ps_finding *finding = add(m, PS_RULE_REVIEW_REQUIRED, item, NULL);
        if (!finding) {
            continue;
        }
        if (item->confidence == PS_CONFIDENCE_POSSIBLE) {
            finding->severity = lower(finding->severity);
        }
        finding->exposure = ps_exposure_of_rule(m->finder->policy, PS_STR("review-required"), day,
                                                &item->amount, item->currency);
    }
}

static ps_status element_findings(making *m, ps_day day)
{
    for (size_t i = 0; i < m->screened->element_count; i++) {
        const ps_element_outcome *element = &m->screened->elements[i];
        if (element->state != PS_STATE_MISSING && element->state != PS_STATE_DEFEATED) {
            continue;
        }
        ps_rule_id rule =
            element->state == PS_STATE_MISSING ? PS_RULE_ELEMENT_MISSING : PS_RULE_ELEMENT_DEFEATED;
        ps_finding *finding = add(m, rule, NULL, element);
        if (!finding) {
            continue;
        }
        /* The rule says how much the operator's status lets of the element's severity. */
        if (element->severity < finding->severity) {
            finding->severity = element->severity;
        }
        static const ps_number no_amount = {.known = 0};
        ps_status status = take_basis(m, element->basis, finding);
        if (status != PS_OK) {
            return status;
        }
        if (ps_str_is(element->nature, "statutory")) {
            finding->exposure = ps_exposure_of_rule(m->finder->policy, PS_STR("element-missing"),
                                                    day, &no_amount, PS_NO_STR);
        }
    }
    return PS_OK;
}

static int starts_with_name(ps_str reason, const char *name)
{
    return ps_str_starts(reason, ps_str_from(name));
}

static void record_findings(making *m, int new_supplier)
{
    const ps_screened *s = m->screened;
    const ps_item_outcome *early = NULL;
    int hit = 0;
    int undescribed = 0;
    for (size_t i = 0; i < s->item_count; i++) {
        const ps_item_outcome *item = &s->items[i];
        undescribed |= item->outcome == PS_OUTCOME_NOT_EVALUABLE &&
                       starts_with_name(item->reason, "no-description");
        if (item->outcome != PS_OUTCOME_HIT) {
            continue;
        }
        hit = 1;
        if (!early && s->date != PS_NO_DAY && item->delivery.day != PS_NO_DAY &&
            item->delivery.day < ps_date_add_working_days(s->date, REVIEW_WORKING_DAYS)) {
            early = item;
        }
    }
    int unavailable = 0;
    for (size_t i = 0; i < s->element_count; i++) {
        unavailable |= s->elements[i].state == PS_STATE_NOT_EVALUABLE &&
                       starts_with_name(s->elements[i].reason, "contract-not-available");
    }
    int purchase = s->kind == PS_KIND_ORDER || s->kind == PS_KIND_INVOICE;
    if (hit && purchase && s->contract_count == 0) {
        (void)add(m, PS_RULE_CONTRACT_NOT_REFERENCED, NULL, NULL);
    }
    if (unavailable) {
        (void)add(m, PS_RULE_CONTRACT_NOT_AVAILABLE, NULL, NULL);
    }
    if (early && s->kind == PS_KIND_ORDER) {
        (void)add(m, PS_RULE_DELIVERY_BEFORE_REVIEW, early, NULL);
    }
    if (s->suspicious_count) {
        (void)add(m, PS_RULE_SUSPICIOUS_TEXT, NULL, NULL);
    }
    if (new_supplier &&
        (s->supplier.check == PS_CHECK_INVALID || s->supplier.check == PS_CHECK_REPAIRED)) {
        (void)add(m, PS_RULE_SUPPLIER_ID_INVALID, NULL, NULL);
    }
    if (undescribed) {
        (void)add(m, PS_RULE_ITEM_NOT_DESCRIBED, NULL, NULL);
    }
}

ps_status ps_finder_make(ps_finder *finder, const ps_screened *screened, int new_supplier,
                         ps_arena *arena, ps_finding **ret_findings, size_t *ret_count,
                         ps_error *reterr)
{
    enum { OF_RECORD = 8 };
    ps_day day = finder->as_of != PS_NO_DAY ? finder->as_of : screened->date;
    ps_status status = load_rules(finder, day, reterr);
    if (status != PS_OK) {
        return status;
    }
    making m = {.finder = finder, .screened = screened, .arena = arena, .reterr = reterr};
    size_t most = OF_RECORD;
    for (size_t i = 0; i < screened->item_count; i++) {
        most += screened->items[i].outcome == PS_OUTCOME_HIT;
    }
    for (size_t i = 0; i < screened->element_count; i++) {
        most += screened->elements[i].state == PS_STATE_MISSING ||
                screened->elements[i].state == PS_STATE_DEFEATED;
    }
    m.list = ps_arena_array(arena, most, sizeof *m.list);
    if (!m.list) {
        return ps_error_memory(reterr);
    }
    item_findings(&m, day);
    status = element_findings(&m, day);
    if (status != PS_OK) {
        return status;
    }
    record_findings(&m, new_supplier);
    for (size_t i = 0; i < m.count; i++) {
        if (!m.list[i].message.ptr || !m.list[i].next.ptr) {
            return ps_error_memory(reterr);
        }
    }
    *ret_findings = m.list;
    *ret_count = m.count;
    return PS_OK;
}
