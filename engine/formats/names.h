/* Names of the document being read, looked up once each: the parser hands equal names over as equal
 * pointers. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_NAMES_H
#define PS_FORMATS_NAMES_H

#include "formats/vocabulary.h"

typedef struct ps_names_slot {
    const char *local; /* NULL: free */
    const char *uri;
    ps_name_ids ids;
} ps_names_slot;

typedef struct ps_names {
    const ps_vocabulary *vocabulary;
    ps_names_slot *slots;
    unsigned bits; /* there are two to the power of this slots */
    size_t count;
} ps_names;

PS_CHECKED ps_status ps_names_new(const ps_vocabulary *vocabulary, ps_names **ret_names,
                                  ps_error *reterr);
void ps_names_free(ps_names *names);
/** Forget everything: another document begins, pointers mean something else. */
void ps_names_clear(ps_names *names);

/** For ps_names_find() alone: names that are not in their first slot. */
ps_name_ids ps_names_meet(ps_names *names, const char *local, const char *uri);
static inline size_t ps_names_slot_of(const ps_names *names, const char *local, const char *uri)
{
    uint64_t key = (uint64_t)(uintptr_t)local + ((uint64_t)(uintptr_t)uri << 16);
    return (size_t)(key * 0x9E3779B97F4A7C15U >> (64 - names->bits));
}
/** The numbers of a name; zeros when it is unknown (or there is no memory to remember it, which
 * changes nothing). */
static inline ps_name_ids ps_names_find(ps_names *names, const char *local, const char *uri)
{
    const ps_names_slot *slot = &names->slots[ps_names_slot_of(names, local, uri)];
    return slot->local == local && slot->uri == uri ? slot->ids : ps_names_meet(names, local, uri);
}
/** Call for each different name so far. */
void ps_names_each(const ps_names *names, void (*name)(void *user, ps_name_ids ids), void *user);

#endif
