/* Base64 (RFC 4648) as attachments are embedded in XML.
 * Threads: any. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_DOCUMENT_BASE64_H
#define PS_DOCUMENT_BASE64_H

#include "base/buffer.h"

/**
 * Decode one text. White space between the characters is skipped wherever it stands; anything else
 * that is not of the alphabet, or behind the padding, is an error, and so are a last group without
 * its padding or with bits that no encoder sets: they are what a cut or bent text looks like.
 *
 * @param limit  Most bytes to give: attachment-bytes.
 * @param out    Bytes are added behind what it holds; nothing is on failure.
 * @return PS_OK; PS_FAILED with PS_E_ATTACHMENT_DAMAGED, the message naming the place, or with the
 * limit attachment-bytes; PS_FATAL, PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_base64_decode(ps_str text, size_t limit, ps_buffer *out, ps_error *reterr);

#endif
