/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "procscreen/pack.h"
#include "ps_test.h"

typedef struct told {
    char sources[16][512];
    size_t count;
    pthread_t thread;
    int elsewhere; /* called in another thread than that of the caller */
} told;

static void note_problem(void *user, ps_status severity, const ps_error *error)
{
    told *t = user;
    (void)severity;
    t->elsewhere |= !pthread_equal(t->thread, pthread_self());
    cr_assert_lt(t->count, 16);
    memcpy(t->sources[t->count++], error->source, sizeof error->source);
}

static void write_file(const char *path, const char *content)
{
    FILE *file = fopen(path, "w");
    cr_assert(file && fputs(content, file) >= 0 && fclose(file) == 0);
}

static int ends(const char *text, const char *ending)
{
    return ps_str_ends(ps_str_from(text), ps_str_from(ending));
}

/* The kinds are compiled side by side; what is said of them is not mixed. */
Test(packs, problems_come_kind_after_kind_in_the_thread_of_the_caller)
{
    static const char *const names[] = {"profile.xml", "catalog.xml", "policy.xml"};
    char folder[] = "/tmp/procscreen-packs-XXXXXX";
    char paths[PS_COUNT(names)][64];
    cr_assert(mkdtemp(folder));
    for (size_t i = 0; i < PS_COUNT(names); i++) {
        (void)snprintf(paths[i], sizeof paths[i], "%s/%s", folder, names[i]);
        write_file(paths[i], "<nothing/>");
    }
    const char *profiles[] = {paths[0], NULL};
    const char *catalogs[] = {paths[1], NULL};
    const char *policies[] = {paths[2], NULL};
    for (int round = 0; round < 20; round++) {
        told t = {.thread = pthread_self()};
        ps_pack_paths given = PS_PACK_PATHS_INIT;
        ps_packs *packs = NULL;
        ps_error error;
        given.profiles = profiles;
        given.catalogs = catalogs;
        given.policies = policies;
        cr_assert_eq(ps_packs_load(&given, note_problem, &t, &packs, &error), PS_FATAL);
        cr_expect(ends(error.source, names[0]), "the first error is of %s", error.source);
        cr_expect_null(packs);
        cr_expect_not(t.elsewhere);
        cr_assert_geq(t.count, 3);
        size_t kind = 0;
        for (size_t i = 0; i < t.count; i++) {
            while (kind < PS_COUNT(names) && !ends(t.sources[i], names[kind])) {
                kind++;
            }
            cr_assert_lt(kind, PS_COUNT(names), "problem %zu is of %s", i, t.sources[i]);
        }
        cr_expect_eq(kind, PS_COUNT(names) - 1);
    }
    for (size_t i = 0; i < PS_COUNT(names); i++) {
        cr_expect_eq(unlink(paths[i]), 0);
    }
    cr_expect_eq(rmdir(folder), 0);
}
