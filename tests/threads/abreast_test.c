/* Things done at the same time, round by round, as the reports of a run are filled. A plain program
 * for the thread sanitizer, like packs_test.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/abreast.h"

#include <stdio.h>

enum { THINGS = 5, ROUNDS = 2000 };

typedef struct rounds {
    unsigned long now; /* set between rounds, read in them */
    unsigned long done[THINGS];
    unsigned long wrong;
} rounds;

static void work(void *user, size_t index)
{
    rounds *r = user;
    r->done[index] += r->done[index] + 1 == r->now;
}

static int run(size_t things)
{
    rounds r = {.now = 0};
    ps_abreast *abreast = ps_abreast_new(things, work, &r);
    if (!abreast) {
        return 0;
    }
    while (r.now < ROUNDS) {
        r.now++;
        ps_abreast_go(abreast);
        for (size_t i = 0; i < things; i++) {
            r.wrong += r.done[i] != r.now; /* none is left out, done twice, or still under way */
        }
    }
    ps_abreast_free(abreast);
    printf("%zu abreast: %lu rounds, %lu wrong\n", things, r.now, r.wrong);
    return r.wrong == 0;
}

int main(void)
{
    ps_abreast_free(NULL);
    ps_abreast *unused = ps_abreast_new(3, work, NULL);
    ps_abreast_free(unused);
    return unused && run(1) && run(2) && run(THINGS) ? 0 : 1;
}
