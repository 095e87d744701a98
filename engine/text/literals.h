/* Small sets of literals, of which one is to be found in a text. Views, which live elsewhere.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_TEXT_LITERALS_H
#define PS_TEXT_LITERALS_H

#include "base/arena.h"

enum {
    PS_LITERALS_MAX = 64,     /* in a set */
    PS_LITERAL_BYTES_MAX = 64 /* of one that was made of two */
};

typedef struct ps_literals {
    size_t count;
    ps_str item[PS_LITERALS_MAX];
} ps_literals;

/* Add what is not there yet; 0 when there is no room for it. */
int ps_literals_add(ps_literals *literals, ps_str text);
int ps_literals_add_all(ps_literals *literals, const ps_literals *more);
/** Every text of `a` followed by every one of `b`; 0 when that is too much, or there is no memory.
 */
int ps_literals_multiply(ps_arena *arena, const ps_literals *a, const ps_literals *b,
                         ps_literals *ret);
/** Put the candidate, without what contains another of it, in place of `best` if it is the
 * stronger: longer, fewer. The empty text is worthless. */
void ps_literals_offer(ps_literals *best, const ps_literals *candidate);

#endif
