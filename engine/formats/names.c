/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"

typedef struct slot {
    const char *local; /* NULL: free */
    const char *uri;
    ps_name_ids ids;
    uint64_t document; /* the last one that it was met in */
} slot;

struct ps_names {
    const ps_vocabulary *vocabulary;
    slot *slots;
    size_t room; /* a power of two */
    size_t count;
    uint64_t dictionary; /* that the pointers are of; 0: of one document */
    uint64_t document;   /* counts them */
};

enum { FIRST_ROOM = 512, KEPT_ROOM = 4096 };

ps_status ps_names_new(const ps_vocabulary *vocabulary, ps_names **ret_names, ps_error *reterr)
{
    ps_names *names = calloc(1, sizeof *names);
    slot *slots = calloc(FIRST_ROOM, sizeof *slots);
    if (!names || !slots) {
        free(names);
        free(slots);
        return ps_error_memory(reterr);
    }
    *names = (ps_names){.vocabulary = vocabulary, .slots = slots, .room = FIRST_ROOM};
    *ret_names = names;
    return PS_OK;
}

void ps_names_free(ps_names *names)
{
    if (names) {
        free(names->slots);
        free(names);
    }
}

static void clear(ps_names *names)
{
    if (names->room > KEPT_ROOM) {
        slot *small = calloc(FIRST_ROOM, sizeof *small);
        if (small) {
            free(names->slots);
            names->slots = small;
            names->room = FIRST_ROOM;
            names->count = 0;
            return;
        }
    }
    if (names->count) {
        memset(names->slots, 0, names->room * sizeof *names->slots);
    }
    names->count = 0;
}

void ps_names_begin(ps_names *names, uint64_t dictionary)
{
    if (!dictionary || dictionary != names->dictionary || names->room > KEPT_ROOM) {
        clear(names);
    }
    names->dictionary = dictionary;
    names->document++;
}

static size_t hash_pointers(const char *local, const char *uri)
{
    uint64_t hash = (uint64_t)(uintptr_t)local * 0x9E3779B97F4A7C15U ^
                    (uint64_t)(uintptr_t)uri * 0xC2B2AE3D27D4EB4FU;
    return (size_t)(hash >> 17);
}

static slot *probe(slot *slots, size_t room, const char *local, const char *uri)
{
    size_t at = hash_pointers(local, uri) & (room - 1);
    while (slots[at].local && (slots[at].local != local || slots[at].uri != uri)) {
        at = (at + 1) & (room - 1);
    }
    return &slots[at];
}

static void grow(ps_names *names)
{
    size_t room = names->room * 2;
    slot *slots = calloc(room, sizeof *slots);
    if (!slots) {
        return;
    }
    for (size_t i = 0; i < names->room; i++) {
        if (names->slots[i].local) {
            *probe(slots, room, names->slots[i].local, names->slots[i].uri) = names->slots[i];
        }
    }
    free(names->slots);
    names->slots = slots;
    names->room = room;
}

ps_name_ids ps_names_find(ps_names *names, const char *local, const char *uri)
{
    slot *s = probe(names->slots, names->room, local, uri);
    if (s->local) {
        s->document = names->document;
        return s->ids;
    }
    ps_name_ids ids = ps_vocabulary_find(names->vocabulary, uri ? ps_str_from(uri) : PS_STR(""),
                                         ps_str_from(local));
    if (names->count + 1 > names->room / 2) {
        grow(names);
        s = probe(names->slots, names->room, local, uri);
    }
    if (names->count + 1 < names->room) {
        *s = (slot){local, uri, ids, names->document};
        names->count++;
    }
    return ids;
}

void ps_names_each(const ps_names *names, void (*name)(void *user, ps_name_ids ids), void *user)
{
    for (size_t i = 0; i < names->room; i++) {
        if (names->slots[i].local && names->slots[i].document == names->document) {
            name(user, names->slots[i].ids);
        }
    }
}
