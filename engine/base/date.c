/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

#include "base/str.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 2199 };

/* Days since 1970-01-01 by Howard Hinnant's civil calendar arithmetic: eras of 400 years that begin
 * in March. */
static ps_day days_from_civil(int year, int month, int day)
{
    year -= month <= 2;
    int era = year / 400;
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void civil_from_days(ps_day days, int *year, int *month, int *day)
{
    int shifted = days + 719468;
    int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int day_of_era = shifted - era * 146097;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted_month = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    *month = shifted_month + (shifted_month < 10 ? 3 : -9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

static ps_day make_day(uint64_t year, uint64_t month, uint64_t day)
{
    static const uint8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1) {
        return PS_NO_DAY;
    }
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (day > (uint64_t)lengths[month - 1] + (month == 2 && leap)) {
        return PS_NO_DAY;
    }
    return days_from_civil((int)year, (int)month, (int)day);
}

/* Up to `longest` digits off the front. */
static int take_number(ps_str *text, size_t longest, uint64_t *ret)
{
    size_t len = 0;
    while (len < text->len && len < longest && ps_is_digit(text->ptr[len])) {
        len++;
    }
    if (!ps_str_to_uint(ps_str_slice(*text, 0, len), 9999, ret)) {
        return 0;
    }
    *text = ps_str_slice(*text, len, text->len);
    return 1;
}

/* One of the separators that stand between the parts of a date, or `sign` (年, 月). */
static int take_separator(ps_str *text, ps_str sign)
{
    if (ps_str_starts(*text, sign)) {
        *text = ps_str_slice(*text, sign.len, text->len);
        return 1;
    }
    if (text->len && (text->ptr[0] == '-' || text->ptr[0] == '/' || text->ptr[0] == '.')) {
        *text = ps_str_slice(*text, 1, text->len);
        return 1;
    }
    return 0;
}

/* What may follow a day: nothing, 日, a clock time, a zone. Only its shape is looked at. */
static int is_tail(ps_str text)
{
    if (ps_str_starts(text, PS_STR("日"))) {
        text = ps_str_slice(text, strlen("日"), text.len);
    }
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!ps_is_digit(c) && c != ':' && c != '.' && c != '+' && c != '-' && c != 'T' &&
            c != 'Z' && c != ' ') {
            return 0;
        }
    }
    return text.len == 0 || text.ptr[0] == 'T' || text.ptr[0] == ' ' || text.ptr[0] == 'Z' ||
           text.ptr[0] == '+' || (text.ptr[0] == '-' && text.len >= 5);
}

static int all_digits(ps_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!ps_is_digit(text.ptr[i])) {
            return 0;
        }
    }
    return 1;
}

/* 15-MAR-2026, as databases print dates: a month by its English name leaves nothing to guess. */
static ps_day parse_named_month(ps_str text)
{
    static const char names[] = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    uint64_t year;
    uint64_t day;
    uint64_t month = 0;
    if (!take_number(&text, 2, &day) || !take_separator(&text, PS_STR(" ")) || text.len < 8) {
        return PS_NO_DAY;
    }
    ps_str name = ps_str_slice(text, 0, 3);
    while (month < 12 && !ps_str_equal_ascii_case(name, (ps_str){names + 3 * month, 3})) {
        month++;
    }
    text = ps_str_slice(text, 3, text.len);
    if (month == 12 || !take_separator(&text, PS_STR(" ")) || text.len < 4 ||
        !all_digits(ps_str_slice(text, 0, 4)) || !take_number(&text, 4, &year) || !is_tail(text)) {
        return PS_NO_DAY;
    }
    return make_day(year, month + 1, day);
}

/* 10.11.2014: with points between them, days come first. */
static ps_day parse_pointed(ps_str text)
{
    uint64_t year;
    uint64_t month;
    uint64_t day;
    if (!take_number(&text, 2, &day) || !text.len || text.ptr[0] != '.') {
        return PS_NO_DAY;
    }
    text = ps_str_slice(text, 1, text.len);
    if (!take_number(&text, 2, &month) || text.len < 5 || text.ptr[0] != '.' ||
        !all_digits(ps_str_slice(text, 1, 5))) {
        return PS_NO_DAY;
    }
    text = ps_str_slice(text, 1, text.len);
    if (!take_number(&text, 4, &year) || !is_tail(text)) {
        return PS_NO_DAY;
    }
    return make_day(year, month, day);
}

/* 民國115年3月6日: the first year was 1912. */
static ps_day parse_minguo(ps_str text)
{
    enum { YEAR_ZERO = 1911 };
    static const char *const names[] = {"中華民國", "中华民国", "民國", "民国"};
    uint64_t year;
    uint64_t month;
    uint64_t day;
    size_t i = 0;
    while (i < sizeof names / sizeof *names && !ps_str_starts(text, ps_str_from(names[i]))) {
        i++;
    }
    if (i == sizeof names / sizeof *names) {
        return PS_NO_DAY;
    }
    text = ps_str_trim(ps_str_slice(text, strlen(names[i]), text.len));
    if (!take_number(&text, 3, &year) || !take_separator(&text, PS_STR("年")) ||
        !take_number(&text, 2, &month) || !take_separator(&text, PS_STR("月")) ||
        !take_number(&text, 2, &day) || !is_tail(text)) {
        return PS_NO_DAY;
    }
    return make_day(year + YEAR_ZERO, month, day);
}

ps_day ps_date_parse(ps_str text)
{
    uint64_t year;
    uint64_t month;
    uint64_t day;
    text = ps_str_trim(text);
    if (text.len < 8 || text.len > 64) {
        return PS_NO_DAY;
    }
    ps_str run = ps_str_slice(text, 0, 8);
    if (all_digits(run)) {
        /* 20141110, 202003311232, 20200331123200, and 20201230 with a time or zone behind. */
        ps_str rest = ps_str_slice(text, 8, text.len);
        int clock =
            all_digits(rest) && (rest.len == 0 || rest.len == 2 || rest.len == 4 || rest.len == 6);
        if (!clock && !is_tail(rest)) {
            return PS_NO_DAY;
        }
        if (!take_number(&run, 4, &year) || !take_number(&run, 2, &month) ||
            !take_number(&run, 2, &day)) {
            return PS_NO_DAY;
        }
        return make_day(year, month, day);
    }
    if ((unsigned char)text.ptr[0] >= 0x80) {
        return parse_minguo(text);
    }
    if (text.ptr[1] == '.' || text.ptr[2] == '.') {
        return parse_pointed(text);
    }
    if (!ps_is_digit(text.ptr[2]) && !ps_is_digit(text.ptr[3])) {
        return parse_named_month(text);
    }
    if (!take_number(&text, 4, &year) || !take_separator(&text, PS_STR("年")) ||
        !take_number(&text, 2, &month) || !take_separator(&text, PS_STR("月")) ||
        !take_number(&text, 2, &day) || !is_tail(text)) {
        return PS_NO_DAY;
    }
    return make_day(year, month, day);
}

ps_day ps_date_parse_iso(ps_str text)
{
    if (text.len != 10 || text.ptr[4] != '-' || text.ptr[7] != '-') {
        return PS_NO_DAY;
    }
    uint64_t year;
    uint64_t month;
    uint64_t day;
    if (!ps_str_to_uint(ps_str_slice(text, 0, 4), 9999, &year) ||
        !ps_str_to_uint(ps_str_slice(text, 5, 7), 99, &month) ||
        !ps_str_to_uint(ps_str_slice(text, 8, 10), 99, &day)) {
        return PS_NO_DAY;
    }
    return make_day(year, month, day);
}

ps_day ps_day_parse(const char *text)
{
    return ps_date_parse_iso(ps_str_from(text));
}

/* With zeros in front. */
static void put_digits(char *at, int count, int value)
{
    while (count > 0) {
        at[--count] = (char)('0' + value % 10);
        value /= 10;
    }
}

void ps_date_format(ps_day day, ps_buffer *out)
{
    char text[] = {'Y', 'Y', 'Y', 'Y', '-', 'M', 'M', '-', 'D', 'D'};
    int year;
    int month;
    int day_of_month;
    civil_from_days(day, &year, &month, &day_of_month);
    if (year < 0 || year > 9999) {
        ps_buffer_printf(out, "%04d-%02d-%02d", year, month, day_of_month);
        return;
    }
    put_digits(text, 4, year);
    put_digits(text + 5, 2, month);
    put_digits(text + 8, 2, day_of_month);
    ps_buffer_add(out, text, sizeof text);
}

ps_day ps_date_add_working_days(ps_day day, unsigned days)
{
    /* 1970-01-01 was a Thursday; 0 is Monday here. */
    int weekday = (int)(((int64_t)day + 3) % 7 + 7) % 7;
    for (; days > 0; days--) {
        do {
            day++;
            weekday = (weekday + 1) % 7;
        } while (weekday >= 5);
    }
    return day;
}

ps_day ps_date_add_months(ps_day day, unsigned months)
{
    int year;
    int month;
    int day_of_month;
    civil_from_days(day, &year, &month, &day_of_month);
    unsigned all = (unsigned)(month - 1) + months;
    year += (int)(all / 12);
    month = (int)(all % 12) + 1;
    ps_day first = days_from_civil(year, month, 1);
    ps_day next =
        month == 12 ? days_from_civil(year + 1, 1, 1) : days_from_civil(year, month + 1, 1);
    ps_day wanted = first + day_of_month - 1;
    return wanted < next ? wanted : next - 1;
}
