/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/contract_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"

/* KiB of the database that stay in memory. */
enum { CACHE = 8192 };

void ps_contract_index_init(ps_contract_index *index, uint64_t most)
{
    *index = (ps_contract_index){.most = most};
    ps_index_init(&index->index);
}

void ps_contract_index_done(ps_contract_index *index)
{
    ps_index_done(&index->index);
    free(index->places);
    ps_statement_free(index->insert);
    ps_statement_free(index->find);
    ps_database_close(index->database);
    *index = (ps_contract_index){.most = 0};
}

static ps_status insert(ps_contract_index *index, uint64_t hash, uint64_t place, ps_error *reterr)
{
    const int64_t values[] = {(int64_t)hash, (int64_t)place};
    ps_status status = ps_statement_start(index->insert, values, PS_COUNT(values), reterr);
    if (status == PS_OK) {
        status = ps_statement_step(index->insert, reterr);
    }
    return status == PS_END ? PS_OK : status;
}

static ps_status open_database(ps_contract_index *index, ps_error *reterr)
{
    ps_status status = ps_database_open_temporary(CACHE, &index->database, reterr);
    if (status == PS_OK) { /* one transaction for all: it is never ended */
        status = ps_database_run(index->database,
                                 "CREATE TABLE entry(hash INTEGER, place INTEGER); BEGIN", reterr);
    }
    return status == PS_OK ? ps_statement_new(index->database, "INSERT INTO entry VALUES(?, ?)",
                                              &index->insert, reterr)
                           : status;
}

/* From memory to the database; the key of the hash stays. */
static ps_status spill(ps_contract_index *index, ps_error *reterr)
{
    ps_status status = open_database(index, reterr);
    for (size_t i = 0; status == PS_OK && i < index->index.count; i++) {
        status = insert(index, index->index.hashes[i], index->places[i], reterr);
    }
    ps_index kept = {.key = {index->index.key[0], index->index.key[1]}};
    ps_index_done(&index->index);
    index->index = kept;
    free(index->places);
    index->places = NULL;
    return status;
}

static int reserve(ps_contract_index *index)
{
    if (index->index.count < index->room) {
        return 1;
    }
    size_t room = index->room ? index->room * 2 : 256;
    uint64_t *places = realloc(index->places, room * sizeof *places);
    if (places) {
        index->places = places;
        index->room = room;
    }
    return places != NULL;
}

ps_status ps_contract_index_add(ps_contract_index *index, uint64_t hash, uint64_t place,
                                ps_error *reterr)
{
    if (!index->database && index->index.count >= index->most) {
        ps_status status = spill(index, reterr);
        if (status != PS_OK) {
            return status;
        }
    }
    if (index->database) {
        return insert(index, hash, place, reterr);
    }
    if (!reserve(index)) {
        return ps_error_memory(reterr);
    }
    index->places[index->index.count] = place;
    return ps_index_add(&index->index, hash) ? PS_OK : ps_error_memory(reterr);
}

/* The first question comes when most contracts have: to sort them then is cheaper than to keep them
 * sorted while they come. */
static ps_status prepare_to_find(ps_contract_index *index, ps_error *reterr)
{
    if (index->find) {
        return PS_OK;
    }
    ps_status status = ps_database_run(index->database,
                                       "CREATE INDEX entry_by_hash ON entry(hash, place)", reterr);
    return status == PS_OK
               ? ps_statement_new(index->database,
                                  "SELECT place FROM entry WHERE hash = ? ORDER BY place DESC",
                                  &index->find, reterr)
               : status;
}

static ps_status find_in_database(ps_contract_index *index, uint64_t hash, uint64_t *places,
                                  size_t most, size_t *ret_count, ps_error *reterr)
{
    const int64_t values[] = {(int64_t)hash};
    ps_status status = prepare_to_find(index, reterr);
    if (status == PS_OK) {
        status = ps_statement_start(index->find, values, PS_COUNT(values), reterr);
    }
    size_t count = 0;
    while (status == PS_OK && count < most) {
        status = ps_statement_step(index->find, reterr);
        if (status == PS_OK) {
            places[count++] = (uint64_t)ps_statement_integer(index->find, 0);
        }
    }
    *ret_count = count;
    return status == PS_FATAL ? PS_FATAL : PS_OK;
}

ps_status ps_contract_index_find(ps_contract_index *index, uint64_t hash, uint64_t *places,
                                 size_t most, size_t *ret_count, ps_error *reterr)
{
    if (index->database) {
        return find_in_database(index, hash, places, most, ret_count, reterr);
    }
    size_t count = 0;
    uint32_t at = ps_index_first(&index->index, hash);
    for (; at && count < most; at = ps_index_next(&index->index, at - 1)) {
        places[count++] = index->places[at - 1];
    }
    *ret_count = count;
    return PS_OK;
}
