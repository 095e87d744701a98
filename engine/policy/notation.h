/* The notation of patterns taken apart, for the modules that expand it and look for its literals.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_POLICY_NOTATION_H
#define PS_POLICY_NOTATION_H

#include "policy/reader.h"

/** A pattern being expanded into `out`. */
typedef struct ps_expansion {
    ps_reader *reader;
    ps_clause_pattern *pattern;
    const ps_language_def *language; /* NULL: none */
    ps_buffer *out;
    int failed; /* a problem was reported */
} ps_expansion;

ps_expansion ps_expansion_of(ps_reader *reader, ps_clause_pattern *pattern, ps_buffer *out);
/** Expand a piece of folded notation. */
void ps_expansion_add(ps_expansion *e, ps_str notation);
/** The pattern's text, and a definition's, in folded notation: gaps are "{gap}". */
ps_str ps_expansion_pattern(ps_expansion *e);
ps_str ps_expansion_define(ps_expansion *e, ps_define *define);
/** The definition for the pattern's language, else the one for any; NULL when there is none. */
ps_define *ps_expansion_find(ps_expansion *e, ps_str name);

/** Length of the token at `at`: an escape, a class, a name in braces, or one byte. */
size_t ps_token_length(ps_str text, size_t at);
/** Length of a name in braces at `at`; 0 for a repetition such as {2,5}. */
size_t ps_token_name(ps_str text, size_t at);
/** How often what stands in front of `at` may repeat: 2 without bound, 1 bounded, 0 when there is
 * no quantifier; and the quantifier's length. */
int ps_token_repeats(ps_str text, size_t at, size_t *ret_length);

#endif
