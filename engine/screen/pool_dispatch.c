/* Handing files out to workers.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "screen/pool_model.h"
#include "screen/pool_split.h"

enum {
    FILES_PER_WORKER = 64, /* taken in advance of the first unfinished one … */
    MOST_FILES = 512,      /* … in all, as each is an open descriptor */
    OTHER_FILES = 24       /* descriptors for other things */
};

/* How many files are taken in advance: no more than half of the descriptors that there may be. */
size_t ps_pool_most_files(const ps_pool *pool)
{
    struct rlimit open;
    size_t most = pool->worker_count * FILES_PER_WORKER;
    most = most < MOST_FILES ? most : MOST_FILES;
    if (getrlimit(RLIMIT_NOFILE, &open) == 0 && open.rlim_cur < 2 * MOST_FILES + OTHER_FILES) {
        size_t room = open.rlim_cur > OTHER_FILES ? (size_t)(open.rlim_cur - OTHER_FILES) / 2 : 1;
        most = most < room ? most : room;
    }
    return most;
}

/* Take one more file from the caller, behind all others. PS_END when there is none. */
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
    ps_pool_insert(pool, NULL, file);
    return ps_pool_split_open(pool, file);
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
    worker->sent = 0;
    worker->last_seen = ps_clock_ms();
    return ps_pool_worker_start(worker, pool->packs, pool->options, pool->limits, reader,
                                pool->reterr);
}

static uint64_t work_in(const ps_pool_file *file)
{
    uint64_t end = file->split ? file->job.reach.end : file->size;
    uint64_t work = end - (file->split ? file->job.joint.offset : 0);
    return file->seekable && end != PS_STRETCH_NO_END ? work : PS_WORKER_SMALL_BYTES;
}

/* Whether the worker can take one more file: each can have the next one waiting, and more when they
 * are all small. */
static int has_room(const ps_pool_worker *worker, const ps_pool_file *file)
{
    uint64_t work = work_in(file);
    for (size_t i = 0; i < worker->file_count && work < PS_WORKER_SMALL_BYTES; i++) {
        work += work_in(worker->files[i]);
    }
    return worker->file_count <
           (work < PS_WORKER_SMALL_BYTES ? (size_t)PS_WORKER_JOBS : (size_t)PS_WORKER_BIG_JOBS);
}

/* The worker that should get the file: an idle one, a new one, one with the shortest queue. NULL:
 * all are busy. */
static ps_pool_worker *choose_worker(ps_pool *pool, const ps_pool_file *file)
{
    ps_pool_worker *best = NULL;
    for (size_t i = 0; i < pool->worker_count; i++) {
        ps_pool_worker *worker = &pool->workers[i];
        size_t queue = worker->file_count; /* 0 when it does not run */
        if (has_room(worker, file) &&
            (!best || queue < best->file_count || (queue == 0 && worker->pid && !best->pid))) {
            best = worker;
            if (worker->pid && queue == 0) {
                break;
            }
        }
    }
    return best;
}

/* @return how many were sent; 0: they have to wait until the worker has taken others. */
static size_t send_some_jobs(ps_pool_worker *worker, size_t count)
{
    const ps_job *jobs[PS_JOBS_MOST];
    int fds[PS_JOBS_MOST];
    for (size_t i = 0; i < count; i++) {
        ps_pool_file *file = worker->files[worker->sent + i];
        if (file->split) {
            file->job.reach = ps_pool_split_reach(file);
        }
        jobs[i] = &file->job;
        fds[i] = file->fd;
    }
    int error = ps_jobs_send(worker->jobs, jobs, fds, count);
    if ((error == EMSGSIZE || error == EAGAIN) && count > 1) {
        return send_some_jobs(worker, count / 2);
    }
    if (error == EAGAIN) {
        return 0;
    }
    /* Another failure means that the worker has just died; its end is noticed at its pipe, and the
     * files are with it. */
    worker->sent += count;
    return count;
}

static void send_jobs(ps_pool_worker *worker)
{
    size_t sent = 1;
    while (sent && worker->sent < worker->file_count) {
        size_t count = worker->file_count - worker->sent;
        sent = send_some_jobs(worker, count < PS_JOBS_MOST ? count : PS_JOBS_MOST);
    }
}

static ps_status give_file(ps_pool *pool, ps_pool_worker *worker, ps_pool_file *file)
{
    if (!worker->pid) {
        ps_status status = start_worker(pool, worker);
        if (status != PS_OK) {
            return status;
        }
    }
    if (worker->file_count == 0) {
        worker->last_seen = ps_clock_ms();
    }
    worker->files[worker->file_count++] = file;
    file->worker = worker;
    file->state = PS_FILE_SENT;
    if (worker->file_count - worker->sent >= PS_JOBS_MOST) {
        send_jobs(worker);
    }
    return PS_OK;
}

/* The next file to send, at `from` or behind it. PS_END: there is none now. */
static ps_status find_file(ps_pool *pool, ps_pool_file *from, ps_pool_file **ret_file)
{
    for (;;) {
        for (ps_pool_file *file = from; file; file = file->next) {
            int ready = file->state == PS_FILE_WAITING;
            ps_status status = ready ? ps_pool_split_prepare(pool, file, &ready) : PS_OK;
            if (status != PS_OK || ready) {
                *ret_file = file;
                return status;
            }
        }
        if (pool->no_more || pool->file_count >= pool->most_files) {
            return PS_END;
        }
        ps_status status = take_file(pool);
        if (status == PS_FATAL) {
            return status;
        }
        from = pool->last;
    }
}

static ps_status give_files(ps_pool *pool)
{
    ps_pool_file *file = pool->first;
    for (;;) {
        ps_status status = find_file(pool, file, &file);
        if (status != PS_OK) {
            return status == PS_END ? PS_OK : status;
        }
        ps_pool_worker *worker = choose_worker(pool, file);
        if (!worker) {
            return PS_OK;
        }
        status = give_file(pool, worker, file);
        if (status != PS_OK) {
            return status;
        }
    }
}

ps_status ps_pool_dispatch(ps_pool *pool)
{
    ps_status status = give_files(pool);
    for (size_t i = 0; i < pool->worker_count; i++) {
        send_jobs(&pool->workers[i]);
    }
    return status;
}
