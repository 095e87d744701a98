/* The texts of a record's attachments, beside those that stand in the record itself.
 *
 * What is embedded comes with the record. A file that is only named is asked for by its name; who
 * is asked decides what may be opened (see ps_file_opener). Threads: belongs to one.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_ATTACHMENTS_H
#define PS_SCREEN_ATTACHMENTS_H

#include "base/arena.h"
#include "base/buffer.h"
#include "procscreen/limits.h"
#include "procscreen/record.h"

/** A file that was asked for. */
typedef struct ps_opened_file {
    int fd;        /* yours to close; -1: it is not to be had, see `why` */
    char why[256]; /* as in "there is no such file" */
} ps_opened_file;

/** Opens files that records name, or does not. */
typedef struct ps_file_opener {
    /** @param name  As the record has it. @return PS_OK, with `fd` or `why` set; PS_FATAL. */
    ps_status (*open)(void *user, ps_str name, ps_opened_file *ret_file, ps_error *reterr);
    void *user;
} ps_file_opener;

typedef struct ps_attachments {
    const ps_limits *limits;
    ps_file_opener opener; /* open NULL: no file is opened */
    ps_buffer text;        /* of all attachments of the record */
    ps_buffer file;        /* bytes of the one that is read */
} ps_attachments;

/** @param limits  Kept. */
void ps_attachments_init(ps_attachments *attachments, const ps_limits *limits);
/** Accepts a zeroed struct. */
void ps_attachments_done(ps_attachments *attachments);

/**
 * Read what can be read of a record's attachments: contracts first, as far as the limits reach.
 *
 * @param arena       For the results, whose texts are valid until the next call.
 * @param ret_whole   The record with those texts behind its own; those of contracts are clauses.
 * @param ret_unread  Why the texts may not be all: "limit:attachment-bytes: contract.pdf: …", of
 * the attachment that is most likely the contract; absent: nothing that could be one is unread.
 * @return PS_OK; PS_FATAL with PS_E_MEMORY or what the opener said.
 */
PS_CHECKED ps_status ps_attachments_read(ps_attachments *attachments, const ps_record *record,
                                         ps_arena *arena, ps_record *ret_whole, ps_str *ret_unread,
                                         ps_error *reterr);

/** The bytes of an open file, which is closed. @return PS_OK; PS_FAILED with PS_E_READ or the limit
 * attachment-bytes; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_attachment_load(int fd, const ps_limits *limits, ps_buffer *into,
                                        ps_error *reterr);

/** Whether it may be the contract: what the format says, else what its name and description do. */
ps_attachment_role ps_attachment_role_of(const ps_attachment *attachment);
/** What to call it: its name, else its URI, else its description. */
ps_str ps_attachment_shown(const ps_attachment *attachment);

#endif
