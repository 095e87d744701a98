/* The objects of a run that are not records or suppliers: its head, findings, rejections, summary.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/json_objects.h"

#include "base/cleanup.h"
#include "base/decimal.h"
#include "base/str.h"
#include "report/json.h"
#include "report/pack_group.h"

enum { SCHEMA = 1 };

static void put_pack_identity(ps_output *out, ps_str id, ps_str version, const char *sha256)
{
    PS_PUT(out, "\"id\":");
    ps_json_string(out, id);
    PS_PUT(out, ",\"version\":");
    ps_json_string(out, version);
    PS_PUT(out, ",\"sha256\":");
    ps_json_name(out, sha256);
}

static void put_group(ps_output *out, const ps_run_origin *origin, ps_pack_kind kind)
{
    ps_pack_group group;
    ps_pack_group_init(&group, origin, kind);
    if (group.count) {
        PS_PUT(out, "{");
        put_pack_identity(out, ps_buffer_str(&group.id), ps_buffer_str(&group.version),
                          group.sha256);
        PS_PUT(out, "}");
    } else {
        PS_PUT(out, "null");
    }
    ps_pack_group_done(&group);
}

static void put_packs(ps_output *out, const ps_run_origin *origin)
{
    for (size_t i = 0; i < origin->pack_count; i++) {
        const ps_pack_info *info = &origin->packs[i];
        if (i) {
            PS_PUT(out, ",");
        }
        PS_PUT(out, "{\"kind\":");
        ps_json_name(out, ps_pack_kind_name(info->kind));
        PS_PUT(out, ",");
        put_pack_identity(out, info->id, info->version, info->sha256);
        PS_PUT(out, "}");
    }
}

void ps_json_run(ps_output *out, const ps_run_origin *origin, const ps_report_options *options)
{
    PS_PUT(out, "{\"type\":\"run\",\"schema\":");
    ps_output_uint(out, SCHEMA);
    PS_PUT(out, ",\"procscreen\":");
    ps_json_string(out, origin->version);
    PS_PUT(out, ",\"catalog\":");
    put_group(out, origin, PS_PACK_CATALOG);
    PS_PUT(out, ",\"policy\":");
    put_group(out, origin, PS_PACK_POLICY);
    PS_PUT(out, ",\"profiles\":");
    put_group(out, origin, PS_PACK_PROFILE);
    PS_PUT(out, ",\"as_of\":");
    if (options->as_of == PS_NO_DAY) {
        PS_PUT(out, "\"record\"");
    } else {
        ps_json_day(out, options->as_of);
    }
    PS_PUT(out, ",\"today\":");
    ps_json_day(out, options->today);
    PS_PUT(out, ",\"packs\":[");
    put_packs(out, origin);
    PS_PUT(out, "]}");
}

static void put_amount_or_null(ps_output *out, int known, ps_decimal value)
{
    if (known) {
        ps_json_decimal(out, value);
    } else {
        PS_PUT(out, "null");
    }
}

/* Without the closing brace. */
static void put_range_open(ps_output *out, const ps_exposure *exposure)
{
    PS_PUT(out, "{\"min\":");
    put_amount_or_null(out, exposure->known, exposure->min);
    PS_PUT(out, ",\"max\":");
    put_amount_or_null(out, exposure->known, exposure->max);
    PS_PUT(out, ",\"currency\":");
    ps_json_string_or_null(out, exposure->currency);
}

void ps_json_ranges(ps_output *out, const ps_exposure *ranges, size_t count)
{
    PS_PUT(out, "[");
    for (size_t i = 0; i < count; i++) {
        if (i) {
            PS_PUT(out, ",");
        }
        put_range_open(out, &ranges[i]);
        PS_PUT(out, "}");
    }
    PS_PUT(out, "]");
}

void ps_json_exposure(ps_output *out, const ps_exposure *exposure)
{
    if (!exposure->known) {
        PS_PUT(out, "null");
        return;
    }
    put_range_open(out, exposure);
    if (exposure->formula.len) {
        PS_PUT(out, ",\"formula\":");
        ps_json_string(out, exposure->formula);
    }
    ps_output_text(out, exposure->contingent ? ",\"contingent\":true" : ",\"contingent\":false");
    if (exposure->has_person) {
        PS_PUT(out, ",\"each_person\":{\"min\":");
        ps_json_decimal(out, exposure->person_min);
        PS_PUT(out, ",\"max\":");
        ps_json_decimal(out, exposure->person_max);
        PS_PUT(out, ",\"currency\":");
        ps_json_string(out, exposure->person_currency);
        PS_PUT(out, "}");
    }
    PS_PUT(out, "}");
}

static void put_basis(ps_output *out, const ps_str *basis, size_t count)
{
    PS_PUT(out, "\"basis\":[");
    for (size_t i = 0; i < count; i++) {
        if (i) {
            PS_PUT(out, ",");
        }
        ps_json_string(out, basis[i]);
    }
    PS_PUT(out, "],\"exposure\":");
}

void ps_json_finding(ps_output *out, const ps_finding *finding)
{
    PS_PUT(out, "{\"type\":\"finding\",\"rule\":");
    ps_json_string(out, finding->rule);
    PS_PUT(out, ",\"record\":");
    ps_json_uint(out, finding->record);
    PS_PUT(out, ",\"item\":");
    ps_json_string_or_null(out, finding->item);
    if (finding->item_number) {
        PS_PUT(out, ",\"item_number\":");
        ps_json_uint(out, finding->item_number);
    }
    PS_PUT(out, ",\"element\":");
    ps_json_string_or_null(out, finding->element);
    PS_PUT(out, ",\"severity\":");
    ps_json_name(out, ps_severity_name(finding->severity));
    PS_PUT(out, ",");
    put_basis(out, finding->basis, finding->basis_count);
    ps_json_exposure(out, &finding->exposure);
    PS_PUT(out, ",\"fingerprint\":");
    ps_json_name(out, finding->fingerprint);
    PS_PUT(out, ",\"message\":");
    ps_json_string(out, finding->message);
    PS_PUT(out, ",\"next\":");
    ps_json_string(out, finding->next);
    if (finding->confidence != PS_CONFIDENCE_NONE) {
        PS_PUT(out, ",\"confidence\":");
        ps_json_name(out, ps_confidence_name(finding->confidence));
    }
    if (finding->has_today) {
        PS_PUT(out, ",\"today\":{");
        put_basis(out, finding->today.basis, finding->today.basis_count);
        ps_json_exposure(out, &finding->today.exposure);
        PS_PUT(out, "}");
    }
    PS_PUT(out, "}");
}

void ps_json_rejected(ps_output *out, const ps_rejected *rejected)
{
    const ps_error *error = rejected->error;
    PS_PUT(out, "{\"type\":\"rejected\",\"source\":");
    ps_json_string(out, rejected->source);
    PS_PUT(out, ",\"line\":");
    ps_json_uint(out, error->line);
    PS_PUT(out, ",\"column\":");
    ps_json_uint(out, error->column);
    PS_PUT(out, ",\"cause\":");
    ps_json_string(out, ps_str_from(error->cause));
    PS_PUT(out, ",\"message\":");
    ps_json_string(out, ps_str_from(error->message));
    PS_PUT(out, ",\"seq\":");
    if (rejected->seq) {
        ps_json_uint(out, rejected->seq);
    } else {
        PS_PUT(out, "null");
    }
    PS_PUT(out, ",\"id\":");
    ps_json_string_or_null(out, ps_str_from(error->record_id));
    PS_PUT(out, ",\"offset\":");
    if (error->offset == PS_NO_OFFSET) {
        PS_PUT(out, "null");
    } else {
        ps_json_uint(out, error->offset);
    }
    PS_PUT(out, ",\"hint\":");
    ps_json_string_or_null(out, ps_str_from(error->hint));
    PS_PUT(out, ",\"screened_before\":");
    ps_json_uint(out, rejected->screened_before);
    PS_PUT(out, ",\"unscreened_after\":");
    ps_json_uint(out, rejected->unscreened_after);
    PS_PUT(out, "}");
}

static void put_tally(ps_output *out, const ps_tally *tally)
{
    const ps_json_count counts[] = {
        {"{\"hit\":", tally->hit},
        {",\"clear\":", tally->clear},
        {",\"not_evaluable\":", tally->not_evaluable},
        {",\"waived\":", tally->waived},
    };
    ps_json_counts(out, counts, PS_COUNT(counts));
    PS_PUT(out, "}");
}

static void put_findings_by_severity(ps_output *out, const ps_summary *summary)
{
    const ps_json_count counts[] = {
        {",\"findings\":", summary->findings},
        {",\"findings_by_severity\":{\"high\":", summary->findings_by_severity[PS_SEVERITY_HIGH]},
        {",\"medium\":", summary->findings_by_severity[PS_SEVERITY_MEDIUM]},
        {",\"low\":", summary->findings_by_severity[PS_SEVERITY_LOW]},
        {",\"info\":", summary->findings_by_severity[PS_SEVERITY_INFO]},
    };
    ps_json_counts(out, counts, PS_COUNT(counts));
    PS_PUT(out, "}");
}

static void put_unmapped(ps_output *out, const ps_summary *summary)
{
    PS_PUT(out, ",\"unmapped\":[");
    for (size_t i = 0; i < summary->unmapped_count; i++) {
        const ps_unmapped *row = &summary->unmapped[i];
        if (i) {
            PS_PUT(out, ",");
        }
        PS_PUT(out, "{\"format\":");
        ps_json_string(out, row->format);
        PS_PUT(out, ",\"element\":");
        ps_json_string(out, row->element);
        PS_PUT(out, ",\"count\":");
        ps_json_uint(out, row->count);
        PS_PUT(out, "}");
    }
    PS_PUT(out, "]");
}

void ps_json_summary(ps_output *out, const ps_summary *summary, const ps_report_counts *counts)
{
    const ps_json_count read[] = {
        {"{\"type\":\"summary\",\"files_given\":", summary->files_given},
        {",\"files_ok\":", summary->files_ok},
        {",\"files_failed\":", summary->files_failed},
        {",\"bytes_read\":", summary->bytes_read},
        {",\"records_read\":", summary->records_read},
        {",\"records_screened\":", summary->records_screened},
        {",\"records_rejected\":", summary->records_rejected},
        {",\"documents_rejected\":", summary->documents_rejected},
        {",\"unscreened_after\":", summary->unscreened_after},
    };
    const ps_json_count failed[] = {
        {",\"elements_missing\":", summary->elements_missing},
        {",\"elements_defeated\":", summary->elements_defeated},
    };
    const ps_json_count written[] = {
        {",\"written\":{\"records\":", counts->records},
        {",\"findings\":", counts->findings},
        {",\"rejected\":", counts->rejected},
        {",\"suppliers\":", counts->suppliers},
        {"},\"replaced\":", summary->replaced + out->replaced},
    };
    ps_json_counts(out, read, PS_COUNT(read));
    PS_PUT(out, ",\"records\":");
    put_tally(out, &summary->records);
    PS_PUT(out, ",\"items_read\":");
    ps_json_uint(out, summary->items_read);
    PS_PUT(out, ",\"items\":");
    put_tally(out, &summary->items);
    PS_PUT(out, ",\"elements_required\":");
    ps_json_uint(out, summary->elements_required);
    PS_PUT(out, ",\"elements\":");
    put_tally(out, &summary->elements);
    ps_json_counts(out, failed, PS_COUNT(failed));
    put_findings_by_severity(out, summary);
    PS_PUT(out, ",\"suppliers\":");
    ps_json_uint(out, summary->suppliers);
    PS_PUT(out, ",\"review_exposure\":");
    ps_json_ranges(out, summary->review_exposure, summary->review_exposure_count);
    PS_PUT(out, ",\"agreement_exposure\":");
    ps_json_exposure(out, &summary->agreement_exposure);
    PS_PUT(out, ",\"agreement_records\":");
    ps_json_uint(out, summary->agreement_records);
    put_unmapped(out, summary);
    ps_json_counts(out, written, PS_COUNT(written));
    ps_output_text(out, summary->reconciles ? ",\"reconciles\":true}" : ",\"reconciles\":false}");
}
