/* Bytes in memory as a source.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_DOCUMENT_BYTES_H
#define PS_DOCUMENT_BYTES_H

#include "base/str.h"

typedef struct ps_bytes {
    ps_str left;
} ps_bytes;

/** A ps_read_fn; `io` is a ps_bytes. */
static inline long ps_bytes_read(void *io, char *buffer, size_t size)
{
    ps_bytes *bytes = io;
    size = size < bytes->left.len ? size : bytes->left.len;
    if (size) {
        memcpy(buffer, bytes->left.ptr, size);
        bytes->left = ps_str_slice(bytes->left, size, bytes->left.len);
    }
    return (long)size;
}

#endif
