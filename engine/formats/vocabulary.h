/* The names that the profiles speak of, as small numbers.
 *
 * A name of the vocabulary is a pair of namespace URI and local name; local names are numbered too,
 * for `*:Name` and for finding the nearest profile. Names that no profile speaks of have number 0.
 *
 * Threads: immutable after the profiles are loaded.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_VOCABULARY_H
#define PS_FORMATS_VOCABULARY_H

#include "base/arena.h"
#include "procscreen/common.h"

typedef enum ps_name_kind { PS_NAME_EXACT, PS_NAME_ANY_SPACE, PS_NAME_ANY } ps_name_kind;

typedef struct ps_name_test {
    ps_name_kind kind;
    uint32_t id; /* of the pair for EXACT, of the local name for ANY_SPACE */
} ps_name_test;

/** A name of a document, as the vocabulary knows it. */
typedef struct ps_name_ids {
    uint32_t exact;
    uint32_t local;
} ps_name_ids;

typedef struct ps_vocabulary ps_vocabulary;

/** @param arena  Holds the vocabulary, and grows with it. */
PS_CHECKED ps_status ps_vocabulary_new(ps_arena *arena, ps_vocabulary **ret_vocabulary,
                                       ps_error *reterr);
/** Add a pair (uri "" for none). @return PS_OK or PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_vocabulary_add(ps_vocabulary *vocabulary, ps_str uri, ps_str local,
                                       ps_name_ids *ret_ids, ps_error *reterr);
/** Look a pair up; zeros for what is unknown. */
ps_name_ids ps_vocabulary_find(const ps_vocabulary *vocabulary, ps_str uri, ps_str local);
/** Count of local names; their numbers are 1 … count. */
size_t ps_vocabulary_local_count(const ps_vocabulary *vocabulary);
/** The local name of a number. */
ps_str ps_vocabulary_local(const ps_vocabulary *vocabulary, uint32_t local);

static inline int ps_name_matches(ps_name_test test, ps_name_ids ids)
{
    switch (test.kind) {
    case PS_NAME_EXACT:
        return test.id == ids.exact;
    case PS_NAME_ANY_SPACE:
        return test.id == ids.local;
    case PS_NAME_ANY:
        return 1;
    }
    return 0;
}

#endif
