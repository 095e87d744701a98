/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/beside.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "procscreen/run.h"

enum { HEAD = 64 };

typedef struct aside {
    const char *path;
    uint64_t device;
    uint64_t inode;
} aside;

void ps_beside_init(ps_beside *beside, uint64_t most)
{
    *beside = (ps_beside){.most = most};
    ps_arena_init(&beside->arena, 0);
    ps_buffer_init(&beside->files, 0);
    ps_index_init(&beside->read);
}

void ps_beside_done(ps_beside *beside)
{
    ps_arena_done(&beside->arena);
    ps_buffer_done(&beside->files);
    ps_index_done(&beside->read);
}

/* A zip of records begins with any name; those of office documents with these. */
static int is_office(ps_str head)
{
    enum { NAME_AT = 30 };
    static const char *const names[] = {"[Content_Types].xml", "mimetype", "_rels/.rels", "word/",
                                        "docProps/"};
    if (!ps_str_starts(head, PS_STR("PK\x03\x04")) || head.len < NAME_AT) {
        return 0;
    }
    for (size_t i = 0; i < PS_COUNT(names); i++) {
        if (ps_str_starts(ps_str_slice(head, NAME_AT, head.len), ps_str_from(names[i]))) {
            return 1;
        }
    }
    return 0;
}

static int is_document(ps_str head, ps_str path)
{
    static const char *const endings[] = {".txt", ".csv", ".htm", ".html"};
    if (ps_str_starts(head, PS_STR("%PDF-")) || ps_str_starts(head, PS_STR("{\\rtf")) ||
        ps_str_starts(head, PS_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) || is_office(head)) {
        return 1;
    }
    for (size_t i = 0; i < PS_COUNT(endings); i++) {
        size_t len = ps_str_from(endings[i]).len;
        if (path.len > len && ps_str_equal_ascii_case(ps_str_slice(path, path.len - len, path.len),
                                                      ps_str_from(endings[i]))) {
            return 1;
        }
    }
    return 0;
}

int ps_run_leaves_aside(int fd, const char *path)
{
    char head[HEAD];
    ssize_t got = path ? pread(fd, head, sizeof head, 0) : -1;
    return got > 0 && is_document((ps_str){head, (size_t)got}, ps_str_from(path));
}

static uint64_t hash_of(const ps_beside *beside, uint64_t device, uint64_t inode)
{
    const uint64_t both[] = {device, inode};
    return ps_index_hash(&beside->read, (ps_str){(const char *)both, sizeof both});
}

ps_status ps_beside_take(ps_beside *beside, const ps_walk_file *file, ps_error *reterr)
{
    if (file->fd < 0 || file->named || beside->files.len / sizeof(aside) >= beside->most ||
        !ps_run_leaves_aside(file->fd, file->path)) {
        return PS_END;
    }
    (void)close(file->fd);
    aside added = {ps_arena_str(&beside->arena, ps_str_from(file->path)).ptr,
                   (uint64_t)file->info.st_dev, (uint64_t)file->info.st_ino};
    ps_buffer_add(&beside->files, (const char *)&added, sizeof added);
    return added.path && !beside->files.failed ? PS_OK : ps_error_memory(reterr);
}

ps_status ps_beside_read(ps_beside *beside, int fd, ps_error *reterr)
{
    struct stat info;
    if (fstat(fd, &info) != 0) {
        return PS_OK;
    }
    uint64_t hash = hash_of(beside, (uint64_t)info.st_dev, (uint64_t)info.st_ino);
    if (ps_index_first(&beside->read, hash) || ps_index_add(&beside->read, hash)) {
        return PS_OK;
    }
    return ps_error_memory(reterr);
}

void ps_beside_each(const ps_beside *beside, void (*each)(void *user, const char *path, int read),
                    void *user)
{
    const aside *files = (const aside *)(const void *)beside->files.ptr;
    for (size_t i = 0; i < beside->files.len / sizeof(aside); i++) {
        uint64_t hash = hash_of(beside, files[i].device, files[i].inode);
        each(user, files[i].path, ps_index_first(&beside->read, hash) != 0);
    }
}
