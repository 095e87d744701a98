/* What profiles filled and what nobody read, counted over documents.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_COVERAGE_H
#define PS_FORMATS_COVERAGE_H

#include "base/buffer.h"
#include "formats/model.h"
#include "procscreen/screener.h"

typedef struct ps_coverage ps_coverage;

/** @param detailed  Not 0: count filled fields too, and tell unread elements apart by path. */
PS_CHECKED ps_status ps_coverage_new(int detailed, ps_coverage **ret_coverage, ps_error *reterr);
void ps_coverage_free(ps_coverage *coverage);
/** An element with text that no rule reads. A name or path too many is counted with others. Its
 * text is not kept: what no profile asks for may be a password or the number of a card. */
void ps_coverage_unread(ps_coverage *coverage, ps_str format, ps_str element);
/** The same for a row that ps_coverage_unread_each() gave. */
void ps_coverage_unread_add(ps_coverage *coverage, ps_str format, ps_str element, uint64_t count);
/** Not 0 when the next element that was not met before will only be counted with others. */
int ps_coverage_unread_full(const ps_coverage *coverage);
void ps_coverage_unread_clear(ps_coverage *coverage);

/*
 * Stretches of a document that are counted apart, to be added up in their order as if they had been
 * counted together: which elements are told apart goes by who came first.
 */

/** Forget what was counted; count a stretch from now on, with room for more elements and with rows
 * in the order in which they were met. */
void ps_coverage_unread_stretch(ps_coverage *coverage);
/** Go on with a stretch as one with the stretches before it, whose rows are given without their
 * counts, as ps_coverage_unread_names() gives them. */
void ps_coverage_unread_join(ps_coverage *coverage, ps_str names);
/** Format and element of each row in the order in which they were met, each with a NUL behind. */
void ps_coverage_unread_names(const ps_coverage *coverage, ps_buffer *ret_names);
/** The most frequent first, then by name; those of a stretch in the order in which they were met.
 */
void ps_coverage_unread_each(const ps_coverage *coverage,
                             void (*row)(void *user, ps_str format, ps_str element, uint64_t count),
                             void *user);
/** Count what a finished record holds. */
void ps_coverage_record(ps_coverage *coverage, ps_str format, const ps_builder *builder);
/** Rows by format, scope and field, then those of unread elements. */
PS_CHECKED ps_status ps_coverage_each(const ps_coverage *coverage, ps_coverage_fn row, void *user,
                                      ps_error *reterr);

#endif
