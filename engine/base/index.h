/* An index of things by the hash of a key, for tables whose keys the input chooses.
 *
 * The things themselves lie in an array of the owner's; the index knows them by their number, in
 * the order in which they were added. The hash is SipHash-2-4 under a key of each index's own, so
 * that no input can be written to make all keys collide; nothing that is printed may come from its
 * order. An equal hash is no proof: the owner compares the keys.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_INDEX_H
#define PS_BASE_INDEX_H

#include "procscreen/common.h"

typedef struct ps_index {
    uint64_t key[2];
    uint64_t *hashes;  /* of each thing */
    uint32_t *next;    /* of each thing: number + 1 of the next in its bucket, 0 for none */
    uint32_t *buckets; /* number + 1 of the first */
    size_t count;
    size_t room; /* a power of two; there are twice as many buckets */
} ps_index;

/** Draw the key. */
void ps_index_init(ps_index *index);
/** Accepts a zeroed struct. */
void ps_index_done(ps_index *index);

uint64_t ps_index_hash(const ps_index *index, ps_str key);
/** The same without regard to ASCII case. */
uint64_t ps_index_hash_lower(const ps_index *index, ps_str key);

/** Add the next thing: its number is the count of those before it. 0 when there is no memory. */
int ps_index_add(ps_index *index, uint64_t hash);
/** Number + 1 of the thing last added with this hash; 0 when there is none. */
uint32_t ps_index_first(const ps_index *index, uint64_t hash);
/** Number + 1 of the one added before it with the same hash; 0 when there is none. */
uint32_t ps_index_next(const ps_index *index, uint32_t number);

#endif
