/* An archive as the files that read it share it. No header of any other stage includes this one.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_INPUT_ARCHIVE_MODEL_H
#define PS_INPUT_ARCHIVE_MODEL_H

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include "base/buffer.h"
#include "input/archive.h"
#include "input/archive_tail.h"

/* Bytes asked of the source at once. */
enum { PS_ARCHIVE_BLOCK = 65536 };

typedef enum ps_archive_mode {
    PS_MODE_TAR,
    PS_MODE_DIRECTORY, /* ZIP, by its directory */
    PS_MODE_STREAM     /* ZIP, as it comes */
} ps_archive_mode;

struct ps_archive {
    ps_archive_input input;
    ps_archive_budget *budget;
    ps_archive_mode mode;
    struct archive *reader; /* NULL: not open */
    locale_t names;         /* in which libarchive turns names into UTF-8 */
    /* the source */
    char *block;
    uint64_t at;   /* offset of the next byte to be read */
    uint64_t high; /* the farthest that was read */
    uint64_t directory_left;
    int source_ended;     /* it gave 0 */
    int source_error;     /* errno, or 0 */
    ps_archive_tail tail; /* of a ZIP archive that is read as it comes */
    int began_within;     /* not at the front: the number of members cannot be compared */
    uint64_t headers;     /* members met in this mode */
    unsigned reopened;    /* because of damage */
    /* the member */
    int lost_reader; /* its damage ended the reader */
    const char *data;
    size_t data_left;
    uint64_t gap; /* zeros of a sparse file that stand before `data` */
    uint64_t member_at;
    uint64_t unpacked; /* of the whole archive */
    int member_ended;
    ps_error pending; /* comes when `data` has been given */
    ps_error error;
    ps_buffer name;
    /* bytes in memory */
    ps_str bytes;
};

/** The next block of the source, as libarchive asks for it. */
la_ssize_t ps_archive_pull(struct archive *reader, void *archive, const void **ret_block);
/** Go to this offset of the source. @return 0 or -1. */
int ps_archive_seek(ps_archive *archive, uint64_t offset);
/** Open libarchive's reader where the source is. @return PS_FAILED: the beginning is damaged. */
PS_CHECKED ps_status ps_archive_open_reader(ps_archive *archive, ps_error *reterr);
void ps_archive_close_reader(ps_archive *archive);
/** Say what libarchive or the source has against it. @return `status`; PS_FAILED with PS_E_READ;
 * PS_FATAL with PS_E_MEMORY. */
ps_status ps_archive_lose(ps_archive *archive, ps_status status, const char *what,
                          ps_error *reterr);

/** Go on behind `offset`, at the next thing that looks like a member. PS_END: there is none. */
PS_CHECKED ps_status ps_archive_resynchronise(ps_archive *archive, uint64_t offset,
                                              ps_error *reterr);
/** The directory is damaged, or too long to be used: read the members as they come. Whether they
 * are all there is seen at the end. */
PS_CHECKED ps_status ps_archive_leave_directory(ps_archive *archive, ps_error *reterr);
/** A damaged member ended the reader; one that reads by a directory can pass over it. */
PS_CHECKED ps_status ps_archive_reopen_behind(ps_archive *archive, ps_error *reterr);

#endif
