/* Which files of the folder of contracts the coordinator knows, and under which ids: each worker
 * tells of those that it needs. Belongs to one thread.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_CONTRACTS_TOLD_H
#define PS_SCREEN_CONTRACTS_TOLD_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/index.h"

typedef struct ps_contracts_told {
    ps_arena arena;
    ps_index index;
    ps_buffer rows; /* of told_row */
} ps_contracts_told;

void ps_contracts_told_init(ps_contracts_told *told);
/** Accepts a zeroed struct. */
void ps_contracts_told_done(ps_contracts_told *told);
/** @return PS_OK: it is told for the first time; PS_END: it was; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_contracts_told_add(ps_contracts_told *told, uint64_t file, ps_str id,
                                           ps_error *reterr);

#endif
