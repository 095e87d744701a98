/* Sorts pack files by what they are: the name of their root element tells.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_PACK_FILES_H
#define PS_CLI_PACK_FILES_H

#include <procscreen/pack.h>

#include "args.h"

/** Begins zeroed. */
typedef struct ps_pack_files {
    const char **lists[3]; /* by ps_pack_kind; NULL-terminated */
    char **names;          /* of files found in folders */
    size_t name_count;
} ps_pack_files;

/** Put files, and the *.xml files of folders (of a folder that holds catalogs/, catalogs/formats/
 * and policies/ those of these), into the lists of `ret_paths`; a kind of which there are none
 * stays NULL. @return 0, or the exit code after saying what is wrong. */
int ps_pack_files_sort(ps_pack_files *files, const char *const *operands, ps_pack_paths *ret_paths);
void ps_pack_files_free(ps_pack_files *files);

/** Load the packs that the operands name; those of a kind that they do not, the options name.
 * @param validate  Not 0: a check, as in ps_pack_paths.
 * @return 0, or the exit code after saying what is wrong. */
int ps_pack_files_load(const ps_args *args, int validate, ps_packs **ret_packs);

#endif
