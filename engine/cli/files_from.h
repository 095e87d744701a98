/* --files-from: names of inputs out of a file, one after the other, never all at once.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_FILES_FROM_H
#define PS_CLI_FILES_FROM_H

#include <procscreen/run.h>

#include "args.h"

typedef struct ps_files_from ps_files_from;

/**
 * Open the list that --files-from names.
 *
 * @param command   That reads inputs; for the message when it was given neither inputs nor a list.
 * @param ret_list  NULL when no list was given.
 * @return 0, or the exit code after saying what is wrong.
 */
int ps_files_from_open(const ps_args *args, const char *command, ps_files_from **ret_list);
/** Make it possible to read the list twice: one that is no file is copied. @return 0, or the exit
 * code after saying what is wrong. */
int ps_files_from_keep(ps_files_from *list);
/** Begin the list again; only after ps_files_from_keep(). NULL is allowed. */
void ps_files_from_rewind(ps_files_from *list);
/** NULL is allowed. */
void ps_files_from_free(ps_files_from *list);

/** The next name, for ps_next_input_fn with the list as `user`. */
ps_status ps_files_from_next(void *list, const char **ret_path, ps_error *ret_place);

#endif
