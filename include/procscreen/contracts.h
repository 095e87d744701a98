/* A folder of contract texts, for the records that refer to them: plain text, HTML, RTF, DOCX, ODT,
 * PDF … whose names or whose index say which contract they are.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_CONTRACTS_H
#define PROCSCREEN_CONTRACTS_H

#include "procscreen/common.h"
#include "procscreen/limits.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Immutable, shared by any number of threads. */
typedef struct ps_contracts ps_contracts;

/**
 * List a folder, with its folders, and read its index (documented in README.md): contracts.csv,
 * which says what file is the contract of what id. Files that it does not name are the contracts
 * whose ids they are called by. No text is read here.
 *
 * @param folder   Stays open until ps_contracts_free().
 * @param limits   For "contracts", the most files; NULL: the defaults.
 * @param problem  Told of everything that is wrong, with its line; NULL: not wanted.
 * @return PS_OK; PS_FATAL with PS_E_CONFIG, PS_E_OPEN, PS_E_LIMIT, PS_E_ARGUMENT or PS_E_MEMORY.
 */
PS_API PS_CHECKED ps_status ps_contracts_open(const char *folder, const ps_limits *limits,
                                              ps_problem_fn problem, void *user,
                                              ps_contracts **ret_contracts, ps_error *reterr);
/** NULL is allowed. */
PS_API void ps_contracts_free(ps_contracts *contracts);

#ifdef __cplusplus
}
#endif
#endif
