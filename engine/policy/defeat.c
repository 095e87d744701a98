/* What takes a duty away: defeats in its sentence and in its clause.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "base/str.h"
#include "policy/judging.h"

static uint32_t *heads(ps_judging *j, size_t count)
{
    uint32_t *list = ps_arena_array(j->m.arena, count + 1, sizeof *list);
    for (size_t i = 0; list && i < count; i++) {
        list[i] = PS_NO_MATCH;
    }
    return list;
}

/* One defeat for each element is enough for a clause. */
static int has_defeat(const ps_judging *j, uint32_t head, uint32_t element)
{
    for (uint32_t i = head; i != PS_NO_MATCH; i = j->chain[i]) {
        if (ps_pattern_of(j, &j->m.matches[i])->element == element) {
            return 1;
        }
    }
    return 0;
}

int ps_defeats_index(ps_judging *j)
{
    j->unit_defeats = heads(j, j->m.segments.unit_count);
    j->clause_defeats = heads(j, j->m.segments.clause_count);
    j->chain = heads(j, j->m.match_count);
    j->quoted = ps_arena_array(j->m.arena, j->m.segments.unit_count + (size_t)1, sizeof *j->quoted);
    if (!j->quoted || !j->unit_defeats || !j->clause_defeats || !j->chain) {
        return 0;
    }
    for (uint32_t i = 0; i < j->m.match_count; i++) {
        const ps_match *match = &j->m.matches[i];
        const ps_clause_pattern *pattern = ps_pattern_of(j, match);
        int defeat = pattern->use == PS_USE_DEFEAT && pattern->reach != PS_REACH_WHOLE;
        if (!defeat && pattern->use != PS_USE_DECOY) {
            continue;
        }
        uint32_t *head = &j->unit_defeats[match->unit];
        if (defeat && pattern->reach == PS_REACH_CLAUSE) {
            head = &j->clause_defeats[match->clause];
            if (has_defeat(j, *head, pattern->element)) {
                continue;
            }
        }
        j->chain[i] = *head;
        *head = i;
    }
    return 1;
}

static int overlap(const ps_match *a, const ps_match *b)
{
    return a->start < b->end && b->start < a->end;
}

/* Whether a party whose duties count stands between the defeat and the duty: "the Buyer shall keep
 * …, and the Supplier shall not disclose". */
static int names_bound_between(ps_judging *j, const ps_match *defeat, const ps_match *duty)
{
    if (!j->m.policy->bound || defeat->end >= duty->start) {
        return 0;
    }
    uint32_t prefix;
    ps_str subject = ps_matching_subject(&j->m, duty->unit, &prefix);
    ps_span found;
    ps_error error;
    return ps_regex_find(j->m.policy->bound, j->m.regex,
                         ps_str_slice(subject, defeat->end, duty->start), 0, &found,
                         &error) == PS_OK;
}

/* Whether a defeat or a decoy of the same sentence takes the duty away. */
static int takes_away(ps_judging *j, const ps_match *defeat, const ps_match *duty)
{
    const ps_clause_pattern *pattern = ps_pattern_of(j, defeat);
    if (pattern->use == PS_USE_DECOY || pattern->defeat != PS_DEFEAT_ONE_SIDED) {
        return overlap(defeat, duty);
    }
    if (ps_pattern_of(j, duty)->names_bound) {
        /* The buyer stands nearer to the verb than the party that the duty names. */
        return defeat->start > duty->start && defeat->start < duty->end;
    }
    return overlap(defeat, duty) ||
           (defeat->start < duty->start && !names_bound_between(j, defeat, duty));
}

static int is_of(const ps_judging *j, uint32_t match, uint32_t element)
{
    uint32_t of = ps_pattern_of(j, &j->m.matches[match])->element;
    return of == element || of == PS_NO_ELEMENT;
}

static const ps_match *defeat_of_clause(const ps_judging *j, uint32_t clause, uint32_t element)
{
    for (uint32_t i = j->clause_defeats[clause]; i != PS_NO_MATCH; i = j->chain[i]) {
        if (is_of(j, i, element)) {
            return &j->m.matches[i];
        }
    }
    return NULL;
}

const ps_match *ps_defeat_of_duty(ps_judging *j, uint32_t element, const ps_match *duty)
{
    for (uint32_t i = j->unit_defeats[duty->unit]; i != PS_NO_MATCH; i = j->chain[i]) {
        if (is_of(j, i, element) && takes_away(j, &j->m.matches[i], duty)) {
            return &j->m.matches[i];
        }
    }
    const ps_segments *s = &j->m.segments;
    for (uint32_t c = s->units[duty->unit].clause; c != PS_NO_CLAUSE; c = s->clauses[c].parent) {
        const ps_match *defeat = defeat_of_clause(j, c, element);
        if (defeat) {
            return defeat;
        }
    }
    return NULL;
}

int ps_is_decoyed(const ps_judging *j, uint32_t element, const ps_match *match)
{
    for (uint32_t i = j->unit_defeats[match->unit]; i != PS_NO_MATCH; i = j->chain[i]) {
        const ps_match *decoy = &j->m.matches[i];
        if (ps_pattern_of(j, decoy)->use == PS_USE_DECOY && is_of(j, i, element) &&
            overlap(decoy, match)) {
            return 1;
        }
    }
    return 0;
}

int ps_headings_mark(ps_judging *j, uint32_t element)
{
    size_t count = j->m.segments.clause_count;
    if (!j->titled) {
        j->titled = ps_arena_array(j->m.arena, count + 1, sizeof *j->titled);
    }
    for (const ps_match *m = j->titled ? ps_first_match(j, element) : NULL; m;
         m = ps_next_match(j, m)) {
        if (ps_pattern_of(j, m)->use == PS_USE_HEADING) {
            j->titled[j->m.segments.units[m->unit].clause] = element + 1;
        }
    }
    return j->titled != NULL;
}

int ps_under_heading(const ps_judging *j, uint32_t element, uint32_t unit)
{
    const ps_segments *s = &j->m.segments;
    for (uint32_t c = s->units[unit].clause; c != PS_NO_CLAUSE; c = s->clauses[c].parent) {
        if (j->titled[c] == element + 1) {
            return 1;
        }
    }
    return 0;
}

const ps_match *ps_defeat_of_heading(const ps_judging *j, uint32_t element, const ps_match *heading)
{
    return defeat_of_clause(j, j->m.segments.units[heading->unit].clause, element);
}
