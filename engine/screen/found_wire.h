/* A finding of a comparison on its way through the temporary file.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_FOUND_WIRE_H
#define PS_SCREEN_FOUND_WIRE_H

#include "base/buffer.h"
#include "screen/finding_compare.h"

void ps_found_write(ps_buffer *out, const ps_found_change *one, const ps_found_state *state,
                    uint64_t seq);
/** Views are into `bytes`; what belongs to a comparison of two is left alone. 0 when it is not what
 * ps_found_write() wrote. */
int ps_found_read(ps_str bytes, ps_found_change *ret, ps_found_state *ret_state, uint64_t *ret_seq);

#endif
