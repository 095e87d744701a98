/* SPDX-License-Identifier: Apache-2.0 */
#include "text/code_set.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"

enum { LAST_CODE_POINT = 0x10FFFF };

static const ps_code_range digits[] = {{'0', '9'}};
static const ps_code_range words[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
static const ps_code_range blanks[] = {{'\t', '\r'}, {' ', ' '}};
static const ps_code_range level_blanks[] = {{'\t', '\t'}, {' ', ' '}, {0xA0, 0xA0}};
static const ps_code_range line_ends[] = {{'\n', '\r'}, {0x85, 0x85}, {0x2028, 0x2029}};
static const ps_code_range everything[] = {{0, LAST_CODE_POINT}};
static const ps_code_range in_line[] = {{0, '\n' - 1}, {'\n' + 1, LAST_CODE_POINT}};
static const ps_code_range han[] = {{0x2E80, 0x2FD5},  {0x3005, 0x3007}, {0x3021, 0x3029},
                                    {0x3038, 0x303B},  {0x3400, 0x9FFF}, {0xF900, 0xFAD9},
                                    {0x20000, 0x323AF}};
static const ps_code_range capitals[] = {{'A', 'Z'}};
static const ps_code_range small[] = {{'a', 'z'}};
static const ps_code_range letters[] = {{'A', 'Z'}, {'a', 'z'}};
static const ps_code_range alnums[] = {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}};
static const ps_code_range marks[] = {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}};

#define NAMED(name, ranges)                                                                        \
    {                                                                                              \
        name, ranges, PS_COUNT(ranges)                                                             \
    }

/* Those of one letter stand behind a backslash. */
static const ps_named_set of_letters[] = {
    NAMED("d", digits),    NAMED("w", words),     NAMED("s", blanks),  NAMED("h", level_blanks),
    NAMED("v", line_ends), NAMED("R", line_ends), NAMED(".", in_line), NAMED("N", in_line)};
static const ps_named_set of_posix[] = {
    NAMED("alpha", letters), NAMED("alnum", alnums),   NAMED("digit", digits),
    NAMED("lower", small),   NAMED("upper", capitals), NAMED("punct", marks),
    NAMED("space", blanks),  NAMED("word", words),     NAMED("blank", level_blanks)};
static const ps_named_set of_properties[] = {NAMED("Han", han), NAMED("Lu", capitals),
                                             NAMED("Lt", capitals), NAMED("Nd", digits)};
static const ps_named_set all_of_them = NAMED("", everything);

static const ps_named_set *find(const ps_named_set *sets, size_t count, ps_str name)
{
    for (size_t i = 0; i < count; i++) {
        if (ps_str_is(name, sets[i].name)) {
            return &sets[i];
        }
    }
    return NULL;
}

const ps_named_set *ps_code_set_of_letter(char letter)
{
    return find(of_letters, PS_COUNT(of_letters), (ps_str){&letter, 1});
}

const ps_named_set *ps_code_set_of_posix(ps_str name)
{
    return find(of_posix, PS_COUNT(of_posix), name);
}

const ps_named_set *ps_code_set_of_property(ps_str name)
{
    const ps_named_set *found = find(of_properties, PS_COUNT(of_properties), name);
    return found ? found : &all_of_them;
}

void ps_code_set_add(ps_arena *arena, ps_code_set *set, uint32_t low, uint32_t high)
{
    if (set->count == set->room) {
        size_t room = set->room ? set->room * 2 : 8;
        ps_code_range *list = ps_arena_array(arena, room, sizeof *list);
        if (!list) {
            set->failed = 1;
            return;
        }
        if (set->count) {
            memcpy(list, set->list, set->count * sizeof *list);
        }
        set->list = list;
        set->room = room;
    }
    set->list[set->count++] = (ps_code_range){low, high};
}

static int by_low(const void *a, const void *b)
{
    const ps_code_range *x = a;
    const ps_code_range *y = b;
    return (x->low > y->low) - (x->low < y->low);
}

void ps_code_set_settle(ps_code_set *set)
{
    size_t used = 0;
    if (set->count > 1) {
        qsort(set->list, set->count, sizeof *set->list, by_low);
    }
    for (size_t i = 0; i < set->count; i++) {
        if (used && set->list[i].low <= set->list[used - 1].high + 1) {
            if (set->list[i].high > set->list[used - 1].high) {
                set->list[used - 1].high = set->list[i].high;
            }
        } else {
            set->list[used++] = set->list[i];
        }
    }
    set->count = used;
}

void ps_code_set_invert(ps_arena *arena, ps_code_set *set)
{
    ps_code_set other = {0};
    uint32_t next = 0;
    ps_code_set_settle(set);
    for (size_t i = 0; i < set->count; i++) {
        if (set->list[i].low > next) {
            ps_code_set_add(arena, &other, next, set->list[i].low - 1);
        }
        next = set->list[i].high + 1;
    }
    if (next <= LAST_CODE_POINT) {
        ps_code_set_add(arena, &other, next, LAST_CODE_POINT);
    }
    other.failed |= set->failed;
    *set = other;
}

void ps_code_set_add_all(ps_arena *arena, ps_code_set *set, const ps_named_set *named, int negated)
{
    ps_code_set some = {0};
    for (size_t i = 0; i < named->count; i++) {
        ps_code_set_add(arena, &some, named->list[i].low, named->list[i].high);
    }
    if (negated) {
        ps_code_set_invert(arena, &some);
    }
    for (size_t i = 0; i < some.count; i++) {
        ps_code_set_add(arena, set, some.list[i].low, some.list[i].high);
    }
    set->failed |= some.failed;
}
