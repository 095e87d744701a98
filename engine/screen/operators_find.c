/* Asking an operators file.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/buffer.h"
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

ps_status ps_operator_supplier(ps_operators *operators, const ps_operator *op,
                               const ps_party_view *supplier, const ps_op_supplier **ret_supplier,
                               ps_error *reterr)
{
    wanted w;
    *ret_supplier = NULL;
    if (!ps_operator_keeps_suppliers(op)) {
        return PS_OK;
    }
    if (look_for(operators, supplier, &w, reterr) != PS_OK) {
        return PS_FATAL;
    }
    const ps_op_supplier *s = op->suppliers;
    while (s && !is_wanted(&s->entity, &w)) {
        s = s->next;
    }
    *ret_supplier = s;
    return PS_OK;
}

ps_day ps_op_supplier_last_audit(const ps_op_supplier *supplier)
{
    return supplier ? supplier->last_audit : PS_NO_DAY;
}

static int has_word(ps_str words, ps_str word)
{
    ps_str one;
    while (ps_str_next_word(&words, &one)) {
        if (ps_str_equal(one, word)) {
            return 1;
        }
    }
    return 0;
}

static const ps_op_agreement *find_agreement(const ps_op_supplier *supplier, ps_str element,
                                             ps_day day)
{
    for (const ps_op_agreement *a = supplier->agreements; a; a = a->next) {
        if (has_word(a->elements, element) && a->from <= day &&
            (a->to == PS_NO_DAY || day <= a->to)) {
            return a;
        }
    }
    return NULL;
}

ps_status ps_op_supplier_credit(const ps_operators *operators, const ps_op_supplier *supplier,
                                ps_day day, ps_element_outcome *elements, size_t count,
                                ps_arena *arena, ps_error *reterr)
{
    for (size_t i = 0; supplier && day != PS_NO_DAY && i < count; i++) {
        ps_element_outcome *element = &elements[i];
        int open = element->state == PS_STATE_MISSING || element->state == PS_STATE_NOT_EVALUABLE;
        const ps_op_agreement *agreement =
            element->required && open ? find_agreement(supplier, element->element, day) : NULL;
        if (!agreement) {
            continue;
        }
        ps_buffer line;
        ps_buffer_init(&line, 0);
        ps_buffer_add_uint(&line, agreement->line);
        ps_str place[] = {agreement->id, PS_STR(" ("),         operators->path,
                          PS_STR(":"),   ps_buffer_str(&line), PS_STR(")")};
        ps_str why[] = {PS_STR("by-register: the operators file says that agreement "),
                        agreement->id, PS_STR(" contains it; its text was not read")};
        element->state = PS_STATE_PRESENT;
        element->source = ps_arena_concat(arena, place, PS_COUNT(place));
        element->reason = ps_arena_concat(arena, why, PS_COUNT(why));
        element->nearest = (ps_evidence){.start = 0};
        element->lacks = PS_NO_STR;
        ps_buffer_done(&line);
        if (!element->source.ptr || !element->reason.ptr) {
            return ps_error_memory(reterr);
        }
    }
    return PS_OK;
}

static void check_agreement(const ps_operators *operators, const ps_op_agreement *agreement,
                            const ps_policy *policy,
                            void (*unknown)(void *user, const ps_error *error), void *user)
{
    ps_str rest = agreement->elements;
    ps_str word;
    while (ps_str_next_word(&rest, &word)) {
        if (ps_policy_has_element(policy, word)) {
            continue;
        }
        ps_error error = {0};
        PS_IGNORE(ps_error_set(
            &error, PS_WARN, PS_E_CONFIG, "agreement \"%.*s\" names \"%.*s\", which no policy has",
            PS_FMT(ps_str_cut(agreement->id, 100)), PS_FMT(ps_str_cut(word, 100))));
        ps_error_copy(error.source, sizeof error.source, operators->path);
        ps_error_at(&error, agreement->line, 0);
        ps_error_hint(&error, "procscreen pack show tells the elements of a policy");
        unknown(user, &error);
    }
}

void ps_operators_check(const ps_operators *operators, const ps_policy *policy,
                        void (*unknown)(void *user, const ps_error *error), void *user)
{
    for (const ps_operator *op = operators->first; op; op = op->next) {
        for (const ps_op_supplier *s = op->suppliers; s; s = s->next) {
            for (const ps_op_agreement *a = s->agreements; a; a = a->next) {
                check_agreement(operators, a, policy, unknown, user);
            }
        }
    }
}
