/* Findings as the result of a Schematron validation (SVRL, ISO/IEC 19757-3 annex D), for those who
 * have tools that show one. Each record is a pattern, each finding a failed assert, each thing that
 * could not be decided a successful report. Locations are XPaths into the xml report of the same
 * run; the place in the input stands in the text. SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/str.h"
#include "report/markup.h"
#include "report/subject.h"
#include "report/writer.h"

typedef struct svrl_document {
    char path[160]; /* paths are of ours and of numbers */
} svrl_document;

/* Valid until the next. */
__attribute__((format(printf, 2, 3))) static ps_str make_path(ps_report *report, const char *format,
                                                              ...)
{
    svrl_document *document = report->priv;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(document->path, sizeof document->path, format, arguments);
    va_end(arguments);
    return ps_str_from(document->path);
}

static void put_pattern(ps_output *out, const char *id, uint64_t number, ps_str name,
                        ps_str context)
{
    PS_PUT(out, "<svrl:active-pattern id=\"");
    ps_output_text(out, id);
    if (number) {
        PS_PUT(out, "-");
        ps_output_uint(out, number);
    }
    PS_PUT(out, "\"");
    ps_markup_optional(out, "name", name);
    PS_PUT(out, "/>\n<svrl:fired-rule");
    ps_markup_attr(out, "context", context);
    PS_PUT(out, "/>\n");
}

static void put_text(ps_output *out, ps_str text)
{
    PS_PUT(out, "<svrl:text>");
    ps_markup_text(out, text);
    PS_PUT(out, "</svrl:text>");
}

static void put_diagnostic(ps_output *out, const char *id, ps_str text)
{
    if (text.len) {
        PS_PUT(out, "<svrl:diagnostic-reference");
        ps_markup_word(out, "diagnostic", id);
        PS_PUT(out, ">");
        put_text(out, text);
        PS_PUT(out, "</svrl:diagnostic-reference>");
    }
}

static const char *role_of(ps_severity severity)
{
    switch (severity) {
    case PS_SEVERITY_HIGH:
        return "error";
    case PS_SEVERITY_MEDIUM:
    case PS_SEVERITY_LOW:
        return "warning";
    case PS_SEVERITY_INFO:
        break;
    }
    return "info";
}

static size_t number_of(const ps_screened *screened, const ps_element_outcome *element)
{
    return (size_t)(element - screened->elements) + 1;
}

static ps_str location_of(ps_report *report, const ps_screened *screened, const ps_finding *finding)
{
    const ps_element_outcome *element = ps_subject_element(screened, finding);
    if (ps_subject_item(screened, finding)) {
        return make_path(report, "/f:run/f:record[@seq='%" PRIu64 "']/f:item[@number='%zu']",
                         screened->seq, finding->item_number);
    }
    if (element) {
        return make_path(report, "/f:run/f:record[@seq='%" PRIu64 "']/f:element[%zu]",
                         screened->seq, number_of(screened, element));
    }
    return make_path(report, "/f:run/f:record[@seq='%" PRIu64 "']", screened->seq);
}

/* "orders/po-0117.xml:44" */
static void put_place(ps_output *out, ps_str source, uint64_t line)
{
    PS_PUT(out, "<svrl:diagnostic-reference diagnostic=\"place\"><svrl:text>");
    ps_markup_text(out, source);
    PS_PUT(out, ":");
    ps_output_uint(out, line);
    PS_PUT(out, "</svrl:text></svrl:diagnostic-reference>");
}

static void put_finding(ps_report *report, const ps_screened *screened, const ps_finding *finding,
                        size_t number)
{
    ps_output *out = &report->out;
    const ps_item_outcome *item = ps_subject_item(screened, finding);
    PS_PUT(out, "<svrl:failed-assert");
    ps_markup_attr(out, "id", finding->rule);
    ps_markup_attr(out, "location", location_of(report, screened, finding));
    ps_markup_word(out, "role", role_of(finding->severity));
    ps_markup_word(out, "flag", ps_severity_name(finding->severity));
    ps_markup_attr(out, "test",
                   make_path(report, "not(/f:run/f:record[@seq='%" PRIu64 "']/f:finding[%zu])",
                             screened->seq, number));
    PS_PUT(out, ">");
    put_place(out, screened->source, item && item->line ? item->line : screened->line);
    put_diagnostic(out, "next", finding->next);
    put_diagnostic(out, "fingerprint", ps_str_from(finding->fingerprint));
    put_text(out, finding->message);
    PS_PUT(out, "</svrl:failed-assert>\n");
}

static void put_undecided(ps_report *report, const ps_screened *screened, const char *path,
                          size_t number, const char *test, ps_str reason, uint64_t line)
{
    ps_output *out = &report->out;
    PS_PUT(out, "<svrl:successful-report id=\"not-evaluable\"");
    ps_markup_attr(out, "location",
                   number
                       ? make_path(report, "/f:run/f:record[@seq='%" PRIu64 "']/f:%s[%zu]",
                                   screened->seq, path, number)
                       : make_path(report, "/f:run/f:record[@seq='%" PRIu64 "']", screened->seq));
    PS_PUT(out, " role=\"warning\" flag=\"not-evaluable\"");
    ps_markup_word(out, "test", test);
    PS_PUT(out, ">");
    put_place(out, screened->source, line ? line : screened->line);
    put_text(out, reason);
    PS_PUT(out, "</svrl:successful-report>\n");
}

static void put_all_undecided(ps_report *report, const ps_screened *screened)
{
    if (screened->reason.len) {
        put_undecided(report, screened, "record", 0, "f:reason", screened->reason, screened->line);
    }
    for (size_t i = 0; i < screened->item_count; i++) {
        const ps_item_outcome *item = &screened->items[i];
        if (item->outcome == PS_OUTCOME_NOT_EVALUABLE) {
            put_undecided(report, screened, "item", i + 1, "@outcome='not-evaluable'", item->reason,
                          item->line);
        }
    }
    for (size_t i = 0; i < screened->element_count; i++) {
        const ps_element_outcome *element = &screened->elements[i];
        if (element->required && element->state == PS_STATE_NOT_EVALUABLE) {
            put_undecided(report, screened, "element", i + 1, "@state='not-evaluable'",
                          element->reason, screened->line);
        }
    }
}

static void svrl_begin(ps_report *report)
{
    ps_output *out = &report->out;
    PS_PUT(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svrl:schematron-output "
                "xmlns:svrl=\"http://purl.oclc.org/dsdl/svrl\" title=\"procscreen\" "
                "schemaVersion=\"1\">\n"
                "<svrl:ns-prefix-in-attribute-values prefix=\"f\" "
                "uri=\"urn:procscreen:findings:1\"/>\n");
    put_pattern(out, "run", 0, PS_NO_STR, PS_STR("/f:run"));
}

static void svrl_screened(ps_report *report, const ps_screened *screened,
                          const ps_finding *findings, size_t count)
{
    put_pattern(&report->out, "record", screened->seq, screened->id,
                make_path(report, "/f:run/f:record[@seq='%" PRIu64 "']", screened->seq));
    for (size_t i = 0; i < count; i++) {
        put_finding(report, screened, &findings[i], i + 1);
    }
    put_all_undecided(report, screened);
}

static void svrl_rejected(ps_report *report, const ps_rejected *rejected)
{
    ps_output *out = &report->out;
    const ps_error *error = rejected->error;
    uint64_t number = report->counts.rejected;
    ps_str path = make_path(report, "/f:run/f:rejected[%" PRIu64 "]", number);
    put_pattern(out, "rejected", number, ps_str_from(error->record_id), path);
    PS_PUT(out, "<svrl:failed-assert id=\"rejected\"");
    ps_markup_attr(out, "location", path);
    PS_PUT(out, " role=\"fatal\" flag=\"rejected\" test=\"false()\">");
    put_place(out, rejected->source, error->line);
    put_diagnostic(out, "cause", ps_str_from(error->cause));
    put_diagnostic(out, "next", ps_str_from(error->hint));
    put_text(out, ps_str_from(error->message));
    PS_PUT(out, "</svrl:failed-assert>\n");
}

/* Sums are no assertions about a document. */
static void svrl_supplier(ps_report *report, const ps_supplier *supplier)
{
    (void)report;
    (void)supplier;
}

static void svrl_summary(ps_report *report, const ps_summary *summary)
{
    ps_output *out = &report->out;
    put_pattern(out, "summary", 0, PS_NO_STR, PS_STR("/f:run/f:summary"));
    if (!summary->reconciles) {
        PS_PUT(out, "<svrl:failed-assert id=\"reconciles\" location=\"/f:run/f:summary\" "
                    "role=\"fatal\" test=\"@reconciles='true'\"><svrl:text>The counts of the run "
                    "do not add up.</svrl:text></svrl:failed-assert>\n");
    }
    PS_PUT(out, "</svrl:schematron-output>\n");
}

const ps_writer ps_writer_svrl = {
    .name = "svrl",
    .about = "findings as a Schematron validation report; for Schematron tools",
    .priv_size = sizeof(svrl_document),
    .begin = svrl_begin,
    .screened = svrl_screened,
    .rejected = svrl_rejected,
    .supplier = svrl_supplier,
    .summary = svrl_summary,
};
