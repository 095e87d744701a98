/* Reads documents with all format profiles and prints what comes out, one line a value, so that a
 * profile's test is two files that a person can read: a small document and what must come out.
 *
 *     dump [--tally] PROFILES DOCUMENT…
 *
 * --tally prints one line a record, for looking over a folder of documents: format, kind, whether
 * id, date, buyer and supplier are there, items and items with a name, and what no rule read.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/file.h"
#include "base/str.h"
#include "formats/profiles.h"
#include "xml/document.h"

enum { MAX_PROFILES = 256, MAX_PROFILE_BYTES = 1 << 24 };

typedef struct dump {
    int tally;
    size_t records;
} dump;

/* Text on one line: line ends, tabs and backslashes escaped. */
static void put_text(ps_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        if (c == '\n') {
            fputs("\\n", stdout);
        } else if (c == '\t') {
            fputs("\\t", stdout);
        } else if (c == '\r') {
            fputs("\\r", stdout);
        } else if (c == '\\') {
            fputs("\\\\", stdout);
        } else {
            putchar(c);
        }
    }
}

static int is_there(ps_value value)
{
    return value.text.ptr && value.text.len > 0;
}

/* "who name text @line" */
static void put_value(const char *who, const char *name, ps_value value)
{
    if (!is_there(value)) {
        return;
    }
    printf("%s%s ", who, name);
    put_text(value.text);
    printf(" @%" PRIu64 "\n", value.line);
}

/* A further value on an open line. */
static void put_more(const char *name, ps_value value)
{
    if (is_there(value)) {
        printf(" | %s ", name);
        put_text(value.text);
    }
}

static void put_number(const char *who, const char *name, const ps_number *number)
{
    if (!is_there(number->source)) {
        return;
    }
    PS_CLEANUP(ps_buffer_done) ps_buffer shown;
    ps_buffer_init(&shown, 0);
    printf("%s%s ", who, name);
    put_text(number->source.text);
    if (number->known) {
        ps_decimal_format(number->value, 0, &shown);
        printf(" = %.*s", PS_FMT(ps_buffer_str(&shown)));
    } else {
        fputs(" = ?", stdout);
    }
    printf(" @%" PRIu64 "\n", number->source.line);
}

static void put_date(const char *who, const char *name, const ps_date *date)
{
    if (!is_there(date->source)) {
        return;
    }
    PS_CLEANUP(ps_buffer_done) ps_buffer shown;
    ps_buffer_init(&shown, 0);
    printf("%s%s ", who, name);
    put_text(date->source.text);
    if (date->day == PS_NO_DAY) {
        fputs(" = ?", stdout);
    } else {
        ps_date_format(date->day, &shown);
        printf(" = %.*s", PS_FMT(ps_buffer_str(&shown)));
    }
    printf(" @%" PRIu64 "\n", date->source.line);
}

static const char *check_name(ps_ident_check check)
{
    switch (check) {
    case PS_CHECK_NONE:
        return "";
    case PS_CHECK_VALID:
        return " | valid";
    case PS_CHECK_REPAIRED:
        return " | repaired";
    case PS_CHECK_INVALID:
        return " | invalid";
    }
    return "";
}

static void put_idents(const char *who, const char *name, const ps_ident *idents, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        printf("%s%s ", who, name);
        put_text(is_there(idents[i].scheme) ? idents[i].scheme.text : PS_STR("-"));
        putchar(' ');
        put_text(idents[i].value.text);
        printf("%s @%" PRIu64 "\n", check_name(idents[i].check), idents[i].value.line);
    }
}

static void put_party(const char *who, const ps_party *party)
{
    put_value(who, "name", party->name);
    for (size_t i = 0; i < party->alias_count; i++) {
        put_value(who, "alias", party->aliases[i]);
    }
    put_value(who, "country", party->country);
    put_idents(who, "ident", party->idents, party->ident_count);
}

static void put_references(const char *who, const ps_reference *references, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        printf("%sreference %.*s ", who, PS_FMT(references[i].kind));
        put_text(references[i].id.text);
        printf(" @%" PRIu64 "\n", references[i].id.line);
    }
}

static const char *text_kind_name(ps_text_kind kind)
{
    switch (kind) {
    case PS_TEXT_NOTE:
        return "note";
    case PS_TEXT_TERMS:
        return "terms";
    case PS_TEXT_CLAUSE:
        return "clause";
    case PS_TEXT_COMMENT:
        return "comment";
    case PS_TEXT_REMARK:
        return "remark";
    }
    return "?";
}

static void put_texts(const ps_record *record)
{
    for (size_t i = 0; i < record->text_count; i++) {
        const ps_text *text = &record->texts[i];
        printf("text %s %.*s: ", text_kind_name(text->kind), PS_FMT(text->field));
        put_text(text->text.text);
        put_more("heading", text->heading);
        put_more("language", text->language);
        printf(" @%" PRIu64 "\n", text->text.line);
    }
    for (size_t i = 0; i < record->attachment_count; i++) {
        const ps_attachment *file = &record->attachments[i];
        printf("attachment%s", file->role == PS_ATTACHMENT_CONTRACT ? " contract"
                               : file->role == PS_ATTACHMENT_OTHER  ? " other"
                                                                    : "");
        put_more("name", file->name);
        put_more("description", file->description);
        put_more("mime", file->mime);
        put_more("uri", file->uri);
        put_more("ref", file->contract);
        printf(" | bytes %" PRIu64, file->bytes);
        if (file->data.len) {
            printf(" decoded %zu", file->data.len);
        }
        put_more("fault", (ps_value){file->fault, 0});
        printf(" @%" PRIu64 "\n", file->line);
    }
}

static void put_item_lists(const char *who, const ps_item *item)
{
    for (size_t i = 0; i < item->text_count; i++) {
        printf("%stext %.*s: ", who, PS_FMT(item->texts[i].field));
        put_text(item->texts[i].value.text);
        printf(" @%" PRIu64 "\n", item->texts[i].value.line);
    }
    put_idents(who, "part", item->parts, item->part_count);
    for (size_t i = 0; i < item->code_count; i++) {
        const ps_code *code = &item->codes[i];
        printf("%scode ", who);
        put_text(code->scheme.len ? code->scheme : PS_STR("-"));
        putchar(' ');
        put_text(code->value.text);
        put_more("as", code->scheme_source);
        put_more("version", code->version);
        put_more("title", code->title);
        printf(" @%" PRIu64 "\n", code->value.line);
    }
    for (size_t i = 0; i < item->property_count; i++) {
        printf("%sproperty ", who);
        put_text(item->properties[i].name.text);
        fputs(" = ", stdout);
        put_text(item->properties[i].value.text);
        put_more("unit", item->properties[i].unit);
        printf(" @%" PRIu64 "\n", item->properties[i].value.line);
    }
    put_references(who, item->references, item->reference_count);
}

static void put_item(const ps_item *item, size_t number)
{
    char who[32];
    snprintf(who, sizeof who, "item %zu ", number);
    printf("item %zu @%" PRIu64 "\n", number, item->line);
    put_value(who, "line", item->line_id);
    put_value(who, item->outer ? item->alternative ? "alternative to" : "part of" : "parent",
              item->parent);
    put_value(who, "name", item->name);
    put_item_lists(who, item);
    put_value(who, "manufacturer", item->manufacturer);
    put_value(who, "brand", item->brand);
    put_value(who, "model", item->model);
    put_number(who, "quantity", &item->quantity);
    put_value(who, "unit", item->unit);
    put_number(who, "price", &item->price);
    put_number(who, "price-base", &item->price_base);
    put_number(who, "amount", &item->amount);
    put_value(who, "currency", item->currency);
    put_date(who, "delivery", &item->delivery);
    put_value(who, "country", item->country);
    put_value(who, "department", item->department);
}

static void put_tally(const ps_record *record)
{
    size_t named = 0;
    size_t with_text = 0;
    for (size_t i = 0; i < record->item_count; i++) {
        named += (size_t)is_there(record->items[i].name);
        with_text += record->items[i].text_count > 0;
    }
    printf("record %.*s %s id=%d date=%d supplier=%d buyer=%d items=%zu named=%zu texts=%zu\n",
           PS_FMT(record->format), ps_record_kind_name(record->kind), is_there(record->id),
           record->date.day != PS_NO_DAY,
           is_there(record->supplier.name) || record->supplier.ident_count > 0,
           is_there(record->buyer.name) || record->buyer.ident_count > 0, record->item_count, named,
           with_text);
}

static ps_status on_record(void *user, const ps_record *record)
{
    dump *out = user;
    out->records++;
    if (out->tally) {
        put_tally(record);
        return PS_OK;
    }
    printf("record %zu %.*s %s @%" PRIu64 "\n", out->records, PS_FMT(record->format),
           ps_record_kind_name(record->kind), record->line);
    put_value("", "id", record->id);
    put_value("", "message-id", record->message_id);
    put_date("", "date", &record->date);
    put_value("", "currency", record->currency);
    put_number("", "total", &record->total);
    put_party("buyer ", &record->buyer);
    put_party("supplier ", &record->supplier);
    put_references("", record->references, record->reference_count);
    put_texts(record);
    for (size_t i = 0; i < record->item_count; i++) {
        put_item(&record->items[i], i + 1);
    }
    if (record->damage) {
        printf("damage %s\n", record->damage);
    }
    return PS_OK;
}

static void on_rejected(void *user, const ps_error *error, int last, uint64_t unscreened)
{
    (void)user;
    printf("rejected %s @%" PRIu64 "%s%s%s: %s\n", error->cause, error->line,
           error->record_id[0] ? " id " : "", error->record_id, last ? " last" : "",
           error->message);
    if (last && unscreened > 0) {
        printf("unscreened %" PRIu64 "\n", unscreened);
    }
}

static void on_warning(void *user, const ps_error *error)
{
    (void)user;
    printf("warning %s @%" PRIu64 ": %s\n", error->cause, error->line, error->message);
}

static void on_unmapped(void *user, ps_str format, ps_str element, uint64_t count)
{
    (void)user;
    printf("unread %.*s %.*s %" PRIu64 "\n", PS_FMT(format), PS_FMT(element), count);
}

static void on_problem(void *user, ps_status severity, const ps_error *error)
{
    (void)user;
    (void)severity;
    fprintf(stderr, "%s:%" PRIu64 ":%" PRIu64 ": %s\n", error->source, error->line, error->column,
            error->message);
}

static long read_file(void *io, char *buffer, size_t size)
{
    FILE *file = io;
    const size_t count = fread(buffer, 1, size, file);
    return ferror(file) ? -1 : (long)count;
}

static int is_profile(const struct dirent *entry)
{
    const ps_str name = ps_str_from(entry->d_name);
    return ps_str_ends(name, PS_STR(".xml"));
}

/* Every profile of a folder, in the order of their names; what is read lives until the end. */
static ps_profiles *load(const char *folder)
{
    static ps_pack_file files[MAX_PROFILES];
    static ps_buffer bytes[MAX_PROFILES];
    static char paths[MAX_PROFILES][1024];
    struct dirent **entries = NULL;
    const int found = scandir(folder, &entries, is_profile, alphasort);
    ps_error err = {0};
    ps_profiles *profiles = NULL;
    if (found < 0 || found > MAX_PROFILES) {
        fprintf(stderr, "%s: no folder of at most %d profiles\n", folder, MAX_PROFILES);
        return NULL;
    }
    int good = 1;
    for (int i = 0; i < found; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%s", folder, entries[i]->d_name);
        ps_buffer_init(&bytes[i], 0);
        if (ps_file_read(paths[i], MAX_PROFILE_BYTES, &bytes[i], &err) != PS_OK) {
            fprintf(stderr, "%s: %s\n", paths[i], err.message);
            good = 0;
        }
        files[i] = (ps_pack_file){paths[i], {bytes[i].ptr, bytes[i].len}};
        free(entries[i]);
    }
    free(entries);
    if (!good ||
        ps_profiles_load(files, (size_t)found, NULL, on_problem, NULL, &profiles, &err) != PS_OK) {
        return NULL;
    }
    return profiles;
}

static int dump_document(ps_extract *extract, const char *path, dump *out)
{
    static const ps_extract_sink sink = {on_record, on_rejected, on_warning};
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return 2;
    }
    ps_error err = {0};
    uint64_t count = 0;
    out->records = 0;
    if (out->tally) {
        printf("document %s\n", path);
    }
    const ps_status status =
        ps_extract_read(extract, read_file, file, path, &sink, out, NULL, &count, &err);
    (void)fclose(file);
    if (status == PS_FATAL) {
        fprintf(stderr, "%s: %s\n", path, err.message);
        return 2;
    }
    ps_extract_unmapped(extract, on_unmapped, NULL);
    ps_extract_unmapped_clear(extract);
    return 0;
}

int main(int argc, char **argv)
{
    dump out = {0};
    int first = 1;
    if (argc > 1 && strcmp(argv[1], "--tally") == 0) {
        out.tally = 1;
        first = 2;
    }
    if (argc < first + 2) {
        fputs("usage: dump [--tally] PROFILES DOCUMENT...\n", stderr);
        return 2;
    }
    ps_xml_init();
    ps_profiles *profiles = load(argv[first]);
    if (!profiles) {
        return 2;
    }
    const ps_limits limits = ps_limits_default();
    const ps_extract_options options = {.limits = &limits, .coverage = out.tally};
    ps_extract *extract = NULL;
    ps_error err = {0};
    int result = 0;
    if (ps_extract_new(profiles, &options, &extract, &err) != PS_OK) {
        fprintf(stderr, "%s\n", err.message);
        result = 2;
    }
    for (int i = first + 1; i < argc && result == 0; i++) {
        result = dump_document(extract, argv[i], &out);
    }
    ps_extract_free(extract);
    ps_profiles_free(profiles);
    return result;
}
