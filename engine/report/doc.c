/* Pages on packs: keeps what the packs say, gives each thing its page or place, and writes the
 * pages that are of no single thing. SPDX-License-Identifier: Apache-2.0 */
#include "report/doc.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/file.h"
#include "base/str.h"

/* Things while they are gathered. */
typedef struct gathering {
    ps_doc *doc;
    ps_buffer things; /* ps_doc_thing */
    ps_buffer facts;  /* ps_pack_fact, of all things one after the other */
    int no_memory;
} gathering;

static ps_str keep(gathering *g, ps_str text)
{
    ps_str copy = text.len ? ps_arena_str(&g->doc->arena, text) : PS_NO_STR;
    g->no_memory |= text.len && !copy.ptr;
    return copy;
}

static void take_thing(void *user, const ps_pack_thing *given)
{
    gathering *g = user;
    ps_doc_thing thing = {.is = *given};
    ps_str *const texts[] = {&thing.is.pack, &thing.is.path,  &thing.is.kind,
                             &thing.is.id,   &thing.is.title, &thing.is.title_zh};
    for (size_t i = 0; i < PS_COUNT(texts); i++) {
        *texts[i] = keep(g, *texts[i]);
    }
    ps_buffer_add(&g->things, (const char *)&thing, sizeof thing);
}

static void take_fact(void *user, const ps_pack_fact *given)
{
    gathering *g = user;
    ps_doc_thing *things = (ps_doc_thing *)(void *)g->things.ptr;
    size_t count = g->things.len / sizeof *things;
    ps_pack_fact fact = *given;
    ps_pack_attr *attrs = ps_arena_array(&g->doc->arena, given->attr_count + 1, sizeof *attrs);
    if (!attrs || !count) {
        g->no_memory |= !attrs;
        return;
    }
    for (size_t i = 0; i < given->attr_count; i++) {
        attrs[i] = (ps_pack_attr){keep(g, given->attrs[i].name), keep(g, given->attrs[i].value)};
    }
    fact.name = keep(g, given->name);
    fact.text = keep(g, given->text);
    fact.attrs = attrs;
    ps_buffer_add(&g->facts, (const char *)&fact, sizeof fact);
    things[count - 1].fact_count++;
}

const ps_doc_thing *ps_doc_find(const ps_doc *doc, const char *kind, ps_str id)
{
    for (size_t i = 0; i < doc->count; i++) {
        const ps_doc_thing *thing = &doc->things[i];
        if ((!kind[0] || ps_str_is(thing->is.kind, kind)) && ps_str_equal(thing->is.id, id)) {
            return thing;
        }
    }
    return NULL;
}

const ps_pack_fact *ps_doc_fact(const ps_doc_thing *thing, const char *name)
{
    for (size_t i = 0; i < thing->fact_count; i++) {
        if (ps_str_is(thing->facts[i].name, name)) {
            return &thing->facts[i];
        }
    }
    return NULL;
}

ps_str ps_doc_fact_text(const ps_doc_thing *thing, const char *name)
{
    const ps_pack_fact *fact = ps_doc_fact(thing, name);
    return fact ? fact->text : PS_NO_STR;
}

ps_str ps_doc_attr(const ps_pack_fact *fact, const char *name)
{
    for (size_t i = 0; i < fact->attr_count; i++) {
        if (ps_str_is(fact->attrs[i].name, name)) {
            return fact->attrs[i].value;
        }
    }
    return PS_NO_STR;
}

/* The things that have a page of their own, and what writes it. */
static const struct {
    const char *kind;
    const char *prefix; /* of the file name; it parts the kinds where ids are the same */
    void (*write)(ps_doc *doc, const ps_doc_thing *thing);
} pages[] = {
    {"category", "category", ps_doc_category}, {"entry", "entry", ps_doc_entry},
    {"watch", "watch", ps_doc_entry},          {"critical", "critical", ps_doc_entry},
    {"element", "element", ps_doc_element},    {"rule", "rule", ps_doc_rule},
};

static size_t page_of(const ps_doc_thing *thing)
{
    size_t i = 0;
    while (i < PS_COUNT(pages) && !ps_str_is(thing->is.kind, pages[i].kind)) {
        i++;
    }
    return i;
}

/* A name for files and anchors: whatever the id holds, only lower-case letters, digits and hyphens
 * come out; where something had to be changed, a digest keeps two ids apart. */
static ps_str safe_name(ps_doc *doc, ps_str prefix, ps_str id, const char *suffix)
{
    enum { LONGEST = 80, DIGITS = 16 };
    char name[LONGEST + 1];
    char digest[65];
    size_t len = 0;
    int changed = id.len > LONGEST || !id.len;
    for (size_t i = 0; i < id.len && len < LONGEST; i++) {
        char c = id.ptr[i];
        int good = (c >= 'a' && c <= 'z') || ps_is_digit(c) || c == '-';
        name[len++] = good ? c : '-';
        changed |= !good;
    }
    ps_sha256(&id, 1, digest);
    const ps_str parts[] = {prefix,
                            PS_STR("-"),
                            {name, len},
                            changed ? PS_STR("-") : PS_STR(""),
                            {digest, changed ? DIGITS : 0},
                            ps_str_from(suffix)};
    return ps_arena_concat(&doc->arena, parts, PS_COUNT(parts));
}

static int place_things(ps_doc *doc)
{
    static const char *const kinds[] = {
        [PS_PACK_CATALOG] = "catalog", [PS_PACK_POLICY] = "policy", [PS_PACK_PROFILE] = "format"};
    int placed = 1;
    for (size_t i = 0; i < doc->count; i++) {
        ps_doc_thing *thing = &doc->things[i];
        size_t page = page_of(thing);
        if (page < PS_COUNT(pages)) {
            thing->page = safe_name(doc, ps_str_from(pages[page].prefix), thing->is.id, ".html");
        } else if (ps_str_is(thing->is.kind, "pack")) {
            thing->page =
                safe_name(doc, ps_str_from(kinds[thing->is.pack_kind]), thing->is.id, ".html");
        } else {
            /* What has no id is told from its like by its line. */
            char line[24] = "";
            ps_buffer_clear(&doc->scratch);
            ps_buffer_add_uint(&doc->scratch, thing->is.line);
            ps_error_copy(line, sizeof line, ps_buffer_str(&doc->scratch));
            thing->anchor = safe_name(doc, thing->is.kind,
                                      thing->is.id.len ? thing->is.id : ps_str_from(line), "");
            placed &= thing->anchor.ptr != NULL;
            continue;
        }
        placed &= thing->page.ptr != NULL;
    }
    return placed;
}

/* What policies cite becomes instruments beside those of catalogs. */
static void take_sources(gathering *g)
{
    size_t count = g->things.len / sizeof(ps_doc_thing);
    size_t next = 0;
    for (size_t i = 0; i < count; i++) {
        ps_doc_thing pack = ((const ps_doc_thing *)(const void *)g->things.ptr)[i];
        for (size_t k = 0; k < pack.fact_count; k++) {
            ps_pack_fact fact = ((const ps_pack_fact *)(const void *)g->facts.ptr)[next + k];
            size_t colon = ps_str_find(fact.text, PS_STR(": "));
            if (pack.is.pack_kind != PS_PACK_POLICY || !ps_str_is(pack.is.kind, "pack") ||
                !ps_str_is(fact.name, "source") || colon == SIZE_MAX) {
                continue;
            }
            ps_doc_thing law = {.is = pack.is};
            law.is.kind = PS_STR("instrument");
            law.is.id = ps_str_slice(fact.text, 0, colon);
            law.is.title = ps_str_slice(fact.text, colon + 2, fact.text.len);
            law.is.title_zh = PS_NO_STR;
            ps_pack_fact label = {.name = PS_STR("label"), .text = law.is.id};
            ps_buffer_add(&g->things, (const char *)&law, sizeof law);
            ps_buffer_add(&g->facts, (const char *)&label, sizeof label);
            ((ps_doc_thing *)(void *)g->things.ptr)[g->things.len / sizeof law - 1].fact_count = 1;
        }
        next += pack.fact_count;
    }
}

ps_status ps_doc_gather(ps_doc *doc, const ps_packs *packs, ps_error *reterr)
{
    static const ps_pack_visitor visitor = {0, take_thing, take_fact};
    *doc = (ps_doc){.count = 0};
    ps_arena_init(&doc->arena, 0);
    ps_buffer_init(&doc->html, 0);
    ps_buffer_init(&doc->scratch, 0);
    gathering g = {.doc = doc};
    ps_buffer_init(&g.things, 0);
    ps_buffer_init(&g.facts, 0);
    ps_status status = ps_packs_visit(packs, &visitor, &g, reterr);
    if (status == PS_OK) {
        take_sources(&g);
        doc->count = g.things.len / sizeof *doc->things;
        doc->things = ps_arena_array(&doc->arena, doc->count + 1, sizeof *doc->things);
        size_t facts = g.facts.len / sizeof(ps_pack_fact);
        ps_pack_fact *all = ps_arena_array(&doc->arena, facts + 1, sizeof *all);
        if (!doc->things || !all || g.no_memory || g.things.failed || g.facts.failed) {
            status = ps_error_memory(reterr);
        } else if (doc->count) {
            memcpy(doc->things, g.things.ptr, g.things.len);
            memcpy(all, g.facts.ptr ? g.facts.ptr : "", g.facts.len);
            for (size_t i = 0, next = 0; i < doc->count; i++) {
                doc->things[i].facts = all + next;
                next += doc->things[i].fact_count;
            }
        }
    }
    if (status == PS_OK && !place_things(doc)) {
        status = ps_error_memory(reterr);
    }
    ps_buffer_done(&g.things);
    ps_buffer_done(&g.facts);
    return status;
}

void ps_doc_done(ps_doc *doc)
{
    ps_buffer_done(&doc->html);
    ps_buffer_done(&doc->scratch);
    ps_arena_done(&doc->arena);
}

/* All facts of a thing that has no page, as they are. */
static void list_facts(ps_doc *doc, const ps_doc_thing *thing)
{
    ps_doc_put(doc, "<dl>\n");
    for (size_t i = 0; i < thing->fact_count; i++) {
        const ps_pack_fact *fact = &thing->facts[i];
        ps_doc_put(doc, "<dt>");
        ps_doc_text(doc, fact->name);
        ps_doc_put(doc, "</dt><dd>");
        for (size_t k = 0; k < fact->attr_count; k++) {
            ps_doc_put(doc, k ? ", " : "<span class=\"meta\">");
            ps_doc_text(doc, fact->attrs[k].name);
            ps_doc_put(doc, " ");
            ps_doc_text(doc, fact->attrs[k].value);
        }
        ps_doc_put(doc, fact->attr_count ? "</span> " : "");
        if (ps_str_is(fact->name, "words") || ps_str_is(fact->name, "pattern")) {
            ps_doc_words(doc, fact->text);
        } else {
            ps_doc_text(doc, fact->text);
        }
        ps_doc_put(doc, "</dd>\n");
    }
    ps_doc_put(doc, "</dl>\n");
}

static void thing_item(ps_doc *doc, const ps_doc_thing *thing)
{
    ps_doc_put(doc, "<li>");
    ps_doc_link(doc, thing, thing->is.title.len ? thing->is.title : thing->is.id);
    if (thing->is.title_zh.len) {
        ps_doc_put(doc, " <span lang=\"zh-Hans\">");
        ps_doc_text(doc, thing->is.title_zh);
        ps_doc_put(doc, "</span>");
    }
    ps_doc_put(doc, "</li>\n");
}

static int of_pack(const ps_doc_thing *thing, const ps_doc_thing *pack)
{
    return thing != pack && thing->is.pack_kind == pack->is.pack_kind &&
           ps_str_equal(thing->is.pack, pack->is.id) && !ps_str_is(thing->is.kind, "instrument");
}

static void write_pack(ps_doc *doc, const ps_doc_thing *pack)
{
    static const char *const kinds[] = {[PS_PACK_CATALOG] = "Catalog",
                                        [PS_PACK_POLICY] = "Policy",
                                        [PS_PACK_PROFILE] = "Format profile"};
    int some = 0;
    ps_doc_begin(doc, pack->is.title, PS_NO_STR, kinds[pack->is.pack_kind], pack->is.id);
    ps_doc_trail(doc, pack);
    list_facts(doc, pack);
    for (size_t i = 0; i < doc->count; i++) {
        const ps_doc_thing *thing = &doc->things[i];
        if (of_pack(thing, pack) && thing->page.len) {
            ps_doc_put(doc, some ? "" : "<h2>Pages</h2>\n<ul>\n");
            thing_item(doc, thing);
            some = 1;
        }
    }
    ps_doc_put(doc, some ? "</ul>\n" : "");
    for (size_t i = 0; i < doc->count; i++) {
        const ps_doc_thing *thing = &doc->things[i];
        if (!of_pack(thing, pack) || thing->page.len) {
            continue;
        }
        ps_doc_put(doc, "<h2 id=\"");
        ps_buffer_add_str(&doc->html, thing->anchor);
        ps_doc_put(doc, "\">");
        ps_doc_text(doc, thing->is.kind);
        ps_doc_put(doc, " ");
        ps_doc_text(doc, thing->is.id);
        ps_doc_put(doc, thing->is.title.len ? ": " : "");
        ps_doc_text(doc, thing->is.title);
        ps_doc_put(doc, "</h2>\n");
        list_facts(doc, thing);
    }
    ps_doc_end(doc, pack);
}

static void write_law(ps_doc *doc)
{
    ps_doc_begin(doc, PS_STR("The law that is cited"), PS_NO_STR, "", PS_NO_STR);
    ps_doc_put(doc, "<nav><a href=\"index.html\">All pages</a></nav>\n<table><tr><th>Cited as</th>"
                    "<th>Instrument</th><th>In force</th><th>Verified</th></tr>\n");
    for (size_t i = 0; i < doc->count; i++) {
        const ps_doc_thing *law = &doc->things[i];
        if (!ps_str_is(law->is.kind, "instrument")) {
            continue;
        }
        ps_str from = ps_doc_fact_text(law, "from");
        ps_str to = ps_doc_fact_text(law, "to");
        ps_doc_put(doc, "<tr id=\"");
        ps_buffer_add_str(&doc->html, law->anchor);
        ps_doc_put(doc, "\"><td>");
        ps_doc_text(doc, ps_doc_fact_text(law, "label"));
        ps_doc_put(doc, "</td><td>");
        ps_doc_text(doc, law->is.title);
        if (law->is.title_zh.len) {
            ps_doc_put(doc, "<br><span lang=\"zh-Hans\">");
            ps_doc_text(doc, law->is.title_zh);
            ps_doc_put(doc, "</span>");
        }
        ps_doc_put(doc, "</td><td>");
        ps_doc_text(doc, from);
        ps_doc_put(doc, to.len ? " to " : "");
        ps_doc_text(doc, to);
        ps_doc_put(doc, "</td><td>");
        ps_doc_put(doc, ps_doc_confidence(ps_doc_fact_text(law, "confidence")));
        ps_doc_put(doc, "</td></tr>\n");
    }
    ps_doc_put(doc, "</table>\n");
    ps_doc_end(doc, NULL);
}

static void write_index(ps_doc *doc)
{
    static const struct {
        const char *kind, *heading;
    } lists[] = {{"category", "Categories of the law"},
                 {"entry", "Catalog entries"},
                 {"element", "What a contract must contain"},
                 {"rule", "Rules by which findings are made"},
                 {"critical", "Critical equipment: raises severity, never makes a hit"},
                 {"watch", "Vendor watch"},
                 {"pack", "Packs"}};
    ps_doc_begin(doc, PS_STR("What the packs hold"), PS_NO_STR, "", PS_NO_STR);
    ps_doc_put(doc,
               "<p class=\"reading\"><strong>Our reading.</strong> The law names categories and "
               "duties; it does not say which goods and which words are meant. Everything below "
               "those names is the reading of these packs, with its source, and each page asks "
               "whether you agree.</p>\n<p><a href=\"law.html\">The law that is cited</a></p>\n");
    for (size_t k = 0; k < PS_COUNT(lists); k++) {
        int some = 0;
        for (size_t i = 0; i < doc->count; i++) {
            if (ps_str_is(doc->things[i].is.kind, lists[k].kind)) {
                if (!some) {
                    ps_doc_putf(doc, "<h2>%s</h2>\n<ul>\n", lists[k].heading);
                    some = 1;
                }
                thing_item(doc, &doc->things[i]);
            }
        }
        ps_doc_put(doc, some ? "</ul>\n" : "");
    }
    ps_doc_end(doc, NULL);
}

static ps_status hand_over(ps_doc *doc, const char *name, ps_page_fn page, void *user,
                           ps_error *reterr)
{
    if (doc->html.failed) {
        return ps_error_memory(reterr);
    }
    return page(user, name, ps_buffer_str(&doc->html)) == 0 ? PS_OK : PS_END;
}

static ps_status write_pages(ps_doc *doc, ps_page_fn page, void *user, ps_error *reterr)
{
    ps_status status = PS_OK;
    for (size_t i = 0; i < doc->count && status == PS_OK; i++) {
        const ps_doc_thing *thing = &doc->things[i];
        size_t kind = page_of(thing);
        if (!thing->page.len) {
            continue;
        }
        if (kind < PS_COUNT(pages)) {
            pages[kind].write(doc, thing);
        } else {
            write_pack(doc, thing);
        }
        status = hand_over(doc, thing->page.ptr, page, user, reterr); /* terminated */
    }
    if (status == PS_OK) {
        write_law(doc);
        status = hand_over(doc, "law.html", page, user, reterr);
    }
    if (status == PS_OK) {
        write_index(doc);
        status = hand_over(doc, "index.html", page, user, reterr);
    }
    return status;
}

ps_status ps_packs_document(const ps_packs *packs, ps_page_fn page, void *user, ps_error *reterr)
{
    ps_doc doc = {.count = 0};
    if (!packs || !page) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_packs_document: packs and page are needed");
    }
    ps_status status = ps_doc_gather(&doc, packs, reterr);
    if (status == PS_OK) {
        status = write_pages(&doc, page, user, reterr);
    }
    ps_doc_done(&doc);
    return status;
}
