/* Reading parts: what they hold, and parts within parts.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "formats/compile.h"
#include "formats/reader.h"

enum { DEEPEST = 32 };

/* Which parts may stand in which. */
static int may_hold(ps_scope owner, ps_scope inner)
{
    switch (inner) {
    case PS_SCOPE_BUYER:
    case PS_SCOPE_SUPPLIER:
    case PS_SCOPE_ENTITY:
        return owner == PS_SCOPE_RECORD;
    case PS_SCOPE_IDENT:
        return owner == PS_SCOPE_BUYER || owner == PS_SCOPE_SUPPLIER || owner == PS_SCOPE_ENTITY;
    case PS_SCOPE_PART:
    case PS_SCOPE_CODE:
    case PS_SCOPE_PROPERTY:
        return owner == PS_SCOPE_ITEM;
    case PS_SCOPE_ITEM:
    case PS_SCOPE_TEXT:
    case PS_SCOPE_REFERENCE:
    case PS_SCOPE_ATTACHMENT:
        return owner == PS_SCOPE_RECORD || owner == PS_SCOPE_ITEM;
    case PS_SCOPE_GROUP:
        return 1;
    case PS_SCOPE_RECORD:
    case PS_SCOPE_COUNT:
        return 0;
    }
    return 0;
}

/* `recurse` on an item: the path inside it opens the same rule again. */
static void read_recurse(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part)
{
    ps_str recurse = ps_node_attr_value(node, "recurse");
    ps_path path;
    if (!recurse.ptr || !ps_reader_path(reader, node, recurse, &path)) {
        return;
    }
    if (part->scope != PS_SCOPE_ITEM || path.step_count == 0 || path.has_attr) {
        ps_reader_error(reader, node, NULL,
                        "recurse is for items, and names an element inside the item");
    } else {
        ps_path_node *at = ps_node_reach(reader->arena, part->root, &path);
        reader->no_memory |=
            !at || !ps_node_add_part(reader->arena, at, part, (ps_tests){NULL, 0}, 0);
    }
}

static ps_read_part *find_read(ps_profile_reader *reader, const ps_node *node, ps_scope owner)
{
    size_t at = ((size_t)(uintptr_t)node >> 4) * 31 + owner;
    for (at &= PS_READ_PARTS - 1; reader->parts[at].node; at = (at + 1) & (PS_READ_PARTS - 1)) {
        if (reader->parts[at].node == node && reader->parts[at].owner == owner) {
            break;
        }
    }
    return &reader->parts[at];
}

/* The rule of a part's element; NULL when there is no memory. */
static ps_part_rule *read_part_rule(ps_profile_reader *reader, const ps_node *node, ps_scope owner,
                                    ps_scope scope, ps_str where)
{
    static const char *const reserved[] = {"path", "when", "group", "recurse", NULL};
    ps_str group = ps_node_attr_value(node, "group");
    ps_read_part *known = find_read(reader, node, owner);
    if (known->node) {
        return known->part;
    }
    ps_part_rule *part = ps_arena_alloc(reader->arena, sizeof *part);
    ps_path_node *root = ps_arena_alloc(reader->arena, sizeof *root);
    if (!part || !root) {
        reader->no_memory = 1;
        return NULL;
    }
    part->scope = scope;
    part->root = root;
    if (group.ptr) {
        ps_error error = {0};
        ps_path_context context = ps_reader_paths(reader, node);
        part->grouped = 1;
        ps_reader_take(reader, node, ps_path_parse_attr(&context, group, &part->group, &error),
                       &error);
    }
    uint16_t around = reader->rank;
    uint64_t *fields_around = reader->fields;
    reader->rank = 0;
    reader->fields = &part->fields;
    ps_reader_when(reader, node, part);
    ps_reader_part_content(reader, node, reserved, part, scope == PS_SCOPE_GROUP ? owner : scope,
                           where);
    read_recurse(reader, node, part);
    part->ranks = reader->rank;
    reader->rank = around;
    reader->fields = fields_around;
    known = find_read(reader, node, owner); /* others came in between */
    if (reader->part_count < PS_READ_PARTS / 2) {
        *known = (ps_read_part){node, owner, part};
        reader->part_count++;
    }
    return part;
}

static void read_part(ps_profile_reader *reader, const ps_node *node, ps_part_rule *around,
                      ps_scope owner, ps_scope scope)
{
    ps_str where = ps_node_attr_value(node, "path");
    ps_path path;
    if (!may_hold(owner, scope)) {
        ps_reader_error(reader, node, NULL, "a %s cannot hold a %s", ps_scope_name(owner),
                        ps_scope_name(scope));
        return;
    }
    if (!where.ptr) {
        ps_reader_error(reader, node,
                        "add path=\"…\"; path=\".\" is the element of the part around it",
                        "<%.*s> without a path", PS_FMT(node->name));
        return;
    }
    if (!ps_reader_path(reader, node, where, &path)) {
        return;
    }
    if (path.has_attr) {
        ps_reader_error(reader, node, NULL, "the path of a part ends at an element");
        return;
    }
    ps_part_rule *part = read_part_rule(reader, node, owner, scope, where);
    if (!part) {
        return;
    }
    *reader->fields |= part->fields;
    if (part->grouped && !path.step_count) {
        ps_reader_error(reader, node, NULL, "group needs a path that ends at a child element");
    }
    ps_path_node *at = ps_node_reach(reader->arena, around->root, &path);
    ps_tests tests = path.step_count ? (ps_tests){NULL, 0} : path.self;
    reader->no_memory |= !at || !ps_node_add_part(reader->arena, at, part, tests, reader->rank);
    if (part->ranks >= PS_RANK_LAST - reader->rank) {
        ps_reader_error(reader, node, NULL, "a record with more than %d rules", PS_RANK_LAST - 1);
        return;
    }
    reader->rank = (uint16_t)(reader->rank + part->ranks);
}

static void read_content(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part,
                         ps_scope owner, ps_read_defaults *d);

static void read_use(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part,
                     ps_scope owner, ps_read_defaults *d)
{
    static const char *const known[] = {"rules", NULL};
    ps_str id = ps_node_attr_value(node, "rules");
    ps_reader_attrs(reader, node, known);
    const ps_node *rules = ps_node_child(reader->root, "rules");
    while (rules && !ps_str_equal(ps_node_attr_value(rules, "id"), id)) {
        rules = ps_node_next(rules, "rules");
    }
    if (!rules) {
        ps_reader_error(reader, node, "add <rules id=\"…\"> to the profile",
                        "there are no rules \"%.*s\"", PS_FMT(ps_str_cut(id, 60)));
        return;
    }
    const ps_node *used = rules;
    ps_buffer_add(&reader->used, (const char *)&used, sizeof used);
    reader->no_memory |= reader->used.failed;
    read_content(reader, rules, part, owner, d);
}

static void read_content(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part,
                         ps_scope owner, ps_read_defaults *d)
{
    static const char *const known[] = {"field", "use",       "buyer",      "supplier", "entity",
                                        "ident", "item",      "part",       "code",     "property",
                                        "text",  "reference", "attachment", "group",    NULL};
    char hint[200];
    if (++reader->depth > DEEPEST) {
        ps_reader_error(reader, node, NULL, "parts or used rules nested deeper than %d", DEEPEST);
    }
    for (const ps_node *child = node->first;
         child && reader->depth <= DEEPEST && !reader->no_memory; child = child->next) {
        if (ps_str_is(child->name, "field")) {
            ps_reader_field(reader, child, part, owner, d);
            continue;
        }
        if (ps_str_is(child->name, "use")) {
            read_use(reader, child, part, owner, d);
            continue;
        }
        ps_scope scope = ps_scope_find(child->name);
        if (scope != PS_SCOPE_COUNT && scope != PS_SCOPE_RECORD) {
            read_part(reader, child, part, owner, scope);
        } else {
            ps_reader_nearest(child->name, known, hint, sizeof hint);
            ps_reader_error(reader, child, hint, "<%.*s> is not something that a %s holds",
                            PS_FMT(ps_str_cut(child->name, 60)), ps_scope_name(owner));
        }
    }
    reader->depth--;
}

/* What is a default in a group holds only if the group does: it is a value there, behind all
 * others. */
static void add_group_defaults(ps_profile_reader *reader, ps_part_rule *part,
                               const ps_read_defaults *d)
{
    for (size_t i = 0; i < d->count; i++) {
        ps_action action = {.kind = PS_ACTION_FIELD,
                            .field = d->list[i].field,
                            .rank = PS_RANK_LAST,
                            .constant = d->list[i].text};
        reader->no_memory |= !ps_node_add_action(reader->arena, part->root, &action);
    }
}

void ps_reader_part_content(ps_profile_reader *reader, const ps_node *node,
                            const char *const *reserved, ps_part_rule *part, ps_scope owner,
                            ps_str place)
{
    ps_read_defaults d = {.count = 0};
    for (size_t i = 0; i < node->attr_count; i++) {
        size_t k = 0;
        while (reserved[k] && !ps_str_is(node->attrs[i].name, reserved[k])) {
            k++;
        }
        if (reserved[k] || ps_str_starts(node->attrs[i].name, PS_STR("xml:"))) {
            continue;
        }
        ps_field field = ps_reader_find_field(reader, node, owner, node->attrs[i].name);
        if (field != PS_FIELD_COUNT) {
            ps_reader_short(reader, node, part, field, node->attrs[i].value, &d);
        }
    }
    read_content(reader, node, part, owner, &d);
    if (part->scope == PS_SCOPE_GROUP) {
        add_group_defaults(reader, part, &d);
        return;
    }
    if (d.count == 0 && part->scope != PS_SCOPE_TEXT) {
        return;
    }
    ps_part_defaults *kept = ps_arena_alloc(reader->arena, sizeof *kept);
    ps_default *list = ps_arena_array(reader->arena, d.count ? d.count : 1, sizeof *list);
    if (!kept || !list) {
        reader->no_memory = 1;
        return;
    }
    memcpy(list, d.list, d.count * sizeof *list);
    *kept = (ps_part_defaults){list, d.count, ps_arena_str(reader->arena, place)};
    reader->no_memory |= !kept->place.ptr;
    part->defaults = kept;
}
