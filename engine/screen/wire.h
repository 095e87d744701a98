/* What a worker tells the coordinator, as bytes: length-prefixed frames over a pipe.
 *
 * The coordinator believes nothing: every count, offset and length of a frame is checked, and a
 * frame that does not hold what it says is an error of that worker. Strings that recur travel once
 * and are numbered: those of the packs (categories, entries, articles) at once, those of the input
 * (names, quotes) when they come again. They stand in a frame of their own before the first one
 * that needs them, so that a frame which is kept for later need not be looked into before. So do
 * all elements of a record as one, where the record brings the terms of others: then they differ in
 * nothing but lines and ratings. The numbering belongs to one worker's life: kept frames are read
 * with the dictionary of their worker.
 *
 *     frame    = length (u32, little endian, of what follows) type (u8) body
 *     number   = LEB128
 *     string   = 0 (absent) | 1 number bytes | n + 2 (the n-th numbered)
 *     words    = { number bytes }, the body of PS_FRAME_WORDS
 *     list     = number { element }, the body of PS_FRAME_LIST
 *     elements = 0 list | n + 1 (the n-th numbered) line { rating }, of each a byte; the lines in
 *                it count from that line
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_SCREEN_WIRE_H
#define PS_SCREEN_WIRE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/cleanup.h"
#include "formats/profiles.h"
#include "procscreen/outcome.h"

typedef enum ps_frame_type {
    PS_FRAME_SCREENED = 1, /* ps_screened */
    PS_FRAME_REJECTED, /* ps_rejected without source and seq: whether it is the last, and the error
                        */
    PS_FRAME_WARNING,  /* ps_error */
    PS_FRAME_PROGRESS, /* bytes read of the current job */
    PS_FRAME_UNMAPPED, /* ps_unmapped, of the current job */
    PS_FRAME_DONE,     /* the current job ended: bytes read */
    PS_FRAME_MEMBER,   /* the frames that follow are about this document of the current job */
    PS_FRAME_CONTRACT, /* ps_screened of a file of the folder of contracts, and which file it is */
    PS_FRAME_ASK,      /* the worker waits for a file, see ps_ask */
    PS_FRAME_FATAL,    /* ps_error; the worker ends */
    PS_FRAME_FIRST, /* ps_record_place: the document may be read in stretches; waits for a reach */
    PS_FRAME_STRETCH_ASK, /* ps_stretch_ask; waits for a reach */
    PS_FRAME_STOPPED,     /* ps_stopped: the stretch ends where the next one begins; DONE follows */
    PS_FRAME_WORDS,       /* strings that are numbered, see ps_wire_learn() */
    PS_FRAME_LIST         /* elements that are numbered as one */
} ps_frame_type;

typedef enum ps_ask {
    PS_ASK_FILE,    /* that the record names so */
    PS_ASK_MENTION, /* the same of a file that is not needed: there is no answer */
    PS_ASK_CONTRACT /* the `number`th file, from 0, of the contract of this id */
} ps_ask;

/** Why the reader of a stretch cannot go on by itself. */
typedef enum ps_stretch_ask_kind {
    PS_STRETCH_ASK_DATA,     /* it has read all bytes that it was given */
    PS_STRETCH_ASK_AHEAD,    /* it reads far into the next stretch: is its own beginning proven? */
    PS_STRETCH_ASK_MISSED,   /* it could not stop where the next one begins */
    PS_STRETCH_ASK_HOPELESS, /* nor can it stop anywhere else */
    PS_STRETCH_ASK_CROWDED   /* what was met in the stretches before? */
} ps_stretch_ask_kind;

typedef struct ps_stretch_ask {
    ps_stretch_ask_kind kind;
    uint64_t at; /* offset that the reading has come to */
} ps_stretch_ask;

typedef struct ps_stopped {
    uint64_t spent_ns; /* processor time */
    ps_str names;      /* met in it, each followed by a NUL */
} ps_stopped;

/** Longest frame that is written or accepted. */
enum { PS_FRAME_LONGEST = 64 * 1024 * 1024, PS_FRAME_HEAD = 5 };

/** The writing end: one per worker. */
typedef struct ps_wire_writer ps_wire_writer;
PS_CHECKED ps_status ps_wire_writer_new(ps_wire_writer **ret_writer, ps_error *reterr);
void ps_wire_writer_free(ps_wire_writer *writer);

/* Append one frame to `out`, behind those of what it numbers. A frame that would be too long marks
 * the buffer as failed. */
/** @param same  See ps_judge; 0: nothing is known. */
void ps_wire_screened(ps_wire_writer *writer, const ps_screened *screened, uint64_t same,
                      ps_buffer *out);
void ps_wire_rejected(const ps_error *error, int last, uint64_t unscreened_after, ps_buffer *out);
void ps_wire_error(ps_frame_type type, const ps_error *error, ps_buffer *out);
void ps_wire_number(ps_frame_type type, uint64_t number, ps_buffer *out);
/** @param number  Tells the documents of one job apart, which may have the same name. */
void ps_wire_member(uint64_t number, ps_str name, ps_buffer *out);
/** Written without the dictionary: the bytes mean the same in any worker's life. */
void ps_wire_contract(uint64_t number, ps_str name, const ps_screened *screened, ps_buffer *out);
void ps_wire_ask(ps_ask ask, uint64_t number, ps_str text, ps_buffer *out);
void ps_wire_unmapped(ps_wire_writer *writer, const ps_unmapped *unmapped, ps_buffer *out);
void ps_wire_first(const ps_record_place *first, ps_buffer *out);
void ps_wire_stretch_ask(const ps_stretch_ask *ask, ps_buffer *out);
void ps_wire_stopped(const ps_stopped *stopped, ps_buffer *out);

/** The reading end: what one worker has numbered so far. Kept as long as frames of that worker are.
 */
typedef struct ps_wire_reader ps_wire_reader;
PS_CHECKED ps_status ps_wire_reader_new(ps_wire_reader **ret_reader, ps_error *reterr);
void ps_wire_reader_free(ps_wire_reader *reader);

/** One frame, decoded. Views point into the frame's bytes, the arena and the reader. */
typedef struct ps_frame {
    ps_frame_type type;
    ps_screened screened;
    ps_element_outcome *elements; /* = screened.elements, to be changed */
    int last;
    uint64_t number; /* unscreened_after, or that of PROGRESS, DONE, MEMBER, CONTRACT and ASK */
    ps_str name;     /* of MEMBER and CONTRACT; what ASK asks for */
    ps_ask ask;
    ps_unmapped unmapped;
    ps_record_place first;
    ps_stretch_ask stretch_ask;
    ps_stopped stopped;
    ps_error error; /* only of a frame that has one: it is long */
} ps_frame;

/** The whole length of the frame that begins at `bytes`; 0 when more bytes are needed to tell;
 * SIZE_MAX when the length is not one that we write. */
size_t ps_wire_length(ps_str bytes);

/** Whether the frame is of a record that waits for contracts: it says so itself, in front. */
int ps_wire_waits(ps_str frame);

/** Whether the frame is for ps_wire_learn(). */
int ps_wire_is_lesson(ps_str frame);

/** Take what a whole frame of words, or of a list, numbers. @return PS_OK; PS_FAILED with
 * PS_E_WORKER_DIED. */
PS_CHECKED ps_status ps_wire_learn(ps_wire_reader *reader, ps_str bytes, ps_error *reterr);

/**
 * Decode one whole frame of another type.
 * @return PS_OK; PS_FAILED with PS_E_WORKER_DIED when the bytes are not a frame of ours; PS_FATAL,
 * PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_wire_decode(ps_wire_reader *reader, ps_str bytes, ps_arena *arena,
                                    ps_frame *ret_frame, ps_error *reterr);

#endif
