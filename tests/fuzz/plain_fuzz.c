/* Reading any text as what it says: the result fits its room, is UTF-8 when the text was, and has
 * as many line ends. SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "fuzz.h"
#include "record/plain.h"

static size_t line_ends(ps_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += text.ptr[i] == '\n';
    }
    return count;
}

/* Not the decoder of text/, which records know nothing of: lead bytes and what must follow. */
static int is_utf8(ps_str text)
{
    for (size_t i = 0; i < text.len;) {
        unsigned char c = (unsigned char)text.ptr[i++];
        int more = c < 0x80 ? 0 : c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : c >= 0xC2 ? 1 : -1;
        for (; more > 0 && i < text.len && ((unsigned char)text.ptr[i] & 0xC0) == 0x80; more--) {
            i++;
        }
        if (more) {
            return 0;
        }
    }
    return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    ps_arena arena;
    ps_str text = {(const char *)bytes, size};
    ps_str plain;
    ps_arena_init(&arena, 0);
    if (ps_plain_read(&arena, text, 16, &plain) == PS_PLAIN_READ) {
        FUZZ_REQUIRE(plain.len <= 2 * (size + 1));
        FUZZ_REQUIRE(line_ends(plain) == line_ends(text));
        FUZZ_REQUIRE(!is_utf8(text) || is_utf8(plain));
    }
    ps_arena_done(&arena);
    return 0;
}
