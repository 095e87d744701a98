/* The record object: the largest and by far the most frequent one. What says nothing (an absent
 * basis, no further category) is left out, so that a clear line stays short.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/json_objects.h"

#include "base/str.h"
#include "report/json.h"
#include "report/subject.h"

static void put_optional(ps_output *out, const char *key, ps_str text)
{
    if (text.len) {
        ps_output_text(out, key);
        ps_json_string(out, text);
    }
}

static void put_optional_count(ps_output *out, const char *key, uint64_t value)
{
    if (value) {
        ps_output_text(out, key);
        ps_json_uint(out, value);
    }
}

/* Without the closing brace. */
static void put_one_evidence(ps_output *out, const ps_evidence *evidence)
{
    PS_PUT(out, "{\"field\":");
    ps_json_string(out, evidence->field);
    PS_PUT(out, ",\"text\":");
    ps_json_string(out, evidence->quote);
    PS_PUT(out, ",\"entry\":");
    ps_json_string_or_null(out, evidence->entry);
    PS_PUT(out, ",\"start\":");
    ps_json_uint(out, evidence->start);
    PS_PUT(out, ",\"end\":");
    ps_json_uint(out, evidence->end);
    PS_PUT(out, ",\"line\":");
    ps_json_uint(out, evidence->line);
    put_optional(out, ",\"role\":", evidence->role);
    if (evidence->mark.start < evidence->mark.end) {
        PS_PUT(out, ",\"mark\":[");
        ps_json_uint(out, evidence->mark.start);
        PS_PUT(out, ",");
        ps_json_uint(out, evidence->mark.end);
        PS_PUT(out, "]");
    }
    put_optional(out, ",\"place\":", evidence->place);
}

static void put_evidence(ps_output *out, const ps_evidence *evidence, size_t count)
{
    if (!count) {
        PS_PUT(out, "[]");
        return;
    }
    PS_PUT(out, "[");
    for (size_t i = 0; i < count; i++) {
        if (i) {
            PS_PUT(out, ",");
        }
        put_one_evidence(out, &evidence[i]);
        PS_PUT(out, "}");
    }
    PS_PUT(out, "]");
}

static void put_number(ps_output *out, const ps_number *number)
{
    if (number->known) {
        ps_json_decimal(out, number->value);
    } else {
        PS_PUT(out, "null");
    }
}

static void put_confidence(ps_output *out, ps_confidence confidence)
{
    if (confidence == PS_CONFIDENCE_NONE) {
        PS_PUT(out, "null");
    } else {
        ps_json_name(out, ps_confidence_name(confidence));
    }
}

static void put_verdict(ps_output *out, const ps_item_outcome *item)
{
    if (!item->category.len && item->confidence == PS_CONFIDENCE_NONE &&
        item->scale == PS_SCALE_NONE) { /* most items */
        PS_PUT(out, ",\"category\":null,\"confidence\":null,\"scale\":null");
        return;
    }
    PS_PUT(out, ",\"category\":");
    ps_json_string_or_null(out, item->category);
    PS_PUT(out, ",\"confidence\":");
    put_confidence(out, item->confidence);
    PS_PUT(out, ",\"scale\":");
    if (item->scale == PS_SCALE_NONE) {
        PS_PUT(out, "null");
    } else {
        ps_json_name(out, ps_scale_name(item->scale));
    }
}

static void put_item_extras(ps_output *out, const ps_item_outcome *item, ps_str record_currency)
{
    if (!item->amount.known) {
        put_optional(out, ",\"amount_source\":", item->amount.source.text);
    }
    if (!ps_str_equal(item->currency, record_currency)) {
        put_optional(out, ",\"currency\":", item->currency);
    }
    if (item->other_count) {
        PS_PUT(out, ",\"others\":[");
        for (size_t i = 0; i < item->other_count; i++) {
            if (i) {
                PS_PUT(out, ",");
            }
            PS_PUT(out, "{\"category\":");
            ps_json_string(out, item->others[i].category);
            PS_PUT(out, ",\"confidence\":");
            ps_json_name(out, ps_confidence_name(item->others[i].confidence));
            PS_PUT(out, "}");
        }
        PS_PUT(out, "]");
    }
    put_optional_count(out, ",\"evidence_left_out\":", item->evidence_left_out);
    put_optional(out, ",\"basis\":", item->basis);
    put_optional(out, ",\"manufacturer\":", item->manufacturer);
    if (item->today) {
        PS_PUT(out, ",\"today\":{\"outcome\":");
        ps_json_name(out, ps_outcome_name(item->today->outcome));
        PS_PUT(out, ",\"category\":");
        ps_json_string_or_null(out, item->today->category);
        PS_PUT(out, ",\"confidence\":");
        put_confidence(out, item->today->confidence);
        put_optional(out, ",\"basis\":", item->today->basis);
        PS_PUT(out, "}");
    }
    if (item->delivery.day != PS_NO_DAY) {
        PS_PUT(out, ",\"delivery\":");
        ps_json_day(out, item->delivery.day);
    }
    put_optional_count(out, ",\"source_line\":", ps_subject_line(item));
}

static void put_item(ps_output *out, const ps_item_outcome *item, ps_str record_currency)
{
    PS_PUT(out, "{\"line\":");
    ps_json_string(out, item->line_id.text);
    PS_PUT(out, ",\"name\":");
    ps_json_string(out, item->name);
    PS_PUT(out, ",\"outcome\":");
    ps_json_name(out, ps_outcome_name(item->outcome));
    put_verdict(out, item);
    PS_PUT(out, ",\"amount\":");
    put_number(out, &item->amount);
    PS_PUT(out, ",\"evidence\":");
    put_evidence(out, item->evidence, item->evidence_count);
    PS_PUT(out, ",\"reason\":");
    ps_json_string(out, item->reason);
    put_item_extras(out, item, record_currency);
    PS_PUT(out, "}");
}

/* What is said of an element behind its name. */
static void put_state_of(ps_output *out, const ps_element_outcome *element)
{
    ps_state state = element->required ? element->state : PS_STATE_NOT_REQUIRED;
    int failed = state == PS_STATE_MISSING || state == PS_STATE_DEFEATED;
    PS_PUT(out, ",\"state\":");
    ps_json_name(out, ps_state_name(state));
    PS_PUT(out, ",\"evidence\":");
    put_evidence(out, element->evidence, element->required ? element->evidence_count : 0);
    PS_PUT(out, ",\"nearest\":");
    if (failed && element->nearest.quote.ptr) {
        put_one_evidence(out, &element->nearest);
        put_optional(out, ",\"lacks\":", element->lacks);
        PS_PUT(out, "}");
    } else {
        PS_PUT(out, "null");
    }
    if (element->required) {
        put_optional_count(out, ",\"evidence_left_out\":", element->evidence_left_out);
        put_optional(out, ",\"reason\":", element->reason);
        put_optional(out, ",\"contract\":", element->source);
        put_optional(out, ",\"through\":", element->through);
    }
    if (failed) {
        PS_PUT(out, ",\"severity\":");
        ps_json_name(out, ps_severity_name(element->severity));
        put_optional(out, ",\"basis\":", element->basis);
        put_optional(out, ",\"defeat\":", element->defeat);
        put_optional(out, ",\"nature\":", element->nature);
        put_optional(out, ",\"title\":", element->title);
    }
    PS_PUT(out, "}");
}

static int is_same_text(ps_str a, ps_str b)
{
    return a.ptr == b.ptr && a.len == b.len;
}

/* Whether the same is said of both: nobody could tell, and why is said with the very same words. */
static int says_the_same(const ps_element_outcome *a, const ps_element_outcome *b)
{
    return a->required && b->required && a->state == PS_STATE_NOT_EVALUABLE &&
           b->state == PS_STATE_NOT_EVALUABLE && !a->evidence_count && !b->evidence_count &&
           a->evidence_left_out == b->evidence_left_out && is_same_text(a->reason, b->reason) &&
           is_same_text(a->source, b->source) && is_same_text(a->through, b->through);
}

/* A contract that is not there leaves all elements open for one reason, so what is said of one is
 * mostly what was said of the one before. */
static void put_elements(ps_output *out, const ps_element_outcome *elements, size_t count)
{
    uint64_t at = 0; /* of what was said last */
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        PS_PUT(out, "{\"element\":");
        ps_json_string(out, elements[i].element);
        if (i == 0 || !says_the_same(&elements[i - 1], &elements[i]) ||
            !ps_output_repeat(out, at, size)) {
            at = ps_output_place(out);
            put_state_of(out, &elements[i]);
            size = (size_t)(ps_output_place(out) - at);
        }
        if (i + 1 < count) {
            PS_PUT(out, ",");
        }
    }
}

void ps_json_check(ps_output *out, ps_ident_check check)
{
    if (check != PS_CHECK_NONE) {
        PS_PUT(out, ",\"check\":");
        ps_json_name(out, ps_ident_check_name(check));
    }
}

/* What is known of a party's identifier, and the closing brace. */
static void put_party_end(ps_output *out, const ps_party_view *party)
{
    put_optional(out, ",\"scheme\":", party->scheme);
    ps_json_check(out, party->check);
    put_optional(out, ",\"key\":", party->key);
    PS_PUT(out, "}");
}

static void put_party(ps_output *out, const ps_party_view *party)
{
    PS_PUT(out, "{\"name\":");
    ps_json_string(out, party->name);
    PS_PUT(out, ",\"id\":");
    ps_json_string(out, party->id);
}

static void put_strings(ps_output *out, const ps_str *list, size_t count)
{
    PS_PUT(out, "[");
    for (size_t i = 0; i < count; i++) {
        if (i) {
            PS_PUT(out, ",");
        }
        ps_json_string(out, list[i]);
    }
    PS_PUT(out, "]");
}

static void put_head(ps_output *out, const ps_screened *screened)
{
    PS_PUT(out, "{\"type\":\"record\",\"source\":");
    ps_json_string(out, screened->source);
    PS_PUT(out, ",\"line\":");
    ps_json_uint(out, screened->line);
    PS_PUT(out, ",\"seq\":");
    ps_json_uint(out, screened->seq);
    PS_PUT(out, ",\"format\":");
    ps_json_string(out, screened->format);
    PS_PUT(out, ",\"kind\":");
    ps_json_name(out, ps_record_kind_name(screened->kind));
    PS_PUT(out, ",\"id\":");
    ps_json_string(out, screened->id);
    PS_PUT(out, ",\"date\":");
    ps_json_day(out, screened->date);
    PS_PUT(out, ",\"currency\":");
    ps_json_string_or_null(out, screened->currency);
    PS_PUT(out, ",\"buyer\":");
    put_party(out, &screened->buyer);
    PS_PUT(out, ",\"status\":");
    ps_json_name(out, ps_cii_status_name(screened->buyer_status));
    put_party_end(out, &screened->buyer);
    PS_PUT(out, ",\"supplier\":");
    put_party(out, &screened->supplier);
    put_party_end(out, &screened->supplier);
    PS_PUT(out, ",\"contracts\":");
    put_strings(out, screened->contracts, screened->contract_count);
    PS_PUT(out, ",\"outcome\":");
    ps_json_name(out, ps_outcome_name(screened->outcome));
}

static void put_attachments(ps_output *out, const ps_screened *screened)
{
    for (size_t i = 0; i < screened->attachment_count; i++) {
        const ps_attached *attached = &screened->attachments[i];
        if (i) {
            PS_PUT(out, ",{\"name\":");
        } else {
            PS_PUT(out, ",\"attachments\":[{\"name\":");
        }
        ps_json_string(out, attached->name);
        PS_PUT(out, ",\"role\":");
        ps_json_name(out, ps_attachment_role_name(attached->role));
        PS_PUT(out, ",\"state\":");
        ps_json_name(out, ps_attached_state_name(attached->state));
        put_optional(out, ",\"kind\":", attached->kind);
        put_optional(out, ",\"contract\":", attached->contract);
        put_optional(out, ",\"reason\":", attached->reason);
        put_optional_count(out, ",\"line\":", attached->line);
        PS_PUT(out, "}");
    }
    if (screened->attachment_count) {
        PS_PUT(out, "]");
    }
}

static void put_not_understood(ps_output *out, const ps_screened *screened)
{
    for (size_t i = 0; i < screened->not_understood_count; i++) {
        const ps_evidence *one = &screened->not_understood[i];
        if (i) {
            PS_PUT(out, ",{\"field\":");
        } else {
            PS_PUT(out, ",\"not_understood\":[{\"field\":");
        }
        ps_json_string(out, one->field);
        PS_PUT(out, ",\"text\":");
        ps_json_string(out, one->quote);
        PS_PUT(out, ",\"line\":");
        ps_json_uint(out, one->line);
        PS_PUT(out, "}");
    }
    if (screened->not_understood_count) {
        PS_PUT(out, "]");
    }
    put_optional_count(out, ",\"not_understood_left_out\":", screened->not_understood_left_out);
}

void ps_json_record(ps_output *out, const ps_screened *screened)
{
    put_head(out, screened);
    PS_PUT(out, ",\"items\":[");
    for (size_t i = 0; i < screened->item_count; i++) {
        if (i) {
            PS_PUT(out, ",");
        }
        put_item(out, &screened->items[i], screened->currency);
    }
    PS_PUT(out, "],\"elements\":[");
    put_elements(out, screened->elements, screened->element_count);
    PS_PUT(out, "]");
    put_attachments(out, screened);
    put_optional(out, ",\"reason\":", screened->reason);
    if (screened->total.known) {
        PS_PUT(out, ",\"total\":");
        ps_json_decimal(out, screened->total.value);
    }
    PS_PUT(out, ",\"offset\":");
    ps_json_uint(out, screened->offset);
    if (screened->quotation_count) {
        PS_PUT(out, ",\"quotations\":");
        put_strings(out, screened->quotations, screened->quotation_count);
    }
    if (screened->waited) {
        PS_PUT(out, ",\"waited\":true");
    }
    put_optional_count(out, ",\"text_bytes\":", screened->text_bytes);
    if (screened->suspicious_count) {
        PS_PUT(out, ",\"suspicious\":");
        put_evidence(out, screened->suspicious, screened->suspicious_count);
    }
    put_not_understood(out, screened);
    if (screened->watched_count) {
        PS_PUT(out, ",\"watched\":");
        put_evidence(out, screened->watched, screened->watched_count);
    }
    PS_PUT(out, "}");
}
