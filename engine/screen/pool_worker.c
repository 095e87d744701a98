/* Forking and ending workers.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* close_range */
#include "screen/pool_worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"

/* Descriptors of a worker, nothing else but standard error: its jobs, its results, the answers to
 * what it asks. */
enum { JOBS, RESULTS, ANSWERS, ENDS, FIRST_FD = 3 };

/* Move the ends to their places, whatever the numbers are, and close all others: a worker must not
 * hold the ends of its siblings (their end of file would never be seen) nor outputs of the program
 * that embeds us. */
static int settle(const int ends[ENDS])
{
    int high[ENDS];
    int null = open("/dev/null", O_RDWR);
    if (null < 0) {
        return -1;
    }
    for (int i = 0; i < ENDS; i++) {
        high[i] = fcntl(ends[i], F_DUPFD, FIRST_FD + ENDS);
        if (high[i] < 0) {
            return -1;
        }
    }
    for (int i = 0; i < ENDS; i++) {
        if (dup2(high[i], FIRST_FD + i) < 0) {
            return -1;
        }
    }
    (void)dup2(null, STDIN_FILENO);
    (void)dup2(null, STDOUT_FILENO);
    return close_range(FIRST_FD + ENDS, ~0U, 0);
}

/* A worker writes nothing longer than the copy of an attachment in memory that pdftotext reads,
 * leaves no core with contract texts in it, and does not outlive its coordinator. */
static void give_up_rights(pid_t parent, const ps_limits *limits)
{
    struct rlimit none = {0, 0};
    struct rlimit longest = {(rlim_t)limits->attachment_bytes, (rlim_t)limits->attachment_bytes};
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)setrlimit(RLIMIT_FSIZE, &longest);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)prctl(PR_SET_DUMPABLE, 0);
    if (getppid() != parent) {
        _exit(1);
    }
}

static _Noreturn void child(const ps_packs *packs, const ps_run_options *options,
                            const ps_limits *limits, const int ends[ENDS], pid_t parent)
{
    /* The terminal's interrupt goes to the whole group; the coordinator decides what becomes of
     * workers. */
    (void)signal(SIGINT, SIG_IGN);
    (void)signal(SIGTERM, SIG_DFL);
    (void)signal(SIGPIPE, SIG_DFL);
    give_up_rights(parent, limits);
    if (settle(ends) != 0) {
        _exit(1);
    }
    _exit(ps_worker_main(packs, options, limits, FIRST_FD + JOBS, FIRST_FD + RESULTS,
                         FIRST_FD + ANSWERS));
}

static void close_ends(const int ends[ENDS])
{
    for (int i = 0; i < ENDS; i++) {
        if (ends[i] >= 0) {
            (void)close(ends[i]);
        }
    }
}

static int make_ends(int ours[ENDS], int theirs[ENDS])
{
    int pair[2];
    for (int i = 0; i < ENDS; i++) {
        ours[i] = theirs[i] = -1;
    }
    for (int i = 0; i < ENDS; i++) {
        int made = i == RESULTS ? pipe2(pair, O_CLOEXEC)
                                : socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair);
        if (made != 0) {
            return -1;
        }
        ours[i] = pair[0];
        theirs[i] = pair[1];
    }
    (void)fcntl(ours[RESULTS], F_SETPIPE_SZ, 1 << 20); /* fewer switches; the default works too */
    return 0;
}

ps_status ps_pool_worker_start(ps_pool_worker *worker, const ps_packs *packs,
                               const ps_run_options *options, const ps_limits *limits,
                               ps_wire_reader *reader, ps_error *reterr)
{
    int ours[ENDS];
    int theirs[ENDS];
    pid_t parent = getpid();
    pid_t pid = make_ends(ours, theirs) == 0 ? fork() : -1;
    int error = errno;
    if (pid == 0) {
        child(packs, options, limits, theirs, parent);
    }
    close_ends(theirs);
    if (pid < 0) {
        close_ends(ours);
        return ps_error_set(reterr, PS_FATAL, PS_E_OPEN, "cannot start a worker process: %s",
                            strerror(error));
    }
    worker->pid = pid;
    worker->jobs = ours[JOBS];
    worker->results = ours[RESULTS];
    worker->answers = ours[ANSWERS];
    worker->reader = reader;
    ps_buffer_clear(&worker->in);
    return PS_OK;
}

void ps_pool_worker_end(ps_pool_worker *worker, int kill_it, int *ret_status)
{
    *ret_status = 0;
    if (worker->pid == 0) {
        return;
    }
    if (kill_it) {
        (void)kill(worker->pid, SIGKILL);
    }
    (void)close(worker->jobs);
    (void)close(worker->results);
    (void)close(worker->answers);
    while (waitpid(worker->pid, ret_status, 0) < 0 && errno == EINTR) {
    }
    worker->pid = 0;
    ps_buffer_clear(&worker->in);
}
