/* SPDX-License-Identifier: Apache-2.0 */
#include "pack_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exit_codes.h"
#include "message.h"
#include "setup.h"

enum { SNIFFED = 16384, FILES_MOST = 10000, PATH_ROOM = 4096, NO_KIND = -1 };

/* Begin of the name of the first element in `text`; NULL when there is none. */
static const char *find_root(const char *text)
{
    for (const char *at = text; (at = strchr(at, '<')) != NULL;) {
        const char *end;
        if (strncmp(at, "<!--", 4) == 0) {
            end = strstr(at, "-->");
        } else if (at[1] == '?' || at[1] == '!') {
            end = strchr(at, '>');
        } else {
            return at + 1;
        }
        if (!end) {
            return NULL;
        }
        at = end;
    }
    return NULL;
}

/* The kind of pack that a file's first bytes announce; NO_KIND when it is none. */
static int kind_of(const char *text)
{
    const char *root = find_root(text);
    if (!root) {
        return NO_KIND;
    }
    size_t len = strcspn(root, " \t\r\n/>");
    const char *colon = memchr(root, ':', len);
    if (colon) {
        len -= (size_t)(colon + 1 - root);
        root = colon + 1;
    }
    for (int kind = PS_PACK_CATALOG; kind <= PS_PACK_PROFILE; kind++) {
        const char *name = ps_pack_kind_name((ps_pack_kind)kind);
        if (strlen(name) == len && memcmp(name, root, len) == 0) {
            return kind;
        }
    }
    return NO_KIND;
}

static int out_of_memory(void)
{
    ps_say("out of memory");
    return PS_EXIT_INTERNAL;
}

static int cannot_read(const char *path)
{
    ps_say("cannot read %s: %s", path, strerror(errno));
    return PS_EXIT_USAGE;
}

static int add(ps_pack_files *files, int kind, const char *path)
{
    size_t count = 0;
    const char **list = files->lists[kind];
    while (list && list[count]) {
        count++;
    }
    list = realloc(list, (count + 2) * sizeof *list);
    if (!list) {
        return out_of_memory();
    }
    list[count] = path;
    list[count + 1] = NULL;
    files->lists[kind] = list;
    return 0;
}

static int add_file(ps_pack_files *files, const char *path)
{
    char text[SNIFFED + 1];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    ssize_t got = fd < 0 ? -1 : read(fd, text, SNIFFED);
    int error = errno;
    if (fd >= 0) {
        close(fd);
    }
    if (got < 0) {
        errno = error;
        return cannot_read(path);
    }
    text[got] = '\0';
    int kind = kind_of(text);
    if (kind == NO_KIND) {
        ps_say("%s: is no pack: its root element is none of catalog, policy and profile", path);
        return PS_EXIT_USAGE;
    }
    return add(files, kind, path);
}

static int is_pack_name(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return entry->d_name[0] != '.' && len > 4 && strcmp(entry->d_name + len - 4, ".xml") == 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int add_named(ps_pack_files *files, const char *folder, const char *name)
{
    char path[PATH_ROOM];
    int len = snprintf(path, sizeof path, "%s/%s", folder, name);
    if (len < 0 || (size_t)len >= sizeof path || files->name_count == FILES_MOST) {
        errno = ENAMETOOLONG;
        return cannot_read(folder);
    }
    if (!files->names) {
        files->names = calloc(FILES_MOST, sizeof *files->names);
    }
    char *copy = files->names ? malloc((size_t)len + 1) : NULL;
    if (!copy) {
        return out_of_memory();
    }
    memcpy(copy, path, (size_t)len + 1);
    files->names[files->name_count++] = copy;
    return add_file(files, copy);
}

static int add_folder(ps_pack_files *files, const char *path)
{
    struct dirent **entries;
    int code = 0;
    int count = scandir(path, &entries, is_pack_name, by_bytes);
    if (count < 0) {
        return cannot_read(path);
    }
    for (int i = 0; i < count; i++) {
        if (code == 0) {
            code = add_named(files, path, entries[i]->d_name);
        }
        free(entries[i]);
    }
    free(entries);
    return code;
}

static int is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* A folder of packs, or the data folder that holds such folders. */
static int add_any_folder(ps_pack_files *files, const char *path)
{
    static const char *const parts[] = {"catalogs", "policies", "catalogs/formats"};
    char below[sizeof parts / sizeof *parts][PATH_ROOM];
    int all = 1;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        int len = snprintf(below[i], sizeof below[i], "%s/%s", path, parts[i]);
        all = all && len > 0 && (size_t)len < sizeof below[i] && is_folder(below[i]);
    }
    if (!all) {
        return add_folder(files, path);
    }
    int code = 0;
    for (size_t i = 0; code == 0 && i < sizeof parts / sizeof *parts; i++) {
        code = add_folder(files, below[i]);
    }
    return code;
}

int ps_pack_files_sort(ps_pack_files *files, const char *const *operands, ps_pack_paths *ret_paths)
{
    for (; *operands; operands++) {
        int code =
            is_folder(*operands) ? add_any_folder(files, *operands) : add_file(files, *operands);
        if (code != 0) {
            return code;
        }
    }
    ret_paths->catalogs = files->lists[PS_PACK_CATALOG];
    ret_paths->policies = files->lists[PS_PACK_POLICY];
    ret_paths->profiles = files->lists[PS_PACK_PROFILE];
    return 0;
}

void ps_pack_files_free(ps_pack_files *files)
{
    for (size_t i = 0; i < sizeof files->lists / sizeof *files->lists; i++) {
        free(files->lists[i]);
    }
    for (size_t i = 0; i < files->name_count; i++) {
        free(files->names[i]);
    }
    free(files->names);
}

int ps_pack_files_load(const ps_args *args, int validate, ps_packs **ret_packs)
{
    ps_limits limits;
    ps_pack_files files = {0};
    ps_pack_paths paths = PS_PACK_PATHS_INIT;
    int code = ps_setup_limits(args, &limits);
    if (code == 0) {
        code = ps_pack_files_sort(&files, ps_args_operands(args, NULL), &paths);
    }
    if (code == 0) {
        paths.validate = validate;
        code = ps_setup_packs(args, &limits, &paths, ret_packs);
    }
    ps_pack_files_free(&files);
    return code;
}
