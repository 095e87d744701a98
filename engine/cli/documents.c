/* SPDX-License-Identifier: Apache-2.0 */
#include "documents.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <procscreen/run.h>

#include "exit_codes.h"
#include "message.h"

enum { PATH_ROOM = 4096, DEPTH_MOST = 64 };

long ps_documents_read_fd(void *io, char *buffer, size_t size)
{
    const int *fd = io;
    for (;;) {
        ssize_t got = read(*fd, buffer, size);
        if (got >= 0 || errno != EINTR) {
            return got;
        }
    }
}

static int is_number(const char *text, uint64_t number)
{
    uint64_t value = 0;
    if (!*text) {
        return 0;
    }
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || value > UINT64_MAX / 10 - 1) {
            return 0;
        }
        value = value * 10 + (uint64_t)(*text - '0');
    }
    return value == number;
}

ps_named ps_documents_named(const char *operand, ps_str id, uint64_t number)
{
    if (id.len == strlen(operand) && (id.len == 0 || memcmp(id.ptr, operand, id.len) == 0)) {
        return PS_NAMED_BY_ID;
    }
    return is_number(operand, number) ? PS_NAMED_BY_NUMBER : PS_NAMED_NOT;
}

static void read_document(ps_documents *d, int fd, const char *name)
{
    ps_error error = {0};
    if (d->each) {
        d->code = ps_exit_worse(d->code, d->each(d->user, fd, name));
        return;
    }
    switch (ps_screener_read_file(d->screener, fd, name, d->sink, d->user, &error)) {
    case PS_OK:
        return;
    case PS_WARN: /* the sink has said why */
        d->code = ps_exit_worse(d->code, PS_EXIT_INCOMPLETE);
        return;
    case PS_END:
    case PS_FAILED:
    case PS_FATAL:
        ps_say_error(&error);
        d->code = PS_EXIT_INTERNAL;
        return;
    }
}

static void cannot_read(ps_documents *d, const char *path)
{
    ps_say("cannot read %s: %s", path, strerror(errno));
    d->code = ps_exit_worse(d->code, PS_EXIT_INCOMPLETE);
}

static void read_path(ps_documents *d, const char *path, int depth);

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void read_folder(ps_documents *d, const char *path, int depth)
{
    struct dirent **entries;
    int count = scandir(path, &entries, is_visible, by_bytes);
    if (count < 0) {
        cannot_read(d, path);
        return;
    }
    for (int i = 0; i < count; i++) {
        char full[PATH_ROOM];
        int len = snprintf(full, sizeof full, "%s/%s", path, entries[i]->d_name);
        if (len < 0 || (size_t)len >= sizeof full || depth == DEPTH_MOST) {
            errno = ENAMETOOLONG;
            cannot_read(d, path);
        } else if (d->code != PS_EXIT_INTERNAL) {
            read_path(d, full, depth + 1);
        }
        free(entries[i]);
    }
    free(entries);
}

static void read_path(ps_documents *d, const char *path, int depth)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &info) != 0) {
        cannot_read(d, path);
    } else if (S_ISDIR(info.st_mode)) {
        read_folder(d, path, depth);
    } else if (!S_ISREG(info.st_mode)) {
        errno = EINVAL;
        cannot_read(d, path);
    } else if (depth == 0 || !ps_run_leaves_aside(fd, path)) {
        read_document(d, fd, path);
    }
    if (fd >= 0) {
        close(fd);
    }
}

void ps_documents_read(ps_documents *d, const char *path, const char *stdin_name)
{
    if (strcmp(path, "-") == 0) {
        read_document(d, STDIN_FILENO, stdin_name ? stdin_name : "-");
    } else {
        read_path(d, path, 0);
    }
}

void ps_documents_read_inputs(ps_documents *d, const char *const *inputs, ps_files_from *list,
                              const char *stdin_name)
{
    const char *path;
    for (; *inputs && d->code != PS_EXIT_INTERNAL; inputs++) {
        ps_documents_read(d, *inputs, stdin_name);
    }
    while (list && d->code != PS_EXIT_INTERNAL) {
        ps_error error = {0};
        ps_status status = ps_files_from_next(list, &path, &error);
        if (status == PS_END) {
            return;
        }
        if (status == PS_OK) {
            ps_documents_read(d, path, stdin_name);
        } else {
            ps_say_error(&error);
            d->code =
                ps_exit_worse(d->code, status == PS_FATAL ? PS_EXIT_USAGE : PS_EXIT_INCOMPLETE);
        }
        if (status == PS_FATAL) {
            return;
        }
    }
}
