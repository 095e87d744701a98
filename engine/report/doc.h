/* The pages on packs while they are written.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_DOC_H
#define PS_REPORT_DOC_H

#include "base/arena.h"
#include "base/buffer.h"
#include "procscreen/doc.h"

/** Something that packs define, with its facts, kept. */
typedef struct ps_doc_thing {
    ps_pack_thing is;
    const ps_pack_fact *facts;
    size_t fact_count;
    ps_str page;   /**< file name of its page; absent when it stands on its pack's */
    ps_str anchor; /**< its place on the pack's page or that of the law */
} ps_doc_thing;

typedef struct ps_doc {
    ps_arena arena;
    ps_doc_thing *things;
    size_t count;
    ps_buffer html;
    ps_buffer scratch;
} ps_doc;

/* ---- doc_html.c: pieces of pages; all text is escaped */

/** Prose or a name of a pack. */
void ps_doc_text(ps_doc *doc, ps_str text);
/** Markup of ours. */
void ps_doc_put(ps_doc *doc, const char *markup);
__attribute__((format(printf, 2, 3))) void ps_doc_putf(ps_doc *doc, const char *format, ...);
/** `class` of ours around text. */
void ps_doc_span(ps_doc *doc, const char *class_name, ps_str text);
/** Begin and end of a page; between them nothing is left open. */
void ps_doc_begin(ps_doc *doc, ps_str title, ps_str title_zh, const char *kind, ps_str id);
void ps_doc_end(ps_doc *doc, const ps_doc_thing *thing);
/** Where the reader is: links to the index and to the pack. */
void ps_doc_trail(ps_doc *doc, const ps_doc_thing *thing);
/** A link to a thing; plain text when `thing` is NULL. */
void ps_doc_link(ps_doc *doc, const ps_doc_thing *thing, ps_str label);
/** Wordings as a list: '|' parts them. */
void ps_doc_words(ps_doc *doc, ps_str text);
/** A citation such as "CSL art. 36; CIIR art. 20", each linked to the law that it begins with. */
void ps_doc_citation(ps_doc *doc, ps_str text);
/** "2022-02-15 to 2025-12-31", "since …", "always". */
void ps_doc_days(ps_doc *doc, const ps_pack_fact *fact);
/** A row of a definition list; nothing when the text is absent. */
void ps_doc_row(ps_doc *doc, const char *label, ps_str text);
/** What a note of how far something was verified means. */
const char *ps_doc_confidence(ps_str confidence);

/* ---- doc.c: keeping and finding things */

/** Keep all that packs hold; the struct need not be initialised. ps_doc_done() is needed whatever
 * comes out. @return PS_OK; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_doc_gather(ps_doc *doc, const ps_packs *packs, ps_error *reterr);
/** Accepts a zeroed struct. */
void ps_doc_done(ps_doc *doc);

/** The thing of that kind ("" any) and id; NULL when there is none. */
const ps_doc_thing *ps_doc_find(const ps_doc *doc, const char *kind, ps_str id);
/** The first fact of that name; its text. */
const ps_pack_fact *ps_doc_fact(const ps_doc_thing *thing, const char *name);
ps_str ps_doc_fact_text(const ps_doc_thing *thing, const char *name);
ps_str ps_doc_attr(const ps_pack_fact *fact, const char *name);

/* ---- the pages */

void ps_doc_entry(ps_doc *doc, const ps_doc_thing *thing);
void ps_doc_category(ps_doc *doc, const ps_doc_thing *thing);
void ps_doc_element(ps_doc *doc, const ps_doc_thing *thing);
void ps_doc_rule(ps_doc *doc, const ps_doc_thing *thing);
/** Examples: the text, what else the record says, what must come out. */
void ps_doc_examples(ps_doc *doc, const ps_doc_thing *thing);

#endif
