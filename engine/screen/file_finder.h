/* Finds and opens the files that records name: in the folder that the record is in and below it,
 * and in the folder of contracts. Never anywhere else. Belongs to one thread at a time.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_FILE_FINDER_H
#define PS_SCREEN_FILE_FINDER_H

#include "base/buffer.h"
#include "screen/attachments.h"
#include "screen/contracts.h"
#include "screen/job.h"
#include "screen/wire.h"

typedef struct ps_file_finder {
    const ps_contracts *contracts; /* NULL: none */
    ps_buffer folder;              /* of the source asked for last, terminated */
    int fd;                        /* of that folder; -1: it cannot be opened */
    ps_buffer path;
} ps_file_finder;

void ps_file_finder_init(ps_file_finder *finder, const ps_contracts *contracts);
/** Accepts a zeroed struct. */
void ps_file_finder_done(ps_file_finder *finder);

/**
 * @param source  The input that the record came in, as it was opened; "-": it has no folder.
 * @param name    As the record has it.
 */
void ps_file_find(ps_file_finder *finder, const char *source, ps_str name,
                  ps_opened_file *ret_file);

/** Answer what a worker asks while it works on that input. */
void ps_file_answer(ps_file_finder *finder, const char *source, const ps_frame *ask,
                    ps_answer *ret_answer, int *ret_fd);

#endif
