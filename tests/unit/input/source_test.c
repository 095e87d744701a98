/* SPDX-License-Identifier: Apache-2.0 */
#include "input/source.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ps_test.h"

static long fail_later(void *io, char *buffer, size_t size)
{
    int *calls = io;
    if (++*calls > 2) {
        errno = EISDIR;
        return -1;
    }
    memset(buffer, 'x', size);
    return (long)size;
}

Test(source, bytes_are_counted_and_an_error_stays)
{
    ps_source source;
    int calls = 0;
    char buffer[10];
    ps_source_init(&source, fail_later, &calls, "x");
    cr_expect_eq(ps_source_read(&source, buffer, 10), 10);
    cr_expect_eq(ps_source_read(&source, buffer, 5), 5);
    cr_expect_eq(source.bytes, 15);
    cr_expect_eq(ps_source_read(&source, buffer, 5), -1);
    cr_expect_eq(source.error, EISDIR);
    cr_expect_eq(source.ended, 0);
    errno = 0;
    cr_expect_eq(ps_source_read(&source, buffer, 5), -1);
    cr_expect_eq(errno, EISDIR);
    cr_expect_eq(calls, 3, "a failed source is not read again");
}

static void on_alarm(int number)
{
    (void)number;
}

Test(source, an_interrupted_and_a_slow_descriptor_are_read_on, .timeout = 20)
{
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        struct timespec pause = {0, 50000000};
        for (int i = 0; i < 5; i++) {
            nanosleep(&pause, NULL);
            kill(getppid(), SIGALRM);
            nanosleep(&pause, NULL);
            if (write(ends[1], "abc", 3) != 3) {
                _exit(1);
            }
        }
        _exit(0);
    }
    close(ends[1]);
    /* No SA_RESTART: read() and poll() give EINTR. O_NONBLOCK: read() gives EAGAIN. */
    struct sigaction action = {.sa_handler = on_alarm};
    sigaction(SIGALRM, &action, NULL);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    ps_source source;
    char buffer[64];
    ps_source_init_fd(&source, &ends[0], "pipe");
    long got;
    while ((got = ps_source_read(&source, buffer, sizeof buffer)) > 0) {
    }
    cr_expect_eq(got, 0, "the end, not an error: %d", source.error);
    cr_expect_eq(source.bytes, 15);
    cr_expect_eq(source.ended, 1);
    cr_expect_eq(ps_source_read(&source, buffer, 1), 0, "the end stays");
    waitpid(child, NULL, 0);
}

Test(source, a_descriptor_that_cannot_be_read_is_an_error)
{
    int fd = -1;
    char buffer[8];
    ps_source source;
    ps_source_init_fd(&source, &fd, "closed");
    cr_expect_eq(ps_source_read(&source, buffer, sizeof buffer), -1);
    cr_expect_eq(source.error, EBADF);
}
