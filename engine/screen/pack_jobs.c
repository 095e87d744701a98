/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/pack_jobs.h"

#include "base/error.h"
#include "base/thread.h"

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
    switch (job->kind) {
    case PS_PACK_PROFILE:
        job->status = job->strict
                          ? ps_profiles_check(job->files, job->count, keep_problem, job,
                                              &packs->profiles, &job->error)
                          : ps_profiles_load(job->files, job->count, job->room, keep_problem, job,
                                             &packs->profiles, &job->error);
        break;
    case PS_PACK_CATALOG:
        job->status = job->strict ? ps_catalog_check(job->files, job->count, keep_problem, job,
                                                     &packs->catalog, &job->error)
                                  : ps_catalog_load(job->files, job->count, job->room, keep_problem,
                                                    job, &packs->catalog, &job->error);
        break;
    case PS_PACK_POLICY:
        job->status = job->strict ? ps_policy_check(job->files, job->count, keep_problem, job,
                                                    &packs->policy, &job->error)
                                  : ps_policy_load(job->files, job->count, job->room, keep_problem,
                                                   job, &packs->policy, &job->error);
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

void ps_pack_job_start(ps_pack_job *job)
{
    job->in_thread = ps_thread_start(&job->thread, run_in_thread, job);
}

void ps_pack_job_finish(ps_pack_job *job)
{
    if (job->in_thread) {
        (void)pthread_join(job->thread, NULL);
        job->in_thread = 0;
    } else {
        run(job);
    }
}

void ps_pack_job_done(ps_pack_job *job)
{
    ps_buffer_done(&job->problems);
}
