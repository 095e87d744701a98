/* Where the time of a run goes: by stage, and by pattern.
 *
 * A process is at each moment in one stage, and all time belongs to the stage that it is in, so the
 * times of all stages add up to the time that the process ran. Whoever may be given no profile at
 * all calls the functions with NULL: that costs one branch and no look at a clock.
 *
 * The workers of a run add what they have counted to memory that they share with the coordinator,
 * each once, when there is no more work for it.
 *
 * Threads: a profile belongs to one thread of each process.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_PROFILER_H
#define PS_BASE_PROFILER_H

#include "procscreen/profiler.h"

/** X(symbol, side, whether what is found in it is counted, "name-in-JSON", "name in text"). Those
 * of the coordinator come first. */
#define PS_STAGES(X)                                                                               \
    X(START, COORDINATOR, 0, "start", "start and packs")                                           \
    X(COORDINATE, COORDINATOR, 0, "coordinate", "dispatch and conclude")                           \
    X(WAIT, COORDINATOR, 0, "wait", "wait for workers")                                            \
    X(DECODE, COORDINATOR, 0, "decode", "decode results")                                          \
    X(REPORT, COORDINATOR, 0, "report", "reports")                                                 \
    X(OWN, COORDINATOR, 0, "profile", "this profile itself")                                       \
    X(IDLE, WORKER, 0, "idle", "start, wait for inputs")                                           \
    X(READ, WORKER, 0, "read", "read and unpack")                                                  \
    X(PARSE, WORKER, 0, "parse", "parse XML")                                                      \
    X(MATCH, WORKER, 0, "match-fields", "match fields")                                            \
    X(ASSEMBLE, WORKER, 0, "assemble", "assemble records")                                         \
    X(JUDGE, WORKER, 0, "judge", "judge records")                                                  \
    X(ATTACHMENTS, WORKER, 0, "attachments", "read attachments")                                   \
    X(RECALL, WORKER, 1, "recall", "recall equal texts")                                           \
    X(WEIGH, WORKER, 1, "weigh", "weigh items")                                                    \
    X(CLAUSES, WORKER, 0, "clauses", "judge clauses")                                              \
    X(FOLD, WORKER, 0, "fold", "fold texts")                                                       \
    X(SCAN, WORKER, 1, "scan", "scan for terms")                                                   \
    X(CONFIRM, WORKER, 1, "confirm", "confirm (PCRE2)")                                            \
    X(SEND, WORKER, 0, "send", "send results")                                                     \
    X(WORKER_OWN, WORKER, 0, "profile", "this profile itself")

typedef enum ps_stage {
#define PS_X(symbol, side, finds, key, title) PS_STAGE_##symbol,
    PS_STAGES(PS_X)
#undef PS_X
        PS_STAGE_COUNT
} ps_stage;

typedef enum ps_stage_side { PS_STAGE_COORDINATOR, PS_STAGE_WORKER } ps_stage_side;

typedef struct ps_stage_info {
    ps_stage_side side;
    int finds;
    const char *key;
    const char *title;
} ps_stage_info;

typedef struct ps_stage_count {
    uint64_t ns;
    uint64_t calls;
    uint64_t found;
} ps_stage_count;

typedef struct ps_pattern_count {
    uint64_t ns;
    uint64_t woken;
    uint64_t matches;
} ps_pattern_count;

typedef enum ps_pattern_kind {
    PS_PATTERN_CATALOG,
    PS_PATTERN_POLICY,
    PS_PATTERN_KINDS
} ps_pattern_kind;

/** A pattern of a pack: its id, or that of its entry, and where it stands. */
typedef struct ps_pattern_place {
    ps_str id;
    ps_str path;
    uint64_t line;
} ps_pattern_place;

const ps_stage_info *ps_stage_at(ps_stage stage);

/** Go on with the patterns of a run, in front of forking workers.
 * @return PS_OK; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_profiler_begin(ps_profiler *profiler,
                                       const size_t patterns[PS_PATTERN_KINDS], ps_error *reterr);
/** In a forked worker: count anew. NULL is allowed. */
void ps_profiler_begin_worker(ps_profiler *profiler);
/** There is no more work: add it up with that of the other workers. NULL is allowed. */
void ps_profiler_end_worker(ps_profiler *profiler);

/* Not with NULL; see the functions without _on. */
ps_stage ps_profiler_enter_on(ps_profiler *profiler, ps_stage stage);
void ps_profiler_leave_on(ps_profiler *profiler, ps_stage before);
void ps_profiler_found_on(ps_profiler *profiler, ps_stage stage, uint64_t count);

/** Go over to a stage. @return the one to go back to. */
static inline ps_stage ps_profiler_enter(ps_profiler *profiler, ps_stage stage)
{
    return profiler ? ps_profiler_enter_on(profiler, stage) : stage;
}
static inline void ps_profiler_leave(ps_profiler *profiler, ps_stage before)
{
    if (profiler) {
        ps_profiler_leave_on(profiler, before);
    }
}
/** So many were found in the stage. */
static inline void ps_profiler_found(ps_profiler *profiler, ps_stage stage, uint64_t count)
{
    if (profiler) {
        ps_profiler_found_on(profiler, stage, count);
    }
}

/** A parse event begins: only some are timed, and stand for the others, because two looks at a
 * clock take longer than most events. Not with NULL.
 * @return the stage to leave to; PS_STAGE_COUNT: not timed. */
ps_stage ps_profiler_enter_event(ps_profiler *profiler);
void ps_profiler_leave_event(ps_profiler *profiler, ps_stage before);

/** A pattern is tried on a text. Not with NULL. @return the stage to leave to. */
ps_stage ps_profiler_enter_pattern(ps_profiler *profiler);
/** @param woken  For the first time on this text. */
void ps_profiler_leave_pattern(ps_profiler *profiler, ps_stage before, ps_pattern_kind kind,
                               size_t index, int woken, int matched);

/** Count no more. What follows is for after it. */
void ps_profiler_stop(ps_profiler *profiler);
const ps_stage_count *ps_profiler_stage(const ps_profiler *profiler, ps_stage stage);
size_t ps_profiler_pattern_count(const ps_profiler *profiler, ps_pattern_kind kind);
const ps_pattern_count *ps_profiler_pattern(const ps_profiler *profiler, ps_pattern_kind kind,
                                            size_t index);
/** @param ret_lost  Workers that ended before they could tell what they had counted. */
uint64_t ps_profiler_workers(const ps_profiler *profiler, uint64_t *ret_lost);

#endif
