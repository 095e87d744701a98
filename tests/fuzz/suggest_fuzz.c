/* Any bytes as a sample. What must hold: nothing crashes, and every draft is a right profile: it
 * keeps the schema and loads. PS_SOURCE_ROOT names the checkout whose schema is used.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/str.h"
#include "formats/profiles.h"
#include "fuzz.h"
#include "procscreen/suggest.h"
#include "xml/tree.h"

static long read_bytes(void *io, char *buffer, size_t size)
{
    ps_str *left = io;
    size_t len = left->len < size ? left->len : size;
    if (len) {
        memcpy(buffer, left->ptr, len);
    }
    *left = ps_str_slice(*left, len, left->len);
    return (long)len;
}

static void take(void *user, ps_str text)
{
    ps_buffer_add_str(user, text);
}

static ps_str the_schema(void)
{
    static ps_buffer schema;
    if (!schema.ptr) {
        char path[4096];
        ps_error error = {0};
        const char *root = getenv("PS_SOURCE_ROOT");
        FUZZ_REQUIRE(root);
        ps_buffer_init(&schema, 0);
        (void)snprintf(path, sizeof path, "%s/catalogs/formats/profile.rng", root);
        FUZZ_REQUIRE(ps_file_read(path, 1 << 20, &schema, &error) == PS_OK);
    }
    return ps_buffer_str(&schema);
}

static void check(ps_str draft)
{
    ps_error error = {0};
    ps_pack_file file = {"draft.xml", draft};
    ps_profiles *profiles = NULL;
    int right = ps_tree_validate(draft, "draft.xml", the_schema(), "profile.rng", NULL, NULL,
                                 &error) == PS_OK &&
                ps_profiles_load(&file, 1, NULL, NULL, NULL, &profiles, &error) == PS_OK;
    if (!right) {
        fprintf(stderr, "%s\n%.*s\n", error.message, PS_FMT(draft));
    }
    FUZZ_REQUIRE(right);
    ps_profiles_free(profiles);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    ps_suggester *suggester = NULL;
    ps_error error = {0};
    ps_buffer draft;
    ps_str left = {(const char *)bytes, size};
    ps_buffer_init(&draft, 0);
    FUZZ_REQUIRE(ps_suggester_new(NULL, &suggester, &error) == PS_OK);
    ps_status status = ps_suggester_read(suggester, read_bytes, &left, "fuzz", &error);
    FUZZ_REQUIRE(status == PS_OK || status == PS_FAILED);
    status = ps_suggester_write(suggester, NULL, take, &draft, &error);
    FUZZ_REQUIRE(status == PS_OK || status == PS_END);
    FUZZ_REQUIRE((draft.len > 0) == (status == PS_OK));
    if (status == PS_OK) {
        check(ps_buffer_str(&draft));
    }
    ps_suggester_free(suggester);
    ps_buffer_done(&draft);
    return 0;
}
