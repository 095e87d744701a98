/* Looking backwards through bytes. Needs _GNU_SOURCE, for memrchr().
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_SEEK_H
#define PS_XML_SEEK_H

#include <stdint.h>
#include <string.h>

/** Index of the last `c` in bytes[from, to), or SIZE_MAX. */
static inline size_t ps_seek_last(const char *bytes, size_t from, size_t to, char c)
{
    const char *last = from < to ? memrchr(bytes + from, c, to - from) : NULL;
    return last ? (size_t)(last - bytes) : SIZE_MAX;
}

#endif
