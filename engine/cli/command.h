/* The commands: a table of name, what it is, options and function; one file each.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_COMMAND_H
#define PS_CLI_COMMAND_H

#include "args.h"

typedef struct ps_command {
    const char *name;
    const char *operands;            /* as in a synopsis; NULL: none */
    const char *about;               /* one line */
    const char *details;             /* further lines of --help; may be NULL */
    const ps_option_id *options;     /* ends with PS_OPT_COUNT */
    size_t least;                    /* operands that must be there … */
    size_t most;                     /* … and that may be */
    int (*run)(const ps_args *args); /* gives the exit code; NULL for one that has only parts */
    const struct ps_command *const *parts; /* `procscreen pack check`; NULL: none */
} ps_command;

extern const ps_command ps_command_top;
extern const ps_command ps_command_screen;
extern const ps_command ps_command_report;
extern const ps_command ps_command_explain;
extern const ps_command ps_command_completion;
extern const ps_command ps_command_coverage;
extern const ps_command ps_command_formats;
extern const ps_command ps_command_dossier;
extern const ps_command ps_command_init;
extern const ps_command ps_command_pack;
/* Parts of it in files of their own. */
extern const ps_command ps_command_pack_diff;
extern const ps_command ps_command_pack_doc;

/** Print the help of a command. `parent` NULL: of the program itself. */
void ps_help(const ps_command *parent, const ps_command *command);
/** All limits, as a table. */
void ps_print_limits(void);

#endif
