/* A workbook for Excel and LibreOffice, written row by row in constant memory: sheets of fixed
 * columns, whose cells are made safe on the way in.
 *
 * libxlsxwriter makes everything but the rows: styles, columns, panes, filters, drop-downs, print
 * settings, properties. Rows are all but a few KiB of a workbook, and it would write each one into
 * two temporary files and compress them at the end, at a level that takes longer than the whole
 * screening; so they are written here, compressed as they come, and put into its frame when that
 * is known (workbook_file.c). A text that comes again is a number in its cells: most texts of a
 * row are those of other rows.
 *
 * What Excel cannot take is told, never dropped: a sheet that is full ends in a row that says how
 * much is missing, a text that is too long ends in a note, a number that a spreadsheet would round
 * becomes a text. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_WORKBOOK_H
#define PS_REPORT_WORKBOOK_H

#include "report/deflate.h"
#include "report/numbered.h"
#include "report/workbook_words.h"

enum { PS_SHEETS_MOST = 8, PS_SHEET_COLUMNS_MOST = 32, PS_LINES_MOST = 6 };

/** How a cell looks, and for numbers how it is written. */
typedef enum ps_look {
    PS_LOOK_TEXT,
    PS_LOOK_PROSE,  /* wrapped, and the row is as high as that takes */
    PS_LOOK_UNIT,   /* behind a number */
    PS_LOOK_STRONG, /* bold */
    PS_LOOK_ALARM,  /* bold and red */
    PS_LOOK_QUIET,  /* small and grey */
    PS_LOOK_TITLE,
    PS_LOOK_HEAD,        /* of a column */
    PS_LOOK_HEAD_RIGHT,  /* of a column of numbers */
    PS_LOOK_REVIEW_HEAD, /* of a column that a person fills in */
    PS_LOOK_REVIEW,
    PS_LOOK_REVIEW_DAY,
    PS_LOOK_REVIEW_PAST, /* what no longer holds, a day too */
    PS_LOOK_NUMBER,      /* a place: a line, a running number */
    PS_LOOK_COUNT,       /* with thousands separators */
    PS_LOOK_MONEY,       /* with two places */
    PS_LOOK_EXACT,       /* with as many as it has */
    PS_LOOK_DAY,
    PS_LOOKS
} ps_look;

/** Who fills a column in. */
typedef enum ps_column_kind {
    PS_COLUMN_OURS,
    PS_COLUMN_REVIEW,   /* a person, in words */
    PS_COLUMN_DECISION, /* a person, from a list */
    PS_COLUMN_EXPIRY    /* a person, a day */
} ps_column_kind;

typedef struct ps_column {
    ps_book_word title;
    double width; /* in characters of the default font */
    ps_look look; /* of its texts */
    ps_column_kind kind;
} ps_column;

/** What a cell holds. */
typedef enum ps_cell_kind {
    PS_CELL_EMPTY,
    PS_CELL_SHARED, /* the number of a text that stands in a part of its own */
    PS_CELL_TEXT,
    PS_CELL_NUMBER,
    PS_CELL_KINDS
} ps_cell_kind;

/** What stands in front of a cell. */
typedef enum ps_joint {
    PS_JOINT_EMPTY, /* a cell of the kind */
    PS_JOINT_SHARED,
    PS_JOINT_TEXT,
    PS_JOINT_NUMBER,
    PS_JOINT_ROW,       /* the head of the row */
    PS_JOINT_REFERENCE, /* its own reference */
    PS_JOINTS
} ps_joint;

/** The markup that recurs: what stands between two contents, by what is in front and behind. */
enum {
    PS_PIECE_CELL = 0,                                         /* by joint, look and kind */
    PS_PIECE_REFERENCE = PS_JOINTS * PS_LOOKS * PS_CELL_KINDS, /* by joint */
    PS_PIECE_ROW_END = PS_PIECE_REFERENCE + PS_JOINTS,         /* by joint */
    PS_PIECE_ROW = PS_PIECE_ROW_END + PS_JOINTS,
    PS_PIECE_HEIGHT, /* by lines */
    PS_PIECES = PS_PIECE_HEIGHT + PS_LINES_MOST + 1
};

/** A cell of a row. */
typedef struct ps_cell {
    int is_there;
    ps_cell_kind kind;
    ps_look look;
    size_t at; /* of its content, in that of the row */
    size_t len;
    size_t piece; /* in front of the content */
    uint64_t piece_place;
    uint64_t place; /* of the content in the sheet */
} ps_cell;

typedef struct ps_row {
    ps_buffer content; /* of the cells, in the order in which they came */
    ps_cell cells[PS_SHEET_COLUMNS_MOST];
} ps_row;

/** Zeroed before ps_workbook_add(). */
typedef struct ps_sheet {
    struct ps_workbook *book;
    void *worksheet;            /* lxw_worksheet */
    ps_deflate content;         /* the rows that are finished */
    uint64_t places[PS_PIECES]; /* where each piece stood last */
    ps_row rows_made[2];        /* the current one and the one before it, by turns */
    ps_row *row;                /* the current one */
    char number[12];            /* its number, in digits */
    const ps_column *columns;
    size_t column_count;
    size_t printed;    /* columns that go on paper: the first so many */
    uint32_t rows;     /* begun so far, the head included */
    unsigned lines;    /* that the current row takes */
    uint64_t left_out; /* rows that Excel has no place for */
} ps_sheet;

typedef struct ps_workbook {
    ps_lang lang;
    void *workbook; /* lxw_workbook; NULL once it is closed */
    void *formats[PS_LOOKS];
    int styles[PS_LOOKS]; /* what the formats are called in a cell */
    ps_arena arena;       /* of the pieces */
    ps_str pieces[PS_PIECES];
    ps_numbered texts; /* that come again and again; the kind is a ps_blanks */
    uint64_t shared;   /* cells that hold one of them */
    ps_sheet *sheets[PS_SHEETS_MOST];
    size_t sheet_count;
    uint32_t rows_most; /* of one sheet */
    int fd;             /* of the temporary file that takes the library's frame */
    ps_buffer cell;     /* a text as the cell shows it */
    ps_buffer shown;    /* the same before what Excel and CSV need */
    uint64_t cut;       /* texts that were too long */
    int no_memory;
    int failed; /* errno of a temporary file that could not be written */
} ps_workbook;

/**
 * Begin a workbook.
 *
 * @param lang       Of its own words.
 * @param rows_most  Rows of a sheet; 0: as many as Excel takes.
 * @param created    Told in its properties.
 * @return 1; 0 when it could not be begun, `no_memory` or errno says why. Either way the caller's
 *         to end with ps_workbook_done().
 */
int ps_workbook_init(ps_workbook *book, ps_lang lang, uint32_t rows_most, ps_day created);
/** Drops what was not closed. Accepts a zeroed struct. */
void ps_workbook_done(ps_workbook *book);

/** Add a sheet after those that are there.
 * @param columns  NULL: a free page, whose columns are set with ps_sheet_page().
 * @param printed  So many of the columns go on paper, on which all of them were too small to read.
 */
void ps_workbook_add(ps_workbook *book, ps_sheet *sheet, ps_book_word name,
                     const ps_column *columns, size_t column_count, size_t printed);
/** Widths of a free page: it has no head, no filter and prints upright. */
void ps_sheet_page(ps_sheet *sheet, const double *widths, size_t count);

/**
 * Finish all sheets and append the whole workbook to `out`. `no_memory`, `failed` or `out->failed`
 * say what went wrong; nothing may be added after it.
 */
void ps_workbook_close(ps_workbook *book, ps_output *out);

/** Begin the next row. @return 0 when the sheet is full: the row is counted and must not be
 * filled. */
int ps_sheet_row(ps_sheet *sheet);

/* workbook_row.c: rows as markup. */

/** Before all sheets, when the styles are known. */
void ps_workbook_make_pieces(ps_workbook *book);
void ps_sheet_init_rows(ps_sheet *sheet);
/** Begin a row also where the sheet is full. */
void ps_sheet_begin_row(ps_sheet *sheet);
/** Hand the row that was begun over, if there is one. */
void ps_sheet_end_row(ps_sheet *sheet);
/** @return where the content of the cell goes: digits; of a text all behind "<t". */
ps_buffer *ps_sheet_begin_cell(ps_sheet *sheet, size_t column, ps_look look, ps_cell_kind kind);
void ps_sheet_end_cell(ps_sheet *sheet, size_t column);

/* Cells of the row that was begun, in any order; one that is absent stays empty. */

/** Prose or a name of the input, as the column looks. */
void ps_sheet_text(ps_sheet *sheet, size_t column, ps_str text);
/** The same for one that hardly another row has: an id, a place. */
void ps_sheet_own_text(ps_sheet *sheet, size_t column, ps_str text);
/** The same with a look of its own; an absent text leaves the look alone. */
void ps_sheet_name(ps_sheet *sheet, size_t column, ps_str name, ps_look look);
/** A word of ours. */
void ps_sheet_word(ps_sheet *sheet, size_t column, ps_book_word word, ps_look look);
void ps_sheet_uint(ps_sheet *sheet, size_t column, uint64_t value, ps_look look);
/** A number where a spreadsheet keeps all its digits, else a text. */
void ps_sheet_decimal(ps_sheet *sheet, size_t column, ps_decimal value);
/** With a look of its own. */
void ps_sheet_day_as(ps_sheet *sheet, size_t column, ps_day day, ps_look look);
/** Nothing for PS_NO_DAY; a text for days that a spreadsheet does not know. */
void ps_sheet_day(ps_sheet *sheet, size_t column, ps_day day);

/** What the shared texts are, as that part of the workbook has them. */
void ps_workbook_put_texts(ps_workbook *book, ps_output *out);

/* workbook_file.c: what the library made, and the rows. */

/**
 * Put the rows of all sheets, which are finished, into the frame that the library wrote to
 * `book->fd`, and append the result to `out`.
 * `out->failed` or `book->no_memory` says what went wrong.
 */
void ps_workbook_fill_frame(ps_workbook *book, ps_output *out);

#endif
