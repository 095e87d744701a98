/* The dossier as OpenDocument text (ISO/IEC 26300, version 1.2), to be edited.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/date.h"
#include "base/str.h"
#include "dossier/package.h"
#include "dossier/paper.h"

#include "dossier/odt_parts.inc"

/* Hundredths of a millimetre: A4 less margins of 20 mm. */
enum { TEXT_WIDTH = 17000 };

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define NS "urn:oasis:names:tc:opendocument:xmlns:"
#define MIMETYPE "application/vnd.oasis.opendocument.text"
#define NAMESPACES                                                                                 \
    "xmlns:office=\"" NS "office:1.0\" xmlns:style=\"" NS "style:1.0\" xmlns:text=\"" NS           \
    "text:1.0\" xmlns:table=\"" NS "table:1.0\" xmlns:fo=\"" NS                                    \
    "xsl-fo-compatible:1.0\" xmlns:svg=\"" NS "svg-compatible:1.0\" office:version=\"1.2\""

typedef struct body {
    ps_buffer *out;
} body;

static void put(body *b, const char *markup)
{
    ps_buffer_add_text(b->out, markup);
}

static void heading(void *user, const ps_paper_piece *piece)
{
    body *b = user;
    unsigned level = piece->level - 1;
    if (level) {
        ps_buffer_printf(b->out,
                         "<text:h text:style-name=\"Heading_20_%u\" text:outline-level=\"%u\">",
                         level, level);
    } else {
        put(b, "<text:p text:style-name=\"Title\">");
    }
    ps_buffer_add_markup(b->out, piece->text);
    put(b, level ? "</text:h>\n" : "</text:p>\n");
}

static void paragraph(void *user, const ps_paper_piece *piece)
{
    body *b = user;
    ps_buffer_printf(b->out, "<text:p text:style-name=\"%s\">%s",
                     piece->style == PS_PAPER_PLAIN ? "Standard"
                                                    : ps_paper_style_name(piece->style),
                     piece->style == PS_PAPER_CHOICE ? "☐ " : "");
    ps_buffer_add_markup(b->out, piece->text);
    put(b, "</text:p>\n");
}

static void table(void *user, const ps_paper_piece *piece)
{
    body *b = user;
    put(b, "<table:table table:style-name=\"grid\">");
    for (unsigned i = 0; i < piece->columns; i++) {
        ps_buffer_printf(b->out, "<table:table-column table:style-name=\"wide%u\"/>",
                         (unsigned)piece->widths[i]);
    }
}

static void row(void *user, int header)
{
    put(user, header ? "<table:table-header-rows><table:table-row table:style-name=\"row\">"
                     : "<table:table-row table:style-name=\"row\">");
}

static void cell(void *user, unsigned column, int header)
{
    (void)column;
    put(user, header ? "<table:table-cell table:style-name=\"head\" office:value-type=\"string\">"
                     : "<table:table-cell table:style-name=\"cell\" office:value-type=\"string\">");
}

static void cell_end(void *user, int header)
{
    (void)header;
    put(user, "</table:table-cell>");
}

static void row_end(void *user, int header)
{
    put(user, header ? "</table:table-row></table:table-header-rows>" : "</table:table-row>");
}

static void table_end(void *user)
{
    put(user, "</table:table>\n");
}

/* One for each width that a column has. */
static void column_styles(const ps_paper *paper, ps_buffer *out)
{
    unsigned char used[101] = {0};
    size_t count;
    const ps_paper_piece *pieces = ps_paper_pieces(paper, &count);
    for (size_t i = 0; i < count; i++) {
        for (unsigned k = 0; pieces[i].kind == PS_PAPER_TABLE && k < pieces[i].columns; k++) {
            used[pieces[i].widths[k] % PS_COUNT(used)] = 1;
        }
    }
    for (unsigned width = 1; width < PS_COUNT(used); width++) {
        if (used[width]) {
            unsigned size = TEXT_WIDTH * width / 100;
            ps_buffer_printf(out,
                             "<style:style style:name=\"wide%u\" style:family=\"table-column\">"
                             "<style:table-column-properties style:column-width=\"%u.%02umm\"/>"
                             "</style:style>",
                             width, size / 100, size % 100);
        }
    }
}

#define CELL(id, more)                                                                             \
    "<style:style style:name=\"" id "\" style:family=\"table-cell\"><style:table-cell-properties " \
    "fo:padding=\"0.1cm\" fo:border=\"0.5pt solid #888888\" " more "/></style:style>"

static void write_content(const ps_paper *paper, ps_buffer *out)
{
    static const ps_paper_format format = {heading, paragraph, table,   row,
                                           cell,    cell_end,  row_end, table_end};
    body b = {out};
    put(&b, XML "<office:document-content " NAMESPACES
                "><office:automatic-styles><style:style style:name=\"grid\" style:family=\"table\">"
                "<style:table-properties style:width=\"17cm\" table:align=\"margins\" "
                "table:border-model=\"collapsing\"/></style:style><style:style style:name=\"row\" "
                "style:family=\"table-row\"><style:table-row-properties "
                "fo:keep-together=\"always\"/></style:style>" CELL("cell", "")
                    CELL("head", "fo:background-color=\"#eeeeee\""));
    column_styles(paper, out);
    put(&b, "</office:automatic-styles><office:body><office:text>\n");
    ps_paper_walk(paper, &format, &b);
    put(&b, "</office:text></office:body></office:document-content>");
}

static void write_meta(const ps_paper *paper, ps_buffer *out)
{
    ps_buffer_add_text(out, XML "<office:document-meta xmlns:office=\"" NS
                                "office:1.0\" xmlns:meta=\"" NS
                                "meta:1.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                                "office:version=\"1.2\"><office:meta><meta:generator>procscreen"
                                "</meta:generator><dc:title>");
    ps_buffer_add_markup(out, paper->title);
    ps_buffer_add_text(out, "</dc:title>");
    if (paper->day != PS_NO_DAY) {
        ps_buffer_add_text(out, "<meta:creation-date>");
        ps_date_format(paper->day, out);
        ps_buffer_add_text(out, "T00:00:00</meta:creation-date>");
    }
    ps_buffer_printf(out, "<dc:language>%s</dc:language></office:meta></office:document-meta>",
                     ps_lang_tag(paper->lang));
}

void ps_paper_odt(const ps_paper *paper, ps_buffer *out)
{
    ps_buffer content;
    ps_buffer meta;
    ps_buffer_init(&content, 0);
    ps_buffer_init(&meta, 0);
    write_content(paper, &content);
    write_meta(paper, &meta);
    const ps_member members[] = {
        {"mimetype", PS_STR(MIMETYPE), 1},
        {"content.xml", ps_buffer_str(&content), 0},
        {"styles.xml", PS_PART(odt_styles), 0},
        {"meta.xml", ps_buffer_str(&meta), 0},
        {"META-INF/manifest.xml", PS_PART(odt_manifest), 0},
    };
    ps_package_write(members, PS_COUNT(members), out);
    out->failed |= content.failed || meta.failed;
    ps_buffer_done(&content);
    ps_buffer_done(&meta);
}
