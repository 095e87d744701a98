/* Any bytes as a document, read in one piece and in many. What must hold: both look the same; the
 * events nest; nothing comes after the error that ended the document; the error has a place.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/buffer.h"
#include "fuzz.h"
#include "xml/document.h"

typedef struct reading {
    const uint8_t *bytes;
    size_t left;
    unsigned piece; /* 0: as much as is asked for; else at most so many */
    ps_buffer log;
    size_t depth;
    size_t damages;
    size_t warnings;
    int other_lines; /* there may be an LF in a text that ends no line of the source */
    int dead;
    ps_status status;
    ps_xml_result result;
    ps_error error;
} reading;

static long read_some(void *io, char *buffer, size_t size)
{
    reading *r = io;
    size_t piece = r->piece && r->piece < size ? r->piece : size;
    piece = piece < r->left ? piece : r->left;
    if (piece) {
        memcpy(buffer, r->bytes, piece);
    }
    r->bytes += piece;
    r->left -= piece;
    return (long)piece;
}

/* Names and values are touched to their ends, so that the address sanitizer sees them. */
static void on_start(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                     const ps_xml_attr *attrs, size_t count)
{
    reading *r = user;
    ps_xml_place place = ps_xml_where(parser);
    FUZZ_REQUIRE(place.line > 0 && place.column > 0);
    FUZZ_REQUIRE(ps_xml_line(parser) == place.line);
    r->depth++;
    ps_buffer_printf(&r->log, "<%s{%s}@%llu:%llu", local, uri ? uri : "",
                     (unsigned long long)place.line, (unsigned long long)place.column);
    for (size_t i = 0; i < count; i++) {
        ps_buffer_printf(&r->log, " %s:%s{%s}=", attrs[i].prefix ? attrs[i].prefix : "",
                         attrs[i].local, attrs[i].uri ? attrs[i].uri : "");
        ps_buffer_add(&r->log, attrs[i].value, (size_t)(attrs[i].value_end - attrs[i].value));
    }
    ps_buffer_add_char(&r->log, '>');
}

static void on_end(void *user, ps_xml_parser *parser)
{
    reading *r = user;
    FUZZ_REQUIRE(r->depth > 0);
    FUZZ_REQUIRE(ps_xml_consumed(parser) > 0);
    r->depth--;
    ps_buffer_add_text(&r->log, "</>");
}

static void on_text(void *user, ps_xml_parser *parser, ps_str piece)
{
    reading *r = user;
    uint64_t line = ps_xml_line(parser);
    uint64_t first = ps_xml_text_line(parser, piece);
    FUZZ_REQUIRE(first > 0 && first <= line);
    for (size_t i = 0; i < piece.len; i++) {
        line -= piece.ptr[i] == '\n';
    }
    FUZZ_REQUIRE(first == line || r->other_lines);
    FUZZ_REQUIRE(r->depth > 0);
    FUZZ_REQUIRE(piece.len == 0 || !memchr(piece.ptr, '\0', piece.len));
    ps_buffer_add_str(&r->log, piece);
}

static void on_damage(void *user, ps_xml_parser *parser, const ps_error *error)
{
    reading *r = user;
    (void)parser;
    FUZZ_REQUIRE(error->line > 0 && error->column > 0);
    r->damages++;
    ps_buffer_printf(&r->log, "<!%s>", error->cause);
}

static void on_warning(void *user, ps_status severity, const ps_error *error)
{
    reading *r = user;
    (void)severity;
    FUZZ_REQUIRE(error->message[0] != '\0');
    r->warnings++;
}

static reading read_document(const uint8_t *bytes, size_t size, unsigned piece)
{
    static const ps_xml_handler handler = {
        .start = on_start, .end = on_end, .text = on_text, .damage = on_damage};
    static const char *const names[] = {"Order", "record", "a", NULL};
    ps_limits limits = ps_limits_default();
    reading r = {.bytes = bytes,
                 .left = size,
                 .piece = piece,
                 .other_lines = memchr(bytes, '\r', size) || memchr(bytes, '#', size)};
    ps_xml_options options = {
        .limits = &limits, .record_names = names, .warning = on_warning, .warning_user = &r};
    /* Small, so that small inputs reach them; which ones is the input's choice. */
    if (size > 0 && bytes[size - 1] % 4 == 0) {
        limits.tag_bytes = 40;
        limits.dtd_bytes = 60;
        limits.depth = 5;
        limits.attributes = 3;
        limits.file_bytes = 2000;
    }
    ps_buffer_init(&r.log, 0);
    r.status = ps_xml_parse(read_some, &r, &options, &handler, &r, &r.result, &r.error);
    if (r.status == PS_OK) {
        FUZZ_REQUIRE(r.depth == 0);
        FUZZ_REQUIRE(r.result.bytes == size);
        FUZZ_REQUIRE(r.result.unscreened_after == 0);
    } else {
        FUZZ_REQUIRE(r.status == PS_FAILED);
        FUZZ_REQUIRE(r.error.code != PS_E_NONE && r.error.code != PS_E_INTERNAL);
        FUZZ_REQUIRE(r.error.line > 0 && r.error.column > 0);
        FUZZ_REQUIRE(r.error.offset <= size);
        FUZZ_REQUIRE(r.error.message[0] != '\0');
    }
    return r;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const unsigned pieces[] = {1, 7, 4001};
    static int ready;
    if (!ready) {
        ps_xml_init();
        ready = 1;
    }
    reading whole = read_document(bytes, size, 0);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        if (size > 20000 && pieces[i] == 1) {
            continue;
        }
        reading cut = read_document(bytes, size, pieces[i]);
        FUZZ_REQUIRE(cut.status == whole.status);
        FUZZ_REQUIRE(strcmp(cut.error.cause, whole.error.cause) == 0);
        FUZZ_REQUIRE(cut.error.line == whole.error.line);
        FUZZ_REQUIRE(cut.damages == whole.damages && cut.warnings == whole.warnings);
        FUZZ_REQUIRE(cut.result.bytes == whole.result.bytes);
        FUZZ_REQUIRE(cut.log.len == whole.log.len);
        FUZZ_REQUIRE(cut.log.len == 0 || memcmp(cut.log.ptr, whole.log.ptr, cut.log.len) == 0);
        FUZZ_REQUIRE(cut.result.unscreened_after == whole.result.unscreened_after);
        ps_buffer_done(&cut.log);
    }
    ps_buffer_done(&whole.log);
    return 0;
}
