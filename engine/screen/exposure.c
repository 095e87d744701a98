/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/exposure.h"

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/str.h"

enum { MOST_CURRENCIES = 32 };

static int evaluate(const ps_policy_exposure *formula, const ps_number *amount, ps_str currency,
                    ps_exposure *ret)
{
    *ret = (ps_exposure){.formula = formula->formula,
                         .has_person = formula->has_person,
                         .person_min = formula->person_min,
                         .person_max = formula->person_max,
                         .person_currency = formula->person_currency};
    if (!formula->by_amount) {
        ret->known = 1;
        ret->min = formula->min;
        ret->max = formula->max;
        ret->currency = formula->currency;
        return 1;
    }
    ret->currency = currency;
    if (!amount->known || amount->value.digits <= 0 ||
        !ps_decimal_multiply(amount->value, formula->min, &ret->min) ||
        !ps_decimal_multiply(amount->value, formula->max, &ret->max)) {
        return 0;
    }
    ret->known = 1;
    return 1;
}

ps_exposure ps_exposure_of_rule(const ps_policy *policy, ps_str rule, ps_day day, int continuing,
                                const ps_number *amount, ps_str currency)
{
    ps_policy_exposure formula;
    ps_exposure largest = {.known = 0};
    for (size_t i = 0; ps_policy_exposure_at(policy, rule, day, continuing, i, &formula) == PS_OK;
         i++) {
        ps_exposure one;
        int known = evaluate(&formula, amount, currency, &one);
        int larger = known && (!largest.known || (ps_str_equal(one.currency, largest.currency) &&
                                                  ps_decimal_compare(one.max, largest.max) > 0));
        if (larger || (i == 0 && !known)) {
            largest = one;
        }
    }
    return largest;
}

ps_status ps_money_add(ps_money_sums *sums, ps_decimal min, ps_decimal max, ps_str currency,
                       ps_arena *arena, ps_error *reterr)
{
    for (size_t i = 0; i < sums->count; i++) {
        ps_money *sum = &sums->list[i];
        if (ps_str_equal(sum->currency, currency)) {
            if (!ps_decimal_add(sum->min, min, &sum->min) ||
                !ps_decimal_add(sum->max, max, &sum->max)) {
                sums->overflow = 1;
            }
            return PS_OK;
        }
    }
    if (sums->count == MOST_CURRENCIES) {
        sums->overflow = 1;
        return PS_OK;
    }
    if (sums->count == sums->room) {
        size_t room = sums->room ? sums->room * 2 : 1;
        ps_money *list = ps_arena_array(arena, room, sizeof *list);
        if (!list) {
            return ps_error_memory(reterr);
        }
        if (sums->count) {
            memcpy(list, sums->list, sums->count * sizeof *list);
        }
        sums->list = list;
        sums->room = room;
    }
    ps_str copy = ps_arena_str(arena, currency);
    if (!copy.ptr) {
        return ps_error_memory(reterr);
    }
    sums->list[sums->count++] = (ps_money){min, max, copy};
    return PS_OK;
}

const ps_exposure *ps_money_show(const ps_money_sums *sums, ps_arena *arena)
{
    ps_exposure *shown = sums->count ? ps_arena_array(arena, sums->count, sizeof *shown) : NULL;
    for (size_t i = 0; shown && i < sums->count; i++) {
        const ps_money *sum = &sums->list[i];
        shown[i] =
            (ps_exposure){.known = 1, .min = sum->min, .max = sum->max, .currency = sum->currency};
    }
    return shown;
}

void ps_money_largest(ps_exposure *largest, const ps_exposure *exposure)
{
    if (exposure->known &&
        (!largest->known || ps_decimal_compare(exposure->max, largest->max) > 0)) {
        *largest = *exposure;
    }
}
