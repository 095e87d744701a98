/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "document/docx.h"

enum { BASES = 16 /* styles based on one another; Word allows 11 */ };

int ps_docx_is_word(const char *uri)
{
    return uri &&
           (strcmp(uri, "http://schemas.openxmlformats.org/wordprocessingml/2006/main") == 0 ||
            strcmp(uri, "http://purl.oclc.org/ooxml/wordprocessingml/main") == 0);
}

ps_str ps_docx_attr(const ps_xml_attr *attrs, size_t count, const char *local)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(attrs[i].local, local) == 0) {
            return (ps_str){attrs[i].value, (size_t)(attrs[i].value_end - attrs[i].value)};
        }
    }
    return PS_NO_STR;
}

int ps_docx_is_on(const ps_xml_attr *attrs, size_t count)
{
    ps_str value = ps_docx_attr(attrs, count, "val");
    return !ps_str_is(value, "0") && !ps_str_is(value, "false") && !ps_str_is(value, "off");
}

/* ---- finding ---- */

const ps_docx_style *ps_docx_style_find(const ps_docx *docx, ps_str id)
{
    if (!docx->style_count || !id.len) {
        return NULL;
    }
    uint32_t at = ps_index_first(&docx->style_index, ps_index_hash(&docx->style_index, id));
    for (; at; at = ps_index_next(&docx->style_index, at - 1)) {
        if (ps_str_equal(docx->styles[at - 1].id, id)) {
            return &docx->styles[at - 1];
        }
    }
    return NULL;
}

ps_docx_number *ps_docx_number_find(ps_docx *docx, ps_str id)
{
    if (!docx->number_count || !id.len) {
        return NULL;
    }
    uint32_t at = ps_index_first(&docx->number_index, ps_index_hash(&docx->number_index, id));
    for (; at; at = ps_index_next(&docx->number_index, at - 1)) {
        if (ps_str_equal(docx->numbers[at - 1].id, id)) {
            return &docx->numbers[at - 1];
        }
    }
    return NULL;
}

/* The level that names the style as its own. */
static unsigned level_of_style(ps_docx *docx, ps_str number, ps_str style)
{
    const ps_docx_number *found = ps_docx_number_find(docx, number);
    for (unsigned i = 0; found && found->list && i < PS_DOCX_LEVELS; i++) {
        if (ps_str_equal(found->list->level[i].owner, style)) {
            return i;
        }
    }
    return 0;
}

void ps_docx_style_number(ps_docx *docx, ps_str id, ps_str *ret_number, unsigned *ret_level)
{
    int level = -1;
    ps_str first = id;
    *ret_number = PS_NO_STR;
    for (int i = 0; i < BASES; i++) {
        const ps_docx_style *style = ps_docx_style_find(docx, id);
        if (!style) {
            break;
        }
        level = level < 0 ? style->level : level;
        if (style->number.len) {
            *ret_number = style->number;
            break;
        }
        id = style->based_on;
    }
    *ret_level = level >= 0 ? (unsigned)level : level_of_style(docx, *ret_number, first);
}

int ps_docx_style_hides(const ps_docx *docx, ps_str id)
{
    for (int i = 0; i < BASES; i++) {
        const ps_docx_style *style = ps_docx_style_find(docx, id);
        if (!style || style->hidden) {
            return style != NULL;
        }
        id = style->based_on;
    }
    return 0;
}

/* ---- reading ---- */

typedef struct walk {
    ps_docx *docx;
    ps_docx_style *style;   /* that is described; NULL: none */
    ps_docx_number *number; /* w:num */
    ps_list *list;          /* w:abstractNum, or that of the w:num in a w:lvlOverride */
    unsigned level;
    int in_level;
    size_t depth;
    size_t skip; /* depth of an element that says how it was before a change; 0: none */
} walk;

static ps_str keep(walk *w, ps_str text)
{
    ps_str copy = ps_arena_str(w->docx->arena, text);
    w->docx->failed |= copy.ptr == NULL;
    return copy;
}

static unsigned level_of(ps_str text)
{
    uint64_t level = 0;
    return ps_str_to_uint(text, PS_DOCX_LEVELS - 1, &level) ? (unsigned)level : PS_DOCX_LEVELS - 1;
}

static void begin_style(walk *w, const ps_xml_attr *attrs, size_t count)
{
    ps_docx *docx = w->docx;
    ps_str id = ps_docx_attr(attrs, count, "styleId");
    w->style = NULL;
    if (docx->style_count == PS_DOCX_STYLES) {
        docx->dropped = 1;
        return;
    }
    if (!ps_index_add(&docx->style_index, ps_index_hash(&docx->style_index, id))) {
        docx->failed = 1;
        return;
    }
    w->style = &docx->styles[docx->style_count++];
    *w->style = (ps_docx_style){.id = keep(w, id), .level = -1};
    ps_str is_default = ps_docx_attr(attrs, count, "default");
    if (ps_str_is(ps_docx_attr(attrs, count, "type"), "paragraph") && is_default.len &&
        !ps_str_is(is_default, "0") && !ps_str_is(is_default, "false")) {
        docx->default_style = w->style->id;
    }
}

static void on_style_start(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                           const ps_xml_attr *attrs, size_t count)
{
    walk *w = user;
    (void)parser;
    w->depth++;
    if (w->skip || !ps_docx_is_word(uri)) {
        return;
    }
    if (ps_str_ends(ps_str_from(local), PS_STR("Change"))) {
        w->skip = w->depth;
    } else if (strcmp(local, "style") == 0) {
        begin_style(w, attrs, count);
    } else if (!w->style) {
        return;
    } else if (strcmp(local, "basedOn") == 0) {
        w->style->based_on = keep(w, ps_docx_attr(attrs, count, "val"));
    } else if (strcmp(local, "numId") == 0) {
        w->style->number = keep(w, ps_docx_attr(attrs, count, "val"));
    } else if (strcmp(local, "ilvl") == 0) {
        w->style->level = (int)level_of(ps_docx_attr(attrs, count, "val"));
    } else if (strcmp(local, "vanish") == 0) {
        w->style->hidden = ps_docx_is_on(attrs, count);
    }
}

static void on_end(void *user, ps_xml_parser *parser)
{
    walk *w = user;
    (void)parser;
    w->skip = w->skip == w->depth ? 0 : w->skip;
    w->depth--;
}

static void begin_number(walk *w, const ps_xml_attr *attrs, size_t count)
{
    ps_docx *docx = w->docx;
    ps_str id = ps_docx_attr(attrs, count, "numId");
    w->list = NULL;
    w->number = NULL;
    if (docx->number_count == PS_DOCX_NUMBERS) {
        docx->dropped = 1;
        return;
    }
    if (!ps_index_add(&docx->number_index, ps_index_hash(&docx->number_index, id))) {
        docx->failed = 1;
        return;
    }
    w->number = &docx->numbers[docx->number_count++];
    *w->number = (ps_docx_number){.id = keep(w, id)};
}

static void override_start(walk *w, ps_str value)
{
    uint64_t start = 1;
    if (w->number) {
        (void)ps_str_to_uint(value, UINT32_MAX, &start);
        w->number->start[w->level] = (uint32_t)start;
        w->number->starts[w->level] = 1;
    }
}

static void describe_level(walk *w, const char *local, ps_str value, int is_on)
{
    ps_list_level *level = &w->list->level[w->level];
    uint64_t start = 1;
    if (strcmp(local, "start") == 0) {
        level->start = ps_str_to_uint(value, UINT32_MAX, &start) ? (uint32_t)start : 1;
    } else if (strcmp(local, "numFmt") == 0) {
        level->style = ps_number_style_of_word(value);
    } else if (strcmp(local, "lvlText") == 0) {
        level->pattern = keep(w, ps_str_cut(value, 100));
    } else if (strcmp(local, "pStyle") == 0) {
        level->owner = keep(w, value);
    } else if (strcmp(local, "isLgl") == 0) {
        level->all_decimal = is_on;
    }
}

/* A w:num that describes a level anew has a list of its own: the others keep theirs. */
static void own_list(walk *w)
{
    if (w->number && w->number->list && w->list != w->number->list) {
        const ps_list *shared = w->number->list;
        ps_list *own = ps_lists_add(&w->docx->lists, PS_STR(""));
        if (own) {
            memcpy(own->level, shared->level, sizeof own->level);
            w->number->list = own;
        }
        w->list = own;
    }
}

static void on_number_start(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                            const ps_xml_attr *attrs, size_t count)
{
    walk *w = user;
    ps_str value = ps_docx_attr(attrs, count, "val");
    (void)parser;
    w->depth++;
    if (!ps_docx_is_word(uri)) {
        return;
    }
    if (strcmp(local, "abstractNum") == 0) {
        w->number = NULL;
        w->list = ps_lists_add(&w->docx->lists, ps_docx_attr(attrs, count, "abstractNumId"));
    } else if (strcmp(local, "num") == 0) {
        begin_number(w, attrs, count);
    } else if (strcmp(local, "abstractNumId") == 0 && w->number) {
        w->number->list = ps_lists_find(&w->docx->lists, value);
    } else if (strcmp(local, "lvlOverride") == 0) {
        w->level = level_of(ps_docx_attr(attrs, count, "ilvl"));
    } else if (strcmp(local, "startOverride") == 0) {
        override_start(w, value);
    } else if (strcmp(local, "lvl") == 0) {
        own_list(w);
        w->level = level_of(ps_docx_attr(attrs, count, "ilvl"));
    } else if (w->list) {
        describe_level(w, local, value, ps_docx_is_on(attrs, count));
    }
}

static ps_status parse(ps_docx *docx, ps_str part, const ps_xml_handler *handler, ps_error *reterr)
{
    walk w = {.docx = docx};
    ps_status status =
        part.len ? ps_package_parse(docx->package, part, handler, &w, reterr) : PS_OK;
    if (docx->failed || docx->lists.failed) {
        return ps_package_no_room(docx->arena, reterr);
    }
    return status == PS_END ? PS_OK : status;
}

ps_status ps_docx_read_styles(ps_docx *docx, ps_str part, ps_error *reterr)
{
    static const ps_xml_handler handler = {.start = on_style_start, .end = on_end};
    return parse(docx, part, &handler, reterr);
}

ps_status ps_docx_read_numbering(ps_docx *docx, ps_str part, ps_error *reterr)
{
    static const ps_xml_handler handler = {.start = on_number_start, .end = on_end};
    return parse(docx, part, &handler, reterr);
}
