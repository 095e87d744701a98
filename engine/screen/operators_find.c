/* Asking an operators file.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "screen/operators_model.h"
#include "text/fold.h"

/* What a party is looked for by. */
typedef struct wanted {
    ps_str uscc; /* absent: it has none */
    ps_str name; /* folded */
} wanted;

static ps_status look_for(ps_operators *operators, const ps_party_view *party, wanted *ret,
                          ps_error *reterr)
{
    ps_folded folded;
    ps_str prefix = PS_STR("USCC:");
    ps_arena_reset(&operators->scratch);
    if (ps_fold(&operators->scratch, party->name, PS_FOLD_TERM, &folded, reterr) != PS_OK) {
        return PS_FATAL;
    }
    ret->name = folded.text;
    ret->uscc = ps_str_is(party->scheme, "USCC") && ps_str_starts(party->key, prefix)
                    ? ps_str_slice(party->key, prefix.len, party->key.len)
                    : PS_NO_STR;
    return PS_OK;
}

/* By code where both have one: then another code is another company, whatever its name. */
static int is_wanted(const ps_op_entity *entity, const wanted *w)
{
    if (w->uscc.len && entity->uscc.len) {
        return ps_str_equal(w->uscc, entity->uscc);
    }
    for (const ps_op_name *n = entity->names; w->name.len && n; n = n->next) {
        if (ps_str_equal(n->folded, w->name)) {
            return 1;
        }
    }
    return 0;
}

ps_status ps_operators_find(ps_operators *operators, const ps_party_view *buyer,
                            const ps_operator **ret_operator, ps_error *reterr)
{
    wanted w;
    *ret_operator = NULL;
    if (look_for(operators, buyer, &w, reterr) != PS_OK) {
        return PS_FATAL;
    }
    const ps_operator *op = operators->first;
    while (op && !is_wanted(&op->entity, &w)) {
        op = op->next;
    }
    *ret_operator = op;
    return PS_OK;
}

ps_cii_status ps_operator_status(const ps_operator *op, ps_day day)
{
    for (const ps_op_period *p = op ? op->periods : NULL; p; p = p->next) {
        int begun = day == PS_NO_DAY || p->from == PS_NO_DAY || day >= p->from;
        int over = p->to != PS_NO_DAY && (day == PS_NO_DAY || day > p->to);
        if (begun && !over) {
            return p->status;
        }
    }
    return PS_CII_UNKNOWN;
}

static int same_id(ps_str a, ps_str b)
{
    return a.len && ps_str_equal_ascii_case(ps_str_trim(a), ps_str_trim(b));
}

static int covers(const ps_op_filing *filing, const ps_screened *screened)
{
    if (screened->kind == PS_KIND_CONTRACT ? same_id(filing->contract, screened->id)
                                           : same_id(filing->order, screened->id)) {
        return 1;
    }
    for (size_t i = 0; i < screened->contract_count; i++) {
        if (same_id(filing->contract, screened->contracts[i])) {
            return 1;
        }
    }
    return 0;
}

const ps_filing *ps_operator_filing(const ps_operator *op, const ps_screened *screened)
{
    for (const ps_op_filing *f = op ? op->filings : NULL; f; f = f->next) {
        if (covers(f, screened)) {
            return &f->told;
        }
    }
    return NULL;
}

int ps_operator_keeps_suppliers(const ps_operator *op)
{
    return op && op->suppliers;
}

ps_status ps_operator_last_audit(ps_operators *operators, const ps_operator *op,
                                 const ps_party_view *supplier, ps_day *ret_day, ps_error *reterr)
{
    wanted w;
    *ret_day = PS_NO_DAY;
    if (look_for(operators, supplier, &w, reterr) != PS_OK) {
        return PS_FATAL;
    }
    for (const ps_op_supplier *s = op->suppliers; s; s = s->next) {
        if (is_wanted(&s->entity, &w) && (*ret_day == PS_NO_DAY || s->last_audit > *ret_day)) {
            *ret_day = s->last_audit;
        }
    }
    return PS_OK;
}
