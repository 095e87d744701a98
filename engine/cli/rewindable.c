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

static int cannot_keep(const char *name)
{
    ps_say("cannot keep %s in a temporary file: %s", name, strerror(errno));
    return PS_EXIT_OUTPUT;
}

static int copy(int from, const char *name, int to, uint64_t most)
{
    char bytes[65536];
    uint64_t copied = 0;
    while (copied <= most) {
        ssize_t got = read(from, bytes, sizeof bytes);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            ps_say("cannot read %s: %s", name, strerror(errno));
            return PS_EXIT_INCOMPLETE;
        }
        if (got == 0) {
            break;
        }
        if (ps_write_whole(to, bytes, (size_t)got) != (size_t)got) {
            return cannot_keep(name);
        }
        copied += (uint64_t)got;
    }
    return lseek(to, 0, SEEK_SET) == 0 && dup2(to, from) >= 0 ? 0 : cannot_keep(name);
}

int ps_rewindable(int fd, const char *name, uint64_t most)
{
    struct stat info;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && lseek(fd, 0, SEEK_CUR) == 0) {
        return 0;
    }
    const char *folder = getenv("TMPDIR");
    int kept =
        open(folder && folder[0] ? folder : "/var/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (kept < 0) {
        return cannot_keep(name);
    }
    int code = copy(fd, name, kept, most);
    close(kept);
    return code;
}

int ps_stdin_rewindable(uint64_t most)
{
    return ps_rewindable(STDIN_FILENO, "standard input", most);
}
