/* Contract ids and the file names that hold them: 采/2024-17 is kept in 采_2024-17.docx.
 * Threads: any. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_CONTRACT_KEY_H
#define PS_SCREEN_CONTRACT_KEY_H

#include "base/buffer.h"

/** Add what an id and a file name have in common: ASCII in lower case, and one "_" for each run of
 * blanks and of marks that file names cannot hold or that people write in their place. */
void ps_contract_key(ps_str text, ps_buffer *out);

/** Whether the id stands in the name, not as a part of a longer number. 0 without memory. */
int ps_contract_named(ps_str id, ps_str name);

#endif
