/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memfd_create, pipe2, close_range */
#include "document/converter.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"

enum {
    FILES = 32,        /* descriptors that the program may have open */
    NOT_STARTED = 127, /* exit status of a child that did not become the program */
    READ_SIZE = 16384,
    WAIT_MS = 2
};

typedef struct run {
    int input;
    int out[2];
    int complaints[2];
    pid_t child;
} run;

static void close_fd(int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
        *fd = -1;
    }
}

static const char *first_that_runs(const char *const *paths)
{
    struct stat found;
    for (; *paths; paths++) {
        if (access(*paths, X_OK) == 0 && stat(*paths, &found) == 0 && S_ISREG(found.st_mode)) {
            return *paths;
        }
    }
    return NULL;
}

/* A file without a name: the program can seek in it, and never waits for us. */
static int file_of(ps_str bytes)
{
    int fd = memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    for (size_t at = 0; fd >= 0 && at < bytes.len;) {
        ssize_t put = write(fd, bytes.ptr + at, bytes.len - at);
        if (put > 0) {
            at += (size_t)put;
        } else if (put == 0 || errno != EINTR) {
            close_fd(&fd);
        }
    }
    if (fd >= 0 && (fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK) < 0 ||
                    lseek(fd, 0, SEEK_SET) != 0)) {
        close_fd(&fd);
    }
    return fd;
}

/* ---- in the child: only what may be called between fork() and execve() ---- */

static int set_limit(int what, uint64_t value)
{
    struct rlimit limit = {(rlim_t)value, (rlim_t)value};
    return setrlimit(what, &limit) == 0;
}

/* With room between the two, so that the signal tells what it was. */
static int set_time(uint64_t seconds)
{
    struct rlimit limit = {(rlim_t)seconds, (rlim_t)seconds + 1};
    return setrlimit(RLIMIT_CPU, &limit) == 0;
}

/* Sockets, tracing and new processes are refused: it needs none. Anything else of another kind of
 * processor than the one that we are built for would go round the list, and ends it. */
static int close_doors(void)
{
#if defined(__x86_64__)
    const uint32_t architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
    const uint32_t architecture = AUDIT_ARCH_AARCH64;
#else
    const uint32_t architecture = 0;
#endif
    enum { REFUSE = SECCOMP_RET_ERRNO | EPERM, ABI_X32 = 0x40000000 };
#define DENY(call)                                                                                 \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), BPF_STMT(BPF_RET | BPF_K, REFUSE)
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, ABI_X32, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL),
        DENY(SYS_socket),
        DENY(SYS_socketpair),
        DENY(SYS_connect),
        DENY(SYS_ptrace),
        DENY(SYS_clone),
        DENY(SYS_clone3),
#ifdef SYS_fork
        DENY(SYS_fork),
        DENY(SYS_vfork),
#endif
        DENY(SYS_kill),
        DENY(SYS_bpf),
        DENY(SYS_io_uring_setup),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
#undef DENY
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    return !architecture || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* Where the kernel knows how and lets us: nothing may be written, made or removed anywhere.
 * Elsewhere the limit on the size of files is what there is. */
static int lock_files(void)
{
    struct landlock_ruleset_attr rules = {
        .handled_access_fs = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                             LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                             LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                             LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                             LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM};
    int fd = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
    if (fd < 0) {
        return 1;
    }
    int locked = syscall(SYS_landlock_restrict_self, fd, 0) == 0;
    (void)close(fd);
    return locked;
}

/* The three descriptors at their places, whichever of these were open before. */
static int place(const run *r)
{
    int input = fcntl(r->input, F_DUPFD, STDERR_FILENO + 1);
    int out = fcntl(r->out[1], F_DUPFD, STDERR_FILENO + 1);
    int complaints = fcntl(r->complaints[1], F_DUPFD, STDERR_FILENO + 1);
    return input >= 0 && out >= 0 && complaints >= 0 && dup2(input, STDIN_FILENO) >= 0 &&
           dup2(out, STDOUT_FILENO) >= 0 && dup2(complaints, STDERR_FILENO) >= 0 &&
           close_range(STDERR_FILENO + 1, ~0U, 0) == 0;
}

static void become(const run *r, const ps_converter *converter, const char *path)
{
    static char *const environment[] = {NULL};
    sigset_t none;
    (void)setsid(); /* a signal of the terminal is for us; we end it */
    (void)sigemptyset(&none);
    if (place(r) && chdir("/") == 0 && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && set_limit(RLIMIT_AS, converter->memory) &&
        set_time(converter->ms / 1000 + 1) && set_limit(RLIMIT_FSIZE, 0) &&
        set_limit(RLIMIT_CORE, 0) && set_limit(RLIMIT_NOFILE, FILES) &&
        sigprocmask(SIG_SETMASK, &none, NULL) == 0 && lock_files() && close_doors()) {
        /* execve() takes strings that it does not change without saying so */
        union {
            const char *const *from;
            char *const *to;
        } argv = {converter->argv};
        (void)execve(path, argv.to, environment);
    }
    _exit(NOT_STARTED);
}

/* ---- in the parent ---- */

static int start(run *r, const ps_converter *converter, const char *path, ps_str bytes)
{
    r->input = file_of(bytes);
    if (r->input < 0 || pipe2(r->out, O_CLOEXEC) < 0 || pipe2(r->complaints, O_CLOEXEC) < 0) {
        return 0;
    }
    r->child = fork();
    if (r->child == 0) {
        become(r, converter, path);
    }
    close_fd(&r->input);
    close_fd(&r->out[1]);
    close_fd(&r->complaints[1]);
    return r->child > 0;
}

/* What there is; at the end the descriptor is closed. @return 0 when it does not fit. */
static int take(int *fd, ps_buffer *into)
{
    char chunk[READ_SIZE];
    ssize_t got = read(*fd, chunk, sizeof chunk);
    if (got > 0) {
        if ((size_t)got > into->limit - into->len) {
            return 0;
        }
        ps_buffer_add(into, chunk, (size_t)got);
        return !into->failed;
    }
    if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
        close_fd(fd);
    }
    return 1;
}

static ps_converter_end talk(run *r, uint64_t deadline, ps_buffer *out, ps_buffer *complaints)
{
    while (r->out[0] >= 0 || r->complaints[0] >= 0) {
        struct pollfd fds[2] = {{r->out[0], POLLIN, 0}, {r->complaints[0], POLLIN, 0}};
        uint64_t now = ps_clock_ms();
        if (now >= deadline) {
            return PS_CONVERTER_SLOW;
        }
        int ready = poll(fds, PS_COUNT(fds), (int)(deadline - now < 1000 ? deadline - now : 1000));
        if (ready < 0 && errno != EINTR) {
            return PS_CONVERTER_FAILED;
        }
        if (ready <= 0) {
            continue;
        }
        if (fds[0].revents && !take(&r->out[0], out)) {
            return out->failed ? PS_CONVERTER_FAILED : PS_CONVERTER_FULL;
        }
        if (fds[1].revents) {
            (void)take(&r->complaints[0], complaints); /* the first of many are enough */
        }
    }
    return PS_CONVERTER_DONE;
}

static ps_converter_end judge(int state, int *ret_status)
{
    if (WIFEXITED(state)) {
        *ret_status = WEXITSTATUS(state);
        return *ret_status == NOT_STARTED ? PS_CONVERTER_FAILED : PS_CONVERTER_DONE;
    }
    return WTERMSIG(state) == SIGXCPU ? PS_CONVERTER_SLOW : PS_CONVERTER_CRASHED;
}

/* It has closed what it writes to; it should be about to end. */
static ps_converter_end wait_for_end(run *r, uint64_t deadline, int *ret_status)
{
    int state = 0;
    for (;;) {
        pid_t ended = waitpid(r->child, &state, WNOHANG);
        if (ended == r->child) {
            r->child = -1;
            return judge(state, ret_status);
        }
        if (ended < 0 && errno != EINTR) {
            return PS_CONVERTER_FAILED;
        }
        if (ps_clock_ms() >= deadline) {
            return PS_CONVERTER_SLOW;
        }
        (void)poll(NULL, 0, WAIT_MS);
    }
}

/* Whatever it does, it is no more when we go on. */
static void end_child(run *r)
{
    if (r->child > 0) {
        (void)kill(r->child, SIGKILL);
        while (waitpid(r->child, NULL, 0) < 0 && errno == EINTR) {
        }
    }
}

ps_converter_end ps_converter_run(const ps_converter *converter, ps_str bytes, ps_buffer *out,
                                  ps_buffer *complaints, int *ret_status)
{
    run r = {-1, {-1, -1}, {-1, -1}, -1};
    ps_converter_end end = PS_CONVERTER_FAILED;
    const char *path = first_that_runs(converter->paths);
    if (!path) {
        return PS_CONVERTER_MISSING;
    }
    uint64_t deadline = ps_clock_ms() + converter->ms;
    if (start(&r, converter, path, bytes)) {
        end = talk(&r, deadline, out, complaints);
        if (end == PS_CONVERTER_DONE) {
            end = wait_for_end(&r, deadline, ret_status);
        }
        end_child(&r);
    }
    close_fd(&r.input);
    for (size_t i = 0; i < 2; i++) {
        close_fd(&r.out[i]);
        close_fd(&r.complaints[i]);
    }
    return end;
}
