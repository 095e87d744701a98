/* What two sets of packs find in the same inputs, one against the other.
 *
 * Memory: some 100 bytes a finding; what is told of it waits in a temporary file.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_FINDING_COMPARE_H
#define PS_SCREEN_FINDING_COMPARE_H

#include "procscreen/run.h"
#include "screen/pack_compare.h"

/** What is compared. */
typedef enum ps_found_kind {
    PS_FOUND_FINDING,
    PS_FOUND_NOT_EVALUABLE, /**< a record that could not be judged */
    PS_FOUND_REJECTED       /**< a record or document that could not be read */
} ps_found_kind;

/** How a finding stands under one set of packs. */
typedef struct ps_found_state {
    ps_severity severity;
    ps_confidence confidence; /**< NONE when it is not about an item */
    ps_str category;          /**< of the item; may be empty */
    ps_str state;             /**< of the element: "missing", "defeated"; may be empty */
} ps_found_state;

/** A finding that one set of packs makes and the other does not, or makes otherwise. */
typedef struct ps_found_change {
    ps_change change;
    ps_found_kind kind;
    ps_str rule; /**< of a FINDING */
    ps_str source;
    uint64_t line; /**< of the item, else of the record */
    ps_str record;
    ps_str item;        /**< line id; may be empty */
    size_t item_number; /**< from 1; 0: it is about no item */
    ps_str name;        /**< the item's */
    ps_str element;     /**< may be empty */
    ps_str supplier;
    int amount_known; /**< of the item's line */
    ps_decimal amount;
    ps_str currency;
    ps_str reason;            /**< why it is a hit, is not evaluable, was rejected */
    ps_found_state old_state; /**< not set when added */
    ps_found_state new_state; /**< not set when removed */
} ps_found_change;

/** Sums are made over one of these. */
typedef enum ps_found_group {
    PS_FOUND_BY_RULE,
    PS_FOUND_BY_CATEGORY,
    PS_FOUND_BY_SUPPLIER,
    PS_FOUND_BY_CURRENCY,
    PS_FOUND_GROUPS
} ps_found_group;

/** How many findings of a group come, go and change, and the worth of their lines; one per
 * currency. Except by rule, only "review-required" counts for amounts, so that no line counts
 * twice. */
typedef struct ps_found_sum {
    ps_found_group group;
    ps_str key;
    ps_str currency;   /**< empty: of findings without an amount */
    uint64_t count[3]; /**< by ps_change */
    ps_decimal amount[3];
    int overflow; /**< an amount did not fit: it is not complete */
} ps_found_sum;

/** The two runs. */
typedef struct ps_found_totals {
    uint64_t findings[2]; /**< under the old packs, under the new */
    uint64_t records[2];  /**< screened */
    uint64_t rejected[2]; /**< records and documents */
    uint64_t items_hit[2];
    uint64_t items_not_evaluable[2];
    uint64_t elements_not_evaluable[2];
    uint64_t added;
    uint64_t removed;
    uint64_t changed;
    int incomplete; /**< some input could not be read, or nothing was there */
} ps_found_totals;

typedef struct ps_found_sink {
    void (*change)(void *user, const ps_found_change *change); /**< in input order */
    void (*sum)(void *user, const ps_found_sum *sum);          /**< then, by group and key */
    void (*warning)(void *user, const ps_error *error);        /**< also rejections; at any time */
} ps_found_sink;

/**
 * Screen the inputs under both and tell what differs.
 *
 * @param inputs   As ps_run_execute(); "-" must be a file that can be read again from its
 * beginning.
 * @return PS_OK; PS_FATAL with what ps_run_execute() fails with, or PS_E_LIMIT
 * ("limit:diff-findings").
 */
PS_CHECKED ps_status ps_findings_compare(const ps_packs *old_packs, const ps_packs *new_packs,
                                         const char *const *inputs, size_t count,
                                         const ps_run_options *options, const ps_found_sink *sink,
                                         void *user, ps_found_totals *ret_totals, ps_error *reterr);

#endif
