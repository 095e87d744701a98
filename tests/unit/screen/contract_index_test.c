/* Where contracts lie, in memory and in the temporary file.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ps_test.h"
#include "screen/contract_index.h"

static void add(ps_contract_index *index, uint64_t hash, uint64_t place)
{
    ps_error err = {0};
    PS_TEST_STATUS(ps_contract_index_add(index, hash, place, &err), PS_OK, err);
}

static void expect(ps_contract_index *index, uint64_t hash, const uint64_t *want, size_t count,
                   size_t most)
{
    uint64_t places[16];
    size_t got = 99;
    ps_error err = {0};
    PS_TEST_STATUS(ps_contract_index_find(index, hash, places, most, &got, &err), PS_OK, err);
    cr_assert_eq(got, count);
    for (size_t i = 0; i < count; i++) {
        cr_expect_eq(places[i], want[i]);
    }
}

static void try_index(uint64_t most)
{
    ps_contract_index index;
    ps_contract_index_init(&index, most);
    /* Hashes with the highest bit set are not negative, nor do they come first. */
    add(&index, UINT64_MAX, 0);
    add(&index, 7, 10);
    add(&index, UINT64_MAX, 20);
    add(&index, 7, 30);
    add(&index, 7, (uint64_t)1 << 40);
    cr_expect_eq(index.database != NULL, most < 5, "it is where it should be");
    cr_expect_eq(index.index.count, most < 5 ? 0 : 5, "and nowhere else");
    expect(&index, 7, (const uint64_t[]){(uint64_t)1 << 40, 30, 10}, 3, 16);
    expect(&index, 7, (const uint64_t[]){(uint64_t)1 << 40, 30}, 2, 2);
    expect(&index, UINT64_MAX, (const uint64_t[]){20, 0}, 2, 16);
    expect(&index, 8, NULL, 0, 16);
    add(&index, 8, 41);
    expect(&index, 8, (const uint64_t[]){41}, 1, 16);
    ps_contract_index_done(&index);
}

Test(contract_index, the_last_comes_first_in_memory_and_in_the_file)
{
    for (uint64_t most = 0; most <= 6; most++) {
        try_index(most);
    }
}

Test(contract_index, the_hash_stays_when_it_moves_to_the_file)
{
    ps_contract_index index;
    ps_contract_index_init(&index, 1);
    uint64_t before = ps_contract_index_hash(&index, PS_STR("c-1"));
    add(&index, before, 1);
    add(&index, before + 1, 2);
    cr_expect_not_null(index.database);
    cr_expect_eq(ps_contract_index_hash(&index, PS_STR("c-1")), before);
    expect(&index, before, (const uint64_t[]){1}, 1, 16);
    ps_contract_index_done(&index);
    ps_contract_index_done(&(ps_contract_index){.most = 0});
}

Test(contract_index, memory_does_not_grow_beyond_the_limit)
{
    ps_contract_index index;
    ps_contract_index_init(&index, 1000);
    for (uint64_t i = 0; i < 50000; i++) {
        add(&index, i % 12500, i);
    }
    cr_expect_eq(index.index.room, 0);
    cr_expect_null(index.places);
    expect(&index, 3, (const uint64_t[]){37503, 25003, 12503, 3}, 4, 16);
    ps_contract_index_done(&index);
}
