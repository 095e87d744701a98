/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/tail.h"

#include <string.h>

#include "base/cleanup.h"
#include "ps_test.h"

static const char *const names[] = {"Order", "Invoice", NULL};

static uint64_t count(ps_str bytes, size_t piece)
{
    ps_tail tail = {.names = names};
    for (size_t at = 0; at < bytes.len; at += piece) {
        size_t end = bytes.len - at < piece ? bytes.len : at + piece;
        ps_tail_add(&tail, ps_str_slice(bytes, at, end));
    }
    return tail.count;
}

Test(tail, start_tags_of_the_names_are_counted_however_the_bytes_come)
{
    static const struct {
        const char *text;
        uint64_t want;
    } rows[] = {
        {"<Order>", 1},
        {"<Order/>", 1},
        {"<Order id='1'><Order\n><Order\t/>", 3},
        {"<p:Order><a:b:Order>", 2},
        {"<Order></Order>", 1},
        {"<Orders><OrderLine><order><Orde><xOrder>", 0},
        {"<Invoice><Order>", 2},
        {"<!Order><?Order?><!--Order-->", 0},
        {"< Order><", 0},
        {"<<Order>", 1},
        {"<Order", 0},
        {"Order>", 0},
        {"", 0},
        {"\xFF<Order>\xFF", 1},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        for (size_t piece = 1; piece < 12; piece++) {
            uint64_t got = count(ps_str_from(rows[i].text), piece);
            cr_expect_eq(got, rows[i].want, "row %zu by %zu: %llu", i, piece,
                         (unsigned long long)got);
        }
    }
}

Test(tail, a_name_of_any_length_is_passed_over)
{
    char text[2000];
    memset(text, 'n', sizeof text);
    text[0] = '<';
    memcpy(text + sizeof text - 8, "><Order>", 8);
    cr_expect_eq(count((ps_str){text, sizeof text}, 7), 1);
}

Test(tail, without_names_nothing_is_counted)
{
    ps_tail tail = {.names = NULL};
    ps_tail_add(&tail, PS_STR("<Order>"));
    cr_expect_eq(tail.count, 0);
}
