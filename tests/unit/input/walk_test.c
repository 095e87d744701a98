/* SPDX-License-Identifier: Apache-2.0 */
#include "input/walk.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buffer.h"
#include "ps_test.h"

/* Each test works in an empty folder of its own. */
static char root[] = "/tmp/ps-walk-XXXXXX";

static void setup(void)
{
    cr_assert_not_null(mkdtemp(root));
    cr_assert_eq(chdir(root), 0);
}

static void teardown(void)
{
    char command[2 * sizeof root + 64];
    (void)snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -r %s", root, root);
    if (chdir("/") == 0 && system(command) != 0) {
        perror("cleaning up");
    }
}

TestSuite(walk, .init = setup, .fini = teardown);

static void put(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    cr_assert_not_null(f, "%s", path);
    fputs(text, f);
    fclose(f);
}

static void folder(const char *path)
{
    cr_assert_eq(mkdir(path, 0700), 0, "%s", path);
}

static void link_to(const char *target, const char *path)
{
    cr_assert_eq(symlink(target, path), 0, "%s", path);
}

/* What a walk gives, as "path=size path!cause". */
static void list(ps_buffer *out, const char *const *inputs, size_t count, int follow)
{
    ps_error err = {0};
    ps_walk *walk = NULL;
    ps_walk_file file;
    ps_status status;
    ps_buffer_init(out, 0);
    PS_TEST_STATUS(ps_walk_new(inputs, count, follow, &walk, &err), PS_OK, err);
    while ((status = ps_walk_next(walk, &file, &err)) == PS_OK) {
        ps_buffer_printf(out, "%s%s", out->len ? " " : "", file.path);
        if (file.error.code != PS_E_NONE) {
            ps_buffer_printf(out, "!%s", file.error.cause);
            cr_expect_eq(file.fd, -1, "%s", file.path);
            cr_expect_str_eq(file.error.source, file.path);
            cr_expect_neq(file.error.message[0], '\0', "%s", file.path);
        } else {
            ps_buffer_printf(out, "=%llu", (unsigned long long)file.size);
            cr_expect_geq(file.fd, 0, "%s", file.path);
            close(file.fd);
        }
    }
    cr_expect_eq(status, PS_END);
    cr_expect_eq(ps_walk_next(walk, &file, &err), PS_END, "the end stays");
    ps_walk_free(walk);
}

static void expect(const char *const *inputs, size_t count, int follow, const char *want)
{
    ps_buffer out;
    list(&out, inputs, count, follow);
    ps_test_str(ps_buffer_str(&out), want, "walk");
    ps_buffer_done(&out);
}
#define EXPECT(follow, want, ...)                                                                  \
    expect((const char *const[]){__VA_ARGS__},                                                     \
           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *), follow, want)

Test(walk, inputs_come_in_their_order_and_folders_in_byte_order)
{
    folder("in");
    put("in/b.xml", "12");
    put("in/B.xml", "1");
    put("in/\xC3\xA4.xml", "");
    put("in/.hidden", "x");
    folder("in/a");
    put("in/a/z.xml", "123");
    folder("in/.git");
    put("in/.git/x.xml", "x");
    put("first.xml", "1234");
    put(".named", "1");
    EXPECT(0, "first.xml=4 in/B.xml=1 in/a/z.xml=3 in/b.xml=2 in/\xC3\xA4.xml=0 .named=1",
           "first.xml", "in", ".named");
    EXPECT(0, "in/a/z.xml=3", "in/a/");
    EXPECT(0, "./in/a/z.xml=3", "./in/a");
}

Test(walk, nothing_and_empty_folders_are_no_files)
{
    folder("in");
    folder("in/a");
    expect(NULL, 0, 0, "");
    EXPECT(0, "", "in");
}

Test(walk, what_cannot_be_read_is_an_error_of_that_file_alone)
{
    folder("in");
    put("in/a.xml", "1");
    put("in/locked.xml", "1");
    put("in/z.xml", "1");
    EXPECT(0, "gone.xml!cannot-open in/a.xml=1 in/locked.xml=1 in/z.xml=1 !cannot-open", "gone.xml",
           "in", "");
    if (geteuid() == 0) {
        return; /* root reads everything */
    }
    chmod("in/locked.xml", 0);
    folder("in/m");
    chmod("in/m", 0);
    EXPECT(0, "in/a.xml=1 in/locked.xml!cannot-open in/m!cannot-open in/z.xml=1", "in");
}

Test(walk, pipes_sockets_and_devices_in_folders_do_not_hang, .timeout = 20)
{
    folder("in");
    put("in/a.xml", "1");
    cr_assert_eq(mkfifo("in/pipe", 0600), 0);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "in/socket"};
    cr_assert_eq(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    EXPECT(0, "in/a.xml=1 in/pipe!cannot-open in/socket!cannot-open", "in");
    EXPECT(0, "/dev/null!cannot-open", "/dev/null");
    close(fd);
}

Test(walk, a_pipe_that_is_named_is_opened, .timeout = 20)
{
    cr_assert_eq(mkfifo("pipe", 0600), 0);
    int fd = open("pipe", O_RDWR); /* a writer, so that opening to read does not wait */
    EXPECT(0, "pipe=0", "pipe");
    close(fd);
}

Test(walk, links_in_folders_are_passed_over_unless_asked_for)
{
    folder("in");
    put("in/a.xml", "1");
    put("out.xml", "12");
    folder("other");
    put("other/x.xml", "123");
    link_to("../out.xml", "in/b.xml");
    link_to("../other", "in/c");
    link_to("nowhere", "in/d.xml");
    EXPECT(0, "in/a.xml=1", "in");
    EXPECT(1, "in/a.xml=1 in/b.xml=2 in/c/x.xml=3 in/d.xml!cannot-open", "in");
    EXPECT(0, "in/b.xml=2 in/c/x.xml=3", "in/b.xml", "in/c");
}

Test(walk, loops_of_links_end)
{
    folder("in");
    folder("in/a");
    put("in/a/x.xml", "1");
    link_to("..", "in/a/up");
    link_to("self", "in/self");
    EXPECT(1, "in/a/up!cannot-open in/a/x.xml=1 in/self!cannot-open", "in");
}

Test(walk, folders_nested_too_deeply_are_a_named_limit)
{
    char path[512] = "d";
    for (int i = 0; i < 70; i++) {
        folder(path);
        strncat(path, "/d", sizeof path - strlen(path) - 1);
    }
    put("d/x.xml", "1");
    ps_buffer out;
    list(&out, (const char *const[]){"d"}, 1, 0);
    cr_expect_neq(ps_str_find(ps_buffer_str(&out), PS_STR("/d!limit:folder-depth d/x.xml=1")),
                  SIZE_MAX, "%.*s", PS_FMT(ps_buffer_str(&out)));
    ps_buffer_done(&out);
}

Test(walk, standard_input_is_given_as_a_descriptor_of_its_own)
{
    put("a.xml", "12345");
    int fd = open("a.xml", O_RDONLY);
    cr_assert_eq(dup2(fd, STDIN_FILENO), STDIN_FILENO);
    EXPECT(0, "-=5 -=5", "-", "-");
    cr_expect_geq(fcntl(STDIN_FILENO, F_GETFD), 0, "standard input itself stays open");
    close(fd);
}

Test(walk, an_unfinished_walk_gives_everything_back)
{
    folder("in");
    folder("in/a");
    put("in/a/x.xml", "1");
    ps_error err = {0};
    ps_walk *walk = NULL;
    ps_walk_file file;
    const char *const inputs[] = {"in"};
    PS_TEST_STATUS(ps_walk_new(inputs, 1, 0, &walk, &err), PS_OK, err);
    PS_TEST_STATUS(ps_walk_next(walk, &file, &err), PS_OK, err);
    close(file.fd);
    int before = open("/dev/null", O_RDONLY);
    ps_walk_free(walk);
    int after = open("/dev/null", O_RDONLY);
    cr_expect_lt(after, before, "the folders' descriptors are closed");
    ps_walk_free(NULL);
}

/* What a walk knows of the only file that it finds. */
static ps_walk_file only(const char *input)
{
    ps_error err = {0};
    ps_walk *walk = NULL;
    ps_walk_file file;
    PS_TEST_STATUS(ps_walk_new(&input, 1, 0, &walk, &err), PS_OK, err);
    PS_TEST_STATUS(ps_walk_next(walk, &file, &err), PS_OK, err);
    ps_walk_free(walk);
    cr_assert_geq(file.fd, 0);
    close(file.fd);
    return file;
}

Test(walk, what_is_known_of_a_file_is_told_with_it)
{
    struct stat info;
    int pair[2];
    folder("in");
    put("in/a.xml", "12345");
    cr_assert_eq(stat("in/a.xml", &info), 0);
    ps_walk_file file = only("in");
    cr_expect(file.seekable && file.size == 5 && file.start == 0);
    cr_expect(file.info.st_ino == info.st_ino && file.info.st_dev == info.st_dev);
    int fd = open("in/a.xml", O_RDONLY);
    cr_assert_eq(lseek(fd, 2, SEEK_SET), 2);
    cr_assert_eq(dup2(fd, STDIN_FILENO), STDIN_FILENO);
    file = only("-");
    cr_expect(file.seekable && file.size == 5 && file.start == 2);
    cr_assert_eq(pipe(pair), 0);
    cr_assert_eq(dup2(pair[0], STDIN_FILENO), STDIN_FILENO);
    file = only("-");
    cr_expect(!file.seekable && file.size == 0 && file.start == 0);
    cr_expect(S_ISFIFO(file.info.st_mode));
}
