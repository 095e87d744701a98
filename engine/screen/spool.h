/* Bytes that do not fit into memory: a nameless temporary file that is appended to and read back.
 *
 * The file has no name (O_TMPFILE), so that contract texts are gone with the process, however it
 * ends. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_SPOOL_H
#define PS_SCREEN_SPOOL_H

#include "base/buffer.h"

typedef struct ps_spool {
    int fd; /* -1 until something is appended */
    uint64_t written;
    ps_buffer tail; /* appended, not written yet */
} ps_spool;

void ps_spool_init(ps_spool *spool);
/** Accepts a zeroed struct that was never used. */
void ps_spool_done(ps_spool *spool);
/** @param ret_offset  Where the bytes begin; may be NULL. @return PS_OK; PS_FATAL with PS_E_WRITE,
 * PS_E_OPEN or PS_E_MEMORY. */
PS_CHECKED ps_status ps_spool_append(ps_spool *spool, ps_str bytes, uint64_t *ret_offset,
                                     ps_error *reterr);
/** Read `size` bytes at `offset` into `into`. @return PS_OK; PS_FATAL with PS_E_READ. */
PS_CHECKED ps_status ps_spool_read(ps_spool *spool, uint64_t offset, char *into, size_t size,
                                   ps_error *reterr);
/** Reads a spool from its beginning on, in large pieces. Nothing is appended meanwhile. */
typedef struct ps_spool_cursor {
    ps_spool *spool;
    uint64_t read;    /* bytes taken from the spool */
    ps_buffer window; /* the last of them */
    size_t used;      /* bytes of the window that were given out */
} ps_spool_cursor;

void ps_spool_rewind(ps_spool_cursor *cursor, ps_spool *spool);
/** Accepts a zeroed struct. */
void ps_spool_cursor_done(ps_spool_cursor *cursor);
/** The next `size` bytes, valid until the next call. @return PS_OK; PS_FATAL with PS_E_READ or
 * PS_E_MEMORY. */
PS_CHECKED ps_status ps_spool_next(ps_spool_cursor *cursor, size_t size, const char **ret_bytes,
                                   ps_error *reterr);
/** Length of what was appended so far. */
static inline uint64_t ps_spool_size(const ps_spool *spool)
{
    return spool->written + spool->tail.len;
}
static inline int ps_spool_at_end(const ps_spool_cursor *cursor)
{
    return cursor->used == cursor->window.len && cursor->read == ps_spool_size(cursor->spool);
}

#endif
