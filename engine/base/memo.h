/* Answers to questions that recur, in bounded memory: an ERP system prints the same item texts
 * thousands of times.
 *
 * A question is a run of bytes, which must hold all that its answer depends on; it is compared in
 * full. An answer that is cheap to find is kept from the second time on that its question is asked,
 * so that what comes once costs nothing but a look. When the memory is used up nothing more is
 * kept; ps_memo_settle() then forgets all.
 *
 * Threads: belongs to one. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_MEMO_H
#define PS_BASE_MEMO_H

#include "base/arena.h"
#include "base/cleanup.h"

/* A question beside its answer: what is compared and what is read then lie together. */
typedef struct ps_memo_entry {
    const void *answer;
    char question[];
} ps_memo_entry;

typedef struct ps_memo_slot {
    uint32_t mark;              /* of the question's hash; 0: the slot is free */
    uint32_t length;            /* of the question */
    const ps_memo_entry *entry; /* NULL: it was asked once */
} ps_memo_slot;

enum { PS_MEMO_SHARED = 512 };

typedef struct ps_memo {
    ps_arena arena; /* of questions and answers */
    ps_memo_slot *slots;
    size_t kept;
    ps_str shared[PS_MEMO_SHARED]; /* texts of answers, by their hash */
    int eager;                     /* answers are kept from the first time on */
    /* the question asked last */
    ps_str question;
    uint32_t mark;
    size_t place;   /* its slot; SIZE_MAX: there is no room */
    uint64_t found; /* how often an answer was known */
} ps_memo;

/**
 * @param bytes  Most bytes of questions and answers.
 * @param eager  Not 0: the answers are dear, keep each from the first time on.
 */
PS_CHECKED ps_status ps_memo_init(ps_memo *memo, size_t bytes, int eager, ps_error *reterr);
/** Accepts a zeroed struct. */
void ps_memo_done(ps_memo *memo);

/** The answer, valid until the next ps_memo_settle(); NULL when none is known. */
const void *ps_memo_find(ps_memo *memo, ps_str question);
/** There is no question: ps_memo_room() has none for its answer. */
static inline void ps_memo_skip(ps_memo *memo)
{
    memo->place = SIZE_MAX;
}
/** For the answer to the question that was asked last and is still where it was: the arena to make
 * it in; NULL when it is not to be kept. */
ps_arena *ps_memo_room(ps_memo *memo);
/** A copy of a text for an answer that is made there; that of an answer before where they are
 * equal. ptr is NULL when there is no room. */
ps_str ps_memo_share(ps_memo *memo, ps_str text);
/** Keep what was made there. Without this call it is dropped with the rest. */
void ps_memo_keep(ps_memo *memo, const void *answer);
/** No answer that was given out is used any more: forget all when there is little room left. */
void ps_memo_settle(ps_memo *memo);

#endif
