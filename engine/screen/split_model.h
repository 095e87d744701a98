/* A file that is read in stretches, as the files share it that see to it: pool_split.c finds and
 * proves the stretches, split_answer.c answers their workers, split_stream.c takes in a stream.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_SPLIT_MODEL_H
#define PS_SCREEN_SPLIT_MODEL_H

#include "screen/cut.h"
#include "screen/pool_split.h"
#include "screen/split_met.h"

struct ps_split {
    int fd;             /* the file, or the ring */
    int input;          /* the stream; -1: none, or it has ended */
    int is_pipe;        /* it may be spliced into the ring */
    uint64_t ring;      /* as in ring.h */
    uint64_t filled;    /* bytes taken from the stream */
    uint64_t kept;      /* the ring must keep what is behind this */
    int final;          /* nothing more comes */
    int error;          /* errno: it cannot be read on */
    ps_buffer taken;    /* from the stream at once */
    ps_pool_file *tail; /* the last stretch */
    ps_cut cut;
    int headed;  /* the first record was met */
    int cutting; /* the document can be cut, and there may be places yet */
    unsigned misses;
    uint64_t prefix; /* bytes in front of the first record */
    uint64_t head_line;
    uint64_t depth;
    ps_split_met met; /* in the stretches whose end is proven */
    uint64_t bytes;   /* of those that were told */
    uint64_t reported;
};

/** The stretch behind; NULL when it is the last of its file. */
static inline ps_pool_file *ps_split_next(const ps_pool_file *file)
{
    return file->next && file->next->split == file->split ? file->next : NULL;
}

/** Drop all stretches behind this one. */
void ps_split_drop_rest(ps_pool *pool, ps_pool_file *file);
/** Look for the end of the last stretch, where another begins. *ret_found: there is one. */
PS_CHECKED ps_status ps_split_cut(ps_pool *pool, ps_split *split, int *ret_found);
/** The same as often as one is found. */
PS_CHECKED ps_status ps_split_cut_all(ps_pool *pool, ps_split *split);
/** Answer what the stretch's worker asks as soon as it can be done. */
PS_CHECKED ps_status ps_split_try_answer(ps_pool *pool, ps_pool_file *file);
/** Tell the stretch's worker how far it can read. */
void ps_split_answer_reach(ps_pool_file *file);
/** Give the split a ring for its stream; 0: it cannot be had. */
int ps_split_open_ring(const ps_pool *pool, ps_split *split, int input);
void ps_split_close_ring(ps_split *split);

#endif
