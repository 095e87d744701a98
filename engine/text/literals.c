/* Small sets of literals.
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/literals.h"

#include "base/str.h"

int ps_literals_add(ps_literals *s, ps_str text)
{
    for (size_t i = 0; i < s->count; i++) {
        if (ps_str_equal(s->item[i], text)) {
            return 1;
        }
    }
    if (s->count == PS_LITERALS_MAX) {
        return 0;
    }
    s->item[s->count++] = text;
    return 1;
}

int ps_literals_add_all(ps_literals *s, const ps_literals *more)
{
    for (size_t i = 0; i < more->count; i++) {
        if (!ps_literals_add(s, more->item[i])) {
            return 0;
        }
    }
    return 1;
}

int ps_literals_multiply(ps_arena *arena, const ps_literals *a, const ps_literals *b,
                         ps_literals *ret)
{
    int plain = a->count == 1 && a->item[0].len == 0;
    if (plain || (b->count == 1 && b->item[0].len == 0)) {
        *ret = plain ? *b : *a;
        return 1;
    }
    ret->count = 0;
    if (a->count * b->count > PS_LITERALS_MAX) {
        return 0;
    }
    for (size_t i = 0; i < a->count; i++) {
        for (size_t k = 0; k < b->count; k++) {
            if (a->item[i].len + b->item[k].len > PS_LITERAL_BYTES_MAX) {
                return 0;
            }
            ps_str text = ps_arena_concat(arena, (ps_str[]){a->item[i], b->item[k]}, 2);
            if (!text.ptr) {
                return 0;
            }
            (void)ps_literals_add(ret, text);
        }
    }
    return 1;
}

/* The more, the rarer in text: three bits for a byte, less the choice. */
static int strength(const ps_literals *s)
{
    size_t least = SIZE_MAX;
    int choice = 0;
    for (size_t i = 0; i < s->count; i++) {
        least = s->item[i].len < least ? s->item[i].len : least;
    }
    for (size_t i = s->count; i > 1; i /= 2) {
        choice++;
    }
    return s->count == 0 || least == 0 ? -1 : 3 * (int)least - choice;
}

void ps_literals_offer(ps_literals *best, const ps_literals *candidate)
{
    ps_literals less;
    less.count = 0;
    for (size_t i = 0; i < candidate->count; i++) {
        size_t other = 0;
        /* What contains another adds nothing. */
        while (
            other < candidate->count &&
            (other == i || ps_str_find(candidate->item[i], candidate->item[other]) == SIZE_MAX)) {
            other++;
        }
        if (other == candidate->count) {
            less.item[less.count++] = candidate->item[i];
        }
    }
    if (strength(&less) > strength(best)) {
        *best = less;
    }
}
