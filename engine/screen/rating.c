/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/rating.h"

enum {
    WORST_HIGH = 40,
    WORST_MEDIUM = 20,
    WORST_LOW = 5,
    EACH_HIT = 2,
    EACH_ELEMENT = 2,
    EACH_UNDECIDED = 1,
    HITS_MOST = 20,
    ELEMENTS_MOST = 20,
    UNDECIDED_MOST = 10,
    AUDIT_OVERDUE = 10,
    LEVEL_HIGH = 60,
    LEVEL_MEDIUM = 30
};

static unsigned points_of(uint64_t count, unsigned each, unsigned most)
{
    return count > most / each ? most : (unsigned)count * each;
}

static unsigned points_of_worst(const ps_supplier *supplier)
{
    if (!supplier->findings) {
        return 0;
    }
    switch (supplier->worst) {
    case PS_SEVERITY_HIGH:
        return WORST_HIGH;
    case PS_SEVERITY_MEDIUM:
        return WORST_MEDIUM;
    case PS_SEVERITY_LOW:
        return WORST_LOW;
    case PS_SEVERITY_INFO:
        break;
    }
    return 0;
}

ps_rating ps_rating_of(const ps_supplier *supplier, ps_day today)
{
    int overdue =
        today != PS_NO_DAY && supplier->audit_due != PS_NO_DAY && supplier->audit_due < today;
    ps_rating rating = {
        .worst = points_of_worst(supplier),
        .hits = points_of(supplier->item_hits, EACH_HIT, HITS_MOST),
        .elements = points_of(supplier->elements_failed, EACH_ELEMENT, ELEMENTS_MOST),
        .undecided = points_of(supplier->not_evaluable, EACH_UNDECIDED, UNDECIDED_MOST),
        .audit = overdue ? AUDIT_OVERDUE : 0};
    rating.points = rating.worst + rating.hits + rating.elements + rating.undecided + rating.audit;
    rating.level = rating.points >= LEVEL_HIGH     ? "high"
                   : rating.points >= LEVEL_MEDIUM ? "medium"
                   : rating.points                 ? "low"
                                                   : "none";
    return rating;
}
