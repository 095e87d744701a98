/* Where a report goes: standard output, or a file that appears under its name only when it is
 * complete. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_TARGET_H
#define PS_CLI_TARGET_H

#include <stddef.h>

#include "precious.h"

typedef struct ps_target ps_target;

/**
 * Begin to write. A file is written beside its target under a name of its own.
 *
 * Refused: a target that is a folder, a link, a device or a pipe; that is a precious file, or lies
 * in a precious folder.
 *
 * @param path      NULL: standard output. Kept until ps_target_free().
 * @return 0, or the exit code after saying what is wrong: nothing was touched then.
 */
int ps_target_new(const char *path, const ps_precious *precious, size_t precious_count,
                  ps_target **ret_target);
/** Drops what is not committed. NULL is allowed. */
void ps_target_free(ps_target *target);

/** Whether both would write the same file. */
int ps_target_same(const ps_target *a, const ps_target *b);
/** As ps_write_fn; goes on after signals and when the reader is slow. */
int ps_target_write(void *target, const char *bytes, size_t size);
/** Nothing more will be written: let the file appear. @return 0, or the exit code after saying what
 * is wrong. */
int ps_target_commit(ps_target *target);
/** Say that a write failed, unless the reader has gone. errno says why. */
void ps_target_complain(const ps_target *target, int error);
/** The path, or "standard output". */
const char *ps_target_name(const ps_target *target);

#endif
