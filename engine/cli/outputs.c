/* SPDX-License-Identifier: Apache-2.0 */
#include "outputs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "abreast.h"
#include "exit_codes.h"
#include "message.h"

enum { OUTPUTS_MOST = 16, COLUMNS_MOST = 120 };

typedef struct output {
    const char *format;
    const char *path; /* NULL: standard output */
    ps_target *target;
    ps_report *report;
    int write_error; /* errno of the write that failed */
    int code;        /* PS_EXIT_OK as long as all is well */
} output;

struct ps_outputs {
    output list[OUTPUTS_MOST];
    size_t count;
    ps_abreast *abreast; /* NULL: the reports are filled one after the other */
    int asked;           /* for threads */
    const ps_run_record *records;
    size_t record_count;
};

/* The format's own name, which lives as long as the program; NULL when there is none. */
static const char *find_format(const char *name, size_t len)
{
    const char *format;
    for (size_t i = 0; (format = ps_report_format_at(i, NULL)) != NULL; i++) {
        if (strlen(format) == len && memcmp(format, name, len) == 0) {
            return format;
        }
    }
    return NULL;
}

int ps_outputs_quote_packs(const ps_args *args)
{
    const char *const *specs = ps_args_list(args, PS_OPT_OUTPUT);
    for (; specs && *specs; specs++) {
        const char *format = find_format(*specs, strcspn(*specs, "="));
        if (format && (strcmp(format, "html") == 0 || strcmp(format, "xlsx") == 0)) {
            return 1;
        }
    }
    return 0;
}

static int wrong_format(const ps_args *args, const char *spec, size_t len)
{
    const char *nearest = NULL;
    const char *format;
    size_t least = len < 4 ? 3 : len;
    char all[200] = "";
    int code = ps_args_wrong(args, PS_OPT_OUTPUT, "there is no format \"%.*s\"", (int)len, spec);
    for (size_t i = 0; (format = ps_report_format_at(i, NULL)) != NULL; i++) {
        size_t distance = ps_word_distance(format, spec, len);
        size_t used = strlen(all);
        (void)snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", format);
        if (distance < least) {
            least = distance;
            nearest = format;
        }
    }
    if (nearest) {
        ps_hint("did you mean %s?", nearest);
    } else {
        ps_hint("it is one of %s", all);
    }
    return code;
}

static int read_specs(ps_outputs *outputs, const ps_args *args)
{
    static const char *const usual[] = {"text", NULL};
    const char *const *specs = ps_args_list(args, PS_OPT_OUTPUT);
    for (specs = specs ? specs : usual; *specs; specs++) {
        const char *equals = strchr(*specs, '=');
        size_t len = equals ? (size_t)(equals - *specs) : strlen(*specs);
        output *o = &outputs->list[outputs->count];
        if (outputs->count == OUTPUTS_MOST) {
            return ps_args_wrong(args, PS_OPT_OUTPUT, "more than %d reports", OUTPUTS_MOST);
        }
        o->format = find_format(*specs, len);
        if (!o->format) {
            return wrong_format(args, *specs, len);
        }
        if (equals && !equals[1]) {
            return ps_args_wrong(args, PS_OPT_OUTPUT, "\"%s\" names no file", *specs);
        }
        o->path = equals && strcmp(equals + 1, "-") != 0 ? equals + 1 : NULL;
        outputs->count++;
    }
    return 0;
}

static int open_targets(ps_outputs *outputs, const ps_args *args, const ps_precious *precious,
                        size_t precious_count)
{
    for (size_t i = 0; i < outputs->count; i++) {
        output *o = &outputs->list[i];
        int code = ps_target_new(o->path, precious, precious_count, &o->target);
        if (code != 0) {
            return code;
        }
        if (!o->path && strcmp(o->format, "xlsx") == 0 && isatty(STDOUT_FILENO)) {
            return ps_args_wrong(args, PS_OPT_OUTPUT,
                                 "a workbook is nothing for a terminal: write xlsx=FILE");
        }
        for (size_t k = 0; k < i; k++) {
            if (ps_target_same(outputs->list[k].target, o->target)) {
                return ps_args_wrong(args, PS_OPT_OUTPUT, "two reports go to %s",
                                     ps_target_name(o->target));
            }
        }
    }
    return 0;
}

/* Colour and width suit the terminal that standard output is, if it is one. */
static int set_look(const ps_args *args, int to_stdout, ps_report_options *options)
{
    const char *when = ps_args_value(args, PS_OPT_COLOUR);
    const char *kind = getenv("TERM");
    const char *no_colour = getenv("NO_COLOR");
    int terminal = to_stdout && isatty(STDOUT_FILENO);
    struct winsize window = {0};
    if (!when || strcmp(when, "auto") == 0) {
        options->colour =
            terminal && !(no_colour && no_colour[0]) && kind && strcmp(kind, "dumb") != 0;
    } else if (strcmp(when, "always") == 0 || strcmp(when, "never") == 0) {
        options->colour = when[0] == 'a';
    } else {
        return ps_args_wrong(args, PS_OPT_COLOUR, "\"%s\" is not auto, always or never", when);
    }
    if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col) {
        options->columns = window.ws_col < COLUMNS_MOST ? window.ws_col : COLUMNS_MOST;
    }
    options->each = terminal;
    return 0;
}

static int keep_writing(void *io, const char *bytes, size_t size)
{
    output *o = io;
    int result = ps_target_write(o->target, bytes, size);
    if (result != 0) {
        o->write_error = errno;
    }
    return result;
}

/* What became of a call on the output's report; the first failure is said, and is the last call. */
static void note(output *o, ps_status status, const ps_error *error)
{
    if (status == PS_OK) {
        return;
    }
    if (o->write_error) {
        ps_target_complain(o->target, o->write_error);
        o->code = PS_EXIT_OUTPUT;
    } else {
        ps_say_error(error);
        o->code = error->code == PS_E_WRITE ? PS_EXIT_OUTPUT : PS_EXIT_INTERNAL;
    }
}

static void on_warning(void *user, const ps_error *error)
{
    const output *o = user;
    ps_error named = *error;
    (void)snprintf(named.source, sizeof named.source, "%s", ps_target_name(o->target));
    ps_say_problem(NULL, PS_WARN, &named);
}

static int begin_reports(ps_outputs *outputs, const ps_args *args, const ps_outputs_run *run)
{
    const char *lang = ps_args_value(args, PS_OPT_LANG);
    if (lang && strcmp(lang, "en") != 0 && strcmp(lang, "zh") != 0) {
        return ps_args_wrong(args, PS_OPT_LANG, "\"%s\" is neither en nor zh", lang);
    }
    for (size_t i = 0; i < outputs->count; i++) {
        output *o = &outputs->list[i];
        ps_report_options options = PS_REPORT_OPTIONS_INIT;
        ps_error error = {0};
        int code = set_look(args, !o->path, &options);
        if (code != 0) {
            return code;
        }
        options.origin = run->origin;
        options.lang = lang;
        options.page_rows = run->limits->page_rows;
        options.as_of = run->as_of;
        options.today = run->today;
        options.decisions = run->decisions;
        options.csv_raw = ps_args_flag(args, PS_OPT_CSV_RAW, 0);
        options.csv_bom = ps_args_flag(args, PS_OPT_CSV_BOM, 0);
        options.warning = ps_args_flag(args, PS_OPT_QUIET, 0) ? NULL : on_warning;
        options.warning_user = o;
        note(o, ps_report_new(o->format, run->packs, &options, keep_writing, o, &o->report, &error),
             &error);
        if (o->code) {
            return o->code;
        }
    }
    return 0;
}

int ps_outputs_new(const ps_args *args, const ps_outputs_run *run, const ps_precious *precious,
                   size_t precious_count, ps_outputs **ret_outputs)
{
    ps_outputs *outputs = calloc(1, sizeof *outputs);
    if (!outputs) {
        ps_say("out of memory");
        return PS_EXIT_INTERNAL;
    }
    int code = read_specs(outputs, args);
    if (code == 0) {
        code = open_targets(outputs, args, precious, precious_count);
    }
    if (code == 0) {
        code = begin_reports(outputs, args, run);
    }
    if (code != 0) {
        ps_outputs_free(outputs);
        return code;
    }
    *ret_outputs = outputs;
    return 0;
}

void ps_outputs_free(ps_outputs *outputs)
{
    if (outputs) {
        ps_abreast_free(outputs->abreast);
        for (size_t i = 0; i < outputs->count; i++) {
            ps_report_free(outputs->list[i].report);
            ps_target_free(outputs->list[i].target);
        }
        free(outputs);
    }
}

static void fill(output *o, const ps_run_record *record)
{
    ps_error error = {0};
    if (!o->code) {
        note(o,
             ps_report_screened(o->report, record->screened, record->findings, record->count,
                                &error),
             &error);
    }
}

void ps_outputs_screened(ps_outputs *outputs, const ps_screened *screened,
                         const ps_finding *findings, size_t count)
{
    ps_run_record record = {screened, findings, count};
    for (size_t i = 0; i < outputs->count; i++) {
        fill(&outputs->list[i], &record);
    }
}

static void fill_together(void *user, size_t index)
{
    ps_outputs *outputs = user;
    for (size_t i = 0; i < outputs->record_count; i++) {
        fill(&outputs->list[index], &outputs->records[i]);
    }
}

void ps_outputs_screened_together(ps_outputs *outputs, const ps_run_record *records, size_t count)
{
    outputs->records = records;
    outputs->record_count = count;
    if (!outputs->asked && outputs->count > 1) {
        outputs->abreast = ps_abreast_new(outputs->count, fill_together, outputs);
    }
    outputs->asked = 1;
    if (outputs->abreast) {
        ps_abreast_go(outputs->abreast);
        return;
    }
    for (size_t i = 0; i < outputs->count; i++) {
        fill_together(outputs, i);
    }
}

void ps_outputs_rejected(ps_outputs *outputs, const ps_rejected *rejected)
{
    for (size_t i = 0; i < outputs->count; i++) {
        output *o = &outputs->list[i];
        ps_error error = {0};
        if (!o->code) {
            note(o, ps_report_rejected(o->report, rejected, &error), &error);
        }
    }
}

void ps_outputs_supplier(ps_outputs *outputs, const ps_supplier *supplier)
{
    for (size_t i = 0; i < outputs->count; i++) {
        output *o = &outputs->list[i];
        ps_error error = {0};
        if (!o->code) {
            note(o, ps_report_supplier(o->report, supplier, &error), &error);
        }
    }
}

void ps_outputs_summary(ps_outputs *outputs, const ps_summary *summary)
{
    for (size_t i = 0; i < outputs->count; i++) {
        output *o = &outputs->list[i];
        ps_error error = {0};
        if (!o->code) {
            note(o, ps_report_summary(o->report, summary, &error), &error);
        }
    }
}

int ps_outputs_have(const ps_outputs *outputs, const ps_target *target)
{
    size_t i = 0;
    while (i < outputs->count && !ps_target_same(outputs->list[i].target, target)) {
        i++;
    }
    return i < outputs->count;
}

int ps_outputs_all_failed(const ps_outputs *outputs)
{
    for (size_t i = 0; i < outputs->count; i++) {
        if (!outputs->list[i].code) {
            return 0;
        }
    }
    return 1;
}

int ps_outputs_talk(const ps_outputs *outputs)
{
    for (size_t i = 0; i < outputs->count; i++) {
        if (!outputs->list[i].path && strcmp(outputs->list[i].format, "text") == 0) {
            return 1;
        }
    }
    return 0;
}

int ps_outputs_on_terminal(const ps_outputs *outputs)
{
    for (size_t i = 0; i < outputs->count; i++) {
        if (!outputs->list[i].path && isatty(STDOUT_FILENO)) {
            return 1;
        }
    }
    return 0;
}

int ps_outputs_finish(ps_outputs *outputs)
{
    int worst = PS_EXIT_OK;
    for (size_t i = 0; i < outputs->count; i++) {
        output *o = &outputs->list[i];
        int code = o->code ? o->code : ps_target_commit(o->target);
        worst = ps_exit_worse(worst, code);
    }
    return worst;
}
