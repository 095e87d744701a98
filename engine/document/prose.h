/* Running text as it comes out of a document: words with single blanks, lines, paragraphs.
 *
 * A paragraph ends with an empty line: what reads the text later joins lines that look wrapped, and
 * paragraphs were not. Cells of a table stand in one line with a blank between them. Belongs to one
 * thread at a time. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_DOCUMENT_PROSE_H
#define PS_DOCUMENT_PROSE_H

#include "base/buffer.h"
#include "procscreen/limits.h"

typedef struct ps_prose {
    ps_buffer *out;
    size_t start; /* of this document's text in *out */
    size_t limit; /* most bytes of text */
    unsigned end; /* line ends owed before the next word: 0, 1, 2 */
    int blank;    /* a blank is owed before the next word */
    int fresh;    /* an item or a cell has begun: its first paragraph needs no new line */
    int full;     /* the limit was reached, or there was no memory; nothing is added any more */
} ps_prose;

void ps_prose_init(ps_prose *prose, ps_buffer *out, size_t limit);
/** Text in UTF-8, in pieces of any size. White space (ASCII) becomes one blank, other control
 * characters are dropped. */
void ps_prose_add(ps_prose *prose, ps_str text);
/** The same for text that keeps its lines and blanks, as plain text and PDF do. CR and form
 * feed end lines. */
void ps_prose_add_lines(ps_prose *prose, ps_str text);
void ps_prose_add_char(ps_prose *prose, uint32_t codepoint);
void ps_prose_blank(ps_prose *prose);
void ps_prose_line(ps_prose *prose);
void ps_prose_paragraph(ps_prose *prose);
/** What comes belongs into the line, also when it says that it is a paragraph: the first text of an
 * item behind its number, of a cell. */
void ps_prose_stay(ps_prose *prose);
/** A cell that is not the first of its row begins. */
void ps_prose_cell(ps_prose *prose);
/** A row ends. */
void ps_prose_row(ps_prose *prose);
/** Whether text was added since ps_prose_init(). */
int ps_prose_has_text(const ps_prose *prose);
/** Why it is full. @return as ps_prose_end(). */
PS_CHECKED ps_status ps_prose_fault(const ps_prose *prose, ps_error *reterr);
/** End the text with a line end. @return PS_OK; PS_FAILED with the limit attachment-text; PS_FATAL,
 * PS_E_MEMORY. */
PS_CHECKED ps_status ps_prose_end(ps_prose *prose, ps_error *reterr);

#endif
