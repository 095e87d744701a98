/* Where options are kept while they are read: one layer for each source, the first that has an
 * option wins. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_ARGS_LAYERS_H
#define PS_CLI_ARGS_LAYERS_H

#include "args.h"

typedef enum ps_layer {
    PS_LAYER_LINE,
    PS_LAYER_ENVIRONMENT,
    PS_LAYER_FILE,
    PS_LAYER_COUNT
} ps_layer;

/** Values in the order in which they were given; NULL-terminated. */
typedef struct ps_given {
    const char **values;
    size_t count;
    size_t room;
    unsigned line; /* of the configuration file, of the first value */
} ps_given;

struct ps_args {
    ps_given options[PS_LAYER_COUNT][PS_OPT_COUNT];
    ps_given operands;
    ps_given owned;     /* memory to release */
    const char *config; /* the file that was read; NULL: none */
};

/* All return 0, or the exit code after saying what is wrong. */

/** Add a value, which must live as long as `args`; "yes" or "no" for flags. */
int ps_args_add(ps_args *args, ps_layer layer, ps_option_id id, const char *value, unsigned line);
int ps_args_add_operand(ps_args *args, const char *value);
/** Memory that lives as long as `args`; NULL after saying that there is none. */
char *ps_args_room(ps_args *args, size_t size);

/** Read the words behind the command's name. */
int ps_args_read_line(ps_args *args, const struct ps_command *parent,
                      const struct ps_command *command, char **argv);
/** Read PROCSCREEN_… variables. */
int ps_args_read_environment(ps_args *args);
/** Find and read the configuration file, if there is one. */
int ps_args_read_file(ps_args *args);
/** "yes" or "no" for what people write for them; NULL for anything else. */
const char *ps_args_yes_no(const char *text);

#endif
