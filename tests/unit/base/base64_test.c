/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base64.h"

#include "base/cleanup.h"
#include "ps_test.h"

/* In pieces of `size`. */
static ps_status decode(const char *text, size_t size, ps_buffer *out, ps_error *err)
{
    ps_base64 decoder = {0};
    ps_str rest = ps_str_from(text);
    ps_status status = PS_OK;
    for (size_t at = 0; status == PS_OK && at < rest.len; at += size) {
        size_t end = at + size < rest.len ? at + size : rest.len;
        status = ps_base64_add(&decoder, ps_str_slice(rest, at, end), out, err);
    }
    return status == PS_OK ? ps_base64_end(&decoder, err) : status;
}

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
        for (size_t size = 1; size < 5; size++) {
            ps_buffer out;
            ps_error err = {0};
            ps_buffer_init(&out, 0);
            PS_TEST_STATUS(decode(rows[i].text, size, &out, &err), PS_OK, err);
            ps_test_str(ps_buffer_str(&out), rows[i].want, rows[i].text);
            ps_buffer_done(&out);
        }
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
        for (size_t size = 1; size < 9; size += 7) {
            ps_buffer out;
            ps_error err = {0};
            ps_buffer_init(&out, 0);
            cr_expect_eq(decode(rows[i].text, size, &out, &err), PS_FAILED, "%s", rows[i].text);
            cr_expect_str_eq(err.cause, "attachment-damaged");
            cr_expect(strstr(err.message, rows[i].words), "%s: %s", rows[i].text, err.message);
            ps_buffer_done(&out);
        }
    }
}
