/* Text of XML of whatever vocabulary: that of all elements, in lines.
 *
 * An element among the words of another, and those that are known to hold parts of words, do not
 * end a line. SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "document/bytes.h"
#include "document/reading.h"
#include "xml/document.h"

enum { DEPTH = 256 };

typedef struct walk {
    ps_reading *reading;
    size_t depth;
    unsigned char words[DEPTH + 1];  /* the open element has words of its own */
    unsigned char within[DEPTH + 1]; /* it stands among words */
    size_t damages;
    ps_bytes bytes;
} walk;

static int is_inline(const char *local)
{
    static const char *const names[] = {"a",      "b",   "em",  "font", "i",   "r", "span",
                                        "strong", "sub", "sup", "t",    "tab", "u"};
    for (size_t i = 0; i < PS_COUNT(names); i++) {
        if (strcmp(local, names[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

static void on_start(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                     const ps_xml_attr *attrs, size_t count)
{
    walk *w = user;
    (void)uri;
    (void)attrs;
    (void)count;
    ps_error error;
    int within = w->words[w->depth] || is_inline(local);
    w->depth += w->depth < DEPTH;
    w->words[w->depth] = 0;
    w->within[w->depth] = (unsigned char)within;
    if (!within) {
        ps_prose_line(&w->reading->prose);
    }
    if (!ps_reading_goes_on(w->reading, &error)) {
        ps_xml_stop(parser, &error);
    }
}

static void on_end(void *user, ps_xml_parser *parser)
{
    walk *w = user;
    (void)parser;
    if (!w->within[w->depth]) {
        ps_prose_line(&w->reading->prose);
    }
    w->depth -= w->depth > 0;
}

static void on_text(void *user, ps_xml_parser *parser, ps_str piece)
{
    walk *w = user;
    (void)parser;
    w->words[w->depth] |= ps_str_trim(piece).len > 0;
    ps_prose_add(&w->reading->prose, piece);
}

static void on_damage(void *user, ps_xml_parser *parser, const ps_error *error)
{
    walk *w = user;
    (void)parser;
    if (w->damages++ == 0) {
        ps_error copy = *error;
        ps_reading_blame(&copy, NULL);
        ps_reading_lose(w->reading, &copy);
    }
}

ps_status ps_read_xml(ps_reading *reading, ps_str bytes, ps_error *reterr)
{
    static const ps_xml_handler handler = {
        .start = on_start, .end = on_end, .text = on_text, .damage = on_damage};
    walk w = {.reading = reading, .bytes = {bytes}};
    ps_xml_options options = {.limits = reading->limits};
    ps_xml_result result;
    ps_status status =
        ps_xml_parse(ps_bytes_read, &w.bytes, &options, &handler, &w, &result, reterr);
    if (status == PS_FAILED && reterr) {
        ps_reading_blame(reterr, NULL);
    }
    return status;
}
