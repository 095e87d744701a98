/* The contracts of a run, kept for the records that refer to them.
 *
 * What a contract says of the elements goes to a spool; where it lies is found by its id, by the id
 * of the message that brought it, or by the id of the contract that it amends. Memory: the index's,
 * see contract_index.h. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_CONTRACT_STORE_H
#define PS_SCREEN_CONTRACT_STORE_H

#include "procscreen/limits.h"
#include "screen/contract_index.h"
#include "screen/spool.h"
#include "screen/wire.h"

/** As what a contract is asked for. */
typedef enum ps_contract_role {
    PS_ROLE_CONTRACT,  /* by its own id, or its message's */
    PS_ROLE_AMENDMENT, /* by the id of what it amends */
    PS_ROLE_QUOTATION  /* a quotation, likewise */
} ps_contract_role;

typedef struct ps_contract_store {
    ps_contract_index index;
    ps_spool spool;
    ps_wire_writer *writer;
    ps_wire_reader *reader;
    ps_buffer frame; /* scratch */
    ps_arena arena;  /* scratch */
    int with_folder; /* contracts come from a folder of contracts too */
} ps_contract_store;

PS_CHECKED ps_status ps_contract_store_init(ps_contract_store *store, const ps_limits *limits,
                                            ps_error *reterr);
/** Accepts a zeroed struct. */
void ps_contract_store_done(ps_contract_store *store);

/** Keep a contract or a quotation; one without an id is not asked for, other records neither.
 *  @return PS_OK or PS_FATAL. */
PS_CHECKED ps_status ps_contract_store_add(ps_contract_store *store, const ps_screened *screened,
                                           ps_error *reterr);

/** The order of contracts, whatever the order in which they came: the latest first (one without a
 * date last), then by source and line. <0, 0, >0. */
int ps_contract_compare(const ps_screened *x, const ps_screened *y);

/**
 * The contracts that a key (ps_reference_key()) leads to, in the order of ps_contract_compare().
 *
 * @param most      Most to read, the last that came.
 * @param ret_list  In the arena, with seq and source.
 * @param ret_more  Set to 1 when there are more; else left alone.
 * @return PS_OK or PS_FATAL.
 */
PS_CHECKED ps_status ps_contract_store_find(ps_contract_store *store, ps_contract_role role,
                                            ps_str key, size_t most, ps_arena *arena,
                                            ps_screened **ret_list, size_t *ret_count,
                                            int *ret_more, ps_error *reterr);

#endif
