/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "base/profiler.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/clock.h"
#include "base/error.h"

enum {
    /* Of so many parse events one is timed. A prime number, so that it does not meet the same
     * element of every record. */
    EVENTS_PER_TIMED = 61,
    /* Nanoseconds: what takes longer was interrupted, or did something rare, and stands only for
     * itself. */
    USUAL_EVENT = 2000,
    CLOCK_TRIALS = 255
};

/* What the workers add to. */
typedef struct shared {
    uint64_t begun;
    uint64_t ended;
    ps_stage_count stages[PS_STAGE_COUNT];
    ps_pattern_count patterns[];
} shared;

struct ps_profiler {
    ps_stage now;
    ps_stage own;   /* of this process: the time that measuring takes */
    uint64_t since; /* nanoseconds: up to there all is charged */
    uint64_t cost;  /* of one look at the clock */
    uint64_t pattern_since;
    uint64_t events;
    uint64_t event_since; /* nanoseconds of PS_STAGE_MATCH when the event being timed began */
    uint64_t events_ns;   /* of those that stand for others */
    int stopped;
    ps_stage_count stages[PS_STAGE_COUNT]; /* of this process */
    ps_pattern_count *patterns;            /* of this process */
    size_t count[PS_PATTERN_KINDS];
    shared *shared; /* NULL: no run has begun */
    size_t shared_size;
};

static const ps_stage_info infos[PS_STAGE_COUNT] = {
#define PS_X(symbol, side, finds, key, title)                                                      \
    [PS_STAGE_##symbol] = {PS_STAGE_##side, finds, key, title},
    PS_STAGES(PS_X)
#undef PS_X
};

const ps_stage_info *ps_stage_at(ps_stage stage)
{
    return &infos[stage];
}

static int compare_numbers(const void *a, const void *b)
{
    const uint64_t *left = a;
    const uint64_t *right = b;
    return (*left > *right) - (*left < *right);
}

/* The median of many looks at it. */
static uint64_t cost_of_clock(void)
{
    uint64_t trials[CLOCK_TRIALS];
    uint64_t before = ps_clock_ns();
    for (int i = 0; i < CLOCK_TRIALS; i++) {
        uint64_t now = ps_clock_ns();
        trials[i] = now - before;
        before = now;
    }
    qsort(trials, CLOCK_TRIALS, sizeof *trials, compare_numbers);
    return trials[CLOCK_TRIALS / 2];
}

ps_status ps_profiler_new(ps_profiler **ret_profiler, ps_error *reterr)
{
    if (!ret_profiler) {
        return ps_error_set(reterr, PS_FATAL, PS_E_ARGUMENT,
                            "ps_profiler_new: ret_profiler is needed");
    }
    ps_profiler *profiler = calloc(1, sizeof *profiler);
    if (!profiler) {
        return ps_error_memory(reterr);
    }
    profiler->now = PS_STAGE_START;
    profiler->own = PS_STAGE_OWN;
    profiler->since = ps_clock_ns();
    profiler->cost = cost_of_clock();
    profiler->stages[PS_STAGE_START].calls = 1;
    *ret_profiler = profiler;
    return PS_OK;
}

static void drop_patterns(ps_profiler *profiler)
{
    free(profiler->patterns);
    if (profiler->shared) {
        (void)munmap(profiler->shared, profiler->shared_size);
    }
    profiler->patterns = NULL;
    profiler->shared = NULL;
}

void ps_profiler_free(ps_profiler *profiler)
{
    if (profiler) {
        drop_patterns(profiler);
        free(profiler);
    }
}

static size_t all_patterns(const ps_profiler *profiler)
{
    return profiler->count[PS_PATTERN_CATALOG] + profiler->count[PS_PATTERN_POLICY];
}

ps_status ps_profiler_begin(ps_profiler *profiler, const size_t patterns[PS_PATTERN_KINDS],
                            ps_error *reterr)
{
    drop_patterns(profiler);
    memcpy(profiler->count, patterns, sizeof profiler->count);
    size_t count = all_patterns(profiler);
    profiler->shared_size = sizeof(shared) + count * sizeof(ps_pattern_count);
    void *memory = mmap(NULL, profiler->shared_size, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    profiler->shared = memory == MAP_FAILED ? NULL : memory;
    profiler->patterns = calloc(count + 1, sizeof *profiler->patterns);
    return profiler->shared && profiler->patterns ? PS_OK : ps_error_memory(reterr);
}

void ps_profiler_begin_worker(ps_profiler *profiler)
{
    if (profiler) {
        memset(profiler->stages, 0, sizeof profiler->stages);
        profiler->now = PS_STAGE_IDLE;
        profiler->stages[PS_STAGE_IDLE].calls = 1;
        profiler->own = PS_STAGE_WORKER_OWN;
        profiler->since = ps_clock_ns();
        (void)__atomic_add_fetch(&profiler->shared->begun, 1, __ATOMIC_RELAXED);
    }
}

/* All time up to now is that of the stage. */
static void charge(ps_profiler *profiler)
{
    uint64_t now = ps_clock_ns();
    uint64_t passed = now - profiler->since;
    uint64_t own = passed < profiler->cost ? passed : profiler->cost;
    profiler->stages[profiler->now].ns += passed - own;
    profiler->stages[profiler->own].ns += own;
    profiler->stages[profiler->own].calls++;
    profiler->since = now;
}

ps_stage ps_profiler_enter_on(ps_profiler *profiler, ps_stage stage)
{
    ps_stage before = profiler->now;
    charge(profiler);
    profiler->stages[stage].calls++;
    profiler->now = stage;
    return before;
}

void ps_profiler_leave_on(ps_profiler *profiler, ps_stage before)
{
    charge(profiler);
    profiler->now = before;
}

void ps_profiler_found_on(ps_profiler *profiler, ps_stage stage, uint64_t count)
{
    profiler->stages[stage].found += count;
}

ps_stage ps_profiler_enter_event(ps_profiler *profiler)
{
    if (++profiler->events % EVENTS_PER_TIMED) {
        return PS_STAGE_COUNT;
    }
    profiler->event_since = profiler->stages[PS_STAGE_MATCH].ns;
    return ps_profiler_enter_on(profiler, PS_STAGE_MATCH);
}

void ps_profiler_leave_event(ps_profiler *profiler, ps_stage before)
{
    if (before != PS_STAGE_COUNT) {
        ps_profiler_leave_on(profiler, before);
        uint64_t ns = profiler->stages[PS_STAGE_MATCH].ns - profiler->event_since;
        profiler->events_ns += ns < USUAL_EVENT ? ns : 0;
    }
}

/* The events that were not timed took as long as those that were, out of the parser's time. */
static void share_out_events(ps_profiler *profiler)
{
    ps_stage_count *match = &profiler->stages[PS_STAGE_MATCH];
    ps_stage_count *parse = &profiler->stages[PS_STAGE_PARSE];
    uint64_t others = profiler->events_ns * (EVENTS_PER_TIMED - 1);
    others = others < parse->ns ? others : parse->ns;
    match->ns += others;
    parse->ns -= others;
    match->calls = profiler->events;
    profiler->events = 0;
}

ps_stage ps_profiler_enter_pattern(ps_profiler *profiler)
{
    ps_stage before = ps_profiler_enter_on(profiler, PS_STAGE_CONFIRM);
    profiler->pattern_since = profiler->since;
    return before;
}

void ps_profiler_leave_pattern(ps_profiler *profiler, ps_stage before, ps_pattern_kind kind,
                               size_t index, int woken, int matched)
{
    ps_profiler_leave_on(profiler, before);
    uint64_t passed = profiler->since - profiler->pattern_since;
    size_t first = kind == PS_PATTERN_POLICY ? profiler->count[PS_PATTERN_CATALOG] : 0;
    ps_pattern_count *pattern = &profiler->patterns[first + index];
    pattern->ns += passed - (passed < profiler->cost ? passed : profiler->cost);
    pattern->woken += (uint64_t)(woken != 0);
    pattern->matches += (uint64_t)(matched != 0);
    profiler->stages[PS_STAGE_CONFIRM].found += (uint64_t)(matched != 0);
}

static void add(uint64_t *sum, uint64_t value)
{
    if (value) {
        (void)__atomic_add_fetch(sum, value, __ATOMIC_RELAXED);
    }
}

void ps_profiler_end_worker(ps_profiler *profiler)
{
    if (!profiler) {
        return;
    }
    charge(profiler);
    share_out_events(profiler);
    for (size_t i = 0; i < PS_STAGE_COUNT; i++) {
        add(&profiler->shared->stages[i].ns, profiler->stages[i].ns);
        add(&profiler->shared->stages[i].calls, profiler->stages[i].calls);
        add(&profiler->shared->stages[i].found, profiler->stages[i].found);
    }
    for (size_t i = 0; i < all_patterns(profiler); i++) {
        add(&profiler->shared->patterns[i].ns, profiler->patterns[i].ns);
        add(&profiler->shared->patterns[i].woken, profiler->patterns[i].woken);
        add(&profiler->shared->patterns[i].matches, profiler->patterns[i].matches);
    }
    add(&profiler->shared->ended, 1);
}

void ps_profiler_stop(ps_profiler *profiler)
{
    if (!profiler->stopped) {
        charge(profiler);
        profiler->stopped = 1;
    }
}

const ps_stage_count *ps_profiler_stage(const ps_profiler *profiler, ps_stage stage)
{
    return infos[stage].side == PS_STAGE_WORKER && profiler->shared
               ? &profiler->shared->stages[stage]
               : &profiler->stages[stage];
}

size_t ps_profiler_pattern_count(const ps_profiler *profiler, ps_pattern_kind kind)
{
    return profiler->shared ? profiler->count[kind] : 0;
}

const ps_pattern_count *ps_profiler_pattern(const ps_profiler *profiler, ps_pattern_kind kind,
                                            size_t index)
{
    size_t first = kind == PS_PATTERN_POLICY ? profiler->count[PS_PATTERN_CATALOG] : 0;
    return &profiler->shared->patterns[first + index];
}

uint64_t ps_profiler_workers(const ps_profiler *profiler, uint64_t *ret_lost)
{
    *ret_lost = profiler->shared ? profiler->shared->begun - profiler->shared->ended : 0;
    return profiler->shared ? profiler->shared->begun : 0;
}
