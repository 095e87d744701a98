/* The HTML writer: rows wait in spills until the summary has come, because the page begins with it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/html.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "report/html_plain.h"
#include "report/html_rows.h"
#include "report/html_stats.h"
#include "report/json.h"
#include "report/subject.h"
#include "report/writer.h"

enum { ROWS_DEFAULT = 100000 };

typedef struct page {
    ps_html html;
    ps_phrases phrases;
    ps_html_texts texts;
    ps_html_list items;
    ps_html_list contracts;
    ps_html_list undecided;
    ps_html_list suppliers;
    ps_html_list rejected;
    ps_html_plain plain;
    ps_buffer sorted;  /* the findings of a record, by their items: const ps_finding * */
    ps_buffer names;   /* of clauses, on their way into a row */
    ps_buffer decided; /* decided_finding: what a person has decided */
    ps_html_common common;
    ps_html_stats stats;
    const ps_report *report;
    const ps_summary *summary;
} page;

/* A finding that a person has decided on. */
typedef struct decided_finding {
    char fingerprint[65];
    const ps_decision *decision;
} decided_finding;

static void html_begin(ps_report *report)
{
    page *p = report->priv;
    uint64_t most = report->options.page_rows ? report->options.page_rows : ROWS_DEFAULT;
    p->report = report;
    p->html =
        (ps_html){.out = &report->out, .lang = ps_report_lang(report), .phrases = &p->phrases};
    report->no_memory |= !ps_phrases_init(&p->phrases, p->html.lang, report->loaded);
    ps_buffer_init(&p->html.scratch, 0);
    ps_buffer_init(&p->html.said, 0);
    ps_buffer_init(&p->sorted, 0);
    ps_buffer_init(&p->names, 0);
    ps_buffer_init(&p->decided, 0);
    ps_html_texts_init(&p->texts);
    report->no_memory |= ps_html_common_init(&p->common, NULL) != PS_OK;
    ps_html_list_init(&p->items, most);
    ps_html_list_init(&p->contracts, most);
    ps_html_list_init(&p->undecided, most);
    ps_html_list_init(&p->suppliers, most);
    ps_html_list_init(&p->rejected, most);
}

/* A row of the list, or one without a place when the list is full: `out` is NULL then. */
static ps_html_row row_of(page *p, ps_html_list *list, ps_severity severity)
{
    return (ps_html_row){.out = ps_html_list_add(list, severity),
                         .texts = &p->texts,
                         .phrases = &p->phrases,
                         .names = &p->names,
                         .said = &p->html.said,
                         .common = &p->common};
}

/* Those on no item first, then by item, each in the order in which they came. */
static int compare_findings(const void *a, const void *b)
{
    const ps_finding *x = *(const ps_finding *const *)a;
    const ps_finding *y = *(const ps_finding *const *)b;
    return x->item_number == y->item_number
               ? (x > y) - (x < y)
               : (x->item_number > y->item_number) - (x->item_number < y->item_number);
}

static const ps_finding **sort_findings(page *p, const ps_finding *findings, size_t count)
{
    ps_buffer_clear(&p->sorted);
    const ps_finding **sorted =
        (const ps_finding **)(void *)ps_buffer_reserve(&p->sorted, (count + 1) * sizeof *sorted);
    for (size_t i = 0; sorted && i < count; i++) {
        sorted[i] = &findings[i];
    }
    if (sorted) {
        qsort(sorted, count, sizeof *sorted, compare_findings);
    }
    return sorted;
}

static void add_item(page *p, const ps_screened *screened, const ps_item_outcome *item,
                     const ps_finding *const *findings, size_t count)
{
    const ps_finding *worst = ps_subject_worst(findings, count);
    if (!count && item->outcome != PS_OUTCOME_HIT && item->outcome != PS_OUTCOME_WAIVED) {
        return;
    }
    ps_html_row row = row_of(p, &p->items, worst ? worst->severity : PS_SEVERITY_INFO);
    ps_stats_findings(&p->stats, screened, item, findings, count);
    if (row.out) {
        ps_html_item_row(&row, screened, item, findings, count);
    }
}

static void add_contract(page *p, const ps_screened *screened, const ps_finding *const *findings,
                         size_t count)
{
    const ps_finding *worst = ps_subject_worst(findings, count);
    ps_states states = ps_subject_states(screened);
    if (!count && !states.of[PS_STATE_PRESENT] && !states.of[PS_STATE_MISSING] &&
        !states.of[PS_STATE_DEFEATED]) {
        return;
    }
    ps_html_row row = row_of(p, &p->contracts, worst ? worst->severity : PS_SEVERITY_INFO);
    ps_stats_findings(&p->stats, screened, NULL, findings, count);
    if (row.out) {
        ps_html_contract_row(&row, screened, findings, count);
    }
}

static void add_undecided(page *p, const ps_screened *screened, const char *what, ps_str names,
                          ps_str reason, uint64_t line, uint64_t count)
{
    ps_html_row row = row_of(p, &p->undecided, PS_SEVERITY_INFO);
    if (row.out) {
        ps_html_undecided_row(&row, screened, what, names, reason, line, count);
    }
}

/* Clauses that could not be decided for one reason are one row. */
static void add_undecided_clauses(page *p, const ps_screened *screened)
{
    for (size_t i = 0; i < screened->element_count; i++) {
        size_t count = ps_subject_undecided(screened, i, &p->names);
        if (count) {
            add_undecided(p, screened, "clauses", ps_buffer_str(&p->names),
                          screened->elements[i].reason, 0, count);
        }
    }
}

static void add_all_undecided(page *p, const ps_screened *screened)
{
    uint64_t seen = p->undecided.seen;
    for (size_t i = 0; i < screened->item_count; i++) {
        const ps_item_outcome *item = &screened->items[i];
        if (item->outcome == PS_OUTCOME_NOT_EVALUABLE) {
            add_undecided(p, screened, "item", item->name.len ? item->name : item->line_id.text,
                          item->reason, item->line, 1);
        }
    }
    add_undecided_clauses(p, screened);
    if (screened->outcome == PS_OUTCOME_NOT_EVALUABLE && seen == p->undecided.seen) {
        add_undecided(p, screened, "record", PS_NO_STR, screened->reason, 0, 1);
    }
}

static void note_decision(page *p, const ps_finding *finding)
{
    decided_finding found = {
        .decision = ps_decisions_find(p->report->options.decisions, finding->fingerprint, NULL)};
    if (found.decision) {
        memcpy(found.fingerprint, finding->fingerprint, sizeof found.fingerprint);
        ps_buffer_add(&p->decided, (const char *)&found, sizeof found);
    }
}

static void html_screened(ps_report *report, const ps_screened *screened,
                          const ps_finding *findings, size_t count)
{
    page *p = report->priv;
    const ps_finding **sorted = sort_findings(p, findings, count);
    size_t at = 0;
    if (!sorted) {
        report->no_memory = 1;
        return;
    }
    ps_html_common_clear(&p->common);
    ps_stats_record(&p->stats, screened);
    for (size_t i = 0; i < count; i++) {
        report->no_memory |= !ps_html_plain_add(&p->plain, &p->html, screened, &findings[i]);
        note_decision(p, &findings[i]);
    }
    while (at < count && !sorted[at]->item_number) {
        at++;
    }
    add_contract(p, screened, sorted, at);
    for (size_t i = 0; i < screened->item_count; i++) {
        size_t from = at;
        while (at < count && sorted[at]->item_number == i + 1) {
            at++;
        }
        add_item(p, screened, &screened->items[i], sorted + from, at - from);
    }
    add_all_undecided(p, screened);
    report->no_memory |= p->decided.failed | (p->common.out.failed != 0);
}

static void html_rejected(ps_report *report, const ps_rejected *rejected)
{
    page *p = report->priv;
    ps_html_row row = row_of(p, &p->rejected, PS_SEVERITY_INFO);
    if (row.out) {
        ps_html_rejected_row(&row, rejected);
    }
}

/* Those with findings come first already: by their severity they stay in their order. */
static void html_supplier(ps_report *report, const ps_supplier *supplier)
{
    page *p = report->priv;
    ps_html_row row = row_of(p, &p->suppliers, PS_SEVERITY_INFO);
    ps_stats_add_supplier(&p->stats, supplier);
    if (row.out) {
        ps_html_supplier_row(&row, supplier);
    }
}

static void put_texts(void *user, ps_output *json)
{
    const page *p = user;
    ps_html_put_texts(&p->texts, json);
}

static void put_words(void *user, ps_output *json)
{
    const page *p = user;
    ps_html_put_words(json, p->html.lang);
}

/* {"fingerprint":["accepted","reason","owner","2026-10-01",1],…}; the last: whether it has expired.
 */
static void put_decisions(const page *p, ps_output *json)
{
    const decided_finding *list = (const void *)p->decided.ptr;
    for (size_t i = 0; i < p->decided.len / sizeof *list; i++) {
        const ps_decision *decision = list[i].decision;
        ps_output_text(json, i ? "," : "");
        ps_json_name(json, list[i].fingerprint);
        PS_PUT(json, ":[");
        ps_json_name(json, ps_decision_name(decision->kind));
        PS_PUT(json, ",");
        ps_json_string(json, decision->reason);
        PS_PUT(json, ",");
        ps_json_string(json, decision->owner);
        PS_PUT(json, ",");
        if (decision->expiry == PS_NO_DAY) {
            PS_PUT(json, "0");
        } else {
            ps_json_day(json, decision->expiry);
        }
        ps_output_text(json,
                       ps_decision_is_past(decision, p->report->options.today) ? ",1]" : ",0]");
    }
}

/* What page.js must know besides: what the packs call things, and what the lists leave out. */
static void put_names(void *user, ps_output *json)
{
    const page *p = user;
    const struct {
        const char *name;
        const ps_html_list *list;
    } lists[] = {{"items", &p->items},
                 {"contracts", &p->contracts},
                 {"undecided", &p->undecided},
                 {"suppliers", &p->suppliers},
                 {"rejected", &p->rejected}};
    PS_PUT(json, "{\"names\":");
    ps_html_put_names(json, &p->phrases);
    PS_PUT(json, ",\"left_out\":{");
    for (size_t i = 0; i < PS_COUNT(lists); i++) {
        ps_output_text(json, i ? ",\"" : "\"");
        ps_output_text(json, lists[i].name);
        PS_PUT(json, "\":");
        ps_output_uint(json, ps_html_list_left_out(lists[i].list));
    }
    PS_PUT(json, "},\"decisions\":{");
    put_decisions(p, json);
    PS_PUT(json, "}}");
}

static void put_slot(void *user, ps_slot slot)
{
    page *p = user;
    ps_output *out = p->html.out;
    switch (slot) {
    case PS_SLOT_RESULT:
        ps_html_result(&p->html, p->summary);
        break;
    case PS_SLOT_ORIGIN:
        ps_html_origin(&p->html, &p->report->origin, &p->report->options);
        break;
    case PS_SLOT_TILES:
        ps_html_tiles(&p->html, p->summary);
        break;
    case PS_SLOT_FIRST:
        ps_html_first(&p->html, &p->stats);
        break;
    case PS_SLOT_CHARTS:
        ps_html_charts(&p->html, &p->stats);
        break;
    case PS_SLOT_PLAIN:
        ps_html_put_plain(&p->plain, &p->html);
        break;
    case PS_SLOT_COUNTS:
        ps_html_counts(&p->html, p->summary);
        break;
    case PS_SLOT_WORDS:
        ps_html_put_json(out, put_words, p);
        break;
    case PS_SLOT_NAMES:
        ps_html_put_json(out, put_names, p);
        break;
    case PS_SLOT_TEXTS:
        ps_html_put_json(out, put_texts, p);
        break;
    case PS_SLOT_ITEMS:
        ps_html_put_list(&p->items, out);
        break;
    case PS_SLOT_CONTRACTS:
        ps_html_put_list(&p->contracts, out);
        break;
    case PS_SLOT_SUPPLIERS:
        ps_html_put_list(&p->suppliers, out);
        break;
    case PS_SLOT_UNDECIDED:
        ps_html_put_list(&p->undecided, out);
        break;
    case PS_SLOT_REJECTED:
        ps_html_put_list(&p->rejected, out);
        break;
    case PS_SLOT_POLICY: /* the page fills these itself */
    case PS_SLOT_STYLE:
    case PS_SLOT_SCRIPT:
    case PS_SLOT_COUNT:
        break;
    }
}

static void html_summary(ps_report *report, const ps_summary *summary)
{
    page *p = report->priv;
    p->summary = summary;
    ps_html_page(&p->html, put_slot, p);
}

static void html_done(ps_report *report)
{
    page *p = report->priv;
    ps_html_list_done(&p->items);
    ps_html_list_done(&p->contracts);
    ps_html_list_done(&p->undecided);
    ps_html_list_done(&p->suppliers);
    ps_html_list_done(&p->rejected);
    ps_html_plain_done(&p->plain);
    ps_html_texts_done(&p->texts);
    ps_html_common_done(&p->common);
    ps_buffer_done(&p->sorted);
    ps_buffer_done(&p->names);
    ps_buffer_done(&p->decided);
    ps_buffer_done(&p->html.scratch);
    ps_buffer_done(&p->html.said);
    ps_phrases_done(&p->phrases);
}

const ps_writer ps_writer_html = {
    .name = "html",
    .about = "one page for a browser, that needs nothing else: summary, charts, lists, evidence",
    .priv_size = sizeof(page),
    .begin = html_begin,
    .screened = html_screened,
    .rejected = html_rejected,
    .supplier = html_supplier,
    .summary = html_summary,
    .done = html_done,
};
