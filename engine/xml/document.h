/* One XML document as a stream of events, safely: libxml2's SAX2 behind one door.
 *
 * No DTD content, no external entity, no network, no opening by name. Encodings from an allow-list
 * only. Own limits on bytes, depth, tag size, attributes, names and time stand in front of
 * libxml2's. After the first fatal error no event is delivered any more. A document is accepted
 * only when the parser's position is the end of the bytes.
 *
 * Threads: ps_xml_init() once in the main thread before any other; a parse belongs to one thread at
 * a time. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_DOCUMENT_H
#define PS_XML_DOCUMENT_H

#include "procscreen/common.h"
#include "procscreen/limits.h"
#include "procscreen/screener.h"

typedef struct ps_xml_parser ps_xml_parser;
typedef struct ps_xml_kept ps_xml_kept; /* xml/kept.h */

/** An attribute, laid out as libxml2's SAX2 hands it over. Names are interned: equal names of one
 * parse are equal pointers (and of several, see kept.h). The value is not terminated. */
typedef struct ps_xml_attr {
    const char *local;
    const char *prefix;
    const char *uri; /* NULL: no namespace */
    const char *value;
    const char *value_end;
} ps_xml_attr;

/** A line ends with LF; CR alone and NEL do not end one. */
typedef struct ps_xml_place {
    uint64_t line;   /* from 1 */
    uint64_t column; /* from 1, in bytes of the UTF-8 form */
    uint64_t offset; /* in bytes of the source; exact for UTF-8, else near */
} ps_xml_place;

/** Names (local, uri) are interned like those of attributes; uri NULL: no namespace. */
typedef struct ps_xml_handler {
    void (*start)(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                  const ps_xml_attr *attrs, size_t attr_count);
    void (*end)(void *user, ps_xml_parser *parser);
    /** Any piece of the text of the open element, CDATA included; one text may come in many pieces.
     */
    void (*text)(void *user, ps_xml_parser *parser, ps_str piece);
    /** Something is wrong here that costs the record around it, not the document: an entity
     * reference that cannot be resolved, an undeclared prefix, a duplicate attribute by namespace.
     * May be NULL. */
    void (*damage)(void *user, ps_xml_parser *parser, const ps_error *error);
    /** With options.joint: names are met that ps_xml_names() does not list, or too many of them for
     * one stretch. Called from inside a start event, at most once. */
    void (*crowded)(void *user, ps_xml_parser *parser);
} ps_xml_handler;

/**
 * A stretch of a document in place of the whole: what is read are the first `prefix` bytes of the
 * document, up to a start tag inside the root element, then one blank, and then the bytes from
 * `offset` on, where another start tag is believed to stand. Places are told as those of the whole
 * document.
 */
typedef struct ps_xml_joint {
    uint64_t prefix; /**< 0: the whole document, whose names are asked for */
    uint64_t offset;
    uint64_t column;   /**< of the byte at `offset`, from 1 */
    uint64_t lines;    /**< line ends between prefix and `offset` */
    uint64_t spent_ns; /**< processor time that the bytes before `offset` took */
} ps_xml_joint;

/** Bounds of what ps_xml_names() lists; more make a stretch crowded. */
enum { PS_XML_NAMES_MOST = 1000, PS_XML_NAMES_BYTES = 256 * 1024 };

typedef struct ps_xml_options {
    const ps_limits *limits; /* not NULL */
    const char *encoding;    /* override what the document declares; NULL: as declared */
    /** Local names of record elements, NULL-terminated: after a fatal error the rest of the bytes
     * is searched for their start tags, so that what was not screened is counted. May be NULL. */
    const char *const *record_names;
    /** Called for what is odd but not wrong, e.g. a byte order mark against the declaration. May be
     * NULL. */
    ps_problem_fn warning;
    void *warning_user;
    const ps_xml_joint *joint; /**< NULL: the whole document; names are not listed */
    ps_xml_kept *kept;         /**< from one document to the next; NULL: nothing */
    int brief; /**< ps_xml_kept_names() gave a number for this document: it is read at once, and its
                  names are kept */
} ps_xml_options;

typedef struct ps_xml_result {
    uint64_t bytes;            /* read from the source */
    uint64_t unscreened_after; /* record start tags behind a fatal error */
    uint64_t skimmed;          /* tags that were read without libxml2, see skim.h */
} ps_xml_result;

/** Once, in the main thread, before anything else of this stage: initialise libxml2 and close its
 * doors. */
void ps_xml_init(void);

/**
 * Parse one document to its end.
 *
 * @param read, io    Gives the bytes.
 * @param ret_result  Always set.
 * @return PS_OK; PS_FAILED with the document's fatal error (PS_E_ILL_FORMED, _TRAILING_DATA, _DTD,
 * _ENCODING, _ENCODING_MISMATCH, _BAD_BYTES, _LIMIT, _NOT_XML, _READ) with line, column and offset;
 * PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_xml_parse(ps_read_fn read, void *io, const ps_xml_options *options,
                                  const ps_xml_handler *handler, void *user,
                                  ps_xml_result *ret_result, ps_error *reterr);

/** From inside a handler: where the parser is; in the start handler the '<' of the element. */
ps_xml_place ps_xml_where(const ps_xml_parser *parser);
/** From inside a handler: only the line of that; cheap. */
uint64_t ps_xml_line(const ps_xml_parser *parser);
/** From inside the text handler: the line that a piece from somewhere in the text to its end begins
 * in. */
uint64_t ps_xml_text_line(const ps_xml_parser *parser, ps_str piece);
/** From inside a handler: count of source bytes that the parser has taken; cheap, for budgets. */
uint64_t ps_xml_consumed(const ps_xml_parser *parser);
/** From inside a handler: end the parse with this error as its fatal error. */
void ps_xml_stop(ps_xml_parser *parser, const ps_error *error);

/** From inside a handler: end the parse here, with PS_OK. */
void ps_xml_leave(ps_xml_parser *parser);
/** From inside a handler: whether a document can be cut between here and its end, as far as this
 * stage knows: it is UTF-8 without a document type declaration. */
int ps_xml_may_be_cut(const ps_xml_parser *parser);
/** From inside a handler: nothing was wrong so far. Damage leaves traces in libxml2 that change how
 * later damage is treated. */
int ps_xml_is_sound(const ps_xml_parser *parser);
/** From inside a handler, with options.joint: the names met so far that count against the limit,
 * each followed by a NUL. Valid until the next event. */
ps_str ps_xml_names(const ps_xml_parser *parser);
/** From inside a handler: names met in other stretches count as if they had been met in this one.
 * None are listed any more. */
void ps_xml_add_names(ps_xml_parser *parser, ps_str names);

/** "libxml2 2.9.14" as used at run time. */
const char *ps_xml_library(char *buffer, size_t size);

#endif
