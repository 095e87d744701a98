/* What profiles filled and what nobody read, counted over documents.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_COVERAGE_H
#define PS_FORMATS_COVERAGE_H

#include "formats/model.h"
#include "procscreen/screener.h"

typedef struct ps_coverage ps_coverage;

/** @param detailed  Not 0: count filled fields too, and tell unread elements apart by path. */
PS_CHECKED ps_status ps_coverage_new(int detailed, ps_coverage **ret_coverage, ps_error *reterr);
void ps_coverage_free(ps_coverage *coverage);
/** An element with text that no rule reads. A name or path too many is counted with others. Its
 * text is not kept: what no profile asks for may be a password or the number of a card. */
void ps_coverage_unread(ps_coverage *coverage, ps_str format, ps_str element);
void ps_coverage_unread_clear(ps_coverage *coverage);
/** The most frequent first, then by name. */
void ps_coverage_unread_each(const ps_coverage *coverage,
                             void (*row)(void *user, ps_str format, ps_str element, uint64_t count),
                             void *user);
/** Count what a finished record holds. */
void ps_coverage_record(ps_coverage *coverage, ps_str format, const ps_builder *builder);
/** Rows by format, scope and field, then those of unread elements. */
PS_CHECKED ps_status ps_coverage_each(const ps_coverage *coverage, ps_coverage_fn row, void *user,
                                      ps_error *reterr);

#endif
