/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_stats.h"

#include "base/cleanup.h"
#include "base/date.h"
#include "base/error.h"
#include "base/str.h"

/* Copies what fits. */
#define KEEP(field, text) ps_error_copy((field), sizeof(field), (text))

static void count_item(ps_html_stats *stats, const ps_item_outcome *item)
{
    size_t at = 0;
    while (at < stats->category_count && at + 1 < PS_STATS_CATEGORIES &&
           !ps_str_is(item->category, stats->categories[at].id)) {
        at++;
    }
    if (at == stats->category_count) {
        stats->category_count++;
        KEEP(stats->categories[at].id,
             at + 1 < PS_STATS_CATEGORIES ? item->category : PS_STR("others"));
    }
    stats->categories[at].of[item->confidence]++;
}

static void count_element(ps_html_stats *stats, const ps_element_outcome *element)
{
    size_t at = 0;
    while (at < stats->element_count && at + 1 < PS_STATS_ELEMENTS &&
           !ps_str_is(element->element, stats->elements[at].id)) {
        at++;
    }
    if (at == stats->element_count) {
        stats->element_count++;
        KEEP(stats->elements[at].id,
             at + 1 < PS_STATS_ELEMENTS ? element->element : PS_STR("others"));
    }
    stats->elements[at].of[element->state]++;
}

void ps_stats_record(ps_html_stats *stats, const ps_screened *screened)
{
    int64_t day = (int64_t)screened->date - PS_STATS_FIRST_DAY;
    for (size_t i = 0; i < screened->item_count; i++) {
        if (screened->items[i].outcome == PS_OUTCOME_HIT && screened->items[i].category.len) {
            count_item(stats, &screened->items[i]);
        }
    }
    for (size_t i = 0; i < screened->element_count; i++) {
        if (screened->elements[i].required) {
            count_element(stats, &screened->elements[i]);
        }
    }
    if (screened->date == PS_NO_DAY || day < 0 || day >= PS_STATS_DAYS) {
        stats->undated++;
    } else {
        stats->screened[day]++;
        stats->to_see[day] += screened->outcome == PS_OUTCOME_HIT;
    }
}

static int comes_before(const ps_stats_first *a, const ps_stats_first *b)
{
    if (a->rank.severity == b->rank.severity && a->failed != b->failed) {
        return a->failed > b->failed;
    }
    return ps_rank_before(&a->rank, &b->rank);
}

static void describe(ps_stats_first *first, const ps_screened *screened,
                     const ps_item_outcome *item, const ps_finding *finding)
{
    KEEP(first->fingerprint, ps_str_from(finding->fingerprint));
    KEEP(first->record, screened->id.len ? screened->id : screened->source);
    KEEP(first->supplier, screened->supplier.name);
    KEEP(first->currency, finding->exposure.currency);
    KEEP(first->next, finding->next);
    KEEP(first->rule, finding->rule);
    first->contingent = finding->exposure.contingent;
    if (item) {
        KEEP(first->line, item->line_id.text);
        KEEP(first->name, item->name);
        KEEP(first->category, item->category);
    }
}

/* Keep the new one if it is among the first of the list. */
static ps_stats_first *insert(ps_stats_first *list, size_t *count, const ps_stats_first *fresh)
{
    size_t at = *count;
    while (at > 0 && comes_before(fresh, &list[at - 1])) {
        at--;
    }
    if (at == PS_STATS_FIRST) {
        return NULL;
    }
    *count += *count < PS_STATS_FIRST;
    memmove(&list[at + 1], &list[at], (*count - 1 - at) * sizeof *list);
    list[at] = *fresh;
    return &list[at];
}

void ps_stats_findings(ps_html_stats *stats, const ps_screened *screened,
                       const ps_item_outcome *item, const ps_finding *const *findings, size_t count)
{
    const ps_finding *worst = ps_subject_worst(findings, count);
    if (!worst || worst->severity == PS_SEVERITY_INFO) {
        return;
    }
    ps_stats_first fresh = {.rank = ps_rank_of(worst)};
    if (!item) {
        ps_states states = ps_subject_states(screened);
        fresh.failed = states.of[PS_STATE_MISSING] + states.of[PS_STATE_DEFEATED];
    }
    ps_stats_first *kept = item ? insert(stats->items, &stats->item_count, &fresh)
                                : insert(stats->contracts, &stats->contract_count, &fresh);
    if (kept) {
        describe(kept, screened, item, worst);
    }
}

static ps_stats_currency *currency_of(ps_html_stats *stats, ps_str code)
{
    size_t at = 0;
    while (at < stats->currency_count && !ps_str_is(code, stats->currencies[at].code)) {
        at++;
    }
    if (at == PS_STATS_CURRENCIES) {
        return NULL;
    }
    if (at == stats->currency_count) {
        stats->currency_count++;
        KEEP(stats->currencies[at].code, code);
    }
    return &stats->currencies[at];
}

static void note_amount(ps_stats_currency *currency, const ps_party_view *party, ps_decimal amount)
{
    size_t at = currency->count;
    currency->suppliers++;
    while (at > 0 && ps_decimal_compare(amount, currency->largest[at - 1].amount) > 0) {
        at--;
    }
    if (at == PS_STATS_SUPPLIERS) {
        return;
    }
    currency->count += currency->count < PS_STATS_SUPPLIERS;
    memmove(&currency->largest[at + 1], &currency->largest[at],
            (currency->count - 1 - at) * sizeof *currency->largest);
    currency->largest[at].amount = amount;
    KEEP(currency->largest[at].name, party->name.len ? party->name : party->id);
}

void ps_stats_add_supplier(ps_html_stats *stats, const ps_supplier *supplier)
{
    for (size_t i = 0; i < supplier->amount_count; i++) {
        const ps_exposure *sum = &supplier->amounts[i];
        ps_stats_currency *currency = sum->known ? currency_of(stats, sum->currency) : NULL;
        if (currency) {
            note_amount(currency, &supplier->party, sum->max);
        } else if (sum->known) {
            stats->suppliers_of_other_currencies++;
        }
    }
}
