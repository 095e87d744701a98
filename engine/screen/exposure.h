/* What a breach could cost, by the policy pack's formulas (law.md section 6).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_EXPOSURE_H
#define PS_SCREEN_EXPOSURE_H

#include "base/arena.h"
#include "policy/policy.h"
#include "procscreen/outcome.h"

/**
 * The exposure of one breach of a rule. Where several provisions punish the same act the larger
 * range counts, never their sum (one act, one fine: APL art. 29).
 *
 * @param continuing  Not 0: only by provisions on acts that go on, such as use.
 * @param amount    The purchase amount; unknown or not above zero: what goes by it is unknown too,
 * but says so.
 * @param currency  Of the amount.
 */
ps_exposure ps_exposure_of_rule(const ps_policy *policy, ps_str rule, ps_day day, int continuing,
                                const ps_number *amount, ps_str currency);

/** A sum, or the two ends of one. */
typedef struct ps_money {
    ps_decimal min;
    ps_decimal max;
    ps_str currency;
} ps_money;

/** Sums per currency: amounts of different currencies are never added. */
typedef struct ps_money_sums {
    ps_money *list;
    size_t count;
    size_t room;
    int overflow; /* a sum did not fit, or there were too many currencies */
} ps_money_sums;

/** Add [min, max]. `currency` is copied into the arena when it is new. At most 32 currencies are
 * told apart. */
PS_CHECKED ps_status ps_money_add(ps_money_sums *sums, ps_decimal min, ps_decimal max,
                                  ps_str currency, ps_arena *arena, ps_error *reterr);

/** The sums as reports show them, in the arena; NULL when there is no memory, or no sum. */
const ps_exposure *ps_money_show(const ps_money_sums *sums, ps_arena *arena);

/** Keep the larger of the two in *largest, by its upper end; unknown is the least. */
void ps_money_largest(ps_exposure *largest, const ps_exposure *exposure);

#endif
