/* Who is the buyer and who the supplier when the text calls them 甲方 and 乙方, Party A and Party
 * B. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_POLICY_PARTY_H
#define PS_POLICY_PARTY_H

#include "policy/model.h"
#include "policy/segment.h"

/** What told the roles. */
typedef enum ps_party_source {
    PS_PARTY_NONE,       /* no such labels in the text */
    PS_PARTY_CONVENTION, /* nothing told: 甲方 buys, as is usual */
    PS_PARTY_BY_CLUE,
    PS_PARTY_BY_NAME, /* the record's supplier or buyer stands behind a label */
    PS_PARTY_BY_DEFINITION
} ps_party_source;

typedef struct ps_party_roles {
    int swapped; /* 甲方 is the supplier */
    ps_party_source source;
    uint32_t text;    /* where it was told */
    ps_span folded;   /* of that text */
    uint32_t pattern; /* of PS_PARTY_BY_DEFINITION and PS_PARTY_BY_CLUE */
} ps_party_roles;

/** Whether the labels occur at all; cheap. */
int ps_party_has_labels(ps_str folded_text);

/**
 * Find the roles in the folded texts.
 * @return PS_OK; PS_FAILED with PS_E_LIMIT when a pattern could not be decided (the roles are then
 * by what the others say); PS_FATAL.
 */
PS_CHECKED ps_status ps_party_resolve(const ps_policy *policy, ps_regex_scratch *scratch,
                                      const ps_record *record, const ps_folded *texts, size_t count,
                                      ps_arena *arena, ps_party_roles *ret_roles, ps_error *reterr);

/**
 * Whether the supplier's or the buyer's name stands anywhere in a folded text.
 * @return PS_OK; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_party_names_occur(const ps_record *record, ps_str folded_text,
                                          ps_arena *arena, int *ret_occur, ps_error *reterr);

/** A copy of the text with 甲方 and 乙方, party a and party b exchanged; offsets stay. ptr NULL: no
 * memory. */
ps_str ps_party_swap(ps_arena *arena, ps_str folded_text);

#endif
