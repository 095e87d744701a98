/* Texts beside the text: notes, headers, text boxes. They stand in the middle of a sentence and are
 * told behind its paragraph.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_DOCUMENT_ASIDE_H
#define PS_DOCUMENT_ASIDE_H

#include "document/prose.h"

typedef struct ps_aside {
    ps_prose *main;
    ps_buffer text; /* waits for the end of the paragraph */
    ps_prose prose; /* into it */
    unsigned open;
} ps_aside;

/** What waits may be as long as the main text. */
void ps_aside_init(ps_aside *aside, ps_prose *main);
/** Accepts a zeroed struct. */
void ps_aside_done(ps_aside *aside);
/** Begin and end a text beside the text; they may stand in one another. */
void ps_aside_open(ps_aside *aside);
void ps_aside_close(ps_aside *aside);
/** Where words go now. */
ps_prose *ps_aside_prose(ps_aside *aside);
/** A paragraph ends, of the text or beside it. */
void ps_aside_paragraph(ps_aside *aside);

#endif
