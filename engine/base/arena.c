/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "base/str.h"

struct ps_arena_block {
    ps_arena_block *next;
    size_t size;
    size_t used;
    int is_lent;     /* the caller's */
    int is_outgrown; /* it is, and there are others */
    alignas(max_align_t) char bytes[];
};

/* Blocks double up to the larger size; a reset keeps a block that is no larger than this. What is
 * large has a block of its own, so that the room of the block at hand is not given up for it. */
enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 262144, OWN_BLOCK_FROM = LARGEST_BLOCK / 16 };

void ps_arena_init(ps_arena *arena, size_t limit)
{
    *arena = (ps_arena){.limit = limit ? limit : SIZE_MAX};
}

void ps_arena_init_in(ps_arena *arena, const ps_room *room)
{
    ps_arena_init(arena, 0);
    if (room && room->size > sizeof *arena->block) {
        arena->block = room->bytes;
        *arena->block = (ps_arena_block){.size = room->size - sizeof *arena->block, .is_lent = 1};
    }
}

size_t ps_room_used(const ps_room *room)
{
    const ps_arena_block *block = room->bytes;
    return block->is_lent && !block->is_outgrown ? sizeof *block + block->used : 0;
}

static void free_chain(ps_arena_block *block)
{
    while (block) {
        ps_arena_block *next = block->next;
        if (!block->is_lent) {
            free(block);
        }
        block = next;
    }
}

void ps_arena_keep(ps_arena *arena, size_t bytes)
{
    arena->keep = bytes;
}

/* Blocks that others can be in place of, as far as they are to be kept. */
static void spare_chain(ps_arena *arena, ps_arena_block *block)
{
    size_t kept = LARGEST_BLOCK; /* the one at hand */
    for (const ps_arena_block *b = arena->spare; b; b = b->next) {
        kept += b->size;
    }
    while (block) {
        ps_arena_block *next = block->next;
        if (block->size == LARGEST_BLOCK && !block->is_lent && kept < arena->keep) {
            block->next = arena->spare;
            arena->spare = block;
            kept += block->size;
        } else if (!block->is_lent) {
            free(block);
        }
        block = next;
    }
}

void ps_arena_reset(ps_arena *arena)
{
    ps_arena_block *keep = arena->block;
    if (keep && keep->size <= LARGEST_BLOCK) {
        spare_chain(arena, keep->next);
        keep->next = NULL;
        keep->used = 0;
    } else {
        spare_chain(arena, keep);
        arena->block = NULL;
    }
    arena->used = 0;
}

void ps_arena_done(ps_arena *arena)
{
    free_chain(arena->block);
    free_chain(arena->spare);
    arena->block = NULL;
    arena->spare = NULL;
    arena->used = 0;
}

static ps_arena_block *add_block(ps_arena *arena, size_t need)
{
    size_t size = arena->block ? arena->block->size : FIRST_BLOCK / 2;
    size = size >= LARGEST_BLOCK / 2 ? LARGEST_BLOCK : size * 2;
    int is_own = arena->block && need >= OWN_BLOCK_FROM;
    if (is_own || size < need) {
        size = need;
    }
    size_t total;
    if (!PS_ADD(size, sizeof(ps_arena_block), &total)) {
        return NULL;
    }
    ps_arena_block *block = size == LARGEST_BLOCK ? arena->spare : NULL;
    if (block) {
        arena->spare = block->next;
    } else {
        block = malloc(total);
    }
    if (!block) {
        return NULL;
    }
    block->size = size;
    block->used = 0;
    block->is_lent = 0;
    block->is_outgrown = 0;
    if (arena->block) {
        arena->block->is_outgrown = arena->block->is_lent;
    }
    ps_arena_block **place = is_own ? &arena->block->next : &arena->block;
    block->next = *place;
    *place = block;
    return block;
}

/* NULL when there is no room. */
static void *take(ps_arena *arena, size_t size)
{
    size_t rounded;
    if (!PS_ADD(size, alignof(max_align_t) - 1, &rounded)) {
        return NULL;
    }
    rounded &= ~(alignof(max_align_t) - 1);
    if (rounded > arena->limit - arena->used) {
        return NULL;
    }
    ps_arena_block *block = arena->block;
    if (!block || block->size - block->used < rounded) {
        block = add_block(arena, rounded);
        if (!block) {
            return NULL;
        }
    }
    void *p = block->bytes + block->used;
    block->used += rounded;
    arena->used += rounded;
    return p;
}

void *ps_arena_alloc(ps_arena *arena, size_t size)
{
    void *p = take(arena, size);
    return p ? memset(p, 0, size) : NULL;
}

void *ps_arena_bytes(ps_arena *arena, size_t size)
{
    return take(arena, size);
}

void *ps_arena_array(ps_arena *arena, size_t count, size_t size)
{
    size_t total;
    return PS_MUL(count, size, &total) ? ps_arena_alloc(arena, total) : NULL;
}

ps_str ps_arena_str(ps_arena *arena, ps_str text)
{
    return ps_arena_concat(arena, &text, 1);
}

ps_str ps_arena_concat(ps_arena *arena, const ps_str *parts, size_t count)
{
    size_t total = 1;
    for (size_t i = 0; i < count; i++) {
        if (!PS_ADD(total, parts[i].len, &total)) {
            return (ps_str){NULL, 0};
        }
    }
    char *copy = ps_arena_bytes(arena, total);
    if (!copy) {
        return (ps_str){NULL, 0};
    }
    char *at = copy;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len) {
            memcpy(at, parts[i].ptr, parts[i].len);
            at += parts[i].len;
        }
    }
    *at = '\0';
    return (ps_str){copy, total - 1};
}

ps_str ps_arena_words(ps_arena *arena, ps_str text)
{
    char *out = ps_arena_bytes(arena, text.len + 1);
    ps_str word;
    size_t len = 0;
    if (!out) {
        return (ps_str){NULL, 0};
    }
    while (ps_str_next_word(&text, &word)) {
        if (len) {
            out[len++] = ' ';
        }
        memcpy(out + len, word.ptr, word.len);
        len += word.len;
    }
    out[len] = '\0';
    return (ps_str){out, len};
}
