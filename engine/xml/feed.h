/* What libxml2 is fed: the bytes of a source as valid, vetted UTF-8.
 *
 * Decides the encoding, decodes, checks the bytes, keeps the limits on size and time, and lets
 * through what scan.h lets through. When something is wrong it gives what stands before the place
 * and then ends (it is "cut"): so all that is complete before the place is parsed, and libxml2's
 * line is that of the place. The bytes before text, i.e. the offsets in the given UTF-8, are called
 * positions; ps_feed_offset() turns them into offsets in the source. Threads: one at a time.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_XML_FEED_H
#define PS_XML_FEED_H

#include "base/buffer.h"
#include "xml/document.h"
#include "xml/scan.h"
#include "xml/sniff.h"

enum { PS_FEED_MARKS = 4 };

typedef struct ps_feed {
    ps_read_fn read;
    void *io;
    const ps_xml_options *options;
    ps_sniffed sniffed;
    ps_scan scan;
    ps_buffer raw;  /* source bytes, not decoded yet */
    ps_buffer text; /* UTF-8: [0, given) went to libxml2, [given, pass) may go, [pass, valid) is not
                       vetted yet, [valid, len) is not checked yet */
    size_t given;
    size_t pass;
    size_t valid;
    uint64_t base;       /* position of text.ptr[0] */
    uint64_t line_start; /* position of the line that text.ptr[0] is in */
    /* In a stretch of a document (options->joint): the position where the bytes behind its prefix
     * begin, and what is missing there. */
    uint64_t joint;
    uint64_t skipped_bytes;
    struct {
        uint64_t text;   /* from this position on … */
        uint64_t source; /* … the text came from this offset on */
    } marks[PS_FEED_MARKS];
    size_t mark_count;
    size_t rested;  /* of `raw`, given by ps_feed_rest() */
    uint64_t bytes; /* read from the source */
    uint64_t next_clock;
    uint64_t clock_end; /* processor nanoseconds of this thread at which the time is up; 0: unset */
    int warned_c1;
    int source_ended; /* nothing more comes from the source, for whatever reason */
    int exhausted;    /* the source has nothing more, or may not be read on */
    int ended;        /* `pass` will not grow any more */
    int cut;          /* it ended before its time: see `error` */
    int drained;      /* libxml2 was told, or is now, that nothing follows */
    ps_error error;   /* why it is cut, without line and column */
} ps_feed;

/** Read the beginning and decide the encoding. @return PS_OK or the error that ends the document
 * here. Whatever it returns, end with ps_feed_done(). */
PS_CHECKED ps_status ps_feed_open(ps_feed *feed, ps_read_fn read, void *io,
                                  const ps_xml_options *options, ps_error *reterr);
void ps_feed_done(ps_feed *feed);

/** The next bytes for libxml2, which still holds the last `held`: count, 0 at the end. */
size_t ps_feed_give(ps_feed *feed, char *buffer, size_t size, size_t held);

/** The bytes that come, as far as they are there, not given yet: at least so many, unless there are
 * no more. Valid until others are asked for. */
ps_str ps_feed_peek(ps_feed *feed, size_t wanted);
/** Of those, the ones before `to` count as given. */
void ps_feed_take(ps_feed *feed, const char *to);
/** The last `size` bytes that libxml2 was given, and still holds, count as not given. */
void ps_feed_take_back(ps_feed *feed, size_t size);

/** Offset in the source of a position. */
uint64_t ps_feed_offset(const ps_feed *feed, uint64_t position);
/** Bytes from the start of the line to the position, from 1. It is one that libxml2 holds. */
uint64_t ps_feed_column(const ps_feed *feed, uint64_t position);

/**
 * After the parse: the bytes that libxml2 was not given, to the end of the source (within its
 * limits), with the width of their characters narrowed to one byte.
 * @return 0 when there are no more. *ret_bytes is valid until the next call.
 */
int ps_feed_rest(ps_feed *feed, ps_str *ret_bytes);

#endif
