/* Reading fields of parts: short forms, maps, joins, preferences, conditions.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "formats/compile.h"
#include "formats/reader.h"

static int is_quoted(ps_str text)
{
    return text.len >= 2 && text.ptr[0] == '\'' && text.ptr[text.len - 1] == '\'';
}

/* A constant of a field that takes fixed values must be one of them. */
static void check_constant(ps_profile_reader *reader, const ps_node *node, ps_field field,
                           ps_str value)
{
    const char *const *allowed = ps_field_values(field);
    char hint[200];
    for (size_t i = 0; allowed && allowed[i]; i++) {
        if (ps_str_is(value, allowed[i])) {
            return;
        }
    }
    if (allowed) {
        ps_reader_nearest(value, allowed, hint, sizeof hint);
        ps_reader_error(reader, node, hint, "\"%.*s\" is not a %s of a %s",
                        PS_FMT(ps_str_cut(value, 100)), ps_field_name(field),
                        ps_scope_name(ps_field_scope(field)));
    }
}

static void add_default(ps_profile_reader *reader, const ps_node *node, ps_read_defaults *d,
                        ps_field field, ps_str value)
{
    check_constant(reader, node, field, value);
    if (d->count == PS_DEFAULTS_MOST) {
        ps_reader_error(reader, node, NULL, "more than %d constants in one part", PS_DEFAULTS_MOST);
        return;
    }
    ps_str copy = ps_arena_str(reader->arena, value);
    reader->no_memory |= !copy.ptr;
    d->list[d->count++] = (ps_default){field, copy};
}

static uint16_t next_rank(ps_profile_reader *reader, const ps_node *node)
{
    if (reader->rank == PS_RANK_LAST - 1) {
        ps_reader_error(reader, node, NULL, "a record with more than %d rules", PS_RANK_LAST - 1);
        return reader->rank;
    }
    return ++reader->rank;
}

static void add_action(ps_profile_reader *reader, ps_path_node *root, const ps_path *path,
                       ps_action *action)
{
    ps_path_node *node = ps_node_reach(reader->arena, root, path);
    action->tests = path->step_count ? (ps_tests){NULL, 0} : path->self;
    action->from_attr = path->has_attr;
    action->attr = path->attr;
    reader->no_memory |= !node || !ps_node_add_action(reader->arena, node, action);
}

/* path -> field, as the short form says it. */
void ps_reader_short(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part,
                     ps_field field, ps_str value, ps_read_defaults *d)
{
    if (is_quoted(value)) {
        add_default(reader, node, d, field, ps_str_slice(value, 1, value.len - 1));
        return;
    }
    ps_path path;
    if (!ps_reader_path(reader, node, value, &path)) {
        return;
    }
    ps_action action = {.kind = PS_ACTION_FIELD,
                        .field = field,
                        .rank = next_rank(reader, node),
                        .count_only = field == PS_FIELD_ATTACHMENT_BYTES};
    add_action(reader, part->root, &path, &action);
}

static void read_prefer(ps_profile_reader *reader, const ps_node *node, ps_str text,
                        ps_action *action)
{
    ps_str name;
    ps_error error = {0};
    ps_path_context context = ps_reader_paths(reader, node);
    /* The attribute may have a prefix of its own: the colon that ends it is the last one before the
     * blank. */
    size_t split = ps_str_find(text, PS_STR(": "));
    if (split == SIZE_MAX) {
        ps_reader_error(reader, node, "write prefer=\"@xml:lang: zh en\"",
                        "prefer is not \"@attribute: first second …\"");
        return;
    }
    name = ps_str_slice(text, 0, split);
    ps_status status = ps_path_parse_attr(&context, name, &action->prefer_attr, &error);
    if (status != PS_OK) {
        ps_reader_take(reader, node, status, &error);
        return;
    }
    ps_str words = ps_str_slice(text, split + 2, text.len);
    ps_str word;
    size_t count = 0;
    for (ps_str w = words; ps_str_next_word(&w, &word);) {
        count++;
    }
    ps_str *list = ps_arena_array(reader->arena, count ? count : 1, sizeof *list);
    reader->no_memory |= !list;
    for (size_t i = 0; list && i < count && ps_str_next_word(&words, &word); i++) {
        list[i] = ps_arena_str(reader->arena, word);
        reader->no_memory |= !list[i].ptr;
    }
    action->has_prefer = 1;
    action->prefer = list;
    action->prefer_count = list ? count : 0;
}

static void read_join(ps_profile_reader *reader, const ps_node *node, ps_str join,
                      ps_part_rule *part, const ps_path *path, ps_action *action)
{
    static const char *const known[] = {"space", "line", "none", "sapscript", NULL};
    char hint[200];
    if (ps_str_is(join, "space")) {
        action->join = PS_JOIN_BLANK;
    } else if (ps_str_is(join, "line")) {
        action->join = PS_JOIN_LINE;
    } else if (ps_str_is(join, "none")) {
        action->join = PS_JOIN_GLUE;
    } else if (!ps_str_is(join, "sapscript")) {
        ps_reader_nearest(join, known, hint, sizeof hint);
        ps_reader_error(reader, node, hint,
                        "join=\"%.*s\" is not one of space, line, none, sapscript",
                        PS_FMT(ps_str_cut(join, 60)));
    } else {
        ps_str column = ps_node_attr_value(node, "format");
        ps_path beside = *path;
        ps_path name;
        ps_error error = {0};
        ps_path_context context = ps_reader_paths(reader, node);
        ps_sap_join *sap = ps_arena_alloc(reader->arena, sizeof *sap);
        action->join = PS_JOIN_BLANK;
        action->sap = sap;
        reader->no_memory |= !sap;
        if (!column.len || !sap || path->step_count == 0) {
            ps_reader_error(reader, node, "add format=\"TDFORMAT\"",
                            "join=\"sapscript\" needs an element and its format column");
            return;
        }
        ps_status status = ps_path_parse(&context, column, &name, &error);
        if (status != PS_OK || name.step_count != 1 || name.has_attr) {
            ps_reader_take(reader, node, status, &error);
            if (status == PS_OK) {
                ps_reader_error(reader, node, NULL,
                                "format is the name of one element beside the line");
            }
            return;
        }
        sap->index = reader->profiles->sap_joins++;
        beside.steps[beside.step_count - 1] = name.steps[0];
        ps_action format = {.kind = PS_ACTION_FORMAT, .sap = sap};
        add_action(reader, part->root, &beside, &format);
    }
}

static const ps_map *find_map(ps_profile_reader *reader, const ps_node *node, ps_str id)
{
    for (size_t i = 0; i < reader->map_count; i++) {
        if (ps_str_equal(reader->maps[i].id, id)) {
            return &reader->maps[i];
        }
    }
    ps_reader_error(reader, node, "add <map id=\"…\"> to the profile", "there is no map \"%.*s\"",
                    PS_FMT(ps_str_cut(id, 60)));
    return NULL;
}

static void check_map(ps_profile_reader *reader, const ps_node *node, ps_field field,
                      const ps_map *map)
{
    for (size_t i = 0; map && i < map->count; i++) {
        check_constant(reader, node, field, map->entries[i].to);
    }
    if (map && map->other.ptr) {
        check_constant(reader, node, field, map->other);
    }
}

ps_field ps_reader_find_field(ps_profile_reader *reader, const ps_node *node, ps_scope owner,
                              ps_str name)
{
    const char *known[PS_FIELD_COUNT + 1];
    char hint[200];
    size_t count = 0;
    ps_field field = ps_field_find(owner, name);
    if (field != PS_FIELD_COUNT) {
        *reader->fields |= (uint64_t)1 << field;
        return field;
    }
    for (unsigned f = 0; f < PS_FIELD_COUNT; f++) {
        if (ps_field_scope((ps_field)f) == owner) {
            known[count++] = ps_field_name((ps_field)f);
        }
    }
    known[count] = NULL;
    hint[0] = '\0';
    if (count) {
        ps_reader_nearest(name, known, hint, sizeof hint);
    }
    ps_reader_error(reader, node, hint, "a %s has no field \"%.*s\"", ps_scope_name(owner),
                    PS_FMT(ps_str_cut(name, 60)));
    return PS_FIELD_COUNT;
}

void ps_reader_attrs(ps_profile_reader *reader, const ps_node *node, const char *const *known)
{
    char hint[200];
    for (size_t i = 0; i < node->attr_count; i++) {
        size_t k = 0;
        while (known[k] && !ps_str_is(node->attrs[i].name, known[k])) {
            k++;
        }
        if (!known[k] && !ps_str_starts(node->attrs[i].name, PS_STR("xml:"))) {
            ps_reader_nearest(node->attrs[i].name, known, hint, sizeof hint);
            ps_reader_error(reader, node, hint, "<%.*s> has no attribute \"%.*s\"",
                            PS_FMT(node->name), PS_FMT(ps_str_cut(node->attrs[i].name, 60)));
        }
    }
}

void ps_reader_field(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part,
                     ps_scope owner, ps_read_defaults *d)
{
    static const char *const known[] = {"name", "path",   "value",  "map",
                                        "join", "format", "prefer", NULL};
    ps_reader_attrs(reader, node, known);
    ps_str name = ps_node_attr_value(node, "name");
    ps_str where = ps_node_attr_value(node, "path");
    ps_str value = ps_node_attr_value(node, "value");
    ps_str join = ps_node_attr_value(node, "join");
    ps_str prefer = ps_node_attr_value(node, "prefer");
    ps_str map = ps_node_attr_value(node, "map");
    ps_field field = ps_reader_find_field(reader, node, owner, name);
    if (field == PS_FIELD_COUNT) {
        return;
    }
    if (!where.ptr) {
        if (value.ptr) {
            add_default(reader, node, d, field, value);
        } else {
            ps_reader_error(reader, node, NULL, "<field name=\"%.*s\"> has neither path nor value",
                            PS_FMT(name));
        }
        return;
    }
    ps_path path;
    if (!ps_reader_path(reader, node, where, &path)) {
        return;
    }
    ps_action action = {.kind = PS_ACTION_FIELD,
                        .field = field,
                        .rank = next_rank(reader, node),
                        .count_only = field == PS_FIELD_ATTACHMENT_BYTES && !value.ptr};
    if (value.ptr) {
        check_constant(reader, node, field, value);
        action.constant = ps_arena_str(reader->arena, value);
        reader->no_memory |= !action.constant.ptr;
    }
    if (map.ptr) {
        action.map = find_map(reader, node, map);
        check_map(reader, node, field, action.map);
    }
    if (ps_node_attr_value(node, "format").ptr && !ps_str_is(join, "sapscript")) {
        ps_reader_error(reader, node, NULL, "format goes with join=\"sapscript\" only");
    }
    if (join.ptr && prefer.ptr) {
        ps_reader_error(reader, node, NULL, "join and prefer do not go together");
    }
    if (join.ptr) {
        read_join(reader, node, join, part, &path, &action);
    }
    if (prefer.ptr) {
        read_prefer(reader, node, prefer, &action);
    }
    add_action(reader, part->root, &path, &action);
}

/* One condition: PATH, not(PATH), PATH = a|b, PATH != a|b. */
static void read_condition(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part,
                           ps_str text, ps_condition *ret, uint32_t index)
{
    ps_str where = text;
    ps_str values = PS_NO_STR;
    size_t depth = 0;
    ret->kind = PS_WHEN_PRESENT;
    for (size_t i = 0; i < text.len; i++) {
        depth += text.ptr[i] == '[';
        depth -= text.ptr[i] == ']' && depth > 0;
        if (text.ptr[i] == '=' && depth == 0) {
            int unequal = i > 0 && text.ptr[i - 1] == '!';
            ret->kind = unequal ? PS_WHEN_IS_NOT : PS_WHEN_IS;
            where = ps_str_slice(text, 0, unequal ? i - 1 : i);
            values = ps_str_slice(text, i + 1, text.len);
            break;
        }
    }
    where = ps_str_trim(where);
    if (ret->kind == PS_WHEN_PRESENT && ps_str_starts(where, PS_STR("not(")) &&
        ps_str_ends(where, PS_STR(")"))) {
        ret->kind = PS_WHEN_ABSENT;
        where = ps_str_slice(where, 4, where.len - 1);
    }
    ps_path path;
    ps_error error = {0};
    ps_path_context context = ps_reader_paths(reader, node);
    ps_status status = ps_path_parse(&context, where, &path, &error);
    if (status == PS_OK && values.ptr) {
        status =
            ps_path_alternatives(reader->arena, values, &ret->values, &ret->value_count, &error);
    }
    if (status != PS_OK) {
        ps_reader_take(reader, node, status, &error);
        return;
    }
    for (size_t i = 0; i < ret->value_count; i++) {
        if (!ret->values[i].len) {
            ps_reader_error(reader, node, "to ask whether there is a value, write when=\"PATH\"",
                            "an empty value in when=\"%.*s\"", PS_FMT(ps_str_cut(text, 200)));
            return;
        }
    }
    ret->text = ps_arena_str(reader->arena, ps_str_trim(text));
    ps_action action = {.kind = PS_ACTION_CONDITION,
                        .condition = index,
                        .count_only = ret->kind == PS_WHEN_PRESENT || ret->kind == PS_WHEN_ABSENT};
    add_action(reader, part->root, &path, &action);
}

/* Offset of the next " and " that is not inside a quoted value; SIZE_MAX when there is none. */
static size_t find_and(ps_str text)
{
    int quoted = 0;
    char before = 0; /* the last character that is no blank */
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '\'' && (quoted || before == '=')) {
            quoted = !quoted;
        }
        if (!quoted && ps_str_starts(ps_str_slice(text, i, text.len), PS_STR(" and "))) {
            return i;
        }
        before = ps_is_space(c) ? before : c;
    }
    return SIZE_MAX;
}

void ps_reader_when(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part)
{
    ps_str when = ps_node_attr_value(node, "when");
    if (!when.ptr) {
        return;
    }
    if (!ps_str_trim(when).len) {
        ps_reader_error(reader, node, NULL, "an empty when");
        return;
    }
    ps_condition *list = ps_arena_array(reader->arena, PS_CONDITIONS_MOST, sizeof *list);
    size_t count = 0;
    reader->no_memory |= !list;
    while (list && when.len) {
        size_t split = find_and(when);
        ps_str one = split == SIZE_MAX ? when : ps_str_slice(when, 0, split);
        when = split == SIZE_MAX ? PS_NO_STR : ps_str_slice(when, split + 5, when.len);
        if (split != SIZE_MAX && !ps_str_trim(when).len) {
            ps_reader_error(reader, node, NULL, "a when that ends in \"and\"");
            break;
        }
        if (count == PS_CONDITIONS_MOST) {
            ps_reader_error(reader, node, NULL, "more than %d conditions in one when",
                            PS_CONDITIONS_MOST);
            break;
        }
        read_condition(reader, node, part, one, &list[count], (uint32_t)count);
        count++;
    }
    part->conditions = list;
    part->condition_count = list ? count : 0;
}
