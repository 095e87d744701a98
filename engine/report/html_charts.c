/* Charts as SVG: shades that differ on paper too, a figure beside every bar, and all of it as a
 * sentence for who cannot see them. SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/str.h"
#include "report/figures.h"
#include "report/html_stats.h"

enum { WIDTH = 520, BAR_WIDTH = 330, ROW = 42, SEGMENTS = 4, ROWS = 40, SHOWN = 12, BUCKETS = 48 };

/* One bar with what it says. */
typedef struct bar {
    ps_str label;
    ps_buffer value;
    double segments[SEGMENTS];
} bar;

typedef struct legend {
    ps_word word;
    const char *shade;
} legend;

static double sum_of(const bar *b)
{
    double sum = 0;
    for (int i = 0; i < SEGMENTS; i++) {
        sum += b->segments[i];
    }
    return sum;
}

static void put_attribute_text(ps_html *html, const bar *bars, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ps_html_put(html, i ? "; " : ": ");
        ps_html_text(html, bars[i].label);
        ps_html_put(html, ": ");
        ps_html_text(html, ps_buffer_str(&bars[i].value));
    }
}

static void begin_chart(ps_html *html, ps_word title, const ps_str *parts, size_t count)
{
    ps_html_put(html, "\n<figure><figcaption>");
    ps_html_say(html, title, parts, count);
    ps_html_put(html, "</figcaption>");
}

static void begin_svg(ps_html *html, ps_word title, const ps_str *parts, size_t part_count,
                      size_t height, const bar *bars, size_t count)
{
    ps_html_putf(html, "<svg viewBox=\"0 0 %d %zu\" role=\"img\" aria-label=\"", (int)WIDTH,
                 height);
    ps_html_say(html, title, parts, part_count);
    put_attribute_text(html, bars, count);
    ps_html_put(html, "\">");
}

static void end_chart(ps_html *html, const legend *rows, size_t count)
{
    ps_html_put(html, "</svg>");
    if (count) {
        ps_html_put(html, "<ul class=\"legend\" aria-hidden=\"true\">");
        for (size_t i = 0; i < count; i++) {
            ps_html_putf(html,
                         "<li><svg viewBox=\"0 0 14 14\"><rect class=\"bar %s\" x=\"1\" y=\"1\" "
                         "width=\"12\" height=\"12\"/></svg> ",
                         rows[i].shade);
            ps_html_word(html, rows[i].word);
            ps_html_put(html, "</li>");
        }
        ps_html_put(html, "</ul>");
    }
    ps_html_put(html, "</figure>\n");
}

static void put_segments(ps_html *html, const bar *b, double largest, size_t y, const legend *rows,
                         size_t row_count)
{
    double x = 0;
    for (size_t k = 0; k < row_count; k++) {
        double width = largest > 0 ? b->segments[k] * BAR_WIDTH / largest : 0;
        if (width > 0) {
            ps_html_putf(html,
                         "<rect class=\"bar %s\" x=\"%.1f\" y=\"%zu\" width=\"%.1f\" "
                         "height=\"14\"/>",
                         rows[k].shade, x, y, width < 1 ? 1 : width);
            x += width;
        }
    }
    ps_html_putf(html, "<text class=\"figure\" x=\"%.1f\" y=\"%zu\">", x + 6, y + 12);
    ps_html_text(html, ps_buffer_str(&b->value));
    ps_html_put(html, "</text>");
}

/* Horizontal bars, and the end of their life. */
static void put_bars(ps_html *html, ps_word title, const ps_str *parts, size_t part_count,
                     bar *bars, size_t count, const legend *rows, size_t row_count)
{
    double largest = 0;
    for (size_t i = 0; i < count; i++) {
        double sum = sum_of(&bars[i]);
        largest = sum > largest ? sum : largest;
    }
    begin_chart(html, title, parts, part_count);
    begin_svg(html, title, parts, part_count, count * ROW, bars, count);
    for (size_t i = 0; i < count; i++) {
        ps_html_putf(html, "<text x=\"0\" y=\"%zu\">", i * ROW + 14);
        ps_html_text(html, bars[i].label);
        ps_html_put(html, "</text>");
        put_segments(html, &bars[i], largest, i * ROW + 20, rows, row_count);
    }
    end_chart(html, rows, row_count > 1 ? row_count : 0);
    for (size_t i = 0; i < count; i++) {
        ps_buffer_done(&bars[i].value);
    }
}

/* "3 / 0 / 9": the counts of the parts in the order of the legend. */
static void name_parts(bar *b, size_t count)
{
    ps_buffer_init(&b->value, 0);
    for (size_t i = 0; i < count; i++) {
        ps_buffer_add_text(&b->value, i ? " / " : "");
        ps_figure_count(&b->value, (uint64_t)b->segments[i]);
    }
}

/* The longest bar first; of equal ones the one that came first. */
static int compare_bars(const void *a, const void *b)
{
    double x = sum_of(a);
    double y = sum_of(b);
    return (x < y) - (x > y);
}

static void put_none(ps_html *html, ps_word title)
{
    begin_chart(html, title, NULL, 0);
    ps_html_put(html, "<p>");
    ps_html_word(html, PS_WORD_CHART_NONE);
    ps_html_put(html, "</p></figure>\n");
}

static void put_categories(ps_html *html, const ps_html_stats *stats)
{
    static const legend rows[] = {{PS_WORD_CONFIDENCE_DEFINITE, "full"},
                                  {PS_WORD_CONFIDENCE_PROBABLE, "hatched"},
                                  {PS_WORD_CONFIDENCE_POSSIBLE, "dotted"}};
    bar bars[ROWS];
    if (!stats->category_count) {
        put_none(html, PS_WORD_CHART_CATEGORIES);
        return;
    }
    for (size_t i = 0; i < stats->category_count; i++) {
        const ps_stats_category *category = &stats->categories[i];
        bars[i] = (bar){.label = ps_phrases_name(html->phrases, PS_PACK_TEXT_CATEGORY,
                                                 ps_str_from(category->id)),
                        .segments = {(double)category->of[PS_CONFIDENCE_DEFINITE],
                                     (double)category->of[PS_CONFIDENCE_PROBABLE],
                                     (double)category->of[PS_CONFIDENCE_POSSIBLE]}};
        name_parts(&bars[i], PS_COUNT(rows));
    }
    qsort(bars, stats->category_count, sizeof *bars, compare_bars);
    put_bars(html, PS_WORD_CHART_CATEGORIES, NULL, 0, bars, stats->category_count, rows,
             PS_COUNT(rows));
}

/* The elements of which most failed. */
static int compare_elements(const void *a, const void *b)
{
    const ps_stats_element *const *x = a;
    const ps_stats_element *const *y = b;
    uint64_t m = (*x)->of[PS_STATE_MISSING] + (*x)->of[PS_STATE_DEFEATED];
    uint64_t n = (*y)->of[PS_STATE_MISSING] + (*y)->of[PS_STATE_DEFEATED];
    return m == n ? (*x > *y) - (*x < *y) : (m < n) - (m > n);
}

static void put_elements(ps_html *html, const ps_html_stats *stats)
{
    static const legend rows[] = {{PS_WORD_STATE_MISSING, "full"},
                                  {PS_WORD_STATE_DEFEATED, "hatched"},
                                  {PS_WORD_STATE_NOT_EVALUABLE, "dotted"},
                                  {PS_WORD_STATE_PRESENT, "hollow"}};
    bar bars[SHOWN];
    const ps_stats_element *sorted[PS_STATS_ELEMENTS];
    size_t count = stats->element_count < SHOWN ? stats->element_count : SHOWN;
    if (!count) {
        put_none(html, PS_WORD_CHART_ELEMENTS);
        return;
    }
    for (size_t i = 0; i < stats->element_count; i++) {
        sorted[i] = &stats->elements[i];
    }
    qsort(sorted, stats->element_count, sizeof *sorted, compare_elements);
    for (size_t i = 0; i < count; i++) {
        const uint64_t *of = sorted[i]->of;
        bars[i] =
            (bar){.label = ps_phrases_name(html->phrases, PS_PACK_TEXT_ELEMENT,
                                           ps_str_from(sorted[i]->id)),
                  .segments = {(double)of[PS_STATE_MISSING], (double)of[PS_STATE_DEFEATED],
                               (double)of[PS_STATE_NOT_EVALUABLE], (double)of[PS_STATE_PRESENT]}};
        name_parts(&bars[i], PS_COUNT(rows));
    }
    put_bars(html, PS_WORD_CHART_ELEMENTS, NULL, 0, bars, count, rows, PS_COUNT(rows));
}

/* For the length of a bar only. */
static double about(ps_decimal value)
{
    double result = (double)value.digits;
    for (unsigned i = 0; i < value.scale; i++) {
        result /= 10;
    }
    return result > 0 ? result : 0;
}

static void put_suppliers(ps_html *html, const ps_html_stats *stats)
{
    static const legend rows[] = {{PS_WORD_TILE_ITEMS, "full"}};
    if (!stats->currency_count) {
        put_none(html, PS_WORD_CHART_SUPPLIERS_NONE);
    }
    for (size_t c = 0; c < stats->currency_count; c++) {
        const ps_stats_currency *currency = &stats->currencies[c];
        ps_str code = ps_str_from(currency->code[0] ? currency->code : "–");
        bar bars[PS_STATS_SUPPLIERS];
        for (size_t i = 0; i < currency->count; i++) {
            const ps_stats_supplier *supplier = &currency->largest[i];
            bars[i] =
                (bar){.label = ps_str_from(supplier->name), .segments = {about(supplier->amount)}};
            ps_buffer_init(&bars[i].value, 0);
            ps_figure_decimal(&bars[i].value, supplier->amount);
        }
        put_bars(html, PS_WORD_CHART_SUPPLIERS, &code, 1, bars, currency->count, rows, 1);
    }
    if (stats->suppliers_of_other_currencies) {
        ps_html_put(html, "<p>");
        ps_html_say_counts(html, PS_WORD_CHART_MORE_CURRENCIES,
                           &stats->suppliers_of_other_currencies, 1);
        ps_html_put(html, "</p>\n");
    }
}

/* --- Over the dates --------------------------------------------------------------------------- */

typedef struct bucket {
    char label[16];
    uint64_t screened;
    uint64_t to_see;
} bucket;

/* Days that are told together share so many letters of YYYY-MM-DD. */
static size_t letters_of(size_t days)
{
    enum { MONTH = 31, SOME_MONTHS = 3 * 366, SOME_YEARS = 40 * 366 };
    return days <= MONTH ? 10 : days <= SOME_MONTHS ? 7 : days <= SOME_YEARS ? 4 : 3;
}

static size_t fill_buckets(const ps_html_stats *stats, size_t first, size_t last, bucket *buckets)
{
    size_t letters = letters_of(last - first + 1);
    size_t count = 0;
    ps_buffer text;
    ps_buffer_init(&text, 0);
    for (size_t day = first; day <= last; day++) {
        ps_buffer_clear(&text);
        ps_date_format((ps_day)((int64_t)day + PS_STATS_FIRST_DAY), &text);
        if (text.failed) {
            break;
        }
        ps_str label = ps_str_slice(ps_buffer_str(&text), 0, letters);
        if (!count || !ps_str_is(label, buckets[count - 1].label)) {
            if (count == BUCKETS) {
                break;
            }
            buckets[count] = (bucket){.screened = 0};
            memcpy(buckets[count++].label, label.ptr, label.len);
        }
        buckets[count - 1].screened += stats->screened[day];
        buckets[count - 1].to_see += stats->to_see[day];
    }
    ps_buffer_done(&text);
    return count;
}

static void put_columns(ps_html *html, const bucket *buckets, const bar *bars, size_t count)
{
    enum { TOP = 20, BASE = 150, LABELS = 7, LETTER = 7 };
    double step = (double)WIDTH / (double)count;
    double wide = step * 0.7 < 60 ? step * 0.7 : 60;
    uint64_t largest = 1;
    for (size_t i = 0; i < count; i++) {
        largest = buckets[i].screened > largest ? buckets[i].screened : largest;
    }
    for (size_t i = 0; i < count; i++) {
        double unit = (double)(BASE - TOP) / (double)largest;
        double x = (double)i * step;
        double all = (double)buckets[i].screened * unit;
        double some = (double)buckets[i].to_see * unit;
        ps_html_putf(html, "<g><title>%s: ", bars[i].label.ptr);
        ps_html_text(html, ps_buffer_str(&bars[i].value));
        ps_html_putf(html,
                     "</title><rect class=\"bar hollow\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
                     "height=\"%.1f\"/><rect class=\"bar full\" x=\"%.1f\" y=\"%.1f\" "
                     "width=\"%.1f\" height=\"%.1f\"/>",
                     x, BASE - all, wide, all, x, BASE - some, wide, some);
        if (buckets[i].screened && (double)(bars[i].value.len * LETTER) < step) {
            ps_html_putf(html, "<text class=\"figure\" x=\"%.1f\" y=\"%.1f\">%llu/%llu</text>", x,
                         BASE - all - 4, (unsigned long long)buckets[i].to_see,
                         (unsigned long long)buckets[i].screened);
        }
        if (i % ((count + LABELS - 1) / LABELS) == 0) {
            ps_html_putf(html, "<text x=\"%.1f\" y=\"%d\">%s</text>", x, BASE + 18,
                         buckets[i].label);
        }
        ps_html_put(html, "</g>");
    }
    ps_html_putf(html, "<path class=\"axis\" d=\"M0 %dH%d\"/>", (int)BASE, (int)WIDTH);
}

static void put_dates(ps_html *html, const ps_html_stats *stats)
{
    static const legend rows[] = {{PS_WORD_CHART_TO_SEE, "full"},
                                  {PS_WORD_CHART_SCREENED, "hollow"}};
    bucket buckets[BUCKETS];
    bar bars[BUCKETS];
    size_t first = 0;
    size_t last = PS_STATS_DAYS;
    while (first < PS_STATS_DAYS && !stats->screened[first]) {
        first++;
    }
    while (last > first && !stats->screened[last - 1]) {
        last--;
    }
    if (first == last) {
        put_none(html, PS_WORD_CHART_DATES);
        return;
    }
    size_t count = fill_buckets(stats, first, last - 1, buckets);
    for (size_t i = 0; i < count; i++) {
        bars[i] = (bar){.label = ps_str_from(buckets[i].label)};
        ps_buffer_init(&bars[i].value, 0);
        ps_buffer_printf(&bars[i].value, "%llu/%llu", (unsigned long long)buckets[i].to_see,
                         (unsigned long long)buckets[i].screened);
    }
    begin_chart(html, PS_WORD_CHART_DATES, NULL, 0);
    begin_svg(html, PS_WORD_CHART_DATES, NULL, 0, 175, bars, count);
    put_columns(html, buckets, bars, count);
    end_chart(html, rows, PS_COUNT(rows));
    for (size_t i = 0; i < count; i++) {
        ps_buffer_done(&bars[i].value);
    }
    if (stats->undated) {
        ps_html_put(html, "<p>");
        ps_html_say_counts(html, PS_WORD_CHART_UNDATED, &stats->undated, 1);
        ps_html_put(html, "</p>\n");
    }
}

/* Shades that are told apart without colour. */
static void put_shades(ps_html *html)
{
    ps_html_put(html,
                "<svg class=\"shades\" aria-hidden=\"true\" width=\"0\" height=\"0\"><defs>"
                "<pattern id=\"hatched\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
                "<path class=\"paper\" d=\"M0 0H6V6H0Z\"/><path class=\"ink\" "
                "d=\"M-1 1L1 -1M0 6L6 0M5 7L7 5\"/></pattern>"
                "<pattern id=\"dotted\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">"
                "<path class=\"paper\" d=\"M0 0H5V5H0Z\"/><circle class=\"dot\" cx=\"2\" "
                "cy=\"2\" r=\"1\"/></pattern></defs></svg>");
}

void ps_html_charts(ps_html *html, const ps_html_stats *stats)
{
    put_shades(html);
    put_categories(html, stats);
    put_elements(html, stats);
    put_suppliers(html, stats);
    put_dates(html, stats);
}
