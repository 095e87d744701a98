/* SPDX-License-Identifier: Apache-2.0 */
#include "document/base64.h"

#include "base/cleanup.h"
#include "ps_test.h"

Test(base64, white_space_anywhere_is_skipped)
{
    static const struct {
        const char *text;
        const char *want;
    } rows[] = {
        {"", ""},
        {"Zg==", "f"},
        {"Zm8=", "fo"},
        {"Zm9v", "foo"},
        {" Zm9v\r\n", "foo"},
        {"Z\nm\t9 v\r\nY g = =", "foob"},
        {"Zm9vYmE=\n\n", "fooba"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_buffer out;
        ps_error err = {0};
        ps_buffer_init(&out, 0);
        PS_TEST_STATUS(ps_base64_decode(ps_str_from(rows[i].text), 100, &out, &err), PS_OK, err);
        ps_test_str(ps_buffer_str(&out), rows[i].want, rows[i].text);
        ps_buffer_done(&out);
    }
}

Test(base64, what_a_cut_or_bent_text_looks_like_is_refused)
{
    static const struct {
        const char *text;
        const char *words;
    } rows[] = {
        {"Zm9", "not complete"},
        {"Zg", "not complete"},
        {"Zg=", "not complete"},
        {"Z===", "character 2"},
        {"=", "character 1"},
        {"Zm9v=", "character 5"},
        {"Zg==Zg==", "behind the padding"},
        {"Zm8=Z", "behind the padding"},
        {"Zh==", "bits in the padding"},
        {"Zm9=", "bits in the padding"},
        {"Zm*v", "character 3"},
        {"Zm-v", "not base64"},
        {"Zm\xC3\xA9v", "not base64"},
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_buffer out;
        ps_error err = {0};
        ps_buffer_init(&out, 0);
        ps_buffer_add_text(&out, "kept");
        ps_status status = ps_base64_decode(ps_str_from(rows[i].text), 100, &out, &err);
        cr_expect_eq(status, PS_FAILED, "%s", rows[i].text);
        cr_expect_str_eq(err.cause, "attachment-damaged");
        cr_expect(strstr(err.message, rows[i].words), "%s: %s", rows[i].text, err.message);
        ps_test_str(ps_buffer_str(&out), "kept", rows[i].text);
        ps_buffer_done(&out);
    }
}

Test(base64, more_than_the_limit_is_refused_by_name)
{
    ps_buffer out;
    ps_error err = {0};
    ps_buffer_init(&out, 0);
    PS_TEST_STATUS(ps_base64_decode(PS_STR("Zm9vYmFy"), 6, &out, &err), PS_OK, err);
    ps_buffer_clear(&out);
    cr_expect_eq(ps_base64_decode(PS_STR("Zm9vYmFy"), 5, &out, &err), PS_FAILED);
    cr_expect_str_eq(err.cause, "limit:attachment-bytes");
    cr_expect_eq(out.len, 0);
    ps_buffer_done(&out);
}
