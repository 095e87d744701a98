/* What a catalog says to people: titles, and the sentence for what no list was in force for.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "catalog/reader.h"

typedef struct telling {
    const ps_catalog *catalog;
    ps_pack_text_fn text;
    void *user;
} telling;

static void tell_title(const telling *t, ps_pack_text_kind kind, const ps_node *node)
{
    const ps_pack_text text = {.kind = kind,
                               .id = ps_node_attr_value(node, "id"),
                               .english = ps_node_attr_value(node, "title"),
                               .chinese = ps_node_attr_value(node, "title-zh")};
    if (text.english.len) {
        t->text(t->user, &text);
    }
}

static void tell_law(const telling *t, const ps_node *node)
{
    const ps_pack_text text = {.kind = PS_PACK_TEXT_LAW,
                               .id = ps_node_attr_value(node, "label"),
                               .english = ps_node_attr_value(node, "title"),
                               .chinese = ps_node_attr_value(node, "title-zh"),
                               .from = ps_node_attr_value(node, "from"),
                               .to = ps_node_attr_value(node, "to")};
    t->text(t->user, &text);
}

static void tell_unlisted(const telling *t, const ps_node *node)
{
    const ps_pack_text text = {.kind = PS_PACK_TEXT_SENTENCE,
                               .english = t->catalog->before,
                               .chinese = ps_node_attr_value(node, "text-zh")};
    t->text(t->user, &text);
}

static void tell(const telling *t, const ps_node *node)
{
    if (ps_str_is(node->name, "instrument")) {
        tell_law(t, node);
    } else if (ps_str_is(node->name, "unlisted")) {
        tell_unlisted(t, node);
    } else if (ps_str_is(node->name, "category")) {
        tell_title(t, PS_PACK_TEXT_CATEGORY, node);
        for (const ps_node *c = ps_node_child(node, "version"); c; c = ps_node_next(c, "version")) {
            tell_title(t, PS_PACK_TEXT_TITLE, c);
        }
    } else {
        tell_title(t, PS_PACK_TEXT_TITLE, node);
    }
}

void ps_catalog_each_text(const ps_catalog *catalog, ps_pack_text_fn text, void *user)
{
    const telling t = {catalog, text, user};
    for (uint32_t i = 0; i < catalog->files.count; i++) {
        const ps_cat_file *file = PS_CAT_AT(catalog->files, ps_cat_file, i);
        for (const ps_node *node = file->root->first; node; node = node->next) {
            tell(&t, node);
        }
    }
}
