/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memfd_create, splice */
#include "input/ring.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int ps_ring_new(void)
{
    return memfd_create("procscreen-input", MFD_CLOEXEC);
}

/* Where a byte of the stream lies, and how many can be had from there in one piece. */
static off_t place_of(uint64_t ring, uint64_t offset, size_t *size)
{
    if (!ring) {
        return (off_t)offset;
    }
    uint64_t left = ring - offset % ring;
    if (*size > left) {
        *size = (size_t)left;
    }
    return (off_t)(PS_RING_HEAD + offset % ring);
}

long ps_ring_read(int fd, uint64_t ring, uint64_t offset, char *buffer, size_t size)
{
    off_t place = place_of(ring, offset, &size);
    ssize_t got;
    do {
        got = pread(fd, buffer, size, place);
    } while (got < 0 && errno == EINTR);
    return (long)got;
}

static int write_at(int fd, const char *bytes, size_t size, off_t place)
{
    while (size) {
        ssize_t put = pwrite(fd, bytes, size, place);
        if (put < 0 && errno != EINTR) {
            return errno;
        }
        if (put > 0) {
            bytes += put;
            size -= (size_t)put;
            place += put;
        }
    }
    return 0;
}

int ps_ring_write(int fd, uint64_t ring, uint64_t offset, const char *bytes, size_t size)
{
    while (size) {
        size_t piece = size;
        off_t place = place_of(ring, offset, &piece);
        int error = write_at(fd, bytes, piece, place);
        if (error) {
            return error;
        }
        bytes += piece;
        offset += piece;
        size -= piece;
    }
    return 0;
}

ssize_t ps_ring_take(int fd, uint64_t ring, uint64_t offset, int pipe, size_t size)
{
    loff_t place = place_of(ring, offset, &size);
    return splice(pipe, NULL, fd, &place, size, SPLICE_F_NONBLOCK);
}

int ps_ring_keep_head(int fd, uint64_t ring, uint64_t size)
{
    char bytes[4096];
    uint64_t at = 0;
    while (at < size) {
        size_t wanted = size - at < sizeof bytes ? (size_t)(size - at) : sizeof bytes;
        long got = ps_ring_read(fd, ring, at, bytes, wanted);
        if (got <= 0) {
            return got ? errno : EIO;
        }
        int error = write_at(fd, bytes, (size_t)got, (off_t)at);
        if (error) {
            return error;
        }
        at += (uint64_t)got;
    }
    return 0;
}
