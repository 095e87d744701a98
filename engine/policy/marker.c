/* Numbering: what stands at the start of a clause or of an item of a list.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "policy/segment.h"

enum {
    STYLE_DIGIT = 1,
    STYLE_LOWER,
    STYLE_UPPER,
    STYLE_HAN,
    STYLE_CIRCLED,
    STYLE_BULLET,
    STYLE_CHAPTER,
    STYLE_PAREN = 16,      /* added: (1) */
    STYLE_HALF_PAREN = 32, /* added: 1) */
    STYLE_STOP = 64,       /* added: 1. or 1、 */
    STYLE_DEEP = 128       /* added: 1.1 */
};

enum {
    LEVEL_CHAPTER = 1,
    LEVEL_ARTICLE,
    LEVEL_PARAGRAPH,
    LEVEL_NUMBER,
    LEVEL_PAREN = 12,
    LARGEST_NUMBER = 200
};

int ps_char_is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200B) ||
           c == 0x202F || c == 0xFEFF;
}

int ps_char_is_newline(uint32_t c)
{
    return c == '\n' || c == '\r' || c == 0x0B || c == 0x0C || c == 0x85 || c == 0x2028 ||
           c == 0x2029;
}

int ps_char_is_cjk(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0x3005 && c <= 0x3007) ||
           (c >= 0x3040 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

int ps_char_is_upper(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE) || (c >= 0xFF21 && c <= 0xFF3A);
}

int ps_char_is_lower(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF) || (c >= 0xFF41 && c <= 0xFF5A);
}

uint32_t ps_char_at(ps_str source, size_t at, size_t *ret_len)
{
    uint32_t c = 0;
    size_t len = at < source.len ? ps_utf8_next(source, at, &c) : 0;
    if (ret_len) {
        *ret_len = len;
    }
    return len ? c : 0;
}

size_t ps_skip_white(ps_str source, size_t at, int lines)
{
    while (at < source.len) {
        size_t len;
        uint32_t c = ps_char_at(source, at, &len);
        if (!ps_char_is_blank(c) && !(lines && ps_char_is_newline(c))) {
            break;
        }
        at += len;
    }
    return at;
}

/* The value of a digit of any width, or 10. */
static unsigned digit_value(uint32_t c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 0xFF10 && c <= 0xFF19 ? c - 0xFF10 : 10;
}

/* The value of a Chinese numeral; 100 for 百, 10 for 十; 1000 when it is none. */
static unsigned han_value(uint32_t c)
{
    static const uint16_t digits[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                      0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341};
    for (size_t i = 0; i < PS_COUNT(digits); i++) {
        if (c == digits[i]) {
            return (unsigned)i + 1;
        }
    }
    return c == 0x3007 || c == 0x96F6 ? 0 : c == 0x767E ? 100 : 1000;
}

/* A number in digits of any width; the offset behind it, `at` when there is none or it is too
 * large. */
static size_t read_digits(ps_str source, size_t at, unsigned *ret_value)
{
    size_t len;
    size_t i = at;
    unsigned value = 0;
    unsigned digit;
    while ((digit = digit_value(ps_char_at(source, i, &len))) < 10) {
        value = value * 10 + digit;
        i += len;
        if (value > LARGEST_NUMBER) {
            return at;
        }
    }
    *ret_value = value;
    return i;
}

static size_t read_han(ps_str source, size_t at, unsigned *ret_value)
{
    size_t len;
    size_t i = at;
    unsigned value = 0;
    unsigned one;
    while ((one = han_value(ps_char_at(source, i, &len))) < 1000 && i - at < 24) {
        if (one >= 10) {
            unsigned tail = value % 10;
            value += (tail ? tail : 1) * one - tail;
        } else {
            value += one;
        }
        i += len;
    }
    *ret_value = value;
    return i;
}

static unsigned roman_value(ps_str figures)
{
    static const char letters[] = "ivxlc";
    static const unsigned values[] = {1, 5, 10, 50, 100};
    unsigned value = 0;
    unsigned before = 0;
    for (size_t i = figures.len; i > 0; i--) {
        const char *found = memchr(letters, ps_lower(figures.ptr[i - 1]), sizeof letters - 1);
        if (!found) {
            return 0;
        }
        unsigned one = values[found - letters];
        value = one < before ? value - one : value + one;
        before = one;
    }
    return value;
}

/* A figure of a list: digits, one letter, a Roman or a Chinese number. @return offset behind it. */
static size_t read_figure(ps_str source, size_t at, ps_marker *m)
{
    size_t end = read_digits(source, at, &m->value);
    if (end > at) {
        m->style = STYLE_DIGIT;
        return end;
    }
    end = read_han(source, at, &m->value);
    if (end > at) {
        m->style = STYLE_HAN;
        return end;
    }
    while (end < source.len && ps_is_alpha(source.ptr[end]) && end - at < 5) {
        end++;
    }
    if (end == at) {
        return at;
    }
    ps_str figures = ps_str_slice(source, at, end);
    m->roman = roman_value(figures);
    m->value = figures.len == 1 ? (unsigned)(ps_lower(figures.ptr[0]) - 'a' + 1) : 0;
    m->style = ps_char_is_upper((unsigned char)figures.ptr[0]) ? STYLE_UPPER : STYLE_LOWER;
    return m->value || m->roman ? end : at;
}

static int is_open(uint32_t c)
{
    return c == '(' || c == 0xFF08;
}

static int is_close(uint32_t c)
{
    return c == ')' || c == 0xFF09;
}

static ps_marker finish(ps_str source, ps_marker m, ps_marker_kind kind, size_t end)
{
    m.kind = kind;
    m.end = ps_skip_white(source, end, 0);
    return m;
}

static ps_marker no_marker(void)
{
    return (ps_marker){.kind = PS_MARKER_NONE};
}

/* (a) (1) (一) */
static ps_marker read_paren(ps_str source, size_t at)
{
    size_t len;
    ps_marker m = {.level = LEVEL_PAREN};
    (void)ps_char_at(source, at, &len);
    size_t start = ps_skip_white(source, at + len, 0);
    size_t end = read_figure(source, start, &m);
    size_t close = ps_skip_white(source, end, 0);
    if (end == start || !is_close(ps_char_at(source, close, &len))) {
        return no_marker();
    }
    m.style |= STYLE_PAREN;
    return finish(source, m, PS_MARKER_PAREN, close + len);
}

/* 第八条, 第3章 */
static ps_marker read_chapter(ps_str source, size_t at)
{
    size_t len;
    (void)ps_char_at(source, at, &len);
    size_t start = ps_skip_white(source, at + len, 0);
    ps_marker m = {.style = STYLE_CHAPTER};
    size_t end = read_digits(source, start, &m.value);
    if (end == start) {
        end = read_han(source, start, &m.value);
    }
    end = end > start ? ps_skip_white(source, end, 0) : start;
    uint32_t unit = ps_char_at(source, end, &len);
    if (end == start) {
        return no_marker();
    }
    switch (unit) {
    case 0x7AE0: /* chapter */
    case 0x8282: /* section */
    case 0x7BC0:
        m.level = LEVEL_CHAPTER;
        break;
    case 0x6761: /* article */
    case 0x689D:
        m.level = LEVEL_ARTICLE;
        break;
    case 0x6B3E: /* paragraph */
    case 0x9879: /* item */
    case 0x9805:
        m.level = LEVEL_PARAGRAPH;
        break;
    default:
        return no_marker();
    }
    return finish(source, m, PS_MARKER_CHAPTER, end + len);
}

/* Article 8, SECTION 5.2, Clause IV, § 3 */
static ps_marker read_article(ps_str source, size_t at)
{
    static const char *const words[] = {"article", "section", "clause", "chapter", "\xC2\xA7"};
    ps_str rest = ps_str_slice(source, at, source.len);
    for (size_t i = 0; i < PS_COUNT(words); i++) {
        size_t len = strlen(words[i]);
        if (rest.len <= len ||
            !ps_str_equal_ascii_case(ps_str_slice(rest, 0, len), ps_str_from(words[i]))) {
            continue;
        }
        size_t start = ps_skip_white(source, at + len, 0);
        ps_marker m = {.level = LEVEL_ARTICLE};
        int parted = start > at + len || !ps_is_alpha(words[i][0]);
        size_t end = parted ? read_figure(source, start, &m) : start;
        while (end < source.len && (ps_is_digit(source.ptr[end]) || source.ptr[end] == '.')) {
            end++;
        }
        uint32_t next = ps_char_at(source, ps_skip_white(source, end, 0), NULL);
        if (end > start && m.style != STYLE_HAN && !ps_char_is_lower(next) && next != ',' &&
            next != ')') {
            m.style = STYLE_CHAPTER;
            size_t colon = next == ':' || next == '-' ? 1 : 0;
            return finish(source, m, PS_MARKER_CHAPTER, ps_skip_white(source, end, 0) + colon);
        }
    }
    return no_marker();
}

/* Whether a clause may begin with this character. */
static int begins_clause(uint32_t c)
{
    return ps_char_is_upper(c) || ps_char_is_cjk(c) || c == '"' || c == 0x201C || c == 0x300A ||
           c == 0x3010 || c == '[' || is_open(c) || c == '_';
}

static int is_stop(uint32_t c)
{
    return c == '.' || c == 0x3001 || c == 0xFF0E;
}

int ps_leads_in(ps_str source, size_t end)
{
    static const char *const words[] = {"shall", "must", "will", "to", "not"};
    uint32_t c = 0;
    size_t len;
    while (end > 0 && (len = ps_utf8_previous(source, end, &c)) > 0 &&
           (ps_char_is_blank(c) || ps_char_is_newline(c))) {
        end -= len;
    }
    size_t start = end;
    while (start > 0 && ps_is_alpha(source.ptr[start - 1])) {
        start--;
    }
    for (size_t i = 0; i < PS_COUNT(words); i++) {
        if (ps_str_equal_ascii_case(ps_str_slice(source, start, end), ps_str_from(words[i]))) {
            return 1;
        }
    }
    return end > 0 && (c == ':' || c == 0xFF1A);
}

size_t ps_clause_figures(ps_str number, unsigned figures[PS_FIGURES])
{
    size_t count = 0;
    for (size_t at = 0; at < number.len && count < PS_FIGURES;) {
        size_t end = read_digits(number, at, &figures[count]);
        end = end > at ? end : read_han(number, at, &figures[count]);
        if (end > at) {
            count++;
            at = end;
        } else {
            size_t len;
            (void)ps_char_at(number, at, &len);
            at += len;
        }
    }
    return count;
}

/* Small letters behind a number: an item of a list, or a quantity at the start of a wrapped line.
 */
static int is_small_item(ps_str source, size_t at, const ps_marker *m)
{
    uint32_t before = 0;
    size_t i = at;
    size_t len;
    while (i > 0 && (len = ps_utf8_previous(source, i, &before)) > 0 &&
           (ps_char_is_blank(before) || ps_char_is_newline(before))) {
        i -= len;
    }
    return m->level > LEVEL_NUMBER + 1 || before == ';' || before == 0xFF1B ||
           ps_leads_in(source, at);
}

/* 8. 8.1 8、 3） 一、 */
static ps_marker read_number(ps_str source, size_t at, int line_start)
{
    size_t len;
    ps_marker m = {.level = LEVEL_NUMBER, .style = STYLE_DIGIT};
    size_t end = read_digits(source, at, &m.value);
    if (end == at) {
        m.level = LEVEL_PARAGRAPH;
        m.style = STYLE_HAN;
        end = read_han(source, at, &m.value);
        uint32_t stop = ps_char_at(source, end, &len);
        if (end == at || !(is_stop(stop) || stop == ',')) {
            return no_marker();
        }
        m.style |= STYLE_STOP;
        return finish(source, m, PS_MARKER_NUMBER, end + len);
    }
    int marked = 0;
    uint32_t c;
    while (is_stop(c = ps_char_at(source, end, &len))) {
        unsigned part = 0;
        size_t after = read_digits(source, end + len, &part);
        marked = 1;
        if (after == end + len) {
            end = after;
            break;
        }
        m.value = part;
        m.level++;
        m.style |= STYLE_DEEP;
        end = after;
    }
    m.style |= marked ? STYLE_STOP : 0;
    if (!marked && is_close(c)) {
        m.style |= STYLE_HALF_PAREN;
        m.level = LEVEL_PAREN;
        return finish(source, m, PS_MARKER_PAREN, end + len);
    }
    size_t next = ps_skip_white(source, end, 0);
    c = ps_char_at(source, next, NULL);
    int newline = ps_char_is_newline(c) && line_start;
    int small = marked && line_start && ps_char_is_lower(c) && is_small_item(source, at, &m);
    if (m.value == 0 || !(begins_clause(c) || newline || small) ||
        (!marked && (!line_start || next == end)) || m.level >= LEVEL_PAREN) {
        return no_marker();
    }
    m.kind = PS_MARKER_NUMBER;
    m.end = newline ? ps_skip_white(source, next, 1) : next;
    return m;
}

/* a) a. i. at the start of a line */
static ps_marker read_letter(ps_str source, size_t at)
{
    ps_marker m = {.level = LEVEL_PAREN};
    size_t end = read_figure(source, at, &m);
    size_t len;
    uint32_t c = ps_char_at(source, end, &len);
    if (end == at || !(is_close(c) || c == '.')) {
        return no_marker();
    }
    size_t next = ps_skip_white(source, end + len, 0);
    if (next == end + len) {
        return no_marker();
    }
    m.style |= is_close(c) ? STYLE_HALF_PAREN : STYLE_STOP;
    return finish(source, m, PS_MARKER_PAREN, next);
}

static ps_marker read_bullet(ps_str source, size_t at, size_t len)
{
    ps_marker m = {.style = STYLE_BULLET, .level = LEVEL_PAREN};
    if (ps_skip_white(source, at + len, 0) == at + len) {
        return no_marker();
    }
    return finish(source, m, PS_MARKER_BULLET, at + len);
}

ps_marker ps_marker_read(ps_str source, size_t at, int line_start)
{
    size_t len;
    uint32_t c = ps_char_at(source, at, &len);
    if (c == 0x7B2C) {
        return read_chapter(source, at);
    }
    if (is_open(c)) {
        return read_paren(source, at);
    }
    if (c >= 0x2460 && c <= 0x2473) {
        ps_marker m = {.style = STYLE_CIRCLED, .value = c - 0x245F, .level = LEVEL_PAREN};
        return finish(source, m, PS_MARKER_PAREN, at + len);
    }
    if (digit_value(c) < 10 || han_value(c) < 1000) {
        return read_number(source, at, line_start);
    }
    if (c == 0xA7) {
        return read_article(source, at);
    }
    if (ps_is_alpha((char)(c < 0x80 ? c : 0))) {
        ps_marker m = read_article(source, at);
        return m.kind != PS_MARKER_NONE || !line_start ? m : read_letter(source, at);
    }
    int bullet = c == '-' || c == '*' || c == 0x2022 || c == 0x25CF || c == 0x25AA || c == 0x25A0 ||
                 c == 0xB7 || c == 0x2013 || c == 0x2014;
    return bullet && line_start ? read_bullet(source, at, len) : no_marker();
}

int ps_marker_follows(const ps_marker *last, const ps_marker *next)
{
    if (last->kind == PS_MARKER_NONE) {
        return next->kind != PS_MARKER_CHAPTER;
    }
    if (last->style != next->style || last->level != next->level ||
        next->kind == PS_MARKER_CHAPTER) {
        return 0;
    }
    return next->style == STYLE_BULLET || next->value == last->value + 1 ||
           (next->roman && next->roman == last->roman + 1);
}
