/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memrchr, by seek.h */
#include "xml/document.h"

#include <libxml/catalog.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "xml/fault.h"
#include "xml/parser.h"
#include "xml/seek.h"

/* The handler's attributes are libxml2's, without a copy. */
_Static_assert(sizeof(ps_xml_attr) == 5 * sizeof(const xmlChar *), "laid out as libxml2's");

/* An error of libxml2 that stands so near to the end of what it was given comes from that end. The
 * longest mark that it looks at as a whole is "<![CDATA[". */
enum { END_SLACK = 16 };

static void free_parser(ps_xml_parser *parser)
{
    xmlFreeParserCtxt(parser->ctxt);
    xmlDictFree(parser->names);
    ps_skim_done(parser);
    ps_met_names_free(parser->met);
    ps_feed_done(&parser->feed);
    free(parser);
}
PS_DEFINE_CLEANUP(ps_xml_parser *, free_parser)

void ps_xml_die(ps_xml_parser *parser, const ps_error *error, const xmlChar *at)
{
    if (parser->dead) {
        return;
    }
    const xmlParserInput *input = parser->ctxt ? parser->ctxt->input : NULL;
    parser->dead = 1;
    parser->error = *error;
    if (!input && !parser->skim.skimming) { /* there was no memory even for that */
        return;
    }
    if (input) {
        /* Not xmlStopParser(): it frees the buffer, which some of libxml2's own functions hold
         * pointers into when they report an error. The read callback gives nothing any more, that
         * is enough. */
        parser->ctxt->disableSAX = 1;
    }
    if (at) {
        ps_xml_place place = ps_xml_place_of(parser, at);
        parser->error.line = place.line;
        parser->error.column = place.column;
        if (parser->error.offset == PS_NO_OFFSET) {
            parser->error.offset = place.offset;
        }
    }
    if (parser->skim.skimming) {
        ps_feed_take(&parser->feed, parser->skim.at);
        return;
    }
    /* What libxml2 holds and nobody will read. A start tag in which the error stands is not
     * screened either. */
    const xmlChar *from = ps_xml_open_mark(parser);
    if (from == input->cur || ps_xml_position_of(parser, from) < parser->started) {
        from = input->cur;
    }
    ps_tail_add(&parser->tail, (ps_str){(const char *)from, (size_t)(input->end - from)});
}

static void die_of_cut(ps_xml_parser *parser)
{
    ps_error error = parser->feed.error;
    if (error.code == PS_E_BAD_BYTES && parser->saw_root && parser->depth == 0) {
        ps_error_set(&error, PS_FAILED, PS_E_TRAILING_DATA, "%s, behind the end of the document",
                     parser->feed.error.message);
        error.offset = parser->feed.error.offset;
    }
    ps_xml_die(parser, &error, parser->ctxt->input->end);
}

/* Only the first of several that belong to one event is kept: an input cannot flood its reader. */
static void keep_damage(ps_xml_parser *parser, const ps_error *error)
{
    parser->unsound = 1;
    if (!parser->damaged) {
        ps_xml_place place = ps_xml_place_of(parser, parser->ctxt->input->cur);
        parser->damage = *error;
        parser->damage.line = place.line;
        parser->damage.column = place.column;
        parser->damage.offset = place.offset;
        parser->damaged = 1;
    }
}

PS_RARE static void give_damage(ps_xml_parser *parser)
{
    if (parser->damaged && !parser->dead) {
        parser->damaged = 0;
        if (parser->handler->damage) {
            parser->handler->damage(parser->user, parser, &parser->damage);
        }
    }
}

static void on_error(void *ctx, ps_libxml_error from)
{
    ps_xml_parser *parser = ps_xml_parser_of(ctx);
    ps_error error;
    if (parser->dead || parser->skim.left || !from) {
        return;
    }
    if (from->code == XML_ERR_NO_MEMORY || !parser->ctxt->input) {
        ps_fault_translate(from, 0, &error);
        ps_xml_die(parser, &error, NULL);
        return;
    }
    if (from->level < XML_ERR_FATAL) {
        if (from->level == XML_ERR_ERROR || ps_fault_is_reference(from)) {
            ps_fault_damage(from, &error);
            keep_damage(parser, &error);
        }
        return;
    }
    const xmlParserInput *input = parser->ctxt->input;
    if (parser->feed.cut && parser->feed.drained && input->end - input->cur <= END_SLACK) {
        die_of_cut(parser);
        return;
    }
    const xmlChar *tag = ps_xml_open_mark(parser);
    size_t second =
        ps_fault_second_attribute(from, (ps_str){(const char *)tag, (size_t)(input->cur - tag)});
    ps_fault_translate(from, parser->saw_root && parser->depth == 0, &error);
    ps_xml_die(parser, &error, second == SIZE_MAX ? input->cur : tag + second);
}

PS_RARE static void die_of_limit(ps_xml_parser *parser, size_t attributes)
{
    const ps_limits *limits = parser->options->limits;
    ps_error error;
    if (parser->depth > limits->depth) {
        ps_error_limit(&error, PS_FAILED, "depth", "elements are nested more than %llu deep",
                       (unsigned long long)limits->depth);
    } else if (attributes > limits->attributes) {
        ps_error_limit(&error, PS_FAILED, "attributes",
                       "an element has %zu attributes and namespace declarations, more than %llu",
                       attributes, (unsigned long long)limits->attributes);
    } else {
        ps_error_limit(&error, PS_FAILED, "names",
                       "more than %llu different names of elements and attributes",
                       (unsigned long long)limits->names);
    }
    ps_xml_die(parser, &error, ps_xml_open_mark(parser));
}

/* Where no line has ended since the start tag or text before, none needs to be looked for in this
 * one. */
static inline void pass_lines(ps_xml_parser *parser)
{
    int line = parser->ctxt->input->line;
    parser->lines_passed = line - parser->line;
    parser->line = line;
}

/* Lists names that are new. @return how many there are then: whoever is told of them may add some.
 */
PS_RARE static size_t list_names(ps_xml_parser *parser, const ps_xml_tag *tag)
{
    ps_xml_list_names(parser, tag);
    return ps_xml_count_names(parser);
}

static void on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
                     int space_count, const xmlChar **spaces, int attr_count, int defaulted_count,
                     const xmlChar **attrs)
{
    ps_xml_parser *parser = ps_xml_parser_of(ctx);
    if (parser->dead) {
        return;
    }
    const ps_limits *limits = parser->options->limits;
    size_t attributes = (size_t)attr_count + (size_t)space_count;
    if (ps_skim_is_again(parser)) {
        return;
    }
    ps_xml_tag tag = {local, prefix, uri, spaces, space_count, attrs, attr_count - defaulted_count};
    parser->depth++;
    parser->saw_root = 1;
    size_t names = ps_xml_count_names(parser);
    if (parser->met && names != parser->listed) {
        names = list_names(parser, &tag);
    }
    if (parser->depth > limits->depth || attributes > limits->attributes || names > limits->names) {
        die_of_limit(parser, attributes);
        return;
    }
    if (parser->skim.known) {
        ps_skim_on_start(parser, &tag);
    }
    parser->started = ps_xml_position_of(parser, parser->ctxt->input->cur);
    pass_lines(parser);
    parser->spaces = spaces;
    parser->space_count = (size_t)space_count;
    if (parser->handler->start) {
        parser->in_start = 1;
        /* Defaulted attributes stand last; no DTD is read, so there are none. */
        parser->handler->start(parser->user, parser, (const char *)local, (const char *)uri,
                               (const ps_xml_attr *)(const void *)attrs,
                               (size_t)(attr_count - defaulted_count));
        parser->in_start = 0;
    }
    parser->space_count = 0;
    if (parser->damaged) {
        give_damage(parser);
    }
}

static void on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    ps_xml_parser *parser = ps_xml_parser_of(ctx);
    (void)local;
    (void)prefix;
    (void)uri;
    if (parser->dead) {
        return;
    }
    if (parser->damaged) {
        give_damage(parser);
    }
    if (parser->handler->end && !parser->dead) {
        parser->handler->end(parser->user, parser);
    }
    parser->depth--;
    if (parser->skim.known) {
        ps_skim_on_end(parser);
    }
}

/* What is to be done in front of a text, now and then. */
PS_RARE static void before_text(ps_xml_parser *parser, const xmlChar *text, int size)
{
    if (parser->missing_lines && !parser->dead) {
        ps_xml_pass_joint(parser, text, size);
    }
    if (parser->damaged) {
        give_damage(parser);
    }
}

static void on_text(void *ctx, const xmlChar *text, int size)
{
    ps_xml_parser *parser = ps_xml_parser_of(ctx);
    if (parser->dead || parser->missing_lines || parser->damaged) {
        before_text(parser, text, size);
        if (parser->dead) {
            return;
        }
    }
    pass_lines(parser);
    if (parser->handler->text) {
        parser->handler->text(parser->user, parser, (ps_str){(const char *)text, (size_t)size});
    }
}

/* Called for references in attributes, too, which come before their element: so it waits as well.
 */
static void on_reference(void *ctx, const xmlChar *name)
{
    ps_xml_parser *parser = ps_xml_parser_of(ctx);
    if (!parser->dead) {
        ps_error error;
        ps_fault_reference((const char *)name, &error);
        keep_damage(parser, &error);
    }
}

static xmlEntityPtr on_get_entity(void *ctx, const xmlChar *name)
{
    (void)ctx;
    return xmlGetPredefinedEntity(name);
}

static void on_document_start(void *ctx)
{
    static const char *const predefined[] = {"amp", "lt", "gt", "quot", "apos"};
    ps_xml_parser *parser = ps_xml_parser_of(ctx);
    ps_skim_on_document(parser);
    if (parser->skim.unseen) {
        return;
    }
    for (size_t i = 0; i < PS_COUNT(predefined); i++) {
        (void)xmlDictLookup(parser->ctxt->dict, (const xmlChar *)predefined[i], -1);
    }
    parser->other_names = xmlDictSize(parser->ctxt->dict);
}

static void on_document_end(void *ctx)
{
    ps_xml_parser *parser = ps_xml_parser_of(ctx);
    xmlParserCtxtPtr ctxt = parser->ctxt;
    if (parser->skim.left) {
        return;
    }
    parser->ended = 1;
    if (parser->dead) {
        return;
    }
    if (parser->feed.cut && parser->feed.drained) {
        die_of_cut(parser);
    } else if (ctxt->input->cur != ctxt->input->end) {
        ps_error error;
        ps_error_set(&error, PS_FAILED, PS_E_TRAILING_DATA, "data behind the end of the document");
        ps_xml_die(parser, &error, ctxt->input->cur);
    } else {
        parser->complete = ctxt->wellFormed && parser->saw_root && parser->depth == 0;
    }
}

static int on_read(void *io, char *buffer, int size)
{
    ps_xml_parser *parser = io;
    if (parser->dead || size <= 0) {
        return 0;
    }
    size_t again = ps_skim_give_again(parser, buffer, (size_t)size);
    if (again) {
        return (int)again;
    }
    const xmlParserInput *input = parser->ctxt->input; /* may be NULL at the first call */
    size_t held = input ? (size_t)(input->end - input->base) : 0;
    size_t given = ps_feed_give(&parser->feed, buffer, (size_t)size, held);
    if (parser->feed.drained && input && input->buf) {
        input->buf->readcallback = NULL; /* near the end libxml2 would ask for more at each step */
    }
    return (int)given;
}

static void set_handlers(xmlSAXHandler *sax)
{
    /* No comment handler and none of libxml2's own: those build nodes. No xmlSAX2StartDocument: no
     * tree. */
    *sax = (xmlSAXHandler){
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
        .reference = on_reference,
        .processingInstruction = ps_xml_on_instruction,
        .getEntity = on_get_entity,
        .startDocument = on_document_start,
        .endDocument = on_document_end,
        .serror = on_error,
    };
    ps_xml_refuse_declarations(sax);
}

/* All contexts of a document intern in one dictionary. @return 0 when there is no memory. */
static int share_names(ps_xml_parser *parser)
{
    xmlParserCtxtPtr ctxt = parser->ctxt;
    if (!parser->names) {
        parser->names = ctxt->dict;
    } else {
        xmlDictFree(ctxt->dict);
        ctxt->dict = parser->names;
    }
    return xmlDictReference(parser->names) == 0;
}

/* Lets libxml2 read to the end, or until it is left. */
static void let_read(ps_xml_parser *parser)
{
    xmlFreeParserCtxt(parser->ctxt);
    parser->ctxt = xmlNewParserCtxt();
    if (parser->ctxt && parser->ctxt->sax && share_names(parser)) {
        parser->ctxt->_private = parser;
        set_handlers(parser->ctxt->sax);
        xmlDocPtr document =
            xmlCtxtReadIO(parser->ctxt, on_read, NULL, parser, NULL, NULL, PS_LIBXML_OPTIONS);
        xmlFreeDoc(document); /* NULL: no handler makes one */
    }
}

/* Reads all; @return 0 when there was no memory for it. */
static int read_all(ps_xml_parser *parser)
{
    ps_skim *skim = &parser->skim;
    skim->left = ps_skim_head(parser);
    do {
        if (skim->left) {
            skim->left = 0;
            parser->complete = ps_skim_read(parser);
        }
        if (parser->complete || parser->dead) {
            return 1;
        }
        let_read(parser);
    } while (skim->left && !parser->dead);
    return parser->dead || (parser->ended && parser->ctxt->errNo != XML_ERR_NO_MEMORY);
}

/* Afterwards the parser is dead or everything was in order. */
static void run(ps_xml_parser *parser)
{
    char byte;
    int has_memory = read_all(parser);
    if (parser->dead) {
        return;
    }
    parser->dead = 1;
    if (!has_memory) {
        ps_error_memory(&parser->error); /* it comes to the end of every document but for this */
    } else if (!parser->complete) {
        ps_error_set(&parser->error, PS_FAILED, PS_E_ILL_FORMED,
                     "the document could not be read to its end");
    } else if (ps_feed_give(&parser->feed, &byte, 1, 0) || parser->feed.cut) {
        ps_error_set(&parser->error, PS_FAILED, PS_E_TRAILING_DATA,
                     "data behind the end of the document");
    } else {
        parser->dead = 0;
    }
}

static void count_unscreened(ps_xml_parser *parser)
{
    ps_str bytes;
    while (parser->tail.names && ps_feed_rest(&parser->feed, &bytes)) {
        ps_tail_add(&parser->tail, bytes);
    }
}

ps_status ps_xml_parse(ps_read_fn read, void *io, const ps_xml_options *options,
                       const ps_xml_handler *handler, void *user, ps_xml_result *ret_result,
                       ps_error *reterr)
{
    *ret_result = (ps_xml_result){0};
    PS_CLEANUP(free_parserp) ps_xml_parser *parser = calloc(1, sizeof *parser);
    if (!parser) {
        return ps_error_memory(reterr);
    }
    parser->options = options;
    parser->handler = handler;
    parser->user = user;
    parser->tail.names = options->record_names;
    parser->missing_lines = options->joint ? options->joint->lines : 0;
    if (options->joint && !(parser->met = ps_met_names_new())) {
        return ps_error_memory(reterr);
    }
    if (options->brief && !(parser->names = ps_xml_kept_take_names(options->kept))) {
        return ps_error_memory(reterr);
    }
    if (options->kept) {
        ps_skim_begin(parser);
    }
    ps_status status = ps_feed_open(&parser->feed, read, io, options, &parser->error);
    if (status == PS_OK) {
        ps_fault_channel saved;
        ps_fault_silence(&saved);
        run(parser);
        ps_fault_restore(&saved);
        if (parser->dead && !parser->left) {
            status = parser->error.code == PS_E_MEMORY ? PS_FATAL : PS_FAILED;
        }
    }
    if (status != PS_OK) {
        count_unscreened(parser);
        if (reterr) {
            *reterr = parser->error;
        }
    }
    ret_result->bytes = parser->feed.bytes;
    ret_result->unscreened_after = parser->tail.count;
    ret_result->skimmed = parser->skim.total;
    return status;
}

void ps_xml_stop(ps_xml_parser *parser, const ps_error *error)
{
    ps_xml_die(parser, error, error->line ? NULL : ps_xml_here(parser));
}

void ps_xml_leave(ps_xml_parser *parser)
{
    parser->left = 1;
    parser->dead = 1;
    if (parser->ctxt) {
        parser->ctxt->disableSAX = 1;
    }
}

size_t ps_xml_spaces(const ps_xml_parser *parser, const char *const **ret_pairs)
{
    *ret_pairs = (const char *const *)(const void *)parser->spaces;
    return parser->space_count;
}

static xmlParserInputPtr deny_all(const char *url, const char *id, xmlParserCtxtPtr ctxt)
{
    (void)url;
    (void)id;
    (void)ctxt;
    return NULL;
}

void ps_xml_init(void)
{
    xmlInitParser();
    xmlSetExternalEntityLoader(deny_all);
#ifdef LIBXML_CATALOG_ENABLED
    xmlCatalogSetDefaults(XML_CATA_ALLOW_NONE);
#endif
}

const char *ps_xml_library(char *buffer, size_t size)
{
    /* "20914", on development versions followed by "-GIT…" */
    uint64_t number = 0;
    ps_str version = ps_str_from(xmlParserVersion);
    for (size_t i = 0; i < version.len && ps_is_digit(version.ptr[i]); i++) {
        number = number * 10 + (uint64_t)(version.ptr[i] - '0');
    }
    (void)snprintf(buffer, size, "libxml2 %u.%u.%u", (unsigned)(number / 10000),
                   (unsigned)(number / 100 % 100), (unsigned)(number % 100));
    return buffer;
}
