/* The data of the page: one line of JSON a row, lists of values without keys, in the order in which
 * page.js takes them apart. A row is what its list shows, a tab, and what it shows when it is
 * opened, so that page.js can leave the second half until then. Texts that come again and again are
 * numbers into one list of them. What the engine or a pack says is in the page's language; where it
 * is not known in that, it is English in a list of its own. SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_HTML_ROWS_H
#define PS_REPORT_HTML_ROWS_H

#include "base/arena.h"
#include "base/index.h"
#include "report/phrases.h"
#include "report/spill.h"

/** Texts that many rows share, up to a bound; those that come later are written where they stand.
 * What the engine says is remembered with what it is in the page's language. */
typedef struct ps_html_texts {
    ps_arena arena;
    ps_index index;
    ps_buffer list; /* ps_str, in their order */
    size_t count;
    ps_index said_index; /* of `said`, by the English */
    ps_buffer said;      /* ps_html_phrase */
} ps_html_texts;

typedef struct ps_html_phrase {
    ps_str english;
    ps_said kind;
    int known;       /* in the page's language */
    uint32_t number; /* of the shared text */
} ps_html_phrase;

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

/* The rows. Each takes what the record, supplier or rejection says and ends with a line end. */
typedef struct ps_html_row {
    ps_output *out;
    ps_html_texts *texts;
    const ps_phrases *phrases;
    ps_buffer *names; /* room for names of clauses */
    ps_buffer *said;  /* room for texts in the language */
    int begun;        /* a value stands in the list that is open */
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
