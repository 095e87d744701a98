/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"

enum { FIRST_BITS = 9, KEPT_BITS = 12 };

ps_status ps_names_new(const ps_vocabulary *vocabulary, ps_names **ret_names, ps_error *reterr)
{
    ps_names *names = calloc(1, sizeof *names);
    ps_names_slot *slots = calloc((size_t)1 << FIRST_BITS, sizeof *slots);
    if (!names || !slots) {
        free(names);
        free(slots);
        return ps_error_memory(reterr);
    }
    *names = (ps_names){.vocabulary = vocabulary, .slots = slots, .bits = FIRST_BITS};
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

static size_t room_of(const ps_names *names)
{
    return (size_t)1 << names->bits;
}

static void clear(ps_names *names)
{
    if (names->bits > KEPT_BITS) {
        ps_names_slot *small = calloc((size_t)1 << FIRST_BITS, sizeof *small);
        if (small) {
            free(names->slots);
            names->slots = small;
            names->bits = FIRST_BITS;
            names->count = 0;
            return;
        }
    }
    if (names->count) {
        memset(names->slots, 0, room_of(names) * sizeof *names->slots);
    }
    names->count = 0;
}

void ps_names_begin(ps_names *names, uint64_t dictionary)
{
    if (!dictionary || dictionary != names->dictionary || names->bits > KEPT_BITS) {
        clear(names);
    }
    names->dictionary = dictionary;
    names->document++;
}

static ps_names_slot *probe(const ps_names *names, const char *local, const char *uri)
{
    size_t at = ps_names_slot_of(names, local, uri);
    while (names->slots[at].local &&
           (names->slots[at].local != local || names->slots[at].uri != uri)) {
        at = (at + 1) & (room_of(names) - 1);
    }
    return &names->slots[at];
}

static void grow(ps_names *names)
{
    ps_names_slot *old = names->slots;
    size_t room = room_of(names);
    ps_names_slot *grown = calloc(room * 2, sizeof *grown);
    if (!grown) {
        return;
    }
    names->slots = grown;
    names->bits++;
    for (size_t i = 0; i < room; i++) {
        if (old[i].local) {
            *probe(names, old[i].local, old[i].uri) = old[i];
        }
    }
    free(old);
}

ps_name_ids ps_names_meet(ps_names *names, const char *local, const char *uri)
{
    ps_names_slot *slot = probe(names, local, uri);
    if (slot->local) {
        slot->document = names->document;
        return slot->ids;
    }
    ps_name_ids ids = ps_vocabulary_find(names->vocabulary, uri ? ps_str_from(uri) : PS_STR(""),
                                         ps_str_from(local));
    if (names->count + 1 > room_of(names) / 4) {
        grow(names);
        slot = probe(names, local, uri);
    }
    if (names->count + 1 < room_of(names)) {
        *slot = (ps_names_slot){local, uri, ids, names->document};
        names->count++;
    }
    return ids;
}

void ps_names_each(const ps_names *names, void (*name)(void *user, ps_name_ids ids), void *user)
{
    for (size_t i = 0; i < room_of(names); i++) {
        if (names->slots[i].local && names->slots[i].document == names->document) {
            name(user, names->slots[i].ids);
        }
    }
}
