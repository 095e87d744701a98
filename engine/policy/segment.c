/* Cuts a text into clauses and sentences.
 *
 * The walk goes over the source, which still has line ends, blanks between Chinese words and
 * capital letters; the results are mapped to the folded text, which is what patterns are matched
 * against. Cutting is tolerant: a sentence too much or too little costs a quote some words. What
 * must not happen is that a duty is parted from its subject, so the items of a list are given the
 * words that lead the list in. SPDX-License-Identifier: Apache-2.0 */
#include "policy/segment.h"

#include "base/cleanup.h"
#include "base/str.h"

enum {
    LISTS = 4,       /* lists inside lists */
    SHORT_LINE = 45, /* bytes: a line that was not broken because it was full */
    LONG = 3000,     /* bytes: sentences above are matched in pieces */
    PIECE_STEP = 2200,
    LIST_LEAST = 120 /* bytes: shorter sentences need no items */
};

typedef struct list_level {
    uint32_t stem;
    ps_marker last;
} list_level;

typedef struct cutter {
    ps_segments *out;
    ps_arena *arena;
    const ps_folded *folded;
    ps_str source;
    uint32_t text;
    uint32_t clause;
    list_level lists[LISTS];
    unsigned list_depth;
    size_t run; /* cursor of the offset map */
    int failed;
} cutter;

static void *grow(ps_arena *arena, void *items, uint32_t count, uint32_t *room, size_t size)
{
    if (count < *room) {
        return items;
    }
    uint32_t more = *room ? *room * 2 : 32;
    void *larger = more > *room ? ps_arena_array(arena, more, size) : NULL;
    if (larger && count) {
        memcpy(larger, items, count * size);
    }
    if (larger) {
        *room = more;
    }
    return larger;
}

static ps_unit *add_unit(cutter *c, ps_span source)
{
    ps_segments *s = c->out;
    ps_unit *units = grow(c->arena, s->units, s->unit_count, &s->unit_room, sizeof *units);
    if (!units) {
        c->failed = 1;
        return NULL;
    }
    s->units = units;
    ps_unit *unit = &units[s->unit_count++];
    *unit = (ps_unit){.source = source, .text = c->text, .clause = c->clause, .stem = PS_NO_UNIT};
    return unit;
}

static void open_clause(cutter *c, size_t at, unsigned level, ps_str number)
{
    ps_segments *s = c->out;
    ps_clause *clauses =
        grow(c->arena, s->clauses, s->clause_count, &s->clause_room, sizeof *clauses);
    if (!clauses) {
        c->failed = 1;
        return;
    }
    s->clauses = clauses;
    uint32_t parent = c->clause;
    while (parent != PS_NO_CLAUSE && clauses[parent].level >= level) {
        parent = clauses[parent].parent;
    }
    c->clause = s->clause_count++;
    clauses[c->clause] = (ps_clause){
        .source = {at, at}, .parent = parent, .text = c->text, .level = level, .number = number};
}

static uint32_t char_before(ps_str source, size_t at)
{
    uint32_t c = 0;
    if (at > 0) {
        (void)ps_utf8_previous(source, at, &c);
    }
    return c;
}

/* Offset behind the last character before `at` that is not white space. */
static size_t trim_end(ps_str source, size_t from, size_t at)
{
    while (at > from) {
        uint32_t c = 0;
        size_t len = ps_utf8_previous(source, at, &c);
        if (!ps_char_is_blank(c) && !ps_char_is_newline(c)) {
            break;
        }
        at -= len;
    }
    return at;
}

/* Letters beside those that fill blanks in forms. */
static int has_letters(ps_str source, ps_span span)
{
    size_t letters = 0;
    for (size_t i = span.start; i < span.end && letters < 2;) {
        uint32_t c;
        i += ps_utf8_next(source, i, &c);
        letters += ps_char_is_cjk(c) || (c < 0x80 && ps_is_alpha((char)c) && c != 'x' && c != 'X');
    }
    return letters >= 2;
}

static void give_body(cutter *c)
{
    for (uint32_t i = c->clause; i != PS_NO_CLAUSE; i = c->out->clauses[i].parent) {
        c->out->clauses[i].has_body = 1;
    }
}

/* The words of items lie between those that lead in: "shall (a) keep …, (b) not disclose …". */
static void add_inline_items(cutter *c, uint32_t whole)
{
    ps_span span = c->out->units[whole].source;
    ps_marker last = {.kind = PS_MARKER_NONE};
    size_t item = 0;
    uint32_t stem = PS_NO_UNIT;
    for (size_t i = span.start; i < span.end && !c->failed;) {
        uint32_t cp;
        size_t len = ps_utf8_next(c->source, i, &cp);
        int candidate =
            (cp == '(' || cp == 0xFF08 || (cp >= 0x2460 && cp <= 0x2473)) &&
            !(i > 0 && (ps_is_digit(c->source.ptr[i - 1]) || ps_is_alpha(c->source.ptr[i - 1])));
        ps_marker m = candidate ? ps_marker_read(c->source, i, 0) : (ps_marker){0};
        int first = last.kind == PS_MARKER_NONE && (m.value == 1 || m.roman == 1);
        int goes_on = last.kind != PS_MARKER_NONE && ps_marker_follows(&last, &m);
        if (m.kind != PS_MARKER_PAREN || !(first || goes_on)) {
            i += len;
            continue;
        }
        if (first) {
            ps_unit *unit = add_unit(c, (ps_span){span.start, trim_end(c->source, span.start, i)});
            if (!unit) {
                return;
            }
            unit->is_part = unit->skipped = 1;
            unit->stem = c->out->units[whole].stem;
            stem = c->out->unit_count - 1;
        } else if (add_unit(c, (ps_span){item, trim_end(c->source, item, i)})) {
            c->out->units[c->out->unit_count - 1].is_part = 1;
            c->out->units[c->out->unit_count - 1].stem = stem;
        }
        item = i;
        last = m;
        i = m.end;
    }
    if (stem != PS_NO_UNIT && add_unit(c, (ps_span){item, span.end})) {
        c->out->units[c->out->unit_count - 1].is_part = 1;
        c->out->units[c->out->unit_count - 1].stem = stem;
    }
}

static void add_pieces(cutter *c, uint32_t whole)
{
    ps_span span = c->out->units[whole].source;
    uint32_t stem = c->out->units[whole].stem;
    for (size_t at = span.start; at < span.end && !c->failed;) {
        size_t end = at + LONG < span.end ? at + LONG : span.end;
        while (end < span.end && ((unsigned char)c->source.ptr[end] & 0xC0) == 0x80) {
            end++;
        }
        ps_unit *unit = add_unit(c, (ps_span){at, end});
        if (!unit || end == span.end) {
            if (unit) {
                unit->is_part = 1;
                unit->stem = stem;
            }
            return;
        }
        unit->is_part = 1;
        unit->stem = stem;
        at += PIECE_STEP;
        while (((unsigned char)c->source.ptr[at] & 0xC0) == 0x80) {
            at++;
        }
    }
}

/* `body` is where the words behind a heading in the same line begin, else `start`. @return the
 * unit's index, or PS_NO_UNIT. */
static uint32_t add_sentence(cutter *c, size_t start, size_t body, size_t end, uint32_t stem)
{
    end = trim_end(c->source, start, end);
    uint32_t index = c->out->unit_count;
    if (end <= start || !add_unit(c, (ps_span){start, end})) {
        return PS_NO_UNIT;
    }
    c->out->units[index].stem = stem;
    c->out->units[index].end = index + 1;
    if (has_letters(c->source, (ps_span){body, end})) {
        give_body(c);
    }
    if (end - start > LONG) {
        add_pieces(c, index);
        if (!c->failed) {
            c->out->units[index].skipped = 1;
        }
    } else if (end - start > LIST_LEAST) {
        add_inline_items(c, index);
    }
    if (!c->failed) {
        c->out->units[index].extras = c->out->unit_count - index - 1;
        c->out->units[index].end = c->out->unit_count;
    }
    /* Those that lead this one in reach up to here. */
    for (uint32_t s = stem; s != PS_NO_UNIT; s = c->out->units[s].stem) {
        c->out->units[s].end = c->out->unit_count;
    }
    c->out->clauses[c->clause].source.end = end;
    return index;
}

/* Behind the quotes and brackets that close a sentence. */
static size_t skip_closers(ps_str source, size_t at)
{
    while (at < source.len) {
        uint32_t c;
        size_t len = ps_utf8_next(source, at, &c);
        if (c != '"' && c != '\'' && c != ')' && c != 0x201D && c != 0x2019 && c != 0x300D &&
            c != 0x300F && c != 0xFF09) {
            break;
        }
        at += len;
    }
    return at;
}

static int is_abbreviation(ps_str word)
{
    static const char *const words[] = {"no", "nos",    "art",  "arts", "sec", "inc", "ltd",
                                        "co", "corp",   "mr",   "mrs",  "ms",  "dr",  "st",
                                        "vs", "approx", "dept", "fig",  "cf",  "vol", "para",
                                        "cl", "exh",    "ex",   "jr",   "sr",  "e.g", "i.e"};
    for (size_t i = 0; i < PS_COUNT(words); i++) {
        if (ps_str_equal_ascii_case(word, ps_str_from(words[i]))) {
            return 1;
        }
    }
    /* Initials and the like: "J.", "U.S." */
    return word.len == 1 || (word.len >= 3 && word.ptr[word.len - 2] == '.');
}

/* Whether the full stop at `at` ends a sentence. */
static int is_full_stop(ps_str source, size_t from, size_t at)
{
    size_t after = skip_closers(source, at + 1);
    size_t next = ps_skip_white(source, after, 1);
    uint32_t follows = ps_char_at(source, next, NULL);
    if (next >= source.len) {
        return 1;
    }
    if (next == after) {
        return ps_char_is_cjk(follows) && ps_char_is_cjk(char_before(source, at));
    }
    size_t start = at;
    while (start > from &&
           (ps_is_alpha(source.ptr[start - 1]) || (source.ptr[start - 1] == '.' && start < at))) {
        start--;
    }
    if (start < at && is_abbreviation(ps_str_slice(source, start, at))) {
        return 0;
    }
    return !ps_char_is_lower(follows);
}

/* What stands at a colon's or semicolon's other side: a marker that goes on with a list. */
static int list_goes_on(const cutter *c, size_t at, size_t *ret_next)
{
    int line_start = 0;
    size_t blanks = ps_skip_white(c->source, at, 0);
    size_t next = ps_skip_white(c->source, at, 1);
    line_start = next > blanks;
    static const char *const words[] = {"and ", "or ", "及", "以及", "和", "或"};
    for (size_t i = 0; i < PS_COUNT(words); i++) {
        if (ps_str_starts(ps_str_slice(c->source, next, c->source.len), ps_str_from(words[i]))) {
            next = ps_skip_white(c->source, next + strlen(words[i]), 1);
            break;
        }
    }
    ps_marker m = ps_marker_read(c->source, next, line_start);
    *ret_next = next;
    if (m.kind == PS_MARKER_NONE) {
        return 0;
    }
    for (unsigned i = c->list_depth; i > 0; i--) {
        if (ps_marker_follows(&c->lists[i - 1].last, &m)) {
            return 1;
        }
    }
    return 0;
}

static int starts_list(const cutter *c, size_t at)
{
    size_t blanks = ps_skip_white(c->source, at, 0);
    size_t next = ps_skip_white(c->source, at, 1);
    ps_marker m = ps_marker_read(c->source, next, next > blanks);
    return m.kind != PS_MARKER_NONE && m.kind != PS_MARKER_CHAPTER &&
           (m.value == 1 || m.roman == 1 || m.kind == PS_MARKER_BULLET);
}

/* Whether the sentence ends at the line end at `at`. */
static int line_breaks(const cutter *c, size_t line, size_t at, size_t next)
{
    size_t newlines = 0;
    if (ps_str_find(ps_str_slice(c->source, at, next), PS_STR("\xe2\x80\xa9")) != SIZE_MAX) {
        return 1; /* U+2029 ends a paragraph for certain: a block of HTML ends there */
    }
    for (size_t i = at; i < next; i++) {
        newlines +=
            c->source.ptr[i] == '\n' ||
            (c->source.ptr[i] == '\r' && c->source.ptr[i + 1 < c->source.len ? i + 1 : i] != '\n');
    }
    uint32_t follows = ps_char_at(c->source, next, NULL);
    uint32_t before = char_before(c->source, trim_end(c->source, line, at));
    if (next >= c->source.len || ps_marker_read(c->source, next, 1).kind != PS_MARKER_NONE) {
        return 1;
    }
    if (before == '.' || before == ';' || before == ':' || before == 0x3002 || before == 0xFF1A ||
        before == 0xFF1B || before == 0xFF01) {
        return 1;
    }
    if (ps_char_is_lower(follows) || before == ',' || before == 0xFF0C || before == 0x3001 ||
        before == '-' || before == '(') {
        return 0;
    }
    int digit = (follows >= '0' && follows <= '9') || follows == '%';
    return newlines > 1 || (at - line < SHORT_LINE && !digit);
}

typedef enum stop_reason { WHY_END, WHY_LIST } stop_reason;

typedef struct sentence_stop {
    size_t end;
    size_t next;
    stop_reason why;
    int line_start;
} sentence_stop;

static sentence_stop stop_at(const cutter *c, size_t end, size_t next, stop_reason why)
{
    size_t white = ps_skip_white(c->source, next, 1);
    size_t line = end;
    while (line < white && !ps_char_is_newline(ps_char_at(c->source, line, NULL))) {
        uint32_t cp;
        line += ps_utf8_next(c->source, line, &cp);
    }
    return (sentence_stop){end, white, why, line < white};
}

static sentence_stop find_stop(const cutter *c, size_t from)
{
    ps_str source = c->source;
    size_t line = from;
    for (size_t i = from; i < source.len;) {
        uint32_t cp;
        size_t len = ps_utf8_next(source, i, &cp);
        size_t next = i + len;
        size_t after;
        if (cp > 0x80 || !ps_is_alpha((char)cp)) {
            if (ps_char_is_newline(cp)) {
                next = ps_skip_white(source, i, 1);
                if (line_breaks(c, line, i, next)) {
                    int list = ps_leads_in(source, i) && starts_list(c, i);
                    return stop_at(c, i, i, list ? WHY_LIST : WHY_END);
                }
                line = next;
            } else if (cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == '!' || cp == '?' ||
                       cp == 0xFF61) {
                next = skip_closers(source, next);
                return stop_at(c, next, next, WHY_END);
            } else if ((cp == '.' || cp == 0xFF0E) && is_full_stop(source, from, i)) {
                next = skip_closers(source, next);
                return stop_at(c, next, next, WHY_END);
            } else if (cp == ';' || cp == 0xFF1B || cp == ',' || cp == 0xFF0C) {
                int cjk = cp == 0xFF1B || (cp == ';' && ps_char_is_cjk(char_before(source, i)));
                if (cjk || (c->list_depth && list_goes_on(c, next, &after))) {
                    size_t to = cjk ? next : after;
                    return stop_at(c, next, to, WHY_END);
                }
            } else if ((cp == ':' || cp == 0xFF1A) && starts_list(c, next)) {
                return stop_at(c, next, next, WHY_LIST);
            }
        }
        i = next;
    }
    return (sentence_stop){source.len, source.len, WHY_END, 1};
}

/* The list that the marker goes on with becomes the innermost. @return its stem, or PS_NO_UNIT. */
static uint32_t take_list(cutter *c, const ps_marker *m)
{
    for (unsigned i = c->list_depth; i > 0; i--) {
        if (ps_marker_follows(&c->lists[i - 1].last, m)) {
            c->list_depth = i;
            c->lists[i - 1].last = *m;
            return c->lists[i - 1].stem;
        }
    }
    return PS_NO_UNIT;
}

/* A heading at `at`; gives the offset behind it, `at` when there is none. */
static size_t take_heading(cutter *c, size_t at, int numbered)
{
    size_t end = ps_heading_end(c->source, at, numbered);
    if (end == at || c->failed) {
        return at;
    }
    ps_unit *unit = add_unit(c, (ps_span){at, trim_end(c->source, at, end)});
    if (!unit) {
        return at;
    }
    unit->is_heading = 1;
    unit->end = c->out->unit_count;
    c->out->clauses[c->clause].has_heading = 1;
    c->out->clauses[c->clause].source.end = unit->source.end;
    uint32_t stop = ps_char_at(c->source, end, NULL);
    if (stop == '.' || stop == ':' || stop == 0xFF1A) {
        end += stop == 0xFF1A ? 3 : 1;
    }
    return end;
}

static void cut(cutter *c, uint32_t under)
{
    enum { LEVEL_TITLE = 2, LEVEL_UNDER = 1 };
    size_t at = ps_skip_white(c->source, 0, 1);
    int line_start = 1;
    c->clause = under;
    if (under == PS_NO_CLAUSE) {
        open_clause(c, at, 0, PS_NO_STR);
    } else {
        c->out->clauses[under].level = LEVEL_UNDER;
    }
    while (at < c->source.len && !c->failed) {
        ps_marker m = ps_marker_read(c->source, at, line_start);
        uint32_t stem = m.kind != PS_MARKER_NONE ? take_list(c, &m) : PS_NO_UNIT;
        size_t body = at;
        if (stem == PS_NO_UNIT && (m.kind == PS_MARKER_CHAPTER || m.kind == PS_MARKER_NUMBER)) {
            c->list_depth = 0;
            open_clause(c, at, m.level, ps_str_slice(c->source, at, m.end));
            body = c->failed ? at : take_heading(c, m.end, 1);
            if (body == m.end) {
                body = at;
            }
        } else if (m.kind == PS_MARKER_NONE && line_start &&
                   ps_heading_end(c->source, at, 0) > at) {
            c->list_depth = 0;
            open_clause(c, at, LEVEL_TITLE, PS_NO_STR);
            body = c->failed ? at : take_heading(c, at, 0);
        }
        if (body > at) {
            size_t blanks = ps_skip_white(c->source, body, 0);
            body = ps_skip_white(c->source, body, 1);
            if (body > blanks || body >= c->source.len) {
                at = body;
                line_start = 1;
                continue;
            }
            /* The heading stands in the line: "Confidentiality: none" must stay together. */
        }
        size_t from = body > at ? body : m.kind != PS_MARKER_NONE ? m.end : at;
        sentence_stop s = find_stop(c, from < c->source.len ? from : at);
        uint32_t unit = add_sentence(c, at, body, s.end, stem);
        if (s.why == WHY_LIST && unit != PS_NO_UNIT && c->list_depth < LISTS) {
            c->lists[c->list_depth++] = (list_level){unit, {.kind = PS_MARKER_NONE}};
        }
        at = s.next > at ? s.next : c->source.len;
        line_start = s.line_start;
    }
}

/* The folded offset of a source offset; offsets are asked for in about rising order. */
static size_t to_folded(cutter *c, size_t source)
{
    const ps_folded *f = c->folded;
    while (c->run > 0 && f->runs[c->run - 1].source > source) {
        c->run--;
    }
    while (c->run < f->run_count && f->runs[c->run].source <= source) {
        c->run++;
    }
    ps_fold_run from = c->run ? f->runs[c->run - 1] : (ps_fold_run){0, 0};
    size_t folded = from.folded + (source - from.source);
    size_t most = c->run < f->run_count ? f->runs[c->run].folded : f->text.len;
    folded = folded < most ? folded : most;
    while (folded < f->text.len && folded > 0 &&
           ((unsigned char)f->text.ptr[folded] & 0xC0) == 0x80) {
        folded--;
    }
    return folded;
}

static void map_units(cutter *c, uint32_t first)
{
    for (uint32_t i = first; i < c->out->unit_count; i++) {
        ps_unit *unit = &c->out->units[i];
        unit->folded.start = to_folded(c, unit->source.start);
        unit->folded.end = to_folded(c, unit->source.end);
        if (unit->folded.end < unit->folded.start) {
            unit->folded.end = unit->folded.start;
        }
    }
}

int ps_segment_text(ps_segments *segments, ps_arena *arena, const ps_folded *folded, uint32_t text,
                    uint32_t under)
{
    cutter c = {
        .out = segments, .arena = arena, .folded = folded, .source = folded->source, .text = text};
    uint32_t first = segments->unit_count;
    cut(&c, under);
    map_units(&c, first);
    return !c.failed;
}

uint32_t ps_segment_heading(ps_segments *segments, ps_arena *arena, const ps_folded *folded,
                            uint32_t text)
{
    cutter c = {.out = segments,
                .arena = arena,
                .folded = folded,
                .source = folded->source,
                .text = text,
                .clause = PS_NO_CLAUSE};
    uint32_t first = segments->unit_count;
    open_clause(&c, 0, 1, PS_NO_STR);
    ps_unit *unit = c.failed ? NULL : add_unit(&c, (ps_span){0, folded->source.len});
    if (!unit) {
        return PS_NO_CLAUSE;
    }
    unit->is_heading = 1;
    unit->end = segments->unit_count;
    segments->clauses[c.clause].has_heading = 1;
    segments->clauses[c.clause].source.end = folded->source.len;
    map_units(&c, first);
    return c.clause;
}

uint32_t ps_segment_find(const ps_segments *segments, uint32_t text, size_t folded_offset)
{
    /* The last sentence that begins at or before the offset: texts come one after the other, and
     * the parts of a sentence, which begin later, stand behind it. */
    uint32_t low = 0;
    uint32_t high = segments->unit_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const ps_unit *unit = &segments->units[middle];
        if (unit->text < text || (unit->text == text && unit->folded.start <= folded_offset)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    while (low > 0 && segments->units[low - 1].is_part) {
        low--;
    }
    if (low == 0) {
        return PS_NO_UNIT;
    }
    const ps_unit *unit = &segments->units[low - 1];
    return unit->text == text && unit->folded.start <= folded_offset &&
                   folded_offset < unit->folded.end
               ? low - 1
               : PS_NO_UNIT;
}
