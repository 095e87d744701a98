/* SHA-256 of many whole blocks with the processor's own instructions, for files; the rest of the
 * algorithm is libmd's. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_SHA256_BLOCKS_H
#define PS_BASE_SHA256_BLOCKS_H

#include "procscreen/common.h"

enum { PS_SHA256_BLOCK = 64 };

/** Work the whole blocks at the front of `bytes` into `state`. @return how many bytes that were; 0
 * where the processor has no instructions for it. Threads: any. */
size_t ps_sha256_blocks(uint32_t state[8], ps_str bytes);

#endif
