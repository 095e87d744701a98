/* Files and folders that a run reads and therefore must not write over.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_PRECIOUS_H
#define PS_CLI_PRECIOUS_H

#include <stddef.h>
#include <sys/types.h>

#include <procscreen/pack.h>

#include "args.h"

typedef struct ps_precious {
    dev_t device;
    ino_t inode;
    const char *path;
    int is_folder;
} ps_precious;

/** Begins zeroed. */
typedef struct ps_precious_list {
    ps_precious *list;
    size_t count;
    size_t room;
} ps_precious_list;

/** Note the file or folder; NULL, "-" and what is not there are passed over. `path` must live as
 * long. @return 0, or the exit code after saying what is wrong. */
int ps_precious_list_add(ps_precious_list *list, const char *path);
/** Likewise each file of the packs, which must live as long. */
int ps_precious_list_add_packs(ps_precious_list *list, const ps_packs *packs);
/** Likewise what a run reads: the configuration, the operators file, the decisions, the list of
 * --files-from, and its inputs. */
int ps_precious_list_add_run(ps_precious_list *list, const ps_args *args,
                             const char *const *inputs);
void ps_precious_list_free(ps_precious_list *list);

#endif
