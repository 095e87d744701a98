/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/pack_jobs.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>

#include "base/error.h"
#include "base/file.h"

enum { JOBS_MAX = 3 };

/* The caller's own function is called in the caller's thread, later. */
static void keep_problem(void *user, ps_status severity, const ps_error *error)
{
    ps_pack_job *job = user;
    const ps_pack_problem problem = {severity, *error};
    ps_buffer_add(&job->problems, (const char *)&problem, sizeof problem);
}

static void run(ps_pack_job *job)
{
    ps_packs *packs = job->packs;
    for (size_t i = 0; i < job->count; i++) {
        ps_sha256(&job->files[i].bytes, 1, job->hashes[i]);
    }
    switch (job->kind) {
    case PS_PACK_PROFILE:
        job->status = ps_profiles_load(job->files, job->count, keep_problem, job, &packs->profiles,
                                       &job->error);
        break;
    case PS_PACK_CATALOG:
        job->status = ps_catalog_load(job->files, job->count, keep_problem, job, &packs->catalog,
                                      &job->error);
        break;
    case PS_PACK_POLICY:
        job->status =
            ps_policy_load(job->files, job->count, keep_problem, job, &packs->policy, &job->error);
        break;
    }
    if (job->problems.failed) {
        job->status = ps_error_memory(&job->error);
    }
}

static void *run_in_thread(void *job)
{
    run(job);
    return NULL;
}

void ps_pack_jobs_run(ps_pack_job *jobs, size_t count)
{
    pthread_t threads[JOBS_MAX];
    int started[JOBS_MAX] = {0};
    sigset_t all;
    sigset_t before;
    assert(count <= JOBS_MAX);
    /* The handlers of a program that embeds this expect its own threads. */
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    for (size_t i = 1; i < count; i++) {
        started[i] = pthread_create(&threads[i], NULL, run_in_thread, &jobs[i]) == 0;
    }
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    for (size_t i = 0; i < count; i++) {
        if (!started[i]) {
            run(&jobs[i]);
        }
    }
    for (size_t i = 1; i < count; i++) {
        if (started[i]) {
            (void)pthread_join(threads[i], NULL);
        }
    }
}
