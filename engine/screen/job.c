/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/job.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* Room for the descriptors of a message. */
typedef union descriptors {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(sizeof(int) * PS_JOBS_MOST)];
} descriptors;

static struct iovec piece_of(const void *bytes, size_t size)
{
    union {
        const void *from;
        void *base;
    } body = {.from = bytes}; /* iovec has no const */
    return (struct iovec){body.base, size};
}

static int send_message(int socket, struct iovec *pieces, size_t piece_count, const int *fds,
                        size_t fd_count, int flags)
{
    descriptors control;
    struct msghdr message = {.msg_iov = pieces, .msg_iovlen = piece_count};
    if (fd_count) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(fd_count * sizeof *fds);
        struct cmsghdr *head = &control.align;
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(fd_count * sizeof *fds);
        memcpy(CMSG_DATA(head), fds, fd_count * sizeof *fds);
    }
    for (;;) {
        if (sendmsg(socket, &message, MSG_NOSIGNAL | flags) >= 0) {
            return 0;
        }
        if (errno != EINTR) {
            return errno;
        }
    }
}

static int send_answer(int socket, const void *bytes, size_t size, int fd)
{
    struct iovec piece = piece_of(bytes, size);
    return send_message(socket, &piece, 1, &fd, fd >= 0, 0);
}

int ps_jobs_send(int socket, const ps_job *const *jobs, const int *fds, size_t count)
{
    struct iovec pieces[2 * PS_JOBS_MOST];
    for (size_t i = 0; i < count; i++) {
        pieces[i] = piece_of(jobs[i], sizeof *jobs[i]);
        pieces[count + i] = piece_of(jobs[i]->name, strlen(jobs[i]->name) + 1);
    }
    return send_message(socket, pieces, 2 * count, fds, count, MSG_DONTWAIT);
}

int ps_answer_send(int socket, const ps_answer *answer, int fd)
{
    return send_answer(socket, answer, offsetof(ps_answer, text) + strlen(answer->text) + 1, fd);
}

int ps_reach_answer_send(int socket, const ps_reach_answer *answer, int fd)
{
    return send_answer(socket, answer, sizeof *answer, fd);
}

/* @return the size of the message, 0 when no more come, or -1 with errno. */
static ssize_t receive(int socket, void *bytes, size_t room, int *fds, size_t *ret_fd_count)
{
    descriptors control;
    struct iovec piece = {bytes, room};
    struct msghdr message = {.msg_iov = &piece,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    ssize_t got;
    *ret_fd_count = 0;
    do {
        got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) {
        return got;
    }
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    if (head && head->cmsg_type == SCM_RIGHTS) {
        *ret_fd_count = (head->cmsg_len - CMSG_LEN(0)) / sizeof *fds;
        memcpy(fds, CMSG_DATA(head), *ret_fd_count * sizeof *fds);
    }
    return got;
}

/* Sets the jobs' names, which stand behind them. @return whether they do. */
static int find_names(ps_jobs *jobs, size_t size)
{
    size_t at = jobs->count * sizeof *jobs->list;
    for (size_t i = 0; i < jobs->count; i++) {
        const char *end = at < size ? memchr(jobs->bytes + at, '\0', size - at) : NULL;
        if (!end) {
            return 0;
        }
        jobs->list[i].name = jobs->bytes + at;
        at = (size_t)(end - jobs->bytes) + 1;
    }
    return jobs->count > 0 && at == size;
}

int ps_jobs_receive(int socket, ps_jobs *ret_jobs)
{
    ssize_t got =
        receive(socket, ret_jobs->bytes, sizeof ret_jobs->bytes, ret_jobs->fds, &ret_jobs->count);
    if (got <= 0) {
        return (int)got;
    }
    if (!find_names(ret_jobs, (size_t)got)) {
        errno = EPROTO;
        return -1;
    }
    return 1;
}

/* Whether so many bytes are a message of the type. */
static int is_whole(const ps_message *message, size_t size, int fd)
{
    switch (message->type) {
    case PS_MESSAGE_ANSWER:
        return size > offsetof(ps_answer, text) && (fd >= 0 || !message->answer.found);
    case PS_MESSAGE_REACH:
        return size == sizeof message->reach;
    }
    return 0;
}

int ps_message_receive(int socket, ps_message_type type, ps_message *ret_message, int *ret_fd)
{
    int fds[PS_JOBS_MOST];
    size_t fd_count;
    ssize_t got = receive(socket, ret_message, sizeof *ret_message, fds, &fd_count);
    *ret_fd = fd_count ? fds[0] : -1;
    if (got <= 0) {
        return (int)got;
    }
    if ((size_t)got < sizeof type || ret_message->type != type ||
        !is_whole(ret_message, (size_t)got, *ret_fd)) {
        errno = EPROTO;
        return -1;
    }
    if (type == PS_MESSAGE_ANSWER) {
        ret_message->answer.text[sizeof ret_message->answer.text - 1] = '\0';
    }
    return 1;
}
