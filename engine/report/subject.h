/* What a finding is about: its item and its element in the record.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_SUBJECT_H
#define PS_REPORT_SUBJECT_H

#include "procscreen/outcome.h"

/** The item that the finding is about; NULL when it is not about one. */
const ps_item_outcome *ps_subject_item(const ps_screened *screened, const ps_finding *finding);
/** The element that the finding is about; NULL when it is not about one. */
const ps_element_outcome *ps_subject_element(const ps_screened *screened,
                                             const ps_finding *finding);

/** Of a record: how many items and required elements could not be decided, and why the first. */
typedef struct ps_undecided {
    uint64_t items;
    uint64_t elements;
    ps_str item_reason;
    ps_str element_reason;
} ps_undecided;

ps_undecided ps_undecided_of(const ps_screened *screened);

#endif
