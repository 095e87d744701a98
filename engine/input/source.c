/* SPDX-License-Identifier: Apache-2.0 */
#include "input/source.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

static long read_fd(void *io, char *buffer, size_t size)
{
    const int *fd = io;
    for (;;) {
        ssize_t got = read(*fd, buffer, size);
        if (got >= 0) {
            return (long)got;
        }
        if (errno == EAGAIN) {
            struct pollfd wait = {.fd = *fd, .events = POLLIN};
            if (poll(&wait, 1, -1) < 0 && errno != EINTR) {
                return -1;
            }
        } else if (errno != EINTR) {
            return -1;
        }
    }
}

void ps_source_init_fd(ps_source *source, const int *fd, const char *name)
{
    ps_source_init(source, read_fd, (void *)(uintptr_t)fd, name);
}

void ps_source_init(ps_source *source, ps_read_fn read, void *io, const char *name)
{
    *source = (ps_source){.name = name, .read = read, .io = io};
}

long ps_source_read(ps_source *source, char *buffer, size_t size)
{
    if (source->error) {
        errno = source->error;
        return -1;
    }
    if (source->ended) {
        return 0;
    }
    errno = 0;
    long got = source->read(source->io, buffer, size > LONG_MAX ? LONG_MAX : size);
    if (got > 0) {
        source->bytes += (uint64_t)got;
    } else if (got == 0) {
        source->ended = 1;
    } else {
        source->error = errno ? errno : EIO;
        got = -1;
    }
    return got;
}
