/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/measure.h"

#include "base/cleanup.h"
#include "base/decimal.h"
#include "text/fold.h"

typedef struct number {
    ps_decimal value;
    size_t start;
    size_t end;
} number;

/* The number that begins at `at`; marks at its end belong to the sentence. */
static int read_number(ps_str text, size_t at, number *ret)
{
    enum { DIGITS_MAX = 24 };
    size_t end = at;
    while (end < text.len && (ps_is_digit(text.ptr[end]) ||
                              ((text.ptr[end] == '.' || text.ptr[end] == ',') && end > at))) {
        end++;
    }
    while (end > at && !ps_is_digit(text.ptr[end - 1])) {
        end--;
    }
    ret->start = at;
    ret->end = end;
    return end > at && end - at <= DIGITS_MAX &&
           ps_decimal_parse(ps_str_slice(text, at, end), '.', &ret->value);
}

static size_t skip_blank(ps_str text, size_t at)
{
    return at < text.len && text.ptr[at] == ' ' ? at + 1 : at;
}

/* Behind "x" in "4x10G"; 0 when there is no such sign here. */
static size_t skip_times(ps_str text, size_t at)
{
    static const ps_str signs[] = {{"x", 1}, {"*", 1}, {"\xC3\x97", 2}};
    at = skip_blank(text, at);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (ps_str_starts(ps_str_slice(text, at, text.len), signs[i])) {
            size_t next = skip_blank(text, at + signs[i].len);
            return next < text.len && ps_is_digit(text.ptr[next]) ? next : 0;
        }
    }
    return 0;
}

static int is_word_at(ps_str text, size_t at)
{
    uint32_t codepoint;
    if (at >= text.len) {
        return 0;
    }
    PS_IGNORE(ps_utf8_next(text, at, &codepoint));
    return ps_is_word_char(codepoint);
}

static const ps_cat_unit *unit_at(const ps_catalog *catalog, uint32_t place)
{
    return place ? PS_CAT_AT(catalog->units, ps_cat_unit, place - 1) : NULL;
}

/* The units that begin like the text, one after the other. */
static const ps_cat_unit *first_unit(const ps_catalog *catalog, ps_str text)
{
    return text.len ? unit_at(catalog, catalog->unit_first[(unsigned char)text.ptr[0]]) : NULL;
}

static const ps_cat_unit *next_unit(const ps_catalog *catalog, const ps_cat_unit *unit)
{
    return unit_at(catalog, unit->next);
}

/* Length of the longest unit that stands at `at` as a word. */
static size_t unit_length(const ps_catalog *catalog, ps_str text, size_t at)
{
    size_t longest = 0;
    ps_str rest = ps_str_slice(text, at, text.len);
    const ps_cat_unit *unit = first_unit(catalog, rest);
    for (; unit; unit = next_unit(catalog, unit)) {
        ps_str name = unit->name;
        if (name.len > longest && ps_str_starts(rest, name) &&
            !(is_word_at(text, at + name.len) && ps_is_alpha(name.ptr[name.len - 1]))) {
            longest = name.len;
        }
    }
    return longest;
}

typedef struct finder {
    const ps_catalog *catalog;
    ps_measure_fn found;
    void *user;
    int stopped;
} finder;

static void give(finder *find, uint16_t quantity, ps_decimal value, size_t start, size_t end)
{
    ps_measure measure = {quantity, value, (uint32_t)start, (uint32_t)end};
    find->stopped = find->stopped || find->found(find->user, &measure);
}

/* One reading of a number with its unit; `count` NULL when no "4 x" stands in front. */
static void give_reading(finder *find, const ps_cat_unit *unit, const number *count,
                         const number *value, size_t end)
{
    const ps_cat_quantity *quantity =
        PS_CAT_AT(find->catalog->quantities, ps_cat_quantity, unit->quantity);
    size_t start = count ? count->start : value->start;
    ps_decimal amount;
    if (!ps_decimal_multiply(value->value, unit->factor, &amount)) {
        return;
    }
    if (count && quantity->times == PS_CAT_TIMES_PRODUCT &&
        !ps_decimal_multiply(count->value, amount, &amount)) {
        return;
    }
    if (count && quantity->times == PS_CAT_TIMES_OTHER) {
        give(find, quantity->times_other, count->value, start, end);
    }
    give(find, unit->quantity, amount, start, end);
}

/* All readings of the number by the units at `at`; `label` limits them to its quantity. */
static size_t give_units(finder *find, ps_str text, size_t at, const number *count,
                         const number *value, uint16_t label, int *ret_labelled)
{
    size_t length = unit_length(find->catalog, text, at);
    if (length == 0) {
        return 0;
    }
    ps_str name = ps_str_slice(text, at, at + length);
    const ps_cat_unit *first = first_unit(find->catalog, name);
    for (const ps_cat_unit *u = first; u; u = next_unit(find->catalog, u)) {
        *ret_labelled |= u->quantity == label && ps_str_equal(u->name, name);
    }
    for (const ps_cat_unit *u = first; u; u = next_unit(find->catalog, u)) {
        if (ps_str_equal(u->name, name) && (!*ret_labelled || u->quantity == label)) {
            give_reading(find, u, count, value, at + length);
        }
    }
    return length;
}

/* The label that ends right before the number, with nothing but marks between. */
static uint16_t label_before(ps_str text, size_t start, const ps_measure_label *labels,
                             size_t count)
{
    enum { GAP_MAX = 8 };
    for (size_t i = count; i > 0; i--) {
        const ps_measure_label *label = &labels[i - 1];
        if (label->end > start) {
            continue;
        }
        if (start - label->end > GAP_MAX) {
            break;
        }
        ps_str gap = ps_str_slice(text, label->end, start);
        int marks = 1;
        for (size_t at = 0; at < gap.len;) {
            uint32_t c;
            at += ps_utf8_next(gap, at, &c);
            /* blank : = > < ~ and ≥ ≤ 为 达 约 */
            marks =
                marks && (c == ' ' || c == ':' || c == '=' || c == '>' || c == '<' || c == '~' ||
                          c == 0x2265 || c == 0x2264 || c == 0x4E3A || c == 0x8FBE || c == 0x7EA6);
        }
        if (marks) {
            return label->quantity;
        }
    }
    return PS_CAT_NONE_INDEX;
}

/* One number of the text with what belongs to it. @return the offset to go on from. */
static size_t find_at(finder *find, ps_str text, size_t at, const ps_measure_label *labels,
                      size_t label_count)
{
    number first;
    number second;
    if (!read_number(text, at, &first)) {
        return first.end > at ? first.end : at + 1;
    }
    size_t next = skip_times(text, first.end);
    int multiplied = next > 0 && read_number(text, next, &second);
    const number *value = multiplied ? &second : &first;
    uint16_t label = label_before(text, first.start, labels, label_count);
    size_t unit = skip_blank(text, value->end);
    int labelled = 0;
    size_t length =
        give_units(find, text, unit, multiplied ? &first : NULL, value, label, &labelled);
    if (label != PS_CAT_NONE_INDEX && !labelled && !multiplied) {
        give(find, label, first.value, first.start, first.end);
    }
    return length ? unit + length : value->end;
}

void ps_measures_find(const ps_catalog *catalog, ps_str text, const ps_measure_label *labels,
                      size_t label_count, ps_measure_fn found, void *user)
{
    finder find = {catalog, found, user, 0};
    size_t at = 0;
    while (at < text.len && !find.stopped) {
        uint32_t before = ' ';
        if (!ps_is_digit(text.ptr[at])) {
            at++;
            continue;
        }
        if (at > 0) {
            PS_IGNORE(ps_utf8_previous(text, at, &before));
        }
        if (ps_is_word_char(before) || before == '.') {
            /* inside a model number */
            while (at < text.len && ps_is_digit(text.ptr[at])) {
                at++;
            }
            continue;
        }
        at = find_at(&find, text, at, labels, label_count);
    }
}

int ps_measure_exact(const ps_catalog *catalog, ps_str text, uint16_t quantity, ps_decimal *ret)
{
    number value;
    if (text.len == 0 || !ps_is_digit(text.ptr[0]) || !read_number(text, 0, &value)) {
        return 0;
    }
    ps_str name = ps_str_slice(text, skip_blank(text, value.end), text.len);
    if (name.len == 0) {
        *ret = value.value;
        return 1;
    }
    const ps_cat_unit *unit = first_unit(catalog, name);
    for (; unit; unit = next_unit(catalog, unit)) {
        if (unit->quantity == quantity && ps_str_equal(unit->name, name)) {
            return ps_decimal_multiply(value.value, unit->factor, ret);
        }
    }
    return 0;
}

int ps_measure_holds(const ps_cat_threshold *threshold, ps_decimal value)
{
    int order = ps_decimal_compare(value, threshold->value);
    return threshold->at_least ? order >= 0 : order <= 0;
}
