/* Where the contracts of a run lie, by a hash of what they are looked up by.
 *
 * Up to limits.contracts entries are kept in memory; from then on all are in a temporary database
 * (store/database.h), and memory no longer grows. Which of the two it is cannot be told from what
 * is found. An equal hash is no proof: the owner compares what lies there.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_CONTRACT_INDEX_H
#define PS_SCREEN_CONTRACT_INDEX_H

#include "base/index.h"
#include "store/database.h"

typedef struct ps_contract_index {
    ps_index index; /* of places; empty once there is a database */
    uint64_t *places;
    size_t room;
    uint64_t most; /* entries in memory */
    ps_database *database;
    ps_statement *insert;
    ps_statement *find;
} ps_contract_index;

/** @param most  Entries to keep in memory. */
void ps_contract_index_init(ps_contract_index *index, uint64_t most);
/** Accepts a zeroed struct. */
void ps_contract_index_done(ps_contract_index *index);

/** The hash to add and find a key by. */
static inline uint64_t ps_contract_index_hash(const ps_contract_index *index, ps_str key)
{
    return ps_index_hash(&index->index, key);
}

/** @param place  Above those added before. @return PS_OK or PS_FATAL. */
PS_CHECKED ps_status ps_contract_index_add(ps_contract_index *index, uint64_t hash, uint64_t place,
                                           ps_error *reterr);
/**
 * The places with this hash, the last added first.
 *
 * @param places  Room for `most`.
 * @return PS_OK or PS_FATAL; *ret_count is at most `most`, whether or not there are more.
 */
PS_CHECKED ps_status ps_contract_index_find(ps_contract_index *index, uint64_t hash,
                                            uint64_t *places, size_t most, size_t *ret_count,
                                            ps_error *reterr);

#endif
