/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/known.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

/* Bounds of what is kept; a document that is written for it learns no more. A tag among very many
 * is not looked for. */
enum {
    BYTES_MOST = 1 << 20,
    INSIDE_MOST = 48,
    VALUES_MOST = 64,
    HEADS_MOST = 8,
    HEAD_BYTES = 1024
};

struct ps_known {
    ps_arena arena;
    xmlDictPtr names; /* NULL: nothing is known */
    ps_known_tag top;
    ps_str heads[HEADS_MOST];
    size_t head_count;
};

ps_known *ps_known_new(void)
{
    ps_known *known = calloc(1, sizeof *known);
    if (known) {
        ps_arena_init(&known->arena, BYTES_MOST);
    }
    return known;
}

static void forget(ps_known *known)
{
    xmlDictFree(known->names);
    known->names = NULL;
    known->top = (ps_known_tag){.local = ""};
    known->head_count = 0;
    ps_arena_reset(&known->arena);
}

void ps_known_free(ps_known *known)
{
    if (known) {
        forget(known);
        ps_arena_done(&known->arena);
        free(known);
    }
}

void ps_known_begin(ps_known *known, xmlDictPtr names)
{
    if (known->names != names) {
        forget(known);
        known->names = xmlDictReference(names) == 0 ? names : NULL;
    }
}

ps_known_tag *ps_known_top(ps_known *known)
{
    return &known->top;
}

/* ---- characters ---- */

/* What libxml2 hands on as it is, in texts and in values, and what needs a closer look. */
enum { PLAIN, TAB, LINE_END, RETURN, MARK, BRACKET, HIGH, OTHER };

static const unsigned char
    classes[256] =
        {
            ['\0'] = OTHER, OTHER,  OTHER,          OTHER,        OTHER,           OTHER,
            OTHER,          OTHER,  ['\b'] = OTHER, TAB,          LINE_END,        OTHER,
            OTHER,          RETURN, OTHER,          OTHER,        [0x10] = OTHER,  OTHER,
            OTHER,          OTHER,  OTHER,          OTHER,        OTHER,           OTHER,
            [0x18] = OTHER, OTHER,  OTHER,          OTHER,        OTHER,           OTHER,
            OTHER,          OTHER,  ['&'] = OTHER,  ['<'] = MARK, [']'] = BRACKET, [0xEF] = HIGH,
};

/* The bytes from `p` on begin with U+FFFE or U+FFFF, which are no characters, or may do. */
static int may_be_no_character(const char *p, const char *end)
{
    return end - p < 3 || ((unsigned char)p[1] == 0xBF && (unsigned char)p[2] >= 0xBE);
}

/* The first byte that needs a closer look, or `end`. */
static inline const char *skip_plain(const char *p, const char *end)
{
#ifdef __SSE2__
    for (; end - p >= 16; p += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i met = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1F)), v);
        met = _mm_or_si128(met, _mm_cmpeq_epi8(v, _mm_set1_epi8('<')));
        met = _mm_or_si128(met, _mm_cmpeq_epi8(v, _mm_set1_epi8('&')));
        met = _mm_or_si128(met, _mm_cmpeq_epi8(v, _mm_set1_epi8(']')));
        met = _mm_or_si128(met, _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xEF)));
        unsigned mask = (unsigned)_mm_movemask_epi8(met);
        if (mask) {
            return p + __builtin_ctz(mask);
        }
    }
#endif
    while (p < end && classes[(unsigned char)*p] == PLAIN) {
        p++;
    }
    return p;
}

int ps_known_read_text(ps_str text, ps_known_text *ret_text)
{
    const char *end = text.ptr + text.len;
    const char *p = text.ptr;
    uint64_t line_ends = 0;
    int has_returns = 0;
    for (;; p++) {
        p = skip_plain(p, end);
        if (p == end) {
            return 0;
        }
        switch (classes[(unsigned char)*p]) {
        case LINE_END:
            line_ends++;
            break;
        case MARK:
            *ret_text = (ps_known_text){(size_t)(p - text.ptr), line_ends, has_returns};
            return 1;
        case RETURN:
            if (end - p < 2 || p[1] != '\n') {
                return 0; /* it becomes a line end */
            }
            has_returns = 1;
            break;
        case BRACKET:
            if (end - p < 3 || (p[1] == ']' && p[2] == '>')) {
                return 0;
            }
            break;
        case HIGH:
            if (may_be_no_character(p, end)) {
                return 0;
            }
            break;
        case TAB:
            break;
        default:
            return 0;
        }
    }
}

/* The end of an attribute's value that libxml2 would hand on unchanged; NULL: it might not. */
static const char *end_of_value(const char *p, const char *end, char quote)
{
    for (; p < end && *p != quote; p++) {
        unsigned char class = classes[(unsigned char)*p];
        if (class != PLAIN && class != BRACKET && (class != HIGH || may_be_no_character(p, end))) {
            return NULL;
        }
    }
    return p < end ? p : NULL;
}

/* ---- finding ---- */

/* Tags are short, and mostly the expected one: cheaper than a call. */
static inline int are_equal(const char *a, const char *b, size_t size)
{
    uint64_t x;
    uint64_t y;
    size_t at = 0;
    for (; size - at >= sizeof x; at += sizeof x) {
        memcpy(&x, a + at, sizeof x);
        memcpy(&y, b + at, sizeof y);
        if (x != y) {
            return 0;
        }
    }
    for (; at < size; at++) {
        if (a[at] != b[at]) {
            return 0;
        }
    }
    return 1;
}

static inline int begins(const char *at, const char *end, ps_str with)
{
    return (size_t)(end - at) >= with.len && are_equal(at, with.ptr, with.len);
}

/* @param any_value  Whatever the values are, in a tag that is known to be well-formed.
 * @return the size of the tag; 0: this is another one. */
static inline size_t match(const ps_known_tag *tag, ps_str text, int any_value)
{
    const char *end = text.ptr + text.len;
    const char *at = text.ptr;
    for (size_t i = 0; i < tag->value_count; i++) {
        ps_str piece = tag->pieces[i];
        if (!begins(at, end, piece)) {
            return 0;
        }
        at += piece.len;
        ps_xml_attr *attr = &tag->attrs[tag->valued[i]];
        attr->value = at;
        char quote = piece.ptr[piece.len - 1];
        at = any_value ? memchr(at, quote, (size_t)(end - at)) : end_of_value(at, end, quote);
        if (!at) {
            return 0;
        }
        attr->value_end = at;
    }
    ps_str last = tag->pieces[tag->value_count];
    return begins(at, end, last) ? (size_t)(at - text.ptr) + last.len : 0;
}

size_t ps_known_end(const ps_known_tag *tag, ps_str text)
{
    return begins(text.ptr, text.ptr + text.len, tag->end) ? tag->end.len : 0;
}

ps_known_tag *ps_known_find(ps_known_tag *around, ps_known_tag **expected, ps_str text,
                            size_t *ret_size)
{
    if (*expected && (*ret_size = match(*expected, text, 0))) {
        return *expected;
    }
    for (ps_known_tag *tag = around->inside; tag; tag = tag->beside) {
        if (tag != *expected && (*ret_size = match(tag, text, 0))) {
            *expected = tag;
            return tag;
        }
    }
    return NULL;
}

/* A known tag that is all of `raw` but for its values. */
static ps_known_tag *find_alike(const ps_known_tag *around, ps_str raw)
{
    ps_known_tag *tag = around->inside;
    while (tag && match(tag, raw, 1) != raw.len) {
        tag = tag->beside;
    }
    return tag;
}

/* ---- learning ---- */

static int is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* An attribute in a tag that is known to be well-formed. */
typedef struct raw_attr {
    size_t name;
    size_t value;
    size_t value_end;
} raw_attr;

/* @return 0 when there is none from `at` on. */
static int next_attr(ps_str raw, size_t at, raw_attr *ret_attr)
{
    while (at < raw.len && is_blank(raw.ptr[at])) {
        at++;
    }
    ret_attr->name = at;
    while (at < raw.len && raw.ptr[at] != '"' && raw.ptr[at] != '\'') {
        at++;
    }
    if (at == raw.len) {
        return 0;
    }
    ret_attr->value = at + 1;
    const char *quote = memchr(raw.ptr + at + 1, raw.ptr[at], raw.len - at - 1);
    ret_attr->value_end = quote ? (size_t)(quote - raw.ptr) : raw.len;
    return quote != NULL;
}

static size_t end_of_name(ps_str raw)
{
    size_t at = 1;
    while (at < raw.len && !is_blank(raw.ptr[at]) && raw.ptr[at] != '>' && raw.ptr[at] != '/') {
        at++;
    }
    return at;
}

static void take_attr(ps_known_tag *known, size_t index, const xmlChar *const *given)
{
    known->attrs[index] = (ps_xml_attr){.local = (const char *)given[0],
                                        .prefix = (const char *)given[1],
                                        .uri = (const char *)given[2]};
}

/* Cuts known->raw into pieces. @return 0 when it is not what libxml2 says of it, or has too many
 * values. */
static int cut(ps_known_tag *known, const ps_xml_tag *tag)
{
    ps_str raw = known->raw;
    size_t piece = 0;
    size_t count = 0;
    raw_attr attr;
    for (size_t at = end_of_name(raw); next_attr(raw, at, &attr); at = attr.value_end + 1) {
        ps_str name = ps_str_slice(raw, attr.name, attr.value);
        if (ps_str_starts(name, PS_STR("xmlns"))) {
            continue; /* that of no attribute but declarations begins so */
        }
        if (count == known->attr_count) {
            return 0;
        }
        take_attr(known, count, tag->attrs + 5 * count);
        if (ps_str_starts(name, PS_STR("xml:"))) {
            const char *value = raw.ptr + attr.value;
            known->attrs[count].value = value;
            known->attrs[count].value_end =
                end_of_value(value, raw.ptr + raw.len, raw.ptr[attr.value_end]);
            if (!known->attrs[count].value_end) {
                return 0; /* what it stands for is not what is written */
            }
        } else if (known->value_count == VALUES_MOST) {
            return 0;
        } else {
            known->pieces[known->value_count] = ps_str_slice(raw, piece, attr.value);
            known->valued[known->value_count++] = count;
            piece = attr.value_end;
        }
        count++;
    }
    known->pieces[known->value_count] = ps_str_slice(raw, piece, raw.len);
    return count == known->attr_count;
}

static unsigned count_line_ends(ps_str text)
{
    unsigned count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += text.ptr[i] == '\n';
    }
    return count;
}

static ps_known_tag *make(ps_known *known, ps_str raw, const ps_xml_tag *tag)
{
    ps_arena *arena = &known->arena;
    size_t attrs = (size_t)tag->attr_count;
    ps_known_tag *made = ps_arena_alloc(arena, sizeof *made);
    if (!made) {
        return NULL;
    }
    ps_str end[] = {PS_STR("</"), ps_str_slice(raw, 1, end_of_name(raw)), PS_STR(">")};
    made->local = (const char *)tag->local;
    made->uri = (const char *)tag->uri;
    made->attr_count = attrs;
    made->attrs = ps_arena_array(arena, attrs + 1, sizeof *made->attrs);
    made->pieces = ps_arena_array(arena, attrs + 1, sizeof *made->pieces);
    made->valued = ps_arena_array(arena, attrs + 1, sizeof *made->valued);
    made->raw = ps_arena_str(arena, raw);
    made->end = ps_arena_concat(arena, end, PS_COUNT(end));
    if (!made->attrs || !made->pieces || !made->valued || !made->raw.ptr || !made->end.ptr) {
        return NULL;
    }
    made->is_empty = raw.len > 2 && raw.ptr[raw.len - 2] == '/';
    if (!cut(made, tag)) {
        return NULL;
    }
    for (size_t i = 0; i <= made->value_count; i++) {
        made->line_ends += count_line_ends(made->pieces[i]);
    }
    return made;
}

ps_known_tag *ps_known_learn(ps_known *known, ps_known_tag *around, ps_str raw,
                             const ps_xml_tag *tag)
{
    ps_known_tag *met = find_alike(around, raw);
    if (met) {
        return met;
    }
    if (!known->names || around->inside_count == INSIDE_MOST) {
        return NULL;
    }
    met = make(known, raw, tag);
    if (met) {
        met->beside = around->inside;
        around->inside = met;
        around->inside_count++;
    }
    return met;
}

/* ---- heads ---- */

void ps_known_learn_head(ps_known *known, ps_str head)
{
    if (known->head_count == HEADS_MOST || head.len > HEAD_BYTES) {
        return;
    }
    for (size_t i = 0; i < known->head_count; i++) {
        if (ps_str_equal(known->heads[i], head)) {
            return;
        }
    }
    ps_str kept = ps_arena_str(&known->arena, head);
    if (kept.ptr) {
        known->heads[known->head_count++] = kept;
    }
}

ps_str ps_known_head(const ps_known *known, ps_str text)
{
    for (size_t i = 0; i < known->head_count; i++) {
        ps_str head = known->heads[i];
        if (ps_str_starts(text, head) && text.len > head.len && text.ptr[head.len] == '<') {
            return head;
        }
    }
    return (ps_str){NULL, 0};
}
