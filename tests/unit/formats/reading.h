/* Small profiles and documents for the tests of this folder: load, read, and look at what came out
 * as lines of text. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEST_READING_H
#define PS_TEST_READING_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/file.h"
#include "formats/profiles.h"
#include "ps_test.h"
#include "xml/document.h"

/** A profile around record rules. */
#define PROFILE(body)                                                                              \
    "<profile xmlns='urn:procscreen:profile:1' id='t' version='1' title='T'>"                      \
    "<source>test</source>" body "</profile>"
#define ORDER(body) PROFILE("<record match='Order' kind='order' id='@id'>" body "</record>")
#define DOC(body) "<Orders>" body "</Orders>"

typedef struct reading {
    ps_limits limits;
    const char *encoding;
    int coverage;
    size_t chunk; /* bytes that one read gives at the most */
    ps_profiles *profiles;
    ps_extract *extract;
    ps_buffer out; /* what came out, a line each */
    size_t records;
    size_t rejected;
    size_t last;        /* rejections of the rest of the document */
    size_t stop_at;     /* the receiver stops at this record; 0: never */
    ps_status status;   /* of the last read */
    ps_buffer problems; /* of loading, "line: message (hint)" */
    size_t problem_count;
    ps_str left; /* of the document */
} reading;

static reading r;

static void note_problem(void *user, ps_status severity, const ps_error *error)
{
    (void)user;
    cr_expect(severity == PS_FAILED || severity == PS_FATAL);
    cr_expect_eq(error->code, PS_E_PACK);
    cr_expect_str_neq(error->source, "");
    ps_buffer_printf(&r.problems, "%s:%llu: %s (%s)\n", error->source,
                     (unsigned long long)error->line, error->message, error->hint);
    r.problem_count++;
}

static void put_value(const char *name, ps_str text)
{
    if (text.len) {
        ps_buffer_printf(&r.out, "%s=%.*s\n", name, PS_FMT(text));
    }
}

static void put_number(const char *name, const ps_number *number)
{
    if (number->source.text.len) {
        ps_buffer_printf(&r.out, "%s=", name);
        if (number->known) {
            ps_decimal_format(number->value, 0, &r.out);
        }
        ps_buffer_add_text(&r.out, number->known ? "\n" : "?\n");
    }
}

static void put_date(const char *name, const ps_date *date)
{
    if (date->source.text.len) {
        ps_buffer_printf(&r.out, "%s=", name);
        if (date->day != PS_NO_DAY) {
            ps_date_format(date->day, &r.out);
        }
        ps_buffer_add_text(&r.out, "\n");
    }
}

static void put_party(const char *name, const ps_party *party)
{
    char label[40];
    put_value(name, party->name.text);
    (void)snprintf(label, sizeof label, "%s.alias", name);
    for (size_t i = 0; i < party->alias_count; i++) {
        put_value(label, party->aliases[i].text);
    }
    (void)snprintf(label, sizeof label, "%s.country", name);
    put_value(label, party->country.text);
    for (size_t i = 0; i < party->ident_count; i++) {
        ps_buffer_printf(&r.out, "%s.ident=%.*s:%.*s\n", name, PS_FMT(party->idents[i].scheme.text),
                         PS_FMT(party->idents[i].value.text));
    }
}

static void put_item(const ps_item *item)
{
    ps_buffer_printf(&r.out, "item=%.*s\n", PS_FMT(item->line_id.text));
    put_value(" parent", item->parent.text);
    for (size_t i = 0; i < item->text_count; i++) {
        ps_buffer_printf(&r.out, " %.*s=%.*s\n", PS_FMT(item->texts[i].field),
                         PS_FMT(item->texts[i].value.text));
    }
    put_value(" manufacturer", item->manufacturer.text);
    put_value(" brand", item->brand.text);
    put_value(" model", item->model.text);
    for (size_t i = 0; i < item->part_count; i++) {
        ps_buffer_printf(&r.out, " part=%.*s:%.*s\n", PS_FMT(item->parts[i].scheme.text),
                         PS_FMT(item->parts[i].value.text));
    }
    for (size_t i = 0; i < item->code_count; i++) {
        ps_buffer_printf(&r.out, " code=%.*s:%.*s\n", PS_FMT(item->codes[i].scheme),
                         PS_FMT(item->codes[i].value.text));
    }
    for (size_t i = 0; i < item->property_count; i++) {
        ps_buffer_printf(
            &r.out, " property=%.*s:%.*s:%.*s\n", PS_FMT(item->properties[i].name.text),
            PS_FMT(item->properties[i].value.text), PS_FMT(item->properties[i].unit.text));
    }
    for (size_t i = 0; i < item->reference_count; i++) {
        ps_buffer_printf(&r.out, " reference=%.*s:%.*s\n", PS_FMT(item->references[i].kind),
                         PS_FMT(item->references[i].id.text));
    }
    put_number(" quantity", &item->quantity);
    put_value(" unit", item->unit.text);
    put_number(" price", &item->price);
    put_number(" price-base", &item->price_base);
    put_number(" amount", &item->amount);
    put_value(" currency", item->currency.text);
    put_date(" delivery", &item->delivery);
    put_value(" country", item->country.text);
    put_value(" department", item->department.text);
}

static ps_status take_record(void *user, const ps_record *record)
{
    (void)user;
    r.records++;
    ps_buffer_printf(&r.out, "record=%.*s %s\n", PS_FMT(record->format),
                     ps_record_kind_name(record->kind));
    put_value("id", record->id.text);
    put_date("date", &record->date);
    put_value("currency", record->currency.text);
    put_number("total", &record->total);
    put_party("buyer", &record->buyer);
    put_party("supplier", &record->supplier);
    for (size_t i = 0; i < record->reference_count; i++) {
        ps_buffer_printf(&r.out, "reference=%.*s:%.*s\n", PS_FMT(record->references[i].kind),
                         PS_FMT(record->references[i].id.text));
    }
    for (size_t i = 0; i < record->text_count; i++) {
        const ps_text *text = &record->texts[i];
        ps_buffer_printf(&r.out, "text=%d|%.*s|%.*s|%.*s|%.*s\n", (int)text->kind,
                         PS_FMT(text->field), PS_FMT(text->heading.text), PS_FMT(text->text.text),
                         PS_FMT(text->language.text));
    }
    for (size_t i = 0; i < record->attachment_count; i++) {
        const ps_attachment *a = &record->attachments[i];
        ps_buffer_printf(&r.out, "attachment=%.*s|%.*s|%.*s|%llu|%d|%.*s\n", PS_FMT(a->name.text),
                         PS_FMT(a->mime.text), PS_FMT(a->uri.text), (unsigned long long)a->bytes,
                         a->role == PS_ATTACHMENT_CONTRACT,
                         PS_FMT(a->fault.ptr ? a->fault : ps_str_cut(a->data, 12)));
    }
    for (size_t i = 0; i < record->item_count; i++) {
        put_item(&record->items[i]);
    }
    if (record->damage) {
        ps_buffer_printf(&r.out, "damage=%s\n", record->damage);
    }
    return r.records == r.stop_at ? PS_FATAL : PS_OK;
}

static void take_rejected(void *user, const ps_error *error, int last, uint64_t unscreened)
{
    (void)user;
    r.rejected++;
    r.last += last != 0;
    cr_expect_str_neq(error->message, "", "every rejection says why");
    ps_buffer_printf(&r.out, "rejected=%s|line %llu|%s|%s", error->cause,
                     (unsigned long long)error->line, error->record_id, error->message);
    if (last) {
        ps_buffer_printf(&r.out, "|last, %llu after", (unsigned long long)unscreened);
    }
    ps_buffer_add_text(&r.out, "\n");
}

static void take_warning(void *user, const ps_error *error)
{
    (void)user;
    ps_buffer_printf(&r.out, "warning=%s\n", error->cause);
}

static long give_bytes(void *io, char *buffer, size_t size)
{
    (void)io;
    size_t n = r.left.len < size ? r.left.len : size;
    n = r.chunk && r.chunk < n ? r.chunk : n;
    if (n) {
        memcpy(buffer, r.left.ptr, n);
        r.left = ps_str_slice(r.left, n, r.left.len);
    }
    return (long)n;
}

static void setup(void)
{
    ps_xml_init();
    r = (reading){.limits = ps_limits_default()};
    ps_buffer_init(&r.out, 0);
    ps_buffer_init(&r.problems, 0);
}

static void teardown(void)
{
    ps_extract_free(r.extract);
    ps_profiles_free(r.profiles);
    ps_buffer_done(&r.out);
    ps_buffer_done(&r.problems);
}

/** Load profiles; NULL ends them. */
static ps_status load_all(const char *const *profiles)
{
    ps_pack_file files[8];
    static const char *const names[8] = {"p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7"};
    size_t count = 0;
    ps_error err = {0};
    for (; profiles[count]; count++) {
        files[count] = (ps_pack_file){names[count], ps_str_from(profiles[count])};
    }
    ps_extract_free(r.extract);
    ps_profiles_free(r.profiles);
    r.extract = NULL;
    r.profiles = NULL;
    ps_buffer_clear(&r.problems);
    r.problem_count = 0;
    ps_status status = ps_profiles_load(files, count, NULL, note_problem, NULL, &r.profiles, &err);
    if (status != PS_OK) {
        cr_expect_eq(err.code, PS_E_PACK, "%s", err.message);
        cr_expect_null(r.profiles);
    }
    return status;
}

/** Load one profile that must be right. */
__attribute__((unused)) static void load(const char *profile)
{
    const char *const list[] = {profile, NULL};
    ps_status status = load_all(list);
    cr_assert_eq(status, PS_OK, "%.*s", PS_FMT(ps_buffer_str(&r.problems)));
}

/** Read a document with what is loaded; bytes. */
static void read_bytes(ps_str document)
{
    ps_error err = {0};
    uint64_t bytes = 0;
    ps_extract_sink sink = {take_record, take_rejected, take_warning};
    ps_extract_options options = {
        .limits = &r.limits, .encoding = r.encoding, .coverage = r.coverage};
    if (!r.extract) {
        PS_TEST_STATUS(ps_extract_new(r.profiles, &options, &r.extract, &err), PS_OK, err);
    }
    r.records = 0;
    r.rejected = 0;
    r.last = 0;
    r.left = document;
    ps_buffer_clear(&r.out);
    ps_extract_expect(r.extract, document.len);
    r.status =
        ps_extract_read(r.extract, give_bytes, NULL, "doc.xml", &sink, NULL, NULL, &bytes, &err);
    if (r.status == PS_OK) {
        cr_expect_eq(r.rejected, 0);
        cr_expect_eq(bytes, document.len, "all bytes were read");
    } else if (r.status == PS_WARN) {
        cr_expect_neq(r.rejected, 0);
    }
}

__attribute__((unused)) static void read_doc(const char *document)
{
    read_bytes(ps_str_from(document));
}

/** What came out contains these lines, one after the other. */
__attribute__((unused)) static void expect_lines(const char *lines)
{
    ps_buffer want;
    ps_buffer_init(&want, 0);
    ps_buffer got;
    ps_buffer_init(&got, 0);
    ps_buffer_printf(&want, "\n%s\n", lines);
    ps_buffer_printf(&got, "\n%.*s", PS_FMT(ps_buffer_str(&r.out)));
    cr_expect(ps_str_find(ps_buffer_str(&got), ps_buffer_str(&want)) != SIZE_MAX,
              "want \"%s\" in:\n%.*s", lines, PS_FMT(ps_buffer_str(&r.out)));
    ps_buffer_done(&want);
    ps_buffer_done(&got);
}

/** What came out does not contain this text. */
__attribute__((unused)) static void expect_none(const char *text)
{
    cr_expect(ps_str_find(ps_buffer_str(&r.out), ps_str_from(text)) == SIZE_MAX,
              "\"%s\" must not be in:\n%.*s", text, PS_FMT(ps_buffer_str(&r.out)));
}

/** All that came out. */
__attribute__((unused)) static void expect_all(const char *lines)
{
    cr_expect(ps_str_is(ps_buffer_str(&r.out), lines), "want:\n%sgot:\n%.*s", lines,
              PS_FMT(ps_buffer_str(&r.out)));
}

#endif
