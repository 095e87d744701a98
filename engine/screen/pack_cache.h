/* Compiled packs from one start to the next: an image (base/image.h) in the user's cache folder. It
 * is never needed: what is not there, or not right, costs the time to compile.
 *
 * An image is of exactly these files, their paths and bytes, as this build with these libraries
 * compiles them. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_PACK_CACHE_H
#define PS_SCREEN_PACK_CACHE_H

#include "base/image.h"
#include "base/pack_file.h"
#include "screen/packs.h"

/** Rooms of the image: of the kinds of packs as they are numbered, and of what is around them. */
enum { PS_PACK_CACHE_AROUND = PS_PACK_PROFILE + 1 };

typedef struct ps_pack_cache {
    const char *folder; /* NULL: nothing is kept */
    ps_image image;
    char key[PS_IMAGE_KEY];
    char name[16];
} ps_pack_cache;

/** The files of a kind, in the order in which they are compiled. */
typedef struct ps_pack_set {
    const ps_pack_file *files;
    char (*hashes)[PS_IMAGE_KEY]; /* of each its SHA-256 */
    size_t count;
} ps_pack_set;

/**
 * @param folder  NULL: there is no cache.
 * @param sets    One for each kind.
 * @return the packs, when they are there; free them with ps_packs_free().
 */
const ps_packs *ps_pack_cache_find(ps_pack_cache *ret_cache, const char *folder,
                                   const ps_pack_set *sets);
/** Begin an image to compile them in. @return whether there is one: then packs->image is that. */
int ps_pack_cache_begin(ps_pack_cache *cache);
/** Keep what was compiled without a word to say about it. Makes the last part of the folder's path
 * when it is not there. */
void ps_pack_cache_keep(ps_pack_cache *cache, ps_packs *packs);

#endif
