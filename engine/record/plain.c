/* SPDX-License-Identifier: Apache-2.0 */
#include "record/plain.h"

#include "base/str.h"

/* Escaped once more, and once more again: that far exporters are known to go. */
enum { ROUNDS = 3 };

static void add(ps_plain_out *out, const char *bytes, size_t size)
{
    memcpy(out->ptr + out->len, bytes, size);
    out->len += size;
}

void ps_plain_byte(ps_plain_out *out, char c)
{
    if (c == '\n') {
        out->ptr[out->len++] = c;
        return;
    }
    if (out->pending) {
        if (ps_is_space(c)) {
            return;
        }
        if (out->any) {
            add(out, out->pending == PS_PLAIN_BLOCK ? "\xe2\x80\xa9" : "\xe2\x80\xa8", 3);
            add(out, "\xe2\x80\xa2 ", out->bullet ? 4 : 0);
        }
        out->pending = 0;
        out->bullet = 0;
    }
    out->any = 1;
    out->ptr[out->len++] = c;
}

void ps_plain_code(ps_plain_out *out, uint32_t codepoint)
{
    if (codepoint == '\n' || codepoint == '\r') {
        ps_plain_break(out, PS_PLAIN_LINE); /* not a line end of the source */
    } else if (codepoint < 0x80) {
        ps_plain_byte(out, codepoint < ' ' ? ' ' : (char)codepoint);
    } else if (codepoint < 0x800) {
        ps_plain_byte(out, (char)(0xC0 | (codepoint >> 6)));
        ps_plain_byte(out, (char)(0x80 | (codepoint & 0x3F)));
    } else if (codepoint < 0x10000) {
        ps_plain_byte(out, (char)(0xE0 | (codepoint >> 12)));
        ps_plain_byte(out, (char)(0x80 | ((codepoint >> 6) & 0x3F)));
        ps_plain_byte(out, (char)(0x80 | (codepoint & 0x3F)));
    } else {
        ps_plain_byte(out, (char)(0xF0 | (codepoint >> 18)));
        ps_plain_byte(out, (char)(0x80 | ((codepoint >> 12) & 0x3F)));
        ps_plain_byte(out, (char)(0x80 | ((codepoint >> 6) & 0x3F)));
        ps_plain_byte(out, (char)(0x80 | (codepoint & 0x3F)));
    }
}

static int may_be_markup(ps_str text)
{
    return memchr(text.ptr, '<', text.len) || memchr(text.ptr, '&', text.len);
}

static ps_plain_out begin(ps_arena *arena, ps_str text)
{
    return (ps_plain_out){.ptr = ps_arena_array(arena, text.len + 1, 2)};
}

ps_plain ps_plain_read(ps_arena *arena, ps_str text, uint64_t json_depth, ps_str *ret_text)
{
    if (text.len == 0) {
        return PS_PLAIN_AS_IS;
    }
    ps_plain found = PS_PLAIN_AS_IS;
    char last = text.ptr[text.len - 1];
    if ((text.ptr[0] == '{' && last == '}') || (text.ptr[0] == '[' && last == ']')) {
        ps_plain_out out = begin(arena, text);
        int json = out.ptr ? ps_json_text_read(text, json_depth, &out) : 0;
        if (!out.ptr || json < 0) {
            return out.ptr ? PS_PLAIN_DEEP : PS_PLAIN_NO_MEMORY;
        }
        if (json) {
            text = (ps_str){out.ptr, out.len};
            found = PS_PLAIN_READ;
        }
    }
    for (int round = 0; round < ROUNDS && text.len && may_be_markup(text); round++) {
        ps_plain_out out = begin(arena, text);
        if (!out.ptr) {
            return PS_PLAIN_NO_MEMORY;
        }
        if (!ps_markup_read(text, &out)) {
            break;
        }
        text = (ps_str){out.ptr, out.len};
        found = PS_PLAIN_READ;
    }
    if (found == PS_PLAIN_READ) {
        *ret_text = text;
    }
    return found;
}
