/* Compiles the patterns of a policy: notation to expression, expression to PCRE2, and the literals
 * that every text with a match holds to one set of terms that wakes the expressions.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/str.h"
#include "policy/reader.h"

enum {
    EXCERPT = 24,
    SHORT_LITERAL = 3 /* bytes: one Chinese character, or three letters */
};

/* A literal and the pattern that it wakes. */
typedef struct waker {
    ps_str literal;
    uint32_t pattern;
} waker;

typedef struct compiler {
    ps_reader *reader;
    ps_list wakers;
    ps_list sleepless;
    ps_buffer expanded;
} compiler;

/* What PCRE2 says, with the place in the expression as it was given to it. */
static void report_regex(ps_reader *reader, const ps_clause_pattern *pattern, ps_str regex,
                         const ps_error *error)
{
    size_t at = error->column ? (size_t)error->column - 1 : 0;
    at = at > regex.len ? regex.len : at;
    size_t start = at > EXCERPT ? at - EXCERPT : 0;
    while (start < at && ((unsigned char)regex.ptr[start] & 0xC0) == 0x80) {
        start++;
    }
    ps_str before = ps_str_slice(regex, start, at);
    ps_str after = ps_str_cut(ps_str_slice(regex, at, regex.len), EXCERPT);
    char hint[256];
    (void)snprintf(hint, sizeof hint, "at the mark >>> in \"%.*s>>>%.*s\"", PS_FMT(before),
                   PS_FMT(after));
    ps_reader_report(reader, PS_FATAL, pattern->file, pattern->line, pattern->column, hint,
                     "pattern %.*s: %s", PS_FMT(pattern->id), error->message);
}

/* The expression of a pattern in folded form; 0 when it has none (that was reported). */
static int make_regex(ps_reader *reader, ps_clause_pattern *pattern, ps_buffer *out)
{
    ps_buffer_clear(out);
    int good = ps_notation_expand(reader, pattern, out);
    reader->out_of_memory |= out->failed;
    return good && !out->failed;
}

/* Carve-outs, parties and all but the first part of what is near are tried where another pattern
 * has led. */
static int needs_waking(const ps_clause_pattern *pattern)
{
    return pattern->use != PS_USE_CARVEOUT && pattern->use != PS_USE_PARTY &&
           !(pattern->use == PS_USE_NEAR && pattern->part > 0);
}

static void add_literals(compiler *c, ps_clause_pattern *pattern, uint32_t index)
{
    const ps_str *literals;
    size_t count = ps_notation_literals(c->reader, pattern, &literals);
    size_t shortest = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        waker *slot = ps_list_add(c->reader, &c->wakers);
        if (!slot) {
            return;
        }
        *slot = (waker){literals[i], index};
        shortest = literals[i].len < shortest ? literals[i].len : shortest;
    }
    if (count && shortest >= SHORT_LITERAL) {
        return;
    }
    ps_reader_report(c->reader, PS_WARN, pattern->file, pattern->line, pattern->column,
                     "let each alternative hold a word that few sentences have",
                     "pattern %.*s is slow: %s", PS_FMT(pattern->id),
                     count ? "very short words wake it" : "no word must be there for it to match");
    if (!count) {
        uint32_t *slot = ps_list_add(c->reader, &c->sleepless);
        if (slot) {
            *slot = index;
        }
    }
}

static void compile_one(compiler *c, ps_clause_pattern *pattern, uint32_t index)
{
    ps_reader *reader = c->reader;
    ps_error error = {0};
    if (!make_regex(reader, pattern, &c->expanded)) {
        return;
    }
    ps_str regex = ps_buffer_str(&c->expanded);
    const char *danger = ps_notation_danger(regex);
    if (danger) {
        ps_reader_report(reader, PS_FATAL, pattern->file, pattern->line, pattern->column,
                         "write … for a gap; it stays within the sentence and has a bound",
                         "pattern %.*s: %s", PS_FMT(pattern->id), danger);
        return;
    }
    ps_status status = ps_regex_new(regex, &reader->policy->arena, &pattern->regex, &error);
    if (status == PS_FATAL) {
        reader->out_of_memory = 1;
    } else if (status != PS_OK) {
        report_regex(reader, pattern, regex, &error);
    } else {
        if (needs_waking(pattern)) {
            add_literals(c, pattern, index);
        }
        if (reader->strict) {
            ps_policy_scrutinise_pattern(reader, pattern, regex);
        }
    }
}

/* The same wording twice in one element is one too many. */
static void check_twins(ps_reader *reader, uint32_t index, uint32_t first)
{
    const ps_clause_pattern *pattern = &reader->policy->patterns[index];
    for (uint32_t i = first; i < index; i++) {
        const ps_clause_pattern *other = &reader->policy->patterns[i];
        if (other->use == pattern->use && ps_str_equal(other->lang, pattern->lang) &&
            ps_str_equal(other->written, pattern->written)) {
            ps_reader_report(reader, PS_FATAL, pattern->file, pattern->line, pattern->column,
                             "take one of them out",
                             "pattern %.*s is the same as %.*s in %s line %llu",
                             PS_FMT(pattern->id), PS_FMT(other->id),
                             reader->files[other->file].path, (unsigned long long)other->line);
        }
    }
}

static int contains(ps_str text, const char *part)
{
    return ps_str_find(text, ps_str_from(part)) != SIZE_MAX;
}

/* Patterns of one element after the other, the common ones last, each in the order of the files. */
static void lay_out(ps_reader *reader)
{
    ps_policy *policy = reader->policy;
    const ps_clause_pattern *read = reader->patterns.items;
    size_t count = reader->patterns.count;
    policy->patterns = ps_arena_array(&policy->arena, count + 1, sizeof *policy->patterns);
    if (!policy->patterns) {
        reader->out_of_memory = 1;
        return;
    }
    for (size_t e = 0; e <= policy->element_count; e++) {
        uint32_t wanted = e < policy->element_count ? (uint32_t)e : PS_NO_ELEMENT;
        uint32_t first = policy->pattern_count;
        for (size_t i = 0; i < count; i++) {
            if (read[i].element == wanted) {
                policy->patterns[policy->pattern_count++] = read[i];
            }
        }
        if (wanted == PS_NO_ELEMENT) {
            policy->first_common = first;
        } else {
            policy->elements[e].first_pattern = first;
            policy->elements[e].pattern_count = policy->pattern_count - first;
        }
    }
}

static int compare_wakers(const void *a, const void *b)
{
    const waker *x = a;
    const waker *y = b;
    int c = ps_str_compare(x->literal, y->literal);
    return c ? c : (x->pattern > y->pattern) - (x->pattern < y->pattern);
}

/* One term for each different literal, with the patterns that it wakes. */
static void make_terms(compiler *c)
{
    ps_reader *reader = c->reader;
    ps_policy *policy = reader->policy;
    waker *wakers = c->wakers.items;
    size_t count = c->wakers.count;
    if (count) {
        qsort(wakers, count, sizeof *wakers, compare_wakers);
    }
    ps_str *texts = ps_arena_array(&policy->arena, count + 1, sizeof *texts);
    policy->wakes = ps_arena_array(&policy->arena, count + 1, sizeof *policy->wakes);
    policy->wake = ps_arena_array(&policy->arena, count + 1, sizeof *policy->wake);
    if (!texts || !policy->wakes || !policy->wake) {
        reader->out_of_memory = 1;
        return;
    }
    size_t terms = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !ps_str_equal(wakers[i].literal, wakers[i - 1].literal)) {
            policy->wakes[terms] = (ps_wake){(uint32_t)i, 0, (uint32_t)wakers[i].literal.len};
            texts[terms++] = wakers[i].literal;
        }
        policy->wake[i] = wakers[i].pattern;
        policy->wakes[terms - 1].count++;
    }
    ps_error error = {0};
    if (ps_terms_new(texts, terms, &policy->arena, &policy->terms, &error) != PS_OK) {
        reader->out_of_memory = 1;
    }
}

/* Who counts as bound, for telling whose duty a sentence without a party in front of the verb is:
 * {supplier} and {each} of all languages. */
static void compile_bound(compiler *c)
{
    ps_reader *reader = c->reader;
    ps_buffer all;
    ps_buffer_init(&all, 0);
    const ps_define *defines = reader->defines.items;
    for (size_t i = 0; i < reader->defines.count; i++) {
        const ps_define *define = &defines[i];
        if (!ps_str_is(define->name, "supplier") && !ps_str_is(define->name, "each")) {
            continue;
        }
        ps_clause_pattern part = {.id = define->name,
                                  .lang = define->lang,
                                  .written = define->text,
                                  .file = define->file,
                                  .line = define->line};
        if (make_regex(reader, &part, &c->expanded)) {
            ps_buffer_add_text(&all, all.len ? "|" : "");
            ps_buffer_add_str(&all, ps_buffer_str(&c->expanded));
        }
    }
    ps_clause_pattern whole = {.id = PS_STR("supplier")};
    ps_error error = {0};
    if (all.len && ps_regex_new(ps_buffer_str(&all), &reader->policy->arena, &reader->policy->bound,
                                &error) != PS_OK) {
        report_regex(reader, &whole, ps_buffer_str(&all), &error);
    }
    ps_buffer_done(&all);
}

void ps_policy_compile(ps_reader *reader)
{
    ps_policy *policy = reader->policy;
    compiler c = {.reader = reader,
                  .wakers = {.size = sizeof(waker)},
                  .sleepless = {.size = sizeof(uint32_t)}};
    ps_buffer_init(&c.expanded, 0);
    lay_out(reader);
    for (uint32_t i = 0; i < policy->pattern_count && !reader->out_of_memory; i++) {
        ps_clause_pattern *pattern = &policy->patterns[i];
        reader->thing = pattern->element == PS_NO_ELEMENT ? PS_STR("common")
                                                          : policy->elements[pattern->element].id;
        pattern->names_bound =
            contains(pattern->written, "{supplier}") || contains(pattern->written, "{each}");
        if (pattern->use == PS_USE_NEAR &&
            pattern->part >= policy->elements[pattern->element].part_count) {
            policy->elements[pattern->element].part_count = pattern->part + 1;
        }
        check_twins(reader, i,
                    pattern->element == PS_NO_ELEMENT
                        ? policy->first_common
                        : policy->elements[pattern->element].first_pattern);
        compile_one(&c, pattern, i);
    }
    reader->thing = PS_NO_STR;
    compile_bound(&c);
    ps_buffer_done(&c.expanded);
    make_terms(&c);
    policy->sleepless = c.sleepless.items;
    policy->sleepless_count = (uint32_t)c.sleepless.count;
}
