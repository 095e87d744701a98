/* Format profiles: how each XML format lays out its fields, read from the XML files of
 * catalogs/formats (language: the README there) and compiled once into one matcher over parse
 * events.
 *
 * Threads: ps_profiles is immutable and shared; ps_extract belongs to one thread at a time.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_FORMATS_PROFILES_H
#define PS_FORMATS_PROFILES_H

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/pack_file.h"
#include "base/profiler.h"
#include "procscreen/common.h"
#include "procscreen/limits.h"
#include "procscreen/pack.h"
#include "procscreen/record.h"
#include "procscreen/screener.h"
#include "xml/document.h"

typedef struct ps_profiles ps_profiles;

/**
 * Compile profiles. Every error goes to `problem` with source, line and column.
 * @param room  Holds them as far as it goes, and must stay until they are freed; NULL: none.
 * @return PS_OK; PS_FATAL with PS_E_PACK (some file is wrong; nothing is loaded) or PS_E_MEMORY.
 */
PS_CHECKED ps_status ps_profiles_load(const ps_pack_file *files, size_t count, const ps_room *room,
                                      ps_problem_fn problem, void *user, ps_profiles **ret_profiles,
                                      ps_error *reterr);
/** The same for those who write profiles: also what is allowed and cannot be meant is an error. */
PS_CHECKED ps_status ps_profiles_check(const ps_pack_file *files, size_t count,
                                       ps_problem_fn problem, void *user,
                                       ps_profiles **ret_profiles, ps_error *reterr);
void ps_profiles_free(ps_profiles *profiles);
PS_DEFINE_CLEANUP(ps_profiles *, ps_profiles_free)

/** Facts of the profile at `index` (order of loading): id, version, title, entries = record rules.
 * PS_END past the last. path and sha256 are left alone. */
PS_CHECKED ps_status ps_profiles_at(const ps_profiles *profiles, size_t index,
                                    ps_pack_info *ret_info);
/** Show the profiles, their records and the fields that these fill. @return PS_OK; PS_FATAL with
 * PS_E_MEMORY. */
PS_CHECKED ps_status ps_profiles_visit(const ps_profiles *profiles, const ps_pack_visitor *visitor,
                                       void *user, ps_error *reterr);

/** Reads documents and gives out their records. */
typedef struct ps_extract ps_extract;

typedef struct ps_extract_options {
    const ps_limits *limits; /* not NULL, must live as long */
    const char *encoding;    /* NULL: as declared */
    int coverage;            /* count filled fields and paths of unread elements */
    ps_profiler *profiler;   /* NULL: none */
} ps_extract_options;

typedef struct ps_extract_sink {
    /** A record is complete. Valid during the call. @return PS_OK, or PS_FATAL to stop the
     * document. */
    ps_status (*record)(void *user, const ps_record *record);
    /** A record (error->line, record_id set) was lost, or the rest of the document was (last = 1,
     * then unscreened_after is set). Reading goes on unless `last`. */
    void (*rejected)(void *user, const ps_error *error, int last, uint64_t unscreened_after);
    void (*warning)(void *user, const ps_error *error); /* may be NULL */
} ps_extract_sink;

/** Where the first record of a document stands, and so many elements are open around it. */
typedef struct ps_record_place {
    ps_xml_place place;
    uint64_t depth;
} ps_record_place;

enum { PS_STRETCH_HEAD_MOST = 65536 };
#define PS_STRETCH_NO_END UINT64_MAX

/**
 * A stretch of a document, read in place of the whole, so that others can read the other stretches
 * at the same time.
 *
 * A stretch begins where a start tag is believed to stand between two records, with the same
 * elements open around it as around the first record. That this is so is proven by reading the
 * stretch in front of it: `stopped` says that its reader came to `end`, at a start tag, in a state
 * that differs in nothing that matters from the one in which the next stretch is begun. What the
 * stretches give, one after the other, is then what the whole document gives.
 */
typedef struct ps_stretch {
    ps_xml_joint joint; /**< prefix 0: it begins with the document */
    uint64_t depth;     /**< with a prefix: of elements open around records */
    uint64_t end;       /**< where the next one begins; PS_STRETCH_NO_END: it goes on to the end */
    uint64_t end_line;
    int crowd;   /**< call crowded() at once */
    int stopped; /**< afterwards: it came to `end` and that is proven */
    void *user;  /**< of the functions; these come from inside ps_extract_read() */
    /** The document may be read in stretches: all in front of this place is their common prefix.
     * May set `end`. Comes at most once, without a prefix. */
    void (*head)(struct ps_stretch *stretch, const ps_record_place *first);
    /** There is no place to stop at `end`; reading is now at offset `at`. To set another `end`
     * behind it; `hopeless`: there will be none. */
    void (*missed)(struct ps_stretch *stretch, uint64_t at, int hopeless);
    /** More is met than can be added up later: to say what was met in all stretches before, with
     * ps_extract_join(), or nothing in the first. */
    void (*crowded)(struct ps_stretch *stretch);
    /* private */
    int begun;   /* at a record */
    int outside; /* an element around the records was closed */
} ps_stretch;

PS_CHECKED ps_status ps_extract_new(const ps_profiles *profiles, const ps_extract_options *options,
                                    ps_extract **ret_extract, ps_error *reterr);
void ps_extract_free(ps_extract *extract);
PS_DEFINE_CLEANUP(ps_extract *, ps_extract_free)

/**
 * Read one document to its end.
 *
 * A document without any record is itself rejected: PS_E_NOT_XML (no XML at all), PS_E_FORMAT (the
 * message names what was found and the nearest profile) or PS_E_NO_RECORDS (an envelope that is
 * known or plain, but empty).
 *
 * @param stretch    NULL: the whole document.
 * @param ret_bytes  Count of bytes read; always set.
 * @return PS_OK; PS_WARN when something was rejected; PS_FATAL with PS_E_MEMORY, or, with *reterr
 * left alone, because sink->record said so.
 */
PS_CHECKED ps_status ps_extract_read(ps_extract *extract, ps_read_fn read, void *io,
                                     const char *name, const ps_extract_sink *sink, void *user,
                                     ps_stretch *stretch, uint64_t *ret_bytes, ps_error *reterr);
/** The next document has no more than so many bytes, as far as is known: of small ones, names are
 * kept from one to the next (xml/kept.h). */
void ps_extract_expect(ps_extract *extract, uint64_t bytes);
/** From inside ps_stretch.crowded: names and unread elements of all stretches before, as
 * ps_extract_names() and ps_coverage_unread_names() give them. */
void ps_extract_join(ps_extract *extract, ps_str names, ps_str unread);
/** Names met in the stretch that was read last, each followed by a NUL. */
ps_str ps_extract_names(const ps_extract *extract);

/** Elements inside records that have text and that no rule read, over all documents so far, most
 * frequent first; at most 50 are told apart. Those of a stretch come as they were met, and more of
 * them. `row` is called with format and element name (a path
 * where coverage was asked for). */
void ps_extract_unmapped(const ps_extract *extract,
                         void (*row)(void *user, ps_str format, ps_str element, uint64_t count),
                         void *user);
/** Forget the counts of ps_extract_unmapped(). */
void ps_extract_unmapped_clear(ps_extract *extract);
/** Coverage rows over all documents so far; needs options.coverage. */
PS_CHECKED ps_status ps_extract_coverage(const ps_extract *extract, ps_coverage_fn row, void *user,
                                         ps_error *reterr);

#endif
