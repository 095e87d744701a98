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
    ps_packs *packs; /* NULL: no report says what they say */
    ps_decisions *decisions;
    const ps_args *args;
    const ps_limits *limits;
    ps_precious_list precious;
    ps_outputs *outputs;
    ps_progress progress;
    int quiet;
    int code;
} making;

static int is_loaded(const ps_packs *packs, const ps_pack_info *wanted)
{
    ps_pack_info info;
    for (size_t i = 0; ps_packs_at(packs, i, &info) == PS_OK; i++) {
        if (strcmp(info.sha256, wanted->sha256) == 0) {
            return 1;
        }
    }
    return 0;
}

/* What packs said when the run was made may be said otherwise by those that are loaded now. */
static void tell_other_packs(const ps_packs *packs, const ps_run_origin *origin)
{
    const ps_pack_info *first = NULL;
    size_t others = 0;
    for (size_t i = 0; i < origin->pack_count; i++) {
        const ps_pack_info *pack = &origin->packs[i];
        /* Profiles say nothing to people. */
        if (pack->kind != PS_PACK_PROFILE && !is_loaded(packs, pack)) {
            first = first ? first : pack;
            others++;
        }
    }
    if (first) {
        ps_say("%zu of the packs that the run was made with are not loaded: the first is version "
               "%.*s of the %s %.*s",
               others, (int)first->version.len, first->version.ptr, ps_pack_kind_name(first->kind),
               (int)first->id.len, first->id.ptr);
        ps_hint("what only they say in Chinese is left in English; name their files with --catalog "
                "and --policy");
    }
}

static int on_begin(void *user, const ps_run_origin *origin, ps_day as_of, ps_day today)
{
    making *m = user;
    const ps_outputs_run run = {.packs = m->packs,
                                .origin = origin,
                                .as_of = as_of,
                                .today = today,
                                .limits = m->limits,
                                .decisions = m->decisions};
    const char *lang = ps_args_value(m->args, PS_OPT_LANG);
    if (m->packs && !m->quiet && lang && strcmp(lang, "en") != 0) {
        tell_other_packs(m->packs, origin);
    }
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

/* Profiles say nothing to people, but packs are loaded whole. */
static int load_packs(making *m)
{
    int code = ps_setup_packs(m->args, m->limits, NULL, &m->packs);
    return code ? code : ps_precious_list_add_packs(&m->precious, m->packs);
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
    if (code == 0 && ps_outputs_quote_packs(args)) {
        code = load_packs(&m);
    }
    if (code == 0) {
        code = ps_setup_decisions(args, &limits, &m.decisions);
    }
    if (code == 0) {
        code = make_reports(&m, inputs[0]);
    }
    ps_outputs_free(m.outputs);
    ps_precious_list_free(&m.precious);
    ps_decisions_free(m.decisions);
    ps_packs_free(m.packs);
    return code;
}

static const ps_option_id options_of_report[] = {
    PS_OPT_OUTPUT,    PS_OPT_LANG,   PS_OPT_CATALOG, PS_OPT_POLICY,  PS_OPT_DATA_DIR,
    PS_OPT_DECISIONS, PS_OPT_COLOUR, PS_OPT_CSV_RAW, PS_OPT_CSV_BOM, PS_OPT_LIMIT,
    PS_OPT_PROGRESS,  PS_OPT_QUIET,  PS_OPT_CONFIG,  PS_OPT_HELP,    PS_OPT_COUNT};

const ps_command ps_command_report = {
    .name = "report",
    .operands = "RUN.ndjson",
    .about = "Make reports from a run that was kept as NDJSON: a file, or - for standard input.",
    .options = options_of_report,
    .least = 1,
    .most = 1,
    .run = report,
};
