/* A run whose records wait for contracts: they are read on one thread, concluded on another and
 * told of on a third. A plain program for the thread sanitizer, like packs_test.c; the findings
 * must be the same however many workers read, told together or one by one.
 *
 *     run_test DATA-DIR FILE…
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "ps_threads.h"

enum { TIMES = 60 };

typedef struct told {
    uint64_t digest; /* of all that was told, in order */
    uint64_t records;
    uint64_t waited;
    uint64_t together;
} told;

static void on_screened(void *user, const ps_screened *screened, const ps_finding *findings,
                        size_t count)
{
    told *t = user;
    t->records++;
    t->waited += screened->waited != 0;
    mix(&t->digest, &screened->seq, sizeof screened->seq);
    mix_text(&t->digest, screened->id);
    mix_text(&t->digest, screened->source);
    for (size_t i = 0; i < screened->item_count; i++) {
        mix_text(&t->digest, screened->items[i].category);
    }
    for (size_t i = 0; i < screened->element_count; i++) {
        mix(&t->digest, &screened->elements[i].state, sizeof screened->elements[i].state);
        mix_text(&t->digest, screened->elements[i].reason);
    }
    for (size_t i = 0; i < count; i++) {
        mix_text(&t->digest, findings[i].message);
        for (size_t k = 0; k < findings[i].basis_count; k++) {
            mix_text(&t->digest, findings[i].basis[k]);
        }
    }
}

static void on_screened_together(void *user, const ps_run_record *records, size_t count)
{
    told *t = user;
    for (size_t i = 0; i < count; i++) {
        on_screened(t, records[i].screened, records[i].findings, records[i].count);
        t->together++;
    }
}

static int screen(const ps_packs *packs, const char *const *inputs, size_t count, unsigned jobs,
                  int together, told *ret)
{
    ps_run_sink sink = {.screened = on_screened,
                        .screened_together = together ? on_screened_together : NULL};
    ps_run_options options = PS_RUN_OPTIONS_INIT;
    ps_error error = {0};
    options.jobs = jobs;
    *ret = (told){.digest = FIRST_DIGEST};
    ps_status status = ps_run_execute(packs, inputs, count, &options, &sink, ret, &error);
    printf("%u workers: %llu records, %llu of them waited\n", jobs,
           (unsigned long long)ret->records, (unsigned long long)ret->waited);
    return (status == PS_OK || status == PS_WARN) && ret->waited > 0 &&
           ret->together == (together ? ret->waited : 0);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        return 2;
    }
    ps_packs *packs = load_packs(argv[1]);
    if (!packs) {
        return 1;
    }
    size_t given = (size_t)argc - 2;
    const char **inputs = calloc(given * TIMES, sizeof *inputs);
    told one;
    told three;
    for (size_t i = 0; inputs && i < given * TIMES; i++) {
        inputs[i] = argv[2 + i % given];
    }
    int good = inputs && screen(packs, inputs, given * TIMES, 1, 0, &one) &&
               screen(packs, inputs, given * TIMES, 3, 1, &three) && one.digest == three.digest;
    free(inputs);
    ps_packs_free(packs);
    return good ? 0 : 1;
}
