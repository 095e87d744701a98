/* All of a run as one JSON object: run, records, findings, rejected, suppliers, summary. Records
 * stream; findings and rejections come with them and wait for their own place.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/json_objects.h"
#include "report/spill.h"

typedef struct json_document {
    ps_spill findings;
    ps_spill rejected;
    int records_ended;
} json_document;

static void json_begin(ps_report *report)
{
    json_document *document = report->priv;
    if (ps_spill_init(&document->findings, NULL) != PS_OK ||
        ps_spill_init(&document->rejected, NULL) != PS_OK) {
        report->no_memory = 1;
        return;
    }
    PS_PUT(&report->out, "{\"run\":");
    ps_json_run(&report->out, &report->origin, &report->options);
    PS_PUT(&report->out, ",\n\"records\":[");
}

static void json_screened(ps_report *report, const ps_screened *screened,
                          const ps_finding *findings, size_t count)
{
    json_document *document = report->priv;
    if (report->counts.records > 1) {
        PS_PUT(&report->out, ",");
    }
    PS_PUT(&report->out, "\n");
    ps_json_record(&report->out, screened);
    for (size_t i = 0; i < count; i++) {
        if (report->counts.findings > count || i) {
            PS_PUT(&document->findings.out, ",");
        }
        PS_PUT(&document->findings.out, "\n");
        ps_json_finding(&document->findings.out, &findings[i]);
    }
}

static void json_rejected(ps_report *report, const ps_rejected *rejected)
{
    json_document *document = report->priv;
    if (report->counts.rejected > 1) {
        PS_PUT(&document->rejected.out, ",");
    }
    PS_PUT(&document->rejected.out, "\n");
    ps_json_rejected(&document->rejected.out, rejected);
}

/* Suppliers come when all records are through. */
static void end_records(ps_report *report)
{
    json_document *document = report->priv;
    if (document->records_ended) {
        return;
    }
    document->records_ended = 1;
    PS_PUT(&report->out, "\n],\n\"findings\":[");
    ps_spill_copy(&document->findings, &report->out);
    PS_PUT(&report->out, "\n],\n\"rejected\":[");
    ps_spill_copy(&document->rejected, &report->out);
    PS_PUT(&report->out, "\n],\n\"suppliers\":[");
}

static void json_supplier(ps_report *report, const ps_supplier *supplier)
{
    end_records(report);
    if (report->counts.suppliers > 1) {
        PS_PUT(&report->out, ",");
    }
    PS_PUT(&report->out, "\n");
    ps_json_supplier(&report->out, supplier);
}

static void json_summary(ps_report *report, const ps_summary *summary)
{
    end_records(report);
    PS_PUT(&report->out, "\n],\n\"summary\":");
    ps_json_summary(&report->out, summary, &report->counts);
    PS_PUT(&report->out, "}\n");
}

static void json_done(ps_report *report)
{
    json_document *document = report->priv;
    ps_spill_done(&document->findings);
    ps_spill_done(&document->rejected);
}

const ps_writer ps_writer_json = {
    .name = "json",
    .about = "the whole run as one JSON object",
    .priv_size = sizeof(json_document),
    .begin = json_begin,
    .screened = json_screened,
    .rejected = json_rejected,
    .supplier = json_supplier,
    .summary = json_summary,
    .done = json_done,
};
