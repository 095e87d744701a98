/* Filling in ps_error.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_ERROR_H
#define PS_BASE_ERROR_H

#include "procscreen/common.h"

/**
 * Set code, cause and message; source, position and hint are cleared. `reterr` may be NULL.
 * @return `status`, so that a failure is one statement: return ps_error_set(reterr, PS_FATAL,
 * PS_E_…, …);
 */
__attribute__((format(printf, 4, 5))) ps_status
ps_error_set(ps_error *reterr, ps_status status, ps_error_code code, const char *format, ...);
/** The same for a limit: the cause becomes "limit:<name>". */
__attribute__((format(printf, 4, 5))) ps_status
ps_error_limit(ps_error *reterr, ps_status status, const char *name, const char *format, ...);
/** @return PS_FATAL, PS_E_MEMORY. */
ps_status ps_error_memory(ps_error *reterr);
/** Add a position; NULL allowed. */
void ps_error_at(ps_error *reterr, uint64_t line, uint64_t column);
void ps_error_source(ps_error *reterr, const char *source);
__attribute__((format(printf, 2, 3))) void ps_error_hint(ps_error *reterr, const char *format, ...);
/** Copy text into a fixed field: cut at a character boundary, terminated, control characters become
 * '?'. */
void ps_error_copy(char *field, size_t size, ps_str text);

#endif
