/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/rollup.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "screen/exposure.h"

enum { MOST_UNMAPPED = 100 };

struct ps_rollup {
    ps_arena arena;
    ps_register suppliers;
    ps_register_row *supplier; /* that was met last */
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
    rollup->unmapped = ps_arena_array(&rollup->arena, MOST_UNMAPPED, sizeof *rollup->unmapped);
    ps_status status = ps_register_init(&rollup->suppliers, limits, reterr);
    if (status == PS_OK && !rollup->unmapped) {
        status = ps_error_memory(reterr);
    }
    if (status != PS_OK) {
        ps_rollup_free(rollup);
        return status;
    }
    *ret_rollup = rollup;
    return PS_OK;
}

void ps_rollup_free(ps_rollup *rollup)
{
    if (rollup) {
        ps_register_done(&rollup->suppliers);
        ps_arena_done(&rollup->arena);
        free(rollup);
    }
}

ps_summary *ps_rollup_summary(ps_rollup *rollup)
{
    return &rollup->summary;
}

ps_status ps_rollup_meet(ps_rollup *rollup, const ps_party_view *supplier, unsigned **ret_told,
                         ps_error *reterr)
{
    ps_status status = ps_register_meet(&rollup->suppliers, supplier, &rollup->supplier, reterr);
    if (status == PS_OK) {
        *ret_told = ps_register_told(rollup->supplier);
    }
    return status;
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

static void add_elements(ps_summary *sum, const ps_screened *screened)
{
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
            break;
        case PS_STATE_DEFEATED:
            sum->elements.hit++;
            sum->elements_defeated++;
            break;
        case PS_STATE_NOT_EVALUABLE:
            sum->elements.not_evaluable++;
            break;
        }
        sum->elements_required++;
    }
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
    ps_money_largest(&sum->agreement_exposure, exposure);
}

static ps_status add_findings(ps_rollup *rollup, const ps_finding *findings, size_t count,
                              ps_error *reterr)
{
    uint64_t counted = 0;
    for (size_t i = 0; i < count; i++) {
        const ps_finding *finding = &findings[i];
        rollup->summary.findings++;
        add_agreement(&rollup->summary, finding, &counted);
        rollup->summary.findings_by_severity[finding->severity]++;
        /* Each purchase is an act of its own; the missing agreement is one violation however many
         * contracts lack it, so only review exposures may be added (law.md section 6, rules 1 to
         * 3). */
        if (ps_is_review(finding) && finding->exposure.known) {
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
    ps_summary *sum = &rollup->summary;
    sum->records_screened++;
    count_outcome(&sum->records, screened->outcome);
    for (size_t i = 0; i < screened->item_count; i++) {
        count_outcome(&sum->items, screened->items[i].outcome);
    }
    sum->items_read += screened->item_count;
    add_elements(sum, screened);
    ps_status status = ps_register_add(&rollup->suppliers, rollup->supplier, screened, findings,
                                       count, audit, reterr);
    return status == PS_OK ? add_findings(rollup, findings, count, reterr) : status;
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

ps_status ps_rollup_finish(ps_rollup *rollup, ps_day today,
                           void (*supplier)(void *user, const ps_supplier *supplier), void *user,
                           ps_error *reterr)
{
    ps_summary *sum = &rollup->summary;
    ps_status status =
        ps_register_tell(&rollup->suppliers, today, supplier, user, &sum->suppliers, reterr);
    qsort(rollup->unmapped, rollup->unmapped_count, sizeof *rollup->unmapped, most_frequent_first);
    sum->unmapped = rollup->unmapped;
    sum->unmapped_count = rollup->unmapped_count;
    sum->review_exposure = ps_money_show(&rollup->review, &rollup->arena);
    sum->review_exposure_count = sum->review_exposure ? rollup->review.count : 0;
    if (status == PS_OK && sum->review_exposure_count != rollup->review.count) {
        status = ps_error_memory(reterr);
    }
    sum->reconciles = sum->records_read == sum->records_screened + sum->records_rejected &&
                      sum->files_given == sum->files_ok + sum->files_failed &&
                      sum->records_screened == total(&sum->records) &&
                      sum->items_read == total(&sum->items) &&
                      sum->elements_required == total(&sum->elements);
    return status;
}
