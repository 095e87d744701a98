/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memrchr, by seek.h */
#include "screen/cut.h"

#include <string.h>

#include "base/str.h"
#include "input/ring.h"
#include "xml/seek.h"

enum { BLOCK = 65536 };

/* A vector of GCC's and Clang's own. */
typedef unsigned char block __attribute__((vector_size(16)));

static int ends_name(char c)
{
    return ps_is_space(c) || c == '>' || c == '/';
}

/* Reads `size` bytes, or all that there are below the limit. */
static size_t read_full(const ps_cut *cut, uint64_t at, char *bytes, size_t size, uint64_t limit)
{
    size_t got = 0;
    if (at >= limit) {
        return 0;
    }
    size = limit - at < size ? (size_t)(limit - at) : size;
    while (got < size) {
        long more = ps_ring_read(cut->fd, cut->ring, at + got, bytes + got, size - got);
        if (more <= 0) {
            break;
        }
        got += (size_t)more;
    }
    return got;
}

int ps_cut_begin(ps_cut *cut, int fd, uint64_t ring, uint64_t step, const ps_cut_place *first,
                 uint64_t limit)
{
    *cut = (ps_cut){.fd = fd, .ring = ring, .step = step};
    size_t got = read_full(cut, first->offset, cut->tag, sizeof cut->tag, limit);
    while (cut->tag_len < got && !ends_name(cut->tag[cut->tag_len])) {
        cut->tag_len++;
    }
    if (cut->tag_len < 2 || cut->tag_len == got || cut->tag[0] != '<') {
        return 0;
    }
    cut->at = first->offset;
    cut->line = first->line;
    cut->line_start = first->offset - (first->column - 1);
    cut->from = first->offset + step;
    return 1;
}

/* Sixteen counters at a time, each of one byte, which hold so many blocks. */
static uint64_t count_lines(const char *bytes, size_t len)
{
    enum { MOST = UINT8_MAX };
    uint64_t lines = 0;
    size_t at = 0;
    while (len - at >= sizeof(block)) {
        block counts = {0};
        for (int i = 0; i < MOST && len - at >= sizeof(block); i++) {
            block c;
            memcpy(&c, bytes + at, sizeof c);
            counts -= (block)(c == '\n'); /* all bits of a byte that is one: -1 */
            at += sizeof c;
        }
        for (size_t i = 0; i < sizeof counts; i++) {
            lines += counts[i];
        }
    }
    for (; at < len; at++) {
        lines += bytes[at] == '\n';
    }
    return lines;
}

/* Goes on to `to`, with the bytes in front of it. */
static void advance(ps_cut *cut, const char *bytes, size_t len)
{
    uint64_t lines = count_lines(bytes, len);
    if (lines) {
        cut->line_start = cut->at + ps_seek_last(bytes, 0, len, '\n') + 1;
        cut->line += lines;
    }
    cut->at += len;
}

/* The first start tag in bytes[from, len); `len` when there is none. One that is cut off by the end
 * counts as one: *ret_whole is 0. */
static size_t find_tag(const ps_cut *cut, const char *bytes, size_t from, size_t len,
                       int *ret_whole)
{
    *ret_whole = 0;
    while (from < len) {
        const char *hit = memchr(bytes + from, '<', len - from);
        if (!hit) {
            return len;
        }
        size_t at = (size_t)(hit - bytes);
        size_t left = len - at;
        size_t same = left < cut->tag_len ? left : cut->tag_len;
        if (memcmp(hit, cut->tag, same) == 0) {
            if (left <= cut->tag_len) {
                return at;
            }
            if (ends_name(hit[cut->tag_len])) {
                *ret_whole = 1;
                return at;
            }
        }
        from = at + 1;
    }
    return len;
}

int ps_cut_next(ps_cut *cut, uint64_t limit, ps_cut_place *ret_place)
{
    char bytes[BLOCK];
    while (cut->at < limit) {
        size_t len = read_full(cut, cut->at, bytes, sizeof bytes, limit);
        size_t from = 0;
        if (cut->from > cut->at) {
            from = cut->from - cut->at < len ? (size_t)(cut->from - cut->at) : len;
        }
        int whole;
        size_t place = find_tag(cut, bytes, from, len, &whole);
        advance(cut, bytes, place);
        if (whole) {
            *ret_place = (ps_cut_place){cut->at, cut->line, cut->at - cut->line_start + 1};
            cut->from = cut->at + cut->step;
            return 1;
        }
        if (len < sizeof bytes) {
            return 0; /* what is left may be the beginning of a tag */
        }
    }
    return 0;
}
