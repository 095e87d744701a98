/* procscreen report: every report format from a run that was kept as NDJSON.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <procscreen/kept.h>

#include "command.h"
#include "exit_codes.h"
#include "message.h"
#include "outputs.h"
#include "precious.h"
#include "progress.h"
#include "setup.h"

typedef struct making {
    const ps_args *args;
    const ps_limits *limits;
    ps_precious_list precious;
    ps_outputs *outputs;
    ps_progress progress;
    int quiet;
    int code;
} making;

static int on_begin(void *user, const ps_run_origin *origin, ps_day as_of, ps_day today)
{
    making *m = user;
    const ps_outputs_run run = {
        .origin = origin, .as_of = as_of, .today = today, .limits = m->limits};
    m->code = ps_outputs_new(m->args, &run, m->precious.list, m->precious.count, &m->outputs);
    if (m->code == 0) {
        int usual = !ps_outputs_on_terminal(m->outputs);
        ps_progress_init(&m->progress,
                         m->quiet ? 0 : ps_args_flag(m->args, PS_OPT_PROGRESS, usual));
    }
    return m->code;
}

static void on_screened(void *user, const ps_screened *screened, const ps_finding *findings,
                        size_t count)
{
    ps_outputs_screened(((making *)user)->outputs, screened, findings, count);
}

static void on_rejected(void *user, const ps_rejected *rejected)
{
    ps_outputs_rejected(((making *)user)->outputs, rejected);
}

static void on_supplier(void *user, const ps_supplier *supplier)
{
    ps_outputs_supplier(((making *)user)->outputs, supplier);
}

static void on_summary(void *user, const ps_summary *summary)
{
    ps_outputs_summary(((making *)user)->outputs, summary);
}

static int on_progress(void *user, uint64_t bytes, uint64_t total, uint64_t records)
{
    making *m = user;
    ps_progress_tell(&m->progress, bytes, total, records);
    return ps_outputs_all_failed(m->outputs);
}

static long read_file(void *io, char *buffer, size_t size)
{
    const int *fd = io;
    ssize_t got;
    do {
        got = read(*fd, buffer, size);
    } while (got < 0 && errno == EINTR);
    return (long)got;
}

/* An input that cannot be read to its end is what exit status 3 is for; a report of a part would
 * look like a whole one. */
static int conclude(making *m, ps_status status, const ps_error *error)
{
    ps_progress_wipe(&m->progress);
    if (m->code) {
        return m->code;
    }
    if (status == PS_OK || status == PS_END) {
        return ps_outputs_finish(m->outputs);
    }
    ps_say_error(error);
    ps_say("no report was made of a run that is not whole");
    return error->code == PS_E_MEMORY ? PS_EXIT_INTERNAL : PS_EXIT_INCOMPLETE;
}

static int make_reports(making *m, const char *path)
{
    static const ps_kept_sink sink = {.begin = on_begin,
                                      .events = {.screened = on_screened,
                                                 .rejected = on_rejected,
                                                 .supplier = on_supplier,
                                                 .summary = on_summary,
                                                 .progress = on_progress}};
    ps_error error = {0};
    int is_stdin = strcmp(path, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        ps_say("cannot open %s: %s", path, strerror(errno));
        return PS_EXIT_INCOMPLETE;
    }
    ps_status status = ps_kept_read(read_file, &fd, path, m->limits, &sink, m, &error);
    if (!is_stdin) {
        close(fd);
    }
    return conclude(m, status, &error);
}

static int report(const ps_args *args)
{
    size_t count;
    ps_limits limits;
    making m = {.args = args, .limits = &limits, .quiet = ps_args_flag(args, PS_OPT_QUIET, 0)};
    const char *const *inputs = ps_args_operands(args, &count);
    int code = ps_setup_limits(args, &limits);
    if (code == 0) {
        code = ps_precious_list_add_run(&m.precious, args, inputs);
    }
    if (code == 0) {
        code = make_reports(&m, inputs[0]);
    }
    ps_outputs_free(m.outputs);
    ps_precious_list_free(&m.precious);
    return code;
}

static const ps_option_id options_of_report[] = {
    PS_OPT_OUTPUT,   PS_OPT_LANG,  PS_OPT_COLOUR, PS_OPT_CSV_RAW, PS_OPT_CSV_BOM, PS_OPT_LIMIT,
    PS_OPT_PROGRESS, PS_OPT_QUIET, PS_OPT_CONFIG, PS_OPT_HELP,    PS_OPT_COUNT};

const ps_command ps_command_report = {
    .name = "report",
    .operands = "RUN.ndjson",
    .about = "Make reports from a run that was kept as NDJSON: a file, or - for standard input.",
    .options = options_of_report,
    .least = 1,
    .most = 1,
    .run = report,
};
