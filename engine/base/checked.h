/* Arithmetic that says when it overflows. All return 1 when the result fits and was stored, else 0.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_CHECKED_H
#define PS_BASE_CHECKED_H

#include <stddef.h>
#include <stdint.h>

#define PS_ADD(a, b, ret) (!__builtin_add_overflow((a), (b), (ret)))
#define PS_SUB(a, b, ret) (!__builtin_sub_overflow((a), (b), (ret)))
#define PS_MUL(a, b, ret) (!__builtin_mul_overflow((a), (b), (ret)))

#endif
