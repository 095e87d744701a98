/* procscreen dossier: one record's self-determination, drafted for a person to complete and sign.
 *
 * The inputs are read twice: to find the record, with all that it says, and as `screen` reads them,
 * for its contracts and findings. SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <procscreen/dossier.h>
#include <procscreen/run.h>

#include "command.h"
#include "documents.h"
#include "exit_codes.h"
#include "message.h"
#include "precious.h"
#include "rewindable.h"
#include "setup.h"
#include "target.h"

enum { TOLD_MOST = 10, NEAR_MOST = 3, NAME_ROOM = 4096, ID_ROOM = 256 };

/* Where a record stands. */
typedef struct place {
    char source[NAME_ROOM];
    uint64_t number; /* in all inputs */
    uint64_t line;
    uint64_t offset;
} place;

/* An id that looks like the one that is asked for. */
typedef struct near_id {
    char id[ID_ROOM];
    size_t distance;
} near_id;

typedef struct drafting {
    const char *record;        /* an id, or a running number */
    const char *const *inputs; /* `input_count`, then NULL */
    size_t input_count;
    ps_files_from *list; /* of more inputs; NULL: there are none */
    ps_dossier *dossier;
    uint64_t number;  /* of the record that was read last */
    ps_named how;     /* the record is named, the best so far */
    ps_named current; /* the record that is being read is */
    size_t count;     /* records that are named so */
    place places[TOLD_MOST];
    near_id near[NEAR_MOST];
    int drafted;
    ps_status status; /* of the library, when it failed */
    ps_error error;
} drafting;

/* ---- finding the record */

static int is(ps_str text, const char *terminated)
{
    return text.len == strlen(terminated) &&
           (text.len == 0 || memcmp(text.ptr, terminated, text.len) == 0);
}

/* Keep the id if it is one of the nearest, each once. */
static void note_near(drafting *d, ps_str id)
{
    near_id new = {.distance = ps_word_distance(d->record, id.ptr ? id.ptr : "", id.len)};
    if (id.len == 0 || id.len >= ID_ROOM || new.distance > strlen(d->record) / 2 + 1) {
        return;
    }
    memcpy(new.id, id.ptr, id.len);
    for (size_t i = 0; i < NEAR_MOST; i++) {
        if (strcmp(d->near[i].id, new.id) == 0) {
            return;
        }
        if (!d->near[i].id[0] || new.distance < d->near[i].distance) {
            near_id pushed = d->near[i];
            d->near[i] = new;
            new = pushed;
        }
    }
}

static void on_record(void *user, const ps_record *record)
{
    drafting *d = user;
    d->number++;
    d->current = ps_documents_named(d->record, record->id.text, d->number);
    note_near(d, record->id.text);
    if (d->current > d->how && d->status == PS_OK) {
        d->status = ps_dossier_record(d->dossier, record, &d->error);
    }
}

static int is_at(const place *p, const ps_screened *screened)
{
    return screened->offset == p->offset && screened->line == p->line &&
           is(screened->source, p->source);
}

/* A file that was given twice holds no second record. */
static int is_known(const drafting *d, const ps_screened *screened)
{
    for (size_t i = 0; i < d->count && i < TOLD_MOST; i++) {
        if (is_at(&d->places[i], screened)) {
            return 1;
        }
    }
    return 0;
}

static void on_found(void *user, const ps_screened *screened)
{
    drafting *d = user;
    if (d->current == PS_NAMED_NOT || d->current < d->how) {
        return;
    }
    if (d->current > d->how) {
        d->how = d->current;
        d->count = 0;
    }
    if (is_known(d, screened)) {
        return;
    }
    if (d->count < TOLD_MOST) {
        place *p = &d->places[d->count];
        size_t len = screened->source.len < NAME_ROOM ? screened->source.len : NAME_ROOM - 1;
        memcpy(p->source, screened->source.ptr ? screened->source.ptr : "", len);
        p->source[len] = '\0';
        p->number = d->number;
        p->line = screened->line;
        p->offset = screened->offset;
    }
    d->count++;
}

static void on_rejected(void *user, const ps_rejected *rejected)
{
    drafting *d = user;
    d->number += rejected->seq != 0;
    d->current = PS_NAMED_NOT;
    ps_say_rejected(rejected);
}

static int not_found(const drafting *d)
{
    ps_say("there is no record \"%s\" among the %llu of the input", d->record,
           (unsigned long long)d->number);
    if (d->near[0].id[0]) {
        ps_hint("ids that look like it: %s%s%s%s%s", d->near[0].id, d->near[1].id[0] ? ", " : "",
                d->near[1].id, d->near[2].id[0] ? ", " : "", d->near[2].id);
    } else {
        ps_hint("RECORD is the id of a record, or its number in the input");
    }
    return PS_EXIT_INCOMPLETE;
}

static int not_one(const drafting *d)
{
    ps_say("%llu records have the id \"%s\"; a dossier is of one", (unsigned long long)d->count,
           d->record);
    for (size_t i = 0; i < d->count && i < TOLD_MOST; i++) {
        ps_hint("number %llu: %s:%llu", (unsigned long long)d->places[i].number,
                d->places[i].source, (unsigned long long)d->places[i].line);
    }
    ps_hint("name it by its number in the input, or give only the file that it stands in");
    return PS_EXIT_USAGE;
}

static int find_record(drafting *d, const ps_packs *packs, const ps_run_options *run)
{
    static const ps_screen_sink sink = {
        .record = on_record, .screened = on_found, .rejected = on_rejected};
    ps_screen_options options = PS_SCREEN_OPTIONS_INIT;
    ps_documents documents = {.sink = &sink, .user = d};
    options.as_of = run->as_of;
    options.limits = run->limits;
    options.encoding = run->encoding;
    if (ps_screener_new(packs, &options, &documents.screener, &d->error) != PS_OK) {
        ps_say_error(&d->error);
        return PS_EXIT_INTERNAL;
    }
    ps_documents_read_inputs(&documents, d->inputs, d->list, run->stdin_name);
    ps_screener_free(documents.screener);
    if (d->status != PS_OK) {
        ps_say_error(&d->error);
        return PS_EXIT_INTERNAL;
    }
    if (documents.code == PS_EXIT_INTERNAL || documents.code == PS_EXIT_USAGE) {
        return documents.code;
    }
    return ps_exit_worse(documents.code, d->count == 0   ? not_found(d)
                                         : d->count == 1 ? PS_EXIT_OK
                                                         : not_one(d));
}

/* ---- drafting */

static void on_screened(void *user, const ps_screened *screened, const ps_finding *findings,
                        size_t count)
{
    drafting *d = user;
    if (!d->drafted && is_at(&d->places[0], screened)) {
        d->drafted = 1;
        d->status = ps_dossier_screened(d->dossier, screened, findings, count, &d->error);
    }
}

static void on_supplier(void *user, const ps_supplier *supplier)
{
    drafting *d = user;
    if (d->drafted && d->status == PS_OK) {
        d->status = ps_dossier_supplier(d->dossier, supplier, &d->error);
    }
}

static int draft(drafting *d, const ps_packs *packs, const ps_run_options *run)
{
    static const ps_run_sink sink = {.screened = on_screened, .supplier = on_supplier};
    ps_error error = {0};
    ps_status status = ps_run_execute(packs, d->inputs, d->input_count, run, &sink, d, &error);
    if (status == PS_FATAL || d->status != PS_OK) {
        ps_say_error(status == PS_FATAL ? &error : &d->error);
        if (d->error.code == PS_E_LIMIT) {
            return PS_EXIT_INCOMPLETE;
        }
        return status == PS_FATAL && error.code == PS_E_USAGE ? PS_EXIT_USAGE : PS_EXIT_INTERNAL;
    }
    if (!d->drafted) {
        ps_say("record \"%s\" could not be screened; procscreen screen tells why", d->record);
        return PS_EXIT_INCOMPLETE;
    }
    return PS_EXIT_OK;
}

static int write_dossier(const drafting *d, const char *format, ps_target *target)
{
    ps_error error = {0};
    if (ps_dossier_write(d->dossier, format, ps_target_write, target, &error) != PS_OK) {
        if (error.code == PS_E_WRITE) {
            ps_target_complain(target, errno);
            return PS_EXIT_OUTPUT;
        }
        ps_say_error(&error);
        return PS_EXIT_INTERNAL;
    }
    return ps_target_commit(target);
}

/* ---- the command */

/* The format that the ending of a file's name says; HTML without a file. */
static int read_format(const ps_args *args, const char **ret_format)
{
    const char *path = ps_args_value(args, PS_OPT_OUTPUT_FILE);
    const char *ending = path ? strrchr(path, '.') : NULL;
    const char *format = ps_dossier_format_at(0);
    for (size_t i = 0; path && (format = ps_dossier_format_at(i)) != NULL; i++) {
        if (ending && strcmp(ending + 1, format) == 0) {
            break;
        }
    }
    if (!format) {
        return ps_args_wrong(args, PS_OPT_OUTPUT_FILE,
                             "the ending of \"%s\" does not say the format: .html, .docx or .odt",
                             path);
    }
    *ret_format = format;
    return 0;
}

/* What can be read only once is kept. */
static int keep_inputs(const drafting *d, const ps_limits *limits)
{
    int code = d->list ? ps_files_from_keep(d->list) : 0;
    for (size_t i = 0; code == 0 && i < d->input_count; i++) {
        if (strcmp(d->inputs[i], "-") == 0) {
            return ps_stdin_rewindable(limits->file_bytes);
        }
    }
    return code;
}

static int find_and_draft(drafting *d, const ps_args *args, const ps_packs *packs,
                          const ps_run_options *run, const char *format)
{
    ps_target *target = NULL;
    ps_precious_list precious = {0};
    int code = ps_precious_list_add_run(&precious, args, d->inputs);
    if (code == 0) {
        code = ps_precious_list_add_packs(&precious, packs);
    }
    if (code == 0) {
        code = ps_target_new(ps_args_value(args, PS_OPT_OUTPUT_FILE), precious.list, precious.count,
                             &target);
    }
    if (code == 0) {
        code = keep_inputs(d, run->limits);
    }
    if (code == 0) {
        code = find_record(d, packs, run);
    }
    if (d->count == 1 && (code == PS_EXIT_OK || code == PS_EXIT_INCOMPLETE)) {
        (void)lseek(STDIN_FILENO, 0, SEEK_SET);
        ps_files_from_rewind(d->list);
        code = ps_exit_worse(code, draft(d, packs, run));
    }
    if (d->drafted && d->status == PS_OK && (code == PS_EXIT_OK || code == PS_EXIT_INCOMPLETE)) {
        code = ps_exit_worse(code, write_dossier(d, format, target));
    }
    ps_target_free(target);
    ps_precious_list_free(&precious);
    return code;
}

static int begin(const ps_args *args, const ps_packs *packs, const ps_run_options *run, drafting *d)
{
    ps_dossier_options options = PS_DOSSIER_OPTIONS_INIT;
    options.lang = ps_args_value(args, PS_OPT_LANG);
    options.as_of = run->as_of;
    options.limits = run->limits;
    options.today = run->today;
    if (ps_dossier_new(packs, &options, &d->dossier, &d->error) == PS_OK) {
        return 0;
    }
    if (d->error.code == PS_E_USAGE) {
        return ps_args_wrong(args, PS_OPT_LANG, "\"%s\" is not en or zh", options.lang);
    }
    ps_say_error(&d->error);
    return PS_EXIT_INTERNAL;
}

static int read_run_options(const ps_args *args, const ps_limits *limits, ps_contracts **contracts,
                            ps_run_options *run)
{
    int code = ps_setup_law_days(args, &run->as_of, &run->today);
    if (code == 0) {
        code = ps_setup_jobs(args, &run->jobs);
    }
    if (code == 0) {
        code = ps_setup_operators(args, &run->operators);
    }
    if (code == 0) {
        code = ps_setup_contracts(args, limits, contracts);
    }
    run->limits = limits;
    run->encoding = ps_args_value(args, PS_OPT_INPUT_ENCODING);
    run->stdin_name = ps_args_value(args, PS_OPT_STDIN_NAME);
    run->contracts = *contracts;
    run->follow_links = ps_args_flag(args, PS_OPT_FOLLOW_LINKS, 0);
    return code;
}

/* The operands but the last, which is RECORD, and the list. */
static int read_inputs(const ps_args *args, drafting *d, const char ***ret_inputs)
{
    size_t count;
    const char *const *operands = ps_args_operands(args, &count);
    if (count < 2 && !ps_args_value(args, PS_OPT_FILES_FROM)) {
        ps_say("procscreen dossier needs INPUT... RECORD, or --files-from and RECORD");
        ps_hint("see procscreen dossier --help");
        return PS_EXIT_USAGE;
    }
    const char **inputs = calloc(count, sizeof *inputs);
    if (!inputs) {
        ps_say("out of memory");
        return PS_EXIT_INTERNAL;
    }
    memcpy(inputs, operands, (count - 1) * sizeof *inputs);
    *ret_inputs = inputs;
    d->inputs = inputs;
    d->input_count = count - 1;
    d->record = operands[count - 1];
    return ps_files_from_open(args, "dossier", &d->list);
}

static int dossier(const ps_args *args)
{
    ps_limits limits;
    const char *format = NULL;
    const char **inputs = NULL;
    ps_packs *packs = NULL;
    ps_contracts *contracts = NULL;
    ps_run_options run = PS_RUN_OPTIONS_INIT;
    drafting d = {.dossier = NULL};
    int code = read_inputs(args, &d, &inputs);
    if (code == 0) {
        code = ps_setup_limits(args, &limits);
    }
    if (code == 0) {
        code = read_format(args, &format);
    }
    if (code == 0) {
        code = read_run_options(args, &limits, &contracts, &run);
    }
    if (code == 0) {
        code = ps_setup_packs(args, &limits, NULL, &packs);
    }
    if (code == 0) {
        code = begin(args, packs, &run, &d);
    }
    if (code == 0) {
        run.next_input = d.list ? ps_files_from_next : NULL;
        run.next_input_user = d.list;
        code = find_and_draft(&d, args, packs, &run, format);
    }
    ps_dossier_free(d.dossier);
    ps_contracts_free(contracts);
    ps_operators_free(run.operators);
    ps_packs_free(packs);
    ps_files_from_free(d.list);
    free(inputs);
    return code;
}

static const ps_option_id options_of_dossier[] = {
    PS_OPT_OUTPUT_FILE,    PS_OPT_LANG,       PS_OPT_CATALOG,   PS_OPT_POLICY,
    PS_OPT_FORMATS,        PS_OPT_DATA_DIR,   PS_OPT_OPERATORS, PS_OPT_CONTRACTS,
    PS_OPT_AS_OF,          PS_OPT_TODAY,      PS_OPT_JOBS,      PS_OPT_STDIN_NAME,
    PS_OPT_INPUT_ENCODING, PS_OPT_FILES_FROM, PS_OPT_NUL,       PS_OPT_FOLLOW_LINKS,
    PS_OPT_LIMIT,          PS_OPT_CONFIG,     PS_OPT_HELP,      PS_OPT_COUNT};

const ps_command ps_command_dossier = {
    .name = "dossier",
    .operands = "[INPUT...] RECORD",
    .about = "Draft the self-determination of one record for a person to complete and sign.",
    .details =
        "RECORD is the id of a record, or its number in the input. Give its contracts\n"
        "among the inputs, or in the folder of --contracts, so that their clauses are judged.\n"
        "The ending of FILE says the format: .html, .docx or .odt. The document is a draft,\n"
        "and no legal advice.\n",
    .options = options_of_dossier,
    .least = 1,
    .most = (size_t)-1,
    .run = dossier,
};
