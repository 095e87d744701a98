/* Any bytes as an attachment. What must hold: text is valid UTF-8 of whole lines, a failure has a
 * cause and leaves nothing behind, and the second reading says what the first said. PDFs are not
 * for us to read. SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/base64.h"
#include "base/str.h"
#include "base/utf8.h"
#include "document/document.h"
#include "fuzz.h"
#include "xml/document.h"

static void on_report(void *user, ps_status severity, const ps_error *error)
{
    size_t *count = user;
    FUZZ_REQUIRE(severity == PS_OK || severity == PS_WARN);
    FUZZ_REQUIRE(error->message[0] != '\0' && error->source[0] != '\0');
    FUZZ_REQUIRE((error->code == PS_E_NONE) == (severity == PS_OK));
    *count += severity == PS_WARN;
}

static void check_text(const ps_buffer *text)
{
    for (size_t at = 0; at < text->len;) {
        const unsigned char *p = (const unsigned char *)text->ptr + at;
        size_t size = ps_utf8_length(p, text->len - at);
        FUZZ_REQUIRE(size > 0);
        FUZZ_REQUIRE(*p >= 0x20 || *p == '\n');
        at += size;
    }
    FUZZ_REQUIRE(text->len == 0 || text->ptr[text->len - 1] == '\n');
}

static ps_status read_once(const uint8_t *bytes, size_t size, ps_buffer *text, ps_error *error)
{
    ps_limits limits = ps_limits_default();
    size_t lost = 0;
    /* Small, so that small inputs reach them; which ones is the input's choice. */
    if (size > 0 && bytes[size - 1] % 4 == 0) {
        limits.depth = 12;
        limits.attachment_text = 500;
        limits.attachment_members = 5;
        limits.names = 60;
    }
    ps_document_options options = {
        .limits = &limits, .name = "a", .report = on_report, .user = &lost};
    ps_document_kind kind;
    *error = (ps_error){.code = PS_E_NONE};
    ps_buffer_init(text, 0);
    ps_status status =
        ps_document_read((ps_str){(const char *)bytes, size}, &options, text, &kind, error);
    if (status == PS_OK || status == PS_WARN) {
        FUZZ_REQUIRE((lost > 0) == (status == PS_WARN));
        FUZZ_REQUIRE(text->len > 0 && text->len <= limits.attachment_text);
        check_text(text);
    } else {
        FUZZ_REQUIRE(status == PS_FAILED && text->len == 0);
        FUZZ_REQUIRE(error->code == PS_E_LIMIT || error->code == PS_E_ATTACHMENT_UNSUPPORTED ||
                     error->code == PS_E_ATTACHMENT_ENCRYPTED ||
                     error->code == PS_E_ATTACHMENT_DAMAGED);
        FUZZ_REQUIRE(error->message[0] != '\0' && strcmp(error->source, "a") == 0);
    }
    return status;
}

/* In one piece and in two, which must say the same. */
static void read_base64(const uint8_t *bytes, size_t size)
{
    ps_buffer out;
    ps_buffer halves;
    ps_error error;
    ps_base64 one = {0};
    ps_base64 two = {0};
    ps_str text = {(const char *)bytes, size};
    ps_buffer_init(&out, 0);
    ps_buffer_init(&halves, 0);
    ps_status status = ps_base64_add(&one, text, &out, &error);
    ps_status half = ps_base64_add(&two, ps_str_slice(text, 0, size / 2), &halves, &error);
    if (half == PS_OK) {
        half = ps_base64_add(&two, ps_str_slice(text, size / 2, size), &halves, &error);
    }
    FUZZ_REQUIRE(status == half && out.len == halves.len && out.len <= size);
    FUZZ_REQUIRE(status != PS_OK || ps_base64_end(&one, &error) == ps_base64_end(&two, &error));
    ps_buffer_done(&out);
    ps_buffer_done(&halves);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static int ready;
    const char *why;
    int encrypted;
    if (!ready) {
        ps_xml_init();
        ready = 1;
    }
    read_base64(bytes, size);
    if (ps_document_kind_of((ps_str){(const char *)bytes, size}, &why, &encrypted) ==
        PS_DOCUMENT_PDF) {
        return 0;
    }
    ps_buffer first;
    ps_buffer second;
    ps_error error;
    ps_error again;
    ps_status status = read_once(bytes, size, &first, &error);
    FUZZ_REQUIRE(read_once(bytes, size, &second, &again) == status);
    FUZZ_REQUIRE(strcmp(error.cause, again.cause) == 0 &&
                 strcmp(error.message, again.message) == 0);
    FUZZ_REQUIRE(first.len == second.len);
    FUZZ_REQUIRE(first.len == 0 || memcmp(first.ptr, second.ptr, first.len) == 0);
    ps_buffer_done(&first);
    ps_buffer_done(&second);
    return 0;
}
