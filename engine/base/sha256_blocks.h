/* SHA-256 with the processor's own instructions. Where it has none, libmd's portable code does the
 * same. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_SHA256_BLOCKS_H
#define PS_BASE_SHA256_BLOCKS_H

#include "procscreen/common.h"

enum { PS_SHA256_BLOCK = 64, PS_SHA256_DIGEST = 32 };

/** Hash the parts as one text. @return 0 where the processor has no instructions for it: nothing
 * was done. Threads: any. */
int ps_sha256_blocks(const ps_str *parts, size_t count, uint8_t ret_digest[PS_SHA256_DIGEST]);

#endif
