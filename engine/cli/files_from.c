/* SPDX-License-Identifier: Apache-2.0 */
#include "files_from.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exit_codes.h"
#include "message.h"
#include "rewindable.h"

/* NAME_ROOM: of a path, as the system takes it. */
enum { BLOCK = 65536, NAME_ROOM = 4096 };

struct ps_files_from {
    const ps_args *args;
    const char *path; /* as shown */
    int fd;
    char end; /* of a name */
    char block[BLOCK];
    size_t at;
    size_t len;
    char name[NAME_ROOM];
    uint64_t line;
    int ended;
};

int ps_files_from_open(const ps_args *args, const char *command, ps_files_from **ret_list)
{
    size_t count;
    const char *const *inputs = ps_args_operands(args, &count);
    const char *path = ps_args_value(args, PS_OPT_FILES_FROM);
    *ret_list = NULL;
    if (!path) {
        if (count == 0) {
            ps_say("procscreen %s needs INPUT..., or --files-from", command);
            ps_hint("see procscreen %s --help", command);
        }
        return count ? 0 : PS_EXIT_USAGE;
    }
    int is_stdin = strcmp(path, "-") == 0;
    for (size_t i = 0; is_stdin && i < count; i++) {
        if (strcmp(inputs[i], "-") == 0) {
            return ps_args_wrong(args, PS_OPT_FILES_FROM,
                                 "standard input cannot be both the list and an input");
        }
    }
    ps_files_from *list = calloc(1, sizeof *list);
    if (!list) {
        ps_say("out of memory");
        return PS_EXIT_INTERNAL;
    }
    list->args = args;
    list->path = path;
    list->end = ps_args_flag(args, PS_OPT_NUL, 0) ? '\0' : '\n';
    list->fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (list->fd < 0) {
        int code =
            ps_args_wrong(args, PS_OPT_FILES_FROM, "cannot read %s: %s", path, strerror(errno));
        free(list);
        return code;
    }
    *ret_list = list;
    return 0;
}

int ps_files_from_keep(ps_files_from *list)
{
    return ps_rewindable(list->fd, list->path, UINT64_MAX);
}

void ps_files_from_rewind(ps_files_from *list)
{
    if (list) {
        (void)lseek(list->fd, 0, SEEK_SET);
        list->at = list->len = 0;
        list->line = 0;
        list->ended = 0;
    }
}

void ps_files_from_free(ps_files_from *list)
{
    if (list) {
        if (list->fd != STDIN_FILENO) {
            (void)close(list->fd);
        }
        free(list);
    }
}

__attribute__((format(printf, 4, 5))) static ps_status
fail(ps_status status, ps_error_code code, ps_error *ret_place, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    (void)vsnprintf(ret_place->message, sizeof ret_place->message, format, list);
    va_end(list);
    ret_place->code = code;
    ret_place->offset = PS_NO_OFFSET;
    (void)snprintf(ret_place->cause, sizeof ret_place->cause, "%s", ps_error_code_name(code));
    return status;
}

/* The next byte of the list; -1 at its end; -2 with errno. */
static int next_byte(ps_files_from *list)
{
    while (list->at == list->len) {
        ssize_t got = read(list->fd, list->block, BLOCK);
        if (got <= 0) {
            if (got < 0 && errno == EINTR) {
                continue;
            }
            return got < 0 ? -2 : -1;
        }
        list->at = 0;
        list->len = (size_t)got;
    }
    return (unsigned char)list->block[list->at++];
}

static int is_same_file(const struct stat *input, const char *path)
{
    struct stat output;
    return stat(path, &output) == 0 && input->st_dev == output.st_dev &&
           input->st_ino == output.st_ino;
}

/* Whether something is to be written to the file, which would then be gone. */
static int is_output(const ps_args *args, const char *path)
{
    struct stat input;
    const char *const *outputs = ps_args_list(args, PS_OPT_OUTPUT);
    const char *single = ps_args_value(args, PS_OPT_OUTPUT_FILE);
    if ((!outputs && !single) || stat(path, &input) != 0) {
        return 0;
    }
    for (; outputs && *outputs; outputs++) {
        const char *equals = strchr(*outputs, '=');
        if (equals && is_same_file(&input, equals + 1)) {
            return 1;
        }
    }
    return single && is_same_file(&input, single);
}

static ps_status check_name(const ps_files_from *list, ps_error *ret_place)
{
    if (strcmp(list->name, "-") == 0 && list->fd == STDIN_FILENO) {
        return fail(PS_FAILED, PS_E_OPEN, ret_place,
                    "standard input is the list itself; a file of that name is written ./-");
    }
    if (is_output(list->args, list->name)) {
        return fail(PS_FATAL, PS_E_USAGE, ret_place,
                    "%s is read, and an output would be written over it", list->name);
    }
    return PS_OK;
}

ps_status ps_files_from_next(void *user, const char **ret_path, ps_error *ret_place)
{
    ps_files_from *list = user;
    size_t len = 0;
    int byte = 0;
    int has_nul = 0;
    while (!list->ended && len == 0) {
        list->line++;
        while ((byte = next_byte(list)) >= 0 && byte != (unsigned char)list->end) {
            has_nul |= byte == 0;
            if (len < NAME_ROOM) {
                list->name[len] = (char)byte;
            }
            len++;
        }
        list->ended = byte < 0;
        if (list->end == '\n' && len && len <= NAME_ROOM && list->name[len - 1] == '\r') {
            len--; /* a list from Windows */
        }
    }
    (void)snprintf(ret_place->source, sizeof ret_place->source, "%s", list->path);
    ret_place->line = list->line;
    if (byte == -2) {
        return fail(PS_FAILED, PS_E_READ, ret_place,
                    "cannot read on: %s; what the list names further is not screened",
                    strerror(errno));
    }
    if (len == 0) {
        return PS_END;
    }
    if (len >= NAME_ROOM) {
        return fail(PS_FAILED, PS_E_OPEN, ret_place, "a name of %zu bytes; paths have at most %d",
                    len, NAME_ROOM - 1);
    }
    if (has_nul) {
        return fail(PS_FAILED, PS_E_OPEN, ret_place,
                    "a NUL in a name: give --null for a list whose names end with NULs");
    }
    list->name[len] = '\0';
    *ret_path = list->name;
    return check_name(list, ret_place);
}
