/* Writes through minizip rather than libarchive, because the first member of an ODT file must have
 * no extra field, and libarchive gives one to every member.
 * SPDX-License-Identifier: Apache-2.0 */
#include "dossier/package.h"

#include <string.h>

#include <minizip/zip.h>

#include "base/cleanup.h"

/* A file in memory. */
typedef struct memory_file {
    ps_buffer *bytes;
    size_t at;
} memory_file;

static voidpf open_file(voidpf opaque, const void *name, int mode)
{
    (void)name;
    (void)mode;
    return opaque;
}

static uLong read_file(voidpf opaque, voidpf stream, void *bytes, uLong size)
{
    memory_file *file = stream;
    size_t rest = file->bytes->len - file->at;
    (void)opaque;
    size = size < rest ? size : (uLong)rest;
    if (size) {
        memcpy(bytes, file->bytes->ptr + file->at, size);
        file->at += size;
    }
    return size;
}

/* minizip goes back to fill in sizes and checksums of a member. */
static uLong write_file(voidpf opaque, voidpf stream, const void *bytes, uLong size)
{
    memory_file *file = stream;
    size_t over = file->bytes->len - file->at;
    (void)opaque;
    over = over < size ? over : size;
    if (over) {
        memcpy(file->bytes->ptr + file->at, bytes, over);
    }
    ps_buffer_add(file->bytes, (const char *)bytes + over, size - over);
    if (file->bytes->failed) {
        return 0;
    }
    file->at += size;
    return size;
}

static ZPOS64_T tell_file(voidpf opaque, voidpf stream)
{
    const memory_file *file = stream;
    (void)opaque;
    return file->at;
}

static long seek_file(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
    memory_file *file = stream;
    size_t from = origin == ZLIB_FILEFUNC_SEEK_SET   ? 0
                  : origin == ZLIB_FILEFUNC_SEEK_CUR ? file->at
                                                     : file->bytes->len;
    (void)opaque;
    if (offset > file->bytes->len - from) {
        return -1;
    }
    file->at = from + (size_t)offset;
    return 0;
}

static int close_file(voidpf opaque, voidpf stream)
{
    (void)opaque;
    (void)stream;
    return 0;
}

static int error_of(voidpf opaque, voidpf stream)
{
    const memory_file *file = stream;
    (void)opaque;
    return file->bytes->failed;
}

static int add_member(zipFile zip, const ps_member *member)
{
    enum { LEVEL = 6, PIECE = 1 << 30 };
    zip_fileinfo info = {.tmz_date = {.tm_mday = 1, .tm_mon = 0, .tm_year = 1980}};
    ps_str rest = member->bytes;
    int failed = zipOpenNewFileInZip64(zip, member->name, &info, NULL, 0, NULL, 0, NULL,
                                       member->stored ? 0 : Z_DEFLATED, LEVEL,
                                       member->bytes.len > PIECE) != ZIP_OK;
    while (!failed && rest.len) {
        size_t size = rest.len < PIECE ? rest.len : PIECE;
        failed = zipWriteInFileInZip(zip, rest.ptr, (unsigned)size) != ZIP_OK;
        rest.ptr += size;
        rest.len -= size;
    }
    return failed || zipCloseFileInZip(zip) != ZIP_OK;
}

void ps_package_write(const ps_member *members, size_t count, ps_buffer *out)
{
    ps_buffer bytes;
    ps_buffer_init(&bytes, 0);
    memory_file file = {.bytes = &bytes};
    zlib_filefunc64_def functions = {.zopen64_file = open_file,
                                     .zread_file = read_file,
                                     .zwrite_file = write_file,
                                     .ztell64_file = tell_file,
                                     .zseek64_file = seek_file,
                                     .zclose_file = close_file,
                                     .zerror_file = error_of,
                                     .opaque = &file};
    zipFile zip = zipOpen2_64("", APPEND_STATUS_CREATE, NULL, &functions);
    int failed = zip == NULL;
    for (size_t i = 0; !failed && i < count; i++) {
        failed = add_member(zip, &members[i]);
    }
    failed |= zip && zipClose(zip, NULL) != ZIP_OK;
    ps_buffer_add_str(out, ps_buffer_str(&bytes));
    out->failed |= failed || bytes.failed;
    ps_buffer_done(&bytes);
}
