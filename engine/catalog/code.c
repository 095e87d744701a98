/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/code.h"

ps_str ps_code_normal(ps_arena *arena, const ps_cat_scheme *scheme, ps_str value)
{
    char *normal = ps_arena_alloc(arena, value.len + 1);
    size_t len = 0;
    for (size_t i = 0; normal && i < value.len && len < scheme->length; i++) {
        char c = value.ptr[i];
        if (ps_is_digit(c) || ps_is_alpha(c)) {
            normal[len++] = ps_upper(c);
        }
    }
    return (ps_str){normal, len};
}

static int compare_key(uint16_t scheme, ps_str value, const ps_cat_code *code)
{
    return scheme != code->scheme ? (scheme > code->scheme) - (scheme < code->scheme)
                                  : ps_str_compare(value, code->value);
}

int ps_code_compare(const void *a, const void *b)
{
    const ps_cat_code *left = a;
    const ps_cat_code *right = b;
    int order = compare_key(left->scheme, left->value, right);
    return order ? order
                 : (left->node->line > right->node->line) - (left->node->line < right->node->line);
}

uint16_t ps_code_scheme_of(const ps_catalog *catalog, ps_str scheme)
{
    for (uint32_t i = 0; i < catalog->schemes.count; i++) {
        const ps_cat_scheme *have = PS_CAT_AT(catalog->schemes, ps_cat_scheme, i);
        if (ps_str_equal_ascii_case(have->id, scheme)) {
            return (uint16_t)i;
        }
        ps_str names = have->names;
        ps_str name;
        while (ps_str_next(&names, '|', &name)) {
            if (ps_str_equal_ascii_case(ps_str_trim(name), scheme)) {
                return (uint16_t)i;
            }
        }
    }
    return PS_CAT_NONE_INDEX;
}

int ps_code_in_force(const ps_cat_code *code, ps_day day)
{
    return day == PS_NO_DAY || (code->from <= day && day <= code->to);
}

/* The first of codes[low .. high) whose key is not below. */
static size_t lower_bound(const ps_cat_code *codes, size_t low, size_t high, uint16_t scheme,
                          ps_str value)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_key(scheme, value, &codes[middle]) > 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* How many of codes[at .. end) have the key, from the first on. */
static size_t count_equal(const ps_cat_code *codes, size_t at, size_t end, uint16_t scheme,
                          ps_str value)
{
    size_t count = 0;
    while (at + count < end && compare_key(scheme, value, &codes[at + count]) == 0) {
        count++;
    }
    return count;
}

/* Prefixes of the value sort between its first two characters and itself, which for most values is
 * an empty range. */
size_t ps_code_find(const ps_catalog *catalog, uint16_t scheme, ps_str normal, ps_day day,
                    const ps_cat_code **ret_first)
{
    enum { SHORTEST = 2 };
    const ps_cat_code *codes = catalog->codes.items;
    size_t end = catalog->codes.count;
    if (normal.len < SHORTEST || end == 0) {
        return 0;
    }
    size_t low = lower_bound(codes, 0, end, scheme, ps_str_slice(normal, 0, SHORTEST));
    size_t high = lower_bound(codes, low, end, scheme, normal);
    high += count_equal(codes, high, end, scheme, normal);
    for (size_t len = normal.len; len >= SHORTEST && low < high; len--) {
        ps_str value = ps_str_slice(normal, 0, len);
        size_t at = lower_bound(codes, low, high, scheme, value);
        size_t count = count_equal(codes, at, high, scheme, value);
        for (size_t i = at; i < at + count; i++) {
            if (ps_code_in_force(&codes[i], day) && (len == normal.len || codes[i].prefix)) {
                *ret_first = &codes[at];
                return count;
            }
        }
    }
    return 0;
}
