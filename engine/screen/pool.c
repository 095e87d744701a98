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
#include "screen/pool_model.h"
#include "screen/pool_split.h"

enum {
    TICK_MS = 200,
    MOST_WORKERS = 256,
    MOST_DEATHS = 1000, /* of workers in one run; more is a fault of ours, not of the input */
    HELD_LIMIT = 16 * 1024 * 1024, /* bytes of frames held for files behind it */
    READ_SIZE = 256 * 1024
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
    pool->most_files = ps_pool_most_files(pool);
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

void ps_pool_insert(ps_pool *pool, ps_pool_file *before, ps_pool_file *file)
{
    before = before ? before : pool->last;
    if (before) {
        file->next = before->next;
        before->next = file;
    } else {
        pool->first = file;
    }
    if (before == pool->last) {
        pool->last = file;
    }
    pool->file_count++;
}

void ps_pool_drop_next(ps_pool *pool, ps_pool_file *before)
{
    ps_pool_file *file = before->next;
    before->next = file->next;
    if (pool->last == file) {
        pool->last = before;
    }
    pool->file_count--;
    pool->held -= ps_pool_file_drop_held(file);
    file->next = NULL;
    file->dropped = 1;
    if (file->asking) {
        ps_pool_split_cancel(file);
    }
    if (!file->worker) {
        ps_pool_file_free(file);
    }
}

/* Forgets the first file, and with the last of its stretches what they have in common. */
static void remove_first(ps_pool *pool)
{
    ps_pool_file *file = pool->first;
    ps_split *split = file->split;
    pool->first = file->next;
    if (!pool->first) {
        pool->last = NULL;
    }
    pool->file_count--;
    pool->held -= ps_pool_file_drop_held(file);
    ps_pool_file_free(file);
    if (split && (!pool->first || pool->first->split != split)) {
        if (pool->stream == split) {
            pool->stream = NULL;
        }
        ps_split_free(split);
    }
}

void ps_pool_free(ps_pool *pool)
{
    if (!pool) {
        return;
    }
    for (size_t i = 0; pool->workers && i < pool->worker_count; i++) {
        int status;
        ps_pool_worker *worker = &pool->workers[i];
        /* One without work ends by itself, which takes longer, and tells what it measured. */
        ps_pool_worker_end(worker, !pool->options->profiler || worker->file_count, &status);
        ps_buffer_done(&worker->in);
        for (size_t k = 0; k < worker->file_count; k++) {
            if (worker->files[k]->dropped) {
                ps_pool_file_free(worker->files[k]);
            }
        }
    }
    while (pool->first) {
        remove_first(pool);
    }
    for (size_t i = 0; pool->readers && i < pool->reader_count; i++) {
        ps_wire_reader_free(pool->readers[i]);
    }
    ps_arena_done(&pool->scratch);
    free(pool->readers);
    free(pool->workers);
    free(pool);
}

/* Its records are records of the input. */
static int is_certain(const ps_pool_file *file)
{
    return !file->split || file->proven;
}

static ps_status give_up(ps_pool *pool, ps_pool_file *file, const ps_error *error)
{
    ps_pool_file_give_up(file, error);
    file->stopped = 0;
    ps_status status = ps_pool_split_settle(pool, file);
    return status == PS_OK ? PS_FAILED : status;
}

static ps_status deliver_unmapped(ps_pool *pool, ps_wire_reader *reader, ps_str bytes,
                                  ps_error *reterr)
{
    ps_frame frame;
    ps_arena_reset(&pool->scratch);
    ps_status status = ps_wire_decode(reader, bytes, &pool->scratch, &frame, reterr);
    return status == PS_OK ? pool->events->unmapped(pool->user, &frame.unmapped, reterr) : status;
}

/* @param worker  That waits for the answer; NULL: it has got one, and it is told again what it
 * asked for. */
static ps_status ask(ps_pool *pool, const ps_pool_worker *worker, const ps_pool_file *file,
                     ps_wire_reader *reader, ps_str bytes)
{
    ps_frame asked;
    ps_error error = {0};
    ps_answer given = {.type = PS_MESSAGE_ANSWER};
    int fd = -1;
    ps_arena_reset(&pool->scratch);
    if (ps_wire_decode(reader, bytes, &pool->scratch, &asked, &error) != PS_OK) {
        return PS_FAILED;
    }
    pool->events->ask(pool->user, file->name, &asked, is_certain(file), &given, &fd);
    /* As with jobs, a failure means that the worker has just died. */
    if (worker && asked.ask != PS_ASK_MENTION) {
        (void)ps_answer_send(worker->answers, &given, fd);
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    return PS_OK;
}

static ps_status deliver(ps_pool *pool, ps_pool_file *file, ps_wire_reader *reader, ps_str frame)
{
    if (file->error.code != PS_E_NONE) {
        return PS_OK;
    }
    ps_error error = {0};
    ps_status status = PS_OK;
    if ((unsigned char)frame.ptr[4] == PS_FRAME_UNMAPPED) {
        status = deliver_unmapped(pool, reader, frame, &error);
    } else if ((unsigned char)frame.ptr[4] == PS_FRAME_ASK) {
        status = ask(pool, NULL, file, reader, frame);
    } else {
        status = pool->events->frame(pool->user, file->name, reader, frame, &error);
    }
    if (status == PS_FAILED) {
        return give_up(pool, file, &error);
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

/* The file is finished, or the last of its stretches is. */
static ps_status end_file(ps_pool *pool, ps_pool_file *file)
{
    ps_status status = file->split ? ps_pool_split_tell(pool, file->split) : PS_OK;
    if (file->died_code != PS_E_NONE) {
        ps_pool_file_tell_death(file, ps_pool_split_reported(file));
    }
    ps_pool_file_check_unchanged(file);
    if (file->error.code != PS_E_NONE) {
        pool->events->failed(pool->user, file->name, &file->error);
    }
    pool->events->done(pool->user, file->name, ps_pool_split_bytes(file) + file->bytes);
    return status;
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
        if (file->stopped && file->error.code == PS_E_NONE) {
            ps_pool_split_count(file);
        } else {
            status = end_file(pool, file);
        }
        if (status != PS_OK) {
            return status;
        }
        pool->bytes_done += file->bytes;
        remove_first(pool);
    }
    return PS_OK;
}

/* The worker is done with the file that it worked on. */
static ps_status end_job(ps_pool *pool, ps_pool_worker *worker)
{
    ps_pool_file *file = worker->files[0];
    for (size_t i = 1; i < worker->file_count; i++) {
        worker->files[i - 1] = worker->files[i];
    }
    worker->file_count--;
    worker->sent--;
    worker->last_seen = ps_clock_ms();
    file->worker = NULL;
    file->asking = 0;
    file->state = PS_FILE_DONE;
    if (file->dropped) {
        ps_pool_file_free(file);
        return PS_OK;
    }
    return ps_pool_split_settle(pool, file);
}

/* Keep a frame for later. */
static ps_status hold(ps_pool *pool, const ps_pool_worker *worker, ps_pool_file *file, ps_str frame)
{
    if (file->dropped) {
        return PS_OK;
    }
    pool->held += frame.len;
    return ps_pool_file_hold(file, worker->reader, frame, pool->reterr);
}

/* A frame for the pool itself. */
static ps_status take_own_frame(ps_pool *pool, ps_pool_worker *worker, ps_str bytes)
{
    ps_pool_file *file = worker->files[0];
    ps_frame frame;
    ps_error error = {0};
    ps_arena_reset(&pool->scratch);
    ps_status status = ps_wire_decode(worker->reader, bytes, &pool->scratch, &frame, &error);
    if (status != PS_OK) {
        return status == PS_FATAL ? ps_error_memory(pool->reterr) : status;
    }
    switch (frame.type) {
    case PS_FRAME_PROGRESS:
        file->bytes = frame.number;
        return PS_OK;
    case PS_FRAME_DONE:
        file->bytes = frame.number;
        return end_job(pool, worker);
    case PS_FRAME_FIRST:
        return file->dropped ? PS_FAILED : ps_pool_split_head(pool, file, &frame.first);
    case PS_FRAME_STRETCH_ASK:
        return ps_pool_split_ask(pool, file, &frame.stretch_ask);
    case PS_FRAME_STOPPED:
        return file->dropped ? PS_OK : ps_pool_split_stopped(pool, file, &frame.stopped);
    case PS_FRAME_UNMAPPED:
        return file->dropped ? PS_OK : ps_pool_split_unmapped(pool, file, &frame.unmapped);
    default:
        return PS_FAILED; /* of FATAL: it ends by itself; what it says adds nothing to its death */
    }
}

/* One frame from a worker about the file it works on. */
static ps_status take_frame(ps_pool *pool, ps_pool_worker *worker, ps_str frame)
{
    ps_pool_file *file = worker->sent ? worker->files[0] : NULL;
    unsigned type = (unsigned char)frame.ptr[4];
    if (!file) {
        return PS_FAILED;
    }
    ps_status status = PS_OK;
    switch (type) {
    case PS_FRAME_WORDS: /* frames that are handed on before the next one may use them too */
    case PS_FRAME_LIST:
        return ps_wire_learn(worker->reader, frame, &(ps_error){0});
    case PS_FRAME_SCREENED:
    case PS_FRAME_REJECTED:
        file->reported++;
        break;
    case PS_FRAME_WARNING:
    case PS_FRAME_MEMBER:
    case PS_FRAME_CONTRACT:
        break;
    case PS_FRAME_ASK: /* the worker waits for it, whichever file's turn it is */
        status = ask(pool, worker, file, worker->reader, frame);
        if (status != PS_OK || is_certain(file)) {
            return status;
        }
        break;
    default:
        if (type != PS_FRAME_UNMAPPED || file->split) {
            return take_own_frame(pool, worker, frame);
        }
        break;
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
    ps_status settled = PS_OK;
    size_t count = worker->file_count;
    worker->file_count = 0;
    worker->sent = 0;
    for (size_t i = 0; i < count; i++) {
        ps_pool_file *file = worker->files[i];
        file->worker = NULL;
        file->asking = 0;
        if (file->dropped) {
            ps_pool_file_free(file);
        } else if (i > 0) {
            /* The worker may have begun with it and not have said so: it may be what killed. */
            (void)ps_pool_file_rewind(file);
            file->job.careful = 1;
            file->state = PS_FILE_WAITING;
        } else {
            ps_pool_file_after_death(file, how, code);
            settled = ps_pool_split_settle(pool, file);
        }
    }
    if (settled != PS_OK) {
        return settled;
    }
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
        if (worker->pid && worker->file_count && !worker->files[0]->asking &&
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
    const ps_pool_file *first = pool->first;
    int first_runs = first && first->worker && first->worker->files[0] == first;
    return pool->held < HELD_LIMIT || !worker->file_count || worker->files[0] == first ||
           worker->files[0]->dropped || !first_runs;
}

/* Wait for results; those of files that have to wait only while there is room. */
static ps_status wait_for_workers(ps_pool *pool)
{
    struct pollfd ready[MOST_WORKERS + 1];
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
    nfds_t workers = count;
    int stream = ps_pool_split_stream(pool);
    if (stream >= 0) {
        ready[count++] = (struct pollfd){.fd = stream, .events = POLLIN};
    }
    ps_stage before = ps_profiler_enter(pool->options->profiler, PS_STAGE_WAIT);
    int got = poll(ready, count, TICK_MS);
    ps_profiler_leave(pool->options->profiler, before);
    if (got < 0) {
        return errno == EINTR ? PS_OK
                              : ps_error_set(pool->reterr, PS_FATAL, PS_E_INTERNAL, "poll: %s",
                                             strerror(errno));
    }
    for (nfds_t i = 0; i < workers; i++) {
        if (ready[i].revents) {
            ps_status status = read_worker(pool, who[i]);
            if (status != PS_OK) {
                return status;
            }
        }
    }
    return workers < count && ready[workers].revents ? ps_pool_split_pull(pool) : PS_OK;
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
        ps_status status = ps_pool_dispatch(pool);
        if (status == PS_OK) {
            status = advance(pool);
        }
        if (status == PS_OK) {
            status = ps_pool_split_unblock(pool);
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
