/* A growing run of bytes with a ceiling.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_BUFFER_H
#define PS_BASE_BUFFER_H

#include <string.h>

#include "procscreen/common.h"

typedef struct ps_buffer {
    char *ptr;
    size_t len;
    size_t room;
    size_t limit;
    int failed; /* an append did not fit or there was no memory; the content is cut there */
} ps_buffer;

/** @param limit  Most bytes; 0: no limit but memory. Cannot fail. */
void ps_buffer_init(ps_buffer *buffer, size_t limit);
/** Accepts a zeroed struct. */
void ps_buffer_done(ps_buffer *buffer);
/** Empty it, keep its memory, forget `failed`. */
void ps_buffer_clear(ps_buffer *buffer);

/* The same where there may be no room yet; for ps_buffer_reserve() alone. */
char *ps_buffer_grow(ps_buffer *buffer, size_t size);
/** Room for `size` more bytes at ptr + len, which the caller fills and adds to len; NULL when there
 * is none. */
static inline char *ps_buffer_reserve(ps_buffer *buffer, size_t size)
{
    /* Nearly always there is room, which need not cost a call; to reserve nothing, which may have
     * no pointer to give, is left to the function. */
    return size - 1 < buffer->room - buffer->len && !buffer->failed ? buffer->ptr + buffer->len
                                                                    : ps_buffer_grow(buffer, size);
}

/* Appends fail silently once and for all: check `failed` at the end, not after each. */
static inline void ps_buffer_add(ps_buffer *buffer, const char *bytes, size_t size)
{
    char *at = ps_buffer_reserve(buffer, size);
    if (at && size) {
        memcpy(at, bytes, size);
        buffer->len += size;
    }
}
static inline void ps_buffer_add_str(ps_buffer *buffer, ps_str text)
{
    ps_buffer_add(buffer, text.ptr, text.len);
}
/* Inline, so that the length of a literal costs nothing. */
static inline void ps_buffer_add_text(ps_buffer *buffer, const char *text)
{
    ps_buffer_add(buffer, text, strlen(text));
}
static inline void ps_buffer_add_char(ps_buffer *buffer, char c)
{
    ps_buffer_add(buffer, &c, 1);
}
/** A number as LEB128: seven bits a byte, the lowest first. */
static inline void ps_buffer_add_number(ps_buffer *buffer, uint64_t value)
{
    enum { LONGEST = 10 };
    char *at = ps_buffer_reserve(buffer, LONGEST);
    if (!at) {
        return;
    }
    size_t len = 0;
    while (value >= 0x80) {
        at[len++] = (char)(value | 0x80);
        value >>= 7;
    }
    at[len++] = (char)value;
    buffer->len += len;
}
/** Text for XML or HTML, also inside quotes: & < > " ' become references. */
void ps_buffer_add_markup(ps_buffer *buffer, ps_str text);
void ps_buffer_add_uint(ps_buffer *buffer, uint64_t value);
__attribute__((format(printf, 2, 3))) void ps_buffer_printf(ps_buffer *buffer, const char *format,
                                                            ...);

/** The content; valid until the next append. */
static inline ps_str ps_buffer_str(const ps_buffer *buffer)
{
    return (ps_str){buffer->ptr, buffer->len};
}

#endif
