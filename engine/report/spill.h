/* Bytes that must wait for their turn: a little in memory, the rest in a temporary file without a
 * name. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_SPILL_H
#define PS_REPORT_SPILL_H

#include "report/output.h"

typedef struct ps_spill {
    ps_output out;    /* write here */
    ps_buffer memory; /* what was flushed so far, until it grows too large */
    int fd;           /* of the file; -1: none yet */
} ps_spill;

ps_status ps_spill_init(ps_spill *spill, ps_error *reterr);
/** Accepts a zeroed struct. */
void ps_spill_done(ps_spill *spill);
/** Append all of it to `out`; on failure `out->failed` is set. The spill takes no more after that.
 */
void ps_spill_copy(ps_spill *spill, ps_output *out);

#endif
