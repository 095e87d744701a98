/* SPDX-License-Identifier: Apache-2.0 */
#define ZLIB_CONST /* what is read is not written to */
#include "report/squeeze.h"

#include <errno.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/error.h"

/* The fastest level: the shared texts of a workbook shrink to a twentieth by it. More memory than
 * zlib's own 8 costs time: it leaves the cache. */
enum { LEVEL = 1, RAW_WINDOW_BITS = -15, MEMORY_LEVEL = 8, PIECE = 16384 };

static void deflate_into(ps_squeeze *squeeze, const char *bytes, size_t size, int flush)
{
    Bytef piece[PIECE];
    z_stream *stream = squeeze->stream;
    squeeze->size += size;
    if (size) {
        squeeze->check = (uint32_t)crc32(squeeze->check, (const Bytef *)bytes, (uInt)size);
    }
    stream->next_in = (const Bytef *)bytes;
    stream->avail_in = (uInt)size;
    do {
        stream->next_out = piece;
        stream->avail_out = sizeof piece;
        (void)deflate(stream, flush);
        ps_output_add(&squeeze->kept.out, (const char *)piece, sizeof piece - stream->avail_out);
    } while (stream->avail_out == 0);
}

static int take(void *io, const char *bytes, size_t size)
{
    ps_squeeze *squeeze = io;
    deflate_into(squeeze, bytes, size, Z_NO_FLUSH);
    errno = squeeze->kept.out.failed;
    return errno;
}

ps_status ps_squeeze_init(ps_squeeze *squeeze, ps_error *reterr)
{
    *squeeze = (ps_squeeze){.check = (uint32_t)crc32(0, NULL, 0)};
    ps_status status = ps_spill_init(&squeeze->kept, reterr);
    if (status == PS_OK) {
        status = ps_output_init(&squeeze->out, take, squeeze, reterr);
    }
    z_stream *stream = status == PS_OK ? calloc(1, sizeof *stream) : NULL;
    if (!stream || deflateInit2(stream, LEVEL, Z_DEFLATED, RAW_WINDOW_BITS, MEMORY_LEVEL,
                                Z_DEFAULT_STRATEGY) != Z_OK) {
        free(stream);
        return ps_error_memory(reterr);
    }
    squeeze->stream = stream;
    return PS_OK;
}

void ps_squeeze_done(ps_squeeze *squeeze)
{
    if (squeeze->stream) {
        (void)deflateEnd(squeeze->stream);
        free(squeeze->stream);
        squeeze->stream = NULL;
    }
    ps_output_done(&squeeze->out);
    ps_spill_done(&squeeze->kept);
}

void ps_squeeze_finish(ps_squeeze *squeeze, ps_squeeze_end end)
{
    ps_output_flush(&squeeze->out);
    if (!squeeze->out.failed) {
        deflate_into(squeeze, NULL, 0, end == PS_SQUEEZE_LAST ? Z_FINISH : Z_SYNC_FLUSH);
        squeeze->out.failed = squeeze->kept.out.failed;
    }
}
