/* The few things to do first: items for the buyer, contracts for the lawyer.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "report/html_stats.h"

static void put_severity(ps_html *html, ps_severity severity)
{
    const char *name = ps_severity_name(severity);
    ps_html_putf(html, "<span class=\"sev %s\">", name);
    ps_html_text(html, ps_html_word_of("severity", name, html->lang));
    ps_html_put(html, "</span> ");
}

static void put_cost(ps_html *html, const ps_stats_first *first)
{
    ps_buffer amount;
    if (!first->rank.known) {
        return;
    }
    ps_buffer_init(&amount, 0);
    ps_html_add_amount(&amount, html->lang, first->rank.amount, ps_str_from(first->currency));
    const ps_str part = ps_buffer_str(&amount);
    ps_html_put(html, " · ");
    ps_html_say(html, first->contingent ? PS_WORD_UP_TO_IF_IDENTIFIED : PS_WORD_UP_TO, &part, 1);
    ps_buffer_done(&amount);
}

/* What stands below the name. */
static void put_about(ps_html *html, const ps_stats_first *first, int is_item)
{
    if (is_item) {
        ps_html_text(html, ps_phrases_name(html->phrases, PS_PACK_TEXT_CATEGORY,
                                           ps_str_from(first->category)));
    } else if (first->failed) {
        ps_html_say_counts(html, PS_WORD_FIRST_CLAUSES, &first->failed, 1);
    } else {
        ps_html_text(html, ps_html_word_of("rule", first->rule, html->lang));
    }
    if (first->supplier[0]) {
        ps_html_put(html, " · ");
        ps_html_text(html, ps_str_from(first->supplier));
    }
    put_cost(html, first);
}

/* @param before  The one above it; NULL: it is the first. */
static void put_first(ps_html *html, const ps_stats_first *first, const ps_stats_first *before,
                      int is_item)
{
    const ps_str parts[] = {ps_str_from(first->record), ps_str_from(first->line),
                            ps_str_from(first->name)};
    ps_html_putf(html, "\n<li><a href=\"#f-%s\">", first->fingerprint);
    put_severity(html, first->rank.severity);
    if (is_item) {
        ps_html_say(html, first->line[0] ? PS_WORD_FIRST_ITEM : PS_WORD_FIRST_ITEM_NO_LINE, parts,
                    3);
    } else {
        ps_html_text(html, parts[0]);
    }
    ps_html_put(html, "</a><br><span class=\"about\">");
    put_about(html, first, is_item);
    ps_html_put(html, "</span><br>");
    if (before && strcmp(before->next, first->next) == 0) {
        ps_html_put(html, "<span class=\"about\">");
        ps_html_word(html, PS_WORD_SAME_NEXT);
    } else {
        ps_html_put(html, "<span class=\"next\">");
        ps_html_said(html, PS_SAID_SENTENCE, ps_str_from(first->next));
    }
    ps_html_put(html, "</span></li>");
}

static void put_list(ps_html *html, ps_word heading, const ps_stats_first *list, size_t count,
                     int is_item)
{
    ps_html_put(html, "\n<div><h3>");
    ps_html_word(html, heading);
    ps_html_put(html, "</h3>");
    if (count) {
        ps_html_put(html, "<ol>");
        for (size_t i = 0; i < count; i++) {
            put_first(html, &list[i], i ? &list[i - 1] : NULL, is_item);
        }
        ps_html_put(html, "</ol></div>\n");
    } else {
        ps_html_put(html, "<p>");
        ps_html_word(html, PS_WORD_FIRST_NONE);
        ps_html_put(html, "</p></div>\n");
    }
}

void ps_html_first(ps_html *html, const ps_html_stats *stats)
{
    put_list(html, PS_WORD_FIRST_ITEMS, stats->items, stats->item_count, 1);
    put_list(html, PS_WORD_FIRST_CONTRACTS, stats->contracts, stats->contract_count, 0);
}
