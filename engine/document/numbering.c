/* SPDX-License-Identifier: Apache-2.0 */
#include "document/numbering.h"

#include "base/cleanup.h"
#include "base/str.h"
#include "text/utf8.h"

static void add_char(ps_buffer *out, uint32_t codepoint)
{
    char bytes[4];
    ps_buffer_add(out, bytes, ps_utf8_encode(codepoint, bytes));
}

/* Repeated letters behind the 26th, as Word and LibreOffice count. */
static void add_letter(ps_buffer *out, uint32_t value, char first)
{
    for (uint32_t i = 0; i <= (value - 1) / 26; i++) {
        ps_buffer_add_char(out, (char)(first + (char)((value - 1) % 26)));
    }
}

static void add_roman(ps_buffer *out, uint32_t value, int upper)
{
    static const struct {
        uint32_t value;
        const char *figure;
    } rows[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"},
                {90, "xc"},  {50, "l"},   {40, "xl"}, {10, "x"},   {9, "ix"},
                {5, "v"},    {4, "iv"},   {1, "i"}};
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        for (; value >= rows[i].value; value -= rows[i].value) {
            for (const char *c = rows[i].figure; *c; c++) {
                ps_buffer_add_char(out, upper ? ps_upper(*c) : *c);
            }
        }
    }
}

static const uint16_t plain_digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                        0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
static const uint16_t legal_digits[] = {0x96F6, 0x58F9, 0x8D30, 0x53C1, 0x8086,
                                        0x4F0D, 0x9646, 0x67D2, 0x634C, 0x7396};

/* 1 to 9,999 as it is spoken: 十二, 一百零五. */
static void add_chinese(ps_buffer *out, uint32_t value, int legal)
{
    static const uint16_t plain_units[] = {0, 0x5341, 0x767E, 0x5343};
    static const uint16_t legal_units[] = {0, 0x62FE, 0x4F70, 0x4EDF};
    const uint16_t *digits = legal ? legal_digits : plain_digits;
    const uint16_t *units = legal ? legal_units : plain_units;
    int started = 0;
    int gap = 0;
    uint32_t unit = 1000;
    for (int i = 3; i >= 0; i--, unit /= 10) {
        uint32_t digit = value / unit % 10;
        if (!digit) {
            gap = started;
            continue;
        }
        if (gap) {
            add_char(out, 0x96F6);
        }
        if (started || legal || i != 1 || digit != 1) { /* ten is 十, not 一十 */
            add_char(out, digits[digit]);
        }
        if (units[i]) {
            add_char(out, units[i]);
        }
        started = 1;
        gap = 0;
    }
}

static void add_chinese_digits(ps_buffer *out, uint32_t value)
{
    uint32_t unit = 1;
    while (value / unit >= 10) {
        unit *= 10;
    }
    for (; unit; unit /= 10) {
        add_char(out, plain_digits[value / unit % 10]);
    }
}

/* @return 0 when the style has no sign for the value. */
static int add_by_style(ps_buffer *out, ps_number_style style, uint32_t value)
{
    static const uint16_t stems[] = {0x7532, 0x4E59, 0x4E19, 0x4E01, 0x620A,
                                     0x5DF1, 0x5E9A, 0x8F9B, 0x58EC, 0x7678};
    static const uint16_t branches[] = {0x5B50, 0x4E11, 0x5BC5, 0x536F, 0x8FB0, 0x5DF3,
                                        0x5348, 0x672A, 0x7533, 0x9149, 0x620C, 0x4EA5};
    switch (style) {
    case PS_NUMBER_NONE:
        return 1;
    case PS_NUMBER_BULLET:
        add_char(out, 0x2022);
        return 1;
    case PS_NUMBER_DECIMAL:
        return 0;
    case PS_NUMBER_DECIMAL_ZERO:
        if (value < 10) {
            ps_buffer_add_char(out, '0');
        }
        return 0;
    case PS_NUMBER_LOWER_LETTER:
    case PS_NUMBER_UPPER_LETTER:
        if (value < 1 || value > 260) {
            return 0;
        }
        add_letter(out, value, style == PS_NUMBER_LOWER_LETTER ? 'a' : 'A');
        return 1;
    case PS_NUMBER_LOWER_ROMAN:
    case PS_NUMBER_UPPER_ROMAN:
        if (value < 1 || value > 3999) {
            return 0;
        }
        add_roman(out, value, style == PS_NUMBER_UPPER_ROMAN);
        return 1;
    case PS_NUMBER_CHINESE:
    case PS_NUMBER_CHINESE_LEGAL:
        if (value < 1 || value > 9999) {
            return 0;
        }
        add_chinese(out, value, style == PS_NUMBER_CHINESE_LEGAL);
        return 1;
    case PS_NUMBER_CHINESE_DIGITS:
        add_chinese_digits(out, value);
        return 1;
    case PS_NUMBER_STEMS:
        if (value < 1 || value > PS_COUNT(stems)) {
            return 0;
        }
        add_char(out, stems[value - 1]);
        return 1;
    case PS_NUMBER_BRANCHES:
        if (value < 1 || value > PS_COUNT(branches)) {
            return 0;
        }
        add_char(out, branches[value - 1]);
        return 1;
    case PS_NUMBER_CIRCLED:
        if (value < 1 || value > 20) {
            return 0;
        }
        add_char(out, 0x2460 + value - 1);
        return 1;
    }
    return 0;
}

void ps_number_add(ps_buffer *out, ps_number_style style, uint32_t value)
{
    if (!add_by_style(out, style, value)) {
        ps_buffer_add_uint(out, value);
    }
}

ps_number_style ps_number_style_of_word(ps_str name)
{
    static const struct {
        const char *name;
        ps_number_style style;
    } rows[] = {
        {"none", PS_NUMBER_NONE},
        {"bullet", PS_NUMBER_BULLET},
        {"decimalZero", PS_NUMBER_DECIMAL_ZERO},
        {"lowerLetter", PS_NUMBER_LOWER_LETTER},
        {"upperLetter", PS_NUMBER_UPPER_LETTER},
        {"lowerRoman", PS_NUMBER_LOWER_ROMAN},
        {"upperRoman", PS_NUMBER_UPPER_ROMAN},
        {"chineseCounting", PS_NUMBER_CHINESE},
        {"chineseCountingThousand", PS_NUMBER_CHINESE},
        {"taiwaneseCounting", PS_NUMBER_CHINESE},
        {"taiwaneseCountingThousand", PS_NUMBER_CHINESE},
        {"japaneseCounting", PS_NUMBER_CHINESE},
        {"chineseLegalSimplified", PS_NUMBER_CHINESE_LEGAL},
        {"ideographLegalTraditional", PS_NUMBER_CHINESE_LEGAL},
        {"ideographDigital", PS_NUMBER_CHINESE_DIGITS},
        {"taiwaneseDigital", PS_NUMBER_CHINESE_DIGITS},
        {"ideographTraditional", PS_NUMBER_STEMS},
        {"ideographZodiac", PS_NUMBER_BRANCHES},
        {"decimalEnclosedCircle", PS_NUMBER_CIRCLED},
        {"decimalEnclosedCircleChinese", PS_NUMBER_CIRCLED},
        {"ideographEnclosedCircle", PS_NUMBER_CIRCLED},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        if (ps_str_is(name, rows[i].name)) {
            return rows[i].style;
        }
    }
    return PS_NUMBER_DECIMAL;
}

ps_number_style ps_number_style_of_sample(ps_str sample)
{
    static const struct {
        ps_str sample;
        ps_number_style style;
    } rows[] = {
        {PS_STR_INIT("a"), PS_NUMBER_LOWER_LETTER},
        {PS_STR_INIT("A"), PS_NUMBER_UPPER_LETTER},
        {PS_STR_INIT("i"), PS_NUMBER_LOWER_ROMAN},
        {PS_STR_INIT("I"), PS_NUMBER_UPPER_ROMAN},
        {PS_STR_INIT("\u4E00"), PS_NUMBER_CHINESE},
        {PS_STR_INIT("\u58F9"), PS_NUMBER_CHINESE_LEGAL},
        {PS_STR_INIT("\u58F1"), PS_NUMBER_CHINESE_LEGAL},
        {PS_STR_INIT("\u3007"), PS_NUMBER_CHINESE_DIGITS},
        {PS_STR_INIT("\u7532"), PS_NUMBER_STEMS},
        {PS_STR_INIT("\u5B50"), PS_NUMBER_BRANCHES},
        {PS_STR_INIT("\u2460"), PS_NUMBER_CIRCLED},
    };
    if (!sample.len) {
        return PS_NUMBER_NONE;
    }
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        if (ps_str_starts(sample, rows[i].sample)) {
            return rows[i].style;
        }
    }
    return PS_NUMBER_DECIMAL;
}
