/* SPDX-License-Identifier: Apache-2.0 */
#include "xml/tail.h"

#include <string.h>

#include "base/str.h"

static int is_wanted(const ps_tail *tail)
{
    for (const char *const *name = tail->names; *name; name++) {
        if (ps_str_is((ps_str){tail->name, tail->len}, *name)) {
            return 1;
        }
    }
    return 0;
}

/* Takes the name up to its end; returns where to go on. */
static size_t take_name(ps_tail *tail, ps_str bytes, size_t at)
{
    for (; at < bytes.len; at++) {
        char c = bytes.ptr[at];
        if (ps_is_space(c) || c == '>' || c == '/') {
            tail->count += tail->len && is_wanted(tail);
            tail->in_name = 0;
            return at;
        }
        if (c == '<') {
            tail->in_name = 0;
            return at;
        }
        if (c == ':') {
            tail->len = 0;
        } else if (tail->len < sizeof tail->name) {
            tail->name[tail->len++] = c;
        } else {
            tail->in_name = 0;
            return at;
        }
    }
    return at;
}

void ps_tail_add(ps_tail *tail, ps_str bytes)
{
    size_t at = 0;
    if (!tail->names) {
        return;
    }
    while (at < bytes.len) {
        if (tail->in_name) {
            at = take_name(tail, bytes, at);
            continue;
        }
        const char *next = memchr(bytes.ptr + at, '<', bytes.len - at);
        if (!next) {
            return;
        }
        at = (size_t)(next - bytes.ptr) + 1;
        tail->in_name = 1;
        tail->len = 0;
    }
}
