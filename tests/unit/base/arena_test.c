/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "base/str.h"
#include "ps_test.h"

#include <stdint.h>

Test(arena, memory_is_zeroed_aligned_and_apart)
{
    ps_arena arena;
    ps_arena_init(&arena, 0);
    char *last = NULL;
    for (size_t i = 1; i < 5000; i += 7) {
        char *p = ps_arena_alloc(&arena, i);
        cr_assert_not_null(p);
        cr_assert_eq((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < i; k++) {
            cr_assert_eq(p[k], 0);
        }
        memset(p, 'x', i);
        cr_assert_neq(p, last);
        last = p;
    }
    ps_arena_done(&arena);
}

Test(arena, limit_stops_it_and_reset_gives_it_back)
{
    ps_arena arena;
    ps_arena_init(&arena, 1000);
    cr_assert_not_null(ps_arena_alloc(&arena, 900));
    cr_assert_null(ps_arena_alloc(&arena, 200));
    cr_assert_not_null(ps_arena_alloc(&arena, 64));
    ps_arena_reset(&arena);
    cr_assert_eq(arena.used, 0);
    cr_assert_not_null(ps_arena_alloc(&arena, 900));
    ps_arena_done(&arena);
}

/* The room of the block at hand is not given up for what is large. */
Test(arena, large_pieces_stand_apart)
{
    enum { LARGE = 200000 };
    ps_arena arena;
    ps_arena_init(&arena, 0);
    char *first = ps_arena_alloc(&arena, 16);
    for (int i = 0; i < 3; i++) {
        char *large = ps_arena_alloc(&arena, LARGE);
        cr_assert_not_null(large);
        memset(large, 'x', LARGE);
        char *next = ps_arena_alloc(&arena, 16);
        cr_assert_eq((uintptr_t)next, (uintptr_t)first + 16);
        first = next;
    }
    ps_arena_reset(&arena);
    cr_assert_not_null(ps_arena_alloc(&arena, 2 * LARGE));
    char *next = ps_arena_alloc(&arena, 16);
    cr_assert_not_null(next);
    cr_assert_eq(next[0], 0);
    ps_arena_done(&arena);
}

Test(arena, sizes_that_overflow_give_nothing)
{
    ps_arena arena;
    ps_arena_init(&arena, 0);
    cr_assert_null(ps_arena_alloc(&arena, SIZE_MAX));
    cr_assert_null(ps_arena_alloc(&arena, SIZE_MAX - 8));
    cr_assert_null(ps_arena_array(&arena, SIZE_MAX / 2, 3));
    ps_arena_done(&arena);
}

Test(arena, strings_are_copied_and_terminated)
{
    ps_arena arena;
    ps_arena_init(&arena, 0);
    char source[] = "router";
    ps_str copy = ps_arena_str(&arena, ps_str_from(source));
    source[0] = 'X';
    ps_test_str(copy, "router", "copy");
    cr_assert_eq(copy.ptr[copy.len], '\0');
    ps_str parts[] = {PS_STR("a"), PS_NO_STR, PS_STR("bc")};
    ps_test_str(ps_arena_concat(&arena, parts, 3), "abc", "concat");
    ps_arena_done(&arena);
}

Test(arena, begins_in_the_room_and_goes_on_outside)
{
    static char lent[4096] __attribute__((aligned(16)));
    const ps_room room = {lent, sizeof lent};
    ps_arena arena;
    ps_arena_init_in(&arena, &room);
    char *inside = ps_arena_alloc(&arena, 100);
    cr_assert(inside > lent && inside + 100 <= lent + sizeof lent);
    size_t used = ps_room_used(&room);
    cr_expect(used >= 100 && lent + used == inside + 112, "rounded up, and nothing behind it");
    char *outside = ps_arena_alloc(&arena, sizeof lent);
    cr_assert_not_null(outside);
    cr_assert(outside < lent || outside >= lent + sizeof lent);
    cr_expect_eq(ps_room_used(&room), 0, "not all is in the room");
    ps_arena_done(&arena);
    ps_arena_init_in(&arena, NULL);
    cr_assert_not_null(ps_arena_alloc(&arena, 100));
    ps_arena_done(&arena);
}

Test(arena, words_have_one_blank_between)
{
    static const char *const rows[][2] = {
        {" a\tb\n  c ", "a b c"}, {"一\n 二", "一 二"}, {"", ""}, {" \n", ""}, {"abc", "abc"}};
    ps_arena arena;
    ps_arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ps_str words = ps_arena_words(&arena, ps_str_from(rows[i][0]));
        ps_test_str(words, rows[i][1], rows[i][0]);
        cr_expect_eq(words.ptr[words.len], '\0');
    }
    ps_arena_done(&arena);
}

/* What is taken again after a reset comes from the blocks that were there, up to what is kept. */
Test(arena, a_reset_keeps_what_it_is_told_to)
{
    enum { PIECE = 4096, PIECES = 400 };
    ps_arena arena;
    ps_arena_init(&arena, 0);
    ps_arena_keep(&arena, 1024 * 1024);
    char *first[PIECES];
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < PIECES; i++) {
            char *piece = ps_arena_alloc(&arena, PIECE);
            cr_assert_not_null(piece);
            cr_assert(piece[0] == 0 && piece[PIECE - 1] == 0, "zeroed again");
            memset(piece, 'x', PIECE);
            first[i] = piece;
        }
        for (int i = 1; i < PIECES; i++) {
            cr_assert_neq(first[i], first[i - 1]);
        }
        ps_arena_reset(&arena);
        cr_expect_eq(arena.used, 0);
        cr_expect_not_null(arena.spare);
    }
    ps_arena_done(&arena);
    cr_expect_null(arena.spare);
}
