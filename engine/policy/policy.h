/* Policies: the elements that a contract must contain, the patterns that find them, and what
 * defeats them. The rules of judging are written down in policies/README.md.
 *
 * Threads: ps_policy is immutable and shared; ps_policy_scratch belongs to one thread at a time.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_POLICY_POLICY_H
#define PS_POLICY_POLICY_H

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/pack_file.h"
#include "base/pack_text.h"
#include "base/profiler.h"
#include "procscreen/limits.h"
#include "procscreen/outcome.h"
#include "procscreen/pack.h"
#include "procscreen/record.h"

typedef struct ps_policy ps_policy;
typedef struct ps_policy_scratch ps_policy_scratch;

/** Several files make one policy. `room` and errors as ps_profiles_load(). */
PS_CHECKED ps_status ps_policy_load(const ps_pack_file *files, size_t count, const ps_room *room,
                                    ps_problem_fn problem, void *user, ps_policy **ret_policy,
                                    ps_error *reterr);
/** The same for those who write policies: also what is allowed and cannot be meant is an error or a
 * warning. Takes much longer. */
PS_CHECKED ps_status ps_policy_check(const ps_pack_file *files, size_t count, ps_problem_fn problem,
                                     void *user, ps_policy **ret_policy, ps_error *reterr);
void ps_policy_free(ps_policy *policy);
PS_DEFINE_CLEANUP(ps_policy *, ps_policy_free)

/** Facts of the file at `index`; PS_END past the last. sha256 is left empty. */
PS_CHECKED ps_status ps_policy_at(const ps_policy *policy, size_t index, ps_pack_info *ret_info);
/** Show everything that the packs hold. @return PS_OK; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_policy_visit(const ps_policy *policy, const ps_pack_visitor *visitor,
                                     void *user, ps_error *reterr);
/** Tell all that the policy says to people. */
void ps_policy_each_text(const ps_policy *policy, ps_pack_text_fn text, void *user);
PS_CHECKED ps_status ps_policy_test(const ps_policy *policy, ps_example_fn example, void *user,
                                    size_t *passed, size_t *failed, ps_error *reterr);

/** For judging by this policy alone, which must outlive it. */
PS_CHECKED ps_status ps_policy_scratch_new(const ps_policy *policy, const ps_limits *limits,
                                           ps_policy_scratch **ret_scratch, ps_error *reterr);
void ps_policy_scratch_free(ps_policy_scratch *scratch);
/** Measure what follows; NULL: no longer. */
void ps_policy_scratch_profiler(ps_policy_scratch *scratch, ps_profiler *profiler);
PS_DEFINE_CLEANUP(ps_policy_scratch *, ps_policy_scratch_free)

/** How many patterns there are, as a profile counts them. */
size_t ps_policy_pattern_count(const ps_policy *policy);
/** Which pattern that is, and where it stands in its pack. */
ps_pattern_place ps_policy_pattern_at(const ps_policy *policy, size_t index);

/** How many elements the policy has in force on `day` (PS_NO_DAY: ever). */
size_t ps_policy_element_count(const ps_policy *policy, ps_day day);

/** What is known of the texts as a whole. */
typedef struct ps_policy_texts {
    uint64_t bytes; /**< of all texts that were judged */
    int enough; /**< long enough, or of the right kind, to say "missing" (see policies/README.md) */
    int refers_to_agreement; /**< points at an agreement that is not in the record; evidence in
                                `referred` */
    ps_evidence referred;
    uint64_t same; /**< not 0: of all texts with this number the same is said, but for the lines of
                      the source */
} ps_policy_texts;

/**
 * Judge a record's own texts.
 *
 * Every element in force on `day` gets a state: PRESENT, DEFEATED, NOT_EVALUABLE (with a reason
 * that begins with a name: "no-contract-text", "referenced-not-supplied", "limit:…") or MISSING.
 * Nothing is required or not required here: the screen stage decides that.
 *
 * @param ret_elements  Array in `arena` in the policy's order, *ret_count long.
 * @return PS_OK; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_policy_judge(const ps_policy *policy, ps_policy_scratch *scratch,
                                     const ps_record *record, ps_day day, int explain,
                                     ps_arena *arena, ps_element_outcome **ret_elements,
                                     size_t *ret_count, ps_policy_texts *ret_texts,
                                     ps_error *reterr);

/** A rule's texts for findings, from the policy pack: severity, basis, message and next step. */
typedef struct ps_policy_rule {
    ps_str id;
    ps_severity severity[4]; /**< by ps_cii_status; a lower one may be meant for a lower confidence
                                (see README) */
    ps_str element;          /**< element whose missing is said by this rule instead; or absent */
    unsigned months;         /**< of a rule about something that falls due; 0: not given */
    const ps_str *basis;     /**< those in force on the day asked for */
    size_t basis_count;
    ps_str message; /**< with {placeholders}; documented in policies/README.md */
    ps_str next;
} ps_policy_rule;

/** PS_END when the policy has no such rule in force on `day`: then the finding is not made. `arena`
 * for the views. */
PS_CHECKED ps_status ps_policy_rule_find(const ps_policy *policy, ps_str id, ps_day day,
                                         ps_arena *arena, ps_policy_rule *ret_rule,
                                         ps_error *reterr);

/** The days around `day`, from *ret_from to *ret_to, on which ps_policy_rule_find() says the same
 * of every rule. Threads: any. */
void ps_policy_rule_days(const ps_policy *policy, ps_day day, ps_day *ret_from, ps_day *ret_to);

/** What a breach of a rule could cost, from the policy pack. Amounts are factors of the purchase
 * amount when by_amount is not 0, else money in `currency`. */
typedef struct ps_policy_exposure {
    int by_amount;
    ps_decimal min;
    ps_decimal max;
    ps_str currency; /**< absent when by_amount */
    ps_str basis;
    ps_str formula;
    int has_person; /**< the next three are given: what each person responsible could pay */
    ps_decimal person_min;
    ps_decimal person_max;
    ps_str person_currency;
} ps_policy_exposure;

/** The exposures of a rule that are in force on `day`, by index from 0; several are alternatives
 * (the larger counts, never the sum: APL art. 29). PS_END past the last. Views live as long as the
 * policy. Threads: any.
 *
 * @param continuing  Not 0: only those of acts that go on after the record's date, such as use.
 */
PS_CHECKED ps_status ps_policy_exposure_at(const ps_policy *policy, ps_str rule, ps_day day,
                                           int continuing, size_t index,
                                           ps_policy_exposure *ret_exposure);

/** Set how much it weighs that each element is missing, given what the record buys: an element may
 * be meant for some categories, for services or for listed products ("for" in the pack). */
void ps_policy_rate(const ps_policy *policy, ps_element_outcome *outcomes, size_t count,
                    const ps_item_outcome *items, size_t item_count);

int ps_policy_has_element(const ps_policy *policy, ps_str id);

/** The articles of an element that are in force on `day`; views in `arena` into the policy. */
PS_CHECKED ps_status ps_policy_element_basis(const ps_policy *policy, ps_str id, ps_day day,
                                             ps_arena *arena, const ps_str **ret_basis,
                                             size_t *ret_count, ps_error *reterr);

#endif
