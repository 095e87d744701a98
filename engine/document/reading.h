/* What every reader of a kind of document is given.
 *
 * A reader adds to the prose, and says of the whole: PS_OK; PS_FAILED, nothing of it may be used;
 * PS_FATAL, PS_E_MEMORY. What it could not read of a document that is usable without, and what the
 * user should know of how it was read, goes through ps_reading_lose() and ps_reading_note().
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_DOCUMENT_READING_H
#define PS_DOCUMENT_READING_H

#include "document/prose.h"
#include "procscreen/limits.h"

typedef struct ps_reading {
    const ps_limits *limits;
    const char *name;     /* of the file, for messages */
    const char *encoding; /* what the carrier says of text without a mark; NULL: nothing */
    ps_problem_fn report;
    void *user;
    ps_prose prose;
    uint64_t *pdf_ms;    /* left for the PDFs of the whole attachment */
    uint64_t started_ns; /* of this thread's processor time */
    size_t lost;         /* calls of ps_reading_lose() */
} ps_reading;

/** Something that the user should know: how a doubt was decided, what was left out on purpose. */
__attribute__((format(printf, 2, 3))) void ps_reading_note(ps_reading *reading, const char *format,
                                                           ...);
/** Something was not read; the rest is usable. `error` is copied, its source set when it has none.
 */
void ps_reading_lose(ps_reading *reading, const ps_error *error);

/** For what a parser of XML says of a part of the document: a limit and PS_E_MEMORY stay what they
 * are, all else is PS_E_ATTACHMENT_DAMAGED. `part` is told in the message; may be NULL. */
void ps_reading_blame(ps_error *error, const char *part);
/** Whether it is of use to read on. @return 0: no, and *reterr is set: the processor time of
 * attachment-ms is used up, or the text has reached its limit, or there was no memory for it. */
int ps_reading_goes_on(const ps_reading *reading, ps_error *reterr);

/* The readers, each in a file of its own. `bytes` is the whole document. */
PS_CHECKED ps_status ps_read_plain(ps_reading *reading, ps_str bytes, ps_error *reterr);
PS_CHECKED ps_status ps_read_rtf(ps_reading *reading, ps_str bytes, ps_error *reterr);
PS_CHECKED ps_status ps_read_html(ps_reading *reading, ps_str bytes, ps_error *reterr);
PS_CHECKED ps_status ps_read_xml(ps_reading *reading, ps_str bytes, ps_error *reterr);
PS_CHECKED ps_status ps_read_pdf(ps_reading *reading, ps_str bytes, ps_error *reterr);

#endif
