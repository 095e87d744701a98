/* Exact decimals: money and quantities, never binary floating point.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_DECIMAL_H
#define PS_BASE_DECIMAL_H

#include "base/buffer.h"
#include "procscreen/record.h"

/* Digits kept behind the decimal point at the most; what has more that are not zero is not
 * understood. */
enum { PS_DECIMAL_SCALE_MAX = 12 };

/**
 * Read a number as procurement documents write it, after full-width digits, NBSP and narrow blanks
 * were mapped.
 *
 * Understood: optional sign (+ - and U+2212) in front; digits; '.' or ',' as decimal mark; ',',
 * '.', ''', blank as thousands separators where both marks occur or a separator repeats in groups
 * of three. A single mark with exactly three digits behind it and one to three in front ("1,234")
 * can be either and is understood only as `mark` says:
 * '.' (1.234 is a fraction, 1,234 is thousands), ',' (the other way round), 0 (not understood).
 * Exponents, hexadecimal,
 * NaN, trailing or bracketed signs and other digits are not understood.
 *
 * @return 1 and *ret, or 0: not a number, ambiguous, or too large to hold exactly.
 */
int ps_decimal_parse(ps_str text, char mark, ps_decimal *ret);

/** *to = value, and zeros between its members: for memory that is kept byte by byte. */
void ps_decimal_keep(ps_decimal *to, ps_decimal value);

/** The decimal mark that the number shows whatever others look like: ',' for "20,00", "1.234,56"
 * and "1.234.567"; 0 when it shows none ("1,234") or is no number. */
char ps_decimal_mark(ps_str text);

/** *ret = a + b and so on, exactly; 0 when the result does not fit. */
int ps_decimal_add(ps_decimal a, ps_decimal b, ps_decimal *ret);
int ps_decimal_multiply(ps_decimal a, ps_decimal b, ps_decimal *ret);
/** Quotient rounded half up to `scale` digits; 0 when b is 0 or it does not fit. */
int ps_decimal_divide(ps_decimal a, ps_decimal b, uint8_t scale, ps_decimal *ret);
/** <0, 0, >0. */
int ps_decimal_compare(ps_decimal a, ps_decimal b);
/** As "123.45": no exponent, no grouping, at least `places` digits behind the point, trailing zeros
 * kept as read. */
void ps_decimal_format(ps_decimal value, uint8_t places, ps_buffer *out);
enum { PS_DECIMAL_ROOM = 24 }; /* a sign, 19 digits, a point */
/** The same with no least number of digits. @return A view of `room`. */
ps_str ps_decimal_text(ps_decimal value, char room[PS_DECIMAL_ROOM]);

#endif
