/* What the first screen of the page tells of a whole run, gathered in bounded memory while the run
 * goes by: tables for the charts, and the few things to do first.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PS_REPORT_HTML_STATS_H
#define PS_REPORT_HTML_STATS_H

#include "report/html.h"
#include "report/rank.h"
#include "report/subject.h"

enum {
    PS_STATS_CATEGORIES = 24,
    PS_STATS_ELEMENTS = 40,
    PS_STATS_CURRENCIES = 3,
    PS_STATS_SUPPLIERS = 8,
    PS_STATS_FIRST = 5,
    PS_STATS_FIRST_DAY = -25567,
    PS_STATS_DAYS = 109573 /* 1900-01-01 to 2199-12-31, what dates are understood */
};

/** Hits of one category by confidence; the last row takes the categories that found no room. */
typedef struct ps_stats_category {
    char id[64];
    uint64_t of[PS_CONFIDENCE_DEFINITE + 1];
} ps_stats_category;

typedef struct ps_stats_element {
    char id[64];
    uint64_t of[PS_STATE_NOT_EVALUABLE + 1];
} ps_stats_element;

typedef struct ps_stats_supplier {
    char name[120];
    ps_decimal amount;
} ps_stats_supplier;

/** The suppliers with the largest amounts in one currency. */
typedef struct ps_stats_currency {
    char code[16];
    uint64_t suppliers;
    ps_stats_supplier largest[PS_STATS_SUPPLIERS];
    size_t count;
} ps_stats_currency;

/** One of the things to do first: an item, or a contract. */
typedef struct ps_stats_first {
    ps_rank rank;
    uint64_t failed; /* clauses of a contract */
    char fingerprint[65];
    char record[80];
    char line[40];
    char name[160];    /* of the item */
    char category[64]; /* of the item */
    char supplier[120];
    char currency[16];
    char next[400];
    char rule[64];
    int contingent;
} ps_stats_first;

typedef struct ps_html_stats {
    ps_stats_category categories[PS_STATS_CATEGORIES];
    size_t category_count;
    ps_stats_element elements[PS_STATS_ELEMENTS];
    size_t element_count;
    ps_stats_currency currencies[PS_STATS_CURRENCIES];
    size_t currency_count;
    uint64_t suppliers_of_other_currencies;
    ps_stats_first items[PS_STATS_FIRST];
    size_t item_count;
    ps_stats_first contracts[PS_STATS_FIRST];
    size_t contract_count;
    uint64_t undated;
    uint32_t screened[PS_STATS_DAYS]; /* records of each day … */
    uint32_t to_see[PS_STATS_DAYS];   /* … and those of them that are hits */
} ps_html_stats;

void ps_stats_record(ps_html_stats *stats, const ps_screened *screened);
/** `findings` are those on the item, or, `item` NULL, those of the record that are on none. */
void ps_stats_findings(ps_html_stats *stats, const ps_screened *screened,
                       const ps_item_outcome *item, const ps_finding *const *findings,
                       size_t count);
void ps_stats_add_supplier(ps_html_stats *stats, const ps_supplier *supplier);

/* Slots of the page. html_summary.c */
void ps_html_result(ps_html *html, const ps_summary *summary);
void ps_html_origin(ps_html *html, const ps_run_origin *origin, const ps_report_options *options);
void ps_html_tiles(ps_html *html, const ps_summary *summary);
void ps_html_counts(ps_html *html, const ps_summary *summary);
/* html_first.c */
void ps_html_first(ps_html *html, const ps_html_stats *stats);
/* html_charts.c */
void ps_html_charts(ps_html *html, const ps_html_stats *stats);

#endif
