/* A regular expression as a tree, for looking at what it can match and how. Of PCRE2's syntax what
 * packs use: what is not understood is said, and then nothing is told of the expression.
 *
 * Threads: a tree is constant; it lives in the arena that it was read into.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEXT_SYNTAX_H
#define PS_TEXT_SYNTAX_H

#include "base/arena.h"
#include "procscreen/common.h"

/** Code points from `low` to `high`, both counted in. */
typedef struct ps_code_range {
    uint32_t low;
    uint32_t high;
} ps_code_range;

typedef enum ps_syntax_kind {
    PS_SYNTAX_EMPTY,    /**< matches no character: "^", "\b", nothing at all */
    PS_SYNTAX_SET,      /**< one character of a set */
    PS_SYNTAX_SEQUENCE, /**< children one behind the other */
    PS_SYNTAX_CHOICE,   /**< one of the children */
    PS_SYNTAX_REPEAT,   /**< its only child, `least` to `most` times */
    PS_SYNTAX_ASSERTION /**< its only child is looked for and not taken */
} ps_syntax_kind;

#define PS_SYNTAX_ANY_TIMES UINT32_MAX

typedef struct ps_syntax ps_syntax;
struct ps_syntax {
    ps_syntax_kind kind;
    size_t start; /**< where it stands in the pattern, in bytes */
    size_t end;
    const ps_code_range *ranges; /**< of a SET: in order, not touching; none: nothing is in it */
    size_t range_count;
    uint32_t least; /**< of a REPEAT */
    uint32_t most;  /**< PS_SYNTAX_ANY_TIMES: no bound */
    int possessive; /**< never gives back what it took */
    ps_syntax *first;
    ps_syntax *next; /**< sibling */
};

/** @return PS_OK; PS_END when there is something in it that is not understood (recursion,
 * references back, conditions …); PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_syntax_read(ps_arena *arena, ps_str pattern, const ps_syntax **ret_root,
                                    ps_error *reterr);

/** A code point that is in both sets; 0 when there is none. */
uint32_t ps_syntax_common(const ps_syntax *a, const ps_syntax *b);
/** A code point that is in all three; 0 when there is none. */
uint32_t ps_syntax_common3(const ps_syntax *a, const ps_syntax *b, const ps_syntax *c);

/** What can stand in folded text, by what may stand beside it. */
enum {
    PS_SYNTAX_CJK = 1,
    PS_SYNTAX_BLANK = 2, /**< never beside a CJK character or another blank */
    PS_SYNTAX_OTHER = 4
};

/** Whether `terms` is the form of catalog items (hyphens are blanks there) or that of contracts.
 * @return bits: what of the set can stand in such a text. */
unsigned ps_syntax_in_folded(const ps_syntax *set, int terms);
/**
 * Find a part of the expression that can match no folded text.
 *
 * @return 0: there is none; 1: only some alternative is such; 2: the whole is. *ret_part is the
 * smallest such part.
 */
int ps_syntax_dead(const ps_syntax *root, int terms, const ps_syntax **ret_part);

#endif
