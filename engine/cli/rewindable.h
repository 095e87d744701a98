/* Standard input and the like for commands that read it twice. SPDX-License-Identifier: Apache-2.0
 */
#ifndef PS_CLI_REWINDABLE_H
#define PS_CLI_REWINDABLE_H

#include <stdint.h>

/**
 * Unless the descriptor is a file that stands at its beginning, replace it by a copy in a file
 * without a name, in $TMPDIR or /var/tmp.
 *
 * @param name  Shown.
 * @param most  Bytes after which copying ends, a little later; what follows is dropped. Give the
 *              limit of what is read, so that reading the copy tells that it was passed.
 * @return 0, or the exit code after saying what is wrong.
 */
int ps_rewindable(int fd, const char *name, uint64_t most);

/** The same for standard input. */
int ps_stdin_rewindable(uint64_t most);

#endif
