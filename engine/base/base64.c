/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base64.h"

#include "base/error.h"
#include "base/str.h"

/* The six bits of a character; -1 when it has none. */
static int bits_of(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }
    if (ps_is_digit(c)) {
        return c - '0' + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static void put_group(ps_base64 *d, ps_buffer *out)
{
    char bytes[3] = {(char)(d->group >> 16), (char)(d->group >> 8 & 0xFF), (char)(d->group & 0xFF)};
    ps_buffer_add(out, bytes, sizeof bytes - d->pads);
    d->group = 0;
    d->have = 0;
}

/* NULL, or what is wrong with this character. */
static const char *take(ps_base64 *d, char c, ps_buffer *out)
{
    if (ps_is_space(c)) {
        return NULL;
    }
    if (c == '=') {
        if (d->have < 2 || d->pads == 2) {
            return "padding where none may stand";
        }
        d->pads++;
        d->group <<= 6;
    } else if (d->pads) {
        return "data behind the padding";
    } else {
        int bits = bits_of(c);
        if (bits < 0) {
            return "a character that is not base64";
        }
        d->group = d->group << 6 | (uint32_t)bits;
    }
    if (++d->have < 4) {
        return NULL;
    }
    if (d->group & ((1u << 8 * d->pads) - 1)) {
        return "bits in the padding";
    }
    put_group(d, out);
    return NULL;
}

ps_status ps_base64_add(ps_base64 *decoder, ps_str piece, ps_buffer *out, ps_error *reterr)
{
    for (size_t at = 0; at < piece.len; at++) {
        const char *wrong = take(decoder, piece.ptr[at], out);
        if (wrong) {
            return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_DAMAGED,
                                "base64: %s at character %llu", wrong,
                                (unsigned long long)(decoder->taken + at + 1));
        }
    }
    decoder->taken += piece.len;
    return PS_OK;
}

ps_status ps_base64_end(const ps_base64 *decoder, ps_error *reterr)
{
    if (decoder->have) {
        return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_DAMAGED,
                            "base64: the last group is not complete, the text may be cut off");
    }
    return PS_OK;
}
