/* What several contracts say of one element, and what follows from it when they belong together: a
 * contract, its versions and what amends it. policies/README.md tells the rules.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_VERDICT_H
#define PS_SCREEN_VERDICT_H

#include "base/arena.h"
#include "procscreen/outcome.h"

/** One contract's word on one element. */
typedef struct ps_voice {
    const ps_screened *contract; /* NULL: nobody spoke */
    const ps_element_outcome *says;
    ps_str through; /* the references that lead to it */
    int amends;     /* it was asked as an amendment */
} ps_voice;

/** What a family says of one element; zeroed: nothing yet. */
typedef struct ps_verdict {
    ps_voice present; /* the latest of each */
    ps_voice revoked;
    ps_voice unclear; /* it may have taken the element back */
    ps_voice other;   /* the best */
} ps_verdict;

/** How good a word is: present, defeated, not evaluable, missing; 0: none. */
int ps_voice_rank(const ps_voice *voice);

/** Add a contract's word. The order in which they are added makes no difference.
 *  @return PS_OK; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_verdict_hear(ps_verdict *verdict, const ps_voice *voice, ps_arena *arena,
                                     ps_error *reterr);
/** The word that counts. */
ps_voice ps_verdict_conclude(const ps_verdict *verdict);

#endif
