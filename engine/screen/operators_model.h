/* An operators file in memory: read by operators.c, asked by operators_find.c.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_OPERATORS_MODEL_H
#define PS_SCREEN_OPERATORS_MODEL_H

#include "base/arena.h"
#include "screen/operators.h"

typedef struct ps_op_period {
    struct ps_op_period *next; /* the one before it in the file */
    ps_cii_status status;
    ps_day from;
    ps_day to; /* last day; PS_NO_DAY: open */
} ps_op_period;

typedef struct ps_op_name {
    struct ps_op_name *next;
    ps_str folded;
} ps_op_name;

/** What an operator and a supplier of it are found by. */
typedef struct ps_op_entity {
    ps_str uscc; /* normal form; absent when not given */
    ps_op_name *names;
} ps_op_entity;

/* An agreement with a supplier that no record carries. */
typedef struct ps_op_agreement {
    struct ps_op_agreement *next;
    ps_str id;
    ps_str elements; /* that it contains, blanks between */
    ps_day from;
    ps_day to; /* last day; PS_NO_DAY: open */
    uint64_t line;
} ps_op_agreement;

typedef struct ps_op_supplier {
    struct ps_op_supplier *next;
    ps_op_entity entity;
    ps_day last_audit; /* PS_NO_DAY: none */
    ps_op_agreement *agreements;
} ps_op_supplier;

typedef struct ps_op_filing {
    struct ps_op_filing *next;
    ps_str order; /* one of the two is there */
    ps_str contract;
    ps_filing told;
} ps_op_filing;

struct ps_operator {
    struct ps_operator *next;
    ps_op_entity entity;
    ps_op_period *periods;
    ps_op_supplier *suppliers;
    ps_op_filing *filings;
};

struct ps_operators {
    ps_arena arena;
    ps_str path;
    ps_arena scratch; /* for the names that are looked for */
    ps_operator *first;
};

#endif
