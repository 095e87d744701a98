/* Ownership helpers: what a local owns is released at the end of its scope unless it is taken.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_CLEANUP_H
#define PS_BASE_CLEANUP_H

#include <stddef.h>

#define PS_CLEANUP(fn) __attribute__((cleanup(fn)))
/* Typed, because a cast through void ** breaks strict aliasing. */
#define PS_DEFINE_CLEANUP(type, fn)                                                                \
    static inline void fn##p(type *p)                                                              \
    {                                                                                              \
        if (*p) {                                                                                  \
            fn(*p);                                                                                \
        }                                                                                          \
    }
#define PS_TAKE(p)                                                                                 \
    __extension__({                                                                                \
        __typeof__(p) *take_ = &(p);                                                               \
        __typeof__(p) value_ = *take_;                                                             \
        *take_ = NULL;                                                                             \
        value_;                                                                                    \
    })
#define PS_IGNORE(call)                                                                            \
    do {                                                                                           \
        __typeof__(call) ignored_ = (call);                                                        \
        (void)ignored_;                                                                            \
    } while (0)
/* What a hot function seldom calls: inlined, it would cost each call the registers that it needs.
 */
#define PS_RARE __attribute__((noinline))
#define PS_COUNT(array) (sizeof(array) / sizeof(*(array)))

#endif
