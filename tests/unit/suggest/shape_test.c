/* What values look like.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "ps_test.h"
#include "suggest/shape.h"

#define L(symbol) PS_LOOKS(symbol)

Test(shape, values_have_the_shape_and_not_the_other)
{
    static const struct {
        const char *value;
        uint32_t has;
        uint32_t not_has;
    } rows[] = {
        {"2026-03-05", L(DATE), L(NUMBER) | L(UNCLEAR_DATE)},
        {"20260305", L(DATE) | L(INTEGER), L(CLASS8)},
        {"2026年3月5日", L(DATE), 0},
        {"05/03/2026", L(UNCLEAR_DATE), L(DATE)},
        {"1.234,50", L(NUMBER) | L(COMMA), L(POINT) | L(INTEGER)},
        {"12.5", L(NUMBER) | L(POINT), L(COMMA)},
        {"1,234", L(NUMBER), L(COMMA) | L(POINT)},
        {"10", L(INTEGER) | L(SHORT), L(WORDS)},
        {"CNY", L(CURRENCY), L(NUMBER)},
        {"人民币", L(CURRENCY) | L(CJK), 0},
        {"abc", L(WORDS), L(CURRENCY)},
        {"台", L(UNIT), 0},
        {"EA", L(UNIT), L(CURRENCY)},
        {"91350100M000100Y43", L(USCC), L(SECRET)},
        {"91350100M000100Y44", 0, L(USCC)},
        {"43222609", L(CLASS8), L(DATE)},
        {"30200000-1", L(CPV), L(NUMBER)},
        {"PO-2026-1", L(CODE), L(DATE)},
        {"doe@example.org", L(EMAIL), 0},
        {"https://user:pw@example.org/", L(URI) | L(SECRET), 0},
        {"Core router", L(WORDS), L(CODE) | L(LONG)},
        {"4111111111111111", L(SECRET), 0},
        {"DE89 3704 0044 0532 0130 00", L(SECRET), 0},
        {"eyJhbGciOiJIUzI1NiJ9xY7Zq2", L(SECRET), 0},
        {"Zm9vYmFyQmF6UXV4MTIzNDU2Nzg5", L(SECRET), 0},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        uint32_t got = ps_shapes_of(ps_str_from(rows[i].value));
        cr_expect((got & rows[i].has) == rows[i].has && !(got & rows[i].not_has), "%s: %x",
                  rows[i].value, got);
    }
}
