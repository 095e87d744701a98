/* An open file as what an archive is read from: its bytes, and going to an offset where it is a
 * regular file. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_INPUT_FILE_INPUT_H
#define PS_INPUT_FILE_INPUT_H

#include "input/archive.h"
#include "input/source.h"

enum { PS_FILE_AHEAD = 16384 };

typedef struct ps_file_input {
    ps_source source;
    int fd;
    uint64_t start;   /* of the input in the file: where the descriptor stood */
    uint64_t at;      /* offset in the input of the next byte */
    uint64_t reached; /* the farthest that was read */
    int seekable;
    uint64_t size; /* where it ends, as its place says; 0: where read(2) says */
    size_t
        ahead_at; /* of a seekable one, bytes [ahead_at, ahead_len) were read and not given yet */
    size_t ahead_len;
    char ahead[PS_FILE_AHEAD]; /* so that who looks at the first bytes has read a small file */
} ps_file_input;

/** What is known of a file that is open. */
typedef struct ps_file_place {
    int seekable;   /* a regular file */
    uint64_t start; /* where the descriptor stands */
    uint64_t size;  /* of the whole file */
} ps_file_place;

/**
 * @param fd         Not owned.
 * @param place      NULL: it is looked up. Else the file ends where this says, and who says it sees
 * to it that the file has not grown.
 * @param ret_input  Reads from `file`, which must outlive it.
 */
void ps_file_input_init(ps_file_input *file, int fd, const ps_file_place *place,
                        ps_archive_input *ret_input);
/** For ps_read_fn with the file as `io`. */
long ps_file_input_read(void *file, char *buffer, size_t size);
/** For ps_archive_input, of a regular file. */
int ps_file_input_seek(void *file, uint64_t offset);

#endif
