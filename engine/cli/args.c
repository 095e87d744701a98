/* SPDX-License-Identifier: Apache-2.0 */
#include "args.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args_layers.h"
#include "command.h"
#include "exit_codes.h"
#include "message.h"

static int out_of_memory(void)
{
    ps_say("out of memory");
    return PS_EXIT_INTERNAL;
}

static int append(ps_given *given, const char *value)
{
    if (given->count + 2 > given->room) {
        size_t room = given->room ? given->room * 2 : 8;
        const char **values = realloc(given->values, room * sizeof *values);
        if (!values) {
            return out_of_memory();
        }
        given->values = values;
        given->room = room;
    }
    given->values[given->count++] = value;
    given->values[given->count] = NULL;
    return 0;
}

int ps_args_add(ps_args *args, ps_layer layer, ps_option_id id, const char *value, unsigned line)
{
    ps_given *given = &args->options[layer][id];
    if (given->count == 0) {
        given->line = line;
    }
    if (ps_option_at(id)->kind != PS_OPTION_LIST && given->count > 0) {
        given->values[0] = value; /* the last one counts */
        given->line = line;
        return 0;
    }
    return append(given, value);
}

int ps_args_add_operand(ps_args *args, const char *value)
{
    return append(&args->operands, value);
}

char *ps_args_room(ps_args *args, size_t size)
{
    char *room = calloc(1, size);
    if (!room) {
        (void)out_of_memory();
        return NULL;
    }
    if (append(&args->owned, room) != 0) {
        free(room);
        return NULL;
    }
    return room;
}

static const ps_given *find(const ps_args *args, ps_option_id id, ps_layer *ret_layer)
{
    for (int layer = 0; layer < PS_LAYER_COUNT; layer++) {
        if (args->options[layer][id].count) {
            *ret_layer = (ps_layer)layer;
            return &args->options[layer][id];
        }
    }
    return NULL;
}

const char *ps_args_value(const ps_args *args, ps_option_id id)
{
    ps_layer layer;
    const ps_given *given = find(args, id, &layer);
    return given ? given->values[given->count - 1] : NULL;
}

const char *const *ps_args_list(const ps_args *args, ps_option_id id)
{
    ps_layer layer;
    const ps_given *given = find(args, id, &layer);
    return given ? given->values : NULL;
}

int ps_args_flag(const ps_args *args, ps_option_id id, int otherwise)
{
    const char *value = ps_args_value(args, id);
    return value ? value[0] == 'y' : otherwise;
}

const char *const *ps_args_operands(const ps_args *args, size_t *ret_count)
{
    static const char *const none[] = {NULL};
    if (ret_count) {
        *ret_count = args->operands.count;
    }
    return args->operands.values ? args->operands.values : none;
}

const char *ps_args_config(const ps_args *args)
{
    return args->config;
}

int ps_args_wrong(const ps_args *args, ps_option_id id, const char *format, ...)
{
    char text[1024];
    char variable[64];
    ps_layer layer = PS_LAYER_LINE;
    va_list list;
    va_start(list, format);
    (void)vsnprintf(text, sizeof text, format, list);
    va_end(list);
    const ps_given *given = find(args, id, &layer);
    switch (layer) {
    case PS_LAYER_LINE:
    case PS_LAYER_COUNT:
        ps_say("--%s: %s", ps_option_at(id)->name, text);
        break;
    case PS_LAYER_ENVIRONMENT:
        ps_say("%s: %s", ps_option_variable(id, variable, sizeof variable), text);
        break;
    case PS_LAYER_FILE:
        ps_say("%s:%u: %s: %s", args->config, given ? given->line : 0, ps_option_at(id)->name,
               text);
        break;
    }
    return PS_EXIT_USAGE;
}

static int check_operands(const ps_args *args, const ps_command *parent, const ps_command *command)
{
    const char *between = parent ? " " : "";
    const char *first = parent ? parent->name : "";
    size_t count = args->operands.count;
    if (count >= command->least && count <= command->most) {
        return 0;
    }
    if (count < command->least) {
        ps_say("procscreen %s%s%s needs %s", first, between, command->name, command->operands);
    } else {
        ps_say("procscreen %s%s%s takes no \"%s\"", first, between, command->name,
               args->operands.values[command->most]);
    }
    ps_hint("see procscreen %s%s%s --help", first, between, command->name);
    return PS_EXIT_USAGE;
}

int ps_args_new(const ps_command *parent, const ps_command *command, char **argv,
                ps_args **ret_args)
{
    ps_args *args = calloc(1, sizeof *args);
    if (!args) {
        return out_of_memory();
    }
    int code = ps_args_read_line(args, parent, command, argv);
    if (code == 0 && command->run && !ps_args_flag(args, PS_OPT_HELP, 0)) {
        code = check_operands(args, parent, command);
        if (code == 0) {
            code = ps_args_read_environment(args);
        }
        if (code == 0) {
            code = ps_args_read_file(args);
        }
    }
    if (code != 0) {
        ps_args_free(args);
        return code;
    }
    *ret_args = args;
    return 0;
}

void ps_args_free(ps_args *args)
{
    if (!args) {
        return;
    }
    for (int layer = 0; layer < PS_LAYER_COUNT; layer++) {
        for (int id = 0; id < PS_OPT_COUNT; id++) {
            free(args->options[layer][id].values);
        }
    }
    for (size_t i = 0; i < args->owned.count; i++) {
        char *room;
        memcpy(&room, &args->owned.values[i], sizeof room); /* it was ours before it was const */
        free(room);
    }
    free(args->owned.values);
    free(args->operands.values);
    free(args);
}
