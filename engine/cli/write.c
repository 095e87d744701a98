/* SPDX-License-Identifier: Apache-2.0 */
#include "write.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

size_t ps_write_whole(int fd, const char *bytes, size_t size)
{
    size_t written = 0;
    while (written < size) {
        ssize_t done = write(fd, bytes + written, size - written);
        if (done >= 0) {
            written += (size_t)done;
        } else if (errno == EAGAIN) {
            struct pollfd ready = {.fd = fd, .events = POLLOUT};
            (void)poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            break;
        }
    }
    return written;
}
