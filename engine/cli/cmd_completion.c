/* procscreen completion: scripts that complete commands, options and their values in bash, zsh and
 * fish, made of the tables that parse the command line. SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include <procscreen/limits.h>
#include <procscreen/report.h>

#include "command.h"
#include "exit_codes.h"
#include "message.h"

/* What may stand behind an option, where it is not a file. */
typedef enum values { NO_VALUES, FIXED_VALUES, REPORT_FORMATS, LIMIT_NAMES } values;

static const struct {
    ps_option_id option;
    values kind;
    const char *words; /* of FIXED_VALUES */
} valued[] = {
    {PS_OPT_OUTPUT, REPORT_FORMATS, NULL},
    {PS_OPT_DIFF_OUTPUT, FIXED_VALUES, "text json"},
    {PS_OPT_LANG, FIXED_VALUES, "en zh"},
    {PS_OPT_AS_OF, FIXED_VALUES, "record"},
    {PS_OPT_TODAY, FIXED_VALUES, "never"},
    {PS_OPT_FAIL_ON, FIXED_VALUES, "possible probable definite never"},
    {PS_OPT_COLOUR, FIXED_VALUES, "auto always never"},
    {PS_OPT_LIMIT, LIMIT_NAMES, NULL},
};

static values values_of(ps_option_id id, const char **ret_words)
{
    *ret_words = "";
    for (size_t i = 0; i < sizeof valued / sizeof *valued; i++) {
        if (valued[i].option == id) {
            *ret_words = valued[i].words;
            return valued[i].kind;
        }
    }
    return NO_VALUES;
}

/* Whether what comes behind it is a path: FILE, DIR, FILE|DIR. */
static int takes_path(const ps_option *option)
{
    return option->argument &&
           (strncmp(option->argument, "FILE", 4) == 0 || strncmp(option->argument, "DIR", 3) == 0);
}

/* The values as words with `between` between them; those that want a "=" behind them get it. */
static void print_values(ps_option_id id, const char *between)
{
    const char *words;
    const ps_limit_info *limit;
    switch (values_of(id, &words)) {
    case NO_VALUES:
        return;
    case FIXED_VALUES:
        ps_out("%s", words);
        return;
    case REPORT_FORMATS:
        for (size_t i = 0; ps_report_format_at(i, NULL); i++) {
            ps_out("%s%s", i ? between : "", ps_report_format_at(i, NULL));
        }
        return;
    case LIMIT_NAMES:
        for (size_t i = 0; (limit = ps_limit_at(i)) != NULL; i++) {
            ps_out("%s%s=", i ? between : "", limit->name);
        }
        return;
    }
}

/* Calls `each` for every command that can be run: `parent` is NULL for those of the program. */
static void each_command(void (*each)(const ps_command *parent, const ps_command *command))
{
    const ps_command *const *commands = ps_command_top.parts;
    for (size_t i = 0; commands && commands[i]; i++) {
        const ps_command *command = commands[i];
        each(NULL, command);
        for (size_t k = 0; command->parts && command->parts[k]; k++) {
            each(command, command->parts[k]);
        }
    }
}

/* "screen", "pack check". */
static void print_name(const ps_command *parent, const ps_command *command)
{
    ps_out("%s%s%s", parent ? parent->name : "", parent ? " " : "", command->name);
}

static void print_parts(const ps_command *command)
{
    for (size_t i = 0; command->parts && command->parts[i]; i++) {
        ps_out("%s%s", i ? " " : "", command->parts[i]->name);
    }
}

/* ---- bash */

static void print_bash_options(const ps_command *command)
{
    for (size_t i = 0; command->options[i] != PS_OPT_COUNT; i++) {
        const ps_option *option = ps_option_at(command->options[i]);
        ps_out("%s--%s", i ? " " : "", option->name);
        if (option->kind == PS_OPTION_FLAG) {
            ps_out(" --no-%s", option->name);
        }
    }
}

/* One row of the table of commands. */
static void bash_command(const ps_command *parent, const ps_command *command)
{
    ps_out("        '");
    print_name(parent, command);
    ps_out("') parts='");
    print_parts(command);
    ps_out("' options='");
    print_bash_options(command);
    ps_out("' ;;\n");
}

/* The rows of the table of values: an option may mean another thing in another command. */
static void bash_values(const ps_command *parent, const ps_command *command)
{
    for (size_t i = 0; command->options[i] != PS_OPT_COUNT; i++) {
        const ps_option *option = ps_option_at(command->options[i]);
        const char *words;
        if (!option->argument) {
            continue;
        }
        ps_out("        '");
        print_name(parent, command);
        ps_out(" --%s'", option->name);
        if (option->letter) {
            ps_out(" | '");
            print_name(parent, command);
            ps_out(" -%c'", option->letter);
        }
        ps_out(") valued=1 values='");
        print_values(command->options[i], " ");
        ps_out("'%s ;;\n",
               values_of(command->options[i], &words) == LIMIT_NAMES ? " nospace=1" : "");
    }
}

static void bash_parent(const ps_command *parent, const ps_command *command)
{
    (void)parent;
    if (command->parts) {
        ps_out("        %s) ((COMP_CWORD > 2)) && command+=\" ${COMP_WORDS[2]}\" ;;\n",
               command->name);
    }
}

static void print_bash(void)
{
    ps_out("# Completion of procscreen for bash; made by \"procscreen completion bash\".\n"
           "_procscreen()\n{\n"
           "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
           "    local command=${COMP_WORDS[1]} parts='' options='' values='' valued='' nospace=''\n"
           "    COMPREPLY=()\n"
           "    if ((COMP_CWORD == 1)); then\n"
           "        COMPREPLY=($(compgen -W '");
    print_parts(&ps_command_top);
    ps_out(" ");
    print_bash_options(&ps_command_top);
    ps_out("' -- \"$current\"))\n        return\n    fi\n"
           "    case $command in\n");
    each_command(bash_parent);
    ps_out("    esac\n"
           "    # bash parts words at \"=\": --option=value, FORMAT=FILE.\n"
           "    [[ $current == '=' ]] && current=''\n"
           "    if [[ ${COMP_WORDS[COMP_CWORD]} == '=' || $before == '=' ]]; then\n"
           "        [[ $before == '=' ]] && before=${COMP_WORDS[COMP_CWORD - 2]}\n"
           "        [[ $before == -* ]] || return\n"
           "    fi\n"
           "    case $command in\n");
    each_command(bash_command);
    ps_out("    esac\n    case \"$command $before\" in\n");
    each_command(bash_values);
    ps_out("    esac\n    if [[ -n $valued ]]; then\n        :\n"
           "    elif [[ $current == -* ]]; then\n        values=$options\n"
           "    elif [[ -n $parts && $COMP_CWORD -eq 2 ]]; then\n        values=$parts\n"
           "    elif [[ $command == completion ]]; then\n        values='bash zsh fish'\n    fi\n"
           "    [[ -n $nospace ]] && compopt -o nospace\n"
           "    # Nothing said here: a path.\n"
           "    [[ -n $values ]] && COMPREPLY=($(compgen -W \"$values\" -- \"$current\"))\n"
           "}\ncomplete -o bashdefault -o default -F _procscreen procscreen\n");
}

/* ---- zsh */

/* A description within single quotes and brackets. */
static void print_zsh_text(const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '\'':
            ps_out("'\\''");
            break;
        case '[':
        case ']':
        case ':':
        case '\\':
            ps_out("\\%c", *text);
            break;
        default:
            ps_out("%c", *text);
        }
    }
}

static void zsh_argument(ps_option_id id, const ps_option *option)
{
    const char *words;
    if (!option->argument) {
        return;
    }
    ps_out(":");
    print_zsh_text(option->argument);
    ps_out(":");
    if (takes_path(option)) {
        ps_out("_files");
    } else if (values_of(id, &words) == LIMIT_NAMES) {
        /* no blank behind the "=" */
        ps_out("{compadd -S \"\" -- ");
        print_values(id, " ");
        ps_out("}");
    } else if (values_of(id, &words) != NO_VALUES) {
        ps_out("(");
        print_values(id, " ");
        ps_out(")");
    }
}

static void zsh_option(ps_option_id id, const char *before, const char *name)
{
    const ps_option *option = ps_option_at(id);
    ps_out(" \\\n            '%s--%s%s%s[", option->kind == PS_OPTION_LIST ? "*" : "", before, name,
           option->argument ? "=" : "");
    print_zsh_text(option->about);
    ps_out("]");
    zsh_argument(id, option);
    ps_out("'");
    if (option->letter && !before[0]) {
        ps_out(" \\\n            '%s-%c[", option->kind == PS_OPTION_LIST ? "*" : "",
               option->letter);
        print_zsh_text(option->about);
        ps_out("]");
        zsh_argument(id, option);
        ps_out("'");
    }
}

static void zsh_options(const ps_command *command)
{
    for (size_t i = 0; command->options[i] != PS_OPT_COUNT; i++) {
        const ps_option *option = ps_option_at(command->options[i]);
        zsh_option(command->options[i], "", option->name);
        if (option->kind == PS_OPTION_FLAG) {
            zsh_option(command->options[i], "no-", option->name);
        }
    }
}

static void zsh_parts(const ps_command *command, const char *indent)
{
    ps_out("%slocal -a parts=(\n", indent);
    for (size_t i = 0; command->parts && command->parts[i]; i++) {
        ps_out("%s    '%s:", indent, command->parts[i]->name);
        print_zsh_text(command->parts[i]->about);
        ps_out("'\n");
    }
    ps_out("%s)\n%s_describe command parts\n", indent, indent);
}

static void zsh_command(const ps_command *parent, const ps_command *command)
{
    if (command->parts) {
        return; /* a part is asked for by its place, not by a row */
    }
    ps_out("        '");
    print_name(parent, command);
    ps_out("')\n        _arguments -s");
    zsh_options(command);
    ps_out(strcmp(command->name, "completion") == 0
               ? " \\\n            '*:shell:(bash zsh fish)' ;;\n"
               : " \\\n            '*:file:_files' ;;\n");
}

static void zsh_parent(const ps_command *parent, const ps_command *command)
{
    (void)parent;
    if (command->parts) {
        ps_out("        %s)\n        if ((CURRENT == 2)); then\n", command->name);
        zsh_parts(command, "            ");
        ps_out("            return\n        fi\n        command+=\" $words[2]\"\n"
               "        shift words\n        ((CURRENT--)) ;;\n");
    }
}

static void print_zsh(void)
{
    ps_out("#compdef procscreen\n"
           "# Completion of procscreen for zsh; made by \"procscreen completion zsh\".\n"
           "_procscreen()\n{\n"
           "    local command=$words[2]\n"
           "    if ((CURRENT == 2)); then\n");
    zsh_parts(&ps_command_top, "        ");
    ps_out("        _arguments");
    zsh_options(&ps_command_top);
    ps_out("\n        return\n    fi\n    shift words\n    ((CURRENT--))\n    case $command in\n");
    each_command(zsh_parent);
    ps_out("    esac\n    case $command in\n");
    each_command(zsh_command);
    ps_out("    esac\n}\n_procscreen \"$@\"\n");
}

/* ---- fish */

static void print_fish_text(const char *text)
{
    ps_out(" -d '");
    for (; *text; text++) {
        ps_out(*text == '\'' || *text == '\\' ? "\\%c" : "%c", *text);
    }
    ps_out("'");
}

/* The beginning of a line about a command: where it holds. */
static void print_fish_place(const ps_command *parent, const ps_command *command)
{
    ps_out("complete -c procscreen -n '__fish_seen_subcommand_from %s%s%s'",
           parent ? parent->name : command->name,
           parent ? "; and __fish_seen_subcommand_from " : "", parent ? command->name : "");
}

static void print_fish_options(const ps_command *parent, const ps_command *command, const char *top)
{
    for (size_t i = 0; command->options[i] != PS_OPT_COUNT; i++) {
        const ps_option *option = ps_option_at(command->options[i]);
        const char *words;
        for (int negated = 0; negated <= (option->kind == PS_OPTION_FLAG); negated++) {
            if (top) {
                ps_out("%s", top);
            } else {
                print_fish_place(parent, command);
            }
            ps_out(" -l %s%s", negated ? "no-" : "", option->name);
            if (option->letter && !negated) {
                ps_out(" -s %c", option->letter);
            }
            if (takes_path(option)) {
                ps_out(" -r -F");
            } else if (option->argument) {
                ps_out(" -x");
            }
            if (values_of(command->options[i], &words) != NO_VALUES) {
                ps_out(" -a '");
                print_values(command->options[i], " ");
                ps_out("'");
            }
            print_fish_text(option->about);
            ps_out("\n");
        }
    }
}

static void fish_command(const ps_command *parent, const ps_command *command)
{
    if (!parent) {
        ps_out("complete -c procscreen -n __fish_use_subcommand -f -a %s", command->name);
        print_fish_text(command->about);
        ps_out("\n");
    }
    for (size_t i = 0; command->parts && command->parts[i]; i++) {
        ps_out("complete -c procscreen -n '__fish_seen_subcommand_from %s; and not "
               "__fish_seen_subcommand_from ",
               command->name);
        print_parts(command);
        ps_out("' -f -a %s", command->parts[i]->name);
        print_fish_text(command->parts[i]->about);
        ps_out("\n");
    }
    if (strcmp(command->name, "completion") == 0) {
        print_fish_place(parent, command);
        ps_out(" -f -a 'bash zsh fish'\n");
    }
    print_fish_options(parent, command, NULL);
}

static void print_fish(void)
{
    ps_out("# Completion of procscreen for fish; made by \"procscreen completion fish\".\n");
    print_fish_options(NULL, &ps_command_top, "complete -c procscreen -n __fish_use_subcommand");
    each_command(fish_command);
}

static int completion(const ps_args *args)
{
    static const struct {
        const char *name;
        void (*print)(void);
    } shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}};
    size_t count;
    const char *name = ps_args_operands(args, &count)[0];
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
        if (strcmp(name, shells[i].name) == 0) {
            shells[i].print();
            return ps_out_end();
        }
    }
    ps_say("there is no completion for \"%s\"", name);
    ps_hint("bash, zsh or fish");
    return PS_EXIT_USAGE;
}

static const ps_option_id options_of_completion[] = {PS_OPT_HELP, PS_OPT_COUNT};

const ps_command ps_command_completion = {
    .name = "completion",
    .operands = "bash|zsh|fish",
    .about = "Print the script that completes this command in a shell.",
    .options = options_of_completion,
    .least = 1,
    .most = 1,
    .run = completion,
};
