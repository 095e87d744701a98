/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/contract_key.h"

#include "base/cleanup.h"
#include "ps_test.h"

Test(contract_key, marks_that_file_names_cannot_hold_are_one)
{
    static const struct {
        const char *text;
        const char *key;
    } rows[] = {
        {"HT/2024-001", "ht_2024_001"},
        {" HT - 2024_001 ", "ht_2024_001"},
        {"采购:2024*7", "采购_2024_7"},
        {"-.-", ""},
        {"", ""},
        {"A", "a"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_buffer out;
        ps_buffer_init(&out, 0);
        ps_contract_key(ps_str_from(rows[i].text), &out);
        ps_test_str(ps_buffer_str(&out), rows[i].key, rows[i].text);
        ps_buffer_done(&out);
    }
}

Test(contract_key, an_id_stands_in_a_name_but_not_in_a_longer_number)
{
    static const struct {
        const char *id;
        const char *name;
        int named;
    } rows[] = {
        {"HT-1", "HT-1.docx", 1},
        {"HT-1", "signed ht_1 (2).pdf", 1},
        {"HT-1", "合同HT-1盖章.pdf", 1},
        {"HT-1", "HT-12.docx", 0},
        {"HT-1", "XHT-1.docx", 0},
        {"HT-1", "HT-12 and HT-1.docx", 1},
        {"1", "2024-1-7.docx", 1},
        {"", "a.docx", 0},
        {"-", "a-b.docx", 0},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        cr_expect_eq(ps_contract_named(ps_str_from(rows[i].id), ps_str_from(rows[i].name)),
                     rows[i].named, "%s in %s", rows[i].id, rows[i].name);
    }
}
