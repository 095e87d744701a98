/* JSON values as they lie in a line of a kept run. The parser's events become a small tree in an
 * arena, so that the arena's limit is the limit of what a hostile line can cost.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_KEPT_VALUE_H
#define PS_REPORT_KEPT_VALUE_H

#include "base/arena.h"
#include "procscreen/limits.h"

typedef enum ps_kept_kind {
    PS_KEPT_NULL,
    PS_KEPT_FALSE,
    PS_KEPT_TRUE,
    PS_KEPT_NUMBER,
    PS_KEPT_TEXT,
    PS_KEPT_LIST,
    PS_KEPT_OBJECT
} ps_kept_kind;

typedef struct ps_kept_value {
    ps_kept_kind kind;
    ps_str key;  /* in an object */
    ps_str text; /* of a text; of a number as written */
    struct ps_kept_value *first;
    struct ps_kept_value *last;
    struct ps_kept_value *next;
} ps_kept_value;

/**
 * Parse one line.
 *
 * @param arena  Holds the result with all its text.
 * @return PS_OK; PS_FATAL with PS_E_ILL_FORMED and the column, PS_E_LIMIT ("json-depth", or
 * "kept-line" when the arena is full) or PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_kept_parse(ps_str line, const ps_limits *limits, ps_arena *arena,
                                   const ps_kept_value **ret_value, ps_error *reterr);

#endif
