/* SPDX-License-Identifier: Apache-2.0 */
#include "document/prose.h"

#include "base/error.h"
#include "base/str.h"
#include "text/utf8.h"

void ps_prose_init(ps_prose *prose, ps_buffer *out, size_t limit)
{
    *prose = (ps_prose){.out = out, .start = out->len, .limit = limit};
}

static void put(ps_prose *prose, const char *bytes, size_t size)
{
    if (prose->full || size > prose->limit - (prose->out->len - prose->start)) {
        prose->full = 1;
        return;
    }
    ps_buffer_add(prose->out, bytes, size);
    prose->full = prose->out->failed;
}

static void put_owed(ps_prose *prose)
{
    if (ps_prose_has_text(prose)) {
        if (prose->end) {
            put(prose, "\n\n", prose->end);
        } else if (prose->blank) {
            put(prose, " ", 1);
        }
    }
    prose->end = 0;
    prose->blank = 0;
    prose->fresh = 0;
}

static int is_white(char c)
{
    return ps_is_space(c) || c == '\f' || c == '\v';
}

static int is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7F;
}

void ps_prose_add(ps_prose *prose, ps_str text)
{
    for (size_t at = 0; at < text.len && !prose->full;) {
        if (is_control(text.ptr[at]) || text.ptr[at] == ' ') {
            prose->blank |= is_white(text.ptr[at]);
            at++;
            continue;
        }
        size_t end = at;
        while (end < text.len && !is_control(text.ptr[end]) && text.ptr[end] != ' ') {
            end++;
        }
        put_owed(prose);
        put(prose, text.ptr + at, end - at);
        at = end;
    }
}

void ps_prose_add_lines(ps_prose *prose, ps_str text)
{
    size_t blanks = 0; /* at the end of a line they are dropped */
    for (size_t at = 0; at < text.len && !prose->full;) {
        char c = text.ptr[at];
        if (c == '\n' || c == '\r' || c == '\f') {
            int pair = c == '\r' && at + 1 < text.len && text.ptr[at + 1] == '\n';
            prose->end += prose->end < 2;
            blanks = 0;
            at += pair ? 2 : 1;
        } else if (is_control(c) || c == ' ') {
            blanks += c == ' ' || c == '\t';
            at++;
        } else {
            size_t end = at;
            while (end < text.len && !is_control(text.ptr[end]) && text.ptr[end] != ' ') {
                end++;
            }
            put_owed(prose);
            for (; blanks && !prose->full; blanks--) {
                put(prose, " ", 1);
            }
            put(prose, text.ptr + at, end - at);
            at = end;
        }
    }
}

void ps_prose_add_char(ps_prose *prose, uint32_t codepoint)
{
    char bytes[4];
    if (codepoint && codepoint <= 0x10FFFF && (codepoint < 0xD800 || codepoint > 0xDFFF)) {
        ps_prose_add(prose, (ps_str){bytes, ps_utf8_encode(codepoint, bytes)});
    }
}

void ps_prose_blank(ps_prose *prose)
{
    prose->blank = 1;
}

void ps_prose_line(ps_prose *prose)
{
    if (!prose->fresh && !prose->end) {
        prose->end = 1;
    }
}

void ps_prose_paragraph(ps_prose *prose)
{
    if (!prose->fresh) {
        prose->end = 2;
    }
}

void ps_prose_stay(ps_prose *prose)
{
    prose->fresh = 1;
}

void ps_prose_cell(ps_prose *prose)
{
    prose->end = 0;
    prose->blank = 1;
    prose->fresh = 1;
}

void ps_prose_row(ps_prose *prose)
{
    prose->end = 1;
    prose->fresh = 0;
}

int ps_prose_has_text(const ps_prose *prose)
{
    return prose->out->len > prose->start;
}

ps_status ps_prose_fault(const ps_prose *prose, ps_error *reterr)
{
    return prose->out->failed ? ps_error_memory(reterr)
                              : ps_error_limit(reterr, PS_FAILED, "attachment-text",
                                               "more than %zu bytes of text", prose->limit);
}

ps_status ps_prose_end(ps_prose *prose, ps_error *reterr)
{
    if (!prose->full && ps_prose_has_text(prose)) {
        prose->end = 0;
        put(prose, "\n", 1);
    }
    return prose->full ? ps_prose_fault(prose, reterr) : PS_OK;
}
