/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"
#include "ps_test.h"

static void check(const char *text, const char *want)
{
    ps_day day = ps_date_parse(ps_str_from(text));
    ps_buffer out;
    ps_buffer_init(&out, 0);
    if (day != PS_NO_DAY) {
        ps_date_format(day, &out);
    }
    cr_expect(ps_str_is(ps_buffer_str(&out), want), "\"%s\": got \"%.*s\", want \"%s\"", text,
              PS_FMT(ps_buffer_str(&out)), want);
    ps_buffer_done(&out);
}

Test(date, reads_what_documents_write)
{
    check("2005-06-20", "2005-06-20");
    check(" 20141110 ", "2014-11-10");
    check("202003311232", "2020-03-31");
    check("2020-04-09+01:00", "2020-04-09");
    check("2021-01-08T23:00:06-08:00", "2021-01-08");
    check("2003-05-15 00:00:00", "2003-05-15");
    check("2024-06-15T10:30:00.000+02:00", "2024-06-15");
    check("2026年03月26日", "2026-03-26");
    check("2026年3月6日", "2026-03-06");
    check("2026/3/26", "2026-03-26");
    check("2020-04-09Z", "2020-04-09");
    check("2024-02-29", "2024-02-29");
    check("2000-02-29", "2000-02-29");
    check("15-MAR-2026 09:30:00", "2026-03-15");
    check("1-Dec-2026", "2026-12-01");
    check("31 jan 2026", "2026-01-31");
    check("10.11.2014", "2014-11-10");
    check("1.2.2026 08:00", "2026-02-01");
    check("民國115年3月6日", "2026-03-06");
    check("中华民国 115年03月06日", "2026-03-06");
}

Test(date, does_not_guess)
{
    const char *const none[] = {"",
                                "2023-02-29",
                                "31/12/2026",
                                "01/02/2026",
                                "2026-13-01",
                                "1899-12-31",
                                "2026-06",
                                "20260631",
                                "2026061",
                                "x",
                                "2026-06-01x",
                                "2200-01-01",
                                "1900-02-29",
                                "26-06-01",
                                "0000-00-00",
                                "00000000",
                                "31-APR-2026",
                                "15-MAR-26",
                                "15-MRZ-2026",
                                "15-MAR-20261",
                                "MAR-15-2026",
                                "15-MAR-2026x",
                                "15MAR2026",
                                "15-MARCH-2026",
                                "31.13.2026",
                                "10.11.14",
                                "10.11.20145",
                                "10.11-2014",
                                "115年3月6日",
                                "民國年3月6日",
                                "民國15年13月6日",
                                "清光緒34年3月6日"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        check(none[i], "");
    }
}

Test(date, counts_from_1970_and_back)
{
    cr_expect_eq(ps_date_parse_iso(PS_STR("1970-01-01")), 0);
    cr_expect_eq(ps_date_parse_iso(PS_STR("1969-12-31")), -1);
    cr_expect_eq(ps_date_parse_iso(PS_STR("2022-02-15")), 19038);
    cr_expect_eq(ps_date_parse_iso(PS_STR("2022-2-15")), PS_NO_DAY);
}

Test(date, working_days_skip_weekends)
{
    ps_day friday = ps_date_parse_iso(PS_STR("2026-11-20"));
    cr_expect_eq(ps_date_add_working_days(friday, 1), friday + 3);
    cr_expect_eq(ps_date_add_working_days(friday + 1, 1), friday + 3);
    cr_expect_eq(ps_date_add_working_days(friday, 70), friday + 98);
}

Test(date, every_day_comes_back)
{
    ps_day first = ps_date_parse_iso(PS_STR("1900-01-01"));
    ps_day last = ps_date_parse_iso(PS_STR("2199-12-31"));
    ps_buffer out;
    ps_buffer_init(&out, 0);
    cr_expect_eq(last - first + 1, 109573);
    for (ps_day day = first; day <= last; day++) {
        ps_buffer_clear(&out);
        ps_date_format(day, &out);
        cr_assert_eq(ps_date_parse_iso(ps_buffer_str(&out)), day, "%.*s",
                     PS_FMT(ps_buffer_str(&out)));
    }
    ps_buffer_done(&out);
}

Test(date, a_day_of_an_option_is_iso_and_nothing_else)
{
    cr_expect_eq(ps_day_parse("2022-02-15"), 19038);
    cr_expect_eq(ps_day_parse("2022-02-30"), PS_NO_DAY);
    cr_expect_eq(ps_day_parse("20220215"), PS_NO_DAY);
    cr_expect_eq(ps_day_parse(""), PS_NO_DAY);
    cr_expect_eq(ps_day_parse(NULL), PS_NO_DAY);
}

static ps_day months_after(const char *day, unsigned months)
{
    return ps_date_add_months(ps_day_parse(day), months);
}

Test(date, months_keep_the_day_where_there_is_one)
{
    cr_expect_eq(months_after("2025-09-30", 12), ps_day_parse("2026-09-30"));
    cr_expect_eq(months_after("2024-02-29", 12), ps_day_parse("2025-02-28"));
    cr_expect_eq(months_after("2025-08-31", 6), ps_day_parse("2026-02-28"));
    cr_expect_eq(months_after("2025-12-15", 1), ps_day_parse("2026-01-15"));
    cr_expect_eq(months_after("2025-12-15", 0), ps_day_parse("2025-12-15"));
}
