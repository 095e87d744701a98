/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/html.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "xml/fault.h"
#include "xml/sax.h"

enum {
    PIECE = 4096,
    QUIET_TAGS = 64 /* times tag-bytes without an event */
};

typedef struct html {
    ps_str left;
    size_t quiet; /* bytes given since the last event */
    size_t depth;
    int other_names; /* interned before the document */
    int dead;
    htmlParserCtxtPtr ctxt;
    const ps_limits *limits;
    const ps_html_handler *handler;
    void *user;
    ps_error error;
} html;

static html *html_of(void *ctx)
{
    return ((htmlParserCtxtPtr)ctx)->_private;
}

/* Nothing is delivered or given any more; what libxml2 holds by then it reads for nobody. */
static void die(html *h)
{
    h->dead = 1;
    h->ctxt->disableSAX = 1;
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar **attrs)
{
    html *h = html_of(ctx);
    h->quiet = 0;
    if (h->dead) {
        return;
    }
    if (++h->depth > h->limits->depth) {
        PS_IGNORE(ps_error_limit(&h->error, PS_FAILED, "depth",
                                 "elements are nested more than %llu deep",
                                 (unsigned long long)h->limits->depth));
        die(h);
        return;
    }
    h->handler->start(h->user, (const char *)name, (const char *const *)(const void *)attrs);
}

static void on_end(void *ctx, const xmlChar *name)
{
    html *h = html_of(ctx);
    h->quiet = 0;
    if (!h->dead) {
        h->depth -= h->depth > 0;
        h->handler->end(h->user, (const char *)name);
    }
}

static void on_text(void *ctx, const xmlChar *text, int size)
{
    html *h = html_of(ctx);
    h->quiet = 0;
    if (!h->dead && size > 0) {
        h->handler->text(h->user, (ps_str){(const char *)text, (size_t)size});
    }
}

static void on_comment(void *ctx, const xmlChar *text)
{
    (void)text;
    html_of(ctx)->quiet = 0;
}

static void on_error(void *ctx, ps_libxml_error from)
{
    (void)ctx; /* HTML is never wrong; memory is looked for at the end */
    (void)from;
}

/* What takes libxml2 more than linear time or memory is told here by its traces: many names of
 * attributes, a construct that does not end, time. */
static int may_go_on(html *h)
{
    if (h->quiet > QUIET_TAGS * h->limits->tag_bytes) {
        PS_IGNORE(ps_error_limit(&h->error, PS_FAILED, "tag-bytes",
                                 "a tag or comment of more than %d times %llu bytes", QUIET_TAGS,
                                 (unsigned long long)h->limits->tag_bytes));
        return 0;
    }
    if ((uint64_t)(xmlDictSize(h->ctxt->dict) - h->other_names) > h->limits->names) {
        PS_IGNORE(ps_error_limit(&h->error, PS_FAILED, "names",
                                 "more than %llu different names of elements and attributes",
                                 (unsigned long long)h->limits->names));
        return 0;
    }
    return h->handler->go_on(h->user, &h->error);
}

static int on_read(void *io, char *buffer, int size)
{
    html *h = io;
    if (h->dead || size <= 0) {
        return 0;
    }
    if (!may_go_on(h)) {
        die(h);
        return 0;
    }
    size_t count = h->left.len < PIECE ? h->left.len : PIECE;
    count = (size_t)size < count ? (size_t)size : count;
    if (count) {
        memcpy(buffer, h->left.ptr, count);
        h->left = ps_str_slice(h->left, count, h->left.len);
        h->quiet += count;
    }
    return (int)count;
}

ps_status ps_html_parse(ps_str text, const ps_limits *limits, const ps_html_handler *handler,
                        void *user, ps_error *reterr)
{
    html h = {.left = text, .limits = limits, .handler = handler, .user = user};
    int memory = 1;
    ps_fault_channel saved;
    ps_fault_silence(&saved);
    h.ctxt = htmlNewParserCtxt();
    if (h.ctxt && h.ctxt->sax) {
        h.ctxt->_private = &h;
        h.other_names = xmlDictSize(h.ctxt->dict);
        *h.ctxt->sax = (xmlSAXHandler){
            .initialized = XML_SAX2_MAGIC,
            .startElement = on_start,
            .endElement = on_end,
            .characters = on_text,
            .ignorableWhitespace = on_text,
            .cdataBlock = on_text,
            .comment = on_comment,
            .serror = on_error,
        };
        htmlDocPtr document =
            htmlCtxtReadIO(h.ctxt, on_read, NULL, &h, NULL, "UTF-8",
                           HTML_PARSE_NONET | HTML_PARSE_NOIMPLIED | HTML_PARSE_IGNORE_ENC);
        xmlFreeDoc(document); /* NULL: no handler makes one */
        memory = h.ctxt->errNo != XML_ERR_NO_MEMORY;
    } else {
        memory = 0;
    }
    htmlFreeParserCtxt(h.ctxt);
    ps_fault_restore(&saved);
    if (!memory) {
        return ps_error_memory(reterr);
    }
    if (h.dead) {
        if (reterr) {
            *reterr = h.error;
        }
        return h.error.code == PS_E_MEMORY ? PS_FATAL : PS_FAILED;
    }
    /* It stops of its own accord only where it lost its way. */
    return h.left.len ? ps_error_set(reterr, PS_FAILED, PS_E_ILL_FORMED,
                                     "the page could not be read to its end")
                      : PS_OK;
}
