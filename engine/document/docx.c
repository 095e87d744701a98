/* SPDX-License-Identifier: Apache-2.0 */
#include "document/docx.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"

enum {
    PARTS = 128 /* headers, footers, notes of one document */
};

typedef enum role { MAIN, STYLES, NUMBERING, HEADER, FOOTNOTES, ENDNOTES, FOOTER, ROLES } role;

typedef struct parts {
    ps_arena arena;
    ps_str name[PARTS];
    role role[PARTS];
    size_t count;
    const char *foreign; /* another document of Office */
    int dropped;
    int failed;
} parts;

static void free_docx(ps_docx *docx)
{
    ps_lists_done(&docx->lists);
    ps_index_done(&docx->style_index);
    ps_index_done(&docx->number_index);
    free(docx);
}
PS_DEFINE_CLEANUP(ps_docx *, free_docx)

static role role_of(ps_str type)
{
    static const struct {
        const char *end;
        role role;
    } rows[] = {
        {"wordprocessingml.document.main+xml", MAIN},
        {"wordprocessingml.template.main+xml", MAIN},
        {"word.document.macroEnabled.main+xml", MAIN},
        {"word.template.macroEnabledTemplate.main+xml", MAIN},
        {"wordprocessingml.styles+xml", STYLES},
        {"wordprocessingml.numbering+xml", NUMBERING},
        {"wordprocessingml.header+xml", HEADER},
        {"wordprocessingml.footnotes+xml", FOOTNOTES},
        {"wordprocessingml.endnotes+xml", ENDNOTES},
        {"wordprocessingml.footer+xml", FOOTER},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        if (ps_str_ends(type, ps_str_from(rows[i].end))) {
            return rows[i].role;
        }
    }
    return ROLES;
}

static const char *foreign_kind(ps_str type)
{
    return ps_str_find(type, PS_STR("spreadsheetml")) != SIZE_MAX ||
                   ps_str_find(type, PS_STR("ms-excel")) != SIZE_MAX
               ? "an Excel workbook (.xlsx)"
           : ps_str_find(type, PS_STR("presentationml")) != SIZE_MAX
               ? "a PowerPoint presentation (.pptx)"
               : NULL;
}

/* [Content_Types].xml: <Override PartName="/word/document.xml" ContentType="…"/> */
static void on_type(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                    const ps_xml_attr *attrs, size_t count)
{
    parts *p = user;
    (void)parser;
    (void)uri;
    if (strcmp(local, "Override") != 0) {
        return;
    }
    ps_str name = ps_docx_attr(attrs, count, "PartName");
    ps_str type = ps_docx_attr(attrs, count, "ContentType");
    role r = role_of(type);
    if (r == ROLES) {
        p->foreign = p->foreign ? p->foreign : foreign_kind(type);
        return;
    }
    if (p->count == PARTS) {
        p->dropped = 1;
        return;
    }
    name = ps_str_starts(name, PS_STR("/")) ? ps_str_slice(name, 1, name.len) : name;
    p->name[p->count] = ps_arena_str(&p->arena, name);
    p->failed |= p->name[p->count].ptr == NULL;
    p->role[p->count++] = r;
}

static ps_status find_parts(const ps_package *package, parts *p, ps_error *reterr)
{
    static const ps_xml_handler handler = {.start = on_type};
    ps_status status =
        ps_package_parse(package, PS_STR("[Content_Types].xml"), &handler, p, reterr);
    if (status == PS_END) {
        return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_DAMAGED,
                            "\"[Content_Types].xml\" is not there");
    }
    if (status != PS_OK) {
        return status;
    }
    if (p->failed) {
        return ps_package_no_room(&p->arena, reterr);
    }
    for (size_t i = 0; i < p->count; i++) {
        if (p->role[i] == MAIN) {
            return PS_OK;
        }
    }
    return ps_error_set(reterr, PS_FAILED, PS_E_ATTACHMENT_UNSUPPORTED, "%s",
                        p->foreign ? p->foreign : "an Office package that is no Word document");
}

static ps_str first_of(const parts *p, role wanted)
{
    for (size_t i = 0; i < p->count; i++) {
        if (p->role[i] == wanted) {
            return p->name[i];
        }
    }
    return PS_NO_STR;
}

/* A note that cannot be read costs itself; without the main part there is nothing. */
static ps_status read_role(ps_docx *docx, const parts *p, role wanted, ps_error *reterr)
{
    for (size_t i = 0; i < p->count; i++) {
        ps_error error;
        if (p->role[i] != wanted) {
            continue;
        }
        ps_status status = ps_docx_read_text(docx, p->name[i], &error);
        if (status == PS_END && wanted == MAIN) {
            status = ps_error_set(&error, PS_FAILED, PS_E_ATTACHMENT_DAMAGED,
                                  "its main part \"%.*s\" is not there", PS_FMT(p->name[i]));
        }
        if (status == PS_FATAL || (status == PS_FAILED && wanted == MAIN)) {
            *reterr = error;
            return status;
        }
        if (status == PS_FAILED) {
            ps_reading_lose(docx->package->reading, &error);
        }
    }
    return PS_OK;
}

static void tell(const ps_docx *docx, const parts *p)
{
    ps_reading *reading = docx->package->reading;
    ps_error error;
    if (docx->hid) {
        ps_reading_note(reading, "hidden text was left out");
    }
    if (docx->dropped || docx->lists.dropped) {
        ps_reading_note(reading,
                        "numbers of lists may be missing: it has too many styles or lists");
    }
    if (docx->embedded) {
        PS_IGNORE(ps_error_set(&error, PS_WARN, PS_E_ATTACHMENT_UNSUPPORTED,
                               "a file of another format is embedded in it"));
        ps_reading_lose(reading, &error);
    }
    if (p->dropped) {
        PS_IGNORE(ps_error_set(&error, PS_WARN, PS_E_ATTACHMENT_UNSUPPORTED,
                               "it has more than %d headers and notes", PARTS));
        ps_reading_lose(reading, &error);
    }
}

static ps_status read_parts(const ps_package *package, parts *p, ps_error *reterr)
{
    static const role order[] = {HEADER, MAIN, FOOTNOTES, ENDNOTES, FOOTER};
    ps_status status = find_parts(package, p, reterr);
    if (status != PS_OK) {
        return status;
    }
    PS_CLEANUP(free_docxp) ps_docx *docx = calloc(1, sizeof *docx);
    if (!docx) {
        return ps_error_memory(reterr);
    }
    docx->package = package;
    docx->arena = &p->arena;
    ps_lists_init(&docx->lists, &p->arena);
    ps_index_init(&docx->style_index);
    ps_index_init(&docx->number_index);
    status = ps_docx_read_styles(docx, first_of(p, STYLES), reterr);
    if (status == PS_OK) {
        status = ps_docx_read_numbering(docx, first_of(p, NUMBERING), reterr);
    }
    for (size_t i = 0; i < PS_COUNT(order) && status == PS_OK; i++) {
        status = read_role(docx, p, order[i], reterr);
    }
    if (status == PS_OK) {
        tell(docx, p);
    }
    return status;
}

ps_status ps_read_docx(const ps_package *package, ps_error *reterr)
{
    parts p = {.count = 0};
    ps_arena_init(&p.arena, PS_PACKAGE_ARENA);
    ps_status status = read_parts(package, &p, reterr);
    ps_arena_done(&p.arena);
    return status;
}
