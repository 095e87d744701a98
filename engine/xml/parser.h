/* The parser as the files share it that make it up: document.c drives libxml2 and delivers events,
 * declarations.c keeps declarations out, stretch.c knows what concerns a stretch of a document.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_PARSER_H
#define PS_XML_PARSER_H

#include "xml/feed.h"
#include "xml/kept.h"
#include "xml/met_names.h"
#include "xml/sax.h"
#include "xml/tail.h"

struct ps_xml_parser {
    ps_feed feed;
    xmlParserCtxtPtr ctxt;
    const ps_xml_options *options;
    const ps_xml_handler *handler;
    void *user;
    size_t depth;
    int in_start; /* the start handler is running */
    int saw_root;
    int dead;         /* `error` ended the document; nothing is delivered any more */
    int ended;        /* libxml2 came to the end, in whatever state */
    int complete;     /* libxml2 came to the end and found everything in order */
    int other_names;  /* what libxml2 interns without a document */
    uint64_t started; /* position of the last start event */
    int line;         /* libxml2's at the last start tag or text … */
    int lines_passed; /* … and how many have ended since that before */
    const xmlChar **spaces;
    size_t space_count;
    ps_error error;
    ps_error damage; /* waits for the event that it belongs to */
    int damaged;
    int unsound;            /* an error was reported, or a reference that cannot be resolved */
    int left;               /* the handler wants no more, and nothing is wrong */
    uint64_t missing_lines; /* in a stretch of a document, before its joint: in what is left out */
    ps_met_names *met;      /* NULL: names need not be listed */
    size_t listed;          /* count of those */
    ps_tail tail;
};

/** What libxml2 tells of a start tag. */
typedef struct ps_xml_tag {
    const xmlChar *local;
    const xmlChar *prefix;
    const xmlChar *uri;
    const xmlChar **spaces;
    int space_count;
    const xmlChar **attrs;
    int attr_count;
} ps_xml_tag;

/** The parser of libxml2's context. */
static inline ps_xml_parser *ps_xml_parser_of(void *ctx)
{
    return ((xmlParserCtxtPtr)ctx)->_private;
}

/** Where a byte that libxml2 holds stands. What it holds is what it was given, so that nothing
 * needs counting. */
static inline uint64_t ps_xml_position_of(const ps_xml_parser *parser, const xmlChar *at)
{
    return parser->feed.base + parser->feed.given - (uint64_t)(parser->ctxt->input->end - at);
}

/** Names, prefixes and namespaces that libxml2 has interned for this document. */
static inline size_t ps_xml_count_names(const ps_xml_parser *parser)
{
    return (size_t)(xmlDictSize(parser->ctxt->dict) - parser->other_names);
}

/** End the document with the error at the given byte; NULL: the error says where it is. */
void ps_xml_die(ps_xml_parser *parser, const ps_error *error, const xmlChar *at);
/** Set handlers that end a document in which something is declared. */
void ps_xml_refuse_declarations(xmlSAXHandler *sax);
/** Let the context intern in the dictionary that ps_xml_kept_names() gave the number of; before it
 * parses. @return 0 when there is no memory. */
int ps_xml_kept_use_names(const ps_xml_kept *kept, xmlParserCtxtPtr ctxt);
/** List what libxml2 has interned with a start tag, when there is something new. Needs parser->met.
 */
void ps_xml_list_names(ps_xml_parser *parser, const ps_xml_tag *tag);
/** A text ends: if it is the blank at the joint, libxml2 counts lines from there as it would in the
 * whole document; it quotes them in messages. */
void ps_xml_pass_joint(ps_xml_parser *parser, const xmlChar *text, int size);
/** Handler of processing instructions: their targets are interned, too. */
void ps_xml_on_instruction(void *ctx, const xmlChar *target, const xmlChar *data);

#endif
