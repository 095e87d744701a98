/* A hard look at one expression of a pack, for those who write it: what can never match, and what
 * can take too long. Slow; not for loading.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEXT_SCRUTINY_H
#define PS_TEXT_SCRUTINY_H

#include "base/arena.h"
#include "procscreen/common.h"

/** What the expression is matched against. */
typedef enum ps_scrutiny_texts {
    PS_SCRUTINY_ITEMS,    /**< fields of items: hyphens are blanks, and their length has no bound
                             that helps */
    PS_SCRUTINY_SENTENCES /**< sentences of contracts, of at most 3,000 bytes */
} ps_scrutiny_texts;

/** Gets one remark: PS_FAILED for an error, PS_WARN. Texts are valid during the call. */
typedef void (*ps_scrutiny_fn)(void *user, ps_status severity, const char *message,
                               const char *hint);

/**
 * Look at a folded expression that compiles.
 *
 * Errors: the whole of it, or a character of it, matches no folded text; its time is exponential.
 * Warnings: its time grows with the square of the text's length or faster and the text has no bound
 * that keeps it below the limit regex-steps. That it does is tried with PCRE2 on a text made for
 * it.
 *
 * @return PS_OK, whatever was said; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_scrutinise(ps_str pattern, ps_scrutiny_texts texts, ps_scrutiny_fn say,
                                   void *user, ps_error *reterr);

#endif
