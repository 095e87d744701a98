/* SPDX-License-Identifier: Apache-2.0 */
#include "report/lines.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/utf8.h"
#include "report/figures.h"

enum { COLUMNS_LEAST = 40, COLUMNS_MOST = 1000, COLUMNS_DEFAULT = 80 };

void ps_lines_init(ps_lines *lines, ps_output *out, size_t columns, int colour)
{
    *lines = (ps_lines){.out = out, .colour = colour};
    lines->columns = columns == 0              ? COLUMNS_DEFAULT
                     : columns < COLUMNS_LEAST ? COLUMNS_LEAST
                     : columns > COLUMNS_MOST  ? COLUMNS_MOST
                                               : columns;
    ps_buffer_init(&lines->text, 0);
}

void ps_lines_done(ps_lines *lines)
{
    ps_buffer_done(&lines->text);
}

void ps_lines_add(ps_lines *lines, ps_str text)
{
    ps_printable_add(&lines->text, ps_str_trim(text), PS_BLANKS_COLLAPSE);
}

void ps_lines_add_name(ps_lines *lines, ps_str text)
{
    ps_printable_add(&lines->text, text, PS_BLANKS_KEEP);
}

void ps_lines_say(ps_lines *lines, const char *text)
{
    ps_buffer_add_text(&lines->text, text);
}

void ps_lines_sayf(ps_lines *lines, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (len > 0) {
        ps_buffer_add_text(&lines->text, text);
    }
}

void ps_lines_add_count(ps_lines *lines, uint64_t value)
{
    ps_figure_count(&lines->text, value);
}

void ps_lines_add_decimal(ps_lines *lines, ps_decimal value)
{
    ps_figure_decimal(&lines->text, value);
}

void ps_lines_style(ps_lines *lines, ps_style style)
{
    ps_buffer_add_char(&lines->text, (char)style);
}

size_t ps_lines_width(const ps_lines *lines)
{
    return ps_printable_width(ps_buffer_str(&lines->text));
}

void ps_lines_pad(ps_lines *lines, size_t column)
{
    do {
        ps_buffer_add_char(&lines->text, ' ');
    } while (ps_lines_width(lines) < column);
}

static void put_blanks(ps_output *out, size_t count)
{
    for (; count > 0; count--) {
        PS_PUT(out, " ");
    }
}

static void put_style(const ps_lines *lines, char style)
{
    static const char *const codes[] = {
        [PS_STYLE_PLAIN] = "\033[0m",  [PS_STYLE_BOLD] = "\033[1m",    [PS_STYLE_DIM] = "\033[2m",
        [PS_STYLE_RED] = "\033[1;31m", [PS_STYLE_YELLOW] = "\033[33m", [PS_STYLE_CYAN] = "\033[36m",
    };
    if (lines->colour) {
        ps_output_text(lines->out, codes[(size_t)style]);
    }
}

static int is_style(char c)
{
    return c >= PS_STYLE_PLAIN && c <= PS_STYLE_CYAN;
}

/* One character of a paragraph. */
typedef struct glyph {
    size_t length; /* in bytes */
    size_t width;
    uint32_t code; /* 0 for a style */
} glyph;

static glyph glyph_at(ps_str text, size_t at)
{
    const unsigned char *p = (const unsigned char *)text.ptr + at;
    if (is_style(text.ptr[at])) {
        return (glyph){1, 0, 0};
    }
    size_t length = ps_utf8_length(p, text.len - at);
    if (length == 0) {
        return (glyph){1, 1, p[0]};
    }
    uint32_t code = ps_utf8_code_point(p, length);
    ps_width width = ps_width_of(code);
    return (glyph){length, width == PS_WIDTH_WIDE ? 2 : width == PS_WIDTH_ZERO ? 0 : 1, code};
}

static int is_one_of(uint32_t code, const uint32_t *codes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (codes[i] == code) {
            return 1;
        }
    }
    return 0;
}

/* Must not begin a line. */
static int is_closing(uint32_t code)
{
    static const uint32_t codes[] = {0x3001, 0x3002, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF01,
                                     0xFF1F, 0xFF09, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015,
                                     0x201D, 0x2019, 0x3009, 0xFF05, ',',    '.',    ';',
                                     ':',    ')',    ']',    '"',    '!',    '?'};
    return is_one_of(code, codes, PS_COUNT(codes));
}

/* Must not end a line. */
static int is_opening(uint32_t code)
{
    static const uint32_t codes[] = {0xFF08, 0x300A, 0x300C, 0x300E, 0x3010, 0x3014,
                                     0x201C, 0x2018, 0x3008, '(',    '[',    '"'};
    return is_one_of(code, codes, PS_COUNT(codes));
}

/* Whether a line may end between two neighbours that are not blanks. */
static int may_part(uint32_t before, size_t before_width, uint32_t after, size_t after_width)
{
    return (before_width == 2 || after_width == 2) && !is_opening(before) && !is_closing(after);
}

/* The longest run from `at` that must stay on one line, at least one character. */
typedef struct piece {
    size_t end;
    size_t width;
} piece;

static piece piece_at(ps_str text, size_t at)
{
    piece p = {at, 0};
    glyph before = {0};
    while (p.end < text.len && text.ptr[p.end] != ' ') {
        glyph g = glyph_at(text, p.end);
        if (g.code && g.width && before.code &&
            may_part(before.code, before.width, g.code, g.width)) {
            break;
        }
        p.end += g.length;
        p.width += g.width;
        if (g.code && g.width) {
            before = g;
        }
    }
    return p;
}

/* A line that is being filled. */
typedef struct line {
    const ps_lines *lines;
    size_t hang;
    size_t column;
    size_t indent;  /* of this line */
    size_t pending; /* blanks that are written only when something follows */
} line;

static void break_line(line *l)
{
    PS_PUT(l->lines->out, "\n");
    put_blanks(l->lines->out, l->hang);
    l->column = l->hang;
    l->indent = l->hang;
    l->pending = 0;
}

static int fits(const line *l, size_t width)
{
    return l->column + l->pending + width <= l->lines->columns || l->column <= l->indent;
}

static void put_glyphs(line *l, ps_str text, size_t at, size_t end)
{
    while (at < end) {
        glyph g = glyph_at(text, at);
        if (g.code == 0) {
            put_style(l->lines, text.ptr[at]);
        } else {
            if (!fits(l, g.width)) {
                break_line(l); /* in a word that is longer than a line */
            }
            ps_output_add(l->lines->out, text.ptr + at, g.length);
            l->column += g.width;
        }
        at += g.length;
    }
}

/* Write the paragraph, whose first line is at `column` already. */
static void put_paragraph(ps_lines *lines, size_t column, size_t hang)
{
    line l = {lines, hang, column, column, 0};
    ps_str text = ps_buffer_str(&lines->text);
    if (lines->text.failed && !lines->out->failed) {
        lines->out->failed = ENOMEM;
    }
    for (size_t at = 0; at < text.len;) {
        if (text.ptr[at] == ' ') {
            l.pending++;
            at++;
            continue;
        }
        piece p = piece_at(text, at);
        if (p.width && !fits(&l, p.width)) {
            break_line(&l);
        } else if (p.width) {
            put_blanks(lines->out, l.pending);
            l.column += l.pending;
            l.pending = 0;
        }
        put_glyphs(&l, text, at, p.end);
        at = p.end;
    }
    ps_buffer_clear(&lines->text);
}

void ps_lines_end(ps_lines *lines, size_t first, size_t hang)
{
    put_blanks(lines->out, first);
    put_paragraph(lines, first, hang);
    PS_PUT(lines->out, "\n");
}

void ps_lines_end_labelled(ps_lines *lines, size_t first, const char *label, size_t hang)
{
    size_t width = strlen(label);
    put_blanks(lines->out, first);
    put_style(lines, PS_STYLE_DIM);
    ps_output_text(lines->out, label);
    put_style(lines, PS_STYLE_PLAIN);
    put_blanks(lines->out, hang > first + width ? hang - first - width : 1);
    put_paragraph(lines, hang, hang);
    PS_PUT(lines->out, "\n");
}

void ps_lines_end_right(ps_lines *lines, size_t first, size_t hang, ps_str right)
{
    size_t width = ps_printable_width(right);
    size_t end = first + ps_lines_width(lines);
    if (width == 0) {
        ps_lines_end(lines, first, hang);
        return;
    }
    if (hang + width > lines->columns) {
        ps_lines_say(lines, ", ");
        ps_buffer_add_str(&lines->text, right);
        ps_lines_end(lines, first, hang);
        return;
    }
    size_t start = lines->columns - width;
    put_blanks(lines->out, first);
    put_paragraph(lines, first, hang);
    if (end + 2 > start) {
        PS_PUT(lines->out, "\n");
        end = 0;
    }
    put_blanks(lines->out, start - end);
    ps_output_str(lines->out, right);
    PS_PUT(lines->out, "\n");
}

void ps_lines_blank(ps_lines *lines)
{
    PS_PUT(lines->out, "\n");
}

void ps_lines_rule(ps_lines *lines, char c)
{
    for (size_t i = 0; i < lines->columns; i++) {
        ps_output_char(lines->out, c);
    }
    PS_PUT(lines->out, "\n");
}
