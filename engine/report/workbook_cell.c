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
    UNITS_MOST = 32767, /* UTF-16 units that a cell takes */
    UNITS_KEPT = 32600, /* of a text that is longer: what is missing is told behind it */
    DAY_ZERO = 25569,   /* 1970-01-01 as Excel counts days */
    DAY_FIRST = 61,     /* 1900-03-01: before it, Excel counts a day that never was */
    DAY_LAST = 2958465  /* 9999-12-31 */
};
static const int64_t digits_most = 1000000000000000; /* a double keeps 15 of them */
static const uint64_t count_most = 1000000000000000;

/* A text as a cell may hold it. */
typedef struct safe_text {
    ps_str text;
    int is_marked; /* XML needs references in it */
} safe_text;

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
        ps_output_uint(out, (uint64_t)sheet->lines * LINE_HEIGHT);
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

static void begin_cell(ps_sheet *sheet, size_t column, ps_look look, ps_cell_kind kind)
{
    const ps_cell_head *head = &sheet->book->heads[look][kind];
    sheet->cells[column].at = sheet->row.len;
    ps_buffer_add(&sheet->row, head->markup, head->len);
}

static void end_cell(ps_sheet *sheet, size_t column, const char *end)
{
    ps_buffer_add_text(&sheet->row, end);
    sheet->cells[column].len = sheet->row.len - sheet->cells[column].at;
}

static int begins_or_ends_blank(ps_str text)
{
    return text.len && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' ');
}

#define KEEP_BLANKS " xml:space=\"preserve\""

/* Behind "<t": what nothing need be done to but what XML needs. */
static void add_text(ps_buffer *markup, ps_str text, int is_marked)
{
    ps_buffer_add_text(markup, begins_or_ends_blank(text) ? KEEP_BLANKS ">" : ">");
    if (is_marked) {
        ps_buffer_add_markup(markup, text);
    } else {
        ps_buffer_add_str(markup, text);
    }
}

static void write_text(ps_sheet *sheet, size_t column, safe_text safe, ps_look look)
{
    if (safe.text.len == 0) {
        begin_cell(sheet, column, look, PS_CELL_EMPTY);
        end_cell(sheet, column, "");
        return;
    }
    begin_cell(sheet, column, look, PS_CELL_TEXT);
    add_text(&sheet->row, safe.text, safe.is_marked);
    end_cell(sheet, column, "</t></is></c>");
}

static void write_shared(ps_sheet *sheet, size_t column, uint32_t number, ps_look look)
{
    begin_cell(sheet, column, look, PS_CELL_SHARED);
    ps_buffer_add_uint(&sheet->row, number - 1); /* they count from 0 */
    end_cell(sheet, column, "</v></c>");
    sheet->book->shared++;
}

static void begin_number(ps_sheet *sheet, size_t column, ps_look look)
{
    begin_cell(sheet, column, look, PS_CELL_NUMBER);
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

/* What stands in a text, in one pass that takes many bytes at a time. */
typedef struct signs {
    unsigned char odd;        /* no printable ASCII */
    unsigned char marked;     /* for XML */
    unsigned char underscore; /* perhaps for Excel */
} signs;

static signs signs_of(ps_str text)
{
    unsigned char odd = 0;
    unsigned char marked = 0;
    unsigned char underscore = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        odd |= (c < 0x20) | (c > 0x7E);
        marked |= (c == '&') | (c == '<') | (c == '>') | (c == '"') | (c == '\'');
        underscore |= c == '_';
    }
    return (signs){odd, marked, underscore};
}

static int has_excel_escape(ps_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (is_excel_escape(text, i)) {
            return 1;
        }
    }
    return 0;
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

static ps_blanks blanks_of(ps_look look)
{
    return look == PS_LOOK_PROSE ? PS_BLANKS_COLLAPSE : PS_BLANKS_KEEP;
}

/* The text as a cell may hold it: itself where it is printable ASCII in which Excel sees nothing
 * but itself, as most are, else in the book's cell. */
static safe_text safe_of(ps_workbook *book, ps_str text, ps_blanks blanks)
{
    signs s = signs_of(text);
    if (!s.odd && text.len <= UNITS_MOST && !ps_looks_like_formula(text) &&
        (!s.underscore || !has_excel_escape(text))) {
        return (safe_text){text, s.marked};
    }
    ps_buffer_clear(&book->cell);
    ps_buffer_clear(&book->shown);
    ps_printable_add(&book->shown, text, blanks);
    add_escaped(book, ps_buffer_str(&book->shown));
    book->no_memory |= book->shown.failed | book->cell.failed;
    return (safe_text){ps_buffer_str(&book->cell), 1};
}

/* The row is as high as a wrapped text of that width takes, as far as one can tell without
 * the font. */
static void make_room(ps_sheet *sheet, size_t column, size_t text_width)
{
    enum { LINES_MOST = 6 };
    size_t width = (size_t)sheet->columns[column].width;
    size_t lines = (text_width + width - 1) / width;
    lines = lines < LINES_MOST ? lines : LINES_MOST;
    sheet->lines = lines > sheet->lines ? (unsigned)lines : sheet->lines;
}

static void put_own(ps_sheet *sheet, size_t column, ps_str text, ps_look look)
{
    safe_text safe = safe_of(sheet->book, text, blanks_of(look));
    if (look == PS_LOOK_PROSE) {
        make_room(sheet, column, ps_printable_width(safe.text));
    }
    write_text(sheet, column, safe, look);
}

/* What is noted of a shared text is its width, one more than it is. */
static void put_text(ps_sheet *sheet, size_t column, ps_str text, ps_look look)
{
    ps_workbook *book = sheet->book;
    uint32_t number = text.len ? ps_numbered_of(&book->texts, text, blanks_of(look)) : 0;
    if (!number) {
        put_own(sheet, column, text, look);
        return;
    }
    if (look == PS_LOOK_PROSE) {
        ps_numbered_text *kept = ps_numbered_at(&book->texts, number);
        if (!kept->note) {
            ps_str shown = safe_of(book, text, PS_BLANKS_COLLAPSE).text;
            kept->note = (uint32_t)ps_printable_width(shown) + 1;
        }
        make_room(sheet, column, kept->note - 1);
    }
    write_shared(sheet, column, number, look);
}

static ps_look look_of(const ps_sheet *sheet, size_t column)
{
    return sheet->columns ? sheet->columns[column].look : PS_LOOK_TEXT;
}

void ps_sheet_text(ps_sheet *sheet, size_t column, ps_str text)
{
    if (text.len) {
        put_text(sheet, column, text, look_of(sheet, column));
    }
}

void ps_sheet_own_text(ps_sheet *sheet, size_t column, ps_str text)
{
    if (text.len) {
        put_own(sheet, column, text, look_of(sheet, column));
    }
}

void ps_sheet_name(ps_sheet *sheet, size_t column, ps_str name, ps_look look)
{
    put_text(sheet, column, name, look);
}

void ps_sheet_word(ps_sheet *sheet, size_t column, ps_book_word word, ps_look look)
{
    if (look == PS_LOOK_TITLE) {
        sheet->lines = 2;
    }
    put_text(sheet, column, ps_str_from(ps_book_word_text(word, sheet->book->lang)), look);
}

void ps_workbook_put_texts(ps_workbook *book, ps_output *out)
{
    ps_buffer markup;
    ps_buffer_init(&markup, 0);
    for (uint32_t number = 1; number <= book->texts.count; number++) {
        const ps_numbered_text *kept = ps_numbered_at(&book->texts, number);
        safe_text safe = safe_of(book, kept->text, (ps_blanks)kept->kind);
        ps_buffer_clear(&markup);
        ps_buffer_add_text(&markup, "<si><t");
        add_text(&markup, safe.text, safe.is_marked);
        ps_buffer_add_text(&markup, "</t></si>");
        book->no_memory |= markup.failed;
        ps_output_str(out, ps_buffer_str(&markup));
    }
    ps_buffer_done(&markup);
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
    write_text(sheet, column, (safe_text){ps_buffer_str(&book->cell), 0}, PS_LOOK_TEXT);
}

void ps_sheet_day(ps_sheet *sheet, size_t column, ps_day day)
{
    ps_workbook *book = sheet->book;
    if (day == PS_NO_DAY) {
        return;
    }
    if (day >= DAY_FIRST - DAY_ZERO && day <= DAY_LAST - DAY_ZERO) {
        begin_number(sheet, column, PS_LOOK_DAY);
        ps_buffer_add_uint(&sheet->row, (uint64_t)(day + DAY_ZERO));
        end_number(sheet, column);
        return;
    }
    ps_buffer_clear(&book->cell);
    ps_date_format(day, &book->cell);
    book->no_memory |= book->cell.failed;
    write_text(sheet, column, (safe_text){ps_buffer_str(&book->cell), 0}, PS_LOOK_TEXT);
}
