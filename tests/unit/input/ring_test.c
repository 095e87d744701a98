/* A stream kept for several readers.
 * SPDX-License-Identifier: Apache-2.0 */
#include "input/ring.h"
#include "ps_test.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { RING = 100 };

static void fill(char *bytes, uint64_t offset, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (char)((offset + i) * 7 % 251);
    }
}

static size_t read_all(int fd, uint64_t offset, char *bytes, size_t size)
{
    size_t got = 0;
    while (got < size) {
        long more = ps_ring_read(fd, RING, offset + got, bytes + got, size - got);
        cr_assert_gt(more, 0);
        got += (size_t)more;
    }
    return got;
}

Test(ring, the_latest_bytes_are_there_wherever_they_lie)
{
    char want[RING];
    char have[RING];
    int fd = ps_ring_new();
    cr_assert_geq(fd, 0);
    uint64_t filled = 0;
    for (size_t size = 1; size <= RING; size++) {
        fill(want, filled, size);
        cr_assert_eq(ps_ring_write(fd, RING, filled, want, size), 0);
        filled += size;
        for (size_t back = 1; back <= RING && back <= filled; back += 13) {
            fill(want, filled - back, back);
            cr_assert_eq(read_all(fd, filled - back, have, back), back);
            cr_assert_arr_eq(have, want, back, "%zu bytes before %llu", back,
                             (unsigned long long)filled);
        }
    }
    (void)close(fd);
}

Test(ring, bytes_of_a_pipe_are_taken_where_they_belong)
{
    char want[RING];
    char have[RING];
    int ends[2];
    int fd = ps_ring_new();
    uint64_t filled = 0;
    cr_assert_eq(pipe(ends), 0);
    for (size_t size = 1; size < RING; size++) {
        fill(want, filled, size);
        cr_assert_eq(write(ends[1], want, size), (ssize_t)size);
        for (size_t left = size; left;) { /* in two pieces where the ring ends */
            ssize_t got = ps_ring_take(fd, RING, filled, ends[0], left);
            cr_assert_gt(got, 0, "%s", strerror(errno));
            left -= (size_t)got;
            filled += (uint64_t)got;
        }
        cr_assert_eq(read_all(fd, filled - size, have, size), size);
        cr_assert_arr_eq(have, want, size);
    }
    cr_expect_eq(ps_ring_take(fd, RING, filled, ends[0], RING), -1);
    cr_expect_eq(errno, EAGAIN, "an empty pipe is not waited for");
    (void)close(ends[1]);
    cr_expect_eq(ps_ring_take(fd, RING, filled, ends[0], RING), 0);
    cr_expect_eq(ps_ring_take(fd, RING, filled, fd, RING), -1);
    cr_expect_eq(errno, EINVAL, "what is no pipe");
    (void)close(ends[0]);
    (void)close(fd);
}

Test(ring, the_beginning_stays)
{
    char want[RING];
    char have[RING];
    int fd = ps_ring_new();
    fill(want, 0, 60);
    cr_assert_eq(ps_ring_write(fd, RING, 0, want, 60), 0);
    cr_assert_eq(ps_ring_keep_head(fd, RING, 40), 0);
    for (uint64_t at = 60; at < 1000; at += 60) {
        fill(have, at, 60);
        cr_assert_eq(ps_ring_write(fd, RING, at, have, 60), 0);
    }
    cr_assert_eq(ps_ring_read(fd, 0, 0, have, 40), 40, "it lies where a file has it");
    cr_assert_arr_eq(have, want, 40);
    (void)close(fd);
}
