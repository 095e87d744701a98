/* SPDX-License-Identifier: Apache-2.0 */
#include "input/unpack.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/error.h"
#include "base/str.h"

enum { BLOCK = 65536, GZIP_WINDOW_BITS = 15 + 16, WINDOW_LOG_LEAST = 10, WINDOW_LOG_MOST = 27 };

struct ps_unpack {
    ps_packing packing;
    ps_read_fn read;
    void *io;
    ps_archive_budget *budget;
    uint64_t window_most;
    z_stream gzip;
    int gzip_open;
    ZSTD_DCtx *zstd;
    char *block;
    size_t start; /* of what is not unpacked yet, in `block` … */
    size_t end;   /* … and its end */
    uint64_t packed;
    uint64_t unpacked;
    int source_ended;
    int within;       /* a stream has begun and not ended */
    uint64_t streams; /* that have ended */
    ps_error error;
};

ps_packing ps_packing_recognise(ps_str head)
{
    if (ps_str_starts(head, PS_STR("\x1F\x8B\x08"))) {
        return PS_PACKING_GZIP;
    }
    /* a frame, or one of the sixteen kinds that hold no data and are passed over */
    int skippable = head.len >= 4 && (head.ptr[0] & 0xF0) == 0x50 &&
                    memcmp(head.ptr + 1, "\x2A\x4D\x18", 3) == 0;
    return skippable || ps_str_starts(head, PS_STR("\x28\xB5\x2F\xFD")) ? PS_PACKING_ZSTD
                                                                        : PS_PACKING_NONE;
}

static int open_library(ps_unpack *u)
{
    if (u->packing == PS_PACKING_GZIP) {
        u->gzip_open = inflateInit2(&u->gzip, GZIP_WINDOW_BITS) == Z_OK;
        return u->gzip_open;
    }
    int log = WINDOW_LOG_LEAST;
    while (log < WINDOW_LOG_MOST && (uint64_t)2 << log <= u->window_most) {
        log++;
    }
    u->zstd = ZSTD_createDCtx();
    return u->zstd && !ZSTD_isError(ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_windowLogMax, log));
}

ps_status ps_unpack_open(ps_packing packing, ps_read_fn read, void *io, ps_archive_budget *budget,
                         uint64_t window_most, ps_unpack **ret_unpack, ps_error *reterr)
{
    PS_CLEANUP(ps_unpack_freep) ps_unpack *u = calloc(1, sizeof *u);
    if (!u) {
        return ps_error_memory(reterr);
    }
    u->packing = packing;
    u->read = read;
    u->io = io;
    u->budget = budget;
    u->window_most = window_most;
    u->block = malloc(BLOCK);
    if (!u->block || !open_library(u)) {
        return ps_error_memory(reterr);
    }
    *ret_unpack = PS_TAKE(u);
    return PS_OK;
}

void ps_unpack_free(ps_unpack *u)
{
    if (u) {
        if (u->gzip_open) {
            (void)inflateEnd(&u->gzip);
        }
        (void)ZSTD_freeDCtx(u->zstd);
        free(u->block);
        free(u);
    }
}

static size_t damaged(ps_unpack *u, const char *why)
{
    PS_IGNORE(ps_error_set(&u->error, PS_FAILED, PS_E_DAMAGED, "the %s data is damaged: %s",
                           u->packing == PS_PACKING_GZIP ? "gzip" : "zstd", why));
    return 0;
}

static void pull(ps_unpack *u)
{
    errno = 0;
    long got = u->read(u->io, u->block, BLOCK);
    u->start = 0;
    u->end = got > 0 ? (size_t)got : 0;
    u->packed += u->end;
    u->source_ended = got <= 0;
    if (got < 0) {
        PS_IGNORE(ps_error_set(&u->error, PS_FAILED, PS_E_READ, "cannot read on: %s",
                               strerror(errno ? errno : EIO)));
    }
}

/* Each unpacks what is in `block` into the buffer. @return how many bytes; u->error may be set. */

static size_t unpack_gzip(ps_unpack *u, char *buffer, size_t size)
{
    z_stream *z = &u->gzip;
    uInt room = size > INT_MAX ? INT_MAX : (uInt)size;
    z->next_in = (Bytef *)u->block + u->start;
    z->avail_in = (uInt)(u->end - u->start);
    z->next_out = (Bytef *)buffer;
    z->avail_out = room;
    int result = inflate(z, Z_NO_FLUSH);
    u->start = u->end - z->avail_in;
    u->within = result != Z_STREAM_END;
    u->streams += result == Z_STREAM_END;
    if (result == Z_STREAM_END) {
        (void)inflateReset(z);
    } else if (result == Z_MEM_ERROR) {
        ps_error_memory(&u->error);
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
        (void)damaged(u, z->msg ? z->msg : "it cannot be unpacked");
    }
    return room - z->avail_out;
}

static size_t unpack_zstd(ps_unpack *u, char *buffer, size_t size)
{
    ZSTD_inBuffer in = {u->block, u->end, u->start};
    ZSTD_outBuffer out = {buffer, size, 0};
    size_t result = ZSTD_decompressStream(u->zstd, &out, &in);
    u->start = in.pos;
    if (!ZSTD_isError(result)) {
        u->within = result != 0;
        u->streams += result == 0;
        return out.pos;
    }
    switch (ZSTD_getErrorCode(result)) {
    case ZSTD_error_frameParameter_windowTooLarge:
        PS_IGNORE(ps_error_limit(&u->error, PS_FAILED, "zstd-window",
                                 "unpacking it takes more than %llu bytes at hand",
                                 (unsigned long long)u->window_most));
        ps_error_hint(&u->error, "pack it without --long and --ultra, or raise the limit");
        return out.pos;
    case ZSTD_error_memory_allocation:
        ps_error_memory(&u->error);
        return out.pos;
    default: /* not our enum */
        (void)damaged(u, ZSTD_getErrorName(result));
        return out.pos;
    }
}

/* Between two streams: a further one, zeros up to a block of a tape, or what should not be there.
 */
static void meet_next(ps_unpack *u)
{
    while (u->packing == PS_PACKING_GZIP && u->start < u->end && u->block[u->start] == '\0') {
        u->start++;
    }
    if (u->packing == PS_PACKING_GZIP && u->start < u->end &&
        (unsigned char)u->block[u->start] != 0x1F) {
        (void)damaged(u, "something else follows it");
    }
}

/* Bytes to unpack. @return 0 when there are none, or none that are right. */
static int has_more(ps_unpack *u)
{
    while (u->error.code == PS_E_NONE) {
        if (!u->within && u->streams) {
            meet_next(u);
        }
        if (u->start < u->end || u->source_ended) {
            return u->start < u->end && u->error.code == PS_E_NONE;
        }
        pull(u);
    }
    return 0;
}

static size_t unpack(ps_unpack *u, char *buffer, size_t size)
{
    for (;;) {
        if (!has_more(u) && (u->error.code != PS_E_NONE || !u->within)) {
            return 0;
        }
        int last = u->start == u->end; /* what the library keeps back may still come */
        size_t given = u->packing == PS_PACKING_GZIP ? unpack_gzip(u, buffer, size)
                                                     : unpack_zstd(u, buffer, size);
        if (given) {
            return given;
        }
        if (last && u->within && u->error.code == PS_E_NONE) {
            return damaged(u, "it ends too early");
        }
    }
}

long ps_unpack_read(void *unpack_, char *buffer, size_t size)
{
    ps_unpack *u = unpack_;
    if (u->error.code == PS_E_NONE && size) {
        size_t given = unpack(u, buffer, size);
        if (given &&
            ps_archive_spend(u->budget, given, u->unpacked, u->packed, &u->error) != PS_OK) {
            given = 0;
        }
        u->unpacked += given;
        if (given || u->error.code == PS_E_NONE) {
            return (long)given;
        }
    }
    errno = EIO;
    return u->error.code == PS_E_NONE ? 0 : -1;
}

const ps_error *ps_unpack_error(const ps_unpack *unpack_)
{
    return &unpack_->error;
}

const char *ps_unpack_library(char *buffer, size_t size)
{
    (void)snprintf(buffer, size, "zlib %s\nzstd %s", zlibVersion(), ZSTD_versionString());
    return buffer;
}
