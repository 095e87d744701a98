/* Profiles from their files to one compiled set, and what can be told of them.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "formats/compile.h"
#include "formats/profiles.h"
#include "formats/reader.h"

#define PROFILE_SPACE "urn:procscreen:profile:1"

static const char *const kinds[] = {"order",  "contract",  "invoice", "catalogue",
                                    "notice", "quotation", "other",   NULL};

static ps_str copy_attr(ps_profile_reader *reader, const ps_node *node, const char *name,
                        int needed)
{
    ps_str value = ps_str_trim(ps_node_attr_value(node, name));
    if (needed && !value.len) {
        ps_reader_error(reader, node, NULL, "<%.*s> needs %s=\"…\"", PS_FMT(node->name), name);
    }
    ps_str copy = ps_arena_str(reader->arena, value);
    reader->no_memory |= !copy.ptr;
    return copy;
}

static int read_yes(ps_profile_reader *reader, const ps_node *node, const char *name, int inherited)
{
    ps_str value = ps_node_attr_value(node, name);
    if (!value.ptr) {
        return inherited;
    }
    if (!ps_str_is(value, "yes") && !ps_str_is(value, "no")) {
        ps_reader_error(reader, node, NULL, "%s is \"yes\" or \"no\", not \"%.*s\"", name,
                        PS_FMT(ps_str_cut(value, 60)));
    }
    return ps_str_is(value, "yes");
}

static char read_decimal(ps_profile_reader *reader, const ps_node *node, char inherited)
{
    ps_str value = ps_node_attr_value(node, "decimal");
    if (!value.ptr) {
        return inherited;
    }
    if (!ps_str_is(value, ".") && !ps_str_is(value, ",")) {
        ps_reader_error(reader, node, NULL, "decimal is \".\" or \",\", not \"%.*s\"",
                        PS_FMT(ps_str_cut(value, 60)));
        return inherited;
    }
    return value.ptr[0];
}

static unsigned weigh(const ps_step *step)
{
    return 10 + 2 * (unsigned)step->tests.count + (step->name.kind == PS_NAME_EXACT);
}

/* "name" or "parent/name" of a record or envelope. */
static int read_match(ps_profile_reader *reader, const ps_node *node, ps_path *ret)
{
    if (!ps_reader_path(reader, node, ps_node_attr_value(node, "match"), ret)) {
        return 0;
    }
    if (ret->has_attr || ret->self.count || ret->step_count < 1 || ret->step_count > 2) {
        ps_reader_error(reader, node, NULL, "match is an element's name, or parent/name");
        return 0;
    }
    if (ret->steps[ret->step_count - 1].name.kind == PS_NAME_ANY &&
        (ret->step_count == 1 || ret->steps[0].name.kind != PS_NAME_EXACT)) {
        ps_reader_error(reader, node, "name the element, or its parent: match=\"parent/*\"",
                        "match=\"%.*s\" would take every element for a record",
                        PS_FMT(ps_str_cut(ps_node_attr_value(node, "match"), 60)));
        return 0;
    }
    return 1;
}

/* The local name of a step as it is written. */
static ps_str local_name(ps_str step)
{
    size_t bracket = ps_str_find(step, PS_STR("["));
    step = bracket == SIZE_MAX ? step : ps_str_slice(step, 0, bracket);
    size_t colon = ps_str_find(step, PS_STR(":"));
    return ps_str_trim(colon == SIZE_MAX ? step : ps_str_slice(step, colon + 1, step.len));
}

static void read_record(ps_profile_reader *reader, const ps_node *node, ps_record_rule *rule,
                        char decimal, int strict)
{
    static const char *const reserved[] = {"match", "kind", "decimal", "strict", "when", NULL};
    char hint[200];
    ps_path path;
    ps_str kind = ps_node_attr_value(node, "kind");
    rule->profile = reader->profile;
    rule->source_line = node->line;
    rule->match = copy_attr(reader, node, "match", 1);
    rule->decimal = read_decimal(reader, node, decimal);
    rule->strict = read_yes(reader, node, "strict", strict);
    rule->part.scope = PS_SCOPE_RECORD;
    rule->around = ps_arena_alloc(reader->arena, sizeof *rule->around);
    path.step_count = 1;
    path.steps[0] = (ps_step){.name = {PS_NAME_ANY, 0}};
    rule->part.root = ps_node_reach(reader->arena, rule->around, &path);
    if (!ps_record_kind_find(kind, &rule->kind)) {
        ps_reader_nearest(kind, kinds, hint, sizeof hint);
        ps_reader_error(reader, node, hint, "kind=\"%.*s\" is not a kind of record",
                        PS_FMT(ps_str_cut(kind, 60)));
    }
    if (!rule->part.root) {
        reader->no_memory = 1;
        return;
    }
    if (read_match(reader, node, &path)) {
        const ps_step *last = &path.steps[path.step_count - 1];
        rule->name = last->name;
        rule->local = ps_arena_str(reader->arena, local_name(last->text));
        reader->no_memory |= !rule->local.ptr;
        rule->tests = last->tests;
        rule->weight = weigh(last);
        if (path.step_count == 2) {
            rule->has_parent = 1;
            rule->parent = path.steps[0].name;
            rule->parent_tests = path.steps[0].tests;
            rule->weight += weigh(&path.steps[0]);
        }
    }
    reader->rank = 0;
    reader->depth = 0;
    reader->fields = &rule->fields;
    ps_reader_when(reader, node, &rule->part);
    ps_reader_part_content(reader, node, reserved, &rule->part, PS_SCOPE_RECORD, rule->match);
    reader->no_memory |= !reader->no_memory && !ps_node_seal(reader->arena, rule->around);
}

static void read_envelope(ps_profile_reader *reader, const ps_node *node, ps_envelope *envelope,
                          int strict)
{
    static const char *const known[] = {"match", NULL};
    ps_path path;
    ps_reader_attrs(reader, node, known);
    if (read_match(reader, node, &path)) {
        *envelope = (ps_envelope){path.steps[path.step_count - 1].name,
                                  path.steps[path.step_count - 1].tests, strict};
    }
}

static void read_map(ps_profile_reader *reader, const ps_node *node, ps_map *map)
{
    static const char *const known[] = {"id", "other", NULL};
    static const char *const entry_known[] = {"from", "to", NULL};
    size_t count = 0;
    ps_reader_attrs(reader, node, known);
    for (const ps_node *e = ps_node_child(node, "entry"); e; e = ps_node_next(e, "entry")) {
        count++;
    }
    ps_map_entry *entries = ps_arena_array(reader->arena, count ? count : 1, sizeof *entries);
    reader->no_memory |= !entries;
    map->id = copy_attr(reader, node, "id", 0);
    map->entries = entries;
    if (ps_node_attr_value(node, "other").ptr) {
        map->other = copy_attr(reader, node, "other", 0);
    }
    for (const ps_node *e = node->first; e && entries; e = e->next) {
        if (!ps_str_is(e->name, "entry")) {
            ps_reader_error(reader, e, "a map holds <entry from=\"…\" to=\"…\"/>",
                            "<%.*s> in a map", PS_FMT(e->name));
            continue;
        }
        ps_reader_attrs(reader, e, entry_known);
        entries[map->count].from = copy_attr(reader, e, "from", 1);
        entries[map->count].to = copy_attr(reader, e, "to", 1);
        for (size_t i = 0; i < map->count; i++) {
            if (ps_str_equal(entries[i].from, entries[map->count].from)) {
                ps_reader_error(reader, e, NULL, "the map has two entries from \"%.*s\"",
                                PS_FMT(ps_str_cut(entries[i].from, 60)));
            }
        }
        map->count++;
    }
}

static size_t count_children(const ps_node *node, const char *name)
{
    size_t count = 0;
    for (const ps_node *child = ps_node_child(node, name); child;
         child = ps_node_next(child, name)) {
        count++;
    }
    return count;
}

/* Each <rules> and <map> needs an id of its own. */
static void check_ids(ps_profile_reader *reader, const ps_node *root, const char *name)
{
    for (const ps_node *one = ps_node_child(root, name); one; one = ps_node_next(one, name)) {
        ps_str id = ps_str_trim(ps_node_attr_value(one, "id"));
        if (!id.len) {
            ps_reader_error(reader, one, NULL, "<%s> needs id=\"…\"", name);
        }
        for (const ps_node *other = ps_node_child(root, name); id.len && other != one;
             other = ps_node_next(other, name)) {
            if (ps_str_equal(ps_str_trim(ps_node_attr_value(other, "id")), id)) {
                ps_reader_error(reader, one, NULL, "there are two <%s> \"%.*s\"", name,
                                PS_FMT(ps_str_cut(id, 60)));
            }
        }
    }
}

/* Rules that nobody uses are not checked, and likely not meant to be idle. */
static void check_used(ps_profile_reader *reader, const ps_node *root)
{
    const ps_node *const *used = (const ps_node *const *)(void *)reader->used.ptr;
    size_t count = reader->used.len / sizeof *used;
    for (const ps_node *rules = ps_node_child(root, "rules"); rules;
         rules = ps_node_next(rules, "rules")) {
        size_t i = 0;
        while (i < count && used[i] != rules) {
            i++;
        }
        ps_str id = ps_node_attr_value(rules, "id");
        if (i == count && id.len) {
            ps_reader_error(reader, rules, NULL, "<rules> \"%.*s\" are used nowhere",
                            PS_FMT(ps_str_cut(id, 60)));
        }
    }
}

/* Whatever is in another namespace is a misspelt one of ours. */
static void check_spaces(ps_profile_reader *reader, const ps_node *node)
{
    for (; node; node = node->next) {
        if (!ps_str_is(node->space, PROFILE_SPACE)) {
            ps_reader_error(reader, node, NULL, "<%.*s> is not in the namespace " PROFILE_SPACE,
                            PS_FMT(ps_str_cut(node->name, 60)));
        } else {
            check_spaces(reader, node->first);
        }
    }
}

static void read_children(ps_profile_reader *reader, const ps_node *root)
{
    static const char *const known[] = {"record", "envelope", "rules", "map", "source", NULL};
    ps_profile *profile = reader->profile;
    char hint[200];
    char decimal = read_decimal(reader, root, '.');
    int strict = read_yes(reader, root, "strict", 0);
    profile->records =
        ps_arena_array(reader->arena, count_children(root, "record") + 1, sizeof *profile->records);
    profile->envelopes = ps_arena_array(reader->arena, count_children(root, "envelope") + 1,
                                        sizeof *profile->envelopes);
    ps_map *maps = ps_arena_array(reader->arena, count_children(root, "map") + 1, sizeof *maps);
    if (!profile->records || !profile->envelopes || !maps) {
        reader->no_memory = 1;
        return;
    }
    reader->maps = maps;
    reader->map_count = 0;
    for (const ps_node *child = ps_node_child(root, "map"); child;
         child = ps_node_next(child, "map")) {
        read_map(reader, child, &maps[reader->map_count++]);
    }
    for (const ps_node *child = root->first; child && !reader->no_memory; child = child->next) {
        if (ps_str_is(child->name, "record")) {
            read_record(reader, child, &profile->records[profile->record_count++], decimal, strict);
        } else if (ps_str_is(child->name, "envelope")) {
            read_envelope(reader, child, &profile->envelopes[profile->envelope_count++], strict);
        } else if (ps_str_is(child->name, "source")) {
            profile->source = ps_arena_str(reader->arena, child->text);
        } else if (!ps_str_is(child->name, "rules") && !ps_str_is(child->name, "map")) {
            ps_reader_nearest(child->name, known, hint, sizeof hint);
            ps_reader_error(reader, child, hint, "<%.*s> is not something that a profile holds",
                            PS_FMT(ps_str_cut(child->name, 60)));
        }
    }
    if (!profile->record_count) {
        ps_reader_error(reader, root, NULL, "a profile needs at least one <record>");
    }
    if (!profile->source.len) {
        ps_reader_error(reader, root, "add <source>standard, version, section</source>",
                        "a profile needs a <source>: the specification that it was written from");
    }
}

static void read_profile(ps_profile_reader *reader, const ps_node *root)
{
    static const char *const known[] = {"id", "version", "title", "decimal", "strict", NULL};
    ps_profiles *profiles = reader->profiles;
    if (!ps_str_is(root->name, "profile") || !ps_str_is(root->space, PROFILE_SPACE)) {
        ps_reader_error(reader, root, "see catalogs/formats/README.md",
                        "a format profile begins with <profile xmlns=\"" PROFILE_SPACE
                        "\">, not <%.*s>",
                        PS_FMT(ps_str_cut(root->name, 60)));
        return;
    }
    ps_profile *profile = reader->profile;
    ps_reader_attrs(reader, root, known);
    reader->root = root;
    if (reader->part_count) {
        memset(reader->parts, 0, sizeof reader->parts);
    }
    reader->part_count = 0;
    memset(reader->paths, 0, sizeof reader->paths);
    profile->id = copy_attr(reader, root, "id", 1);
    profile->version = copy_attr(reader, root, "version", 1);
    profile->title = copy_attr(reader, root, "title", 1);
    for (size_t i = 0; i < profiles->count; i++) {
        if (ps_str_equal(profiles->list[i].id, profile->id)) {
            ps_reader_error(reader, root, NULL,
                            "there are two profiles \"%.*s\"; the other is %.*s",
                            PS_FMT(profile->id), PS_FMT(profiles->list[i].path));
        }
    }
    ps_buffer_clear(&reader->used);
    check_spaces(reader, root->first);
    check_ids(reader, root, "rules");
    check_ids(reader, root, "map");
    read_children(reader, root);
    check_used(reader, root);
    if (reader->strict) {
        ps_reader_scrutinise(reader, root);
    }
}

static int heavier_first(const void *a, const void *b)
{
    const ps_record_rule *const *x = a;
    const ps_record_rule *const *y = b;
    if ((*x)->weight != (*y)->weight) {
        return (*x)->weight > (*y)->weight ? -1 : 1;
    }
    return ((*x)->profile->index > (*y)->profile->index) -
           ((*x)->profile->index < (*y)->profile->index);
}

static int same_match(const ps_record_rule *a, const ps_record_rule *b)
{
    return a->weight == b->weight && a->name.kind == b->name.kind && a->name.id == b->name.id &&
           a->has_parent == b->has_parent && a->parent.kind == b->parent.kind &&
           a->parent.id == b->parent.id && ps_tests_same(a->tests, b->tests) &&
           ps_tests_same(a->parent_tests, b->parent_tests);
}

/* All record rules in the order in which they are tried, and their names for counting what was not
 * read. */
static void collect_records(ps_profile_reader *reader)
{
    ps_profiles *profiles = reader->profiles;
    for (size_t i = 0; i < profiles->count; i++) {
        profiles->record_count += profiles->list[i].record_count;
    }
    profiles->records =
        ps_arena_array(reader->arena, profiles->record_count + 1, sizeof *profiles->records);
    profiles->record_names =
        ps_arena_array(reader->arena, profiles->record_count + 1, sizeof *profiles->record_names);
    if (!profiles->records || !profiles->record_names) {
        reader->no_memory = 1;
        return;
    }
    size_t n = 0;
    for (size_t i = 0; i < profiles->count; i++) {
        for (size_t k = 0; k < profiles->list[i].record_count; k++) {
            const ps_record_rule *rule = &profiles->list[i].records[k];
            profiles->record_names[n] = rule->local.ptr;
            profiles->records[n++] = rule;
        }
    }
    if (n > 1) {
        qsort(profiles->records, n, sizeof(ps_record_rule *), heavier_first);
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i + 1;
             k < n && profiles->records[k]->weight == profiles->records[i]->weight; k++) {
            if (same_match(profiles->records[i], profiles->records[k])) {
                ps_error error = {0};
                const ps_record_rule *a = profiles->records[i];
                const ps_record_rule *b = profiles->records[k];
                PS_IGNORE(ps_error_set(
                    &error, PS_FAILED, PS_E_PACK,
                    "match=\"%.*s\" takes the same elements as that of profile \"%.*s\", line %llu",
                    PS_FMT(b->match), PS_FMT(a->profile->id), (unsigned long long)a->source_line));
                ps_error_copy(error.source, sizeof error.source, b->profile->path);
                ps_error_at(&error, b->source_line, 0);
                if (!reader->failed && reader->reterr) {
                    *reader->reterr = error;
                }
                reader->failed = 1;
                if (reader->problem) {
                    reader->problem(reader->user, PS_FAILED, &error);
                }
            }
        }
    }
}

static void load_file(ps_profile_reader *reader, const ps_pack_file *file)
{
    ps_profiles *profiles = reader->profiles;
    const ps_node *root;
    ps_error error = {0};
    ps_arena scratch;
    ps_arena_init(&scratch, 0);
    reader->scratch = &scratch;
    reader->path = file->path;
    reader->profile = &profiles->list[profiles->count];
    *reader->profile = (ps_profile){.index = (uint32_t)profiles->count};
    reader->profile->path = ps_arena_str(reader->arena, ps_str_from(file->path));
    ps_status status = ps_tree_parse(&scratch, file->bytes, file->path, &root, &error);
    if (status == PS_FATAL) {
        reader->no_memory = 1;
    } else if (status != PS_OK) {
        ps_node place = {.line = error.line, .column = error.column};
        ps_reader_take(reader, &place, status, &error);
    } else {
        read_profile(reader, root);
    }
    profiles->count++;
    ps_arena_done(&scratch);
}

static ps_status keep_known(ps_profile_reader *reader)
{
    ps_profiles *profiles = reader->profiles;
    size_t locals = ps_vocabulary_local_count(profiles->vocabulary) + 1;
    profiles->known_by = ps_arena_array(reader->arena, locals, sizeof *profiles->known_by);
    if (!profiles->known_by) {
        return ps_error_memory(reader->reterr);
    }
    size_t bytes = locals * sizeof *profiles->known_by;
    if (reader->known.len) {
        memcpy(profiles->known_by, reader->known.ptr,
               bytes < reader->known.len ? bytes : reader->known.len);
    }
    return PS_OK;
}

static ps_status load(const ps_pack_file *files, size_t count, int strict, const ps_room *room,
                      ps_problem_fn problem, void *user, ps_profiles **ret_profiles,
                      ps_error *reterr)
{
    if (count > PS_PROFILES_MOST) {
        return ps_error_set(reterr, PS_FATAL, PS_E_PACK, "%zu format profiles are more than %d",
                            count, PS_PROFILES_MOST);
    }
    ps_arena arena;
    ps_arena_init_in(&arena, room);
    PS_CLEANUP(ps_profiles_freep) ps_profiles *profiles = ps_arena_alloc(&arena, sizeof *profiles);
    if (!profiles) {
        return ps_error_memory(reterr);
    }
    profiles->arena = arena;
    if (ps_vocabulary_new(&profiles->arena, &profiles->vocabulary, reterr) != PS_OK) {
        return PS_FATAL;
    }
    ps_profile_reader reader = {.profiles = profiles,
                                .arena = &profiles->arena,
                                .problem = problem,
                                .user = user,
                                .strict = strict,
                                .reterr = reterr};
    ps_buffer_init(&reader.known, 0);
    ps_buffer_init(&reader.used, 0);
    profiles->list = ps_arena_array(&profiles->arena, count ? count : 1, sizeof *profiles->list);
    reader.no_memory = !profiles->list;
    for (size_t i = 0; i < count && !reader.no_memory; i++) {
        load_file(&reader, &files[i]);
    }
    if (!reader.no_memory && !reader.failed) {
        collect_records(&reader);
        reader.no_memory |= keep_known(&reader) != PS_OK;
    }
    ps_buffer_done(&reader.known);
    ps_buffer_done(&reader.used);
    if (reader.no_memory) {
        return ps_error_memory(reterr);
    }
    if (reader.failed) {
        return PS_FATAL;
    }
    *ret_profiles = PS_TAKE(profiles);
    return PS_OK;
}

ps_status ps_profiles_load(const ps_pack_file *files, size_t count, const ps_room *room,
                           ps_problem_fn problem, void *user, ps_profiles **ret_profiles,
                           ps_error *reterr)
{
    return load(files, count, 0, room, problem, user, ret_profiles, reterr);
}

ps_status ps_profiles_check(const ps_pack_file *files, size_t count, ps_problem_fn problem,
                            void *user, ps_profiles **ret_profiles, ps_error *reterr)
{
    return load(files, count, 1, NULL, problem, user, ret_profiles, reterr);
}

void ps_profiles_free(ps_profiles *profiles)
{
    if (profiles) {
        ps_arena arena = profiles->arena; /* it holds the profiles themselves */
        ps_arena_done(&arena);
    }
}

ps_status ps_profiles_at(const ps_profiles *profiles, size_t index, ps_pack_info *ret_info)
{
    if (index >= profiles->count) {
        return PS_END;
    }
    const ps_profile *profile = &profiles->list[index];
    ret_info->kind = PS_PACK_PROFILE;
    ret_info->id = profile->id;
    ret_info->version = profile->version;
    ret_info->title = profile->title;
    ret_info->entries = profile->record_count;
    ret_info->examples = 0;
    return PS_OK;
}
