/* Bytes that wait for their turn compressed, as the deflate method of ZIP has them.
 *
 * Threads: as any output it belongs to one thread at a time.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_SQUEEZE_H
#define PS_REPORT_SQUEEZE_H

#include "report/spill.h"

typedef enum ps_squeeze_end {
    PS_SQUEEZE_OPEN, /* more deflated bytes may stand behind it */
    PS_SQUEEZE_LAST  /* it ends the deflated bytes of a ZIP member */
} ps_squeeze_end;

typedef struct ps_squeeze {
    ps_output out;  /* write here */
    ps_spill kept;  /* the deflated bytes */
    void *stream;   /* z_stream */
    uint64_t size;  /* of what was written, not compressed */
    uint32_t check; /* its CRC-32 */
} ps_squeeze;

ps_status ps_squeeze_init(ps_squeeze *squeeze, ps_error *reterr);
/** Accepts a zeroed struct. */
void ps_squeeze_done(ps_squeeze *squeeze);
/** Compress what is still there. It takes no more after that; `out.failed` says whether it went
 * well, and `size` and `check` are right then. */
void ps_squeeze_finish(ps_squeeze *squeeze, ps_squeeze_end end);

#endif
