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
#include "procscreen/outcome.h"

/** A file that was asked for. */
typedef struct ps_opened_file {
    int fd;          /* yours to close; -1: it is not to be had, see `why` */
    int is_contract; /* it lies in the folder of contracts */
    char why[256];   /* as in "there is no such file" */
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

/** What there is to judge beside the record. */
typedef struct ps_attached_texts {
    ps_record whole;   /**< the record with the texts of its attachments behind its own; those of
                          contracts are clauses */
    ps_attached *list; /**< what became of each; of the first attachment-members only */
    size_t count;
    ps_str unread; /**< why the texts may not be all: the reason of the attachment that is most
                      likely the contract; absent: nothing that could be one is unread */
} ps_attached_texts;

/** @param limits  Kept. */
void ps_attachments_init(ps_attachments *attachments, const ps_limits *limits);
/** Accepts a zeroed struct. */
void ps_attachments_done(ps_attachments *attachments);

/**
 * Read what can be read of a record's attachments: contracts first, as far as the limits reach.
 *
 * @param contracts  Ids of the contracts that it refers to.
 * @param arena      For the results, whose texts are valid until the next call.
 * @return PS_OK; PS_FATAL with PS_E_MEMORY or what the opener said.
 */
PS_CHECKED ps_status ps_attachments_read(ps_attachments *attachments, const ps_record *record,
                                         const ps_str *contracts, size_t contract_count,
                                         ps_arena *arena, ps_attached_texts *ret_texts,
                                         ps_error *reterr);

/** The bytes of an open file, which is closed. @return PS_OK; PS_FAILED with PS_E_READ or the limit
 * attachment-bytes; PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_attachment_load(int fd, const ps_limits *limits, ps_buffer *into,
                                        ps_error *reterr);

/** Whether it may be the contract, and of which id: what the format says, else what its name and
 * description do. Sets what is known before it is read. */
void ps_attachment_classify(const ps_attachment *attachment, const ps_str *contracts, size_t count,
                            ps_attached *ret_attached);
/** What to call it: its name, else its URI, else its description. */
ps_str ps_attachment_shown(const ps_attachment *attachment);

#endif
