/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/vocabulary.h"

#include <string.h>

#include "base/error.h"
#include "base/str.h"

typedef struct word {
    uint64_t hash;
    ps_str uri; /* not used for local names */
    ps_str local;
} word;

/* A set of words, numbered from 1. */
typedef struct table {
    word *words;
    uint32_t *slots; /* number of the word, 0: free */
    size_t count;
    size_t room; /* of words; slots are twice that, a power of two */
} table;

struct ps_vocabulary {
    ps_arena *arena;
    table pairs;
    table locals;
};

ps_status ps_vocabulary_new(ps_arena *arena, ps_vocabulary **ret_vocabulary, ps_error *reterr)
{
    ps_vocabulary *vocabulary = ps_arena_alloc(arena, sizeof *vocabulary);
    if (!vocabulary) {
        return ps_error_memory(reterr);
    }
    vocabulary->arena = arena;
    *ret_vocabulary = vocabulary;
    return PS_OK;
}

static uint64_t hash_pair(ps_str uri, ps_str local)
{
    return ps_str_hash(uri) * 31 + ps_str_hash(local);
}

static uint32_t find(const table *t, uint64_t hash, ps_str uri, ps_str local)
{
    if (!t->room) {
        return 0;
    }
    size_t mask = t->room * 2 - 1;
    for (size_t at = (size_t)hash & mask; t->slots[at]; at = (at + 1) & mask) {
        const word *w = &t->words[t->slots[at] - 1];
        if (w->hash == hash && ps_str_equal(w->local, local) && ps_str_equal(w->uri, uri)) {
            return t->slots[at];
        }
    }
    return 0;
}

static int grow(ps_arena *arena, table *t)
{
    size_t room = t->room ? t->room * 2 : 1024;
    word *words = ps_arena_array(arena, room, sizeof *words);
    uint32_t *slots = ps_arena_array(arena, room * 2, sizeof *slots);
    if (!words || !slots) {
        return 0;
    }
    if (t->count) {
        memcpy(words, t->words, t->count * sizeof *words);
    }
    t->words = words;
    t->slots = slots;
    t->room = room;
    for (size_t i = 0; i < t->count; i++) {
        size_t at = (size_t)words[i].hash & (room * 2 - 1);
        while (slots[at]) {
            at = (at + 1) & (room * 2 - 1);
        }
        slots[at] = (uint32_t)i + 1;
    }
    return 1;
}

/* The word's number; 0 when there is no memory. */
static uint32_t add(ps_vocabulary *vocabulary, table *t, uint64_t hash, ps_str uri, ps_str local)
{
    uint32_t known = find(t, hash, uri, local);
    if (known) {
        return known;
    }
    if (t->count == t->room && !grow(vocabulary->arena, t)) {
        return 0;
    }
    word *w = &t->words[t->count];
    *w = (word){hash, ps_arena_str(vocabulary->arena, uri), ps_arena_str(vocabulary->arena, local)};
    if (!w->uri.ptr || !w->local.ptr) {
        return 0;
    }
    size_t at = (size_t)hash & (t->room * 2 - 1);
    while (t->slots[at]) {
        at = (at + 1) & (t->room * 2 - 1);
    }
    t->slots[at] = (uint32_t)++t->count;
    return (uint32_t)t->count;
}

ps_status ps_vocabulary_add(ps_vocabulary *vocabulary, ps_str uri, ps_str local,
                            ps_name_ids *ret_ids, ps_error *reterr)
{
    ret_ids->exact = add(vocabulary, &vocabulary->pairs, hash_pair(uri, local), uri, local);
    ret_ids->local = add(vocabulary, &vocabulary->locals, ps_str_hash(local), PS_STR(""), local);
    return ret_ids->exact && ret_ids->local ? PS_OK : ps_error_memory(reterr);
}

ps_name_ids ps_vocabulary_find(const ps_vocabulary *vocabulary, ps_str uri, ps_str local)
{
    return (ps_name_ids){find(&vocabulary->pairs, hash_pair(uri, local), uri, local),
                         find(&vocabulary->locals, ps_str_hash(local), PS_STR(""), local)};
}

size_t ps_vocabulary_local_count(const ps_vocabulary *vocabulary)
{
    return vocabulary->locals.count;
}

ps_str ps_vocabulary_local(const ps_vocabulary *vocabulary, uint32_t local)
{
    return vocabulary->locals.words[local - 1].local;
}
