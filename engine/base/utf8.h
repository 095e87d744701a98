/* The shape of UTF-8: what is a well-formed sequence (no overlong forms, no surrogates, nothing
 * above U+10FFFF). Inline, because writers and readers step through every byte of every text.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_UTF8_H
#define PS_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

static inline int ps_utf8_is_tail(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/** Length of the well-formed sequence that begins at `p`, of which `left` (> 0) bytes are there; 0
 * when there is none. */
static inline size_t ps_utf8_length(const unsigned char *p, size_t left)
{
    unsigned char c = p[0];
    if (c < 0x80) {
        return 1;
    }
    if (c >= 0xC2 && c <= 0xDF) {
        return left >= 2 && ps_utf8_is_tail(p[1]) ? 2 : 0;
    }
    if (c >= 0xE0 && c <= 0xEF) {
        unsigned char low = c == 0xE0 ? 0xA0 : 0x80;
        unsigned char high = c == 0xED ? 0x9F : 0xBF;
        return left >= 3 && p[1] >= low && p[1] <= high && ps_utf8_is_tail(p[2]) ? 3 : 0;
    }
    if (c >= 0xF0 && c <= 0xF4) {
        unsigned char low = c == 0xF0 ? 0x90 : 0x80;
        unsigned char high = c == 0xF4 ? 0x8F : 0xBF;
        return left >= 4 && p[1] >= low && p[1] <= high && ps_utf8_is_tail(p[2]) &&
                       ps_utf8_is_tail(p[3])
                   ? 4
                   : 0;
    }
    return 0;
}

/** The code point of a well-formed sequence of `length` bytes, 1 to 4. */
static inline uint32_t ps_utf8_code_point(const unsigned char *p, size_t length)
{
    uint32_t c = length == 1   ? p[0]
                 : length == 2 ? p[0] & 0x1FU
                 : length == 3 ? p[0] & 0x0FU
                               : p[0] & 0x07U;
    for (size_t i = 1; i < length; i++) {
        c = c << 6 | (p[i] & 0x3FU);
    }
    return c;
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
