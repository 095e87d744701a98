/* Memory at an address of its own, kept in a file and mapped from there by later processes.
 *
 * What is built in the rooms of an image holds pointers into them and none to anything else, so
 * that the file is the memory as it is: to load it is one mapping for each room, without a look at
 * what is in it. The address is the same in all processes; where something else is there, there is
 * no image. Once it is sealed nobody can write to it.
 *
 * A file is believed when it is a regular file that belongs to us, that nobody else can write to,
 * of the wanted key and whole by its checksum. It must never come from anybody else: what is in it
 * is used as if this program had made it.
 *
 * Threads: one process has one image at a time; the functions may be called by any.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_IMAGE_H
#define PS_BASE_IMAGE_H

#include "base/arena.h"

/** Rooms of an image. */
enum { PS_IMAGE_ROOMS = 4 };

typedef struct ps_image {
    char *base; /* NULL: there is none */
} ps_image;

/** Bytes of a key with its NUL: a SHA-256 in hex. */
enum { PS_IMAGE_KEY = 65 };

/** @return whether there is memory for one, empty and zeroed. */
int ps_image_reserve(ps_image *ret_image);
ps_room ps_image_room(const ps_image *image, int room);
/** From now on it can only be read. @param used  Bytes of each room that are in use. */
void ps_image_seal(ps_image *image, const size_t used[PS_IMAGE_ROOMS]);
/** Give the memory back. Accepts a zeroed struct. */
void ps_image_drop(ps_image *image);

/**
 * Keep a sealed image in the file `name` of a folder, in the place of what is there.
 *
 * @param root  Something in the image, from which all else is found.
 * @return 0 when it was not kept, for whatever reason: it seems to point to something outside,
 * which the wrong number can, or the file cannot be written. Then nothing is left behind.
 */
int ps_image_write(const ps_image *image, const size_t used[PS_IMAGE_ROOMS], const void *root,
                   const char key[PS_IMAGE_KEY], int folder, const char *name);

/**
 * Map it from there, sealed.
 *
 * @return the root; NULL when there is none of this key that can be used.
 */
const void *ps_image_map(ps_image *ret_image, const char key[PS_IMAGE_KEY], int folder,
                         const char *name);

#endif
