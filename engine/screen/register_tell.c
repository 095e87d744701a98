/* The end of the register: rows without an identifier are merged by name, all are rated and told.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "screen/rating.h"
#include "screen/register_row.h"

static ps_status add_sums(ps_register *reg, ps_money_sums *to, const ps_money_sums *from,
                          ps_error *reterr)
{
    ps_status status = PS_OK;
    for (size_t i = 0; i < from->count && status == PS_OK; i++) {
        const ps_money *sum = &from->list[i];
        status = ps_money_add(to, sum->min, sum->max, sum->currency, &reg->arena, reterr);
    }
    to->overflow |= from->overflow;
    return status;
}

static ps_status add_contracts(ps_register *reg, ps_register_row *to, const ps_register_row *from,
                               ps_error *reterr)
{
    ps_status status = PS_OK;
    for (size_t i = 0; i < from->supplier.contract_count && status == PS_OK; i++) {
        const ps_register_contract_row *c = from->contracts[i];
        ps_register_contract_row *same;
        status = ps_register_contract(reg, to, c->shown.id, &same, reterr);
        if (status == PS_OK && same) {
            same->shown.seen |= c->shown.seen;
            same->shown.named += c->shown.named;
            same->states = c->states ? c->states : same->states;
        }
    }
    to->supplier.contracts_left_out += from->supplier.contracts_left_out;
    return status;
}

static void add_counts(ps_supplier *to, const ps_supplier *from)
{
    to->records += from->records;
    to->items += from->items;
    to->item_hits += from->item_hits;
    to->elements_failed += from->elements_failed;
    to->not_evaluable += from->not_evaluable;
    to->findings += from->findings;
    to->worst = from->worst > to->worst ? from->worst : to->worst;
    to->last_audit = from->last_audit > to->last_audit ? from->last_audit : to->last_audit;
    if (from->audit_due != PS_NO_DAY &&
        (to->audit_due == PS_NO_DAY || from->audit_due < to->audit_due)) {
        to->audit_due = from->audit_due;
    }
    ps_money_largest(&to->agreement_exposure, &from->agreement_exposure);
}

static ps_status merge(ps_register *reg, ps_register_row *to, ps_register_row *from,
                       ps_error *reterr)
{
    from->merged = 1;
    add_counts(&to->supplier, &from->supplier);
    int ok = ps_register_add_alias(reg, to, from->supplier.party.name);
    for (size_t i = 0; ok && i < from->supplier.alias_count; i++) {
        ok = ps_register_add_alias(reg, to, from->aliases[i]);
    }
    for (const ps_register_hits *h = from->hits; ok && h; h = h->next) {
        ok = ps_register_add_hits(reg, to, h->category, h->items);
    }
    ps_status status =
        ok ? add_sums(reg, &to->amounts, &from->amounts, reterr) : ps_error_memory(reterr);
    if (status == PS_OK) {
        status = add_sums(reg, &to->purchases, &from->purchases, reterr);
    }
    if (status == PS_OK) {
        status = add_sums(reg, &to->review, &from->review, reterr);
    }
    return status == PS_OK ? add_contracts(reg, to, from, reterr) : status;
}

/* The one row with an identifier that has the name; NULL when there is none, or more than one. */
static ps_register_row *only_namesake(const ps_index *names, ps_register_row *const *identified,
                                      ps_str folded)
{
    ps_register_row *only = NULL;
    for (uint32_t at = ps_index_first(names, ps_index_hash(names, folded)); at;
         at = ps_index_next(names, at - 1)) {
        if (ps_str_equal(identified[at - 1]->folded, folded)) {
            if (only) {
                return NULL;
            }
            only = identified[at - 1];
        }
    }
    return only;
}

static ps_status merge_by_name(ps_register *reg, ps_error *reterr)
{
    size_t count = reg->index.count;
    ps_index names;
    ps_register_row **identified = ps_arena_array(&reg->shown, count + 1, sizeof *identified);
    ps_status status = identified ? PS_OK : ps_error_memory(reterr);
    ps_index_init(&names);
    for (size_t i = 0; i < count && status == PS_OK; i++) {
        ps_register_row *row = reg->rows[i];
        if (ps_register_has_identifier(row) && row->folded.len) {
            identified[names.count] = row;
            if (!ps_index_add(&names, ps_index_hash(&names, row->folded))) {
                status = ps_error_memory(reterr);
            }
        }
    }
    for (size_t i = 0; i < count && status == PS_OK; i++) {
        ps_register_row *row = reg->rows[i];
        if (!ps_register_has_identifier(row) && row->folded.len) {
            ps_register_row *to = only_namesake(&names, identified, row->folded);
            status = to ? merge(reg, to, row, reterr) : PS_OK;
        }
    }
    ps_index_done(&names);
    return status;
}

static int worst_first(const void *a, const void *b)
{
    const ps_supplier *x = &(*(ps_register_row *const *)a)->supplier;
    const ps_supplier *y = &(*(ps_register_row *const *)b)->supplier;
    if (x->worst != y->worst) {
        return x->worst > y->worst ? -1 : 1;
    }
    if (x->findings != y->findings) {
        return x->findings > y->findings ? -1 : 1;
    }
    return ps_str_compare(x->party.key, y->party.key);
}

static int most_first(const void *a, const void *b)
{
    const ps_category_hits *x = a;
    const ps_category_hits *y = b;
    if (x->items != y->items) {
        return x->items > y->items ? -1 : 1;
    }
    return ps_str_compare(x->category, y->category);
}

static int show_categories(ps_register *reg, ps_register_row *row)
{
    size_t count = 0;
    ps_category_hits *list = ps_arena_array(&reg->shown, PS_CATEGORIES_MOST + 1, sizeof *list);
    for (const ps_register_hits *h = row->hits; list && h; h = h->next) {
        ps_str name =
            h->category < PS_CATEGORIES_MOST ? reg->categories[h->category] : PS_STR("(others)");
        list[count++] = (ps_category_hits){name, h->items};
    }
    if (count) {
        qsort(list, count, sizeof *list, most_first);
    }
    row->supplier.categories = list;
    row->supplier.category_count = count;
    return list != NULL;
}

static int show_elements(ps_register *reg, const ps_register_contract_row *from,
                         ps_supplier_contract *to)
{
    ps_element_state *list = ps_arena_array(&reg->shown, reg->element_count + 1, sizeof *list);
    for (size_t i = 0; list && from->states && i < reg->element_count; i++) {
        if (from->states[i]) {
            list[to->element_count++] =
                (ps_element_state){reg->elements[i], (ps_state)(from->states[i] - 1)};
        }
    }
    to->elements = list;
    return list != NULL;
}

static int show_contracts(ps_register *reg, ps_register_row *row)
{
    size_t count = row->supplier.contract_count;
    int ok = 1;
    ps_supplier_contract *list = ps_arena_array(&reg->shown, count + 1, sizeof *list);
    for (size_t i = 0; list && ok && i < count; i++) {
        list[i] = row->contracts[i]->shown;
        ok = show_elements(reg, row->contracts[i], &list[i]);
    }
    row->supplier.contracts = list;
    return list && ok;
}

static int show_sums(ps_register *reg, const ps_money_sums *sums, const ps_exposure **ret_list,
                     size_t *ret_count)
{
    *ret_list = ps_money_show(sums, &reg->shown);
    *ret_count = sums->count;
    return *ret_list || sums->count == 0;
}

static ps_status show(ps_register *reg, ps_register_row *row, ps_day today, ps_error *reterr)
{
    ps_supplier *supplier = &row->supplier;
    ps_arena_reset(&reg->shown);
    supplier->aliases = row->aliases;
    int ok =
        show_sums(reg, &row->amounts, &supplier->amounts, &supplier->amount_count) &&
        show_sums(reg, &row->purchases, &supplier->purchases, &supplier->purchase_count) &&
        show_sums(reg, &row->review, &supplier->review_exposure, &supplier->review_exposure_count);
    supplier->rating = ps_rating_of(supplier, today);
    ok = ok && show_categories(reg, row) && show_contracts(reg, row);
    return ok ? PS_OK : ps_error_memory(reterr);
}

ps_status ps_register_tell(ps_register *reg, ps_day today,
                           void (*supplier)(void *user, const ps_supplier *supplier), void *user,
                           uint64_t *ret_count, ps_error *reterr)
{
    ps_status status = merge_by_name(reg, reterr);
    *ret_count = 0;
    if (reg->index.count) {
        qsort(reg->rows, reg->index.count, sizeof(ps_register_row *), worst_first);
    }
    for (size_t i = 0; i < reg->index.count + 1 && status == PS_OK; i++) {
        ps_register_row *row = i < reg->index.count ? reg->rows[i] : reg->others;
        if (row->supplier.records == 0 || row->merged) {
            continue;
        }
        ++*ret_count;
        status = show(reg, row, today, reterr);
        if (supplier && status == PS_OK) {
            supplier(user, &row->supplier);
        }
    }
    return status;
}
