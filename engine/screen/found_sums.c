/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/found_sums.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/index.h"
#include "base/str.h"

struct ps_found_sums {
    ps_arena arena;
    ps_index index; /* of rows, by group, key and currency */
    ps_found_sum *rows;
    size_t room;
    uint64_t most;
};

ps_status ps_found_sums_new(const ps_limits *limits, ps_found_sums **ret_sums, ps_error *reterr)
{
    ps_found_sums *sums = calloc(1, sizeof *sums);
    if (!sums) {
        return ps_error_memory(reterr);
    }
    ps_arena_init(&sums->arena, 0);
    ps_index_init(&sums->index);
    sums->most = limits->suppliers;
    *ret_sums = sums;
    return PS_OK;
}

void ps_found_sums_free(ps_found_sums *sums)
{
    if (sums) {
        ps_index_done(&sums->index);
        ps_arena_done(&sums->arena);
        free(sums->rows);
        free(sums);
    }
}

static uint64_t hash_of(const ps_found_sums *sums, ps_found_group group, ps_str key,
                        ps_str currency)
{
    return ps_index_hash(&sums->index, key) + ps_index_hash(&sums->index, currency) * 3 +
           (uint64_t)group;
}

static ps_found_sum *find(ps_found_sums *sums, ps_found_group group, ps_str key, ps_str currency)
{
    uint64_t hash = hash_of(sums, group, key, currency);
    for (uint32_t at = ps_index_first(&sums->index, hash); at;
         at = ps_index_next(&sums->index, at - 1)) {
        ps_found_sum *row = &sums->rows[at - 1];
        if (row->group == group && ps_str_equal(row->key, key) &&
            ps_str_equal(row->currency, currency)) {
            return row;
        }
    }
    return NULL;
}

/* The row of that key, made when it is new; NULL when there is no memory. */
static ps_found_sum *row_of(ps_found_sums *sums, ps_found_group group, ps_str key, ps_str currency)
{
    ps_found_sum *row = find(sums, group, key, currency);
    if (!row && sums->index.count >= sums->most) {
        key = PS_STR("(all others)");
        currency = PS_STR("");
        row = find(sums, group, key, currency);
    }
    if (row) {
        return row;
    }
    if (sums->index.count == sums->room) {
        size_t room = sums->room ? sums->room * 2 : 64;
        ps_found_sum *rows = realloc(sums->rows, room * sizeof *rows);
        if (!rows) {
            return NULL;
        }
        sums->rows = rows;
        sums->room = room;
    }
    row = &sums->rows[sums->index.count];
    *row = (ps_found_sum){.group = group,
                          .key = ps_arena_str(&sums->arena, key),
                          .currency = ps_arena_str(&sums->arena, currency)};
    int kept = row->key.ptr && row->currency.ptr &&
               ps_index_add(&sums->index, hash_of(sums, group, key, currency));
    return kept ? row : NULL;
}

static int add(ps_found_sums *sums, ps_found_group group, ps_str key, const ps_found_change *change,
               int with_amount)
{
    int amount = with_amount && change->amount_known;
    ps_found_sum *row = row_of(sums, group, key, amount ? change->currency : PS_STR(""));
    if (!row) {
        return 0;
    }
    row->count[change->change]++;
    /* Amounts of several currencies are not added up, not even for what is beyond the limit. */
    if (amount && ps_str_equal(row->currency, change->currency)) {
        ps_decimal *sum = &row->amount[change->change];
        row->overflow |= !ps_decimal_add(*sum, change->amount, sum);
    }
    return 1;
}

ps_status ps_found_sums_add(ps_found_sums *sums, const ps_found_change *change, ps_error *reterr)
{
    const ps_found_state *state =
        change->change == PS_CHANGE_REMOVED ? &change->old_state : &change->new_state;
    int review = ps_str_starts(change->rule, PS_STR("review-"));
    ps_str nobody = PS_STR("(not named)");
    int done = add(sums, PS_FOUND_BY_RULE, change->rule, change, 1);
    if (state->category.len && review) {
        done &= add(sums, PS_FOUND_BY_CATEGORY, state->category, change, 1);
    }
    done &= add(sums, PS_FOUND_BY_SUPPLIER, change->supplier.len ? change->supplier : nobody,
                change, review);
    if (change->currency.len && review) {
        done &= add(sums, PS_FOUND_BY_CURRENCY, change->currency, change, 1);
    }
    return done ? PS_OK : ps_error_memory(reterr);
}

static int compare(const void *a, const void *b)
{
    const ps_found_sum *x = a;
    const ps_found_sum *y = b;
    int order = (x->group > y->group) - (x->group < y->group);
    order = order ? order : ps_str_compare(x->key, y->key);
    return order ? order : ps_str_compare(x->currency, y->currency);
}

void ps_found_sums_tell(ps_found_sums *sums, void (*tell)(void *user, const ps_found_sum *sum),
                        void *user)
{
    size_t count = sums->index.count;
    if (count && tell) {
        qsort(sums->rows, count, sizeof *sums->rows, compare);
    }
    for (size_t i = 0; i < count && tell; i++) {
        tell(user, &sums->rows[i]);
    }
}
