/* A run whose records wait for contracts: they are concluded on one thread and told of on another.
 * A plain program for the thread sanitizer, like packs_test.c; the findings must be the same
 * however many workers read.
 *
 *     run_test DATA-DIR FILE…
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "procscreen/procscreen.h"

enum { TIMES = 60 };

typedef struct told {
    uint64_t digest; /* of all that was told, in order */
    uint64_t records;
    uint64_t waited;
} told;

static void mix(told *t, const void *bytes, size_t size)
{
    /* FNV-1a */
    for (size_t i = 0; i < size; i++) {
        t->digest = (t->digest ^ ((const unsigned char *)bytes)[i]) * 1099511628211u;
    }
}

static void on_screened(void *user, const ps_screened *screened, const ps_finding *findings,
                        size_t count)
{
    told *t = user;
    t->records++;
    t->waited += screened->waited != 0;
    mix(t, &screened->seq, sizeof screened->seq);
    mix(t, screened->id.ptr, screened->id.len);
    mix(t, screened->source.ptr, screened->source.len);
    for (size_t i = 0; i < screened->item_count; i++) {
        mix(t, screened->items[i].category.ptr, screened->items[i].category.len);
    }
    for (size_t i = 0; i < screened->element_count; i++) {
        mix(t, &screened->elements[i].state, sizeof screened->elements[i].state);
        mix(t, screened->elements[i].reason.ptr, screened->elements[i].reason.len);
    }
    for (size_t i = 0; i < count; i++) {
        mix(t, findings[i].message.ptr, findings[i].message.len);
        for (size_t k = 0; k < findings[i].basis_count; k++) {
            mix(t, findings[i].basis[k].ptr, findings[i].basis[k].len);
        }
    }
}

static int screen(const ps_packs *packs, const char *const *inputs, size_t count, unsigned jobs,
                  told *ret)
{
    static const ps_run_sink sink = {.screened = on_screened};
    ps_run_options options = PS_RUN_OPTIONS_INIT;
    ps_error error = {0};
    options.jobs = jobs;
    *ret = (told){.digest = 14695981039346656037u};
    ps_status status = ps_run_execute(packs, inputs, count, &options, &sink, ret, &error);
    printf("%u workers: %llu records, %llu of them waited\n", jobs,
           (unsigned long long)ret->records, (unsigned long long)ret->waited);
    return (status == PS_OK || status == PS_WARN) && ret->waited > 0;
}

int main(int argc, char **argv)
{
    ps_pack_paths paths = PS_PACK_PATHS_INIT;
    ps_packs *packs = NULL;
    ps_error error = {0};
    if (argc < 3) {
        return 2;
    }
    paths.data_dir = argv[1];
    if (ps_packs_load(&paths, NULL, NULL, &packs, &error) == PS_FATAL) {
        fprintf(stderr, "%s:%llu: %s\n", error.source, (unsigned long long)error.line,
                error.message);
        return 1;
    }
    size_t given = (size_t)argc - 2;
    const char **inputs = calloc(given * TIMES, sizeof *inputs);
    told one;
    told three;
    for (size_t i = 0; inputs && i < given * TIMES; i++) {
        inputs[i] = argv[2 + i % given];
    }
    int good = inputs && screen(packs, inputs, given * TIMES, 1, &one) &&
               screen(packs, inputs, given * TIMES, 3, &three) && one.digest == three.digest;
    free(inputs);
    ps_packs_free(packs);
    return good ? 0 : 1;
}
