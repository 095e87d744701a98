/* SPDX-License-Identifier: Apache-2.0 */
#include "input/beneath.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "ps_test.h"

Test(beneath, what_a_name_stands_for)
{
    static const struct {
        const char *uri;
        int decode;
        const char *path; /* NULL: refused */
        const char *why;
    } rows[] = {
        {"a.docx", 0, "a.docx", NULL},
        {"  a.docx\n", 0, "a.docx", NULL},
        {"b/a.docx", 0, "b/a.docx", NULL},
        {"b\\a.docx", 0, "b/a.docx", NULL},
        {"./b//./a.docx", 0, "b/a.docx", NULL},
        {"a%20b.docx", 0, "a%20b.docx", NULL},
        {"a%20b.docx", 1, "a b.docx", NULL},
        {"a%2.docx", 1, "a%2.docx", NULL},
        {"a%zz", 1, "a%zz", NULL},
        {"..a/b..", 0, "..a/b..", NULL},
        {"合同:1.docx", 0, "合同:1.docx", NULL},
        {"1:2.docx", 0, "1:2.docx", NULL},
        {"", 0, NULL, "names no file"},
        {".", 0, NULL, "names no file"},
        {"..", 0, NULL, "leads out"},
        {"a/../b", 0, NULL, "leads out"},
        {"a\\..\\b", 0, NULL, "leads out"},
        {"%2e%2e/b", 1, NULL, "leads out"},
        {"a%2f..%2fb", 1, NULL, "leads out"},
        {"a%00b", 1, NULL, "control"},
        {"a\tb", 0, NULL, "control"},
        {"/etc/passwd", 0, NULL, "absolute"},
        {"\\etc", 0, NULL, "absolute"},
        {"%2fetc/passwd", 1, NULL, "absolute"},
        {"c:\\a.docx", 0, NULL, "absolute"},
        {"file:///a.docx", 0, NULL, "absolute"},
        {"FILE:a.docx", 0, NULL, "absolute"},
        {"cid:a@b", 0, NULL, "mail"},
        {"//host/a", 0, NULL, "another machine"},
        {"\\\\host\\a", 0, NULL, "another machine"},
        {"http://host/a", 0, NULL, "nothing is fetched"},
        {"x-y+z.1:a", 0, NULL, "nothing is fetched"},
    };
    ps_buffer path;
    ps_buffer_init(&path, 0);
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        const char *why = ps_beneath_path(ps_str_from(rows[i].uri), rows[i].decode, &path);
        if (rows[i].path) {
            cr_expect_null(why, "%s: %s", rows[i].uri, why);
            cr_expect_str_eq(path.ptr, rows[i].path);
        } else {
            cr_expect(why && strstr(why, rows[i].why), "%s: %s", rows[i].uri, why ? why : path.ptr);
        }
    }
    char deep[200];
    memset(deep, '/', sizeof deep);
    for (size_t i = 0; i < sizeof deep; i += 2) {
        deep[i] = 'a';
    }
    cr_expect_not_null(ps_beneath_path((ps_str){deep, sizeof deep}, 0, &path));
    ps_buffer_done(&path);
}

/* A folder with a file, a folder with a file, links to both and to the outside, and a pipe. */
static void make_world(char *folder)
{
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(chdir(folder), 0);
    cr_assert_eq(mkdir("sub", 0700), 0);
    for (const char *const *name = (const char *const[]){"a", "sub/b", NULL}; *name; name++) {
        int fd = open(*name, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        cr_assert_geq(fd, 0);
        (void)close(fd);
    }
    cr_assert_eq(symlink("a", "link"), 0);
    cr_assert_eq(symlink("sub", "links"), 0);
    cr_assert_eq(symlink("/", "root"), 0);
    cr_assert_eq(mkfifo("pipe", 0600), 0);
}

static void remove_world(const char *folder)
{
    static const char *const names[] = {"a", "sub/b", "link", "links", "root", "pipe"};
    for (size_t i = 0; i < PS_COUNT(names); i++) {
        (void)unlink(names[i]);
    }
    (void)rmdir("sub");
    cr_assert_eq(chdir("/"), 0);
    (void)rmdir(folder);
}

Test(beneath, regular_files_below_and_no_links)
{
    static const struct {
        const char *path;
        const char *why; /* NULL: it opens */
    } rows[] = {
        {"a", NULL},
        {"sub/b", NULL},
        {"none", "no such file"},
        {"none/b", "no such file"},
        {"a/b", "no such file"},
        {"link", "link"},
        {"links/b", "link"},
        {"root/etc/passwd", "link"},
        {"pipe", "regular"},
        {"sub", "regular"},
    };
    char folder[] = "/tmp/beneath_testXXXXXX";
    make_world(folder);
    int at = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        int fd = -2;
        const char *why = ps_beneath_open(at, rows[i].path, &fd);
        if (rows[i].why) {
            cr_expect(why && strstr(why, rows[i].why), "%s: %s", rows[i].path,
                      why ? why : "opened");
            cr_expect_eq(fd, -1);
        } else {
            cr_expect_null(why, "%s: %s", rows[i].path, why);
            cr_expect_geq(fd, 0);
            (void)close(fd);
        }
    }
    (void)close(at);
    remove_world(folder);
}
