/* Cells of a workbook: texts made safe, numbers and days kept exact or told as texts.
 *
 * A text cell never becomes a formula here, but a person saves the sheet as CSV and the next one
 * opens that: so a text that looks like a formula has an apostrophe in front, by the rule of our
 * own CSV. Excel takes "_x0041_" in a text for the character U+0041; its own way to write such a
 * text as it is, "_x005F_x0041_", is used. SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"
#include "base/utf8.h"
#include "report/formula.h"
#include "report/printable.h"
#include "report/workbook.h"

enum {
    UNITS_MOST = 32767, /* UTF-16 units that a cell takes */
    UNITS_KEPT = 32600, /* of a text that is longer: what is missing is told behind it */
    DAY_ZERO = 25569,   /* 1970-01-01 as Excel counts days */
    DAY_FIRST = 61,     /* 1900-03-01: before it, Excel counts a day that never was */
    DAY_LAST = 2958465  /* 9999-12-31 */
};
static const int64_t digits_most = 1000000000000000; /* a double keeps 15 of them */
static const uint64_t count_most = 1000000000000000;

static void write_text(ps_sheet *sheet, size_t column, const char *terminated, ps_look look)
{
    lxw_error error = worksheet_write_string(sheet->worksheet, sheet->rows - 1, (lxw_col_t)column,
                                             terminated, sheet->book->formats[look]);
    sheet->book->no_memory |= error != LXW_NO_ERROR;
}

static void write_number(ps_sheet *sheet, size_t column, double value, ps_look look)
{
    lxw_error error = worksheet_write_number(sheet->worksheet, sheet->rows - 1, (lxw_col_t)column,
                                             value, sheet->book->formats[look]);
    sheet->book->no_memory |= error != LXW_NO_ERROR;
}

/* What was put into the book's cell. */
static void write_cell(ps_sheet *sheet, size_t column, ps_look look)
{
    ps_workbook *book = sheet->book;
    ps_buffer_add_char(&book->cell, '\0');
    book->no_memory |= book->cell.failed;
    if (!book->no_memory) {
        write_text(sheet, column, book->cell.ptr, look);
    }
}

static int is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* Whether Excel would take what begins at text[at] for one character: "_x0041_". */
static int is_excel_escape(ps_str text, size_t at)
{
    const char *p = text.ptr + at;
    return text.len - at >= 7 && p[0] == '_' && p[1] == 'x' && is_hex(p[2]) && is_hex(p[3]) &&
           is_hex(p[4]) && is_hex(p[5]) && p[6] == '_';
}

/* Printable ASCII in which Excel sees nothing but itself: most texts are. */
static int is_plain(ps_str text)
{
    if (text.len > UNITS_MOST || ps_looks_like_formula(text)) {
        return 0;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < 0x20 || text.ptr[i] > 0x7E || is_excel_escape(text, i)) {
            return 0;
        }
    }
    return 1;
}

/* Characters from `at` on, for telling how much is missing. */
static uint64_t characters(ps_str text, size_t at)
{
    uint64_t count = 0;
    for (; at < text.len; at++) {
        count += ((unsigned char)text.ptr[at] & 0xC0) != 0x80;
    }
    return count;
}

/* `text` is what ps_printable_add() made: valid UTF-8 without controls. */
static void add_escaped(ps_workbook *book, ps_str text)
{
    ps_buffer *cell = &book->cell;
    size_t units = 0;
    size_t most = text.len > UNITS_MOST / 2 ? UNITS_KEPT : UNITS_MOST;
    if (ps_looks_like_formula(text)) {
        ps_buffer_add_char(cell, '\'');
        units++;
    }
    for (size_t at = 0; at < text.len;) {
        const unsigned char *p = (const unsigned char *)text.ptr + at;
        size_t length = ps_utf8_length(p, text.len - at);
        int escape = is_excel_escape(text, at);
        units += escape ? 7 : length == 4 ? 2 : 1;
        if (units > most) {
            book->cut++;
            ps_buffer_printf(cell, " … (%" PRIu64 " more characters: see the ndjson report)",
                             characters(text, at));
            return;
        }
        ps_buffer_add_text(cell, escape ? "_x005F" : "");
        ps_buffer_add(cell, text.ptr + at, length);
        at += length;
    }
}

/* Lines that a wrapped text takes, as far as one can tell without the font. */
static unsigned lines_of(const ps_column *column, ps_str text)
{
    enum { LINES_MOST = 6 };
    size_t width = (size_t)column->width;
    if (text.len <= width) {
        return 1;
    }
    size_t lines = (ps_printable_width(text) + width - 1) / width;
    return lines < LINES_MOST ? (unsigned)lines : LINES_MOST;
}

void ps_sheet_text(ps_sheet *sheet, size_t column, ps_str text)
{
    ps_workbook *book = sheet->book;
    ps_look look = sheet->columns ? sheet->columns[column].look : PS_LOOK_TEXT;
    if (text.len == 0) {
        return;
    }
    ps_buffer_clear(&book->cell);
    if (is_plain(text)) {
        ps_buffer_add_str(&book->cell, text);
    } else {
        ps_buffer_clear(&book->shown);
        ps_printable_add(&book->shown, text,
                         look == PS_LOOK_PROSE ? PS_BLANKS_COLLAPSE : PS_BLANKS_KEEP);
        add_escaped(book, ps_buffer_str(&book->shown));
        book->no_memory |= book->shown.failed;
    }
    if (look == PS_LOOK_PROSE) {
        unsigned lines = lines_of(&sheet->columns[column], ps_buffer_str(&book->cell));
        sheet->lines = lines > sheet->lines ? lines : sheet->lines;
    }
    write_cell(sheet, column, look);
}

void ps_sheet_word(ps_sheet *sheet, size_t column, const char *word, ps_look look)
{
    write_text(sheet, column, word, look);
}

void ps_sheet_uint(ps_sheet *sheet, size_t column, uint64_t value, ps_look look)
{
    if (value < count_most) {
        write_number(sheet, column, (double)value, look);
    } else {
        char text[24];
        (void)snprintf(text, sizeof text, "%" PRIu64, value);
        write_text(sheet, column, text, PS_LOOK_TEXT);
    }
}

/* Money is decimal and a cell is a double: a decimal of up to 15 digits comes back from it as it
 * was, and the division by a power of ten that is exact rounds to the nearest double. */
void ps_sheet_decimal(ps_sheet *sheet, size_t column, ps_decimal value)
{
    static const double powers[PS_DECIMAL_SCALE_MAX + 1] = {1,   1e1, 1e2, 1e3,  1e4,  1e5, 1e6,
                                                            1e7, 1e8, 1e9, 1e10, 1e11, 1e12};
    ps_workbook *book = sheet->book;
    if (value.digits < digits_most && value.digits > -digits_most &&
        value.scale <= PS_DECIMAL_SCALE_MAX) {
        write_number(sheet, column, (double)value.digits / powers[value.scale],
                     value.scale <= 2 ? PS_LOOK_MONEY : PS_LOOK_EXACT);
        return;
    }
    ps_buffer_clear(&book->cell);
    ps_decimal_format(value, 0, &book->cell);
    write_cell(sheet, column, PS_LOOK_TEXT);
}

void ps_sheet_day(ps_sheet *sheet, size_t column, ps_day day)
{
    ps_workbook *book = sheet->book;
    if (day == PS_NO_DAY) {
        return;
    }
    if (day >= DAY_FIRST - DAY_ZERO && day <= DAY_LAST - DAY_ZERO) {
        write_number(sheet, column, day + (double)DAY_ZERO, PS_LOOK_DAY);
        return;
    }
    ps_buffer_clear(&book->cell);
    ps_date_format(day, &book->cell);
    write_cell(sheet, column, PS_LOOK_TEXT);
}
