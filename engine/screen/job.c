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

int ps_message_receive(int socket, ps_message *ret_message, int *ret_fd)
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
        got = recvmsg(socket, &message, 0);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) {
        return got < 0 ? -1 : 0;
    }
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    if (head && head->cmsg_type == SCM_RIGHTS) {
        memcpy(ret_fd, CMSG_DATA(head), sizeof *ret_fd);
    }
    int is_job = ret_message->type == PS_MESSAGE_JOB;
    size_t least = is_job ? offsetof(ps_job, name) : offsetof(ps_answer, text);
    int needs_fd = is_job || ret_message->answer.found;
    if ((size_t)got <= least || (needs_fd && *ret_fd < 0)) {
        errno = EPROTO;
        return -1;
    }
    ret_message->job.name[sizeof ret_message->job.name - 1] = '\0';
    ret_message->answer.text[sizeof ret_message->answer.text - 1] = '\0';
    return 1;
}
