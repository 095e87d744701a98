/* That a scanner finds what a scan of terms finds, in the same order, in texts made at random.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCANS_H
#define PS_SCANS_H

#include <stdlib.h>
#include <string.h>

#include "ps_test.h"
#include "text/scanner.h"

typedef struct ps_scan_notes {
    uint64_t *list; /* end << 32 | term */
    size_t count;
    size_t room;
    size_t stop_after; /* 0: never */
} ps_scan_notes;

static inline int ps_scan_note(void *user, uint32_t term, size_t end)
{
    ps_scan_notes *notes = user;
    if (notes->count == notes->room) {
        notes->room = notes->room ? notes->room * 2 : 1024;
        notes->list = realloc(notes->list, notes->room * sizeof *notes->list);
        cr_assert(notes->list != NULL);
    }
    notes->list[notes->count++] = (uint64_t)end << 32 | term;
    return notes->count == notes->stop_after;
}

/** @return how many were found. */
static inline size_t ps_scan_same(const ps_terms *terms, ps_scanner *scanner, ps_str text,
                                  size_t stop_after)
{
    ps_scan_notes want = {.stop_after = stop_after};
    ps_scan_notes got = {.stop_after = stop_after};
    ps_terms_scan(terms, text, ps_scan_note, &want);
    ps_scanner_scan(scanner, text, ps_scan_note, &got);
    cr_assert(
        want.count == got.count &&
            (want.count == 0 || memcmp(want.list, got.list, want.count * sizeof *want.list) == 0),
        "%zu found instead of %zu, or others, in %zu bytes", got.count, want.count, text.len);
    free(want.list);
    free(got.list);
    return want.count;
}

/** One random text, of parts of the set's own texts and noise. */
static inline ps_str ps_scan_text(uint64_t *random, const ps_terms_text *texts, size_t count,
                                  char *buffer, size_t size)
{
    size_t most = ps_test_random(random) % 8 == 0 ? size : size / 64;
    size_t len = 0;
    while (len < most && ps_test_random(random) % 256 != 0) {
        ps_str part = texts[ps_test_random(random) % count].text;
        uint64_t kind = ps_test_random(random) % 8;
        if (kind == 0) {
            buffer[len++] = (char)ps_test_random(random);
            continue;
        }
        if (kind == 1) {
            buffer[len++] = ' ';
            continue;
        }
        size_t start = kind == 2 ? ps_test_random(random) % part.len : 0;
        size_t end = kind == 3 ? ps_test_random(random) % (part.len + 1) : part.len;
        if (start < end && end - start <= most - len) {
            memcpy(buffer + len, part.ptr + start, end - start);
            len += end - start;
        }
    }
    return (ps_str){buffer, len};
}

/** @return 0: there is no library to compare with. */
static inline int ps_scan_compare(const ps_terms *terms, uint64_t seed, int rounds)
{
    enum { SIZE = 64 * 1024 };
    PS_CLEANUP(ps_scanner_freep) ps_scanner *scanner = NULL;
    ps_arena arena;
    ps_error err;
    ps_terms_text *texts;
    size_t count;
    size_t found = 0;
    char *buffer = malloc(SIZE);
    ps_arena_init(&arena, 0);
    cr_assert(buffer != NULL);
    PS_TEST_STATUS(ps_scanner_new(terms, &scanner, &err), PS_OK, err);
    PS_TEST_STATUS(ps_terms_texts(terms, &arena, &texts, &count, &err), PS_OK, err);
    int there = ps_scanner_hasten(scanner);
    for (int i = 0; there && i < rounds; i++) {
        ps_str text = ps_scan_text(&seed, texts, count, buffer, SIZE);
        size_t all = ps_scan_same(terms, scanner, text, 0);
        if (all > 1) {
            PS_IGNORE(ps_scan_same(terms, scanner, text, 1 + ps_test_random(&seed) % all));
        }
        found += all;
    }
    cr_expect(!there || found > (size_t)rounds, "%zu found in %d texts", found, rounds);
    ps_arena_done(&arena);
    free(buffer);
    return there;
}

#endif
