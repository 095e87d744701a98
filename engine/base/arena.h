/* An arena: memory that is given out piece by piece and dropped as a whole.
 *
 * One arena per life: a pack, a record, a run. What it gave out stays where it is and stays valid
 * until ps_arena_reset() or ps_arena_done(); a view into an arena is valid just as long. Belongs to
 * one thread at a time. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_ARENA_H
#define PS_BASE_ARENA_H

#include "procscreen/common.h"

typedef struct ps_arena_block ps_arena_block;

typedef struct ps_arena {
    ps_arena_block *block; /* newest first */
    ps_arena_block *spare; /* kept over a reset, see ps_arena_keep() */
    size_t keep;
    size_t used;  /* bytes given out since the last reset */
    size_t limit; /* most that may be given out */
} ps_arena;

/** @param limit  Most bytes to give out between two resets; 0: no limit but memory. */
void ps_arena_init(ps_arena *arena, size_t limit);
/** Let a reset keep blocks of about `bytes`, for an arena that needs as much again and again; else
 * it keeps one block of moderate size for the next user. */
void ps_arena_keep(ps_arena *arena, size_t bytes);

/** Memory to begin in. */
typedef struct ps_room {
    void *bytes; /* aligned for any type, zeroed */
    size_t size;
} ps_room;

/** An arena without a limit. It begins in `room`, which stays the caller's; when that is full, or
 * `room` is NULL, it allocates. */
void ps_arena_init_in(ps_arena *arena, const ps_room *room);
/** Bytes of a room that hold what its arena gave out; 0: no arena began there, or not all of that
 * is in the room. */
size_t ps_room_used(const ps_room *room);

/** Drop everything; the arena is empty and may be used on. */
void ps_arena_reset(ps_arena *arena);
/** Drop everything and give all memory back. Accepts a zeroed struct. */
void ps_arena_done(ps_arena *arena);

/** `size` bytes aligned for any type, zeroed; NULL when there is no memory or the limit is reached.
 */
void *ps_arena_alloc(ps_arena *arena, size_t size);
/** The same, not zeroed: for what is filled at once. */
void *ps_arena_bytes(ps_arena *arena, size_t size);
/** An array of `count` zeroed things of `size`; NULL also when the product overflows. */
void *ps_arena_array(ps_arena *arena, size_t count, size_t size);
/** A copy of `text`; a terminating NUL stands behind it. ptr is NULL when there is no memory. */
ps_str ps_arena_str(ps_arena *arena, ps_str text);
/** The parts one after the other, terminated like ps_arena_str(). */
ps_str ps_arena_concat(ps_arena *arena, const ps_str *parts, size_t count);
/** The words of `text` with one blank between them, terminated like ps_arena_str(). */
ps_str ps_arena_words(ps_arena *arena, ps_str text);

#endif
