/* Base64 (RFC 4648) as objects are embedded in XML, piece by piece.
 * Threads: any. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_BASE64_H
#define PS_BASE_BASE64_H

#include "base/buffer.h"

/** A text being decoded; begins as zeros. */
typedef struct ps_base64 {
    uint32_t group; /* bits of the characters of this group */
    unsigned have;  /* characters of this group */
    unsigned pads;
    uint64_t taken; /* characters before, white space included */
} ps_base64;

/**
 * Decode one more piece. White space between the characters is skipped wherever it stands; anything
 * else that is not of the alphabet, or behind the padding, is an error, and so are bits in the
 * padding that no encoder sets.
 *
 * @param out  Bytes are added behind what it holds; `failed` when there is no memory.
 * @return PS_OK; PS_FAILED with PS_E_ATTACHMENT_DAMAGED, the message naming the place: no further
 * piece may follow.
 */
PS_CHECKED ps_status ps_base64_add(ps_base64 *decoder, ps_str piece, ps_buffer *out,
                                   ps_error *reterr);
/** The text ends. @return PS_OK; PS_FAILED with PS_E_ATTACHMENT_DAMAGED: a last group without its
 * padding, which is what a cut text looks like. */
PS_CHECKED ps_status ps_base64_end(const ps_base64 *decoder, ps_error *reterr);

#endif
