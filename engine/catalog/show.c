/* Describing packs, categories and entries for people.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"
#include "base/error.h"
#include "catalog/model.h"

static ps_str attr(const ps_node *node, const char *name)
{
    return ps_node_attr_value(node, name);
}

static void line(ps_buffer *out, const char *label, ps_str value)
{
    if (value.len) {
        ps_buffer_printf(out, "  %s: %.*s\n", label, PS_FMT(value));
    }
}

static void both_titles(ps_buffer *out, const ps_node *node)
{
    ps_str chinese = attr(node, "title-zh");
    ps_buffer_printf(out, "%.*s: %.*s", PS_FMT(attr(node, "id")), PS_FMT(attr(node, "title")));
    if (chinese.len) {
        ps_buffer_printf(out, " %.*s", PS_FMT(chinese));
    }
    ps_buffer_add_char(out, '\n');
}

/* One child of an entry: its attributes in brackets, its text. */
static void show_child(ps_buffer *out, const ps_node *node)
{
    ps_buffer_printf(out, "  %.*s", PS_FMT(node->name));
    for (size_t i = 0; i < node->attr_count; i++) {
        ps_buffer_printf(out, "%s%.*s %.*s", i ? ", " : " (", PS_FMT(node->attrs[i].name),
                         PS_FMT(node->attrs[i].value));
    }
    ps_buffer_add_text(out, node->attr_count ? ")" : "");
    if (node->text.len) {
        ps_buffer_printf(out, ": %.*s", PS_FMT(node->text));
    }
    ps_buffer_add_char(out, '\n');
}

static void show_children(ps_buffer *out, const ps_node *node)
{
    for (const ps_node *child = node->first; child; child = child->next) {
        show_child(out, child);
    }
}

static void show_node(ps_buffer *out, const ps_catalog *catalog, const ps_node *node)
{
    both_titles(out, node);
    for (uint32_t i = 0; i < catalog->versions.count; i++) {
        const ps_cat_version *version = PS_CAT_AT(catalog->versions, ps_cat_version, i);
        const ps_cat_category *category =
            PS_CAT_AT(catalog->categories, ps_cat_category, version->category);
        if (category->node == node) {
            ps_buffer_printf(out, "  law: %.*s\n", PS_FMT(version->basis));
        }
    }
    line(out, "category", attr(node, "category"));
    line(out, "scale word", attr(node, "scale"));
    line(out, "source", attr(node, "source"));
    line(out, "verified", attr(node, "confidence"));
    show_children(out, node);
}

static void show_file(ps_buffer *out, const ps_cat_file *file)
{
    ps_buffer_printf(out, "%.*s %.*s: %.*s\n  file: %s\n  entries: %zu, examples: %zu\n",
                     PS_FMT(file->id), PS_FMT(file->version), PS_FMT(file->title), file->path,
                     file->entries, file->examples);
    for (const ps_node *node = file->root->first; node; node = node->next) {
        if (attr(node, "id").len && attr(node, "title").len) {
            ps_buffer_printf(out, "  %.*s ", PS_FMT(node->name));
            both_titles(out, node);
        }
    }
}

static int describe(ps_buffer *out, const ps_catalog *catalog, ps_str id)
{
    for (uint32_t i = 0; i < catalog->files.count; i++) {
        const ps_cat_file *file = PS_CAT_AT(catalog->files, ps_cat_file, i);
        if (ps_str_equal(file->id, id)) {
            show_file(out, file);
            return 1;
        }
        for (const ps_node *node = file->root->first; node; node = node->next) {
            if (ps_str_equal(attr(node, "id"), id)) {
                show_node(out, catalog, node);
                return 1;
            }
        }
    }
    return 0;
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
            if (ps_str_equal(attr(node, "id"), id)) {
                return attr(node, "title");
            }
        }
    }
    return PS_NO_STR;
}

ps_status ps_catalog_show(const ps_catalog *catalog, ps_str id, ps_text_fn text, void *user,
                          ps_error *reterr)
{
    ps_buffer out;
    ps_buffer_init(&out, 0);
    int found = id.len && describe(&out, catalog, id);
    ps_status status = found ? PS_OK : PS_END;
    if (out.failed) {
        status = ps_error_memory(reterr);
    } else if (found) {
        text(user, ps_buffer_str(&out));
    }
    ps_buffer_done(&out);
    return status;
}
