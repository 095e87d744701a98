/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"
#include "base/cleanup.h"
#include "catalog/wording.h"
#include "ps_test.h"

static int append(void *user, ps_str wording)
{
    ps_buffer_add_char(user, '[');
    ps_buffer_add_str(user, wording);
    ps_buffer_add_char(user, ']');
    return 0;
}

static int stop(void *user, ps_str wording)
{
    (void)wording;
    return ++*(int *)user == 2;
}

Test(wording, alternatives_and_groups_are_spelled_out)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"core router", "[core router]"},
        {"a | b", "[a][b]"},
        {"(core|edge) router", "[core router][edge router]"},
        {"(un|)managed", "[unmanaged][managed]"},
        {"x(a|b)(c|d)y", "[xacy][xady][xbcy][xbdy]"},
        {"(a(b|c)|d)e|f", "[abe][ace][de][f]"},
        {"核心(路由器|交换机)", "[核心路由器][核心交换机]"},
        {"(a)", "[a]"},
        {"a||b", "[a][][b]"},
        {"", "[]"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_arena arena;
        ps_buffer out;
        ps_arena_init(&arena, 0);
        ps_buffer_init(&out, 0);
        cr_expect_eq(ps_wordings_each(&arena, ps_str_from(rows[i].text), append, &out),
                     PS_WORDING_OK, "%s", rows[i].text);
        ps_test_str(ps_buffer_str(&out), rows[i].want, rows[i].text);
        ps_buffer_done(&out);
        ps_arena_done(&arena);
    }
}

Test(wording, brackets_must_pair_and_alternatives_are_limited)
{
    static const struct {
        const char *text;
        ps_wording_fault want;
    } rows[] = {
        {"(a", PS_WORDING_BRACKET},
        {"a)", PS_WORDING_BRACKET},
        {")a(", PS_WORDING_BRACKET},
        {"((a)", PS_WORDING_BRACKET},
        {"(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)", PS_WORDING_MANY},
        {"(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)",
         PS_WORDING_MANY},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_arena arena;
        ps_buffer out;
        ps_arena_init(&arena, 0);
        ps_buffer_init(&out, 0);
        cr_expect_eq(ps_wordings_each(&arena, ps_str_from(rows[i].text), append, &out),
                     rows[i].want, "%s", rows[i].text);
        ps_buffer_done(&out);
        ps_arena_done(&arena);
    }
}

Test(wording, the_caller_can_stop)
{
    ps_arena arena;
    int count = 0;
    ps_arena_init(&arena, 0);
    cr_expect_eq(ps_wordings_each(&arena, PS_STR("(a|b|c)|d"), stop, &count), PS_WORDING_OK);
    cr_expect_eq(count, 2);
    ps_arena_done(&arena);
}

Test(wording, no_memory_is_said)
{
    ps_arena arena;
    ps_buffer out;
    ps_arena_init(&arena, 1);
    ps_buffer_init(&out, 0);
    cr_expect_eq(ps_wordings_each(&arena, PS_STR("(a|b)"), append, &out), PS_WORDING_MEMORY);
    ps_buffer_done(&out);
    ps_arena_done(&arena);
}
