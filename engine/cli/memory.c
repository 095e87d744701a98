/* Half of the time that a small order takes went into page faults: the packs fill twenty megabytes,
 * of which the allocator gives back and takes again what is freed on the way. A program that runs
 * once and ends can ask for its memory in large pages and keep it.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* sbrk, madvise */
#include "memory.h"

#include <stdlib.h>

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    HEAP_START = 24 * 1024 * 1024, /* what packs and workers need; the rest comes as ever */
    HEAP_STEP = 1024 * 1024,
    MAPPED_FROM = 32 * 1024 * 1024, /* smaller blocks come from the heap and go back to it */
    GIVEN_BACK_FROM = 64 * 1024 * 1024,
    LARGE_PAGE = 2 * 1024 * 1024
};

void ps_memory_settle(void)
{
    (void)mallopt(M_MMAP_THRESHOLD, MAPPED_FROM);
    (void)mallopt(M_TRIM_THRESHOLD, GIVEN_BACK_FROM);
    (void)mallopt(M_ARENA_MAX, 1); /* threads too: there are few, and for a moment */
    (void)mallopt(M_TOP_PAD, HEAP_START);
    char *first = malloc(HEAP_STEP); /* more than is there: the heap grows */
    char *end = sbrk(0);
    (void)mallopt(M_TOP_PAD, HEAP_STEP);
    uintptr_t from = ((uintptr_t)first + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
    if (first && from < (uintptr_t)end && (uintptr_t)end - from <= (size_t)HEAP_START * 2) {
        /* A wish; without it the pages are small ones. */
        (void)madvise(first + (from - (uintptr_t)first),
                      (size_t)(end - first) - (from - (uintptr_t)first), MADV_HUGEPAGE);
    }
    free(first);
}
#else
void ps_memory_settle(void)
{
}
#endif
