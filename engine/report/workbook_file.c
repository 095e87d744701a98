/* The file of a workbook: the parts that libxlsxwriter made, packed anew, with our rows in the
 * sheets. SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <minizip/unzip.h>
#include <minizip/zip.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "base/temporary.h"
#include "report/squeeze.h"
#include "report/workbook.h"

enum {
    LEVEL = 6,
    PART_MOST = 1 << 22, /* bytes of a part without rows: a few KiB in fact */
    NAME_MOST = 64,
    ZIP32_MOST = 0x40000000 /* bytes above which a member needs 64-bit sizes; what stands around the
                               rows comes on top */
};
static const char rows_begin[] = "<sheetData>";
static const char rows_end[] = "</sheetData>";

/* What is read from, what is written to. */
typedef struct packing {
    ps_workbook *book;
    unzFile frame;
    zipFile file;
    ps_buffer part;
    int failed; /* errno; EBADMSG for what the library never wrote */
} packing;

/* minizip and libxlsxwriter open names and nothing else; a file without a name has this one. */
static void name_of(int fd, char *name, size_t size)
{
    (void)snprintf(name, size, "/proc/self/fd/%d", fd);
}

static void fail(packing *p, int error)
{
    if (!p->failed) {
        p->failed = error ? error : EIO;
    }
}

static void begin_member(packing *p, const char *name, int raw, uint64_t size)
{
    /* The first day that ZIP knows: equal workbooks are equal files. */
    zip_fileinfo info = {.tmz_date = {.tm_mday = 1, .tm_mon = 0, .tm_year = 1980}};
    errno = 0;
    if (zipOpenNewFileInZip2_64(p->file, name, &info, NULL, 0, NULL, 0, NULL, Z_DEFLATED, LEVEL,
                                raw, size > ZIP32_MOST) != ZIP_OK) {
        fail(p, errno);
    }
}

static int write_member(void *io, const char *bytes, size_t size)
{
    packing *p = io;
    return zipWriteInFileInZip(p->file, bytes, (unsigned)size) == ZIP_OK ? 0 : -1;
}

/* Append what was deflated to the member that was begun. */
static void copy_deflated(packing *p, ps_spill *kept, int failed)
{
    ps_output out;
    if (ps_output_init(&out, write_member, p, NULL) != PS_OK) {
        p->book->no_memory = 1;
    } else {
        ps_spill_copy(kept, &out);
        ps_output_flush(&out);
        if (failed || out.failed) {
            fail(p, failed ? failed : out.failed);
        }
    }
    ps_output_done(&out);
}

/* A sheet is what the library has before the rows, the rows, and what it has behind them. The rows
 * are deflated already; deflated bytes that were flushed may stand in front of others. */
static void put_sheet(packing *p, const char *name, ps_sheet *sheet)
{
    ps_deflate *rows = &sheet->content;
    ps_squeeze head;
    ps_str part = ps_buffer_str(&p->part);
    size_t begin = ps_str_find(part, ps_str_from(rows_begin));
    size_t end = ps_str_find(part, ps_str_from(rows_end));
    if (begin >= end || end >= part.len) {
        fail(p, EBADMSG);
        return;
    }
    begin += sizeof rows_begin - 1;
    if (ps_squeeze_init(&head, NULL) == PS_OK) {
        ps_output_add(&head.out, part.ptr, begin);
        ps_squeeze_finish(&head, PS_SQUEEZE_OPEN);
        ps_deflate_add(rows, ps_str_slice(part, end, part.len));
        ps_deflate_finish(rows);
        begin_member(p, name, 1, rows->size);
        copy_deflated(p, &head.kept, head.out.failed);
        copy_deflated(p, &rows->kept, rows->kept.out.failed);
        uLong check = crc32_combine(head.check, rows->check, (z_off_t)rows->size);
        if (!p->failed &&
            zipCloseFileInZipRaw64(p->file, head.size + rows->size, check) != ZIP_OK) {
            fail(p, errno);
        }
    } else {
        p->book->no_memory = 1;
    }
    ps_squeeze_done(&head);
}

/* The library knows of one text. */
static void put_texts(packing *p, const char *name)
{
    ps_workbook *book = p->book;
    ps_squeeze texts;
    ps_str part = ps_buffer_str(&p->part);
    size_t counts = ps_str_find(part, PS_STR(" count="));
    if (counts == SIZE_MAX) {
        fail(p, EBADMSG);
        return;
    }
    if (ps_squeeze_init(&texts, NULL) == PS_OK) {
        ps_output_add(&texts.out, part.ptr, counts);
        PS_PUT(&texts.out, " count=\"");
        ps_output_uint(&texts.out, book->shared);
        PS_PUT(&texts.out, "\" uniqueCount=\"");
        ps_output_uint(&texts.out, book->texts.count);
        PS_PUT(&texts.out, "\">");
        ps_workbook_put_texts(book, &texts.out);
        PS_PUT(&texts.out, "</sst>");
        ps_squeeze_finish(&texts, PS_SQUEEZE_LAST);
        begin_member(p, name, 1, texts.size);
        copy_deflated(p, &texts.kept, texts.out.failed);
        if (!p->failed && zipCloseFileInZipRaw64(p->file, texts.size, texts.check) != ZIP_OK) {
            fail(p, errno);
        }
    } else {
        book->no_memory = 1;
    }
    ps_squeeze_done(&texts);
}

/* Read the frame's current part. It is XML: one that was cut short lacks the end of its last tag,
 * which the library does not see when its temporary files have no room. */
static void read_part(packing *p, uint64_t size)
{
    char *at = size && size <= PART_MOST ? ps_buffer_reserve(&p->part, size) : NULL;
    if (!at) {
        p->book->no_memory |= p->part.failed;
        fail(p, EBADMSG);
    } else if (unzOpenCurrentFile(p->frame) != UNZ_OK ||
               unzReadCurrentFile(p->frame, at, (unsigned)size) != (int)size ||
               unzCloseCurrentFile(p->frame) != UNZ_OK) {
        fail(p, errno);
    } else if (!ps_str_ends(ps_str_trim((ps_str){at, size}), ps_str_from(">"))) {
        fail(p, ENOSPC);
    } else {
        p->part.len = size;
    }
}

/* The sheet whose rows the part lacks; NULL for other parts. */
static ps_sheet *sheet_of(const packing *p, const char *name)
{
    for (size_t i = 0; i < p->book->sheet_count; i++) {
        char sheet[NAME_MOST];
        (void)snprintf(sheet, sizeof sheet, "xl/worksheets/sheet%zu.xml", i + 1);
        if (strcmp(sheet, name) == 0) {
            return p->book->sheets[i];
        }
    }
    return NULL;
}

/* @return whether it was a sheet. */
static int put_part(packing *p)
{
    char name[NAME_MOST];
    unz_file_info64 info;
    ps_buffer_clear(&p->part);
    errno = 0;
    if (unzGetCurrentFileInfo64(p->frame, &info, name, sizeof name, NULL, 0, NULL, 0) != UNZ_OK) {
        fail(p, errno);
        return 0;
    }
    read_part(p, info.uncompressed_size);
    if (p->failed || p->book->no_memory) {
        return 0;
    }
    ps_sheet *sheet = sheet_of(p, name);
    if (sheet) {
        put_sheet(p, name, sheet);
    } else if (strcmp(name, "xl/sharedStrings.xml") == 0) {
        put_texts(p, name);
    } else {
        begin_member(p, name, 0, p->part.len);
        if (!p->failed && (write_member(p, p->part.ptr, p->part.len) != 0 ||
                           zipCloseFileInZip(p->file) != ZIP_OK)) {
            fail(p, errno);
        }
    }
    return sheet != NULL;
}

static void put_parts(packing *p)
{
    size_t sheets = 0;
    int more = unzGoToFirstFile(p->frame);
    while (more == UNZ_OK && !p->failed && !p->book->no_memory) {
        sheets += put_part(p);
        more = unzGoToNextFile(p->frame);
    }
    if (more != UNZ_END_OF_LIST_OF_FILE || sheets != p->book->sheet_count) {
        fail(p, EBADMSG);
    }
}

void ps_workbook_fill_frame(ps_workbook *book, ps_output *out)
{
    char name[NAME_MOST];
    const char *folder;
    packing p = {.book = book};
    int fd = ps_temporary_open(&folder);
    ps_buffer_init(&p.part, 0);
    if (fd < 0) {
        ps_output_fail_waiting(out, errno);
        return;
    }
    errno = 0;
    name_of(book->fd, name, sizeof name);
    p.frame = unzOpen64(name);
    name_of(fd, name, sizeof name);
    p.file = zipOpen64(name, APPEND_STATUS_CREATE);
    if (p.frame && p.file) {
        put_parts(&p);
    } else {
        fail(&p, errno);
    }
    if (p.frame) {
        (void)unzClose(p.frame);
    }
    errno = 0;
    if (p.file && zipClose(p.file, NULL) != ZIP_OK) {
        fail(&p, errno);
    }
    if (p.failed) {
        ps_output_fail_waiting(out, p.failed);
    } else if (!book->no_memory) {
        ps_output_file(out, fd);
    }
    (void)close(fd);
    ps_buffer_done(&p.part);
}
