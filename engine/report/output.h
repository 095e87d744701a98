/* The bytes of a report on their way out: collected and handed over in large pieces.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_OUTPUT_H
#define PS_REPORT_OUTPUT_H

#include <string.h>

#include "base/buffer.h"
#include "procscreen/report.h"

enum { PS_OUTPUT_ROOM = 65536 };

typedef struct ps_output {
    ps_write_fn write;
    void *io;
    char *bytes;      /* PS_OUTPUT_ROOM of them, in `memory` */
    size_t used;      /* not handed over yet */
    uint64_t written; /* handed over */
    int failed; /* errno of the first write that failed (EIO when it was 0); nothing goes out after
                 */
    int failed_waiting; /* that write was of a temporary file: bytes that wait for their turn */
    uint64_t replaced;  /* invalid bytes that were written as U+FFFD */
    ps_buffer memory;
    ps_buffer scratch; /* for a date on its way */
} ps_output;

/** @return PS_OK; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_output_init(ps_output *out, ps_write_fn write, void *io, ps_error *reterr);
/** Drops what was not flushed. Accepts a zeroed struct. */
void ps_output_done(ps_output *out);
/** Hand over what is there. */
void ps_output_flush(ps_output *out);
/** Append a whole file from its beginning; on failure `failed` and `failed_waiting` are set. */
void ps_output_file(ps_output *out, int fd);
/** Note that a temporary file could not be written or read; `error` is an errno, 0 for EIO. */
void ps_output_fail_waiting(ps_output *out, int error);
/** For ps_output_add() when the piece does not fit. */
void ps_output_add_more(ps_output *out, const char *bytes, size_t size);

/* Appends cannot fail here: look at `failed` after a record, not after each. */
static inline void ps_output_add(ps_output *out, const char *bytes, size_t size)
{
    if (size <= PS_OUTPUT_ROOM - out->used) {
        if (size) {
            memcpy(out->bytes + out->used, bytes, size);
            out->used += size;
        }
    } else {
        ps_output_add_more(out, bytes, size);
    }
}

/** At most 8 bytes; all 8 are read. */
static inline void ps_output_add_short(ps_output *out, const char bytes[8], size_t size)
{
    if (PS_OUTPUT_ROOM - out->used >= 8) {
        memcpy(out->bytes + out->used, bytes, 8); /* of a known size: no call */
        out->used += size;
    } else {
        ps_output_add_more(out, bytes, size);
    }
}

static inline void ps_output_char(ps_output *out, char c)
{
    ps_output_add(out, &c, 1);
}

static inline void ps_output_str(ps_output *out, ps_str text)
{
    ps_output_add(out, text.ptr, text.len);
}

static inline void ps_output_text(ps_output *out, const char *terminated)
{
    ps_output_add(out, terminated, strlen(terminated));
}

/** Where the next byte goes: all those before it were put so far. */
static inline uint64_t ps_output_place(const ps_output *out)
{
    return out->written + out->used;
}
/** Append once more the `size` bytes that were put at a place. @return 0 when they are no longer at
 * hand: nothing was appended. */
int ps_output_repeat(ps_output *out, uint64_t from, size_t size);

/** A literal, whose length the compiler knows. */
#define PS_PUT(out, literal) ps_output_add((out), "" literal, sizeof(literal) - 1)

void ps_output_uint(ps_output *out, uint64_t value);
/** As "123.45". */
void ps_output_decimal(ps_output *out, ps_decimal value);
/** As YYYY-MM-DD; `day` is not PS_NO_DAY. */
void ps_output_day(ps_output *out, ps_day day);
/** U+FFFD in place of a byte that is not UTF-8; counted. */
void ps_output_replacement(ps_output *out);

#endif
