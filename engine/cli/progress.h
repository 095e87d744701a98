/* How far a run is, on standard error: a bar that is written over on a terminal, a line every few
 * seconds elsewhere. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_PROGRESS_H
#define PS_CLI_PROGRESS_H

#include <stdint.h>
#include <time.h>

typedef struct ps_progress {
    int wanted;
    int terminal;
    int shown; /* a bar is on the terminal and must be wiped before anything else is said */
    struct timespec started;
    struct timespec last;
} ps_progress;

/** @param wanted  Whether anything is shown. */
void ps_progress_init(ps_progress *progress, int wanted);
/** total 0: not known. */
void ps_progress_tell(ps_progress *progress, uint64_t bytes, uint64_t total, uint64_t records);
/** Before something else is said, and at the end. */
void ps_progress_wipe(ps_progress *progress);

#endif
