/* How this program's memory is taken from the system. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_MEMORY_H
#define PS_CLI_MEMORY_H

/** Settings for a process that loads its packs, works and ends; called once, first of all. Without
 * effect where the C library knows no such settings. */
void ps_memory_settle(void);

#endif
