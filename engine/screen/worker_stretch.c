/* In a worker: reading a stretch of a document, and asking the coordinator how far it goes.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"
#include "input/ring.h"
#include "screen/worker_model.h"

/* A stretch whose beginning is not proven does not read further than this into the next one: what
 * is read there may be of no use, and could be all that follows. */
enum { AHEAD = 256 * 1024, BEHIND = 8192 };

/* Waits for the answer to what was asked. *ret_fd is for the caller to close. */
static void await(ps_worker *w, ps_reach_answer *ret_answer, int *ret_fd)
{
    ps_message message;
    if (ps_worker_await(w, PS_MESSAGE_REACH, &message, ret_fd)) {
        *ret_answer = message.reach;
    } else {
        *ret_answer = (ps_reach_answer){.reach = {.end = PS_STRETCH_NO_END, .cancelled = 1}};
    }
    w->reach = ret_answer->reach;
    w->stretch.end = w->reach.end;
    w->stretch.end_line = w->reach.end_line;
}

static void ask(ps_worker *w, ps_stretch_ask_kind kind, uint64_t at)
{
    ps_reach_answer answer;
    int fd;
    ps_wire_stretch_ask(&(ps_stretch_ask){kind, at}, &w->out);
    await(w, &answer, &fd);
    if (fd >= 0) {
        (void)close(fd);
    }
}

static ps_worker *worker_of(ps_stretch *stretch)
{
    return stretch->user;
}

static void on_head(ps_stretch *stretch, const ps_record_place *first)
{
    ps_worker *w = worker_of(stretch);
    ps_reach_answer answer;
    int fd;
    if (w->joined) {
        return;
    }
    w->headed = 1;
    ps_wire_first(first, &w->out);
    await(w, &answer, &fd);
    if (fd >= 0) {
        (void)close(fd);
    }
}

static void on_missed(ps_stretch *stretch, uint64_t at, int hopeless)
{
    ask(worker_of(stretch), hopeless ? PS_STRETCH_ASK_HOPELESS : PS_STRETCH_ASK_MISSED, at);
}

/* Joins what was met in the stretches before. What cannot be had cannot be left out either: then
 * the worker gives up. */
static void join(ps_worker *w, const ps_reach_answer *answer, int fd)
{
    ps_buffer met;
    ps_buffer_init(&met, 0);
    uint64_t size = answer->names + answer->unread;
    char *room = ps_buffer_reserve(&met, (size_t)size + 1);
    while (room && met.len < size) {
        long got = ps_ring_read(fd, 0, met.len, met.ptr + met.len, (size_t)size - met.len);
        if (got <= 0) {
            break;
        }
        met.len += (size_t)got;
    }
    w->failed |= met.len < size || !room;
    ps_str all = ps_buffer_str(&met);
    if (!w->failed) {
        ps_extract_join(w->extract, ps_str_slice(all, 0, (size_t)answer->names),
                        ps_str_slice(all, (size_t)answer->names, all.len));
    }
    ps_buffer_done(&met);
}

static void on_crowded(ps_stretch *stretch)
{
    ps_worker *w = worker_of(stretch);
    ps_reach_answer answer = {.reach = w->reach};
    int fd = -1;
    if (w->joined) {
        return;
    }
    w->joined = 1;
    if (w->headed) {
        ps_wire_stretch_ask(&(ps_stretch_ask){PS_STRETCH_ASK_CROWDED, w->at}, &w->out);
        await(w, &answer, &fd);
    }
    if (!w->reach.cancelled) {
        join(w, &answer, fd);
    }
    if (fd >= 0) {
        (void)close(fd);
    }
}

long ps_worker_read_stretch(void *io, char *buffer, size_t size)
{
    ps_worker *w = io;
    const ps_job *job = w->job;
    ps_worker_beat(w);
    if (w->prefix < job->joint.prefix) {
        uint64_t left = job->joint.prefix - w->prefix;
        long got = ps_ring_read(w->fd, 0, w->prefix, buffer, left < size ? (size_t)left : size);
        w->prefix += got > 0 ? (uint64_t)got : 0;
        return got;
    }
    if (job->joint.prefix && w->prefix == job->joint.prefix) {
        w->prefix++;
        buffer[0] = ' ';
        return 1;
    }
    if (!w->reach.proven && w->at >= w->reach.end && w->at - w->reach.end >= AHEAD) {
        ask(w, PS_STRETCH_ASK_AHEAD, w->at);
    }
    while (w->at == w->reach.available && !w->reach.final && !w->reach.cancelled) {
        ask(w, PS_STRETCH_ASK_DATA, w->at);
    }
    if (w->reach.cancelled || w->failed) {
        return 0;
    }
    if (w->at == w->reach.available) {
        errno = w->reach.error;
        return w->reach.error ? -1 : 0;
    }
    /* Behind its end little is needed. */
    uint64_t left = (w->at < w->reach.end ? w->reach.end : w->at + BEHIND) - w->at;
    if (left > w->reach.available - w->at) {
        left = w->reach.available - w->at;
    }
    long got = ps_ring_read(w->fd, job->ring, w->at, buffer, left < size ? (size_t)left : size);
    w->at += got > 0 ? (uint64_t)got : 0;
    return got;
}

void ps_worker_begin_stretch(ps_worker *w)
{
    const ps_job *job = w->job;
    w->stretch = (ps_stretch){.joint = job->joint,
                              .depth = job->depth,
                              .end = job->reach.end,
                              .end_line = job->reach.end_line,
                              .user = w,
                              .crowd = job->crowded,
                              .head = on_head,
                              .missed = on_missed,
                              .crowded = on_crowded};
    w->reach = job->reach;
    w->at = job->joint.offset;
    w->prefix = 0;
    w->headed = job->joint.prefix != 0;
    w->joined = 0;
    w->started_ns = ps_clock_thread_ns();
}

void ps_worker_end_stretch(ps_worker *w)
{
    if (w->stretch.stopped) {
        w->at = w->stretch.end;
        ps_wire_stopped(
            &(ps_stopped){ps_clock_thread_ns() - w->started_ns, ps_extract_names(w->extract)},
            &w->out);
    }
}
