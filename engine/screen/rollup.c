/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/rollup.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/index.h"
#include "base/str.h"
#include "screen/exposure.h"

enum { MOST_UNMAPPED = 100 };

typedef struct row {
    ps_supplier supplier;
    ps_money_sums amounts;
    unsigned told; /* PS_TOLD_… */
} row;

struct ps_rollup {
    ps_arena arena;
    uint64_t most;
    row *rows; /* in the order of the index */
    size_t room;
    ps_index index; /* of rows, by the supplier's key */
    row others;
    ps_money_sums review;
    ps_unmapped *unmapped;
    size_t unmapped_count;
    ps_summary summary;
};

ps_status ps_rollup_new(const ps_limits *limits, ps_rollup **ret_rollup, ps_error *reterr)
{
    ps_rollup *rollup = calloc(1, sizeof *rollup);
    if (!rollup) {
        return ps_error_memory(reterr);
    }
    ps_arena_init(&rollup->arena, 0);
    ps_index_init(&rollup->index);
    rollup->most = limits->suppliers;
    rollup->others.supplier.party.name = PS_STR("(all further suppliers)");
    rollup->others.supplier.party.key = PS_STR("");
    rollup->others.supplier.last_audit = PS_NO_DAY;
    rollup->others.supplier.audit_due = PS_NO_DAY;
    rollup->others.told = PS_TOLD_ID | PS_TOLD_AUDIT; /* nobody could tell them apart */
    rollup->unmapped = ps_arena_array(&rollup->arena, MOST_UNMAPPED, sizeof *rollup->unmapped);
    if (!rollup->unmapped) {
        ps_rollup_free(rollup);
        return ps_error_memory(reterr);
    }
    *ret_rollup = rollup;
    return PS_OK;
}

void ps_rollup_free(ps_rollup *rollup)
{
    if (rollup) {
        free(rollup->rows);
        ps_index_done(&rollup->index);
        ps_arena_done(&rollup->arena);
        free(rollup);
    }
}

ps_summary *ps_rollup_summary(ps_rollup *rollup)
{
    return &rollup->summary;
}

static row *find(ps_rollup *rollup, ps_str key, uint64_t hash)
{
    for (uint32_t at = ps_index_first(&rollup->index, hash); at;
         at = ps_index_next(&rollup->index, at - 1)) {
        if (ps_str_equal(rollup->rows[at - 1].supplier.party.key, key)) {
            return &rollup->rows[at - 1];
        }
    }
    return NULL;
}

/* Room for one more row. */
static int reserve(ps_rollup *rollup)
{
    if (rollup->index.count < rollup->room) {
        return 1;
    }
    size_t room = rollup->room ? rollup->room * 2 : 256;
    row *rows = realloc(rollup->rows, room * sizeof *rows);
    if (rows) {
        rollup->rows = rows;
        rollup->room = room;
    }
    return rows != NULL;
}

ps_status ps_rollup_meet(ps_rollup *rollup, const ps_party_view *supplier, unsigned **ret_told,
                         ps_error *reterr)
{
    uint64_t hash = ps_index_hash(&rollup->index, supplier->key);
    row *known = find(rollup, supplier->key, hash);
    if (!known && rollup->index.count >= rollup->most) {
        known = &rollup->others;
    }
    if (known) {
        *ret_told = &known->told;
        return PS_OK;
    }
    if (!reserve(rollup)) {
        return ps_error_memory(reterr);
    }
    ps_party_view copy = *supplier;
    copy.name = ps_arena_str(&rollup->arena, ps_str_cut(supplier->name, 500));
    copy.id = ps_arena_str(&rollup->arena, ps_str_cut(supplier->id, 200));
    copy.scheme = ps_arena_str(&rollup->arena, ps_str_cut(supplier->scheme, 100));
    copy.key = ps_arena_str(&rollup->arena, supplier->key);
    if (!copy.name.ptr || !copy.id.ptr || !copy.scheme.ptr || !copy.key.ptr) {
        return ps_error_memory(reterr);
    }
    row *made = &rollup->rows[rollup->index.count];
    *made = (row){.supplier = {.party = copy, .last_audit = PS_NO_DAY, .audit_due = PS_NO_DAY}};
    if (!ps_index_add(&rollup->index, hash)) {
        return ps_error_memory(reterr);
    }
    *ret_told = &made->told;
    return PS_OK;
}

static void count_outcome(ps_tally *tally, ps_outcome outcome)
{
    switch (outcome) {
    case PS_OUTCOME_HIT:
        tally->hit++;
        break;
    case PS_OUTCOME_CLEAR:
        tally->clear++;
        break;
    case PS_OUTCOME_NOT_EVALUABLE:
        tally->not_evaluable++;
        break;
    case PS_OUTCOME_WAIVED:
        tally->waived++;
        break;
    case PS_OUTCOME_REJECTED:
        break; /* not an outcome of something that was screened */
    }
}

static void add_elements(ps_rollup *rollup, ps_supplier *supplier, const ps_screened *screened)
{
    ps_summary *sum = &rollup->summary;
    for (size_t i = 0; i < screened->element_count; i++) {
        switch (screened->elements[i].state) {
        case PS_STATE_NOT_REQUIRED:
            continue;
        case PS_STATE_PRESENT:
            sum->elements.clear++;
            break;
        case PS_STATE_MISSING:
            sum->elements.hit++;
            sum->elements_missing++;
            supplier->elements_failed++;
            break;
        case PS_STATE_DEFEATED:
            sum->elements.hit++;
            sum->elements_defeated++;
            supplier->elements_failed++;
            break;
        case PS_STATE_NOT_EVALUABLE:
            sum->elements.not_evaluable++;
            supplier->not_evaluable++;
            break;
        }
        sum->elements_required++;
    }
}

static ps_status add_items(ps_rollup *rollup, row *r, const ps_screened *screened, ps_error *reterr)
{
    for (size_t i = 0; i < screened->item_count; i++) {
        const ps_item_outcome *item = &screened->items[i];
        count_outcome(&rollup->summary.items, item->outcome);
        r->supplier.item_hits += item->outcome == PS_OUTCOME_HIT;
        r->supplier.not_evaluable += item->outcome == PS_OUTCOME_NOT_EVALUABLE;
        if (item->outcome == PS_OUTCOME_HIT && item->amount.known) {
            ps_status status = ps_money_add(&r->amounts, item->amount.value, item->amount.value,
                                            item->currency, &rollup->arena, reterr);
            if (status != PS_OK) {
                return status;
            }
        }
    }
    rollup->summary.items_read += screened->item_count;
    r->supplier.items += screened->item_count;
    return PS_OK;
}

/* One violation however many records lack the agreement (law.md section 6, rule 2): the largest
 * amount is the estimate, and the records are counted beside it. */
static void add_agreement(ps_summary *sum, const ps_finding *finding, uint64_t *counted)
{
    const ps_exposure *exposure = &finding->exposure;
    if (!finding->element.len || !exposure->known) {
        return;
    }
    if (*counted != finding->record) {
        *counted = finding->record;
        sum->agreement_records++;
    }
    if (!sum->agreement_exposure.known ||
        ps_decimal_compare(exposure->max, sum->agreement_exposure.max) > 0) {
        sum->agreement_exposure = *exposure;
    }
}

static ps_status add_findings(ps_rollup *rollup, row *r, const ps_finding *findings, size_t count,
                              ps_error *reterr)
{
    uint64_t counted = 0;
    for (size_t i = 0; i < count; i++) {
        const ps_finding *finding = &findings[i];
        rollup->summary.findings++;
        add_agreement(&rollup->summary, finding, &counted);
        rollup->summary.findings_by_severity[finding->severity]++;
        r->supplier.findings++;
        if (finding->severity > r->supplier.worst) {
            r->supplier.worst = finding->severity;
        }
        /* Each purchase is an act of its own; the missing agreement is one violation however many
         * contracts lack it, so only review exposures may be added (law.md section 6, rules 1 to
         * 3). */
        if (ps_str_starts(finding->rule, PS_STR("review-")) && finding->exposure.known) {
            ps_status status =
                ps_money_add(&rollup->review, finding->exposure.min, finding->exposure.max,
                             finding->exposure.currency, &rollup->arena, reterr);
            if (status != PS_OK) {
                return status;
            }
        }
    }
    return PS_OK;
}

ps_status ps_rollup_add(ps_rollup *rollup, const ps_screened *screened, const ps_finding *findings,
                        size_t count, ps_audit_days audit, ps_error *reterr)
{
    row *r =
        find(rollup, screened->supplier.key, ps_index_hash(&rollup->index, screened->supplier.key));
    r = r ? r : &rollup->others;
    rollup->summary.records_screened++;
    count_outcome(&rollup->summary.records, screened->outcome);
    r->supplier.records++;
    if (audit.last != PS_NO_DAY && audit.last > r->supplier.last_audit) {
        r->supplier.last_audit = audit.last;
    }
    if (audit.due != PS_NO_DAY &&
        (r->supplier.audit_due == PS_NO_DAY || audit.due < r->supplier.audit_due)) {
        r->supplier.audit_due = audit.due;
    }
    add_elements(rollup, &r->supplier, screened);
    ps_status status = add_items(rollup, r, screened, reterr);
    return status == PS_OK ? add_findings(rollup, r, findings, count, reterr) : status;
}

ps_status ps_rollup_unmapped(ps_rollup *rollup, const ps_unmapped *given, ps_error *reterr)
{
    for (size_t i = 0; i < rollup->unmapped_count; i++) {
        ps_unmapped *known = &rollup->unmapped[i];
        if (ps_str_equal(known->format, given->format) &&
            ps_str_equal(known->element, given->element)) {
            known->count += given->count;
            return PS_OK;
        }
    }
    if (rollup->unmapped_count == MOST_UNMAPPED) {
        return PS_OK;
    }
    ps_unmapped copy = {ps_arena_str(&rollup->arena, given->format),
                        ps_arena_str(&rollup->arena, ps_str_cut(given->element, 200)),
                        given->count};
    if (!copy.format.ptr || !copy.element.ptr) {
        return ps_error_memory(reterr);
    }
    rollup->unmapped[rollup->unmapped_count++] = copy;
    return PS_OK;
}

static int worst_first(const void *a, const void *b)
{
    const row *x = a;
    const row *y = b;
    if (x->supplier.worst != y->supplier.worst) {
        return x->supplier.worst > y->supplier.worst ? -1 : 1;
    }
    if (x->supplier.findings != y->supplier.findings) {
        return x->supplier.findings > y->supplier.findings ? -1 : 1;
    }
    return ps_str_compare(x->supplier.party.key, y->supplier.party.key);
}

static int most_frequent_first(const void *a, const void *b)
{
    const ps_unmapped *x = a;
    const ps_unmapped *y = b;
    if (x->count != y->count) {
        return x->count > y->count ? -1 : 1;
    }
    int c = ps_str_compare(x->format, y->format);
    return c ? c : ps_str_compare(x->element, y->element);
}

static uint64_t total(const ps_tally *tally)
{
    return tally->hit + tally->clear + tally->not_evaluable + tally->waived;
}

void ps_rollup_finish(ps_rollup *rollup, void (*supplier)(void *user, const ps_supplier *supplier),
                      void *user)
{
    ps_summary *sum = &rollup->summary;
    if (rollup->index.count) {
        qsort(rollup->rows, rollup->index.count, sizeof *rollup->rows, worst_first);
    }
    for (size_t i = 0; i < rollup->index.count + 1; i++) {
        row *r = i < rollup->index.count ? &rollup->rows[i] : &rollup->others;
        if (r->supplier.records == 0) {
            continue;
        }
        r->supplier.amounts = r->amounts.list;
        r->supplier.amount_count = r->amounts.count;
        sum->suppliers++;
        if (supplier) {
            supplier(user, &r->supplier);
        }
    }
    qsort(rollup->unmapped, rollup->unmapped_count, sizeof *rollup->unmapped, most_frequent_first);
    sum->unmapped = rollup->unmapped;
    sum->unmapped_count = rollup->unmapped_count;
    sum->review_exposure = rollup->review.list;
    sum->review_exposure_count = rollup->review.count;
    sum->reconciles = sum->records_read == sum->records_screened + sum->records_rejected &&
                      sum->files_given == sum->files_ok + sum->files_failed &&
                      sum->records_screened == total(&sum->records) &&
                      sum->items_read == total(&sum->items) &&
                      sum->elements_required == total(&sum->elements);
}
