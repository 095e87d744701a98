/* SPDX-License-Identifier: Apache-2.0 */
#include "input/archive_tail.h"

#include <string.h>

#include "base/str.h"

/* The record that ends the directory is END bytes and a comment of at most 65535; in front of it
 * stand, in an archive of more than 65534 members, a pointer (LOCATOR bytes) and a longer record.
 */
enum { END = 22, LOCATOR = 20, LONG_END = 56, KEPT = END + 65535 + LOCATOR + LONG_END };

void ps_archive_tail_init(ps_archive_tail *tail)
{
    ps_buffer_init(&tail->bytes, 0);
}

void ps_archive_tail_done(ps_archive_tail *tail)
{
    ps_buffer_done(&tail->bytes);
}

void ps_archive_tail_add(ps_archive_tail *tail, ps_str bytes)
{
    ps_buffer *kept = &tail->bytes;
    if (kept->len > (size_t)KEPT * 3) {
        memmove(kept->ptr, kept->ptr + kept->len - KEPT, KEPT);
        kept->len = KEPT;
    }
    ps_buffer_add_str(kept, bytes);
}

static uint64_t number(const char *bytes, size_t size)
{
    uint64_t value = 0;
    for (size_t i = size; i--;) {
        value = value << 8 | (unsigned char)bytes[i];
    }
    return value;
}

static int is_mark(ps_str bytes, size_t at, const char *mark)
{
    return at + 4 <= bytes.len && memcmp(bytes.ptr + at, mark, 4) == 0;
}

int ps_archive_tail_count(const ps_archive_tail *tail, uint64_t *ret_members)
{
    ps_str bytes = ps_buffer_str(&tail->bytes);
    for (size_t at = bytes.len < END ? 0 : bytes.len - END + 1; !tail->bytes.failed && at--;) {
        if (!is_mark(bytes, at, "PK\005\006") ||
            at + END + number(bytes.ptr + at + 20, 2) > bytes.len) {
            continue;
        }
        uint64_t members = number(bytes.ptr + at + 10, 2);
        if (members == 0xFFFF && at >= LOCATOR + LONG_END &&
            is_mark(bytes, at - LOCATOR - LONG_END, "PK\006\006")) {
            members = number(bytes.ptr + at - LOCATOR - LONG_END + 32, 8);
        }
        *ret_members = members;
        return 1;
    }
    return 0;
}
