/* A document as the dossier composes it, before it is HTML, DOCX or ODT: headings, paragraphs and
 * tables one after the other. Text is made printable when it is added; each format escapes it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_DOSSIER_PAPER_H
#define PS_DOSSIER_PAPER_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/lang.h"
#include "procscreen/record.h"

/** What a paragraph is; X(symbol, name of its class or style). */
#define PS_PAPER_STYLES(X)                                                                         \
    X(PLAIN, "Plain")                                                                              \
    X(STRONG, "Strong")                                                                            \
    X(NOTE, "Note")     /* smaller: sources, explanations */                                       \
    X(QUOTE, "Quote")   /* words of the record or the contract */                                  \
    X(DRAFT, "Draft")   /* a clause that we suggest */                                             \
    X(CHOICE, "Choice") /* begins with a box to tick */                                            \
    X(BLANK, "Blank")   /* a line to write on; its text stands in front */

typedef enum ps_paper_style {
#define PS_X(symbol, name) PS_PAPER_##symbol,
    PS_PAPER_STYLES(PS_X)
#undef PS_X
        PS_PAPER_STYLE_COUNT
} ps_paper_style;

typedef enum ps_paper_kind {
    PS_PAPER_HEADING,
    PS_PAPER_PARAGRAPH,
    PS_PAPER_TABLE, /* holds rows, they hold cells, they hold paragraphs */
    PS_PAPER_ROW,
    PS_PAPER_CELL,
    PS_PAPER_TABLE_END
} ps_paper_kind;

enum { PS_PAPER_COLUMNS = 5, PS_PAPER_LEVELS = 3 };

typedef struct ps_paper_piece {
    ps_paper_kind kind;
    ps_paper_style style;        /* PARAGRAPH */
    ps_lang lang;                /* HEADING, PARAGRAPH */
    unsigned level;              /* HEADING: from 1, the title of the document */
    int header;                  /* ROW: repeated on each page */
    const unsigned char *widths; /* TABLE: of its columns, in hundredths */
    unsigned columns;            /* TABLE */
    ps_str text;
} ps_paper_piece;

typedef struct ps_paper {
    ps_arena arena;
    ps_buffer pieces; /* ps_paper_piece */
    ps_buffer scratch;
    ps_lang lang;
    ps_str title;
    ps_day day; /* on which it was written; PS_NO_DAY: not told */
    int failed; /* there was no memory; nothing more is added */
} ps_paper;

void ps_paper_init(ps_paper *paper, ps_lang lang, ps_day day);
/** Accepts a zeroed struct. */
void ps_paper_done(ps_paper *paper);

/* Additions cannot fail here: look at `failed` at the end. What is longer than a page can bear is
 * cut, with " …", but for drafts. */

/** The first of level 1 is the document's title. */
void ps_paper_heading(ps_paper *paper, unsigned level, ps_str text);
void ps_paper_add(ps_paper *paper, ps_paper_style style, ps_lang lang, ps_str text);
/** @param widths  One for each column, together 100; must live as long as the document. */
/** The number of the next piece, for ps_paper_replace(). */
size_t ps_paper_next(const ps_paper *paper);
/** Give a paragraph another style and text. */
void ps_paper_replace(ps_paper *paper, size_t number, ps_paper_style style, ps_str text);
void ps_paper_table(ps_paper *paper, const unsigned char *widths, unsigned columns);
void ps_paper_row(ps_paper *paper, int header);
void ps_paper_cell(ps_paper *paper);
void ps_paper_table_end(ps_paper *paper);

/** What a format writes at each place; all get `user`. A cell has at least one paragraph. */
typedef struct ps_paper_format {
    void (*heading)(void *user, const ps_paper_piece *piece);
    void (*paragraph)(void *user, const ps_paper_piece *piece);
    void (*table)(void *user, const ps_paper_piece *table);
    void (*row)(void *user, int header);
    void (*cell)(void *user, unsigned column, int header);
    void (*cell_end)(void *user, int header);
    void (*row_end)(void *user, int header);
    void (*table_end)(void *user);
} ps_paper_format;

/** Go through the document; rows of the header come first in their table. */
void ps_paper_walk(const ps_paper *paper, const ps_paper_format *format, void *user);
/** The pieces, for what must be known before the text. */
const ps_paper_piece *ps_paper_pieces(const ps_paper *paper, size_t *ret_count);

/** "Plain", "Strong" … */
const char *ps_paper_style_name(ps_paper_style style);
/** "en" and "zh-CN": what the formats call a language. */
const char *ps_lang_tag(ps_lang lang);

/* The formats: the whole document as bytes; `failed` of `out` is set when there was no memory. */

void ps_paper_html(const ps_paper *paper, ps_buffer *out);
void ps_paper_docx(const ps_paper *paper, ps_buffer *out);
void ps_paper_odt(const ps_paper *paper, ps_buffer *out);

#endif
