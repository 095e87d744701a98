/* SPDX-License-Identifier: Apache-2.0 */
#include "report/figures.h"

#include "base/decimal.h"
#include "base/str.h"

/* "-1234.50": a comma after each group of three in front of the point. */
static void add_grouped(ps_buffer *out, ps_str text)
{
    size_t point = ps_str_find(text, PS_STR("."));
    size_t end = point == SIZE_MAX ? text.len : point;
    size_t start = text.len && text.ptr[0] == '-';
    for (size_t i = 0; i < text.len; i++) {
        if (i > start && i < end && (end - i) % 3 == 0) {
            ps_buffer_add_char(out, ',');
        }
        ps_buffer_add_char(out, text.ptr[i]);
    }
}

void ps_figure_count(ps_buffer *out, uint64_t value)
{
    ps_buffer plain;
    ps_buffer_init(&plain, 0);
    ps_buffer_add_uint(&plain, value);
    add_grouped(out, ps_buffer_str(&plain));
    out->failed |= plain.failed;
    ps_buffer_done(&plain);
}

void ps_figure_decimal(ps_buffer *out, ps_decimal value)
{
    ps_buffer plain;
    ps_buffer_init(&plain, 0);
    ps_decimal_format(value, 0, &plain);
    add_grouped(out, ps_buffer_str(&plain));
    out->failed |= plain.failed;
    ps_buffer_done(&plain);
}
