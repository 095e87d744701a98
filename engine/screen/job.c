/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/job.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* Room for one descriptor. */
typedef union one_descriptor {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(sizeof(int))];
} one_descriptor;

static int send_message(int socket, const void *bytes, size_t size, int fd)
{
    one_descriptor control;
    memset(&control, 0, sizeof control);
    union {
        const void *from;
        void *base;
    } body = {.from = bytes}; /* iovec has no const */
    struct iovec piece = {body.base, size};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
    if (fd >= 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
        struct cmsghdr *head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(head), &fd, sizeof fd);
    }
    for (;;) {
        if (sendmsg(socket, &message, MSG_NOSIGNAL) >= 0) {
            return 0;
        }
        if (errno != EINTR) {
            return errno;
        }
    }
}

int ps_job_send(int socket, const ps_job *job, int fd)
{
    return send_message(socket, job, offsetof(ps_job, name) + strlen(job->name) + 1, fd);
}

int ps_answer_send(int socket, const ps_answer *answer, int fd)
{
    return send_message(socket, answer, offsetof(ps_answer, text) + strlen(answer->text) + 1, fd);
}

int ps_reach_answer_send(int socket, const ps_reach_answer *answer, int fd)
{
    return send_message(socket, answer, sizeof *answer, fd);
}

/* Whether so many bytes are a message of the type. */
static int is_whole(const ps_message *message, size_t size, int fd)
{
    switch (message->type) {
    case PS_MESSAGE_JOB:
        return size > offsetof(ps_job, name) && fd >= 0;
    case PS_MESSAGE_ANSWER:
        return size > offsetof(ps_answer, text) && (fd >= 0 || !message->answer.found);
    case PS_MESSAGE_REACH:
        return size == sizeof message->reach;
    }
    return 0;
}

int ps_message_receive(int socket, ps_message_type type, ps_message *ret_message, int *ret_fd)
{
    one_descriptor control;
    struct iovec piece = {ret_message, sizeof *ret_message};
    struct msghdr message = {.msg_iov = &piece,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    ssize_t got;
    *ret_fd = -1;
    do {
        got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) {
        return got < 0 ? -1 : 0;
    }
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    if (head && head->cmsg_type == SCM_RIGHTS) {
        memcpy(ret_fd, CMSG_DATA(head), sizeof *ret_fd);
    }
    if ((size_t)got < sizeof type || ret_message->type != type ||
        !is_whole(ret_message, (size_t)got, *ret_fd)) {
        errno = EPROTO;
        return -1;
    }
    if (type == PS_MESSAGE_JOB) {
        ret_message->job.name[sizeof ret_message->job.name - 1] = '\0';
    } else if (type == PS_MESSAGE_ANSWER) {
        ret_message->answer.text[sizeof ret_message->answer.text - 1] = '\0';
    }
    return 1;
}
