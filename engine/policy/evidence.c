/* Quoting: from a place in folded text back to the words of the source, with their line.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "base/str.h"
#include "policy/judging.h"

/* The line of a byte of a text; of an attachment's, whose lines are its own, that of the
 * attachment.
 */
static uint64_t line_of(const ps_judged_text *text, size_t at)
{
    const ps_value *value = text->is_heading ? &text->text->heading : &text->text->text;
    uint64_t line = value->line;
    if (text->text->role != PS_ATTACHMENT_NONE) {
        return line;
    }
    for (size_t i = 0; i < at && i < value->text.len; i++) {
        line += value->text.ptr[i] == '\n';
    }
    return line;
}

/* How many times the mark stands in front, and one. */
static uint64_t count_to(ps_str text, size_t at, ps_str mark)
{
    uint64_t count = 1;
    ps_str rest = ps_str_slice(text, 0, at);
    for (;;) {
        size_t found = ps_str_find(rest, mark);
        if (found == SIZE_MAX) {
            return count;
        }
        count++;
        rest = ps_str_slice(rest, found + mark.len, rest.len);
    }
}

/* The number of the innermost clause around that has one. */
static ps_str clause_number(const ps_judging *j, uint32_t clause)
{
    while (clause != PS_NO_CLAUSE && !j->m.segments.clauses[clause].number.len) {
        clause = j->m.segments.clauses[clause].parent;
    }
    if (clause == PS_NO_CLAUSE) {
        return PS_NO_STR;
    }
    ps_str number = ps_str_trim(j->m.segments.clauses[clause].number);
    return ps_str_ends(number, PS_STR(".")) ? ps_str_slice(number, 0, number.len - 1) : number;
}

/* "clause 8.2, paragraph 12", or a line where the text has no paragraphs; absent in a text of the
 * record itself. @return 0: no memory. */
static int tell_place(ps_judging *j, const ps_judged_text *text, uint32_t clause, size_t at,
                      ps_str *ret_place)
{
    *ret_place = PS_NO_STR;
    if (text->text->role == PS_ATTACHMENT_NONE) {
        return 1;
    }
    char digits[24];
    ps_str source = text->folded.source;
    int paragraphs = text->has_paragraphs;
    ps_buffer count = {.ptr = digits, .room = sizeof digits, .limit = sizeof digits};
    ps_buffer_add_uint(&count, count_to(source, at, paragraphs ? PS_STR("\n\n") : PS_STR("\n")));
    ps_str number = clause_number(j, clause);
    ps_str parts[] = {number.len ? PS_STR("clause ") : PS_STR(""), number,
                      number.len ? PS_STR(", ") : PS_STR(""),
                      paragraphs ? PS_STR("paragraph ") : PS_STR("line "), ps_buffer_str(&count)};
    *ret_place = ps_arena_concat(j->arena, parts, PS_COUNT(parts));
    return ret_place->ptr != NULL;
}

static int is_inside(ps_str text, size_t at)
{
    return at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80;
}

/* The part of `whole` of at most `most` bytes that shows `match`, which lies in it. */
static ps_span window(ps_str text, ps_span whole, ps_span match, size_t most)
{
    if (whole.end - whole.start <= most) {
        return whole;
    }
    size_t size = match.end - match.start;
    size_t lead = size < most ? (most - size) / 2 : 0;
    size_t start = match.start - whole.start > lead ? match.start - lead : whole.start;
    if (start + most > whole.end) {
        start = whole.end - most;
    }
    if (start > match.start) {
        start = match.start;
    }
    while (is_inside(text, start)) {
        start++;
    }
    size_t end = start + most < whole.end ? start + most : whole.end;
    while (end > start && is_inside(text, end)) {
        end--;
    }
    return (ps_span){start, end};
}

/* The words that lead the unit in, then "…", then the quote, which begins at *ret_at. */
static ps_str with_stem(ps_judging *j, const ps_unit *unit, ps_str quote, size_t *ret_at)
{
    const ps_unit *stem = &j->m.segments.units[unit->stem];
    ps_str source = j->m.texts[stem->text].folded.source;
    ps_str words = ps_str_slice(source, stem->source.start, stem->source.end);
    size_t most = j->m.limits->quote_bytes / 2;
    size_t cut = words.len > most ? words.len - most : 0;
    while (is_inside(words, cut)) {
        cut++;
    }
    ps_str parts[] = {ps_str_slice(words, cut, words.len), PS_STR(" … "),
                      ps_str_cut(quote, j->m.limits->quote_bytes - (words.len - cut) > 5
                                            ? j->m.limits->quote_bytes - (words.len - cut) - 5
                                            : 1)};
    *ret_at = parts[0].len + parts[1].len;
    return ps_arena_concat(j->arena, parts, 3);
}

/* The match as bytes of the quoted words, which show the source from `shown` on at `at`. */
static ps_span mark_in(ps_str words, size_t at, ps_span shown, ps_span match)
{
    size_t start = match.start > shown.start ? at + match.start - shown.start : at;
    size_t end = match.end > shown.start ? at + match.end - shown.start : at;
    end = end < words.len ? end : words.len;
    while (is_inside(words, end)) {
        end--; /* where the quote was cut */
    }
    int whole = start == 0 && end == words.len;
    return whole || start >= end ? (ps_span){0, 0} : (ps_span){start, end};
}

static ps_status quote(ps_judging *j, uint32_t index, ps_span match, ps_str entry, const char *role,
                       ps_evidence *ret)
{
    const ps_unit *unit = &j->m.segments.units[index];
    const ps_judged_text *text = &j->m.texts[unit->text];
    ps_str source = text->folded.source;
    ps_span shown = window(source, unit->source, match, j->m.limits->quote_bytes);
    ps_str words = ps_str_slice(source, shown.start, shown.end);
    size_t at = 0;
    if (unit->stem != PS_NO_UNIT) {
        words = with_stem(j, unit, words, &at);
        if (!words.ptr) {
            return ps_error_memory(j->reterr);
        }
    }
    *ret = (ps_evidence){.field = text->text->field,
                         .quote = words,
                         .entry = entry,
                         .role = ps_str_from(role),
                         .start = match.start,
                         .end = match.end,
                         .line = line_of(text, match.start),
                         .mark = mark_in(words, at, shown, match)};
    return tell_place(j, text, unit->clause, match.start, &ret->place) ? PS_OK
                                                                       : ps_error_memory(j->reterr);
}

ps_status ps_evidence_quote(ps_judging *j, const ps_match *match, const char *role,
                            ps_evidence *ret_evidence)
{
    const ps_unit *unit = &j->m.segments.units[match->unit];
    const ps_folded *folded = &j->m.texts[unit->text].folded;
    size_t start = match->start > match->prefix ? match->start - match->prefix : 0;
    ps_span place = {unit->folded.start + start, unit->folded.start + match->end - match->prefix};
    return quote(j, match->unit, ps_folded_source(folded, place), ps_pattern_of(j, match)->id, role,
                 ret_evidence);
}

ps_status ps_evidence_unit(ps_judging *j, uint32_t unit, ps_str entry, const char *role,
                           ps_evidence *ret_evidence)
{
    return quote(j, unit, j->m.segments.units[unit].source, entry, role, ret_evidence);
}

ps_status ps_evidence_roles(ps_judging *j, ps_evidence *ret_evidence)
{
    const ps_party_roles *roles = &j->m.roles;
    if (roles->source <= PS_PARTY_CONVENTION) {
        return PS_END;
    }
    const ps_judged_text *text = &j->m.texts[roles->text];
    ps_span place = ps_folded_source(&text->folded, roles->folded);
    ps_str source = text->folded.source;
    int by_name = roles->source == PS_PARTY_BY_NAME;
    *ret_evidence = (ps_evidence){
        .field = text->text->field,
        .quote = ps_str_cut(ps_str_slice(source, place.start, place.end), j->m.limits->quote_bytes),
        .entry = by_name ? PS_STR("party names of the record")
                         : j->m.policy->patterns[roles->pattern].id,
        .role = PS_STR("party"),
        .start = place.start,
        .end = place.end,
        .line = line_of(text, place.start)};
    return tell_place(j, text, PS_NO_CLAUSE, place.start, &ret_evidence->place)
               ? PS_OK
               : ps_error_memory(j->reterr);
}
