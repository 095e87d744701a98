/* Pieces of pages. Whatever a pack says is made printable and escaped here; markup is ours alone.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "report/doc.h"
#include "report/html_policy.h"
#include "report/printable.h"

void ps_doc_text(ps_doc *doc, ps_str text)
{
    ps_buffer_clear(&doc->scratch);
    ps_printable_add(&doc->scratch, text, PS_BLANKS_COLLAPSE);
    ps_buffer_add_markup(&doc->html, ps_buffer_str(&doc->scratch));
    doc->html.failed |= doc->scratch.failed;
}

void ps_doc_put(ps_doc *doc, const char *markup)
{
    ps_buffer_add_text(&doc->html, markup);
}

void ps_doc_putf(ps_doc *doc, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    ps_buffer_add_text(&doc->html, text);
}

void ps_doc_span(ps_doc *doc, const char *class_name, ps_str text)
{
    ps_doc_putf(doc, "<span class=\"%s\">", class_name);
    ps_doc_text(doc, text);
    ps_doc_put(doc, "</span>");
}

void ps_doc_begin(ps_doc *doc, ps_str title, ps_str title_zh, const char *kind, ps_str id)
{
    ps_str digest;
    ps_str style = ps_html_doc_style(&digest);
    ps_buffer_clear(&doc->html);
    ps_doc_put(doc, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"");
    ps_html_add_policy(&doc->html, PS_NO_STR, digest);
    ps_doc_put(doc, "\">\n"
                    "<meta name=\"referrer\" content=\"no-referrer\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    ps_doc_text(doc, title.len ? title : id);
    ps_doc_put(doc, "</title>\n<style>");
    ps_buffer_add_str(&doc->html, style);
    ps_doc_put(doc, "</style>\n</head>\n<body>\n<main>\n");
    if (kind[0]) {
        ps_doc_put(doc, "<p class=\"kind\">");
        ps_doc_put(doc, kind);
        ps_doc_put(doc, " ");
        ps_doc_span(doc, "id", id);
        ps_doc_put(doc, "</p>\n");
    }
    ps_doc_put(doc, "<h1>");
    ps_doc_text(doc, title.len ? title : id);
    ps_doc_put(doc, "</h1>\n");
    if (title_zh.len) {
        ps_doc_put(doc, "<p class=\"zh\" lang=\"zh-Hans\">");
        ps_doc_text(doc, title_zh);
        ps_doc_put(doc, "</p>\n");
    }
}

static const ps_doc_thing *pack_of(const ps_doc *doc, const ps_doc_thing *thing)
{
    for (size_t i = 0; i < doc->count; i++) {
        const ps_doc_thing *pack = &doc->things[i];
        if (ps_str_is(pack->is.kind, "pack") && pack->is.pack_kind == thing->is.pack_kind &&
            ps_str_equal(pack->is.id, thing->is.pack)) {
            return pack;
        }
    }
    return NULL;
}

void ps_doc_trail(ps_doc *doc, const ps_doc_thing *thing)
{
    const ps_doc_thing *pack = pack_of(doc, thing);
    ps_doc_put(doc, "<nav><a href=\"index.html\">All pages</a>");
    if (pack && pack != thing) {
        ps_doc_put(doc, " · ");
        ps_doc_link(doc, pack, pack->is.title.len ? pack->is.title : pack->is.id);
    }
    ps_doc_put(doc, "</nav>\n");
}

void ps_doc_end(ps_doc *doc, const ps_doc_thing *thing)
{
    const ps_doc_thing *pack = thing ? pack_of(doc, thing) : NULL;
    if (thing && !ps_str_is(thing->is.kind, "pack")) {
        ps_doc_put(doc, "<section class=\"sign\"><h2>Agreed?</h2>\n<p>☐ yes &nbsp; ☐ no, because "
                        "<span class=\"line\"></span></p>\n<p>Name and date <span "
                        "class=\"line\"></span></p></section>\n");
    }
    ps_doc_put(doc, "</main>\n<footer><p>procscreen is not legal advice.");
    if (pack) {
        ps_doc_put(doc, " Pack ");
        ps_doc_text(doc, pack->is.id);
        ps_doc_put(doc, ", version ");
        ps_doc_text(doc, ps_doc_fact_text(pack, "version"));
        const char *slash = pack->is.path.len ? pack->is.path.ptr : "";
        ps_str file = pack->is.path;
        for (size_t i = 0; i < pack->is.path.len; i++) {
            if (slash[i] == '/') {
                file = ps_str_slice(pack->is.path, i + 1, pack->is.path.len);
            }
        }
        ps_doc_put(doc, ", ");
        ps_doc_text(doc, file);
        if (thing->is.line && thing != pack) {
            ps_doc_putf(doc, " line %llu", (unsigned long long)thing->is.line);
        }
        ps_doc_put(doc, ".");
    }
    ps_doc_put(doc, "</p></footer>\n</body>\n</html>\n");
}

void ps_doc_link(ps_doc *doc, const ps_doc_thing *thing, ps_str label)
{
    const ps_doc_thing *pack = thing && !thing->page.len ? pack_of(doc, thing) : NULL;
    int law = thing && (ps_str_is(thing->is.kind, "instrument"));
    if (!thing || (!thing->page.len && !pack)) {
        ps_doc_text(doc, label);
        return;
    }
    /* Names of pages and anchors are made of letters, digits and hyphens. */
    ps_doc_put(doc, "<a href=\"");
    if (law) {
        ps_doc_put(doc, "law.html");
    } else {
        ps_buffer_add_str(&doc->html, thing->page.len ? thing->page : pack->page);
    }
    if (!thing->page.len) {
        ps_doc_put(doc, "#");
        ps_buffer_add_str(&doc->html, thing->anchor);
    }
    ps_doc_put(doc, "\">");
    ps_doc_text(doc, label);
    ps_doc_put(doc, "</a>");
}

void ps_doc_words(ps_doc *doc, ps_str text)
{
    size_t from = 0;
    int depth = 0;
    ps_doc_put(doc, "<ul class=\"words\">");
    for (size_t i = 0; i <= text.len; i++) {
        char c = i < text.len ? text.ptr[i] : '|';
        depth += c == '(';
        depth -= c == ')';
        if (c == '|' && (depth <= 0 || i == text.len)) {
            ps_str word = ps_str_trim(ps_str_slice(text, from, i));
            if (word.len) {
                ps_doc_put(doc, "<li>");
                ps_doc_text(doc, word);
                ps_doc_put(doc, "</li> ");
            }
            from = i + 1;
        }
    }
    ps_doc_put(doc, "</ul>\n");
}

/* The instrument whose label, or source whose id, the citation begins with; the longest. */
static const ps_doc_thing *law_of(const ps_doc *doc, ps_str citation)
{
    const ps_doc_thing *best = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < doc->count; i++) {
        const ps_doc_thing *thing = &doc->things[i];
        ps_str label = ps_doc_fact_text(thing, "label");
        if (ps_str_is(thing->is.kind, "instrument") && label.len > longest &&
            ps_str_starts(citation, label)) {
            longest = label.len;
            best = thing;
        }
    }
    return best;
}

void ps_doc_citation(ps_doc *doc, ps_str text)
{
    ps_str rest = text;
    ps_str one;
    for (int some = 0; ps_str_next(&rest, ';', &one); some = 1) {
        one = ps_str_trim(one);
        ps_doc_put(doc, some ? "; " : "");
        ps_doc_link(doc, law_of(doc, one), one);
    }
}

void ps_doc_days(ps_doc *doc, const ps_pack_fact *fact)
{
    ps_str from = ps_doc_attr(fact, "from");
    ps_str to = ps_doc_attr(fact, "to");
    if (from.len && to.len) {
        ps_doc_text(doc, from);
        ps_doc_put(doc, " to ");
        ps_doc_text(doc, to);
    } else if (from.len || to.len) {
        ps_doc_put(doc, from.len ? "since " : "until ");
        ps_doc_text(doc, from.len ? from : to);
    } else {
        ps_doc_put(doc, "always");
    }
}

void ps_doc_row(ps_doc *doc, const char *label, ps_str text)
{
    if (text.len) {
        ps_doc_put(doc, "<dt>");
        ps_doc_put(doc, label);
        ps_doc_put(doc, "</dt><dd>");
        ps_doc_text(doc, text);
        ps_doc_put(doc, "</dd>\n");
    }
}

const char *ps_doc_confidence(ps_str confidence)
{
    static const struct {
        const char *name, *means;
    } rows[] = {
        {"found", "found: read in the source"},
        {"recall-high", "recall-high: from memory, nearly sure; to be verified"},
        {"recall-medium", "recall-medium: from memory, likely; to be verified"},
        {"recall-low", "recall-low: from memory, unsure; to be verified"},
        {"judgement", "judgement: our own, no authority behind it"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        if (ps_str_is(confidence, rows[i].name)) {
            return rows[i].means;
        }
    }
    return "";
}
