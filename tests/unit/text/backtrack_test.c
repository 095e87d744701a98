/* What is told of expressions before any text is tried on them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "ps_test.h"
#include "text/backtrack.h"
#include "text/regex.h"
#include "text/syntax.h"

static const struct {
    const char *pattern;
    unsigned degree;
    const char *part; /* NULL: none is named */
} rows[] = {
    /* one way only */
    {"abc", 0, NULL},
    {"a{0,120}b{0,120}c", 0, NULL},
    {"a*b", 1, NULL},
    {"(ab|cd)*e", 1, NULL},
    {"(a|b)*c", 1, NULL},
    {"a*b*c", 1, NULL},
    {"[a-f]*[g-z]*1", 1, NULL},
    {"\\w+ \\w+ \\w+!", 1, NULL},
    {"(\\w+ ){0,3}x", 1, NULL},
    {"(a{0,2}b)*c", 1, NULL},
    {"(a{1,2}b)*c", 1, NULL},
    {"x(?:a*+)+y", 1, NULL},
    {"a++a++b", 0, NULL},
    {"(?:路由|交换)*机", 1, NULL},
    {"(?<!a)b(?!c*d)e", 1, NULL},
    {"[^\\]]*]", 1, NULL},
    /* exponential */
    {"(a+)+b", PS_BACKTRACK_EXPONENTIAL, "(a+)+"},
    {"(a*)*b", PS_BACKTRACK_EXPONENTIAL, "(a*)*"},
    {"x(a|a)*b", PS_BACKTRACK_EXPONENTIAL, "(a|a)*"},
    {"(a|ab|b)*c", PS_BACKTRACK_EXPONENTIAL, "(a|ab|b)*"},
    {"(a?b?)*c", PS_BACKTRACK_EXPONENTIAL, "(a?b?)*"},
    {"(\\w+\\s?)*!", PS_BACKTRACK_EXPONENTIAL, "(\\w+\\s?)*"},
    {"(?:[a-z]|\\w)+1!", PS_BACKTRACK_EXPONENTIAL, "(?:[a-z]|\\w)+"},
    {"(a{1,3})*b", PS_BACKTRACK_EXPONENTIAL, "(a{1,3})*"},
    {"保密(?!(性|性质|质)*费)", PS_BACKTRACK_EXPONENTIAL, "(性|性质|质)*"},
    {"((a|b)*c?)*d", PS_BACKTRACK_EXPONENTIAL, "((a|b)*c?)*"},
    /* polynomial */
    {"\\w*\\w*!", 2, "\\w*\\w*"},
    {"\\w*\\d*!", 2, "\\w*\\d*"},
    {"x\\w*y?\\w*z?\\w*!", 3, "\\w*y?\\w*z?\\w*"},
    {"(ab)*a?(ba)*c", 2, "(ab)*a?(ba)*"},
    {"[ _]*.{0,40}[ _]*x", 2, "[ _]*.{0,40}[ _]*"},
    {"(?:a+|b)[ab]*c", 2, NULL},
};

Test(backtrack, ways_to_try_are_told_from_the_syntax)
{
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_arena arena;
        ps_error err = {0};
        ps_backtrack found = {0};
        ps_arena_init(&arena, 0);
        ps_str pattern = ps_str_from(rows[i].pattern);
        PS_TEST_STATUS(ps_backtrack_find(pattern, &arena, &found, &err), PS_OK, err);
        cr_expect_eq(found.degree, rows[i].degree, "%s: degree %u, want %u", rows[i].pattern,
                     found.degree, rows[i].degree);
        if (rows[i].part) {
            ps_test_str(ps_str_slice(pattern, found.start, found.end), rows[i].part,
                        rows[i].pattern);
        }
        ps_arena_done(&arena);
    }
}

/* The text that the search names makes PCRE2 reach its limit. */
Test(backtrack, what_is_exponential_reaches_the_limit_on_the_text_that_is_told)
{
    ps_limits limits = ps_limits_default();
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_arena arena;
        ps_buffer text;
        ps_error err = {0};
        ps_backtrack found = {0};
        ps_regex *regex = NULL;
        ps_regex_scratch *scratch = NULL;
        ps_span match;
        /* A negative assertion that does not match is passed at once. */
        if (rows[i].degree != PS_BACKTRACK_EXPONENTIAL || strstr(rows[i].pattern, "(?!")) {
            continue;
        }
        ps_arena_init(&arena, 0);
        ps_buffer_init(&text, 0);
        ps_str pattern = ps_str_from(rows[i].pattern);
        PS_TEST_STATUS(ps_backtrack_find(pattern, &arena, &found, &err), PS_OK, err);
        ps_buffer_add_str(&text, found.prefix);
        for (int k = 0; k < 60; k++) {
            ps_buffer_add_str(&text, found.pump);
        }
        ps_buffer_add_char(&text, '\x01');
        /* PCRE2 looks first whether a letter that must be there is there at all. */
        ps_buffer_add_str(&text, pattern);
        PS_TEST_STATUS(ps_regex_new(pattern, &arena, &regex, &err), PS_OK, err);
        PS_TEST_STATUS(ps_regex_scratch_new(&limits, &scratch, &err), PS_OK, err);
        cr_expect_eq(ps_regex_find(regex, scratch, ps_buffer_str(&text), 0, &match, &err),
                     PS_FAILED, "%s on \"%.*s\"", rows[i].pattern, PS_FMT(ps_buffer_str(&text)));
        ps_regex_scratch_free(scratch);
        ps_buffer_done(&text);
        ps_arena_done(&arena);
    }
}

Test(backtrack, what_is_not_understood_is_said)
{
    static const char *const patterns[] = {"(a)\\1",  "(a(?1)?)",    "(?(?=a)b|c)", "(?x)a b",
                                           "\\Qa\\E", "(*atomic:a)", "(a"};
    for (size_t i = 0; i < PS_COUNT(patterns); i++) {
        ps_arena arena;
        ps_error err = {0};
        ps_backtrack found;
        ps_arena_init(&arena, 0);
        cr_expect_eq(ps_backtrack_find(ps_str_from(patterns[i]), &arena, &found, &err), PS_END,
                     "%s", patterns[i]);
        ps_arena_done(&arena);
    }
}

Test(backtrack, an_expression_too_large_to_tell_is_given_up_in_time, .timeout = 20)
{
    ps_buffer pattern;
    ps_buffer_init(&pattern, 0);
    ps_buffer_add_text(&pattern, "(?:");
    for (int i = 0; i < 1500; i++) {
        ps_buffer_printf(&pattern, "%s[a-y%c]\\w", i ? "|" : "", 'a' + i % 26);
    }
    ps_buffer_add_text(&pattern, ")*!");
    ps_arena arena;
    ps_error err = {0};
    ps_backtrack found;
    ps_arena_init(&arena, 0);
    ps_status status = ps_backtrack_find(ps_buffer_str(&pattern), &arena, &found, &err);
    cr_expect(status == PS_END || found.degree == PS_BACKTRACK_EXPONENTIAL, "%d", (int)status);
    ps_arena_done(&arena);
    ps_buffer_done(&pattern);
}

static const struct {
    const char *pattern;
    int terms;
    int dead;
    const char *part;
} dead_rows[] = {
    {"router [0-9]+", 1, 0, NULL},
    {"web-application", 1, 2, "-"},
    {"web-application", 0, 0, NULL},
    {"web[-/ ]application", 1, 0, NULL},
    {"A", 0, 2, "A"},
    {"[A-Z]b", 0, 2, "[A-Z]"},
    {"[A-Za-z]b", 0, 0, NULL},
    {"\\p{Lu}x", 0, 2, "\\p{Lu}"},
    {"ab|cD", 0, 1, "D"},
    {"Ａ", 0, 2, "Ａ"},
    {"路由 器", 0, 2, NULL},
    {"路由 ?器", 0, 0, NULL},
    {"路由\\s*器", 0, 0, NULL},
    {"路由\\s+器", 0, 2, NULL},
    {"a  b", 0, 2, NULL},
    {"a\\s{2,}b", 0, 2, NULL},
    {"a\\s{1,}b", 0, 0, NULL},
    {"[\\s\\p{Han}]{3}x", 0, 0, NULL},
    {"路由\\w器", 0, 0, NULL},
};

Test(backtrack, parts_that_no_folded_text_can_match_are_found)
{
    for (size_t i = 0; i < PS_COUNT(dead_rows); i++) {
        ps_arena arena;
        ps_error err = {0};
        const ps_syntax *root = NULL;
        const ps_syntax *part = NULL;
        ps_str pattern = ps_str_from(dead_rows[i].pattern);
        ps_arena_init(&arena, 0);
        PS_TEST_STATUS(ps_syntax_read(&arena, pattern, &root, &err), PS_OK, err);
        int dead = ps_syntax_dead(root, dead_rows[i].terms, &part);
        cr_expect_eq(dead, dead_rows[i].dead, "%s: %d, want %d", dead_rows[i].pattern, dead,
                     dead_rows[i].dead);
        if (dead && dead_rows[i].part) {
            ps_test_str(ps_str_slice(pattern, part->start, part->end), dead_rows[i].part,
                        dead_rows[i].pattern);
        }
        ps_arena_done(&arena);
    }
}
