/* A run: many inputs, read by worker processes, screened, joined with their contracts, rolled up,
 * counted.
 *
 * The calling process is the coordinator. It opens inputs and never parses them; workers forked
 * from it parse and match, and send results in frames. A worker that dies or hangs costs the record
 * it was on, not the run. SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_RUN_H
#define PROCSCREEN_RUN_H

#include "procscreen/common.h"
#include "procscreen/contracts.h"
#include "procscreen/limits.h"
#include "procscreen/outcome.h"
#include "procscreen/pack.h"
#include "procscreen/profiler.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Buying legal entities and their CII status with dates, from an operators file. Immutable. */
typedef struct ps_operators ps_operators;

/**
 * Read an operators file (documented in policies/README.md). All errors go to `problem`.
 * @return PS_OK, or PS_FATAL with PS_E_CONFIG, PS_E_OPEN or PS_E_MEMORY.
 */
PS_API PS_CHECKED ps_status ps_operators_load(const char *path, ps_problem_fn problem, void *user,
                                              ps_operators **ret_operators, ps_error *reterr);
PS_API void ps_operators_free(ps_operators *operators);

/**
 * Gives one more input.
 *
 * @param ret_path   As those of ps_run_execute(); valid until the next call.
 * @param ret_place  Zeroed. Its source and line may be set, to tell where the input was named.
 * @return PS_OK; PS_END when there are no more; PS_FAILED: *ret_place says what is wrong with this
 * one, which is then rejected; PS_FATAL: it says why the run must stop.
 */
typedef ps_status (*ps_next_input_fn)(void *user, const char **ret_path, ps_error *ret_place);

typedef struct ps_run_options {
    uint32_t size;
    ps_day as_of; /**< PS_NO_DAY: each record by its own date */
    ps_day today; /**< tell beside it what the law of this day says, and what is due by it;
                     PS_NO_DAY: not wanted */
    const ps_limits *limits; /**< NULL: the defaults */
    const char *encoding;    /**< NULL: as declared */
    const char *stdin_name;  /**< shown for "-"; NULL: "-" */
    ps_operators *operators; /**< NULL: every buyer's status is unknown */
    unsigned jobs;           /**< worker processes; 0: one per processor that this
                                may use */
    int follow_links;        /**< not 0: follow symbolic links inside folders */
    ps_next_input_fn
        next_input; /**< gives inputs behind those of the array; NULL: there are none */
    void *next_input_user;
    const ps_contracts *contracts; /**< NULL: none */
    int explain; /**< not 0: keep evidence of what did not lead to a hit too, and judge clauses that
                    the record need not contain */
    ps_profiler *profiler; /**< measures the run; NULL: nothing is measured */
} ps_run_options;
#define PS_RUN_OPTIONS_INIT                                                                        \
    {                                                                                              \
        sizeof(ps_run_options), PS_NO_DAY, PS_NO_DAY, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL,    \
            NULL, 0, NULL                                                                          \
    }

/** What the run tells its caller, all on the caller's thread, arguments valid during the call;
 * NULL: not wanted. */
/** A record and its findings. */
typedef struct ps_run_record {
    const ps_screened *screened;
    const ps_finding *findings;
    size_t count;
} ps_run_record;

typedef struct ps_run_sink {
    void (*screened)(void *user, const ps_screened *screened, const ps_finding *findings,
                     size_t count);
    /** Records that waited, some at once, in place of a call of `screened` for each; valid during
     * the call. May be NULL. */
    void (*screened_together)(void *user, const ps_run_record *records, size_t count);
    void (*rejected)(void *user, const ps_rejected *rejected);
    void (*supplier)(void *user, const ps_supplier *supplier); /**< at the end, worst first */
    void (*summary)(void *user, const ps_summary *summary);    /**< once, last */
    void (*warning)(void *user, const ps_error *error);
    /** Called a few times a second; total is 0 when unknown. Returning not 0 stops the run. */
    int (*progress)(void *user, uint64_t bytes, uint64_t total, uint64_t records);
} ps_run_sink;

/**
 * Whether a file that was found in a folder is a document, such as a contract, which a run leaves
 * to the records that name it: told by its first bytes or, of text, by its name.
 *
 * @param fd    Open for reading; stays yours, and where it stands.
 * @param path  Terminated.
 * Threads: any.
 */
PS_API int ps_run_leaves_aside(int fd, const char *path);

/**
 * Screen inputs: files, folders (searched in byte order of names) or "-" for standard input; each a
 * document, or packed ones or an archive of them, as ps_screener_read() takes them.
 *
 * Records come out in input order whatever the number of jobs. Those that contracts, amendments or
 * quotations may still say something of come after all others, again in input order, because only
 * then it is known which there are; ps_screened.waited tells.
 *
 * @param inputs  `count` terminated paths.
 * @return PS_OK; PS_WARN when something was rejected or not evaluable; PS_FATAL with PS_E_MEMORY,
 *         PS_E_INTERNAL, PS_E_OPEN (fork, pipe, temporary file) or PS_E_USAGE.
 * Threads: no other thread of the process may run while this forks.
 */
PS_API PS_CHECKED ps_status ps_run_execute(const ps_packs *packs, const char *const *inputs,
                                           size_t count, const ps_run_options *options,
                                           const ps_run_sink *sink, void *user, ps_error *reterr);

#ifdef __cplusplus
}
#endif
#endif
