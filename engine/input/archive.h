/* ZIP and tar archives, one member after the other, over libarchive.
 *
 * Nothing is ever written, and no name that stands in an archive is ever opened. The bytes come
 * from a function, with a second one that seeks where the source can: then a ZIP archive is read by
 * its directory, else as it comes. What an archive says of itself (sizes, counts) is not believed:
 * what comes out is counted, and a budget, which nested archives share, ends it.
 *
 * Threads: an archive and its budget belong to one thread at a time.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_INPUT_ARCHIVE_H
#define PS_INPUT_ARCHIVE_H

#include "base/cleanup.h"
#include "procscreen/common.h"
#include "procscreen/screener.h"

typedef enum ps_archive_kind { PS_ARCHIVE_NONE, PS_ARCHIVE_ZIP, PS_ARCHIVE_TAR } ps_archive_kind;

/* So many bytes of the beginning tell what it is. */
enum { PS_ARCHIVE_MAGIC = 512 };

/** What the bytes are, by what they begin with; a tar archive only where it names itself (ustar,
 * pax, GNU), or is empty. */
ps_archive_kind ps_archive_recognise(ps_str head);

typedef struct ps_archive_input {
    ps_read_fn read;
    /** Go to this offset from the beginning. @return 0, or -1 with errno. NULL: it cannot. */
    int (*seek)(void *io, uint64_t offset);
    void *io;
    uint64_t size; /* of the whole, where it can seek */
} ps_archive_input;

/** What may come out of an archive and those inside it. Set the limits, leave the counts zero. */
typedef struct ps_archive_budget {
    const char *prefix;    /* of the limits' names: "archive" gives "limit:archive-members", … */
    uint64_t members_most; /* -members */
    uint64_t bytes_most;   /* -bytes, unpacked */
    uint64_t ratio_most;   /* -ratio: unpacked bytes for one packed, per archive … */
    uint64_t ratio_free;   /* … from so many unpacked bytes on */
    uint64_t members;      /* met so far */
    uint64_t bytes;        /* unpacked so far */
} ps_archive_budget;

/**
 * Count `more` unpacked bytes of a packed source that has given `unpacked` before, of `packed`.
 * @return PS_OK; PS_FAILED with PS_E_LIMIT.
 */
PS_CHECKED ps_status ps_archive_spend(ps_archive_budget *budget, uint64_t more, uint64_t unpacked,
                                      uint64_t packed, ps_error *reterr);

typedef enum ps_member_kind {
    PS_MEMBER_FILE,
    PS_MEMBER_FOLDER,
    PS_MEMBER_LINK,   /* symbolic or hard */
    PS_MEMBER_SPECIAL /* a device, a named pipe, a socket */
} ps_member_kind;

enum { PS_MEMBER_NAME_MOST = 1024 };

typedef struct ps_archive_member {
    /** Valid UTF-8 without control characters: other bytes are written \xNN. Leading "./" are gone;
     * too long ones are cut. To be shown and compared, not to be opened. Valid until the next call.
     */
    ps_str name;
    ps_member_kind kind;
    uint64_t size;     /* as the archive says; UINT64_MAX where it does not */
    int encrypted;     /* it cannot be read */
    ps_str unreadable; /* why it cannot be read otherwise: the method that packed it; or absent */
} ps_archive_member;

typedef struct ps_archive ps_archive;

/**
 * Open an archive. Nothing is read yet.
 *
 * @param input   Copied; what its `io` points at must outlive the archive.
 * @param budget  Must outlive the archive.
 * @return PS_OK; PS_FATAL with PS_E_MEMORY, or PS_E_INTERNAL where libarchive lacks the format.
 */
PS_CHECKED ps_status ps_archive_open(ps_archive_kind kind, const ps_archive_input *input,
                                     ps_archive_budget *budget, ps_archive **ret_archive,
                                     ps_error *reterr);
/** The same over bytes in memory, which must outlive the archive. */
PS_CHECKED ps_status ps_archive_open_bytes(ps_archive_kind kind, ps_str bytes,
                                           ps_archive_budget *budget, ps_archive **ret_archive,
                                           ps_error *reterr);
/** NULL is allowed. */
void ps_archive_free(ps_archive *archive);
PS_DEFINE_CLEANUP(ps_archive *, ps_archive_free)

/**
 * The next member; what was not read of the one before is passed over.
 *
 * @return PS_OK; PS_END; PS_WARN: something is lost here (a member, or the directory), go on;
 * PS_FAILED: the rest of the archive is lost; PS_FATAL with PS_E_MEMORY. The causes are
 * PS_E_DAMAGED, PS_E_LIMIT and PS_E_READ.
 */
PS_CHECKED ps_status ps_archive_next(ps_archive *archive, ps_archive_member *ret_member,
                                     ps_error *reterr);

/** Bytes of the member, for ps_read_fn with the archive as `io`; -1 with errno EIO when the member
 * is damaged or a limit is reached: then ps_archive_error() tells. What was read before is good as
 * far as it goes; a wrong check sum is told at the end. */
long ps_archive_read(void *archive, char *buffer, size_t size);
/** Why ps_archive_read() gave -1; its code is PS_E_NONE when it did not. */
const ps_error *ps_archive_error(const ps_archive *archive);

/** "libarchive 3.6.2" as used at run time. */
const char *ps_archive_library(char *buffer, size_t size);

#endif
