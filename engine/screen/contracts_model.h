/* What contracts.c finds in the folder and contracts_index.c reads of the index.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_CONTRACTS_MODEL_H
#define PS_SCREEN_CONTRACTS_MODEL_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/index.h"
#include "screen/contracts.h"

#define PS_CONTRACTS_INDEX "contracts.csv"

typedef struct ps_contract_row {
    ps_str key; /* of the contract's id, as ps_contract_key() */
    uint32_t file;
    ps_str supplier;
} ps_contract_row;

struct ps_contracts {
    ps_arena arena;
    const char *folder;
    int fd;
    uint64_t most;    /* files */
    ps_buffer files;  /* of ps_str: their paths, sorted by bytes */
    ps_buffer rows;   /* of ps_contract_row */
    ps_index by_id;   /* of rows */
    ps_index by_name; /* of files: their names in lower case, without the folders */
    ps_problem_fn problem;
    void *user;
    int failed;
};

static inline const ps_str *ps_contracts_paths(const ps_contracts *contracts)
{
    return (const ps_str *)(const void *)contracts->files.ptr;
}
static inline const ps_contract_row *ps_contracts_rows(const ps_contracts *contracts)
{
    return (const ps_contract_row *)(const void *)contracts->rows.ptr;
}

/** The file of that path below the folder; UINT32_MAX when there is none. */
uint32_t ps_contracts_find_path(const ps_contracts *contracts, ps_str path);
/** Add that a file is the contract of this id. @return PS_OK or PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_contracts_add_row(ps_contracts *contracts, ps_str id, uint32_t file,
                                          ps_str supplier, ps_error *reterr);

/** Read the index file. What is wrong in it was told, and `failed` is set. `indexed` has a byte for
 * each file: those that the index names are marked. @return PS_OK; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_contracts_read_index(ps_contracts *contracts, char *indexed,
                                             ps_error *reterr);

#endif
