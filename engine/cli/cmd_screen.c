/* procscreen screen: inputs in, reports out, and an exit code that a scheduler can act on.
 * SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <string.h>

#include <procscreen/run.h>

#include "command.h"
#include "exit_codes.h"
#include "files_from.h"
#include "message.h"
#include "outputs.h"
#include "precious.h"
#include "profiler.h"
#include "progress.h"
#include "setup.h"

enum { REJECTIONS_SAID = 20 };

/* The signal that asked for the end; 0: none. */
static volatile sig_atomic_t stop_signal;

static void on_stop(int signal)
{
    stop_signal = signal;
}

/* A second one of the same kind ends the process at once. */
static void catch_signals(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction ignored;
    struct sigaction action = {.sa_handler = on_stop, .sa_flags = SA_RESETHAND | SA_RESTART};
    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        /* nohup and the shell's "&" ignore a signal for us: leave it so. */
        if (sigaction(signals[i], NULL, &ignored) == 0 && ignored.sa_handler != SIG_IGN) {
            (void)sigaction(signals[i], &action, NULL);
        }
    }
}

/* A run, as seen from its sink. */
typedef struct screening {
    ps_outputs *outputs;
    ps_profiling profiling;
    ps_progress progress;
    ps_confidence fail_on; /* NONE: never */
    int quiet;
    int talk; /* a person reads the text on standard output: nothing need be said twice */
    int findings;
    uint64_t rejected_said;
    uint64_t empty;   /* rejections that say no more than that nothing was there */
    uint64_t not_xml; /* they say the same when not a single byte was read */
    int summed;
    ps_summary summary; /* only its counts are valid after the run */
} screening;

/* A hit counts by its confidence; what is not about an item counts unless it is only for
 * information. */
static int fails(const screening *s, const ps_screened *screened, const ps_finding *findings,
                 size_t count)
{
    if (s->fail_on == PS_CONFIDENCE_NONE) {
        return 0;
    }
    for (size_t i = 0; i < screened->item_count; i++) {
        if (screened->items[i].outcome == PS_OUTCOME_HIT &&
            screened->items[i].confidence >= s->fail_on) {
            return 1;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (findings[i].confidence == PS_CONFIDENCE_NONE &&
            findings[i].severity > PS_SEVERITY_INFO) {
            return 1;
        }
    }
    return 0;
}

static void on_screened(void *user, const ps_screened *screened, const ps_finding *findings,
                        size_t count)
{
    screening *s = user;
    s->findings = s->findings || fails(s, screened, findings, count);
    ps_outputs_screened(s->outputs, screened, findings, count);
}

static void on_screened_together(void *user, const ps_run_record *records, size_t count)
{
    screening *s = user;
    for (size_t i = 0; i < count && !s->findings; i++) {
        s->findings = fails(s, records[i].screened, records[i].findings, records[i].count);
    }
    ps_outputs_screened_together(s->outputs, records, count);
}

static void on_rejected(void *user, const ps_rejected *rejected)
{
    screening *s = user;
    s->empty += rejected->error->code == PS_E_NO_RECORDS;
    s->not_xml += rejected->error->code == PS_E_NOT_XML;
    if (!s->quiet && !s->talk) {
        if (s->rejected_said < REJECTIONS_SAID) {
            ps_progress_wipe(&s->progress);
            ps_say_rejected(rejected);
        } else if (s->rejected_said == REJECTIONS_SAID) {
            ps_say("more rejections follow; the reports have all of them");
        }
        s->rejected_said++;
    }
    ps_outputs_rejected(s->outputs, rejected);
}

static void on_supplier(void *user, const ps_supplier *supplier)
{
    screening *s = user;
    ps_outputs_supplier(s->outputs, supplier);
}

static void on_summary(void *user, const ps_summary *summary)
{
    screening *s = user;
    s->summary = *summary;
    s->summed = 1;
    ps_outputs_summary(s->outputs, summary);
}

static void on_warning(void *user, const ps_error *error)
{
    screening *s = user;
    if (!s->quiet) {
        ps_progress_wipe(&s->progress);
        ps_say_problem(NULL, PS_WARN, error);
    }
}

static int on_progress(void *user, uint64_t bytes, uint64_t total, uint64_t records)
{
    screening *s = user;
    ps_progress_tell(&s->progress, bytes, total, records);
    return stop_signal != 0 || ps_outputs_all_failed(s->outputs);
}

static void say_summary(const screening *s)
{
    const ps_summary *sum = &s->summary;
    ps_say("%llu records screened: %llu to look at, %llu clear, %llu not evaluable, %llu waived; "
           "%llu records and %llu documents rejected; %llu findings",
           (unsigned long long)sum->records_screened, (unsigned long long)sum->records.hit,
           (unsigned long long)sum->records.clear, (unsigned long long)sum->records.not_evaluable,
           (unsigned long long)sum->records.waived, (unsigned long long)sum->records_rejected,
           (unsigned long long)sum->documents_rejected, (unsigned long long)sum->findings);
}

/* Whether something of the input could not be judged. */
static int is_incomplete(const screening *s, int allow_empty)
{
    const ps_summary *sum = &s->summary;
    uint64_t rejected = sum->records_rejected + sum->documents_rejected;
    if (allow_empty) {
        uint64_t empty = s->empty + (sum->bytes_read == 0 ? s->not_xml : 0);
        rejected -= empty < rejected ? empty : rejected;
    } else if (sum->records_read == 0) {
        return 1;
    }
    return rejected || sum->unscreened_after || sum->records.not_evaluable ||
           sum->items.not_evaluable || sum->elements.not_evaluable;
}

/* Everything that can still go wrong after the run, the worst first. */
static int conclude(screening *s, const ps_args *args, ps_status status, const ps_error *error)
{
    int code = PS_EXIT_OK;
    ps_progress_wipe(&s->progress);
    if (stop_signal) {
        ps_say("stopped by a signal: nothing was written to files");
        return 128 + stop_signal;
    }
    if (ps_outputs_all_failed(s->outputs)) {
        return ps_outputs_finish(s->outputs);
    }
    if (status != PS_OK && status != PS_WARN) {
        ps_say_error(error);
        return error->code == PS_E_USAGE || error->code == PS_E_CONFIG ? PS_EXIT_USAGE
                                                                       : PS_EXIT_INTERNAL;
    }
    if (!s->summed || !s->summary.reconciles) {
        ps_say("the counts of this run do not add up: this is a fault of procscreen");
        return PS_EXIT_INTERNAL;
    }
    if (is_incomplete(s, ps_args_flag(args, PS_OPT_ALLOW_EMPTY, 0)) &&
        (s->fail_on != PS_CONFIDENCE_NONE || s->summary.records_read == 0)) {
        code = PS_EXIT_INCOMPLETE;
    }
    if (s->findings) {
        code = ps_exit_worse(code, PS_EXIT_FINDINGS);
    }
    code = ps_exit_worse(code, ps_outputs_finish(s->outputs));
    if (!s->quiet && !s->talk) {
        say_summary(s);
    }
    return code;
}

static int read_fail_on(const ps_args *args, ps_confidence *ret_level)
{
    static const struct {
        const char *name;
        ps_confidence level;
    } rows[] = {
        {"possible", PS_CONFIDENCE_POSSIBLE},
        {"probable", PS_CONFIDENCE_PROBABLE},
        {"definite", PS_CONFIDENCE_DEFINITE},
        {"never", PS_CONFIDENCE_NONE},
    };
    const char *value = ps_args_value(args, PS_OPT_FAIL_ON);
    *ret_level = PS_CONFIDENCE_POSSIBLE;
    if (!value) {
        return 0;
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(value, rows[i].name) == 0) {
            *ret_level = rows[i].level;
            return 0;
        }
    }
    return ps_args_wrong(args, PS_OPT_FAIL_ON,
                         "\"%s\" is not possible, probable, definite or never", value);
}

static int run(const ps_args *args, const ps_packs *packs, const ps_decisions *decisions,
               const ps_run_options *options, screening *s)
{
    static const ps_run_sink sink = {.screened = on_screened,
                                     .screened_together = on_screened_together,
                                     .rejected = on_rejected,
                                     .supplier = on_supplier,
                                     .summary = on_summary,
                                     .warning = on_warning,
                                     .progress = on_progress};
    size_t count;
    ps_error error = {0};
    ps_precious_list precious = {0};
    const char *const *inputs = ps_args_operands(args, &count);
    int code = ps_precious_list_add_run(&precious, args, inputs);
    if (code == 0) {
        code = ps_precious_list_add_packs(&precious, packs);
    }
    if (code == 0) {
        const ps_outputs_run outputs = {.packs = packs,
                                        .as_of = options->as_of,
                                        .today = options->today,
                                        .limits = options->limits,
                                        .decisions = decisions};
        code = ps_outputs_new(args, &outputs, precious.list, precious.count, &s->outputs);
    }
    if (code == 0) {
        code = ps_profiling_open(&s->profiling, &precious, s->outputs);
    }
    if (code == 0) {
        s->talk = ps_outputs_talk(s->outputs);
        int usual = !ps_outputs_on_terminal(s->outputs);
        ps_progress_init(&s->progress, s->quiet ? 0 : ps_args_flag(args, PS_OPT_PROGRESS, usual));
        catch_signals();
        ps_status status = ps_run_execute(packs, inputs, count, options, &sink, s, &error);
        code = conclude(s, args, status, &error);
        int told = stop_signal ? PS_EXIT_OK : ps_profiling_tell(&s->profiling, packs);
        code = told == PS_EXIT_OK ? code : ps_exit_worse(code, told);
    }
    ps_outputs_free(s->outputs);
    ps_precious_list_free(&precious);
    return code;
}

static int screen(const ps_args *args)
{
    ps_limits limits;
    ps_packs *packs = NULL;
    ps_operators *operators = NULL;
    ps_contracts *contracts = NULL;
    ps_decisions *decisions = NULL;
    ps_files_from *list = NULL;
    ps_run_options options = PS_RUN_OPTIONS_INIT;
    screening s = {.quiet = ps_args_flag(args, PS_OPT_QUIET, 0)};
    int code = ps_profiling_begin(&s.profiling, args);
    if (code == 0) {
        code = ps_files_from_open(args, "screen", &list);
    }
    if (code == 0) {
        code = ps_setup_limits(args, &limits);
    }
    if (code == 0) {
        code = ps_setup_law_days(args, &options.as_of, &options.today);
    }
    if (code == 0) {
        code = read_fail_on(args, &s.fail_on);
    }
    if (code == 0) {
        code = ps_setup_jobs(args, &options.jobs);
    }
    if (code == 0) {
        code = ps_setup_packs(args, &limits, NULL, &packs);
    }
    if (code == 0) {
        code = ps_setup_operators(args, &operators);
    }
    if (code == 0) {
        code = ps_setup_contracts(args, &limits, &contracts);
    }
    if (code == 0) {
        code = ps_setup_decisions(args, &limits, &decisions);
    }
    if (code == 0) {
        options.limits = &limits;
        options.encoding = ps_args_value(args, PS_OPT_INPUT_ENCODING);
        options.stdin_name = ps_args_value(args, PS_OPT_STDIN_NAME);
        options.operators = operators;
        options.contracts = contracts;
        options.follow_links = ps_args_flag(args, PS_OPT_FOLLOW_LINKS, 0);
        options.next_input = list ? ps_files_from_next : NULL;
        options.next_input_user = list;
        options.profiler = s.profiling.profiler;
        code = run(args, packs, decisions, &options, &s);
    }
    ps_decisions_free(decisions);
    ps_contracts_free(contracts);
    ps_operators_free(operators);
    ps_packs_free(packs);
    ps_files_from_free(list);
    ps_profiling_done(&s.profiling);
    return code;
}

static const ps_option_id options_of_screen[] = {
    PS_OPT_OUTPUT,         PS_OPT_LANG,       PS_OPT_CATALOG,      PS_OPT_POLICY,
    PS_OPT_FORMATS,        PS_OPT_DATA_DIR,   PS_OPT_CACHE,        PS_OPT_OPERATORS,
    PS_OPT_CONTRACTS,      PS_OPT_DECISIONS,  PS_OPT_AS_OF,        PS_OPT_TODAY,
    PS_OPT_JOBS,           PS_OPT_FAIL_ON,    PS_OPT_ALLOW_EMPTY,  PS_OPT_STDIN_NAME,
    PS_OPT_INPUT_ENCODING, PS_OPT_FILES_FROM, PS_OPT_NUL,          PS_OPT_FOLLOW_LINKS,
    PS_OPT_LIMIT,          PS_OPT_COLOUR,     PS_OPT_CSV_RAW,      PS_OPT_CSV_BOM,
    PS_OPT_PROGRESS,       PS_OPT_PROFILE,    PS_OPT_PROFILE_JSON, PS_OPT_QUIET,
    PS_OPT_CONFIG,         PS_OPT_HELP,       PS_OPT_COUNT};

const ps_command ps_command_screen = {
    .name = "screen",
    .operands = "[INPUT...]",
    .about = "Screen procurement records: files, folders, or - for standard input; XML, or that in "
             "gzip, zstd, ZIP or tar.",
    .options = options_of_screen,
    .most = (size_t)-1,
    .run = screen,
};
