/* In a worker: contracts that lie as files in the folder of contracts, for the records that refer
 * to them.
 *
 * Each is judged once, by itself and as a contract, and told to the coordinator in front of the
 * first record of each input that needs it: so the coordinator knows it in time, whatever the order
 * in which inputs come back. Belongs to one thread. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_CONTRACT_TEXTS_H
#define PS_SCREEN_CONTRACT_TEXTS_H

#include "base/index.h"
#include "screen/job.h"
#include "screen/judge.h"

typedef struct ps_contract_texts {
    ps_judge *judge;
    /** Ask for the `index`th file of a contract. @return PS_OK; PS_FATAL: nobody answers. */
    ps_status (*ask)(void *user, ps_str id, uint64_t index, ps_answer *ret_answer, int *ret_fd,
                     ps_error *reterr);
    void *user;
    ps_arena arena; /* of the ids and frames that are kept */
    ps_index index; /* of rows, by id */
    ps_buffer rows;
    ps_buffer frames; /* scratch */
    ps_buffer file;   /* scratch */
    ps_arena ids;     /* scratch */
} ps_contract_texts;

/** judge, ask and user are set by the caller. */
void ps_contract_texts_init(ps_contract_texts *texts);
/** Accepts a zeroed struct. */
void ps_contract_texts_done(ps_contract_texts *texts);

/** Whether a record needs contracts that it does not bring itself. */
int ps_contract_texts_needed(const ps_screened *screened);
/**
 * Add frames to `out` of the contracts that the record refers to and that were not told in this
 * job.
 *
 * @param screened  Views into the judge are gone afterwards: put it down in writing before.
 * @param job       Running number of the input.
 * @return PS_OK; PS_FATAL.
 */
PS_CHECKED ps_status ps_contract_texts_tell(ps_contract_texts *texts, const ps_screened *screened,
                                            uint64_t job, ps_buffer *out, ps_error *reterr);

#endif
