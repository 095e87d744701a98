/* procscreen explain: why a record, or one line of it, was judged as it was.
 *
 * The record is judged by itself, as `screen` judges it before it joins contracts of other records.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <procscreen/report.h>

#include "command.h"
#include "documents.h"
#include "exit_codes.h"
#include "message.h"
#include "setup.h"
#include "write.h"

enum { COLUMNS_MOST = 120, TEXT_MOST = 400, LINE_MOST = 256 };

typedef struct explaining {
    const char *record;    /* an id, or a running number */
    const char *line;      /* NULL: all lines */
    char outer[LINE_MOST]; /* id of the line that the variant `line` stands in; "": it is none */
    ps_report *report;
    uint64_t seq;   /* of the record that was read last */
    size_t found;   /* records */
    size_t lines;   /* of those */
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

static int is_wanted_record(const explaining *e, ps_str id)
{
    return ps_documents_named(e->record, id, e->seq) != PS_NAMED_NOT;
}

static int is_wanted_line(const explaining *e, ps_str line_id)
{
    return !e->line || is(line_id, *e->outer ? e->outer : e->line);
}

static const ps_item *outermost(const ps_record *record, const ps_item *item)
{
    while (item->outer) {
        item = &record->items[item->outer - 1];
    }
    return item;
}

/* A variant is explained with the line that it stands in. */
static void find_outer(explaining *e, const ps_record *record)
{
    *e->outer = '\0';
    for (size_t i = record->item_count; e->line && i-- > 0;) {
        const ps_item *item = &record->items[i];
        ps_str line = outermost(record, item)->line_id.text;
        if (!is(item->line_id.text, e->line) || line.len >= LINE_MOST) {
            continue;
        }
        if (!item->outer) {
            *e->outer = '\0';
            return;
        }
        memcpy(e->outer, line.ptr ? line.ptr : "", line.len);
        e->outer[line.len] = '\0';
    }
}

static void on_record(void *user, const ps_record *record)
{
    explaining *e = user;
    e->seq++;
    if (!is_wanted_record(e, record->id.text)) {
        return;
    }
    find_outer(e, record);
    ps_out(e->found ? "\n" : "");
    ps_out("record %llu of the input, format ", (unsigned long long)e->seq);
    ps_out_safe(record->format);
    ps_out("\n");
    for (size_t i = 0; i < record->item_count; i++) {
        if (is_wanted_line(e, outermost(record, &record->items[i])->line_id.text)) {
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

/* The record with only the lines that are asked for; a single line is explained without the
 * clauses, which are the record's. */
static void on_screened(void *user, const ps_screened *screened)
{
    explaining *e = user;
    ps_screened shown = *screened;
    if (e->failed || !is_wanted_record(e, screened->id)) {
        return;
    }
    e->found++;
    if (ps_out_end() != PS_EXIT_OK) {
        e->failed = 1;
        return;
    }
    if (!e->line) {
        e->lines += screened->item_count;
        e->failed = ps_report_screened(e->report, &shown, NULL, 0, &e->error) != PS_OK;
        return;
    }
    shown.element_count = 0;
    shown.item_count = 1;
    for (size_t i = 0; !e->failed && i < screened->item_count; i++) {
        if (is_wanted_line(e, screened->items[i].line_id.text)) {
            e->lines++;
            shown.items = &screened->items[i];
            e->failed = ps_report_screened(e->report, &shown, NULL, 0, &e->error) != PS_OK;
        }
    }
}

static void on_rejected(void *user, const ps_rejected *rejected)
{
    explaining *e = user;
    if (rejected->seq) {
        e->seq++;
    }
    ps_say_rejected(rejected);
}

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

static int read_and_explain(const ps_args *args, const ps_packs *packs,
                            const ps_screen_options *options, explaining *e)
{
    static const ps_screen_sink sink = {
        .record = on_record, .screened = on_screened, .rejected = on_rejected};
    const char *const *operands = ps_args_operands(args, NULL);
    ps_documents documents = {.sink = &sink, .user = e};
    ps_error error = {0};
    if (ps_screener_new(packs, options, &documents.screener, &error) != PS_OK) {
        ps_say_error(&error);
        return PS_EXIT_INTERNAL;
    }
    ps_documents_read(&documents, operands[0], ps_args_value(args, PS_OPT_STDIN_NAME));
    ps_screener_free(documents.screener);
    int code = ps_exit_worse(documents.code, ps_out_end());
    if (e->failed) {
        if (e->error.code != PS_E_NONE) {
            ps_say_error(&e->error);
        }
        return ps_exit_worse(code, PS_EXIT_OUTPUT);
    }
    if (e->found == 0) {
        ps_say("there is no record \"%s\" in %s", e->record, operands[0]);
        ps_hint("RECORD is the id of a record, or its number in the document");
        return ps_exit_worse(code, PS_EXIT_INCOMPLETE);
    }
    if (e->line && e->lines == 0) {
        ps_say("there is no line \"%s\" in record %s", e->line, e->record);
        return ps_exit_worse(code, PS_EXIT_INCOMPLETE);
    }
    return code;
}

static int explain(const ps_args *args)
{
    size_t count;
    ps_limits limits;
    ps_packs *packs = NULL;
    ps_contracts *contracts = NULL;
    ps_screen_options options = PS_SCREEN_OPTIONS_INIT;
    const char *const *operands = ps_args_operands(args, &count);
    explaining e = {.record = operands[1], .line = count > 2 ? operands[2] : NULL};
    int code = ps_setup_limits(args, &limits);
    if (code == 0) {
        code = ps_setup_law_days(args, &options.as_of, &options.today);
    }
    if (code == 0) {
        code = ps_setup_packs(args, &limits, NULL, &packs);
    }
    if (code == 0) {
        code = ps_setup_contracts(args, &limits, &contracts);
    }
    if (code == 0) {
        code = begin_report(&e, packs);
    }
    if (code == 0) {
        options.limits = &limits;
        options.encoding = ps_args_value(args, PS_OPT_INPUT_ENCODING);
        options.explain = 1;
        options.open_files = 1;
        options.contracts = contracts;
        code = read_and_explain(args, packs, &options, &e);
    }
    ps_report_free(e.report);
    ps_contracts_free(contracts);
    ps_packs_free(packs);
    return code;
}

static const ps_option_id options_of_explain[] = {
    PS_OPT_CATALOG, PS_OPT_POLICY, PS_OPT_FORMATS,    PS_OPT_DATA_DIR,       PS_OPT_CONTRACTS,
    PS_OPT_AS_OF,   PS_OPT_TODAY,  PS_OPT_STDIN_NAME, PS_OPT_INPUT_ENCODING, PS_OPT_LIMIT,
    PS_OPT_CONFIG,  PS_OPT_HELP,   PS_OPT_COUNT};

const ps_command ps_command_explain = {
    .name = "explain",
    .operands = "INPUT RECORD [LINE]",
    .about = "Show step by step why a record, or one line of it, is a hit or is not.",
    .details = "RECORD is the id of a record, or its number in the document. LINE is the id of a\n"
               "line. Contracts of other documents are not joined here.\n",
    .options = options_of_explain,
    .least = 2,
    .most = 3,
    .run = explain,
};
