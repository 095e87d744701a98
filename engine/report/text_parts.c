/* Small parts that several pages of the text report share.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/text.h"

#include "base/date.h"
#include "base/str.h"
#include "report/subject.h"

void ps_text_plural(ps_lines *lines, uint64_t count, const char *one, const char *many)
{
    ps_lines_add_count(lines, count);
    ps_lines_say(lines, " ");
    ps_lines_say(lines, count == 1 ? one : many);
}

void ps_text_day(ps_lines *lines, ps_day day)
{
    ps_date_format(day, &lines->text);
}

void ps_text_range(ps_lines *lines, const ps_exposure *exposure)
{
    ps_lines_add_decimal(lines, exposure->min);
    if (exposure->min.digits != exposure->max.digits ||
        exposure->min.scale != exposure->max.scale) {
        ps_lines_say(lines, " to ");
        ps_lines_add_decimal(lines, exposure->max);
    }
    ps_lines_say(lines, " ");
    ps_lines_add_name(lines, exposure->currency);
}

void ps_text_place(ps_lines *lines, ps_str source, uint64_t line)
{
    ps_lines_add_name(lines, source);
    if (line) {
        ps_lines_sayf(lines, ":%llu", (unsigned long long)line);
    }
}

void ps_text_party(ps_lines *lines, const ps_party_view *party)
{
    ps_lines_add(lines, party->name);
    if (party->id.len) {
        ps_lines_say(lines, party->name.len ? ", " : "");
        if (party->scheme.len) {
            ps_lines_add_name(lines, party->scheme);
            ps_lines_say(lines, " ");
        }
        ps_lines_add_name(lines, party->id);
        if (party->check == PS_CHECK_INVALID) {
            ps_lines_say(lines, " (its check digits are wrong)");
        }
    }
}

/* Blanks at the ends of a part must stay when it is put between marks. */
static void add_part(ps_lines *lines, ps_str text)
{
    ps_printable_add(&lines->text, text, PS_BLANKS_COLLAPSE);
}

void ps_text_line(ps_lines *lines, ps_str line_id)
{
    ps_lines_say(lines, "line ");
    if (line_id.len) {
        ps_lines_add_name(lines, line_id);
        ps_lines_say(lines, ": ");
    } else {
        ps_lines_say(lines, "without a number: ");
    }
}

static void add_marked(ps_lines *lines, ps_str text)
{
    ps_lines_style(lines, PS_STYLE_BOLD);
    ps_lines_say(lines, "[");
    add_part(lines, text);
    ps_lines_say(lines, "]");
    ps_lines_style(lines, PS_STYLE_PLAIN);
}

void ps_text_quote(ps_lines *lines, const ps_evidence *evidence, size_t most)
{
    ps_str quote = ps_str_cut(evidence->quote, most);
    ps_span mark = evidence->mark;
    ps_lines_say(lines, "\"");
    if (mark.start < mark.end && mark.end <= quote.len) {
        add_part(lines, ps_str_slice(quote, 0, mark.start));
        add_marked(lines, ps_str_slice(quote, mark.start, mark.end));
        add_part(lines, ps_str_slice(quote, mark.end, quote.len));
    } else {
        ps_lines_add(lines, quote);
    }
    ps_lines_say(lines, quote.len < evidence->quote.len ? "...\"" : "\"");
}

void ps_text_evidence(ps_lines *lines, const ps_evidence *evidence)
{
    ps_text_quote(lines, evidence, SIZE_MAX);
    if (evidence->field.len) {
        ps_lines_say(lines, " (");
        ps_lines_add_name(lines, evidence->field);
        if (evidence->place.len) {
            ps_lines_say(lines, ", ");
            ps_lines_add_name(lines, evidence->place);
        }
        ps_lines_say(lines, ")");
    }
}

void ps_text_not_understood(ps_lines *lines, const ps_screened *screened, size_t most)
{
    size_t count = screened->not_understood_count;
    if (!count) {
        return;
    }
    for (size_t i = 0; i < count && i < most; i++) {
        ps_lines_say(lines, i ? ", " : "");
        ps_text_evidence(lines, &screened->not_understood[i]);
    }
    uint64_t rest = screened->not_understood_left_out + (count > most ? count - most : 0);
    if (rest) {
        ps_lines_sayf(lines, " and %llu more", (unsigned long long)rest);
    }
    ps_lines_end_labelled(lines, PS_TEXT_BLOCK, "unread", PS_TEXT_PARTY);
}

void ps_text_item_name(ps_lines *lines, const ps_item_outcome *item)
{
    size_t at = 0;
    const ps_evidence *mark;
    if (item->name.len == 0) {
        ps_lines_say(lines, "(no name)");
    }
    while ((mark = ps_subject_mark(item, at)) != NULL) {
        add_part(lines, ps_str_slice(item->name, at, mark->start));
        add_marked(lines, ps_str_slice(item->name, mark->start, mark->end));
        at = mark->end;
    }
    add_part(lines, ps_str_slice(item->name, at, item->name.len));
}

void ps_text_today(ps_lines *lines, const ps_item_today *today)
{
    ps_lines_say(lines, ps_outcome_name(today->outcome));
    if (today->category.len) {
        ps_lines_say(lines, ": ");
        ps_lines_add_name(lines, today->category);
        ps_lines_say(lines, ", ");
        ps_lines_say(lines, ps_confidence_name(today->confidence));
    }
    if (today->basis.len) {
        ps_lines_say(lines, ", ");
        ps_lines_add(lines, today->basis);
    }
}

void ps_text_verdict(ps_lines *lines, const ps_item_outcome *item)
{
    ps_lines_add_name(lines, item->category.len ? item->category : PS_STR("no category"));
    if (item->confidence != PS_CONFIDENCE_NONE) {
        ps_lines_say(lines, ", ");
        ps_lines_say(lines, ps_confidence_name(item->confidence));
    }
    switch (item->scale) {
    case PS_SCALE_NONE:
        break;
    case PS_SCALE_UNKNOWN:
        ps_lines_say(lines, ", scale unknown");
        break;
    case PS_SCALE_NOT_MET:
        ps_lines_say(lines, ", scale not met");
        break;
    case PS_SCALE_MET:
        ps_lines_say(lines, ", scale met");
        break;
    }
    for (size_t i = 0; i < item->other_count; i++) {
        ps_lines_say(lines, i ? ", " : "; also ");
        ps_lines_add_name(lines, item->others[i].category);
        ps_lines_say(lines, " (");
        ps_lines_say(lines, ps_confidence_name(item->others[i].confidence));
        ps_lines_say(lines, ")");
    }
}

ps_str ps_text_amount(const ps_item_outcome *item, ps_buffer *buffer)
{
    ps_lines plain;
    if (!item->amount.known) {
        return PS_STR("");
    }
    ps_lines_init(&plain, NULL, 0, 0);
    ps_lines_add_decimal(&plain, item->amount.value);
    ps_lines_say(&plain, " ");
    ps_lines_add_name(&plain, item->currency);
    ps_buffer_clear(buffer);
    ps_buffer_add_str(buffer, ps_str_trim(ps_buffer_str(&plain.text)));
    buffer->failed |= plain.text.failed;
    ps_lines_done(&plain);
    return ps_buffer_str(buffer);
}

static void print_ids(ps_lines *lines, const char *label, const ps_str *ids, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ps_lines_say(lines, i ? ", " : "");
        ps_lines_add_name(lines, ids[i]);
    }
    if (count) {
        ps_lines_end_labelled(lines, PS_TEXT_BLOCK, label, PS_TEXT_PARTY);
    }
}

/* What was read beside the record, so that nobody has to wonder whether its contract was. */
static void print_attachments(ps_lines *lines, const ps_screened *screened)
{
    enum { SHOWN = 10 };
    for (size_t i = 0; i < screened->attachment_count && i < SHOWN; i++) {
        const ps_attached *attached = &screened->attachments[i];
        ps_lines_add_name(lines, attached->name);
        ps_lines_say(lines, attached->state == PS_ATTACHED_READ      ? ": read"
                            : attached->state == PS_ATTACHED_IN_PART ? ": read in part"
                                                                     : ": not read");
        if (attached->role == PS_ATTACHMENT_CONTRACT) {
            ps_lines_say(lines, ", as a contract");
        }
        if (attached->reason.len) {
            ps_lines_say(lines, "; ");
            ps_lines_add_name(lines, attached->reason);
        }
        ps_lines_end_labelled(lines, PS_TEXT_BLOCK, i ? "" : "attached", PS_TEXT_PARTY);
    }
    if (screened->attachment_count > SHOWN) {
        ps_lines_sayf(lines, "and %zu more", screened->attachment_count - SHOWN);
        ps_lines_end_labelled(lines, PS_TEXT_BLOCK, "", PS_TEXT_PARTY);
    }
}

void ps_text_record_head(ps_lines *lines, const ps_screened *screened)
{
    ps_lines_style(lines, PS_STYLE_BOLD);
    ps_lines_add_name(lines, screened->id.len ? screened->id : PS_STR("(no id)"));
    ps_lines_style(lines, PS_STYLE_PLAIN);
    ps_lines_say(lines, ", ");
    ps_lines_say(lines, ps_record_kind_name(screened->kind));
    if (screened->date == PS_NO_DAY) {
        ps_lines_say(lines, " without a date, ");
    } else {
        ps_lines_say(lines, " of ");
        ps_text_day(lines, screened->date);
        ps_lines_say(lines, ", ");
    }
    ps_text_place(lines, screened->source, screened->line);
    ps_lines_end(lines, 0, PS_TEXT_BLOCK);
    if (screened->buyer.name.len || screened->buyer.id.len) {
        ps_text_party(lines, &screened->buyer);
        ps_lines_say(lines, "; CII operator: ");
        ps_lines_say(lines, ps_cii_status_name(screened->buyer_status));
        ps_lines_end_labelled(lines, PS_TEXT_BLOCK, "buyer", PS_TEXT_PARTY);
    }
    if (screened->supplier.name.len || screened->supplier.id.len) {
        ps_text_party(lines, &screened->supplier);
        ps_lines_end_labelled(lines, PS_TEXT_BLOCK, "supplier", PS_TEXT_PARTY);
    }
    print_ids(lines, "contract", screened->contracts, screened->contract_count);
    print_ids(lines, "quotation", screened->quotations, screened->quotation_count);
    print_attachments(lines, screened);
}
