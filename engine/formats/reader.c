/* Reading the content of parts: fields, short forms, nested parts, conditions.
 * SPDX-License-Identifier: Apache-2.0 */
#include "formats/reader.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "formats/compile.h"

enum { DEEPEST = 32, MOST_DEFAULTS = 64 };

void ps_reader_error(ps_profile_reader *reader, const ps_node *node, const char *hint,
                     const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    ps_error error = {0};
    PS_IGNORE(ps_error_set(&error, PS_FAILED, PS_E_PACK, "%s", text));
    ps_error_source(&error, reader->path);
    ps_error_at(&error, node->line, node->column);
    if (hint) {
        ps_error_hint(&error, "%s", hint);
    }
    if (!reader->failed && reader->reterr) {
        *reader->reterr = error;
    }
    reader->failed = 1;
    if (reader->problem) {
        reader->problem(reader->user, PS_FAILED, &error);
    }
}

void ps_reader_take(ps_profile_reader *reader, const ps_node *node, ps_status status,
                    const ps_error *error)
{
    if (status == PS_FATAL) {
        reader->no_memory = 1;
    } else if (status != PS_OK) {
        ps_reader_error(reader, node, error->hint[0] ? error->hint : NULL, "%s", error->message);
    }
}

void ps_reader_nearest(ps_str given, const char *const *known, char *hint, size_t size)
{
    size_t least = SIZE_MAX;
    const char *best = known[0];
    for (size_t i = 0; known[i]; i++) {
        size_t distance = ps_str_distance(given, ps_str_from(known[i]));
        if (distance < least) {
            least = distance;
            best = known[i];
        }
    }
    (void)snprintf(hint, size, "did you mean \"%s\"?", best ? best : "");
}

static void note_name(void *user, uint32_t local)
{
    ps_profile_reader *reader = user;
    enum { WORDS = PS_PROFILES_MOST / 64 };
    size_t need = ((size_t)local + 1) * WORDS * sizeof(uint64_t);
    if (reader->known.len < need) {
        char *room = ps_buffer_reserve(&reader->known, need - reader->known.len);
        if (!room) {
            reader->no_memory = 1;
            return;
        }
        memset(room, 0, need - reader->known.len);
        reader->known.len = need;
    }
    uint64_t word;
    char *at =
        reader->known.ptr + ((size_t)local * WORDS + reader->profile->index / 64) * sizeof word;
    memcpy(&word, at, sizeof word);
    word |= (uint64_t)1 << (reader->profile->index % 64);
    memcpy(at, &word, sizeof word);
}

ps_path_context ps_reader_paths(ps_profile_reader *reader, const ps_node *node)
{
    return (ps_path_context){reader->arena, reader->profiles->vocabulary, node, note_name, reader};
}

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

/* Defaults gathered while a part is read. */
typedef struct defaults {
    ps_default list[MOST_DEFAULTS];
    size_t count;
} defaults;

static void add_default(ps_profile_reader *reader, const ps_node *node, defaults *d, ps_field field,
                        ps_str value)
{
    check_constant(reader, node, field, value);
    if (d->count == MOST_DEFAULTS) {
        ps_reader_error(reader, node, NULL, "more than %d constants in one part", MOST_DEFAULTS);
        return;
    }
    ps_str copy = ps_arena_str(reader->arena, value);
    reader->no_memory |= !copy.ptr;
    d->list[d->count++] = (ps_default){field, copy};
}

static uint16_t next_rank(ps_profile_reader *reader, const ps_node *node)
{
    if (reader->rank == UINT16_MAX) {
        ps_reader_error(reader, node, NULL, "a record with more than %d rules", UINT16_MAX);
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
static void add_short(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part,
                      ps_field field, ps_str value, defaults *d)
{
    if (is_quoted(value)) {
        add_default(reader, node, d, field, ps_str_slice(value, 1, value.len - 1));
        return;
    }
    ps_path path;
    ps_error error = {0};
    ps_path_context context = ps_reader_paths(reader, node);
    ps_status status = ps_path_parse(&context, value, &path, &error);
    if (status != PS_OK) {
        ps_reader_take(reader, node, status, &error);
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

static ps_field find_field(ps_profile_reader *reader, const ps_node *node, ps_scope owner,
                           ps_str name)
{
    const char *known[PS_FIELD_COUNT + 1];
    char hint[200];
    size_t count = 0;
    ps_field field = ps_field_find(owner, name);
    if (field != PS_FIELD_COUNT) {
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

static void check_attrs(ps_profile_reader *reader, const ps_node *node, const char *const *known)
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

static void read_field(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part,
                       ps_scope owner, defaults *d)
{
    static const char *const known[] = {"name", "path",   "value",  "map",
                                        "join", "format", "prefer", NULL};
    check_attrs(reader, node, known);
    ps_str name = ps_node_attr_value(node, "name");
    ps_str where = ps_node_attr_value(node, "path");
    ps_str value = ps_node_attr_value(node, "value");
    ps_str join = ps_node_attr_value(node, "join");
    ps_str prefer = ps_node_attr_value(node, "prefer");
    ps_str map = ps_node_attr_value(node, "map");
    ps_field field = find_field(reader, node, owner, name);
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
    ps_error error = {0};
    ps_path_context context = ps_reader_paths(reader, node);
    ps_status status = ps_path_parse(&context, where, &path, &error);
    if (status != PS_OK) {
        ps_reader_take(reader, node, status, &error);
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
    ret->text = ps_arena_str(reader->arena, ps_str_trim(text));
    ps_action action = {.kind = PS_ACTION_CONDITION, .condition = index};
    add_action(reader, part->root, &path, &action);
}

void ps_reader_when(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part)
{
    ps_str when = ps_node_attr_value(node, "when");
    if (!when.ptr) {
        return;
    }
    ps_condition *list = ps_arena_array(reader->arena, PS_CONDITIONS_MOST, sizeof *list);
    size_t count = 0;
    reader->no_memory |= !list;
    while (list && when.len) {
        size_t split = ps_str_find(when, PS_STR(" and "));
        ps_str one = split == SIZE_MAX ? when : ps_str_slice(when, 0, split);
        when = split == SIZE_MAX ? PS_NO_STR : ps_str_slice(when, split + 5, when.len);
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
    ps_error error = {0};
    if (!recurse.ptr) {
        return;
    }
    ps_path_context context = ps_reader_paths(reader, node);
    ps_status status = ps_path_parse(&context, recurse, &path, &error);
    if (status != PS_OK) {
        ps_reader_take(reader, node, status, &error);
    } else if (part->scope != PS_SCOPE_ITEM || path.step_count == 0 || path.has_attr) {
        ps_reader_error(reader, node, NULL,
                        "recurse is for items, and names an element inside the item");
    } else {
        ps_path_node *at = ps_node_reach(reader->arena, part->root, &path);
        reader->no_memory |= !at || !ps_node_add_part(reader->arena, at, part, (ps_tests){NULL, 0});
    }
}

static void read_part(ps_profile_reader *reader, const ps_node *node, ps_part_rule *around,
                      ps_scope owner, ps_scope scope)
{
    static const char *const reserved[] = {"path", "when", "group", "recurse", NULL};
    ps_str where = ps_node_attr_value(node, "path");
    ps_str group = ps_node_attr_value(node, "group");
    ps_path path;
    ps_error error = {0};
    ps_path_context context = ps_reader_paths(reader, node);
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
    ps_status status = ps_path_parse(&context, where, &path, &error);
    if (status == PS_OK && path.has_attr) {
        ps_reader_error(reader, node, NULL, "the path of a part ends at an element");
        return;
    }
    ps_part_rule *part = ps_arena_alloc(reader->arena, sizeof *part);
    ps_path_node *root = ps_arena_alloc(reader->arena, sizeof *root);
    if (status != PS_OK || !part || !root) {
        reader->no_memory |= status == PS_OK;
        ps_reader_take(reader, node, status, &error);
        return;
    }
    part->scope = scope;
    part->root = root;
    if (group.ptr) {
        part->grouped = 1;
        status = ps_path_parse_attr(&context, group, &part->group, &error);
        ps_reader_take(reader, node, status, &error);
    }
    ps_reader_when(reader, node, part);
    ps_reader_part_content(reader, node, reserved, part, scope == PS_SCOPE_GROUP ? owner : scope,
                           where);
    read_recurse(reader, node, part);
    ps_path_node *at = ps_node_reach(reader->arena, around->root, &path);
    ps_tests tests = path.step_count ? (ps_tests){NULL, 0} : path.self;
    reader->no_memory |= !at || !ps_node_add_part(reader->arena, at, part, tests);
}

static void read_content(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part,
                         ps_scope owner, defaults *d);

static void read_use(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part,
                     ps_scope owner, defaults *d)
{
    static const char *const known[] = {"rules", NULL};
    ps_str id = ps_node_attr_value(node, "rules");
    check_attrs(reader, node, known);
    const ps_node *rules = ps_node_child(reader->root, "rules");
    while (rules && !ps_str_equal(ps_node_attr_value(rules, "id"), id)) {
        rules = ps_node_next(rules, "rules");
    }
    if (!rules) {
        ps_reader_error(reader, node, "add <rules id=\"…\"> to the profile",
                        "there are no rules \"%.*s\"", PS_FMT(ps_str_cut(id, 60)));
        return;
    }
    read_content(reader, rules, part, owner, d);
}

static void read_content(ps_profile_reader *reader, const ps_node *node, ps_part_rule *part,
                         ps_scope owner, defaults *d)
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
        ps_scope scope = ps_scope_find(child->name);
        if (ps_str_is(child->name, "field")) {
            read_field(reader, child, part, owner, d);
        } else if (ps_str_is(child->name, "use")) {
            read_use(reader, child, part, owner, d);
        } else if (scope != PS_SCOPE_COUNT && scope != PS_SCOPE_RECORD) {
            read_part(reader, child, part, owner, scope);
        } else {
            ps_reader_nearest(child->name, known, hint, sizeof hint);
            ps_reader_error(reader, child, hint, "<%.*s> is not something that a %s holds",
                            PS_FMT(ps_str_cut(child->name, 60)), ps_scope_name(owner));
        }
    }
    reader->depth--;
}

void ps_reader_part_content(ps_profile_reader *reader, const ps_node *node,
                            const char *const *reserved, ps_part_rule *part, ps_scope owner,
                            ps_str place)
{
    defaults d = {.count = 0};
    for (size_t i = 0; i < node->attr_count; i++) {
        size_t k = 0;
        while (reserved[k] && !ps_str_is(node->attrs[i].name, reserved[k])) {
            k++;
        }
        if (reserved[k] || ps_str_starts(node->attrs[i].name, PS_STR("xml:"))) {
            continue;
        }
        ps_field field = find_field(reader, node, owner, node->attrs[i].name);
        if (field != PS_FIELD_COUNT) {
            add_short(reader, node, part, field, node->attrs[i].value, &d);
        }
    }
    read_content(reader, node, part, owner, &d);
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
