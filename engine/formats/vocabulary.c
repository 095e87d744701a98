/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/vocabulary.h"

#include <stdlib.h>

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
    ps_arena arena;
    table pairs;
    table locals;
};

ps_status ps_vocabulary_new(ps_vocabulary **ret_vocabulary, ps_error *reterr)
{
    ps_vocabulary *vocabulary = calloc(1, sizeof *vocabulary);
    if (!vocabulary) {
        return ps_error_memory(reterr);
    }
    ps_arena_init(&vocabulary->arena, 0);
    *ret_vocabulary = vocabulary;
    return PS_OK;
}

void ps_vocabulary_free(ps_vocabulary *vocabulary)
{
    if (vocabulary) {
        free(vocabulary->pairs.words);
        free(vocabulary->pairs.slots);
        free(vocabulary->locals.words);
        free(vocabulary->locals.slots);
        ps_arena_done(&vocabulary->arena);
        free(vocabulary);
    }
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

static int grow(table *t)
{
    size_t room = t->room ? t->room * 2 : 512;
    word *words = realloc(t->words, room * sizeof *words);
    if (!words) {
        return 0;
    }
    t->words = words;
    uint32_t *slots = calloc(room * 2, sizeof *slots);
    if (!slots) {
        return 0;
    }
    free(t->slots);
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
    if (t->count == t->room && !grow(t)) {
        return 0;
    }
    word *w = &t->words[t->count];
    *w = (word){hash, ps_arena_str(&vocabulary->arena, uri),
                ps_arena_str(&vocabulary->arena, local)};
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
