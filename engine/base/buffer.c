/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "base/str.h"

void ps_buffer_init(ps_buffer *buffer, size_t limit)
{
    *buffer = (ps_buffer){.limit = limit ? limit : SIZE_MAX};
}

void ps_buffer_done(ps_buffer *buffer)
{
    free(buffer->ptr);
    buffer->ptr = NULL;
    buffer->len = 0;
    buffer->room = 0;
}

void ps_buffer_clear(ps_buffer *buffer)
{
    buffer->len = 0;
    buffer->failed = 0;
}

char *ps_buffer_grow(ps_buffer *buffer, size_t size)
{
    size_t need;
    if (buffer->failed || !PS_ADD(buffer->len, size, &need) || need > buffer->limit) {
        buffer->failed = 1;
        return NULL;
    }
    if (need > buffer->room) {
        size_t room = buffer->room < 256 ? 256 : buffer->room;
        while (room < need) {
            if (!PS_MUL(room, (size_t)2, &room)) {
                room = need;
            }
        }
        room = room < buffer->limit ? room : buffer->limit;
        char *grown = realloc(buffer->ptr, room);
        if (!grown) {
            buffer->failed = 1;
            return NULL;
        }
        buffer->ptr = grown;
        buffer->room = room;
    }
    return buffer->len ? buffer->ptr + buffer->len : buffer->ptr;
}

static const char *reference_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        return "&#39;";
    }
}

/* Whether a character has a reference, in one comparison for nearly all that have none. */
static int is_marked(char c)
{
    const uint64_t marked = UINT64_C(1) << '&' | UINT64_C(1) << '<' | UINT64_C(1) << '>' |
                            UINT64_C(1) << '"' | UINT64_C(1) << '\'';
    unsigned char byte = (unsigned char)c;
    return byte < 64 && (marked >> byte & 1);
}

void ps_buffer_add_markup(ps_buffer *buffer, ps_str text)
{
    size_t begun = 0; /* of the stretch that needs nothing */
    for (size_t i = 0; i < text.len; i++) {
        if (is_marked(text.ptr[i])) {
            ps_buffer_add(buffer, text.ptr + begun, i - begun);
            ps_buffer_add_text(buffer, reference_of(text.ptr[i]));
            begun = i + 1;
        }
    }
    if (begun < text.len) {
        ps_buffer_add(buffer, text.ptr + begun, text.len - begun);
    }
}

void ps_buffer_add_uint(ps_buffer *buffer, uint64_t value)
{
    char digits[PS_UINT_ROOM];
    ps_buffer_add_str(buffer, ps_str_of_uint(value, digits));
}

void ps_buffer_printf(ps_buffer *buffer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (size < 0) {
        buffer->failed = 1;
        return;
    }
    char *at = ps_buffer_reserve(buffer, (size_t)size + 1);
    if (!at) {
        return;
    }
    va_start(args, format);
    size = vsnprintf(at, (size_t)size + 1, format, args);
    va_end(args);
    buffer->len += (size_t)size;
}
