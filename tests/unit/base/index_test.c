/* SPDX-License-Identifier: Apache-2.0 */
#include "base/index.h"

#include "ps_test.h"

#include <stdio.h>

static ps_str key_of(unsigned i, char text[32])
{
    return (ps_str){text, (size_t)snprintf(text, 32, "supplier-%u", i)};
}

Test(index, everything_that_was_added_is_found_and_nothing_else)
{
    enum { COUNT = 5000 };
    ps_index index;
    char text[32];
    ps_index_init(&index);
    for (unsigned i = 0; i < COUNT; i++) {
        cr_assert_eq(ps_index_first(&index, ps_index_hash(&index, key_of(i, text))), 0);
        cr_assert(ps_index_add(&index, ps_index_hash(&index, key_of(i, text))));
    }
    for (unsigned i = 0; i < COUNT; i++) {
        uint32_t at = ps_index_first(&index, ps_index_hash(&index, key_of(i, text)));
        cr_assert_eq(at, i + 1);
        cr_assert_eq(ps_index_next(&index, at - 1), 0);
    }
    cr_expect_eq(ps_index_first(&index, ps_index_hash(&index, key_of(COUNT, text))), 0);
    ps_index_done(&index);
}

Test(index, things_of_one_key_come_newest_first)
{
    ps_index index;
    ps_index_init(&index);
    uint64_t hash = ps_index_hash(&index, PS_STR("C-1"));
    cr_assert(ps_index_add(&index, hash));
    cr_assert(ps_index_add(&index, ps_index_hash(&index, PS_STR("C-2"))));
    cr_assert(ps_index_add(&index, hash));
    cr_expect_eq(ps_index_first(&index, hash), 3);
    cr_expect_eq(ps_index_next(&index, 2), 1);
    cr_expect_eq(ps_index_next(&index, 0), 0);
    ps_index_done(&index);
}

Test(index, hashes_follow_the_key_and_the_index)
{
    ps_index a;
    ps_index b;
    ps_index_init(&a);
    ps_index_init(&b);
    cr_expect_eq(ps_index_hash_lower(&a, PS_STR("Po-1")), ps_index_hash_lower(&a, PS_STR("pO-1")));
    cr_expect_neq(ps_index_hash(&a, PS_STR("Po-1")), ps_index_hash(&a, PS_STR("pO-1")));
    cr_expect_neq(ps_index_hash(&a, PS_STR("")), ps_index_hash(&a, PS_STR("\0")));
    cr_expect_neq(ps_index_hash(&a, PS_STR("key")), ps_index_hash(&b, PS_STR("key")),
                  "each index has a key of its own");
    ps_index_done(&a);
    ps_index_done(&b);
}

Test(index, the_hash_is_the_one_of_the_paper)
{
    char bytes[16];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)i;
    }
    ps_index index = {.key = {0x0706050403020100U, 0x0f0e0d0c0b0a0908U}};
    cr_expect_eq(ps_index_hash(&index, (ps_str){bytes, 15}), 0xa129ca6149be45e5U);
}
