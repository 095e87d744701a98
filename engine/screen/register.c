/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/register_row.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "text/fold.h"

/* What rows are found by: the organisation code, where the supplier has one or a USCC, which
 * contains it; else its key. */
static ps_str merge_key(ps_str key)
{
    enum { USCC = 18, ORGANISATION_AT = 8, ORGANISATION = 9 };
    ps_str uscc = PS_STR("USCC:");
    ps_str organisation = PS_STR("ORG:");
    if (ps_str_starts(key, uscc) && key.len == uscc.len + USCC) {
        size_t at = uscc.len + ORGANISATION_AT;
        return ps_str_slice(key, at, at + ORGANISATION);
    }
    if (ps_str_starts(key, organisation) && key.len == organisation.len + ORGANISATION) {
        return ps_str_slice(key, organisation.len, key.len);
    }
    return key;
}

static int is_organisation(ps_str key)
{
    return ps_str_starts(key, PS_STR("ORG:"));
}

int ps_register_has_identifier(const ps_register_row *row)
{
    return row->supplier.party.key.len && !ps_str_starts(row->supplier.party.key, PS_STR("name:"));
}

static ps_register_row *new_row(ps_register *reg)
{
    ps_register_row *row = ps_arena_alloc(&reg->arena, sizeof *row);
    if (row) {
        row->supplier.last_audit = PS_NO_DAY;
        row->supplier.audit_due = PS_NO_DAY;
    }
    return row;
}

ps_status ps_register_init(ps_register *reg, const ps_limits *limits, ps_error *reterr)
{
    *reg = (ps_register){.most = limits->suppliers, .contracts_each = limits->supplier_contracts};
    ps_arena_init(&reg->arena, 0);
    ps_arena_init(&reg->shown, 0);
    ps_index_init(&reg->index);
    reg->others = new_row(reg);
    reg->categories = ps_arena_array(&reg->arena, PS_CATEGORIES_MOST, sizeof *reg->categories);
    reg->elements = ps_arena_array(&reg->arena, PS_ELEMENTS_MOST, sizeof *reg->elements);
    if (!reg->others || !reg->categories || !reg->elements) {
        return ps_error_memory(reterr);
    }
    reg->others->supplier.party.name = PS_STR("(all further suppliers)");
    reg->others->supplier.party.key = PS_STR("");
    reg->others->told = PS_TOLD_ID | PS_TOLD_AUDIT; /* nobody could tell them apart */
    return PS_OK;
}

void ps_register_done(ps_register *reg)
{
    free(reg->rows);
    ps_index_done(&reg->index);
    ps_arena_done(&reg->arena);
    ps_arena_done(&reg->shown);
    *reg = (ps_register){0};
}

/* An organisation code alone is that of any USCC which contains it; two such USCC are two. */
static ps_register_row *find(const ps_register *reg, ps_str key, ps_str merge, uint64_t hash)
{
    ps_register_row *oldest = NULL;
    for (uint32_t at = ps_index_first(&reg->index, hash); at;
         at = ps_index_next(&reg->index, at - 1)) {
        ps_register_row *row = reg->rows[at - 1];
        ps_str has = row->supplier.party.key;
        if (ps_str_equal(has, key)) {
            return row;
        }
        if (ps_str_equal(row->merge, merge) && (is_organisation(key) || is_organisation(has))) {
            oldest = row;
        }
    }
    return oldest;
}

static int copy_party(ps_register *reg, const ps_party_view *from, ps_party_view *ret)
{
    ps_party_view copy = *from;
    copy.name = ps_arena_str(&reg->arena, ps_str_cut(from->name, 500));
    copy.id = ps_arena_str(&reg->arena, ps_str_cut(from->id, 200));
    copy.scheme = ps_arena_str(&reg->arena, ps_str_cut(from->scheme, 100));
    copy.key = ps_arena_str(&reg->arena, from->key);
    *ret = copy;
    return copy.name.ptr && copy.id.ptr && copy.scheme.ptr && copy.key.ptr;
}

static int has_name(const ps_register_row *row, ps_str name)
{
    int known = ps_str_equal(row->supplier.party.name, name);
    for (size_t i = 0; i < row->supplier.alias_count && !known; i++) {
        known = ps_str_equal(row->aliases[i], name);
    }
    return known;
}

int ps_register_add_alias(ps_register *reg, ps_register_row *row, ps_str name)
{
    name = ps_str_cut(name, 500);
    if (row == reg->others || !name.len || row->supplier.alias_count == PS_ALIASES_MOST ||
        has_name(row, name)) {
        return 1;
    }
    if (!row->aliases) {
        row->aliases = ps_arena_array(&reg->arena, PS_ALIASES_MOST, sizeof *row->aliases);
    }
    ps_str copy = row->aliases ? ps_arena_str(&reg->arena, name) : PS_NO_STR;
    if (!copy.ptr) {
        return 0;
    }
    row->aliases[row->supplier.alias_count++] = copy;
    return 1;
}

/* A row that is met again: by another name, or at last by the whole of its identifier. */
static ps_status meet_again(ps_register *reg, ps_register_row *row, const ps_party_view *supplier,
                            ps_error *reterr)
{
    int ok = ps_register_add_alias(reg, row, supplier->name);
    ps_party_view *party = &row->supplier.party;
    if (ok && row != reg->others && is_organisation(party->key) &&
        !is_organisation(supplier->key)) {
        ps_party_view better;
        ok = copy_party(reg, supplier, &better);
        if (ok) {
            better.name = party->name;
            *party = better;
        }
    }
    return ok ? PS_OK : ps_error_memory(reterr);
}

/* Room for one more row. */
static int reserve(ps_register *reg)
{
    if (reg->index.count < reg->room) {
        return 1;
    }
    size_t room = reg->room ? reg->room * 2 : 256;
    ps_register_row **rows = realloc(reg->rows, room * sizeof *rows);
    if (rows) {
        reg->rows = rows;
        reg->room = room;
    }
    return rows != NULL;
}

static ps_status add_row(ps_register *reg, const ps_party_view *supplier, uint64_t hash,
                         ps_register_row **ret_row, ps_error *reterr)
{
    ps_folded folded;
    ps_register_row *row = reserve(reg) ? new_row(reg) : NULL;
    if (!row || !copy_party(reg, supplier, &row->supplier.party)) {
        return ps_error_memory(reterr);
    }
    ps_status status =
        ps_fold(&reg->arena, row->supplier.party.name, PS_FOLD_TERM, &folded, reterr);
    if (status != PS_OK) {
        return PS_FATAL;
    }
    row->folded = folded.text;
    row->merge = merge_key(row->supplier.party.key);
    reg->rows[reg->index.count] = row;
    *ret_row = row;
    return ps_index_add(&reg->index, hash) ? PS_OK : ps_error_memory(reterr);
}

ps_status ps_register_meet(ps_register *reg, const ps_party_view *supplier,
                           ps_register_row **ret_row, ps_error *reterr)
{
    ps_str merge = merge_key(supplier->key);
    uint64_t hash = ps_index_hash(&reg->index, merge);
    ps_register_row *known = find(reg, supplier->key, merge, hash);
    if (!known && reg->index.count >= reg->most) {
        known = reg->others;
    }
    if (!known) {
        return add_row(reg, supplier, hash, ret_row, reterr);
    }
    *ret_row = known;
    return meet_again(reg, known, supplier, reterr);
}

unsigned *ps_register_told(ps_register_row *row)
{
    return &row->told;
}

/* Number + 1 of a name in a list of names, which grows; 0 when it is full or there is no memory. */
static size_t number_of(ps_register *reg, ps_str *names, size_t *count, size_t most, ps_str name)
{
    for (size_t i = 0; i < *count; i++) {
        if (ps_str_equal(names[i], name)) {
            return i + 1;
        }
    }
    if (*count == most) {
        return 0;
    }
    names[*count] = ps_arena_str(&reg->arena, name);
    return names[*count].ptr ? ++*count : 0;
}

/* Most rows have one or two categories: an array of all would be the largest part of a row. */
int ps_register_add_hits(ps_register *reg, ps_register_row *row, size_t category, uint64_t items)
{
    for (ps_register_hits *h = row->hits; h; h = h->next) {
        if (h->category == category) {
            h->items += items;
            return 1;
        }
    }
    ps_register_hits *made = ps_arena_alloc(&reg->arena, sizeof *made);
    if (made) {
        *made = (ps_register_hits){row->hits, items, category};
        row->hits = made;
    }
    return made != NULL;
}

/* Those that are too many to be told apart are counted behind the others. */
static int add_hit(ps_register *reg, ps_register_row *row, ps_str category)
{
    size_t n = number_of(reg, reg->categories, &reg->category_count, PS_CATEGORIES_MOST, category);
    return ps_register_add_hits(reg, row, n ? n - 1 : PS_CATEGORIES_MOST, 1);
}

static ps_status add_items(ps_register *reg, ps_register_row *row, const ps_screened *screened,
                           ps_error *reterr)
{
    ps_status status = PS_OK;
    for (size_t i = 0; i < screened->item_count && status == PS_OK; i++) {
        const ps_item_outcome *item = &screened->items[i];
        int hit = item->outcome == PS_OUTCOME_HIT;
        row->supplier.item_hits += hit;
        row->supplier.not_evaluable += item->outcome == PS_OUTCOME_NOT_EVALUABLE;
        if (hit && !add_hit(reg, row, item->category)) {
            return ps_error_memory(reterr);
        }
        if (item->amount.known) {
            status = ps_money_add(&row->purchases, item->amount.value, item->amount.value,
                                  item->currency, &reg->arena, reterr);
        }
        if (item->amount.known && hit && status == PS_OK) {
            status = ps_money_add(&row->amounts, item->amount.value, item->amount.value,
                                  item->currency, &reg->arena, reterr);
        }
    }
    row->supplier.items += screened->item_count;
    return status;
}

static void add_elements(ps_supplier *supplier, const ps_screened *screened)
{
    for (size_t i = 0; i < screened->element_count; i++) {
        ps_state state = screened->elements[i].state;
        supplier->elements_failed += state == PS_STATE_MISSING || state == PS_STATE_DEFEATED;
        supplier->not_evaluable += state == PS_STATE_NOT_EVALUABLE;
    }
}

/* Room for one more contract of the row. */
static int reserve_contract(ps_register *reg, ps_register_row *row)
{
    size_t count = row->supplier.contract_count;
    if (count < row->contract_room) {
        return 1;
    }
    size_t room = count ? count * 2 : 4;
    ps_register_contract_row **contracts = ps_arena_array(&reg->arena, room, sizeof *contracts);
    uint32_t *marks = ps_arena_array(&reg->arena, room, sizeof *marks);
    if (!contracts || !marks) {
        return 0;
    }
    if (count) {
        memcpy(contracts, row->contracts, count * sizeof *contracts);
        memcpy(marks, row->contract_marks, count * sizeof *marks);
    }
    row->contracts = contracts;
    row->contract_marks = marks;
    row->contract_room = room;
    return 1;
}

ps_status ps_register_contract(ps_register *reg, ps_register_row *row, ps_str id,
                               ps_register_contract_row **ret, ps_error *reterr)
{
    id = ps_str_cut(id, 200);
    uint32_t mark = (uint32_t)ps_str_hash(id);
    size_t count = row->supplier.contract_count;
    *ret = NULL;
    for (size_t i = 0; i < count; i++) {
        if (row->contract_marks[i] == mark && ps_str_equal(row->contracts[i]->shown.id, id)) {
            *ret = row->contracts[i];
            return PS_OK;
        }
    }
    if (row == reg->others || count >= reg->contracts_each || reg->contracts == PS_CONTRACTS_MOST) {
        row->supplier.contracts_left_out++;
        return PS_OK;
    }
    ps_register_contract_row *made = ps_arena_alloc(&reg->arena, sizeof *made);
    if (!made || !reserve_contract(reg, row)) {
        return ps_error_memory(reterr);
    }
    made->shown.id = ps_arena_str(&reg->arena, id);
    row->contracts[count] = made;
    row->contract_marks[count] = mark;
    row->supplier.contract_count++;
    reg->contracts++;
    *ret = made;
    return made->shown.id.ptr ? PS_OK : ps_error_memory(reterr);
}

static ps_status add_states(ps_register *reg, ps_register_contract_row *c,
                            const ps_screened *screened, ps_error *reterr)
{
    if (!c->states) {
        c->states = ps_arena_alloc(&reg->arena, PS_ELEMENTS_MOST);
    }
    if (!c->states) {
        return ps_error_memory(reterr);
    }
    c->shown.seen = 1;
    memset(c->states, 0, PS_ELEMENTS_MOST);
    for (size_t i = 0; i < screened->element_count; i++) {
        const ps_element_outcome *element = &screened->elements[i];
        size_t n = element->required ? number_of(reg, reg->elements, &reg->element_count,
                                                 PS_ELEMENTS_MOST, element->element)
                                     : 0;
        if (n) {
            c->states[n - 1] = (uint8_t)(element->state + 1);
        }
    }
    return PS_OK;
}

static ps_status add_contracts(ps_register *reg, ps_register_row *row, const ps_screened *screened,
                               ps_error *reterr)
{
    ps_register_contract_row *c;
    ps_status status = PS_OK;
    if (screened->kind == PS_KIND_CONTRACT && screened->id.len) {
        status = ps_register_contract(reg, row, screened->id, &c, reterr);
        if (status == PS_OK && c) {
            status = add_states(reg, c, screened, reterr);
        }
    }
    for (size_t i = 0; i < screened->contract_count && status == PS_OK; i++) {
        if (screened->kind == PS_KIND_CONTRACT &&
            ps_str_equal(screened->contracts[i], screened->id)) {
            continue;
        }
        status = ps_register_contract(reg, row, screened->contracts[i], &c, reterr);
        if (status == PS_OK && c) {
            c->shown.named++;
        }
    }
    return status;
}

int ps_is_review(const ps_finding *finding)
{
    return ps_str_starts(finding->rule, PS_STR("review-"));
}

static ps_status add_findings(ps_register *reg, ps_register_row *row, const ps_finding *findings,
                              size_t count, ps_error *reterr)
{
    ps_supplier *supplier = &row->supplier;
    ps_status status = PS_OK;
    for (size_t i = 0; i < count && status == PS_OK; i++) {
        const ps_finding *finding = &findings[i];
        const ps_exposure *exposure = &finding->exposure;
        supplier->findings++;
        if (finding->severity > supplier->worst) {
            supplier->worst = finding->severity;
        }
        if (!exposure->known) {
            continue;
        }
        if (ps_is_review(finding)) {
            status = ps_money_add(&row->review, exposure->min, exposure->max, exposure->currency,
                                  &reg->arena, reterr);
        } else if (finding->element.len) {
            ps_money_largest(&supplier->agreement_exposure, exposure);
        }
    }
    return status;
}

ps_status ps_register_add(ps_register *reg, ps_register_row *row, const ps_screened *screened,
                          const ps_finding *findings, size_t count, ps_audit_days audit,
                          ps_error *reterr)
{
    ps_supplier *supplier = &row->supplier;
    supplier->records++;
    if (audit.last != PS_NO_DAY && audit.last > supplier->last_audit) {
        supplier->last_audit = audit.last;
    }
    if (audit.due != PS_NO_DAY &&
        (supplier->audit_due == PS_NO_DAY || audit.due < supplier->audit_due)) {
        supplier->audit_due = audit.due;
    }
    add_elements(supplier, screened);
    ps_status status = add_items(reg, row, screened, reterr);
    if (status == PS_OK) {
        status = add_contracts(reg, row, screened, reterr);
    }
    return status == PS_OK ? add_findings(reg, row, findings, count, reterr) : status;
}
