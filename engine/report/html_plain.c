/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_plain.h"

#include "base/cleanup.h"
#include "base/str.h"
#include "report/subject.h"

enum { ROWS_MOST = 100 };

void ps_html_plain_done(ps_html_plain *plain)
{
    ps_spill_done(&plain->rows);
}

static void put_where(ps_html *html, const ps_screened *screened, const ps_item_outcome *item)
{
    uint64_t line = item && item->line ? item->line : screened->line;
    ps_html_text(html, screened->id);
    if (item && item->line_id.text.len) {
        ps_html_put(html, ps_html_word_text(PS_WORD_COMMA, html->lang));
        ps_html_say(html, PS_WORD_LINE, &item->line_id.text, 1);
    }
    ps_html_put(html, "<br><small>");
    ps_html_text(html, screened->source);
    ps_html_putf(html, ":%llu<br>", (unsigned long long)line);
    ps_html_text(html, screened->supplier.name);
    ps_html_put(html, "</small>");
}

static void put_cost(ps_html *html, const ps_exposure *exposure)
{
    ps_buffer range;
    if (exposure->known) {
        ps_buffer_init(&range, 0);
        ps_html_add_range(&range, html->lang, exposure);
        ps_html_text(html, ps_buffer_str(&range));
        ps_buffer_done(&range);
    }
}

static void put_row(ps_html *html, const ps_screened *screened, const ps_finding *finding)
{
    ps_html_putf(html, "<tr id=\"f-%s\"><td>", finding->fingerprint);
    put_where(html, screened, ps_subject_item(screened, finding));
    ps_html_put(html, "</td><td>");
    ps_html_said(html, PS_SAID_SENTENCE, finding->message);
    ps_html_put(html, "</td><td>");
    for (size_t i = 0; i < finding->basis_count; i++) {
        ps_html_put(html, i ? ps_html_word_text(PS_WORD_SEMICOLON, html->lang) : "");
        ps_html_said(html, PS_SAID_LAW, finding->basis[i]);
    }
    ps_html_put(html, "</td><td>");
    put_cost(html, &finding->exposure);
    ps_html_put(html, "</td><td>");
    ps_html_said(html, PS_SAID_SENTENCE, finding->next);
    ps_html_put(html, "</td></tr>\n");
}

int ps_html_plain_add(ps_html_plain *plain, ps_html *html, const ps_screened *screened,
                      const ps_finding *finding)
{
    ps_output *page = html->out;
    if (plain->seen && finding->severity < plain->severity) {
        return 1;
    }
    if (!plain->seen || finding->severity > plain->severity) {
        ps_spill_done(&plain->rows);
        plain->severity = finding->severity;
        plain->seen = 0;
        if (ps_spill_init(&plain->rows, NULL) != PS_OK) {
            return 0;
        }
    }
    if (plain->seen++ < ROWS_MOST) {
        html->out = &plain->rows.out;
        put_row(html, screened, finding);
        html->out = page;
    }
    return 1;
}

void ps_html_put_plain(ps_html_plain *plain, ps_html *html)
{
    static const ps_word heads[] = {PS_WORD_PLAIN_WHERE, PS_WORD_PLAIN_WHAT, PS_WORD_LAW,
                                    PS_WORD_EXPOSURE, PS_WORD_NEXT};
    const uint64_t counts[] = {plain->seen < ROWS_MOST ? plain->seen : ROWS_MOST, plain->seen};
    if (!plain->seen) {
        ps_html_put(html, "<p>");
        ps_html_word(html, PS_WORD_FIRST_NONE);
        ps_html_put(html, "</p>\n");
        return;
    }
    ps_html_put(html, "<p>");
    ps_html_text(html, ps_html_word_of("severity", ps_severity_name(plain->severity), html->lang));
    ps_html_put(html, ": ");
    ps_html_say_counts(html, PS_WORD_PLAIN_COUNT, counts, PS_COUNT(counts));
    ps_html_put(html, "</p>\n<table><thead><tr>");
    for (size_t i = 0; i < PS_COUNT(heads); i++) {
        ps_html_put(html, "<th scope=\"col\">");
        ps_html_word(html, heads[i]);
        ps_html_put(html, "</th>");
    }
    ps_html_put(html, "</tr></thead><tbody>\n");
    ps_spill_copy(&plain->rows, html->out);
    ps_html_put(html, "</tbody></table>\n");
}
