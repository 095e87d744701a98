/* Newline-delimited JSON: one object a line, in the order of events; the contract that other
 * programs rely on. SPDX-License-Identifier: Apache-2.0 */
#include "report/json_objects.h"
#include "report/writer.h"

static void ndjson_begin(ps_report *report)
{
    ps_json_run(&report->out, &report->origin, &report->options);
    PS_PUT(&report->out, "\n");
}

static void ndjson_screened(ps_report *report, const ps_screened *screened,
                            const ps_finding *findings, size_t count)
{
    ps_json_record(&report->out, screened);
    PS_PUT(&report->out, "\n");
    for (size_t i = 0; i < count; i++) {
        ps_json_finding(&report->out, &findings[i]);
        PS_PUT(&report->out, "\n");
    }
}

static void ndjson_rejected(ps_report *report, const ps_rejected *rejected)
{
    ps_json_rejected(&report->out, rejected);
    PS_PUT(&report->out, "\n");
}

static void ndjson_supplier(ps_report *report, const ps_supplier *supplier)
{
    ps_json_supplier(&report->out, supplier);
    PS_PUT(&report->out, "\n");
}

static void ndjson_summary(ps_report *report, const ps_summary *summary)
{
    ps_json_summary(&report->out, summary, &report->counts);
    PS_PUT(&report->out, "\n");
}

const ps_writer ps_writer_ndjson = {
    .name = "ndjson",
    .about = "one JSON object a line, in input order; for other programs",
    .begin = ndjson_begin,
    .screened = ndjson_screened,
    .rejected = ndjson_rejected,
    .supplier = ndjson_supplier,
    .summary = ndjson_summary,
};
