/* Writing a layout down as a profile with notes.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SUGGEST_DRAFT_H
#define PS_SUGGEST_DRAFT_H

#include "base/buffer.h"
#include "suggest/layout.h"

/** Append the profile. The layout's record is not NULL. `out` says whether it failed. */
void ps_draft_write(ps_buffer *out, const ps_samples *samples, const ps_layout *layout,
                    const char *known);

#endif
