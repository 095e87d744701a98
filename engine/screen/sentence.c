/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/sentence.h"

#include "base/error.h"
#include "base/str.h"

static const char *const names[] = {
#define PS_X(symbol, name) [PS_PLACEHOLDER_##symbol] = name,
    PS_PLACEHOLDERS(PS_X)
#undef PS_X
};

static ps_placeholder placeholder_of(ps_str name)
{
    for (size_t i = 0; i < PS_COUNT(names); i++) {
        if (ps_str_is(name, names[i])) {
            return (ps_placeholder)i;
        }
    }
    return PS_PLACEHOLDER_NONE;
}

/* Cut the next part off the front of *rest. */
static ps_sentence_part next_part(ps_str *rest)
{
    ps_str text = *rest;
    size_t at = 0;
    for (;;) {
        size_t open = ps_str_find(ps_str_slice(text, at, text.len), PS_STR("{"));
        if (open == SIZE_MAX) {
            *rest = PS_NO_STR;
            return (ps_sentence_part){text, PS_PLACEHOLDER_NONE};
        }
        at += open + 1;
        size_t length = ps_str_find(ps_str_slice(text, at, text.len), PS_STR("}"));
        ps_placeholder placeholder = length == SIZE_MAX
                                         ? PS_PLACEHOLDER_NONE
                                         : placeholder_of(ps_str_slice(text, at, at + length));
        if (placeholder != PS_PLACEHOLDER_NONE) {
            *rest = ps_str_slice(text, at + length + 1, text.len);
            return (ps_sentence_part){ps_str_slice(text, 0, at - 1), placeholder};
        }
    }
}

ps_status ps_sentence_read(ps_str text, ps_arena *arena, ps_sentence *ret_sentence,
                           ps_error *reterr)
{
    size_t count = 0;
    for (ps_str rest = text; rest.len; count++) {
        (void)next_part(&rest);
    }
    ps_sentence_part *parts = ps_arena_array(arena, count + 1, sizeof *parts);
    if (!parts) {
        return ps_error_memory(reterr);
    }
    ps_str rest = text;
    for (size_t i = 0; i < count; i++) {
        parts[i] = next_part(&rest);
    }
    *ret_sentence = (ps_sentence){parts, count};
    return PS_OK;
}
