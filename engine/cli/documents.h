/* Reading documents in this process, with a screener or otherwise, for the commands that look at
 * single ones. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_CLI_DOCUMENTS_H
#define PS_CLI_DOCUMENTS_H

#include <procscreen/screener.h>

#include "args.h"
#include "files_from.h"

typedef struct ps_documents {
    ps_screener *screener;
    const ps_screen_sink *sink;
    /* NULL, or what is called for each document in place of the screener; returns as `code` */
    int (*each)(void *user, int fd, const char *name);
    void *user; /* of both */
    int code;   /* the worst so far: PS_EXIT_OK, _INCOMPLETE, _INTERNAL or _USAGE */
} ps_documents;

/** Read a file, all files of a folder in byte order but what a run leaves aside, or "-". What goes
 * wrong is said and kept in
 * `code`. */
void ps_documents_read(ps_documents *documents, const char *path, const char *stdin_name);

/** Likewise each of the inputs, which end with NULL, then each name of the list, which may be NULL.
 */
void ps_documents_read_inputs(ps_documents *documents, const char *const *inputs,
                              ps_files_from *list, const char *stdin_name);

/** How an operand RECORD names a record; the larger one is meant where there are both. */
typedef enum ps_named { PS_NAMED_NOT, PS_NAMED_BY_NUMBER, PS_NAMED_BY_ID } ps_named;
/** @param number  Of the record in the input, from 1. */
ps_named ps_documents_named(const char *operand, ps_str id, uint64_t number);

/** For ps_read_fn: `io` is a pointer to a descriptor. Goes on after signals. */
long ps_documents_read_fd(void *io, char *buffer, size_t size);

#endif
