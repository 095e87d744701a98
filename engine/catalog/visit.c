/* Telling what a catalog holds: as it is written, for people, or as it is matched, for comparing.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "catalog/code.h"
#include "catalog/reader.h"
#include "text/fold.h"

enum { ATTRS_MAX = 16 };

typedef struct visit {
    const ps_catalog *catalog;
    const ps_pack_visitor *visitor;
    void *user;
    ps_arena arena;       /* of one thing */
    ps_cat_reader folder; /* for its wordings: nothing is reported by it */
    ps_pack_attr attrs[ATTRS_MAX];
    ps_pack_fact fact; /* the one that is being told */
} visit;

static void tell(visit *v, ps_str text)
{
    v->fact.text = text;
    v->visitor->fact(v->user, &v->fact);
}

static void begin_fact(visit *v, ps_str name, const ps_node *node)
{
    v->fact = (ps_pack_fact){.name = name, .attrs = v->attrs, .line = node->line};
}

static void add_attr(visit *v, ps_str name, ps_str value)
{
    if (v->fact.attr_count < ATTRS_MAX) {
        v->attrs[v->fact.attr_count++] = (ps_pack_attr){name, value};
    }
}

static int is_one_of(ps_str name, const char *names)
{
    ps_str rest = ps_str_from(names);
    ps_str one;
    while (ps_str_next_word(&rest, &one)) {
        if (ps_str_equal(one, name)) {
            return 1;
        }
    }
    return 0;
}

static int tell_wording(void *user, ps_str wording)
{
    if (wording.len) {
        tell(user, wording);
    }
    return 0;
}

/* Elements whose text is a list of words, and so is that of top-level ones but for prose. */
static int holds_words(const ps_node *node)
{
    return is_one_of(node->name, "term decoy model with unless met not-met unit label amount maker "
                                 "modifier service negation uninformative watch code");
}

static void tell_text(visit *v, const ps_node *node)
{
    if (!v->visitor->meaning) {
        tell(v, node->text);
    } else if (holds_words(node) && node->text.len) {
        ps_cat_each_wording(&v->folder, node, tell_wording, v);
    } else if (ps_str_is(node->name, "pattern")) {
        ps_str folded;
        if (ps_fold_pattern(&v->arena, node->text, &folded, NULL) == PS_OK) {
            tell(v, folded);
        }
    } else {
        tell(v, node->text);
    }
}

/* "UNSPSC 43222609", "HS 8517*". */
static void tell_codes(visit *v, const ps_node *node)
{
    ps_str scheme = ps_node_attr_value(node, "scheme");
    ps_str prefix = ps_node_attr_value(node, "prefix");
    ps_str rest = prefix.len ? prefix : ps_node_attr_value(node, "value");
    uint16_t index = ps_cat_find(&v->catalog->schemes, sizeof(ps_cat_scheme), scheme);
    ps_str value;
    while (index != PS_CAT_NONE_INDEX && ps_str_next_word(&rest, &value)) {
        ps_str normal =
            ps_code_normal(&v->arena, PS_CAT_AT(v->catalog->schemes, ps_cat_scheme, index), value);
        const ps_str parts[] = {scheme, PS_STR(" "), normal, prefix.len ? PS_STR("*") : PS_STR("")};
        ps_str text = ps_arena_concat(&v->arena, parts, PS_COUNT(parts));
        v->folder.no_memory |= !text.ptr;
        tell(v, text);
    }
}

/* The article that a category's version stands on. */
static void tell_law(visit *v, const ps_node *node)
{
    uint16_t index = ps_cat_find(&v->catalog->instruments, sizeof(ps_cat_instrument),
                                 ps_node_attr_value(node, "instrument"));
    if (index != PS_CAT_NONE_INDEX) {
        const ps_str parts[] = {PS_CAT_AT(v->catalog->instruments, ps_cat_instrument, index)->label,
                                PS_STR(" "), ps_node_attr_value(node, "article")};
        ps_str text = ps_arena_concat(&v->arena, parts, PS_COUNT(parts));
        v->folder.no_memory |= !text.ptr;
        tell(v, text);
    }
}

/* One element inside a thing. */
static void tell_child(visit *v, const ps_node *node)
{
    int law = ps_str_is(node->name, "version");
    int codes = ps_str_is(node->name, "code") && !node->text.len && v->visitor->meaning;
    begin_fact(v, law ? PS_STR("law") : node->name, node);
    for (size_t i = 0; i < node->attr_count; i++) {
        if (!(law && is_one_of(node->attrs[i].name, "instrument article")) &&
            !(codes && is_one_of(node->attrs[i].name, "scheme value prefix")) &&
            /* The language of a word is for the reader: it is matched in any text. */
            !(v->visitor->meaning && is_one_of(node->attrs[i].name, "lang"))) {
            add_attr(v, node->attrs[i].name, node->attrs[i].value);
        }
    }
    if (law) {
        tell_law(v, node);
    } else if (codes) {
        tell_codes(v, node);
    } else {
        tell_text(v, node);
    }
}

static void tell_thing(visit *v, const ps_cat_file *file, const ps_node *node, ps_str kind)
{
    ps_pack_thing thing = {.pack_kind = PS_PACK_CATALOG,
                           .pack = file->id,
                           .path = ps_str_from(file->path),
                           .kind = kind,
                           .id = ps_node_attr_value(node, "id"),
                           .title = ps_node_attr_value(node, "title"),
                           .title_zh = ps_node_attr_value(node, "title-zh"),
                           .line = node->line};
    ps_arena_reset(&v->arena);
    v->visitor->thing(v->user, &thing);
    for (size_t i = 0; i < node->attr_count; i++) {
        if (!is_one_of(node->attrs[i].name, "id title title-zh")) {
            begin_fact(v, node->attrs[i].name, node);
            tell(v, node->attrs[i].value);
        }
    }
    if (node->text.len) {
        begin_fact(v, holds_words(node) ? PS_STR("words") : PS_STR("text"), node);
        tell_text(v, node);
    }
}

static void tell_file(visit *v, const ps_cat_file *file)
{
    tell_thing(v, file, file->root, PS_STR("pack"));
    for (const ps_node *node = ps_node_child(file->root, "note"); node;
         node = ps_node_next(node, "note")) {
        tell_child(v, node);
    }
    for (const ps_node *node = file->root->first; node; node = node->next) {
        if (ps_str_is(node->name, "note")) {
            continue;
        }
        tell_thing(v, file, node, node->name);
        for (const ps_node *child = node->first; child; child = child->next) {
            tell_child(v, child);
        }
    }
}

ps_status ps_catalog_visit(const ps_catalog *catalog, const ps_pack_visitor *visitor, void *user,
                           ps_error *reterr)
{
    visit v = {.catalog = catalog, .visitor = visitor, .user = user};
    ps_arena_init(&v.arena, 0);
    v.folder = (ps_cat_reader){.arena = &v.arena, .path = ""};
    ps_arena_init(&v.folder.scratch, 0);
    for (uint32_t i = 0; i < catalog->files.count && !v.folder.no_memory; i++) {
        tell_file(&v, PS_CAT_AT(catalog->files, ps_cat_file, i));
    }
    ps_status status = v.folder.no_memory ? ps_error_memory(reterr) : PS_OK;
    ps_arena_done(&v.folder.scratch);
    ps_arena_done(&v.arena);
    return status;
}

ps_str ps_catalog_title(const ps_catalog *catalog, ps_str id)
{
    for (uint32_t i = 0; i < catalog->categories.count; i++) { /* asked for most */
        const ps_cat_category *category = PS_CAT_AT(catalog->categories, ps_cat_category, i);
        if (ps_str_equal(category->id, id)) {
            return category->title;
        }
    }
    for (uint32_t i = 0; i < catalog->files.count && id.len; i++) {
        const ps_cat_file *file = PS_CAT_AT(catalog->files, ps_cat_file, i);
        for (const ps_node *node = file->root->first; node; node = node->next) {
            if (ps_str_equal(ps_node_attr_value(node, "id"), id)) {
                return ps_node_attr_value(node, "title");
            }
        }
    }
    return PS_NO_STR;
}

ps_str ps_catalog_nearest_category(const ps_catalog *catalog, ps_str id)
{
    return ps_cat_nearest(&catalog->categories, sizeof(ps_cat_category), id);
}
