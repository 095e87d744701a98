/* The text of a part of a DOCX.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "document/aside.h"
#include "document/docx.h"

enum {
    DEPTH = 256, /* the highest value of the limit */
    NESTED = 8,  /* text boxes within one another; Word allows none */
    LABEL = 128
};

typedef enum element {
    OTHER,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    RUN,
    RUN_PROPERTIES,
    TEXT,
    TEXT_BOX,
    ROW,
    CELL,
    NUMBER,
    LEVEL,
    PARAGRAPH_STYLE,
    RUN_STYLE,
    VANISH,
    BLANK,
    BREAK,
    HYPHEN,
    SYMBOL,
    LEFT_OUT,
    EMBEDDED
} element;

typedef struct paragraph {
    ps_str number; /* w:numId of its own; in `ids` */
    int level;     /* w:ilvl of its own; -1 */
    const ps_docx_style *style;
    int hidden; /* by its style */
    int labelled;
} paragraph;

typedef struct walk {
    ps_docx *docx;
    ps_aside aside;
    unsigned char stack[DEPTH + 1];
    size_t depth;
    size_t left_out; /* depth of the outermost element whose text is none; 0 */
    paragraph paragraphs[NESTED];
    size_t nested; /* open text boxes */
    char ids[NESTED][32];
    int hidden; /* the run */
    int first_cell;
} walk;

static element word_element(const char *local)
{
    static const struct {
        const char *name;
        element element;
    } rows[] = {
        {"altChunk", EMBEDDED},
        {"br", BREAK},
        {"cr", BREAK},
        {"del", LEFT_OUT},
        {"ilvl", LEVEL},
        {"moveFrom", LEFT_OUT},
        {"noBreakHyphen", HYPHEN},
        {"numId", NUMBER},
        {"p", PARAGRAPH},
        {"pPr", PARAGRAPH_PROPERTIES},
        {"pStyle", PARAGRAPH_STYLE},
        {"ptab", BLANK},
        {"r", RUN},
        {"rPr", RUN_PROPERTIES},
        {"rStyle", RUN_STYLE},
        {"rt", LEFT_OUT},
        {"sym", SYMBOL},
        {"t", TEXT},
        {"tab", BLANK},
        {"tc", CELL},
        {"tr", ROW},
        {"txbxContent", TEXT_BOX},
        {"vanish", VANISH},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        if (strcmp(local, rows[i].name) == 0) {
            return rows[i].element;
        }
    }
    /* w:pPrChange, w:rPrChange …: how it was before */
    return ps_str_ends(ps_str_from(local), PS_STR("Change")) ? LEFT_OUT : OTHER;
}

static element element_of(const char *local, const char *uri)
{
    if (ps_docx_is_word(uri)) {
        return word_element(local);
    }
    /* mc:Fallback says again what mc:Choice says; m:t are words of a formula */
    if (strcmp(local, "Fallback") == 0) {
        return LEFT_OUT;
    }
    return uri && strcmp(local, "t") == 0 && strstr(uri, "officeDocument") ? TEXT : OTHER;
}

static paragraph *current(walk *w)
{
    return &w->paragraphs[w->nested];
}

static element parent(const walk *w)
{
    return w->depth > 1 ? w->stack[w->depth - 1] : OTHER;
}

/* Count the paragraph in its list, and say its number. */
static void label(walk *w)
{
    paragraph *p = current(w);
    ps_docx *docx = w->docx;
    ps_str number;
    unsigned level;
    if (p->labelled) {
        return;
    }
    p->labelled = 1;
    ps_docx_style_number(docx, p->style ? p->style->id : docx->default_style, &number, &level);
    number = p->number.len ? p->number : number;
    level = p->level >= 0 ? (unsigned)p->level : level;
    ps_docx_number *found = ps_docx_number_find(docx, number);
    if (!found || !found->list) {
        return;
    }
    if (found->starts[level]) {
        found->starts[level] = 0;
        ps_list_restart(found->list, level, found->start[level]);
    }
    ps_list_step(found->list, level);
    ps_buffer text;
    ps_buffer_init(&text, LABEL);
    ps_list_label(found->list, level, &text);
    ps_prose_add(ps_aside_prose(&w->aside), ps_buffer_str(&text));
    ps_prose_blank(ps_aside_prose(&w->aside));
    ps_buffer_done(&text);
}

static int is_shown(walk *w)
{
    if (w->hidden || current(w)->hidden) {
        w->docx->hid = 1;
        return 0;
    }
    return 1;
}

/* Word's own fonts of signs; of what stands in contracts the boxes that are ticked or not. */
static void add_symbol(walk *w, const ps_xml_attr *attrs, size_t count)
{
    static const struct {
        const char *code;
        uint32_t codepoint;
    } rows[] = {{"F0A8", 0x2610}, {"F06F", 0x2610}, {"F0FE", 0x2611}, {"F052", 0x2611},
                {"F0FD", 0x2612}, {"F0FC", 0x2713}, {"F0FB", 0x2717}};
    uint32_t codepoint = 0x2022;
    ps_str code = ps_docx_attr(attrs, count, "char");
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        if (ps_str_equal_ascii_case(code, ps_str_from(rows[i].code))) {
            codepoint = rows[i].codepoint;
        }
    }
    ps_prose_add_char(ps_aside_prose(&w->aside), codepoint);
}

static void open_paragraph(walk *w)
{
    *current(w) = (paragraph){.level = -1};
    ps_prose_paragraph(ps_aside_prose(&w->aside));
}

static void open_text_box(walk *w)
{
    label(w);
    if (w->nested + 1 < NESTED) {
        w->nested++;
    }
    open_paragraph(w);
    ps_aside_open(&w->aside);
}

static void set_style(walk *w, ps_str id)
{
    paragraph *p = current(w);
    p->style = ps_docx_style_find(w->docx, id);
    p->hidden = ps_docx_style_hides(w->docx, id);
}

static void set_number(walk *w, ps_str id)
{
    char *kept = w->ids[w->nested];
    size_t len = id.len < sizeof w->ids[0] ? id.len : 0;
    if (len) {
        memcpy(kept, id.ptr, len);
    }
    current(w)->number = (ps_str){kept, len};
}

static void begin(walk *w, element e, const ps_xml_attr *attrs, size_t count)
{
    ps_prose *prose = ps_aside_prose(&w->aside);
    ps_str value = ps_docx_attr(attrs, count, "val");
    uint64_t level;
    switch (e) {
    case OTHER:
    case PARAGRAPH_PROPERTIES:
    case RUN_PROPERTIES:
    case TEXT:
        break;
    case PARAGRAPH:
        open_paragraph(w);
        break;
    case RUN:
        label(w);
        w->hidden = 0;
        break;
    case TEXT_BOX:
        open_text_box(w);
        break;
    case ROW:
        w->first_cell = 1;
        ps_prose_line(prose);
        break;
    case CELL:
        if (w->first_cell) {
            ps_prose_stay(prose);
        } else {
            ps_prose_cell(prose);
        }
        w->first_cell = 0;
        break;
    case NUMBER:
        set_number(w, value);
        break;
    case LEVEL:
        current(w)->level =
            ps_str_to_uint(value, PS_DOCX_LEVELS - 1, &level) ? (int)level : PS_DOCX_LEVELS - 1;
        break;
    case PARAGRAPH_STYLE:
        set_style(w, value);
        break;
    case RUN_STYLE:
        w->hidden |= ps_docx_style_hides(w->docx, value);
        break;
    case VANISH:
        /* in w:pPr it speaks of the mark at the end alone */
        if (w->depth > 2 && w->stack[w->depth - 2] == RUN) {
            w->hidden = ps_docx_is_on(attrs, count);
        }
        break;
    case BLANK:
        if (parent(w) == RUN) { /* in w:pPr it is a stop, not a jump */
            ps_prose_blank(prose);
        }
        break;
    case BREAK:
        ps_prose_line(prose);
        break;
    case HYPHEN:
        ps_prose_add(prose, PS_STR("-"));
        break;
    case SYMBOL:
        if (is_shown(w)) {
            add_symbol(w, attrs, count);
        }
        break;
    case LEFT_OUT:
        w->left_out = w->depth;
        break;
    case EMBEDDED:
        w->docx->embedded = 1;
        break;
    }
}

static void on_start(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                     const ps_xml_attr *attrs, size_t count)
{
    walk *w = user;
    element e = element_of(local, uri);
    (void)parser;
    w->depth += w->depth < DEPTH;
    w->stack[w->depth] = (unsigned char)e;
    if (!w->left_out) {
        begin(w, e, attrs, count);
    }
}

static void on_end(void *user, ps_xml_parser *parser)
{
    walk *w = user;
    element e = w->stack[w->depth];
    (void)parser;
    if (w->left_out) {
        w->left_out = w->left_out == w->depth ? 0 : w->left_out;
    } else if (e == PARAGRAPH) {
        label(w);
        ps_aside_paragraph(&w->aside);
    } else if (e == ROW) {
        ps_prose_row(ps_aside_prose(&w->aside));
    } else if (e == TEXT_BOX) {
        ps_aside_close(&w->aside);
        w->nested -= w->nested > 0;
    }
    w->depth -= w->depth > 0;
}

static void on_text(void *user, ps_xml_parser *parser, ps_str piece)
{
    walk *w = user;
    (void)parser;
    if (!w->left_out && w->stack[w->depth] == TEXT && is_shown(w)) {
        ps_prose_add(ps_aside_prose(&w->aside), piece);
    }
}

ps_status ps_docx_read_text(ps_docx *docx, ps_str part, ps_error *reterr)
{
    static const ps_xml_handler handler = {.start = on_start, .end = on_end, .text = on_text};
    ps_prose *prose = &docx->package->reading->prose;
    walk w = {.docx = docx};
    ps_aside_init(&w.aside, prose);
    ps_status status = ps_package_parse(docx->package, part, &handler, &w, reterr);
    ps_aside_paragraph(&w.aside);
    ps_aside_done(&w.aside);
    ps_prose_paragraph(prose);
    return status;
}
