/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/coverage.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/str.h"

enum {
    MOST_BRIEF = 50,
    MOST_DETAILED = 2000,
    MOST_STRETCH = 2000,
    SAMPLE = 60,
    NAME = 300,
    MOST_FORMATS = 64
};

/* What stands for the format of elements that are not told apart. */
static const ps_str no_format = {"*", 1};

typedef struct unread {
    ps_str format;
    ps_str element;
    uint64_t count;
} unread;

typedef struct filled {
    ps_str format;
    uint64_t parts[PS_SCOPE_COUNT];
    uint64_t fields[PS_FIELD_COUNT];
    ps_str samples[PS_FIELD_COUNT];
} filled;

struct ps_coverage {
    ps_arena arena;
    int detailed;
    unread *list;
    size_t count;
    size_t most;
    uint64_t others;
    int in_order; /* of a stretch */
    filled *formats;
    size_t format_count;
    /* of the part being counted */
    filled *current;
    ps_part last_part[PS_SCOPE_COUNT];
    uint64_t seen[(PS_FIELD_COUNT + 63) / 64];
};

ps_status ps_coverage_new(int detailed, ps_coverage **ret_coverage, ps_error *reterr)
{
    ps_coverage *coverage = calloc(1, sizeof *coverage);
    if (!coverage) {
        return ps_error_memory(reterr);
    }
    ps_arena_init(&coverage->arena, 0);
    coverage->detailed = detailed;
    coverage->most = detailed ? MOST_DETAILED : MOST_BRIEF;
    coverage->list = calloc(coverage->most, sizeof *coverage->list);
    coverage->formats = detailed ? calloc(MOST_FORMATS, sizeof *coverage->formats) : NULL;
    if (!coverage->list || (detailed && !coverage->formats)) {
        ps_coverage_free(coverage);
        return ps_error_memory(reterr);
    }
    *ret_coverage = coverage;
    return PS_OK;
}

void ps_coverage_free(ps_coverage *coverage)
{
    if (coverage) {
        free(coverage->list);
        free(coverage->formats);
        ps_arena_done(&coverage->arena);
        free(coverage);
    }
}

void ps_coverage_unread(ps_coverage *coverage, ps_str format, ps_str element)
{
    ps_coverage_unread_add(coverage, format, element, 1);
}

void ps_coverage_unread_add(ps_coverage *coverage, ps_str format, ps_str element, uint64_t count)
{
    element = ps_str_cut(element, NAME);
    for (size_t i = 0; i < coverage->count; i++) {
        unread *u = &coverage->list[i];
        if (ps_str_equal(u->element, element) && ps_str_equal(u->format, format)) {
            u->count += count;
            return;
        }
    }
    if (coverage->count == coverage->most || ps_str_equal(format, no_format)) {
        coverage->others += count;
        return;
    }
    unread fresh = {ps_arena_str(&coverage->arena, format), ps_arena_str(&coverage->arena, element),
                    count};
    if (fresh.format.ptr && fresh.element.ptr) {
        coverage->list[coverage->count++] = fresh;
    } else {
        coverage->others += count;
    }
}

int ps_coverage_unread_full(const ps_coverage *coverage)
{
    return coverage->count == coverage->most;
}

void ps_coverage_unread_stretch(ps_coverage *coverage)
{
    ps_coverage_unread_clear(coverage);
    unread *more = coverage->most < MOST_STRETCH
                       ? realloc(coverage->list, MOST_STRETCH * sizeof *coverage->list)
                       : NULL;
    if (more) { /* without it, the stretch asks for help sooner */
        coverage->list = more;
        coverage->most = MOST_STRETCH;
    }
    coverage->in_order = 1;
}

void ps_coverage_unread_join(ps_coverage *coverage, ps_str names)
{
    size_t count = coverage->count;
    unread *own = count ? malloc(count * sizeof *own) : NULL;
    for (size_t i = 0; i < count; i++) {
        if (own) {
            own[i] = coverage->list[i];
        } else {
            coverage->others += coverage->list[i].count;
        }
    }
    coverage->count = 0;
    coverage->most = MOST_BRIEF;
    while (names.len) {
        ps_str format;
        ps_str element;
        if (!ps_str_next(&names, '\0', &format) || !ps_str_next(&names, '\0', &element)) {
            break;
        }
        ps_coverage_unread_add(coverage, format, element, 0);
    }
    for (size_t i = 0; own && i < count; i++) {
        ps_coverage_unread_add(coverage, own[i].format, own[i].element, own[i].count);
    }
    free(own);
}

void ps_coverage_unread_names(const ps_coverage *coverage, ps_buffer *ret_names)
{
    for (size_t i = 0; i < coverage->count; i++) {
        ps_buffer_add_str(ret_names, coverage->list[i].format);
        ps_buffer_add_char(ret_names, '\0');
        ps_buffer_add_str(ret_names, coverage->list[i].element);
        ps_buffer_add_char(ret_names, '\0');
    }
}

void ps_coverage_unread_clear(ps_coverage *coverage)
{
    coverage->count = 0;
    coverage->others = 0;
    coverage->in_order = 0;
    coverage->most = coverage->detailed ? MOST_DETAILED : MOST_BRIEF;
    if (!coverage->detailed) {
        ps_arena_reset(&coverage->arena);
    }
}

static int most_frequent_first(const void *a, const void *b)
{
    const unread *x = a;
    const unread *y = b;
    if (x->count != y->count) {
        return x->count > y->count ? -1 : 1;
    }
    int c = ps_str_compare(x->format, y->format);
    return c ? c : ps_str_compare(x->element, y->element);
}

/* The rows in the order in which they are told; the caller frees it. NULL when there are none, or
 * no memory. */
static unread *sorted(const ps_coverage *coverage)
{
    unread *copy = coverage->count ? malloc(coverage->count * sizeof *copy) : NULL;
    if (copy) {
        memcpy(copy, coverage->list, coverage->count * sizeof *copy);
        qsort(copy, coverage->count, sizeof *copy, most_frequent_first);
    }
    return copy;
}

void ps_coverage_unread_each(const ps_coverage *coverage,
                             void (*row)(void *user, ps_str format, ps_str element, uint64_t count),
                             void *user)
{
    unread *rows = coverage->in_order ? NULL : sorted(coverage);
    const unread *list = rows ? rows : coverage->list;
    for (size_t i = 0; i < coverage->count; i++) {
        row(user, list[i].format, list[i].element, list[i].count);
    }
    free(rows);
    if (coverage->others) {
        row(user, no_format, PS_STR("(other elements)"), coverage->others);
    }
}

static filled *find_format(ps_coverage *coverage, ps_str format)
{
    for (size_t i = 0; i < coverage->format_count; i++) {
        if (ps_str_equal(coverage->formats[i].format, format)) {
            return &coverage->formats[i];
        }
    }
    if (coverage->format_count == MOST_FORMATS) {
        return NULL;
    }
    filled *f = &coverage->formats[coverage->format_count];
    f->format = ps_arena_str(&coverage->arena, format);
    coverage->format_count += f->format.ptr != NULL;
    return f->format.ptr ? f : NULL;
}

/* A field counts once per part, however many values it has there. */
static void on_survey(void *user, ps_scope scope, ps_part part, ps_field field, ps_str text)
{
    ps_coverage *coverage = user;
    filled *f = coverage->current;
    if (field == PS_FIELD_COUNT) {
        f->parts[scope]++;
        coverage->last_part[scope] = part;
        for (unsigned i = 0; i < PS_FIELD_COUNT; i++) {
            if (ps_field_scope((ps_field)i) == scope) {
                coverage->seen[i / 64] &= ~((uint64_t)1 << (i % 64));
            }
        }
        return;
    }
    uint64_t bit = (uint64_t)1 << (field % 64);
    if (coverage->seen[field / 64] & bit) {
        return;
    }
    coverage->seen[field / 64] |= bit;
    f->fields[field]++;
    if (!f->samples[field].ptr) {
        f->samples[field] = ps_arena_str(&coverage->arena, ps_str_cut(text, SAMPLE));
    }
}

void ps_coverage_record(ps_coverage *coverage, ps_str format, const ps_builder *builder)
{
    if (!coverage->detailed) {
        return;
    }
    coverage->current = find_format(coverage, format);
    memset(coverage->seen, 0, sizeof coverage->seen);
    if (coverage->current) {
        ps_builder_survey(builder, on_survey, coverage);
    }
}

static void tell_format(const filled *f, ps_coverage_fn row, void *user)
{
    for (unsigned i = 0; i < PS_FIELD_COUNT; i++) {
        ps_scope scope = ps_field_scope((ps_field)i);
        if (f->fields[i] || f->parts[scope]) {
            ps_coverage_row r = {.format = f->format,
                                 .scope = ps_str_from(ps_scope_name(scope)),
                                 .name = ps_str_from(ps_field_name((ps_field)i)),
                                 .filled = f->fields[i],
                                 .possible = f->parts[scope],
                                 .sample = f->samples[i]};
            row(user, &r);
        }
    }
}

ps_status ps_coverage_each(const ps_coverage *coverage, ps_coverage_fn row, void *user,
                           ps_error *reterr)
{
    for (size_t i = 0; i < coverage->format_count; i++) {
        tell_format(&coverage->formats[i], row, user);
    }
    unread *rows = sorted(coverage);
    if (coverage->count && !rows) {
        return ps_error_memory(reterr);
    }
    for (size_t i = 0; i < coverage->count; i++) {
        ps_coverage_row r = {.format = rows[i].format,
                             .scope = PS_STR("unread"),
                             .name = rows[i].element,
                             .filled = rows[i].count};
        row(user, &r);
    }
    free(rows);
    return PS_OK;
}
