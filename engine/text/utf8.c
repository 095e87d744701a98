/* UTF-8: stepping through a text and checking it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/utf8.h"

#include <string.h>

#include "text/fold.h"
#include "text/fold_table.h"

size_t ps_utf8_next(ps_str text, size_t at, uint32_t *ret_codepoint)
{
    size_t size =
        ps_utf8_decode((const unsigned char *)text.ptr + at, text.len - at, ret_codepoint);
    if (size == 0) {
        *ret_codepoint = 0xFFFD;
        return 1;
    }
    return size;
}

size_t ps_utf8_previous(ps_str text, size_t at, uint32_t *ret_codepoint)
{
    for (size_t size = 1; size <= 4 && size <= at; size++) {
        const unsigned char *start = (const unsigned char *)text.ptr + at - size;
        if ((*start & 0xC0) != 0x80) {
            if (ps_utf8_decode(start, size, ret_codepoint) == size) {
                return size;
            }
            break;
        }
    }
    *ret_codepoint = 0xFFFD;
    return 1;
}

size_t ps_utf8_check(ps_str text)
{
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    size_t at = 0;
    while (at < text.len) {
        uint64_t eight;
        if (text.len - at >= sizeof eight) {
            memcpy(&eight, bytes + at, sizeof eight);
            if (!(eight & 0x8080808080808080u)) {
                at += sizeof eight;
                continue;
            }
        }
        uint32_t codepoint;
        size_t size = ps_utf8_decode(bytes + at, text.len - at, &codepoint);
        if (size == 0) {
            return at;
        }
        at += size;
    }
    return SIZE_MAX;
}

int ps_is_word_char(uint32_t codepoint)
{
    return codepoint < 0x110000 && (ps_fold_entry(codepoint) & PS_FOLD_IS_WORD) != 0;
}
