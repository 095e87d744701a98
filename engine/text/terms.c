/* Aho-Corasick, made to be built fast: the terms are sorted byte by byte while the states of the
 * trie are laid out level by level, so that the children of a state are neighbours and need no
 * pointers. The shallow states, where a scan spends nearly all its time, have full rows of
 * transitions; the deep ones have their few children and a fallback.
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/terms.h"

#include <string.h>

#include "base/checked.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "text/fold.h"

enum {
    ROOT = 0,
    /* Most bytes for full rows; they should stay in the cache of a core. */
    ROW_BYTES = 128 * 1024
};

/* A row holds the states gone to as places: of a state with a row, where its row begins; the others
 * follow behind the last row. REPORTS is added when the state, or a suffix of it, ends a term. */
#define REPORTS 0x80000000u
#define STATES_MAX (REPORTS - ROW_BYTES)

typedef struct state {
    uint32_t first;    /* its first child; they end at the next state's first */
    uint32_t fallback; /* the longest proper suffix that is a state */
    uint32_t report;   /* the longest suffix (or itself) that ends a term; ROOT: none */
    uint32_t own;      /* when it ends terms: place of the first in `order` */
} state;

struct ps_terms {
    state *states;        /* level by level, and one more for the end of the last one's children */
    unsigned char *label; /* the byte that leads to each state */
    uint32_t *order;      /* indices of the terms, sorted by text; equal texts are neighbours */
    unsigned char *last;  /* for each place in `order`, whether the next has another text */
    uint32_t *rows;       /* of the first `dense` states, the next place for each class */
    uint32_t count;
    uint32_t state_count;
    uint32_t dense;
    uint32_t classes;
    uint16_t class_of[256]; /* 0: in no term */
};

/* While building: the terms that begin with a state's bytes, as places in `order`. */
typedef struct range {
    uint32_t low;
    uint32_t high;
} range;

typedef struct builder {
    ps_terms *t;
    const ps_str *texts;
    range *level; /* of the states of a level … */
    range *below; /* … and of the next one; of either there are no more than terms */
    uint32_t *spare;
    uint16_t *keys;
} builder;

/* Terms that end at this depth come first. */
static inline uint16_t key_of(const builder *b, uint32_t place, size_t depth)
{
    ps_str text = b->texts[b->t->order[place]];
    return text.len == depth ? 0 : (uint16_t)((unsigned char)text.ptr[depth] + 1);
}

/* Terms that share `depth` bytes, sorted by the next one; those with the same stay in their order.
 */
static void sort_range(builder *b, range r, size_t depth)
{
    enum { FEW = 16, KEYS = 257 };
    uint32_t *order = b->t->order;
    int sorted = 1;
    for (uint32_t i = r.low; i < r.high; i++) {
        b->keys[i] = key_of(b, i, depth);
        sorted &= i == r.low || b->keys[i - 1] <= b->keys[i];
    }
    if (sorted) {
        return;
    }
    if (r.high - r.low <= FEW) {
        for (uint32_t i = r.low + 1; i < r.high; i++) {
            uint16_t key = b->keys[i];
            uint32_t term = order[i];
            uint32_t k = i;
            for (; k > r.low && b->keys[k - 1] > key; k--) {
                b->keys[k] = b->keys[k - 1];
                order[k] = order[k - 1];
            }
            b->keys[k] = key;
            order[k] = term;
        }
        return;
    }
    uint32_t next[KEYS + 1] = {0};
    for (uint32_t i = r.low; i < r.high; i++) {
        next[b->keys[i] + 1]++;
    }
    for (int key = 0; key < KEYS; key++) {
        next[key + 1] += next[key];
    }
    memcpy(b->spare + r.low, order + r.low, (r.high - r.low) * sizeof *order);
    for (uint32_t i = r.low; i < r.high; i++) {
        order[r.low + next[b->keys[i]]++] = b->spare[i];
    }
    /* next[key] is now where the key ends. */
    for (uint32_t i = 0, key = 0; key < KEYS; key++) {
        for (; i < next[key]; i++) {
            b->keys[r.low + i] = (uint16_t)key;
        }
    }
}

/* One state: what ends here, and a child for every different byte. @return the children made. */
static uint32_t lay_out_state(builder *b, uint32_t index, uint32_t made, range r, size_t depth,
                              range *children)
{
    ps_terms *t = b->t;
    uint32_t count = 0;
    sort_range(b, r, depth);
    if (r.low < r.high && b->keys[r.low] == 0) {
        t->states[index].report = index;
        while (r.low < r.high && b->keys[r.low] == 0) {
            r.low++;
        }
        t->last[r.low - 1] = 1;
    }
    while (r.low < r.high) {
        uint32_t high = r.low + 1;
        while (high < r.high && b->keys[high] == b->keys[r.low]) {
            high++;
        }
        t->label[made + count] = (unsigned char)(b->keys[r.low] - 1);
        children[count++] = (range){r.low, high};
        r.low = high;
    }
    return count;
}

/* The same for the many states that only one term passes through. */
static inline uint32_t lay_out_lone(builder *b, uint32_t index, uint32_t made, range r,
                                    size_t depth, range *children)
{
    ps_terms *t = b->t;
    ps_str text = b->texts[t->order[r.low]];
    if (text.len == depth) {
        t->states[index].report = index;
        t->last[r.low] = 1;
        return 0;
    }
    t->label[made] = (unsigned char)text.ptr[depth];
    *children = r;
    return 1;
}

/* Lay out the states level by level. Only what ends no term has report ROOT afterwards. */
static void build_trie(builder *b)
{
    ps_terms *t = b->t;
    uint32_t index = 0;
    uint32_t made = 1;
    b->level[0] = (range){0, t->count};
    for (size_t depth = 0; index < made; depth++) {
        uint32_t first = index;
        uint32_t end = made;
        for (; index < end; index++) {
            range r = b->level[index - first];
            range *children = b->below + (made - end);
            t->states[index] = (state){.first = made, .own = r.low};
            made += r.high - r.low == 1 ? lay_out_lone(b, index, made, r, depth, children)
                                        : lay_out_state(b, index, made, r, depth, children);
        }
        range *level = b->level;
        b->level = b->below;
        b->below = level;
    }
    t->state_count = made;
    t->states[made].first = made;
}

/* The child of a state by a byte, or ROOT. */
static inline uint32_t child_of(const ps_terms *t, uint32_t index, unsigned char byte)
{
    uint32_t end = t->states[index + 1].first;
    for (uint32_t child = t->states[index].first; child < end; child++) {
        if (t->label[child] == byte) {
            return child;
        }
    }
    return ROOT;
}

static inline uint32_t place_of(const ps_terms *t, uint32_t index)
{
    uint32_t place =
        index < t->dense ? index * t->classes : t->dense * t->classes + (index - t->dense);
    return t->states[index].report != ROOT ? place | REPORTS : place;
}

static uint32_t state_at(const ps_terms *t, uint32_t place)
{
    uint32_t rows_end = t->dense * t->classes;
    place &= ~REPORTS;
    return place < rows_end ? place / t->classes : place - rows_end + t->dense;
}

/* The next place from a state without a row. */
static uint32_t leave_sparse(const ps_terms *t, uint32_t index, unsigned char byte)
{
    while (index >= t->dense) {
        uint32_t child = child_of(t, index, byte);
        if (child != ROOT) {
            return place_of(t, child);
        }
        index = t->states[index].fallback;
    }
    return t->rows[index * t->classes + t->class_of[byte]];
}

/* The same from any state to a state. */
static inline uint32_t next_state(const ps_terms *t, uint32_t index, unsigned char byte)
{
    while (index >= t->dense) {
        uint32_t child = child_of(t, index, byte);
        if (child != ROOT) {
            return child;
        }
        index = t->states[index].fallback;
    }
    return state_at(t, t->rows[index * t->classes + t->class_of[byte]]);
}

static void set_classes(ps_terms *t)
{
    unsigned char seen[256] = {0};
    for (uint32_t index = 1; index < t->state_count; index++) {
        seen[t->label[index]] = 1;
    }
    t->classes = 1;
    for (int byte = 0; byte < 256; byte++) {
        if (seen[byte]) {
            t->class_of[byte] = (uint16_t)t->classes++;
        }
    }
}

/* Level by level, so that shallower states, and their rows, are complete already. */
static void link_states(ps_terms *t)
{
    for (uint32_t index = 0; index < t->state_count; index++) {
        uint32_t fallback = t->states[index].fallback;
        uint32_t end = t->states[index + 1].first;
        for (uint32_t child = t->states[index].first; child < end; child++) {
            state *s = &t->states[child];
            s->fallback = index == ROOT ? ROOT : next_state(t, fallback, t->label[child]);
            if (s->report == ROOT) {
                s->report = t->states[s->fallback].report;
            }
        }
        if (index < t->dense) {
            uint32_t *row = t->rows + (size_t)index * t->classes;
            if (index != ROOT) {
                memcpy(row, t->rows + (size_t)fallback * t->classes, t->classes * sizeof *row);
            }
            for (uint32_t child = t->states[index].first; child < end; child++) {
                row[t->class_of[t->label[child]]] = place_of(t, child);
            }
        }
    }
}

/* The trie needs no more states than the terms have bytes; most share some. */
static ps_status allocate(builder *b, ps_arena *arena, ps_arena *scratch, size_t bytes,
                          ps_error *reterr)
{
    ps_terms *t = b->t;
    size_t terms = t->count ? t->count : 1;
    t->order = ps_arena_array(arena, terms, sizeof *t->order);
    t->last = ps_arena_alloc(arena, terms);
    t->states = ps_arena_bytes(scratch, (bytes + 2) * sizeof *t->states);
    t->label = ps_arena_bytes(scratch, bytes + 1);
    b->level = ps_arena_bytes(scratch, terms * sizeof *b->level);
    b->below = ps_arena_bytes(scratch, terms * sizeof *b->below);
    b->spare = ps_arena_bytes(scratch, terms * sizeof *b->spare);
    b->keys = ps_arena_bytes(scratch, terms * sizeof *b->keys);
    return t->order && t->last && t->states && t->label && b->level && b->below && b->spare &&
                   b->keys
               ? PS_OK
               : ps_error_memory(reterr);
}

/* Only now it is known how many states there are. */
static ps_status keep_states(ps_terms *t, ps_arena *arena, ps_error *reterr)
{
    size_t states_size = ((size_t)t->state_count + 1) * sizeof *t->states;
    state *states = ps_arena_bytes(arena, states_size);
    unsigned char *label = ps_arena_bytes(arena, t->state_count);
    if (!states || !label) {
        return ps_error_memory(reterr);
    }
    t->states = memcpy(states, t->states, states_size);
    t->label = memcpy(label, t->label, t->state_count);
    return PS_OK;
}

static ps_status build(builder *b, ps_arena *arena, ps_arena *scratch, size_t bytes,
                       ps_error *reterr)
{
    ps_terms *t = b->t;
    ps_status status = allocate(b, arena, scratch, bytes, reterr);
    if (status != PS_OK) {
        return status;
    }
    for (uint32_t i = 0; i < t->count; i++) {
        t->order[i] = i;
    }
    build_trie(b);
    status = keep_states(t, arena, reterr);
    if (status != PS_OK) {
        return status;
    }
    set_classes(t);
    t->dense = (uint32_t)(ROW_BYTES / sizeof *t->rows) / t->classes;
    t->dense = t->dense < t->state_count ? t->dense : t->state_count;
    t->rows = ps_arena_array(arena, (size_t)t->dense * t->classes, sizeof *t->rows);
    if (!t->rows) {
        return ps_error_memory(reterr);
    }
    link_states(t);
    return PS_OK;
}

ps_status ps_terms_new(const ps_str *texts, size_t count, ps_arena *arena, ps_terms **ret_terms,
                       ps_error *reterr)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        if (texts[i].len == 0) {
            return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT, "term %zu is empty", i);
        }
        /* That bounds the count too. */
        if (!PS_ADD(bytes, texts[i].len, &bytes) || bytes >= STATES_MAX) {
            return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT, "too many terms");
        }
    }
    ps_terms *t = ps_arena_alloc(arena, sizeof *t);
    if (!t) {
        return ps_error_memory(reterr);
    }
    t->count = (uint32_t)count;
    builder b = {.t = t, .texts = texts};
    ps_arena scratch;
    ps_arena_init(&scratch, 0);
    ps_status status = build(&b, arena, &scratch, bytes, reterr);
    ps_arena_done(&scratch);
    if (status == PS_OK) {
        *ret_terms = t;
    }
    return status;
}

/* The terms that end in the state itself. */
static inline int report_own(const ps_terms *t, uint32_t index, size_t end, ps_terms_fn found,
                             void *user)
{
    uint32_t at = t->states[index].own;
    do {
        if (found(user, t->order[at], end)) {
            return 1;
        }
    } while (!t->last[at++]);
    return 0;
}

/* All terms that end where a state was reached, the longest first. */
static int report(const ps_terms *t, uint32_t index, size_t end, ps_terms_fn found, void *user)
{
    const state *states = t->states;
    for (index = states[index].report; index != ROOT;
         index = states[states[index].fallback].report) {
        if (report_own(t, index, end, found, user)) {
            return 1;
        }
    }
    return 0;
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

int ps_terms_tell(const ps_terms *t, uint32_t mark, size_t end, ps_terms_fn found, void *user)
{
    return report_own(t, mark, end, found, user);
}

/* The bytes on the way to each state, the mark, are those on the way to its parent and one more. */
ps_status ps_terms_texts(const ps_terms *t, ps_arena *arena, ps_terms_text **ret_list,
                         size_t *ret_count, ps_error *reterr)
{
    size_t count = 0;
    ps_str *way = ps_arena_array(arena, t->state_count, sizeof *way);
    ps_terms_text *list = ps_arena_array(arena, (size_t)t->count + 1, sizeof *list);
    if (!way || !list) {
        return ps_error_memory(reterr);
    }
    for (uint32_t index = 0; index < t->state_count; index++) {
        uint32_t end = t->states[index + 1].first;
        for (uint32_t child = t->states[index].first; child < end; child++) {
            ps_str parts[] = {way[index], {(const char *)&t->label[child], 1}};
            way[child] = ps_arena_concat(arena, parts, PS_COUNT(parts));
            if (!way[child].ptr) {
                return ps_error_memory(reterr);
            }
        }
        if (index != ROOT && t->states[index].report == index) {
            list[count++] = (ps_terms_text){way[index], index};
        }
    }
    *ret_list = list;
    *ret_count = count;
    return PS_OK;
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
