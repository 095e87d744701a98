/* A file on its way through the pool: waiting for a worker, with one, or finished and waiting for
 * the files before it. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_POOL_FILE_H
#define PS_SCREEN_POOL_FILE_H

#include <sys/stat.h>

#include "base/buffer.h"
#include "input/walk.h"
#include "screen/job.h"
#include "screen/pool_worker.h"
#include "screen/wire.h"

typedef enum ps_file_state { PS_FILE_WAITING, PS_FILE_SENT, PS_FILE_DONE } ps_file_state;

/** Frames of one worker's life that wait for their turn. */
typedef struct ps_segment {
    struct ps_segment *next;
    ps_wire_reader *reader;
    ps_buffer bytes;
} ps_segment;

typedef struct ps_split ps_split; /* a file that is read in stretches */

typedef struct ps_pool_file {
    struct ps_pool_file *next; /* in the order of the files */
    char *name;
    char *shown;   /* the job's name */
    int fd;        /* -1: it could not be opened; of a stretch, the split's */
    uint64_t size; /* 0: not known */
    off_t start;   /* where the descriptor stood */
    struct stat opened;
    int seekable;
    ps_file_state state;
    ps_job job;
    uint64_t reported; /* records and rejections that were heard of, over all its workers */
    unsigned deaths;
    uint64_t bytes;
    ps_error error;          /* the rest could not be read; code NONE: fine */
    char died[64];           /* how its last worker ended, when there will be no other */
    ps_error_code died_code; /* NONE: there is no such thing to tell */
    ps_pool_worker *worker;  /* while it is SENT */
    ps_segment *held;
    ps_segment *held_last;
    /* of a stretch */
    ps_split *split;      /* NULL: a whole file */
    int proven;           /* it begins where the one in front ended */
    int stopped;          /* its worker ended where the next one begins */
    int dropped;          /* out of the pool; its worker still has it */
    int released;         /* the ring has let go of its beginning … */
    uint64_t released_at; /* … up to here */
    int asking;
    ps_stretch_ask ask;
    uint64_t spent_ns;
    ps_buffer names;  /* met in it */
    ps_buffer unread; /* its elements that nobody reads */
} ps_pool_file;

/** Takes over the descriptor, also when it fails. @return PS_OK or PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_pool_file_new(const ps_walk_file *found, ps_pool_file **ret_file,
                                      ps_error *reterr);
void ps_pool_file_free(ps_pool_file *file);

/** Keep a frame until the files before it are finished. @return PS_OK or PS_FATAL with PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_pool_file_hold(ps_pool_file *file, ps_wire_reader *reader, ps_str frame,
                                       ps_error *reterr);
/** Forget the held frames. @return how many bytes they had. */
size_t ps_pool_file_drop_held(ps_pool_file *file);
/** The rest of the file is not read. The first reason is kept. */
void ps_pool_file_give_up(ps_pool_file *file, const ps_error *error);
/** A file that changed while it was read cannot be vouched for: then its error is set. */
void ps_pool_file_check_unchanged(ps_pool_file *file);
/** Before another worker reads it from the start. @return 0 when that cannot be done. */
int ps_pool_file_rewind(ps_pool_file *file);
/** Decide what becomes of the file that a worker died on: another try, more carefully each time, or
 * giving it up. */
void ps_pool_file_after_death(ps_pool_file *file, const char *how, ps_error_code code);
/** Set the error of a file that was given up because of a death. @param before  Records of its
 * earlier stretches. */
void ps_pool_file_tell_death(ps_pool_file *file, uint64_t before);
/** The next stretch of the same split, not sent yet. @return PS_OK or PS_FATAL with PS_E_MEMORY. */
PS_CHECKED ps_status ps_pool_file_stretch(const ps_pool_file *file, ps_pool_file **ret_file,
                                          ps_error *reterr);

#endif
