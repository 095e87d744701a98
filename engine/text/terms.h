/* A set of literal terms, found all at once in one pass (Aho-Corasick over UTF-8 bytes).
 *
 * Terms and text are expected in folded form; this module compares bytes. All occurrences are
 * reported, also those inside and across others, so that the caller can let the longer win.
 *
 * Threads: immutable after ps_terms_new(); any number may scan.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEXT_TERMS_H
#define PS_TEXT_TERMS_H

#include "base/arena.h"
#include "procscreen/common.h"

typedef struct ps_terms ps_terms;

/** @param texts  Not empty each; equal ones may repeat. Not kept.
 *  @param arena  Holds the set.
 *  @return PS_OK; PS_FATAL with PS_E_MEMORY or PS_E_ARGUMENT (an empty term). */
PS_CHECKED ps_status ps_terms_new(const ps_str *texts, size_t count, ps_arena *arena,
                                  ps_terms **ret_terms, ps_error *reterr);

/** `term` is the index in `texts`, the match is text[end - length of term, end). @return not 0 to
 * stop. */
typedef int (*ps_terms_fn)(void *user, uint32_t term, size_t end);

/** Report every occurrence in order of its end; those that end together, the longest first. Linear
 * in the text. */
void ps_terms_scan(const ps_terms *terms, ps_str text, ps_terms_fn found, void *user);

/* For other ways of finding the same (scanner.h): the different texts of the set. */
typedef struct ps_terms_text {
    ps_str text;
    uint32_t mark; /* of a longer text it is higher */
} ps_terms_text;

/** @param ret_list  In the arena, with the texts. @return PS_OK; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_terms_texts(const ps_terms *terms, ps_arena *arena,
                                    ps_terms_text **ret_list, size_t *ret_count, ps_error *reterr);
/** Tell that the text with that mark ends at `end`. @return not 0 to stop. */
int ps_terms_tell(const ps_terms *terms, uint32_t mark, size_t end, ps_terms_fn found, void *user);

/** Whether a match at [start, end) of `text` begins and ends at word boundaries: a word character
 * at an end of the match must not touch another one outside. CJK needs no boundary. A plural "s" or
 * "es" behind is allowed. */
int ps_terms_is_whole(ps_str text, size_t start, size_t end);

#endif
