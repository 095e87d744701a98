/* Deflated bytes (RFC 1951) of a text whose repetitions are known to who writes it.
 *
 * The rows of a workbook are a few pieces of markup that come again in every cell. zlib finds them
 * byte by byte, which takes longer than to make all the rows; here the writer says where a piece
 * stood before. It is one block under a Huffman code that is fixed in advance for such rows.
 *
 * Threads: belongs to one. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_DEFLATE_H
#define PS_REPORT_DEFLATE_H

#include "report/spill.h"

/** The place of what does not stand anywhere yet. */
#define PS_DEFLATE_NOWHERE UINT64_MAX

typedef struct ps_deflate {
    ps_spill kept;  /* the deflated bytes */
    uint64_t size;  /* of the text so far, which is the place of what comes next */
    uint32_t check; /* its CRC-32, when it is finished */
    uint64_t bits;  /* that make no whole byte yet, the first one lowest */
    unsigned bit_count;
    uint64_t repeated; /* the last so many bytes stand `distance` back too; not told yet, because
                          what comes next may too */
    uint64_t distance;
    ps_buffer text; /* whose CRC-32 is not taken yet */
} ps_deflate;

ps_status ps_deflate_init(ps_deflate *deflate, ps_error *reterr);
/** Accepts a zeroed struct. */
void ps_deflate_done(ps_deflate *deflate);

/* `kept.out.failed` says what went wrong. */

/** Append a text that is not known to stand anywhere. */
void ps_deflate_add(ps_deflate *deflate, ps_str text);
/** Append one that stands at `place` too; it need not be near, nor worth a reference. */
void ps_deflate_again(ps_deflate *deflate, ps_str text, uint64_t place);
/** Whether what stands at `place` comes right behind what was appended last, there as here: then a
 * repetition goes on, however short. */
static inline int ps_deflate_follows(const ps_deflate *deflate, uint64_t place)
{
    return deflate->repeated && deflate->size - place == deflate->distance;
}
/** End it, as the last of a ZIP member. It takes no more after that; `size` and `check` are right
 * then. */
void ps_deflate_finish(ps_deflate *deflate);

#endif
