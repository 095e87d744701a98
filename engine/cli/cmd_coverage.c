/* procscreen coverage: which fields the profiles filled, how often, and which elements with text
 * nobody read. SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "command.h"
#include "documents.h"
#include "exit_codes.h"
#include "files_from.h"
#include "message.h"
#include "setup.h"
#include "suggest.h"

enum { SCOPE_COLUMNS = 12, NAME_COLUMNS = 24 };

static void on_rejected(void *user, const ps_rejected *rejected)
{
    (void)user;
    ps_say_rejected(rejected);
}

/* What was printed last, so that a heading comes when it changes. */
typedef struct table {
    char format[64];
    int unread; /* 1: elements that nobody read are being listed */
    size_t rows;
} table;

static int same(const char *known, ps_str text)
{
    return strlen(known) == text.len && memcmp(known, text.ptr, text.len) == 0;
}

static void print_heading(table *t, const ps_coverage_row *row, int unread)
{
    size_t len = row->format.len < sizeof t->format - 1 ? row->format.len : sizeof t->format - 1;
    ps_out(t->rows ? "\n" : "");
    ps_out_safe(row->format);
    ps_out(unread ? ": elements with text that no rule read\n" : ": fields\n");
    memcpy(t->format, row->format.ptr, len);
    t->format[len] = '\0';
    t->unread = unread;
}

static void print_row(void *user, const ps_coverage_row *row)
{
    static const char unread_scope[] = "unread";
    table *t = user;
    int unread = row->scope.len == sizeof unread_scope - 1 &&
                 memcmp(row->scope.ptr, unread_scope, row->scope.len) == 0;
    if (t->rows == 0 || unread != t->unread || !same(t->format, row->format)) {
        print_heading(t, row, unread);
    }
    t->rows++;
    if (unread) {
        ps_out("%10llu times  ", (unsigned long long)row->filled);
        ps_out_safe(row->name);
    } else {
        uint64_t percent = row->possible ? row->filled * 100 / row->possible : 0;
        ps_out("%10llu of %-10llu %3llu %%  ", (unsigned long long)row->filled,
               (unsigned long long)row->possible, (unsigned long long)percent);
        ps_out_column(row->scope, SCOPE_COLUMNS);
        ps_out(" ");
        if (row->sample.len) {
            ps_out_column(row->name, NAME_COLUMNS);
        } else {
            ps_out_safe(row->name);
        }
    }
    if (row->sample.len) {
        ps_out("  ");
        ps_out_safe(row->sample);
    }
    ps_out("\n");
}

static int print_coverage(const ps_screener *screener)
{
    table t = {.rows = 0};
    ps_error error = {0};
    if (ps_screener_coverage(screener, print_row, &t, &error) == PS_FATAL) {
        ps_say_error(&error);
        return PS_EXIT_INTERNAL;
    }
    if (t.rows == 0) {
        ps_say("no record was found");
        return ps_exit_worse(PS_EXIT_INCOMPLETE, ps_out_end());
    }
    return ps_out_end();
}

static int coverage(const ps_args *args)
{
    static const ps_screen_sink sink = {.rejected = on_rejected};
    ps_limits limits;
    ps_error error = {0};
    ps_packs *packs = NULL;
    ps_screen_options options = PS_SCREEN_OPTIONS_INIT;
    ps_documents documents = {.sink = &sink};
    ps_files_from *list = NULL;
    int code = ps_files_from_open(args, "coverage", &list);
    if (code == 0) {
        code = ps_setup_limits(args, &limits);
    }
    if (code == 0) {
        code = ps_setup_packs(args, &limits, NULL, &packs);
    }
    if (code == 0 && ps_args_flag(args, PS_OPT_SUGGEST, 0)) {
        code = ps_suggest(args, list, packs, &limits);
        ps_packs_free(packs);
        ps_files_from_free(list);
        return code;
    }
    if (code == 0) {
        options.limits = &limits;
        options.encoding = ps_args_value(args, PS_OPT_INPUT_ENCODING);
        options.want_coverage = 1;
        if (ps_screener_new(packs, &options, &documents.screener, &error) != PS_OK) {
            ps_say_error(&error);
            code = PS_EXIT_INTERNAL;
        }
    }
    if (code == 0) {
        ps_documents_read_inputs(&documents, ps_args_operands(args, NULL), list,
                                 ps_args_value(args, PS_OPT_STDIN_NAME));
    }
    if (code == 0 && documents.code != PS_EXIT_INTERNAL) {
        code = print_coverage(documents.screener);
    }
    ps_screener_free(documents.screener);
    ps_packs_free(packs);
    ps_files_from_free(list);
    return ps_exit_worse(code, documents.code);
}

static const ps_option_id options_of_coverage[] = {
    PS_OPT_SUGGEST,    PS_OPT_FORMATS,        PS_OPT_CATALOG,    PS_OPT_POLICY, PS_OPT_DATA_DIR,
    PS_OPT_STDIN_NAME, PS_OPT_INPUT_ENCODING, PS_OPT_FILES_FROM, PS_OPT_NUL,    PS_OPT_LIMIT,
    PS_OPT_CONFIG,     PS_OPT_HELP,           PS_OPT_COUNT};

const ps_command ps_command_coverage = {
    .name = "coverage",
    .operands = "[INPUT...]",
    .about = "Show which fields the format profiles fill, how often, and which elements with text "
             "no profile rule reads; or draft a profile.",
    .details =
        "With --suggest the inputs are samples of one export that no profile reads yet. The draft\n"
        "says of each rule why it was guessed; edit it, then give it with --formats.\n",
    .options = options_of_coverage,
    .most = (size_t)-1,
    .run = coverage,
};
