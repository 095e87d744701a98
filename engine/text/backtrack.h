/* How much an expression may have to try: told from its syntax, before any text makes it happen.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEXT_BACKTRACK_H
#define PS_TEXT_BACKTRACK_H

#include "base/arena.h"
#include "procscreen/common.h"

enum { PS_BACKTRACK_EXPONENTIAL = 1000 };

typedef struct ps_backtrack {
    /** From one place where a match may begin, trying takes time in the order of the length of the
     * text to this power; PS_BACKTRACK_EXPONENTIAL: it doubles with each few characters. 0 and 1
     * are as good as it gets. */
    unsigned degree;
    size_t start; /**< the part that is to blame, in bytes of the pattern */
    size_t end;
    ps_str
        prefix; /**< a text that shows it: this, then `pump` many times, then what fits nowhere */
    ps_str pump;
} ps_backtrack;

/**
 * Look for repetitions without bound that can share out the same text in more than one way: inside
 * another ("(a+)+"), over alternatives that overlap ("(a|ab)*b*"), one behind the other ("\w*\w*").
 *
 * The expression is turned into the automaton of its characters. It is exponential when one
 * place of a loop is reached from itself in two ways by the same text, and polynomial when a text
 * leads around one loop, from it into another, and around that. Bounded repetitions count as few,
 * assertions for themselves; possessive ones give nothing back.
 *
 * @param arena    Where the texts go.
 * @return PS_OK; PS_END when it is not understood or too large to tell; PS_FATAL, PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_backtrack_find(ps_str pattern, ps_arena *arena, ps_backtrack *ret,
                                       ps_error *reterr);

#endif
