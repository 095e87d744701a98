/* Values that are written and were not understood.
 * SPDX-License-Identifier: Apache-2.0 */
#include "screen/misread.h"

#include "base/str.h"
#include "ps_test.h"

static ps_arena arena;
static ps_limits limits;

static void setup(void)
{
    ps_arena_init(&arena, 0);
    limits = ps_limits_default();
}

static void teardown(void)
{
    ps_arena_done(&arena);
}

TestSuite(misread, .init = setup, .fini = teardown);

static ps_screened note(const ps_record *record)
{
    ps_error err = {0};
    ps_screened screened = {.seq = 1};
    PS_TEST_STATUS(ps_misread_note(record, &limits, &arena, &screened, &err), PS_OK, err);
    return screened;
}

#define VALUE(written)                                                                             \
    {                                                                                              \
        PS_STR(written), 7                                                                         \
    }

Test(misread, what_is_absent_or_understood_is_not_told)
{
    ps_item item = {.amount = {VALUE("1.00"), {100, 2}, 1},
                    .currency = VALUE("CNY"),
                    .delivery.day = PS_NO_DAY,
                    .price_base.known = 1};
    ps_record record = {.date = {VALUE("2026-11-20"), 20777}, .items = &item, .item_count = 1};
    cr_expect_eq(note(&record).not_understood_count, 0);
}

Test(misread, dates_numbers_and_currencies_are_told_with_their_place)
{
    ps_item item = {.line_id = VALUE("10"),
                    .amount = {.source = VALUE("about 10")},
                    .currency = VALUE("704"),
                    .delivery = {VALUE("soon"), PS_NO_DAY}};
    ps_record record = {.date = {VALUE("01/02/2026"), PS_NO_DAY},
                        .currency = VALUE("\xc2\xa5"),
                        .total = {.source = VALUE("1,2,3")},
                        .items = &item,
                        .item_count = 1};
    ps_screened s = note(&record);
    static const char *const want[] = {"date",           "currency",         "total",
                                       "line 10 amount", "line 10 delivery", "line 10 currency"};
    cr_assert_eq(s.not_understood_count, 6);
    for (size_t i = 0; i < 6; i++) {
        ps_test_str(s.not_understood[i].field, want[i], "field");
        cr_expect_eq(s.not_understood[i].line, 7);
    }
    ps_test_str(s.not_understood[3].quote, "about 10", "as written");
    limits.evidence = 2;
    s = note(&record);
    cr_expect_eq(s.not_understood_count, 2);
    cr_expect_eq(s.not_understood_left_out, 4);
}

Test(misread, a_date_that_is_there_is_not_called_missing)
{
    ps_record record = {.date = {VALUE("01/02/2026"), PS_NO_DAY}};
    ps_test_str(ps_misread_reason(&record, PS_STR("no-date: why"), &arena),
                "date-not-understood: \"01/02/2026\"; why", "reason");
    ps_test_str(ps_misread_reason(&record, PS_STR("no-description: why"), &arena),
                "no-description: why", "other");
    record.date.source = (ps_value){PS_NO_STR, 0};
    ps_test_str(ps_misread_reason(&record, PS_STR("no-date: why"), &arena), "no-date: why", "none");
}
