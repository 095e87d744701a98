/* SPDX-License-Identifier: Apache-2.0 */
#include "report/spill.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* Most bytes that wait in memory; the file takes what is above. */
enum { MEMORY_MOST = 1 << 20 };

static int write_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t done = write(fd, bytes, size);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return -1;
        }
        bytes += done;
        size -= (size_t)done;
    }
    return 0;
}

/* A file without a name, by descriptor: the stream around it is not needed. */
static int open_file(void)
{
    FILE *stream = tmpfile();
    if (!stream) {
        return -1;
    }
    int fd = dup(fileno(stream));
    int error = errno;
    (void)fclose(stream);
    errno = error;
    return fd;
}

static int keep(void *io, const char *bytes, size_t size)
{
    ps_spill *spill = io;
    if (spill->fd < 0 && spill->memory.len + size <= MEMORY_MOST) {
        ps_buffer_add(&spill->memory, bytes, size);
        errno = spill->memory.failed ? ENOMEM : 0;
        return spill->memory.failed;
    }
    if (spill->fd < 0) {
        spill->fd = open_file();
    }
    return spill->fd < 0 ? -1 : write_all(spill->fd, bytes, size);
}

ps_status ps_spill_init(ps_spill *spill, ps_error *reterr)
{
    *spill = (ps_spill){.fd = -1};
    ps_buffer_init(&spill->memory, 0);
    return ps_output_init(&spill->out, keep, spill, reterr);
}

void ps_spill_done(ps_spill *spill)
{
    if (spill->out.bytes && spill->fd >= 0) {
        close(spill->fd);
    }
    ps_output_done(&spill->out);
    ps_buffer_done(&spill->memory);
}

void ps_spill_copy(ps_spill *spill, ps_output *out)
{
    char piece[16384];
    ps_output_flush(&spill->out);
    out->replaced += spill->out.replaced;
    if (spill->out.failed && !out->failed) {
        out->failed = spill->out.failed;
    }
    ps_output_str(out, ps_buffer_str(&spill->memory));
    for (off_t at = 0; spill->fd >= 0 && !out->failed;) {
        ssize_t got = pread(spill->fd, piece, sizeof piece, at);
        if (got < 0 && errno != EINTR) {
            out->failed = errno;
        } else if (got == 0) {
            return;
        } else if (got > 0) {
            ps_output_add(out, piece, (size_t)got);
            at += got;
        }
    }
}
