/* SPDX-License-Identifier: Apache-2.0 */
#include "report/numbered.h"

#include <stdio.h>

#include "base/str.h"
#include "ps_test.h"

enum { ROOM = 1 << 20 };

Test(numbered, equal_texts_of_a_kind_have_one_number)
{
    ps_numbered texts;
    ps_numbered_init(&texts, ROOM, SIZE_MAX);
    cr_expect(ps_numbered_of(&texts, PS_STR("router"), 0) == 1);
    cr_expect(ps_numbered_of(&texts, PS_STR("firewall"), 0) == 2);
    cr_expect(ps_numbered_of(&texts, PS_STR("router"), 0) == 1);
    cr_expect(ps_numbered_of(&texts, PS_STR("router"), 1) == 3, "of another kind");
    cr_expect(texts.count == 3);
    cr_expect(ps_str_is(ps_numbered_at(&texts, 2)->text, "firewall"));
    ps_numbered_done(&texts);
}

Test(numbered, one_that_comes_once_takes_no_room)
{
    ps_numbered texts;
    ps_numbered_init(&texts, ROOM, 0);
    cr_expect(ps_numbered_of(&texts, PS_STR("a"), 0) == 0);
    cr_expect(ps_numbered_of(&texts, PS_STR("b"), 0) == 0);
    cr_expect(ps_numbered_of(&texts, PS_STR("b"), 0) == 1);
    cr_expect(ps_numbered_of(&texts, PS_STR("b"), 0) == 1);
    cr_expect(texts.count == 1);
    ps_numbered_done(&texts);
}

Test(numbered, the_first_may_take_some_of_the_room)
{
    ps_numbered texts;
    ps_numbered_init(&texts, ROOM, 1);
    cr_expect(ps_numbered_of(&texts, PS_STR("a"), 0) == 1);
    cr_expect(ps_numbered_of(&texts, PS_STR("b"), 0) == 0);
    cr_expect(ps_numbered_of(&texts, PS_STR("b"), 0) == 2);
    ps_numbered_done(&texts);
}

static ps_str id_of(char room[32], unsigned i)
{
    return (ps_str){room, (size_t)snprintf(room, 32, "PO-%08u", i)};
}

/* Ids that follow each other must not crowd into a few slots. */
Test(numbered, as_many_as_there_is_room_for_are_kept_and_found)
{
    char room[32];
    ps_numbered texts;
    ps_numbered_init(&texts, 4 * ROOM, SIZE_MAX);
    unsigned left_out = 0;
    for (unsigned i = 0; texts.count < PS_NUMBERED_MOST; i++) {
        left_out += ps_numbered_of(&texts, id_of(room, i), 0) == 0;
    }
    cr_expect_lt(left_out, PS_NUMBERED_MOST / 1000, "%u", left_out);
    cr_expect(ps_numbered_of(&texts, PS_STR("one more"), 0) == 0);
    for (unsigned i = 0, number = 0; number < PS_NUMBERED_MOST; i++) {
        uint32_t found = ps_numbered_of(&texts, id_of(room, i), 0);
        cr_assert(found == 0 || found == number + 1, "%u", i);
        number += found != 0;
    }
    ps_numbered_done(&texts);
}

Test(numbered, bytes_are_bounded_as_a_whole_and_of_a_text)
{
    static char large[PS_NUMBERED_TEXT_MOST + 1];
    ps_numbered texts;
    memset(large, 'x', sizeof large);
    ps_numbered_init(&texts, 2 * PS_NUMBERED_TEXT_MOST, SIZE_MAX);
    cr_expect(ps_numbered_of(&texts, (ps_str){large, sizeof large}, 0) == 0);
    cr_expect(ps_numbered_of(&texts, (ps_str){large, sizeof large - 1}, 0) == 1);
    cr_expect(ps_numbered_of(&texts, (ps_str){large, sizeof large - 2}, 0) == 0, "no room for two");
    cr_expect(ps_numbered_of(&texts, PS_STR("short"), 0) == 2);
    ps_numbered_done(&texts);
}

/* Thousands of texts more than there are slots: each takes a bounded look, and those that come
 * again at once are still kept. */
Test(numbered, what_comes_once_does_not_keep_others_out)
{
    enum { MANY = 400000 };
    char room[32];
    ps_numbered texts;
    ps_numbered_init(&texts, ROOM, 0);
    for (unsigned i = 0; i < MANY; i++) {
        (void)ps_numbered_of(&texts, id_of(room, i), 0);
    }
    uint32_t before = texts.count;
    (void)ps_numbered_of(&texts, PS_STR("late"), 0);
    cr_expect(ps_numbered_of(&texts, PS_STR("late"), 0) == before + 1);
    ps_numbered_done(&texts);
}
