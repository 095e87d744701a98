/* Numbers of lists and headings as they are printed.
 * Threads: any. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_DOCUMENT_NUMBERING_H
#define PS_DOCUMENT_NUMBERING_H

#include "base/buffer.h"

typedef enum ps_number_style {
    PS_NUMBER_NONE,
    PS_NUMBER_BULLET,
    PS_NUMBER_DECIMAL,
    PS_NUMBER_DECIMAL_ZERO, /* 01 */
    PS_NUMBER_LOWER_LETTER, /* a … z, aa, bb */
    PS_NUMBER_UPPER_LETTER,
    PS_NUMBER_LOWER_ROMAN,
    PS_NUMBER_UPPER_ROMAN,
    PS_NUMBER_CHINESE,        /* 一 … 十, 十一 */
    PS_NUMBER_CHINESE_LEGAL,  /* 壹 */
    PS_NUMBER_CHINESE_DIGITS, /* 一〇 */
    PS_NUMBER_STEMS,          /* 甲 乙 */
    PS_NUMBER_BRANCHES,       /* 子 丑 */
    PS_NUMBER_CIRCLED         /* ① */
} ps_number_style;

/** Add the number. Where the style has no sign for it, in decimal. */
void ps_number_add(ps_buffer *out, ps_number_style style, uint32_t value);

/** The style that Word calls so; decimal when the name is not known. */
ps_number_style ps_number_style_of_word(ps_str name);
/** The style of an ODF or HTML format: "1", "a", "I", "一, 二, 三, ..." */
ps_number_style ps_number_style_of_sample(ps_str sample);

#endif
