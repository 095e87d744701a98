/* Finds the pack files of a run, reads them, lets each stage compile its own and keeps the result
 * together. SPDX-License-Identifier: Apache-2.0 */
#include "screen/packs.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "base/str.h"
#include "screen/pack_cache.h"
#include "screen/pack_cross.h"
#include "screen/pack_jobs.h"
#include "screen/pack_problems.h"
#include "xml/document.h"
#include "xml/tree.h"

/* What differs between the kinds of packs. */
typedef struct kind_row {
    const char *folder; /* below the data folder */
    const char *schema; /* RELAX NG, below the data folder */
    const char *plural;
} kind_row;

static const kind_row kinds[] = {
    [PS_PACK_CATALOG] = {"catalogs", "catalogs/catalog.rng", "catalogs"},
    [PS_PACK_POLICY] = {"policies", "policies/policy.rng", "policies"},
    [PS_PACK_PROFILE] = {"catalogs/formats", "catalogs/formats/profile.rng", "format profiles"},
};

enum { MOST_FILES = 10000 };

/* The files of one kind, in the order in which they are compiled. */
typedef struct file_list {
    ps_pack_file *files;
    ps_buffer *contents;
    char (*hashes)[65]; /* SHA-256 of each */
    size_t count;
    size_t room;
} file_list;

typedef struct loader {
    ps_packs *packs;
    ps_arena arena; /* what only the loading needs */
    ps_pack_cache cache;
    ps_room rooms[PS_IMAGE_ROOMS]; /* of an image that is compiled; else empty */
    const ps_pack_paths *paths;
    size_t pack_bytes;
    file_list lists[PS_COUNT(kinds)];
    ps_pack_job jobs[PS_COUNT(kinds)];
    ps_problem_fn problem;
    void *user;
    ps_kept_problems kept; /* of a check: told at the end, in order */
    int by_schema;         /* what comes now is what a schema says */
    int failed;
    int warned;
    ps_error *reterr; /* gets the first error */
} loader;

/* Every problem of every pack passes here: count it, keep the first, tell the caller. */
static void take_problem(void *user, ps_status severity, const ps_error *error)
{
    loader *l = user;
    if (severity == PS_WARN) {
        l->warned = 1;
    } else {
        if (!l->failed && l->reterr) {
            *l->reterr = *error;
        }
        l->failed = 1;
    }
    int keep = l->paths->validate && l->problem;
    if (l->problem && !(keep && ps_kept_problems_add(&l->kept, severity, error, l->by_schema))) {
        l->problem(l->user, severity, error);
    }
}

static ps_status add_file(loader *l, file_list *list, const char *path)
{
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 32;
        ps_pack_file *files = realloc(list->files, room * sizeof *files);
        if (!files) {
            return ps_error_memory(l->reterr);
        }
        list->files = files;
        ps_buffer *contents = realloc(list->contents, room * sizeof *contents);
        if (!contents) {
            return ps_error_memory(l->reterr);
        }
        list->contents = contents;
        list->room = room;
    }
    ps_buffer content;
    ps_error err = {0};
    ps_buffer_init(&content, 0);
    ps_status status = ps_file_read(path, l->pack_bytes, &content, &err);
    ps_str kept = status == PS_OK ? ps_arena_str(&l->arena, ps_str_from(path)) : PS_NO_STR;
    if (status == PS_OK && !kept.ptr) {
        status = ps_error_memory(&err);
    }
    if (status != PS_OK) {
        ps_buffer_done(&content);
        take_problem(l, status, &err);
        return status == PS_FATAL ? PS_FATAL : PS_OK;
    }
    list->contents[list->count] = content;
    list->files[list->count] = (ps_pack_file){kept.ptr, ps_buffer_str(&content)};
    list->count++;
    return PS_OK;
}

static int by_bytes(const void *a, const void *b)
{
    const char *const *x = a;
    const char *const *y = b;
    return strcmp(*x, *y);
}

/* The names of a folder's *.xml files, sorted; at most MOST_FILES. */
static ps_status list_folder(loader *l, const char *path, char ***ret_names, size_t *ret_count)
{
    DIR *dir = opendir(path);
    if (!dir) {
        ps_error err = {0};
        PS_IGNORE(ps_error_set(&err, PS_FAILED, PS_E_OPEN, "cannot open the folder %s: %s", path,
                               strerror(errno)));
        ps_error_source(&err, path);
        take_problem(l, PS_FAILED, &err);
        return PS_OK;
    }
    char **names = calloc(MOST_FILES, sizeof *names);
    size_t count = 0;
    struct dirent *entry;
    while (names && count < MOST_FILES && (entry = readdir(dir)) != NULL) {
        ps_str name = ps_str_from(entry->d_name);
        if (name.ptr[0] != '.' && ps_str_ends(name, PS_STR(".xml"))) {
            ps_str copy = ps_arena_str(&l->arena, name);
            if (!copy.ptr) {
                free(names);
                names = NULL;
                break;
            }
            names[count++] = (char *)(uintptr_t)copy.ptr;
        }
    }
    closedir(dir);
    if (!names) {
        return ps_error_memory(l->reterr);
    }
    qsort(names, count, sizeof *names, by_bytes);
    *ret_names = names;
    *ret_count = count;
    return PS_OK;
}

/* A file, or every *.xml of a folder. */
static ps_status add_path(loader *l, file_list *list, const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode)) {
        return add_file(l, list, path);
    }
    char **names = NULL;
    size_t count = 0;
    ps_status status = list_folder(l, path, &names, &count);
    for (size_t i = 0; status == PS_OK && i < count; i++) {
        ps_str parts[] = {ps_str_from(path), PS_STR("/"), ps_str_from(names[i])};
        ps_str full = ps_arena_concat(&l->arena, parts, PS_COUNT(parts));
        status = full.ptr ? add_file(l, list, full.ptr) : ps_error_memory(l->reterr);
    }
    free(names);
    return status;
}

static ps_status data_path(loader *l, const char *below, const char **ret)
{
    ps_str parts[] = {ps_str_from(l->paths->data_dir), PS_STR("/"), ps_str_from(below)};
    ps_str full = ps_arena_concat(&l->arena, parts, PS_COUNT(parts));
    *ret = full.ptr;
    return full.ptr ? PS_OK : ps_error_memory(l->reterr);
}

static ps_status find_files(loader *l, ps_pack_kind kind, const char *const *given)
{
    file_list *list = &l->lists[kind];
    if (given) {
        for (size_t i = 0; given[i]; i++) {
            ps_status status = add_path(l, list, given[i]);
            if (status != PS_OK) {
                return status;
            }
        }
    } else if (l->paths->data_dir) {
        const char *folder;
        ps_status status = data_path(l, kinds[kind].folder, &folder);
        if (status == PS_OK) {
            status = add_path(l, list, folder);
        }
        if (status != PS_OK) {
            return status;
        }
    }
    if (list->count == 0 && !l->failed) {
        ps_error err = {0};
        PS_IGNORE(ps_error_set(&err, PS_FAILED, PS_E_PACK, "there are no %s to screen with",
                               kinds[kind].plural));
        ps_error_hint(&err, "name them, or the data folder with --data-dir or PROCSCREEN_DATA");
        take_problem(l, PS_FAILED, &err);
    }
    return PS_OK;
}

/* RELAX NG, for `pack check`: the loaders check everything that screening needs themselves. */
static ps_status validate(loader *l, ps_pack_kind kind)
{
    const char *path;
    ps_error err = {0};
    if (!l->paths->data_dir) {
        return PS_OK;
    }
    ps_status status = data_path(l, kinds[kind].schema, &path);
    if (status != PS_OK) {
        return status;
    }
    ps_buffer schema;
    ps_buffer_init(&schema, 0);
    status = ps_file_read(path, l->pack_bytes, &schema, &err);
    if (status == PS_FAILED) {
        take_problem(l, status, &err);
        status = PS_OK;
    } else if (status == PS_OK) {
        l->by_schema = 1;
        for (size_t i = 0; i < l->lists[kind].count && status != PS_FATAL; i++) {
            const ps_pack_file *file = &l->lists[kind].files[i];
            status = ps_tree_validate(file->bytes, file->path, ps_buffer_str(&schema), path,
                                      take_problem, l, &err);
        }
        l->by_schema = 0;
        status = status == PS_FATAL ? status : PS_OK;
    }
    ps_buffer_done(&schema);
    return status;
}

/* One kind after the other tells its problems, until memory was short for one. */
static ps_status tell_problems(loader *l)
{
    static const ps_pack_kind order[] = {PS_PACK_PROFILE, PS_PACK_CATALOG, PS_PACK_POLICY};
    for (size_t i = 0; i < PS_COUNT(order); i++) {
        const ps_pack_job *job = &l->jobs[order[i]];
        const ps_pack_problem *problems = (const void *)job->problems.ptr;
        size_t count = job->problems.len / sizeof *problems;
        for (size_t k = 0; k < count; k++) {
            take_problem(l, problems[k].severity, &problems[k].error);
        }
        if (job->status == PS_FATAL && job->error.code != PS_E_PACK) {
            if (l->reterr) {
                *l->reterr = job->error;
            }
            return PS_FATAL;
        }
    }
    return l->failed ? PS_FATAL : PS_OK;
}

static ps_status hash_files(loader *l, ps_pack_kind kind)
{
    file_list *list = &l->lists[kind];
    list->hashes = ps_arena_array(&l->arena, list->count + 1, sizeof *list->hashes);
    if (!list->hashes) {
        return ps_error_memory(l->reterr);
    }
    for (size_t i = 0; i < list->count; i++) {
        ps_sha256(&list->files[i].bytes, 1, list->hashes[i]);
    }
    return PS_OK;
}

static void prepare_job(loader *l, ps_pack_kind kind)
{
    const file_list *list = &l->lists[kind];
    l->jobs[kind] = (ps_pack_job){.kind = kind,
                                  .files = list->files,
                                  .count = list->count,
                                  .room = l->cache.image.base ? &l->rooms[kind] : NULL,
                                  .packs = l->packs,
                                  .strict = l->paths->validate};
    ps_buffer_init(&l->jobs[kind].problems, 0);
}

typedef ps_status (*info_fn)(const ps_packs *packs, size_t index, ps_pack_info *ret_info);

static ps_status profile_info(const ps_packs *packs, size_t index, ps_pack_info *ret_info)
{
    return ps_profiles_at(packs->profiles, index, ret_info);
}

static ps_status catalog_info(const ps_packs *packs, size_t index, ps_pack_info *ret_info)
{
    return ps_catalog_at(packs->catalog, index, ret_info);
}

static ps_status policy_info(const ps_packs *packs, size_t index, ps_pack_info *ret_info)
{
    return ps_policy_at(packs->policy, index, ret_info);
}

static int by_kind_and_id(const void *a, const void *b)
{
    const ps_pack_info *x = a;
    const ps_pack_info *y = b;
    return x->kind != y->kind ? (x->kind > y->kind) - (x->kind < y->kind)
                              : ps_str_compare(x->id, y->id);
}

/* The stages compiled the files in the order of the lists, so their index is the file's. */
static ps_status collect_infos(loader *l)
{
    static const info_fn ask[] = {[PS_PACK_CATALOG] = catalog_info,
                                  [PS_PACK_POLICY] = policy_info,
                                  [PS_PACK_PROFILE] = profile_info};
    ps_packs *packs = l->packs;
    size_t total = 0;
    for (size_t k = 0; k < PS_COUNT(kinds); k++) {
        total += l->lists[k].count;
    }
    packs->infos = ps_arena_array(&packs->arena, total ? total : 1, sizeof *packs->infos);
    if (!packs->infos) {
        return ps_error_memory(l->reterr);
    }
    for (size_t k = 0; k < PS_COUNT(kinds); k++) {
        for (size_t i = 0; i < l->lists[k].count; i++) {
            ps_pack_info *info = &packs->infos[packs->info_count];
            if (ask[k](packs, i, info) != PS_OK) {
                break;
            }
            info->kind = (ps_pack_kind)k;
            info->path = ps_arena_str(&packs->arena, ps_str_from(l->lists[k].files[i].path));
            if (!info->path.ptr) {
                return ps_error_memory(l->reterr);
            }
            memcpy(info->sha256, l->lists[k].hashes[i], sizeof info->sha256);
            packs->info_count++;
        }
    }
    qsort(packs->infos, packs->info_count, sizeof *packs->infos, by_kind_and_id);
    return PS_OK;
}

static void free_lists(loader *l)
{
    for (size_t k = 0; k < PS_COUNT(kinds); k++) {
        for (size_t i = 0; i < l->lists[k].count; i++) {
            ps_buffer_done(&l->lists[k].contents[i]);
        }
        free(l->lists[k].files);
        free(l->lists[k].contents);
    }
}

static ps_status find_all(loader *l)
{
    const char *const *given[] = {[PS_PACK_CATALOG] = l->paths->catalogs,
                                  [PS_PACK_POLICY] = l->paths->policies,
                                  [PS_PACK_PROFILE] = l->paths->profiles};
    ps_status status = PS_OK;
    for (size_t k = 0; k < PS_COUNT(kinds) && status == PS_OK; k++) {
        status = find_files(l, (ps_pack_kind)k, given[k]);
        if (status == PS_OK && l->paths->validate) {
            status = validate(l, (ps_pack_kind)k);
        }
        if (status == PS_OK) {
            status = hash_files(l, (ps_pack_kind)k);
        }
    }
    return status;
}

/* The packs, as an earlier start compiled them. */
static int find_compiled(loader *l, ps_packs **ret_packs)
{
    ps_pack_set sets[PS_COUNT(kinds)];
    if (l->failed || l->warned || l->paths->validate) {
        return 0;
    }
    for (size_t k = 0; k < PS_COUNT(kinds); k++) {
        sets[k] = (ps_pack_set){l->lists[k].files, l->lists[k].hashes, l->lists[k].count};
    }
    const ps_packs *found = ps_pack_cache_find(&l->cache, l->paths->cache_dir, sets);
    /* Nobody writes to packs; the type is that of who frees them. */
    *ret_packs = found ? (ps_packs *)(uintptr_t)found : *ret_packs;
    return found != NULL;
}

static ps_status begin_packs(loader *l)
{
    int in_image = ps_pack_cache_begin(&l->cache);
    for (int i = 0; in_image && i < PS_IMAGE_ROOMS; i++) {
        l->rooms[i] = ps_image_room(&l->cache.image, i);
    }
    ps_arena arena;
    ps_arena_init_in(&arena, in_image ? &l->rooms[PS_PACK_CACHE_AROUND] : NULL);
    l->packs = ps_arena_alloc(&arena, sizeof *l->packs);
    if (!l->packs) {
        ps_image_drop(&l->cache.image);
        return ps_error_memory(l->reterr);
    }
    l->packs->arena = arena;
    l->packs->image = l->cache.image;
    return PS_OK;
}

static ps_status run_jobs(loader *l)
{
    ps_status status = PS_OK;
    for (size_t k = 0; k < PS_COUNT(kinds); k++) {
        prepare_job(l, (ps_pack_kind)k);
        if (k + 1 < PS_COUNT(kinds)) {
            ps_pack_job_start(&l->jobs[k]); /* the last one is for this thread */
        }
    }
    for (size_t k = PS_COUNT(kinds); k > 0; k--) {
        ps_pack_job_finish(&l->jobs[k - 1]);
    }
    if (l->paths->validate) {
        const file_list *policies = &l->lists[PS_PACK_POLICY];
        status = ps_pack_cross_check(policies->files, policies->count, l->packs->catalog,
                                     take_problem, l, l->reterr);
    }
    if (status == PS_OK) {
        status = tell_problems(l);
    }
    for (size_t k = 0; k < PS_COUNT(kinds); k++) {
        ps_pack_job_done(&l->jobs[k]);
    }
    return status;
}

static ps_status compile(loader *l, ps_packs **ret_packs)
{
    ps_status status = begin_packs(l);
    if (status != PS_OK) {
        return status;
    }
    status = run_jobs(l);
    if (status == PS_OK) {
        status = collect_infos(l);
    }
    if (status != PS_OK) {
        ps_packs_free(l->packs);
        return status;
    }
    if (l->packs->image.base && !l->warned) {
        ps_pack_cache_keep(&l->cache, l->packs);
    }
    *ret_packs = l->packs;
    return PS_OK;
}

ps_status ps_packs_load(const ps_pack_paths *paths, ps_problem_fn problem, void *user,
                        ps_packs **ret_packs, ps_error *reterr)
{
    if (!paths || paths->size < sizeof *paths || !ret_packs) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_packs_load: paths and ret_packs are needed");
    }
    ps_xml_init();
    ps_limits limits = paths->limits ? *paths->limits : ps_limits_default();
    loader l = {.paths = paths,
                .pack_bytes = limits.pack_bytes,
                .problem = problem,
                .user = user,
                .reterr = reterr};
    ps_arena_init(&l.arena, 0);
    ps_status status = find_all(&l);
    if (status == PS_OK && !find_compiled(&l, ret_packs)) {
        status = compile(&l, ret_packs);
    }
    ps_kept_problems_tell(&l.kept, problem, user);
    ps_kept_problems_done(&l.kept);
    free_lists(&l);
    ps_arena_done(&l.arena);
    return status != PS_OK ? PS_FATAL : l.warned ? PS_WARN : PS_OK;
}

void ps_packs_free(ps_packs *packs)
{
    if (packs) {
        ps_profiles_free(packs->profiles);
        ps_catalog_free(packs->catalog);
        ps_policy_free(packs->policy);
        ps_arena arena = packs->arena;
        ps_image image = packs->image;
        ps_arena_done(&arena);
        ps_image_drop(&image);
    }
}

ps_status ps_packs_at(const ps_packs *packs, size_t index, ps_pack_info *ret_info)
{
    if (!packs || !ret_info || index >= packs->info_count) {
        return PS_END;
    }
    *ret_info = packs->infos[index];
    return PS_OK;
}

ps_status ps_packs_test(const ps_packs *packs, ps_example_fn example, void *user,
                        size_t *ret_passed, size_t *ret_failed, ps_error *reterr)
{
    size_t passed = 0;
    size_t failed = 0;
    ps_status status = ps_catalog_test(packs->catalog, example, user, &passed, &failed, reterr);
    if (status != PS_FATAL) {
        status = ps_policy_test(packs->policy, example, user, &passed, &failed, reterr);
    }
    *ret_passed = passed;
    *ret_failed = failed;
    return status == PS_FATAL ? PS_FATAL : failed ? PS_FAILED : PS_OK;
}

ps_status ps_packs_visit(const ps_packs *packs, const ps_pack_visitor *visitor, void *user,
                         ps_error *reterr)
{
    if (!packs || !visitor || !visitor->thing || !visitor->fact) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_packs_visit: packs and a visitor with both functions are needed");
    }
    ps_status status = ps_catalog_visit(packs->catalog, visitor, user, reterr);
    if (status == PS_OK) {
        status = ps_policy_visit(packs->policy, visitor, user, reterr);
    }
    if (status == PS_OK) {
        status = ps_profiles_visit(packs->profiles, visitor, user, reterr);
    }
    return status;
}

void ps_packs_each_text(const ps_packs *packs, ps_pack_text_fn text, void *user)
{
    ps_policy_each_text(packs->policy, text, user);
    ps_catalog_each_text(packs->catalog, text, user);
}
