/* What a value looks like, whatever its name.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SUGGEST_SHAPE_H
#define PS_SUGGEST_SHAPE_H

#include "procscreen/common.h"

/* X(symbol, "how a note calls values of it") */
#define PS_SHAPES(X)                                                                               \
    X(DATE, "dates")                                                                               \
    X(UNCLEAR_DATE, "dates whose day and month cannot be told apart")                              \
    X(NUMBER, "numbers")                                                                           \
    X(INTEGER, "whole numbers")                                                                    \
    X(SHORT, "small whole numbers")                                                                \
    X(COMMA, "numbers with a decimal comma")                                                       \
    X(POINT, "numbers with a decimal point")                                                       \
    X(CURRENCY, "currency codes")                                                                  \
    X(UNIT, "units")                                                                               \
    X(USCC, "unified social credit codes, check characters right")                                 \
    X(LEI, "LEI, check digits right")                                                              \
    X(VAT, "VAT numbers, check digits right")                                                      \
    X(CLASS8, "eight digits as UNSPSC has")                                                        \
    X(CPV, "CPV codes")                                                                            \
    X(CODE, "codes")                                                                               \
    X(EMAIL, "e-mail addresses")                                                                   \
    X(URI, "addresses of files or pages")                                                          \
    X(YESNO, "yes or no")                                                                          \
    X(WORDS, "words")                                                                              \
    X(LONG, "long texts")                                                                          \
    X(CJK, "Chinese")                                                                              \
    X(SECRET, "what may be a number of a card or account, or a key")

typedef enum ps_shape {
#define PS_X(symbol, name) PS_SHAPE_##symbol,
    PS_SHAPES(PS_X)
#undef PS_X
        PS_SHAPE_COUNT
} ps_shape;

/** Shapes as a set. */
#define PS_LOOKS(symbol) ((uint32_t)1 << PS_SHAPE_##symbol)

/** All shapes of a value that is not empty and has no blanks at its ends. */
uint32_t ps_shapes_of(ps_str value);
const char *ps_shape_name(unsigned shape);

#endif
