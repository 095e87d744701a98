/* XML for systems that read the findings back: one document, in the order of events, streaming.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/xml.h"

#include "base/str.h"

enum { SCHEMA = 1 };

static void put_packs(ps_output *out, const ps_run_origin *origin)
{
    for (size_t i = 0; i < origin->pack_count; i++) {
        const ps_pack_info *pack = &origin->packs[i];
        PS_PUT(out, "<pack");
        ps_markup_word(out, "kind", ps_pack_kind_name(pack->kind));
        ps_markup_attr(out, "id", pack->id);
        ps_markup_attr(out, "version", pack->version);
        ps_markup_word(out, "sha256", pack->sha256);
        PS_PUT(out, "/>\n");
    }
}

static void xml_begin(ps_report *report)
{
    ps_output *out = &report->out;
    PS_PUT(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<run "
                "xmlns=\"urn:procscreen:findings:1\"");
    ps_markup_uint(out, "schema", SCHEMA);
    ps_markup_attr(out, "procscreen", report->origin.version);
    ps_markup_day(out, "as-of", report->options.as_of); /* absent: each record by its own date */
    ps_markup_day(out, "today", report->options.today);
    PS_PUT(out, ">\n");
    put_packs(out, &report->origin);
}

static void xml_screened(ps_report *report, const ps_screened *screened, const ps_finding *findings,
                         size_t count)
{
    ps_xml_record(&report->out, screened, findings, count);
}

static void xml_rejected(ps_report *report, const ps_rejected *rejected)
{
    ps_output *out = &report->out;
    const ps_error *error = rejected->error;
    PS_PUT(out, "<rejected");
    ps_markup_attr(out, "source", rejected->source);
    ps_markup_count(out, "line", error->line);
    ps_markup_count(out, "column", error->column);
    if (error->offset != PS_NO_OFFSET) {
        ps_markup_uint(out, "offset", error->offset);
    }
    ps_markup_count(out, "seq", rejected->seq);
    ps_markup_optional(out, "id", ps_str_from(error->record_id));
    ps_markup_attr(out, "cause", ps_str_from(error->cause));
    ps_markup_uint(out, "screened-before", rejected->screened_before);
    ps_markup_uint(out, "unscreened-after", rejected->unscreened_after);
    PS_PUT(out, ">");
    ps_markup_element(out, "message", ps_str_from(error->message));
    ps_markup_element(out, "hint", ps_str_from(error->hint));
    PS_PUT(out, "</rejected>\n");
}

static void xml_supplier(ps_report *report, const ps_supplier *supplier)
{
    ps_xml_supplier(&report->out, supplier);
}

static void xml_summary(ps_report *report, const ps_summary *summary)
{
    ps_xml_summary(&report->out, summary, &report->counts);
    PS_PUT(&report->out, "</run>\n");
}

const ps_writer ps_writer_xml = {
    .name = "xml",
    .about = "the whole run as one XML document with schemas; for systems to read back",
    .begin = xml_begin,
    .screened = xml_screened,
    .rejected = xml_rejected,
    .supplier = xml_supplier,
    .summary = xml_summary,
};
