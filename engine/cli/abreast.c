/* SPDX-License-Identifier: Apache-2.0 */
#include "abreast.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

typedef struct runner {
    ps_abreast *abreast;
    pthread_t thread;
    size_t index;
} runner;

struct ps_abreast {
    ps_abreast_fn work;
    void *user;
    size_t threads;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t begun;
    pthread_cond_t done;
    unsigned long round;
    size_t left; /* of the round, on other threads */
    int ended;
    runner runners[];
};

static void *run(void *user)
{
    const runner *self = user;
    ps_abreast *a = self->abreast;
    unsigned long round = 0;
    (void)pthread_mutex_lock(&a->lock);
    for (;;) {
        while (a->round == round && !a->ended) {
            (void)pthread_cond_wait(&a->begun, &a->lock);
        }
        if (a->ended) {
            break;
        }
        round = a->round;
        (void)pthread_mutex_unlock(&a->lock);
        a->work(a->user, self->index);
        (void)pthread_mutex_lock(&a->lock);
        if (--a->left == 0) {
            (void)pthread_cond_signal(&a->done);
        }
    }
    (void)pthread_mutex_unlock(&a->lock);
    return NULL;
}

/* Signals are for the thread that the program began with. */
static size_t start_all(ps_abreast *a, size_t count)
{
    sigset_t all;
    sigset_t before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    while (a->threads < count) {
        runner *r = &a->runners[a->threads];
        *r = (runner){.abreast = a, .index = a->threads + 1};
        if (pthread_create(&r->thread, NULL, run, r) != 0) {
            break;
        }
        a->threads++;
    }
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return a->threads;
}

ps_abreast *ps_abreast_new(size_t count, ps_abreast_fn work, void *user)
{
    size_t threads = count ? count - 1 : 0;
    ps_abreast *a = calloc(1, sizeof *a + threads * sizeof a->runners[0]);
    if (!a) {
        return NULL;
    }
    a->work = work;
    a->user = user;
    (void)pthread_mutex_init(&a->lock, NULL);
    (void)pthread_cond_init(&a->begun, NULL);
    (void)pthread_cond_init(&a->done, NULL);
    if (start_all(a, threads) < threads) {
        ps_abreast_free(a);
        return NULL;
    }
    return a;
}

void ps_abreast_free(ps_abreast *a)
{
    if (!a) {
        return;
    }
    (void)pthread_mutex_lock(&a->lock);
    a->ended = 1;
    (void)pthread_cond_broadcast(&a->begun);
    (void)pthread_mutex_unlock(&a->lock);
    for (size_t i = 0; i < a->threads; i++) {
        (void)pthread_join(a->runners[i].thread, NULL);
    }
    (void)pthread_cond_destroy(&a->done);
    (void)pthread_cond_destroy(&a->begun);
    (void)pthread_mutex_destroy(&a->lock);
    free(a);
}

void ps_abreast_go(ps_abreast *a)
{
    (void)pthread_mutex_lock(&a->lock);
    a->round++;
    a->left = a->threads;
    (void)pthread_cond_broadcast(&a->begun);
    (void)pthread_mutex_unlock(&a->lock);
    a->work(a->user, 0);
    (void)pthread_mutex_lock(&a->lock);
    while (a->left) {
        (void)pthread_cond_wait(&a->done, &a->lock);
    }
    (void)pthread_mutex_unlock(&a->lock);
}
