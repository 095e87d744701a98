/* Reading on without libxml2, as long as every tag that comes is known (known.h).
 *
 * libxml2 reads a document from its beginning, and its tags are learned. Where an element ends and
 * what comes is known, libxml2 is left, and the same events are made from the bytes that it would
 * be given. At the first byte that might mean anything else to it - a tag that is not known, a
 * reference, a section, a comment, a stray end tag, a control character, the end of the document -
 * it takes over again: it is given the start tags of the elements that are open, whose events
 * nobody sees, and the bytes from there on. So whatever is wrong with a document, it is libxml2
 * that says so, and in the same words.
 *
 * That is the same as to let it read everything, because what it does with a byte of a sound
 * document without declarations depends on the open elements, their namespaces and lines alone. A
 * document that is unsound or has a document type declaration is libxml2's to its end.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_SKIM_H
#define PS_XML_SKIM_H

#include "base/buffer.h"
#include "xml/known.h"

typedef struct ps_skim_open {
    ps_known_tag *tag; /* NULL: libxml2 cannot be given it again */
    uint64_t line;     /* of its '<', as libxml2 counts */
} ps_skim_open;

/** Part of a parser. */
typedef struct ps_skim {
    ps_known *known; /* NULL: libxml2 reads everything */
    ps_buffer memory;
    ps_skim_open *open; /* by depth; [0] is what stands around the root element */
    ps_known_tag **expected;
    int skimming;        /* the parser is at `at`, and not where libxml2 is */
    const char *at;      /* in the feed's text */
    const char *mark;    /* while an element starts, its '<' */
    uint64_t line;       /* there, as libxml2 counts */
    uint64_t text_lines; /* that end in the text that is handed on */
    int left;            /* libxml2 was */
    size_t again;        /* the open element whose tag libxml2 is given next; 0: none */
    size_t again_bytes;  /* of that tag, given so far */
    size_t unseen;       /* events of start tags that were given again */
    uint64_t read;       /* tags since libxml2 was left … */
    uint64_t total;      /* … and in all */
    uint64_t wait;       /* so many elements end before it is left again … */
    uint64_t waited;     /* … and so many have */
} ps_skim;

/** Take what the parser's options keep. What is not to be had changes nothing but speed. */
void ps_skim_begin(ps_xml_parser *parser);
void ps_skim_done(ps_xml_parser *parser);

/** libxml2 begins with the document, or goes on with it. */
void ps_skim_on_document(ps_xml_parser *parser);
/** @return not 0 when libxml2 has met a start tag that it was given again. */
int ps_skim_is_again(ps_xml_parser *parser);
/** An element that is within the limits starts. */
void ps_skim_on_start(ps_xml_parser *parser, const ps_xml_tag *tag);
/** An element has ended: leave libxml2 if that promises something. */
void ps_skim_on_end(ps_xml_parser *parser);
/** The next bytes for libxml2 of the tags that it is given again; 0: all were given. */
size_t ps_skim_give_again(ps_xml_parser *parser, char *buffer, size_t size);

/** The document begins, before libxml2 sees any of it: pass over what stands in front of its root
 * element, if that is known. @return 0: it is not. */
int ps_skim_head(ps_xml_parser *parser);
/** Read on. @return not 0 when the document was read to its end. */
int ps_skim_read(ps_xml_parser *parser);

#endif
