/* SPDX-License-Identifier: Apache-2.0 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "text/regex.h"

#include <pcre2.h>

#include <stdlib.h>
#include <time.h>

#include "base/cleanup.h"
#include "ps_test.h"

static ps_arena kept = {.limit = SIZE_MAX}; /* what a test compiles */
static ps_regex_scratch *scratch;
static ps_error err;

static void setup(void)
{
    ps_limits limits = ps_limits_default();
    PS_TEST_STATUS(ps_regex_scratch_new(&limits, &scratch, &err), PS_OK, err);
}

static void teardown(void)
{
    ps_regex_scratch_free(scratch);
}

TestSuite(regex, .init = setup, .fini = teardown, .timeout = 100);

static ps_regex *compiled(const char *pattern)
{
    ps_regex *regex = NULL;
    PS_TEST_STATUS(ps_regex_new(ps_str_from(pattern), &kept, &regex, &err), PS_OK, err);
    return regex;
}

Test(regex, finds_one_match_after_the_other)
{
    ps_regex *regex = compiled("保密|\\bnda\\b");
    ps_str text = PS_STR("the nda and 保密条款nda");
    ps_span m;
    PS_TEST_STATUS(ps_regex_find(regex, scratch, text, 0, &m, &err), PS_OK, err);
    cr_expect(m.start == 4 && m.end == 7);
    PS_TEST_STATUS(ps_regex_find(regex, scratch, text, m.end, &m, &err), PS_OK, err);
    cr_expect(m.start == 12 && m.end == 18);
    PS_TEST_STATUS(ps_regex_find(regex, scratch, text, m.end, &m, &err), PS_OK, err);
    cr_expect(m.start == 24 && m.end == 27, "a word ends at an ideograph");
    PS_TEST_STATUS(ps_regex_find(regex, scratch, text, m.end, &m, &err), PS_END, err);
    PS_TEST_STATUS(ps_regex_find(regex, scratch, text, text.len + 1, &m, &err), PS_END, err);
}

Test(regex, gives_named_groups)
{
    ps_regex *regex = compiled("(?<who>supplier|甲方)(?:(?<shall>应)|(?<may>可以))");
    ps_str text = PS_STR("则甲方可以");
    ps_span m;
    ps_span group;
    PS_TEST_STATUS(ps_regex_find(regex, scratch, text, 0, &m, &err), PS_OK, err);
    cr_assert(ps_regex_group(regex, scratch, "who", &group));
    ps_test_str(ps_str_slice(text, group.start, group.end), "甲方", "who");
    cr_assert(ps_regex_group(regex, scratch, "may", &group));
    ps_test_str(ps_str_slice(text, group.start, group.end), "可以", "may");
    cr_expect_not(ps_regex_group(regex, scratch, "shall", &group));
    cr_expect_not(ps_regex_group(regex, scratch, "must", &group));
    PS_TEST_STATUS(ps_regex_find(regex, scratch, PS_STR("x"), 0, &m, &err), PS_END, err);
    cr_expect_not(ps_regex_group(regex, scratch, "who", &group), "there was no match");
}

static const struct refused {
    const char *pattern;
    const char *why;
    uint64_t column;
} refused[] = {
    {"", "empty", 1},
    {".*", "empty", 1},
    {"x?", "empty", 1},
    {"|a", "empty", 1},
    {"(?:)", "empty", 1},
    {"\\b", "empty", 1},
    {"^", "empty", 1},
    {"(?=a)", "empty", 1},
    {"(?R)?", "empty", 1},
    {"a\\Cb", "\\C", 0},
    {"a(?C1)b", "callouts", 0},
    {"(*LIMIT_MATCH=99999999)a", "verb", 1},
    {"(*NO_START_OPT)a", "verb", 1},
    {"(*UTF)a", "verb", 1},
    {"(*UCP)a", "verb", 1},
    {"a(b", "parenthesis", 4},
    {"a[b", "terminating ]", 4},
    {"ab\\p{Nope}", "unknown property", 0},
    {"(?<=a\\K)b", "lookaround", 0},
};

Test(regex, refuses_what_is_not_wanted)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        ps_regex *regex = NULL;
        ps_status status = ps_regex_new(ps_str_from(refused[i].pattern), &kept, &regex, &err);
        cr_expect_eq(status, PS_FAILED, "%s", refused[i].pattern);
        cr_expect_eq(err.code, PS_E_REGEX, "%s: %s", refused[i].pattern, err.cause);
        cr_expect_neq(ps_str_find(ps_str_from(err.message), ps_str_from(refused[i].why)), SIZE_MAX,
                      "%s: %s", refused[i].pattern, err.message);
        cr_expect(refused[i].column ? err.column == refused[i].column : err.column > 0,
                  "%s: column %llu", refused[i].pattern, (unsigned long long)err.column);
        cr_expect_null(regex);
    }
}

static char *repeated(const char *before, const char *text, size_t times, const char *after)
{
    size_t len = strlen(text);
    size_t front = strlen(before);
    char *all = malloc(front + len * times + strlen(after) + 1);
    cr_assert_not_null(all);
    memcpy(all, before, front);
    for (size_t i = 0; i < times; i++) {
        memcpy(all + front + i * len, text, len);
    }
    memcpy(all + front + len * times, after, strlen(after) + 1);
    return all;
}

Test(regex, refuses_patterns_that_explode)
{
    char *nested = repeated("", "(", 251, "a");
    char *closed = repeated(nested, ")", 251, "");
    char *wide = repeated("", "supplier|", 3000, "a");
    char *deep = repeated("", "(?:", 200, "a{1,1000}");
    char *counted = repeated(deep, "){1,1000}", 200, "");
    const char *const bombs[] = {closed, "((ab){1,1000}c){1,4}{1,1000}", wide, counted};
    for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
        ps_regex *regex = NULL;
        PS_TEST_STATUS(ps_regex_new(ps_str_from(bombs[i]), &kept, &regex, &err), PS_FAILED, err);
        cr_expect_eq(err.code, PS_E_REGEX);
    }
    free(nested);
    free(closed);
    free(wide);
    free(deep);
    free(counted);
}

/* An expression is interpreted when it is new and has machine code later. */
Test(regex, what_a_text_gives_does_not_depend_on_the_texts_before)
{
    static const char *const patterns[] = {
        "(a|b)+?c",       "(?:a?){18}a{18}",  "(a+)+$",      "(x+x+)+y", "\\b(a.{0,9}b|bc)\\b",
        "(?<=a)b|c(?!a)", "((a)|(b)|(c))+ x", "(?:[ab]|a)*c"};
    enum { TEXTS = 300, LONGEST = 400, USES = 7 };
    uint64_t random = 42;
    ps_limits limits = ps_limits_default();
    limits.regex_steps = 100000; /* so that some are not decided */
    unsigned undecided = 0;
    for (size_t i = 0; i < PS_COUNT(patterns); i++) {
        ps_regex *regex = compiled(patterns[i]);
        PS_CLEANUP(ps_regex_scratch_freep) ps_regex_scratch *used = NULL;
        PS_TEST_STATUS(ps_regex_scratch_new(&limits, &used, &err), PS_OK, err);
        for (int t = 0; t < TEXTS; t++) {
            PS_CLEANUP(ps_regex_scratch_freep) ps_regex_scratch *fresh = NULL;
            PS_TEST_STATUS(ps_regex_scratch_new(&limits, &fresh, &err), PS_OK, err);
            char bytes[LONGEST];
            size_t len = ps_test_random(&random) % LONGEST;
            uint64_t letters = 1 + ps_test_random(&random) % 6;
            for (size_t k = 0; k < len; k++) {
                bytes[k] = "abxc y"[ps_test_random(&random) % letters];
            }
            ps_str text = {bytes, len};
            ps_span first = {0, 0};
            ps_status status = ps_regex_find(regex, fresh, text, 0, &first, &err);
            char cause[sizeof err.cause] = "";
            if (status == PS_FAILED) {
                memcpy(cause, err.cause, sizeof cause);
                undecided++;
            }
            for (int use = 0; use < USES; use++) {
                ps_span again = {0, 0};
                ps_error now = {0};
                ps_regex_scratch *which = use % 2 ? used : fresh;
                cr_assert_eq(ps_regex_find(regex, which, text, 0, &again, &now), status);
                cr_assert(again.start == first.start && again.end == first.end);
                cr_assert(status != PS_FAILED || strcmp(now.cause, cause) == 0);
            }
        }
    }
    cr_expect(undecided > 20, "%u", undecided);
}

/* Outcomes that are allowed; all others fail. */
enum { FOUND = 1, NONE = 2, STEPS = 4, HEAP = 8, RECURSION = 16 };

static int outcome(const char *pattern, const char *text, double *ret_seconds)
{
    ps_regex *regex = compiled(pattern);
    struct timespec start, end;
    ps_span m;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    ps_status status = ps_regex_find(regex, scratch, ps_str_from(text), 0, &m, &err);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    *ret_seconds =
        (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
    if (status == PS_OK) {
        return FOUND;
    }
    if (status == PS_END) {
        return NONE;
    }
    cr_assert_eq(status, PS_FAILED, "%s: %s", pattern, err.message);
    if (err.code == PS_E_REGEX && strstr(err.message, "recursion")) {
        return RECURSION;
    }
    cr_assert_eq(err.code, PS_E_LIMIT, "%s: %s", pattern, err.message);
    if (!strcmp(err.cause, "limit:regex-steps")) {
        return STEPS;
    }
    cr_assert_str_eq(err.cause, "limit:regex-heap");
    return HEAP;
}

Test(regex, bombs_end_in_an_answer_or_a_named_limit)
{
    static const struct {
        const char *pattern;
        const char *text;
        size_t times;
        const char *after;
        int allowed;
    } bombs[] = {
        {"(a+)+$", "a", 5000, "!", STEPS},
        {"(a|aa)+$", "a", 5000, "!", STEPS},
        {"(.*a){20}$", "a", 60, "!", STEPS},
        {"\\s+$", " ", 100000, "x", NONE | STEPS},
        {"foo.*bar(?!z)", "foo", 20000, "barz", NONE | STEPS},
        {"[ab]*[ac]*[a]*x", "a", 20000, "y x", FOUND | STEPS},
        {"([^a]|b)+", "x", 5000000, "", FOUND | STEPS | HEAP},
        {"(a|a)+$", "a", 50000, "!", STEPS | HEAP},
        {"(?R)?a", "a", 5000, "", FOUND | STEPS | HEAP | RECURSION},
        {"(\\w+)\\s+\\1\\s+\\1$", "a ", 20000, "", NONE | STEPS},
        /* Too much for the stack of the just-in-time code, and then for the interpreter. */
        {"(()()()()(a)()()()(?1)?()()(b))", "a", 4000, "b", FOUND | STEPS | HEAP},
        {"(?:a?){30}a{30}b", "a", 30, "", NONE | STEPS},
        {"(x+x+)+y", "x", 3000, "", NONE | STEPS},
    };
    double all = 0;
    for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
        double seconds;
        char *text = repeated("", bombs[i].text, bombs[i].times, bombs[i].after);
        int got = outcome(bombs[i].pattern, text, &seconds);
        cr_log_info("%-24s %d %.3f s", bombs[i].pattern, got, seconds);
        cr_expect(got & bombs[i].allowed, "%s gave %d", bombs[i].pattern, got);
        all += seconds;
        free(text);
    }
    cr_expect_lt(all, 30, "all took %f s", all);
}

Test(regex, a_limit_set_low_is_reached)
{
    ps_limits limits = ps_limits_default();
    limits.regex_heap = 64;
    PS_CLEANUP(ps_regex_scratch_freep) ps_regex_scratch *small = NULL;
    PS_TEST_STATUS(ps_regex_scratch_new(&limits, &small, &err), PS_OK, err);
    ps_regex *regex = compiled("([^a]|b)+");
    char *text = repeated("", "x", 2000000, "");
    ps_span m;
    PS_TEST_STATUS(ps_regex_find(regex, small, ps_str_from(text), 0, &m, &err), PS_FAILED, err);
    cr_expect_eq(err.code, PS_E_LIMIT);
    free(text);
}

/* Bytes that are not UTF-8 are barriers, nothing worse. */
Test(regex, survives_a_text_that_is_not_valid)
{
    ps_regex *regex = compiled("a.b|中.");
    ps_span m;
    PS_TEST_STATUS(ps_regex_find(regex, scratch,
                                 PS_STR("a\xff"
                                        "b\xe4\xb8 中"),
                                 0, &m, &err),
                   PS_END, err);
    PS_TEST_STATUS(ps_regex_find(regex, scratch,
                                 PS_STR("\x80\x80 a\xc3\xa9"
                                        "b\xf0"),
                                 0, &m, &err),
                   PS_OK, err);
    cr_expect_eq(m.start, 3);
}

/* The library must not check the whole text again for every match. */
Test(regex, many_matches_in_one_text_stay_linear)
{
    ps_regex *regex = compiled("保.");
    double least[2] = {1e9, 1e9};
    for (int round = 0; round < 6; round++) {
        size_t times = round % 2 ? 100000 : 50000;
        char *text = repeated("", "保密义务与责任", times, "");
        ps_str subject = ps_str_from(text);
        struct timespec start, end;
        ps_span m = {0, 0};
        size_t found = 0;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
        while (ps_regex_find(regex, scratch, subject, m.end, &m, &err) == PS_OK) {
            found++;
        }
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
        cr_expect_eq(found, times);
        double took =
            (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
        least[round % 2] = took < least[round % 2] ? took : least[round % 2];
        free(text);
    }
    cr_expect_lt(least[1], 3 * least[0] + 0.01, "%f s, twice as much: %f s", least[0], least[1]);
}

static void expect_literals(const char *pattern, const char *want)
{
    ps_arena arena;
    ps_arena_init(&arena, 0);
    ps_regex *regex = compiled(pattern);
    const ps_str *literals;
    size_t count = ps_regex_literals(regex, &arena, &literals);
    char joined[2048] = "";
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        cr_assert_lt(used + literals[i].len + 1, sizeof joined);
        if (i) {
            joined[used++] = ',';
        }
        memcpy(joined + used, literals[i].ptr, literals[i].len);
        used += literals[i].len;
    }
    joined[used] = '\0';
    cr_expect_str_eq(joined, want, "/%s/ needs \"%s\", not \"%s\"", pattern, joined, want);
    ps_arena_done(&arena);
}

Test(regex, tells_literals_that_a_match_needs)
{
    expect_literals("保密义务", "保密义务");
    expect_literals("(?i)保密(?:的)?义务", "保密的义务,保密义务");
    expect_literals("技术(支持|服务)", "技术支持,技术服务");
    expect_literals("(?:不得|禁止)[^。]{0,20}(?:中断|停止)", "不得,禁止");
    expect_literals("a.*confidential", "confidential");
    expect_literals("\\bconfidential(?:ity|\\b)", "confidential");
    expect_literals("colou?r", "colour,color");
    expect_literals("ab+c", "ab");
    expect_literals("xa+bcd", "abcd");
    expect_literals("(?:ab){2}c", "ababc");
    expect_literals("[的地]方", "的方,地方");
    expect_literals("a\\.b\\(c\\x{4e2d}", "a.b(c中");
    expect_literals("(?=foo)bar(?!baz)", "bar");
    expect_literals("(?<x>foo)\\k<x>bar", "foo");
    expect_literals("((?i)foo)bar", "foobar");
    expect_literals("^foo$|^quux$", "foo,quux");
    /* Nothing can be told. */
    expect_literals("a|.", "");
    expect_literals("[a-z]+", "");
    expect_literals("\\d{4}", "");
    expect_literals("(?:foo)?[a-z]", "");
    expect_literals("(?:foo){0}[a-z]", "");
    expect_literals("(?x: foo)", "");
    expect_literals("foo(*ACCEPT)bar", "");
    expect_literals("foo(?#x)+", "");
    expect_literals("(foo)?(?(1)bar|baz)", "");
    expect_literals("\\QA\\E", "");
    expect_literals("FOO", "");
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

typedef struct sample {
    uint64_t *state;
    char text[4096];
    size_t len;
} sample;

static void say(sample *s, const char *text)
{
    size_t len = strlen(text);
    if (s->len + len < sizeof s->text) {
        memcpy(s->text + s->len, text, len);
        s->len += len;
        s->text[s->len] = '\0';
    }
}

static const char *one_of(uint64_t *state, const char *const *list, size_t count)
{
    return list[next_random(state) % count];
}
#define ONE_OF(state, list) one_of(state, list, sizeof(list) / sizeof *(list))

static void random_pattern(sample *s, int depth)
{
    static const char *const atoms[] = {
        "a",       "b",       "c",      "ab",       "中",    "文",     "[ab]",  "[^a]",
        ".",       "\\w",     "\\b",    "\\.",      "[a-c]", "[中文]", "\\x61", "\\x{4e2d}",
        "^",       "$",       "[\\]a]", "[]a]",     "\\d",   "(?i)",   "bc",    "[[:alpha:]b]",
        "\\x{41}", "\\pL",    "(?s)",   "\\1",      "(?1)",  "\\K",    "a{,2}", "{",
        "[a-]",    "\\Qa\\E", "(?#c)",  "\\p{Han}",
    };
    static const char *const groups[] = {"(",    "(?:",  "(?>",  "(?|",   "(?=",  "(?!",
                                         "(?<=", "(?<!", "(?i:", "(?<n>", "(?-i:"};
    static const char *const quantifiers[] = {"?",    "*",   "+",  "{2}", "{1,3}", "{0,2}",
                                              "{2,}", "{0}", "+?", "??",  "*+",    "{1}"};
    size_t parts = 1 + next_random(s->state) % 4;
    for (size_t i = 0; i < parts; i++) {
        if (depth < 3 && next_random(s->state) % 4 == 0) {
            say(s, ONE_OF(s->state, groups));
            random_pattern(s, depth + 1);
            say(s, ")");
        } else {
            say(s, ONE_OF(s->state, atoms));
        }
        if (next_random(s->state) % 3 == 0) {
            say(s, ONE_OF(s->state, quantifiers));
        }
        if (next_random(s->state) % 6 == 0) {
            say(s, "|");
        }
    }
}

static const char *const letters[] = {"a", "b", "c", "中", "文", ".", " ", "]", "1", "{", "-"};

static void random_subject(sample *text)
{
    for (uint64_t i = next_random(text->state) % 12; i > 0; i--) {
        say(text, ONE_OF(text->state, letters));
    }
}

/* The just-in-time code must find what the interpreter finds. */
Test(regex, both_ways_of_matching_agree)
{
    uint64_t state = 0xD1B54A32D192ED03u;
    pcre2_match_data *data = pcre2_match_data_create(64, NULL);
    size_t found = 0;
    for (int round = 0; round < 3000; round++) {
        static sample pattern;
        pattern = (sample){.state = &state};
        random_pattern(&pattern, 0);
        ps_regex *regex = NULL;
        if (ps_regex_new((ps_str){pattern.text, pattern.len}, &kept, &regex, NULL) != PS_OK) {
            continue;
        }
        int code;
        size_t at;
        pcre2_code *plain = pcre2_compile((PCRE2_SPTR)pattern.text, pattern.len,
                                          PCRE2_UTF | PCRE2_MATCH_INVALID_UTF, &code, &at, NULL);
        cr_assert_not_null(plain);
        for (int tries = 0; tries < 10; tries++) {
            static sample text;
            text = (sample){.state = &state};
            random_subject(&text);
            ps_span m = {SIZE_MAX, SIZE_MAX};
            ps_status status =
                ps_regex_find(regex, scratch, (ps_str){text.text, text.len}, 0, &m, &err);
            int want =
                pcre2_match(plain, (PCRE2_SPTR)text.text, text.len, 0, PCRE2_NOTEMPTY, data, NULL);
            cr_assert_eq(status == PS_OK, want > 0, "/%s/ on \"%s\": %d and %d", pattern.text,
                         text.text, (int)status, want);
            if (want > 0) {
                const size_t *ovector = pcre2_get_ovector_pointer(data);
                cr_assert(m.start == ovector[0] && m.end == ovector[1], "/%s/ on \"%s\"",
                          pattern.text, text.text);
                found++;
            }
        }
        pcre2_code_free(plain);
    }
    cr_expect_gt(found, 1000);
    pcre2_match_data_free(data);
}

Test(regex, no_match_is_without_its_literals)
{
    uint64_t state = 0x2545F4914F6CDD1Du;
    const char *rounds_text = getenv("PS_TEST_ROUNDS");
    uint64_t rounds = 5000;
    if (rounds_text) {
        cr_assert(ps_str_to_uint(ps_str_from(rounds_text), UINT32_MAX, &rounds));
    }
    size_t told = 0;
    ps_arena arena;
    ps_arena_init(&arena, 0);
    for (uint64_t round = 0; round < rounds; round++) {
        static sample pattern;
        pattern = (sample){.state = &state};
        random_pattern(&pattern, 0);
        ps_regex *regex = NULL;
        if (ps_regex_new((ps_str){pattern.text, pattern.len}, &kept, &regex, NULL) != PS_OK) {
            continue;
        }
        const ps_str *literals;
        ps_arena_reset(&arena);
        size_t count = ps_regex_literals(regex, &arena, &literals);
        cr_assert_leq(count, 64);
        told += count != 0;
        for (int tries = 0; tries < 20 && count; tries++) {
            static sample text;
            text = (sample){.state = &state};
            random_subject(&text);
            ps_span m;
            ps_str subject = {text.text, text.len};
            if (ps_regex_find(regex, scratch, subject, 0, &m, NULL) != PS_OK) {
                continue;
            }
            size_t i = 0;
            while (i < count && ps_str_find(subject, literals[i]) == SIZE_MAX) {
                i++;
            }
            cr_assert_lt(i, count, "/%s/ matches \"%s\" without \"%.*s\" …", pattern.text,
                         text.text, PS_FMT(literals[0]));
        }
    }
    cr_expect_gt(told, rounds / 20, "literals of %zu patterns only", told);
    ps_arena_done(&arena);
}

Test(regex, names_the_library)
{
    char buffer[64];
    cr_expect(
        ps_str_starts(ps_str_from(ps_regex_library(buffer, sizeof buffer)), PS_STR("PCRE2 10.")));
}
