/* SPDX-License-Identifier: Apache-2.0 */
#include "screen/contract_key.h"

#include <string.h>

#include "base/str.h"

void ps_contract_key(ps_str text, ps_buffer *out)
{
    int owed = 0;
    size_t start = out->len;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (ps_is_space(c) || (c && strchr("/\\:*?\"<>|._-", c))) {
            owed = out->len > start;
            continue;
        }
        if (owed) {
            ps_buffer_add_char(out, '_');
        }
        owed = 0;
        ps_buffer_add_char(out, ps_lower(c));
    }
}

static int is_part(char c)
{
    return ps_is_alpha(c) || ps_is_digit(c);
}

static int stands_in(ps_str key, ps_str name)
{
    for (size_t at = 0; key.len && at + key.len <= name.len; at++) {
        ps_str here = ps_str_slice(name, at, at + key.len);
        if (ps_str_equal(here, key) && (at == 0 || !is_part(name.ptr[at - 1])) &&
            (at + key.len == name.len || !is_part(name.ptr[at + key.len]))) {
            return 1;
        }
    }
    return 0;
}

int ps_contract_named(ps_str id, ps_str name)
{
    ps_buffer key;
    ps_buffer in;
    ps_buffer_init(&key, 0);
    ps_buffer_init(&in, 0);
    ps_contract_key(id, &key);
    ps_contract_key(name, &in);
    int found = !key.failed && !in.failed && stands_in(ps_buffer_str(&key), ps_buffer_str(&in));
    ps_buffer_done(&key);
    ps_buffer_done(&in);
    return found;
}
