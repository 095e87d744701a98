/* The text of a document, out of its bytes.
 *
 * Plain text, CSV, HTML, XML, RTF, PDF, DOCX, ODT and zip archives of them; what it is, is told by
 * its bytes. Nothing is fetched, nothing is written, no name out of a document is opened. Threads:
 * any, ps_xml_init() before; PDFs start a process and wait for it. SPDX-License-Identifier:
 * Apache-2.0 */
#ifndef PS_DOCUMENT_DOCUMENT_H
#define PS_DOCUMENT_DOCUMENT_H

#include "base/buffer.h"
#include "document/kind.h"
#include "procscreen/limits.h"

typedef struct ps_document_options {
    const ps_limits *limits; /* not NULL */
    const char *name;        /* the file's, for messages and nothing else; NULL: "attachment" */
    const char *encoding;    /* what the carrier says of plain text and HTML; NULL: nothing */
    /** Told of each thing that was not read although the rest was (PS_WARN), and of each that the
     * user should know (PS_OK, PS_E_NONE): an encoding that was assumed, hidden text that was left
     * out. The error's source is the file's name, in archives followed by "/" and the member's.
     * May be NULL. */
    ps_problem_fn report;
    void *user;
} ps_document_options;

/**
 * Add the text of a document to `text`: UTF-8, paragraphs as lines with an empty line between them,
 * numbers of headings and lists in front of them, each row of a table in a line. Of an archive, the
 * texts of its members one after the other, the name of each in a line of its own in front.
 *
 * @param text      Behind what it holds; nothing is added on failure.
 * @param ret_kind  Always set.
 * @return PS_OK: all was read; PS_WARN: something was not, and was reported, so that the text must
 * not be taken to be complete; PS_FAILED: nothing was, with PS_E_ATTACHMENT_UNSUPPORTED,
 * PS_E_ATTACHMENT_ENCRYPTED, PS_E_ATTACHMENT_DAMAGED or PS_E_LIMIT, source set; PS_FATAL with
 * PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_document_read(ps_str bytes, const ps_document_options *options,
                                      ps_buffer *text, ps_document_kind *ret_kind,
                                      ps_error *reterr);

#endif
