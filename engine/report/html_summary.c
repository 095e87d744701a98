/* The first screen of the page in words and counts.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/cleanup.h"
#include "base/str.h"
#include "report/figures.h"
#include "report/html_stats.h"
#include "report/pack_group.h"

#define SAY(html, word, ...)                                                                       \
    ps_html_say_counts((html), (word), (const uint64_t[]){__VA_ARGS__},                            \
                       sizeof((const uint64_t[]){__VA_ARGS__}) / sizeof(uint64_t))

void ps_html_result(ps_html *html, const ps_summary *s)
{
    if (s->items.hit || s->elements.hit || s->findings) {
        SAY(html, PS_WORD_RESULT_HITS, s->items.hit, s->items_read, s->elements.hit,
            s->elements_required);
    } else if (s->records_screened == 0) {
        ps_html_word(html, PS_WORD_RESULT_NOTHING);
    } else if (s->items.not_evaluable || s->elements.not_evaluable || s->records.not_evaluable) {
        ps_html_word(html, PS_WORD_RESULT_UNDECIDED);
    } else {
        ps_html_word(html, PS_WORD_RESULT_CLEAR);
    }
    if (s->records_rejected || s->documents_rejected) {
        ps_html_put(html, " ");
        ps_html_word(html, PS_WORD_RESULT_NOT_READ);
    }
    if (!s->reconciles) {
        ps_html_put(html, "</p>\n<p class=\"fault\">");
        ps_html_word(html, PS_WORD_RESULT_FAULT);
    }
}

/* One pack by its name, several by how many they are. */
static void put_group(ps_html *html, const ps_run_origin *origin, ps_pack_kind kind, ps_word one,
                      ps_word many)
{
    ps_pack_group group;
    ps_buffer count;
    ps_pack_group_init(&group, origin, kind);
    ps_buffer_init(&count, 0);
    if (group.count) {
        ps_figure_count(&count, group.count);
        const ps_str parts[] = {ps_buffer_str(group.count > 1 ? &count : &group.id),
                                ps_buffer_str(&group.version)};
        ps_html_put(html, ps_html_word_text(PS_WORD_SEMICOLON, html->lang));
        ps_html_say(html, group.count > 1 ? many : one, parts, PS_COUNT(parts));
    }
    ps_buffer_done(&count);
    ps_pack_group_done(&group);
}

void ps_html_origin(ps_html *html, const ps_run_origin *origin, const ps_report_options *options)
{
    ps_html_put(html, "procscreen ");
    ps_html_text(html, origin->version);
    put_group(html, origin, PS_PACK_CATALOG, PS_WORD_ORIGIN_CATALOG, PS_WORD_ORIGIN_CATALOGS);
    put_group(html, origin, PS_PACK_POLICY, PS_WORD_ORIGIN_POLICY, PS_WORD_ORIGIN_POLICIES);
    ps_html_put(html, ps_html_word_text(PS_WORD_SEMICOLON, html->lang));
    if (options->as_of == PS_NO_DAY) {
        ps_html_word(html, PS_WORD_ORIGIN_RECORD);
    } else {
        ps_buffer day;
        ps_buffer_init(&day, 0);
        ps_html_add_day(&day, html->lang, options->as_of);
        const ps_str part = ps_buffer_str(&day);
        ps_html_say(html, PS_WORD_ORIGIN_DAY, &part, 1);
        ps_buffer_done(&day);
    }
}

/* `list`: the list of the page that the tile leads to; NULL: none. */
static void begin_tile(ps_html *html, const char *list, const char *class_name)
{
    ps_html_putf(html, "\n<li class=\"%s\">", class_name);
    if (list) {
        ps_html_putf(html, "<a href=\"#%s\">", list);
    } else {
        ps_html_put(html, "<div>");
    }
}

static void put_tile(ps_html *html, const char *list, uint64_t count, ps_word word, ps_word of,
                     uint64_t total)
{
    begin_tile(html, list, count ? "some" : "none");
    ps_html_put(html, "<b>");
    SAY(html, PS_WORD_FIGURE, count);
    ps_html_put(html, "</b> <span>");
    ps_html_word(html, word);
    ps_html_put(html, "</span> <small>");
    SAY(html, of, total);
    ps_html_put(html, list ? "</small></a></li>" : "</small></div></li>");
}

static void put_range(ps_html *html, const ps_exposure *exposure, ps_word word, uint64_t count)
{
    ps_buffer range;
    ps_buffer_init(&range, 0);
    ps_html_add_range(&range, html->lang, exposure);
    ps_html_put(html, "<p><b>");
    ps_html_text(html, ps_buffer_str(&range));
    ps_html_put(html, "</b> <span>");
    SAY(html, word, count);
    ps_html_put(html, "</span></p>");
    ps_buffer_done(&range);
}

/* What authorities could impose: of the review findings by currency, and of one missing agreement,
 * however many records lack it. */
static void put_exposure(ps_html *html, const ps_summary *s)
{
    int some = 0;
    begin_tile(html, NULL, "wide");
    for (size_t i = 0; i < s->review_exposure_count; i++) {
        if (s->review_exposure[i].known) {
            put_range(html, &s->review_exposure[i], PS_WORD_TILE_REVIEW, 0);
            some = 1;
        }
    }
    if (s->agreement_exposure.known) {
        put_range(html, &s->agreement_exposure, PS_WORD_TILE_AGREEMENT, s->agreement_records);
        some = 1;
    }
    ps_html_put(html, some ? "<small>" : "<b>–</b> <span>");
    ps_html_word(html, some ? PS_WORD_TILE_CONTINGENT : PS_WORD_TILE_NO_EXPOSURE);
    ps_html_put(html, some ? "</small></div></li>\n" : "</span></div></li>\n");
}

void ps_html_tiles(ps_html *html, const ps_summary *s)
{
    put_tile(html, NULL, s->records_screened, PS_WORD_TILE_RECORDS, PS_WORD_TILE_OF_READ,
             s->records_read);
    put_tile(html, "items", s->items.hit, PS_WORD_TILE_ITEMS, PS_WORD_TILE_OF_ITEMS, s->items_read);
    put_tile(html, "contracts", s->elements.hit, PS_WORD_TILE_CLAUSES, PS_WORD_TILE_OF_CLAUSES,
             s->elements_required);
    put_tile(html, "undecided", s->items.not_evaluable + s->elements.not_evaluable,
             PS_WORD_TILE_UNDECIDED, PS_WORD_TILE_OF_UNDECIDED, s->records.not_evaluable);
    put_tile(html, "rejected", s->records_rejected + s->documents_rejected, PS_WORD_TILE_REJECTED,
             PS_WORD_TILE_OF_REJECTED, s->unscreened_after);
    put_exposure(html, s);
}

static void put_row(ps_html *html, ps_word label)
{
    ps_html_put(html, "<tr><th scope=\"row\">");
    ps_html_word(html, label);
    ps_html_put(html, "</th><td>");
}

/* The elements with text that no profile rule read. */
static void put_unmapped(ps_html *html, const ps_summary *s)
{
    enum { SHOWN = 20 };
    if (!s->unmapped_count) {
        return;
    }
    put_row(html, PS_WORD_COUNT_UNMAPPED);
    for (size_t i = 0; i < s->unmapped_count && i < SHOWN; i++) {
        ps_html_put(html, i ? ", <code>" : "<code>");
        ps_html_text(html, s->unmapped[i].element);
        ps_html_put(html, "</code> (");
        ps_html_text(html, s->unmapped[i].format);
        ps_html_put(html, ", ");
        SAY(html, PS_WORD_COUNT_TIMES, s->unmapped[i].count);
        ps_html_put(html, ")");
    }
    ps_html_put(html, s->unmapped_count > SHOWN ? " …</td></tr>\n" : "</td></tr>\n");
}

void ps_html_counts(ps_html *html, const ps_summary *s)
{
    const uint64_t *by = s->findings_by_severity;
    ps_html_put(html, "<table class=\"counts\"><tbody>\n");
    put_row(html, PS_WORD_COUNT_FILES);
    SAY(html, PS_WORD_SUM_FILES, s->files_given, s->files_ok, s->files_failed);
    ps_html_put(html, "</td></tr>\n");
    put_row(html, PS_WORD_COUNT_RECORDS);
    SAY(html, PS_WORD_SUM_RECORDS, s->records_read, s->records_screened, s->records_rejected);
    ps_html_put(html, "<br>");
    SAY(html, PS_WORD_SUM_SCREENED, s->records_screened, s->records.hit, s->records.clear,
        s->records.not_evaluable, s->records.waived);
    ps_html_put(html, "</td></tr>\n");
    put_row(html, PS_WORD_COUNT_ITEMS);
    SAY(html, PS_WORD_SUM_ITEMS, s->items_read, s->items.hit, s->items.clear,
        s->items.not_evaluable, s->items.waived);
    ps_html_put(html, "</td></tr>\n");
    put_row(html, PS_WORD_COUNT_CLAUSES);
    SAY(html, PS_WORD_SUM_CLAUSES, s->elements_required, s->elements_missing, s->elements_defeated,
        s->elements.clear, s->elements.not_evaluable, s->elements.waived);
    ps_html_put(html, "</td></tr>\n");
    put_row(html, PS_WORD_COUNT_FINDINGS);
    SAY(html, PS_WORD_SUM_FINDINGS, s->findings, by[PS_SEVERITY_HIGH], by[PS_SEVERITY_MEDIUM],
        by[PS_SEVERITY_LOW], by[PS_SEVERITY_INFO]);
    ps_html_put(html, "</td></tr>\n");
    put_row(html, PS_WORD_COUNT_REJECTED);
    SAY(html, PS_WORD_SUM_REJECTED, s->records_rejected, s->documents_rejected,
        s->unscreened_after);
    ps_html_put(html, "</td></tr>\n");
    put_unmapped(html, s);
    ps_html_put(html, "</tbody></table>\n");
}
