/* procscreen pack doc: pages on what packs hold, for those who have to agree with them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command.h"
#include "exit_codes.h"

static int doc(const ps_args *args)
{
    (void)args;
    return PS_EXIT_INTERNAL;
}

static const ps_option_id options_of_doc[] = {PS_OPT_OUTPUT_DIR, PS_OPT_CATALOG,  PS_OPT_POLICY,
                                              PS_OPT_FORMATS,    PS_OPT_DATA_DIR, PS_OPT_LIMIT,
                                              PS_OPT_CONFIG,     PS_OPT_HELP,     PS_OPT_COUNT};

const ps_command ps_command_pack_doc = {
    .name = "doc",
    .operands = "[FILE|DIR...]",
    .about = "Write a readable page for each entry, element and rule of packs.",
    .options = options_of_doc,
    .most = (size_t)-1,
    .run = doc,
};
