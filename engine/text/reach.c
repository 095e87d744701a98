/* What sets of characters have in common, and what of an expression can match folded text at all.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "text/fold_table.h"
#include "text/syntax.h"

enum {
    BEGIN = 8,          /* nothing stands in front yet */
    LOOKED_AT = 0x11000 /* characters of a range that are tried; more than any script has */
};

uint32_t ps_syntax_common3(const ps_syntax *a, const ps_syntax *b, const ps_syntax *c)
{
    size_t i = 0;
    size_t j = 0;
    size_t k = 0;
    while (i < a->range_count && j < b->range_count && k < c->range_count) {
        const ps_code_range x = a->ranges[i];
        const ps_code_range y = b->ranges[j];
        const ps_code_range z = c->ranges[k];
        uint32_t low = x.low > y.low ? x.low : y.low;
        uint32_t high = x.high < y.high ? x.high : y.high;
        low = z.low > low ? z.low : low;
        high = z.high < high ? z.high : high;
        if (low <= high) {
            /* A letter shows better than a control, where there is one. */
            return low < 'a' && high >= 'a' ? 'a' : low ? low : high;
        }
        if (x.high <= y.high && x.high <= z.high) {
            i++;
        } else if (y.high <= z.high) {
            j++;
        } else {
            k++;
        }
    }
    return 0;
}

uint32_t ps_syntax_common(const ps_syntax *a, const ps_syntax *b)
{
    return ps_syntax_common3(a, b, b);
}

/* What one character of folded text is; 0: it cannot stand there. */
static unsigned class_of(uint32_t codepoint, int terms)
{
    uint32_t entry = ps_fold_entry(codepoint);
    if (codepoint == ' ') {
        return PS_SYNTAX_BLANK;
    }
    if (ps_fold_kind(entry) != PS_FOLD_SAME || (terms && (entry & PS_FOLD_IS_JOINT))) {
        return 0;
    }
    return entry & PS_FOLD_IS_CJK ? PS_SYNTAX_CJK : PS_SYNTAX_OTHER;
}

unsigned ps_syntax_in_folded(const ps_syntax *set, int terms)
{
    const unsigned all = PS_SYNTAX_CJK | PS_SYNTAX_BLANK | PS_SYNTAX_OTHER;
    unsigned found = 0;
    for (size_t i = 0; i < set->range_count && found != all; i++) {
        uint32_t high = set->ranges[i].high;
        if (high - set->ranges[i].low >= LOOKED_AT) {
            high = set->ranges[i].low + LOOKED_AT;
        }
        for (uint32_t c = set->ranges[i].low; c <= high && found != all; c++) {
            found |= class_of(c, terms);
        }
    }
    return found;
}

typedef struct search {
    int terms;
    const ps_syntax *impossible; /* the first set of which nothing can stand in folded text */
    const ps_syntax *dead;       /* the first part that fits behind nothing in front of it */
} search;

/* What may stand behind which of the last characters. */
static unsigned behind(unsigned last, unsigned next)
{
    unsigned out = last & (BEGIN | PS_SYNTAX_OTHER) ? next : 0;
    out |= last & PS_SYNTAX_CJK ? next & ~(unsigned)PS_SYNTAX_BLANK : 0;
    out |= last & PS_SYNTAX_BLANK ? next & (unsigned)PS_SYNTAX_OTHER : 0;
    return out;
}

static unsigned pass(search *s, const ps_syntax *node, unsigned last);

static unsigned pass_set(search *s, const ps_syntax *node, unsigned last)
{
    unsigned in_text = ps_syntax_in_folded(node, s->terms);
    if (!in_text && !s->impossible) {
        s->impossible = node;
    }
    return behind(last, in_text);
}

/* With four kinds of last characters nothing new comes after as many rounds. */
static unsigned pass_repeat(search *s, const ps_syntax *node, unsigned last)
{
    enum { ROUNDS = 5 };
    unsigned out = node->least == 0 ? last : 0;
    unsigned seen = last;
    for (uint32_t i = 1; i <= ROUNDS && i <= node->most && seen; i++) {
        seen = pass(s, node->first, seen);
        out |= i >= node->least || i == ROUNDS ? seen : 0;
    }
    return out;
}

/* The last characters that a text can have when it had one of `last` before this part matched. */
static unsigned pass(search *s, const ps_syntax *node, unsigned last)
{
    unsigned out = 0;
    switch (node->kind) {
    case PS_SYNTAX_EMPTY:
    case PS_SYNTAX_ASSERTION:
        return last;
    case PS_SYNTAX_SET:
        out = pass_set(s, node, last);
        break;
    case PS_SYNTAX_SEQUENCE:
        out = last;
        for (const ps_syntax *child = node->first; child && out; child = child->next) {
            out = pass(s, child, out);
        }
        break;
    case PS_SYNTAX_CHOICE:
        for (const ps_syntax *child = node->first; child; child = child->next) {
            out |= pass(s, child, last);
        }
        break;
    case PS_SYNTAX_REPEAT:
        out = pass_repeat(s, node, last);
        break;
    }
    if (last && !out && !s->dead) {
        s->dead = node;
    }
    return out;
}

int ps_syntax_dead(const ps_syntax *root, int terms, const ps_syntax **ret_part)
{
    search s = {.terms = terms};
    unsigned out = pass(&s, root, BEGIN);
    *ret_part = s.impossible ? s.impossible : s.dead;
    return !out ? 2 : s.impossible ? 1 : 0;
}
