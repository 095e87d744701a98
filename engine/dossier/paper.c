/* SPDX-License-Identifier: Apache-2.0 */
#include "dossier/paper.h"

#include "base/str.h"
#include "report/printable.h"

enum { TEXT_MOST = 4000 }; /* bytes */

void ps_paper_init(ps_paper *paper, ps_lang lang, ps_day day)
{
    *paper = (ps_paper){.lang = lang, .day = day};
    ps_arena_init(&paper->arena, 0);
    ps_buffer_init(&paper->pieces, 0);
    ps_buffer_init(&paper->scratch, 0);
}

void ps_paper_done(ps_paper *paper)
{
    ps_arena_done(&paper->arena);
    ps_buffer_done(&paper->pieces);
    ps_buffer_done(&paper->scratch);
}

/* Lines and paragraphs that markup within a text has parted (U+2028, U+2029) are parted by a blank;
 * all else that cannot be seen is shown by its number. */
static ps_str keep(ps_paper *paper, ps_str text, size_t most)
{
    size_t from = 0;
    ps_str whole = ps_str_trim(text);
    text = ps_str_cut(whole, most);
    ps_buffer_clear(&paper->scratch);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\xE2' && text.len - i > 2 && text.ptr[i + 1] == '\x80' &&
            (text.ptr[i + 2] == '\xA8' || text.ptr[i + 2] == '\xA9')) {
            ps_printable_add(&paper->scratch, ps_str_slice(text, from, i), PS_BLANKS_COLLAPSE);
            ps_buffer_add_char(&paper->scratch, ' ');
            i += 2;
            from = i + 1;
        }
    }
    ps_printable_add(&paper->scratch, ps_str_slice(text, from, text.len), PS_BLANKS_COLLAPSE);
    ps_buffer_add_text(&paper->scratch, text.len < whole.len ? " …" : "");
    ps_str copy = ps_arena_str(&paper->arena, ps_buffer_str(&paper->scratch));
    paper->failed |= paper->scratch.failed || !copy.ptr;
    return copy;
}

static void add(ps_paper *paper, ps_paper_piece piece)
{
    if (!paper->failed) {
        ps_buffer_add(&paper->pieces, (const char *)&piece, sizeof piece);
        paper->failed |= paper->pieces.failed;
    }
}

void ps_paper_heading(ps_paper *paper, unsigned level, ps_str text)
{
    ps_paper_piece piece = {.kind = PS_PAPER_HEADING,
                            .level = level < PS_PAPER_LEVELS ? level : PS_PAPER_LEVELS,
                            .lang = paper->lang,
                            .text = keep(paper, text, TEXT_MOST)};
    add(paper, piece);
    if (level == 1 && !paper->title.ptr) {
        paper->title = piece.text;
    }
}

void ps_paper_add(ps_paper *paper, ps_paper_style style, ps_lang lang, ps_str text)
{
    size_t most = style == PS_PAPER_DRAFT ? SIZE_MAX : TEXT_MOST;
    add(paper, (ps_paper_piece){.kind = PS_PAPER_PARAGRAPH,
                                .style = style,
                                .lang = lang,
                                .text = keep(paper, text, most)});
}

size_t ps_paper_next(const ps_paper *paper)
{
    return paper->pieces.len / sizeof(ps_paper_piece);
}

void ps_paper_replace(ps_paper *paper, size_t number, ps_paper_style style, ps_str text)
{
    if (number < ps_paper_next(paper)) {
        ps_paper_piece *piece = (ps_paper_piece *)(void *)paper->pieces.ptr + number;
        piece->style = style;
        piece->text = keep(paper, text, TEXT_MOST);
    }
}

void ps_paper_table(ps_paper *paper, const unsigned char *widths, unsigned columns)
{
    add(paper, (ps_paper_piece){.kind = PS_PAPER_TABLE, .widths = widths, .columns = columns});
}

void ps_paper_row(ps_paper *paper, int header)
{
    add(paper, (ps_paper_piece){.kind = PS_PAPER_ROW, .header = header});
}

void ps_paper_cell(ps_paper *paper)
{
    add(paper, (ps_paper_piece){.kind = PS_PAPER_CELL});
}

void ps_paper_table_end(ps_paper *paper)
{
    add(paper, (ps_paper_piece){.kind = PS_PAPER_TABLE_END});
}

const ps_paper_piece *ps_paper_pieces(const ps_paper *paper, size_t *ret_count)
{
    *ret_count = ps_paper_next(paper);
    return (const ps_paper_piece *)(const void *)paper->pieces.ptr;
}

/* What stands open in a table. */
typedef struct walk {
    const ps_paper_format *format;
    void *user;
    const ps_paper *paper;
    int row;
    int header;
    int cell;
    int empty; /* the cell is, so far */
    unsigned column;
} walk;

static void close_cell(walk *w)
{
    if (w->cell) {
        if (w->empty) {
            ps_paper_piece nothing = {.kind = PS_PAPER_PARAGRAPH, .lang = w->paper->lang};
            w->format->paragraph(w->user, &nothing);
        }
        w->format->cell_end(w->user, w->header);
        w->cell = 0;
    }
}

static void close_row(walk *w)
{
    close_cell(w);
    if (w->row) {
        w->format->row_end(w->user, w->header);
        w->row = 0;
    }
}

static void step(walk *w, const ps_paper_piece *piece)
{
    switch (piece->kind) {
    case PS_PAPER_HEADING:
        w->format->heading(w->user, piece);
        return;
    case PS_PAPER_PARAGRAPH:
        w->empty = 0;
        w->format->paragraph(w->user, piece);
        return;
    case PS_PAPER_TABLE:
        w->format->table(w->user, piece);
        return;
    case PS_PAPER_ROW:
        close_row(w);
        w->row = 1;
        w->header = piece->header;
        w->column = 0;
        w->format->row(w->user, w->header);
        return;
    case PS_PAPER_CELL:
        close_cell(w);
        w->cell = w->empty = 1;
        w->format->cell(w->user, w->column++, w->header);
        return;
    case PS_PAPER_TABLE_END:
        close_row(w);
        w->format->table_end(w->user);
        return;
    }
}

void ps_paper_walk(const ps_paper *paper, const ps_paper_format *format, void *user)
{
    size_t count;
    const ps_paper_piece *pieces = ps_paper_pieces(paper, &count);
    walk w = {.format = format, .user = user, .paper = paper};
    for (size_t i = 0; i < count; i++) {
        step(&w, &pieces[i]);
    }
}

const char *ps_paper_style_name(ps_paper_style style)
{
    static const char *const names[] = {
#define PS_X(symbol, name) name,
        PS_PAPER_STYLES(PS_X)
#undef PS_X
    };
    return names[style];
}

const char *ps_lang_tag(ps_lang lang)
{
    return lang == PS_LANG_ZH ? "zh-CN" : "en";
}
