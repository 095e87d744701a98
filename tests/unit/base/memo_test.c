/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memo.h"

#include <stdio.h>

#include "base/buffer.h"
#include "base/str.h"
#include "ps_test.h"

static ps_memo memo;
static ps_error err;

static void setup(void)
{
    PS_TEST_STATUS(ps_memo_init(&memo, 256 * 1024, 0, &err), PS_OK, err);
}

static void teardown(void)
{
    ps_memo_done(&memo);
}

TestSuite(memo, .init = setup, .fini = teardown);

/* Asks, and answers with the question in capitals where no answer is known. */
static const char *ask(ps_str question)
{
    const char *answer = ps_memo_find(&memo, question);
    ps_arena *room = answer ? NULL : ps_memo_room(&memo);
    char *made = room ? ps_arena_alloc(room, question.len + 1) : NULL;
    for (size_t i = 0; made && i < question.len; i++) {
        made[i] = ps_upper(question.ptr[i]);
    }
    if (made) {
        ps_memo_keep(&memo, made);
    }
    return answer;
}

Test(memo, an_answer_is_known_from_the_third_time_on)
{
    cr_expect_null(ask(PS_STR("bolt")));
    cr_expect_null(ask(PS_STR("bolt")));
    cr_expect_null(ask(PS_STR("nut")));
    cr_expect_str_eq(ask(PS_STR("bolt")), "BOLT");
    cr_expect_str_eq(ask(PS_STR("bolt")), "BOLT");
    cr_expect_eq(memo.found, 2);
    cr_expect_null(ask(PS_STR("bol")));
    cr_expect_null(ask(PS_STR("")));
}

Test(memo, dear_answers_are_known_from_the_second_time_on)
{
    memo.eager = 1;
    cr_expect_null(ask(PS_STR("bolt")));
    cr_expect_str_eq(ask(PS_STR("bolt")), "BOLT");
}

Test(memo, what_is_not_kept_in_the_end_is_not_known)
{
    for (int i = 0; i < 4; i++) {
        cr_expect_null(ps_memo_find(&memo, PS_STR("bolt")));
        (void)ps_memo_room(&memo);
    }
}

/* More questions than it holds: every answer is right, memory stays within the bound, and what was
 * given out stays as it is until it is settled. */
Test(memo, full_it_refuses_and_settled_it_begins_anew)
{
    uint64_t seed = 1;
    size_t forgotten = 0;
    const char *first = NULL;
    for (int round = 0; round < 200000; round++) {
        char text[24];
        char want[24];
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        /* half of the questions are ten, the others of many */
        unsigned number = (unsigned)(seed >> 33) % (seed >> 63 ? 10 : 20000);
        (void)snprintf(text, sizeof text, "item %u", number);
        (void)snprintf(want, sizeof want, "ITEM %u", number);
        const char *answer = ask(ps_str_from(text));
        cr_assert(!answer || strcmp(answer, want) == 0, "%s for %s", answer, text);
        first = first ? first : answer;
        if (round % 1000 == 999) {
            cr_assert(!first || strncmp(first, "ITEM ", 5) == 0);
            size_t before = memo.kept;
            ps_memo_settle(&memo);
            forgotten += memo.kept < before;
            first = NULL;
        }
        cr_assert_leq(memo.arena.used, 256 * 1024);
    }
    cr_expect_gt(memo.found, 90000);
    cr_expect_gt(forgotten, 1);
}

Test(memo, equal_texts_of_answers_are_one_until_all_is_forgotten)
{
    char reason[] = "no word of the catalog";
    ps_str first = ps_memo_share(&memo, ps_str_from(reason));
    cr_expect_eq(ps_memo_share(&memo, PS_STR("no word of the catalog")).ptr, first.ptr);
    cr_expect_neq(ps_memo_share(&memo, PS_STR("no word of the catalogs")).ptr, first.ptr);
    reason[0] = 'N';
    ps_test_str(first, "no word of the catalog", "it is a copy");
    for (int i = 0; memo.kept || i == 0; i++) { /* until it settles */
        char text[24];
        (void)snprintf(text, sizeof text, "item %d", i);
        (void)ask(ps_str_from(text));
        (void)ask(ps_str_from(text));
        ps_memo_settle(&memo);
    }
    first = ps_memo_share(&memo, PS_STR("no word of the catalog"));
    ps_test_str(first, "no word of the catalog", "nothing is left of what was there before");
}
