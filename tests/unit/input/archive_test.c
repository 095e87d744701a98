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

Test(archive, names_are_made_safe)
{
    static char name[3000];
    made *m = begin("gnutar");
    memset(name, 'x', sizeof name - 1);
    put(m, "\xB6\xA9\x1B[2J\xC2\x9B.xml", AE_IFREG, "");
    put(m, name, AE_IFREG, "");
    ps_str bytes = end(m);
    ps_buffer out;
    ps_buffer_init(&out, 0);
    ps_archive_budget budget = roomy();
    give(PS_ARCHIVE_TAR, bytes, 0, &budget, &out);
    cr_expect(ps_str_starts(ps_buffer_str(&out), PS_STR("\\xb6\\xa9\\x1b[2J\\xc2\\x9b.xml=|xxx")),
              "%s", out.ptr);
    cr_expect_eq(strchr(out.ptr, 'x') ? strlen(strrchr(out.ptr, '|') - PS_MEMBER_NAME_MOST - 1) : 0,
                 PS_MEMBER_NAME_MOST + 2, "a long name is cut");
    ps_buffer_done(&out);
    free(m);
}

Test(archive, a_budget_ends_an_archive_and_is_shared)
{
    static const struct {
        ps_archive_budget budget;
        const char *want;
    } rows[] = {
        {{.prefix = "p", .members_most = 2, .bytes_most = 100, .ratio_most = 9, .ratio_free = 99},
         "a=aaaa|b=bbbb|end limit:p-members|"},
        {{.prefix = "p", .members_most = 9, .bytes_most = 6, .ratio_most = 9, .ratio_free = 99},
         "a=aaaa|b= limit:p-bytes|c= limit:p-bytes|"},
    };
    made *m = begin("ustar");
    put(m, "a", AE_IFREG, "aaaa");
    put(m, "b", AE_IFREG, "bbbb");
    put(m, "c", AE_IFREG, "cccc");
    ps_str bytes = end(m);
    ps_buffer out;
    ps_buffer_init(&out, 0);
    for (size_t i = 0; i < PS_COUNT(rows); i++) {
        ps_archive_budget budget = rows[i].budget;
        give(PS_ARCHIVE_TAR, bytes, 0, &budget, &out);
        cr_expect_str_eq(out.ptr, rows[i].want);
        cr_expect_eq(budget.members, 3);
    }
    ps_archive_budget shared = {
        .members_most = 4, .bytes_most = 99, .ratio_most = 9, .prefix = "p", .ratio_free = 99};
    give(PS_ARCHIVE_TAR, bytes, 0, &shared, &out);
    give(PS_ARCHIVE_TAR, bytes, 0, &shared, &out);
    cr_expect_str_eq(out.ptr, "a=aaaa|end limit:p-members|");
    ps_buffer_done(&out);
    free(m);
}

Test(archive, the_ratio_is_of_what_came_out)
{
    ps_error err = {0};
    ps_archive_budget budget = {
        .prefix = "p", .bytes_most = 1 << 20, .ratio_most = 10, .ratio_free = 1000};
    cr_expect_eq(ps_archive_spend(&budget, 1000, 0, 1, &err), PS_OK, "small ones are no bombs");
    cr_expect_eq(ps_archive_spend(&budget, 999, 1000, 200, &err), PS_OK);
    cr_expect_eq(ps_archive_spend(&budget, 1, 1999, 200, &err), PS_FAILED);
    cr_expect_str_eq(err.cause, "limit:p-ratio");
    cr_expect_eq(budget.bytes, 2000);
}

/* Each byte of an archive damaged in turn, and the archive cut there: every reading ends, and one
 * that gave less than the whole said so. */
static void bend(const char *format, ps_archive_kind kind)
{
    made *m = begin(format);
    put(m, "a.xml", AE_IFREG, "<a>first</a>");
    put(m, "b.xml", AE_IFREG, "<b>second</b>");
    ps_str bytes = end(m);
    char *bent = malloc(bytes.len);
    cr_assert_not_null(bent);
    ps_buffer out;
    ps_buffer_init(&out, 0);
    for (size_t i = 0; i < bytes.len; i++) {
        for (int by_pipe = 0; by_pipe < 2; by_pipe++) {
            ps_archive_budget budget = roomy();
            give(kind, ps_str_slice(bytes, 0, i), by_pipe, &budget, &out);
            int said = strstr(out.ptr, "damaged-archive") != NULL;
            int whole = strcmp(out.ptr, "a.xml=<a>first</a>|b.xml=<b>second</b>|") == 0;
            /* of a tar archive zeros at the end may go */
            cr_expect(said || (kind == PS_ARCHIVE_TAR && whole), "cut at %zu: %s", i, out.ptr);
            memcpy(bent, bytes.ptr, bytes.len);
            bent[i] = (char)(bent[i] ^ 0x55);
            budget = roomy();
            give(kind, (ps_str){bent, bytes.len}, by_pipe, &budget, &out);
        }
    }
    ps_buffer_done(&out);
    free(bent);
    free(m);
}

Test(archive, a_zip_archive_cut_or_bent_anywhere_is_read_to_an_end)
{
    bend("zip", PS_ARCHIVE_ZIP);
}

Test(archive, a_tar_archive_cut_or_bent_anywhere_is_read_to_an_end)
{
    bend("ustar", PS_ARCHIVE_TAR);
}

static long read_nothing(void *io, char *buffer, size_t size)
{
    (void)io;
    (void)buffer;
    (void)size;
    errno = EISDIR;
    return -1;
}

Test(archive, a_source_that_cannot_be_read_is_told)
{
    ps_archive *a;
    ps_archive_member member;
    ps_error err = {0};
    ps_archive_budget budget = roomy();
    ps_archive_input input = {.read = read_nothing};
    PS_TEST_STATUS(ps_archive_open(PS_ARCHIVE_TAR, &input, &budget, &a, &err), PS_OK, err);
    cr_expect_eq(ps_archive_next(a, &member, &err), PS_FAILED);
    cr_expect_eq(err.code, PS_E_READ);
    cr_expect_str_eq(err.message, "cannot read on: Is a directory");
    ps_archive_free(a);
}
