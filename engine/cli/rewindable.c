/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* O_TMPFILE */
#include "rewindable.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exit_codes.h"
#include "message.h"
#include "write.h"

static int cannot_keep(void)
{
    ps_say("cannot keep standard input in a temporary file: %s", strerror(errno));
    return PS_EXIT_OUTPUT;
}

static int copy_to(int fd, uint64_t most)
{
    char bytes[65536];
    uint64_t copied = 0;
    while (copied <= most) {
        ssize_t got = read(STDIN_FILENO, bytes, sizeof bytes);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            ps_say("cannot read standard input: %s", strerror(errno));
            return PS_EXIT_INCOMPLETE;
        }
        if (got == 0) {
            break;
        }
        if (ps_write_whole(fd, bytes, (size_t)got) != (size_t)got) {
            return cannot_keep();
        }
        copied += (uint64_t)got;
    }
    return lseek(fd, 0, SEEK_SET) == 0 && dup2(fd, STDIN_FILENO) >= 0 ? 0 : cannot_keep();
}

int ps_stdin_rewindable(uint64_t most)
{
    struct stat info;
    if (fstat(STDIN_FILENO, &info) == 0 && S_ISREG(info.st_mode) &&
        lseek(STDIN_FILENO, 0, SEEK_CUR) == 0) {
        return 0;
    }
    const char *folder = getenv("TMPDIR");
    int fd = open(folder && folder[0] ? folder : "/var/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0) {
        return cannot_keep();
    }
    int code = copy_to(fd, most);
    close(fd);
    return code;
}
