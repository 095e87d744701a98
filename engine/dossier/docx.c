/* The dossier as Office Open XML (ECMA-376), as Word and others open it to be edited.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/date.h"
#include "base/str.h"
#include "dossier/package.h"
#include "dossier/paper.h"

#include "dossier/docx_parts.inc"

/* Twentieths of a point: A4 less margins of 20 mm. */
enum { TEXT_WIDTH = 9638 };

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"

typedef struct body {
    ps_buffer *out;
    const ps_paper_piece *table;
} body;

static void put(body *b, const char *markup)
{
    ps_buffer_add_text(b->out, markup);
}

static void run(body *b, ps_lang lang, ps_str text)
{
    if (text.len) {
        /* The hint makes quotation marks and dashes full width in Chinese text. */
        put(b, lang == PS_LANG_ZH ? "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t "
                                    "xml:space=\"preserve\">"
                                  : "<w:r><w:t xml:space=\"preserve\">");
        ps_buffer_add_markup(b->out, text);
        put(b, "</w:t></w:r>");
    }
}

static void begin_paragraph(body *b, const char *style)
{
    ps_buffer_printf(b->out, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", style);
}

static void heading(void *user, const ps_paper_piece *piece)
{
    static const char *const names[] = {"Title", "Heading1", "Heading2"};
    body *b = user;
    begin_paragraph(b, names[piece->level - 1]);
    run(b, piece->lang, piece->text);
    put(b, "</w:p>");
}

/* A box that a click ticks. */
static void box(body *b)
{
    put(b, "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val=\"0\"/><w14:checkedState "
           "w14:val=\"2612\" w14:font=\"MS Gothic\"/><w14:uncheckedState w14:val=\"2610\" "
           "w14:font=\"MS Gothic\"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rFonts "
           "w:ascii=\"MS Gothic\" w:hAnsi=\"MS Gothic\" w:eastAsia=\"MS Gothic\" "
           "w:hint=\"eastAsia\"/></w:rPr><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
           "<w:r><w:t xml:space=\"preserve\"> </w:t></w:r>");
}

static void paragraph(void *user, const ps_paper_piece *piece)
{
    body *b = user;
    begin_paragraph(b,
                    piece->style == PS_PAPER_PLAIN ? "Normal" : ps_paper_style_name(piece->style));
    if (piece->style == PS_PAPER_CHOICE) {
        box(b);
    }
    run(b, piece->lang, piece->text);
    put(b, "</w:p>");
}

static unsigned width_of(const ps_paper_piece *table, unsigned column)
{
    return TEXT_WIDTH * (unsigned)table->widths[column < table->columns ? column : 0] / 100;
}

static void table(void *user, const ps_paper_piece *piece)
{
    body *b = user;
    b->table = piece;
    ps_buffer_printf(b->out,
                     "<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"%u\" "
                     "w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>",
                     (unsigned)TEXT_WIDTH);
    for (unsigned i = 0; i < piece->columns; i++) {
        ps_buffer_printf(b->out, "<w:gridCol w:w=\"%u\"/>", width_of(piece, i));
    }
    put(b, "</w:tblGrid>");
}

static void row(void *user, int header)
{
    put(user, header ? "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
                     : "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
}

static void cell(void *user, unsigned column, int header)
{
    body *b = user;
    ps_buffer_printf(b->out, "<w:tc><w:tcPr><w:tcW w:w=\"%u\" w:type=\"dxa\"/>%s</w:tcPr>",
                     width_of(b->table, column),
                     header ? "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"EEEEEE\"/>" : "");
}

static void cell_end(void *user, int header)
{
    (void)header;
    put(user, "</w:tc>");
}

static void row_end(void *user, int header)
{
    (void)header;
    put(user, "</w:tr>");
}

static void table_end(void *user)
{
    put(user, "</w:tbl>");
}

static void write_document(const ps_paper *paper, ps_buffer *out)
{
    static const ps_paper_format format = {heading, paragraph, table,   row,
                                           cell,    cell_end,  row_end, table_end};
    body b = {.out = out};
    put(&b, XML "<w:document xmlns:w=\"" W "\" xmlns:r=\"" OFFICE
                "\" xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" "
                "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "
                "mc:Ignorable=\"w14\"><w:body>");
    ps_paper_walk(paper, &format, &b);
    put(&b, "<w:p/><w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/><w:pgSz "
            "w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" "
            "w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>"
            "</w:sectPr></w:body></w:document>");
}

static void write_properties(const ps_paper *paper, ps_buffer *out)
{
    ps_buffer_add_text(out,
                       XML "<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\" "
                           "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                           "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                           "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
    ps_buffer_add_markup(out, paper->title);
    ps_buffer_add_text(out, "</dc:title><dc:creator>procscreen</dc:creator>");
    if (paper->day != PS_NO_DAY) {
        ps_buffer_add_text(out, "<dcterms:created xsi:type=\"dcterms:W3CDTF\">");
        ps_date_format(paper->day, out);
        ps_buffer_add_text(out, "T00:00:00Z</dcterms:created>");
    }
    ps_buffer_printf(out, "<dc:language>%s</dc:language></cp:coreProperties>",
                     ps_lang_tag(paper->lang));
}

void ps_paper_docx(const ps_paper *paper, ps_buffer *out)
{
    ps_buffer document;
    ps_buffer properties;
    ps_buffer_init(&document, 0);
    ps_buffer_init(&properties, 0);
    write_document(paper, &document);
    write_properties(paper, &properties);
    const ps_member members[] = {
        {"[Content_Types].xml", PS_PART(docx_content_types), 0},
        {"_rels/.rels", PS_PART(docx_package_relations), 0},
        {"docProps/core.xml", ps_buffer_str(&properties), 0},
        {"word/document.xml", ps_buffer_str(&document), 0},
        {"word/_rels/document.xml.rels", PS_PART(docx_document_relations), 0},
        {"word/styles.xml", PS_PART(docx_styles), 0},
        {"word/settings.xml", PS_PART(docx_settings), 0},
        {"word/footer1.xml", PS_PART(docx_footer), 0},
    };
    ps_package_write(members, PS_COUNT(members), out);
    out->failed |= document.failed || properties.failed;
    ps_buffer_done(&document);
    ps_buffer_done(&properties);
}
