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
    uint64_t ends; /* end events of elements named "Order" are counted here by depth 1 */
    size_t depth;
    size_t texts_after; /* not used by the handler; for tests */
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

static const ps_xml_handler recorder_handler = {recorder_start, recorder_end, recorder_text,
                                                recorder_damage};
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

#endif
