/* procscreen pack diff: what a new edition of packs changes, in itself and in what is found.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>

#include <procscreen/diff.h>

#include "command.h"
#include "exit_codes.h"
#include "message.h"
#include "pack_files.h"
#include "rewindable.h"
#include "setup.h"
#include "target.h"

/* The format before "=", and the file behind it. */
typedef struct place {
    char format[16];
    const char *path; /* NULL: standard output */
} place;

static int read_place(const ps_args *args, place *ret)
{
    const char *value = ps_args_value(args, PS_OPT_DIFF_OUTPUT);
    value = value ? value : "text";
    const char *equals = strchr(value, '=');
    size_t len = equals ? (size_t)(equals - value) : strlen(value);
    if (!((len == 4 && memcmp(value, "text", 4) == 0) ||
          (len == 4 && memcmp(value, "json", 4) == 0))) {
        return ps_args_wrong(args, PS_OPT_DIFF_OUTPUT, "\"%s\" is not text or json", value);
    }
    if (equals && !equals[1]) {
        return ps_args_wrong(args, PS_OPT_DIFF_OUTPUT, "\"%s\" names no file", value);
    }
    memcpy(ret->format, value, len);
    ret->format[len] = '\0';
    ret->path = equals && strcmp(equals + 1, "-") != 0 ? equals + 1 : NULL;
    return 0;
}

static int same_kinds(const ps_pack_paths *a, const ps_pack_paths *b)
{
    return !a->catalogs == !b->catalogs && !a->policies == !b->policies &&
           !a->profiles == !b->profiles;
}

/* Both sets of packs. What a side does not name comes from the options, on both sides alike. */
static int load_both(const ps_args *args, const ps_limits *limits, const char *const *operands,
                     ps_packs *ret_packs[2])
{
    ps_pack_files files[2] = {{{0}, NULL, 0}, {{0}, NULL, 0}};
    ps_pack_paths paths[2] = {PS_PACK_PATHS_INIT, PS_PACK_PATHS_INIT};
    int code = 0;
    for (int i = 0; i < 2 && code == 0; i++) {
        const char *const one[] = {operands[i], NULL};
        code = ps_pack_files_sort(&files[i], one, &paths[i]);
    }
    if (code == 0 && !same_kinds(&paths[0], &paths[1])) {
        ps_say("%s and %s do not hold the same kinds of packs", operands[0], operands[1]);
        ps_hint("compare catalogs with catalogs, policies with policies, or whole data folders");
        code = PS_EXIT_USAGE;
    }
    for (int i = 0; i < 2 && code == 0; i++) {
        code = ps_setup_packs(args, limits, &paths[i], &ret_packs[i]);
    }
    ps_pack_files_free(&files[0]);
    ps_pack_files_free(&files[1]);
    return code;
}

/* Standard input is read twice, once for each side. */
static int keep_standard_input(const char *const *inputs)
{
    size_t times = 0;
    for (; *inputs; inputs++) {
        times += strcmp(*inputs, "-") == 0;
    }
    if (times > 1) {
        ps_say("standard input can stand for one archive only");
        return PS_EXIT_USAGE;
    }
    return times == 1 ? ps_stdin_rewindable(UINT64_MAX) : 0;
}

static int write_diff(ps_packs *const packs[2], const place *to, const ps_diff_options *options,
                      ps_target *target)
{
    ps_error error = {0};
    ps_diff_result result;
    ps_status status = ps_diff_write(packs[0], packs[1], to->format, options, ps_target_write,
                                     target, &result, &error);
    if (status != PS_OK) {
        if (error.code == PS_E_WRITE) {
            ps_target_complain(target, errno);
            return PS_EXIT_OUTPUT;
        }
        ps_say_error(&error);
        return error.code == PS_E_LIMIT || error.code == PS_E_READ || error.code == PS_E_OPEN
                   ? PS_EXIT_INCOMPLETE
                   : PS_EXIT_INTERNAL;
    }
    int code = ps_target_commit(target);
    if (result.things || result.findings) {
        code = ps_exit_worse(code, PS_EXIT_FINDINGS);
    }
    return result.incomplete ? ps_exit_worse(code, PS_EXIT_INCOMPLETE) : code;
}

static int read_run_options(const ps_args *args, const ps_limits *limits, ps_run_options *run)
{
    int code = ps_setup_law_days(args, &run->as_of, &run->today);
    if (code == 0) {
        code = ps_setup_jobs(args, &run->jobs);
    }
    if (code == 0) {
        code = ps_setup_operators(args, &run->operators);
    }
    run->limits = limits;
    run->encoding = ps_args_value(args, PS_OPT_INPUT_ENCODING);
    run->stdin_name = ps_args_value(args, PS_OPT_STDIN_NAME);
    run->follow_links = ps_args_flag(args, PS_OPT_FOLLOW_LINKS, 0);
    return code;
}

static int diff(const ps_args *args)
{
    size_t count;
    place to;
    ps_limits limits;
    ps_target *target = NULL;
    ps_packs *packs[2] = {NULL, NULL};
    ps_precious_list precious = {0};
    ps_run_options run = PS_RUN_OPTIONS_INIT;
    ps_diff_options options = PS_DIFF_OPTIONS_INIT;
    const char *const *operands = ps_args_operands(args, &count);
    int code = ps_setup_limits(args, &limits);
    if (code == 0) {
        code = read_place(args, &to);
    }
    if (code == 0) {
        code = read_run_options(args, &limits, &run);
    }
    if (code == 0) {
        code = load_both(args, &limits, operands, packs);
    }
    if (code == 0) {
        code = ps_precious_list_add_run(&precious, args, operands);
    }
    for (int side = 0; side < 2 && code == 0; side++) {
        code = ps_precious_list_add_packs(&precious, packs[side]);
    }
    if (code == 0) {
        code = ps_target_new(to.path, precious.list, precious.count, &target);
    }
    if (code == 0) {
        code = keep_standard_input(operands + 2);
    }
    if (code == 0) {
        options.inputs = operands + 2;
        options.input_count = count - 2;
        options.run = &run;
        options.problem = ps_say_problem;
        code = write_diff(packs, &to, &options, target);
    }
    ps_target_free(target);
    ps_precious_list_free(&precious);
    ps_operators_free(run.operators);
    ps_packs_free(packs[0]);
    ps_packs_free(packs[1]);
    return code;
}

static const ps_option_id options_of_diff[] = {
    PS_OPT_DIFF_OUTPUT, PS_OPT_CATALOG,    PS_OPT_POLICY,         PS_OPT_FORMATS,
    PS_OPT_DATA_DIR,    PS_OPT_AS_OF,      PS_OPT_TODAY,          PS_OPT_OPERATORS,
    PS_OPT_JOBS,        PS_OPT_STDIN_NAME, PS_OPT_INPUT_ENCODING, PS_OPT_FOLLOW_LINKS,
    PS_OPT_LIMIT,       PS_OPT_CONFIG,     PS_OPT_HELP,           PS_OPT_COUNT};

const ps_command ps_command_pack_diff = {
    .name = "diff",
    .operands = "OLD NEW [ARCHIVE...]",
    .about =
        "Tell what differs between two editions of packs, and what that changes in the findings "
        "of an archive of records.",
    .options = options_of_diff,
    .least = 2,
    .most = (size_t)-1,
    .run = diff,
};
