/* Where the bytes of an archive come from, and libarchive's reader over them.
 * SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "input/archive_model.h"

/* Bytes of a ZIP directory, which takes libarchive about four times as many; one that is longer is
 * not used. */
enum { DIRECTORY_MOST = 8 * 1024 * 1024 };

/* ---- the source, as libarchive sees it ---- */

la_ssize_t ps_archive_pull(struct archive *reader, void *user, const void **ret_block)
{
    ps_archive *a = user;
    errno = 0;
    long got = a->input.read(a->input.io, a->block, PS_ARCHIVE_BLOCK);
    *ret_block = a->block;
    if (got < 0) {
        a->source_error = errno ? errno : EIO;
        archive_set_error(reader, a->source_error, "cannot read on");
        return ARCHIVE_FATAL;
    }
    a->source_ended = got == 0;
    a->at += (uint64_t)got;
    a->high = a->at > a->high ? a->at : a->high;
    if (a->mode == PS_MODE_STREAM) {
        ps_archive_tail_add(&a->tail, (ps_str){a->block, (size_t)got});
    } else if (a->mode == PS_MODE_DIRECTORY && a->headers == 0) {
        if ((uint64_t)got > a->directory_left) {
            archive_set_error(reader, EFBIG, "the directory is too long");
            return ARCHIVE_FATAL;
        }
        a->directory_left -= (uint64_t)got;
    }
    return got;
}

int ps_archive_seek(ps_archive *a, uint64_t offset)
{
    errno = 0;
    if (offset > a->input.size) {
        errno = EINVAL;
        return -1;
    }
    if (a->input.seek(a->input.io, offset) != 0) {
        a->source_error = errno ? errno : EIO;
        return -1;
    }
    a->at = offset;
    a->source_ended = 0;
    return 0;
}

static la_int64_t on_seek(struct archive *reader, void *user, la_int64_t offset, int whence)
{
    ps_archive *a = user;
    int64_t from = whence == SEEK_SET   ? 0
                   : whence == SEEK_END ? (int64_t)a->input.size
                                        : (int64_t)a->at;
    int64_t to;
    if (__builtin_add_overflow(from, offset, &to) || to < 0 ||
        ps_archive_seek(a, (uint64_t)to) != 0) {
        archive_set_error(reader, EINVAL, "an offset outside the archive");
        return ARCHIVE_FATAL;
    }
    return to;
}

static la_int64_t on_skip(struct archive *reader, void *user, la_int64_t request)
{
    ps_archive *a = user;
    (void)reader;
    /* The end of a ZIP archive that is read as it comes must pass through ps_archive_pull(). */
    if (!a->input.seek || a->mode == PS_MODE_STREAM || request < PS_ARCHIVE_BLOCK ||
        a->at >= a->input.size) {
        return 0;
    }
    uint64_t left = a->input.size - a->at;
    uint64_t skip = (uint64_t)request < left ? (uint64_t)request : left;
    return ps_archive_seek(a, a->at + skip) == 0 ? (la_int64_t)skip : 0;
}

ps_status ps_archive_lose(ps_archive *a, ps_status status, const char *what, ps_error *reterr)
{
    const char *why = a->reader ? archive_error_string(a->reader) : NULL;
    if (a->reader && archive_errno(a->reader) == ENOMEM) {
        return ps_error_memory(reterr);
    }
    if (a->source_error) {
        return ps_error_set(reterr, PS_FAILED, PS_E_READ, "cannot read on: %s",
                            strerror(a->source_error));
    }
    return ps_error_set(reterr, status, PS_E_DAMAGED, "%s%s%s", what, why ? ": " : "",
                        why ? why : "");
}

void ps_archive_close_reader(ps_archive *a)
{
    if (a->reader) {
        (void)archive_read_free(a->reader);
    }
    a->reader = NULL;
    a->lost_reader = 0;
    a->member_ended = 1;
    a->data_left = 0;
    a->gap = 0;
}

/* Formats are named one by one, and no filter: libarchive starts programs for some. */
static int support(ps_archive *a)
{
    switch (a->mode) {
    case PS_MODE_TAR:
        return archive_read_support_format_tar(a->reader) == ARCHIVE_OK &&
               archive_read_set_format_option(a->reader, "tar", "read_concatenated_archives",
                                              "1") == ARCHIVE_OK;
    case PS_MODE_DIRECTORY:
        return archive_read_support_format_zip_seekable(a->reader) == ARCHIVE_OK &&
               archive_read_set_seek_callback(a->reader, on_seek) == ARCHIVE_OK;
    case PS_MODE_STREAM:
        return archive_read_support_format_zip_streamable(a->reader) == ARCHIVE_OK;
    }
    return 0;
}

ps_status ps_archive_open_reader(ps_archive *a, ps_error *reterr)
{
    ps_archive_close_reader(a);
    a->headers = 0;
    a->directory_left = DIRECTORY_MOST;
    a->reader = archive_read_new();
    if (!a->reader) {
        return ps_error_memory(reterr);
    }
    if (!support(a) || archive_read_set_read_callback(a->reader, ps_archive_pull) != ARCHIVE_OK ||
        archive_read_set_skip_callback(a->reader, on_skip) != ARCHIVE_OK ||
        archive_read_set_callback_data(a->reader, a) != ARCHIVE_OK) {
        return ps_error_set(reterr, PS_FATAL, PS_E_INTERNAL, "libarchive cannot read archives: %s",
                            archive_error_string(a->reader));
    }
    return archive_read_open1(a->reader) == ARCHIVE_OK
               ? PS_OK
               : ps_archive_lose(a, PS_FAILED, "the archive is damaged", reterr);
}
