/* The fold table: what fold_gen writes at build time and fold.c reads.
 *
 * Two levels: the page of a code point, then its entry. An entry says in its low bits what the
 * character becomes, and in its high bits what it is. For PS_FOLD_ONE the high bits describe the
 * character that it becomes.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEXT_FOLD_TABLE_H
#define PS_TEXT_FOLD_TABLE_H

#include <stdint.h>

enum {
    PS_FOLD_PAGE_BITS = 6,
    PS_FOLD_PAGE_SIZE = 1 << PS_FOLD_PAGE_BITS,
    PS_FOLD_PAGES = 0x110000 / PS_FOLD_PAGE_SIZE
};

/* What a character becomes, in bits 21 to 23 of its entry. */
enum {
    PS_FOLD_SAME = 0, /* itself */
    PS_FOLD_ONE,      /* the code point in the low 21 bits */
    PS_FOLD_MANY,     /* the string at ps_fold_strings + low bits; its first byte is its length */
    PS_FOLD_DROP,     /* nothing */
    PS_FOLD_SPACE,    /* white space */
    PS_FOLD_HANGUL,   /* a Hangul syllable: its conjoining letters, by arithmetic */
    PS_FOLD_KINDS
};

#define PS_FOLD_PAYLOAD 0x1FFFFFu
#define PS_FOLD_KIND_SHIFT 21
#define PS_FOLD_KIND_MASK 7u

/* What a character is. */
#define PS_FOLD_IS_CJK (1u << 24)       /* written without blanks around it */
#define PS_FOLD_IS_WORD (1u << 25)      /* letter, digit or vowel sign of a script with blanks */
#define PS_FOLD_IS_BIDI (1u << 26)      /* dropped bidi control */
#define PS_FOLD_IS_IGNORABLE (1u << 27) /* other dropped character without a shape */
#define PS_FOLD_IS_BREAK (1u << 28)     /* white space that is no ordinary blank */
#define PS_FOLD_IS_JOINT (1u << 29)     /* hyphen, slash, underscore, middle dot: blank in terms */

extern const uint16_t ps_fold_pages[PS_FOLD_PAGES];
extern const uint32_t ps_fold_entries[];
extern const char ps_fold_strings[];
/* What a byte becomes in a text, and in a term; 0 for white space, what is blank in a term, and all
 * that is not ASCII. */
extern const unsigned char ps_fold_ascii[2][256];

static inline uint32_t ps_fold_entry(uint32_t codepoint)
{
    return ps_fold_entries[(uint32_t)ps_fold_pages[codepoint >> PS_FOLD_PAGE_BITS] *
                               PS_FOLD_PAGE_SIZE +
                           (codepoint & (PS_FOLD_PAGE_SIZE - 1))];
}

static inline unsigned ps_fold_kind(uint32_t entry)
{
    return (entry >> PS_FOLD_KIND_SHIFT) & PS_FOLD_KIND_MASK;
}

#endif
