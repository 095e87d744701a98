/* SPDX-License-Identifier: Apache-2.0 */
#include <archive.h>
#include <archive_entry.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/str.h"
#include "input/archive.h"
#include "ps_test.h"

enum { ROOM = 1 << 20 };

/* An archive in memory, written by libarchive itself. */
typedef struct made {
    struct archive *writer;
    char bytes[ROOM];
    size_t size;
} made;

static made *begin(const char *format)
{
    made *m = calloc(1, sizeof *m);
    cr_assert_not_null(m);
    m->writer = archive_write_new();
    cr_assert_eq(archive_write_set_format_by_name(m->writer, format), ARCHIVE_OK);
    cr_assert_eq(archive_write_set_bytes_in_last_block(m->writer, 1), ARCHIVE_OK);
    cr_assert_eq(archive_write_open_memory(m->writer, m->bytes, ROOM, &m->size), ARCHIVE_OK);
    return m;
}

static void put(made *m, const char *name, unsigned type, const char *content)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, type == AE_IFREG ? (la_int64_t)strlen(content) : 0);
    if (type == AE_IFLNK) {
        archive_entry_set_symlink(entry, content);
    }
    cr_assert_eq(archive_write_header(m->writer, entry), ARCHIVE_OK, "%s",
                 archive_error_string(m->writer));
    if (type == AE_IFREG) {
        cr_assert_eq(archive_write_data(m->writer, content, strlen(content)),
                     (la_ssize_t)strlen(content));
    }
    archive_entry_free(entry);
}

static ps_str end(made *m)
{
    cr_assert_eq(archive_write_close(m->writer), ARCHIVE_OK);
    cr_assert_eq(archive_write_free(m->writer), ARCHIVE_OK);
    return (ps_str){m->bytes, m->size};
}

/* A pipe: gives what is asked for in small pieces and cannot seek. */
typedef struct pipe_of {
    ps_str bytes;
    size_t at;
} pipe_of;

static long read_pipe(void *io, char *buffer, size_t size)
{
    pipe_of *p = io;
    size_t left = p->bytes.len - p->at;
    size = size < left ? size : left;
    size = size < 1000 ? size : 1000;
    memcpy(buffer, p->bytes.ptr + p->at, size);
    p->at += size;
    return (long)size;
}

static ps_archive_budget roomy(void)
{
    return (ps_archive_budget){.prefix = "archive",
                               .members_most = 1000,
                               .bytes_most = 1 << 30,
                               .ratio_most = 200,
                               .ratio_free = 1 << 24};
}

/* All that an archive gives, as text: "name=content|", marked where something is lost. */
static void read_all(ps_archive *a, ps_buffer *out)
{
    static const char kinds[] = {'=', '/', '@', '!'};
    ps_archive_member member;
    ps_error error = {0};
    char bytes[100];
    for (;;) {
        ps_status status = ps_archive_next(a, &member, &error);
        if (status == PS_END) {
            break;
        }
        if (status != PS_OK) {
            ps_buffer_printf(out, "%s %s", status == PS_WARN ? "lost" : "end", error.cause);
            ps_buffer_add_char(out, '|');
            if (status != PS_WARN) {
                break;
            }
            continue;
        }
        ps_buffer_add_str(out, member.name);
        ps_buffer_add_char(out, kinds[member.kind]);
        if (member.encrypted || member.unreadable.len) {
            ps_buffer_add_text(out, member.encrypted ? "encrypted" : "unreadable");
        } else if (member.kind == PS_MEMBER_FILE) {
            long got;
            while ((got = ps_archive_read(a, bytes, sizeof bytes)) > 0) {
                ps_buffer_add(out, bytes, (size_t)got);
            }
            if (got < 0) {
                ps_buffer_printf(out, " %s", ps_archive_error(a)->cause);
            }
        }
        ps_buffer_add_char(out, '|');
    }
    ps_buffer_add_char(out, '\0');
}

static void give(ps_archive_kind kind, ps_str bytes, int by_pipe, ps_archive_budget *budget,
                 ps_buffer *out)
{
    ps_archive *a;
    ps_error err = {0};
    pipe_of source = {bytes, 0};
    ps_archive_input input = {.read = read_pipe, .io = &source};
    ps_buffer_clear(out);
    if (by_pipe) {
        PS_TEST_STATUS(ps_archive_open(kind, &input, budget, &a, &err), PS_OK, err);
    } else {
        PS_TEST_STATUS(ps_archive_open_bytes(kind, bytes, budget, &a, &err), PS_OK, err);
    }
    read_all(a, out);
    ps_archive_free(a);
}

static void expect(ps_archive_kind kind, ps_str bytes, const char *want)
{
    ps_buffer out;
    ps_buffer_init(&out, 0);
    for (int by_pipe = 0; by_pipe < 2; by_pipe++) {
        ps_archive_budget budget = roomy();
        give(kind, bytes, by_pipe, &budget, &out);
        cr_expect_str_eq(out.ptr, want, "%s: %s", by_pipe ? "pipe" : "bytes", out.ptr);
    }
    ps_buffer_done(&out);
}

Test(archive, kinds_are_recognised_by_what_they_begin_with)
{
    char head[PS_ARCHIVE_MAGIC] = "<?xml version='1.0'?>";
    cr_expect_eq(ps_archive_recognise((ps_str){head, sizeof head}), PS_ARCHIVE_NONE);
    memcpy(head + 257, "ustar", 6);
    cr_expect_eq(ps_archive_recognise((ps_str){head, sizeof head}), PS_ARCHIVE_TAR);
    cr_expect_eq(ps_archive_recognise((ps_str){head, 260}), PS_ARCHIVE_NONE);
    cr_expect_eq(ps_archive_recognise(PS_STR("PK\003\004")), PS_ARCHIVE_ZIP);
    cr_expect_eq(ps_archive_recognise(PS_STR("PK\003")), PS_ARCHIVE_NONE);
    cr_expect_eq(ps_archive_recognise(PS_NO_STR), PS_ARCHIVE_NONE);
}

Test(archive, members_come_in_their_order_with_kind_name_and_bytes)
{
    static const char *const formats[] = {"zip", "ustar", "pax", "gnutar"};
    for (size_t i = 0; i < PS_COUNT(formats); i++) {
        made *m = begin(formats[i]);
        put(m, "./b.xml", AE_IFREG, "<b/>");
        put(m, "folder/", AE_IFDIR, "");
        put(m, "folder/a.xml", AE_IFREG, "<a/>");
        ps_str bytes = end(m);
        expect(i ? PS_ARCHIVE_TAR : PS_ARCHIVE_ZIP, bytes,
               "b.xml=<b/>|folder//|folder/a.xml=<a/>|");
        free(m);
    }
}

Test(archive, links_and_devices_are_told_apart)
{
    made *m = begin("ustar");
    put(m, "link", AE_IFLNK, "/etc/passwd");
    put(m, "tty", AE_IFCHR, "");
    ps_str bytes = end(m);
    expect(PS_ARCHIVE_TAR, bytes, "link@|tty!|");
    free(m);
}
