/* One record being judged: what the modules that decide and quote share.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_POLICY_JUDGING_H
#define PS_POLICY_JUDGING_H

#include "policy/match.h"

typedef struct ps_judging {
    ps_matching m;
    ps_arena *arena; /* of the results */
    ps_day day;
    int explain;
    int enough;
    int languages_known;
    uint64_t languages; /* in which the texts are */
    /* Defeats by sentence and by clause: heads of chains through `chain`, PS_NO_MATCH: none. */
    uint32_t *unit_defeats;
    uint32_t *clause_defeats;
    uint32_t *chain;  /* by match */
    uint32_t *titled; /* by clause: the element that has a heading there, from 1 */
    uint32_t *quoted; /* by sentence: the element that quoted it last, from 1 */
    ps_error *reterr;
} ps_judging;

static inline const ps_clause_pattern *ps_pattern_of(const ps_judging *j, const ps_match *match)
{
    return &j->m.policy->patterns[match->pattern];
}

/** The first match of an element (element_count: of the common patterns), and the next; NULL: no
 * more. */
static inline const ps_match *ps_first_match(const ps_judging *j, size_t element)
{
    const ps_element_matches *e = &j->m.elements[element];
    return e->count ? &j->m.matches[e->first] : NULL;
}
static inline const ps_match *ps_next_match(const ps_judging *j, const ps_match *match)
{
    return match->next == PS_NO_MATCH ? NULL : &j->m.matches[match->next];
}

/** Chain the defeats of all elements by where they reach. @return 0: no memory. */
int ps_defeats_index(ps_judging *j);
/** Mark the clauses with a heading of the element, for ps_under_heading(). @return 0: no memory. */
int ps_headings_mark(ps_judging *j, uint32_t element);
/** Whether the unit stands in a clause with one of the element's headings, or below one. */
int ps_under_heading(const ps_judging *j, uint32_t element, uint32_t unit);
/** The defeat or decoy that takes a duty of `element` away, or NULL. */
const ps_match *ps_defeat_of_duty(ps_judging *j, uint32_t element, const ps_match *duty);
/** Whether a decoy of `element` overlaps the match. */
int ps_is_decoyed(const ps_judging *j, uint32_t element, const ps_match *match);
/** The defeat of the clause in which the heading stands, or NULL. */
const ps_match *ps_defeat_of_heading(const ps_judging *j, uint32_t element,
                                     const ps_match *heading);

/** Quote a match. @return PS_FATAL: no memory. */
PS_CHECKED ps_status ps_evidence_quote(ps_judging *j, const ps_match *match, const char *role,
                                       ps_evidence *ret_evidence);
/** Quote a whole unit. */
PS_CHECKED ps_status ps_evidence_unit(ps_judging *j, uint32_t unit, ps_str entry, const char *role,
                                      ps_evidence *ret_evidence);
/** Quote where the parties' roles were told; PS_END when nothing told them. */
PS_CHECKED ps_status ps_evidence_roles(ps_judging *j, ps_evidence *ret_evidence);

/** The passage that comes nearest to an element that is not there, and what it lacks; leaves both
 * as they are when none comes near. */
PS_CHECKED ps_status ps_nearest_find(ps_judging *j, uint32_t element, ps_element_outcome *outcome);

/** Whether the texts are long enough, or of the right kind, to say that something is missing. */
int ps_texts_enough(const ps_matching *m, const ps_record *record);
/** The policy's languages in which the texts are, as ps_language_bit(); all when there are too few
 * words to tell. */
uint64_t ps_texts_languages(const ps_matching *m);
/** Whether there is a contract, the record or an attachment of it, that is long enough to speak for
 * itself: it may mention other agreements. */
int ps_texts_stand_alone(const ps_matching *m, const ps_record *record);

#endif
