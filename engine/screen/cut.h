/* Where a document may be cut into stretches: a plain search of its bytes for the start tag of its
 * first record, some way on. A guess, which the reader of what stands in front proves or refutes;
 * nothing here parses. Counts lines on the way.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_CUT_H
#define PS_SCREEN_CUT_H

#include "procscreen/common.h"

enum { PS_CUT_TAG_MOST = 256 };

typedef struct ps_cut {
    int fd;
    uint64_t ring;             /* as in ring.h */
    uint64_t step;             /* least distance between two places */
    char tag[PS_CUT_TAG_MOST]; /* "<cac:Order" */
    size_t tag_len;
    uint64_t at;         /* everything before was searched */
    uint64_t line;       /* of it, from 1 */
    uint64_t line_start; /* offset of that line's first byte */
    uint64_t from;       /* the next place is not before this */
} ps_cut;

/** A place; the line counts from 1, the column in bytes from 1. */
typedef struct ps_cut_place {
    uint64_t offset;
    uint64_t line;
    uint64_t column;
} ps_cut_place;

/** Begin behind the first record's start tag, which stands at `first`; `limit` bytes can be read.
 * @return 0 when there is no name of a usable length. */
int ps_cut_begin(ps_cut *cut, int fd, uint64_t ring, uint64_t step, const ps_cut_place *first,
                 uint64_t limit);
/** Search on up to `limit`. @return 1 with the next place; 0 when there is none so far. */
int ps_cut_next(ps_cut *cut, uint64_t limit, ps_cut_place *ret_place);

#endif
