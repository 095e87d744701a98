/* Sets of code points, gathered range by range, and those that expressions have names for.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEXT_CODE_SET_H
#define PS_TEXT_CODE_SET_H

#include "base/arena.h"
#include "text/syntax.h"

typedef struct ps_code_set {
    ps_code_range *list;
    size_t count;
    size_t room;
    int failed; /* there was no memory */
} ps_code_set;

/** A set that an expression has a name for. */
typedef struct ps_named_set {
    const char *name;
    const ps_code_range *list;
    size_t count;
} ps_named_set;

void ps_code_set_add(ps_arena *arena, ps_code_set *set, uint32_t low, uint32_t high);
/** All of a named set, or all that is not in it. */
void ps_code_set_add_all(ps_arena *arena, ps_code_set *set, const ps_named_set *named, int negated);
/** Put the ranges in order, without overlap. */
void ps_code_set_settle(ps_code_set *set);
/** Make it what is not in it. */
void ps_code_set_invert(ps_arena *arena, ps_code_set *set);

/** The set of a letter behind a backslash: d, w, s, h, v, R; "." and N. NULL: there is none. */
const ps_named_set *ps_code_set_of_letter(char letter);
/** The set of a name in [: :]; NULL: there is none. */
const ps_named_set *ps_code_set_of_posix(ps_str name);
/** The set of a name in \p{ }; of names that do not matter here, everything. */
const ps_named_set *ps_code_set_of_property(ps_str name);

#endif
