/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_rows.h"

#include "base/str.h"
#include "report/json.h"
#include "report/subject.h"
#include "report/text_clause.h"
#include "report/text_notes.h"

enum { TEXTS_MOST = 50000, TEXT_BYTES_MOST = 2048 };

/* --- Values of a row ------------------------------------------------------------------------- */

static void next(ps_html_row *row)
{
    if (row->begun) {
        PS_PUT(row->out, ",");
    }
    row->begun = 1;
}

static void begin_list(ps_html_row *row)
{
    next(row);
    PS_PUT(row->out, "[");
    row->begun = 0;
}

static void end_list(ps_html_row *row)
{
    PS_PUT(row->out, "]");
    row->begun = 1;
}

/* Begins what is shown only when the row is opened. */
static void begin_details(ps_html_row *row)
{
    PS_PUT(row->out, "]\t[");
    row->begun = 0;
}

static void begin_row(ps_html_row *row)
{
    PS_PUT(row->out, "[");
    row->begun = 0;
}

static void end_row(ps_html_row *row)
{
    PS_PUT(row->out, "]\n");
}

static void put_null(ps_html_row *row)
{
    next(row);
    PS_PUT(row->out, "0");
}

static void put_text(ps_html_row *row, ps_str text)
{
    next(row);
    if (text.len) {
        ps_json_string(row->out, text);
    } else {
        PS_PUT(row->out, "0");
    }
}

static uint32_t find_shared(const ps_html_texts *texts, uint64_t hash, ps_str text)
{
    const ps_str *list = (const void *)texts->list.ptr;
    uint32_t at = ps_index_first(&texts->index, hash);
    while (at && !ps_str_equal(list[at - 1], text)) {
        at = ps_index_next(&texts->index, at - 1);
    }
    return at;
}

/* The number of the text from 1; 0 when there is no room for it. */
static uint32_t share(ps_html_texts *texts, ps_str text)
{
    uint64_t hash = ps_index_hash(&texts->index, text);
    uint32_t at = find_shared(texts, hash, text);
    if (at || texts->count == TEXTS_MOST || text.len > TEXT_BYTES_MOST) {
        return at;
    }
    ps_str copy = ps_arena_str(&texts->arena, text);
    if (!copy.ptr || !ps_buffer_reserve(&texts->list, sizeof copy) ||
        !ps_index_add(&texts->index, hash)) {
        return 0;
    }
    ps_buffer_add(&texts->list, (const char *)&copy, sizeof copy);
    return (uint32_t)++texts->count;
}

/* A text that other rows are likely to have too. No text is 0, so that numbers begin with 1. */
static void put_shared(ps_html_row *row, ps_str text)
{
    uint32_t number = text.len ? share(row->texts, text) : 0;
    if (number) {
        next(row);
        ps_output_uint(row->out, number);
    } else {
        put_text(row, text);
    }
}

static void put_name(ps_html_row *row, const char *name)
{
    put_shared(row, ps_str_from(name));
}

static void put_count(ps_html_row *row, uint64_t count)
{
    next(row);
    ps_json_uint(row->out, count);
}

static void put_day(ps_html_row *row, ps_day day)
{
    next(row);
    if (day == PS_NO_DAY) {
        PS_PUT(row->out, "0");
    } else {
        ps_json_day(row->out, day);
    }
}

static void put_decimal(ps_html_row *row, int known, ps_decimal value)
{
    next(row);
    if (known) {
        ps_json_decimal(row->out, value);
    } else {
        PS_PUT(row->out, "0");
    }
}

static void put_texts(ps_html_row *row, const ps_str *texts, size_t count)
{
    begin_list(row);
    for (size_t i = 0; i < count; i++) {
        put_shared(row, texts[i]);
    }
    end_list(row);
}

/* min, max, currency, whether it is only for an identified operator */
static void put_range(ps_html_row *row, const ps_exposure *exposure)
{
    put_decimal(row, exposure->known, exposure->min);
    put_decimal(row, exposure->known, exposure->max);
    put_shared(row, exposure->currency);
    put_count(row, exposure->known && exposure->contingent);
}

/* --- Parts that several rows have ------------------------------------------------------------ */

static void put_exposure(ps_html_row *row, const ps_exposure *exposure)
{
    if (!exposure->known) {
        put_null(row);
        return;
    }
    begin_list(row);
    put_range(row, exposure);
    put_shared(row, exposure->formula);
    put_decimal(row, exposure->has_person, exposure->person_min);
    put_decimal(row, exposure->has_person, exposure->person_max);
    put_shared(row, exposure->person_currency);
    end_list(row);
}

static void put_finding(ps_html_row *row, const ps_finding *finding)
{
    begin_list(row);
    put_text(row, ps_str_from(finding->fingerprint));
    put_shared(row, finding->rule);
    put_count(row, finding->severity);
    put_texts(row, finding->basis, finding->basis_count);
    put_exposure(row, &finding->exposure);
    put_text(row, finding->message);
    put_shared(row, finding->next);
    if (finding->has_today) {
        put_texts(row, finding->today.basis, finding->today.basis_count);
        put_exposure(row, &finding->today.exposure);
    }
    end_list(row);
}

/* The quote in three parts, of which the second is the match. */
static void put_evidence(ps_html_row *row, const ps_evidence *evidence)
{
    ps_str quote = evidence->quote;
    ps_span mark = evidence->mark;
    if (mark.start >= mark.end || mark.end > quote.len) {
        mark = (ps_span){0, quote.len};
    }
    begin_list(row);
    put_shared(row, evidence->field);
    put_shared(row, ps_str_slice(quote, 0, mark.start));
    put_shared(row, ps_str_slice(quote, mark.start, mark.end));
    put_shared(row, ps_str_slice(quote, mark.end, quote.len));
    put_shared(row, evidence->entry);
    put_shared(row, evidence->role);
    put_count(row, evidence->line);
    end_list(row);
}

static void put_places(ps_html_row *row, const ps_evidence *evidence, size_t count)
{
    begin_list(row);
    for (size_t i = 0; i < count; i++) {
        put_evidence(row, &evidence[i]);
    }
    end_list(row);
}

static void put_party(ps_html_row *row, const ps_party_view *party)
{
    put_shared(row, party->name);
    put_shared(row, party->id);
    put_shared(row, party->scheme);
    put_name(row, ps_ident_check_name(party->check));
}

/* What a kept run tells of such places. */
static void put_unread(ps_html_row *row, const ps_screened *screened)
{
    begin_list(row);
    for (size_t i = 0; i < screened->not_understood_count; i++) {
        const ps_evidence *one = &screened->not_understood[i];
        ps_evidence told = {.field = one->field, .quote = one->quote, .line = one->line};
        put_evidence(row, &told);
    }
    end_list(row);
}

static void put_record(ps_html_row *row, const ps_screened *screened, uint64_t line)
{
    begin_list(row);
    put_shared(row, screened->source);
    put_count(row, line ? line : screened->line);
    put_shared(row, screened->format);
    put_name(row, ps_record_kind_name(screened->kind));
    put_party(row, &screened->buyer);
    put_name(row, ps_cii_status_name(screened->buyer_status));
    put_party(row, &screened->supplier);
    put_texts(row, screened->contracts, screened->contract_count);
    put_texts(row, screened->quotations, screened->quotation_count);
    put_decimal(row, screened->total.known, screened->total.value);
    put_shared(row, screened->currency);
    put_places(row, screened->suspicious, screened->suspicious_count);
    put_unread(row, screened);
    put_count(row, screened->not_understood_left_out);
    put_places(row, screened->watched, screened->watched_count);
    end_list(row);
}

/* --- Items ------------------------------------------------------------------------------------ */

/* The name, its matched parts second, fourth … */
static void put_marked_name(ps_html_row *row, const ps_item_outcome *item)
{
    const ps_evidence *mark;
    size_t at = 0;
    begin_list(row);
    while ((mark = ps_subject_mark(item, at)) != NULL) {
        put_shared(row, ps_str_slice(item->name, at, mark->start));
        put_shared(row, ps_str_slice(item->name, mark->start, mark->end));
        at = mark->end;
    }
    put_shared(row, ps_str_slice(item->name, at, item->name.len));
    end_list(row);
}

static void put_others(ps_html_row *row, const ps_item_outcome *item)
{
    begin_list(row);
    for (size_t i = 0; i < item->other_count; i++) {
        put_shared(row, item->others[i].category);
        put_name(row, ps_confidence_name(item->others[i].confidence));
    }
    end_list(row);
}

static void put_today(ps_html_row *row, const ps_item_today *today)
{
    if (!today) {
        put_null(row);
        return;
    }
    begin_list(row);
    put_name(row, ps_outcome_name(today->outcome));
    put_shared(row, today->category);
    put_name(row, ps_confidence_name(today->confidence));
    put_shared(row, today->basis);
    end_list(row);
}

void ps_html_item_row(ps_html_row *row, const ps_screened *screened, const ps_item_outcome *item,
                      const ps_finding *const *findings, size_t count)
{
    static const ps_exposure none;
    const ps_finding *worst = ps_subject_worst(findings, count);
    begin_row(row);
    put_count(row, worst ? worst->severity : PS_SEVERITY_INFO);
    put_shared(row, screened->id);
    put_day(row, screened->date);
    put_shared(row, item->line_id.text);
    put_shared(row, item->name);
    put_shared(row, item->category);
    put_name(row, ps_confidence_name(item->confidence));
    put_name(row, ps_scale_name(item->scale));
    put_decimal(row, item->amount.known, item->amount.value);
    put_shared(row, item->currency);
    put_range(row, worst ? &worst->exposure : &none);
    put_shared(row, screened->supplier.name);
    put_shared(row, screened->buyer.name);
    put_name(row, ps_outcome_name(item->outcome));
    begin_details(row);
    put_record(row, screened, item->line);
    begin_list(row);
    for (size_t i = 0; i < count; i++) {
        put_finding(row, findings[i]);
    }
    end_list(row);
    put_marked_name(row, item);
    put_places(row, item->evidence, item->evidence_count);
    put_count(row, item->evidence_left_out);
    put_others(row, item);
    put_shared(row, item->manufacturer);
    put_day(row, item->delivery.day);
    put_shared(row, item->basis);
    put_shared(row, item->reason);
    put_today(row, item->today);
    end_row(row);
}

/* --- Contracts -------------------------------------------------------------------------------- */

static void put_element(ps_html_row *row, const ps_screened *screened,
                        const ps_element_outcome *element, const ps_finding *const *findings,
                        size_t count)
{
    int failed = ps_clause_failed(element); /* only then a kept run tells the law and the nearest */
    begin_list(row);
    put_shared(row, element->element);
    put_name(row, ps_state_name(element->state));
    put_shared(row, failed ? element->title : PS_NO_STR);
    put_shared(row, failed ? element->basis : PS_NO_STR);
    put_shared(row, failed ? element->nature : PS_NO_STR);
    put_places(row, element->evidence, element->evidence_count);
    if (failed && element->nearest.quote.ptr) {
        put_evidence(row, &element->nearest);
    } else {
        put_null(row);
    }
    put_shared(row, failed ? element->lacks : PS_NO_STR);
    put_shared(row, element->reason);
    put_shared(row, element->source);
    put_shared(row, element->through);
    put_count(row, element->evidence_left_out);
    begin_list(row);
    for (size_t i = 0; i < count; i++) {
        if (ps_subject_element(screened, findings[i]) == element) {
            put_finding(row, findings[i]);
        }
    }
    end_list(row);
    end_list(row);
}

/* Most records without a contract's text have many of these, for one reason. */
static void put_undecided(ps_html_row *row, const ps_screened *screened)
{
    begin_list(row);
    for (size_t i = 0; i < screened->element_count; i++) {
        if (ps_subject_undecided(screened, i, row->names)) {
            put_shared(row, screened->elements[i].reason);
            put_shared(row, ps_buffer_str(row->names));
        }
    }
    end_list(row);
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
    put_shared(row, ps_buffer_str(row->names));
}

void ps_html_contract_row(ps_html_row *row, const ps_screened *screened,
                          const ps_finding *const *findings, size_t count)
{
    static const ps_exposure none;
    const ps_finding *worst = ps_subject_worst(findings, count);
    ps_states states = ps_subject_states(screened);
    begin_row(row);
    put_count(row, worst ? worst->severity : PS_SEVERITY_INFO);
    put_shared(row, screened->id);
    put_day(row, screened->date);
    put_name(row, ps_record_kind_name(screened->kind));
    put_count(row, states.of[PS_STATE_MISSING]);
    put_count(row, states.of[PS_STATE_DEFEATED]);
    put_count(row, states.of[PS_STATE_NOT_EVALUABLE]);
    put_count(row, states.of[PS_STATE_PRESENT]);
    put_range(row, worst ? &worst->exposure : &none);
    put_shared(row, screened->supplier.name);
    put_shared(row, screened->buyer.name);
    put_failed(row, screened);
    begin_details(row);
    put_record(row, screened, 0);
    begin_list(row);
    for (size_t i = 0; i < count; i++) {
        if (!ps_subject_element(screened, findings[i])) {
            put_finding(row, findings[i]);
        }
    }
    end_list(row);
    begin_list(row);
    for (size_t i = 0; i < screened->element_count; i++) {
        const ps_element_outcome *element = &screened->elements[i];
        if (element->required &&
            (element->state != PS_STATE_NOT_EVALUABLE || element->evidence_count)) {
            put_element(row, screened, element, findings, count);
        }
    }
    end_list(row);
    put_undecided(row, screened);
    end_row(row);
}

/* --- The others ------------------------------------------------------------------------------- */

void ps_html_undecided_row(ps_html_row *row, const ps_screened *screened, const char *what,
                           ps_str names, ps_str reason, uint64_t line, uint64_t count)
{
    begin_row(row);
    put_name(row, what);
    put_shared(row, screened->id);
    put_day(row, screened->date);
    put_shared(row, names);
    put_count(row, count);
    put_shared(row, ps_reason_name(reason));
    put_shared(row, reason);
    put_shared(row, screened->supplier.name);
    put_shared(row, screened->source);
    put_count(row, line ? line : screened->line);
    end_row(row);
}

void ps_html_supplier_row(ps_html_row *row, const ps_supplier *supplier)
{
    begin_row(row);
    next(row);
    if (supplier->findings) {
        ps_output_uint(row->out, supplier->worst);
    } else {
        PS_PUT(row->out, "-1");
    }
    put_party(row, &supplier->party);
    put_count(row, supplier->findings);
    put_count(row, supplier->item_hits);
    put_count(row, supplier->items);
    put_count(row, supplier->elements_failed);
    put_count(row, supplier->not_evaluable);
    put_count(row, supplier->records);
    begin_list(row);
    for (size_t i = 0; i < supplier->amount_count; i++) {
        if (supplier->amounts[i].known) {
            put_decimal(row, 1, supplier->amounts[i].max);
            put_shared(row, supplier->amounts[i].currency);
        }
    }
    end_list(row);
    put_day(row, supplier->last_audit);
    put_day(row, supplier->audit_due);
    end_row(row);
}

void ps_html_rejected_row(ps_html_row *row, const ps_rejected *rejected)
{
    const ps_error *error = rejected->error;
    begin_row(row);
    put_shared(row, rejected->source);
    put_count(row, error->line);
    put_count(row, error->column);
    put_text(row, ps_str_from(error->record_id));
    put_name(row, error->cause);
    put_text(row, ps_str_from(error->message));
    put_name(row, error->hint);
    put_count(row, rejected->seq);
    put_count(row, rejected->screened_before);
    put_count(row, rejected->unscreened_after);
    end_row(row);
}
