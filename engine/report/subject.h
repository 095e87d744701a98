/* What a finding is about: its item and its element in the record.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_SUBJECT_H
#define PS_REPORT_SUBJECT_H

#include "base/buffer.h"
#include "procscreen/outcome.h"

/** The item that the finding is about; NULL when it is not about one. */
const ps_item_outcome *ps_subject_item(const ps_screened *screened, const ps_finding *finding);
/** The element that the finding is about; NULL when it is not about one. */
const ps_element_outcome *ps_subject_element(const ps_screened *screened,
                                             const ps_finding *finding);

/** The item's line in its file where something was seen in it, so that a finding can be about it; 0
 * for other clear items, of which there are many, and where it is not known. */
uint64_t ps_subject_line(const ps_item_outcome *item);

/** The next place of the item's name, at or after `from`, that its evidence marks: the name's bytes
 * from `start` to `end`. NULL when there is none. */
const ps_evidence *ps_subject_mark(const ps_item_outcome *item, size_t from);

/** Of a record: how many items and required elements could not be decided, and why the first. */
typedef struct ps_undecided {
    uint64_t items;
    uint64_t elements;
    ps_str item_reason;
    ps_str element_reason;
} ps_undecided;

ps_undecided ps_undecided_of(const ps_screened *screened);

/** The names, with blanks between, of the required elements that could not be decided for the same
 * reason as element `at`, which is the first of them. @return how many; 0 when it is none of them
 * or not the first. */
size_t ps_subject_undecided(const ps_screened *screened, size_t at, ps_buffer *ret_names);

/** The one to look at first; NULL when there is none. */
const ps_finding *ps_subject_worst(const ps_finding *const *findings, size_t count);

/** How many required elements of a record are in each state. */
typedef struct ps_states {
    uint64_t of[PS_STATE_NOT_EVALUABLE + 1];
} ps_states;

ps_states ps_subject_states(const ps_screened *screened);

#endif
