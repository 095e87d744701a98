/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/contracts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "input/beneath.h"
#include "screen/contract_key.h"
#include "screen/contracts_model.h"

enum { DEEPEST = 16, PATH_LONGEST = 1024 };

const char *ps_contracts_folder(const ps_contracts *contracts)
{
    return contracts->folder;
}

size_t ps_contracts_count(const ps_contracts *contracts)
{
    return contracts->files.len / sizeof(ps_str);
}

static ps_status tell(ps_contracts *c, const char *what, const char *path, int reason,
                      ps_error *reterr)
{
    ps_error error;
    PS_IGNORE(ps_error_set(&error, PS_FATAL, PS_E_OPEN, "%s: %s", what, strerror(reason)));
    ps_error_source(&error, path);
    if (c->problem) {
        c->problem(c->user, PS_FATAL, &error);
    }
    if (reterr) {
        *reterr = error;
    }
    return PS_FATAL;
}

/* ---- the files ---- */

static ps_status add_file(ps_contracts *c, ps_str path, ps_error *reterr)
{
    ps_str kept = ps_arena_str(&c->arena, path);
    if (ps_contracts_count(c) >= c->most) {
        return ps_error_limit(reterr, PS_FATAL, "contracts",
                              "the folder of contracts has more than %llu files",
                              (unsigned long long)c->most);
    }
    ps_buffer_add(&c->files, (const char *)&kept, sizeof kept);
    return kept.ptr && !c->files.failed ? PS_OK : ps_error_memory(reterr);
}

static ps_status list_folder(ps_contracts *c, int fd, ps_buffer *path, unsigned depth,
                             ps_error *reterr);

/* Files are listed, folders entered; links, hidden files and all else are passed over. */
static ps_status take_entry(ps_contracts *c, int at, const char *name, ps_buffer *path,
                            unsigned depth, ps_error *reterr)
{
    struct stat info;
    size_t before = path->len;
    ps_status status = PS_OK;
    if (name[0] == '.' || fstatat(at, name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
        return PS_OK;
    }
    ps_buffer_add_text(path, before ? "/" : "");
    ps_buffer_add_text(path, name);
    if (path->failed || path->len > PATH_LONGEST) {
        return ps_error_set(reterr, PS_FATAL, PS_E_OPEN, "a path below %s is too long", c->folder);
    }
    if (S_ISREG(info.st_mode)) {
        int is_index = ps_str_is(ps_buffer_str(path), PS_CONTRACTS_INDEX);
        status = is_index ? PS_OK : add_file(c, ps_buffer_str(path), reterr);
    } else if (S_ISDIR(info.st_mode) && depth < DEEPEST) {
        int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        status = fd >= 0 ? list_folder(c, fd, path, depth + 1, reterr)
                         : tell(c, "cannot open a folder of contracts", path->ptr, errno, reterr);
    }
    path->len = before;
    return status;
}

/* Takes over `fd`. */
static ps_status list_folder(ps_contracts *c, int fd, ps_buffer *path, unsigned depth,
                             ps_error *reterr)
{
    DIR *dir = fdopendir(fd);
    ps_status status = PS_OK;
    if (!dir) {
        int reason = errno;
        (void)close(fd);
        return tell(c, "cannot read the folder of contracts", c->folder, reason, reterr);
    }
    while (status == PS_OK) {
        const struct dirent *entry = readdir(dir);
        if (!entry) {
            break;
        }
        status = take_entry(c, fd, entry->d_name, path, depth, reterr);
    }
    (void)closedir(dir);
    return status;
}

static int by_bytes(const void *a, const void *b)
{
    return ps_str_compare(*(const ps_str *)a, *(const ps_str *)b);
}

uint32_t ps_contracts_find_path(const ps_contracts *contracts, ps_str path)
{
    const ps_str *found = bsearch(&path, ps_contracts_paths(contracts),
                                  ps_contracts_count(contracts), sizeof path, by_bytes);
    return found ? (uint32_t)(found - ps_contracts_paths(contracts)) : UINT32_MAX;
}

/* ---- what they are ---- */

static ps_str base_name(ps_str path)
{
    size_t at = path.len;
    while (at && path.ptr[at - 1] != '/') {
        at--;
    }
    return ps_str_slice(path, at, path.len);
}

static ps_str stem(ps_str name)
{
    size_t at = name.len;
    while (at > 1 && name.ptr[at - 1] != '.') {
        at--;
    }
    return at > 1 ? ps_str_slice(name, 0, at - 1) : name;
}

ps_status ps_contracts_add_row(ps_contracts *contracts, ps_str id, uint32_t file, ps_str supplier,
                               ps_error *reterr)
{
    ps_buffer key;
    ps_buffer_init(&key, 0);
    ps_contract_key(id, &key);
    ps_contract_row row = {ps_arena_str(&contracts->arena, ps_buffer_str(&key)), file, supplier};
    int failed = key.failed || !row.key.ptr;
    ps_buffer_done(&key);
    if (failed) {
        return ps_error_memory(reterr);
    }
    if (row.key.len == 0) {
        return PS_OK;
    }
    ps_buffer_add(&contracts->rows, (const char *)&row, sizeof row);
    if (contracts->rows.failed ||
        !ps_index_add(&contracts->by_id, ps_index_hash(&contracts->by_id, row.key))) {
        return ps_error_memory(reterr);
    }
    return PS_OK;
}

/* Files that the index does not name are the contracts whose ids they are called by. Rows are added
 * last first: the index gives the one added last first. */
static ps_status index_files(ps_contracts *c, const char *indexed, ps_error *reterr)
{
    ps_status status = PS_OK;
    for (size_t i = ps_contracts_count(c); i-- > 0 && status == PS_OK;) {
        if (!indexed[i]) {
            ps_str name = base_name(ps_contracts_paths(c)[i]);
            status = ps_contracts_add_row(c, stem(name), (uint32_t)i, PS_NO_STR, reterr);
        }
    }
    for (size_t i = 0; i < ps_contracts_count(c) && status == PS_OK; i++) {
        uint64_t hash = ps_index_hash_lower(&c->by_name, base_name(ps_contracts_paths(c)[i]));
        status = ps_index_add(&c->by_name, hash) ? PS_OK : ps_error_memory(reterr);
    }
    return status;
}

static ps_status load(ps_contracts *c, const char *folder, ps_error *reterr)
{
    ps_buffer path;
    c->folder = ps_arena_str(&c->arena, ps_str_from(folder)).ptr;
    if (!c->folder) {
        return ps_error_memory(reterr);
    }
    c->fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int listed = c->fd < 0 ? -1 : fcntl(c->fd, F_DUPFD_CLOEXEC, 0);
    if (listed < 0) {
        return tell(c, "cannot open the folder of contracts", folder, errno, reterr);
    }
    ps_buffer_init(&path, 0);
    ps_status status = list_folder(c, listed, &path, 0, reterr);
    ps_buffer_done(&path);
    if (status != PS_OK) {
        return status;
    }
    size_t count = ps_contracts_count(c);
    if (count) {
        qsort(c->files.ptr, count, sizeof(ps_str), by_bytes);
    }
    char *indexed = ps_arena_array(&c->arena, count + 1, 1);
    if (!indexed) {
        return ps_error_memory(reterr);
    }
    status = ps_contracts_read_index(c, indexed, reterr);
    if (status == PS_OK) {
        status = index_files(c, indexed, reterr);
    }
    if (status == PS_OK && c->failed) {
        status = ps_error_set(reterr, PS_FATAL, PS_E_CONFIG, "%s/%s cannot be used", folder,
                              PS_CONTRACTS_INDEX);
    }
    return status;
}

ps_status ps_contracts_open(const char *folder, const ps_limits *limits, ps_problem_fn problem,
                            void *user, ps_contracts **ret_contracts, ps_error *reterr)
{
    if (!folder || !ret_contracts) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_contracts_open: folder and ret_contracts are needed");
    }
    ps_limits defaults = ps_limits_default();
    ps_contracts *contracts = calloc(1, sizeof *contracts);
    if (!contracts) {
        return ps_error_memory(reterr);
    }
    contracts->fd = -1;
    contracts->most = (limits ? limits : &defaults)->contracts;
    contracts->problem = problem;
    contracts->user = user;
    ps_arena_init(&contracts->arena, 0);
    ps_buffer_init(&contracts->files, 0);
    ps_buffer_init(&contracts->rows, 0);
    ps_index_init(&contracts->by_id);
    ps_index_init(&contracts->by_name);
    ps_status status = load(contracts, folder, reterr);
    if (status != PS_OK) {
        ps_contracts_free(contracts);
        return PS_FATAL;
    }
    *ret_contracts = contracts;
    return PS_OK;
}

void ps_contracts_free(ps_contracts *contracts)
{
    if (contracts) {
        if (contracts->fd >= 0) {
            (void)close(contracts->fd);
        }
        ps_index_done(&contracts->by_id);
        ps_index_done(&contracts->by_name);
        ps_buffer_done(&contracts->files);
        ps_buffer_done(&contracts->rows);
        ps_arena_done(&contracts->arena);
        free(contracts);
    }
}

/* ---- looking up ---- */

static ps_contract_file file_at(const ps_contracts *contracts, uint32_t number)
{
    return (ps_contract_file){number, ps_contracts_paths(contracts)[number], PS_NO_STR};
}

static int find_row(const ps_contracts *contracts, ps_str key, size_t index,
                    ps_contract_file *ret_file)
{
    const ps_index *by_id = &contracts->by_id;
    uint32_t at = key.len ? ps_index_first(by_id, ps_index_hash(by_id, key)) : 0;
    for (; at; at = ps_index_next(by_id, at - 1)) {
        const ps_contract_row *row = &ps_contracts_rows(contracts)[at - 1];
        if (ps_str_equal(row->key, key) && index-- == 0) {
            *ret_file = file_at(contracts, row->file);
            ret_file->supplier = row->supplier;
            return 1;
        }
    }
    return 0;
}

int ps_contracts_of_id(const ps_contracts *contracts, ps_str id, size_t index,
                       ps_contract_file *ret_file)
{
    ps_buffer key;
    ps_buffer_init(&key, 0);
    ps_contract_key(id, &key);
    int found = !key.failed && find_row(contracts, ps_buffer_str(&key), index, ret_file);
    ps_buffer_done(&key);
    return found;
}

int ps_contracts_of_name(const ps_contracts *contracts, ps_str name, ps_contract_file *ret_file)
{
    const ps_index *by_name = &contracts->by_name;
    uint32_t at = ps_index_first(by_name, ps_index_hash_lower(by_name, base_name(name)));
    for (; at; at = ps_index_next(by_name, at - 1)) {
        if (ps_str_equal_ascii_case(base_name(ps_contracts_paths(contracts)[at - 1]),
                                    base_name(name))) {
            *ret_file = file_at(contracts, at - 1);
            return 1;
        }
    }
    return 0;
}

const char *ps_contracts_open_file(const ps_contracts *contracts, const ps_contract_file *file,
                                   int *ret_fd)
{
    return ps_beneath_open(contracts->fd, file->path.ptr, ret_fd);
}
