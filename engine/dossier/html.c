/* The dossier as one page: no scripts, nothing from elsewhere, made for paper as much as for a
 * screen.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "dossier/paper.h"
#include "report/html_policy.h"

static void put(ps_buffer *out, const char *markup)
{
    ps_buffer_add_text(out, markup);
}

static void head(const ps_paper *paper, ps_buffer *out)
{
    ps_str digest;
    ps_str style = ps_html_dossier_style(&digest);
    put(out, "<!DOCTYPE html>\n<html lang=\"");
    put(out, ps_lang_tag(paper->lang));
    put(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"");
    ps_html_add_policy(out, PS_NO_STR, digest);
    put(out, "\">\n"
             "<meta name=\"referrer\" content=\"no-referrer\">\n"
             "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    ps_buffer_add_markup(out, paper->title);
    put(out, "</title>\n<style>");
    ps_buffer_add_str(out, style);
    put(out, "</style>\n</head>\n<body>\n<main>\n");
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
    page p = {.paper = paper, .out = out};
    head(paper, out);
    ps_paper_walk(paper, &format, &p);
    put(out, "</main>\n</body>\n</html>\n");
}
