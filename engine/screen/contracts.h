/* A folder of contract texts: which file is the contract of an id, which has a name.
 *
 * Opened once, read by whoever opens files; immutable then. Threads: any.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_CONTRACTS_H
#define PS_SCREEN_CONTRACTS_H

#include "procscreen/contracts.h"

/** A file of the folder. Views live as long as the contracts. */
typedef struct ps_contract_file {
    uint32_t number; /* from 0 */
    ps_str path;     /* below the folder, terminated */
    ps_str supplier; /* its identifier, by the index; absent: not told */
} ps_contract_file;

/** The folder as it was given. */
const char *ps_contracts_folder(const ps_contracts *contracts);
size_t ps_contracts_count(const ps_contracts *contracts);

/** The `index`th file, from 0, of a contract; by the index file, else by the files' names. 0: there
 * is none. */
int ps_contracts_of_id(const ps_contracts *contracts, ps_str id, size_t index,
                       ps_contract_file *ret_file);
/** The file of that name, whatever folder below it is in; without regard to ASCII case. 0: there is
 * none. */
int ps_contracts_of_name(const ps_contracts *contracts, ps_str name, ps_contract_file *ret_file);

/** Open one. @return NULL, or why not. */
const char *ps_contracts_open_file(const ps_contracts *contracts, const ps_contract_file *file,
                                   int *ret_fd);

#endif
