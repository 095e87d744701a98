/* Numbered lists of word processors, and the number that each paragraph is shown with.
 *
 * Both Word and OpenDocument give each level of a list a pattern and a style; "%2" in a pattern is
 * the number of the second level. Belongs to one thread at a time.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_DOCUMENT_LISTS_H
#define PS_DOCUMENT_LISTS_H

#include "base/arena.h"
#include "base/index.h"
#include "document/numbering.h"

enum {
    PS_LIST_LEVELS = 10, /* of OpenDocument; Word has 9 */
    PS_LISTS_MOST = 4096 /* of one document; further ones have no numbers */
};

typedef struct ps_list_level {
    ps_str pattern; /* "%1.%2", "(%3)"; for bullets it is not looked at */
    ps_str owner;   /* the paragraph style that the level belongs to; may be absent */
    uint32_t start;
    ps_number_style style;
    int all_decimal; /* legal numbering: the other levels are shown in decimal, too */
} ps_list_level;

typedef struct ps_list {
    ps_str key;
    ps_list_level level[PS_LIST_LEVELS];
    uint32_t count[PS_LIST_LEVELS];
    unsigned char counted[PS_LIST_LEVELS]; /* count[] is of this round */
} ps_list;

typedef struct ps_lists {
    ps_list *items[PS_LISTS_MOST];
    size_t count;
    ps_index index;
    ps_arena *arena;
    int failed;  /* there was no memory */
    int dropped; /* there were more than PS_LISTS_MOST */
} ps_lists;

void ps_lists_init(ps_lists *lists, ps_arena *arena);
/** Accepts a zeroed struct. */
void ps_lists_done(ps_lists *lists);
/** A new list; of two with the same key the later one is found. NULL when there is no memory or no
 * room. Its levels are decimal ones without a pattern, from 1. */
ps_list *ps_lists_add(ps_lists *lists, ps_str key);
/** NULL when there is none; one without a key is not found. */
ps_list *ps_lists_find(const ps_lists *lists, ps_str key);

/** Count one paragraph of a level, from 0. */
void ps_list_step(ps_list *list, unsigned level);
/** Its next paragraph of the level gets this number. */
void ps_list_restart(ps_list *list, unsigned level, uint32_t number);
/** All levels begin anew. */
void ps_list_reset(ps_list *list);
/** Add the number of the paragraph that was counted last, as it is printed. */
void ps_list_label(const ps_list *list, unsigned level, ps_buffer *out);

#endif
