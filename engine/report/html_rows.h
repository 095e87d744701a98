/* The data of the page: one line of JSON a row, lists of values without keys, in the order in which
 * page.js takes them apart. A row is what its list shows, a tab, and what it shows when it is
 * opened, so that page.js can leave the second half until then. Texts that come again and again are
 * numbers into one list of them. What the engine or a pack says is in the page's language; where it
 * is not known in that, it is English in a list of its own. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_HTML_ROWS_H
#define PS_REPORT_HTML_ROWS_H

#include "report/numbered.h"
#include "report/phrases.h"
#include "report/spill.h"

/** Texts that many rows share; those that come when there is no more room are written where they
 * stand. What the engine says is remembered with what it is in the page's language. */
typedef struct ps_html_texts {
    ps_numbered shared;
    ps_numbered said; /* in English; the kind is a ps_said */
} ps_html_texts;

void ps_html_texts_init(ps_html_texts *texts);
/** Accepts a zeroed struct. */
void ps_html_texts_done(ps_html_texts *texts);
/** As a JSON list. */
void ps_html_put_texts(const ps_html_texts *texts, ps_output *out);

/** A list of the page: rows by severity, the most of each that the page may have. */
typedef struct ps_html_list {
    ps_spill rows[PS_SEVERITY_HIGH + 1];
    uint64_t kept[PS_SEVERITY_HIGH + 1];
    uint64_t seen;
    uint64_t most;
} ps_html_list;

void ps_html_list_init(ps_html_list *list, uint64_t most);
/** Accepts a zeroed struct. */
void ps_html_list_done(ps_html_list *list);
/** Where the next row goes; NULL when there are as many as the page may have. */
ps_output *ps_html_list_add(ps_html_list *list, ps_severity severity);
/** Write the rows, the most severe first, safe inside a script element. */
void ps_html_put_list(ps_html_list *list, ps_output *out);
/** How many rows the page does not show. */
uint64_t ps_html_list_left_out(const ps_html_list *list);

/** JSON in which no character can end the script element that it stands in goes on to `out`. */
typedef void (*ps_html_json_fn)(void *user, ps_output *json);
void ps_html_put_json(ps_output *out, ps_html_json_fn put, void *user);

/** What the rows of one record have in common, made with the first of them. */
typedef struct ps_html_common {
    ps_output out; /* into `bytes` */
    ps_buffer bytes;
    int is_made;
} ps_html_common;

PS_CHECKED ps_status ps_html_common_init(ps_html_common *common, ps_error *reterr);
/** Accepts a zeroed struct. */
void ps_html_common_done(ps_html_common *common);
/** Before the first row of a record. */
void ps_html_common_clear(ps_html_common *common);

/* The rows. Each takes what the record, supplier or rejection says and ends with a line end. */
typedef struct ps_html_row {
    ps_output *out;
    ps_html_texts *texts;
    const ps_phrases *phrases;
    ps_buffer *names;       /* room for names of clauses */
    ps_buffer *said;        /* room for texts in the language */
    ps_html_common *common; /* of the rows of the record that the row is of */
    int begun;              /* a value stands in the list that is open */
} ps_html_row;

/** `findings` are those on the item. */
void ps_html_item_row(ps_html_row *row, const ps_screened *screened, const ps_item_outcome *item,
                      const ps_finding *const *findings, size_t count);
/** `findings` are those of the record that are not on items. */
void ps_html_contract_row(ps_html_row *row, const ps_screened *screened,
                          const ps_finding *const *findings, size_t count);
/** @param what  "item", "clauses" or "record". `names`: of the item or the clauses. */
void ps_html_undecided_row(ps_html_row *row, const ps_screened *screened, const char *what,
                           ps_str names, ps_str reason, uint64_t line, uint64_t count);
void ps_html_supplier_row(ps_html_row *row, const ps_supplier *supplier);
void ps_html_rejected_row(ps_html_row *row, const ps_rejected *rejected);

#endif
