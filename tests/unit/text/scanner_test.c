/* The library's scan against our own. SPDX-License-Identifier: Apache-2.0 */
#include "text/scanner.h"

#include <stdio.h>

#include "ps_scans.h"

TestSuite(scanner, .timeout = 100);

static ps_arena kept = {.limit = SIZE_MAX}; /* what a test compiles */

static ps_terms *compiled(const ps_str *texts, size_t count)
{
    ps_terms *terms = NULL;
    ps_error err;
    PS_TEST_STATUS(ps_terms_new(texts, count, &kept, &terms, &err), PS_OK, err);
    return terms;
}

static ps_scanner *hastened(const ps_terms *terms, int *ret_there)
{
    ps_scanner *scanner = NULL;
    ps_error err;
    PS_TEST_STATUS(ps_scanner_new(terms, &scanner, &err), PS_OK, err);
    *ret_there = ps_scanner_hasten(scanner);
    return scanner;
}

Test(scanner, the_different_texts_are_told_with_their_terms)
{
    static const ps_str texts[] = {{"b", 1}, {"abc", 3}, {"防火", 6}, {"b", 1}, {"a\0b", 3}};
    ps_terms *terms = compiled(texts, PS_COUNT(texts));
    ps_arena arena;
    ps_terms_text *list;
    size_t count;
    ps_arena_init(&arena, 0);
    cr_assert(ps_terms_texts(terms, &arena, &list, &count, NULL) == PS_OK);
    cr_assert_eq(count, 4);
    size_t told = 0;
    for (size_t i = 0; i < count; i++) {
        ps_scan_notes notes = {.count = 0};
        cr_expect(i == 0 || list[i - 1].mark < list[i].mark);
        cr_expect(i == 0 || list[i - 1].text.len <= list[i].text.len);
        cr_expect_eq(ps_terms_tell(terms, list[i].mark, 9, ps_scan_note, &notes), 0);
        for (size_t k = 0; k < notes.count; k++) {
            cr_expect(ps_str_equal(texts[(uint32_t)notes.list[k]], list[i].text));
            cr_expect_eq(notes.list[k] >> 32, 9);
        }
        told += notes.count;
        free(notes.list);
    }
    cr_expect_eq(told, PS_COUNT(texts));
    ps_arena_done(&arena);
}

Test(scanner, small_letters_overlap_in_all_ways)
{
    uint64_t random = 20261125;
    for (int set = 0; set < 60; set++) {
        static char bytes[200][8];
        ps_str texts[200];
        size_t count = 1 + ps_test_random(&random) % 200;
        for (size_t i = 0; i < count; i++) {
            size_t len = 1 + ps_test_random(&random) % 8;
            for (size_t k = 0; k < len; k++) {
                bytes[i][k] = "ab\0\xE9"[ps_test_random(&random) % (set % 2 ? 2 : 4)];
            }
            texts[i] = (ps_str){bytes[i], len};
        }
        ps_terms *terms = compiled(texts, count);
        if (!ps_scan_compare(terms, random, 20)) {
            cr_skip("no library to compare with");
        }
    }
}

Test(scanner, what_is_empty_or_too_much_is_scanned_as_well)
{
    enum { LONG = 400 * 1000 };
    static const ps_str texts[] = {{"a", 1}, {"aa", 2}, {"aaa", 3}};
    ps_terms *terms = compiled(texts, PS_COUNT(texts));
    ps_terms *none = compiled(NULL, 0);
    int there;
    PS_CLEANUP(ps_scanner_freep) ps_scanner *scanner = hastened(terms, &there);
    char *many = malloc(LONG);
    cr_assert(many != NULL);
    memset(many, 'a', LONG);
    cr_expect_eq(ps_scan_same(terms, scanner, PS_NO_STR, 0), 0);
    cr_expect_eq(ps_scan_same(terms, scanner, PS_STR(""), 0), 0);
    cr_expect_eq(ps_scan_same(terms, scanner, PS_STR("aaa"), 0), 6);
    cr_expect_eq(ps_scan_same(terms, scanner, (ps_str){many, LONG}, 0), 3 * LONG - 3);
    cr_expect_eq(ps_scan_same(terms, scanner, PS_STR("baab"), 0), 3);
    PS_CLEANUP(ps_scanner_freep) ps_scanner *idle = hastened(none, &there);
    cr_expect_eq(there, 0, "there is nothing to compile");
    cr_expect_eq(ps_scan_same(none, idle, PS_STR("aaa"), 0), 0);
    free(many);
}

/* It goes over to the library by itself, in the middle of the work, and nobody sees it. */
Test(scanner, nothing_changes_when_it_pays)
{
    enum { TEXT = 1024 * 1024, TEXTS = 20 };
    static const ps_str words[] = {
        {"confidential", 12}, {"supplier", 8}, {"保密", 6}, {"plier", 5}};
    ps_terms *terms = compiled(words, PS_COUNT(words));
    PS_CLEANUP(ps_scanner_freep) ps_scanner *scanner = NULL;
    ps_error err;
    char *text = malloc(TEXT);
    cr_assert(text != NULL);
    PS_TEST_STATUS(ps_scanner_new(terms, &scanner, &err), PS_OK, err);
    uint64_t random = 7;
    for (size_t at = 0; at < TEXT;) {
        ps_str word =
            ps_test_random(&random) % 2 ? words[ps_test_random(&random) % 4] : PS_STR(" x");
        size_t len = word.len < TEXT - at ? word.len : TEXT - at;
        memcpy(text + at, word.ptr, len);
        at += len;
    }
    size_t first = ps_scan_same(terms, scanner, (ps_str){text, TEXT}, 0);
    cr_expect(first > 10000);
    for (int i = 1; i < TEXTS; i++) {
        cr_expect_eq(ps_scan_same(terms, scanner, (ps_str){text, TEXT}, 0), first);
    }
    free(text);
}

Test(scanner, the_library_is_named)
{
    char buffer[64];
    int there;
    static const ps_str texts[] = {{"a", 1}};
    ps_terms *terms = compiled(texts, 1);
    ps_scanner_free(hastened(terms, &there));
    ps_str name = ps_str_from(ps_scanner_library(buffer, sizeof buffer));
    cr_expect(there ? ps_str_starts(name, PS_STR("Hyperscan 5.")) : ps_str_is(name, "no Hyperscan"),
              "%s", buffer);
}
