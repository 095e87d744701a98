/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/pack_cache.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/build_id.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/str.h"
#include "text/regex.h"
#include "xml/document.h"

enum { KINDS = PS_PACK_CACHE_AROUND };

/* Of as many sets of packs as a folder holds images, each has a place by the names of its files, so
 * that a new version takes the place of the old one and the folder does not grow. */
static void name_file(ps_pack_cache *cache, const ps_buffer *paths)
{
    char hash[PS_IMAGE_KEY];
    const ps_str part = ps_buffer_str(paths);
    ps_sha256(&part, 1, hash);
    (void)snprintf(cache->name, sizeof cache->name, "packs-%c", hash[0]);
}

static void make_key(ps_pack_cache *cache, ps_str build, const ps_buffer *paths,
                     const ps_buffer *hashes)
{
    char xml[64];
    char regex[64];
    const ps_str parts[] = {
        build,
        ps_str_from(ps_xml_library(xml, sizeof xml)),
        ps_str_from(ps_regex_library(regex, sizeof regex)),
        ps_buffer_str(paths),
        ps_buffer_str(hashes),
    };
    ps_sha256(parts, PS_COUNT(parts), cache->key);
}

/* A folder that is ours, and that nobody else can put anything into. -1: it is not. */
static int open_folder(const char *path)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && (fstat(fd, &info) != 0 || info.st_uid != geteuid() ||
                    (info.st_mode & (S_IWGRP | S_IWOTH)) != 0)) {
        (void)close(fd);
        fd = -1;
    }
    return fd;
}

const ps_packs *ps_pack_cache_find(ps_pack_cache *ret_cache, const char *folder,
                                   const ps_pack_set *sets)
{
    ps_str build = ps_build_id();
    ps_buffer paths;
    ps_buffer hashes;
    *ret_cache = (ps_pack_cache){.folder = build.len ? folder : NULL};
    if (!ret_cache->folder) {
        return NULL;
    }
    ps_buffer_init(&paths, 0);
    ps_buffer_init(&hashes, 0);
    for (size_t kind = 0; kind < KINDS; kind++) {
        for (size_t i = 0; i < sets[kind].count; i++) {
            ps_buffer_add(&paths, sets[kind].files[i].path, strlen(sets[kind].files[i].path) + 1);
            ps_buffer_add(&hashes, sets[kind].hashes[i], sizeof sets[kind].hashes[i]);
        }
        ps_buffer_add_char(&paths, '\0'); /* no path is empty */
    }
    name_file(ret_cache, &paths);
    make_key(ret_cache, build, &paths, &hashes);
    if (paths.failed || hashes.failed) {
        ret_cache->folder = NULL;
    }
    ps_buffer_done(&paths);
    ps_buffer_done(&hashes);
    int fd = ret_cache->folder ? open_folder(folder) : -1;
    if (fd < 0) {
        return NULL;
    }
    const ps_packs *packs = ps_image_map(&ret_cache->image, ret_cache->key, fd, ret_cache->name);
    (void)close(fd);
    return packs;
}

int ps_pack_cache_begin(ps_pack_cache *cache)
{
    return cache->folder && ps_image_reserve(&cache->image);
}

void ps_pack_cache_keep(ps_pack_cache *cache, ps_packs *packs)
{
    size_t used[PS_IMAGE_ROOMS];
    for (int i = 0; i < PS_IMAGE_ROOMS; i++) {
        const ps_room room = ps_image_room(&cache->image, i);
        used[i] = ps_room_used(&room);
        if (!used[i]) {
            return; /* too much for a room */
        }
    }
    ps_image_seal(&cache->image, used);
    (void)mkdir(cache->folder, 0700);
    int fd = open_folder(cache->folder);
    if (fd >= 0) {
        (void)ps_image_write(&cache->image, used, packs, cache->key, fd, cache->name);
        (void)close(fd);
    }
}
