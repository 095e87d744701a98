/* The text of an OpenDocument file.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "document/docx.h"
#include "document/odt.h"

enum { LABEL = 256 };

typedef enum element {
    OTHER,
    STYLES,
    PARAGRAPH,
    HEADING,
    SPAN,
    BLANK,
    BREAK,
    LIST,
    ITEM,
    LIST_HEADER,
    ROW,
    CELL,
    ASIDE,
    HEADER,
    LEFT_OUT
} element;

static element element_of(const char *local, const char *uri)
{
    static const struct {
        const char *space; /* end of the namespace, up to its version */
        const char *name;
        element element;
    } rows[] = {
        {":office:", "annotation", LEFT_OUT},
        {":office:", "annotation-end", LEFT_OUT},
        {":office:", "automatic-styles", STYLES},
        {":office:", "binary-data", LEFT_OUT},
        {":office:", "font-face-decls", LEFT_OUT},
        {":office:", "meta", LEFT_OUT},
        {":office:", "scripts", LEFT_OUT},
        {":office:", "settings", LEFT_OUT},
        {":office:", "styles", STYLES},
        {":table:", "covered-table-cell", CELL},
        {":table:", "table-cell", CELL},
        {":table:", "table-row", ROW},
        {":svg-compatible:", "desc", LEFT_OUT},
        {":svg-compatible:", "title", LEFT_OUT},
        {":text:", "h", HEADING},
        {":text:", "hidden-paragraph", LEFT_OUT},
        {":text:", "hidden-text", LEFT_OUT},
        {":text:", "line-break", BREAK},
        {":text:", "list", LIST},
        {":text:", "list-header", LIST_HEADER},
        {":text:", "list-item", ITEM},
        {":text:", "note-body", ASIDE},
        {":text:", "note-citation", LEFT_OUT},
        {":text:", "number", LEFT_OUT},
        {":text:", "p", PARAGRAPH},
        {":text:", "ruby-text", LEFT_OUT},
        {":text:", "s", BLANK},
        {":text:", "span", SPAN},
        {":text:", "tab", BLANK},
        {":text:", "tracked-changes", LEFT_OUT},
        {":drawing:", "text-box", ASIDE},
        {":style:", "footer", HEADER},
        {":style:", "footer-first", HEADER},
        {":style:", "footer-left", HEADER},
        {":style:", "header", HEADER},
        {":style:", "header-first", HEADER},
        {":style:", "header-left", HEADER},
    };
    for (size_t i = 0; uri && i < PS_COUNT(rows); i++) {
        if (strcmp(local, rows[i].name) == 0 && strstr(uri, rows[i].space)) {
            return rows[i].element;
        }
    }
    return OTHER;
}

static int in_styles(const ps_odt *odt)
{
    for (size_t i = 1; i < odt->depth; i++) {
        if (odt->stack[i] == STYLES) {
            return 1;
        }
    }
    return 0;
}

static void add_label(ps_odt *odt, ps_list *list, unsigned level)
{
    ps_buffer text;
    ps_prose *prose = ps_aside_prose(&odt->aside);
    ps_list_step(list, level);
    ps_buffer_init(&text, LABEL);
    ps_list_label(list, level, &text);
    ps_prose_add(prose, ps_buffer_str(&text));
    ps_prose_blank(prose);
    ps_buffer_done(&text);
}

/* The first paragraph of an item has its number. */
static void label_item(ps_odt *odt)
{
    ps_odt_list *open = odt->open_count ? &odt->open[odt->open_count - 1] : NULL;
    if (!open || open->labelled || !open->numbered) {
        return;
    }
    open->labelled = 1;
    if (open->list) {
        if (open->starts) {
            ps_list_restart(open->list, open->level, open->start);
        }
        add_label(odt, open->list, open->level);
    }
}

static void open_paragraph(ps_odt *odt, element e, const ps_xml_attr *attrs, size_t count)
{
    ps_str style = ps_docx_attr(attrs, count, "style-name");
    uint64_t level = 0;
    ps_prose_paragraph(ps_aside_prose(&odt->aside));
    odt->paragraphs++;
    odt->hides[odt->depth] |= (unsigned char)ps_odt_style_hides(odt, 'p', style);
    if (e == HEADING && odt->open_count == 0) {
        int numbered = !ps_str_is(ps_docx_attr(attrs, count, "is-list-header"), "true");
        if (odt->outline && numbered &&
            ps_str_to_uint(ps_docx_attr(attrs, count, "outline-level"), PS_LIST_LEVELS, &level) &&
            level > 0) {
            add_label(odt, odt->outline, (unsigned)level - 1);
        }
        return;
    }
    if (odt->open_count && !odt->open[odt->open_count - 1].list) {
        odt->open[odt->open_count - 1].list = ps_odt_style_list(odt, style);
    }
    label_item(odt);
}

/* A list within a list goes on with its style, one level deeper. */
static void open_list(ps_odt *odt, const ps_xml_attr *attrs, size_t count)
{
    ps_list *list = ps_lists_find(&odt->lists, ps_docx_attr(attrs, count, "style-name"));
    ps_prose_paragraph(ps_aside_prose(&odt->aside));
    if (odt->open_count == PS_ODT_LISTS) {
        odt->dropped = 1;
        odt->open[PS_ODT_LISTS - 1].level++;
        return;
    }
    ps_odt_list *open = &odt->open[odt->open_count];
    *open = (ps_odt_list){.list = list};
    if (odt->open_count) {
        open->level = open[-1].level + 1;
        open->list = list ? list : open[-1].list;
    } else if (list && !ps_str_is(ps_docx_attr(attrs, count, "continue-numbering"), "true") &&
               !ps_docx_attr(attrs, count, "continue-list").len) {
        ps_list_reset(list);
    }
    odt->open_count++;
}

static void close_list(ps_odt *odt)
{
    if (odt->open_count == PS_ODT_LISTS && odt->open[PS_ODT_LISTS - 1].level >= PS_ODT_LISTS) {
        odt->open[PS_ODT_LISTS - 1].level--;
    } else {
        odt->open_count -= odt->open_count > 0;
    }
    ps_prose_paragraph(ps_aside_prose(&odt->aside));
}

static void open_item(ps_odt *odt, int numbered, const ps_xml_attr *attrs, size_t count)
{
    uint64_t start;
    if (!odt->open_count) {
        return;
    }
    ps_odt_list *open = &odt->open[odt->open_count - 1];
    open->labelled = 0;
    open->numbered = numbered;
    open->starts = ps_str_to_uint(ps_docx_attr(attrs, count, "start-value"), UINT32_MAX, &start);
    open->start = open->starts ? (uint32_t)start : 0;
}

static void open_cell(ps_odt *odt)
{
    if (odt->first_cell) {
        ps_prose_stay(ps_aside_prose(&odt->aside));
    } else {
        ps_prose_cell(ps_aside_prose(&odt->aside));
    }
    odt->first_cell = 0;
}

static void begin(ps_odt *odt, element e, const ps_xml_attr *attrs, size_t count)
{
    ps_prose *prose = ps_aside_prose(&odt->aside);
    switch (e) {
    case OTHER:
    case STYLES:
        break;
    case PARAGRAPH:
    case HEADING:
        open_paragraph(odt, e, attrs, count);
        break;
    case SPAN:
        odt->hides[odt->depth] |=
            (unsigned char)ps_odt_style_hides(odt, 't', ps_docx_attr(attrs, count, "style-name"));
        break;
    case BLANK:
        ps_prose_blank(prose);
        break;
    case BREAK:
        ps_prose_line(prose);
        break;
    case LIST:
        open_list(odt, attrs, count);
        break;
    case ITEM:
    case LIST_HEADER:
        open_item(odt, e == ITEM, attrs, count);
        break;
    case ROW:
        odt->first_cell = 1;
        ps_prose_line(prose);
        break;
    case CELL:
        open_cell(odt);
        break;
    case ASIDE:
        ps_aside_open(&odt->aside);
        break;
    case HEADER:
        ps_prose_paragraph(prose);
        break;
    case LEFT_OUT:
        odt->left_out = odt->depth;
        break;
    }
}

static void on_start(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                     const ps_xml_attr *attrs, size_t count)
{
    ps_odt *odt = user;
    element e = element_of(local, uri);
    (void)parser;
    odt->depth += odt->depth < PS_ODT_DEPTH;
    odt->stack[odt->depth] = (unsigned char)e;
    odt->hides[odt->depth] = odt->depth > 1 ? odt->hides[odt->depth - 1] : 0;
    if (odt->left_out) {
        return;
    }
    if (in_styles(odt)) {
        ps_odt_style_start(odt, local, uri, attrs, count);
    } else {
        begin(odt, e, attrs, count);
    }
}

static void on_end(void *user, ps_xml_parser *parser)
{
    ps_odt *odt = user;
    element e = odt->stack[odt->depth];
    (void)parser;
    if (odt->left_out) {
        odt->left_out = odt->left_out == odt->depth ? 0 : odt->left_out;
    } else if (in_styles(odt)) {
        odt->depth--;
        return;
    } else if (e == PARAGRAPH || e == HEADING) {
        odt->paragraphs -= odt->paragraphs > 0;
        ps_aside_paragraph(&odt->aside);
    } else if (e == LIST) {
        close_list(odt);
    } else if (e == ROW) {
        ps_prose_row(ps_aside_prose(&odt->aside));
    } else if (e == ASIDE) {
        ps_aside_close(&odt->aside);
    }
    odt->depth -= odt->depth > 0;
}

static void on_text(void *user, ps_xml_parser *parser, ps_str piece)
{
    ps_odt *odt = user;
    (void)parser;
    if (odt->left_out || !odt->paragraphs) {
        return;
    }
    if (odt->hides[odt->depth]) {
        odt->hid |= ps_str_trim(piece).len > 0;
        return;
    }
    ps_prose_add(ps_aside_prose(&odt->aside), piece);
}

const ps_xml_handler ps_odt_handler = {.start = on_start, .end = on_end, .text = on_text};
