/* What every report format is: a name, room for its own state, and what it does with each event.
 * A format is one file that ends in one constant; writer_list.c holds the table of them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_WRITER_H
#define PS_REPORT_WRITER_H

#include "base/lang.h"
#include "procscreen/report.h"
#include "report/output.h"

/** Called in this order: begin, any number of screened and rejected, any number of supplier, at
 * most one summary, done. They do not report errors: `out.failed` and `no_memory` of the report are
 * looked at after each. All but `done` are there in every writer. */
typedef struct ps_writer {
    const char *name;
    const char *about; /* one line */
    size_t priv_size;  /* of its own state; zeroed before begin */
    void (*begin)(ps_report *report);
    void (*screened)(ps_report *report, const ps_screened *screened, const ps_finding *findings,
                     size_t count);
    void (*rejected)(ps_report *report, const ps_rejected *rejected);
    void (*supplier)(ps_report *report, const ps_supplier *supplier);
    void (*summary)(ps_report *report, const ps_summary *summary);
    void (*done)(ps_report *report); /* NULL: nothing to release */
} ps_writer;

/** What went through a report, for its own last line. */
typedef struct ps_report_counts {
    uint64_t records;
    uint64_t findings;
    uint64_t rejected;
    uint64_t suppliers;
} ps_report_counts;

struct ps_report {
    const ps_writer *writer;
    ps_run_origin origin;
    ps_pack_info *packs; /* of the origin; NULL where it is the caller's */
    ps_report_options options;
    const ps_packs *loaded; /* for what they say and call things; or NULL */
    ps_output out;
    ps_report_counts counts;
    int no_memory;
    int part;   /* which of the parts of a report has begun */
    void *priv; /* priv_size bytes */
};

/** The language that the options ask for. */
ps_lang ps_report_lang(const ps_report *report);
/** Tell whoever made the report of something that it lacks. */
__attribute__((format(printf, 3, 4))) void ps_report_warn(ps_report *report, const char *hint,
                                                          const char *format, ...);

/** NULL-terminated. */
extern const ps_writer *const ps_writers[];
extern const ps_writer ps_writer_text;
extern const ps_writer ps_writer_ndjson;
extern const ps_writer ps_writer_json;
extern const ps_writer ps_writer_csv;
extern const ps_writer ps_writer_html;
extern const ps_writer ps_writer_xlsx;
extern const ps_writer ps_writer_xml;
extern const ps_writer ps_writer_svrl;

#endif
