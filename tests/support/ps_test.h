/* What the unit tests share.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEST_H
#define PS_TEST_H

#include <criterion/criterion.h>

#include "base/str.h"
#include "procscreen/common.h"

/** Fails with both texts when they differ. */
static inline void ps_test_str(ps_str got, const char *want, const char *where)
{
    cr_expect(ps_str_is(got, want), "%s: got \"%.*s\", want \"%s\"", where, PS_FMT(got), want);
}

/** The next of a row of numbers that look random, the same in every run. `state` begins as anything
 * but 0. */
static inline uint64_t ps_test_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/** Fails with the error's text unless the call gave `want`. */
#define PS_TEST_STATUS(call, want, err)                                                            \
    do {                                                                                           \
        ps_status status_ = (call);                                                                \
        cr_assert(status_ == (want), "%s gave %d: %s (%s)", #call, (int)status_, (err).message,    \
                  (err).cause);                                                                    \
    } while (0)

#endif
