/* SPDX-License-Identifier: Apache-2.0 */
#include "input/file_input.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static long take_ahead(ps_file_input *file, char *buffer, size_t size)
{
    size_t left = file->ahead_len - file->ahead_at;
    size = size < left ? size : left;
    memcpy(buffer, file->ahead + file->ahead_at, size);
    file->ahead_at += size;
    return (long)size;
}

long ps_file_input_read(void *file_, char *buffer, size_t size)
{
    ps_file_input *file = file_;
    long got = 1;
    if (file->size && file->at == file->size) {
        return 0;
    }
    if (file->seekable && file->ahead_at == file->ahead_len && size < sizeof file->ahead) {
        got = ps_source_read(&file->source, file->ahead, sizeof file->ahead);
        file->ahead_at = 0;
        file->ahead_len = got > 0 ? (size_t)got : 0;
    }
    if (file->ahead_at < file->ahead_len) {
        got = take_ahead(file, buffer, size);
    } else if (got > 0) {
        got = ps_source_read(&file->source, buffer, size);
    }
    file->at += got > 0 ? (uint64_t)got : 0;
    file->reached = file->at > file->reached ? file->at : file->reached;
    return got;
}

int ps_file_input_seek(void *file_, uint64_t offset)
{
    ps_file_input *file = file_;
    if (lseek(file->fd, (off_t)(file->start + offset), SEEK_SET) < 0) {
        return -1;
    }
    file->source.ended = 0;
    file->ahead_at = file->ahead_len;
    file->at = offset;
    return 0;
}

static ps_file_place look_up(int fd)
{
    struct stat info;
    off_t start = fstat(fd, &info) == 0 && S_ISREG(info.st_mode) ? lseek(fd, 0, SEEK_CUR) : -1;
    return start < 0 ? (ps_file_place){.seekable = 0}
                     : (ps_file_place){1, (uint64_t)start, (uint64_t)info.st_size};
}

void ps_file_input_init(ps_file_input *file, int fd, const ps_file_place *place,
                        ps_archive_input *ret_input)
{
    ps_file_place found = place ? *place : look_up(fd);
    file->fd = fd;
    file->start = 0;
    file->at = 0;
    file->reached = 0;
    file->seekable = 0;
    file->size = 0;
    file->ahead_at = 0;
    file->ahead_len = 0;
    ps_source_init_fd(&file->source, &file->fd, NULL);
    *ret_input = (ps_archive_input){.read = ps_file_input_read, .io = file};
    if (found.seekable && found.start <= found.size) {
        file->start = found.start;
        file->seekable = 1;
        file->size = place ? found.size - found.start : 0; /* 0 also of files in /proc */
        ret_input->seek = ps_file_input_seek;
        ret_input->size = found.size - found.start;
    }
}
