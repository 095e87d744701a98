/* Bytes of one input, with the decoding that the XML stage asks for already done around them:
 * nothing.
 *
 * A source gives raw bytes from a file descriptor or from a caller's function and counts them. It
 * never maps files (they may shrink while they are read) and never opens by a name that came out of
 * a document. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_INPUT_SOURCE_H
#define PS_INPUT_SOURCE_H

#include "procscreen/common.h"
#include "procscreen/screener.h"

typedef struct ps_source {
    const char *name; /* as shown; terminated, not owned */
    ps_read_fn read;
    void *io;
    uint64_t bytes; /* given so far */
    int ended;      /* read said 0 */
    int error;      /* errno of a failed read, else 0 */
} ps_source;

/** A source that reads a descriptor (not owned) with read(2), going on after EINTR and EAGAIN. */
void ps_source_init_fd(ps_source *source, const int *fd, const char *name);
void ps_source_init(ps_source *source, ps_read_fn read, void *io, const char *name);
/** As ps_read_fn: count, 0 at the end, -1 on error. */
long ps_source_read(ps_source *source, char *buffer, size_t size);

#endif
