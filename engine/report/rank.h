/* Which of two findings a person should look at first.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_RANK_H
#define PS_REPORT_RANK_H

#include "base/decimal.h"
#include "procscreen/outcome.h"

typedef struct ps_rank {
    ps_severity severity;
    ps_confidence confidence;
    int known; /* there is an amount */
    ps_decimal amount;
} ps_rank;

static inline ps_rank ps_rank_of(const ps_finding *finding)
{
    return (ps_rank){finding->severity, finding->confidence, finding->exposure.known,
                     finding->exposure.max};
}

/* Amounts of different currencies are compared by their digits: this decides only which of equally
 * severe findings is named first, and mixed currencies are never added. */
static inline int ps_rank_before(const ps_rank *a, const ps_rank *b)
{
    if (a->severity != b->severity) {
        return a->severity > b->severity;
    }
    if (a->confidence != b->confidence) {
        return a->confidence > b->confidence;
    }
    if (a->known && b->known) {
        return ps_decimal_compare(a->amount, b->amount) > 0;
    }
    return a->known && !b->known;
}

#endif
