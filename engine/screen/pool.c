/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "screen/pool_file.h"
#include "screen/pool_worker.h"

enum {
    TICK_MS = 200,
    MOST_WORKERS = 256,
    MOST_DEATHS = 1000,   /* of workers in one run; more is a fault of ours, not of the input */
    FILES_PER_WORKER = 8, /* files taken in advance of the first unfinished one */
    HELD_LIMIT = 16 * 1024 * 1024, /* bytes of frames held for files behind it */
    READ_SIZE = 256 * 1024
};

struct ps_pool {
    const ps_packs *packs;
    const ps_run_options *options;
    const ps_limits *limits;
    ps_pool_worker *workers;
    size_t worker_count;
    ps_pool_file *first; /* the first unfinished file */
    ps_pool_file *last;
    size_t file_count;
    size_t held; /* bytes in all segments */
    uint64_t bytes_done;
    int no_more; /* next() said so */
    unsigned deaths;
    ps_arena scratch;
    ps_wire_reader **readers; /* one per worker's life */
    size_t reader_count;
    const ps_pool_events *events;
    void *user;
    ps_error *reterr;
};

ps_status ps_pool_new(const ps_packs *packs, const ps_run_options *options, const ps_limits *limits,
                      unsigned workers, ps_pool **ret_pool, ps_error *reterr)
{
    ps_pool *pool = calloc(1, sizeof *pool);
    if (!pool) {
        return ps_error_memory(reterr);
    }
    ps_arena_init(&pool->scratch, 0);
    pool->packs = packs;
    pool->options = options;
    pool->limits = limits;
    pool->worker_count = workers < 1 ? 1 : workers > MOST_WORKERS ? MOST_WORKERS : workers;
    pool->workers = calloc(pool->worker_count, sizeof *pool->workers);
    pool->readers = calloc(MOST_DEATHS + pool->worker_count, sizeof *pool->readers);
    if (!pool->workers || !pool->readers) {
        ps_pool_free(pool);
        return ps_error_memory(reterr);
    }
    for (size_t i = 0; i < pool->worker_count; i++) {
        ps_buffer_init(&pool->workers[i].in, (size_t)PS_FRAME_LONGEST + READ_SIZE + PS_FRAME_HEAD);
    }
    *ret_pool = pool;
    return PS_OK;
}

void ps_pool_free(ps_pool *pool)
{
    if (!pool) {
        return;
    }
    for (size_t i = 0; pool->workers && i < pool->worker_count; i++) {
        int status;
        ps_pool_worker_end(&pool->workers[i], 1, &status);
        ps_buffer_done(&pool->workers[i].in);
    }
    while (pool->first) {
        ps_pool_file *next = pool->first->next;
        ps_pool_file_free(pool->first);
        pool->first = next;
    }
    for (size_t i = 0; pool->readers && i < pool->reader_count; i++) {
        ps_wire_reader_free(pool->readers[i]);
    }
    ps_arena_done(&pool->scratch);
    free(pool->readers);
    free(pool->workers);
    free(pool);
}

/* Take one more file from the caller. PS_END when there is none. */
static ps_status take_file(ps_pool *pool)
{
    ps_walk_file found;
    ps_status status = pool->events->next(pool->user, &found, pool->reterr);
    if (status != PS_OK) {
        pool->no_more = 1;
        return status;
    }
    ps_pool_file *file;
    status = ps_pool_file_new(&found, &file, pool->reterr);
    if (status != PS_OK) {
        return status;
    }
    if (pool->last) {
        pool->last->next = file;
    } else {
        pool->first = file;
    }
    pool->last = file;
    pool->file_count++;
    return PS_OK;
}

static ps_status start_worker(ps_pool *pool, ps_pool_worker *worker)
{
    ps_wire_reader *reader;
    ps_status status = ps_wire_reader_new(&reader, pool->reterr);
    if (status != PS_OK) {
        return status;
    }
    pool->readers[pool->reader_count++] = reader;
    worker->file_count = 0;
    worker->last_seen = ps_clock_ms();
    return ps_pool_worker_start(worker, pool->packs, pool->options, pool->limits, reader,
                                pool->reterr);
}

/* The worker that should get the next file: an idle one, a new one, one with the shortest queue.
 * NULL: all are busy. */
static ps_pool_worker *choose_worker(ps_pool *pool)
{
    ps_pool_worker *best = NULL;
    for (size_t i = 0; i < pool->worker_count; i++) {
        ps_pool_worker *worker = &pool->workers[i];
        size_t queue = worker->pid ? worker->file_count : 0;
        if (queue < PS_WORKER_JOBS &&
            (!best || queue < best->file_count || (queue == 0 && worker->pid && !best->pid))) {
            best = worker;
            if (worker->pid && queue == 0) {
                break;
            }
        }
    }
    return best;
}

static ps_status send_file(ps_pool *pool, ps_pool_worker *worker, ps_pool_file *file)
{
    if (!worker->pid) {
        ps_status status = start_worker(pool, worker);
        if (status != PS_OK) {
            return status;
        }
    }
    /* A failure here means that the worker has just died; its end is noticed at its pipe, and the
     * file is with it. */
    (void)ps_job_send(worker->jobs, &file->job, file->fd);
    if (worker->file_count == 0) {
        worker->last_seen = ps_clock_ms();
    }
    worker->files[worker->file_count++] = file;
    file->state = PS_FILE_SENT;
    return PS_OK;
}

/* Hand out files as long as a worker can take one. */
static ps_status dispatch(ps_pool *pool)
{
    for (;;) {
        ps_pool_worker *worker = choose_worker(pool);
        if (!worker) {
            return PS_OK;
        }
        ps_pool_file *file = pool->first;
        while (file && file->state != PS_FILE_WAITING) {
            file = file->next;
        }
        if (!file) {
            if (pool->no_more || pool->file_count >= pool->worker_count * FILES_PER_WORKER) {
                return PS_OK;
            }
            ps_status status = take_file(pool);
            if (status == PS_FATAL) {
                return status;
            }
            continue;
        }
        ps_status status = send_file(pool, worker, file);
        if (status != PS_OK) {
            return status;
        }
    }
}

static ps_status deliver(ps_pool *pool, ps_pool_file *file, ps_wire_reader *reader, ps_str frame)
{
    if (file->error.code != PS_E_NONE) {
        return PS_OK;
    }
    ps_error error = {0};
    ps_status status = pool->events->frame(pool->user, file->name, reader, frame, &error);
    if (status == PS_FAILED) {
        ps_pool_file_give_up(file, &error);
        return PS_FAILED;
    }
    if (status == PS_FATAL && pool->reterr) {
        *pool->reterr = error;
    }
    return status;
}

static ps_status deliver_held(ps_pool *pool, ps_pool_file *file)
{
    for (const ps_segment *s = file->held; s; s = s->next) {
        ps_str rest = ps_buffer_str(&s->bytes);
        while (rest.len) {
            size_t length = ps_wire_length(rest);
            ps_status status = deliver(pool, file, s->reader, ps_str_slice(rest, 0, length));
            if (status == PS_FATAL) {
                return status;
            }
            rest = ps_str_slice(rest, length, rest.len);
        }
    }
    pool->held -= ps_pool_file_drop_held(file);
    return PS_OK;
}

/* Close finished files at the front, and let the first unfinished one speak. */
static ps_status advance(ps_pool *pool)
{
    while (pool->first) {
        ps_pool_file *file = pool->first;
        ps_status status = deliver_held(pool, file);
        if (status != PS_OK) {
            return status;
        }
        if (file->state != PS_FILE_DONE) {
            return PS_OK;
        }
        ps_pool_file_check_unchanged(file);
        if (file->error.code != PS_E_NONE) {
            pool->events->failed(pool->user, file->name, &file->error);
        }
        pool->events->done(pool->user, file->name, file->bytes);
        pool->bytes_done += file->bytes;
        pool->first = file->next;
        if (!pool->first) {
            pool->last = NULL;
        }
        pool->file_count--;
        ps_pool_file_free(file);
    }
    return PS_OK;
}

static void drop_first_file(ps_pool_worker *worker)
{
    for (size_t i = 1; i < worker->file_count; i++) {
        worker->files[i - 1] = worker->files[i];
    }
    worker->file_count--;
}

/* Keep a frame for later. It is decoded now too, because the words that it numbers may be used by
 * frames that are handed on before it: those of a file in front that this worker is given again. */
static ps_status hold(ps_pool *pool, const ps_pool_worker *worker, ps_pool_file *file, ps_str frame)
{
    ps_frame decoded;
    ps_error error = {0};
    ps_arena_reset(&pool->scratch);
    ps_status status = ps_wire_decode(worker->reader, frame, &pool->scratch, &decoded, &error);
    if (status != PS_OK) {
        return status == PS_FATAL ? ps_error_memory(pool->reterr) : PS_FAILED;
    }
    pool->held += frame.len;
    return ps_pool_file_hold(file, worker->reader, frame, pool->reterr);
}

/* The worker waits for it, whichever file's turn it is. */
static ps_status answer(ps_pool *pool, ps_pool_worker *worker, const ps_pool_file *file,
                        ps_str frame)
{
    ps_frame asked;
    ps_error error = {0};
    ps_answer given = {.type = PS_MESSAGE_ANSWER};
    int fd = -1;
    ps_arena_reset(&pool->scratch);
    if (ps_wire_decode(worker->reader, frame, &pool->scratch, &asked, &error) != PS_OK) {
        return PS_FAILED;
    }
    pool->events->ask(pool->user, file->name, &asked, &given, &fd);
    /* As with jobs, a failure means that the worker has just died. */
    if (asked.ask != PS_ASK_MENTION) {
        (void)ps_answer_send(worker->jobs, &given, fd);
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    return PS_OK;
}

/* One frame from a worker about the file it works on. */
static ps_status take_frame(ps_pool *pool, ps_pool_worker *worker, ps_str frame)
{
    ps_pool_file *file = worker->file_count ? worker->files[0] : NULL;
    unsigned type = (unsigned char)frame.ptr[4];
    if (!file) {
        return PS_FAILED;
    }
    if (type == PS_FRAME_PROGRESS || type == PS_FRAME_DONE) {
        ps_frame decoded;
        ps_error error = {0};
        ps_arena_reset(&pool->scratch);
        if (ps_wire_decode(worker->reader, frame, &pool->scratch, &decoded, &error) != PS_OK) {
            return PS_FAILED;
        }
        file->bytes = decoded.number;
        if (type == PS_FRAME_DONE) {
            file->state = PS_FILE_DONE;
            drop_first_file(worker);
        }
        return PS_OK;
    }
    if (type == PS_FRAME_ASK) {
        return answer(pool, worker, file, frame);
    }
    if (type == PS_FRAME_FATAL) {
        return PS_FAILED; /* it ends by itself; what it says of itself adds nothing to its death */
    }
    if (type == PS_FRAME_SCREENED || type == PS_FRAME_REJECTED) {
        file->reported++;
    }
    if (file == pool->first) {
        return deliver(pool, file, worker->reader, frame);
    }
    return hold(pool, worker, file, frame);
}

static ps_status bury(ps_pool *pool, ps_pool_worker *worker, int kill_it, const char *how,
                      ps_error_code code)
{
    char said[64];
    int status;
    ps_pool_worker_end(worker, kill_it, &status);
    if (!how) {
        if (WIFSIGNALED(status)) {
            (void)snprintf(said, sizeof said, "died of signal %d", WTERMSIG(status));
        } else {
            (void)snprintf(said, sizeof said, "ended with status %d", WEXITSTATUS(status));
        }
        how = said;
    }
    for (size_t i = 0; i < worker->file_count; i++) {
        if (i == 0) {
            ps_pool_file_after_death(worker->files[i], how, code);
        } else {
            worker->files[i]->state = PS_FILE_WAITING;
        }
    }
    worker->file_count = 0;
    if (++pool->deaths >= MOST_DEATHS) {
        return ps_error_set(pool->reterr, PS_FATAL, PS_E_INTERNAL,
                            "%d worker processes died, the last one %s", MOST_DEATHS, how);
    }
    return PS_OK;
}

/* Read what the worker has sent and take the whole frames. */
static ps_status read_worker(ps_pool *pool, ps_pool_worker *worker)
{
    char *room = ps_buffer_reserve(&worker->in, READ_SIZE);
    if (!room) {
        return ps_error_memory(pool->reterr);
    }
    ssize_t got = read(worker->results, room, READ_SIZE);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) {
        return PS_OK;
    }
    if (got <= 0) {
        return bury(pool, worker, 0, NULL, PS_E_WORKER_DIED);
    }
    worker->in.len += (size_t)got;
    worker->last_seen = ps_clock_ms();
    ps_str rest = ps_buffer_str(&worker->in);
    for (;;) {
        size_t length = ps_wire_length(rest);
        if (length == SIZE_MAX) {
            return bury(pool, worker, 1, "sent results that make no sense", PS_E_WORKER_DIED);
        }
        if (length == 0 || length > rest.len) {
            break;
        }
        ps_status status = take_frame(pool, worker, ps_str_slice(rest, 0, length));
        if (status == PS_FAILED) {
            return bury(pool, worker, 1, NULL, PS_E_WORKER_DIED);
        }
        if (status != PS_OK) {
            return status;
        }
        rest = ps_str_slice(rest, length, rest.len);
    }
    if (rest.len) {
        memmove(worker->in.ptr, rest.ptr, rest.len);
    }
    worker->in.len = rest.len;
    return PS_OK;
}

/* Workers that have been silent for too long while they had work. */
static ps_status check_stalls(ps_pool *pool)
{
    uint64_t now = ps_clock_ms();
    for (size_t i = 0; i < pool->worker_count; i++) {
        ps_pool_worker *worker = &pool->workers[i];
        if (worker->pid && worker->file_count &&
            now - worker->last_seen > pool->limits->stall_seconds * 1000) {
            ps_status status =
                bury(pool, worker, 1, "gave no sign of life and was ended", PS_E_WORKER_TIMEOUT);
            if (status != PS_OK) {
                return status;
            }
        }
    }
    return PS_OK;
}

static int may_read(const ps_pool *pool, const ps_pool_worker *worker)
{
    return pool->held < HELD_LIMIT || !worker->file_count || worker->files[0] == pool->first;
}

/* Wait for results; those of files that have to wait only while there is room. */
static ps_status wait_for_workers(ps_pool *pool)
{
    struct pollfd ready[MOST_WORKERS];
    ps_pool_worker *who[MOST_WORKERS];
    nfds_t count = 0;
    for (size_t i = 0; i < pool->worker_count; i++) {
        ps_pool_worker *worker = &pool->workers[i];
        if (!worker->pid) {
            continue;
        }
        if (!may_read(pool, worker)) {
            worker->last_seen = ps_clock_ms(); /* it waits for us */
            continue;
        }
        who[count] = worker;
        ready[count++] = (struct pollfd){.fd = worker->results, .events = POLLIN};
    }
    if (poll(ready, count, TICK_MS) < 0) {
        return errno == EINTR ? PS_OK
                              : ps_error_set(pool->reterr, PS_FATAL, PS_E_INTERNAL, "poll: %s",
                                             strerror(errno));
    }
    for (nfds_t i = 0; i < count; i++) {
        if (ready[i].revents) {
            ps_status status = read_worker(pool, who[i]);
            if (status != PS_OK) {
                return status;
            }
        }
    }
    return PS_OK;
}

static uint64_t bytes_so_far(const ps_pool *pool)
{
    uint64_t bytes = pool->bytes_done;
    for (const ps_pool_file *file = pool->first; file; file = file->next) {
        bytes += file->bytes;
    }
    return bytes;
}

ps_status ps_pool_run(ps_pool *pool, const ps_pool_events *events, void *user, ps_error *reterr)
{
    uint64_t next_tick = ps_clock_ms() + TICK_MS;
    pool->events = events;
    pool->user = user;
    pool->reterr = reterr;
    for (;;) {
        ps_status status = dispatch(pool);
        if (status == PS_OK) {
            status = advance(pool);
        }
        if (status != PS_OK) {
            return status;
        }
        if (!pool->first) {
            if (pool->no_more) {
                return PS_OK;
            }
            continue;
        }
        status = wait_for_workers(pool);
        if (status == PS_OK) {
            status = advance(pool);
        }
        if (status == PS_OK) {
            status = check_stalls(pool);
        }
        if (status != PS_OK) {
            return status;
        }
        if (ps_clock_ms() >= next_tick) {
            next_tick = ps_clock_ms() + TICK_MS;
            if (events->tick(user, bytes_so_far(pool))) {
                return PS_END;
            }
        }
    }
}
