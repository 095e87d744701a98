/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/tree.h"

#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/str.h"
#include "xml/document.h"
#include "xml/sax.h"

/* One element that is open. */
typedef struct level {
    ps_node *node;
    ps_node *last; /* child */
    ps_buffer text;
} level;

typedef struct builder {
    ps_arena *arena;
    ps_node *root;
    level *levels; /* those above `depth` keep their buffers for the next element */
    size_t depth;
    size_t most;
    int failed; /* no memory */
} builder;

typedef struct memory {
    ps_str left;
} memory;

static long read_memory(void *io, char *buffer, size_t size)
{
    memory *source = io;
    size_t count = size < source->left.len ? size : source->left.len;
    if (count) {
        memcpy(buffer, source->left.ptr, count);
        source->left = ps_str_slice(source->left, count, source->left.len);
    }
    return (long)count;
}

static void fail(builder *build, ps_xml_parser *parser)
{
    ps_error error;
    ps_error_memory(&error);
    build->failed = 1;
    ps_xml_stop(parser, &error);
}

static int copy_attrs(builder *build, ps_node *node, const ps_xml_attr *attrs, size_t count)
{
    ps_node_attr *copies = ps_arena_array(build->arena, count, sizeof *copies);
    if (!copies) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        int xml = attrs[i].prefix && strcmp(attrs[i].prefix, "xml") == 0;
        ps_str name[] = {PS_STR("xml:"), ps_str_from(attrs[i].local)};
        copies[i].name = ps_arena_concat(build->arena, xml ? name : name + 1, xml ? 2 : 1);
        copies[i].value = ps_arena_str(
            build->arena, (ps_str){attrs[i].value, (size_t)(attrs[i].value_end - attrs[i].value)});
        if (!copies[i].name.ptr || !copies[i].value.ptr) {
            return 0;
        }
    }
    node->attrs = copies;
    node->attr_count = count;
    return 1;
}

/* The declarations in scope: the element's own and those of its parent that it does not replace. */
static int copy_spaces(builder *build, ps_node *node, const ps_xml_parser *parser)
{
    const char *const *pairs;
    size_t own = ps_xml_spaces(parser, &pairs);
    const ps_node *parent = node->parent;
    if (!own && parent) {
        node->spaces = parent->spaces;
        node->space_count = parent->space_count;
        return 1;
    }
    ps_node_attr *copies =
        ps_arena_array(build->arena, own + (parent ? parent->space_count : 0), sizeof *copies);
    if (!copies) {
        return 0;
    }
    for (size_t i = 0; i < own; i++) {
        copies[i].name = ps_arena_str(build->arena, ps_str_from(pairs[2 * i]));
        copies[i].value = ps_arena_str(build->arena, ps_str_from(pairs[2 * i + 1]));
        if (!copies[i].name.ptr || !copies[i].value.ptr) {
            return 0;
        }
    }
    size_t count = own;
    for (size_t i = 0; parent && i < parent->space_count; i++) {
        size_t j = 0;
        while (j < own && !ps_str_equal(copies[j].name, parent->spaces[i].name)) {
            j++;
        }
        if (j == own) {
            copies[count++] = parent->spaces[i];
        }
    }
    node->spaces = copies;
    node->space_count = count;
    return 1;
}

static level *open_level(builder *build)
{
    level *top = &build->levels[build->depth++];
    if (build->depth > build->most) {
        build->most = build->depth;
        ps_buffer_init(&top->text, 0);
    }
    ps_buffer_clear(&top->text);
    top->last = NULL;
    return top;
}

static void on_start(void *user, ps_xml_parser *parser, const char *local, const char *uri,
                     const ps_xml_attr *attrs, size_t attr_count)
{
    builder *build = user;
    ps_node *node = ps_arena_alloc(build->arena, sizeof *node);
    if (!node) {
        fail(build, parser);
        return;
    }
    level *above = build->depth ? &build->levels[build->depth - 1] : NULL;
    ps_xml_place place = ps_xml_where(parser);
    node->line = place.line;
    node->column = place.column;
    node->parent = above ? above->node : NULL;
    node->name = ps_arena_str(build->arena, ps_str_from(local));
    node->space = ps_arena_str(build->arena, uri ? ps_str_from(uri) : PS_STR(""));
    if (!node->name.ptr || !node->space.ptr || !copy_attrs(build, node, attrs, attr_count) ||
        !copy_spaces(build, node, parser)) {
        fail(build, parser);
        return;
    }
    if (!above) {
        build->root = node;
    } else if (above->last) {
        above->last->next = node;
    } else {
        above->node->first = node;
    }
    if (above) {
        above->last = node;
    }
    open_level(build)->node = node;
}

static void on_end(void *user, ps_xml_parser *parser)
{
    builder *build = user;
    level *top = &build->levels[--build->depth];
    top->node->text = ps_arena_str(build->arena, ps_str_trim(ps_buffer_str(&top->text)));
    if (top->text.failed || !top->node->text.ptr) {
        fail(build, parser);
    }
}

static void on_text(void *user, ps_xml_parser *parser, ps_str piece)
{
    builder *build = user;
    (void)parser;
    ps_buffer_add_str(&build->levels[build->depth - 1].text, piece);
}

static void on_damage(void *user, ps_xml_parser *parser, const ps_error *error)
{
    (void)user;
    ps_xml_stop(parser, error);
}

ps_status ps_tree_parse(ps_arena *arena, ps_str bytes, const char *source_name,
                        const ps_node **ret_root, ps_error *reterr)
{
    static const ps_xml_handler handler = {
        .start = on_start, .end = on_end, .text = on_text, .damage = on_damage};
    ps_limits limits = ps_limits_default();
    ps_xml_options options = {.limits = &limits};
    memory source = {bytes};
    builder build = {.arena = arena};
    ps_xml_result result;
    build.levels = ps_arena_array(arena, (size_t)limits.depth, sizeof *build.levels);
    if (!build.levels) {
        return ps_error_memory(reterr);
    }
    ps_status status =
        ps_xml_parse(read_memory, &source, &options, &handler, &build, &result, reterr);
    for (size_t i = 0; i < build.most; i++) {
        ps_buffer_done(&build.levels[i].text);
    }
    if (status != PS_OK) {
        ps_error_source(reterr, source_name);
        return build.failed ? PS_FATAL : status;
    }
    *ret_root = build.root;
    return PS_OK;
}

ps_str ps_node_attr_value(const ps_node *node, const char *name)
{
    for (size_t i = 0; i < node->attr_count; i++) {
        if (ps_str_is(node->attrs[i].name, name)) {
            return node->attrs[i].value;
        }
    }
    return PS_NO_STR;
}

static const ps_node *named(const ps_node *node, const char *name)
{
    while (node && name && !ps_str_is(node->name, name)) {
        node = node->next;
    }
    return node;
}

const ps_node *ps_node_child(const ps_node *node, const char *name)
{
    return named(node->first, name);
}

const ps_node *ps_node_next(const ps_node *node, const char *name)
{
    return named(node->next, name);
}

int ps_node_qname(const ps_node *node, ps_str qname, ps_str *ret_uri, ps_str *ret_local)
{
    size_t colon = ps_str_find(qname, PS_STR(":"));
    ps_str prefix = colon == SIZE_MAX ? PS_STR("") : ps_str_slice(qname, 0, colon);
    ps_str local = colon == SIZE_MAX ? qname : ps_str_slice(qname, colon + 1, qname.len);
    ps_str uri = PS_STR("");
    int found = colon == SIZE_MAX;
    for (size_t i = 0; i < node->space_count; i++) {
        if (ps_str_equal(node->spaces[i].name, prefix)) {
            uri = node->spaces[i].value;
            found = 1;
            break;
        }
    }
    if (!found || !local.len) {
        return 0;
    }
    *ret_uri = uri;
    *ret_local = local;
    return 1;
}
