/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"
#include "base/str.h"
#include "ps_test.h"
#include "screen/sentence.h"

/* The parts one behind the other: words, "<" and the number of the placeholder. */
static void expect_parts(const char *text, const char *want)
{
    ps_arena arena;
    ps_buffer got;
    ps_sentence sentence;
    ps_error err = {0};
    ps_arena_init(&arena, 0);
    ps_buffer_init(&got, 0);
    PS_TEST_STATUS(ps_sentence_read(ps_str_from(text), &arena, &sentence, &err), PS_OK, err);
    for (size_t i = 0; i < sentence.count; i++) {
        ps_buffer_add_str(&got, sentence.parts[i].words);
        if (sentence.parts[i].placeholder != PS_PLACEHOLDER_NONE) {
            ps_buffer_printf(&got, "<%d>", (int)sentence.parts[i].placeholder);
        }
    }
    ps_test_str(ps_buffer_str(&got), want, text);
    ps_buffer_done(&got);
    ps_arena_done(&arena);
}

Test(sentence, placeholders_are_found_and_all_else_is_left)
{
    expect_parts("", "");
    expect_parts("no more than words", "no more than words");
    expect_parts("{item}", "<0>");
    expect_parts("Line {line}: {item}{due}.", "Line <1>: <0><16>.");
    expect_parts("{nonsense} { {{item} {} {item", "{nonsense} { {<0> {} {item");
    expect_parts("{supplier-id} of {supplier", "<5> of {supplier");
}
