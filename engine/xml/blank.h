/* Blank texts: half of all are a line end and what the next tag is indented by.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_BLANK_H
#define PS_XML_BLANK_H

#include <string.h>

#include "base/str.h"

/* Whether all eight bytes are blanks. XML has no other characters up to the blank, so a byte is one
 * when adding 0x5F leaves it below 0x80. */
static inline int ps_xml_are_blanks(uint64_t bytes)
{
    return (((bytes + 0x5F5F5F5F5F5F5F5FU) | bytes) & 0x8080808080808080U) == 0;
}

static inline uint64_t ps_xml_eight_at(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

static inline uint64_t ps_xml_four_at(const char *bytes)
{
    uint32_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/** Whether a text or a value that the parser gave has nothing in it but blanks and line ends. */
static inline int ps_xml_is_blank(ps_str text)
{
    /* The last eight or four bytes may be looked at twice. */
    if (text.len >= 8) {
        size_t last = text.len - 8;
        for (size_t i = 0; i < last; i += 8) {
            if (!ps_xml_are_blanks(ps_xml_eight_at(text.ptr + i))) {
                return 0;
            }
        }
        return ps_xml_are_blanks(ps_xml_eight_at(text.ptr + last));
    }
    if (text.len >= 4) {
        return ps_xml_are_blanks(ps_xml_four_at(text.ptr) << 32 |
                                 ps_xml_four_at(text.ptr + text.len - 4));
    }
    size_t i = 0;
    while (i < text.len && ps_is_space(text.ptr[i])) {
        i++;
    }
    return i == text.len;
}

#endif
