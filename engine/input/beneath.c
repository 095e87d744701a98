/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* O_PATH */
#include "input/beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

enum { PATH_LONGEST = 1024, DEEPEST = 32 };

static int hex_digit(char c)
{
    return ps_is_digit(c)         ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static void decode_percent(ps_str text, ps_buffer *out)
{
    for (size_t i = 0; i < text.len; i++) {
        int high = i + 2 < text.len && text.ptr[i] == '%' ? hex_digit(text.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(text.ptr[i + 2]) : -1;
        if (low >= 0) {
            ps_buffer_add_char(out, (char)(high << 4 | low));
            i += 2;
        } else {
            ps_buffer_add_char(out, text.ptr[i]);
        }
    }
}

/* Length of "http" in "http:…"; 0: there is no scheme. */
static size_t scheme_length(ps_str uri)
{
    size_t at = 0;
    while (at < uri.len &&
           (ps_is_alpha(uri.ptr[at]) || (at && (ps_is_digit(uri.ptr[at]) || uri.ptr[at] == '+' ||
                                                uri.ptr[at] == '-' || uri.ptr[at] == '.')))) {
        at++;
    }
    return at < uri.len && uri.ptr[at] == ':' ? at : 0;
}

static const char *refuse_scheme(ps_str scheme)
{
    if (scheme.len == 1) {
        return "it is an absolute path, which is not opened";
    }
    if (ps_str_equal_ascii_case(scheme, PS_STR("file"))) {
        return "it is an absolute path, which is not opened";
    }
    if (ps_str_equal_ascii_case(scheme, PS_STR("cid"))) {
        return "it is a part of the mail that the record came in, which is not here";
    }
    return "it is on another machine, and nothing is fetched";
}

static int has_control(ps_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7F) {
            return 1;
        }
    }
    return 0;
}

/* Part by part; what a "." or a doubled slash says is nothing. */
static const char *add_parts(ps_str text, ps_buffer *path)
{
    size_t start = 0;
    unsigned depth = 0;
    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && text.ptr[i] != '/' && text.ptr[i] != '\\') {
            continue;
        }
        ps_str part = ps_str_slice(text, start, i);
        start = i + 1;
        if (ps_str_is(part, "..")) {
            return "it leads out of the folder of the record";
        }
        if (part.len && !ps_str_is(part, ".")) {
            ps_buffer_add_text(path, path->len ? "/" : "");
            ps_buffer_add_str(path, part);
            depth++;
        }
    }
    return depth == 0 ? "it names no file" : depth > DEEPEST ? "its path is too long" : NULL;
}

const char *ps_beneath_path(ps_str uri, int decode, ps_buffer *path)
{
    const char *why = NULL;
    ps_buffer plain;
    uri = ps_str_trim(uri);
    ps_buffer_clear(path);
    if (uri.len == 0) {
        return "it names no file";
    }
    if (uri.len > PATH_LONGEST) {
        return "its path is too long";
    }
    size_t scheme = scheme_length(uri);
    if (scheme) {
        return refuse_scheme(ps_str_slice(uri, 0, scheme));
    }
    ps_buffer_init(&plain, 0);
    if (decode) {
        decode_percent(uri, &plain);
    } else {
        ps_buffer_add_str(&plain, uri);
    }
    ps_str text = ps_buffer_str(&plain);
    if (has_control(text)) {
        why = "its name holds control characters";
    } else if (ps_str_starts(text, PS_STR("//")) || ps_str_starts(text, PS_STR("\\\\"))) {
        why = "it is on another machine, and nothing is fetched";
    } else if (text.len && (text.ptr[0] == '/' || text.ptr[0] == '\\')) {
        why = "it is an absolute path, which is not opened";
    } else {
        why = add_parts(text, path);
    }
    ps_buffer_add_char(path, '\0');
    if (!why && (plain.failed || path->failed)) {
        why = "there is no memory";
    }
    ps_buffer_done(&plain);
    return why;
}

static const char *why_not(int error)
{
    return error == ENOENT || error == ENOTDIR ? "there is no such file"
           : error == ELOOP                    ? "a link is not followed"
           : error == EACCES                   ? "it may not be read (permissions)"
                                               : "it cannot be opened";
}

/* Open one step of the path. On success the caller's descriptor is that of the step. */
static int step(int at, const char *name, int flags)
{
    struct stat info;
    int fd = openat(at, name, flags | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    /* O_PATH opens the link itself where O_DIRECTORY says no more than "not a folder". */
    if (fd < 0 && errno == ENOTDIR && fstatat(at, name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISLNK(info.st_mode)) {
        errno = ELOOP;
    }
    return fd;
}

/* The folder that the last part of the path is in, and that part. @return NULL, or why not. */
static const char *descend(int folder, const char **path, int *ret_at)
{
    char name[PATH_LONGEST + 1];
    const char *slash;
    *ret_at = folder;
    while ((slash = strchr(*path, '/'))) {
        size_t len = (size_t)(slash - *path);
        if (len >= sizeof name) {
            return "its path is too long";
        }
        memcpy(name, *path, len);
        name[len] = '\0';
        int fd = step(*ret_at, name, O_PATH | O_DIRECTORY);
        const char *why = fd < 0 ? why_not(errno) : NULL;
        if (*ret_at != folder) {
            (void)close(*ret_at);
        }
        *ret_at = fd;
        if (why) {
            return why;
        }
        *path = slash + 1;
    }
    return NULL;
}

const char *ps_beneath_open(int folder, const char *path, int *ret_fd)
{
    struct stat info;
    int at;
    *ret_fd = -1;
    const char *why = descend(folder, &path, &at);
    if (!why) {
        *ret_fd = step(at, path, O_RDONLY);
        why = *ret_fd < 0 ? why_not(errno) : NULL;
    }
    if (at >= 0 && at != folder) {
        (void)close(at);
    }
    if (!why && (fstat(*ret_fd, &info) != 0 || !S_ISREG(info.st_mode))) {
        (void)close(*ret_fd);
        *ret_fd = -1;
        why = "it is no regular file";
    }
    return why;
}
