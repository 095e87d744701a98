/* Decoding UTF-8 where speed matters; others use ps_utf8_next().
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEXT_UTF8_H
#define PS_TEXT_UTF8_H

#include <stddef.h>
#include <stdint.h>

/** Decode the character at `at`, of which `left` (> 0) bytes are there. @return its length, or 0
 * when it is not valid: cut, overlong, a surrogate, above U+10FFFF. */
static inline size_t ps_utf8_decode(const unsigned char *at, size_t left, uint32_t *ret_codepoint)
{
    uint32_t a = at[0];
    if (a < 0x80) {
        *ret_codepoint = a;
        return 1;
    }
    if (left < 2 || a < 0xC2 || a > 0xF4 || (at[1] & 0xC0) != 0x80) {
        return 0;
    }
    uint32_t b = at[1] & 0x3Fu;
    if (a < 0xE0) {
        *ret_codepoint = (a & 0x1F) << 6 | b;
        return 2;
    }
    if (left < 3 || (at[2] & 0xC0) != 0x80) {
        return 0;
    }
    uint32_t c = at[2] & 0x3Fu;
    if (a < 0xF0) {
        *ret_codepoint = (a & 0x0F) << 12 | b << 6 | c;
        return *ret_codepoint < 0x800 || (*ret_codepoint >= 0xD800 && *ret_codepoint <= 0xDFFF) ? 0
                                                                                                : 3;
    }
    if (left < 4 || (at[3] & 0xC0) != 0x80) {
        return 0;
    }
    *ret_codepoint = (a & 0x07) << 18 | b << 12 | c << 6 | (at[3] & 0x3Fu);
    return *ret_codepoint < 0x10000 || *ret_codepoint > 0x10FFFF ? 0 : 4;
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
