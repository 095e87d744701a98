/* Messages between the coordinator and a worker.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ps_test.h"
#include "screen/job.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct ends {
    int ours;
    int theirs;
} ends;

static ends make_ends(void)
{
    int pair[2];
    cr_assert_eq(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
    return (ends){pair[0], pair[1]};
}

static void close_ends(const ends *e)
{
    (void)close(e->ours);
    (void)close(e->theirs);
}

/* A descriptor that holds a number. */
static int holding(char number)
{
    int pair[2];
    cr_assert_eq(pipe(pair), 0);
    cr_assert_eq(write(pair[1], &number, 1), 1);
    (void)close(pair[1]);
    return pair[0];
}

Test(job, each_job_of_a_message_has_its_name_and_its_descriptor)
{
    static char longest[PS_JOB_NAME_ROOM];
    const char *const names[] = {"a", "", longest, "b/c.xml", longest, "d", "e", "f"};
    ends e = make_ends();
    ps_job given[PS_JOBS_MOST];
    const ps_job *list[PS_JOBS_MOST];
    int fds[PS_JOBS_MOST];
    ps_jobs got;
    memset(longest, 'n', sizeof longest - 1);
    for (size_t count = 1; count <= PS_JOBS_MOST; count++) {
        for (size_t i = 0; i < count; i++) {
            given[i] = (ps_job){.skip = count * 100 + i, .careful = i % 2, .name = names[i % 8]};
            list[i] = &given[i];
            fds[i] = holding((char)i);
        }
        cr_assert_eq(ps_jobs_send(e.ours, list, fds, count), 0);
        cr_assert_eq(ps_jobs_receive(e.theirs, &got), 1);
        cr_assert_eq(got.count, count);
        for (size_t i = 0; i < count; i++) {
            char number = -1;
            cr_expect_eq(got.list[i].skip, count * 100 + i);
            cr_expect_eq(got.list[i].careful, i % 2);
            cr_expect_str_eq(got.list[i].name, names[i % 8]);
            cr_expect_eq(read(got.fds[i], &number, 1), 1);
            cr_expect_eq(number, (char)i);
            (void)close(fds[i]);
            (void)close(got.fds[i]);
        }
    }
    close_ends(&e);
}

/* The other end takes nothing. */
Test(job, whoever_sends_jobs_does_not_wait)
{
    static char longest[PS_JOB_NAME_ROOM];
    ends e = make_ends();
    ps_jobs got;
    memset(longest, 'n', sizeof longest - 1);
    ps_job given = {.name = longest};
    const ps_job *list = &given;
    int fd = holding(1);
    size_t sent = 0;
    int error;
    while ((error = ps_jobs_send(e.ours, &list, &fd, 1)) == 0) {
        cr_assert_lt(sent++, 10000);
    }
    cr_expect_eq(error, EAGAIN);
    for (; sent; sent--) {
        cr_assert_eq(ps_jobs_receive(e.theirs, &got), 1);
        (void)close(got.fds[0]);
    }
    cr_expect_eq(ps_jobs_send(e.ours, &list, &fd, 1), 0);
    (void)close(fd);
    close_ends(&e);
}

Test(job, none_come_any_more)
{
    ends e = make_ends();
    ps_jobs got;
    (void)close(e.ours);
    cr_expect_eq(ps_jobs_receive(e.theirs, &got), 0);
    (void)close(e.theirs);
}

/* Cut anywhere, or without a descriptor. */
Test(job, what_is_no_message_of_jobs_is_an_error)
{
    ends e = make_ends();
    ps_job given = {.name = "name"};
    ps_jobs got;
    char bytes[sizeof given + 8] = {0};
    memcpy(bytes, &given, sizeof given);
    memcpy(bytes + sizeof given, "name", 5);
    for (size_t size = 1; size <= sizeof given + 5; size++) {
        cr_assert_eq(send(e.ours, bytes, size, 0), (ssize_t)size);
        errno = 0;
        cr_expect_eq(ps_jobs_receive(e.theirs, &got), -1);
        cr_expect_eq(errno, EPROTO);
    }
    close_ends(&e);
}

Test(job, an_answer_may_bring_a_descriptor)
{
    ends e = make_ends();
    ps_answer given = {.type = PS_MESSAGE_ANSWER, .found = 1, .number = 7, .text = "contract.pdf"};
    ps_message got;
    int fd = holding(3);
    int got_fd;
    cr_assert_eq(ps_answer_send(e.ours, &given, fd), 0);
    cr_assert_eq(ps_message_receive(e.theirs, PS_MESSAGE_ANSWER, &got, &got_fd), 1);
    cr_expect_geq(got_fd, 0);
    cr_expect_eq(got.answer.number, 7);
    cr_expect_str_eq(got.answer.text, "contract.pdf");
    (void)close(got_fd);
    (void)close(fd);
    given = (ps_answer){.type = PS_MESSAGE_ANSWER, .why = "gone"};
    cr_assert_eq(ps_answer_send(e.ours, &given, -1), 0);
    cr_assert_eq(ps_message_receive(e.theirs, PS_MESSAGE_ANSWER, &got, &got_fd), 1);
    cr_expect_eq(got_fd, -1);
    cr_expect_str_eq(got.answer.why, "gone");
    close_ends(&e);
}

Test(job, an_answer_of_another_type_is_an_error)
{
    ends e = make_ends();
    ps_reach_answer given = {.type = PS_MESSAGE_REACH, .names = 5};
    ps_message got;
    int fd;
    cr_assert_eq(ps_reach_answer_send(e.ours, &given, -1), 0);
    errno = 0;
    cr_expect_eq(ps_message_receive(e.theirs, PS_MESSAGE_ANSWER, &got, &fd), -1);
    cr_expect_eq(errno, EPROTO);
    cr_assert_eq(ps_reach_answer_send(e.ours, &given, -1), 0);
    cr_expect_eq(ps_message_receive(e.theirs, PS_MESSAGE_REACH, &got, &fd), 1);
    cr_expect_eq(got.reach.names, 5);
    close_ends(&e);
}
