/* The words of RTF that the reader acts upon.
 * Threads: constant. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_DOCUMENT_RTF_H
#define PS_DOCUMENT_RTF_H

#include "procscreen/common.h"

typedef enum ps_rtf_action {
    PS_RTF_NOTHING,
    PS_RTF_CHARACTER, /* adds `value` */
    PS_RTF_BLANK,
    PS_RTF_LINE,
    PS_RTF_ROW,
    PS_RTF_PARAGRAPH,
    PS_RTF_SKIP,     /* the group is no text of the document */
    PS_RTF_LET_IN,   /* the group is text although it is marked as one to be skipped */
    PS_RTF_ASIDE,    /* the group is a text beside the text: a note, a header */
    PS_RTF_FONTS,    /* the group is the table of fonts */
    PS_RTF_FONT,     /* switches to font `parameter` */
    PS_RTF_CHARSET,  /* of the font that is described */
    PS_RTF_CODEPAGE, /* of the document */
    PS_RTF_FONT_PAGE,
    PS_RTF_PLAIN,
    PS_RTF_HIDDEN,
    PS_RTF_DELETED,
    PS_RTF_UNICODE,
    PS_RTF_FALLBACK, /* so many characters stand for the ones that cannot read \u */
    PS_RTF_BINARY
} ps_rtf_action;

/** @param ret_value  The character of PS_RTF_CHARACTER, else 0. */
ps_rtf_action ps_rtf_action_of(ps_str word, uint32_t *ret_value);

/** Label of the code page that a font's \fcharset names; NULL: none of its own. */
const char *ps_rtf_charset_label(uint32_t fcharset);
/** Label of a Windows code page; NULL when it is not known. */
const char *ps_rtf_codepage_label(uint32_t codepage);

#endif
