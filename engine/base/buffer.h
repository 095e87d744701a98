/* A growing run of bytes with a ceiling.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_BUFFER_H
#define PS_BASE_BUFFER_H

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

/* Appends fail silently once and for all: check `failed` at the end, not after each. */
void ps_buffer_add(ps_buffer *buffer, const char *bytes, size_t size);
void ps_buffer_add_str(ps_buffer *buffer, ps_str text);
void ps_buffer_add_text(ps_buffer *buffer, const char *text);
void ps_buffer_add_char(ps_buffer *buffer, char c);
/** Text for XML or HTML, also inside quotes: & < > " ' become references. */
void ps_buffer_add_markup(ps_buffer *buffer, ps_str text);
void ps_buffer_add_uint(ps_buffer *buffer, uint64_t value);
__attribute__((format(printf, 2, 3))) void ps_buffer_printf(ps_buffer *buffer, const char *format,
                                                            ...);
/** Room for `size` more bytes at ptr + len, which the caller fills and adds to len; NULL when there
 * is none. */
char *ps_buffer_reserve(ps_buffer *buffer, size_t size);

/** The content; valid until the next append. */
static inline ps_str ps_buffer_str(const ps_buffer *buffer)
{
    return (ps_str){buffer->ptr, buffer->len};
}

#endif
