/* Decoding and encoding UTF-8 where speed matters; others use ps_utf8_next().
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEXT_UTF8_H
#define PS_TEXT_UTF8_H

#include "base/utf8.h"

/** Decode the character at `at`, of which `left` (> 0) bytes are there. @return its length, or 0
 * when it is not well-formed. */
static inline size_t ps_utf8_decode(const unsigned char *at, size_t left, uint32_t *ret_codepoint)
{
    size_t length = ps_utf8_length(at, left);
    if (length) {
        *ret_codepoint = ps_utf8_code_point(at, length);
    }
    return length;
}

#endif
