/* SPDX-License-Identifier: Apache-2.0 */
#include "document/base64.h"

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

typedef struct decoder {
    ps_buffer *out;
    uint32_t group; /* bits of the characters of this group */
    unsigned have;  /* characters of this group */
    unsigned pads;
} decoder;

static void put_group(decoder *d)
{
    char bytes[3] = {(char)(d->group >> 16), (char)(d->group >> 8 & 0xFF), (char)(d->group & 0xFF)};
    ps_buffer_add(d->out, bytes, sizeof bytes - d->pads);
    d->group = 0;
    d->have = 0;
}

/* NULL, or what is wrong with this character. */
static const char *take(decoder *d, char c)
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
    put_group(d);
    return NULL;
}

ps_status ps_base64_decode(ps_str text, size_t limit, ps_buffer *out, ps_error *reterr)
{
    size_t start = out->len;
    decoder d = {.out = out};
    for (size_t at = 0; at < text.len; at++) {
        const char *wrong = take(&d, text.ptr[at]);
        if (wrong) {
            out->len = start;
            return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_DAMAGED,
                                "base64: %s at character %zu", wrong, at + 1);
        }
        if (out->failed) {
            break;
        }
        if (out->len - start > limit) {
            out->len = start;
            return ps_error_limit(reterr, PS_FAILED, "attachment-bytes", "more than %zu bytes",
                                  limit);
        }
    }
    if (out->failed) {
        out->len = start;
        return ps_error_memory(reterr);
    }
    if (d.have) {
        out->len = start;
        return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_DAMAGED,
                            "base64: the last group is not complete, the text may be cut off");
    }
    return PS_OK;
}
