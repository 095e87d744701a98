/* procscreen coverage --suggest: a draft of a profile for what the samples hold.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_SUGGEST_H
#define PS_CLI_SUGGEST_H

#include <procscreen/limits.h>
#include <procscreen/pack.h>

#include "args.h"
#include "files_from.h"

/** Read the operands and the names of the list, as ps_documents_read_inputs() does, and write the
 * draft to standard output. @return the exit code, after saying what is wrong. */
int ps_suggest(const ps_args *args, ps_files_from *list, const ps_packs *packs,
               const ps_limits *limits);

#endif
