/* An open file that is read from its beginning, in steps of any size, and from elsewhere.
 * SPDX-License-Identifier: Apache-2.0 */
#include "input/file_input.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "ps_test.h"

enum { SIZE = 3 * PS_FILE_AHEAD + 77 };

static char want[SIZE];

/* A file of `size` bytes, all different enough. */
static int make_file(size_t size)
{
    char path[] = "/tmp/ps-file-input-XXXXXX";
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    (void)unlink(path);
    for (size_t i = 0; i < sizeof want; i++) {
        want[i] = (char)(i * 7 % 251);
    }
    cr_assert_eq(write(fd, want, size), (ssize_t)size);
    return fd;
}

/* Reads to the end by steps of `step`, the first of `first`, and compares from `from` on. */
static void expect_rest(ps_archive_input *input, size_t from, size_t to, size_t first, size_t step)
{
    static char got[SIZE + 1];
    size_t len = 0;
    for (size_t size = first;; size = step) {
        size_t room = sizeof got - len;
        long n = input->read(input->io, got + len, size < room ? size : room);
        cr_assert_geq(n, 0);
        if (n == 0) {
            break;
        }
        len += (size_t)n;
    }
    cr_expect_eq(len, to - from, "%zu from %zu by %zu", len, from, step);
    cr_expect_eq(memcmp(got, want + from, len), 0, "from %zu by %zu", from, step);
}

Test(file_input, all_bytes_come_whatever_the_steps)
{
    static const size_t sizes[] = {0,   1, 600, PS_FILE_AHEAD - 1, PS_FILE_AHEAD, PS_FILE_AHEAD + 1,
                                   SIZE};
    static const size_t steps[] = {1, 512, PS_FILE_AHEAD - 1, PS_FILE_AHEAD, 65536};
    static ps_file_input file;
    ps_archive_input input;
    for (size_t i = 0; i < PS_COUNT(sizes); i++) {
        int fd = make_file(sizes[i]);
        for (size_t k = 0; k < PS_COUNT(steps); k++) {
            cr_assert_eq(lseek(fd, 0, SEEK_SET), 0);
            ps_file_input_init(&file, fd, NULL, &input);
            cr_expect_eq(input.size, sizes[i]);
            expect_rest(&input, 0, sizes[i], 512, steps[k]);
            cr_expect_eq(file.reached, sizes[i]);
        }
        (void)close(fd);
    }
}

Test(file_input, what_was_read_in_advance_is_forgotten_when_it_goes_elsewhere)
{
    static const size_t places[] = {0,        5,   511, PS_FILE_AHEAD - 3, 2 * PS_FILE_AHEAD,
                                    SIZE - 1, SIZE};
    static ps_file_input file;
    ps_archive_input input;
    char head[512];
    int fd = make_file(SIZE);
    for (size_t i = 0; i < PS_COUNT(places); i++) {
        cr_assert_eq(lseek(fd, 0, SEEK_SET), 0);
        ps_file_input_init(&file, fd, NULL, &input);
        cr_assert_eq(input.read(input.io, head, sizeof head), (long)sizeof head);
        cr_expect_eq(file.reached, sizeof head, "what is in advance does not count as read");
        cr_assert_eq(input.seek(input.io, places[i]), 0);
        expect_rest(&input, places[i], SIZE, 100, 65536);
        cr_assert_eq(input.seek(input.io, 0), 0);
        expect_rest(&input, 0, SIZE, 65536, 100);
    }
    (void)close(fd);
}

Test(file_input, an_input_begins_where_its_descriptor_stands)
{
    static ps_file_input file;
    ps_archive_input input;
    int fd = make_file(2000);
    cr_assert_eq(lseek(fd, 300, SEEK_SET), 300);
    ps_file_input_init(&file, fd, NULL, &input);
    cr_expect_eq(input.size, 1700);
    expect_rest(&input, 300, 2000, 10, 10);
    cr_assert_eq(input.seek(input.io, 0), 0);
    expect_rest(&input, 300, 2000, 10, 10);
    cr_assert_eq(lseek(fd, 300, SEEK_SET), 300);
    ps_file_input_init(&file, fd, &(ps_file_place){1, 300, 2000}, &input);
    cr_expect_eq(input.size, 1700);
    expect_rest(&input, 300, 2000, 512, 65536);
    (void)close(fd);
}

Test(file_input, ends_where_its_place_says)
{
    static ps_file_input file;
    ps_archive_input input;
    char bytes[4096];
    int fd = make_file(2000);
    cr_assert_eq(lseek(fd, 0, SEEK_SET), 0);
    ps_file_input_init(&file, fd, &(ps_file_place){1, 0, 2000}, &input);
    expect_rest(&input, 0, 2000, 512, 65536);
    cr_assert_eq(pwrite(fd, "more", 4, 2000), 4);
    cr_expect_eq(input.read(input.io, bytes, sizeof bytes), 0, "read(2) is not asked again");
    cr_assert_eq(input.seek(input.io, 1999), 0);
    cr_expect_gt(input.read(input.io, bytes, 1), 0, "it can be read again");
    cr_assert_eq(lseek(fd, 0, SEEK_SET), 0);
    ps_file_input_init(&file, fd, &(ps_file_place){1, 0, 0}, &input);
    cr_expect_gt(input.read(input.io, bytes, sizeof bytes), 0, "files in /proc have no size");
    (void)close(fd);
}

/* Somebody else may read on. */
Test(file_input, nothing_is_read_in_advance_from_a_pipe)
{
    static ps_file_input file;
    ps_archive_input input;
    char bytes[8];
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(write(ends[1], "12345678", 8), 8);
    ps_file_input_init(&file, ends[0], NULL, &input);
    cr_expect_null(input.seek);
    cr_assert_eq(input.read(input.io, bytes, 3), 3);
    cr_assert_eq(read(ends[0], bytes, sizeof bytes), 5);
    (void)close(ends[0]);
    (void)close(ends[1]);
}
