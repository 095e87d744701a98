/* Small files as a whole, and hashes.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_BASE_FILE_H
#define PS_BASE_FILE_H

#include "base/buffer.h"

/**
 * Read a regular file of at most `limit` bytes into `buffer`.
 * @return PS_OK; PS_FAILED with PS_E_OPEN, PS_E_READ or PS_E_LIMIT, source set to `path`; PS_FATAL,
 * PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_file_read(const char *path, size_t limit, ps_buffer *buffer,
                                  ps_error *reterr);

/** SHA-256 of the parts one after the other, as 64 hex digits and a NUL. */
void ps_sha256(const ps_str *parts, size_t count, char ret_hex[65]);

#endif
