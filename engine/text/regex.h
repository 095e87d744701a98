/* Regular expressions with limits: PCRE2 behind one door.
 *
 * Patterns are given folded (ps_fold_pattern) and matched against folded text. Reaching a limit is
 * a named failure, never "no match". \w, \d, \s and \b know ASCII only, so an ideograph is a
 * boundary for \b; (?i) is not needed. The steps are shared out over the length of the text: match
 * passages rather than whole contracts.
 *
 * Threads: ps_regex is immutable and shared; ps_regex_scratch belongs to one thread at a time.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEXT_REGEX_H
#define PS_TEXT_REGEX_H

#include "base/arena.h"
#include "base/cleanup.h"
#include "procscreen/common.h"
#include "procscreen/limits.h"

typedef struct ps_regex ps_regex;
typedef struct ps_regex_scratch ps_regex_scratch;

/**
 * Tell that PCRE2 compiles it; each scratch that tries the expression compiles it once more, for
 * most of a pack are never tried. What shows by its syntax that it is right is not compiled here.
 *
 * Refused: patterns over 16 KiB, with more than 127 groups, verbs at the start such as
 * (*LIMIT_MATCH=…), \C, callouts, and patterns that match the empty string.
 *
 * @return PS_OK; PS_FAILED with PS_E_REGEX, the message says what and at which byte, `column` is
 * that byte from 1; PS_FATAL with PS_E_MEMORY.
 * @param arena  Holds the expression.
 */
PS_CHECKED ps_status ps_regex_new(ps_str pattern, ps_arena *arena, ps_regex **ret_regex,
                                  ps_error *reterr);

/** @param limits  regex_steps and regex_heap are used. */
PS_CHECKED ps_status ps_regex_scratch_new(const ps_limits *limits, ps_regex_scratch **ret_scratch,
                                          ps_error *reterr);
void ps_regex_scratch_free(ps_regex_scratch *scratch);
PS_DEFINE_CLEANUP(ps_regex_scratch *, ps_regex_scratch_free)

/**
 * Find the first match that starts at or after `from`.
 *
 * @param ret_match   Range of the match in `subject`.
 * @return PS_OK; PS_END when there is none; PS_FAILED with PS_E_LIMIT ("limit:regex-steps",
 * "limit:regex-heap") or PS_E_REGEX when it could not be decided; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_regex_find(const ps_regex *regex, ps_regex_scratch *scratch, ps_str subject,
                                   size_t from, ps_span *ret_match, ps_error *reterr);
/** The range of a named group in the last match; 0 when it took no part or there is none by that
 * name. */
int ps_regex_group(const ps_regex *regex, const ps_regex_scratch *scratch, const char *name,
                   ps_span *ret_group);

/**
 * Literals of which at least one is in every text that the pattern matches, as strong (long) as can
 * be told from its syntax, for waking the expression by a term scan.
 *
 * @return count, 0 when none could be told: then the expression must always be tried. Views live in
 * `arena`.
 */
size_t ps_regex_literals(const ps_regex *regex, ps_arena *arena, const ps_str **ret_literals);

/** "PCRE2 10.42 2022-12-11, JIT" as used at run time. */
const char *ps_regex_library(char *buffer, size_t size);

#endif
