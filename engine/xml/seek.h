/* Looking backwards through bytes; C17 has no memrchr().
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_SEEK_H
#define PS_XML_SEEK_H

#include <stdint.h>
#include <string.h>

/** Index of the last `c` in bytes[from, to), or SIZE_MAX. */
static inline size_t ps_seek_last(const char *bytes, size_t from, size_t to, char c)
{
    enum { BLOCK = 512 };
    while (to > from) {
        /* memchr() rules a block out much faster than a loop can look at it. */
        size_t start = to - from > BLOCK ? to - BLOCK : from;
        if (memchr(bytes + start, c, to - start)) {
            while (bytes[--to] != c) {
            }
            return to;
        }
        to = start;
    }
    return SIZE_MAX;
}

#endif
