/* The latest bytes of a stream that can be read only once, kept so that several processes can read
 * them at their own pace: memory behind a descriptor (memfd), in which the byte at an offset of the
 * stream lies at that offset modulo the ring's size. In front of it there is room for the beginning
 * of the stream, which stays.
 *
 * Files and rings are read alike: a ring of size 0 is a regular file.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_INPUT_RING_H
#define PS_INPUT_RING_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/** Room for the beginning of the stream. */
enum { PS_RING_HEAD = 65536 };

/** @return a descriptor, or -1 with errno. */
int ps_ring_new(void);
/** Read at most `size` bytes at `offset` of the file or stream; the caller knows that the ring has
 * them. @return count, 0 at the end of a file, -1 with errno. */
long ps_ring_read(int fd, uint64_t ring, uint64_t offset, char *buffer, size_t size);
/** Put bytes at `offset` of the stream. @return 0, or errno. */
int ps_ring_write(int fd, uint64_t ring, uint64_t offset, const char *bytes, size_t size);
/** Put at most `size` bytes of a pipe at `offset` of the stream, without passing them through this
 * process. @return count, 0 at the end of the pipe, -1 with errno, EINVAL where that cannot be. */
ssize_t ps_ring_take(int fd, uint64_t ring, uint64_t offset, int pipe, size_t size);
/** Keep the first `size` bytes, at most PS_RING_HEAD, which the ring still has. @return 0, or
 * errno. */
int ps_ring_keep_head(int fd, uint64_t ring, uint64_t size);

#endif
