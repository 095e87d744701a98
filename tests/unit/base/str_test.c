/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "ps_test.h"

Test(str, finds_and_cuts)
{
    cr_expect_eq(ps_str_find(PS_STR("ababc"), PS_STR("abc")), 2);
    cr_expect_eq(ps_str_find(PS_STR("ab"), PS_STR("abc")), SIZE_MAX);
    cr_expect_eq(ps_str_find(PS_STR(""), PS_STR("a")), SIZE_MAX);
    ps_test_str(ps_str_trim(PS_STR(" \t a b\r\n")), "a b", "trim");
    ps_test_str(ps_str_cut(PS_STR("路由器"), 7), "路由", "a character is not cut");
    ps_test_str(ps_str_cut(PS_STR("abc"), 3), "abc", "fits");
}

Test(str, splits)
{
    ps_str rest = PS_STR("a,,b");
    ps_str part;
    cr_assert(ps_str_next(&rest, ',', &part));
    ps_test_str(part, "a", "first");
    cr_assert(ps_str_next(&rest, ',', &part));
    ps_test_str(part, "", "empty between");
    cr_assert(ps_str_next(&rest, ',', &part));
    ps_test_str(part, "b", "last");
    cr_expect_not(ps_str_next(&rest, ',', &part));
    ps_str words = PS_STR("  zh\ten ");
    cr_assert(ps_str_next_word(&words, &part));
    ps_test_str(part, "zh", "word");
    cr_assert(ps_str_next_word(&words, &part));
    ps_test_str(part, "en", "word");
    cr_expect_not(ps_str_next_word(&words, &part));
}

Test(str, reads_unsigned_numbers)
{
    uint64_t n = 7;
    cr_expect(ps_str_to_uint(PS_STR("18446744073709551615"), UINT64_MAX, &n));
    cr_expect_eq(n, UINT64_MAX);
    cr_expect_not(ps_str_to_uint(PS_STR("18446744073709551616"), UINT64_MAX, &n));
    cr_expect_not(ps_str_to_uint(PS_STR("-1"), 10, &n));
    cr_expect_not(ps_str_to_uint(PS_STR(""), 10, &n));
    cr_expect_not(ps_str_to_uint(PS_STR("11"), 10, &n));
}

Test(str, distance_counts_edits)
{
    cr_expect_eq(ps_str_distance(PS_STR("hihg"), PS_STR("high")), 2);
    cr_expect_eq(ps_str_distance(PS_STR("high"), PS_STR("high")), 0);
    cr_expect_eq(ps_str_distance(PS_STR(""), PS_STR("abc")), 3);
    char text[65];
    memset(text, 'a', sizeof text);
    cr_expect_eq(ps_str_distance((ps_str){text, 64}, (ps_str){text, 64}), 0);
    cr_expect_eq(ps_str_distance((ps_str){text, 65}, (ps_str){text, 1}), SIZE_MAX);
}

Test(str, order_is_by_bytes)
{
    cr_expect_lt(ps_str_compare(PS_STR("a"), PS_STR("b")), 0);
    cr_expect_lt(ps_str_compare(PS_STR("a"), PS_STR("aa")), 0);
    cr_expect_lt(ps_str_compare(PS_STR("Z"), PS_STR("a")), 0);
    cr_expect_gt(ps_str_compare(PS_STR("\xe8"), PS_STR("z")), 0);
    cr_expect_eq(ps_str_compare(PS_NO_STR, PS_STR("")), 0);
}

Test(str, beginnings_and_ends)
{
    cr_expect(ps_str_starts(PS_STR("router"), PS_STR("rou")));
    cr_expect_not(ps_str_starts(PS_STR("ro"), PS_STR("rou")));
    cr_expect(ps_str_ends(PS_STR("router"), PS_STR("ter")));
    cr_expect_not(ps_str_ends(PS_STR("r"), PS_STR("ter")));
    cr_expect(ps_str_starts(PS_STR("a"), PS_NO_STR));
    cr_expect(ps_str_equal_ascii_case(PS_STR("USCC"), PS_STR("uscc")));
    cr_expect_not(ps_str_equal_ascii_case(PS_STR("USCC"), PS_STR("usc")));
}

/* Parts of one text, so that they have most of their bytes in common. */
Test(str, no_two_of_these_have_the_same_hash)
{
    static const char text[] = "abbbabaaaababbbbbaabababbbaaabab";
    enum { LENGTH = sizeof text - 1, MOST = LENGTH * LENGTH };
    static ps_str parts[MOST];
    size_t count = 0;
    for (size_t at = 0; at < LENGTH; at++) {
        for (size_t len = 0; len <= LENGTH - at; len++) {
            parts[count++] = (ps_str){text + at, len};
        }
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < i; k++) {
            cr_assert_eq(ps_str_hash(parts[i]) == ps_str_hash(parts[k]),
                         ps_str_equal(parts[i], parts[k]), "\"%.*s\" and \"%.*s\"",
                         PS_FMT(parts[i]), PS_FMT(parts[k]));
        }
    }
}

Test(str, writes_unsigned_numbers)
{
    char room[PS_UINT_ROOM];
    ps_test_str(ps_str_of_uint(0, room), "0", "zero");
    ps_test_str(ps_str_of_uint(120, room), "120", "a zero behind");
    ps_test_str(ps_str_of_uint(UINT64_MAX, room), "18446744073709551615", "the longest");
}
