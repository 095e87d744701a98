/* The names that a stretch of a document has met, so that those of all its stretches can be counted
 * as one. Strings are interned: equal ones are equal pointers. Threads: one at a time.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_MET_NAMES_H
#define PS_XML_MET_NAMES_H

#include "base/buffer.h"

typedef struct ps_met_names ps_met_names;

/** NULL when there is no memory. */
ps_met_names *ps_met_names_new(void);
void ps_met_names_free(ps_met_names *met);
/** NULL is no name. One too many is not added. */
void ps_met_names_add(ps_met_names *met, const void *name);
size_t ps_met_names_count(const ps_met_names *met);
/** Not 0 once some name was not added. */
int ps_met_names_full(const ps_met_names *met);
/** Each followed by a NUL, in the order in which they came. */
ps_str ps_met_names_list(const ps_met_names *met);

#endif
