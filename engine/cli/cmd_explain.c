/* procscreen explain: why a record, or one line of it, was judged as it was.
 *
 * The input is read twice: to show what was read of the record, and as `screen` reads it, so that
 * the record is judged with all contracts that `screen` would join. SPDX-License-Identifier:
 * Apache-2.0 */
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <procscreen/report.h>
#include <procscreen/run.h>

#include "command.h"
#include "documents.h"
#include "exit_codes.h"
#include "message.h"
#include "rewindable.h"
#include "setup.h"
#include "write.h"

enum { COLUMNS_MOST = 120, TEXT_MOST = 400, LINE_MOST = 256, RECORDS_MOST = 16 };

/* A record that is explained. */
typedef struct chosen {
    uint64_t line;         /* where it begins */
    uint64_t offset;       /* likewise */
    uint64_t number;       /* in the input */
    char outer[LINE_MOST]; /* id of the line that the variant stands in; "": it is none */
} chosen;

typedef struct explaining {
    const char *record; /* an id, or a running number */
    const char *line;   /* NULL: all lines */
    ps_report *report;
    uint64_t number; /* of the record that was read last */
    size_t found;    /* records; of more than RECORDS_MOST only so many are explained */
    chosen records[RECORDS_MOST];
    size_t judged;
    size_t lines;   /* of the records */
    int failed;     /* the report could not be written: nothing more is said */
    ps_error error; /* then: why */
} explaining;

static int is(ps_str text, const char *terminated)
{
    return text.len == strlen(terminated) &&
           (text.len == 0 || memcmp(text.ptr, terminated, text.len) == 0);
}

static int write_out(void *io, const char *bytes, size_t size)
{
    (void)io;
    return ps_write_whole(STDOUT_FILENO, bytes, size) == size ? 0 : -1;
}

static void print_text(const char *what, ps_str text)
{
    if (text.len) {
        size_t len = text.len < TEXT_MOST ? text.len : TEXT_MOST;
        while (len < text.len && len > 0 && ((unsigned char)text.ptr[len] & 0xC0) == 0x80) {
            len--;
        }
        ps_out("    ");
        ps_out_safe((ps_str){what, strlen(what)});
        ps_out(": ");
        ps_out_safe((ps_str){text.ptr, len});
        ps_out("%s\n", len < text.len ? " (and more)" : "");
    }
}

/* Everything of a line that can be matched. */
static void print_item(const ps_item *item)
{
    ps_out(item->outer ? "  read of variant " : "  read of line ");
    ps_out_safe(item->line_id.text);
    ps_out(":\n");
    for (size_t i = 0; i < item->text_count; i++) {
        char field[64];
        (void)ps_text_printable(item->texts[i].field, field, sizeof field);
        print_text(field, item->texts[i].value.text);
    }
    print_text("manufacturer", item->manufacturer.text);
    print_text("brand", item->brand.text);
    print_text("model", item->model.text);
    for (size_t i = 0; i < item->code_count; i++) {
        const ps_code *code = &item->codes[i];
        char scheme[64];
        (void)ps_text_printable(code->scheme.len ? code->scheme : code->scheme_source.text, scheme,
                                sizeof scheme);
        print_text(scheme, code->value.text);
    }
    for (size_t i = 0; i < item->property_count; i++) {
        const ps_property *property = &item->properties[i];
        char name[128];
        (void)ps_text_printable(property->name.text, name, sizeof name);
        print_text(name, property->value.text);
    }
}

/* ---- what was read */

static int is_wanted_line(const explaining *e, const chosen *c, ps_str line_id)
{
    return !e->line || is(line_id, *c->outer ? c->outer : e->line);
}

static const ps_item *outermost(const ps_record *record, const ps_item *item)
{
    while (item->outer) {
        item = &record->items[item->outer - 1];
    }
    return item;
}

/* A variant is explained with the line that it stands in. */
static void find_outer(const explaining *e, const ps_record *record, chosen *c)
{
    for (size_t i = record->item_count; e->line && i-- > 0;) {
        const ps_item *item = &record->items[i];
        ps_str line = outermost(record, item)->line_id.text;
        if (!is(item->line_id.text, e->line) || line.len >= LINE_MOST) {
            continue;
        }
        if (!item->outer) {
            *c->outer = '\0';
            return;
        }
        memcpy(c->outer, line.ptr ? line.ptr : "", line.len);
        c->outer[line.len] = '\0';
    }
}

static void print_record(const explaining *e, const chosen *c, const ps_record *record)
{
    ps_out("record %llu of the input, format ", (unsigned long long)c->number);
    ps_out_safe(record->format);
    ps_out("\n");
    for (size_t i = 0; i < record->item_count; i++) {
        if (is_wanted_line(e, c, outermost(record, &record->items[i])->line_id.text)) {
            print_item(&record->items[i]);
        }
    }
    for (size_t i = 0; !e->line && i < record->text_count; i++) {
        char field[128];
        (void)ps_text_printable(record->texts[i].field, field, sizeof field);
        print_text(field, record->texts[i].text.text);
    }
    ps_out("\n");
}

static void on_record(void *user, const ps_record *record)
{
    explaining *e = user;
    e->number++;
    if (ps_documents_named(e->record, record->id.text, e->number) == PS_NAMED_NOT) {
        return;
    }
    if (e->found < RECORDS_MOST) {
        chosen *c = &e->records[e->found];
        *c = (chosen){.line = record->line, .offset = record->offset, .number = e->number};
        find_outer(e, record, c);
        print_record(e, c, record);
    }
    e->found++;
}

static void on_rejected(void *user, const ps_rejected *rejected)
{
    explaining *e = user;
    if (rejected->seq) {
        e->number++;
    }
    ps_say_rejected(rejected);
}

static int show_what_was_read(const ps_args *args, const ps_packs *packs, const ps_run_options *run,
                              explaining *e)
{
    static const ps_screen_sink sink = {.record = on_record, .rejected = on_rejected};
    ps_screen_options options = PS_SCREEN_OPTIONS_INIT;
    const char *const *operands = ps_args_operands(args, NULL);
    ps_documents documents = {.sink = &sink, .user = e};
    options.limits = run->limits;
    options.encoding = run->encoding;
    if (ps_screener_new(packs, &options, &documents.screener, &e->error) != PS_OK) {
        ps_say_error(&e->error);
        return PS_EXIT_INTERNAL;
    }
    ps_documents_read(&documents, operands[0], run->stdin_name);
    ps_screener_free(documents.screener);
    if (documents.code == PS_EXIT_INTERNAL) {
        return documents.code;
    }
    if (e->found == 0) {
        ps_say("there is no record \"%s\" in %s", e->record, operands[0]);
        ps_hint("RECORD is the id of a record, or its number in the input");
        return ps_exit_worse(documents.code, PS_EXIT_INCOMPLETE);
    }
    if (e->found > RECORDS_MOST) {
        ps_say("%zu records are named \"%s\"; the first %d are explained", e->found, e->record,
               RECORDS_MOST);
    }
    return documents.code;
}

/* ---- how it was judged */

static const chosen *find_chosen(const explaining *e, const ps_screened *screened)
{
    for (size_t i = 0; i < e->found && i < RECORDS_MOST; i++) {
        const chosen *c = &e->records[i];
        if (c->offset == screened->offset && c->line == screened->line &&
            ps_documents_named(e->record, screened->id, c->number) != PS_NAMED_NOT) {
            return c;
        }
    }
    return NULL;
}

/* The record with only the lines that are asked for; a single line is explained without the
 * clauses, which are the record's. */
static void on_screened(void *user, const ps_screened *screened, const ps_finding *findings,
                        size_t count)
{
    explaining *e = user;
    ps_screened shown = *screened;
    const chosen *c = find_chosen(e, screened);
    (void)findings;
    (void)count;
    if (e->failed || !c) {
        return;
    }
    e->judged++;
    if (!e->line) {
        e->lines += screened->item_count;
        e->failed = ps_report_screened(e->report, &shown, NULL, 0, &e->error) != PS_OK;
        return;
    }
    shown.element_count = 0;
    shown.item_count = 1;
    for (size_t i = 0; !e->failed && i < screened->item_count; i++) {
        if (is_wanted_line(e, c, screened->items[i].line_id.text)) {
            e->lines++;
            shown.items = &screened->items[i];
            e->failed = ps_report_screened(e->report, &shown, NULL, 0, &e->error) != PS_OK;
        }
    }
}

static void on_warning(void *user, const ps_error *error)
{
    (void)user;
    ps_say_problem(NULL, PS_WARN, error);
}

static int show_judgement(const ps_args *args, const ps_packs *packs, const ps_run_options *run,
                          explaining *e)
{
    static const ps_run_sink sink = {.screened = on_screened, .warning = on_warning};
    ps_error error = {0};
    ps_status status =
        ps_run_execute(packs, ps_args_operands(args, NULL), 1, run, &sink, e, &error);
    if (e->failed) {
        if (e->error.code != PS_E_NONE) {
            ps_say_error(&e->error);
        }
        return PS_EXIT_OUTPUT;
    }
    if (status == PS_FATAL) {
        ps_say_error(&error);
        return error.code == PS_E_USAGE ? PS_EXIT_USAGE : PS_EXIT_INTERNAL;
    }
    if (e->judged == 0) {
        ps_say("record \"%s\" could not be screened; procscreen screen tells why", e->record);
        return PS_EXIT_INCOMPLETE;
    }
    if (e->line && e->lines == 0) {
        ps_say("there is no line \"%s\" in record %s", e->line, e->record);
        return PS_EXIT_INCOMPLETE;
    }
    return PS_EXIT_OK;
}

/* ---- the command */

static int begin_report(explaining *e, const ps_packs *packs)
{
    ps_report_options options = PS_REPORT_OPTIONS_INIT;
    struct winsize window = {0};
    options.explain = 1;
    options.each = 1;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col) {
        options.columns = window.ws_col < COLUMNS_MOST ? window.ws_col : COLUMNS_MOST;
    }
    if (ps_report_new("text", packs, &options, write_out, NULL, &e->report, &e->error) != PS_OK) {
        ps_say_error(&e->error);
        return PS_EXIT_INTERNAL;
    }
    return 0;
}

static int read_and_explain(const ps_args *args, const ps_packs *packs, const ps_run_options *run,
                            explaining *e)
{
    int code = 0;
    if (strcmp(ps_args_operands(args, NULL)[0], "-") == 0) {
        code = ps_stdin_rewindable(run->limits->file_bytes);
    }
    if (code == 0) {
        code = show_what_was_read(args, packs, run, e);
    }
    /* Workers are forked from here on: nothing may be left to write twice. */
    code = ps_exit_worse(code, ps_out_end());
    if (e->found && (code == PS_EXIT_OK || code == PS_EXIT_INCOMPLETE)) {
        (void)lseek(STDIN_FILENO, 0, SEEK_SET);
        code = ps_exit_worse(code, show_judgement(args, packs, run, e));
    }
    return code;
}

static int explain(const ps_args *args)
{
    size_t count;
    ps_limits limits;
    ps_packs *packs = NULL;
    ps_contracts *contracts = NULL;
    ps_run_options run = PS_RUN_OPTIONS_INIT;
    const char *const *operands = ps_args_operands(args, &count);
    explaining e = {.record = operands[1], .line = count > 2 ? operands[2] : NULL};
    int code = ps_setup_limits(args, &limits);
    if (code == 0) {
        code = ps_setup_law_days(args, &run.as_of, &run.today);
    }
    if (code == 0) {
        code = ps_setup_jobs(args, &run.jobs);
    }
    if (code == 0) {
        code = ps_setup_packs(args, &limits, NULL, &packs);
    }
    if (code == 0) {
        code = ps_setup_operators(args, &run.operators);
    }
    if (code == 0) {
        code = ps_setup_contracts(args, &limits, &contracts);
    }
    if (code == 0) {
        code = begin_report(&e, packs);
    }
    if (code == 0) {
        run.limits = &limits;
        run.encoding = ps_args_value(args, PS_OPT_INPUT_ENCODING);
        run.stdin_name = ps_args_value(args, PS_OPT_STDIN_NAME);
        run.contracts = contracts;
        run.explain = 1;
        code = read_and_explain(args, packs, &run, &e);
    }
    ps_report_free(e.report);
    ps_contracts_free(contracts);
    ps_operators_free(run.operators);
    ps_packs_free(packs);
    return code;
}

static const ps_option_id options_of_explain[] = {
    PS_OPT_CATALOG,        PS_OPT_POLICY, PS_OPT_FORMATS, PS_OPT_DATA_DIR, PS_OPT_OPERATORS,
    PS_OPT_CONTRACTS,      PS_OPT_AS_OF,  PS_OPT_TODAY,   PS_OPT_JOBS,     PS_OPT_STDIN_NAME,
    PS_OPT_INPUT_ENCODING, PS_OPT_LIMIT,  PS_OPT_CONFIG,  PS_OPT_HELP,     PS_OPT_COUNT};

const ps_command ps_command_explain = {
    .name = "explain",
    .operands = "INPUT RECORD [LINE]",
    .about = "Show step by step why a record, or one line of it, is a hit or is not.",
    .details =
        "RECORD is the id of a record, or its number in the input. LINE is the id of a line.\n"
        "The record is judged as screen judges it, with the contracts in INPUT, which may be a\n"
        "folder, and those of --contracts.\n",
    .options = options_of_explain,
    .least = 2,
    .most = 3,
    .run = explain,
};
