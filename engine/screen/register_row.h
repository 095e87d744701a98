/* A row of the register while it grows: private to register.c and register_tell.c.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_REGISTER_ROW_H
#define PS_SCREEN_REGISTER_ROW_H

#include "screen/register.h"

enum {
    PS_CATEGORIES_MOST = 32,  /* told apart; the law knows 8 */
    PS_ELEMENTS_MOST = 64,    /* of a policy, told apart */
    PS_ALIASES_MOST = 8,      /* names of one supplier */
    PS_CONTRACTS_MOST = 20000 /* kept of all suppliers, so that they take no more than some MB */
};

typedef struct ps_register_contract_row {
    ps_supplier_contract shown; /* but for its elements */
    uint8_t *states;            /* of the register's elements: ps_state + 1, 0 for none */
} ps_register_contract_row;

typedef struct ps_register_hits {
    struct ps_register_hits *next;
    uint64_t items;
    size_t category; /* its number in the register; PS_CATEGORIES_MOST: one of those beyond */
} ps_register_hits;

struct ps_register_row {
    ps_supplier supplier;
    ps_str merge;    /* what it is found by */
    ps_str folded;   /* its name */
    ps_str *aliases; /* NULL: none; room for PS_ALIASES_MOST */
    ps_register_hits *hits;
    ps_money_sums amounts;
    ps_money_sums purchases;
    ps_money_sums review;
    ps_register_contract_row **contracts; /* supplier.contract_count of them */
    uint32_t *contract_marks;             /* of their ids, close together */
    size_t contract_room;
    unsigned told; /* PS_TOLD_… */
    int merged;    /* into another row */
};

/** Whether it is known by more than its name. */
int ps_register_has_identifier(const ps_register_row *row);
/** @return 0 when there is no memory. */
int ps_register_add_alias(ps_register *reg, ps_register_row *row, ps_str name);
/** Count hit items of a category. @return 0 when there is no memory. */
int ps_register_add_hits(ps_register *reg, ps_register_row *row, size_t category, uint64_t items);
/** The row's contract of that id, made when it is new; NULL in *ret when no more are kept. */
PS_CHECKED ps_status ps_register_contract(ps_register *reg, ps_register_row *row, ps_str id,
                                          ps_register_contract_row **ret, ps_error *reterr);

#endif
