/* SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "ps_test.h"

static void check(const char *text, char mark, const char *want)
{
    ps_decimal value;
    ps_buffer out;
    ps_buffer_init(&out, 0);
    if (ps_decimal_parse(ps_str_from(text), mark, &value)) {
        ps_decimal_format(value, 0, &out);
    }
    cr_expect(ps_str_is(ps_buffer_str(&out), want), "\"%s\" (%c): got \"%.*s\", want \"%s\"", text,
              mark, PS_FMT(ps_buffer_str(&out)), want);
    ps_buffer_done(&out);
}

Test(decimal, reads_what_documents_write)
{
    check("100", '.', "100");
    check("64.46000", '.', "64.46000");
    check("20,00", '.', "20.00");
    check("1,0130", '.', "1.0130");
    check("1,234.56", '.', "1234.56");
    check("1.234,56", '.', "1234.56");
    check("1 234,56", '.', "1234.56");
    check("1\xc2\xa0"
          "234,56",
          '.', "1234.56");
    check("1'234.56", '.', "1234.56");
    check("1.234.567", '.', "1234567");
    check("\xef\xbc\x91\xef\xbc\x99\xef\xbc\x8e\xef\xbc\x99\xef\xbc\x99", '.',
          "19.99"); /* full width */
    check("\xe2\x88\x92"
          "5",
          '.', "-5");
    check("-5", '.', "-5");
    check("+5.0", '.', "5.0");
    check("0.125", '.', "0.125");
    check("0,125", '.', "0.125");
    check(".5", '.', "0.5");
    check("100000.000000", '.', "100000.000000");
    check("55000000.00000000000000", '.', "55000000.0000000000");
}

Test(decimal, one_mark_with_three_digits_is_read_by_the_profile)
{
    check("1,234", '.', "1234");
    check("1,234", ',', "1.234");
    check("1.234", '.', "1.234");
    check("1.234", ',', "1234");
    check("100.000", '.', "100.000");
}

Test(decimal, an_ambiguous_one_is_not_understood_without_a_mark)
{
    check("1,234", 0, "");
    check("1.234", 0, "");
    check("1,234.5", 0, "1234.5");
    check("20,00", 0, "20.00");
    check("1234", 0, "1234");
}

Test(decimal, the_mark_that_a_number_shows)
{
    static const struct {
        const char *text;
        char mark;
    } rows[] = {{"20,00", ','},     {"-20.0", '.'}, {"1.234,56", ','}, {"1,234.56", '.'},
                {"1.234.567", ','}, {"1,234", 0},   {"1.234", 0},      {"1234", 0},
                {"1 234", 0},       {"ten", 0},     {"", 0},           {"0,125", ','}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(ps_decimal_mark(ps_str_from(rows[i].text)), rows[i].mark, "%s", rows[i].text);
    }
}

Test(decimal, is_never_a_prefix_and_never_zero_for_what_it_cannot_read)
{
    const char *const none[] = {"",
                                "(5)",
                                "5-",
                                "1e3",
                                "0x10",
                                "NaN",
                                "Infinity",
                                "\xd9\xa3",
                                "1,2,3",
                                "1.2.3",
                                "12.34.5",
                                "1,23.4,5",
                                "5 EUR",
                                "-",
                                "1.",
                                "--5",
                                "99999999999999999999",
                                "0.0000000000001",
                                "1,2345,678.9"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        check(none[i], '.', "");
    }
}

static ps_decimal number(const char *text)
{
    ps_decimal value = {0, 0};
    cr_assert(ps_decimal_parse(ps_str_from(text), '.', &value), "%s", text);
    return value;
}

static void expect(ps_decimal value, const char *want)
{
    ps_buffer out;
    ps_buffer_init(&out, 0);
    ps_decimal_format(value, 0, &out);
    ps_test_str(ps_buffer_str(&out), want, "value");
    ps_buffer_done(&out);
}

Test(decimal, arithmetic_is_exact)
{
    ps_decimal r;
    cr_assert(ps_decimal_add(number("0.1"), number("0.2"), &r));
    expect(r, "0.3");
    cr_assert(ps_decimal_multiply(number("19.99"), number("3"), &r));
    expect(r, "59.97");
    cr_assert(ps_decimal_add(number("1000000000000000"), number("0.01"), &r));
    expect(r, "1000000000000000.01");
    cr_assert(ps_decimal_divide(number("10"), number("3"), 4, &r));
    expect(r, "3.3333");
    cr_assert(ps_decimal_divide(number("2"), number("3"), 2, &r));
    expect(r, "0.67");
    cr_assert(ps_decimal_divide(number("-2"), number("3"), 2, &r));
    expect(r, "-0.67");
    cr_expect_eq(ps_decimal_compare(number("10000.00"), number("10000")), 0);
    cr_expect_gt(ps_decimal_compare(number("10000.01"), number("10000")), 0);
    ps_decimal sum = {0, 0};
    for (int i = 0; i < 1000000; i++) {
        cr_assert(ps_decimal_add(sum, (ps_decimal){1, 2}, &sum));
    }
    expect(sum, "10000.00");
}

Test(decimal, overflow_is_said)
{
    ps_decimal r;
    cr_expect_not(ps_decimal_multiply(number("9000000000000000000"), number("9"), &r));
    cr_expect_not(ps_decimal_add(number("9000000000000000000"), number("9000000000000000000"), &r));
    cr_expect_not(ps_decimal_divide(number("1"), number("0"), 2, &r));
}

/* A sign in front takes the long way through all marks; both must say the same. */
Test(decimal, plain_numbers_are_read_as_any_other)
{
    static const char *const marks[] = {"", ".", "..", ",", "0", "0000"};
    uint64_t state = 7;
    for (int i = 0; i < 50000; i++) {
        char text[48];
        ps_decimal plain = {0, 0};
        ps_decimal other = {0, 0};
        char mark = i % 3 == 0 ? ',' : i % 3 == 1 ? '.' : '\0';
        state = state * 6364136223846793005U + 1442695040888963407U;
        unsigned a = (unsigned)(state >> 40);
        unsigned b = (unsigned)(state >> 20) & 0xFFFFF;
        (void)snprintf(text, sizeof text, "+%.*u%s%.*u", (int)(a % 11), a >> (a % 24),
                       marks[a % PS_COUNT(marks)], (int)(b % 9), b >> (b % 20));
        int known = ps_decimal_parse(ps_str_from(text + 1), mark, &plain);
        cr_assert_eq(known, ps_decimal_parse(ps_str_from(text), mark, &other), "%s", text);
        cr_assert_eq(plain.digits, other.digits, "%s", text);
        cr_assert_eq(plain.scale, other.scale, "%s", text);
    }
}

Test(decimal, what_is_written_is_read_back)
{
    /* Any fixed sequence of well mixed numbers does; this is splitmix64. */
    uint64_t state = 20261120;
    ps_buffer out;
    ps_buffer_init(&out, 0);
    for (int i = 0; i < 20000; i++) {
        uint64_t z = (state += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z ^= z >> 27;
        /* At most 18 digits: with more, zeros at the end are dropped to make room. */
        ps_decimal value = {(int64_t)(z % 1000000000000000000u) >> (z >> 58),
                            (uint8_t)(z % (PS_DECIMAL_SCALE_MAX + 1))};
        value.digits = z & 1 ? -value.digits : value.digits;
        ps_decimal back = {0, 0};
        ps_buffer_clear(&out);
        ps_decimal_format(value, 0, &out);
        cr_assert(ps_decimal_parse(ps_buffer_str(&out), '.', &back), "%.*s",
                  PS_FMT(ps_buffer_str(&out)));
        cr_assert_eq(back.digits, value.digits, "%.*s", PS_FMT(ps_buffer_str(&out)));
        cr_assert_eq(back.scale, value.scale, "%.*s", PS_FMT(ps_buffer_str(&out)));
    }
    ps_buffer_done(&out);
}
