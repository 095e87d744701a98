/* SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"

#include <string.h>

#include "base/checked.h"
#include "base/str.h"

__extension__ typedef __int128 wide;

static const int64_t powers[] = {1,           10,           100,          1000,      10000,
                                 100000,      1000000,      10000000,     100000000, 1000000000,
                                 10000000000, 100000000000, 1000000000000};
_Static_assert(sizeof powers / sizeof *powers == PS_DECIMAL_SCALE_MAX + 1, "one power per scale");

/* Longest number that is read: more characters than 19 digits with separators have. */
enum { LONGEST = 64 };

/* Map what documents use for digits, blanks and the minus sign to ASCII. 0 when too long. */
static int to_ascii(ps_str text, char out[LONGEST], size_t *ret_len)
{
    static const struct {
        const char *from;
        char to;
    } map[] = {{"\xe2\x88\x92", '-'}, {"\xef\xbc\x8d", '-'}, {"\xef\xbc\x8b", '+'},
               {"\xef\xbc\x8e", '.'}, {"\xef\xbc\x8c", ','}, {"\xe2\x80\x99", '\''},
               {"\xc2\xa0", ' '},     {"\xe2\x80\x89", ' '}, {"\xe2\x80\xaf", ' '},
               {"\xe3\x80\x80", ' '}};
    size_t len = 0;
    text = ps_str_trim(text);
    for (size_t i = 0; i < text.len;) {
        if (len == LONGEST) {
            return 0;
        }
        if ((unsigned char)text.ptr[i] < 0x80) { /* nearly always */
            out[len++] = text.ptr[i++];
            continue;
        }
        ps_str rest = ps_str_slice(text, i, text.len);
        if (ps_str_starts(rest, PS_STR("\xef\xbc")) && rest.len > 2 &&
            (unsigned char)rest.ptr[2] >= 0x90 && (unsigned char)rest.ptr[2] <= 0x99) {
            out[len++] = (char)('0' + ((unsigned char)rest.ptr[2] - 0x90)); /* full-width digit */
            i += 3;
            continue;
        }
        size_t m = 0;
        while (m < sizeof map / sizeof *map && !ps_str_starts(rest, ps_str_from(map[m].from))) {
            m++;
        }
        if (m < sizeof map / sizeof *map) {
            out[len++] = map[m].to;
            i += strlen(map[m].from);
        } else {
            out[len++] = text.ptr[i++];
        }
    }
    *ret_len = len;
    return 1;
}

/* What the marks of a number are, after looking at all of it. */
typedef struct layout {
    char decimal; /* 0: none */
    char group;   /* 0: none */
} layout;

static int is_mark(char c)
{
    return c == '.' || c == ',' || c == '\'' || c == ' ';
}

static int find_layout(ps_str body, char mark, layout *ret)
{
    char seen[2] = {0, 0};
    size_t count[2] = {0, 0};
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < body.len; i++) {
        char c = body.ptr[i];
        if (ps_is_digit(c)) {
            continue;
        }
        if (!is_mark(c)) {
            return 0;
        }
        size_t which = seen[0] == 0 || seen[0] == c ? 0 : 1;
        if (which == 1 && seen[1] != 0 && seen[1] != c) {
            return 0;
        }
        if (which == 0 && seen[1] != 0) {
            return 0; /* the first mark again behind the second: 1,2.3,4 */
        }
        seen[which] = c;
        count[which]++;
        last = i;
    }
    *ret = (layout){0, 0};
    if (seen[0] == 0) {
        return 1;
    }
    if (seen[1] != 0) { /* two marks: groups, then the decimal mark once */
        if (count[1] != 1 || (seen[1] != '.' && seen[1] != ',')) {
            return 0;
        }
        *ret = (layout){seen[1], seen[0]};
        return 1;
    }
    size_t behind = body.len - last - 1;
    if (count[0] > 1 || seen[0] == '\'' || seen[0] == ' ') {
        *ret = (layout){0, seen[0]};
        return 1;
    }
    if (behind == 3 && last >= 1 && last <= 3 && !(last == 1 && body.ptr[0] == '0')) {
        if (!mark) {
            return 0;
        }
        *ret = seen[0] == mark ? (layout){seen[0], 0}
                               : (layout){0, seen[0]}; /* "1,234": either; ask the caller */
        return 1;
    }
    *ret = (layout){seen[0], 0};
    return 1;
}

/* Groups of three behind each group mark, one to three digits in front of the first. */
static int groups_fit(ps_str integer, char group)
{
    ps_str part;
    size_t n = 0;
    size_t marks = 0;
    for (size_t i = 0; i < integer.len; i++) {
        marks += integer.ptr[i] == group;
    }
    while (ps_str_next(&integer, group, &part)) {
        if (n == 0 ? part.len < 1 || part.len > 3 : part.len != 3) {
            return 0;
        }
        n++;
    }
    return n == marks + 1;
}

/* The number in ASCII without its sign; empty when it is none. */
static ps_str take_body(ps_str text, char ascii[LONGEST], int *ret_negative)
{
    size_t len;
    if (!to_ascii(text, ascii, &len) || len == 0) {
        return PS_NO_STR;
    }
    ps_str body = {ascii, len};
    *ret_negative = body.ptr[0] == '-';
    return *ret_negative || body.ptr[0] == '+' ? ps_str_slice(body, 1, body.len) : body;
}

char ps_decimal_mark(ps_str text)
{
    char ascii[LONGEST];
    int negative;
    layout marks;
    ps_str body = take_body(text, ascii, &negative);
    if (!body.len || !find_layout(body, 0, &marks)) {
        return 0;
    }
    if (!marks.decimal && (marks.group == '.' || marks.group == ',')) {
        return marks.group == '.' ? ',' : '.';
    }
    return marks.decimal;
}

/* Digits, and a point among them that can be no mark of thousands: nearly all numbers. */
static int parse_plain(ps_str text, ps_decimal *ret)
{
    enum { SAFE = 18 }; /* as many digits fit */
    int64_t digits = 0;
    size_t point = text.len;
    if (text.len > SAFE) {
        return 0;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (ps_is_digit(text.ptr[i])) {
            digits = digits * 10 + (text.ptr[i] - '0');
        } else if (text.ptr[i] == '.' && point == text.len) {
            point = i;
        } else {
            return 0;
        }
    }
    size_t scale = point < text.len ? text.len - point - 1 : 0;
    if (text.len == 0 || (point < text.len && (scale == 0 || scale == 3)) ||
        scale > PS_DECIMAL_SCALE_MAX) {
        return 0;
    }
    *ret = (ps_decimal){digits, (uint8_t)scale};
    return 1;
}

int ps_decimal_parse(ps_str text, char mark, ps_decimal *ret)
{
    if (parse_plain(text, ret)) {
        return 1;
    }
    char ascii[LONGEST];
    int negative;
    ps_str body = take_body(text, ascii, &negative);
    layout marks;
    if (body.len == 0 || !find_layout(body, mark, &marks)) {
        return 0;
    }
    size_t point = body.len;
    if (marks.decimal) {
        point = 0;
        while (body.ptr[point] != marks.decimal) {
            point++;
        }
    }
    ps_str integer = ps_str_slice(body, 0, point);
    ps_str fraction = point < body.len ? ps_str_slice(body, point + 1, body.len) : PS_NO_STR;
    if (integer.len + fraction.len == 0 || (marks.decimal && fraction.len == 0) ||
        (marks.group && !groups_fit(integer, marks.group))) {
        return 0;
    }
    while ((fraction.len > PS_DECIMAL_SCALE_MAX ||
            (fraction.len && integer.len + fraction.len > 18)) &&
           fraction.ptr[fraction.len - 1] == '0') {
        fraction.len--;
    }
    if (fraction.len > PS_DECIMAL_SCALE_MAX) {
        return 0;
    }
    int64_t digits = 0;
    for (size_t i = 0; i < integer.len + fraction.len; i++) {
        char c = i < integer.len ? integer.ptr[i] : fraction.ptr[i - integer.len];
        if (c == marks.group && i < integer.len && marks.group) {
            continue;
        }
        if (!ps_is_digit(c) || !PS_MUL(digits, (int64_t)10, &digits) ||
            !PS_ADD(digits, (int64_t)(c - '0'), &digits)) {
            return 0;
        }
    }
    *ret = (ps_decimal){negative ? -digits : digits, (uint8_t)fraction.len};
    return 1;
}

/* The narrowest form that holds the value: trailing zeros go until it fits. */
static int narrow(wide digits, unsigned scale, ps_decimal *ret)
{
    while (scale > 0 &&
           (scale > PS_DECIMAL_SCALE_MAX || digits > INT64_MAX || digits < INT64_MIN)) {
        if (digits % 10 != 0) {
            return 0;
        }
        digits /= 10;
        scale--;
    }
    if (digits > INT64_MAX || digits < INT64_MIN) {
        return 0;
    }
    *ret = (ps_decimal){(int64_t)digits, (uint8_t)scale};
    return 1;
}

void ps_decimal_keep(ps_decimal *to, ps_decimal value)
{
    memset(to, 0, sizeof *to);
    to->digits = value.digits;
    to->scale = value.scale;
}

int ps_decimal_add(ps_decimal a, ps_decimal b, ps_decimal *ret)
{
    uint8_t scale = a.scale > b.scale ? a.scale : b.scale;
    wide sum = (wide)a.digits * powers[scale - a.scale] + (wide)b.digits * powers[scale - b.scale];
    return narrow(sum, scale, ret);
}

int ps_decimal_multiply(ps_decimal a, ps_decimal b, ps_decimal *ret)
{
    return narrow((wide)a.digits * b.digits, (unsigned)a.scale + b.scale, ret);
}

int ps_decimal_divide(ps_decimal a, ps_decimal b, uint8_t scale, ps_decimal *ret)
{
    if (b.digits == 0 || scale > PS_DECIMAL_SCALE_MAX) {
        return 0;
    }
    /* a / b = (a.digits * 10^(b.scale + scale - a.scale)) / b.digits at `scale` */
    int shift = (int)b.scale + scale - a.scale;
    wide over = a.digits;
    wide under = b.digits;
    for (; shift > 0; shift--) {
        if (__builtin_mul_overflow(over, (wide)10, &over)) {
            return 0;
        }
    }
    for (; shift < 0; shift++) {
        if (__builtin_mul_overflow(under, (wide)10, &under)) {
            return 0;
        }
    }
    if (under < 0) {
        under = -under;
        over = -over;
    }
    wide half = over < 0 ? -(under / 2) : under / 2;
    if (__builtin_add_overflow(over, half, &over)) {
        return 0;
    }
    return narrow(over / under, scale, ret);
}

int ps_decimal_compare(ps_decimal a, ps_decimal b)
{
    uint8_t scale = a.scale > b.scale ? a.scale : b.scale;
    wide x = (wide)a.digits * powers[scale - a.scale];
    wide y = (wide)b.digits * powers[scale - b.scale];
    return (x > y) - (x < y);
}

ps_str ps_decimal_text(ps_decimal value, char room[PS_DECIMAL_ROOM])
{
    size_t at = PS_DECIMAL_ROOM;
    uint64_t digits =
        value.digits < 0 ? (uint64_t)0 - (uint64_t)value.digits : (uint64_t)value.digits;
    for (uint8_t i = 0; i < value.scale; i++) {
        room[--at] = (char)('0' + digits % 10);
        digits /= 10;
    }
    if (value.scale > 0) {
        room[--at] = '.';
    }
    do {
        room[--at] = (char)('0' + digits % 10);
        digits /= 10;
    } while (digits);
    if (value.digits < 0) {
        room[--at] = '-';
    }
    return (ps_str){room + at, PS_DECIMAL_ROOM - at};
}

void ps_decimal_format(ps_decimal value, uint8_t places, ps_buffer *out)
{
    char text[PS_DECIMAL_ROOM];
    ps_buffer_add_str(out, ps_decimal_text(value, text));
    for (uint8_t i = value.scale; i < places; i++) {
        if (i == 0) {
            ps_buffer_add_char(out, '.');
        }
        ps_buffer_add_char(out, '0');
    }
}
