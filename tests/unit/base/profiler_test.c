/* Whose the time is, and that none is lost. SPDX-License-Identifier: Apache-2.0 */
#include "base/profiler.h"

#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "ps_test.h"

enum { MS = 1000000 };

static void spend(uint64_t ns)
{
    uint64_t until = ps_clock_ns() + ns;
    while (ps_clock_ns() < until) {
    }
}

static ps_profiler *make(size_t catalog, size_t policy)
{
    ps_profiler *profiler = NULL;
    const size_t patterns[PS_PATTERN_KINDS] = {catalog, policy};
    cr_assert(ps_profiler_new(&profiler, NULL) == PS_OK);
    cr_assert(ps_profiler_begin(profiler, patterns, NULL) == PS_OK);
    return profiler;
}

static uint64_t sum(const ps_profiler *profiler, ps_stage_side side)
{
    uint64_t ns = 0;
    for (int i = 0; i < PS_STAGE_COUNT; i++) {
        ns += ps_stage_at(i)->side == side ? ps_profiler_stage(profiler, i)->ns : 0;
    }
    return ns;
}

Test(profiler, nothing_is_measured_without_one)
{
    cr_assert(ps_profiler_enter(NULL, PS_STAGE_FOLD) == PS_STAGE_FOLD);
    ps_profiler_leave(NULL, PS_STAGE_PARSE);
    ps_profiler_found(NULL, PS_STAGE_SCAN, 1);
    ps_profiler_begin_worker(NULL);
    ps_profiler_end_worker(NULL);
    ps_profiler_free(NULL);
}

Test(profiler, all_time_belongs_to_the_stage_it_passed_in)
{
    uint64_t began = ps_clock_ns();
    ps_profiler *profiler = make(0, 0);
    ps_stage outer = ps_profiler_enter(profiler, PS_STAGE_COORDINATE);
    spend(2 * MS);
    ps_stage inner = ps_profiler_enter(profiler, PS_STAGE_REPORT);
    spend(4 * MS);
    ps_profiler_leave(profiler, inner);
    spend(2 * MS);
    ps_profiler_leave(profiler, outer);
    ps_profiler_stop(profiler);
    uint64_t passed = ps_clock_ns() - began;
    cr_assert(ps_profiler_stage(profiler, PS_STAGE_COORDINATE)->ns >= 4 * MS - MS / 100);
    cr_assert(ps_profiler_stage(profiler, PS_STAGE_REPORT)->ns >= 4 * MS - MS / 100);
    cr_assert(ps_profiler_stage(profiler, PS_STAGE_REPORT)->calls == 1);
    uint64_t all = sum(profiler, PS_STAGE_COORDINATOR);
    cr_assert(all <= passed && all + MS / 2 >= 8 * MS, "%llu of %llu", (unsigned long long)all,
              (unsigned long long)passed);
    uint64_t stopped = sum(profiler, PS_STAGE_COORDINATOR);
    spend(MS);
    ps_profiler_stop(profiler);
    cr_assert(sum(profiler, PS_STAGE_COORDINATOR) == stopped);
    ps_profiler_free(profiler);
}

static void work(ps_profiler *profiler)
{
    ps_profiler_begin_worker(profiler);
    ps_stage before = ps_profiler_enter(profiler, PS_STAGE_FOLD);
    spend(2 * MS);
    ps_profiler_leave(profiler, before);
    for (int i = 0; i < 3; i++) {
        before = ps_profiler_enter_pattern(profiler);
        spend(MS);
        ps_profiler_leave_pattern(profiler, before, PS_PATTERN_POLICY, 1, i != 1, i == 2);
    }
    ps_profiler_found(profiler, PS_STAGE_SCAN, 5);
    ps_profiler_end_worker(profiler);
}

Test(profiler, workers_add_up)
{
    ps_profiler *profiler = make(3, 2);
    PS_IGNORE(ps_profiler_enter(profiler, PS_STAGE_COORDINATE));
    for (int i = 0; i < 3; i++) {
        pid_t pid = fork();
        if (pid == 0) {
            if (i < 2) {
                work(profiler);
            } else {
                ps_profiler_begin_worker(profiler); /* and dies */
            }
            _exit(0);
        }
        cr_assert(pid > 0 && waitpid(pid, NULL, 0) == pid);
    }
    ps_profiler_stop(profiler);
    uint64_t lost;
    cr_assert(ps_profiler_workers(profiler, &lost) == 3 && lost == 1);
    cr_assert(ps_profiler_stage(profiler, PS_STAGE_FOLD)->calls == 2);
    cr_assert(ps_profiler_stage(profiler, PS_STAGE_FOLD)->ns >= 4 * MS - MS / 100);
    cr_assert(ps_profiler_stage(profiler, PS_STAGE_SCAN)->found == 10);
    cr_assert(ps_profiler_stage(profiler, PS_STAGE_CONFIRM)->found == 2);
    cr_assert(ps_profiler_pattern_count(profiler, PS_PATTERN_CATALOG) == 3);
    for (size_t i = 0; i < 3; i++) {
        cr_assert(ps_profiler_pattern(profiler, PS_PATTERN_CATALOG, i)->ns == 0);
    }
    const ps_pattern_count *pattern = ps_profiler_pattern(profiler, PS_PATTERN_POLICY, 1);
    cr_assert(pattern->woken == 4 && pattern->matches == 2 && pattern->ns >= 6 * MS - MS / 100);
    cr_assert(pattern->ns <= ps_profiler_stage(profiler, PS_STAGE_CONFIRM)->ns);
    cr_assert(ps_profiler_stage(profiler, PS_STAGE_COORDINATE)->ns > 0);
    ps_profiler_free(profiler);
}

/* One event of 61 is timed; what it takes stands for 61, unless it is unusual. */
Test(profiler, few_events_stand_for_all)
{
    enum { EVENTS = 61 * 40 };
    ps_profiler *profiler = make(0, 0);
    ps_profiler_begin_worker(profiler);
    ps_stage outer = ps_profiler_enter(profiler, PS_STAGE_PARSE);
    int timed = 0;
    for (int i = 0; i < EVENTS; i++) {
        ps_stage before = ps_profiler_enter_event(profiler);
        timed += before != PS_STAGE_COUNT;
        spend(timed == 7 && before != PS_STAGE_COUNT ? 5 * MS : 1000);
        ps_profiler_leave_event(profiler, before);
        spend(2000);
    }
    ps_profiler_leave(profiler, outer);
    ps_profiler_end_worker(profiler);
    cr_assert(timed == 40, "%d", timed);
    const ps_stage_count *match = ps_profiler_stage(profiler, PS_STAGE_MATCH);
    const ps_stage_count *parse = ps_profiler_stage(profiler, PS_STAGE_PARSE);
    cr_assert(match->calls == EVENTS);
    cr_assert(match->ns >= 6 * MS, "%llu", (unsigned long long)match->ns);
    /* Were the event of 5 ms taken for usual, the others would have taken all of the parser's. */
    cr_assert(parse->ns >= MS, "%llu", (unsigned long long)parse->ns);
    cr_assert(parse->ns + match->ns >= 3000 * (uint64_t)EVENTS);
    ps_profiler_free(profiler);
}
