/* Aho-Corasick, made to be built fast: the terms are sorted, and the states of the trie are laid
 * out level by level from the sorted list, so that the children of a state are neighbours and need
 * no pointers. The shallow states, where a scan spends nearly all its time, have full rows of
 * transitions; the deep ones have their few children and a fallback.
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/terms.h"

#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "base/error.h"
#include "base/str.h"
#include "text/fold.h"

enum {
    ROOT = 0,
    /* Most bytes for full rows; they should stay in the cache of a core. */
    ROW_BYTES = 512 * 1024
};

/* A row holds the states gone to as places: of a state with a row, where its row begins; the others
 * follow behind the last row. REPORTS is added when the state, or a suffix of it, ends a term. */
#define REPORTS 0x80000000u
#define STATES_MAX (REPORTS - ROW_BYTES)

typedef struct term {
    uint64_t head; /* the first eight bytes, to compare at once */
    ps_str text;
    uint32_t index;
} term;

struct ps_terms {
    uint32_t *first;      /* of each state, its first child; they end at the next state's first */
    uint32_t *fallback;   /* of each state, the longest proper suffix that is a state */
    uint32_t *report;     /* the longest suffix (or itself) that ends a term; ROOT: none */
    uint32_t *own;        /* of a state that ends terms: place of the first in `order` */
    uint32_t *order;      /* indices of the terms, sorted by text; equal texts are neighbours */
    uint32_t *rows;       /* of the first `dense` states, the next place for each class */
    unsigned char *label; /* the byte that leads to each state */
    unsigned char *last;  /* for each place in `order`, whether the next has another text */
    uint32_t count;
    uint32_t states;
    uint32_t dense;
    uint32_t classes;
    uint16_t class_of[256]; /* 0: in no term */
};

/* While building: the terms that begin with a state's bytes. */
typedef struct range {
    uint32_t low;
    uint32_t high;
} range;

static int compare_terms(const void *a, const void *b)
{
    const term *x = a;
    const term *y = b;
    if (x->head != y->head) {
        return x->head < y->head ? -1 : 1;
    }
    size_t common = x->text.len < y->text.len ? x->text.len : y->text.len;
    int order = common > 8 ? memcmp(x->text.ptr + 8, y->text.ptr + 8, common - 8) : 0;
    if (order != 0) {
        return order;
    }
    if (x->text.len != y->text.len) {
        return x->text.len < y->text.len ? -1 : 1;
    }
    return x->index < y->index ? -1 : 1;
}

static uint64_t head_of(ps_str text)
{
    uint64_t head = 0;
    for (size_t i = 0; i < 8; i++) {
        head = head << 8 | (i < text.len ? (unsigned char)text.ptr[i] : 0u);
    }
    return head;
}

static term *sort_terms(const ps_str *texts, uint32_t count)
{
    term *terms = malloc((count ? count : 1) * sizeof *terms);
    if (!terms) {
        return NULL;
    }
    for (uint32_t i = 0; i < count; i++) {
        terms[i] = (term){head_of(texts[i]), texts[i], i};
    }
    qsort(terms, count, sizeof *terms, compare_terms);
    return terms;
}

static size_t common_prefix(ps_str a, ps_str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    size_t at = 0;
    while (at < len && a.ptr[at] == b.ptr[at]) {
        at++;
    }
    return at;
}

/* A state for every different prefix. 0: too many. */
static uint32_t count_states(const term *terms, uint32_t count)
{
    size_t states = 1;
    for (uint32_t i = 0; i < count; i++) {
        size_t shared = i ? common_prefix(terms[i - 1].text, terms[i].text) : 0;
        if (!PS_ADD(states, terms[i].text.len - shared, &states) || states >= STATES_MAX) {
            return 0;
        }
    }
    return (uint32_t)states;
}

static int allocate(ps_terms *t)
{
    size_t states = t->states;
    size_t terms = t->count ? t->count : 1;
    t->first = malloc((states + 1) * sizeof *t->first);
    t->fallback = calloc(states, sizeof *t->fallback);
    t->report = calloc(states, sizeof *t->report);
    t->own = malloc(states * sizeof *t->own);
    t->label = calloc(states, 1);
    t->order = malloc(terms * sizeof *t->order);
    t->last = calloc(terms, 1);
    return t->first && t->fallback && t->report && t->own && t->label && t->order && t->last;
}

/* Lay out the states level by level. Only what ends no term has report ROOT afterwards. */
static void build_trie(ps_terms *t, const term *terms, range *ranges)
{
    uint32_t made = 1;
    uint32_t level_end = 1;
    size_t depth = 0;
    ranges[ROOT] = (range){0, t->count};
    for (uint32_t state = 0; state < t->states; state++) {
        if (state == level_end) {
            depth++;
            level_end = made;
        }
        range r = ranges[state];
        t->first[state] = made;
        if (r.low < r.high && terms[r.low].text.len == depth) {
            t->own[state] = r.low;
            t->report[state] = state;
            while (r.low < r.high && terms[r.low].text.len == depth) {
                r.low++;
            }
            t->last[r.low - 1] = 1;
        }
        while (r.low < r.high) {
            char byte = terms[r.low].text.ptr[depth];
            uint32_t high = r.low + 1;
            while (high < r.high && terms[high].text.ptr[depth] == byte) {
                high++;
            }
            t->label[made] = (unsigned char)byte;
            ranges[made++] = (range){r.low, high};
            r.low = high;
        }
    }
    t->first[t->states] = made;
}

/* The child of a state by a byte, or ROOT. */
static inline uint32_t child_of(const ps_terms *t, uint32_t state, unsigned char byte)
{
    uint32_t end = t->first[state + 1];
    for (uint32_t child = t->first[state]; child < end; child++) {
        if (t->label[child] == byte) {
            return child;
        }
    }
    return ROOT;
}

static inline uint32_t next_state(const ps_terms *t, uint32_t state, unsigned char byte)
{
    while (state >= t->dense) {
        uint32_t child = child_of(t, state, byte);
        if (child != ROOT) {
            return child;
        }
        state = t->fallback[state];
    }
    return t->rows[(size_t)state * t->classes + t->class_of[byte]];
}

static void set_classes(ps_terms *t)
{
    unsigned char seen[256] = {0};
    for (uint32_t state = 1; state < t->states; state++) {
        seen[t->label[state]] = 1;
    }
    t->classes = 1;
    for (int byte = 0; byte < 256; byte++) {
        if (seen[byte]) {
            t->class_of[byte] = (uint16_t)t->classes++;
        }
    }
}

static inline uint32_t place_of(const ps_terms *t, uint32_t state)
{
    uint32_t place =
        state < t->dense ? state * t->classes : t->dense * t->classes + (state - t->dense);
    return t->report[state] != ROOT ? place | REPORTS : place;
}

static uint32_t state_at(const ps_terms *t, uint32_t place)
{
    uint32_t rows_end = t->dense * t->classes;
    return place < rows_end ? place / t->classes : place - rows_end + t->dense;
}

/* Level by level, so that the fallbacks of shallower states, and their rows, are there already. */
static void link_states(ps_terms *t)
{
    for (uint32_t state = 0; state < t->states; state++) {
        uint32_t fallback = t->fallback[state];
        for (uint32_t child = t->first[state]; child < t->first[state + 1]; child++) {
            t->fallback[child] = state == ROOT ? ROOT : next_state(t, fallback, t->label[child]);
        }
        if (state != ROOT && t->report[state] == ROOT) {
            t->report[state] = t->report[fallback];
        }
        if (state < t->dense) {
            uint32_t *row = t->rows + (size_t)state * t->classes;
            if (state != ROOT) {
                memcpy(row, t->rows + (size_t)fallback * t->classes, t->classes * sizeof *row);
            }
            for (uint32_t child = t->first[state]; child < t->first[state + 1]; child++) {
                row[t->class_of[t->label[child]]] = child;
            }
        }
    }
    /* From states to places. */
    for (size_t i = 0; i < (size_t)t->dense * t->classes; i++) {
        t->rows[i] = place_of(t, t->rows[i]);
    }
}

static ps_status build(ps_terms *t, const ps_str *texts, ps_error *reterr)
{
    term *terms = sort_terms(texts, t->count);
    if (!terms) {
        return ps_error_memory(reterr);
    }
    ps_status status = PS_OK;
    range *ranges = NULL;
    t->states = count_states(terms, t->count);
    if (t->states == 0) {
        status = ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT, "too many terms");
        goto out;
    }
    ranges = malloc(t->states * sizeof *ranges);
    if (!ranges || !allocate(t)) {
        status = ps_error_memory(reterr);
        goto out;
    }
    for (uint32_t i = 0; i < t->count; i++) {
        t->order[i] = terms[i].index;
    }
    build_trie(t, terms, ranges);
    set_classes(t);
    t->dense = (uint32_t)(ROW_BYTES / sizeof *t->rows) / t->classes;
    t->dense = t->dense < t->states ? t->dense : t->states;
    t->rows = calloc((size_t)t->dense * t->classes, sizeof *t->rows);
    if (!t->rows) {
        status = ps_error_memory(reterr);
        goto out;
    }
    link_states(t);
out:
    free(ranges);
    free(terms);
    return status;
}

ps_status ps_terms_new(const ps_str *texts, size_t count, ps_terms **ret_terms, ps_error *reterr)
{
    if (count >= UINT32_MAX / sizeof(term)) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT, "too many terms");
    }
    for (size_t i = 0; i < count; i++) {
        if (texts[i].len == 0) {
            return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT, "term %zu is empty", i);
        }
    }
    PS_CLEANUP(ps_terms_freep) ps_terms *t = calloc(1, sizeof *t);
    if (!t) {
        return ps_error_memory(reterr);
    }
    t->count = (uint32_t)count;
    ps_status status = build(t, texts, reterr);
    if (status == PS_OK) {
        *ret_terms = PS_TAKE(t);
    }
    return status;
}

void ps_terms_free(ps_terms *t)
{
    if (!t) {
        return;
    }
    free(t->first);
    free(t->fallback);
    free(t->report);
    free(t->own);
    free(t->order);
    free(t->rows);
    free(t->label);
    free(t->last);
    free(t);
}

/* All terms that end where `state` was reached, the longest first. */
static int report(const ps_terms *t, uint32_t state, size_t end, ps_terms_fn found, void *user)
{
    for (state = t->report[state]; state != ROOT; state = t->report[t->fallback[state]]) {
        uint32_t at = t->own[state];
        do {
            if (found(user, t->order[at], end)) {
                return 1;
            }
        } while (!t->last[at++]);
    }
    return 0;
}

/* The next place from a state without a row. */
static uint32_t leave_sparse(const ps_terms *t, uint32_t state, unsigned char byte)
{
    while (state >= t->dense) {
        uint32_t child = child_of(t, state, byte);
        if (child != ROOT) {
            return place_of(t, child);
        }
        state = t->fallback[state];
    }
    return t->rows[state * t->classes + t->class_of[byte]];
}

void ps_terms_scan(const ps_terms *t, ps_str text, ps_terms_fn found, void *user)
{
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    const uint32_t *rows = t->rows;
    const uint32_t rows_end = t->dense * t->classes;
    uint32_t place = ROOT;
    for (size_t at = 0; at < text.len; at++) {
        if (place < rows_end) {
            place = rows[place + t->class_of[bytes[at]]];
        } else {
            place = leave_sparse(t, place - rows_end + t->dense, bytes[at]);
        }
        if (place & REPORTS) {
            place &= ~REPORTS;
            if (report(t, state_at(t, place), at + 1, found, user)) {
                return;
            }
        }
    }
}

/* Whether what follows is the plural of a word that ends here: "s" or "es" and then no word. */
static int is_plural(ps_str text, size_t end)
{
    uint32_t codepoint;
    for (size_t size = 1; size <= 2; size++) {
        ps_str ending = size == 1 ? PS_STR("s") : PS_STR("es");
        if (ps_str_starts(ps_str_slice(text, end, text.len), ending)) {
            size_t next = end + size;
            if (next == text.len) {
                return 1;
            }
            (void)ps_utf8_next(text, next, &codepoint);
            if (!ps_is_word_char(codepoint)) {
                return 1;
            }
        }
    }
    return 0;
}

int ps_terms_is_whole(ps_str text, size_t start, size_t end)
{
    uint32_t inside;
    uint32_t outside;
    if (start >= end) {
        return 0;
    }
    if (start > 0) {
        (void)ps_utf8_next(text, start, &inside);
        (void)ps_utf8_previous(text, start, &outside);
        if (ps_is_word_char(inside) && ps_is_word_char(outside)) {
            return 0;
        }
    }
    if (end < text.len) {
        (void)ps_utf8_previous(text, end, &inside);
        (void)ps_utf8_next(text, end, &outside);
        if (ps_is_word_char(inside) && ps_is_word_char(outside)) {
            return inside >= 'a' && inside <= 'z' && is_plural(text, end);
        }
    }
    return 1;
}
