/* SPDX-License-Identifier: Apache-2.0 */
#include "input/archive.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "base/utf8.h"
#include "input/archive_model.h"

enum { TAR_BLOCK = 512 };

ps_status ps_archive_spend(ps_archive_budget *budget, uint64_t more, uint64_t unpacked,
                           uint64_t packed, ps_error *reterr)
{
    char name[64];
    budget->bytes += more;
    if (budget->bytes > budget->bytes_most) {
        (void)snprintf(name, sizeof name, "%s-bytes", budget->prefix);
        return ps_error_limit(reterr, PS_FAILED, name, "more than %llu bytes unpacked",
                              (unsigned long long)budget->bytes_most);
    }
    if (unpacked + more > budget->ratio_free &&
        (unpacked + more) / (packed ? packed : 1) >= budget->ratio_most) {
        (void)snprintf(name, sizeof name, "%s-ratio", budget->prefix);
        return ps_error_limit(reterr, PS_FAILED, name,
                              "%llu bytes unpack to more than %llu times as many",
                              (unsigned long long)packed, (unsigned long long)budget->ratio_most);
    }
    return PS_OK;
}

/* ---- opening and closing ---- */

ps_status ps_archive_open(ps_archive_kind kind, const ps_archive_input *input,
                          ps_archive_budget *budget, ps_archive **ret_archive, ps_error *reterr)
{
    PS_CLEANUP(ps_archive_freep) ps_archive *a = calloc(1, sizeof *a);
    if (!a) {
        return ps_error_memory(reterr);
    }
    a->input = *input;
    a->budget = budget;
    a->mode = kind == PS_ARCHIVE_TAR ? PS_MODE_TAR
              : input->seek          ? PS_MODE_DIRECTORY
                                     : PS_MODE_STREAM;
    a->member_ended = 1;
    a->block = malloc(PS_ARCHIVE_BLOCK);
    /* Without it names that are not ASCII are shown with question marks. */
    a->names = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    ps_buffer_init(&a->name, 0);
    ps_archive_tail_init(&a->tail);
    if (!a->block) {
        return ps_error_memory(reterr);
    }
    *ret_archive = PS_TAKE(a);
    return PS_OK;
}

static long read_bytes(void *io, char *buffer, size_t size)
{
    ps_archive *a = io;
    size_t left = a->bytes.len - (size_t)a->at;
    size = size < left ? size : left;
    if (size) {
        memcpy(buffer, a->bytes.ptr + a->at, size);
    }
    return (long)size;
}

static int seek_bytes(void *io, uint64_t offset)
{
    (void)io; /* ps_archive_seek() has moved the offset that read_bytes() reads from, within the
                 bytes */
    (void)offset;
    return 0;
}

ps_status ps_archive_open_bytes(ps_archive_kind kind, ps_str bytes, ps_archive_budget *budget,
                                ps_archive **ret_archive, ps_error *reterr)
{
    ps_archive_input input = {read_bytes, seek_bytes, NULL, bytes.len};
    ps_status status = ps_archive_open(kind, &input, budget, ret_archive, reterr);
    if (status == PS_OK) {
        (*ret_archive)->input.io = *ret_archive;
        (*ret_archive)->bytes = bytes;
    }
    return status;
}

void ps_archive_free(ps_archive *a)
{
    if (a) {
        ps_archive_close_reader(a);
        if (a->names) {
            freelocale(a->names);
        }
        ps_buffer_done(&a->name);
        ps_archive_tail_done(&a->tail);
        free(a->block);
        free(a);
    }
}

/* ---- members ---- */

static ps_status count_member(ps_archive *a, ps_error *reterr)
{
    char name[64];
    a->headers++;
    if (++a->budget->members <= a->budget->members_most) {
        return PS_OK;
    }
    (void)snprintf(name, sizeof name, "%s-members", a->budget->prefix);
    return ps_error_limit(reterr, PS_FAILED, name, "more than %llu members",
                          (unsigned long long)a->budget->members_most);
}

/* What the archive was opened for, and what a damaged member has left to do. */
static ps_status be_ready(ps_archive *a, ps_error *reterr)
{
    char scrap[4096];
    while (a->mode == PS_MODE_STREAM && !a->member_ended && !a->lost_reader) {
        /* libarchive would unpack it too, but not count. */
        if (ps_archive_read(a, scrap, sizeof scrap) < 0 && a->error.code == PS_E_LIMIT) {
            *reterr = a->error;
            return PS_FAILED;
        }
    }
    if (a->lost_reader) {
        return ps_archive_reopen_behind(a, reterr);
    }
    if (a->reader) {
        return PS_OK;
    }
    if (a->mode == PS_MODE_DIRECTORY && a->high == 0) {
        ps_error error = {0};
        ps_status status = ps_archive_open_reader(a, &error);
        if (status != PS_FAILED) {
            if (status != PS_OK) {
                *reterr = error;
            }
            return status;
        }
        return ps_archive_leave_directory(a, reterr);
    }
    return ps_archive_open_reader(a, reterr);
}

/* The end that libarchive has seen: whether it is the end that the archive speaks of. */
static ps_status check_end(ps_archive *a, ps_error *reterr)
{
    uint64_t listed;
    if (a->mode == PS_MODE_TAR) {
        uint64_t end = (uint64_t)archive_read_header_position(a->reader);
        return a->at >= end + TAR_BLOCK
                   ? PS_END
                   : ps_error_set(reterr, PS_FAILED, PS_E_DAMAGED,
                                  "the archive ends without its end mark: it may have been cut");
    }
    if (a->mode == PS_MODE_DIRECTORY || a->began_within) {
        return PS_END;
    }
    for (;;) { /* what follows the first entry of the directory is of no interest to libarchive */
        const void *block;
        la_ssize_t got = ps_archive_pull(a->reader, a, &block);
        if (got < 0) {
            return ps_archive_lose(a, PS_FAILED, "the end of the archive cannot be read", reterr);
        }
        if (got == 0) {
            break;
        }
    }
    if (!ps_archive_tail_count(&a->tail, &listed)) {
        return ps_error_set(reterr, PS_FAILED, PS_E_DAMAGED,
                            "the archive ends within its directory: it may have been cut");
    }
    if (listed != a->headers) {
        return ps_error_set(reterr, PS_FAILED, PS_E_DAMAGED,
                            "the directory of the archive names %llu members, and %llu were found",
                            (unsigned long long)listed, (unsigned long long)a->headers);
    }
    return PS_END;
}

static void set_name(ps_archive *a, struct archive_entry *entry)
{
    const char *raw = archive_entry_pathname(entry);
    ps_str name = ps_str_from(raw ? raw : "");
    while (ps_str_starts(name, PS_STR("./"))) {
        name = ps_str_slice(name, 2, name.len);
    }
    ps_buffer_clear(&a->name);
    for (size_t i = 0; i < name.len && a->name.len < PS_MEMBER_NAME_MOST;) {
        const unsigned char *p = (const unsigned char *)name.ptr + i;
        size_t length = ps_utf8_length(p, name.len - i);
        /* U+0080 to U+009F are controls too */
        if (length == 0 || *p < 0x20 || *p == 0x7F || (length == 2 && *p == 0xC2 && p[1] < 0xA0)) {
            ps_buffer_printf(&a->name, "\\x%02x", *p);
            i++;
        } else {
            ps_buffer_add(&a->name, name.ptr + i, length);
            i += length;
        }
    }
    if (a->name.len == 0) {
        ps_buffer_printf(&a->name, "(member %llu)", (unsigned long long)a->headers);
    }
}

static ps_member_kind kind_of(struct archive_entry *entry, ps_str name)
{
    if (archive_entry_hardlink(entry) || archive_entry_filetype(entry) == AE_IFLNK) {
        return PS_MEMBER_LINK;
    }
    if (archive_entry_filetype(entry) == AE_IFDIR || ps_str_ends(name, PS_STR("/"))) {
        return PS_MEMBER_FOLDER;
    }
    return archive_entry_filetype(entry) == AE_IFREG ? PS_MEMBER_FILE : PS_MEMBER_SPECIAL;
}

/* How a member is packed; other ways than these two may take any amount of memory. */
static ps_str unreadable(const ps_archive *a)
{
    const char *format = archive_format_name(a->reader); /* "ZIP 2.0 (deflation)" */
    const char *method = a->mode == PS_MODE_TAR || !format ? NULL : strchr(format, '(');
    return !method || strcmp(method, "(deflation)") == 0 || strcmp(method, "(uncompressed)") == 0
               ? PS_NO_STR
               : ps_str_slice(ps_str_from(method), 1, strlen(method) - 1);
}

static int is_about_names(struct archive *reader)
{
    const char *what = archive_error_string(reader);
    return what && (strncmp(what, "Pathname", 8) == 0 || strncmp(what, "Linkname", 8) == 0);
}

static ps_status next_member(ps_archive *a, ps_archive_member *ret_member, ps_error *reterr)
{
    struct archive_entry *entry;
    ps_status status = be_ready(a, reterr);
    if (status != PS_OK) {
        return status;
    }
    int result = archive_read_next_header(a->reader, &entry);
    if (result == ARCHIVE_EOF) {
        return check_end(a, reterr);
    }
    if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {
        if (a->mode != PS_MODE_DIRECTORY) {
            return ps_archive_lose(a, PS_FAILED, "the archive is damaged", reterr);
        }
        if (a->headers == 0 && a->reopened == 0) {
            status = ps_archive_leave_directory(a, reterr);
            return status == PS_OK ? next_member(a, ret_member, reterr) : status;
        }
        uint64_t at = (uint64_t)archive_filter_bytes(a->reader, 0);
        ps_error error = {0};
        status = ps_archive_lose(a, PS_WARN, "a member is damaged", &error);
        if (status == PS_WARN) {
            status = ps_archive_resynchronise(a, at + 1, reterr);
            if (status == PS_FATAL) {
                return status;
            }
            status = status == PS_OK ? PS_WARN : PS_FAILED;
        }
        *reterr = error;
        return status;
    }
    status = count_member(a, reterr);
    if (status != PS_OK) {
        return status;
    }
    a->error.code = PS_E_NONE;
    a->pending.code = PS_E_NONE;
    a->member_ended = 0;
    a->member_at = 0;
    a->data_left = 0;
    a->gap = 0;
    set_name(a, entry);
    if (a->name.failed) {
        return ps_error_memory(reterr);
    }
    if (result == ARCHIVE_WARN && a->mode != PS_MODE_TAR && !is_about_names(a->reader)) {
        return ps_error_set(reterr, PS_WARN, PS_E_DAMAGED, "member %s is damaged: %s",
                            (ps_buffer_add_char(&a->name, '\0'), a->name.ptr),
                            archive_error_string(a->reader));
    }
    ret_member->name = ps_buffer_str(&a->name);
    ret_member->kind = kind_of(entry, ret_member->name);
    ret_member->size = archive_entry_size_is_set(entry) && archive_entry_size(entry) >= 0
                           ? (uint64_t)archive_entry_size(entry)
                           : UINT64_MAX;
    ret_member->encrypted = archive_entry_is_encrypted(entry);
    ret_member->unreadable = unreadable(a);
    return PS_OK;
}

ps_status ps_archive_next(ps_archive *a, ps_archive_member *ret_member, ps_error *reterr)
{
    ps_error scratch = {0}; /* a place for messages when the caller wants none */
    locale_t before = a->names ? uselocale(a->names) : (locale_t)0;
    ps_status status = next_member(a, ret_member, reterr ? reterr : &scratch);
    if (before) {
        (void)uselocale(before);
    }
    return status;
}

/* ---- their bytes ---- */

static void next_data(ps_archive *a)
{
    const void *data;
    size_t size = 0;
    la_int64_t offset = 0;
    int result = archive_read_data_block(a->reader, &data, &size, &offset);
    if (result == ARCHIVE_EOF) {
        a->member_ended = 1;
        return;
    }
    if (result != ARCHIVE_OK) {
        a->lost_reader = result == ARCHIVE_FATAL;
        PS_IGNORE(ps_archive_lose(a, PS_FAILED, "the member is damaged", &a->pending));
    }
    if (result == ARCHIVE_OK || result == ARCHIVE_WARN) {
        if (offset < 0 || (uint64_t)offset < a->member_at) {
            PS_IGNORE(ps_error_set(&a->pending, PS_FAILED, PS_E_DAMAGED,
                                   "the member is damaged: its parts overlap"));
            return;
        }
        a->data = data;
        a->data_left = size;
        a->gap = (uint64_t)offset - a->member_at;
    }
}

long ps_archive_read(void *archive, char *buffer, size_t size)
{
    ps_archive *a = archive;
    while (a->error.code == PS_E_NONE && !a->member_ended && a->data_left == 0 && a->gap == 0) {
        if (a->pending.code != PS_E_NONE) {
            a->error = a->pending;
        } else {
            next_data(a);
        }
    }
    if (a->error.code == PS_E_NONE && !a->member_ended) {
        size_t given = a->gap ? (a->gap < size ? (size_t)a->gap : size)
                              : (a->data_left < size ? a->data_left : size);
        if (ps_archive_spend(a->budget, given, a->unpacked, a->high, &a->error) == PS_OK) {
            if (a->gap) {
                memset(buffer, 0, given);
                a->gap -= given;
            } else {
                memcpy(buffer, a->data, given);
                a->data += given;
                a->data_left -= given;
            }
            a->member_at += given;
            a->unpacked += given;
            return (long)given;
        }
    }
    if (a->error.code == PS_E_NONE) {
        return 0;
    }
    a->member_ended = 1;
    errno = EIO;
    return -1;
}

const ps_error *ps_archive_error(const ps_archive *a)
{
    return &a->error;
}

ps_archive_kind ps_archive_recognise(ps_str head)
{
    static const struct {
        ps_archive_kind kind;
        size_t at;
        ps_str magic;
    } rows[] = {
        {PS_ARCHIVE_ZIP, 0, PS_STR_INIT("PK\003\004")}, /* a member */
        {PS_ARCHIVE_ZIP, 0, PS_STR_INIT("PK\005\006")}, /* the directory of an empty archive */
        {PS_ARCHIVE_ZIP, 0, PS_STR_INIT("PK\007\010")}, /* one of several volumes */
        {PS_ARCHIVE_TAR, 257, PS_STR_INIT("ustar\0")},  /* POSIX */
        {PS_ARCHIVE_TAR, 257, PS_STR_INIT("ustar ")},   /* GNU */
    };
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        size_t end = rows[i].at + rows[i].magic.len;
        if (head.len >= end && ps_str_equal(ps_str_slice(head, rows[i].at, end), rows[i].magic)) {
            return rows[i].kind;
        }
    }
    static const char end_mark[TAR_BLOCK]; /* an empty one has nothing else */
    return head.len >= sizeof end_mark && memcmp(head.ptr, end_mark, sizeof end_mark) == 0
               ? PS_ARCHIVE_TAR
               : PS_ARCHIVE_NONE;
}

const char *ps_archive_library(char *buffer, size_t size)
{
    const char *text = archive_version_string(); /* "libarchive 3.6.2" */
    (void)snprintf(buffer, size, "%s", text);
    return buffer;
}
