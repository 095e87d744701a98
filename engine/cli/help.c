/* --help, from the tables of commands and options.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include <procscreen/limits.h>
#include <procscreen/report.h>

#include "command.h"
#include "message.h"

enum { COLUMNS = 80, TEXT = 26 };

/* Words of ours, wrapped, from `column` on; the other lines begin at `hang`. */
static void print_wrapped(const char *text, size_t column, size_t hang)
{
    while (*text) {
        size_t len = strcspn(text, " ");
        if (column + 1 + len > COLUMNS && column > hang) {
            ps_out("\n%*s", (int)hang, "");
            column = hang;
        } else if (column > hang) {
            ps_out(" ");
            column++;
        }
        ps_out("%.*s", (int)len, text);
        column += len;
        text += len;
        text += *text == ' ';
    }
    ps_out("\n");
}

static void print_row(const char *left, const char *text)
{
    size_t len = strlen(left);
    if (len + 2 > TEXT) {
        ps_out("%s\n%*s", left, TEXT, "");
    } else {
        ps_out("%s%*s", left, (int)(TEXT - len), "");
    }
    print_wrapped(text, TEXT, TEXT);
}

static void print_option(ps_option_id id)
{
    const ps_option *option = ps_option_at(id);
    char left[80];
    char letter[8] = "    ";
    if (option->letter) {
        (void)snprintf(letter, sizeof letter, "-%c, ", option->letter);
    }
    (void)snprintf(left, sizeof left, "  %s--%s%s%s%s", letter,
                   option->kind == PS_OPTION_FLAG ? "[no-]" : "", option->name,
                   option->argument ? " " : "", option->argument ? option->argument : "");
    print_row(left, option->about);
}

static void print_formats(void)
{
    const char *about;
    ps_out("\nFormats of reports:\n");
    for (size_t i = 0; ps_report_format_at(i, &about); i++) {
        char left[40];
        (void)snprintf(left, sizeof left, "  %s", ps_report_format_at(i, NULL));
        print_row(left, about);
    }
}

static void print_parts(const ps_command *command)
{
    ps_out("\nCommands:\n");
    for (size_t i = 0; command->parts[i]; i++) {
        const ps_command *part = command->parts[i];
        char left[80];
        (void)snprintf(left, sizeof left, "  %s%s%s", part->name, part->operands ? " " : "",
                       part->operands ? part->operands : "");
        print_row(left, part->about);
    }
}

void ps_help(const ps_command *parent, const ps_command *command)
{
    int top = command == &ps_command_top;
    ps_out("Usage: procscreen%s%s%s%s%s%s%s\n", parent ? " " : "", parent ? parent->name : "",
           top ? "" : " ", top ? "" : command->name, command->parts ? "" : " [OPTION...]",
           command->operands ? " " : "", command->operands ? command->operands : "");
    print_wrapped(command->about, 0, 0);
    if (command->details) {
        ps_out("\n%s", command->details);
    }
    if (command->parts) {
        print_parts(command);
    }
    ps_out("\nOptions:\n");
    for (size_t i = 0; command->options[i] != PS_OPT_COUNT; i++) {
        print_option(command->options[i]);
    }
    for (size_t i = 0; command->options[i] != PS_OPT_COUNT; i++) {
        if (command->options[i] == PS_OPT_OUTPUT) {
            print_formats();
        }
    }
    if (command->parts) {
        ps_out("\nprocscreen %s%sCOMMAND --help tells about one command.", top ? "" : command->name,
               top ? "" : " ");
    }
    ps_out("\nman procscreen tells all.\n");
}

void ps_print_limits(void)
{
    const ps_limit_info *limit;
    for (size_t i = 0; (limit = ps_limit_at(i)) != NULL; i++) {
        char text[256];
        char left[40];
        (void)snprintf(left, sizeof left, "%s", limit->name);
        (void)snprintf(text, sizeof text, "%llu %s (at most %llu): %s",
                       (unsigned long long)limit->value, limit->unit,
                       (unsigned long long)limit->highest, limit->doc);
        print_row(left, text);
    }
}
