/* Folding any bytes: the result is UTF-8, folding it again changes nothing, and every part of it
 * maps back into the source, forwards. SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "fuzz.h"
#include "text/fold.h"

static void check_places(const ps_folded *folded)
{
    size_t before = 0;
    for (size_t at = 0; at < folded->text.len;) {
        uint32_t codepoint;
        size_t len = ps_utf8_next(folded->text, at, &codepoint);
        ps_span place = ps_folded_source(folded, (ps_span){at, at + len});
        FUZZ_REQUIRE(place.start <= place.end && place.end <= folded->source.len);
        FUZZ_REQUIRE(place.start >= before);
        before = place.start;
        at += len;
    }
}

static void try_form(ps_arena *arena, ps_str text, ps_fold_form form)
{
    ps_folded folded;
    ps_folded again;
    ps_error error;
    FUZZ_REQUIRE(ps_fold(arena, text, form, &folded, &error) == PS_OK);
    FUZZ_REQUIRE(ps_utf8_check(folded.text) == SIZE_MAX);
    check_places(&folded);
    FUZZ_REQUIRE(ps_fold(arena, folded.text, form, &again, &error) == PS_OK);
    FUZZ_REQUIRE(ps_str_equal(folded.text, again.text));
    FUZZ_REQUIRE(ps_fold_joined(arena, text, form, &again, &error) == PS_OK);
    FUZZ_REQUIRE(ps_utf8_check(again.text) == SIZE_MAX);
    check_places(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    ps_arena arena;
    ps_arena_init(&arena, 0);
    try_form(&arena, (ps_str){(const char *)bytes, size}, PS_FOLD_TEXT);
    try_form(&arena, (ps_str){(const char *)bytes, size}, PS_FOLD_TERM);
    ps_arena_done(&arena);
    return 0;
}
