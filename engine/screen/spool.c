/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/spool.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/temporary.h"

enum { TAIL = 256 * 1024, WINDOW = 256 * 1024 };

void ps_spool_init(ps_spool *spool)
{
    *spool = (ps_spool){.fd = -1};
    ps_buffer_init(&spool->tail, 0);
}

void ps_spool_done(ps_spool *spool)
{
    if (spool->fd > 0) {
        (void)close(spool->fd);
    }
    spool->fd = -1;
    ps_buffer_done(&spool->tail);
}

static ps_status open_spool(ps_spool *spool, ps_error *reterr)
{
    const char *folder;
    spool->fd = ps_temporary_open(&folder);
    if (spool->fd >= 0) {
        return PS_OK;
    }
    PS_IGNORE(ps_error_set(reterr, PS_FATAL, PS_E_OPEN, "cannot make a temporary file in %s: %s",
                           folder, strerror(errno)));
    ps_error_hint(reterr, PS_TEMPORARY_HINT);
    return PS_FATAL;
}

static ps_status write_tail(ps_spool *spool, ps_error *reterr)
{
    size_t done = 0;
    if (spool->fd < 0 && open_spool(spool, reterr) != PS_OK) {
        return PS_FATAL;
    }
    while (done < spool->tail.len) {
        ssize_t n = pwrite(spool->fd, spool->tail.ptr + done, spool->tail.len - done,
                           (off_t)spool->written);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return ps_error_set(reterr, PS_FATAL, PS_E_WRITE, "cannot write the temporary file: %s",
                                strerror(errno));
        }
        done += (size_t)n;
        spool->written += (uint64_t)n;
    }
    ps_buffer_clear(&spool->tail);
    return PS_OK;
}

ps_status ps_spool_append(ps_spool *spool, ps_str bytes, uint64_t *ret_offset, ps_error *reterr)
{
    if (ret_offset) {
        *ret_offset = ps_spool_size(spool);
    }
    ps_buffer_add_str(&spool->tail, bytes);
    if (spool->tail.failed) {
        return ps_error_memory(reterr);
    }
    return spool->tail.len >= TAIL ? write_tail(spool, reterr) : PS_OK;
}

ps_status ps_spool_read(ps_spool *spool, uint64_t offset, char *into, size_t size, ps_error *reterr)
{
    while (size) {
        ssize_t n;
        if (offset >= spool->written) { /* still in memory */
            size_t at = (size_t)(offset - spool->written);
            if (at > spool->tail.len || size > spool->tail.len - at) {
                return ps_error_set(reterr, PS_FATAL, PS_E_INTERNAL,
                                    "read behind the end of the temporary file");
            }
            memcpy(into, spool->tail.ptr + at, size);
            return PS_OK;
        }
        size_t here = size < spool->written - offset ? size : (size_t)(spool->written - offset);
        n = pread(spool->fd, into, here, (off_t)offset);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return ps_error_set(reterr, PS_FATAL, PS_E_READ, "cannot read the temporary file: %s",
                                n < 0 ? strerror(errno) : "it is shorter than it was");
        }
        into += n;
        offset += (uint64_t)n;
        size -= (size_t)n;
    }
    return PS_OK;
}

void ps_spool_rewind(ps_spool_cursor *cursor, ps_spool *spool)
{
    *cursor = (ps_spool_cursor){.spool = spool};
    ps_buffer_init(&cursor->window, 0);
}

void ps_spool_cursor_done(ps_spool_cursor *cursor)
{
    ps_buffer_done(&cursor->window);
}

/* What was not given out yet goes to the front; the rest of the window is read. */
static ps_status fill_window(ps_spool_cursor *cursor, size_t size, ps_error *reterr)
{
    ps_buffer *window = &cursor->window;
    size_t left = window->len - cursor->used;
    uint64_t more = ps_spool_size(cursor->spool) - cursor->read;
    size_t want = (size > WINDOW ? size : WINDOW) - left;
    want = want < more ? want : (size_t)more;
    if (left) {
        memmove(window->ptr, window->ptr + cursor->used, left);
    }
    cursor->used = 0;
    window->len = left;
    char *room = ps_buffer_reserve(window, want);
    if (!room && want) {
        return ps_error_memory(reterr);
    }
    ps_status status = ps_spool_read(cursor->spool, cursor->read, room, want, reterr);
    if (status == PS_OK) {
        window->len += want;
        cursor->read += want;
    }
    return status;
}

ps_status ps_spool_next(ps_spool_cursor *cursor, size_t size, const char **ret_bytes,
                        ps_error *reterr)
{
    ps_buffer *window = &cursor->window;
    if (size > window->len - cursor->used) {
        ps_status status = fill_window(cursor, size, reterr);
        if (status != PS_OK) {
            return status;
        }
    }
    if (size > window->len - cursor->used) {
        return ps_error_set(reterr, PS_FATAL, PS_E_INTERNAL,
                            "read behind the end of the temporary file");
    }
    *ret_bytes = window->ptr + cursor->used;
    cursor->used += size;
    return PS_OK;
}
