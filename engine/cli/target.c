/* SPDX-License-Identifier: Apache-2.0 */
#include "target.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exit_codes.h"
#include "message.h"
#include "write.h"

enum { PATH_ROOM = 4096, NAME_ROOM = 256 };

struct ps_target {
    const char *path; /* NULL: standard output */
    const char *name; /* the last part of the path */
    int folder;       /* descriptor; -1: none */
    dev_t device;     /* of the folder */
    ino_t inode;      /* likewise */
    int fd;
    size_t written;
    char temporary[NAME_ROOM]; /* in the folder; "": none, or it has its name already */
};

const char *ps_target_name(const ps_target *target)
{
    return target->path ? target->path : "standard output";
}

void ps_target_complain(const ps_target *target, int error)
{
    if (error != EPIPE) {
        ps_say("cannot write %s after %zu bytes: %s", ps_target_name(target), target->written,
               strerror(error ? error : EIO));
    }
}

static int cannot_open(const ps_target *target, const char *why)
{
    ps_say("cannot write %s: %s", target->path, why);
    return PS_EXIT_OUTPUT;
}

static int refuse(const ps_target *target, const char *why)
{
    ps_say("will not write %s: %s", target->path, why);
    return PS_EXIT_USAGE;
}

static int open_folder(ps_target *target)
{
    char folder[PATH_ROOM];
    struct stat info;
    size_t len = (size_t)(target->name - target->path);
    if (len + 2 > sizeof folder) {
        return cannot_open(target, strerror(ENAMETOOLONG));
    }
    memcpy(folder, target->path, len);
    memcpy(folder + len, len ? "" : ".", len ? 1 : 2);
    target->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (target->folder < 0 || fstat(target->folder, &info) != 0) {
        return cannot_open(target, strerror(errno));
    }
    target->device = info.st_dev;
    target->inode = info.st_ino;
    return 0;
}

static const ps_precious *find_precious(const ps_precious *list, size_t count,
                                        const struct stat *info, int is_folder)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i].is_folder == is_folder && list[i].device == info->st_dev &&
            list[i].inode == info->st_ino) {
            return &list[i];
        }
    }
    return NULL;
}

/* Whether the target's folder is a precious one or lies in one, at any depth. */
static const ps_precious *find_precious_above(const ps_target *target, const ps_precious *list,
                                              size_t count)
{
    enum { DEPTH_MOST = 1000 };
    struct stat info;
    struct stat last = {0};
    int fd = openat(target->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const ps_precious *found = NULL;
    for (int depth = 0; fd >= 0 && depth < DEPTH_MOST && fstat(fd, &info) == 0; depth++) {
        found = find_precious(list, count, &info, 1);
        if (found || (depth && info.st_dev == last.st_dev && info.st_ino == last.st_ino)) {
            break;
        }
        last = info;
        int up = openat(fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        close(fd);
        fd = up;
    }
    if (fd >= 0) {
        close(fd);
    }
    return found;
}

static int check_target(const ps_target *target, const ps_precious *list, size_t count)
{
    struct stat info;
    char why[PATH_ROOM + 64];
    const ps_precious *found = find_precious_above(target, list, count);
    if (found) {
        (void)snprintf(why, sizeof why, "it lies in %s, which is read", found->path);
        return refuse(target, why);
    }
    if (fstatat(target->folder, target->name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
        return errno == ENOENT ? 0 : cannot_open(target, strerror(errno));
    }
    found = find_precious(list, count, &info, 0);
    if (found) {
        (void)snprintf(why, sizeof why, "it is %s, which is read", found->path);
        return refuse(target, why);
    }
    if (S_ISLNK(info.st_mode)) {
        return refuse(target, "it is a symbolic link; name the file itself");
    }
    if (!S_ISREG(info.st_mode)) {
        return refuse(target,
                      "it is no regular file; leave the name out to write to standard output");
    }
    return 0;
}

static int open_temporary(ps_target *target)
{
    enum { ATTEMPTS = 100 };
    for (int i = 0; i < ATTEMPTS; i++) {
        (void)snprintf(target->temporary, sizeof target->temporary, ".%.200s.%ld-%d", target->name,
                       (long)getpid(), i);
        target->fd = openat(target->folder, target->temporary,
                            O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (target->fd >= 0 || errno != EEXIST) {
            break;
        }
    }
    if (target->fd < 0) {
        int error = errno;
        target->temporary[0] = '\0';
        return cannot_open(target, strerror(error));
    }
    return 0;
}

int ps_target_new(const char *path, const ps_precious *precious, size_t precious_count,
                  ps_target **ret_target)
{
    ps_target *target = calloc(1, sizeof *target);
    if (!target) {
        ps_say("out of memory");
        return PS_EXIT_INTERNAL;
    }
    *target = (ps_target){.path = path, .folder = -1, .fd = STDOUT_FILENO};
    int code = 0;
    if (path) {
        const char *slash = strrchr(path, '/');
        target->fd = -1;
        target->name = slash ? slash + 1 : path;
        if (!target->name[0] || strcmp(target->name, ".") == 0 || strcmp(target->name, "..") == 0) {
            code = refuse(target, "it is a folder");
        }
        if (code == 0) {
            code = open_folder(target);
        }
        if (code == 0) {
            code = check_target(target, precious, precious_count);
        }
        if (code == 0) {
            code = open_temporary(target);
        }
    }
    if (code != 0) {
        ps_target_free(target);
        return code;
    }
    *ret_target = target;
    return 0;
}

void ps_target_free(ps_target *target)
{
    if (!target) {
        return;
    }
    if (target->temporary[0]) {
        (void)unlinkat(target->folder, target->temporary, 0);
    }
    if (target->path && target->fd >= 0) {
        close(target->fd);
    }
    if (target->folder >= 0) {
        close(target->folder);
    }
    free(target);
}

int ps_target_same(const ps_target *a, const ps_target *b)
{
    if (!a->path || !b->path) {
        return !a->path && !b->path;
    }
    return a->device == b->device && a->inode == b->inode && strcmp(a->name, b->name) == 0;
}

int ps_target_write(void *io, const char *bytes, size_t size)
{
    ps_target *target = io;
    size_t done = ps_write_whole(target->fd, bytes, size);
    target->written += done;
    return done == size ? 0 : -1;
}

static mode_t wanted_mode(void)
{
    mode_t mask = umask(0);
    (void)umask(mask);
    return 0666 & ~mask;
}

/* Some file systems cannot sync a folder; a rename is as safe there as it gets. */
static int sync_folder(int folder)
{
    return fsync(folder) == 0 || errno == EINVAL || errno == ENOTSUP ? 0 : -1;
}

int ps_target_commit(ps_target *target)
{
    int failed;
    if (!target->path) {
        return 0;
    }
    failed = fchmod(target->fd, wanted_mode()) != 0 || fsync(target->fd) != 0;
    int error = errno;
    int fd = target->fd;
    target->fd = -1;
    if (close(fd) != 0 && !failed) {
        failed = 1;
        error = errno;
    }
    if (!failed) {
        failed = renameat(target->folder, target->temporary, target->folder, target->name) != 0;
        error = errno;
        if (!failed) {
            target->temporary[0] = '\0';
            failed = sync_folder(target->folder) != 0;
            error = errno;
        }
    }
    if (failed) {
        ps_target_complain(target, error);
        return PS_EXIT_OUTPUT;
    }
    return 0;
}
