/* The parser as the files share it that make it up: document.c drives libxml2 and delivers events,
 * skim.c reads without it what is known, place.c knows where that is, declarations.c keeps
 * declarations out, stretch.c knows what concerns a stretch of a document.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_PARSER_H
#define PS_XML_PARSER_H

#include "xml/feed.h"
#include "xml/kept.h"
#include "xml/met_names.h"
#include "xml/sax.h"
#include "xml/skim.h"
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
    xmlDictPtr names;       /* that all contexts of the document intern in; NULL: none yet */
    ps_skim skim;
    ps_met_names *met; /* NULL: names need not be listed */
    size_t listed;     /* count of those */
    ps_tail tail;
};

/** The parser of libxml2's context. */
static inline ps_xml_parser *ps_xml_parser_of(void *ctx)
{
    return ((xmlParserCtxtPtr)ctx)->_private;
}

/** Names, prefixes and namespaces that libxml2 has interned for this document. */
static inline size_t ps_xml_count_names(const ps_xml_parser *parser)
{
    return (size_t)(xmlDictSize(parser->ctxt->dict) - parser->other_names);
}

/** Where the parser is: behind the start tag but for its end ("/>", ">"), behind a text or an end
 * tag. */
const xmlChar *ps_xml_here(const ps_xml_parser *parser);
/** The '<' before libxml2's position; the position itself when there is none in sight. */
const xmlChar *ps_xml_open_mark(const ps_xml_parser *parser);
/** Where a byte stands that libxml2, or who reads without it, holds. What libxml2 holds is what it
 * was given, so that nothing needs counting. */
uint64_t ps_xml_position_of(const ps_xml_parser *parser, const xmlChar *at);
/** Line ends in [from, to). */
uint64_t ps_xml_count_lines(const char *from, const char *to);
ps_xml_place ps_xml_place_of(const ps_xml_parser *parser, const xmlChar *at);

/** End the document with the error at the given byte; NULL: the error says where it is. */
void ps_xml_die(ps_xml_parser *parser, const ps_error *error, const xmlChar *at);
/** Set handlers that end a document in which something is declared. */
void ps_xml_refuse_declarations(xmlSAXHandler *sax);
/** The dictionary that ps_xml_kept_names() gave the number of, referenced; NULL without memory. */
xmlDictPtr ps_xml_kept_take_names(const ps_xml_kept *kept);
/** The known tags and memory for the open ones; NULL and nothing without memory. */
void ps_xml_kept_lend_known(ps_xml_kept *kept, ps_known **ret_known, ps_buffer *ret_memory);
void ps_xml_kept_return_known(ps_xml_kept *kept, ps_known *known, ps_buffer *memory);
/** List what libxml2 has interned with a start tag, when there is something new. Needs parser->met.
 */
void ps_xml_list_names(ps_xml_parser *parser, const ps_xml_tag *tag);
/** A text ends: if it is the blank at the joint, libxml2 counts lines from there as it would in the
 * whole document; it quotes them in messages. */
void ps_xml_pass_joint(ps_xml_parser *parser, const xmlChar *text, int size);
/** Handler of processing instructions: their targets are interned, too. */
void ps_xml_on_instruction(void *ctx, const xmlChar *target, const xmlChar *data);

#endif
