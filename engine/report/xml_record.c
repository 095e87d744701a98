/* The record element: by far the most frequent one. SPDX-License-Identifier: Apache-2.0 */
#include "report/subject.h"
#include "report/xml.h"

static void put_evidence(ps_output *out, const char *name, const ps_evidence *evidence)
{
    PS_PUT(out, "<");
    ps_output_text(out, name);
    ps_markup_attr(out, "field", evidence->field);
    ps_markup_optional(out, "entry", evidence->entry);
    ps_markup_optional(out, "role", evidence->role);
    ps_markup_uint(out, "start", evidence->start);
    ps_markup_uint(out, "end", evidence->end);
    ps_markup_uint(out, "line", evidence->line);
    if (evidence->mark.start < evidence->mark.end) {
        ps_markup_uint(out, "mark-start", evidence->mark.start);
        ps_markup_uint(out, "mark-end", evidence->mark.end);
    }
    ps_markup_optional(out, "place", evidence->place);
    PS_PUT(out, ">");
    ps_markup_text(out, evidence->quote);
    PS_PUT(out, "</");
    ps_output_text(out, name);
    PS_PUT(out, ">");
}

static void put_evidences(ps_output *out, const char *name, const ps_evidence *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        put_evidence(out, name, &list[i]);
    }
}

/* What was read beside the record. */
static void put_attachments(ps_output *out, const ps_screened *screened)
{
    for (size_t i = 0; i < screened->attachment_count; i++) {
        const ps_attached *attached = &screened->attachments[i];
        PS_PUT(out, "<attachment");
        ps_markup_attr(out, "name", attached->name);
        ps_markup_word(out, "role", ps_attachment_role_name(attached->role));
        ps_markup_word(out, "state", ps_attached_state_name(attached->state));
        ps_markup_optional(out, "kind", attached->kind);
        ps_markup_optional(out, "contract", attached->contract);
        ps_markup_uint(out, "line", attached->line);
        PS_PUT(out, ">");
        ps_markup_text(out, attached->reason);
        PS_PUT(out, "</attachment>");
    }
}

/* Dates, numbers and currencies that could not be read. */
static void put_not_understood(ps_output *out, const ps_screened *screened)
{
    for (size_t i = 0; i < screened->not_understood_count; i++) {
        const ps_evidence *one = &screened->not_understood[i];
        PS_PUT(out, "<not-understood");
        ps_markup_attr(out, "field", one->field);
        ps_markup_uint(out, "line", one->line);
        PS_PUT(out, ">");
        ps_markup_text(out, one->quote);
        PS_PUT(out, "</not-understood>");
    }
}

static void put_confidence(ps_output *out, ps_confidence confidence)
{
    if (confidence != PS_CONFIDENCE_NONE) {
        ps_markup_word(out, "confidence", ps_confidence_name(confidence));
    }
}

void ps_xml_party(ps_output *out, const ps_party_view *party)
{
    ps_markup_optional(out, "name", party->name);
    ps_markup_optional(out, "id", party->id);
    ps_markup_optional(out, "scheme", party->scheme);
    if (party->check != PS_CHECK_NONE) {
        ps_markup_word(out, "check", ps_ident_check_name(party->check));
    }
    ps_markup_optional(out, "key", party->key);
}

static void put_item_attributes(ps_output *out, const ps_item_outcome *item, size_t number)
{
    ps_markup_uint(out, "number", number);
    ps_markup_optional(out, "line", item->line_id.text);
    ps_markup_optional(out, "name", item->name);
    ps_markup_word(out, "outcome", ps_outcome_name(item->outcome));
    ps_markup_optional(out, "category", item->category);
    put_confidence(out, item->confidence);
    if (item->scale != PS_SCALE_NONE) {
        ps_markup_word(out, "scale", ps_scale_name(item->scale));
    }
    if (item->amount.known) {
        ps_markup_decimal(out, "amount", item->amount.value);
    } else {
        ps_markup_optional(out, "amount-source", item->amount.source.text);
    }
    ps_markup_optional(out, "currency", item->currency);
    ps_markup_optional(out, "manufacturer", item->manufacturer);
    ps_markup_day(out, "delivery", item->delivery.day);
    ps_markup_optional(out, "basis", item->basis);
    ps_markup_count(out, "source-line", ps_subject_line(item));
    ps_markup_count(out, "evidence-left-out", item->evidence_left_out);
}

static void put_item(ps_output *out, const ps_item_outcome *item, size_t number)
{
    PS_PUT(out, "\n<item");
    put_item_attributes(out, item, number);
    PS_PUT(out, ">");
    ps_markup_element(out, "reason", item->reason);
    put_evidences(out, "evidence", item->evidence, item->evidence_count);
    for (size_t i = 0; i < item->other_count; i++) {
        PS_PUT(out, "<other");
        ps_markup_attr(out, "category", item->others[i].category);
        put_confidence(out, item->others[i].confidence);
        PS_PUT(out, "/>");
    }
    if (item->today) {
        PS_PUT(out, "<today");
        ps_markup_word(out, "outcome", ps_outcome_name(item->today->outcome));
        ps_markup_optional(out, "category", item->today->category);
        put_confidence(out, item->today->confidence);
        ps_markup_optional(out, "basis", item->today->basis);
        PS_PUT(out, "/>");
    }
    PS_PUT(out, "</item>");
}

static void put_element(ps_output *out, const ps_element_outcome *element)
{
    ps_state state = element->required ? element->state : PS_STATE_NOT_REQUIRED;
    int failed = state == PS_STATE_MISSING || state == PS_STATE_DEFEATED;
    PS_PUT(out, "\n<element");
    ps_markup_attr(out, "name", element->element);
    ps_markup_word(out, "state", ps_state_name(state));
    if (failed) {
        ps_markup_word(out, "severity", ps_severity_name(element->severity));
        ps_markup_optional(out, "basis", element->basis);
        ps_markup_optional(out, "defeat", element->defeat);
        ps_markup_optional(out, "nature", element->nature);
        ps_markup_optional(out, "title", element->title);
    }
    if (!element->required) {
        PS_PUT(out, "/>");
        return;
    }
    ps_markup_optional(out, "contract", element->source);
    ps_markup_optional(out, "through", element->through);
    ps_markup_count(out, "evidence-left-out", element->evidence_left_out);
    PS_PUT(out, ">");
    ps_markup_element(out, "reason", element->reason);
    put_evidences(out, "evidence", element->evidence, element->evidence_count);
    if (failed && element->nearest.quote.ptr) {
        put_evidence(out, "nearest", &element->nearest);
        ps_markup_element(out, "lacks", element->lacks);
    }
    PS_PUT(out, "</element>");
}

void ps_xml_exposure(ps_output *out, const char *name, const ps_exposure *exposure)
{
    if (!exposure->known) {
        return;
    }
    PS_PUT(out, "<");
    ps_output_text(out, name);
    ps_markup_decimal(out, "min", exposure->min);
    ps_markup_decimal(out, "max", exposure->max);
    ps_markup_optional(out, "currency", exposure->currency);
    ps_markup_word(out, "contingent", exposure->contingent ? "true" : "false");
    ps_markup_optional(out, "formula", exposure->formula);
    if (exposure->has_person) {
        ps_markup_decimal(out, "person-min", exposure->person_min);
        ps_markup_decimal(out, "person-max", exposure->person_max);
        ps_markup_optional(out, "person-currency", exposure->person_currency);
    }
    PS_PUT(out, "/>");
}

static void put_basis(ps_output *out, const ps_str *basis, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ps_markup_element(out, "basis", basis[i]);
    }
}

static void put_finding(ps_output *out, const ps_finding *finding)
{
    PS_PUT(out, "\n<finding");
    ps_markup_attr(out, "rule", finding->rule);
    ps_markup_word(out, "severity", ps_severity_name(finding->severity));
    ps_markup_optional(out, "item", finding->item);
    ps_markup_count(out, "item-number", finding->item_number);
    ps_markup_optional(out, "element", finding->element);
    put_confidence(out, finding->confidence);
    ps_markup_word(out, "fingerprint", finding->fingerprint);
    PS_PUT(out, ">");
    put_basis(out, finding->basis, finding->basis_count);
    ps_xml_exposure(out, "exposure", &finding->exposure);
    ps_markup_element(out, "message", finding->message);
    ps_markup_element(out, "next", finding->next);
    if (finding->has_today) {
        PS_PUT(out, "<today>");
        put_basis(out, finding->today.basis, finding->today.basis_count);
        ps_xml_exposure(out, "exposure", &finding->today.exposure);
        PS_PUT(out, "</today>");
    }
    PS_PUT(out, "</finding>");
}

static void put_record_attributes(ps_output *out, const ps_screened *screened)
{
    ps_markup_uint(out, "seq", screened->seq);
    ps_markup_attr(out, "source", screened->source);
    ps_markup_uint(out, "line", screened->line);
    ps_markup_uint(out, "offset", screened->offset);
    ps_markup_attr(out, "format", screened->format);
    ps_markup_word(out, "kind", ps_record_kind_name(screened->kind));
    ps_markup_optional(out, "id", screened->id);
    ps_markup_day(out, "date", screened->date);
    ps_markup_optional(out, "currency", screened->currency);
    if (screened->total.known) {
        ps_markup_decimal(out, "total", screened->total.value);
    }
    ps_markup_word(out, "outcome", ps_outcome_name(screened->outcome));
    if (screened->waited) {
        ps_markup_word(out, "waited", "true");
    }
    ps_markup_count(out, "text-bytes", screened->text_bytes);
    ps_markup_count(out, "not-understood-left-out", screened->not_understood_left_out);
}

static void put_references(ps_output *out, const char *name, const ps_str *ids, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        PS_PUT(out, "<");
        ps_output_text(out, name);
        ps_markup_attr(out, "id", ids[i]);
        PS_PUT(out, "/>");
    }
}

static void put_parties(ps_output *out, const ps_screened *screened)
{
    PS_PUT(out, "<buyer");
    ps_markup_word(out, "status", ps_cii_status_name(screened->buyer_status));
    ps_xml_party(out, &screened->buyer);
    PS_PUT(out, "/><supplier");
    ps_xml_party(out, &screened->supplier);
    PS_PUT(out, "/>");
    put_references(out, "contract", screened->contracts, screened->contract_count);
    put_references(out, "quotation", screened->quotations, screened->quotation_count);
    put_attachments(out, screened);
}

void ps_xml_record(ps_output *out, const ps_screened *screened, const ps_finding *findings,
                   size_t count)
{
    PS_PUT(out, "<record");
    put_record_attributes(out, screened);
    PS_PUT(out, ">");
    put_parties(out, screened);
    ps_markup_element(out, "reason", screened->reason);
    put_evidences(out, "suspicious", screened->suspicious, screened->suspicious_count);
    put_not_understood(out, screened);
    put_evidences(out, "watched", screened->watched, screened->watched_count);
    for (size_t i = 0; i < screened->item_count; i++) {
        put_item(out, &screened->items[i], i + 1);
    }
    for (size_t i = 0; i < screened->element_count; i++) {
        put_element(out, &screened->elements[i]);
    }
    for (size_t i = 0; i < count; i++) {
        put_finding(out, &findings[i]);
    }
    PS_PUT(out, "\n</record>\n");
}
