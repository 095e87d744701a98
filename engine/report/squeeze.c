/* SPDX-License-Identifier: Apache-2.0 */
#define ZLIB_CONST /* what is read is not written to */
#include "report/squeeze.h"

#include <errno.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/error.h"
#include "base/thread.h"

/* The fastest level: markup of tables shrinks to a tenth by it, and each further one costs more
 * time than to make the table. More memory than zlib's own 8 costs time too: it leaves the cache.
 */
enum { LEVEL = 1, RAW_WINDOW_BITS = -15, MEMORY_LEVEL = 8, PIECE = 16384 };

/* Pieces of PS_OUTPUT_ROOM bytes that wait for the thread: rows come in bursts. */
enum { HELD = 4 };

typedef struct ps_squeezing {
    z_stream stream;
    int threaded;
    pthread_t thread;
    pthread_mutex_t mutex; /* guards what follows; the rest is the thread's while it works */
    pthread_cond_t turn;   /* any of it has changed; one side waits at a time */
    size_t handed;         /* pieces */
    size_t compressed;
    int ending;
    int failed; /* errno of the spill so far */
    size_t sizes[HELD];
    char bytes[HELD][PS_OUTPUT_ROOM];
} ps_squeezing;

static void deflate_into(ps_squeeze *squeeze, const char *bytes, size_t size, int flush)
{
    Bytef piece[PIECE];
    z_stream *stream = &squeeze->state->stream;
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

static void *compress_all(void *user)
{
    ps_squeeze *squeeze = user;
    ps_squeezing *s = squeeze->state;
    (void)pthread_mutex_lock(&s->mutex);
    while (s->compressed != s->handed || !s->ending) {
        if (s->compressed != s->handed) {
            size_t at = s->compressed % HELD;
            (void)pthread_mutex_unlock(&s->mutex);
            deflate_into(squeeze, s->bytes[at], s->sizes[at], Z_NO_FLUSH);
            (void)pthread_mutex_lock(&s->mutex);
            s->compressed++;
            s->failed = squeeze->kept.out.failed;
            (void)pthread_cond_signal(&s->turn);
        } else {
            (void)pthread_cond_wait(&s->turn, &s->mutex);
        }
    }
    (void)pthread_mutex_unlock(&s->mutex);
    return NULL;
}

/* Without a thread the work is done all the same. A worker that is forked while it runs has nothing
 * of it, and none of its locks. */
static void start_thread(ps_squeeze *squeeze)
{
    squeeze->state->threaded = ps_thread_start(&squeeze->state->thread, compress_all, squeeze);
}

static void end_thread(ps_squeezing *s)
{
    if (s->threaded) {
        (void)pthread_mutex_lock(&s->mutex);
        s->ending = 1;
        (void)pthread_cond_signal(&s->turn);
        (void)pthread_mutex_unlock(&s->mutex);
        (void)pthread_join(s->thread, NULL);
        s->threaded = 0;
    }
}

/* @return errno of the spill so far. */
static int hand_to_thread(ps_squeeze *squeeze, const char *bytes, size_t size)
{
    ps_squeezing *s = squeeze->state;
    (void)pthread_mutex_lock(&s->mutex);
    while (s->handed - s->compressed == HELD) {
        (void)pthread_cond_wait(&s->turn, &s->mutex);
    }
    size_t at = s->handed % HELD;
    memcpy(s->bytes[at], bytes, size);
    s->sizes[at] = size;
    s->handed++;
    int failed = s->failed;
    (void)pthread_cond_signal(&s->turn);
    (void)pthread_mutex_unlock(&s->mutex);
    return failed;
}

static int take(void *io, const char *bytes, size_t size)
{
    ps_squeeze *squeeze = io;
    if (size == PS_OUTPUT_ROOM && !squeeze->state->threaded) {
        start_thread(squeeze);
    }
    if (squeeze->state->threaded) {
        errno = hand_to_thread(squeeze, bytes, size);
    } else {
        deflate_into(squeeze, bytes, size, Z_NO_FLUSH);
        errno = squeeze->kept.out.failed;
    }
    return errno;
}

ps_status ps_squeeze_init(ps_squeeze *squeeze, ps_error *reterr)
{
    *squeeze = (ps_squeeze){.check = (uint32_t)crc32(0, NULL, 0)};
    ps_status status = ps_spill_init(&squeeze->kept, reterr);
    if (status == PS_OK) {
        status = ps_output_init(&squeeze->out, take, squeeze, reterr);
    }
    ps_squeezing *s = status == PS_OK ? calloc(1, sizeof *s) : NULL;
    if (!s || deflateInit2(&s->stream, LEVEL, Z_DEFLATED, RAW_WINDOW_BITS, MEMORY_LEVEL,
                           Z_DEFAULT_STRATEGY) != Z_OK) {
        free(s);
        return ps_error_memory(reterr);
    }
    (void)pthread_mutex_init(&s->mutex, NULL);
    (void)pthread_cond_init(&s->turn, NULL);
    squeeze->state = s;
    return PS_OK;
}

void ps_squeeze_done(ps_squeeze *squeeze)
{
    ps_squeezing *s = squeeze->state;
    if (s) {
        end_thread(s);
        (void)deflateEnd(&s->stream);
        (void)pthread_cond_destroy(&s->turn);
        (void)pthread_mutex_destroy(&s->mutex);
        free(s);
        squeeze->state = NULL;
    }
    ps_output_done(&squeeze->out);
    ps_spill_done(&squeeze->kept);
}

void ps_squeeze_finish(ps_squeeze *squeeze, ps_squeeze_end end)
{
    ps_output_flush(&squeeze->out);
    end_thread(squeeze->state);
    if (!squeeze->out.failed) {
        deflate_into(squeeze, NULL, 0, end == PS_SQUEEZE_LAST ? Z_FINISH : Z_SYNC_FLUSH);
        squeeze->out.failed = squeeze->kept.out.failed;
    }
}
