/* Rows of a sheet as markup. Nearly all of it is pieces that stand between the contents of two
 * cells and come again and again, and most contents begin as the one above them does: the sheet
 * says so to the deflated bytes, which are made here and now.
 * SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "report/workbook.h"

enum {
    LINE_HEIGHT = 15, /* points, of the default font */
    HAN_HEIGHT = 17   /* of the fonts that stand in for it in Chinese */
};

static size_t cell_piece(size_t joint, size_t look, size_t kind)
{
    return PS_PIECE_CELL + (joint * PS_LOOKS + look) * PS_CELL_KINDS + kind;
}

/* The end of what is in front. */
static const char *const ends[PS_JOINTS] = {
    [PS_JOINT_EMPTY] = "",
    [PS_JOINT_SHARED] = "</v></c>",
    [PS_JOINT_TEXT] = "</t></is></c>",
    [PS_JOINT_NUMBER] = "</v></c>",
    [PS_JOINT_ROW] = "\">",
    [PS_JOINT_REFERENCE] = "",
};

static void make(ps_workbook *book, size_t piece, const char *first, const char *second,
                 const char *third)
{
    const ps_str parts[] = {ps_str_from(first), ps_str_from(second), ps_str_from(third)};
    book->pieces[piece] = ps_arena_concat(&book->arena, parts, PS_COUNT(parts));
    book->no_memory |= !book->pieces[piece].ptr;
}

static void make_cell_pieces(ps_workbook *book, size_t look)
{
    static const char *const behind_style[PS_CELL_KINDS] = {[PS_CELL_EMPTY] = "\"/>",
                                                            [PS_CELL_SHARED] = "\" t=\"s\"><v>",
                                                            [PS_CELL_TEXT] =
                                                                "\" t=\"inlineStr\"><is><t",
                                                            [PS_CELL_NUMBER] = "\"><v>"};
    char style[24];
    (void)snprintf(style, sizeof style, "<c s=\"%d", book->styles[look]);
    for (size_t joint = 0; joint < PS_JOINTS; joint++) {
        for (size_t kind = 0; kind < PS_CELL_KINDS; kind++) {
            make(book, cell_piece(joint, look, kind), ends[joint],
                 joint == PS_JOINT_REFERENCE ? style + strlen("<c") : style, behind_style[kind]);
        }
    }
}

void ps_workbook_make_pieces(ps_workbook *book)
{
    for (size_t look = 0; look < PS_LOOKS; look++) {
        make_cell_pieces(book, look);
    }
    for (size_t joint = 0; joint < PS_JOINTS; joint++) {
        make(book, PS_PIECE_REFERENCE + joint, ends[joint], "<c r=\"", "");
        make(book, PS_PIECE_ROW_END + joint, ends[joint], "</row>", "");
    }
    make(book, PS_PIECE_ROW, "<row r=\"", "", "");
    for (size_t lines = 0; lines <= PS_LINES_MOST; lines++) {
        char height[8];
        (void)snprintf(height, sizeof height, "%zu",
                       lines * (book->lang == PS_LANG_ZH ? HAN_HEIGHT : LINE_HEIGHT));
        make(book, PS_PIECE_HEIGHT + lines, "\" ht=\"", height, "\" customHeight=\"1");
    }
}

void ps_sheet_init_rows(ps_sheet *sheet)
{
    for (size_t i = 0; i < PS_PIECES; i++) {
        sheet->places[i] = PS_DEFLATE_NOWHERE;
    }
    ps_buffer_init(&sheet->rows_made[0].content, 0);
    ps_buffer_init(&sheet->rows_made[1].content, 0);
    sheet->row = &sheet->rows_made[0];
}

void ps_sheet_begin_row(ps_sheet *sheet)
{
    sheet->rows++;
    sheet->lines = 1;
    (void)snprintf(sheet->number, sizeof sheet->number, "%" PRIu32 "\"", sheet->rows);
}

ps_buffer *ps_sheet_begin_cell(ps_sheet *sheet, size_t column, ps_look look, ps_cell_kind kind)
{
    ps_row *row = sheet->row;
    row->cells[column] =
        (ps_cell){.is_there = 1, .kind = kind, .look = look, .at = row->content.len};
    return &row->content;
}

void ps_sheet_end_cell(ps_sheet *sheet, size_t column)
{
    ps_row *row = sheet->row;
    row->cells[column].len = row->content.len - row->cells[column].at;
}

static void put_piece_of(ps_sheet *sheet, size_t piece, uint64_t place)
{
    sheet->places[piece] = sheet->content.size;
    ps_deflate_again(&sheet->content, sheet->book->pieces[piece], place);
}

static void put_piece(ps_sheet *sheet, size_t piece)
{
    put_piece_of(sheet, piece, sheet->places[piece]);
}

/* Behind <c r=": B12" */
static void put_reference(ps_sheet *sheet, size_t column, uint64_t number_place)
{
    enum { LETTERS = 26 };
    char letters[2];
    size_t count = 0;
    if (column >= LETTERS) {
        letters[count++] = (char)('A' + column / LETTERS - 1);
    }
    letters[count++] = (char)('A' + column % LETTERS);
    ps_deflate_add(&sheet->content, (ps_str){letters, count});
    ps_deflate_again(&sheet->content, ps_str_from(sheet->number), number_place);
}

/* How many bytes of two texts are the same from the first on. */
static size_t same(ps_str a, ps_str b)
{
    size_t most = a.len < b.len ? a.len : b.len;
    size_t count = 0;
    while (most - count >= sizeof(uint64_t) &&
           memcmp(a.ptr + count, b.ptr + count, sizeof(uint64_t)) == 0) {
        count += sizeof(uint64_t);
    }
    while (count < most && a.ptr[count] == b.ptr[count]) {
        count++;
    }
    return count;
}

/* The same from the last one back. */
static size_t same_at_end(ps_str a, ps_str b)
{
    size_t most = a.len < b.len ? a.len : b.len;
    size_t count = 0;
    while (count < most && a.ptr[a.len - 1 - count] == b.ptr[b.len - 1 - count]) {
        count++;
    }
    return count;
}

static ps_str content_of(const ps_row *row, const ps_cell *cell)
{
    return cell->len ? (ps_str){row->content.ptr + cell->at, cell->len} : PS_NO_STR;
}

/* What the cell begins and ends with as the one above it does need not be told again; nor need what
 * is in front of it, where that is the same as well. */
static void put_cell(ps_sheet *sheet, const ps_row *above, size_t column, size_t joint)
{
    ps_deflate *out = &sheet->content;
    ps_cell *cell = &sheet->row->cells[column];
    const ps_cell *before = &above->cells[column];
    ps_str text = content_of(sheet->row, cell);
    ps_str text_before = content_of(above, before);
    size_t begin = same(text, text_before);
    cell->piece = cell_piece(joint, cell->look, cell->kind);
    cell->piece_place = out->size;
    int repeats = before->is_there && before->piece == cell->piece &&
                  (begin || ps_deflate_follows(out, before->piece_place));
    put_piece_of(sheet, cell->piece, repeats ? before->piece_place : sheet->places[cell->piece]);
    cell->place = out->size;
    ps_deflate_again(out, ps_str_slice(text, 0, begin), before->place);
    text = ps_str_slice(text, begin, text.len);
    text_before = ps_str_slice(text_before, begin, text_before.len);
    size_t end = same_at_end(text, text_before);
    ps_deflate_add(out, ps_str_slice(text, 0, text.len - end));
    ps_deflate_again(out, ps_str_slice(text, text.len - end, text.len),
                     before->place + before->len - end);
}

/* Cells come in any order and stand in that of the columns. One that stands beside the one before
 * it needs no reference (ECMA-376 part 1, 18.3.1.4): numbers that change in each cell would be a
 * third of the file. @return what is in front of the end of the row. */
static size_t put_cells(ps_sheet *sheet, const ps_row *above, uint64_t number_place)
{
    size_t joint = PS_JOINT_ROW;
    size_t beside = SIZE_MAX;
    for (size_t i = 0; i < PS_SHEET_COLUMNS_MOST; i++) {
        const ps_cell *cell = &sheet->row->cells[i];
        if (cell->is_there) {
            if (i != beside) {
                put_piece(sheet, PS_PIECE_REFERENCE + joint);
                put_reference(sheet, i, number_place);
                joint = PS_JOINT_REFERENCE;
            }
            put_cell(sheet, above, i, joint);
            joint = cell->kind;
            beside = i + 1;
        }
    }
    return joint;
}

void ps_sheet_end_row(ps_sheet *sheet)
{
    ps_workbook *book = sheet->book;
    ps_row *above = &sheet->rows_made[sheet->row == &sheet->rows_made[0]];
    if (!sheet->number[0]) {
        return;
    }
    book->no_memory |= sheet->row->content.failed;
    if (!book->no_memory) {
        ps_str number = ps_str_from(sheet->number);
        put_piece(sheet, PS_PIECE_ROW);
        uint64_t number_place = sheet->content.size;
        ps_deflate_add(&sheet->content, (ps_str){number.ptr, number.len - 1}); /* not its quote */
        if (sheet->lines > 1) { /* Excel sees to the height by itself, LibreOffice does not */
            put_piece(sheet, PS_PIECE_HEIGHT + sheet->lines);
        }
        put_piece(sheet, PS_PIECE_ROW_END + put_cells(sheet, above, number_place));
    }
    book->failed = book->failed ? book->failed : sheet->content.kept.out.failed;
    ps_buffer_clear(&above->content);
    memset(above->cells, 0, sizeof above->cells);
    sheet->row = above;
    sheet->number[0] = '\0';
}
