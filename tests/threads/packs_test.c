/* Shared packs under many threads: each thread screens the same documents with a screener of its
 * own, all must come to the same result. A plain program, because the thread sanitizer and
 * Criterion do not go together; the sanitizer's report is what fails it.
 *
 *     packs_test DATA-DIR FILE…
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <stdio.h>

#include "ps_threads.h"

enum { THREADS = 6, ROUNDS = 3 };

typedef struct task {
    const ps_packs *packs;
    char **files;
    int file_count;
    uint64_t digest; /* of all outcomes in order */
    uint64_t records;
    int failed;
} task;

static void on_screened(void *user, const ps_screened *screened)
{
    task *me = user;
    me->records++;
    mix_text(&me->digest, screened->id);
    for (size_t i = 0; i < screened->item_count; i++) {
        const ps_item_outcome *item = &screened->items[i];
        mix(&me->digest, &item->outcome, sizeof item->outcome);
        mix_text(&me->digest, item->category);
        mix_text(&me->digest, item->reason);
    }
    for (size_t i = 0; i < screened->element_count; i++) {
        mix(&me->digest, &screened->elements[i].state, sizeof screened->elements[i].state);
        mix_text(&me->digest, screened->elements[i].element);
    }
}

static void on_rejected(void *user, const ps_rejected *rejected)
{
    mix_text(&((task *)user)->digest, (ps_str){rejected->error->cause, 1});
}

static long read_file(void *io, char *buffer, size_t size)
{
    size_t got = fread(buffer, 1, size, (FILE *)io);
    return got == 0 && ferror((FILE *)io) ? -1 : (long)got;
}

static int screen_file(task *me, ps_screener *screener, const char *path)
{
    static const ps_screen_sink sink = {NULL, on_screened, on_rejected};
    ps_error error = {0};
    FILE *file = fopen(path, "rb");
    if (!file) {
        return 0;
    }
    ps_status status = ps_screener_read(screener, read_file, file, path, &sink, me, &error);
    fclose(file);
    return status == PS_OK || status == PS_WARN;
}

static void *work(void *argument)
{
    task *me = argument;
    ps_screen_options options = PS_SCREEN_OPTIONS_INIT;
    ps_error error = {0};
    for (int round = 0; round < ROUNDS && !me->failed; round++) {
        ps_screener *screener = NULL;
        me->failed = ps_screener_new(me->packs, &options, &screener, &error) != PS_OK;
        for (int i = 0; i < me->file_count && !me->failed; i++) {
            me->failed = !screen_file(me, screener, me->files[i]);
        }
        ps_screener_free(screener);
    }
    return NULL;
}

static int run_threads(const ps_packs *packs, char **files, int file_count)
{
    pthread_t threads[THREADS];
    task tasks[THREADS];
    int started = 0;
    int bad = 0;
    for (; started < THREADS; started++) {
        tasks[started] = (task){packs, files, file_count, FIRST_DIGEST, 0, 0};
        if (pthread_create(&threads[started], NULL, work, &tasks[started]) != 0) {
            break;
        }
    }
    for (int i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
        bad += tasks[i].failed || tasks[i].records == 0 || tasks[i].digest != tasks[0].digest;
    }
    printf("%d threads, %llu records each, %d differ or failed\n", started,
           (unsigned long long)tasks[0].records, bad);
    return bad == 0 && started == THREADS;
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
    int good = run_threads(packs, argv + 2, argc - 2);
    ps_packs_free(packs);
    return good ? 0 : 1;
}
