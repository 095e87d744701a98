/* What the command was asked to do: options from the command line, the environment and the
 * configuration file, and operands. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_ARGS_H
#define PS_CLI_ARGS_H

#include <stddef.h>

#include "options.h"

typedef struct ps_args ps_args;
struct ps_command;

/**
 * Read the command line behind the command's name, then environment and configuration file.
 * Everything that is wrong is said.
 *
 * @param argv  Ends with NULL; must live as long as the result.
 * @return 0; else the exit code, and *ret_args is not set. --help and the like are not acted on.
 */
int ps_args_new(const struct ps_command *parent, const struct ps_command *command, char **argv,
                ps_args **ret_args);
/** NULL is allowed. */
void ps_args_free(ps_args *args);

/** The option's value; NULL when it is given nowhere. */
const char *ps_args_value(const ps_args *args, ps_option_id id);
/** All values of an option, NULL-terminated; NULL when it is given nowhere. */
const char *const *ps_args_list(const ps_args *args, ps_option_id id);
/** 1, 0, or `otherwise` when it is given nowhere. */
int ps_args_flag(const ps_args *args, ps_option_id id, int otherwise);
/** NULL-terminated. */
const char *const *ps_args_operands(const ps_args *args, size_t *ret_count);
/** The configuration file that was read; NULL: none. */
const char *ps_args_config(const ps_args *args);

/** Say what is wrong with the option's value, with where it was given. @return PS_EXIT_USAGE. */
__attribute__((format(printf, 3, 4))) int ps_args_wrong(const ps_args *args, ps_option_id id,
                                                        const char *format, ...);

#endif
