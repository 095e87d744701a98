/* Names of the document being read, looked up once each: the parser hands equal names over as equal
 * pointers, in documents that share a dictionary too. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_NAMES_H
#define PS_FORMATS_NAMES_H

#include "formats/vocabulary.h"

typedef struct ps_names_slot {
    const char *local; /* NULL: free */
    const char *uri;
    ps_name_ids ids;
    uint64_t document; /* the last one that it was met in */
} ps_names_slot;

typedef struct ps_names {
    const ps_vocabulary *vocabulary;
    ps_names_slot *slots;
    unsigned bits; /* there are two to the power of this slots */
    size_t count;
    uint64_t dictionary; /* that the pointers are of; 0: of one document */
    uint64_t document;   /* counts them */
} ps_names;

PS_CHECKED ps_status ps_names_new(const ps_vocabulary *vocabulary, ps_names **ret_names,
                                  ps_error *reterr);
void ps_names_free(ps_names *names);
/** Another document begins. @param dictionary  Its number, as xml/kept.h has it: unless it is that
 * of the document before, pointers mean something else. */
void ps_names_begin(ps_names *names, uint64_t dictionary);

/** For ps_names_find() alone: names that are not in their first slot, or not yet met in this
 * document. */
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
    return slot->local == local && slot->uri == uri && slot->document == names->document
               ? slot->ids
               : ps_names_meet(names, local, uri);
}
/** Call for each different name of the document so far. */
void ps_names_each(const ps_names *names, void (*name)(void *user, ps_name_ids ids), void *user);

#endif
