/* The documents of an input: the input itself, or those in it when it is packed or an archive.
 *
 * What an input is, is told by its bytes and never by its name: gzip, zstd, ZIP, tar, or else a
 * document as it is. A member of an archive is named after it, "night.zip!orders/a.xml"; what is
 * only packed keeps the name. Folders and hidden members (".name", "__MACOSX/") are passed over as
 * in folders. Memory does not grow with the input. Threads: one at a time.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_INPUT_CONTAINER_H
#define PS_INPUT_CONTAINER_H

#include "input/archive.h"
#include "procscreen/limits.h"

struct ps_container_source;

typedef struct ps_document {
    const char *name; /* terminated; valid during the call */
    ps_read_fn read;
    void *io;
    struct ps_container_source *source; /* for ps_container_explain() */
    int is_input;                       /* the input itself, neither packed nor a member */
} ps_document;

typedef struct ps_container_sink {
    /** Read this document to its end, or as far as it is of use. @return PS_FATAL to stop, else
     * whatever. */
    ps_status (*document)(void *user, const ps_document *document);
    /** What has this name, a member or the rest of an archive, is not given. @return as document.
     */
    ps_status (*rejected)(void *user, const char *name, const ps_error *error);
} ps_container_sink;

/**
 * Give out the documents of one input.
 * @return PS_OK, with or without rejections; PS_FATAL with PS_E_MEMORY or PS_E_INTERNAL, or, with
 * *reterr left alone, because the sink said so.
 */
PS_CHECKED ps_status ps_container_read(const ps_archive_input *input, const char *name,
                                       const ps_limits *limits, const ps_container_sink *sink,
                                       void *user, ps_error *reterr);

/** A PS_E_READ error that came of reading the document becomes what is behind it: damage, a limit.
 * Its place is kept. */
void ps_container_explain(const ps_document *document, ps_error *error);

#endif
