/* The procscreen command: finds the command that is asked for and runs it.
 * SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <procscreen/version.h>

#include "command.h"
#include "exit_codes.h"
#include "memory.h"
#include "message.h"

static const ps_command *const commands[] = {
    &ps_command_screen,     &ps_command_report,
    &ps_command_explain,    &ps_command_coverage,
    &ps_command_dossier,    &ps_command_formats,
    &ps_command_init,       &ps_command_pack,
    &ps_command_completion, NULL,
};

static const ps_option_id options_of_top[] = {PS_OPT_VERSION, PS_OPT_VERBOSE, PS_OPT_PRINT_LIMITS,
                                              PS_OPT_HELP, PS_OPT_COUNT};

const ps_command ps_command_top = {
    .name = "procscreen",
    .operands = "COMMAND [OPTION...] [OPERAND...]",
    .about = "Screens procurement records in XML for network products that need a cybersecurity "
             "review and for contracts that lack their confidentiality and support clauses.",
    .options = options_of_top,
    .parts = commands,
};

/* A file that we open must never become standard output or error by accident. */
static int open_standard_files(void)
{
    int fd;
    do {
        fd = open("/dev/null", O_RDWR);
    } while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd < 0) {
        return 0;
    }
    close(fd);
    return 1;
}

static void ignore_signal(int number)
{
    struct sigaction action = {.sa_handler = SIG_IGN};
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(number, &action, NULL);
}

static const ps_command *find_command(const ps_command *const *list, const char *name)
{
    for (size_t i = 0; list[i]; i++) {
        if (strcmp(list[i]->name, name) == 0) {
            return list[i];
        }
    }
    return NULL;
}

static int unknown_command(const ps_command *parent, const char *name)
{
    const ps_command *nearest = NULL;
    size_t least = strlen(name) / 2 + 1;
    for (size_t i = 0; parent->parts[i]; i++) {
        size_t distance = ps_word_distance(parent->parts[i]->name, name, strlen(name));
        if (distance < least) {
            least = distance;
            nearest = parent->parts[i];
        }
    }
    ps_say("there is no command \"%s\"", name);
    if (nearest) {
        ps_hint("did you mean %s?", nearest->name);
    }
    ps_hint("see procscreen --help");
    return PS_EXIT_USAGE;
}

static int run_command(const ps_command *parent, const ps_command *command, char **argv)
{
    ps_args *args = NULL;
    int code = ps_args_new(parent, command, argv, &args);
    if (code != 0) {
        return code;
    }
    if (ps_args_flag(args, PS_OPT_HELP, 0)) {
        ps_help(parent, command);
        code = ps_out_end();
    } else {
        code = command->run(args);
    }
    ps_args_free(args);
    return code;
}

static int print_version(int verbose)
{
    char libraries[256];
    ps_out("procscreen %s\n", ps_version());
    if (verbose) {
        ps_out("%s\n", ps_version_libraries(libraries, sizeof libraries));
    }
    return ps_out_end();
}

static int run_top_option(char **argv)
{
    ps_args *args = NULL;
    int code = ps_args_new(NULL, &ps_command_top, argv, &args);
    if (code != 0) {
        return code;
    }
    if (ps_args_flag(args, PS_OPT_VERSION, 0)) {
        code = print_version(ps_args_flag(args, PS_OPT_VERBOSE, 0));
    } else if (ps_args_flag(args, PS_OPT_PRINT_LIMITS, 0)) {
        ps_print_limits();
        code = ps_out_end();
    } else if (ps_args_flag(args, PS_OPT_HELP, 0)) {
        ps_help(NULL, &ps_command_top);
        code = ps_out_end();
    } else {
        ps_say("no command was given; see procscreen --help");
        code = PS_EXIT_USAGE;
    }
    ps_args_free(args);
    return code;
}

int main(int argc, char **argv)
{
    ps_memory_settle();
    if (!open_standard_files()) {
        return PS_EXIT_INTERNAL;
    }
    ignore_signal(SIGPIPE);
    ignore_signal(SIGXFSZ);
    if (argc < 2 || argv[1][0] == '-') {
        return run_top_option(argv + (argc > 0));
    }
    const ps_command *parent = NULL;
    const ps_command *command = find_command(commands, argv[1]);
    char **rest = argv + 2;
    if (!command) {
        return unknown_command(&ps_command_top, argv[1]);
    }
    if (command->parts) {
        if (!*rest) {
            ps_say("procscreen %s needs a command; see procscreen %s --help", command->name,
                   command->name);
            return PS_EXIT_USAGE;
        }
        if (strcmp(*rest, "--help") == 0 || strcmp(*rest, "-h") == 0) {
            ps_help(NULL, command);
            return ps_out_end();
        }
        parent = command;
        command = find_command(parent->parts, *rest);
        if (!command) {
            return unknown_command(parent, *rest);
        }
        rest++;
    }
    return run_command(parent, command, rest);
}
