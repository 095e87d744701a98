/* Text of HTML: what a browser would show, in its order.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "document/encoding.h"
#include "document/numbering.h"
#include "document/reading.h"
#include "xml/html.h"

enum {
    LISTS = 16,  /* lists inside lists whose items are numbered */
    HEAD = 1024, /* the declaration of the encoding stands within so many bytes */
    LABEL = 40
};

typedef struct list {
    ps_number_style style;
    uint32_t value;
} list;

typedef struct page {
    ps_reading *reading;
    size_t depth;
    size_t left_out; /* depth of the outermost element that is not shown; 0: none */
    size_t lists;    /* open ones */
    list list[LISTS];
    size_t pre;    /* open <pre> */
    int row_began; /* no cell yet */
    int hid;
} page;

typedef enum effect { INLINE, BLOCK, ROW, CELL, BREAK, LIST, ITEM, PRE, LEFT_OUT } effect;

static effect effect_of(const char *name)
{
    static const struct {
        const char *name;
        effect effect;
    } rows[] = {
        {"address", BLOCK},    {"article", BLOCK},   {"aside", BLOCK},       {"audio", LEFT_OUT},
        {"blockquote", BLOCK}, {"body", BLOCK},      {"br", BREAK},          {"caption", BLOCK},
        {"center", BLOCK},     {"dd", BLOCK},        {"del", LEFT_OUT},      {"dir", LIST},
        {"div", BLOCK},        {"dl", BLOCK},        {"dt", BLOCK},          {"fieldset", BLOCK},
        {"figcaption", BLOCK}, {"figure", BLOCK},    {"footer", BLOCK},      {"form", BLOCK},
        {"h1", BLOCK},         {"h2", BLOCK},        {"h3", BLOCK},          {"h4", BLOCK},
        {"h5", BLOCK},         {"h6", BLOCK},        {"head", BLOCK},        {"header", BLOCK},
        {"hr", BLOCK},         {"iframe", LEFT_OUT}, {"legend", BLOCK},      {"li", ITEM},
        {"main", BLOCK},       {"menu", LIST},       {"nav", BLOCK},         {"object", LEFT_OUT},
        {"ol", LIST},          {"option", BREAK},    {"p", BLOCK},           {"pre", PRE},
        {"script", LEFT_OUT},  {"section", BLOCK},   {"style", LEFT_OUT},    {"svg", LEFT_OUT},
        {"table", BLOCK},      {"td", CELL},         {"template", LEFT_OUT}, {"th", CELL},
        {"title", LEFT_OUT},   {"tr", ROW},          {"ul", LIST},           {"video", LEFT_OUT},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        if (strcmp(name, rows[i].name) == 0) {
            return rows[i].effect;
        }
    }
    return INLINE;
}

static ps_str attr(const char *const *attrs, const char *name)
{
    for (size_t i = 0; attrs && attrs[i]; i += 2) {
        if (strcmp(attrs[i], name) == 0) {
            return attrs[i + 1] ? ps_str_from(attrs[i + 1]) : PS_STR("");
        }
    }
    return PS_NO_STR;
}

/* "display : none" whatever its blanks and case. */
static int style_hides(ps_str style)
{
    char packed[512];
    size_t len = 0;
    for (size_t i = 0; i < style.len && len < sizeof packed; i++) {
        if (!ps_is_space(style.ptr[i])) {
            packed[len++] = ps_lower(style.ptr[i]);
        }
    }
    ps_str text = {packed, len};
    return ps_str_find(text, PS_STR("display:none")) != SIZE_MAX ||
           ps_str_find(text, PS_STR("visibility:hidden")) != SIZE_MAX ||
           ps_str_find(text, PS_STR("mso-hide:all")) != SIZE_MAX;
}

static void begin_item(page *p, const char *const *attrs)
{
    ps_prose *prose = &p->reading->prose;
    ps_prose_paragraph(prose);
    if (!p->lists || p->lists > LISTS) {
        return;
    }
    list *l = &p->list[p->lists - 1];
    uint64_t value;
    if (ps_str_to_uint(attr(attrs, "value"), UINT32_MAX, &value)) {
        l->value = (uint32_t)value;
    }
    ps_buffer number;
    ps_buffer_init(&number, LABEL);
    ps_number_add(&number, l->style, l->value++);
    if (l->style != PS_NUMBER_BULLET && l->style != PS_NUMBER_NONE) {
        ps_buffer_add_char(&number, '.');
    }
    ps_prose_add(prose, ps_buffer_str(&number));
    ps_prose_blank(prose);
    ps_prose_stay(prose);
    ps_buffer_done(&number);
}

static void begin_list(page *p, const char *name, const char *const *attrs)
{
    uint64_t start;
    ps_str type = attr(attrs, "type");
    if (p->lists++ >= LISTS) {
        return;
    }
    list *l = &p->list[p->lists - 1];
    *l = (list){PS_NUMBER_BULLET, 1};
    if (strcmp(name, "ol") == 0) {
        l->style = type.len ? ps_number_style_of_sample(type) : PS_NUMBER_DECIMAL;
        if (ps_str_to_uint(attr(attrs, "start"), UINT32_MAX, &start)) {
            l->value = (uint32_t)start;
        }
    }
}

static void on_start(void *user, const char *name, const char *const *attrs)
{
    page *p = user;
    ps_prose *prose = &p->reading->prose;
    effect e = effect_of(name);
    p->depth++;
    if (p->left_out) {
        return;
    }
    int hides = attr(attrs, "hidden").ptr != NULL || style_hides(attr(attrs, "style"));
    if (e == LEFT_OUT || hides) {
        p->hid |= hides || strcmp(name, "del") == 0;
        p->left_out = p->depth;
        return;
    }
    switch (e) {
    case INLINE:
    case LEFT_OUT:
        break;
    case BLOCK:
        ps_prose_paragraph(prose);
        break;
    case ROW:
        p->row_began = 1;
        ps_prose_line(prose);
        break;
    case BREAK:
        ps_prose_line(prose);
        break;
    case CELL:
        if (p->row_began) {
            ps_prose_stay(prose);
        } else {
            ps_prose_cell(prose);
        }
        p->row_began = 0;
        break;
    case LIST:
        ps_prose_paragraph(prose);
        begin_list(p, name, attrs);
        break;
    case ITEM:
        begin_item(p, attrs);
        break;
    case PRE:
        p->pre++;
        ps_prose_paragraph(prose);
        break;
    }
}

static void on_end(void *user, const char *name)
{
    page *p = user;
    ps_prose *prose = &p->reading->prose;
    effect e = effect_of(name);
    size_t depth = p->depth;
    p->depth -= p->depth > 0;
    if (p->left_out) {
        p->left_out = p->left_out == depth ? 0 : p->left_out;
        return;
    }
    switch (e) {
    case INLINE:
    case LEFT_OUT:
    case BREAK:
    case CELL:
        break;
    case LIST:
        p->lists -= p->lists > 0;
        ps_prose_paragraph(prose);
        break;
    case PRE:
        p->pre -= p->pre > 0;
        ps_prose_paragraph(prose);
        break;
    case ITEM:
    case BLOCK:
        ps_prose_paragraph(prose);
        break;
    case ROW:
        ps_prose_row(prose);
        break;
    }
}

static void on_text(void *user, ps_str piece)
{
    page *p = user;
    if (p->left_out) {
        return;
    }
    if (p->pre) {
        ps_prose_add_lines(&p->reading->prose, piece);
    } else {
        ps_prose_add(&p->reading->prose, piece);
    }
}

static int go_on(void *user, ps_error *reterr)
{
    page *p = user;
    return ps_reading_goes_on(p->reading, reterr);
}

/* "charset=" in the first bytes, of whatever kind of declaration. */
static ps_str declared(ps_str bytes, char label[LABEL])
{
    size_t len = bytes.len < HEAD ? bytes.len : HEAD;
    size_t size = 0;
    for (size_t i = 0; i + 8 < len; i++) {
        if (!ps_str_equal_ascii_case(ps_str_slice(bytes, i, i + 8), PS_STR("charset="))) {
            continue;
        }
        i += 8;
        i += i < len && (bytes.ptr[i] == '"' || bytes.ptr[i] == '\'');
        for (; i < len && size < LABEL; i++) {
            char c = bytes.ptr[i];
            if (!ps_is_alpha(c) && !ps_is_digit(c) && c != '-' && c != '_') {
                break;
            }
            label[size++] = c;
        }
        break;
    }
    return (ps_str){label, size};
}

ps_status ps_read_html(ps_reading *reading, ps_str bytes, ps_error *reterr)
{
    static const ps_html_handler handler = {on_start, on_end, on_text, go_on};
    char label[LABEL];
    ps_str told = reading->encoding ? ps_str_from(reading->encoding) : declared(bytes, label);
    ps_buffer room;
    ps_str text;
    ps_buffer_init(&room, (size_t)reading->limits->attachment_bytes);
    ps_status status = ps_encoding_decode(reading, bytes, told, &room, &text, reterr);
    if (status == PS_OK) {
        page p = {.reading = reading};
        status = ps_html_parse(text, reading->limits, &handler, &p, reterr);
        if (status == PS_FAILED && reterr) {
            ps_reading_blame(reterr, NULL);
        }
        if (status == PS_OK && p.hid) {
            ps_reading_note(reading, "hidden or deleted text was left out");
        }
    }
    ps_buffer_done(&room);
    return status;
}
