/* Reads the command line: --name value, --name=value, --no-name, -o value, -ovalue, -qj4; options
 * and operands in any order; "--" ends the options, "-" is an operand.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "args_layers.h"
#include "command.h"
#include "exit_codes.h"
#include "message.h"

typedef struct line_reader {
    ps_args *args;
    const ps_command *parent;
    const ps_command *command;
    char **next; /* word that comes next */
} line_reader;

static int wrong_option(const line_reader *r)
{
    ps_hint("see procscreen %s%s%s --help", r->parent ? r->parent->name : "", r->parent ? " " : "",
            r->command->name);
    return PS_EXIT_USAGE;
}

static int has_option(const ps_command *command, ps_option_id id)
{
    for (size_t i = 0; command->options[i] != PS_OPT_COUNT; i++) {
        if (command->options[i] == id) {
            return 1;
        }
    }
    return 0;
}

static int add(line_reader *r, ps_option_id id, const char *value)
{
    return ps_args_add(r->args, PS_LAYER_LINE, id, value, 0);
}

/* The value that stands behind the option: `inside` its word, else the next word. */
static int add_with_value(line_reader *r, ps_option_id id, const char *inside, const char *shown)
{
    if (!inside && !*r->next) {
        ps_say("%s needs %s behind it", shown, ps_option_at(id)->argument);
        return wrong_option(r);
    }
    return add(r, id, inside ? inside : *r->next++);
}

static int read_long(line_reader *r, const char *word)
{
    const char *name = word + 2;
    const char *equals = strchr(name, '=');
    size_t len = equals ? (size_t)(equals - name) : strlen(name);
    ps_option_id id = ps_option_find(name, len);
    int negated = 0;
    if (id == PS_OPT_COUNT && len > 3 && memcmp(name, "no-", 3) == 0) {
        id = ps_option_find(name + 3, len - 3);
        negated = 1;
    }
    if (id == PS_OPT_COUNT || (negated && ps_option_at(id)->kind != PS_OPTION_FLAG)) {
        ps_say("unknown option %s", word);
        ps_option_id nearest = ps_option_nearest(name, len);
        if (nearest != PS_OPT_COUNT) {
            ps_hint("did you mean --%s?", ps_option_at(nearest)->name);
        }
        return wrong_option(r);
    }
    if (!has_option(r->command, id)) {
        ps_say("%s is not an option of this command", word);
        return wrong_option(r);
    }
    if (ps_option_at(id)->argument) {
        return add_with_value(r, id, equals ? equals + 1 : NULL, word);
    }
    if (equals) {
        ps_say("%.*s takes no value", (int)(len + 2), word);
        return wrong_option(r);
    }
    return add(r, id, negated ? "no" : "yes");
}

static ps_option_id find_letter(const ps_command *command, char letter)
{
    for (size_t i = 0; command->options[i] != PS_OPT_COUNT; i++) {
        if (ps_option_at(command->options[i])->letter == letter) {
            return command->options[i];
        }
    }
    return PS_OPT_COUNT;
}

/* A cluster of letters; the first that takes a value takes the rest of the word. */
static int read_short(line_reader *r, const char *word)
{
    for (const char *letter = word + 1; *letter; letter++) {
        ps_option_id id = find_letter(r->command, *letter);
        if (id == PS_OPT_COUNT) {
            ps_say("unknown option -%c in \"%s\"", *letter, word);
            ps_hint("a file of that name is written ./%s, or behind --", word);
            return wrong_option(r);
        }
        if (ps_option_at(id)->argument) {
            return add_with_value(r, id, letter[1] ? letter + 1 : NULL, word);
        }
        int code = add(r, id, "yes");
        if (code != 0) {
            return code;
        }
    }
    return 0;
}

int ps_args_read_line(ps_args *args, const ps_command *parent, const ps_command *command,
                      char **argv)
{
    line_reader r = {args, parent, command, argv};
    int options = 1;
    while (*r.next) {
        const char *word = *r.next++;
        int code;
        if (options && strcmp(word, "--") == 0) {
            options = 0;
            continue;
        }
        if (!options || word[0] != '-' || word[1] == '\0') {
            code = ps_args_add_operand(args, word);
        } else if (word[1] == '-') {
            code = read_long(&r, word);
        } else {
            code = read_short(&r, word);
        }
        if (code != 0) {
            return code;
        }
    }
    return 0;
}
