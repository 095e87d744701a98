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
    if (safe.text.len) {
        add_text(ps_sheet_begin_cell(sheet, column, look, PS_CELL_TEXT), safe.text, safe.is_marked);
    } else {
        (void)ps_sheet_begin_cell(sheet, column, look, PS_CELL_EMPTY);
    }
    ps_sheet_end_cell(sheet, column);
}

static void write_uint(ps_sheet *sheet, size_t column, uint64_t value, ps_look look,
                       ps_cell_kind kind)
{
    ps_buffer_add_uint(ps_sheet_begin_cell(sheet, column, look, kind), value);
    ps_sheet_end_cell(sheet, column);
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

/* What a byte is to Excel or XML besides itself. */
enum { ODD = 1 /* no printable ASCII */, MARKED = 2 /* for XML */, UNDERSCORE = 4 };

#define EIGHT(sign) sign, sign, sign, sign, sign, sign, sign, sign
#define SIXTY_FOUR(sign)                                                                           \
    EIGHT(sign), EIGHT(sign), EIGHT(sign), EIGHT(sign), EIGHT(sign), EIGHT(sign), EIGHT(sign),     \
        EIGHT(sign)

static const unsigned char byte_signs[256] = {EIGHT(ODD),
                                              EIGHT(ODD),
                                              EIGHT(ODD),
                                              EIGHT(ODD), /* controls */
                                              0,
                                              0,
                                              MARKED,
                                              0,
                                              0,
                                              0,
                                              MARKED,
                                              MARKED,
                                              EIGHT(0), /* " & ' */
                                              EIGHT(0),
                                              0,
                                              0,
                                              0,
                                              0,
                                              MARKED,
                                              0,
                                              MARKED,
                                              0, /* < > */
                                              EIGHT(0),
                                              EIGHT(0),
                                              EIGHT(0),
                                              0,
                                              0,
                                              0,
                                              0,
                                              0,
                                              0,
                                              0,
                                              UNDERSCORE, /* @ A … _ */
                                              EIGHT(0),
                                              EIGHT(0),
                                              EIGHT(0),
                                              0,
                                              0,
                                              0,
                                              0,
                                              0,
                                              0,
                                              0,
                                              ODD, /* ` a … DEL */
                                              SIXTY_FOUR(ODD),
                                              SIXTY_FOUR(ODD)};

static unsigned signs_of(ps_str text)
{
    unsigned signs = 0;
    for (size_t i = 0; i < text.len; i++) {
        signs |= byte_signs[(unsigned char)text.ptr[i]];
    }
    return signs;
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

static int is_wrapped(ps_look look)
{
    return look == PS_LOOK_PROSE || look == PS_LOOK_REVIEW;
}

static ps_blanks blanks_of(ps_look look)
{
    return is_wrapped(look) ? PS_BLANKS_COLLAPSE : PS_BLANKS_KEEP;
}

/* The text as a cell may hold it: itself where it is printable ASCII in which Excel sees nothing
 * but itself, as most are, else in the book's cell. */
static safe_text safe_of(ps_workbook *book, ps_str text, ps_blanks blanks)
{
    unsigned signs = signs_of(text);
    if (!(signs & ODD) && text.len <= UNITS_MOST && !ps_looks_like_formula(text) &&
        (!(signs & UNDERSCORE) || !has_excel_escape(text))) {
        return (safe_text){text, (signs & MARKED) != 0};
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
    size_t width = (size_t)sheet->columns[column].width;
    size_t lines = (text_width + width - 1) / width;
    lines = lines < PS_LINES_MOST ? lines : PS_LINES_MOST;
    sheet->lines = lines > sheet->lines ? (unsigned)lines : sheet->lines;
}

static void put_own(ps_sheet *sheet, size_t column, ps_str text, ps_look look)
{
    safe_text safe = safe_of(sheet->book, text, blanks_of(look));
    if (is_wrapped(look)) {
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
    if (is_wrapped(look)) {
        ps_numbered_text *kept = ps_numbered_at(&book->texts, number);
        if (!kept->note) {
            ps_str shown = safe_of(book, text, PS_BLANKS_COLLAPSE).text;
            kept->note = (uint32_t)ps_printable_width(shown) + 1;
        }
        make_room(sheet, column, kept->note - 1);
    }
    write_uint(sheet, column, number - 1, look, PS_CELL_SHARED); /* they count from 0 */
    book->shared++;
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
        write_uint(sheet, column, value, look, PS_CELL_NUMBER);
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
        ps_look look = value.scale <= 2 ? PS_LOOK_MONEY : PS_LOOK_EXACT;
        ps_decimal_format(value, 0, ps_sheet_begin_cell(sheet, column, look, PS_CELL_NUMBER));
        ps_sheet_end_cell(sheet, column);
        return;
    }
    ps_buffer_clear(&book->cell);
    ps_decimal_format(value, 0, &book->cell);
    book->no_memory |= book->cell.failed;
    write_text(sheet, column, (safe_text){ps_buffer_str(&book->cell), 0}, PS_LOOK_TEXT);
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
        write_uint(sheet, column, (uint64_t)(day + DAY_ZERO), look, PS_CELL_NUMBER);
        return;
    }
    ps_buffer_clear(&book->cell);
    ps_date_format(day, &book->cell);
    book->no_memory |= book->cell.failed;
    write_text(sheet, column, (safe_text){ps_buffer_str(&book->cell), 0}, PS_LOOK_TEXT);
}
