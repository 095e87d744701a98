/* SPDX-License-Identifier: Apache-2.0 */
#include "report/pack_group.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/str.h"

/* Dotted numbers by value ("1.9" before "1.10"), anything else by bytes. */
static int compare_versions(ps_str a, ps_str b)
{
    ps_str x;
    ps_str y;
    while (ps_str_next(&a, '.', &x)) {
        if (!ps_str_next(&b, '.', &y)) {
            return 1;
        }
        uint64_t m;
        uint64_t n;
        int numbers = ps_str_to_uint(x, UINT64_MAX, &m) && ps_str_to_uint(y, UINT64_MAX, &n);
        int c = numbers ? (m > n) - (m < n) : ps_str_compare(x, y);
        if (c) {
            return c;
        }
    }
    return b.len ? -1 : 0;
}

static void add_joined(ps_buffer *buffer, ps_str text)
{
    if (buffer->len) {
        ps_buffer_add_char(buffer, '+');
    }
    ps_buffer_add_str(buffer, text);
}

/* Whether the joined list has this part. */
static int has_part(ps_str joined, ps_str text)
{
    ps_str part;
    while (ps_str_next(&joined, '+', &part)) {
        if (ps_str_equal(part, text)) {
            return 1;
        }
    }
    return 0;
}

static void add_pack(ps_pack_group *group, const ps_pack_info *info, ps_buffer *list)
{
    group->count++;
    if (info->kind == PS_PACK_PROFILE) {
        if (compare_versions(info->version, ps_buffer_str(&group->version)) > 0) {
            ps_buffer_clear(&group->version);
            ps_buffer_add_str(&group->version, info->version);
        }
    } else {
        add_joined(&group->id, info->id);
        if (!has_part(ps_buffer_str(&group->version), info->version)) {
            add_joined(&group->version, info->version);
        }
    }
    memcpy(group->sha256, info->sha256, sizeof group->sha256);
    ps_buffer_add_str(list, info->id);
    ps_buffer_add_char(list, ' ');
    ps_buffer_add_str(list, info->version);
    ps_buffer_add_char(list, ' ');
    ps_buffer_add_text(list, info->sha256);
    ps_buffer_add_char(list, '\n');
}

void ps_pack_group_init(ps_pack_group *group, const ps_run_origin *origin, ps_pack_kind kind)
{
    ps_buffer list;
    *group = (ps_pack_group){0};
    ps_buffer_init(&group->id, 0);
    ps_buffer_init(&group->version, 0);
    ps_buffer_init(&list, 0);
    for (size_t i = 0; i < origin->pack_count; i++) {
        if (origin->packs[i].kind == kind) {
            add_pack(group, &origin->packs[i], &list);
        }
    }
    if (kind == PS_PACK_PROFILE) {
        ps_buffer_add_text(&group->id, "formats");
    }
    if (group->count > 1 || (group->count && kind == PS_PACK_PROFILE)) {
        ps_str text = ps_buffer_str(&list);
        ps_sha256(&text, 1, group->sha256);
    }
    ps_buffer_done(&list);
}

void ps_pack_group_done(ps_pack_group *group)
{
    ps_buffer_done(&group->id);
    ps_buffer_done(&group->version);
}
