/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sha256.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/sha256_blocks.h"
#include "base/str.h"

/* `size` is what the file is said to have: most are read at once, without room to spare. */
static ps_status read_all(int fd, const char *path, size_t size, size_t limit, ps_buffer *buffer,
                          ps_error *reterr)
{
    enum { PIECE = 65536 };
    /* One byte more than the file has, so that the end is met without more room. */
    size_t piece = size < limit ? size + 1 : PIECE;
    for (;;) {
        char *room = ps_buffer_reserve(buffer, piece);
        if (!room) {
            return ps_error_memory(reterr);
        }
        ssize_t got = read(fd, room, piece);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return ps_error_set(reterr, PS_FAILED, PS_E_READ, "cannot read %s: %s", path,
                                strerror(errno));
        }
        if (got == 0) {
            return PS_OK;
        }
        buffer->len += (size_t)got;
        if (buffer->len > limit) {
            return ps_error_limit(reterr, PS_FAILED, "pack-bytes", "%s is larger than %zu bytes",
                                  path, limit);
        }
        piece = buffer->room > buffer->len ? buffer->room - buffer->len : PIECE;
    }
}

ps_status ps_file_read(const char *path, size_t limit, ps_buffer *buffer, ps_error *reterr)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat info;
    ps_status status;
    if (fd < 0 || fstat(fd, &info) != 0) {
        status =
            ps_error_set(reterr, PS_FAILED, PS_E_OPEN, "cannot open %s: %s", path, strerror(errno));
    } else if (!S_ISREG(info.st_mode)) {
        status = ps_error_set(reterr, PS_FAILED, PS_E_OPEN, "%s is not a regular file", path);
    } else {
        status =
            read_all(fd, path, info.st_size > 0 ? (size_t)info.st_size : 0, limit, buffer, reterr);
    }
    if (fd >= 0) {
        close(fd);
    }
    if (status != PS_OK) {
        ps_error_source(reterr, path);
    }
    return status;
}

static void hash_portably(const ps_str *parts, size_t count, uint8_t ret_digest[PS_SHA256_DIGEST])
{
    SHA2_CTX context;
    SHA256Init(&context);
    for (size_t i = 0; i < count; i++) {
        SHA256Update(&context, (const uint8_t *)parts[i].ptr, parts[i].len);
    }
    SHA256Final(ret_digest, &context);
}

void ps_sha256(const ps_str *parts, size_t count, char ret_hex[65])
{
    static const char hex[] = "0123456789abcdef";
    uint8_t digest[PS_SHA256_DIGEST];
    if (!ps_sha256_blocks(parts, count, digest)) {
        hash_portably(parts, count, digest);
    }
    for (size_t i = 0; i < sizeof digest; i++) {
        ret_hex[2 * i] = hex[digest[i] >> 4];
        ret_hex[2 * i + 1] = hex[digest[i] & 15];
    }
    ret_hex[64] = '\0';
}
