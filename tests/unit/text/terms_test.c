/* SPDX-License-Identifier: Apache-2.0 */
#include "text/terms.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "ps_test.h"

TestSuite(terms, .timeout = 100);

typedef struct match {
    uint32_t term;
    size_t end;
} match;

typedef struct matches {
    match list[4096];
    size_t count;
    size_t stop_after;
} matches;

static int note(void *user, uint32_t term, size_t end)
{
    matches *m = user;
    cr_assert_lt(m->count, 4096);
    m->list[m->count++] = (match){term, end};
    return m->count == m->stop_after;
}

static ps_arena kept = {.limit = SIZE_MAX}; /* what a test compiles */

static ps_terms *compiled(const ps_str *texts, size_t count)
{
    ps_terms *terms = NULL;
    ps_error err;
    PS_TEST_STATUS(ps_terms_new(texts, count, &kept, &terms, &err), PS_OK, err);
    return terms;
}

Test(terms, all_are_found_the_longest_first)
{
    static const ps_str texts[] = {{"fire", 4}, {"firewall", 8}, {"wall", 4}, {"防火墙", 9},
                                   {"火墙", 6}, {"firewall", 8}, {"all", 3}};
    ps_terms *terms = compiled(texts, PS_COUNT(texts));
    static matches m;
    ps_terms_scan(terms, PS_STR("a firewall 防火墙"), note, &m);
    static const match want[] = {{0, 6}, {1, 10}, {5, 10}, {2, 10}, {6, 10}, {3, 20}, {4, 20}};
    cr_assert_eq(m.count, PS_COUNT(want));
    for (size_t i = 0; i < PS_COUNT(want); i++) {
        cr_expect_eq(m.list[i].term, want[i].term, "match %zu: term %u", i, m.list[i].term);
        cr_expect_eq(m.list[i].end, want[i].end, "match %zu: end %zu", i, m.list[i].end);
    }
}

Test(terms, the_caller_may_stop)
{
    static const ps_str texts[] = {{"a", 1}, {"aa", 2}};
    ps_terms *terms = compiled(texts, PS_COUNT(texts));
    static matches m = {.stop_after = 3};
    ps_terms_scan(terms, PS_STR("aaaa"), note, &m);
    cr_expect_eq(m.count, 3);
}

Test(terms, a_set_may_be_empty_a_term_may_not)
{
    ps_terms *none = compiled(NULL, 0);
    static matches m;
    ps_terms_scan(none, PS_STR("some text"), note, &m);
    cr_expect_eq(m.count, 0);
    static const ps_str texts[] = {{"a", 1}, {"", 0}};
    ps_terms *terms = NULL;
    ps_error err;
    PS_TEST_STATUS(ps_terms_new(texts, 2, &kept, &terms, &err), PS_FATAL, err);
    cr_expect_eq(err.code, PS_E_ARGUMENT);
    cr_expect_null(terms);
}

static void fill(uint64_t *state, char *text, size_t len, uint64_t letters)
{
    for (size_t i = 0; i < len; i++) {
        uint64_t letter = ps_test_random(state) % letters;
        text[i] = letters > 255 ? (char)letter : (char)('a' + letter);
    }
}

/* Every occurrence by trying every term at every place, in the order that is promised. */
static void expect_same_as_naive(const ps_str *texts, size_t count, ps_str text, const matches *m)
{
    size_t at = 0;
    for (size_t end = 1; end <= text.len; end++) {
        for (size_t len = end; len > 0; len--) {
            for (uint32_t term = 0; term < count; term++) {
                if (texts[term].len == len && !memcmp(texts[term].ptr, text.ptr + end - len, len)) {
                    cr_assert(at < m->count && m->list[at].term == term && m->list[at].end == end,
                              "match %zu: term %u before %zu", at, term, end);
                    at++;
                }
            }
        }
    }
    cr_assert_eq(at, m->count);
}

Test(terms, finds_what_a_naive_search_finds)
{
    static char letters[400][12];
    static ps_str texts[400];
    static matches m;
    uint64_t state = 0x9E3779B97F4A7C15u;
    for (int round = 0; round < 3000; round++) {
        uint64_t alphabet = round % 10 == 9 ? 256 : 1 + ps_test_random(&state) % 4;
        size_t count = 1 + ps_test_random(&state) % (round % 50 ? 12 : 400);
        for (size_t i = 0; i < count; i++) {
            size_t len = 1 + ps_test_random(&state) % 11;
            fill(&state, letters[i], len, alphabet);
            texts[i] = (ps_str){letters[i], len};
        }
        ps_terms *terms = compiled(texts, count);
        char text[60];
        fill(&state, text, sizeof text, alphabet);
        m.count = 0;
        ps_terms_scan(terms, (ps_str){text, count > 12 ? 9 : sizeof text}, note, &m);
        expect_same_as_naive(texts, count, (ps_str){text, count > 12 ? 9 : sizeof text}, &m);
    }
}

static size_t fill_mixed(uint64_t *state, char *text, size_t characters)
{
    static const char *const pieces[] = {"a", "b", "s", " ", "交", "换", "机", "é", "核"};
    size_t len = 0;
    for (size_t i = 0; i < characters; i++) {
        const char *piece = pieces[ps_test_random(state) % PS_COUNT(pieces)];
        memcpy(text + len, piece, strlen(piece));
        len += strlen(piece);
    }
    return len;
}

/* Characters of several bytes share their beginnings. */
Test(terms, finds_words_of_mixed_scripts)
{
    static char letters[60][16];
    static ps_str texts[60];
    static matches m;
    uint64_t state = 7;
    for (int round = 0; round < 1000; round++) {
        size_t count = 1 + ps_test_random(&state) % 60;
        for (size_t i = 0; i < count; i++) {
            size_t len = fill_mixed(&state, letters[i], 1 + ps_test_random(&state) % 4);
            texts[i] = (ps_str){letters[i], len};
        }
        ps_terms *terms = compiled(texts, count);
        char text[200];
        size_t len = fill_mixed(&state, text, 40);
        m.count = 0;
        ps_terms_scan(terms, (ps_str){text, len}, note, &m);
        expect_same_as_naive(texts, count, (ps_str){text, len}, &m);
    }
}

static int count_only(void *user, uint32_t term, size_t end)
{
    (void)term;
    (void)end;
    ++*(size_t *)user;
    return 0;
}

/* Enough states that most have no full row. */
Test(terms, deep_states_fall_back_right)
{
    enum { COUNT = 20000, LEN = 16 };
    char *letters = malloc((size_t)COUNT * LEN);
    ps_str *texts = malloc(COUNT * sizeof *texts);
    cr_assert(letters && texts);
    uint64_t state = 42;
    for (size_t i = 0; i < COUNT; i++) {
        fill(&state, letters + i * LEN, LEN, 3);
        texts[i] = (ps_str){letters + i * LEN, 9 + i % 8};
    }
    ps_terms *terms = compiled(texts, COUNT);
    char text[3000];
    fill(&state, text, sizeof text, 3);
    size_t got = 0;
    size_t want = 0;
    ps_terms_scan(terms, (ps_str){text, sizeof text}, count_only, &got);
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t at = 0; at + texts[i].len <= sizeof text; at++) {
            want += !memcmp(text + at, texts[i].ptr, texts[i].len);
        }
    }
    cr_expect_gt(want, 0);
    cr_expect_eq(got, want, "%zu of %zu", got, want);
    free(texts);
    free(letters);
}

/* A step back through all prefixes at every byte would take minutes. */
Test(terms, terms_that_begin_alike_stay_linear)
{
    enum { COUNT = 1000, TEXT = 10000000 };
    char *letters = malloc(COUNT + 1);
    char *text = malloc(TEXT);
    static ps_str texts[COUNT];
    cr_assert(letters && text);
    memset(letters, 'a', COUNT);
    letters[COUNT] = 'b';
    memset(text, 'a', TEXT);
    for (size_t i = 0; i < COUNT; i++) {
        texts[i] = (ps_str){letters + i, COUNT + 1 - i};
    }
    ps_terms *terms = compiled(texts, COUNT);
    size_t got = 0;
    ps_terms_scan(terms, (ps_str){text, TEXT}, count_only, &got);
    cr_expect_eq(got, 0);
    text[TEXT - 1] = 'b';
    ps_terms_scan(terms, (ps_str){text, TEXT}, count_only, &got);
    cr_expect_eq(got, COUNT);
    free(text);
    free(letters);
}

Test(terms, knows_whole_words)
{
    static const struct {
        const char *text;
        const char *term;
        int whole;
    } rows[] = {
        {"firewall", "firewall", 1},  {"a firewall b", "firewall", 1},
        {"firewalls", "firewall", 1}, {"switches", "switch", 1},
        {"switchess", "switch", 0},   {"firewalled", "firewall", 0},
        {"subnetwork", "network", 0}, {"net-work", "work", 1},
        {"net_work", "work", 1},      {"ap200", "ap", 0},
        {"200aps", "ap", 0},          {"h3c交换机", "h3c", 1},
        {"核心h3c", "h3c", 1},        {"核心交换机", "交换机", 1},
        {"ports 10s", "10", 0},       {"œuvre", "uvre", 0},
        {"заводы", "завод", 0},       {"завод", "завод", 1},
        {"(vpn)", "vpn", 1},          {"c++11", "c++", 1},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_str text = ps_str_from(rows[i].text);
        size_t at = ps_str_find(text, ps_str_from(rows[i].term));
        cr_expect_eq(ps_terms_is_whole(text, at, at + strlen(rows[i].term)), rows[i].whole,
                     "\"%s\" in \"%s\"", rows[i].term, rows[i].text);
    }
    cr_expect_not(ps_terms_is_whole(PS_STR("a"), 1, 1), "nothing is no word");
}
