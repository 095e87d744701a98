/* Values of a record that are written and were not understood: dates, numbers, currencies. They are
 * told, so that what is unknown for that reason is not taken for absent.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_MISREAD_H
#define PS_SCREEN_MISREAD_H

#include "base/arena.h"
#include "procscreen/limits.h"
#include "procscreen/outcome.h"

/**
 * Fill in screened->not_understood from the record.
 *
 * @return PS_OK; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_misread_note(const ps_record *record, const ps_limits *limits,
                                     ps_arena *arena, ps_screened *screened, ps_error *reterr);

/** The reason of an item that has none but "no-date", when there is a date that was not understood;
 * else the reason as it is. ptr NULL when there is no memory. */
ps_str ps_misread_reason(const ps_record *record, ps_str reason, ps_arena *arena);

#endif
