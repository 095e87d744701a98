/* Loading a catalog and telling about its files.
 * SPDX-License-Identifier: Apache-2.0 */
#include "catalog/catalog.h"

#include <stdlib.h>

#include "base/error.h"
#include "catalog/reader.h"

static ps_status read_file(ps_cat_reader *reader, const ps_pack_file *file)
{
    ps_error error;
    const ps_node *root = NULL;
    ps_status status = ps_tree_parse(reader->arena, file->bytes, file->path, &root, &error);
    if (status == PS_FATAL) {
        reader->no_memory = 1;
        return status;
    }
    reader->path = file->path;
    if (status != PS_OK) {
        ps_cat_problem_error(reader, &error);
        return status;
    }
    if (!ps_cat_check_element(reader, root, "")) {
        return PS_FAILED;
    }
    ps_cat_file *made = ps_cat_push(reader->arena, &reader->catalog->files, sizeof *made);
    ps_str path = ps_arena_str(reader->arena, ps_str_from(file->path));
    if (!made || !path.ptr) {
        reader->no_memory = 1;
        return PS_FATAL;
    }
    PS_IGNORE(ps_cat_day(reader, root, "reviewed", 0));
    made->id = ps_node_attr_value(root, "id");
    made->version = ps_node_attr_value(root, "version");
    made->title = ps_node_attr_value(root, "title");
    made->path = path.ptr;
    made->root = root;
    return PS_OK;
}

typedef void (*read_fn)(ps_cat_reader *reader, const ps_node *root);

static void read_round(ps_cat_reader *reader, read_fn read)
{
    for (uint16_t i = 0; i < reader->catalog->files.count; i++) {
        const ps_cat_file *file = PS_CAT_AT(reader->catalog->files, ps_cat_file, i);
        reader->file = i;
        reader->path = file->path;
        read(reader, file->root);
    }
}

static ps_status load(ps_cat_reader *reader, const ps_pack_file *files, size_t count,
                      ps_error *reterr)
{
    enum { FILES_MAX = 1000 };
    if (count > FILES_MAX) {
        return ps_error_set(reterr, PS_FATAL, PS_E_PACK, "more than %d catalog files",
                            (int)FILES_MAX);
    }
    for (size_t i = 0; i < count && !reader->no_memory; i++) {
        PS_IGNORE(read_file(reader, &files[i]));
    }
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        bytes += files[i].bytes.len;
    }
    if (!ps_cat_reserve_words(reader, bytes)) {
        return ps_error_memory(reterr);
    }
    read_round(reader, ps_cat_read_declarations);
    read_round(reader, ps_cat_read_units);
    ps_cat_chain_units(reader->catalog);
    read_round(reader, ps_cat_read_rest);
    if (reader->no_memory) {
        return ps_error_memory(reterr);
    }
    ps_status status = ps_cat_compile(reader, reterr);
    if (status == PS_OK && reader->strict) {
        status = ps_cat_scrutinise(reader, reterr);
    }
    if (status != PS_OK) {
        return status;
    }
    if (reader->problems) {
        if (reterr) {
            *reterr = reader->first;
        }
        return PS_FATAL;
    }
    return reader->warnings ? PS_WARN : PS_OK;
}

static ps_status load_files(const ps_pack_file *files, size_t count, int strict,
                            const ps_room *room, ps_problem_fn problem, void *user,
                            ps_catalog **ret_catalog, ps_error *reterr)
{
    ps_arena arena;
    ps_arena_init_in(&arena, room);
    PS_CLEANUP(ps_catalog_freep) ps_catalog *catalog = ps_arena_alloc(&arena, sizeof *catalog);
    if (!catalog) {
        return ps_error_memory(reterr);
    }
    catalog->arena = arena;
    ps_cat_reader reader = {.catalog = catalog,
                            .arena = &catalog->arena,
                            .problem = problem,
                            .user = user,
                            .strict = strict,
                            .path = count ? files[0].path : ""};
    ps_arena_init(&reader.scratch, 0);
    ps_arena_init(&reader.passing, 0);
    ps_status status = load(&reader, files, count, reterr);
    ps_arena_done(&reader.scratch);
    ps_arena_done(&reader.passing);
    if (status != PS_FATAL) {
        *ret_catalog = PS_TAKE(catalog);
    }
    return status;
}

ps_status ps_catalog_load(const ps_pack_file *files, size_t count, const ps_room *room,
                          ps_problem_fn problem, void *user, ps_catalog **ret_catalog,
                          ps_error *reterr)
{
    return load_files(files, count, 0, room, problem, user, ret_catalog, reterr);
}

ps_status ps_catalog_check(const ps_pack_file *files, size_t count, ps_problem_fn problem,
                           void *user, ps_catalog **ret_catalog, ps_error *reterr)
{
    return load_files(files, count, 1, NULL, problem, user, ret_catalog, reterr);
}

void ps_catalog_free(ps_catalog *catalog)
{
    if (!catalog) {
        return;
    }
    ps_arena arena = catalog->arena; /* it holds the catalog itself */
    ps_arena_done(&arena);
}

int ps_catalog_same_law(const ps_catalog *catalog, ps_day a, ps_day b)
{
    for (uint32_t i = 0; i < catalog->versions.count; i++) {
        const ps_cat_version *version = PS_CAT_AT(catalog->versions, ps_cat_version, i);
        if ((version->from <= a && a <= version->to) != (version->from <= b && b <= version->to)) {
            return 0;
        }
    }
    return 1;
}

size_t ps_catalog_pattern_count(const ps_catalog *catalog)
{
    return catalog->patterns.count;
}

ps_pattern_place ps_catalog_pattern_at(const ps_catalog *catalog, size_t index)
{
    const ps_cat_pattern *pattern = PS_CAT_AT(catalog->patterns, ps_cat_pattern, index);
    ps_pattern_place place = {.id = PS_CAT_AT(catalog->entries, ps_cat_entry, pattern->entry)->id};
    for (uint32_t i = 0; i < catalog->uses.count && !place.path.ptr; i++) {
        const ps_cat_use *use = PS_CAT_AT(catalog->uses, ps_cat_use, i);
        if (use->kind == PS_CAT_PATTERN && use->owner == index) {
            place.path = ps_str_from(PS_CAT_AT(catalog->files, ps_cat_file, use->file)->path);
            place.line = use->node->line;
        }
    }
    return place;
}

ps_status ps_catalog_at(const ps_catalog *catalog, size_t index, ps_pack_info *ret_info)
{
    if (index >= catalog->files.count) {
        return PS_END;
    }
    const ps_cat_file *file = PS_CAT_AT(catalog->files, ps_cat_file, index);
    ret_info->kind = PS_PACK_CATALOG;
    ret_info->id = file->id;
    ret_info->version = file->version;
    ret_info->title = file->title;
    ret_info->entries = file->entries;
    ret_info->examples = file->examples;
    return PS_OK;
}
