/* The sentences of a policy's rules, "{item} matches …", looked through once instead of for each
 * finding. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_SENTENCE_H
#define PS_SCREEN_SENTENCE_H

#include "base/arena.h"
#include "base/cleanup.h"

/** What a sentence leaves to be filled in; names as in policies/README.md. */
#define PS_PLACEHOLDERS(X)                                                                         \
    X(ITEM, "item")                                                                                \
    X(LINE, "line")                                                                                \
    X(CATEGORY, "category")                                                                        \
    X(CONFIDENCE, "confidence")                                                                    \
    X(SUPPLIER, "supplier")                                                                        \
    X(SUPPLIER_ID, "supplier-id")                                                                  \
    X(BUYER, "buyer")                                                                              \
    X(ELEMENT, "element")                                                                          \
    X(CONTRACT, "contract")                                                                        \
    X(DATE, "date")                                                                                \
    X(AMOUNT, "amount")                                                                            \
    X(CURRENCY, "currency")                                                                        \
    X(STATUS, "status")                                                                            \
    X(REASON, "reason")                                                                            \
    X(ENTRY, "entry")                                                                              \
    X(FILED, "filed")                                                                              \
    X(DUE, "due")

typedef enum ps_placeholder {
#define PS_X(symbol, name) PS_PLACEHOLDER_##symbol,
    PS_PLACEHOLDERS(PS_X)
#undef PS_X
        PS_PLACEHOLDER_NONE
} ps_placeholder;

/** Words, and what is to be filled in behind them. */
typedef struct ps_sentence_part {
    ps_str words;
    ps_placeholder placeholder; /* NONE: nothing */
} ps_sentence_part;

typedef struct ps_sentence {
    ps_sentence_part *parts;
    size_t count;
} ps_sentence;

/** @param text  Kept. What stands in braces and is none of these is left as it is. @return PS_OK or
 * PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_sentence_read(ps_str text, ps_arena *arena, ps_sentence *ret_sentence,
                                      ps_error *reterr);

#endif
