/* What the stretches of a document have met, added up in their order: what concerns the document as
 * a whole, so that it comes out as if one worker had read it. SPDX-License-Identifier: Apache-2.0
 */
#ifndef PS_SCREEN_SPLIT_MET_H
#define PS_SCREEN_SPLIT_MET_H

#include "base/arena.h"
#include "base/index.h"
#include "formats/coverage.h"
#include "procscreen/limits.h"
#include "procscreen/outcome.h"

typedef struct ps_split_met {
    ps_arena arena;
    ps_index index; /* of the names */
    ps_str *names;
    size_t room;
    size_t name_bytes;
    ps_coverage *unread; /* elements that nobody reads */
    uint64_t spent_ns;   /* processor time */
} ps_split_met;

PS_CHECKED ps_status ps_split_met_init(ps_split_met *met, ps_error *reterr);
/** Accepts a zeroed struct. */
void ps_split_met_done(ps_split_met *met);

/** Append a row for ps_split_met_unread(). */
void ps_split_met_row(ps_buffer *rows, const ps_unmapped *row);
/** Add the rows of the next stretch. */
void ps_split_met_unread(ps_split_met *met, ps_str rows);
/** Add its names, each with a NUL behind. @return PS_OK or PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_split_met_names(ps_split_met *met, ps_str names, ps_error *reterr);
/** The next stretch must know of all this, because together they may come to a limit. */
int ps_split_met_is_much(const ps_split_met *met, const ps_limits *limits);

/** Open memory that holds the names and then the unread elements. @return a descriptor, or -1. */
int ps_split_met_export(const ps_split_met *met, uint64_t *ret_names, uint64_t *ret_unread);

#endif
