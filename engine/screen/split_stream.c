/* Taking in a stream.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* F_SETPIPE_SZ */
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "input/ring.h"
#include "screen/split_model.h"

enum {
    STEP_MOST = 2 * 1024 * 1024,  /* between two stretches of a stream */
    RING_LEAST = 512 * 1024,      /* more than the first record's tag can be away */
    RING_MOST = 64 * 1024 * 1024, /* its memory */
    TAKE = 128 * 1024,            /* at once */
    PIPE = 256 * 1024             /* the less often its writer has to wait, the better */
};

int ps_split_open_ring(const ps_pool *pool, ps_split *split, int input)
{
    struct rlimit most;
    if (getrlimit(RLIMIT_FSIZE, &most) != 0 || most.rlim_cur != RLIM_INFINITY) {
        return 0; /* it would hold for the ring, too */
    }
    uint64_t step = pool->limits->stretch_bytes;
    step = step < STEP_MOST ? step : STEP_MOST;
    uint64_t size = step * (pool->worker_count + 2);
    size = size < RING_LEAST ? RING_LEAST : size > RING_MOST ? RING_MOST : size;
    split->fd = ps_buffer_reserve(&split->taken, TAKE) ? ps_ring_new() : -1;
    if (split->fd < 0) {
        return 0;
    }
    split->cut.step = step;
    split->ring = size;
    split->input = input;
    int held = fcntl(input, F_GETPIPE_SZ);
    split->is_pipe = held > 0;
    if (held > 0 && held < PIPE) {
        (void)fcntl(input, F_SETPIPE_SZ, PIPE); /* may be refused, which costs only time */
    }
    return 1;
}

void ps_split_close_ring(ps_split *split)
{
    if (split->input >= 0) {
        (void)close(split->input);
    }
    ps_buffer_done(&split->taken);
}

/* The first stretch of the split that is not finished; NULL when there is none. */
static ps_pool_file *first_unfinished(const ps_pool *pool, const ps_split *split)
{
    ps_pool_file *file = pool->first;
    while (file && (file->split != split || file->state == PS_FILE_DONE)) {
        file = file->next;
    }
    return file;
}

int ps_pool_split_stream(ps_pool *pool)
{
    ps_split *split = pool->stream;
    if (!split || split->input < 0) {
        return -1;
    }
    ps_pool_file *file = first_unfinished(pool, split);
    if (!file) {
        return -1; /* the document has ended before its bytes */
    }
    split->kept = file->released ? file->released_at : file->job.joint.offset;
    if (split->filled - split->kept == split->ring && file->asking &&
        file->ask.kind == PS_STRETCH_ASK_DATA) {
        /* It is longer than the ring: let go of what its worker has read. */
        file->released = 1;
        split->kept = file->released_at = file->ask.at;
    }
    return split->filled - split->kept < split->ring ? split->input : -1;
}

/* Reads at most `room` bytes into the ring. @return their count, 0 at the end, -1 with errno. */
static ssize_t take_some(ps_split *split, size_t room)
{
    if (split->is_pipe) {
        ssize_t got = ps_ring_take(split->fd, split->ring, split->filled, split->input, room);
        if (got >= 0 || errno != EINVAL) {
            return got;
        }
        split->is_pipe = 0;
    }
    ssize_t got = read(split->input, split->taken.ptr, room < TAKE ? room : TAKE);
    if (got > 0) {
        errno = ps_ring_write(split->fd, split->ring, split->filled, split->taken.ptr, (size_t)got);
        return errno ? -1 : got;
    }
    return got;
}

/* Not 0 when something has come, or the end. */
static int take(ps_split *split)
{
    ssize_t got = take_some(split, (size_t)(split->ring - (split->filled - split->kept)));
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) {
        return 0;
    }
    int error = got < 0 ? errno : 0;
    if (error || got == 0) {
        split->final = 1;
        split->error = error;
        (void)close(split->input);
        split->input = -1;
    } else {
        split->filled += (uint64_t)got;
    }
    return 1;
}

ps_status ps_pool_split_pull(ps_pool *pool)
{
    ps_split *split = pool->stream;
    if (!take(split)) {
        return PS_OK;
    }
    ps_status status = ps_split_cut_all(pool, split);
    for (ps_pool_file *file = pool->first; file && status == PS_OK; file = file->next) {
        if (file->split == split && file->asking) {
            status = ps_split_try_answer(pool, file);
        }
    }
    return status;
}
