/* The one matching form of text.
 *
 * Folding goes code point by code point through a table generated at build time from ICU: NFKC with
 * case folding, combining marks dropped, Traditional Chinese to Simplified, default-ignorable
 * characters and bidi controls dropped. White space is collapsed to one blank, and dropped next to
 * a CJK character. Terms and patterns are folded by the same table when packs are loaded, so both
 * sides meet. Every byte of the result maps back to the source.
 *
 * Threads: the table is constant; results belong to the arena they were made in.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEXT_FOLD_H
#define PS_TEXT_FOLD_H

#include "base/arena.h"
#include "procscreen/common.h"

typedef enum ps_fold_form {
    /** For contract texts: punctuation is kept (one form each), a line end is a blank but is
       remembered. */
    PS_FOLD_TEXT,
    /** For item texts and catalog terms: hyphens, slashes and underscores are blanks too
     * ("web-application firewall" is "web application firewall"). */
    PS_FOLD_TERM
} ps_fold_form;

/** What folding saw; several may be set. */
enum {
    PS_FOLD_SAW_BIDI = 1, /**< bidi controls: U+202A-202E, U+2066-2069 */
    PS_FOLD_SAW_IGNORABLE =
        2, /**< other default-ignorable characters, e.g. zero-width space, soft hyphen, tags */
    PS_FOLD_SAW_BREAK =
        4 /**< a line end, tab, no-break space or other blank than U+0020 and U+3000 alone between
             two word characters, in PS_FOLD_TERM also behind a hyphen: see ps_fold_joined() */
};

typedef struct ps_fold_run {
    uint32_t folded; /* from this offset of the folded text on … */
    uint32_t source; /* … characters come from this offset of the source on */
} ps_fold_run;

typedef struct ps_folded {
    ps_str text;   /**< UTF-8 */
    ps_str source; /**< what was folded; must live as long */
    const ps_fold_run *runs;
    size_t run_count;
    unsigned saw;
} ps_folded;

/**
 * Fold UTF-8 text. ASCII without upper case or white space to collapse costs no copy.
 *
 * Folding folded text again changes nothing. One blank may stay at either end. What is CJK is told
 * from the folded character: a full-width letter or comma is an ASCII one. Hangul, which uses
 * blanks, becomes its conjoining letters and keeps its blanks.
 *
 * @param source  Valid UTF-8; invalid bytes are dropped. At most 300 MiB.
 * @return PS_OK; PS_FATAL with PS_E_MEMORY, or PS_E_ARGUMENT when longer. Time and memory are
 * linear in the source.
 */
PS_CHECKED ps_status ps_fold(ps_arena *arena, ps_str source, ps_fold_form form,
                             ps_folded *ret_folded, ps_error *reterr);

/**
 * The same text with the breaks of PS_FOLD_SAW_BREAK dropped instead of turned into a blank:
 * "fire\nwall" becomes "firewall". A disguise for catalog terms; used only where the flag is set.
 */
PS_CHECKED ps_status ps_fold_joined(ps_arena *arena, ps_str source, ps_fold_form form,
                                    ps_folded *ret_folded, ps_error *reterr);

/** The range of the source whose characters made the range of the folded text: whole characters,
 * with the combining marks (not more than 32) behind the last. */
ps_span ps_folded_source(const ps_folded *folded, ps_span folded_range);

/**
 * Fold the literal characters of a regular expression as PS_FOLD_TEXT does, and leave its syntax
 * alone: escapes (\d, \p{Han}, \x{…}), group names and quantifiers stay; a character that folds to
 * one with a meaning in PCRE2 is escaped; one that folds to several is grouped before a quantifier.
 *
 * In a class, the folded forms of a range's characters are added to the range (ranges of a whole
 * script stay as they are). A blank is dropped beside a CJK literal as it is in a text; blanks that
 * are written as \s, or stand beside a group, are the author's: between CJK write nothing or \s*.
 *
 * @return PS_OK; PS_FAILED with PS_E_REGEX for the option x, `column` says where, from 1; PS_FATAL
 * with PS_E_MEMORY. Other faults of the pattern are left for ps_regex_new() to find.
 */
PS_CHECKED ps_status ps_fold_pattern(ps_arena *arena, ps_str pattern, ps_str *ret_pattern,
                                     ps_error *reterr);

/** Whether the character is a letter or digit of a script that puts blanks between words (so that a
 * word boundary can be asked for); 0 for CJK ideographs, kana, Hangul (particles follow a noun
 * without a blank), Thai and its like, punctuation. */
int ps_is_word_char(uint32_t codepoint);
/** Decode the character at `at`; U+FFFD and 1 for an invalid byte. @return its length in bytes. */
size_t ps_utf8_next(ps_str text, size_t at, uint32_t *ret_codepoint);
/** Decode the character that ends before `at` (> 0). @return its length in bytes. */
size_t ps_utf8_previous(ps_str text, size_t at, uint32_t *ret_codepoint);
/** Offset of the first byte that is not valid UTF-8 (no overlong forms, no surrogates), or
 * SIZE_MAX. */
size_t ps_utf8_check(ps_str text);

#endif
