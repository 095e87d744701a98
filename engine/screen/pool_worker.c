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

/* Descriptors of a worker: its jobs and its results, nothing else but standard error. */
enum { JOBS_FD = 3, RESULTS_FD = 4 };

/* Move the two ends to their places, whatever the numbers are, and close all others: a worker must
 * not hold the ends of its siblings (their end of file would never be seen) nor outputs of the
 * program that embeds us. */
static int settle(int jobs, int results)
{
    int high_jobs = fcntl(jobs, F_DUPFD, RESULTS_FD + 1);
    int high_results = fcntl(results, F_DUPFD, RESULTS_FD + 1);
    int null = open("/dev/null", O_RDWR);
    if (high_jobs < 0 || high_results < 0 || null < 0 || dup2(high_jobs, JOBS_FD) < 0 ||
        dup2(high_results, RESULTS_FD) < 0) {
        return -1;
    }
    (void)dup2(null, STDIN_FILENO);
    (void)dup2(null, STDOUT_FILENO);
    return close_range(RESULTS_FD + 1, ~0U, 0);
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
                            const ps_limits *limits, int jobs, int results, pid_t parent)
{
    /* The terminal's interrupt goes to the whole group; the coordinator decides what becomes of
     * workers. */
    (void)signal(SIGINT, SIG_IGN);
    (void)signal(SIGTERM, SIG_DFL);
    (void)signal(SIGPIPE, SIG_DFL);
    give_up_rights(parent, limits);
    if (settle(jobs, results) != 0) {
        _exit(1);
    }
    _exit(ps_worker_main(packs, options, limits, JOBS_FD, RESULTS_FD));
}

ps_status ps_pool_worker_start(ps_pool_worker *worker, const ps_packs *packs,
                               const ps_run_options *options, const ps_limits *limits,
                               ps_wire_reader *reader, ps_error *reterr)
{
    int jobs[2] = {-1, -1};
    int results[2] = {-1, -1};
    pid_t parent = getpid();
    pid_t pid = -1;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, jobs) == 0 &&
        pipe2(results, O_CLOEXEC) == 0) {
        (void)fcntl(results[0], F_SETPIPE_SZ, 1 << 20); /* fewer switches; the default works too */
        pid = fork();
    }
    int error = errno;
    if (pid == 0) {
        child(packs, options, limits, jobs[1], results[1], parent);
    }
    if (jobs[1] >= 0) {
        (void)close(jobs[1]);
    }
    if (results[1] >= 0) {
        (void)close(results[1]);
    }
    if (pid < 0) {
        if (jobs[0] >= 0) {
            (void)close(jobs[0]);
        }
        if (results[0] >= 0) {
            (void)close(results[0]);
        }
        return ps_error_set(reterr, PS_FATAL, PS_E_OPEN, "cannot start a worker process: %s",
                            strerror(error));
    }
    worker->pid = pid;
    worker->jobs = jobs[0];
    worker->results = results[0];
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
    while (waitpid(worker->pid, ret_status, 0) < 0 && errno == EINTR) {
    }
    worker->pid = 0;
    ps_buffer_clear(&worker->in);
}
