/* SPDX-License-Identifier: Apache-2.0 */
#include "report/printable.h"

#include "base/cleanup.h"
#include "base/str.h"
#include "base/utf8.h"
#include "procscreen/report.h"

typedef struct width_range {
    uint32_t first;
    uint32_t last;
    ps_width width;
} width_range;

/* In ascending order. */
static const width_range ranges[] = {
#include "report/width_table.inc"
};

ps_width ps_width_of(uint32_t c)
{
    if (c >= 0x20 && c < 0x7F) {
        return PS_WIDTH_ONE;
    }
    size_t low = 0;
    size_t high = PS_COUNT(ranges);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ranges[middle].last < c) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < PS_COUNT(ranges) && ranges[low].first <= c ? ranges[low].width : PS_WIDTH_ONE;
}

static void add_escape(ps_buffer *out, uint32_t c)
{
    if (c == '\n') {
        ps_buffer_add_text(out, "\\n");
    } else if (c == '\r') {
        ps_buffer_add_text(out, "\\r");
    } else if (c == '\t') {
        ps_buffer_add_text(out, "\\t");
    } else if (c < 0x100) {
        ps_buffer_printf(out, "\\x%02x", (unsigned)c);
    } else if (c < 0x10000) {
        ps_buffer_printf(out, "\\u%04x", (unsigned)c);
    } else {
        ps_buffer_printf(out, "\\U%08x", (unsigned)c);
    }
}

void ps_printable_add(ps_buffer *out, ps_str text, ps_blanks blanks)
{
    const unsigned char *p = (const unsigned char *)text.ptr;
    for (size_t i = 0; i < text.len;) {
        if (blanks == PS_BLANKS_COLLAPSE && ps_is_space(text.ptr[i])) {
            while (i < text.len && ps_is_space(text.ptr[i])) {
                i++;
            }
            ps_buffer_add_char(out, ' ');
            continue;
        }
        size_t length = ps_utf8_length(p + i, text.len - i);
        uint32_t c = length ? ps_utf8_code_point(p + i, length) : p[i];
        if (length == 0) {
            length = 1;
            add_escape(out, c);
        } else if (ps_width_of(c) == PS_WIDTH_ESCAPED) {
            add_escape(out, c);
        } else {
            ps_buffer_add(out, text.ptr + i, length);
        }
        i += length;
    }
}

size_t ps_printable_width(ps_str text)
{
    const unsigned char *p = (const unsigned char *)text.ptr;
    size_t width = 0;
    for (size_t i = 0; i < text.len;) {
        size_t length = ps_utf8_length(p + i, text.len - i);
        if (length == 0) {
            i++;
            continue;
        }
        ps_width w = ps_width_of(ps_utf8_code_point(p + i, length));
        width += w == PS_WIDTH_WIDE ? 2 : w == PS_WIDTH_ONE ? 1 : 0;
        i += length;
    }
    return width;
}

size_t ps_text_printable(ps_str text, char *buffer, size_t size)
{
    ps_buffer out;
    ps_buffer_init(&out, 0);
    ps_printable_add(&out, text, PS_BLANKS_KEEP);
    ps_str cut = out.failed ? PS_STR("(out of memory)") : ps_buffer_str(&out);
    size_t whole = cut.len;
    if (size) {
        cut = ps_str_cut(cut, size - 1);
        if (cut.len) {
            memcpy(buffer, cut.ptr, cut.len);
        }
        buffer[cut.len] = '\0';
    }
    ps_buffer_done(&out);
    return whole;
}
