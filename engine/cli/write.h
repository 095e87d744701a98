/* Writing to a descriptor until all is written. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_WRITE_H
#define PS_CLI_WRITE_H

#include <stddef.h>

/** Goes on after signals and when the reader is slow. @return the bytes written: fewer than `size`
 * when it failed, and errno says why. Threads: any. */
size_t ps_write_whole(int fd, const char *bytes, size_t size);

#endif
