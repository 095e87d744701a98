/* Which buying legal entities are CII operators, and since when: an operators file.
 *
 *     <operators xmlns="urn:procscreen:operators:1">
 *       <operator name="Example Grid Co., Ltd." uscc="…" sector="energy">
 *         <alias>Example Grid</alias>
 *         <status value="identified" from="2022-03-01" by="…"/>
 *       </operator>
 *     </operators>
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_OPERATORS_H
#define PS_SCREEN_OPERATORS_H

#include "procscreen/run.h"

/**
 * The status of a buyer on a day; by USCC, else by folded name. PS_CII_UNKNOWN when it is not
 * listed, or had no status on that day; PS_NO_DAY asks for the last one.
 * @return PS_OK or PS_FATAL with PS_E_MEMORY. Threads: one at a time (it folds the name in
 * `operators`' own arena).
 */
PS_CHECKED ps_status ps_operators_status(ps_operators *operators, const ps_party_view *buyer,
                                         ps_day day, ps_cii_status *ret_status, ps_error *reterr);

#endif
