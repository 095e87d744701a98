/* SPDX-License-Identifier: Apache-2.0 */
#include "suggest/shape.h"

#include "base/cleanup.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"
#include "base/utf8.h"
#include "record/check_digits.h"
#include "record/currency.h"

enum { LONG_TEXT = 160, CODE_MOST = 40, NORMAL = 40 };

const char *ps_shape_name(unsigned shape)
{
    static const char *const names[] = {
#define PS_X(symbol, name) name,
        PS_SHAPES(PS_X)
#undef PS_X
    };
    return names[shape];
}

typedef struct census {
    size_t digits;
    size_t letters; /* ASCII */
    size_t uppers;
    size_t blanks;
    size_t signs; /* of codes: - _ / . # */
    size_t others;
    size_t hanzi;
    size_t words; /* in other scripts: characters */
} census;

static census count(ps_str value)
{
    census c = {0};
    for (size_t i = 0; i < value.len;) {
        const unsigned char *at = (const unsigned char *)value.ptr + i;
        size_t len = ps_utf8_length(at, value.len - i);
        if (len > 1) {
            uint32_t point = ps_utf8_code_point(at, len);
            if ((point >= 0x3400 && point <= 0x9FFF) || (point >= 0x20000 && point <= 0x3FFFF)) {
                c.hanzi++;
            } else {
                c.words++;
            }
            i += len;
            continue;
        }
        char ch = value.ptr[i++];
        c.digits += ps_is_digit(ch);
        c.letters += ps_is_alpha(ch);
        c.uppers += ch >= 'A' && ch <= 'Z';
        c.blanks += ps_is_space(ch);
        c.signs += ch == '-' || ch == '_' || ch == '/' || ch == '.' || ch == '#';
        c.others += !ps_is_digit(ch) && !ps_is_alpha(ch) && !ps_is_space(ch) && ch != '-' &&
                    ch != '_' && ch != '/' && ch != '.' && ch != '#';
    }
    return c;
}

/* Upper case, without blanks and hyphens; empty when longer than any identifier. */
static ps_str normal_form(ps_str value, char room[NORMAL])
{
    size_t len = 0;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        if (c != ' ' && c != '-') {
            if (len == NORMAL) {
                return PS_NO_STR;
            }
            room[len++] = ps_upper(c);
        }
    }
    return (ps_str){room, len};
}

/* ISO 13616: moved, letters as numbers, mod 97 is 1. */
static int is_iban(ps_str normal)
{
    unsigned rest = 0;
    if (normal.len < 15 || normal.len > 34 || !ps_is_alpha(normal.ptr[0]) ||
        !ps_is_alpha(normal.ptr[1]) || !ps_is_digit(normal.ptr[2]) || !ps_is_digit(normal.ptr[3])) {
        return 0;
    }
    for (size_t i = 0; i < normal.len; i++) {
        char c = normal.ptr[(i + 4) % normal.len];
        if (ps_is_digit(c)) {
            rest = (rest * 10 + (unsigned)(c - '0')) % 97;
        } else if (ps_is_alpha(c)) {
            rest = (rest * 100 + (unsigned)(c - 'A') + 10) % 97;
        } else {
            return 0;
        }
    }
    return rest == 1;
}

static int is_card(ps_str normal, const census *c)
{
    unsigned sum = 0;
    if (normal.len < 13 || normal.len > 19 || c->digits != normal.len) {
        return 0;
    }
    for (size_t i = 0; i < normal.len; i++) {
        unsigned digit = (unsigned)(normal.ptr[normal.len - 1 - i] - '0');
        digit = i % 2 ? digit * 2 : digit;
        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
}

/* Letters of both cases and digits without a blank, long: a key, a token, an embedded object. */
static int is_key(ps_str value, const census *c)
{
    return value.len >= 20 && !c->blanks && !c->hanzi && !c->words && c->digits >= 2 &&
           c->uppers >= 3 && c->letters - c->uppers >= 3 && c->signs * 8 < value.len;
}

static int is_one_of(ps_str value, const char *words)
{
    ps_str rest = ps_str_from(words);
    ps_str word;
    while (ps_str_next_word(&rest, &word)) {
        if (ps_str_equal_ascii_case(word, value)) {
            return 1;
        }
    }
    return 0;
}

static const char units[] =
    "ea each pc pcs pce piece st stk stck set unit c62 h87 xpk kgm kg g t mtr m m2 mtk km l ltr "
    "hur "
    "hr h day dag mon year ann lo lot box bx roll pair pack pk license lic user ls psch 台 个 只 "
    "套 件 "
    "块 把 张 条 根 米 箱 包 批 项 次 年 月 日 天 人 组 支 片 卷 吨 千克 公斤 对 盒 份 本 部 辆 架 "
    "台套 元 用户 点 端口 人月 人天 式";

static uint32_t number_shapes(ps_str value, const census *c)
{
    ps_decimal ignored;
    uint32_t shapes = 0;
    size_t mark = value.len;
    if (!c->digits || c->hanzi ||
        !(ps_decimal_parse(value, '.', &ignored) || ps_decimal_parse(value, ',', &ignored))) {
        return 0;
    }
    shapes |= PS_LOOKS(NUMBER);
    if (c->digits == value.len) {
        shapes |= PS_LOOKS(INTEGER);
        shapes |= value.len <= 5 ? PS_LOOKS(SHORT) : 0;
        return shapes;
    }
    while (mark > 0 && value.ptr[mark - 1] != ',' && value.ptr[mark - 1] != '.') {
        mark--;
    }
    if (mark > 0 && value.len - mark != 3) {
        shapes |= value.ptr[mark - 1] == ',' ? PS_LOOKS(COMMA) : PS_LOOKS(POINT);
    }
    return shapes;
}

/* 01/02/2026, 31.12.2026: written with the year at the end, which is not read. */
static int is_unclear_date(ps_str value)
{
    size_t at = 0;
    for (int part = 0; part < 3; part++) {
        size_t start = at;
        while (at < value.len && ps_is_digit(value.ptr[at])) {
            at++;
        }
        size_t len = at - start;
        if (part < 2) {
            if (len < 1 || len > 2 || at == value.len ||
                (value.ptr[at] != '/' && value.ptr[at] != '.' && value.ptr[at] != '-')) {
                return 0;
            }
            at++;
        } else if (len != 4 || (at < value.len && value.ptr[at] != ' ')) {
            return 0;
        }
    }
    return 1;
}

static uint32_t identifier_shapes(ps_str value, const census *c)
{
    char room[NORMAL];
    uint32_t shapes = 0;
    ps_str normal = normal_form(value, room);
    if (!normal.len || c->hanzi || c->words) {
        return 0;
    }
    shapes |= ps_check_uscc(normal) ? PS_LOOKS(USCC) : 0;
    shapes |= ps_check_lei(normal) ? PS_LOOKS(LEI) : 0;
    if (normal.len > 6 && ps_is_alpha(normal.ptr[0]) && ps_is_alpha(normal.ptr[1]) &&
        ps_check_vat(normal) == PS_CHECK_VALID) {
        shapes |= PS_LOOKS(VAT);
    }
    if (!shapes && (is_iban(normal) || is_card(normal, c))) {
        shapes |= PS_LOOKS(SECRET);
    }
    return shapes;
}

uint32_t ps_shapes_of(ps_str value)
{
    census c = count(value);
    uint32_t shapes = number_shapes(value, &c) | identifier_shapes(value, &c);
    int plain = !c.blanks && !c.others && !c.words && !c.hanzi;
    ps_str currency = ps_currency_code(value);
    if (value.len >= 8 && ps_date_parse(value) != PS_NO_DAY) {
        shapes |= PS_LOOKS(DATE);
    } else if (is_unclear_date(value)) {
        shapes |= PS_LOOKS(UNCLEAR_DATE);
    }
    if (!c.digits && currency.len == 3 && (c.uppers == 3 || !ps_str_equal(currency, value))) {
        shapes |= PS_LOOKS(CURRENCY);
    }
    if (value.len <= 12 && is_one_of(value, units)) {
        shapes |= PS_LOOKS(UNIT);
    }
    if (value.len == 8 && c.digits == 8 && value.ptr[0] != '0' && !(shapes & PS_LOOKS(DATE))) {
        shapes |= PS_LOOKS(CLASS8);
    }
    if (value.len == 10 && c.digits == 9 && value.ptr[8] == '-') {
        shapes |= PS_LOOKS(CPV);
    }
    if (plain && value.len <= CODE_MOST && (c.digits || (c.uppers && c.uppers == c.letters))) {
        shapes |= PS_LOOKS(CODE);
    }
    if (!c.blanks && memchr(value.ptr, '@', value.len) && c.letters) {
        shapes |= PS_LOOKS(EMAIL);
    }
    if (!c.blanks && ps_str_find(value, PS_STR("://")) != SIZE_MAX) {
        shapes |= PS_LOOKS(URI);
        shapes |= memchr(value.ptr, '@', value.len) ? PS_LOOKS(SECRET) : 0;
    }
    if (is_one_of(value, "true false yes no y n 是 否")) {
        shapes |= PS_LOOKS(YESNO);
    }
    if (c.hanzi || c.words || c.letters >= 3) {
        shapes |= PS_LOOKS(WORDS);
    }
    if (value.len >= LONG_TEXT && (c.blanks || c.hanzi)) {
        shapes |= PS_LOOKS(LONG);
    }
    shapes |= c.hanzi ? PS_LOOKS(CJK) : 0;
    shapes |= !(shapes & PS_LOOKS(URI)) && is_key(value, &c) ? PS_LOOKS(SECRET) : 0;
    return shapes;
}
