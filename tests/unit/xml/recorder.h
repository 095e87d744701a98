/* What the tests of the XML stage share: a source that gives pieces of a chosen size, and a handler
 * that writes what it is told as one line of text.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEST_RECORDER_H
#define PS_TEST_RECORDER_H

#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "ps_test.h"
#include "xml/document.h"

typedef struct recorder {
    ps_str left;  /* still to be given */
    size_t piece; /* at most so many bytes a read; 0: as asked for */
    ps_buffer log;
    uint64_t ends; /* of children of the root: records that are complete */
    size_t depth;
    ps_error damage;
    size_t damages;
    ps_error warning;
    size_t warnings;
    ps_xml_result result;
    ps_error error;
} recorder;

static inline long recorder_read(void *io, char *buffer, size_t size)
{
    recorder *r = io;
    size_t count = r->piece && size > r->piece ? r->piece : size;
    count = count < r->left.len ? count : r->left.len;
    if (count) {
        memcpy(buffer, r->left.ptr, count);
        r->left = ps_str_slice(r->left, count, r->left.len);
    }
    return (long)count;
}

static inline void recorder_start(void *user, ps_xml_parser *parser, const char *local,
                                  const char *uri, const ps_xml_attr *attrs, size_t count)
{
    recorder *r = user;
    (void)parser;
    r->depth++;
    ps_buffer_printf(&r->log, "<%s", local);
    if (uri) {
        ps_buffer_printf(&r->log, "{%s}", uri);
    }
    for (size_t i = 0; i < count; i++) {
        ps_buffer_printf(&r->log, " %s=", attrs[i].local);
        ps_buffer_add(&r->log, attrs[i].value, (size_t)(attrs[i].value_end - attrs[i].value));
    }
    ps_buffer_add_char(&r->log, '>');
}

static inline void recorder_end(void *user, ps_xml_parser *parser)
{
    recorder *r = user;
    (void)parser;
    r->depth--;
    r->ends += r->depth == 1;
    ps_buffer_add_text(&r->log, "</>");
}

static inline void recorder_text(void *user, ps_xml_parser *parser, ps_str piece)
{
    recorder *r = user;
    (void)parser;
    ps_buffer_add_str(&r->log, piece);
}

static inline void recorder_damage(void *user, ps_xml_parser *parser, const ps_error *error)
{
    recorder *r = user;
    (void)parser;
    r->damages++;
    r->damage = *error;
    ps_buffer_add_text(&r->log, "<!>");
}

static inline void recorder_warning(void *user, ps_status severity, const ps_error *error)
{
    recorder *r = user;
    (void)severity;
    r->warnings++;
    r->warning = *error;
}

static const ps_xml_handler recorder_handler = {
    .start = recorder_start, .end = recorder_end, .text = recorder_text, .damage = recorder_damage};
static const char *const recorder_names[] = {"Order", NULL};

/** Parses `bytes` in pieces; `limits` and `encoding` may be NULL. What was seen is in *r, which
 * must be given to recorder_done(). */
static inline ps_status recorder_run(recorder *r, ps_str bytes, size_t piece,
                                     const ps_limits *limits, const char *encoding)
{
    ps_limits defaults = ps_limits_default();
    ps_xml_options options = {.limits = limits ? limits : &defaults,
                              .encoding = encoding,
                              .record_names = recorder_names,
                              .warning = recorder_warning,
                              .warning_user = r};
    *r = (recorder){.left = bytes, .piece = piece};
    ps_buffer_init(&r->log, 0);
    return ps_xml_parse(recorder_read, r, &options, &recorder_handler, r, &r->result, &r->error);
}

static inline void recorder_done(recorder *r)
{
    ps_buffer_done(&r->log);
}

/* The documents of the tests: records of one line. */
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define ORDER(id, text)                                                                            \
    "<Order id=\"" id "\"><Line no=\"1\"><Description>" text "</Description></Line></Order>\n"
#define ORDERS(records) "<Orders>\n" records "</Orders>\n"
/* Records A and C around what is tested. */
#define AROUND(middle) ORDERS(ORDER("A", "Huawei") middle ORDER("C", "ZTE"))
/* A literal that may hold NUL. */
#define BYTES(literal)                                                                             \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

/* Sizes of reads that every document must look the same with. */
static const size_t recorder_pieces[] = {0, 1, 2, 3, 7, 100, 4000, 4001};

/** A document and what must be seen of it, whatever the size of reads. */
typedef struct recorder_row {
    ps_str bytes;
    const char *cause; /* of the fatal error, "" for none */
    uint64_t ends;
    uint64_t unscreened;
    uint64_t line; /* of the error; 0: not checked */
    uint64_t column;
} recorder_row;

static inline void recorder_check(const recorder_row *rows, size_t count, const ps_limits *limits)
{
    for (size_t i = 0; i < count; i++) {
        const recorder_row *row = &rows[i];
        for (size_t j = 0; j < PS_COUNT(recorder_pieces); j++) {
            recorder r;
            size_t piece = recorder_pieces[j];
            ps_status status = recorder_run(&r, row->bytes, piece, limits, NULL);
            cr_expect_eq(status, row->cause[0] ? PS_FAILED : PS_OK, "row %zu by %zu: %s", i, piece,
                         r.error.message);
            cr_expect_str_eq(r.error.cause, row->cause, "row %zu by %zu: %s", i, piece,
                             r.error.message);
            cr_expect_eq(r.ends, row->ends, "row %zu by %zu: %llu complete", i, piece,
                         (unsigned long long)r.ends);
            cr_expect_eq(r.result.unscreened_after, row->unscreened, "row %zu by %zu: %llu after",
                         i, piece, (unsigned long long)r.result.unscreened_after);
            cr_expect_eq(r.result.bytes, row->bytes.len, "row %zu by %zu: %llu bytes", i, piece,
                         (unsigned long long)r.result.bytes);
            if (row->line) {
                cr_expect_eq(r.error.line, row->line, "row %zu by %zu: line %llu", i, piece,
                             (unsigned long long)r.error.line);
                cr_expect_eq(r.error.column, row->column, "row %zu by %zu: column %llu", i, piece,
                             (unsigned long long)r.error.column);
            }
            if (row->cause[0]) {
                cr_expect_neq(r.error.line, 0, "row %zu by %zu", i, piece);
                cr_expect_neq(r.error.column, 0, "row %zu by %zu", i, piece);
                cr_expect_leq(r.error.offset, row->bytes.len, "row %zu by %zu", i, piece);
            }
            recorder_done(&r);
        }
    }
}

#endif
