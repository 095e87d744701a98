/* What a program of another package may do and may not. The shell stands for it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "document/converter.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "ps_test.h"

typedef struct ran {
    ps_converter_end end;
    int status;
    ps_buffer out;
    ps_buffer complaints;
} ran;

/* A command of the shell, over "hello". */
static ran run(const char *command, size_t limit, uint64_t seconds)
{
    static const char *const shell[] = {"/bin/sh", NULL};
    const char *const argv[] = {"sh", "-c", command, NULL};
    ps_converter converter = {shell, argv, 1u << 30, seconds * 1000};
    ran r = {.status = -1};
    ps_buffer_init(&r.out, limit);
    ps_buffer_init(&r.complaints, 1000);
    r.end = ps_converter_run(&converter, PS_STR("hello"), &r.out, &r.complaints, &r.status);
    return r;
}

static void done(ran *r)
{
    ps_buffer_done(&r->out);
    ps_buffer_done(&r->complaints);
}

Test(converter, gives_what_the_program_writes, .timeout = 60)
{
    ran r = run("read x; echo \"got $x\"; echo bad >&2; exit 3", 100, 20);
    cr_expect_eq(r.end, PS_CONVERTER_DONE);
    cr_expect_eq(r.status, 3);
    ps_test_str(ps_buffer_str(&r.out), "got hello\n", "output");
    ps_test_str(ps_buffer_str(&r.complaints), "bad\n", "complaints");
    done(&r);
}

Test(converter, has_an_empty_environment_and_no_descriptor_of_ours, .timeout = 60)
{
    int secret = fcntl(open("/dev/null", O_RDONLY), F_DUPFD, 20);
    cr_assert_geq(secret, 20);
    cr_assert_eq(setenv("SECRET_OF_OURS", "x", 1), 0);
    ran r = run("echo \"[$SECRET_OF_OURS]\"; echo /proc/self/fd/*; pwd", 1000, 20);
    cr_expect_eq(r.end, PS_CONVERTER_DONE);
    cr_expect(ps_str_starts(ps_buffer_str(&r.out), PS_STR("[]\n")), "%.*s",
              PS_FMT(ps_buffer_str(&r.out)));
    cr_expect_eq(ps_str_find(ps_buffer_str(&r.out), PS_STR("/fd/20")), SIZE_MAX);
    cr_expect(ps_str_ends(ps_buffer_str(&r.out), PS_STR("\n/\n")));
    close(secret);
    done(&r);
}

Test(converter, can_write_no_file_and_start_no_process, .timeout = 60)
{
    char path[] = "/tmp/procscreen-converter-XXXXXX";
    char command[200];
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    (void)snprintf(command, sizeof command, "echo text > %s; echo still here", path);
    ran r = run(command, 1000, 20);
    cr_expect_eq(lseek(fd, 0, SEEK_END), 0, "it wrote");
    done(&r);
    r = run("/bin/ls /; echo after", 1000, 20);
    cr_expect_eq(ps_str_find(ps_buffer_str(&r.out), PS_STR("usr")), SIZE_MAX, "it started ls");
    close(fd);
    unlink(path);
    done(&r);
}

Test(converter, is_ended_when_it_takes_too_long, .timeout = 60)
{
    uint64_t before = ps_clock_ms();
    ran r = run("while :; do read x < /dev/zero; done", 100, 1);
    cr_expect_eq(r.end, PS_CONVERTER_SLOW, "%d", (int)r.end);
    done(&r);
    r = run("exec >&- 2>&-; while :; do :; done", 100, 1);
    cr_expect_eq(r.end, PS_CONVERTER_SLOW, "its output closed: %d", (int)r.end);
    cr_expect_lt(ps_clock_ms() - before, 30000);
    done(&r);
}

Test(converter, may_not_write_more_than_the_limit, .timeout = 60)
{
    ran r = run("while :; do echo more; done", 5000, 20);
    cr_expect_eq(r.end, PS_CONVERTER_FULL);
    cr_expect_leq(r.out.len, 5000);
    done(&r);
    r = run("i=0; while [ $i -lt 2000 ]; do echo complaint >&2; i=$((i+1)); done; echo end", 100,
            20);
    cr_expect_eq(r.end, PS_CONVERTER_DONE);
    ps_test_str(ps_buffer_str(&r.out), "end\n", "complaints do not stop it");
    cr_expect_leq(r.complaints.len, 1000);
    done(&r);
}

Test(converter, may_not_take_more_memory_than_the_limit, .timeout = 60)
{
    ran r = run("x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done", 1000, 50);
    cr_expect(r.end == PS_CONVERTER_CRASHED || (r.end == PS_CONVERTER_DONE && r.status != 0),
              "%d, %d", (int)r.end, r.status);
    done(&r);
}

Test(converter, that_is_not_installed_is_told, .timeout = 60)
{
    static const char *const paths[] = {"/nonexistent/pdftotext", "/etc", "/etc/passwd", NULL};
    static const char *const argv[] = {"x", NULL};
    ps_converter converter = {paths, argv, 1u << 30, 5000};
    ps_buffer out;
    int status;
    ps_buffer_init(&out, 100);
    cr_expect_eq(ps_converter_run(&converter, PS_STR(""), &out, &out, &status),
                 PS_CONVERTER_MISSING);
    ps_buffer_done(&out);
}
