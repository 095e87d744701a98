/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_rows.h"

#include "base/cleanup.h"
#include "base/str.h"
#include "report/html_values.h"
#include "report/subject.h"
#include "report/text_clause.h"
#include "report/text_notes.h"

/* --- Parts that several rows have ------------------------------------------------------------ */

static void put_exposure(ps_html_row *row, const ps_exposure *exposure)
{
    if (!exposure->known) {
        ps_row_null(row);
        return;
    }
    ps_row_list(row);
    ps_row_range(row, exposure);
    ps_row_said(row, PS_SAID_SENTENCE, exposure->formula);
    ps_row_decimal(row, exposure->has_person, exposure->person_min);
    ps_row_decimal(row, exposure->has_person, exposure->person_max);
    ps_row_shared(row, exposure->person_currency);
    ps_row_list_end(row);
}

/* `name` is that of the item, if it is on one. */
static void put_finding(ps_html_row *row, const ps_finding *finding, ps_str name)
{
    ps_row_list(row);
    ps_row_text(row, ps_str_from(finding->fingerprint));
    ps_row_shared(row, finding->rule);
    ps_row_count(row, finding->severity);
    ps_row_laws(row, finding->basis, finding->basis_count);
    put_exposure(row, &finding->exposure);
    ps_row_said_of(row, finding->message, name);
    ps_row_said(row, PS_SAID_SENTENCE, finding->next);
    if (finding->has_today) {
        ps_row_laws(row, finding->today.basis, finding->today.basis_count);
        put_exposure(row, &finding->today.exposure);
    }
    ps_row_list_end(row);
}

/* The quote in three parts, of which the second is the match. */
static void put_evidence(ps_html_row *row, const ps_evidence *evidence)
{
    ps_str quote = evidence->quote;
    ps_span mark = evidence->mark;
    if (mark.start >= mark.end || mark.end > quote.len) {
        mark = (ps_span){0, quote.len};
    }
    ps_row_list(row);
    ps_row_told(row, PS_SAID_FIELD, evidence->field);
    ps_row_shared(row, ps_str_slice(quote, 0, mark.start));
    ps_row_shared(row, ps_str_slice(quote, mark.start, mark.end));
    ps_row_shared(row, ps_str_slice(quote, mark.end, quote.len));
    ps_row_shared(row, evidence->entry);
    ps_row_shared(row, evidence->role);
    ps_row_count(row, evidence->line);
    ps_row_list_end(row);
}

static void put_places(ps_html_row *row, const ps_evidence *evidence, size_t count)
{
    ps_row_list(row);
    for (size_t i = 0; i < count; i++) {
        put_evidence(row, &evidence[i]);
    }
    ps_row_list_end(row);
}

static void put_party(ps_html_row *row, const ps_party_view *party)
{
    ps_row_shared(row, party->name);
    ps_row_shared(row, party->id);
    ps_row_shared(row, party->scheme);
    ps_row_name(row, ps_ident_check_name(party->check));
}

/* What a kept run tells of such places. */
static void put_unread(ps_html_row *row, const ps_screened *screened)
{
    ps_row_list(row);
    for (size_t i = 0; i < screened->not_understood_count; i++) {
        const ps_evidence *one = &screened->not_understood[i];
        ps_evidence told = {.field = one->field, .quote = one->quote, .line = one->line};
        put_evidence(row, &told);
    }
    ps_row_list_end(row);
}

/* What is the same in all rows of a record. */
static void put_common(ps_html_row *row, const ps_screened *screened)
{
    ps_row_shared(row, screened->format);
    ps_row_name(row, ps_record_kind_name(screened->kind));
    put_party(row, &screened->buyer);
    ps_row_name(row, ps_cii_status_name(screened->buyer_status));
    put_party(row, &screened->supplier);
    ps_row_texts(row, screened->contracts, screened->contract_count);
    ps_row_texts(row, screened->quotations, screened->quotation_count);
    ps_row_decimal(row, screened->total.known, screened->total.value);
    ps_row_shared(row, screened->currency);
    put_places(row, screened->suspicious, screened->suspicious_count);
    put_unread(row, screened);
    ps_row_count(row, screened->not_understood_left_out);
    put_places(row, screened->watched, screened->watched_count);
}

static void put_record(ps_html_row *row, const ps_screened *screened, uint64_t line)
{
    ps_html_common *common = row->common;
    ps_row_list(row);
    ps_row_shared(row, screened->source);
    ps_row_count(row, line ? line : screened->line);
    if (!common->is_made) {
        ps_html_row made = *row;
        made.out = &common->out;
        put_common(&made, screened);
        ps_output_flush(&common->out);
        common->is_made = 1;
    }
    ps_output_str(row->out, ps_buffer_str(&common->bytes));
    ps_row_list_end(row);
}

/* --- Items ------------------------------------------------------------------------------------ */

/* The name, its matched parts second, fourth … */
static void put_marked_name(ps_html_row *row, const ps_item_outcome *item)
{
    const ps_evidence *mark;
    size_t at = 0;
    ps_row_list(row);
    while ((mark = ps_subject_mark(item, at)) != NULL) {
        ps_row_shared(row, ps_str_slice(item->name, at, mark->start));
        ps_row_shared(row, ps_str_slice(item->name, mark->start, mark->end));
        at = mark->end;
    }
    ps_row_shared(row, ps_str_slice(item->name, at, item->name.len));
    ps_row_list_end(row);
}

static void put_others(ps_html_row *row, const ps_item_outcome *item)
{
    ps_row_list(row);
    for (size_t i = 0; i < item->other_count; i++) {
        ps_row_shared(row, item->others[i].category);
        ps_row_name(row, ps_confidence_name(item->others[i].confidence));
    }
    ps_row_list_end(row);
}

static void put_today(ps_html_row *row, const ps_item_today *today)
{
    if (!today) {
        ps_row_null(row);
        return;
    }
    ps_row_list(row);
    ps_row_name(row, ps_outcome_name(today->outcome));
    ps_row_shared(row, today->category);
    ps_row_name(row, ps_confidence_name(today->confidence));
    ps_row_told(row, PS_SAID_LAW, today->basis);
    ps_row_list_end(row);
}

void ps_html_item_row(ps_html_row *row, const ps_screened *screened, const ps_item_outcome *item,
                      const ps_finding *const *findings, size_t count)
{
    static const ps_exposure none;
    const ps_finding *worst = ps_subject_worst(findings, count);
    ps_row_begin(row);
    ps_row_count(row, worst ? worst->severity : PS_SEVERITY_INFO);
    ps_row_shared(row, screened->id);
    ps_row_day(row, screened->date);
    ps_row_shared(row, item->line_id.text);
    ps_row_shared(row, item->name);
    ps_row_shared(row, item->category);
    ps_row_name(row, ps_confidence_name(item->confidence));
    ps_row_name(row, ps_scale_name(item->scale));
    ps_row_decimal(row, item->amount.known, item->amount.value);
    ps_row_shared(row, item->currency);
    ps_row_range(row, worst ? &worst->exposure : &none);
    ps_row_shared(row, screened->supplier.name);
    ps_row_shared(row, screened->buyer.name);
    ps_row_name(row, ps_outcome_name(item->outcome));
    ps_row_details(row);
    put_record(row, screened, item->line);
    ps_row_list(row);
    for (size_t i = 0; i < count; i++) {
        put_finding(row, findings[i], item->name);
    }
    ps_row_list_end(row);
    put_marked_name(row, item);
    put_places(row, item->evidence, item->evidence_count);
    ps_row_count(row, item->evidence_left_out);
    put_others(row, item);
    ps_row_shared(row, item->manufacturer);
    ps_row_day(row, item->delivery.day);
    ps_row_told(row, PS_SAID_LAW, item->basis);
    ps_row_said(row, PS_SAID_SENTENCE, item->reason);
    put_today(row, item->today);
    ps_row_end(row);
}

/* --- Contracts -------------------------------------------------------------------------------- */

static void put_element(ps_html_row *row, const ps_screened *screened,
                        const ps_element_outcome *element, const ps_finding *const *findings,
                        size_t count)
{
    int failed = ps_clause_failed(element); /* only then a kept run tells the law and the nearest */
    ps_row_list(row);
    ps_row_shared(row, element->element);
    ps_row_name(row, ps_state_name(element->state));
    ps_row_told(row, PS_SAID_TITLE, failed ? element->title : PS_NO_STR);
    ps_row_told(row, PS_SAID_LAW, failed ? element->basis : PS_NO_STR);
    ps_row_shared(row, failed ? element->nature : PS_NO_STR);
    put_places(row, element->evidence, element->evidence_count);
    if (failed && element->nearest.quote.ptr) {
        put_evidence(row, &element->nearest);
    } else {
        ps_row_null(row);
    }
    ps_row_said(row, PS_SAID_SENTENCE, failed ? element->lacks : PS_NO_STR);
    ps_row_said(row, PS_SAID_SENTENCE, element->reason);
    ps_row_shared(row, element->source);
    ps_row_said(row, PS_SAID_THROUGH, element->through);
    ps_row_count(row, element->evidence_left_out);
    ps_row_shared(row, element->defeat);
    ps_row_list(row);
    for (size_t i = 0; i < count; i++) {
        if (ps_subject_element(screened, findings[i]) == element) {
            put_finding(row, findings[i], PS_NO_STR);
        }
    }
    ps_row_list_end(row);
    ps_row_list_end(row);
}

/* Most records without a contract's text have many of these, for one reason. */
static void put_undecided(ps_html_row *row, const ps_screened *screened)
{
    ps_row_list(row);
    for (size_t i = 0; i < screened->element_count; i++) {
        if (ps_subject_undecided(screened, i, row->names)) {
            ps_row_said(row, PS_SAID_SENTENCE, screened->elements[i].reason);
            ps_row_shared(row, ps_buffer_str(row->names));
        }
    }
    ps_row_list_end(row);
}

/* The clauses that failed, so that the list can be filtered by them. */
static void put_failed(ps_html_row *row, const ps_screened *screened)
{
    ps_buffer_clear(row->names);
    for (size_t i = 0; i < screened->element_count; i++) {
        if (ps_clause_failed(&screened->elements[i])) {
            ps_buffer_add_text(row->names, row->names->len ? " " : "");
            ps_buffer_add_str(row->names, screened->elements[i].element);
        }
    }
    ps_row_shared(row, ps_buffer_str(row->names));
}

void ps_html_contract_row(ps_html_row *row, const ps_screened *screened,
                          const ps_finding *const *findings, size_t count)
{
    static const ps_exposure none;
    const ps_finding *worst = ps_subject_worst(findings, count);
    ps_states states = ps_subject_states(screened);
    ps_row_begin(row);
    ps_row_count(row, worst ? worst->severity : PS_SEVERITY_INFO);
    ps_row_shared(row, screened->id);
    ps_row_day(row, screened->date);
    ps_row_name(row, ps_record_kind_name(screened->kind));
    ps_row_count(row, states.of[PS_STATE_MISSING]);
    ps_row_count(row, states.of[PS_STATE_DEFEATED]);
    ps_row_count(row, states.of[PS_STATE_NOT_EVALUABLE]);
    ps_row_count(row, states.of[PS_STATE_PRESENT]);
    ps_row_range(row, worst ? &worst->exposure : &none);
    ps_row_shared(row, screened->supplier.name);
    ps_row_shared(row, screened->buyer.name);
    put_failed(row, screened);
    ps_row_details(row);
    put_record(row, screened, 0);
    ps_row_list(row);
    for (size_t i = 0; i < count; i++) {
        if (!ps_subject_element(screened, findings[i])) {
            put_finding(row, findings[i], PS_NO_STR);
        }
    }
    ps_row_list_end(row);
    ps_row_list(row);
    for (size_t i = 0; i < screened->element_count; i++) {
        const ps_element_outcome *element = &screened->elements[i];
        if (element->required &&
            (element->state != PS_STATE_NOT_EVALUABLE || element->evidence_count)) {
            put_element(row, screened, element, findings, count);
        }
    }
    ps_row_list_end(row);
    put_undecided(row, screened);
    ps_row_end(row);
}

/* --- The others ------------------------------------------------------------------------------- */

void ps_html_undecided_row(ps_html_row *row, const ps_screened *screened, const char *what,
                           ps_str names, ps_str reason, uint64_t line, uint64_t count)
{
    ps_row_begin(row);
    ps_row_name(row, what);
    ps_row_shared(row, screened->id);
    ps_row_day(row, screened->date);
    ps_row_shared(row, names);
    ps_row_count(row, count);
    ps_row_told(row, PS_SAID_CAUSE, ps_reason_name(reason));
    ps_row_said(row, PS_SAID_SENTENCE, reason);
    ps_row_shared(row, screened->supplier.name);
    ps_row_shared(row, screened->source);
    ps_row_count(row, line ? line : screened->line);
    ps_row_end(row);
}

static void put_sums(ps_html_row *row, const ps_exposure *sums, size_t count)
{
    ps_row_list(row);
    for (size_t i = 0; i < count; i++) {
        if (sums[i].known) {
            ps_row_decimal(row, 1, sums[i].max);
            ps_row_shared(row, sums[i].currency);
        }
    }
    ps_row_list_end(row);
}

static void put_ranges(ps_html_row *row, const ps_exposure *ranges, size_t count)
{
    ps_row_list(row);
    for (size_t i = 0; i < count; i++) {
        ps_row_list(row);
        ps_row_range(row, &ranges[i]);
        ps_row_list_end(row);
    }
    ps_row_list_end(row);
}

static void put_supplier_contracts(ps_html_row *row, const ps_supplier *supplier)
{
    ps_row_list(row);
    for (size_t i = 0; i < supplier->contract_count; i++) {
        const ps_supplier_contract *contract = &supplier->contracts[i];
        ps_row_list(row);
        ps_row_shared(row, contract->id);
        ps_row_count(row, contract->seen != 0);
        ps_row_count(row, contract->named);
        ps_row_list(row);
        for (size_t k = 0; k < contract->element_count; k++) {
            ps_row_shared(row, contract->elements[k].element);
            ps_row_name(row, ps_state_name(contract->elements[k].state));
        }
        ps_row_list_end(row);
        ps_row_list_end(row);
    }
    ps_row_list_end(row);
    ps_row_count(row, supplier->contracts_left_out);
}

static void put_supplier_details(ps_html_row *row, const ps_supplier *supplier)
{
    const ps_rating *rating = &supplier->rating;
    const unsigned points[] = {rating->worst, rating->hits, rating->elements, rating->undecided,
                               rating->audit};
    ps_row_list(row);
    for (size_t i = 0; i < PS_COUNT(points); i++) {
        ps_row_count(row, points[i]);
    }
    ps_row_list_end(row);
    ps_row_list(row);
    for (size_t i = 0; i < supplier->category_count; i++) {
        ps_row_shared(row, supplier->categories[i].category);
        ps_row_count(row, supplier->categories[i].items);
    }
    ps_row_list_end(row);
    put_sums(row, supplier->purchases, supplier->purchase_count);
    put_exposure(row, &supplier->agreement_exposure);
    ps_row_texts(row, supplier->aliases, supplier->alias_count);
    put_supplier_contracts(row, supplier);
}

void ps_html_supplier_row(ps_html_row *row, const ps_supplier *supplier)
{
    ps_row_begin(row);
    ps_row_next(row);
    if (supplier->findings) {
        ps_output_uint(row->out, supplier->worst);
    } else {
        PS_PUT(row->out, "-1");
    }
    put_party(row, &supplier->party);
    ps_row_count(row, supplier->findings);
    ps_row_count(row, supplier->item_hits);
    ps_row_count(row, supplier->items);
    ps_row_count(row, supplier->elements_failed);
    ps_row_count(row, supplier->not_evaluable);
    ps_row_count(row, supplier->records);
    put_sums(row, supplier->amounts, supplier->amount_count);
    ps_row_day(row, supplier->last_audit);
    ps_row_day(row, supplier->audit_due);
    ps_row_name(row, supplier->rating.level ? supplier->rating.level : "none");
    ps_row_count(row, supplier->rating.points);
    put_ranges(row, supplier->review_exposure, supplier->review_exposure_count);
    ps_row_details(row);
    put_supplier_details(row, supplier);
    ps_row_end(row);
}

void ps_html_rejected_row(ps_html_row *row, const ps_rejected *rejected)
{
    const ps_error *error = rejected->error;
    ps_row_begin(row);
    ps_row_shared(row, rejected->source);
    ps_row_count(row, error->line);
    ps_row_count(row, error->column);
    ps_row_text(row, ps_str_from(error->record_id));
    ps_row_told(row, PS_SAID_CAUSE, ps_str_from(error->cause));
    ps_row_own_said(row, ps_str_from(error->message));
    ps_row_said(row, PS_SAID_SENTENCE, ps_str_from(error->hint));
    ps_row_count(row, rejected->seq);
    ps_row_count(row, rejected->screened_before);
    ps_row_count(row, rejected->unscreened_after);
    ps_row_end(row);
}
