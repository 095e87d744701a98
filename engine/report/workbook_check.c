/* SPDX-License-Identifier: Apache-2.0 */
#include "report/workbook_check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* Of the ZIP format (APPNOTE.TXT 4.3): the end of the central directory and one entry of it. */
enum {
    END_SIZE = 22,
    END_DIRECTORY_SIZE = 12,
    END_DIRECTORY_AT = 16,
    ENTRY_SIZE = 46,
    ENTRY_BYTES = 24, /* uncompressed */
    ENTRY_NAME = 28,
    ENTRY_EXTRA = 30,
    ENTRY_COMMENT = 32,
    EXTRA_ZIP64 = 1,
    DIRECTORY_MOST = 16384 /* a workbook of ours has some twenty entries */
};
static const unsigned char end_mark[] = {'P', 'K', 5, 6};
static const unsigned char entry_mark[] = {'P', 'K', 1, 2};

static uint64_t little_endian(const unsigned char *p, unsigned size)
{
    uint64_t value = 0;
    while (size--) {
        value = value << 8 | p[size];
    }
    return value;
}

static int read_at(int fd, off_t at, unsigned char *into, size_t size)
{
    while (size) {
        ssize_t got = pread(fd, into, size, at);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return 0;
        }
        into += got;
        at += got;
        size -= (size_t)got;
    }
    return 1;
}

/* The entry's size; where it does not fit into 32 bits it stands first in the 64-bit extra field.
 */
static uint64_t size_of(const unsigned char *entry, const unsigned char *extra, size_t extra_size)
{
    uint64_t size = little_endian(entry + ENTRY_BYTES, 4);
    for (size_t at = 0; size == UINT32_MAX && at + 12 <= extra_size;) {
        if (little_endian(extra + at, 2) == EXTRA_ZIP64) {
            return little_endian(extra + at + 4, 8);
        }
        at += 4 + (size_t)little_endian(extra + at + 2, 2);
    }
    return size;
}

/* How many of the sheets the directory has in their full size. */
static size_t count_whole(const unsigned char *directory, size_t size, const uint64_t *least,
                          size_t count)
{
    size_t whole = 0;
    for (size_t at = 0; at + ENTRY_SIZE <= size;) {
        const unsigned char *entry = directory + at;
        const unsigned char *name = entry + ENTRY_SIZE;
        size_t name_size = (size_t)little_endian(entry + ENTRY_NAME, 2);
        size_t extra_size = (size_t)little_endian(entry + ENTRY_EXTRA, 2);
        size_t next = at + ENTRY_SIZE + name_size + extra_size +
                      (size_t)little_endian(entry + ENTRY_COMMENT, 2);
        if (memcmp(entry, entry_mark, sizeof entry_mark) != 0 || next > size) {
            return 0;
        }
        for (size_t i = 0; i < count; i++) {
            char sheet[40];
            int length = snprintf(sheet, sizeof sheet, "xl/worksheets/sheet%zu.xml", i + 1);
            whole += (size_t)length == name_size && memcmp(sheet, name, name_size) == 0 &&
                     size_of(entry, name + name_size, extra_size) > least[i];
        }
        at = next;
    }
    return whole;
}

int ps_workbook_check(int fd, const uint64_t *least, size_t count)
{
    unsigned char end[END_SIZE];
    unsigned char directory[DIRECTORY_MOST];
    errno = 0;
    off_t file_size = lseek(fd, 0, SEEK_END);
    if (file_size < END_SIZE || !read_at(fd, file_size - END_SIZE, end, sizeof end) ||
        memcmp(end, end_mark, sizeof end_mark) != 0) {
        return 0;
    }
    size_t size = (size_t)little_endian(end + END_DIRECTORY_SIZE, 4);
    off_t at = (off_t)little_endian(end + END_DIRECTORY_AT, 4);
    return size <= sizeof directory && read_at(fd, at, directory, size) &&
           count_whole(directory, size, least, count) == count;
}
