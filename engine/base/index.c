/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* getrandom, le64toh */
#include "base/index.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/str.h"

void ps_index_init(ps_index *index)
{
    *index = (ps_index){.count = 0};
    if (getrandom(index->key, sizeof index->key, GRND_NONBLOCK) != (ssize_t)sizeof index->key) {
        index->key[0] = (uint64_t)(uintptr_t)index; /* early at boot: better than a constant */
    }
}

void ps_index_done(ps_index *index)
{
    free(index->hashes);
    free(index->next);
    free(index->buckets);
    *index = (ps_index){.count = 0};
}

static uint64_t rotate(uint64_t x, unsigned bits)
{
    return x << bits | x >> (64 - bits);
}

/* SipHash-2-4 (Aumasson and Bernstein, 2012), in the names of its paper. */
static void sip_rounds(uint64_t v[4], int rounds)
{
    while (rounds--) {
        v[0] += v[1];
        v[2] += v[3];
        v[1] = rotate(v[1], 13) ^ v[0];
        v[3] = rotate(v[3], 16) ^ v[2];
        v[0] = rotate(v[0], 32);
        v[2] += v[1];
        v[0] += v[3];
        v[1] = rotate(v[1], 17) ^ v[2];
        v[3] = rotate(v[3], 21) ^ v[0];
        v[2] = rotate(v[2], 32);
    }
}

/* Up to eight bytes, the first one lowest, so that the hash is the paper's on every machine. */
static uint64_t word_at(ps_str key, size_t at, int lower)
{
    uint64_t word = 0;
    if (!lower && key.len - at >= sizeof word) {
        memcpy(&word, key.ptr + at, sizeof word);
        return le64toh(word);
    }
    for (size_t i = 0; i < 8 && at + i < key.len; i++) {
        char c = key.ptr[at + i];
        word |= (uint64_t)(unsigned char)(lower ? ps_lower(c) : c) << 8 * i;
    }
    return word;
}

static uint64_t sip_hash(const ps_index *index, ps_str key, int lower)
{
    uint64_t v[4] = {index->key[0] ^ 0x736f6d6570736575U, index->key[1] ^ 0x646f72616e646f6dU,
                     index->key[0] ^ 0x6c7967656e657261U, index->key[1] ^ 0x7465646279746573U};
    for (size_t at = 0; at <= key.len; at += 8) {
        uint64_t word = word_at(key, at, lower);
        if (key.len - at < 8) {
            word |= (uint64_t)(key.len & 0xff) << 56;
        }
        v[3] ^= word;
        sip_rounds(v, 2);
        v[0] ^= word;
    }
    v[2] ^= 0xff;
    sip_rounds(v, 4);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

uint64_t ps_index_hash(const ps_index *index, ps_str key)
{
    return sip_hash(index, key, 0);
}

uint64_t ps_index_hash_lower(const ps_index *index, ps_str key)
{
    return sip_hash(index, key, 1);
}

static int grow(ps_index *index)
{
    size_t room = index->room ? index->room * 2 : 256;
    uint64_t *hashes = realloc(index->hashes, room * sizeof *hashes);
    if (!hashes) {
        return 0;
    }
    index->hashes = hashes;
    uint32_t *next = realloc(index->next, room * sizeof *next);
    if (!next) {
        return 0;
    }
    index->next = next;
    uint32_t *buckets = calloc(room * 2, sizeof *buckets);
    if (!buckets) {
        return 0;
    }
    free(index->buckets);
    index->buckets = buckets;
    index->room = room;
    for (size_t i = 0; i < index->count; i++) {
        uint32_t *bucket = &buckets[hashes[i] & (room * 2 - 1)];
        next[i] = *bucket;
        *bucket = (uint32_t)i + 1;
    }
    return 1;
}

int ps_index_add(ps_index *index, uint64_t hash)
{
    if (index->count >= UINT32_MAX - 1 || (index->count == index->room && !grow(index))) {
        return 0;
    }
    uint32_t *bucket = &index->buckets[hash & (index->room * 2 - 1)];
    index->hashes[index->count] = hash;
    index->next[index->count] = *bucket;
    *bucket = (uint32_t)++index->count;
    return 1;
}

static uint32_t same_hash(const ps_index *index, uint32_t at, uint64_t hash)
{
    while (at && index->hashes[at - 1] != hash) {
        at = index->next[at - 1];
    }
    return at;
}

uint32_t ps_index_first(const ps_index *index, uint64_t hash)
{
    return index->room ? same_hash(index, index->buckets[hash & (index->room * 2 - 1)], hash) : 0;
}

uint32_t ps_index_next(const ps_index *index, uint32_t number)
{
    return same_hash(index, index->next[number], index->hashes[number]);
}
