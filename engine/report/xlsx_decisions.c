/* Decisions of a workbook that came back, beside their findings. They hide nothing: a finding that
 * was decided stands where it stood, and what no longer holds is struck out.
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/cleanup.h"
#include "report/xlsx.h"

/* In the order of the columns. */
enum { DECISION, REASON, OWNER, EXPIRY };

void ps_xlsx_decisions_init(ps_xlsx_document *document, const ps_report *report)
{
    document->decisions = report->options.decisions;
    document->today = report->options.today;
    if (document->decisions) {
        document->used = calloc(ps_decisions_count(document->decisions) + 1, 1);
        document->book.no_memory |= !document->used;
    }
}

void ps_xlsx_decisions_done(ps_xlsx_document *document)
{
    free(document->used);
    document->used = NULL;
}

static int is_past(const ps_xlsx_document *document, const ps_decision *decision)
{
    return ps_decision_is_past(decision, document->today);
}

void ps_xlsx_look_up(ps_xlsx_document *document, const ps_finding *finding)
{
    size_t index;
    document->decided = ps_decisions_find(document->decisions, finding->fingerprint, &index);
    if (document->decided && document->used) {
        document->used[index] = 1;
        document->decided_count++;
        document->decided_past_count += is_past(document, document->decided) != 0;
    }
}

void ps_xlsx_put_decision(ps_xlsx_document *document, ps_sheet *sheet, size_t column)
{
    static const ps_book_word words[] = {[PS_DECISION_CONFIRMED] = PS_BOOK_CONFIRMED,
                                         [PS_DECISION_FALSE_POSITIVE] = PS_BOOK_FALSE_POSITIVE,
                                         [PS_DECISION_ACCEPTED] = PS_BOOK_ACCEPTED,
                                         [PS_DECISION_DONE] = PS_BOOK_DONE,
                                         [PS_DECISION_LATER] = PS_BOOK_LATER};
    const ps_decision *decision = document->decided;
    if (!decision) {
        return;
    }
    int past = is_past(document, decision);
    if (decision->kind != PS_DECISION_NONE) {
        ps_sheet_word(sheet, column + DECISION, words[decision->kind],
                      past ? PS_LOOK_REVIEW_PAST : PS_LOOK_REVIEW);
    }
    ps_sheet_text(sheet, column + REASON, decision->reason);
    ps_sheet_text(sheet, column + OWNER, decision->owner);
    ps_sheet_day_as(sheet, column + EXPIRY, decision->expiry,
                    past ? PS_LOOK_REVIEW_PAST : PS_LOOK_REVIEW_DAY);
}

uint64_t ps_xlsx_gone(const ps_xlsx_document *document)
{
    uint64_t gone = 0;
    for (size_t i = 0; document->used && i < ps_decisions_count(document->decisions); i++) {
        gone += !document->used[i];
    }
    return gone;
}
