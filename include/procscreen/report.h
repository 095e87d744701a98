/* Reports: what a run says, written in one of the output languages.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PROCSCREEN_REPORT_H
#define PROCSCREEN_REPORT_H

#include "procscreen/common.h"
#include "procscreen/decisions.h"
#include "procscreen/outcome.h"
#include "procscreen/pack.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Writes one report. Belongs to one thread at a time; a large workbook has threads of its own,
 * which end with its summary, at the latest in ps_report_free(). */
typedef struct ps_report ps_report;

/** Takes the next bytes of the report. @return 0, or not 0 when they could not be written (errno
 * says why). */
typedef int (*ps_write_fn)(void *io, const char *bytes, size_t size);

/** What a run was made with. */
typedef struct ps_run_origin {
    ps_str version;            /**< of procscreen */
    const ps_pack_info *packs; /**< ordered by kind, then id; `path` and the counts are not used */
    size_t pack_count;
} ps_run_origin;

typedef struct ps_report_options {
    uint32_t size;
    ps_day as_of;       /**< as given to the run */
    ps_day today;       /**< as given to the run */
    int colour;         /**< text: use terminal colours */
    unsigned columns;   /**< text: width; 0: 80 */
    int csv_raw;        /**< csv: do not protect against formulas */
    int csv_bom;        /**< csv: begin with a byte order mark, as Excel likes it */
    int each;           /**< hand over the bytes after every event, for a person who watches */
    int explain;        /**< text: every item and element with all that was seen; no head */
    const char *lang;   /**< html, xlsx: "en" or "zh"; NULL: "en" */
    uint64_t page_rows; /**< html: most rows of one list; 0: 100000 */
    const ps_run_origin *origin; /**< of a run that was made before; NULL: this library and the
                                    packs that the report is begun with. Must live as long as the
                                    report */
    uint32_t sheet_rows;         /**< xlsx: rows of a sheet; 0: as many as Excel takes */
    /** Told what the report lacks, such as rows that a format has no place for; NULL: not wanted.
     * `error` is valid during the call. */
    void (*warning)(void *warning_user, const ps_error *error);
    void *warning_user;
    const ps_decisions *decisions; /**< html, xlsx: shown with their findings; NULL: none. Must
                                      outlive the report. They change nothing else */
} ps_report_options;
#define PS_REPORT_OPTIONS_INIT                                                                     \
    {                                                                                              \
        sizeof(ps_report_options), PS_NO_DAY, PS_NO_DAY, 0, 0, 0, 0, 0, 0, NULL, 0, NULL, 0, NULL, \
            NULL, NULL                                                                             \
    }

/** The format at `index` counting from 0: its name ("ndjson", "csv" …) and a line on what it is;
 * NULL past the end. */
PS_API const char *ps_report_format_at(size_t index, const char **ret_about);

/**
 * Begin a report; writes its head.
 *
 * @param format  A name from ps_report_format_at().
 * @param packs   What the run was made with, or, where the options tell its origin, only where html
 *                and xlsx take from what packs call things and say in other languages. NULL: ids
 *                stand for names, and what packs say stays in English. Must outlive the report.
 * @param write   Gets the bytes, in large pieces.
 * @return PS_OK; PS_FATAL with PS_E_USAGE (no such format), PS_E_WRITE or PS_E_MEMORY.
 */
PS_API PS_CHECKED ps_status ps_report_new(const char *format, const ps_packs *packs,
                                          const ps_report_options *options, ps_write_fn write,
                                          void *io, ps_report **ret_report, ps_error *reterr);
/* Records and rejections come first, in any order, then suppliers, then the summary. Each call
 * gives PS_OK, or PS_FATAL with PS_E_WRITE, PS_E_MEMORY or PS_E_ARGUMENT (wrong order). */
PS_API PS_CHECKED ps_status ps_report_screened(ps_report *report, const ps_screened *screened,
                                               const ps_finding *findings, size_t count,
                                               ps_error *reterr);
PS_API PS_CHECKED ps_status ps_report_rejected(ps_report *report, const ps_rejected *rejected,
                                               ps_error *reterr);
PS_API PS_CHECKED ps_status ps_report_supplier(ps_report *report, const ps_supplier *supplier,
                                               ps_error *reterr);
/** The last part; writes everything that is still held back. */
PS_API PS_CHECKED ps_status ps_report_summary(ps_report *report, const ps_summary *summary,
                                              ps_error *reterr);
/**
 * Make text safe for a terminal or a line of a log: controls, line ends included, become \x1b or
 * \n, bidi controls and characters that cannot be seen \u202e, bytes that are not UTF-8 \xff.
 *
 * @param buffer  Gets as much as fits, terminated.
 * @return the length of the whole result, as snprintf() does. Threads: any.
 */
PS_API size_t ps_text_printable(ps_str text, char *buffer, size_t size);

/** NULL is allowed. */
PS_API void ps_report_free(ps_report *report);

#ifdef __cplusplus
}
#endif
#endif
