/* The sheets of the workbook report. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_XLSX_H
#define PS_REPORT_XLSX_H

#include "base/memo.h"
#include "report/phrases.h"
#include "report/workbook.h"
#include "report/writer.h"

typedef struct ps_xlsx_document {
    ps_workbook book;
    ps_sheet summary;
    ps_sheet items;
    ps_sheet contracts;
    ps_sheet suppliers;
    ps_sheet undecided;
    ps_sheet rejected;
    ps_sheet packs;
    const ps_decisions *decisions; /* of a workbook that came back; or NULL */
    ps_day today;
    const ps_decision *decided;  /* on the finding whose row is written; or NULL */
    unsigned char *used;         /* of each decision whether its finding was met */
    uint64_t decided_count;      /* findings with a decision */
    uint64_t decided_past_count; /* of them expired */
    ps_buffer joined;            /* a list on its way into one cell */
    ps_lang lang;
    ps_phrases phrases; /* in that language */
    ps_memo remembered; /* what was said in another language than English */
    ps_buffer question; /* what is looked for there */
    ps_buffer said;     /* what was not there */
} ps_xlsx_document;

void ps_xlsx_add_suppliers(ps_xlsx_document *document);
/** As the writer's member of that name. */
void ps_xlsx_supplier(ps_report *report, const ps_supplier *supplier);

/** What an event left behind, for the report to find. */
void ps_xlsx_end_event(ps_report *report);

/* xlsx_decisions.c */

/** Before any finding. What goes wrong is noted in the workbook. */
void ps_xlsx_decisions_init(ps_xlsx_document *document, const ps_report *report);
/** Accepts a zeroed struct. */
void ps_xlsx_decisions_done(ps_xlsx_document *document);
/** Look for the decision on the finding whose row comes next. */
void ps_xlsx_look_up(ps_xlsx_document *document, const ps_finding *finding);
/** What was looked up, into the columns for the reviewer, of which `column` is the first. */
void ps_xlsx_put_decision(ps_xlsx_document *document, ps_sheet *sheet, size_t column);
/** How many decisions were on no finding. */
uint64_t ps_xlsx_gone(const ps_xlsx_document *document);

/* xlsx_said.c */

/** Before anything is said. What goes wrong is noted in the workbook. */
void ps_xlsx_said_init(ps_xlsx_document *document, ps_lang lang, const ps_packs *packs);
/** Accepts a zeroed struct. */
void ps_xlsx_said_done(ps_xlsx_document *document);
/** What the engine or a pack says, in the workbook's language where it is known in that. */
void ps_xlsx_said(ps_xlsx_document *document, ps_sheet *sheet, size_t column, ps_said kind,
                  ps_str text);
/** What a pack calls a category or an element; in English its id, as in other reports. */
ps_str ps_xlsx_pack_name(const ps_xlsx_document *document, ps_pack_text_kind kind, ps_str id);
/** A name of procscreen/outcome.h in the language of the workbook; `prefix` says of what. */
void ps_xlsx_name(ps_sheet *sheet, size_t column, const char *prefix, const char *name,
                  ps_look look);
void ps_xlsx_severity(ps_sheet *sheet, size_t column, ps_severity severity);
/** The texts, parted by semicolons. */
void ps_xlsx_joined(ps_xlsx_document *document, ps_sheet *sheet, size_t column, const ps_str *texts,
                    size_t count);
/** Citations, likewise. */
void ps_xlsx_laws(ps_xlsx_document *document, ps_sheet *sheet, size_t column,
                  const ps_str *citations, size_t count);
/** "name: Core router; code UNSPSC: 43222609" */
void ps_xlsx_evidence(ps_xlsx_document *document, ps_sheet *sheet, size_t column,
                      const ps_evidence *evidence, size_t count);

/** Both ends, in two cells beside each other; nothing when they are not known. */
void ps_xlsx_exposure(ps_sheet *sheet, size_t column, const ps_exposure *exposure);

/** What came of the run, and how to read and fill in the other sheets. */
void ps_xlsx_summary(ps_report *report, const ps_summary *summary);

#endif
