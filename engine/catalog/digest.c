/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "base/file.h"
#include "catalog/judge.h"

/* What an item says, hashed with the lengths of its parts, so that two items with the same digest
 * say the same. Kept in fingerprints, which a waiver may rest on: whoever writes the orders must
 * not be able to make two items look alike. */
ps_status ps_verdict_digest(ps_arena *arena, const ps_item *item, ps_str *ret, ps_error *reterr)
{
    size_t most = item->text_count + 3 + 2 * item->code_count + 2 * item->property_count;
    ps_str *parts = ps_arena_array(arena, 2 * most, sizeof *parts);
    char *room = ps_arena_alloc(arena, 65);
    ps_buffer lengths;
    ps_buffer_init(&lengths, 0);
    if (!parts || !room) {
        return ps_error_memory(reterr);
    }
    size_t n = 0;
    for (size_t i = 0; i < item->text_count; i++) {
        parts[n++] = item->texts[i].value.text;
    }
    parts[n++] = item->manufacturer.text;
    parts[n++] = item->brand.text;
    parts[n++] = item->model.text;
    for (size_t i = 0; i < item->code_count; i++) {
        parts[n++] = item->codes[i].scheme;
        parts[n++] = item->codes[i].value.text;
    }
    for (size_t i = 0; i < item->property_count; i++) {
        parts[n++] = item->properties[i].name.text;
        parts[n++] = item->properties[i].value.text;
    }
    for (size_t i = 0; i < n; i++) {
        ps_buffer_add_uint(&lengths, parts[i].len);
        ps_buffer_add_char(&lengths, ' ');
    }
    parts[n++] = ps_buffer_str(&lengths);
    ps_sha256(parts, n, room);
    int failed = lengths.failed;
    ps_buffer_done(&lengths);
    *ret = (ps_str){room, 64};
    return failed ? ps_error_memory(reterr) : PS_OK;
}
