/* SPDX-License-Identifier: Apache-2.0 */
#include "report/workbook.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/temporary.h"
#include "report/printable.h"
#include "report/xlsx_library.h"

static const double BOLD = 1.2; /* wider than the letters that widths are given in */

enum {
    ROWS_EXCEL = LXW_ROW_MAX,
    NAMING_COLUMNS = 2, /* severity and record */
    SECONDS_A_DAY = 86400,
    TEXTS_BYTES = 4 << 20,
    DAY_2000 = 10957 /* where no day is told: never that of the clock, or no two files were equal */
};

/* Colours that a grey printer keeps apart. */
enum {
    HEAD_FILL = 0x1F3864,
    REVIEW_FILL = 0x806000,
    REVIEW_CELL = 0xFFF8E1,
    RED = 0xB00020,
    GREY = 0x7F7F7F,
    BORDER = 0xD9D9D9
};

static lxw_format *format_of(lxw_workbook *workbook, ps_look look)
{
    lxw_format *f = ps_xlsx.workbook_add_format(workbook);
    if (!f) {
        return NULL;
    }
    ps_xlsx.format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    switch (look) {
    case PS_LOOK_TEXT:
        break;
    case PS_LOOK_PROSE:
        ps_xlsx.format_set_text_wrap(f);
        break;
    case PS_LOOK_UNIT:
        ps_xlsx.format_set_indent(f, 1);
        break;
    case PS_LOOK_STRONG:
        ps_xlsx.format_set_bold(f);
        break;
    case PS_LOOK_ALARM:
        ps_xlsx.format_set_bold(f);
        ps_xlsx.format_set_font_color(f, RED);
        break;
    case PS_LOOK_QUIET:
        ps_xlsx.format_set_font_size(f, 8);
        ps_xlsx.format_set_font_color(f, GREY);
        break;
    case PS_LOOK_TITLE:
        ps_xlsx.format_set_bold(f);
        ps_xlsx.format_set_font_size(f, 16);
        break;
    case PS_LOOK_HEAD:
    case PS_LOOK_HEAD_RIGHT:
    case PS_LOOK_REVIEW_HEAD:
        ps_xlsx.format_set_bold(f);
        ps_xlsx.format_set_text_wrap(f);
        ps_xlsx.format_set_font_color(f, LXW_COLOR_WHITE);
        ps_xlsx.format_set_bg_color(f, look == PS_LOOK_REVIEW_HEAD ? REVIEW_FILL : HEAD_FILL);
        if (look == PS_LOOK_HEAD_RIGHT) {
            ps_xlsx.format_set_align(f, LXW_ALIGN_RIGHT);
        }
        break;
    case PS_LOOK_REVIEW:
    case PS_LOOK_REVIEW_DAY:
    case PS_LOOK_REVIEW_PAST:
        ps_xlsx.format_set_text_wrap(f);
        ps_xlsx.format_set_bg_color(f, REVIEW_CELL);
        ps_xlsx.format_set_border(f, LXW_BORDER_THIN);
        ps_xlsx.format_set_border_color(f, BORDER);
        if (look != PS_LOOK_REVIEW) {
            ps_xlsx.format_set_num_format(f, "yyyy-mm-dd");
        }
        if (look == PS_LOOK_REVIEW_PAST) {
            ps_xlsx.format_set_font_color(f, RED);
            ps_xlsx.format_set_font_strikeout(f);
        }
        break;
    case PS_LOOK_NUMBER:
        ps_xlsx.format_set_num_format(f, "0");
        break;
    case PS_LOOK_COUNT:
        ps_xlsx.format_set_num_format(f, "#,##0");
        break;
    case PS_LOOK_MONEY:
        ps_xlsx.format_set_num_format(f, "#,##0.00");
        break;
    case PS_LOOK_EXACT:
        ps_xlsx.format_set_num_format(f, "#,##0.00##########");
        break;
    case PS_LOOK_DAY:
        ps_xlsx.format_set_num_format(f, "yyyy-mm-dd");
        ps_xlsx.format_set_align(f, LXW_ALIGN_LEFT);
        break;
    case PS_LOOKS:
        break;
    }
    return f;
}

/* The library takes texts that it does not change for ones that it may. */
static char *text_of(const ps_workbook *book, ps_book_word word)
{
    return (char *)(uintptr_t)ps_book_word_text(word, book->lang);
}

static void set_properties(const ps_workbook *book, ps_day created)
{
    char author[] = "procscreen " PS_VERSION;
    lxw_doc_properties properties = {
        .title = text_of(book, PS_BOOK_TITLE),
        .author = author,
        .created = (time_t)(created == PS_NO_DAY ? DAY_2000 : created) * SECONDS_A_DAY};
    (void)ps_xlsx.workbook_set_properties(book->workbook, &properties);
}

int ps_workbook_init(ps_workbook *book, ps_lang lang, uint32_t rows_most, ps_day created)
{
    const char *folder;
    char name[40];
    *book = (ps_workbook){
        .lang = lang, .rows_most = rows_most && rows_most < ROWS_EXCEL ? rows_most : ROWS_EXCEL};
    ps_buffer_init(&book->cell, 0);
    ps_buffer_init(&book->shown, 0);
    ps_numbered_init(&book->texts, TEXTS_BYTES, TEXTS_BYTES / 2);
    ps_arena_init(&book->arena, 0);
    if (!ps_xlsx_library_load()) {
        book->fd = -1;
        errno = ELIBACC;
        return 0;
    }
    book->fd = ps_temporary_open(&folder);
    if (book->fd < 0) {
        return 0;
    }
    /* The library writes to a name and nothing else; a file without a name has this one. */
    (void)snprintf(name, sizeof name, "/proc/self/fd/%d", book->fd);
    char *writable = strdup(folder);
    lxw_workbook_options options = {.tmpdir = writable};
    lxw_workbook *workbook = writable ? ps_xlsx.workbook_new_opt(name, &options) : NULL;
    free(writable);
    book->workbook = workbook;
    book->no_memory = !workbook;
    for (int look = 0; workbook && look < PS_LOOKS; look++) {
        lxw_format *format = format_of(workbook, (ps_look)look);
        book->no_memory |= !format;
        book->formats[look] = format;
        book->styles[look] = format ? ps_xlsx.lxw_format_get_xf_index(format) : 0;
    }
    if (workbook) {
        ps_workbook_make_pieces(book);
        set_properties(book, created);
    }
    return !book->no_memory;
}

void ps_workbook_done(ps_workbook *book)
{
    for (size_t i = 0; i < book->sheet_count; i++) {
        ps_sheet *sheet = book->sheets[i];
        ps_deflate_done(&sheet->content);
        ps_buffer_done(&sheet->rows_made[0].content);
        ps_buffer_done(&sheet->rows_made[1].content);
    }
    if (book->workbook) {
        ps_xlsx.lxw_workbook_free(book->workbook);
        book->workbook = NULL;
    }
    if (book->fd > 0) {
        (void)close(book->fd);
        book->fd = -1;
    }
    ps_buffer_done(&book->cell);
    ps_buffer_done(&book->shown);
    ps_numbered_done(&book->texts);
    ps_arena_done(&book->arena);
}

static ps_look look_of_column(const ps_column *column)
{
    return column->kind == PS_COLUMN_EXPIRY ? PS_LOOK_REVIEW_DAY
           : column->kind == PS_COLUMN_OURS ? column->look
                                            : PS_LOOK_REVIEW;
}

static void set_columns(ps_sheet *sheet)
{
    lxw_worksheet *worksheet = sheet->worksheet;
    int reviewed = 0;
    for (size_t i = 0; i < sheet->column_count; i++) {
        const ps_column *column = &sheet->columns[i];
        reviewed |= column->kind != PS_COLUMN_OURS;
        lxw_col_t at = (lxw_col_t)i;
        (void)ps_xlsx.worksheet_set_column(worksheet, at, at, column->width,
                                           sheet->book->formats[look_of_column(column)]);
        ps_sheet_word(sheet, i, column->title,
                      column->kind == PS_COLUMN_OURS ? PS_LOOK_HEAD : PS_LOOK_REVIEW_HEAD);
        ps_str title = ps_str_from(ps_book_word_text(column->title, sheet->book->lang));
        if ((double)ps_printable_width(title) * BOLD > column->width) {
            sheet->lines = 2;
        }
    }
    /* Where a person writes far to the right, what the row is about stays in sight. */
    ps_xlsx.worksheet_freeze_panes(worksheet, 1, reviewed ? NAMING_COLUMNS : 0);
    ps_xlsx.worksheet_set_landscape(worksheet);
    (void)ps_xlsx.worksheet_repeat_rows(worksheet, 0, 0);
}

void ps_workbook_add(ps_workbook *book, ps_sheet *sheet, ps_book_word name,
                     const ps_column *columns, size_t column_count, size_t printed)
{
    assert(book->sheet_count < PS_SHEETS_MOST && column_count <= PS_SHEET_COLUMNS_MOST);
    lxw_worksheet *worksheet = ps_xlsx.workbook_add_worksheet(book->workbook, text_of(book, name));
    *sheet = (ps_sheet){.book = book,
                        .worksheet = worksheet,
                        .columns = columns,
                        .column_count = column_count,
                        .printed = printed};
    book->sheets[book->sheet_count++] = sheet;
    ps_sheet_init_rows(sheet);
    if (!worksheet || ps_deflate_init(&sheet->content, NULL) != PS_OK) {
        book->no_memory = 1;
        return;
    }
    ps_xlsx.worksheet_set_paper(worksheet, 9); /* A4 */
    ps_xlsx.worksheet_fit_to_pages(worksheet, 1, 0);
    ps_xlsx.worksheet_set_margins(worksheet, 0.4, 0.4, 0.5, 0.6);
    (void)ps_xlsx.worksheet_set_footer(worksheet, "&L&A&R&P / &N");
    if (columns && ps_sheet_row(sheet)) {
        set_columns(sheet);
    }
}

void ps_sheet_page(ps_sheet *sheet, const double *widths, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        (void)ps_xlsx.worksheet_set_column(sheet->worksheet, (lxw_col_t)i, (lxw_col_t)i, widths[i],
                                           sheet->book->formats[PS_LOOK_TEXT]);
    }
    sheet->column_count = count;
    ps_xlsx.worksheet_gridlines(sheet->worksheet, LXW_HIDE_ALL_GRIDLINES);
}

int ps_sheet_row(ps_sheet *sheet)
{
    ps_workbook *book = sheet->book;
    ps_sheet_end_row(sheet);
    /* The last row is for saying what is missing; a free page is never that long. */
    int full = sheet->columns && sheet->rows + 1 >= book->rows_most;
    if (full || book->no_memory || book->failed) {
        sheet->left_out++;
        return 0;
    }
    ps_sheet_begin_row(sheet);
    return 1;
}

/* What a person may decide; the summary sheet says what each means. */
static void offer_decisions(const ps_sheet *sheet, lxw_row_t last, lxw_col_t column)
{
    const ps_workbook *book = sheet->book;
    char *decisions[] = {text_of(book, PS_BOOK_CONFIRMED), text_of(book, PS_BOOK_FALSE_POSITIVE),
                         text_of(book, PS_BOOK_ACCEPTED),  text_of(book, PS_BOOK_DONE),
                         text_of(book, PS_BOOK_LATER),     NULL};
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_LIST,
                                .value_list = decisions,
                                .error_title = text_of(book, PS_BOOK_NO_DECISION),
                                .error_message = text_of(book, PS_BOOK_CHOOSE)};
    (void)ps_xlsx.worksheet_data_validation_range(sheet->worksheet, 1, column, last, column, &rule);
}

static void expect_day(const ps_sheet *sheet, lxw_row_t last, lxw_col_t column)
{
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_DATE,
                                .criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN,
                                .value_datetime = {2000, 1, 1, 0, 0, 0},
                                .error_title = text_of(sheet->book, PS_BOOK_NO_DAY),
                                .error_message = text_of(sheet->book, PS_BOOK_WRITE_DAY)};
    (void)ps_xlsx.worksheet_data_validation_range(sheet->worksheet, 1, column, last, column, &rule);
}

/* What is printed, filtered and filled in; the row that says what is missing is none of it. */
static void set_ranges(ps_sheet *sheet)
{
    lxw_worksheet *worksheet = sheet->worksheet;
    lxw_row_t last = sheet->rows - 1;
    for (size_t i = 0; i < sheet->column_count; i++) {
        if (last && sheet->columns[i].kind == PS_COLUMN_DECISION) {
            offer_decisions(sheet, last, (lxw_col_t)i);
        } else if (last && sheet->columns[i].kind == PS_COLUMN_EXPIRY) {
            expect_day(sheet, last, (lxw_col_t)i);
        }
    }
    (void)ps_xlsx.worksheet_print_area(worksheet, 0, 0, last, (lxw_col_t)(sheet->printed - 1));
    (void)ps_xlsx.worksheet_autofilter(worksheet, 0, 0, last, (lxw_col_t)(sheet->column_count - 1));
}

/* What stands before and behind the rows is the library's: two cells tell it how far they reach,
 * and workbook_file.c puts the rows in their place. The text in one makes it write a part for
 * shared texts, whose content is ours too. */
static void frame_rows(ps_sheet *sheet)
{
    lxw_worksheet *worksheet = sheet->worksheet;
    lxw_format *format = sheet->book->formats[PS_LOOK_TEXT];
    lxw_error error = ps_xlsx.worksheet_write_string(worksheet, 0, 0, "-", format);
    if (error == LXW_NO_ERROR && sheet->rows) {
        error = ps_xlsx.worksheet_write_blank(worksheet, sheet->rows - 1,
                                              (lxw_col_t)(sheet->column_count - 1), format);
    }
    sheet->book->no_memory |= error != LXW_NO_ERROR;
}

static void finish_sheet(ps_sheet *sheet)
{
    ps_sheet_end_row(sheet);
    if (sheet->columns && sheet->rows) {
        set_ranges(sheet);
    }
    if (sheet->left_out) {
        ps_buffer *text = &sheet->book->cell;
        ps_buffer_clear(text);
        ps_book_add_counts(text, PS_BOOK_ROWS_LEFT_OUT, sheet->book->lang, sheet->left_out,
                           sheet->book->rows_most);
        sheet->book->no_memory |= text->failed;
        ps_sheet_begin_row(sheet);
        ps_sheet_name(sheet, 0, ps_buffer_str(text), PS_LOOK_ALARM);
        ps_sheet_end_row(sheet);
    }
    frame_rows(sheet);
}

void ps_workbook_close(ps_workbook *book, ps_output *out)
{
    lxw_workbook *workbook = book->workbook;
    for (size_t i = 0; i < book->sheet_count; i++) {
        finish_sheet(book->sheets[i]);
    }
    if (book->no_memory || book->failed) {
        return;
    }
    errno = 0;
    book->workbook = NULL;
    lxw_error error = ps_xlsx.workbook_close(workbook);
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED) {
        book->no_memory = 1;
    } else if (error != LXW_NO_ERROR) {
        ps_output_fail_waiting(out, errno);
    } else {
        ps_workbook_fill_frame(book, out);
    }
}
