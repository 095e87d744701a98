/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* O_TMPFILE */
#include "base/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/cleanup.h"

int ps_temporary_open(const char **ret_folder)
{
    const char *given = getenv("TMPDIR");
    const char *const folders[] = {given && given[0] ? given : "/var/tmp", "/var/tmp", "/tmp"};
    int first_error = 0;
    for (size_t i = 0; i < PS_COUNT(folders); i++) {
        int fd = open(folders[i], O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        if (fd >= 0) {
            *ret_folder = folders[i];
            return fd;
        }
        first_error = first_error ? first_error : errno;
    }
    *ret_folder = folders[0];
    errno = first_error;
    return -1;
}
