/* Texts that come again and again: each is kept once and has a number, which a report writes in its
 * place.
 *
 * There is room for so many and no more, and a text is looked for in a few slots from its own on,
 * so that no input can make that long. What finds no room has no number: whoever asks writes it
 * where it stands.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_NUMBERED_H
#define PS_REPORT_NUMBERED_H

#include "base/arena.h"
#include "base/buffer.h"

enum { PS_NUMBERED_MOST = 50000, PS_NUMBERED_TEXT_MOST = 2048 };

typedef struct ps_numbered_text {
    ps_str text;
    unsigned kind; /* the owner's: equal texts of two kinds are two */
    uint32_t note; /* the owner's, 0 at first: what it knows of the text */
} ps_numbered_text;

/** Small, so that many lie in the processor's cache. */
typedef struct ps_numbered_slot {
    uint16_t mark;   /* of the text's hash; 0: the slot is free */
    uint16_t number; /* 0: the text came once and was not kept */
} ps_numbered_slot;
_Static_assert(PS_NUMBERED_MOST <= UINT16_MAX, "a number fits into a slot");

enum { PS_NUMBERED_RECENT = 512 };

typedef struct ps_numbered {
    ps_arena arena;
    ps_numbered_slot *slots; /* made with the first text */
    ps_buffer list;          /* ps_numbered_text */
    uint32_t count;
    size_t eager;
    uint16_t recent[PS_NUMBERED_RECENT]; /* numbers, by where their texts were */
} ps_numbered;

/**
 * Cannot fail.
 *
 * @param bytes  Most bytes of texts.
 * @param eager  While they take less than this, a text is kept from the first time on that it
 *               comes; then from the second, so that those that come once take no more room.
 */
void ps_numbered_init(ps_numbered *numbered, size_t bytes, size_t eager);
/** Accepts a zeroed struct. */
void ps_numbered_done(ps_numbered *numbered);

/** The number of the text, 1 for the first that is kept. 0 when it is not kept: it has come for the
 * first time, there is no room for it, or no memory. */
uint32_t ps_numbered_of(ps_numbered *numbered, ps_str text, unsigned kind);

/** What has the number; valid until the next ps_numbered_of(). */
static inline ps_numbered_text *ps_numbered_at(const ps_numbered *numbered, uint32_t number)
{
    return (ps_numbered_text *)(void *)numbered->list.ptr + (number - 1);
}

#endif
