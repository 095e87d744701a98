/* Which files the inputs of a command are: files, folders in byte order of their names, "-".
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_INPUT_WALK_H
#define PS_INPUT_WALK_H

#include <sys/stat.h>

#include "base/cleanup.h"
#include "procscreen/common.h"
#include "procscreen/run.h"

/** Walks inputs one file at a time; memory is bounded by the largest folder, not by their number.
 */
typedef struct ps_walk ps_walk;

typedef struct ps_walk_file {
    const char
        *path; /* as given or joined from it; "-" for standard input; valid until the next call */
    int fd;    /* open for reading, yours to close; -1 when `error` is set */
    int named; /* by the caller, not found in a folder */
    struct stat info; /* of the open file */
    int seekable;     /* a regular file */
    uint64_t size;    /* of a regular file; 0 when unknown */
    uint64_t start;   /* of a regular file: where the descriptor stands */
    ps_error error;   /* code not PS_E_NONE: this input cannot be read, go on with the next */
} ps_walk_file;

/** Fill in what is known of a file by its descriptor. @return 0 when nothing is. */
int ps_walk_look(ps_walk_file *file);

/** @param inputs  Kept until ps_walk_free(). */
PS_CHECKED ps_status ps_walk_new(const char *const *inputs, size_t count, int follow_links,
                                 ps_walk **ret_walk, ps_error *reterr);
/** Further inputs, behind those of the array. @param next  NULL: there are none. */
void ps_walk_more(ps_walk *walk, ps_next_input_fn next, void *user);
void ps_walk_free(ps_walk *walk);
PS_DEFINE_CLEANUP(ps_walk *, ps_walk_free)

/**
 * The next file. Only regular files and standard input are opened, FIFOs and sockets when named on
 * the command line themselves; everything else is an error of that file. Hidden files (".name") and
 * links inside folders are passed over (links are followed when asked for).
 * @return PS_OK, also when `error` is set; PS_END; PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_walk_next(ps_walk *walk, ps_walk_file *ret_file, ps_error *reterr);

#endif
