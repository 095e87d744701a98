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

/** @param out  Room for four bytes. @return how many were used. */
static inline size_t ps_utf8_encode(uint32_t codepoint, char *out)
{
    if (codepoint < 0x80) {
        out[0] = (char)codepoint;
        return 1;
    }
    if (codepoint < 0x800) {
        out[0] = (char)(0xC0 | codepoint >> 6);
        out[1] = (char)(0x80 | (codepoint & 0x3F));
        return 2;
    }
    if (codepoint < 0x10000) {
        out[0] = (char)(0xE0 | codepoint >> 12);
        out[1] = (char)(0x80 | (codepoint >> 6 & 0x3F));
        out[2] = (char)(0x80 | (codepoint & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | codepoint >> 18);
    out[1] = (char)(0x80 | (codepoint >> 12 & 0x3F));
    out[2] = (char)(0x80 | (codepoint >> 6 & 0x3F));
    out[3] = (char)(0x80 | (codepoint & 0x3F));
    return 4;
}

#endif
