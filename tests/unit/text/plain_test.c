/* SPDX-License-Identifier: Apache-2.0 */
#include "text/plain.h"

#include "ps_test.h"
#include "text/regex.h"

static ps_arena kept = {.limit = SIZE_MAX}; /* what a test compiles */

TestSuite(plain, .timeout = 100);

static const char *const plain[] = {
    "abc",
    "防火墙|router",
    "\\b(?:shall|will)\\b.{0,120}?\\b(?:keep|hold)\\w*\\b",
    "(?:a|)b",
    "a??b++c*?",
    "non[- ]?disclosure",
    "[^a-z\\d_.,-]x",
    "[\\-\\]]",
    "[:]x[:\\-]",
    "(?<!and )(?<![对向、])buyer",
    "x(?!(?:性|等)*规定)(?= )",
    "^a$",
    "[\\[\\] _·]{2,}",
    "(?:ab){2,3}",
};

Test(plain, what_packs_are_made_of_is_plain)
{
    for (size_t i = 0; i < PS_COUNT(plain); i++) {
        cr_expect(ps_regex_is_plain(ps_str_from(plain[i])), "%s", plain[i]);
    }
}

/* Not understood, not right, or matching the empty string. */
static const char *const others[] = {
    "",         "a|",          "a?",      "(?:)",       "\\b",     "^",       "(?=a)",
    "(a)",      "(?<n>a)",     "(?i)a",   "(?#c)a",     "(?>a)",   "(*UCP)a", "a(?(1)b)",
    "\\p{L}",   "\\x{41}",     "\\1",     "\\Qa",       "\\C",     "a\\",     "a{2}{3}",
    "a{3,2}",   "a{0}b",       "a{1001}", "a{",         "a{x}",    "a}",      "a]",
    "*a",       "\\b+a",       "^*a",     "(?=a)+b",    "(?:a",    "a)",      "[a",
    "[]",       "[]a]",        "[z-a]",   "[a-\\d]",    "[\\d-z]", "[a-c-e]", "[[:alpha:]]",
    "[:a:]",    "[.a.]",       "[=a=]",   "[--a]",      "[\\b]",   "\xFF",    "(?<=a|b*)c",
    "(?<!a?)c", "(?<=(?:a))c", "(?<=)c",  "(?:ab){17}", "(?:a){2", "a\nb",
};

Test(plain, what_is_beyond_or_wrong_is_not)
{
    for (size_t i = 0; i < PS_COUNT(others); i++) {
        cr_expect_not(ps_regex_is_plain(ps_str_from(others[i])), "%s", others[i]);
    }
}

Test(plain, depth_and_size_have_a_bound)
{
    static char text[16 * 1024];
    size_t len = 0;
    for (int i = 0; i < 100; i++) {
        memcpy(text + len, "(?:", 3);
        len += 3;
    }
    text[len++] = 'a';
    memset(text + len, ')', 100);
    cr_expect_not(ps_regex_is_plain((ps_str){text, len + 100}));
    memset(text, 'a', sizeof text);
    cr_expect_not(ps_regex_is_plain((ps_str){text, sizeof text}));
    cr_expect(ps_regex_is_plain((ps_str){text, 1000}));
    cr_expect_not(ps_regex_is_plain(PS_STR("(?:(?:(?:(?:abc){16}){16}){16}){16}")));
}

/* A comment makes an expression one that PCRE2 compiles at once, with all its checks. */
static ps_status at_once(ps_str pattern, ps_error *err)
{
    static char text[256];
    ps_regex *regex = NULL;
    memcpy(text, "(?#)", 4);
    memcpy(text + 4, pattern.ptr, pattern.len);
    return ps_regex_new((ps_str){text, pattern.len + 4}, &kept, &regex, err);
}

Test(plain, pcre2_takes_all_that_is_plain)
{
    static const char *const tokens[] = {
        "a", "b",   "中",  "(?:", "(?:", "(?=",  "(?!",     "(?<!", "(?<=",   ")",       ")",
        "|", "?",   "*",   "+",   "{2}", "{1,}", "{0,3}",   "[",    "]",      "^",       "$",
        "-", "\\b", "\\w", ".",   ":",   "[a-",  "[^",      "]",    "\\]",    "(?:a|b)", "x",
        " ", "\\",  "=",   "#",   "&&",  "\\.",  "[中-龥]", "_",    "(?:ab)", "c",       "{",
    };
    uint64_t state = 0x9E3779B97F4A7C15u;
    size_t tried = 0;
    for (int round = 0; round < 2000000; round++) {
        char text[200];
        size_t len = 0;
        size_t count = 1 + ps_test_random(&state) % 12;
        for (size_t i = 0; i < count; i++) {
            const char *token = tokens[ps_test_random(&state) % PS_COUNT(tokens)];
            memcpy(text + len, token, strlen(token));
            len += strlen(token);
        }
        ps_str pattern = {text, len};
        if (ps_regex_is_plain(pattern)) {
            ps_error err = {0};
            tried++;
            cr_assert_eq(at_once(pattern, &err), PS_OK, "%.*s: %s", PS_FMT(pattern), err.message);
        }
    }
    cr_expect_gt(tried, 1000, "only %zu", tried);
}
