/* The text report, in parts: a record with its findings, a record explained, the last page.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_TEXT_H
#define PS_REPORT_TEXT_H

#include "base/arena.h"
#include "report/text_notes.h"

typedef struct ps_text_report {
    ps_lines lines;
    ps_arena arena; /* reset for every record */
    ps_text_notes notes;
    uint64_t suppliers_listed;
    uint64_t suppliers_left_out;
    int out_of_memory;
} ps_text_report;

/* Columns where things begin. */
enum {
    PS_TEXT_BLOCK = 2,  /* what belongs to a record */
    PS_TEXT_BODY = 10,  /* a finding's text, behind its severity */
    PS_TEXT_VALUE = 19, /* what stands behind a label */
    PS_TEXT_PARTY = 13
};

/** The first lines of a record: its id, kind, date, place, parties, contracts. */
void ps_text_record_head(ps_lines *lines, const ps_screened *screened);
/** A record that needs a look, with its findings, the most severe first. */
void ps_text_record(ps_text_report *text, const ps_screened *screened, const ps_finding *findings,
                    size_t count);
/** A record with every item and element and all that was seen. */
void ps_text_explain(ps_lines *lines, const ps_screened *screened);
/** The last page. */
void ps_text_summary(ps_text_report *text, const ps_summary *summary);

/** "3,200,000.00 to 32,000,000.00 CNY". */
void ps_text_range(ps_lines *lines, const ps_exposure *exposure);
/** "orders/po.xml:45". */
void ps_text_place(ps_lines *lines, ps_str source, uint64_t line);
/** "line 10: ". */
void ps_text_line(ps_lines *lines, ps_str line_id);
/** The item's name; what the evidence matched in it is in brackets. */
void ps_text_item_name(ps_lines *lines, const ps_item_outcome *item);
/** "core-network-equipment, definite, scale unknown". */
void ps_text_verdict(ps_lines *lines, const ps_item_outcome *item);
/** What the law of today says of an item. */
void ps_text_today(ps_lines *lines, const ps_item_today *today);
/** The amount of an item as it stands at the right end of a line, in `buffer`. */
ps_str ps_text_amount(const ps_item_outcome *item, ps_buffer *buffer);
/** "YYYY-MM-DD"; `day` is not PS_NO_DAY. */
void ps_text_day(ps_lines *lines, ps_day day);
/** "某某公司, USCC 9111…". */
void ps_text_party(ps_lines *lines, const ps_party_view *party);
/** The quote between quotes, what matched in it in brackets, at most `most` bytes of it. */
void ps_text_quote(ps_lines *lines, const ps_evidence *evidence, size_t most);
/** "Core router" (name). */
void ps_text_evidence(ps_lines *lines, const ps_evidence *evidence);
/** The record's values that could not be read, `most` of them; nothing when there are none. */
void ps_text_not_understood(ps_lines *lines, const ps_screened *screened, size_t most);
/** A count with its noun: "1 line", "4,000 lines". */
void ps_text_plural(ps_lines *lines, uint64_t count, const char *one, const char *many);

#endif
