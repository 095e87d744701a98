/* Cells of a workbook: texts made safe, numbers and days kept exact or told as texts.
 *
 * A text cell never becomes a formula here, but a person saves the sheet as CSV and the next one
 * opens that: so a text that looks like a formula has an apostrophe in front, by the rule of our
 * own CSV. Excel takes "_x0041_" in a text for the character U+0041; its own way to write such a
 * text as it is, "_x005F_x0041_", is used. SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"
#include "base/utf8.h"
#include "report/formula.h"
#include "report/printable.h"
#include "report/workbook.h"

enum {
    LINE_HEIGHT = 15,   /* points, of the default font */
    HAN_HEIGHT = 17,    /* of the fonts that stand in for it in Chinese */
    UNITS_MOST = 32767, /* UTF-16 units that a cell takes */
    UNITS_KEPT = 32600, /* of a text that is longer: what is missing is told behind it */
    DAY_ZERO = 25569,   /* 1970-01-01 as Excel counts days */
    DAY_FIRST = 61,     /* 1900-03-01: before it, Excel counts a day that never was */
    DAY_LAST = 2958465  /* 9999-12-31 */
};
static const int64_t digits_most = 1000000000000000; /* a double keeps 15 of them */
static const uint64_t count_most = 1000000000000000;

void ps_sheet_begin_row(ps_sheet *sheet)
{
    sheet->rows++;
    sheet->lines = 1;
    (void)snprintf(sheet->number, sizeof sheet->number, "%" PRIu32, sheet->rows);
}

/* r="B12" */
static void put_reference(ps_output *out, const ps_sheet *sheet, size_t column)
{
    enum { LETTERS = 26 };
    PS_PUT(out, " r=\"");
    if (column >= LETTERS) {
        ps_output_char(out, (char)('A' + column / LETTERS - 1));
    }
    ps_output_char(out, (char)('A' + column % LETTERS));
    ps_output_text(out, sheet->number);
    PS_PUT(out, "\"");
}

/* Cells come in any order and stand in that of the columns. One that stands beside the one before
 * it needs no reference (ECMA-376 part 1, 18.3.1.4): numbers that change in each cell would be a
 * third of the file. */
static void put_cells(ps_output *out, const ps_sheet *sheet)
{
    size_t beside = SIZE_MAX;
    for (size_t i = 0; i < PS_COUNT(sheet->cells); i++) {
        const ps_cell *cell = &sheet->cells[i];
        if (cell->len) {
            PS_PUT(out, "<c");
            if (i != beside) {
                put_reference(out, sheet, i);
            }
            ps_output_add(out, sheet->row.ptr + cell->at, cell->len);
            beside = i + 1;
        }
    }
}

void ps_sheet_end_row(ps_sheet *sheet)
{
    ps_workbook *book = sheet->book;
    ps_output *out = &sheet->content.out;
    if (!sheet->number[0]) {
        return;
    }
    PS_PUT(out, "<row r=\"");
    ps_output_text(out, sheet->number);
    if (sheet->lines > 1) { /* Excel sees to the height by itself, LibreOffice does not */
        PS_PUT(out, "\" ht=\"");
        ps_output_uint(out, (uint64_t)sheet->lines *
                                (book->lang == PS_LANG_ZH ? HAN_HEIGHT : LINE_HEIGHT));
        PS_PUT(out, "\" customHeight=\"1");
    }
    PS_PUT(out, "\">");
    put_cells(out, sheet);
    PS_PUT(out, "</row>");
    book->no_memory |= sheet->row.failed;
    book->failed = book->failed ? book->failed : out->failed;
    ps_buffer_clear(&sheet->row);
    memset(sheet->cells, 0, sizeof sheet->cells);
    sheet->number[0] = '\0';
}

/* Behind the cell's reference: s="3" */
static void begin_cell(ps_sheet *sheet, size_t column, ps_look look)
{
    sheet->cells[column].at = sheet->row.len;
    ps_buffer_add_text(&sheet->row, " s=\"");
    ps_buffer_add_uint(&sheet->row, (uint64_t)sheet->book->styles[look]);
}

static void end_cell(ps_sheet *sheet, size_t column, const char *end)
{
    ps_buffer_add_text(&sheet->row, end);
    sheet->cells[column].len = sheet->row.len - sheet->cells[column].at;
}

/* What nothing need be done to but what XML needs. */
static void write_text(ps_sheet *sheet, size_t column, ps_str text, ps_look look)
{
    begin_cell(sheet, column, look);
    if (text.len == 0) {
        end_cell(sheet, column, "\"/>");
        return;
    }
    ps_buffer_add_text(&sheet->row, "\" t=\"inlineStr\"><is><t");
    if (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' ') {
        ps_buffer_add_text(&sheet->row, " xml:space=\"preserve\"");
    }
    ps_buffer_add_char(&sheet->row, '>');
    ps_buffer_add_markup(&sheet->row, text);
    end_cell(sheet, column, "</t></is></c>");
}

static void begin_number(ps_sheet *sheet, size_t column, ps_look look)
{
    begin_cell(sheet, column, look);
    ps_buffer_add_text(&sheet->row, "\"><v>");
}

static void end_number(ps_sheet *sheet, size_t column)
{
    end_cell(sheet, column, "</v></c>");
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
        char c = text.ptr[i];
        if (c < 0x20 || c > 0x7E || (c == '_' && is_excel_escape(text, i))) {
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
            ps_book_add_counts(cell, PS_BOOK_TEXT_CUT, book->lang, characters(text, at), 0);
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

static int is_wrapped(ps_look look)
{
    return look == PS_LOOK_PROSE || look == PS_LOOK_REVIEW;
}

/* A text that is no plain one, made so in the book's cell. */
static ps_str made_safe(ps_workbook *book, ps_str text, ps_look look)
{
    ps_buffer_clear(&book->cell);
    ps_buffer_clear(&book->shown);
    ps_printable_add(&book->shown, text, is_wrapped(look) ? PS_BLANKS_COLLAPSE : PS_BLANKS_KEEP);
    add_escaped(book, ps_buffer_str(&book->shown));
    book->no_memory |= book->shown.failed | book->cell.failed;
    return ps_buffer_str(&book->cell);
}

void ps_sheet_text(ps_sheet *sheet, size_t column, ps_str text)
{
    ps_look look = sheet->columns ? sheet->columns[column].look : PS_LOOK_TEXT;
    if (text.len == 0) {
        return;
    }
    ps_str safe = is_plain(text) ? text : made_safe(sheet->book, text, look);
    if (is_wrapped(look)) {
        unsigned lines = lines_of(&sheet->columns[column], safe);
        sheet->lines = lines > sheet->lines ? lines : sheet->lines;
    }
    write_text(sheet, column, safe, look);
}

void ps_sheet_name(ps_sheet *sheet, size_t column, ps_str name, ps_look look)
{
    write_text(sheet, column, is_plain(name) ? name : made_safe(sheet->book, name, look), look);
}

void ps_sheet_word(ps_sheet *sheet, size_t column, ps_book_word word, ps_look look)
{
    if (look == PS_LOOK_TITLE) {
        sheet->lines = 2;
    }
    write_text(sheet, column, ps_str_from(ps_book_word_text(word, sheet->book->lang)), look);
}

void ps_sheet_uint(ps_sheet *sheet, size_t column, uint64_t value, ps_look look)
{
    if (value < count_most) {
        begin_number(sheet, column, look);
        ps_buffer_add_uint(&sheet->row, value);
        end_number(sheet, column);
    } else {
        char text[24];
        (void)snprintf(text, sizeof text, "%" PRIu64, value);
        ps_sheet_name(sheet, column, ps_str_from(text), PS_LOOK_TEXT);
    }
}

/* Money is decimal and a spreadsheet keeps a double of what it reads: one of up to 15 digits comes
 * back from that as it was. */
void ps_sheet_decimal(ps_sheet *sheet, size_t column, ps_decimal value)
{
    ps_workbook *book = sheet->book;
    if (value.digits < digits_most && value.digits > -digits_most) {
        begin_number(sheet, column, value.scale <= 2 ? PS_LOOK_MONEY : PS_LOOK_EXACT);
        ps_decimal_format(value, 0, &sheet->row);
        end_number(sheet, column);
        return;
    }
    ps_buffer_clear(&book->cell);
    ps_decimal_format(value, 0, &book->cell);
    book->no_memory |= book->cell.failed;
    write_text(sheet, column, ps_buffer_str(&book->cell), PS_LOOK_TEXT);
}

void ps_sheet_day(ps_sheet *sheet, size_t column, ps_day day)
{
    ps_sheet_day_as(sheet, column, day, PS_LOOK_DAY);
}

void ps_sheet_day_as(ps_sheet *sheet, size_t column, ps_day day, ps_look look)
{
    ps_workbook *book = sheet->book;
    if (day == PS_NO_DAY) {
        return;
    }
    if (day >= DAY_FIRST - DAY_ZERO && day <= DAY_LAST - DAY_ZERO) {
        begin_number(sheet, column, look);
        ps_buffer_add_uint(&sheet->row, (uint64_t)(day + DAY_ZERO));
        end_number(sheet, column);
        return;
    }
    ps_buffer_clear(&book->cell);
    ps_date_format(day, &book->cell);
    book->no_memory |= book->cell.failed;
    write_text(sheet, column, ps_buffer_str(&book->cell), PS_LOOK_TEXT);
}
