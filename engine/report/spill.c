/* SPDX-License-Identifier: Apache-2.0 */
#include "report/spill.h"

#include <errno.h>
#include <unistd.h>

#include "base/temporary.h"

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

static int keep(void *io, const char *bytes, size_t size)
{
    ps_spill *spill = io;
    const char *folder;
    if (spill->fd < 0 && spill->memory.len + size <= MEMORY_MOST) {
        ps_buffer_add(&spill->memory, bytes, size);
        errno = spill->memory.failed ? ENOMEM : 0;
        return spill->memory.failed;
    }
    if (spill->fd < 0) {
        spill->fd = ps_temporary_open(&folder);
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
    ps_output_flush(&spill->out);
    out->replaced += spill->out.replaced;
    if (spill->out.failed) {
        ps_output_fail_waiting(out, spill->out.failed);
    }
    ps_output_str(out, ps_buffer_str(&spill->memory));
    if (spill->fd >= 0) {
        ps_output_file(out, spill->fd);
    }
}
