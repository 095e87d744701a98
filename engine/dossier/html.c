/* The dossier as one page: no scripts, nothing from elsewhere, made for paper as much as for a
 * screen.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "dossier/paper.h"
#include "report/doc.h"

#define STYLE                                                                                      \
    "@page{size:A4;margin:20mm 18mm;@bottom-center{content:counter(page) ' / ' counter(pages)}}"   \
    "body{font:15px/1.45 Georgia,'Noto Serif','Liberation Serif','Noto Serif CJK SC','Songti SC'," \
    "SimSun,serif;color:#111;background:#fff;margin:0 auto;max-width:52em;padding:1em}"            \
    "h1{font-size:25px;line-height:1.25;margin:.2em 0 .6em}"                                       \
    "h2{font-size:19px;margin:1.8em 0 .5em;border-bottom:2px solid #333}"                          \
    "h3{font-size:16px;margin:1.2em 0 .3em}p{margin:.2em 0;overflow-wrap:anywhere}"                \
    "table{border-collapse:collapse;width:100%;table-layout:fixed;margin:.4em 0 1em}"              \
    "td,th{border:1px solid #888;padding:.3em .5em;vertical-align:top;text-align:left;"            \
    "font-weight:normal}th{background:#eee}.strong{font-weight:bold}"                              \
    ".note{font-size:13px;color:#444}.quote{font-size:14px;border-left:3px solid #999;"            \
    "padding-left:.6em}.draft{border-left:3px solid #555;background:#f5f5f5;padding:.3em .6em}"    \
    ".blank{border-bottom:1px solid #555;min-height:1.6em;margin:.1em 0}"                          \
    ".choice{padding-left:1.6em;text-indent:-1.6em}.box{font-size:18px;padding-right:.4em;"        \
    "text-indent:0}"                                                                               \
    "@media print{body{max-width:none;padding:0;font-size:10.5pt}h2,h3{break-after:avoid}"         \
    "main{padding:0 1px}tr,.draft{break-inside:avoid}thead{display:table-header-group}}"

static void put(ps_buffer *out, const char *markup)
{
    ps_buffer_add_text(out, markup);
}

static void head(const ps_paper *paper, ps_arena *arena, ps_buffer *out)
{
    ps_str hash = ps_doc_style_hash(arena, PS_STR(STYLE));
    out->failed |= !hash.ptr;
    put(out, "<!DOCTYPE html>\n<html lang=\"");
    put(out, ps_lang_tag(paper->lang));
    put(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src 'sha256-");
    ps_buffer_add_str(out, hash);
    put(out, "'; base-uri 'none'; form-action 'none'\">\n"
             "<meta name=\"referrer\" content=\"no-referrer\">\n"
             "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    ps_buffer_add_markup(out, paper->title);
    put(out, "</title>\n<style>" STYLE "</style>\n</head>\n<body>\n<main>\n");
}

typedef struct page {
    const ps_paper *paper;
    ps_buffer *out;
    int body; /* of the table has begun */
} page;

static void heading(void *user, const ps_paper_piece *piece)
{
    page *p = user;
    ps_buffer_printf(p->out, "<h%u>", piece->level);
    ps_buffer_add_markup(p->out, piece->text);
    ps_buffer_printf(p->out, "</h%u>\n", piece->level);
}

static void paragraph(void *user, const ps_paper_piece *piece)
{
    static const char *const classes[] = {
        [PS_PAPER_PLAIN] = "",
        [PS_PAPER_STRONG] = " class=\"strong\"",
        [PS_PAPER_NOTE] = " class=\"note\"",
        [PS_PAPER_QUOTE] = " class=\"quote\"",
        [PS_PAPER_DRAFT] = " class=\"draft\"",
        [PS_PAPER_CHOICE] = " class=\"choice\"",
        [PS_PAPER_BLANK] = " class=\"blank\"",
    };
    page *p = user;
    put(p->out, "<p");
    put(p->out, classes[piece->style]);
    if (piece->lang != p->paper->lang) {
        put(p->out, " lang=\"");
        put(p->out, ps_lang_tag(piece->lang));
        put(p->out, "\"");
    }
    put(p->out, piece->style == PS_PAPER_CHOICE ? "><span class=\"box\">☐</span>" : ">");
    ps_buffer_add_markup(p->out, piece->text);
    put(p->out, "</p>\n");
}

static void table(void *user, const ps_paper_piece *piece)
{
    page *p = user;
    p->body = 0;
    put(p->out, "<table>\n<colgroup>");
    for (unsigned i = 0; i < piece->columns; i++) {
        /* An attribute: the policy forbids styles in elements. */
        ps_buffer_printf(p->out, "<col width=\"%u%%\">", (unsigned)piece->widths[i]);
    }
    put(p->out, "</colgroup>\n");
}

static void row(void *user, int header)
{
    page *p = user;
    if (!header && !p->body) {
        put(p->out, "<tbody>\n");
        p->body = 1;
    }
    put(p->out, header ? "<thead>\n<tr>\n" : "<tr>\n");
}

static void row_end(void *user, int header)
{
    page *p = user;
    put(p->out, header ? "</tr>\n</thead>\n" : "</tr>\n");
}

static void cell(void *user, unsigned column, int header)
{
    page *p = user;
    (void)column;
    put(p->out, header ? "<th scope=\"col\">" : "<td>");
}

static void cell_end(void *user, int header)
{
    page *p = user;
    put(p->out, header ? "</th>\n" : "</td>\n");
}

static void table_end(void *user)
{
    page *p = user;
    put(p->out, p->body ? "</tbody>\n</table>\n" : "</table>\n");
}

void ps_paper_html(const ps_paper *paper, ps_buffer *out)
{
    static const ps_paper_format format = {heading, paragraph, table,   row,
                                           cell,    cell_end,  row_end, table_end};
    ps_arena arena;
    page p = {.paper = paper, .out = out};
    ps_arena_init(&arena, 0);
    head(paper, &arena, out);
    ps_paper_walk(paper, &format, &p);
    put(out, "</main>\n</body>\n</html>\n");
    ps_arena_done(&arena);
}
