/* How much there is to do about a supplier, by an arithmetic that a person can follow.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_RATING_H
#define PS_SCREEN_RATING_H

#include "procscreen/outcome.h"

/** @param today  PS_NO_DAY: no audit is overdue. */
ps_rating ps_rating_of(const ps_supplier *supplier, ps_day today);

#endif
