/* A program of another package that turns bytes into text, in a process of its own.
 *
 * It is started without a shell, by an absolute path, with an empty environment, no descriptor but
 * the three that it needs, no way to get more privileges, to write a file, to start a process or to
 * reach a network, and limits on memory, processor time and wall clock. Threads: any; the caller
 * waits. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_DOCUMENT_CONVERTER_H
#define PS_DOCUMENT_CONVERTER_H

#include "base/buffer.h"

typedef struct ps_converter {
    const char *const *paths; /* absolute, NULL at the end; the first that can be run is taken */
    const char *const *argv;  /* as for execve(); argv[0] is only a name */
    uint64_t memory;          /* bytes of address space */
    uint64_t ms;              /* wall clock, and as much processor time */
} ps_converter;

typedef enum ps_converter_end {
    PS_CONVERTER_DONE,    /* it ended by itself: see `status` */
    PS_CONVERTER_MISSING, /* none of the paths can be run */
    PS_CONVERTER_FAILED,  /* it could not be started or be talked to */
    PS_CONVERTER_CRASHED,
    PS_CONVERTER_SLOW, /* the time was up */
    PS_CONVERTER_FULL  /* it wrote more than `out` may hold */
} ps_converter_end;

/**
 * Run it over `bytes` (its standard input, a file that it can seek in) to its end.
 *
 * @param out         What it writes; its limit is the most that it may.
 * @param complaints  What it writes to standard error; what is above the limit is dropped.
 * @param ret_status  PS_CONVERTER_DONE: its exit status.
 */
ps_converter_end ps_converter_run(const ps_converter *converter, ps_str bytes, ps_buffer *out,
                                  ps_buffer *complaints, int *ret_status);

#endif
