/* Finding a policy's patterns in the texts of a record.
 *
 * One scan for the literals of all patterns wakes the few patterns that could match, each for the
 * sentence where its literal stands, and only these are given to PCRE2, if words of its other
 * parts are there too. A pattern that reaches a limit makes its element not evaluable; it
 * is never taken for "does not match". SPDX-License-Identifier: Apache-2.0 */
#include "policy/match.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"

enum {
    STEM_BYTES = 400, /* of the words that lead a list in */
    STEMS = 5,
    PLACES = 4, /* matches of one pattern in one sentence */
    RUNS_PER_CLOCK = 32,
    MATCHES_PER_PLACE = 1000, /* kept for an element, times the limit "evidence" */
    STRIKES = 64              /* clauses of a record that are looked for by their number */
};

static void no_memory(ps_matching *m)
{
    m->status = ps_error_memory(m->reterr);
}

static void *grow(ps_matching *m, void *items, uint32_t count, uint32_t *room, size_t size)
{
    if (count < *room) {
        return items;
    }
    uint32_t more = *room ? *room * 2 : 64;
    void *larger = more > *room ? ps_arena_array(m->arena, more, size) : NULL;
    if (!larger) {
        no_memory(m);
        return NULL;
    }
    if (count) {
        memcpy(larger, items, count * size);
    }
    *room = more;
    return larger;
}

static void give_trouble(ps_matching *m, ps_element_matches *element, ps_str cause, int in_defeat)
{
    if (!element->trouble.len) {
        element->trouble = ps_arena_str(m->arena, cause);
        if (!element->trouble.ptr) {
            no_memory(m);
        }
    }
    element->trouble_in_defeat |= in_defeat;
}

/* A pattern of this element (or a common one: of all) could not be decided. */
static void trouble(ps_matching *m, const ps_clause_pattern *pattern, ps_str cause)
{
    int in_defeat = pattern->use == PS_USE_DEFEAT || pattern->use == PS_USE_CARVEOUT;
    if (pattern->element != PS_NO_ELEMENT) {
        give_trouble(m, &m->elements[pattern->element], cause, in_defeat);
        return;
    }
    for (size_t i = 0; i < m->policy->element_count; i++) {
        give_trouble(m, &m->elements[i], cause, in_defeat);
    }
}

/* Whether there is still time; looks at the clock now and then. */
static int has_time(ps_matching *m)
{
    if (!m->out_of_time && m->runs++ % RUNS_PER_CLOCK == 0 && ps_clock_thread_ns() > m->deadline) {
        m->out_of_time = 1;
        for (size_t i = 0; i < m->policy->element_count; i++) {
            give_trouble(m, &m->elements[i], PS_STR("limit:record-ms"), 1);
        }
    }
    return !m->out_of_time;
}

static ps_str unit_text(const ps_matching *m, const ps_unit *unit)
{
    return ps_str_slice(m->texts[unit->text].matched, unit->folded.start, unit->folded.end);
}

ps_str ps_matching_subject(ps_matching *m, uint32_t unit, uint32_t *ret_prefix)
{
    const ps_unit *units = m->segments.units;
    if (units[unit].stem == PS_NO_UNIT) {
        *ret_prefix = 0;
        return unit_text(m, &units[unit]);
    }
    if (m->subject_unit == unit) {
        *ret_prefix = m->subject_prefix;
        return m->subject_text;
    }
    uint32_t stems[STEMS];
    size_t count = 0;
    for (uint32_t s = units[unit].stem; s != PS_NO_UNIT && count < STEMS; s = units[s].stem) {
        stems[count++] = s;
    }
    ps_buffer_clear(m->subject);
    while (count > 0) {
        ps_str words = unit_text(m, &units[stems[--count]]);
        size_t cut = words.len > STEM_BYTES ? words.len - STEM_BYTES : 0;
        while (cut < words.len && ((unsigned char)words.ptr[cut] & 0xC0) == 0x80) {
            cut++;
        }
        ps_buffer_add_str(m->subject, ps_str_slice(words, cut, words.len));
        ps_buffer_add_char(m->subject, ' ');
    }
    m->subject_prefix = (uint32_t)m->subject->len;
    ps_buffer_add_str(m->subject, unit_text(m, &units[unit]));
    if (m->subject->failed) {
        no_memory(m);
    }
    m->subject_unit = unit;
    m->subject_text = ps_buffer_str(m->subject);
    *ret_prefix = m->subject_prefix;
    return m->subject_text;
}

static int has_word(ps_str subject, const ps_words *words)
{
    uint32_t i = 0;
    while (i < words->count && ps_str_find(subject, words->list[i]) == SIZE_MAX) {
        i++;
    }
    return i < words->count;
}

/* Most sentences that wake a pattern hold words of one of its parts only: not worth making code. */
static int can_match(const ps_clause_pattern *pattern, ps_str subject)
{
    uint32_t i = 0;
    while (i < pattern->also_count && has_word(subject, &pattern->also[i])) {
        i++;
    }
    return i == pattern->also_count;
}

/* PS_OK, or PS_END when there is no match or that could not be decided. */
static ps_status try_pattern(ps_matching *m, const ps_clause_pattern *pattern, ps_str subject,
                             size_t from, ps_span *ret_match)
{
    ps_error error;
    if (!has_time(m) || (from == 0 && !can_match(pattern, subject))) {
        return PS_END;
    }
    ps_status status = ps_regex_find(pattern->regex, m->regex, subject, from, ret_match, &error);
    if (status == PS_FAILED) {
        trouble(m, pattern, ps_str_from(error.cause));
        return PS_END;
    }
    if (status == PS_FATAL) {
        no_memory(m);
        return PS_END;
    }
    return status;
}

static ps_status find(ps_matching *m, const ps_clause_pattern *pattern, ps_str subject, size_t from,
                      ps_span *ret_match)
{
    if (!m->profiler) {
        return try_pattern(m, pattern, subject, from, ret_match);
    }
    ps_stage before = ps_profiler_enter_pattern(m->profiler);
    ps_status status = try_pattern(m, pattern, subject, from, ret_match);
    ps_profiler_leave_pattern(m->profiler, before, PS_PATTERN_POLICY,
                              (size_t)(pattern - m->policy->patterns), from == 0, status == PS_OK);
    return status;
}

int ps_matching_try(ps_matching *m, const ps_clause_pattern *pattern, uint32_t unit)
{
    uint32_t prefix;
    ps_str subject = ps_matching_subject(m, unit, &prefix);
    ps_span match;
    return find(m, pattern, subject, 0, &match) == PS_OK;
}

/* The part of the subject in which a carve-out must begin. */
static ps_str carveout_place(const ps_clause_pattern *carveout, const ps_clause_pattern *defeat,
                             ps_str subject, ps_span match)
{
    if (!carveout->within) {
        return subject;
    }
    size_t end = match.end;
    for (uint32_t i = 0; i < carveout->within && end < subject.len; i++) {
        uint32_t c;
        end += ps_utf8_next(subject, end, &c);
    }
    /* A negation may hold the exception in its gaps; "confidentiality: none" holds a colon. */
    size_t start = defeat->defeat == PS_DEFEAT_NOT_APPLICABLE ? match.end : match.start;
    return ps_str_slice(subject, start, end);
}

/* Whether an ordinary exception stands beside the defeat: "shall not apply to information that is
 * public". Only what denies can be limited by an exception. */
static int is_carved_out(ps_matching *m, const ps_clause_pattern *defeat, ps_str subject,
                         ps_span match)
{
    const ps_policy *policy = m->policy;
    if (defeat->defeat != PS_DEFEAT_NEGATION && defeat->defeat != PS_DEFEAT_NOT_APPLICABLE) {
        return 0;
    }
    for (uint32_t i = 0; i < policy->pattern_count; i++) {
        const ps_clause_pattern *carveout = &policy->patterns[i];
        if (carveout->use != PS_USE_CARVEOUT ||
            (carveout->element != PS_NO_ELEMENT && carveout->element != defeat->element)) {
            continue;
        }
        ps_span found;
        ps_str place = carveout_place(carveout, defeat, subject, match);
        if (find(m, carveout, place, 0, &found) == PS_OK) {
            return 1;
        }
    }
    return 0;
}

/* The clause with this number that is not `where` itself; one of text `text` before others. */
static uint32_t clause_by_number(const ps_matching *m, ps_str number, uint32_t where, uint32_t text)
{
    unsigned want[PS_FIGURES];
    unsigned have[PS_FIGURES];
    size_t count = ps_clause_figures(number, want);
    uint32_t found = PS_NO_CLAUSE;
    for (uint32_t i = 0; count && i < m->segments.clause_count; i++) {
        const ps_clause *clause = &m->segments.clauses[i];
        if (i == where || (found != PS_NO_CLAUSE && clause->text != text) ||
            ps_clause_figures(clause->number, have) != count ||
            memcmp(want, have, count * sizeof *want) != 0) {
            continue;
        }
        if (clause->text == text) {
            return i;
        }
        found = i;
    }
    return found;
}

/* Which clause a match concerns: the one in which it stands, or the one that a defeat strikes out
 * by its number; PS_NO_CLAUSE when there is none of that number. */
static uint32_t clause_of(ps_matching *m, const ps_clause_pattern *pattern, uint32_t unit,
                          ps_str subject)
{
    uint32_t where = m->segments.units[unit].clause;
    ps_span number;
    if (pattern->use != PS_USE_DEFEAT || pattern->reach != PS_REACH_CLAUSE ||
        !ps_regex_group(pattern->regex, m->regex, "clause", &number)) {
        return where;
    }
    if (m->strikes++ == STRIKES) {
        trouble(m, pattern, PS_STR("limit:evidence"));
    }
    return m->strikes > STRIKES
               ? PS_NO_CLAUSE
               : clause_by_number(m, ps_str_slice(subject, number.start, number.end), where,
                                  m->segments.units[unit].text);
}

static void record(ps_matching *m, uint32_t pattern, uint32_t unit, ps_span match, uint32_t prefix,
                   uint32_t clause)
{
    uint32_t of = m->policy->patterns[pattern].element;
    ps_element_matches *element = &m->elements[of == PS_NO_ELEMENT ? m->policy->element_count : of];
    if (element->count >= m->limits->evidence * MATCHES_PER_PLACE) {
        trouble(m, &m->policy->patterns[pattern], PS_STR("limit:evidence"));
        element->trouble_in_defeat = 1;
        return;
    }
    ps_match *matches = grow(m, m->matches, m->match_count, &m->match_room, sizeof *matches);
    if (!matches) {
        return;
    }
    m->matches = matches;
    uint32_t index = m->match_count++;
    matches[index] = (ps_match){
        pattern, unit, (uint32_t)match.start, (uint32_t)match.end, prefix, clause, PS_NO_MATCH};
    if (element->count++ == 0) {
        element->first = index;
    } else {
        matches[element->last].next = index;
    }
    element->last = index;
}

static void add_candidate(ps_matching *m, uint32_t pattern, uint32_t unit)
{
    ps_candidate *candidates =
        grow(m, m->candidates, m->candidate_count, &m->candidate_room, sizeof *candidates);
    if (candidates) {
        m->candidates = candidates;
        candidates[m->candidate_count++] = (ps_candidate){pattern, unit};
    }
}

/* Titles are looked at by headings and defeats alone: a heading is not a duty. */
static int looks_at(ps_use use, const ps_unit *unit)
{
    switch (use) {
    case PS_USE_HEADING:
        return unit->is_heading;
    case PS_USE_DEFEAT:
        return 1;
    case PS_USE_DUTY:
    case PS_USE_WEAK:
    case PS_USE_DECOY:
    case PS_USE_REFERENCE:
    case PS_USE_NEAR:
        return !unit->is_heading;
    case PS_USE_CARVEOUT:
    case PS_USE_PARTY:
    case PS_USE_COUNT:
        break;
    }
    return 0;
}

static size_t next_char(ps_str text, size_t at)
{
    uint32_t c;
    return at < text.len ? at + ps_utf8_next(text, at, &c) : text.len;
}

static void run(ps_matching *m, uint32_t index, uint32_t unit)
{
    const ps_clause_pattern *pattern = &m->policy->patterns[index];
    if (m->segments.units[unit].skipped || !looks_at(pattern->use, &m->segments.units[unit])) {
        return;
    }
    if (pattern->use == PS_USE_NEAR) {
        if (pattern->part == 0) {
            add_candidate(m, index, unit);
        }
        return;
    }
    uint32_t prefix;
    ps_str subject = ps_matching_subject(m, unit, &prefix);
    ps_span match;
    size_t from = 0;
    for (int place = 0; place < PLACES && m->status == PS_OK; place++) {
        if (find(m, pattern, subject, from, &match) != PS_OK) {
            return;
        }
        /* What lies in the leading words alone was found where they stand. */
        if (match.end > prefix) {
            uint32_t clause = clause_of(m, pattern, unit, subject);
            if (clause != PS_NO_CLAUSE &&
                !(pattern->use == PS_USE_DEFEAT && is_carved_out(m, pattern, subject, match))) {
                record(m, index, unit, match, prefix, clause);
            }
        }
        from = next_char(subject, match.start);
    }
}

static int is_active(const ps_matching *m, uint32_t pattern)
{
    uint32_t element = m->policy->patterns[pattern].element;
    return element == PS_NO_ELEMENT || m->elements[element].active;
}

static void wake(ps_matching *m, uint32_t pattern, uint32_t sentence)
{
    if (!is_active(m, pattern)) {
        return;
    }
    uint32_t end = m->segments.units[sentence].end;
    uint32_t unit = m->done[pattern] > sentence ? m->done[pattern] : sentence;
    for (; unit < end && m->status == PS_OK && !m->out_of_time; unit++) {
        run(m, pattern, unit);
    }
    m->done[pattern] = end > m->done[pattern] ? end : m->done[pattern];
}

typedef struct scan {
    ps_matching *m;
    uint32_t text;
    uint32_t sentence; /* of the last hit */
    int any;
} scan;

static int note_any(void *user, uint32_t term, size_t end)
{
    (void)term;
    (void)end;
    ((scan *)user)->any = 1;
    return 1;
}

/* A literal stands in a sentence: try the patterns that it wakes. */
static void wake_all(scan *s, uint32_t term, size_t end)
{
    ps_matching *m = s->m;
    const ps_wake *wakes = &m->policy->wakes[term];
    size_t start = end - wakes->length;
    if (s->sentence == PS_NO_UNIT || m->segments.units[s->sentence].folded.start > start ||
        m->segments.units[s->sentence].folded.end <= start) {
        s->sentence = ps_segment_find(&m->segments, s->text, start);
    }
    for (uint32_t i = 0; s->sentence != PS_NO_UNIT && i < wakes->count; i++) {
        wake(m, m->policy->wake[wakes->first + i], s->sentence);
    }
}

static int wake_term(void *user, uint32_t term, size_t end)
{
    scan *s = user;
    ps_profiler *profiler = s->m->profiler;
    ps_stage before = ps_profiler_enter(profiler, PS_STAGE_CLAUSES);
    wake_all(s, term, end);
    ps_profiler_leave(profiler, before);
    ps_profiler_found(profiler, PS_STAGE_SCAN, 1);
    return s->m->status != PS_OK || s->m->out_of_time;
}

/* Whether every other line end, or nearly, belongs to an empty line. */
static int has_paragraphs(ps_str text)
{
    size_t lines = 0;
    size_t empty = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\n') {
            lines++;
            empty += i > 0 && text.ptr[i - 1] == '\n';
        }
    }
    return empty * 4 >= lines;
}

static ps_status fold_one(ps_matching *m, const ps_text *text, ps_str source, int is_heading)
{
    ps_judged_text *judged = &m->texts[m->text_count];
    ps_stage before = ps_profiler_enter(m->profiler, PS_STAGE_FOLD);
    ps_status status = ps_fold(m->arena, source, PS_FOLD_TEXT, &judged->folded, m->reterr);
    ps_profiler_leave(m->profiler, before);
    if (status != PS_OK) {
        return status;
    }
    judged->text = text;
    judged->is_heading = is_heading;
    judged->has_paragraphs = text->role != PS_ATTACHMENT_NONE && has_paragraphs(source);
    judged->matched = judged->folded.text;
    m->bytes += source.len;
    m->text_count++;
    return PS_OK;
}

static ps_status fold_texts(ps_matching *m, const ps_record *record)
{
    m->texts = ps_arena_array(m->arena, 2 * record->text_count + 1, sizeof *m->texts);
    if (!m->texts) {
        return ps_error_memory(m->reterr);
    }
    for (size_t i = 0; i < record->text_count; i++) {
        const ps_text *text = &record->texts[i];
        ps_status status = PS_OK;
        if (text->heading.text.len) {
            status = fold_one(m, text, text->heading.text, 1);
        }
        if (status == PS_OK && text->text.text.len) {
            status = fold_one(m, text, text->text.text, 0);
        }
        if (status != PS_OK) {
            return status;
        }
    }
    return PS_OK;
}

static ps_status tell_parties(ps_matching *m, const ps_record *record)
{
    int labels = 0;
    ps_folded *folded = ps_arena_array(m->arena, m->text_count, sizeof *folded);
    if (!folded) {
        return ps_error_memory(m->reterr);
    }
    for (uint32_t i = 0; i < m->text_count; i++) {
        folded[i] = m->texts[i].folded;
        labels |= ps_party_has_labels(folded[i].text);
    }
    if (!labels) {
        return PS_OK;
    }
    ps_error error = {0};
    ps_status status = ps_party_resolve(m->policy, m->regex, record, folded, m->text_count,
                                        m->arena, &m->roles, &error);
    if (status == PS_FATAL) {
        return ps_error_memory(m->reterr);
    }
    if (status == PS_FAILED) {
        /* Who is bound is not known for sure: nothing can be. */
        for (size_t i = 0; i < m->policy->element_count; i++) {
            give_trouble(m, &m->elements[i], ps_str_from(error.cause), 1);
        }
    }
    for (uint32_t i = 0; m->roles.swapped && i < m->text_count; i++) {
        m->texts[i].matched = ps_party_swap(m->arena, m->texts[i].folded.text);
        if (!m->texts[i].matched.ptr) {
            return ps_error_memory(m->reterr);
        }
    }
    return PS_OK;
}

static ps_status cut_texts(ps_matching *m)
{
    for (uint32_t i = 0; i < m->text_count; i++) {
        uint32_t under = PS_NO_CLAUSE;
        if (m->texts[i].is_heading) {
            under = ps_segment_heading(&m->segments, m->arena, &m->texts[i].folded, i);
            if (under == PS_NO_CLAUSE) {
                return ps_error_memory(m->reterr);
            }
            if (i + 1 == m->text_count || m->texts[i + 1].text != m->texts[i].text) {
                continue; /* a title without a body */
            }
            i++;
        }
        if (!ps_segment_text(&m->segments, m->arena, &m->texts[i].folded, i, under)) {
            return ps_error_memory(m->reterr);
        }
    }
    return PS_OK;
}

static int any_literal(const ps_matching *m)
{
    scan s = {.any = m->policy->sleepless_count > 0};
    ps_stage before = ps_profiler_enter(m->profiler, PS_STAGE_SCAN);
    for (uint32_t i = 0; i < m->text_count && !s.any; i++) {
        ps_terms_scan(m->policy->terms, m->texts[i].matched, note_any, &s);
    }
    ps_profiler_leave(m->profiler, before);
    return s.any;
}

ps_status ps_matching_run(ps_matching *m, const ps_record *record)
{
    m->subject_unit = PS_NO_UNIT;
    ps_status status = fold_texts(m, record);
    if (status != PS_OK || m->text_count == 0) {
        return status;
    }
    status = tell_parties(m, record);
    if (status != PS_OK || !any_literal(m)) {
        return status;
    }
    m->done = ps_arena_array(m->arena, m->policy->pattern_count, sizeof *m->done);
    if (!m->done) {
        return ps_error_memory(m->reterr);
    }
    status = cut_texts(m);
    if (status != PS_OK) {
        return status;
    }
    for (uint32_t i = 0; i < m->text_count && m->status == PS_OK && !m->out_of_time; i++) {
        scan s = {.m = m, .text = i, .sentence = PS_NO_UNIT};
        ps_stage before = ps_profiler_enter(m->profiler, PS_STAGE_SCAN);
        ps_scanner_scan(m->scanner, m->texts[i].matched, wake_term, &s);
        ps_profiler_leave(m->profiler, before);
    }
    for (uint32_t i = 0; i < m->policy->sleepless_count; i++) {
        for (uint32_t u = 0; u < m->segments.unit_count && m->status == PS_OK; u++) {
            if (is_active(m, m->policy->sleepless[i])) {
                run(m, m->policy->sleepless[i], u);
            }
        }
    }
    return m->status;
}
