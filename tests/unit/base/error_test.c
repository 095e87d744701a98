/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "ps_test.h"

Test(error, every_code_has_a_name_of_its_own)
{
    for (int code = 0; code < PS_E_COUNT; code++) {
        const char *name = ps_error_code_name((ps_error_code)code);
        cr_expect(name && *name, "code %d", code);
        for (int other = 0; other < code; other++) {
            cr_expect_str_neq(name, ps_error_code_name((ps_error_code)other));
        }
    }
    cr_expect_str_eq(ps_error_code_name(PS_E_COUNT), "unknown");
    cr_expect_str_eq(ps_error_code_name((ps_error_code)-1), "unknown");
}

Test(error, setting_one_forgets_the_last)
{
    ps_error err = {0};
    cr_expect_eq(ps_error_limit(&err, PS_FATAL, "items", "more than %d", 5), PS_FATAL);
    ps_error_source(&err, "a.xml");
    ps_error_at(&err, 7, 8);
    cr_expect_eq(err.code, PS_E_LIMIT);
    cr_expect_str_eq(err.cause, "limit:items");
    cr_expect_str_eq(err.message, "more than 5");
    cr_expect_not_null(strstr(err.hint, "--limit items=N"), "%s", err.hint);
    cr_expect_eq(ps_error_set(&err, PS_FAILED, PS_E_ENTITY, "%s", "no such entity"), PS_FAILED);
    cr_expect_eq(err.code, PS_E_ENTITY);
    cr_expect_str_eq(err.cause, "unresolved-entity");
    cr_expect_str_eq(err.message, "no such entity");
    cr_expect_str_eq(err.source, "");
    cr_expect_str_eq(err.hint, "");
    cr_expect_eq(err.line, 0);
    cr_expect_eq(err.column, 0);
    cr_expect_eq(err.offset, PS_NO_OFFSET);
}

Test(error, nobody_has_to_ask_for_it)
{
    cr_expect_eq(ps_error_set(NULL, PS_FAILED, PS_E_READ, "%d", 1), PS_FAILED);
    cr_expect_eq(ps_error_limit(NULL, PS_FAILED, "depth", "%d", 1), PS_FAILED);
    cr_expect_eq(ps_error_memory(NULL), PS_FATAL);
    ps_error_at(NULL, 1, 2);
    ps_error_source(NULL, "a");
    ps_error_hint(NULL, "b");
}

Test(error, long_texts_are_cut_between_characters)
{
    char text[2000];
    for (size_t i = 0; i < sizeof text - 3; i += 3) {
        memcpy(text + i, "\xe8\xb7\xaf", 3);
    }
    text[sizeof text - 3] = '\0';
    ps_error err = {0};
    for (size_t shift = 0; shift < 3; shift++) {
        ps_error_set(&err, PS_FAILED, PS_E_READ, "%.*s%s", (int)shift, "ab", text);
        size_t len = strlen(err.message);
        cr_expect(len > sizeof err.message - 4 && len < sizeof err.message, "%zu", len);
        cr_expect_eq((len - shift) % 3, 0, "cut inside a character: %zu bytes", len);
    }
    char small[4];
    ps_error_copy(small, sizeof small, PS_STR("ab\xe8\xb7\xaf"));
    cr_expect_str_eq(small, "ab");
    char one[1];
    ps_error_copy(one, sizeof one, PS_STR("a"));
    cr_expect_str_eq(one, "");
}

Test(error, a_terminal_is_not_steered_by_what_a_document_says)
{
    char field[32];
    ps_error_copy(field, sizeof field,
                  PS_STR("a\x1b[2Jb\nc\x7f"
                         "d"));
    cr_expect_str_eq(field, "a?[2Jb?c?d");
    /* U+009B is ESC [ in one character. */
    ps_error_copy(field, sizeof field,
                  PS_STR("a\xc2\x9b"
                         "2Jb\xc2\xa9"));
    cr_expect_str_eq(field, "a??2Jb\xc2\xa9");
}
