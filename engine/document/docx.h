/* The parts of a DOCX: what its styles and lists say, and its text.
 *
 * Names are those of the schema, ISO/IEC 29500: w:p is a paragraph, w:r a run of it with one
 * formatting, w:numPr ties it to a level of a list. Belongs to one thread at a time.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_DOCUMENT_DOCX_H
#define PS_DOCUMENT_DOCX_H

#include "document/lists.h"
#include "document/package.h"

enum {
    PS_DOCX_STYLES = 4096, /* of one document; further ones are as if they said nothing */
    PS_DOCX_NUMBERS = 8192,
    PS_DOCX_LEVELS = 9
};

typedef struct ps_docx_style {
    ps_str id;
    ps_str based_on; /* absent: on nothing */
    ps_str number;   /* w:numId; absent: as what it is based on */
    int level;       /* w:ilvl; -1: not said */
    int hidden;      /* 0: not said */
} ps_docx_style;

/** A w:num: a list, and where it begins anew. */
typedef struct ps_docx_number {
    ps_str id;
    ps_list *list;
    uint32_t start[PS_DOCX_LEVELS];       /* w:startOverride */
    unsigned char starts[PS_DOCX_LEVELS]; /* it is there, and was not used yet */
} ps_docx_number;

typedef struct ps_docx {
    const ps_package *package;
    ps_arena *arena;
    ps_lists lists; /* w:abstractNum */
    ps_docx_style styles[PS_DOCX_STYLES];
    ps_docx_number numbers[PS_DOCX_NUMBERS];
    size_t style_count;
    size_t number_count;
    ps_index style_index;
    ps_index number_index;
    ps_str default_style; /* of paragraphs */
    int dropped;          /* there were more than we keep */
    int failed;           /* there was no memory */
    int hid;              /* hidden text was met */
    int embedded;         /* parts of another format stand in the text */
} ps_docx;

/** Whether a namespace is that of w:, of either edition of the standard. */
int ps_docx_is_word(const char *uri);
/** An attribute by its local name; absent: ptr NULL. */
ps_str ps_docx_attr(const ps_xml_attr *attrs, size_t count, const char *local);
/** The value of a switch: there without w:val, or with another one than off. */
int ps_docx_is_on(const ps_xml_attr *attrs, size_t count);

/** Read word/styles.xml and word/numbering.xml; an absent part has no name. */
PS_CHECKED ps_status ps_docx_read_styles(ps_docx *docx, ps_str part, ps_error *reterr);
PS_CHECKED ps_status ps_docx_read_numbering(ps_docx *docx, ps_str part, ps_error *reterr);
/** NULL when there is none. */
const ps_docx_style *ps_docx_style_find(const ps_docx *docx, ps_str id);
ps_docx_number *ps_docx_number_find(ps_docx *docx, ps_str id);
/**
 * What a paragraph style and those that it is based on say.
 *
 * @param ret_number  w:numId; absent: none.
 * @param ret_level   w:ilvl, where it is not said that of the level that belongs to the style, or
 * 0.
 */
void ps_docx_style_number(ps_docx *docx, ps_str id, ps_str *ret_number, unsigned *ret_level);
/** Whether a style of paragraphs or of characters hides its text. */
int ps_docx_style_hides(const ps_docx *docx, ps_str id);

/** Add the text of a part: the document itself, headers, notes. */
PS_CHECKED ps_status ps_docx_read_text(ps_docx *docx, ps_str part, ps_error *reterr);

#endif
