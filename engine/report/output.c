/* SPDX-License-Identifier: Apache-2.0 */
#include "report/output.h"

#include <errno.h>
#include <unistd.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/str.h"

ps_status ps_output_init(ps_output *out, ps_write_fn write, void *io, ps_error *reterr)
{
    *out = (ps_output){.write = write, .io = io};
    ps_buffer_init(&out->memory, PS_OUTPUT_ROOM);
    ps_buffer_init(&out->scratch, 0);
    out->bytes = ps_buffer_reserve(&out->memory, PS_OUTPUT_ROOM);
    return out->bytes ? PS_OK : ps_error_memory(reterr);
}

void ps_output_done(ps_output *out)
{
    ps_buffer_done(&out->memory);
    ps_buffer_done(&out->scratch);
    *out = (ps_output){0};
}

static void hand_over(ps_output *out, const char *bytes, size_t size)
{
    if (out->failed || size == 0) {
        return;
    }
    errno = 0;
    if (out->write(out->io, bytes, size) != 0) {
        out->failed = errno ? errno : EIO;
    } else {
        out->written += size;
    }
}

void ps_output_flush(ps_output *out)
{
    hand_over(out, out->bytes, out->used);
    out->used = 0;
}

static void flush_full(ps_output *out)
{
    if (out->used == PS_OUTPUT_ROOM) {
        ps_output_flush(out);
    }
}

void ps_output_add_more(ps_output *out, const char *bytes, size_t size)
{
    while (size > 0) {
        size_t part = PS_OUTPUT_ROOM - out->used;
        if (part > size) {
            part = size;
        }
        memcpy(out->bytes + out->used, bytes, part);
        out->used += part;
        bytes += part;
        size -= part;
        flush_full(out);
    }
}

void ps_output_fail_waiting(ps_output *out, int error)
{
    if (!out->failed) {
        out->failed = error ? error : EIO;
        out->failed_waiting = 1;
    }
}

void ps_output_file(ps_output *out, int fd)
{
    flush_full(out);
    for (off_t at = 0; !out->failed;) {
        ssize_t got = pread(fd, out->bytes + out->used, PS_OUTPUT_ROOM - out->used, at);
        if (got < 0 && errno != EINTR) {
            ps_output_fail_waiting(out, errno);
        } else if (got == 0) {
            return;
        } else if (got > 0) {
            out->used += (size_t)got;
            at += got;
            flush_full(out);
        }
    }
}

void ps_output_uint(ps_output *out, uint64_t value)
{
    char digits[PS_UINT_ROOM];
    ps_output_str(out, ps_str_of_uint(value, digits));
}

void ps_output_decimal(ps_output *out, ps_decimal value)
{
    char text[PS_DECIMAL_ROOM];
    ps_output_str(out, ps_decimal_text(value, text));
}

void ps_output_day(ps_output *out, ps_day day)
{
    ps_buffer_clear(&out->scratch);
    ps_date_format(day, &out->scratch);
    if (out->scratch.failed && !out->failed) { /* nothing more goes out */
        out->failed = ENOMEM;
    }
    ps_output_str(out, ps_buffer_str(&out->scratch));
}

int ps_output_repeat(ps_output *out, uint64_t from, size_t size)
{
    /* Bytes that were handed over are gone, and what has to be cut would cut itself. */
    if (from < out->written || from - out->written > out->used ||
        size > out->used - (size_t)(from - out->written) || size > PS_OUTPUT_ROOM - out->used) {
        return 0;
    }
    ps_output_add(out, out->bytes + (size_t)(from - out->written), size);
    return 1;
}

void ps_output_replacement(ps_output *out)
{
    PS_PUT(out, "\xef\xbf\xbd");
    out->replaced++;
}
