/* Screening in process: one input in, screened records out.
 *
 *     ps_packs_load(&paths, NULL, NULL, &packs, &err);
 *     ps_screener_new(packs, &options, &screener, &err);
 *     ps_screener_read(screener, read_fn, io, "orders.xml", &sink, user, &err);
 *     ps_screener_free(screener); ps_packs_free(packs);
 *
 * A screener judges each record by what stands in it. Contracts of other records are joined,
 * findings made and suppliers rolled up by a run (run.h), which is what a night's screening uses.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_SCREENER_H
#define PROCSCREEN_SCREENER_H

#include "procscreen/common.h"
#include "procscreen/contracts.h"
#include "procscreen/limits.h"
#include "procscreen/outcome.h"
#include "procscreen/pack.h"
#include "procscreen/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Reads records of one document after the other. Belongs to one thread at a time; light, make one
 * per thread. */
typedef struct ps_screener ps_screener;

typedef struct ps_screen_options {
    uint32_t size;
    ps_day as_of; /**< judge every record by the law of this day; PS_NO_DAY: by its own date */
    ps_day today; /**< tell beside it what the law of this day says; PS_NO_DAY: not wanted */
    const ps_limits *limits; /**< NULL: the defaults */
    const char
        *encoding; /**< read documents as this encoding, whatever they declare; NULL: as declared */
    int explain; /**< not 0: keep evidence of what did not lead to a hit too (decoys, weak terms) */
    int want_coverage; /**< not 0: count filled fields and unread elements for
                          ps_screener_coverage() */
    int open_files;    /**< not 0: open files that records name, in the folder that the input's name
                          says and below it; nothing else is opened. PDFs start a process each */
    const ps_contracts *contracts; /**< look for them in this folder too; NULL: do not */
} ps_screen_options;
#define PS_SCREEN_OPTIONS_INIT                                                                     \
    {                                                                                              \
        sizeof(ps_screen_options), PS_NO_DAY, PS_NO_DAY, NULL, NULL, 0, 0, 0, NULL                 \
    }

/**
 * Gives the next bytes of a document.
 *
 * @return count of bytes put into `buffer`, 0 at the end, negative on a read error (errno is
 * reported).
 */
typedef long (*ps_read_fn)(void *io, char *buffer, size_t size);

typedef struct ps_screen_sink {
    /** A record as it was read, before it is judged; may be NULL. Valid during the call. */
    void (*record)(void *user, const ps_record *record);
    /** A record was screened. Its seq counts from 1 within the input. Valid during the call. */
    void (*screened)(void *user, const ps_screened *screened);
    /** A record, or the rest of the document, was rejected. Valid during the call. */
    void (*rejected)(void *user, const ps_rejected *rejected);
} ps_screen_sink;

/** @return PS_OK or PS_FATAL with PS_E_MEMORY or PS_E_ARGUMENT. The packs must outlive the
 * screener. */
PS_API PS_CHECKED ps_status ps_screener_new(const ps_packs *packs, const ps_screen_options *options,
                                            ps_screener **ret_screener, ps_error *reterr);
/** NULL is allowed. */
PS_API void ps_screener_free(ps_screener *screener);

/**
 * Read one input to its end and screen every record in it: a document, or one or more of them
 * packed by gzip or zstd or in a ZIP or tar archive, as its first bytes tell.
 *
 * The source of what is in an archive is "name!member", and seq counts on through the whole input.
 *
 * @param name  Shown as the source; a terminated path or "-".
 * @return PS_OK; PS_WARN when something was rejected (each went to the sink); PS_FATAL with
 * PS_E_MEMORY or PS_E_INTERNAL: the screener must be freed.
 */
PS_API PS_CHECKED ps_status ps_screener_read(ps_screener *screener, ps_read_fn read, void *io,
                                             const char *name, const ps_screen_sink *sink,
                                             void *user, ps_error *reterr);
/**
 * The same from a descriptor, which stays yours. A ZIP archive in a regular file is read by its
 * directory: of a damaged one no more is lost than what is damaged.
 */
PS_API PS_CHECKED ps_status ps_screener_read_file(ps_screener *screener, int fd, const char *name,
                                                  const ps_screen_sink *sink, void *user,
                                                  ps_error *reterr);

/** One row of the coverage of the documents read so far. */
typedef struct ps_coverage_row {
    ps_str format;
    ps_str scope; /**< "record", "buyer", "item" …; "unread" for an element that no rule read */
    ps_str name;  /**< field name, or path of the unread element */
    uint64_t filled;
    uint64_t possible; /**< how many there could have been: records, items …; for "unread" 0 */
    ps_str sample;     /**< the first value, shortened; none of an unread element, which may hold a
                          secret */
} ps_coverage_row;

typedef void (*ps_coverage_fn)(void *user, const ps_coverage_row *row);

/** Which fields the profiles filled and which elements with text nobody read. Needs want_coverage.
 */
PS_API PS_CHECKED ps_status ps_screener_coverage(const ps_screener *screener, ps_coverage_fn row,
                                                 void *user, ps_error *reterr);

#ifdef __cplusplus
}
#endif
#endif
