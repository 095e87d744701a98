/* A hard look at a profile, for those who write it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "formats/reader.h"

static int same_rule(const ps_node *a, const ps_node *b)
{
    if (!ps_str_equal(a->name, b->name) || a->attr_count != b->attr_count || a->first || b->first) {
        return 0;
    }
    for (size_t i = 0; i < a->attr_count; i++) {
        if (!ps_str_equal(a->attrs[i].name, b->attrs[i].name) ||
            !ps_str_equal(a->attrs[i].value, b->attrs[i].value)) {
            return 0;
        }
    }
    return 1;
}

/* The first value wins, so that the second rule never gives one. */
static void check_twins(ps_profile_reader *reader, const ps_node *node)
{
    for (const ps_node *child = node->first; child; child = child->next) {
        check_twins(reader, child);
        for (const ps_node *other = node->first; other != child; other = other->next) {
            if (same_rule(other, child)) {
                ps_reader_error(reader, child, "take one out",
                                "<%.*s> is the same as that in line %llu", PS_FMT(child->name),
                                (unsigned long long)other->line);
                break;
            }
        }
    }
}

static int uses_map(const ps_node *node, ps_str id)
{
    for (; node; node = node->next) {
        if (ps_str_equal(ps_str_trim(ps_node_attr_value(node, "map")), id) ||
            uses_map(node->first, id)) {
            return 1;
        }
    }
    return 0;
}

void ps_reader_scrutinise(ps_profile_reader *reader, const ps_node *root)
{
    check_twins(reader, root);
    for (const ps_node *map = ps_node_child(root, "map"); map; map = ps_node_next(map, "map")) {
        ps_str id = ps_str_trim(ps_node_attr_value(map, "id"));
        if (id.len && !uses_map(root->first, id)) {
            ps_reader_error(reader, map, "take it out, or name it in a <field>",
                            "<map> \"%.*s\" is used nowhere", PS_FMT(ps_str_cut(id, 60)));
        }
    }
}
