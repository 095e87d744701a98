/* Text of an encoding that nobody told, or told wrongly, as UTF-8.
 * Threads: any. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_DOCUMENT_ENCODING_H
#define PS_DOCUMENT_ENCODING_H

#include "document/reading.h"

/**
 * Decode a text: by its byte order mark; else as UTF-8 if its bytes are possible there; else as
 * told if they are; else by what the characters would be: UTF-16, GB18030, Big5, windows-1252. What
 * was assumed is noted, characters that are none are replaced by U+FFFD and lost.
 *
 * @param told      A label, or an absent string.
 * @param room      Empty; its limit is the most bytes that the text may have. Belongs to the
 * caller.
 * @param ret_text  The text, in `room` or in `bytes`.
 * @return PS_OK; PS_FAILED with PS_E_ATTACHMENT_DAMAGED: text of no known encoding, or with the
 * limit attachment-text; PS_FATAL, PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_encoding_decode(ps_reading *reading, ps_str bytes, ps_str told,
                                        ps_buffer *room, ps_str *ret_text, ps_error *reterr);

#endif
